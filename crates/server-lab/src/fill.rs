//! Comments to measure with, sent as readers send them, so that whatever the database is it has them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::client::{Client, JSON, post};
use crate::load::on_threads;

/// Articles among which comments are spread.
pub(crate) const ARTICLES: usize = 2_000;
/// The article with exactly a list of comments.
pub(crate) const LIST: &str = "list";
/// Comments in that article.
pub(crate) const LISTED: usize = 100;
/// The article with a tenth of all comments.
pub(crate) const DEEP: &str = "deep";

const CONNECTIONS: usize = 32;

const SENTENCES: [&str; 5] = [
    "Tôi rất đồng tình với bài viết này, cán bộ phải lắng nghe dân nói hết lời.",
    "Đường trước nhà tôi năm nào cũng đào lên lấp xuống, không biết đến bao giờ mới xong.",
    "Mong tòa soạn hỏi thêm người bán hàng ở chợ, họ mới là người chịu thiệt.",
    "Hay quá!",
    "Xin hỏi số liệu này lấy ở đâu, sao khác hẳn con số của năm ngoái?",
];
const NAMES: [&str; 4] = [
    "Nguyễn Thị Hạnh",
    "Trần Văn Sáu",
    "Bà ngoại Tí",
    "Lê Minh Quyên",
];

/// A comment as a request; `number` makes it one of its kind.
pub(crate) fn comment(address: SocketAddr, site: &str, page: &str, number: usize) -> String {
    let name = NAMES[number % NAMES.len()];
    let texts = [
        SENTENCES[number % SENTENCES.len()],
        SENTENCES[(number / 7) % SENTENCES.len()],
    ];
    let section = ["Thời sự", "Kinh doanh", "Thể thao", "Giáo dục"][number % 4];
    let body = serde_json::json!({
        "page": {
            "id": page,
            "url": format!("https://bao.example.vn/{page}"),
            "title": format!("Bài về {page}"),
            "section": section,
        },
        "author": { "name": name, "email": format!("ban.doc.{number}@example.com") },
        "text": format!("{} {} Ý kiến số {number}.", texts[0], texts[1]),
    });
    let path = format!("/v1/sites/{site}/comments");
    post(address, &path, JSON, &body.to_string())
}

/// Site and article of the comment with this number: a tenth waits for editors, a tenth is in one
/// deep article.
fn place(number: usize) -> (&'static str, String) {
    match number % 10 {
        0 => ("held", format!("bai-{}", number / 10 % ARTICLES)),
        1 => ("default", DEEP.to_owned()),
        _ => ("default", format!("bai-{}", number % ARTICLES)),
    }
}

/// Sends what is missing to `comments`; how many a second were stored.
#[allow(clippy::cast_precision_loss, reason = "counts of a few minutes")]
pub(crate) fn fill(address: SocketAddr, comments: usize) -> Result<f64> {
    let mut client = Client::new(address)?;
    for number in 0..LISTED {
        client
            .send(&comment(address, "default", LIST, number))?
            .text()?;
    }
    let next = AtomicUsize::new(LISTED);
    let start = Instant::now();
    on_threads(CONNECTIONS, |_| {
        let mut client = Client::new(address)?;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= comments {
                return Ok(());
            }
            let (site, page) = place(number);
            let answer = client.send(&comment(address, site, &page, number))?;
            if answer.status >= 300 {
                bail!("comment {number} was not taken: {}", answer.text()?);
            }
        }
    })?;
    Ok(comments.saturating_sub(LISTED) as f64 / start.elapsed().as_secs_f64())
}
