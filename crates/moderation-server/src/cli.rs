//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

/// What `--help` prints.
pub const USAGE: &str = "\
moderation-server serve [options]   answer readers and editors
moderation-server openapi           print the OpenAPI document

Options of serve (and the environment variable of each):
  --listen ADDR        address and port, port 0 picks one  BINH_LUAN_LISTEN        127.0.0.1:8080
  --data-dir DIR       folder of the database              BINH_LUAN_DATA_DIR      data
  --assets DIR         folder of the built widget          BINH_LUAN_ASSETS        none
  --demo DIR           folder of the demo page             BINH_LUAN_DEMO          none
  --config FILE        settings in TOML                    BINH_LUAN_CONFIG        none
  --database-url URL   sqlite:FILE's folder for now        BINH_LUAN_DATABASE_URL  the data folder
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Run the server.
    Serve(ServeArgs),
    /// Print the `OpenAPI` document.
    OpenApi,
    /// Print the usage.
    Help,
}

/// Options of `serve`.
#[derive(Debug, PartialEq, Eq)]
pub struct ServeArgs {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Folder of the database.
    pub data_dir: PathBuf,
    /// Folder of the built widget.
    pub assets: Option<PathBuf>,
    /// Folder of the demo page.
    pub demo: Option<PathBuf>,
    /// Configuration file.
    pub config: Option<PathBuf>,
}

/// The command line cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Not a known option.
    #[error("{0}; see `moderation-server --help`")]
    Usage(String),
}

impl From<lexopt::Error> for CliError {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Reads the arguments; what they leave open comes from the environment.
///
/// # Errors
/// [`CliError`] with the argument that is wrong.
pub fn parse(
    args: impl IntoIterator<Item = std::ffi::OsString>,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Command, CliError> {
    let mut parser = lexopt::Parser::from_args(args);
    let command = match parser.next()? {
        Some(Value(word)) => word.string()?,
        Some(Long("help") | Short('h')) | None => return Ok(Command::Help),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "serve" => {}
        "openapi" => return Ok(Command::OpenApi),
        other => return Err(CliError::Usage(format!("`{other}` is no command"))),
    }
    let mut listen = env("BINH_LUAN_LISTEN");
    let mut data_dir = env("BINH_LUAN_DATA_DIR").map(PathBuf::from);
    let mut assets = env("BINH_LUAN_ASSETS").map(PathBuf::from);
    let mut demo = env("BINH_LUAN_DEMO").map(PathBuf::from);
    let mut config = env("BINH_LUAN_CONFIG").map(PathBuf::from);
    let mut database_url = env("BINH_LUAN_DATABASE_URL");
    while let Some(arg) = parser.next()? {
        match arg {
            Long("listen") => listen = Some(parser.value()?.string()?),
            Long("data-dir") => data_dir = Some(parser.value()?.into()),
            Long("assets") => assets = Some(parser.value()?.into()),
            Long("demo") => demo = Some(parser.value()?.into()),
            Long("config") => config = Some(parser.value()?.into()),
            Long("database-url") => database_url = Some(parser.value()?.string()?),
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    let listen = listen.as_deref().unwrap_or("127.0.0.1:8080");
    let listen = listen.parse().map_err(|_| {
        CliError::Usage(format!(
            "`{listen}` is no address and port such as `127.0.0.1:8080`"
        ))
    })?;
    let mut data_dir = data_dir.unwrap_or_else(|| PathBuf::from("data"));
    if let Some(url) = database_url {
        let folder = url.strip_prefix("sqlite:").ok_or_else(|| {
            CliError::Usage(String::from(
                "only `sqlite:FOLDER` is a database URL so far",
            ))
        })?;
        data_dir = PathBuf::from(folder);
    }
    Ok(Command::Serve(ServeArgs {
        listen,
        data_dir,
        assets,
        demo,
        config,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command, CliError> {
        parse(line.split_whitespace().map(Into::into), |_| None)
    }

    #[test]
    fn serve_with_everything_left_out() {
        let Ok(Command::Serve(args)) = parse_words("serve") else {
            panic!("no serve")
        };
        assert_eq!(args.listen, "127.0.0.1:8080".parse().unwrap());
        assert_eq!(args.data_dir, PathBuf::from("data"));
    }

    #[test]
    fn wrong_words_are_named() {
        for (line, named) in [
            ("server", "server"),
            ("serve --port 3", "port"),
            ("serve --listen here", "here"),
            ("serve --database-url mysql://x", "sqlite:"),
        ] {
            let error = parse_words(line).unwrap_err().to_string();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
