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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let (command, options) = arguments.split_first().ok_or(USAGE)?;
    let is_jsonl = options.iter().any(|o| o == "--jsonl");
    let value = |name: &str| {
        let at = options.iter().position(|o| o == name)?;
        options.get(at + 1).map(String::as_str)
    };
    let (on_line, on_object): (OnLine, OnObject) = match command.as_str() {
        "check" => {
            let check = Rc::new(Check::open(value("--tables"))?);
            let same = Rc::clone(&check);
            (
                Box::new(move |text| check.line(text)),
                Box::new(move |object| same.object(object)),
            )
        }
        "strip" => (Box::new(strip::line), Box::new(strip::object)),
        "type" => {
            let method = value("--method").unwrap_or("telex");
            let settings = Settings::parse(method, value("--options").unwrap_or(""))
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
            let restorer = Rc::new(Restorer::open(value("--model"))?);
            let same = Rc::clone(&restorer);
            (
                Box::new(move |text| restorer.line(text)),
                Box::new(move |object| same.object(object)),
            )
        }
        _ => return Err(USAGE.into()),
    };
    for_each_line(|number, line| {
        if !is_jsonl {
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
