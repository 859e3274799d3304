//! `/embed`: the choices, the widget as they make it, and the markup to copy.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use embed_markup::{
    Build, ChoiceError, Choices, Cost, Diacritics, Kind, Language, Theme, content_security_policy,
};
use maud::{Markup, html};

use super::html::Page;
use super::numbers::grouped;

/// As the server's other pages, and what the widget needs.
const CSP: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'; require-trusted-types-for 'script'",
);

/// The article that the widget shown here belongs to: none of the house's.
const TRIAL: &str = "trang-xem-thu";

/// What the form says, as it was typed.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Name of the site.
    pub site: String,
    /// Whether the article is known by its address.
    pub by_address: bool,
    /// The article's own id.
    pub id: String,
    /// The article's address.
    pub address: String,
    /// A word of [`Theme`].
    pub theme: String,
    /// A word of [`Language`].
    pub language: String,
    /// A word of [`Diacritics`].
    pub diacritics: String,
}

/// What there is to copy.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Files of the running build.
    pub build: Build,
    /// What was asked for.
    pub choices: Choices,
}

/// Why there is nothing to copy.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The server has no widget.
    NoBuild,
    /// A choice that cannot be meant.
    Choice(ChoiceError),
}

impl Refusal {
    fn sentence(&self) -> String {
        match self {
            Self::NoBuild => String::from(
                "Máy chủ này đang chạy mà không có tệp của khung bình luận. Hãy dựng bằng \
                 “cargo xtask build” rồi chạy lại máy chủ với “--assets dist”.",
            ),
            Self::Choice(ChoiceError::Site(site)) => {
                format!("Máy chủ không có trang báo nào tên “{site}”. Xin chọn trong danh sách.")
            }
            Self::Choice(ChoiceError::NoId) => String::from(
                "Xin ghi mã bài, hoặc chỗ mà hệ quản trị nội dung sẽ điền mã vào, như {{ post.id }}.",
            ),
            Self::Choice(ChoiceError::Address(_)) => String::from(
                "Xin ghi địa chỉ một bài như trên thanh địa chỉ, bắt đầu bằng https://.",
            ),
            Self::Choice(ChoiceError::Server(server)) => format!(
                "Không đọc được địa chỉ máy chủ “{server}”. Xin đặt public_url trong cấu hình."
            ),
            Self::Choice(ChoiceError::Unknown(word, known)) => {
                format!("Không có lựa chọn “{word}”; chỉ có: {known}.")
            }
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NoBuild => StatusCode::SERVICE_UNAVAILABLE,
            Self::Choice(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// The whole page.
pub(crate) fn page(sites: &[&str], asked: &Asked, shown: Result<&Shown, &Refusal>) -> Response {
    let body = html! {
        header.top {
            p.brand { "Bình luận" }
            nav aria-label="Trong trang" {
                a href="#ma" { "Mã để chép" }
                a href="#xem-thu" { "Xem thử" }
            }
        }
        main {
            div.intro {
                h1 { "Đặt khung bình luận vào trang" }
                p { "Chọn vài điều, xem thử ngay, rồi chép mã vào mẫu trang của bạn. Mã luôn gọi đúng các tệp mà máy chủ này đang phát." }
            }
            (settings(sites, asked))
            section.codes id="ma" aria-labelledby="ma-ten" {
                h2 id="ma-ten" { "Mã để chép" }
                div id="live" {
                    @match shown {
                        Ok(shown) => (codes(shown)),
                        Err(refusal) => p.problem role="alert" { (refusal.sentence()) },
                    }
                }
                p.told id="told" role="status" {}
            }
            section.trial id="xem-thu" aria-labelledby="xem-thu-ten" {
                h2 id="xem-thu-ten" { "Xem thử" }
                p.hint { "Khung thật, máy chủ thật: ý kiến gửi ở đây vào hàng đợi của ban biên tập, dưới một bài mang mã “" (TRIAL) "”." }
                @if let Ok(shown) = shown { (trial(asked, &shown.choices)) }
                @else { p.hint { "Chưa có gì để xem." } }
            }
        }
    };
    let status = shown.map_or_else(Refusal::status, |_| StatusCode::OK);
    let page = Page {
        status,
        title: "Đặt khung bình luận vào trang",
        style: "embed.css",
        scripts: &["embed.js"],
        head: html! {},
        body,
    };
    let mut response = page.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, CSP);
    response
}

fn settings(sites: &[&str], asked: &Asked) -> Markup {
    let themes = Theme::ALL.iter().map(|one| {
        let label = match one {
            Theme::Auto => "Theo trang",
            Theme::Light => "Sáng",
            Theme::Dark => "Tối",
        };
        (one.word(), label)
    });
    let languages = Language::ALL.iter().map(|one| {
        let label = match one {
            Language::Vi => "Tiếng Việt",
            Language::En => "English",
        };
        (one.word(), label)
    });
    let diacritics = Diacritics::ALL.iter().map(|one| {
        let label = match one {
            Diacritics::Site => "Theo thiết lập của trang báo",
            Diacritics::Ask => "Hỏi lại một lần",
            Diacritics::Require => "Bắt buộc có dấu",
            Diacritics::Off => "Không kiểm tra",
        };
        (one.word(), label)
    });
    html! {
        form.settings id="settings" action="/embed" method="get" {
            h2 { "Thiết lập" }
            (select("site", "Trang báo", &asked.site, sites.iter().map(|site| (*site, *site))))
            fieldset {
                legend { "Bài nào thì bình luận ấy" }
                label.choice {
                    input type="radio" name="rule" value="own" checked[!asked.by_address];
                    "Theo mã riêng của bài " span.hint { "(nên dùng)" }
                }
                label.choice {
                    input type="radio" name="rule" value="address" checked[asked.by_address];
                    "Theo địa chỉ bài " span.hint { "(canonical nếu có)" }
                }
                label.under for="id" { "Mã bài" }
                input id="id" name="id" value=(asked.id) spellcheck="false" autocomplete="off" autocapitalize="none";
                label.under for="address" { "Địa chỉ bài" }
                input id="address" name="address" value=(asked.address) inputmode="url" spellcheck="false" autocomplete="off" autocapitalize="none";
                p.hint { "Ghi một bài làm mẫu, hoặc chỗ mà hệ quản trị nội dung sẽ điền vào, như {{ post.id }} và {{ post.url }}." }
            }
            div.row {
                (select("theme", "Màu", &asked.theme, themes))
                (select("lang", "Ngôn ngữ", &asked.language, languages))
            }
            (select("diacritics", "Khi ý kiến viết không dấu", &asked.diacritics, diacritics))
            p.hint { "So với thiết lập của trang báo, bên nào chặt hơn thì theo bên ấy." }
            button.update type="submit" { "Cập nhật" }
        }
    }
}

fn select<'a>(
    name: &str,
    label: &str,
    chosen: &str,
    options: impl Iterator<Item = (&'a str, &'a str)>,
) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (value, text) in options {
                    option value=(value) selected[value == chosen] { (text) }
                }
            }
        }
    }
}

fn codes(shown: &Shown) -> Markup {
    let Shown { build, choices } = shown;
    html! {
        @for kind in Kind::ALL {
            @let (title, says) = words(kind);
            (code(kind.word(), title, &kind.markup(build, choices), &html! {
                p { (says) }
                (cost(kind.cost(build, choices)))
                @if kind.names_files() {
                    p.hint { "Mã này gọi đích danh các tệp của bản đang chạy: sau mỗi lần nâng cấp hãy chép lại, nếu không trình duyệt sẽ không nhận tệp mới." }
                }
            }))
        }
        (code("style", "Một dòng CSS giữ chỗ", Kind::Long.style(), &html! {
            p { "Đặt vào tệp CSS của trang, nội dung bên dưới không xê dịch khi khung đến." }
        }))
        (code("policy", "Chính sách bảo mật (CSP)", &content_security_policy(choices), &html! {
            p { "Nếu trang gửi Content-Security-Policy, thêm các nguồn này vào. Trang không có CSP thì bỏ qua." }
        }))
    }
}

const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Short => (
            "Hai dòng",
            "Đủ cho hầu hết các trang. Khung chỉ được tải khi người đọc đến gần.",
        ),
        Kind::Preload => (
            "Tải trước, có kiểm tra",
            "Trình duyệt lấy các tệp ngay cùng trang nên khung hiện sớm hơn, và chỉ chạy tệp đúng mã băm.",
        ),
        Kind::Long => (
            "Có sẵn biểu mẫu",
            "Như trên, thêm biểu mẫu thường nằm sẵn trong trang: gõ được ngay khi trang vừa hiện, và gửi được cả khi tắt JavaScript.",
        ),
    }
}

fn code(id: &str, title: &str, text: &str, about: &Markup) -> Markup {
    html! {
        article.code {
            header {
                h3 id={ "ten-" (id) } { (title) }
                button.copy type="button" data-copy={ "ma-" (id) } aria-describedby={ "ten-" (id) } { "Chép" }
            }
            (about)
            pre { code id={ "ma-" (id) } { (text) } }
        }
    }
}

fn cost(cost: Cost) -> Markup {
    html! {
        dl.cost {
            div { dt { "Mã trong trang" } dd { (grouped(&cost.markup)) " byte" } }
            div { dt { "Tải cùng trang" } dd { (grouped(&cost.with_page)) " byte" } }
            div { dt { "Tải khi đến gần" } dd { (grouped(&cost.when_near)) " byte" } }
        }
    }
}

/// The widget itself, from where this page is from.
fn trial(asked: &Asked, choices: &Choices) -> Markup {
    let diacritics = (choices.diacritics != Diacritics::Site).then(|| choices.diacritics.word());
    html! {
        div.stage id="stage" data-theme=(choices.theme.word()) {
            binh-luan id="trial" loading="eager" endpoint={ "/v1/sites/" (asked.site) } page-id=(TRIAL)
                page-title="Trang xem thử" theme=(choices.theme.word())
                lang=(choices.language.word()) diacritics=[diacritics] {}
        }
        script src="/binh-luan.js" async {}
    }
}
