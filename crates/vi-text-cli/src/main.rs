//! `vi-text` on the command line: one text per line on stdin, or one JSON object with `--jsonl`.
#![allow(clippy::print_stderr, reason = "a command talks to the terminal")]

mod check;
mod repair;
mod restore;
mod strip;
mod typing;

use std::{
    io::{self, BufRead, Write},
    process::ExitCode,
    rc::Rc,
};

use check::Check;
use lexopt::Arg::{Long, Short, Value as Word};
use lexopt::{Parser, ValueExt as _};
use restore::Restorer;
use serde_json::{Map, Value};
use vi_text::input_method::Settings;

const USAGE: &str = "\
Usage: vi-text-cli COMMAND [--jsonl] < texts

  check   has the text lost its marks: verdict, ask or accept, text    --tables FILE
  type    keys to text          --method telex|telex2|vni|viqr  --options \"tone_style=new …\"
  repair  keystrokes typed with the input method off, to Vietnamese
  restore text without marks, to Vietnamese                    --model FILE
  strip   text without its marks

One text per line on stdin; with --jsonl one object per line, which comes back with the result added.";

type OnLine = Box<dyn Fn(&str) -> String>;
type OnObject = Box<dyn Fn(&mut Map<String, Value>) -> Result<(), String>>;

fn main() -> ExitCode {
    match run(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The options of all commands; each takes some of them.
#[derive(Default)]
struct Options {
    is_jsonl: bool,
    tables: Option<String>,
    model: Option<String>,
    method: Option<String>,
    typing: Option<String>,
}

impl Options {
    /// Reads what `command` takes; anything else is an error, since nobody would notice that it
    /// was not heeded.
    fn parse(command: &str, mut args: Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self::default();
        while let Some(arg) = args.next()? {
            match (command, arg) {
                (_, Long("jsonl")) => options.is_jsonl = true,
                ("check", Long("tables")) => options.tables = Some(args.value()?.string()?),
                ("restore", Long("model")) => options.model = Some(args.value()?.string()?),
                ("type", Long("method")) => options.method = Some(args.value()?.string()?),
                ("type", Long("options")) => options.typing = Some(args.value()?.string()?),
                (_, other) => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }
}

fn run(mut args: Parser) -> Result<(), String> {
    let not_understood = |error: lexopt::Error| format!("{error}\n\n{USAGE}");
    let command = match args.next().map_err(not_understood)? {
        Some(Word(command)) => command.string().map_err(not_understood)?,
        Some(Long("help") | Short('h')) => {
            return writeln!(io::stdout(), "{USAGE}").map_err(|e| format!("cannot write: {e}"));
        }
        Some(option) => return Err(not_understood(option.unexpected())),
        None => return Err(USAGE.into()),
    };
    let options = Options::parse(&command, args).map_err(not_understood)?;
    let (on_line, on_object): (OnLine, OnObject) = match command.as_str() {
        "check" => {
            let check = Rc::new(Check::open(options.tables.as_deref())?);
            let same = Rc::clone(&check);
            (
                Box::new(move |text| check.line(text)),
                Box::new(move |object| same.object(object)),
            )
        }
        "strip" => (Box::new(strip::line), Box::new(strip::object)),
        "type" => {
            let method = options.method.as_deref().unwrap_or("telex");
            let typing = options.typing.as_deref().unwrap_or("");
            let settings = Settings::parse(method, typing)
                .ok_or_else(|| format!("no method `{method}`; give telex, telex2, vni or viqr"))?;
            if let Some(word) = settings.unknown.first() {
                return Err(format!("no typing option `{word}`"));
            }
            (
                Box::new(move |keys| typing::line(&settings, keys)),
                Box::new(typing::object),
            )
        }
        "repair" => (Box::new(repair::line), Box::new(repair::object)),
        "restore" => {
            let restorer = Rc::new(Restorer::open(options.model.as_deref())?);
            let same = Rc::clone(&restorer);
            (
                Box::new(move |text| restorer.line(text)),
                Box::new(move |object| same.object(object)),
            )
        }
        unknown => return Err(format!("no command `{unknown}`\n\n{USAGE}")),
    };
    for_each_line(|number, line| {
        if !options.is_jsonl {
            return Ok(on_line(line));
        }
        let at = |message: String| format!("line {number}: {message}");
        let mut object: Map<String, Value> =
            serde_json::from_str(line).map_err(|e| at(format!("no JSON object: {e}")))?;
        on_object(&mut object).map_err(at)?;
        serde_json::to_string(&object).map_err(|e| at(e.to_string()))
    })
}

/// Writes to stdout what `answer` makes of every line of stdin, counted from 1.
fn for_each_line(answer: impl Fn(usize, &str) -> Result<String, String>) -> Result<(), String> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (index, line) in io::stdin().lock().lines().enumerate() {
        let line = line.map_err(|e| format!("line {}: {e}", index + 1))?;
        let result = writeln!(out, "{}", answer(index + 1, &line)?);
        result.map_err(|e| format!("cannot write: {e}"))?;
    }
    out.flush().map_err(|e| format!("cannot write: {e}"))
}

#[cfg(test)]
mod tests {
    use super::Options;
    use lexopt::Parser;

    #[test]
    fn an_option_that_the_command_does_not_know_is_refused() {
        let cases = [
            ("check", "--tables FILE --jsonl", true),
            ("check", "--table FILE", false),
            ("check", "--model FILE", false),
            ("check", "texts.txt", false),
            ("restore", "--model=FILE", true),
            ("restore", "--model", false),
            ("type", "--method vni --options tone_style=new", true),
            ("type", "--metod vni", false),
            ("strip", "--jsonl", true),
            ("strip", "--jsonl=yes", false),
        ];
        for (command, line, is_understood) in cases {
            let args = Parser::from_args(line.split_whitespace());
            let parsed = Options::parse(command, args);
            assert_eq!(parsed.is_ok(), is_understood, "{command} {line}");
        }
    }
}
