//! Running other programs: with the project's tools first on their PATH, and their output seen at once.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Folders that stand before the user's PATH in every program we start.
static TOOL_DIRS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// Variables that every program we start gets.
static VARIABLES: Mutex<Vec<(&'static str, String)>> = Mutex::new(Vec::new());

/// Puts a folder first on the PATH of all programs started from now on.
pub(crate) fn prefer_tools_in(dir: PathBuf) {
    if let Ok(mut dirs) = TOOL_DIRS.lock()
        && !dirs.contains(&dir)
    {
        dirs.insert(0, dir);
    }
}

/// Gives a variable to all programs started from now on.
pub(crate) fn set_variable(name: &'static str, value: impl Into<String>) {
    if let Ok(mut variables) = VARIABLES.lock() {
        variables.retain(|(known, _)| *known != name);
        variables.push((name, value.into()));
    }
}

/// Says on stderr what is being done now.
pub(crate) fn announce(what: &str) {
    eprintln!("==> {what}");
}

/// A program in the repository's root, with our tools first on its PATH.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let dirs = TOOL_DIRS
        .lock()
        .map(|dirs| dirs.clone())
        .unwrap_or_default();
    let old_path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(dirs.into_iter().chain(std::env::split_paths(&old_path)));
    let path = path.unwrap_or(old_path);
    let program = find_in(program.as_ref(), &path).unwrap_or_else(|| program.as_ref().into());
    let mut command = Command::new(program);
    command
        .current_dir(workspace::root())
        .env("PATH", path)
        .stdin(Stdio::null());
    // `cargo xtask` tells us about the package xtask; a cargo that we start must not hear of it.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(&name);
        }
    }
    if let Ok(variables) = VARIABLES.lock() {
        command.envs(
            variables
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
    }
    command
}

/// `cargo` in the repository's root.
pub(crate) fn cargo() -> Command {
    command("cargo")
}

/// Where a program lies, our own tools first.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let command = command(program);
    let found = PathBuf::from(command.get_program());
    found.is_absolute().then_some(found)
}

fn find_in(program: &OsStr, path: &OsStr) -> Option<PathBuf> {
    if PathBuf::from(program).components().count() > 1 {
        return None;
    }
    std::env::split_paths(path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

/// Runs a program to its end; an error where it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program quietly and gives what it printed on stdout.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = command
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({})\n{}",
            line(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    Ok(output.stdout)
}

/// What a program said, and whether it ended well.
#[derive(Debug)]
pub(crate) struct Captured {
    /// All lines of stdout and stderr, in about the order they came.
    pub(crate) text: String,
    /// Whether the exit status was 0.
    pub(crate) success: bool,
}

/// Runs a program, shows what it prints on our stderr, and keeps it too.
pub(crate) fn run_and_capture(command: &mut Command) -> Result<Captured> {
    let mut child = command
        // What is kept is read: a user who wants colors always would get counts that nobody finds.
        .env("CARGO_TERM_COLOR", "never")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    let text = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        if let Some(stdout) = stdout {
            scope.spawn(|| pass_on(stdout, &text));
        }
        if let Some(stderr) = stderr {
            scope.spawn(|| pass_on(stderr, &text));
        }
    });
    let status = child.wait()?;
    let text = text.into_inner().unwrap_or_default();
    Ok(Captured {
        text,
        success: status.success(),
    })
}

fn pass_on(from: impl Read, text: &Mutex<String>) {
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
        // A closed terminal must not stop the tests.
        let _ = std::io::stderr().write_all(&line);
        if let Ok(mut text) = text.lock() {
            text.push_str(&String::from_utf8_lossy(&line));
        }
        line.clear();
    }
}

fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
