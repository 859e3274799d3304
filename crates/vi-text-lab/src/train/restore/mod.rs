//! `train restore`: makes the model that puts marks back.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows, forms and pairs of a training text are far fewer than 2^32; weights are f32"
)]

mod backward;
mod batch;
mod chains;
mod corpus;
mod course;
mod deck;
mod learner;
mod lexicon;
mod logarithm;
mod matrix;
mod pairs;
mod parameters;
mod plan;
mod spoken;
mod targets;
mod window;
mod writer;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use lexopt::{Arg::Long, Parser, ValueExt as _};
use sha2::{Digest, Sha256};

use corpus::Corpus;
pub(crate) use corpus::{Domain, read_text};
use course::{Course, Material};
use plan::Plan;
use spoken::Spoken;

/// What `--data DIR` stands for: files below it and what kind of writing they hold.
const DATA_FILES: [(&str, Domain); 3] = [
    ("restoration/wiki-ccbysa.txt.xz", Domain::Formal),
    ("restoration/comments-open.txt.xz", Domain::Comments),
    ("vietnamese/restore_train.tsv", Domain::Formal),
];

/// The counts of spoken words below it.
const SPOKEN_FILE: &str = "vietnamese/syllables.tsv";

/// Trains a model and writes it with a list of what it was trained on.
///
/// `--data DIR` names the folder of the open training text; `--formal FILE` and `--comments FILE`
/// (each as often as needed) name files of one's own, `.txt` or `.txt.xz`, one sentence a line;
/// `--spoken FILE` a table with the columns `syllable` and `count_subtitles`.
/// `--out FILE` is the model. `--rows N` sets how many words are read in all.
///
/// # Errors
///
/// When a file cannot be read or written, or when there is too little text.
pub(crate) fn run(mut args: Parser) -> Result<()> {
    let mut files: Vec<(PathBuf, Domain)> = Vec::new();
    let (mut out, mut spoken) = (None, None);
    let mut plan = Plan::default();
    while let Some(arg) = args.next()? {
        match arg {
            Long("data") => {
                let data = PathBuf::from(args.value()?);
                files.extend(DATA_FILES.map(|(file, domain)| (data.join(file), domain)));
                spoken = Some(data.join(SPOKEN_FILE));
            }
            Long("spoken") => spoken = Some(PathBuf::from(args.value()?)),
            Long("formal") => files.push((args.value()?.into(), Domain::Formal)),
            Long("comments") => files.push((args.value()?.into(), Domain::Comments)),
            Long("out") => out = Some(PathBuf::from(args.value()?)),
            Long("rows") => plan.rows = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.context("name the model file with `--out FILE`")?;
    if files.is_empty() {
        bail!("name the training text with `--data DIR`, `--formal FILE` or `--comments FILE`");
    }
    let spoken = spoken.map(|path| Spoken::read(&path)).transpose()?;
    let mut corpus = Corpus::default();
    for (file, domain) in &files {
        corpus.add(file, *domain)?;
    }
    let material = Material::new(&plan, &corpus)?;
    let plans = plan.teachers();
    let mut teachers = Vec::new();
    for plan in &plans {
        let mut teacher = Course::new(plan, &material);
        teacher.train(&[]);
        teachers.push(teacher);
    }
    let mut course = Course::new(&plan, &material);
    course.train(&teachers);
    let bytes = course.write(spoken.as_ref())?;
    fs::write(&out, &bytes).with_context(|| format!("cannot write {}", out.display()))?;
    let record = record(&corpus, spoken.as_ref(), &bytes, &course.summary());
    let beside = out.with_extension("provenance.tsv");
    fs::write(&beside, &record).with_context(|| format!("cannot write {}", beside.display()))?;
    print!("{record}");
    Ok(())
}

/// Hands every sentence of the open training text below `data` to `take`.
pub(crate) fn read_open_text(data: &Path, mut take: impl FnMut(&str, Domain)) -> Result<()> {
    for (file, domain) in DATA_FILES {
        let path = data.join(file);
        let text = read_text(&path)?;
        for (line, domain) in corpus::rows(&path, &text, domain)? {
            take(line, domain);
        }
    }
    Ok(())
}

/// What the model was made from and how well it does on the lines held out.
fn record(corpus: &Corpus, spoken: Option<&Spoken>, model: &[u8], summary: &str) -> String {
    let mut text = String::from("what\tsha256\tlines or bytes\tkind\n");
    for source in &corpus.sources {
        let name = source
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let kind = match source.domain {
            Domain::Formal => "formal",
            Domain::Comments => "comments",
        };
        let _ = writeln!(text, "{name}\t{}\t{}\t{kind}", source.sha256, source.lines);
    }
    if let Some(spoken) = spoken {
        let name = spoken.path.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let _ = writeln!(text, "{name}\t{}\t{}\tspoken", spoken.sha256, spoken.len());
    }
    let _ = writeln!(
        text,
        "model\t{}\t{}\t{summary}",
        hexadecimal(model),
        model.len()
    );
    text
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
