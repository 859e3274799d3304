//! Which passwords an editor may choose: long ones, but for those that are guessed first.

use super::password::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};

/// What the worst passwords are made of, without marks, beside the digits before and behind. Of the
/// lists of leaked passwords, those that people in Vietnam choose first.
const WORST: &[&str] = &[
    "abc",
    "abcd",
    "admin",
    "administrator",
    "anhnhoem",
    "anhyeuem",
    "arsenal",
    "bantin",
    "baochi",
    "baomat",
    "bientap",
    "bientapvien",
    "binhluan",
    "bongda",
    "changeme",
    "chaoban",
    "chelsea",
    "chicoem",
    "concho",
    "congtacvien",
    "dangnhap",
    "deptrai",
    "dragon",
    "emnhoanh",
    "emyeuanh",
    "facebook",
    "football",
    "giadinh",
    "google",
    "hanoi",
    "hochiminh",
    "iloveyou",
    "iphone",
    "khongbiet",
    "khongcopass",
    "khongnho",
    "letmein",
    "lienquan",
    "liverpool",
    "loveyou",
    "manchester",
    "manchesterunited",
    "master",
    "matkhau",
    "matkhaucuatoi",
    "matkhaumoi",
    "monkey",
    "nguoidung",
    "nhabao",
    "nhoemnhieu",
    "pass",
    "password",
    "phongvien",
    "princess",
    "qwerty",
    "saigon",
    "samsung",
    "sunshine",
    "superman",
    "test",
    "tinhyeu",
    "toasoan",
    "toiyeuban",
    "toiyeuem",
    "toiyeuvietnam",
    "user",
    "vietnam",
    "vietnamvodich",
    "welcome",
    "xinchao",
    "yeuem",
    "yeuemnhieu",
    "zaloviet",
];
/// Rows of keys and of letters, along which fingers run.
const ROWS: &[&str] = &[
    "1234567890",
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];
/// Digits alone need more of them: telephone numbers and birthdays are tried first.
const MIN_DIGITS: usize = 16;
/// Different characters.
const MIN_DIFFERENT: usize = 5;
/// Characters beside the editor's own name.
const MIN_BESIDE_NAME: usize = 6;

/// What is wrong with a new password of somebody of these names, in words for the editor.
#[must_use]
pub fn password_fault(raw: &str, names: &[&str]) -> Option<String> {
    let chars = raw.chars().count();
    if chars < MIN_PASSWORD_CHARS {
        return Some(format!(
            "Mật khẩu cần ít nhất {MIN_PASSWORD_CHARS} ký tự; một câu dài là tốt nhất."
        ));
    }
    if chars > MAX_PASSWORD_CHARS {
        return Some(format!("Mật khẩu dài quá {MAX_PASSWORD_CHARS} ký tự."));
    }
    let folded = fold(raw);
    if is_digits(&folded) && chars < MIN_DIGITS {
        return Some(String::from(
            "Mật khẩu chỉ có chữ số, như số điện thoại hay ngày sinh, rất dễ đoán. Xin thêm chữ.",
        ));
    }
    let names = names.iter().map(|name| fold(name));
    if names
        .filter(|name| !name.is_empty())
        .any(|name| folded.contains(&name) && beside(&folded, &name) < MIN_BESIDE_NAME)
    {
        return Some(String::from(
            "Mật khẩu gần như chính là tên của bạn. Xin chọn một câu khác.",
        ));
    }
    is_guessed_first(&folded)
        .then(|| String::from("Mật khẩu này ai cũng đoán được. Xin chọn một câu của riêng mình."))
}

/// Small letters without marks, and digits. What else there is makes a password no worse.
fn fold(raw: &str) -> String {
    vi_text::strip(raw)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_digits(folded: &str) -> bool {
    folded.chars().all(|c| c.is_ascii_digit())
}

fn beside(folded: &str, name: &str) -> usize {
    folded.replace(name, "").chars().count()
}

fn is_guessed_first(folded: &str) -> bool {
    let different = folded.chars().collect::<std::collections::BTreeSet<_>>();
    let core = folded.trim_matches(|c: char| c.is_ascii_digit());
    let backwards: String = folded.chars().rev().collect();
    let runs = |row: &&str| row.contains(folded) || row.contains(&backwards);
    different.len() < MIN_DIFFERENT
        || core.is_empty() && folded.len() < MIN_DIGITS
        || WORST.contains(&core)
        || WORST.contains(&repeated(core))
        || ROWS.iter().any(runs)
        || is_guessed_row(core)
}

/// A row with numbers about it.
fn is_guessed_row(core: &str) -> bool {
    core.len() >= 4 && ROWS.iter().any(|row| row.contains(core))
}

/// What a text repeats from its beginning to its end; all of it where it does not.
fn repeated(text: &str) -> &str {
    (1..text.len())
        .filter(|length| text.len().is_multiple_of(*length))
        .filter_map(|length| text.split_at_checked(length))
        .find(|(part, rest)| rest.replace(part, "").is_empty())
        .map_or(text, |(part, _)| part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_no_password() {
        let names = ["tran.mai", "Trần Thị Mai"];
        let table = [
            ("ngắn", "ít nhất 10"),
            ("1234567890", "chữ số"),
            ("0912 345 678", "chữ số"),
            ("0912345678", "chữ số"),
            ("aaaaaaaaaa", "đoán được"),
            ("abababababab", "đoán được"),
            ("password123", "đoán được"),
            ("Password!2026", "đoán được"),
            ("mật khẩu 123", "đoán được"),
            ("MatKhau123456", "đoán được"),
            ("matkhaumatkhau", "đoán được"),
            ("anh yêu em 1999", "đoán được"),
            ("qwertyuiop", "đoán được"),
            ("poiuytrewq", "đoán được"),
            ("qwertyuiop123", "đoán được"),
            ("1q2w3e4r5t6y", "đoán được"),
            ("abcdefghij", "đoán được"),
            ("tòa soạn 2026", "đoán được"),
            ("tranmai1990", "tên của bạn"),
            ("Trần Thị Mai 88", "tên của bạn"),
        ];
        for (password, fault) in table {
            let found = password_fault(password, &names).unwrap_or_default();
            assert!(found.contains(fault), "{password}: {found}");
        }
        assert!(
            password_fault(&"dài ".repeat(60), &names)
                .unwrap()
                .contains("dài quá")
        );
    }

    #[test]
    fn a_sentence_of_ones_own_is() {
        for password in [
            "dòng sông chảy qua bến cũ",
            "con thuyền ghé bến mùa thu",
            "đoán bừa một câu",
            "mai tôi đi chợ sớm",
            "x7Kp2vQz9m",
            "31415926535897932384",
            "mật khẩu nhà hàng xóm",
            "密码安全由我来负责吗",
        ] {
            assert_eq!(
                password_fault(password, &["mai", "Trần Mai"]),
                None,
                "{password}"
            );
        }
    }
}
