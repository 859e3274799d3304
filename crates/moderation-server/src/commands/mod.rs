//! What the program does beside serving: editors' accounts, the server's keys, the settings, and the
//! database as a whole, from the machine that has it. All but `restore` work beside a running server.

mod database;
mod settings;

use std::io::BufRead;

use crate::cli::{DataArgs, EditorArgs, EditorCommand, KeyCommand, RightsArgs};
use crate::clock::{self, DAY};
use crate::editors::password;
use crate::editors::password_rules::password_fault;
use crate::editors::sign_in::login_key;
use crate::key_custody::{self, CustodyError};
use crate::secret::{random_token, sha256};
use crate::store::record::{
    AccountChange, AccountOutcome, EditorRow, InvitedBy, NewInvitation, NewReset, RightsChange,
};
use crate::store::{self, DatabaseUrl, Store};

pub use database::{backup, check, restore};
pub use settings::check_config;

/// As long as a link made at the desk.
const INVITATION_LIFE: clock::Millis = 3 * DAY;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] crate::secret::NoRandomness),
    /// A password could not be hashed.
    #[error(transparent)]
    App(#[from] crate::error::AppError),
    /// Standard input.
    #[error("cannot read the password from standard input: {0}")]
    Input(#[from] std::io::Error),
    /// The server's keys.
    #[error(transparent)]
    Keys(#[from] CustodyError),
    /// The database as a whole.
    #[error(transparent)]
    Care(#[from] crate::store::care::CareError),
    /// The database is not as it should be: what was found.
    #[error("{0}")]
    Faults(String),
    /// The settings are not understood.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// An option names what is not there.
    #[error("`{1}` is not there; `{0}` names its folder")]
    Missing(&'static str, String),
    /// A mistyped folder: a command makes no database.
    #[error("there is no database in `{0}`; name its folder with `--data-dir`")]
    NoDatabase(String),
    /// No such account.
    #[error("no editor signs in as `{0}`; `editor list` shows who does")]
    Unknown(String),
    /// Shut out.
    #[error("`{0}` is shut out; `editor enable` first")]
    Disabled(String),
    /// The last one.
    #[error(
        "`{0}` is the last administrator of everything who can sign in; make another one first"
    )]
    LastActive(String),
    /// Not a password that the desk would take.
    #[error("{0}")]
    Password(String),
}

/// Carries out `editor …`; what to print.
///
/// # Errors
/// [`CommandError`] with what to do about it.
pub async fn editor(args: EditorArgs) -> Result<String, CommandError> {
    let store = open(&args.data).await?;
    match args.command {
        EditorCommand::List => list(&store).await,
        EditorCommand::Invite { note, rights } => invite(&store, note, &rights).await,
        EditorCommand::SetRole { login, rights } => set_role(&store, login, &rights).await,
        EditorCommand::Disable { login } => set_disabled(&store, login, true).await,
        EditorCommand::Enable { login } => set_disabled(&store, login, false).await,
        EditorCommand::EndSecondFactor { login } => end_second_factor(&store, login).await,
        EditorCommand::ResetLink { login } => reset_link(&store, login).await,
        EditorCommand::ResetPassword { login } => {
            let line = std::io::stdin().lock().lines().next();
            reset_password(&store, login, line.transpose()?.unwrap_or_default()).await
        }
    }
}

/// Carries out `key …`; what to print.
///
/// # Errors
/// [`CommandError`] with what to do about it.
pub async fn key(command: KeyCommand) -> Result<String, CommandError> {
    let (KeyCommand::Rotate(data) | KeyCommand::Renew(data)) = &command;
    let store = open(data).await?;
    let file = key_custody::place(data.key_file(), &data.database());
    Ok(match command {
        KeyCommand::Rotate(_) => {
            let id = key_custody::rotate(&store, &file).await?;
            format!(
                "{id}\tsigns once the server is started again; what the key of now signed holds\n"
            )
        }
        KeyCommand::Renew(_) => {
            let id = key_custody::renew(&store, &file).await?;
            format!("{id}\tsigns once the server is started\n")
        }
    })
}

async fn open(data: &DataArgs) -> Result<Store, CommandError> {
    Ok(store::open(&existing(data)?).await?)
}

/// The database's address, where there is one, or where it is a server's to say that there is none.
fn existing(data: &DataArgs) -> Result<DatabaseUrl, CommandError> {
    let url = data.database();
    match url.folder().zip(url.file()) {
        Some((folder, file)) if !file.exists() => {
            Err(CommandError::NoDatabase(folder.display().to_string()))
        }
        _ => Ok(url),
    }
}

async fn list(store: &Store) -> Result<String, CommandError> {
    let mut out = String::new();
    for editor in store.editors().await? {
        let state = if editor.disabled {
            "disabled"
        } else {
            "active"
        };
        let places = editor.scope.to_column();
        out.push_str(&format!(
            "{}\t{}\t{state}\t{}\t{}\n",
            editor.login,
            editor.name,
            editor.role.word(),
            places.as_deref().unwrap_or("everywhere")
        ));
    }
    Ok(out)
}

async fn invite(
    store: &Store,
    note: Option<String>,
    rights: &RightsArgs,
) -> Result<String, CommandError> {
    let token = random_token()?;
    let now = clock::now();
    let new = NewInvitation {
        token_hash: sha256(token.as_bytes()),
        by: InvitedBy::Command,
        role: rights.role,
        scope: rights.scope(),
        note,
        at: now,
        expires_at: now + INVITATION_LIFE,
    };
    store.create_invitation(new).await?;
    Ok(link_words(&token))
}

async fn set_disabled(store: &Store, login: String, disable: bool) -> Result<String, CommandError> {
    let editor = find(store, login).await?;
    let change = AccountChange {
        editor: editor.id,
        by: None,
        disable,
        at: clock::now(),
    };
    match store.set_editor_disabled(change).await? {
        AccountOutcome::LastActive => Err(CommandError::LastActive(editor.login)),
        AccountOutcome::NotFound => Err(CommandError::Unknown(editor.login)),
        AccountOutcome::Done | AccountOutcome::ActorGone => {
            let state = if disable { "disabled" } else { "active" };
            Ok(format!("{}\t{state}\n", editor.login))
        }
    }
}

async fn set_role(
    store: &Store,
    login: String,
    rights: &RightsArgs,
) -> Result<String, CommandError> {
    let editor = find(store, login).await?;
    let change = RightsChange {
        editor: editor.id,
        by: None,
        role: rights.role,
        scope: rights.scope(),
        at: clock::now(),
    };
    match store.set_editor_rights(change).await? {
        AccountOutcome::LastActive => Err(CommandError::LastActive(editor.login)),
        AccountOutcome::NotFound => Err(CommandError::Unknown(editor.login)),
        AccountOutcome::Done | AccountOutcome::ActorGone => {
            Ok(format!("{}\t{}\n", editor.login, rights.role.word()))
        }
    }
}

async fn end_second_factor(store: &Store, login: String) -> Result<String, CommandError> {
    let editor = find(store, login).await?;
    store
        .end_second_factor(editor.id, None, clock::now())
        .await?;
    Ok(format!("{}\tno second factor\n", editor.login))
}

async fn reset_link(store: &Store, login: String) -> Result<String, CommandError> {
    let editor = find(store, login).await?;
    let (token, now) = (random_token()?, clock::now());
    let new = NewReset {
        token_hash: sha256(token.as_bytes()),
        editor: editor.id,
        by: None,
        at: now,
        expires_at: now + INVITATION_LIFE,
    };
    match store.create_reset(new).await? {
        AccountOutcome::Done => Ok(link_words(&token)),
        _ => Err(CommandError::Disabled(editor.login)),
    }
}

/// A one-time link, and what to do with it.
fn link_words(token: &str) -> String {
    format!(
        "/desk/setup/{token}\nOpen it below the server's address, within three days; it works once.\n"
    )
}

async fn reset_password(
    store: &Store,
    login: String,
    password: String,
) -> Result<String, CommandError> {
    let editor = find(store, login).await?;
    if let Some(fault) = password_fault(&password, &[&editor.login, &editor.name]) {
        return Err(CommandError::Password(fault));
    }
    let hash = password::hash(&password).await?;
    store
        .set_editor_password(editor.id, hash, None, clock::now())
        .await?;
    Ok(format!(
        "{}\tpassword set; all sessions of the account have ended\n",
        editor.login
    ))
}

async fn find(store: &Store, login: String) -> Result<EditorRow, CommandError> {
    let found = store.editor_by_login(login_key(&login)).await?;
    found.ok_or(CommandError::Unknown(login))
}
