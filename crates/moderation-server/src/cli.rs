//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::keys::file::DEFAULT_NAME;
use crate::moderation::text;
use crate::store::DatabaseUrl;
use crate::store::people::{Area, Role, Scope};

/// The reference moderation endpoint: readers post, editors edit and publish.
#[derive(Debug, Parser)]
#[command(name = "moderation-server", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the process's arguments and environment; ends the process where they are wrong or ask
    /// for help. A variable that is set to nothing counts as not set.
    #[must_use]
    pub fn read() -> Self {
        let mut command = without_empty_variables(Self::command());
        let matches = command.get_matches_mut();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut command).exit())
    }
}

fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |arg: &clap::Arg| {
        let value = arg.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.is_empty())
    };
    command
        .mut_args(|arg| match is_empty(&arg) {
            true => arg.env(Resettable::Reset),
            false => arg,
        })
        .mut_subcommands(without_empty_variables)
}

/// What the program can do.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Answer readers and editors
    Serve(ServeArgs),
    /// List, invite, shut out editors; works beside a running server
    Editor(EditorArgs),
    /// Change the keys that sign receipts, forms and devices
    #[command(subcommand)]
    Key(KeyCommand),
    /// Copy the database into a file, also while a server runs
    Backup(BackupArgs),
    /// Put a backup in the database's place; the server must be stopped
    Restore(RestoreArgs),
    /// Look whether the database is sound and its counts are right, also while a server runs
    Check(CheckArgs),
    /// Look whether `serve` would understand these options and settings, without starting
    CheckConfig(ServeArgs),
    /// Print the `OpenAPI` document
    #[command(name = "openapi")]
    OpenApi,
}

/// What can be done with the server's keys.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum KeyCommand {
    /// Have a fresh key sign from the next start on; what older ones signed still holds
    Rotate(DataArgs),
    /// Make a fresh file for a database whose key file is lost; receipts of before open nothing then
    Renew(DataArgs),
}

/// Options of `serve`, and of `check-config`.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct ServeArgs {
    /// Address and port; port 0 picks a free one
    #[arg(
        long,
        env = "BINH_LUAN_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: SocketAddr,
    /// Where the database is.
    #[command(flatten)]
    pub data: DataArgs,
    /// Folder of the built widget
    #[arg(long, env = "BINH_LUAN_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// Folder of a widget built earlier, whose hashed files pages of before still ask for; may be
    /// repeated
    #[arg(
        long,
        env = "BINH_LUAN_EARLIER_ASSETS",
        value_name = "DIR",
        value_delimiter = ','
    )]
    pub earlier_assets: Vec<PathBuf>,
    /// Folder of the demo page
    #[arg(long, env = "BINH_LUAN_DEMO", value_name = "DIR")]
    pub demo: Option<PathBuf>,
    /// Settings in TOML
    #[arg(long, env = "BINH_LUAN_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Options of `editor`.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct EditorArgs {
    /// Where the database is.
    #[command(flatten)]
    pub data: DataArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: EditorCommand,
}

/// What can be done about editors.
#[derive(Debug, PartialEq, Eq, Subcommand)]
pub enum EditorCommand {
    /// Show every account: login, name, state, role, places
    List,
    /// Make a one-time link for a new account
    Invite {
        /// For whom, as the list of open links shows it
        #[arg(long)]
        note: Option<String>,
        /// What the account is to be, and where it is to work.
        #[command(flatten)]
        rights: RightsArgs,
    },
    /// Say what an account is and where it works
    SetRole {
        /// The name that the editor signs in with
        login: String,
        /// What it is to be, and where.
        #[command(flatten)]
        rights: RightsArgs,
    },
    /// Shut an account out, and end its sessions and links
    Disable {
        /// The name that the editor signs in with
        login: String,
    },
    /// Let an account in again
    Enable {
        /// The name that the editor signs in with
        login: String,
    },
    /// Take the second factor off an account whose telephone and codes are lost
    EndSecondFactor {
        /// The name that the editor signs in with
        login: String,
    },
    /// Make a one-time link with which an editor sets another password; the one of now opens nothing
    ResetLink {
        /// The name that the editor signs in with
        login: String,
    },
    /// Set a password, read as one line from standard input
    ResetPassword {
        /// The name that the editor signs in with
        login: String,
    },
}

/// What an account is and where it works.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct RightsArgs {
    /// `editor`, `secretary` or `administrator`
    #[arg(long, default_value = "administrator", value_parser = parse_role)]
    pub role: Role,
    /// A site, or `SITE/SECTION`; may be said several times. Everywhere where none is named
    #[arg(long = "site", value_name = "SITE[/SECTION]", value_parser = parse_area)]
    areas: Vec<Area>,
}

impl RightsArgs {
    /// Where.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.areas.is_empty() {
            Scope::Everywhere
        } else {
            Scope::within(self.areas.clone())
        }
    }
}

fn parse_role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| {
        let words = Role::ALL.map(|(_, word)| word);
        format!("there is no such role; say one of {}", words.join(", "))
    })
}

#[expect(clippy::unnecessary_wraps, reason = "what clap takes as a parser")]
fn parse_area(word: &str) -> Result<Area, String> {
    let (site, section) = match word.split_once('/') {
        Some((site, section)) => (site, Some(text::incoming(section))),
        None => (word, None),
    };
    Ok(Area {
        site: site.to_owned(),
        section,
    })
}

/// Options of `backup`.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct BackupArgs {
    /// Where the database is.
    #[command(flatten)]
    pub data: DataArgs,
    /// File to write; there must be none of this name yet
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Options of `restore`.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct RestoreArgs {
    /// Where the database is.
    #[command(flatten)]
    pub data: DataArgs,
    /// The backup; it stays where it is
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
}

/// Options of `check`.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct CheckArgs {
    /// Where the database is.
    #[command(flatten)]
    pub data: DataArgs,
    /// Set wrong counts right, and make indexes anew that do not fit their tables
    #[arg(long)]
    pub repair: bool,
}

/// Where the database is; every command that works on one takes these.
#[derive(Debug, PartialEq, Eq, Args)]
pub struct DataArgs {
    /// Folder of the database
    #[arg(
        long,
        global = true,
        env = "BINH_LUAN_DATA_DIR",
        value_name = "DIR",
        default_value = "data"
    )]
    data_dir: PathBuf,
    /// The database by its address, `sqlite:FOLDER` or `postgres://USER@HOST/DATABASE`; wins over the
    /// folder
    #[arg(
        long,
        global = true,
        env = "BINH_LUAN_DATABASE_URL",
        value_name = "URL"
    )]
    database_url: Option<DatabaseUrl>,
    /// File of the server's keys; `server.key` in the folder of the data where none is named
    #[arg(long, global = true, env = "BINH_LUAN_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
}

impl DataArgs {
    /// Where the database is.
    #[must_use]
    pub fn database(&self) -> DatabaseUrl {
        let in_folder = || DatabaseUrl::Sqlite(self.data_dir.clone());
        self.database_url.clone().unwrap_or_else(in_folder)
    }

    /// The file of the keys, where one is named, or where the database is in no folder.
    #[must_use]
    pub fn key_file(&self) -> Option<PathBuf> {
        let in_folder = || match self.database() {
            DatabaseUrl::Sqlite(_) => None,
            DatabaseUrl::Postgres(_) => Some(self.data_dir.join(DEFAULT_NAME)),
        };
        self.key_file.clone().or_else(in_folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::VARIABLES;

    fn parse(line: &str) -> Result<Command, String> {
        let words = std::iter::once("moderation-server").chain(line.split_whitespace());
        match Cli::try_parse_from(words) {
            Ok(cli) => Ok(cli.command),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_variable_of_an_option_is_known() {
        let (top, mut commands) = (Cli::command(), Vec::new());
        for command in top.get_subcommands() {
            commands.push(command);
            commands.extend(command.get_subcommands());
        }
        for command in commands {
            for name in command.get_arguments().filter_map(clap::Arg::get_env) {
                assert!(VARIABLES.contains(&name.to_str().unwrap()), "{name:?}");
            }
        }
    }

    #[test]
    fn serve_with_everything_left_out() {
        let Ok(Command::Serve(args)) = parse("serve") else {
            panic!("no serve")
        };
        assert_eq!(args.listen, "127.0.0.1:8080".parse().unwrap());
        assert_eq!(args.data.database(), DatabaseUrl::Sqlite("data".into()));
    }

    #[test]
    fn a_database_url_wins_over_the_folder() {
        let Ok(Command::Serve(args)) = parse("serve --data-dir a --database-url sqlite:b") else {
            panic!("no serve")
        };
        assert_eq!(args.data.database(), DatabaseUrl::Sqlite("b".into()));
    }

    #[test]
    fn wrong_words_are_named() {
        for (line, named) in [
            ("server", "server"),
            ("serve --port 3", "port"),
            ("serve --listen here", "here"),
            ("serve --database-url mysql://x", "sqlite:"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
