//! SQLite's log of writes, the file `-wal`, as far as it tells which database it belongs to.
//!
//! Read here without SQLite, which would fold whatever log it finds into the file beside it. The
//! format: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Result};
use std::path::Path;

use super::file_header::FileHeader;

/// How every log begins; the last bit says how its checksums read bytes.
const MAGIC: u32 = 0x377f_0682;
const HEAD_BYTES: usize = 32;
const FRAME_HEAD_BYTES: usize = 24;

/// What stands in a log, up to the last write that was whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WriteLog {
    /// Bytes of a page.
    pub(super) page_size: u32,
    /// The file's head as the last write left it, where one changed it.
    pub(super) header: Option<FileHeader>,
}

/// Reads the log; nothing where there is none, or none with a whole write.
pub(super) fn read(file: &Path) -> Result<Option<WriteLog>> {
    match File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(file) => walk(BufReader::with_capacity(1 << 18, file)),
    }
}

fn walk(mut file: impl Read) -> Result<Option<WriteLog>> {
    let mut head = [0; HEAD_BYTES];
    if !fill(&mut file, &mut head)? {
        return Ok(None);
    }
    let [magic, _, page_size, _, salt_1, salt_2, sum_1, sum_2] = words(&head);
    let mut sum = Checksum::new(magic & 1 == 1);
    sum.add(head.split_at(24).0);
    if magic & !1 != MAGIC || sum.state != (sum_1, sum_2) || !is_page_size(page_size) {
        return Ok(None);
    }
    let (mut found, mut header) = (None, None);
    let mut frame = [0; FRAME_HEAD_BYTES];
    let mut page = vec![0; usize::try_from(page_size).unwrap_or_default()];
    while fill(&mut file, &mut frame)? && fill(&mut file, &mut page)? {
        let [number, size_after, frame_salt_1, frame_salt_2, sum_1, sum_2] = words(&frame);
        sum.add(frame.split_at(8).0);
        sum.add(&page);
        // What follows is left over from before, or was never finished.
        if (frame_salt_1, frame_salt_2) != (salt_1, salt_2) || sum.state != (sum_1, sum_2) {
            break;
        }
        if number == 1 {
            header = FileHeader::of(&page);
        }
        // Only the last frame of a whole write says how large the file is then.
        if size_after > 0 {
            found = Some(WriteLog { page_size, header });
        }
    }
    Ok(found)
}

fn is_page_size(bytes: u32) -> bool {
    bytes.is_power_of_two() && (512..=65_536).contains(&bytes)
}

/// Whether there was as much.
fn fill(file: &mut impl Read, bytes: &mut [u8]) -> Result<bool> {
    match file.read_exact(bytes) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        result => result.map(|()| true),
    }
}

fn words<const N: usize>(bytes: &[u8]) -> [u32; N] {
    let mut words = [0; N];
    for (word, four) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*four);
    }
    words
}

/// SQLite's own sum over the log, from its beginning.
struct Checksum {
    is_big_endian: bool,
    state: (u32, u32),
}

impl Checksum {
    fn new(is_big_endian: bool) -> Self {
        Self {
            is_big_endian,
            state: (0, 0),
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let word = match self.is_big_endian {
            true => u32::from_be_bytes,
            false => u32::from_le_bytes,
        };
        let (mut a, mut b) = self.state;
        for four in bytes.as_chunks::<4>().0.as_chunks::<2>().0 {
            let [x, y] = four.map(word);
            a = a.wrapping_add(x).wrapping_add(b);
            b = b.wrapping_add(y).wrapping_add(a);
        }
        self.state = (a, b);
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::sqlite::files;

    #[test]
    fn the_last_whole_write_counts() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let log = files::log_of(&file);
        assert_eq!(read(&log).unwrap(), None);
        let db = Connection::open(&file).unwrap();
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA user_version = 7")
            .unwrap();
        let mark = || {
            read(&log)
                .unwrap()
                .and_then(|log| log.header)
                .map(|head| head.mark)
        };
        assert_eq!(mark(), Some(7));
        let one = std::fs::metadata(&log).unwrap().len();
        db.execute_batch("PRAGMA user_version = 8").unwrap();
        assert_eq!(mark(), Some(8));
        let whole = std::fs::read(&log).unwrap();
        // Cut off anywhere, or garbled, the second write never was.
        for cut in [whole.len() - 1, usize::try_from(one).unwrap() + 24] {
            std::fs::write(&log, whole.split_at(cut).0).unwrap();
            assert_eq!(mark(), Some(7), "{cut}");
        }
        let mut garbled = whole.clone();
        *garbled.last_mut().unwrap() ^= 1;
        std::fs::write(&log, garbled).unwrap();
        assert_eq!(mark(), Some(7));
        std::fs::write(&log, b"x".repeat(9_000)).unwrap();
        assert_eq!(read(&log).unwrap(), None);
        std::fs::write(&log, whole).unwrap();
        // What was folded in is still there, and counts until it is overwritten.
        db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        assert_eq!(read(&log).unwrap(), None);
    }
}
