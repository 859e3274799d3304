//! The file that keeps the server's keys, beside the database and not in it: who gets hold of a
//! backup of the database alone can sign nothing.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{Keys, RetiredKey};
use crate::clock::Millis;
use crate::disk;
use crate::secret::{Key, hex};

/// The name of the file in the data folder, where no other is named.
pub(crate) const DEFAULT_NAME: &str = "server.key";

const HEAD: &str = "\
# Keys of the moderation server. They sign receipts, forms and devices: keep this file private.
# Back it up apart from the database. Without it the receipts that readers hold open nothing.
# The first key signs; `retired` ones, with the time in milliseconds, only open what they signed;
# a `next` one signs from the server's next start on.
";

/// The key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("the key file `{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        source: std::io::Error,
    },
    /// It is not what this program wrote.
    #[error(
        "the key file `{}`, line {line}: {fault}; put back the file as it was written",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        fault: &'static str,
    },
}

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyFile {
    /// The keys in use.
    pub keys: Keys,
    /// The key that is to sign once the server starts again. Not before: what a running server
    /// signs meanwhile must not be younger than its key's end.
    pub next: Option<Key>,
}

/// Reads the file; `None` where there is none.
///
/// # Errors
/// [`KeyFileError`] where the file is there but cannot be used.
pub(crate) fn read(path: &Path) -> Result<Option<KeyFile>, KeyFileError> {
    let mut text = String::new();
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(io(path, source)),
        Ok(mut file) => {
            let opened = file
                .read_to_string(&mut text)
                .and_then(|_| file.metadata())
                .map_err(|source| io(path, source))?;
            if opened.permissions().mode() & 0o077 != 0 {
                let private = std::fs::set_permissions(path, Permissions::from_mode(0o600));
                tracing::warn!(
                    file = %path.display(),
                    "others on this machine could read the key file; {}",
                    match private {
                        Ok(()) => "now its owner alone can",
                        // Somebody else's, or on a disk that takes no changes.
                        Err(_) => "`chmod 600` it",
                    }
                );
            }
        }
    }
    parse(path, &text).map(Some)
}

/// Writes a new file, unless there is one already; what stands in the file then.
///
/// # Errors
/// [`KeyFileError`].
pub(crate) fn create(path: &Path, file: KeyFile) -> Result<KeyFile, KeyFileError> {
    disk::make_private_folder(disk::folder_of(path)).map_err(|source| io(path, source))?;
    let draft = write_draft(path, &file)?;
    // A link fails where the name is taken, so of two servers that start together one wins.
    let linked = std::fs::hard_link(&draft, path);
    // What cannot be removed lies there with the same keys and the same rights; it harms nobody.
    let _ = std::fs::remove_file(&draft);
    match linked {
        Ok(()) => {
            sync_folder(path)?;
            Ok(file)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| io(path, error))
        }
        Err(source) => Err(io(path, source)),
    }
}

/// Puts a new file in the place of the old one, all at once.
///
/// # Errors
/// [`KeyFileError`]; the file is as it was then.
pub(crate) fn replace(path: &Path, file: &KeyFile) -> Result<(), KeyFileError> {
    let draft = write_draft(path, file)?;
    std::fs::rename(&draft, path).map_err(|source| io(path, source))?;
    sync_folder(path)
}

fn write_draft(path: &Path, content: &KeyFile) -> Result<PathBuf, KeyFileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let draft = path.with_file_name(name);
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(render(content).as_bytes())?;
            file.sync_all()
        });
    written.map_err(|source| io(path, source))?;
    Ok(draft)
}

fn sync_folder(path: &Path) -> Result<(), KeyFileError> {
    disk::sync_folder_of(path).map_err(|source| io(path, source))
}

fn io(path: &Path, source: std::io::Error) -> KeyFileError {
    KeyFileError::Io {
        path: path.to_owned(),
        source,
    }
}

fn render(KeyFile { keys, next }: &KeyFile) -> String {
    let mut text = String::from(HEAD);
    let line = |key: &Key| format!("{} {}", key.id(), hex(key.bytes()));
    text.push_str(&line(keys.current()));
    if let Some(next) = next {
        text.push_str(&format!("\n{} next", line(next)));
    }
    for retired in keys.retired() {
        text.push_str(&format!(
            "\n{} retired {}",
            line(&retired.key),
            retired.retired_at
        ));
    }
    text.push('\n');
    text
}

fn parse(path: &Path, text: &str) -> Result<KeyFile, KeyFileError> {
    let damaged = |line: usize, fault: &'static str| KeyFileError::Damaged {
        path: path.to_owned(),
        line,
        fault,
    };
    let (mut current, mut next) = (None, None);
    let mut retired = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let words = line.split_whitespace().collect::<Vec<_>>();
        let (id, digits, role) = match words.as_slice() {
            [] => continue,
            [first, ..] if first.starts_with('#') => continue,
            [id, digits] => (id, digits, Role::Current),
            [id, digits, "next"] => (id, digits, Role::Next),
            [id, digits, "retired", end] => {
                let end: Millis = end
                    .parse()
                    .map_err(|_| damaged(number, "the time behind `retired` is no number"))?;
                (id, digits, Role::Retired(end))
            }
            _ => {
                return Err(damaged(
                    number,
                    "a line is `ID KEY`, with `next` or `retired TIME`",
                ));
            }
        };
        let key = from_hex(digits)
            .map(Key::new)
            .ok_or_else(|| damaged(number, "a key has 64 hexadecimal digits"))?;
        if key.id() != **id {
            return Err(damaged(number, "the key does not fit its id"));
        }
        match role {
            Role::Current if current.is_none() => current = Some(key),
            Role::Next if next.is_none() => next = Some(key),
            Role::Retired(retired_at) => retired.push(RetiredKey { key, retired_at }),
            Role::Current | Role::Next => {
                return Err(damaged(number, "there is one key of this kind already"));
            }
        }
    }
    let current = current.ok_or_else(|| damaged(text.lines().count(), "no key signs"))?;
    Ok(KeyFile {
        keys: Keys::new(current, retired),
        next,
    })
}

enum Role {
    Current,
    Next,
    Retired(Millis),
}

fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> KeyFile {
        KeyFile {
            keys: Keys::single(Key::new([7; 32]))
                .followed_by(Key::new([8; 32]), 1_000)
                .followed_by(Key::new([9; 32]), 2_000),
            next: None,
        }
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn keys_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DEFAULT_NAME);
        assert_eq!(read(&path).unwrap(), None);
        assert_eq!(create(&path, file()).unwrap(), file());
        assert_eq!(read(&path).unwrap(), Some(file()));
        assert_eq!(mode(&path), 0o600);
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 1, "no draft stays behind");
    }

    #[test]
    fn the_first_of_two_that_make_a_file_wins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DEFAULT_NAME);
        create(&path, file()).unwrap();
        let other = KeyFile {
            keys: Keys::single(Key::new([1; 32])),
            next: None,
        };
        assert_eq!(create(&path, other).unwrap(), file());
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DEFAULT_NAME);
        create(&path, file()).unwrap();
        let changed = KeyFile {
            next: Some(Key::new([1; 32])),
            ..file()
        };
        replace(&path, &changed).unwrap();
        assert_eq!(read(&path).unwrap(), Some(changed));
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said() {
        let path = Path::new("server.key");
        let key = Key::new([7; 32]);
        let good = format!("{} {}", key.id(), hex(key.bytes()));
        assert!(parse(path, &format!("# a\n\n  {good}  \n")).is_ok());
        let table = [
            (String::new(), "no key signs"),
            (format!("{good} retired 5"), "no key signs"),
            (format!("{good} retired soon"), "line 1: the time behind"),
            (format!("{good}\n{good}"), "line 2: there is one key"),
            (format!("{good} next"), "no key signs"),
            (good.replacen(' ', "0 ", 1), "does not fit its id"),
            (good.replace("0707", "070"), "64 hexadecimal digits"),
            (good.replace("0707", "07zz"), "64 hexadecimal digits"),
            (String::from("xin chào các bạn"), "a line is"),
        ];
        for (text, fault) in table {
            let error = parse(path, &text).unwrap_err().to_string();
            assert!(error.contains(fault), "{text}: {error}");
        }
    }
}
