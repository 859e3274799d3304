//! Readers' e-mail addresses are shown to an editor: written down, once an hour for each.

use super::session::Session;
use crate::app::App;
use crate::clock;
use crate::store::StoreResult;
use crate::store::record::{DeskAction, DeskRow};

/// Notes it where there are addresses among the comments that go out.
///
/// # Errors
/// [`StoreError`](crate::store::StoreError) where the database failed: then nothing is shown.
pub async fn note_email_reads(
    app: &App,
    session: &Session,
    shown: impl IntoIterator<Item = &DeskRow>,
) -> StoreResult<()> {
    let has_emails = shown.into_iter().any(|row| row.author_email.is_some());
    let (editor, now) = (session.editor.id, clock::now());
    if has_emails && app.email_reads.is_due(editor, now) {
        let action = DeskAction::EmailsRead;
        app.store.log_at_desk(action, Some(editor), now).await?;
    }
    Ok(())
}
