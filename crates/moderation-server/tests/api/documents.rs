//! What the documents promise is what the code has.

use std::collections::BTreeSet;

const OPERATING: &str = include_str!("../../../../docs/operating.md");
const API: &str = include_str!("../../../../docs/moderation-api.md");

fn variables(text: &str) -> BTreeSet<String> {
    text.split("BINH_LUAN_")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_uppercase() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn every_variable_is_documented_and_every_documented_one_read() {
    let read = moderation_server::config::VARIABLES.join(" ");
    assert_eq!(variables(OPERATING), variables(&read));
}

#[test]
fn every_problem_code_is_documented() {
    let document = moderation_server::openapi::document();
    let schemas = &document["components"]["schemas"];
    for code in schemas["ProblemCode"]["enum"].as_array().unwrap() {
        let code = code.as_str().unwrap();
        assert!(API.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn the_example_configuration_is_understood() {
    let start = OPERATING.find("```toml\n").unwrap() + "```toml\n".len();
    let text = &OPERATING[start..];
    let text = &text[..text.find("```").unwrap()];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("binh-luan.toml");
    std::fs::write(&file, text).unwrap();
    let config = moderation_server::config::Config::load(Some(&file), |_| None).unwrap();
    assert!(config.sites["bao"].allows("https://bao.example.vn"));
    assert!(config.sites.contains_key("default"));
}
