//! Files of earlier builds that stay in `dist/assets/` for a while: pages that readers have open, and
//! pages in caches, still ask for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

/// Which files are of earlier builds, and since when, in seconds of Unix time.
const RECORD: &str = "earlier.json";
const DAY: u64 = 24 * 60 * 60;

/// Removes from a folder what this build has not written and what has stood long enough behind it.
pub(super) fn sweep(dir: &Path, written: &BTreeSet<String>, keep_days: u16) -> Result<()> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_secs();
    sweep_at(dir, written, keep_days, now)
}

fn sweep_at(dir: &Path, written: &BTreeSet<String>, keep_days: u16, now: u64) -> Result<()> {
    let record = dir.join(RECORD);
    let before = match std::fs::read_to_string(&record) {
        Ok(text) => serde_json::from_str(&text)
            .with_context(|| format!("{} is not understood; remove it", record.display()))?,
        Err(_) => BTreeMap::new(),
    };
    let left = left_over(dir, written)?;
    let kept = kept(&left, &before, u64::from(keep_days) * DAY, now);
    for name in left.iter().filter(|name| !kept.contains_key(*name)) {
        std::fs::remove_file(dir.join(name))?;
    }
    if !kept.is_empty() {
        let text = format!("{}\n", serde_json::to_string_pretty(&kept)?);
        std::fs::write(&record, text)?;
    }
    Ok(())
}

/// What lies there and is not of this build.
fn left_over(dir: &Path, written: &BTreeSet<String>) -> Result<Vec<String>> {
    let mut left = Vec::new();
    for (folder, prefix) in [(dir.to_path_buf(), ""), (dir.join("assets"), "assets/")] {
        for entry in std::fs::read_dir(folder)?.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_file() && !written.contains(&name) {
                left.push(name);
            }
        }
    }
    Ok(left)
}

/// Those of the left-over files that stay, with when they were left. Only what has its hash in its
/// name can mean the same to a page of before.
fn kept(
    left: &[String],
    before: &BTreeMap<String, u64>,
    keep: u64,
    now: u64,
) -> BTreeMap<String, u64> {
    left.iter()
        .filter(|name| name.starts_with("assets/"))
        // A clock that was ahead must not keep a file for ever.
        .map(|name| {
            (
                name.clone(),
                before.get(name).map_or(now, |at| now.min(*at)),
            )
        })
        .filter(|(_, since)| now - since < keep)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stays_for_its_days_after_the_build_that_left_it() {
        let dir = std::env::temp_dir().join(format!("binh-luan-earlier-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("assets")).unwrap();
        let file = |name: &str| dir.join(name);
        for name in [
            "manifest.json",
            "old.txt",
            "assets/a-1.js",
            "assets/a-1.js.br",
            "assets/a-2.js",
        ] {
            std::fs::write(file(name), name).unwrap();
        }
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let second: BTreeSet<String> = of(&["manifest.json", "assets/a-2.js"]);
        let start = 1_000_000;
        sweep_at(&dir, &second, 2, start).unwrap();
        assert!(file("assets/a-1.js").exists() && file("assets/a-1.js.br").exists());
        assert!(!file("old.txt").exists());

        // The next build leaves another one, a day later.
        std::fs::write(file("assets/a-3.js"), "").unwrap();
        let third: BTreeSet<String> = of(&["manifest.json", "assets/a-3.js"]);
        sweep_at(&dir, &third, 2, start + DAY).unwrap();
        assert!(file("assets/a-1.js").exists() && file("assets/a-2.js").exists());
        sweep_at(&dir, &third, 2, start + 2 * DAY).unwrap();
        assert!(!file("assets/a-1.js").exists() && file("assets/a-2.js").exists());

        // One that is built again is no longer an earlier one.
        sweep_at(&dir, &second, 2, start + 2 * DAY).unwrap();
        sweep_at(&dir, &third, 2, start + 5 * DAY).unwrap();
        assert!(file("assets/a-2.js").exists());

        sweep_at(&dir, &third, 0, start + 5 * DAY).unwrap();
        assert!(!file("assets/a-2.js").exists() && !file(RECORD).exists());
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
