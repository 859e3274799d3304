//! Editors' passwords: argon2id, off the threads that answer requests.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};

use crate::error::AppError;

/// Characters a password needs: length is what makes guessing dear, so there is no other rule.
pub const MIN_PASSWORD_CHARS: usize = 10;
/// Characters hashed at most, so that nobody keeps the server busy with a novel.
pub const MAX_PASSWORD_CHARS: usize = 200;

/// Hashes a password with a fresh salt, in PHC string format.
///
/// # Errors
/// [`AppError::Internal`] where hashing failed.
pub async fn hash(password: String) -> Result<String, AppError> {
    blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| AppError::Internal(format!("cannot hash a password: {error}")))
    })
    .await?
}

/// Whether the password is the one hashed. Without a hash the same work is done, so that the
/// time does not tell whether an editor of that name exists.
///
/// # Errors
/// [`AppError::Internal`] where the work could not be done.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, AppError> {
    blocking(move || match hash {
        None => {
            // The result is of no use; only the time is.
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
        Some(hash) => PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        }),
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Internal(format!("a password could not be worked on: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_only() {
        let kept = hash(String::from("dòng sông chảy qua")).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(
            verify(String::from("dòng sông chảy qua"), Some(kept.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify(String::from("dong song chay qua"), Some(kept))
                .await
                .unwrap()
        );
        assert!(
            !verify(String::from("dòng sông chảy qua"), None)
                .await
                .unwrap()
        );
    }
}
