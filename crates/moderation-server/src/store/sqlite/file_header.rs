//! The first hundred bytes of a database, as far as they tell one from another.
//!
//! The format: <https://www.sqlite.org/fileformat2.html#the_database_header>.

/// How every database of SQLite begins.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the head.
pub(super) const HEADER_BYTES: usize = 100;

/// What stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileHeader {
    /// Bytes of a page.
    pub(super) page_size: u32,
    /// Pages of the file, where whoever wrote last said so.
    pub(super) pages: Option<u32>,
    /// Whether writes may go to a log beside it.
    pub(super) has_log: bool,
    /// Grows with each change of the schema.
    pub(super) schema_cookie: u32,
    /// SQLite's `user_version`: another number from each start of a server on, so that a file is
    /// told from its copies.
    pub(super) mark: u32,
}

impl FileHeader {
    /// Of a file's beginning, or of its first page; nothing where it is no database.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let word = |at: usize| {
            let four = bytes.get(at..at + 4)?;
            Some(u32::from_be_bytes(four.try_into().ok()?))
        };
        if bytes.len() < HEADER_BYTES || !bytes.starts_with(MAGIC) {
            return None;
        }
        let page_size = match u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?) {
            1 => 65_536,
            size => u32::from(size),
        };
        // Valid only where both were written together.
        let is_said = word(24)? == word(92)?;
        Some(Self {
            page_size,
            pages: word(28).filter(|pages| is_said && *pages > 0),
            has_log: bytes.get(19) == Some(&2),
            schema_cookie: word(40)?,
            mark: word(60)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_head_says_what_sqlite_says() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let db = Connection::open(&file).unwrap();
        db.execute_batch("CREATE TABLE a (x); CREATE TABLE b (x); PRAGMA user_version = 70000")
            .unwrap();
        let number = |name: &str| {
            db.pragma_query_value(None, name, |row| row.get::<_, u32>(0))
                .unwrap()
        };
        let head = FileHeader::of(&std::fs::read(&file).unwrap()).unwrap();
        let said = FileHeader {
            page_size: number("page_size"),
            pages: Some(number("page_count")),
            has_log: false,
            schema_cookie: number("schema_version"),
            mark: 70_000,
        };
        assert_eq!(head, said);
        db.pragma_update(None, "journal_mode", "WAL").unwrap();
        let head = FileHeader::of(&std::fs::read(&file).unwrap()).unwrap();
        assert!(head.has_log);
        assert_eq!(FileHeader::of(b"SQLite format 3\0"), None, "cut off");
        assert_eq!(FileHeader::of(&[b'x'; 200]), None);
    }
}
