//! The log: what is written, in which form, and that writing it never holds up or breaks anything.

use std::str::FromStr;

use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Lines that wait for standard error to take them; more are dropped, for an answer must not wait
/// until a stopped reader of the log goes on.
const WAITING_LINES: usize = 8_192;

/// How a line is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = LogError;

    fn from_str(word: &str) -> Result<Self, LogError> {
        match word {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(LogError::Format(word.to_owned())),
        }
    }
}

/// The log cannot be set up as asked.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Not a level, nor targets with levels.
    #[error("BINH_LUAN_LOG is `{0}`; say `error`, `warn`, `info`, `debug`, or `TARGET=LEVEL,…`")]
    Filter(String),
    /// Not a format.
    #[error("BINH_LUAN_LOG_FORMAT is `{0}`; say `text` or `json`")]
    Format(String),
}

/// What `BINH_LUAN_LOG` says is written; without it, everything from `info` up.
///
/// # Errors
/// [`LogError::Filter`].
fn filter(wanted: Option<String>) -> Result<Targets, LogError> {
    let wanted = wanted.unwrap_or_else(|| String::from("info"));
    let Ok(targets) = wanted.parse::<Targets>() else {
        return Err(LogError::Filter(wanted));
    };
    // A word that is no level is read as a target by itself.
    let is_level = |word: &str| word.contains('=') || word.parse::<tracing::Level>().is_ok();
    if wanted
        .split(',')
        .all(|word| is_level(word) || word == "off")
    {
        Ok(targets)
    } else {
        Err(LogError::Filter(wanted))
    }
}

/// Starts the log on standard error. What waits is written when the guard is dropped.
///
/// # Errors
/// [`LogError`] for a setting that is not understood.
pub fn start(env: impl Fn(&str) -> Option<String>) -> Result<WorkerGuard, LogError> {
    let filter = filter(env("BINH_LUAN_LOG"))?;
    let format = env("BINH_LUAN_LOG_FORMAT").map_or(Ok(LogFormat::Text), |word| word.parse())?;
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(WAITING_LINES)
        .thread_name("log")
        .finish(std::io::stderr());
    // Its own errors would be told by `eprintln!`, which panics where standard error is broken.
    let lines = fmt::layer()
        .with_writer(writer)
        .with_ansi(false)
        .log_internal_errors(false);
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Text => registry.with(lines).init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        // Where, and not what: the message may quote what a reader wrote.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a fault of the program");
    }));
    Ok(guard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_targets_are_understood_and_mistypings_are_not() {
        for good in ["info", "off", "warn,moderation_server::http=debug"] {
            assert!(filter(Some(good.to_owned())).is_ok(), "{good}");
        }
        for bad in ["infos", "moderation_server=loud", "a=b=c"] {
            assert!(filter(Some(bad.to_owned())).is_err(), "{bad}");
        }
        assert_eq!("json".parse::<LogFormat>().unwrap(), LogFormat::Json);
        assert!("xml".parse::<LogFormat>().is_err());
    }
}
