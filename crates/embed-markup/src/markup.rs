//! The three kinds of markup, and what each costs a page.

use crate::build::{Build, File};
use crate::choices::{Choices, Diacritics, Language, Theme};
use crate::fallback;
use crate::html::open;

/// A kind of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two lines.
    Short,
    /// The same, with lines that have the browser fetch and check the widget's files at once.
    Preload,
    /// That, with a plain form inside the element.
    Long,
}

/// What a page has to carry, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Of the markup, as it stands.
    pub markup: usize,
    /// Of what is fetched with the page, over the wire.
    pub with_page: usize,
    /// Of what is fetched when the reader comes near, over the wire.
    pub when_near: usize,
}

impl Kind {
    /// All kinds, the shortest first.
    pub const ALL: [Self; 3] = [Self::Short, Self::Preload, Self::Long];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Preload => "preload",
            Self::Long => "long",
        }
    }

    /// Whether it names files that only this build has, so that it changes with every build.
    #[must_use]
    pub const fn names_files(self) -> bool {
        !matches!(self, Self::Short)
    }

    /// The markup, to be pasted into a page.
    #[must_use]
    pub fn markup(self, build: &Build, choices: &Choices) -> String {
        let mut lines = Vec::new();
        if self.names_files() {
            lines.extend(build.first_view.iter().map(|file| preload(file, choices)));
        }
        lines.push(script(self, build, choices));
        let element = element(choices);
        if self == Self::Long {
            lines.push(element);
            lines.extend(
                fallback::lines(choices)
                    .iter()
                    .map(|line| format!("  {line}")),
            );
            lines.push(String::from("</binh-luan>"));
        } else {
            lines.push(format!("{element}</binh-luan>"));
        }
        lines.join("\n")
    }

    /// The line for the page's style sheet that keeps the room: nothing below moves when the widget
    /// takes the place of what is inside.
    #[must_use]
    pub const fn style(self) -> &'static str {
        "binh-luan { display: block; min-height: 100vh; }"
    }

    /// What a page with this markup has to carry.
    #[must_use]
    pub fn cost(self, build: &Build, choices: &Choices) -> Cost {
        let loader = build.loader.brotli_bytes;
        let widget: usize = build.first_view.iter().map(|file| file.brotli_bytes).sum();
        let (with_page, when_near) = if self.names_files() {
            (loader + widget, 0)
        } else {
            (loader, widget)
        };
        Cost {
            markup: self.markup(build, choices).len(),
            with_page,
            when_near,
        }
    }
}

fn address(file: &File, choices: &Choices) -> String {
    format!("{}/{}", choices.server(), file.path)
}

fn script(kind: Kind, build: &Build, choices: &Choices) -> String {
    let src = address(&build.loader, choices);
    let mut attributes = vec![("src", Some(&*src)), ("async", None)];
    if kind.names_files() {
        attributes.push(("integrity", Some(&build.loader.integrity)));
        attributes.push(("crossorigin", Some("anonymous")));
    }
    format!("{}</script>", open("script", &attributes))
}

/// What the loader asks for with the same address and mode is then there already. What is no script
/// has no hash here: browsers check preloads of scripts alone and warn of others; the loader checks it.
fn preload(file: &File, choices: &Choices) -> String {
    let href = address(file, choices);
    if file.path.ends_with(".js") {
        return open(
            "link",
            &[
                ("rel", Some("modulepreload")),
                ("href", Some(&href)),
                ("integrity", Some(&file.integrity)),
                ("crossorigin", Some("anonymous")),
            ],
        );
    }
    open(
        "link",
        &[
            ("rel", Some("preload")),
            ("as", Some("fetch")),
            ("href", Some(&href)),
            ("crossorigin", Some("anonymous")),
        ],
    )
}

fn element(choices: &Choices) -> String {
    let endpoint = choices.endpoint();
    let mut attributes = vec![("endpoint", Some(&*endpoint))];
    if let Some(id) = choices.page_id_attribute() {
        attributes.push(("page-id", Some(id)));
    }
    if choices.theme != Theme::default() {
        attributes.push(("theme", Some(choices.theme.word())));
    }
    if choices.language != Language::default() {
        attributes.push(("lang", Some(choices.language.word())));
    }
    if choices.diacritics != Diacritics::default() {
        attributes.push(("diacritics", Some(choices.diacritics.word())));
    }
    open("binh-luan", &attributes)
}
