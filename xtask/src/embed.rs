//! `cargo xtask embed`: the markup that puts the widget of `dist/` into a page.

use anyhow::{Context, Result, bail};
use embed_markup::{
    Build, Choices, Diacritics, Kind, Language, PageRule, Theme, content_security_policy,
};
use lexopt::{Arg::Long, Parser, ValueExt as _};

use crate::artefacts;

/// Prints it; what stands around it are comments, so that all of it may be pasted.
pub(crate) fn run(args: Parser) -> Result<()> {
    let (choices, kinds) = parse(args)?;
    let manifest = artefacts::dist_dir().join("manifest.json");
    let text = std::fs::read_to_string(&manifest).with_context(|| {
        format!(
            "cannot read {}; `cargo xtask build` makes it",
            manifest.display()
        )
    })?;
    print!("{}", show(&Build::from_manifest(&text)?, &choices, &kinds));
    Ok(())
}

fn parse(mut args: Parser) -> Result<(Choices, Vec<Kind>)> {
    let mut server = String::from("http://127.0.0.1:8080");
    let mut site = String::from("default");
    let mut id = None;
    let mut address = None;
    let (mut theme, mut language, mut diacritics) =
        (Theme::default(), Language::default(), Diacritics::default());
    let mut kinds = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("server") => server = args.value()?.string()?,
            Long("site") => site = args.value()?.string()?,
            Long("page-id") => id = Some(args.value()?.string()?),
            Long("address") => address = Some(args.value()?.string()?),
            Long("theme") => theme = Theme::parse(&args.value()?.string()?)?,
            Long("lang") => language = Language::parse(&args.value()?.string()?)?,
            Long("diacritics") => diacritics = Diacritics::parse(&args.value()?.string()?)?,
            Long("kind") => {
                let word = args.value()?.string()?;
                match Kind::ALL.into_iter().find(|kind| kind.word() == word) {
                    Some(kind) => kinds.push(kind),
                    None => bail!("there is no kind `{word}`; the kinds are short, preload, long"),
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let page = match (id, &address) {
        (Some(id), _) => PageRule::Own(id),
        (None, Some(_)) => PageRule::Address,
        (None, None) => PageRule::Own(String::from("ma-bai-viet")),
    };
    let address = address
        .as_deref()
        .unwrap_or("https://bao.example.vn/bai-viet.html");
    let mut choices = Choices::new(&server, &site, page, address)?;
    choices.theme = theme;
    choices.language = language;
    choices.diacritics = diacritics;
    if kinds.is_empty() {
        kinds.extend(Kind::ALL);
    }
    Ok((choices, kinds))
}

fn show(build: &Build, choices: &Choices, kinds: &[Kind]) -> String {
    let mut text = String::new();
    for kind in kinds {
        let cost = kind.cost(build, choices);
        text.push_str(&format!(
            "<!-- {}: {} bytes in the page, {} bytes loaded with it, {} when the reader comes near -->\n{}\n\n",
            kind.word(),
            cost.markup,
            cost.with_page,
            cost.when_near,
            kind.markup(build, choices)
        ));
    }
    text.push_str(&format!(
        "<!-- in the page's style sheet, so that nothing moves: {} -->\n\
         <!-- in its Content-Security-Policy, if it has one: {} -->\n",
        Kind::Long.style(),
        content_security_policy(choices)
    ));
    text
}

#[cfg(test)]
mod tests {
    use lexopt::Parser;

    use super::*;

    #[test]
    fn options_reach_the_markup() {
        let manifest =
            r#"{"binh-luan.js":{"path":"binh-luan.js","integrity":"sha256-a","brotli_bytes":7}}"#;
        let build = Build::from_manifest(manifest).unwrap();
        let args = "--server https://b.example.vn --site bao --page-id 7 --theme dark --kind short";
        let (choices, kinds) = parse(Parser::from_args(args.split(' '))).unwrap();
        let text = show(&build, &choices, &kinds);
        for part in [
            "<!-- short: ",
            " 7 bytes loaded with it",
            r#"<script src="https://b.example.vn/binh-luan.js" async></script>"#,
            r#"<binh-luan endpoint="https://b.example.vn/v1/sites/bao" page-id="7" theme="dark">"#,
            "script-src 'self' 'wasm-unsafe-eval' https://b.example.vn;",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("<form"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_said_with_what_is_right() {
        for (args, says) in [
            ("--kind tiny", "short, preload, long"),
            ("--theme blue", "auto, light, dark"),
            ("--server b.example.vn", "scheme and host"),
            ("--nonsense", "--nonsense"),
        ] {
            let error = parse(Parser::from_args(args.split(' '))).unwrap_err();
            assert!(error.to_string().contains(says), "{args}: {error}");
        }
    }
}
