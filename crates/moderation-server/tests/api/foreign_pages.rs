//! What foreign pages send to the desk, whatever a browser adds to it.

use crate::harness::{FORM, form, server};
use crate::rights::ROUTES;

/// Whatever else is right: the cookie, the session's token in the header and in the form.
#[test]
fn no_route_that_changes_something_takes_it_from_a_foreign_page() {
    let server = server();
    let mai = server.editor();
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    let changing = ROUTES.iter().filter(|(route, _)| !route.starts_with("GET"));
    for (route, _) in changing {
        let (method, path) = route.split_once(' ').unwrap();
        let path = path.replace(['{', '}'], "");
        let (kind, body) = if path.starts_with("/v1") {
            ("application/json", b"{}".to_vec())
        } else {
            (FORM.1, form(&[("csrf", &mai.csrf), ("login", "mai")]))
        };
        for from in foreign {
            let headers = [
                ("content-type", kind),
                ("cookie", mai.cookie.as_str()),
                ("x-csrf-token", mai.csrf.as_str()),
                from,
            ];
            let answer = server.send(method, &path, &headers, body.clone());
            assert_eq!(answer.status, 403, "{route} {from:?}: {}", answer.text());
        }
    }
    assert!(
        mai.get("/v1/desk/session").status == 200,
        "the session goes on"
    );
    // What the desk's own page and a program send is not concerned.
    for own in [("sec-fetch-site", "same-origin"), ("x-program", "curl")] {
        let headers = [FORM, ("cookie", mai.cookie.as_str()), own];
        let fields = form(&[("csrf", &mai.csrf), ("session", "others")]);
        let answer = server.send("POST", "/desk/account/sessions", &headers, fields);
        assert_eq!(answer.status, 303, "{own:?}");
    }
}
