//! `/desk/log/export`: the log as a table for other programs. Taking it is itself a line of the log.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::session::SignedForm;
use super::words;
use crate::app::App;
use crate::clock::{self, rfc3339};
use crate::editors::rights::need::Export;
use crate::error::AppError;
use crate::store::record::{DeskAction, DeskLogRow};

/// Lines read at once.
const LINES: u32 = 1_000;
/// Lines of one file: some years of a newsroom, a few megabytes.
const MOST: usize = 20_000;
/// Spreadsheets take a file for what it is by this.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The newest lines that the editor may see, as comma-separated values.
///
/// # Errors
/// `forbidden` without the session's token, `unavailable` where the database does not answer.
pub(super) async fn post_export(
    State(app): State<App>,
    SignedForm { session, .. }: SignedForm<Export>,
) -> Result<Response, AppError> {
    let editor = Some(session.editor.id);
    app.store
        .log_at_desk(DeskAction::LogExported, editor, clock::now())
        .await?;
    let mut out = String::from(BYTE_ORDER_MARK);
    out.push_str("số,lúc,ai,tên đăng nhập,việc,số lần,với ai,trang,bài,thêm\r\n");
    let (mut before, mut written) = (None, 0);
    while written < MOST {
        let reader = session.rights.actor();
        let lines = app.store.desk_log(reader, before, LINES).await?;
        for line in &lines {
            out.push_str(&row(line));
        }
        written += lines.len();
        before = lines.last().map(|line| line.id);
        if lines.len() < LINES as usize {
            break;
        }
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"nhat-ky.csv\"",
        ),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, out).into_response())
}

fn row(line: &DeskLogRow) -> String {
    let of = |pair: &Option<(String, String)>, first: bool| {
        let part = |(a, b): &(String, String)| if first { a.clone() } else { b.clone() };
        pair.as_ref().map(part).unwrap_or_default()
    };
    let detail = line.detail.as_deref().and_then(words::log_detail);
    let cells = [
        line.id.to_string(),
        rfc3339(line.created_at),
        of(&line.editor, true),
        of(&line.editor, false),
        line.action.map_or("", words::desk_action).to_owned(),
        line.count.to_string(),
        of(&line.subject, false),
        of(&line.page, true),
        of(&line.page, false),
        detail.unwrap_or_default(),
    ];
    let cells = cells.map(|text| cell(&text));
    format!("{}\r\n", cells.join(","))
}

/// Quoted, and never what a spreadsheet would compute: names and ids are other people's.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_text_and_nothing_else() {
        for (text, expected) in [
            ("mai", "\"mai\""),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-1", "\"'-1\""),
            ("+84", "\"'+84\""),
            ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("1-2", "\"1-2\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
