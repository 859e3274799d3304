//! Editors' passwords: argon2id, on a thread of its own.
//!
//! One hash takes 19 MB and some 20 ms of a core. One thread works on them, one after the other, so
//! that neither readers' requests nor memory feel how many strangers try to sign in.

use std::sync::LazyLock;

use argon2::password_hash::Error;
use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};
use tokio::sync::{mpsc, oneshot};
use unicode_normalization::UnicodeNormalization;

use crate::error::AppError;
use crate::moderation::text;

/// Characters a password needs: length is what makes guessing dear, so there is no other rule.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// Characters hashed at most, so that nobody keeps the server busy with a novel.
pub const MAX_PASSWORD_CHARS: usize = 200;

/// Whose password waits in which queue: strangers must not keep editors waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// An editor who is signed in, or was on this browser, or holds a link. Goes first.
    Editor,
    /// Anybody else.
    Stranger,
}

/// Those who wait in a queue beyond this are asked to come again.
const WAITING: usize = 20;
/// When to come again, in seconds.
const COME_AGAIN: u32 = 3;

/// The memory of argon2, used again and again: given back after each hash, the allocator would come
/// to hold eight of it.
#[derive(Debug, Default)]
struct Hasher {
    blocks: Vec<Block>,
}

impl Hasher {
    fn output(
        &mut self,
        (algorithm, version, params): (Algorithm, Version, Params),
        password: &[u8],
        salt: &[u8],
    ) -> Result<Output, Error> {
        let needed = params.block_count();
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        if self.blocks.len() < needed {
            self.blocks.resize(needed, Block::default());
        }
        let blocks = self.blocks.get_mut(..needed).unwrap_or_default();
        let mut out = [0; Output::MAX_LENGTH];
        let out = out.get_mut(..length).ok_or(Error::OutputSize)?;
        Argon2::new(algorithm, version, params)
            .hash_password_into_with_memory(password, salt, out, blocks)?;
        Ok(Output::new(out)?)
    }

    fn hash(&mut self, password: &[u8]) -> Result<PasswordHash, Error> {
        let (algorithm, version) = (Algorithm::default(), Version::default());
        let params = Params::default();
        let salt = Salt::generate();
        let output = self.output((algorithm, version, params.clone()), password, &salt)?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(output),
        })
    }

    fn verify(&mut self, password: &[u8], hash: &str) -> Option<bool> {
        let hash = PasswordHash::new(hash).ok()?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
        let version = hash
            .version
            .map_or(Ok(Version::default()), Version::try_from);
        let params = Params::try_from(&hash).ok()?;
        let output = self.output((algorithm, version.ok()?, params), password, &hash.salt?);
        // Compares in constant time.
        Some(output.ok()? == hash.hash?)
    }
}

type Work = Box<dyn FnOnce(&mut Hasher) + Send>;

/// The thread's queues; the thread lives as long as the process.
#[derive(Debug)]
struct Queues {
    editors: mpsc::Sender<Work>,
    strangers: mpsc::Sender<Work>,
}

static QUEUES: LazyLock<Queues> = LazyLock::new(|| {
    let (editors, mut first) = mpsc::channel::<Work>(WAITING);
    let (strangers, mut then) = mpsc::channel::<Work>(WAITING);
    let work_on = async move {
        let mut hasher = Hasher::default();
        loop {
            let work = tokio::select! {
                biased;
                Some(work) = first.recv() => work,
                Some(work) = then.recv() => work,
                else => return,
            };
            // A fault in one ends that one: its asker sees the reply dropped.
            let work = std::panic::AssertUnwindSafe(|| work(&mut hasher));
            let _ = std::panic::catch_unwind(work);
        }
    };
    let started = tokio::runtime::Builder::new_current_thread()
        .build()
        .and_then(|runtime| {
            std::thread::Builder::new()
                .name(String::from("passwords"))
                .spawn(move || runtime.block_on(work_on))
        });
    if let Err(error) = started {
        // The receivers are gone with the closure; every sign-in is answered with a fault.
        tracing::error!(%error, "no thread for passwords");
    }
    Queues { editors, strangers }
});

/// The form of a password that is hashed: NFKC, whose results for assigned characters are fixed for
/// ever, so that no later version of any library locks an editor out.
fn to_hash(raw: &str) -> String {
    raw.nfkc().collect()
}

/// What a password proved to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// Another one.
    Wrong,
    /// The one hashed.
    Right,
    /// The one hashed, in a form of before: it should be hashed anew.
    RightOfBefore,
}

/// Hashes a password, as it was typed, with a fresh salt, in PHC string format.
///
/// # Errors
/// [`AppError::Busy`] where too many wait, [`AppError::Internal`] where hashing failed.
pub async fn hash(raw: &str) -> Result<String, AppError> {
    let password = to_hash(raw);
    let hash = queued(Lane::Editor, move |hasher| hasher.hash(password.as_bytes())).await?;
    hash.map(|hash| hash.to_string())
        .map_err(|error| AppError::Internal(format!("cannot hash a password: {error}")))
}

/// Whether the password, as it was typed, is the one hashed. Without a hash the same work is done,
/// so that the time does not tell whether an editor of that name exists.
///
/// # Errors
/// [`AppError::Busy`] where too many wait, [`AppError::Internal`] where the work could not be done.
pub async fn verify(lane: Lane, raw: &str, hash: Option<String>) -> Result<Verified, AppError> {
    let password = to_hash(raw);
    // Passwords of before went through the normalization of comments, which may change.
    let of_before = Some(text::incoming(raw)).filter(|before| *before != password);
    queued(lane, move |hasher| {
        let mut holds = |password: &str| match &hash {
            None => {
                // The result is of no use; only the time is.
                let _ = hasher.hash(password.as_bytes());
                false
            }
            Some(hash) => hasher.verify(password.as_bytes(), hash).unwrap_or_default(),
        };
        if holds(&password) {
            Verified::Right
        } else if of_before.is_some_and(|before| holds(&before)) {
            Verified::RightOfBefore
        } else {
            Verified::Wrong
        }
    })
    .await
}

async fn queued<T: Send + 'static>(
    lane: Lane,
    work: impl FnOnce(&mut Hasher) -> T + Send + 'static,
) -> Result<T, AppError> {
    let (reply, answer) = oneshot::channel();
    let work = Box::new(move |hasher: &mut Hasher| {
        // Who hung up need not be worked for.
        if !reply.is_closed() {
            // As above.
            let _ = reply.send(work(hasher));
        }
    });
    let queue = match lane {
        Lane::Editor => &QUEUES.editors,
        Lane::Stranger => &QUEUES.strangers,
    };
    match queue.try_send(work) {
        Ok(()) => answer
            .await
            .map_err(|_| AppError::Internal(String::from("a password could not be worked on"))),
        Err(mpsc::error::TrySendError::Full(_)) => Err(AppError::Busy(COME_AGAIN)),
        Err(mpsc::error::TrySendError::Closed(_)) => Err(AppError::Internal(String::from(
            "there is no thread for passwords",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    async fn holds(raw: &str, hash: &str) -> Verified {
        verify(Lane::Editor, raw, Some(hash.to_owned()))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let kept = hash("dòng sông chảy qua").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        // As the library has it, whose hashes editors have.
        let of_library = Argon2::default()
            .hash_password("dòng sông".as_bytes())
            .unwrap()
            .to_string();
        assert_eq!(holds("dòng sông", &of_library).await, Verified::Right);
        let ours = PasswordHash::new(&kept).unwrap();
        let theirs = Argon2::default().verify_password("dòng sông chảy qua".as_bytes(), &ours);
        assert!(theirs.is_ok());
        assert_eq!(holds("dòng sông chảy qua", &kept).await, Verified::Right);
        assert_eq!(holds("dong song chay qua", &kept).await, Verified::Wrong);
        let nobody = verify(Lane::Stranger, "dòng sông chảy qua", None).await;
        assert_eq!(nobody.unwrap(), Verified::Wrong);
    }

    #[tokio::test]
    async fn a_password_is_one_however_its_letters_are_spelled() {
        let kept = hash("d\u{f2}ng s\u{f4}ng ﬁ").await.unwrap();
        let apart = "do\u{300}ng so\u{302}ng fi";
        assert_eq!(holds(apart, &kept).await, Verified::Right);
    }

    #[tokio::test]
    async fn a_hash_of_before_opens_and_is_known_as_one() {
        // In comments a Cyrillic letter among Latin ones becomes the one it looks like.
        let typed = "dòng sông \u{445}ưa";
        assert_ne!(text::incoming(typed), to_hash(typed));
        let before = Argon2::default()
            .hash_password(text::incoming(typed).as_bytes())
            .unwrap()
            .to_string();
        assert_eq!(holds(typed, &before).await, Verified::RightOfBefore);
        assert_eq!(holds("dòng sông nay", &before).await, Verified::Wrong);
    }

    #[tokio::test]
    async fn beyond_the_queue_one_is_asked_to_come_again() {
        let (free, held) = std::sync::mpsc::channel::<()>();
        let mut tries: Vec<_> = vec![tokio::spawn(queued(Lane::Stranger, move |_| {
            let _ = held.recv();
        }))];
        let mut refused = 0;
        for _ in 0..3 * WAITING {
            let mut next = tokio::spawn(queued(Lane::Stranger, |_| {}));
            // Until it waits or is refused.
            match tokio::time::timeout(std::time::Duration::from_millis(1), &mut next).await {
                Ok(done) => {
                    assert!(matches!(done.unwrap(), Err(AppError::Busy(_))));
                    refused += 1;
                }
                Err(_) => tries.push(next),
            }
        }
        // One may be in the thread's hands.
        assert!(
            (2 * WAITING - 1..3 * WAITING).contains(&refused),
            "{refused}"
        );
        // An editor need not stand behind them.
        let editor = tokio::spawn(queued(Lane::Editor, |_| {}));
        free.send(()).unwrap();
        editor.await.unwrap().unwrap();
        for waited in tries {
            waited.await.unwrap().unwrap();
        }
    }
}
