//! Characters that stand in for Latin letters: styled alphabets and letters of other scripts.

/// The plain letter or digit of a mathematical, full-width or circled one.
#[expect(clippy::cast_possible_truncation, reason = "every sum stays below 128")]
pub(super) const fn styled(c: char) -> Option<char> {
    let code = c as u32;
    let ascii = match code {
        // Thirteen alphabets one after the other, capitals first.
        0x1d400..=0x1d6a3 => {
            let index = (code - 0x1d400) % 52;
            if index < 26 {
                b'A' as u32 + index
            } else {
                b'a' as u32 + index - 26
            }
        }
        0x1d7ce..=0x1d7ff => b'0' as u32 + (code - 0x1d7ce) % 10,
        0xff10..=0xff19 | 0xff21..=0xff3a | 0xff41..=0xff5a => code - 0xfee0,
        0x24b6..=0x24cf => b'A' as u32 + code - 0x24b6,
        0x24d0..=0x24e9 => b'a' as u32 + code - 0x24d0,
        // PLANCK CONSTANT fills the hole of the italic small h.
        0x210e => b'h' as u32,
        // LATIN LETTER OI stands where ư belongs in texts copied out of documents with old fonts.
        0x01a2 => return Some('Ư'),
        0x01a3 => return Some('ư'),
        0x0189 => return Some('Đ'), // LATIN CAPITAL LETTER AFRICAN D
        0x0256 => return Some('đ'), // LATIN SMALL LETTER D WITH TAIL
        _ => return None,
    };
    Some(ascii as u8 as char)
}

/// The Latin letter that a Cyrillic or Greek one looks like.
pub(super) const fn foreign_twin(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'х' | 'χ' => 'x',
        'у' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        _ => return None,
    })
}

/// The Latin letter that one of another alphabet, or of a box or a flag, resembles for who reads
/// quickly; [`foreign_twin`] has those that nobody tells apart.
#[expect(clippy::cast_possible_truncation, reason = "every sum stays below 128")]
pub(super) const fn distant_twin(c: char) -> Option<char> {
    let code = c as u32;
    Some(match c {
        'в' | 'β' | 'ʙ' => 'b',
        'к' | 'κ' | 'ᴋ' => 'k',
        'м' | 'ᴍ' => 'm',
        'н' | 'ʜ' => 'h',
        'т' | 'τ' | 'ᴛ' => 't',
        'п' | 'η' | 'ɴ' => 'n',
        'α' | 'ɑ' | 'ᴀ' => 'a',
        'ε' | 'ᴇ' | 'ё' | 'є' => 'e',
        'ω' | 'ᴡ' => 'w',
        'ᴄ' => 'c',
        'ᴅ' => 'd',
        'ɡ' | 'ɢ' => 'g',
        'ı' | 'ɪ' => 'i',
        'ʟ' | 'ł' => 'l',
        'ᴏ' | 'ø' => 'o',
        'ᴘ' => 'p',
        'ʀ' => 'r',
        'ꜱ' => 's',
        'ᴜ' => 'u',
        'ʏ' | 'γ' => 'y',
        // Squared, negative circled, negative squared letters; letters of flags.
        '\u{1f130}'..='\u{1f149}' => (b'A' + (code - 0x1f130) as u8) as char,
        '\u{1f150}'..='\u{1f169}' => (b'A' + (code - 0x1f150) as u8) as char,
        '\u{1f170}'..='\u{1f189}' => (b'A' + (code - 0x1f170) as u8) as char,
        '\u{1f1e6}'..='\u{1f1ff}' => (b'A' + (code - 0x1f1e6) as u8) as char,
        // Parenthesized small letters.
        '\u{249c}'..='\u{24b5}' => (b'a' + (code - 0x249c) as u8) as char,
        _ => return None,
    })
}
