//! The second factor at signing in: beginning it, confirming it, asking for a code.
//!
//! Whoever knows the password gets a ticket for the form that asks for the code: signed, for one
//! account and password, good for some minutes. It opens nothing by itself.

use comment_protocol::ProblemCode;

use super::totp::{self, Secret, base32};
use crate::app::App;
use crate::clock::{HOUR, MINUTE, Millis};
use crate::error::AppError;
use crate::secret::{Hash, Key, random_bytes};
use crate::services::rate_limit::{Counted, Purpose};
use crate::store::record::{ConfirmedFactor, EditorRow, NewSecondFactor, SecondFactorRow};

/// How long the form waits for a code.
const TICKET_LIFE: Millis = 10 * MINUTE;
/// Codes for whoever loses the telephone.
const RECOVERY_CODES: usize = 10;
/// Bytes of one; fifty bits are ten letters.
const RECOVERY_BYTES: usize = 7;
const RECOVERY_LETTERS: usize = 10;
/// Wrong codes of one account in an hour, as many times what one address may try in a minute. Of a
/// million codes three hold at a time.
const SHARE_OF_CODES: u32 = 3;

const PURPOSE: &str = "second factor";
const TICKET: &str = "second factor ticket";
const RECOVERY: &str = "recovery code";

/// A second factor that was begun, for the editor's telephone.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What codes are made of.
    pub secret: Secret,
    row: SecondFactorRow,
}

/// What became of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It is in use now; these codes are for whoever loses the telephone, shown this once.
    Done(Vec<String>),
    /// Not a code of now.
    Wrong,
    /// Another was begun meanwhile, or one is in use.
    Gone,
}

/// Begins a second factor, or comes back to one that was begun; `None` where one is in use.
///
/// # Errors
/// [`AppError`] where the database or randomness fails.
pub async fn begin(app: &App, editor: &EditorRow, now: Millis) -> Result<(), AppError> {
    let new = NewSecondFactor {
        editor: editor.id,
        nonce: random_bytes()?,
        key_id: app.key.current().id(),
        at: now,
    };
    // Where one is in use the page says so.
    app.store.begin_second_factor(new).await?;
    Ok(())
}

/// The one that was begun and not confirmed yet.
///
/// # Errors
/// [`AppError::Store`].
pub async fn begun(app: &App, editor: &EditorRow) -> Result<Option<Begun>, AppError> {
    let row = app.store.second_factor(editor.id).await?;
    Ok(row
        .filter(|row| !row.confirmed)
        .and_then(|row| secret(app, editor, &row).map(|secret| Begun { secret, row })))
}

/// Puts it to use, where the code shows that the telephone makes the right ones.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn confirm(
    app: &App,
    editor: &EditorRow,
    typed: &str,
    now: Millis,
) -> Result<Confirmed, AppError> {
    let Some(Begun { secret, row }) = begun(app, editor).await? else {
        return Ok(Confirmed::Gone);
    };
    limit(app, Counted::Editor(editor.id), now)?;
    let code = plain(typed);
    let Some(step) = secret.steps_of(&code, now).last() else {
        return Ok(Confirmed::Wrong);
    };
    let codes = recovery_codes()?;
    let Some(recovery) = hashes(app, editor, &row, &codes) else {
        return Ok(Confirmed::Gone);
    };
    let confirmed = ConfirmedFactor {
        editor: editor.id,
        nonce: row.nonce,
        step,
        recovery,
        at: now,
    };
    Ok(match app.store.confirm_second_factor(confirmed).await? {
        true => Confirmed::Done(codes),
        false => Confirmed::Gone,
    })
}

/// Other recovery codes in place of those of now; nothing where no second factor is in use.
///
/// # Errors
/// [`AppError`] where the database or randomness fails.
pub async fn renew_codes(
    app: &App,
    editor: &EditorRow,
    now: Millis,
) -> Result<Vec<String>, AppError> {
    let codes = recovery_codes()?;
    let row = app.store.second_factor(editor.id).await?;
    let Some(hashes) = row.and_then(|row| hashes(app, editor, &row, &codes)) else {
        return Ok(Vec::new());
    };
    let replaced = app.store.replace_recovery_codes(editor.id, hashes, now);
    Ok(if replaced.await? { codes } else { Vec::new() })
}

/// Whether it is a code of the account's telephone, or one for whoever lost it; used up by that.
/// `device` is a browser that was signed in with before: strangers who know the password do not use
/// up its attempts.
///
/// # Errors
/// `rate_limited`, `unavailable`.
pub async fn holds(
    app: &App,
    editor: &EditorRow,
    device: Option<Hash>,
    typed: &str,
    now: Millis,
) -> Result<bool, AppError> {
    let Some(row) = app.store.second_factor(editor.id).await? else {
        return Ok(false);
    };
    let who = device.map_or(Counted::Editor(editor.id), Counted::Device);
    limit(app, who, now)?;
    let code = plain(typed);
    if totp::is_code(&code) {
        let Some(secret) = secret(app, editor, &row) else {
            return Ok(false);
        };
        for step in secret.steps_of(&code, now) {
            if app.store.use_code(editor.id, row.nonce, step).await? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let Some(key) = key(app, &row) else {
        return Ok(false);
    };
    let hash = recovery_hash(key, editor, &code);
    Ok(app.store.use_recovery_code(editor.id, hash, now).await?)
}

/// For the form that asks for the code.
#[must_use]
pub fn ticket(app: &App, editor: &EditorRow, now: Millis) -> String {
    let until = now + TICKET_LIFE;
    let tag = app.key.tag(TICKET, &signed(editor, until).each());
    format!("{}.{until}.{tag}", editor.id)
}

/// The account that a ticket is for, where its password is still the one that was proved.
///
/// # Errors
/// [`AppError::Store`].
pub async fn of_ticket(
    app: &App,
    ticket: &str,
    now: Millis,
) -> Result<Option<EditorRow>, AppError> {
    let mut parts = ticket.splitn(3, '.');
    let (Some(id), Some(until), Some(tag)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(id), Ok(until)) = (id.parse(), until.parse::<Millis>()) else {
        return Ok(None);
    };
    let editor = app.store.editor(id).await?;
    Ok(editor.filter(|editor| {
        !editor.disabled
            && now < until
            && app.key.verifies(TICKET, &signed(editor, until).each(), tag)
    }))
}

/// What is signed in a ticket: whose, which password, since which change, until when.
struct Signed<'a> {
    numbers: [[u8; 8]; 3],
    password: &'a str,
}

fn signed(editor: &EditorRow, until: Millis) -> Signed<'_> {
    Signed {
        numbers: [editor.id, editor.device_epoch, until].map(i64::to_be_bytes),
        password: &editor.password_hash,
    }
}

impl Signed<'_> {
    fn each(&self) -> [&[u8]; 4] {
        let [editor, epoch, until] = &self.numbers;
        [editor, epoch, until, self.password.as_bytes()]
    }
}

fn limit(app: &App, who: Counted, now: Millis) -> Result<(), AppError> {
    let most = app.config.rate_limits.sign_ins_per_minute;
    let most = most.saturating_mul(SHARE_OF_CODES);
    app.limiter
        .take_within(Purpose::SecondFactor, who, most, HOUR, now)
}

/// The key from which the account's codes follow; gone where it was taken out of the key file.
fn key<'a>(app: &'a App, row: &SecondFactorRow) -> Option<&'a Key> {
    let key = app.key.all().find(|key| key.id() == row.key_id);
    if key.is_none() {
        tracing::warn!("a second factor was made with a key that is not in the key file any more");
    }
    key
}

fn secret(app: &App, editor: &EditorRow, row: &SecondFactorRow) -> Option<Secret> {
    let hash = key(app, row)?.hash(PURPOSE, &[&editor.id.to_be_bytes(), &row.nonce]);
    let bytes = hash.first_chunk::<20>()?;
    Some(Secret::new(*bytes))
}

fn recovery_codes() -> Result<Vec<String>, AppError> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let letters = base32(&random_bytes::<RECOVERY_BYTES>()?).to_lowercase();
            let letters: Vec<char> = letters.chars().take(RECOVERY_LETTERS).collect();
            let (one, other) = letters.split_at(RECOVERY_LETTERS / 2);
            Ok(format!(
                "{}-{}",
                one.iter().collect::<String>(),
                other.iter().collect::<String>()
            ))
        })
        .collect()
}

fn hashes(
    app: &App,
    editor: &EditorRow,
    row: &SecondFactorRow,
    codes: &[String],
) -> Option<Vec<Hash>> {
    let key = key(app, row)?;
    let hash = |code: &String| recovery_hash(key, editor, &plain(code));
    Some(codes.iter().map(hash).collect())
}

fn recovery_hash(key: &Key, editor: &EditorRow, code: &str) -> Hash {
    key.hash(RECOVERY, &[&editor.id.to_be_bytes(), code.as_bytes()])
}

/// What was typed, without what people put between: `123 456`, `ABCDE-FGHIJ`.
fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .take(2 * RECOVERY_LETTERS)
        .collect()
}

/// What an API client is told of a code that is missing or does not hold.
#[must_use]
pub fn field_error(is_missing: bool) -> AppError {
    let code = match is_missing {
        true => comment_protocol::FieldErrorCode::Missing,
        false => comment_protocol::FieldErrorCode::InvalidValue,
    };
    AppError::field("code", code)
}

/// What is answered where an account must set a second factor up first.
#[must_use]
pub fn demanded() -> AppError {
    AppError::detailed(
        ProblemCode::Forbidden,
        "the role of this account demands a second factor; set one up at /desk/account",
    )
}
