//! `backup`, `restore` and `check`: the database as a whole.

use super::{CommandError, existing};
use crate::cli::{BackupArgs, CheckArgs, RestoreArgs};
use crate::clock;
use crate::key_custody::{self, CustodyError};
use crate::store::{self, care::Fault};

/// Carries out `backup`; what to print.
///
/// # Errors
/// [`CommandError`] with what to do about it.
pub fn backup(args: &BackupArgs) -> Result<String, CommandError> {
    let url = existing(&args.data)?;
    let copied = store::backup(&url, &args.to)?;
    let keys = key_custody::place(args.data.key_file(), &url);
    Ok(format!(
        "{}\t{} bytes, {} comments, checked\nThe keys in `{}` are not in it; keep a copy of them apart.\n",
        args.to.display(),
        copied.bytes,
        copied.comments,
        keys.display()
    ))
}

/// Carries out `restore`; what to print.
///
/// # Errors
/// [`CommandError`] with what to do about it; nothing was changed then.
pub fn restore(args: &RestoreArgs) -> Result<String, CommandError> {
    let url = args.data.database();
    let restored = store::restore(&url, &args.from, clock::now())?;
    let mut out = format!(
        "{}\t{} comments, checked\n",
        url.file().unwrap_or_default().display(),
        restored.comments
    );
    if let Some(replaced) = restored.replaced {
        out.push_str(&format!(
            "The database of before is `{}` now.\n",
            replaced.display()
        ));
    }
    let keys = key_custody::place(args.data.key_file(), &url);
    if let Some(id) = restored.key
        && !key_custody::has(&keys, &id).map_err(CustodyError::from)?
    {
        out.push_str(&format!(
            "It was used with the key {id}, which is not in `{}`: put that file back, too.\n",
            keys.display()
        ));
    }
    if !restored.faults.is_empty() {
        out.push_str(&lines(&restored.faults, &restored.faults));
        out.push_str("`moderation-server check --repair` mends what can be mended.\n");
    }
    Ok(out)
}

/// Carries out `check`; what to print.
///
/// # Errors
/// [`CommandError::Faults`] with everything that is not as it should be, or what kept the database
/// from being read.
pub fn check(args: &CheckArgs) -> Result<String, CommandError> {
    let url = existing(&args.data)?;
    let checked = store::check(&url, args.repair)?;
    let mut out = lines(&checked.found, &checked.left);
    if checked.left.is_empty() {
        out.push_str("sound\n");
        return Ok(out);
    }
    if checked.left.iter().any(Fault::is_grave) {
        out.push_str("Stop the server and put a backup in place: `moderation-server restore`.");
    } else if !args.repair && checked.left.iter().any(Fault::is_mendable) {
        out.push_str("`moderation-server check --repair` mends what can be mended.");
    }
    Err(CommandError::Faults(format!(
        "the database is not as it should be\n{}",
        out.trim_end()
    )))
}

/// One line for each fault, and whether it is mended.
fn lines(found: &[Fault], left: &[Fault]) -> String {
    let line = |fault: &Fault| match left.contains(fault) {
        true => format!("{fault}\n"),
        false => format!("mended: {fault}\n"),
    };
    found.iter().map(line).collect()
}
