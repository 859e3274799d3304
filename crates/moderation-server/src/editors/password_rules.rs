//! Which passwords an editor may choose.

use super::password::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};

/// What is wrong with a new password, in words for the editor.
#[must_use]
pub fn password_fault(secret: &str) -> Option<String> {
    let chars = secret.chars().count();
    if chars < MIN_PASSWORD_CHARS {
        return Some(format!(
            "Mật khẩu cần ít nhất {MIN_PASSWORD_CHARS} ký tự; một câu dài là tốt nhất."
        ));
    }
    (chars > MAX_PASSWORD_CHARS).then(|| format!("Mật khẩu dài quá {MAX_PASSWORD_CHARS} ký tự."))
}
