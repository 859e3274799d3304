//! The part of a form that says what an account is and where it works.

use comment_protocol::FieldErrorCode;
use maud::{Markup, html};

use super::words;
use crate::app::App;
use crate::error::AppError;
use crate::http::fields::FormFields;
use crate::moderation::text;
use crate::store::record::{Area, Role, Scope};

/// Said where somebody is to work at chosen places, and none was chosen.
pub(super) const NO_PLACE: &str = "Xin chọn ít nhất một trang, hoặc chọn “Mọi trang”.";

/// What stands in the form; `id` tells several on one page apart.
pub(super) struct RightsForm<'a> {
    pub(super) id: &'a str,
    /// What the account is.
    pub(super) role: Role,
    /// Where it works.
    pub(super) scope: &'a Scope,
    /// Where whoever fills the form in works himself: he gives no more.
    pub(super) own: &'a Scope,
}

impl RightsForm<'_> {
    /// The fields.
    pub(super) fn draw(&self, app: &App) -> Markup {
        let id = self.id;
        let is_everywhere = self.scope == self.own || *self.scope == Scope::Everywhere;
        let every = match self.own {
            Scope::Everywhere => "Mọi trang, kể cả trang mở sau này",
            Scope::Within(_) => "Mọi nơi bạn phụ trách",
        };
        let sites: Vec<&String> = app
            .config
            .sites
            .keys()
            .filter(|site| self.own.touches(site))
            .collect();
        html! {
            label for={ (id) "role" } { "Vai trò" }
            select id={ (id) "role" } name="role" aria-describedby={ (id) "role-hint" } {
                @for (role, word) in Role::ALL {
                    option value=(word) selected[role == self.role] { (words::role(role)) }
                }
            }
            p.hint id={ (id) "role-hint" } {
                "Biên tập viên duyệt bình luận. Thư ký còn xem e-mail bạn đọc và nhật ký, đóng mở bài. "
                "Quản trị còn quản lý tài khoản."
            }
            fieldset.places {
                legend { "Nơi làm việc" }
                label.choice {
                    input type="radio" name="where" value="everywhere" checked[is_everywhere];
                    " " (every)
                }
                label.choice {
                    input type="radio" name="where" value="some" checked[!is_everywhere];
                    " Chỉ những nơi chọn dưới đây"
                }
                ul {
                    @for site in sites { li { (self.place(site)) } }
                }
            }
        }
    }

    fn place(&self, site: &str) -> Markup {
        let sections = match self.scope {
            Scope::Everywhere => None,
            Scope::Within(areas) => {
                let own: Vec<&Area> = areas.iter().filter(|area| area.site == site).collect();
                let named = own.iter().filter_map(|area| area.section.as_deref());
                (!own.is_empty()).then(|| named.collect::<Vec<_>>().join(", "))
            }
        };
        let field = format!("sections-{site}");
        let id = format!("{}{field}", self.id);
        html! {
            label.choice {
                input type="checkbox" name="site" value=(site) checked[sections.is_some()];
                " " (site)
            }
            label.sections for=(id) { "Chuyên mục, cách nhau bằng dấu phẩy" span.hidden { " (" (site) ")" } }
            input id=(id) name=(field) type="text" value=(sections.unwrap_or_default())
                placeholder="mọi chuyên mục" autocomplete="off";
        }
    }
}

/// The role in a form; the least where an old form has none.
///
/// # Errors
/// `validation_failed` for a word that is none.
pub(super) fn role(fields: &FormFields) -> Result<Role, AppError> {
    match fields.get("role") {
        None => Ok(Role::Editor),
        Some(word) => Role::from_word(word)
            .ok_or_else(|| AppError::field("role", FieldErrorCode::InvalidValue)),
    }
}

/// The places in a form; `None` where some were to be chosen and none was.
///
/// # Errors
/// `validation_failed` for a site that there is not.
pub(super) fn scope(
    app: &App,
    fields: &FormFields,
    own: &Scope,
) -> Result<Option<Scope>, AppError> {
    if fields.get("where") != Some("some") {
        return Ok(Some(own.clone()));
    }
    let mut areas = Vec::new();
    for site in fields.all("site") {
        if app.site(site).is_none() || !own.touches(site) {
            return Err(AppError::field("site", FieldErrorCode::InvalidValue));
        }
        let area = |section| Area {
            site: site.to_owned(),
            section,
        };
        let named = fields.text(&format!("sections-{site}"));
        let before = areas.len();
        let sections = named
            .split(',')
            .map(|section| text::incoming(section.trim()));
        areas.extend(
            sections
                .filter(|section| !section.is_empty())
                .map(|section| area(Some(section))),
        );
        if areas.len() == before {
            areas.push(area(None));
        }
    }
    Ok((!areas.is_empty()).then(|| Scope::within(areas)))
}
