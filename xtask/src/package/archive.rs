//! Archives whose bytes depend on names and contents alone: sorted, one time for all, nobody's own.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use flate2::{Compression, GzBuilder};

/// When every file was changed, in Unix time: what npm writes, as zip knows no earlier years.
const TIME: u64 = 499_162_500;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// Whether it is a program.
    pub(super) executable: bool,
}

impl From<Vec<u8>> for Entry {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            executable: false,
        }
    }
}

/// Files by their path inside the archive.
pub(super) type Files = BTreeMap<String, Entry>;

/// The files below one folder, as a gzipped tar archive.
pub(super) fn pack(folder: &str, files: &Files) -> Result<Vec<u8>> {
    let gzip = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for (path, entry) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(entry.bytes.len().try_into()?);
        header.set_mode(if entry.executable { 0o755 } else { 0o644 });
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, format!("{folder}/{path}"), &*entry.bytes)?;
    }
    let mut gzip = tar.into_inner()?;
    gzip.flush()?;
    Ok(gzip.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes_and_come_out_as_they_went_in() {
        let entry = |text: &str| Entry::from(text.as_bytes().to_vec());
        let mut files = Files::from([
            (String::from("b.txt"), entry("hai")),
            (String::from("a/bài.txt"), entry("một")),
        ]);
        files.insert(
            String::from("run"),
            Entry {
                executable: true,
                ..entry("#!")
            },
        );
        let packed = pack("package", &files).unwrap();
        assert_eq!(packed, pack("package", &files.clone()).unwrap());
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&*packed));
        let mut seen = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let path = entry.path().unwrap().display().to_string();
            assert_eq!(entry.header().mtime().unwrap(), TIME);
            seen.push((path, entry.header().mode().unwrap(), text));
        }
        let expected = [
            ("package/a/bài.txt", 0o644, "một"),
            ("package/b.txt", 0o644, "hai"),
            ("package/run", 0o755, "#!"),
        ];
        assert_eq!(
            seen,
            expected.map(|(path, mode, text)| (path.to_owned(), mode, text.to_owned()))
        );
    }
}
