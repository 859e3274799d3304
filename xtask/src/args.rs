//! The command line: words and `--name VALUE` pairs, each asked for by the command that knows it.

use std::str::FromStr;

use anyhow::{Context, Result, bail};

/// What is left of the command line.
#[derive(Debug)]
pub(crate) struct Args(Vec<String>);

impl Args {
    /// Everything after the program's name.
    pub(crate) fn from_env() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// The words that a command was handed.
    pub(crate) fn new(words: &[String]) -> Self {
        Self(words.to_vec())
    }

    /// Takes the first word.
    pub(crate) fn next_word(&mut self) -> Option<String> {
        if self.0.is_empty() {
            None
        } else {
            Some(self.0.remove(0))
        }
    }

    /// Takes `--name` if it is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|arg| arg == name);
        if let Some(at) = found {
            self.0.remove(at);
        }
        found.is_some()
    }

    /// Takes the first `--name VALUE` or `--name=VALUE`.
    pub(crate) fn option<T: FromStr>(&mut self, name: &str) -> Result<Option<T>>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let prefix = format!("{name}=");
        for at in 0..self.0.len() {
            let value = if self.0[at] == name {
                self.0.remove(at);
                if at == self.0.len() {
                    bail!("`{name}` wants a value");
                }
                self.0.remove(at)
            } else if let Some(value) = self.0[at].strip_prefix(&prefix) {
                let value = value.to_owned();
                self.0.remove(at);
                value
            } else {
                continue;
            };
            return value
                .parse()
                .map(Some)
                .with_context(|| format!("`{name} {value}` is not understood"));
        }
        Ok(None)
    }

    /// Ends the reading: whatever is left was not understood.
    pub(crate) fn finish(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        bail!(
            "`{}` is not understood here; `cargo xtask help` lists what is",
            self.0.join(" ")
        )
    }

    /// Hands the rest on to another program.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_are_taken_in_both_spellings() {
        let mut args = args("--port 8123 --data-dir=here --port=1");
        assert_eq!(args.option::<u16>("--port").unwrap(), Some(8123));
        assert_eq!(
            args.option::<String>("--data-dir").unwrap().as_deref(),
            Some("here")
        );
        assert_eq!(args.option::<u16>("--port").unwrap(), Some(1));
        args.finish().unwrap();
    }

    #[test]
    fn what_nobody_asked_for_is_an_error() {
        assert!(args("--prot 1").finish().is_err());
        assert!(args("--port").option::<u16>("--port").is_err());
        assert!(args("--port many").option::<u16>("--port").is_err());
    }
}
