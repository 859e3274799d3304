//! Readers whom the house signs in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Answer, Server, marked};

/// The secret of the house that signs [`token`].
pub(crate) const SECRET: &str = "một bí mật dài hơn ba mươi hai ký tự";

fn sign(claims: &Value, secret: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

/// A token that holds.
pub(crate) fn token(subject: &str, name: &str) -> String {
    token_until(subject, name, 3600)
}

/// A token that held until an hour ago.
pub(crate) fn expired_token(subject: &str, name: &str) -> String {
    token_until(subject, name, -3600)
}

fn token_until(subject: &str, name: &str, seconds: i64) -> String {
    let exp = moderation_server::clock::now() / 1000 + seconds;
    sign(
        &json!({"sub": subject, "name": name, "email": "a@bao.vn", "exp": exp}),
        SECRET,
    )
}

fn house(guests: bool) -> Server {
    Server::with_site(|site| {
        site.reader_token_secret = Some(SECRET.to_owned());
        site.guests = guests;
    })
}

fn post(server: &Server, authorization: &str) -> Answer {
    let body = marked("p", "Tôi rất thích bài này.").to_string();
    let headers = [
        ("content-type", "application/json"),
        ("authorization", authorization),
    ];
    server.send("POST", "/v1/sites/default/comments", &headers, body)
}

#[test]
fn readers_see_whose_name_the_house_vouches_for() {
    let server = house(true);
    let editor = server.editor();
    let signed = post(&server, &format!("Bearer {}", token("u1", "Lê Thu"))).json();
    let (guest, _) = server.accepted(&marked("p", "Tôi cũng thích bài này."));
    editor.publish(signed["id"].as_str().unwrap());
    editor.publish(&guest);
    let list = server.list("page_id=p&sort=oldest");
    let author = |at: usize| list["comments"][at]["author"].clone();
    assert_eq!(author(0), json!({"name": "Lê Thu", "signed_in": true}));
    assert_eq!(author(1), json!({"name": "Nguyễn Thị Hạnh"}));
}

#[test]
fn the_houses_word_about_the_name_counts() {
    let server = house(false);
    post(&server, &format!("Bearer {}", token("u1", "Lê Thu"))).expect(202);
    let queue = server.editor().get("/v1/desk/comments").json();
    let author = &queue["comments"][0]["author"];
    assert_eq!(
        *author,
        json!({"name": "Lê Thu", "email": "a@bao.vn", "signed_in": true})
    );
}

#[test]
fn guests_write_only_where_the_house_allows_them() {
    let comment = marked("p", "Tôi rất thích bài này.");
    house(true).comment(&comment).expect(202);
    let closed = house(false);
    closed.comment(&comment).expect_problem(401, "unauthorized");
    assert_eq!(closed.list("page_id=p")["policy"]["guests"], false);
}

#[test]
fn a_token_that_does_not_hold_is_not_a_guest() {
    let server = house(true);
    let exp = moderation_server::clock::now() / 1000;
    let expired = sign(&json!({"sub": "u", "name": "A", "exp": exp - 3600}), SECRET);
    let foreign = sign(
        &json!({"sub": "u", "name": "A", "exp": exp + 3600}),
        "khác khác khác",
    );
    for authorization in [
        format!("Bearer {expired}"),
        format!("Bearer {foreign}"),
        "Bearer".into(),
        "bearer x".into(),
    ] {
        post(&server, &authorization).expect_problem(401, "unauthorized");
    }
    // A proxy's password in front of a site that is being built is not the reader's.
    for authorization in ["Basic YTpi", "x"] {
        assert_eq!(post(&server, authorization).status, 202, "{authorization}");
    }
    let other = crate::harness::server();
    post(&other, &format!("Bearer {}", token("u", "A"))).expect_problem(401, "unauthorized");
}

#[test]
fn one_account_is_one_like_wherever_it_reads() {
    let server = house(true);
    let (id, _) = server.accepted(&marked("p", "Tôi rất thích."));
    server.editor().publish(&id);
    let like = |subject: &str, device: &str| {
        let bearer = format!("Bearer {}", token(subject, "A"));
        let headers = [
            ("authorization", bearer.as_str()),
            ("binh-luan-reader", device),
        ];
        let path = format!("/v1/sites/default/comments/{id}/like");
        server.send("PUT", &path, &headers, []).expect(200).json()["like_count"].clone()
    };
    assert_eq!(like("u1", "may-1"), 1);
    assert_eq!(like("u1", "may-2"), 1);
    assert_eq!(like("u2", "may-1"), 2);
}

/// Sends a comment to a site with a token of these claims.
fn send_to(server: &Server, site: &str, claims: &Value, secret: &str) -> Answer {
    let bearer = format!("Bearer {}", sign(claims, secret));
    let headers = [
        ("content-type", "application/json"),
        ("authorization", bearer.as_str()),
    ];
    let body = marked("p", "Tôi rất thích bài này.").to_string();
    server.send(
        "POST",
        &format!("/v1/sites/{site}/comments"),
        &headers,
        body,
    )
}

#[test]
fn a_token_opens_the_site_that_it_names_and_no_other_with_the_same_secret() {
    let server = Server::start(|config| {
        for name in ["bao", "tap-chi"] {
            let site = config.sites.entry(name.to_owned()).or_default();
            site.reader_token_secret = Some(SECRET.to_owned());
            site.reader_token_audience = Some(name.to_owned());
        }
    });
    let exp = moderation_server::clock::now() / 1000 + 3600;
    let mut claims = json!({"sub": "u1", "name": "Lê Thu", "exp": exp, "aud": "bao"});
    send_to(&server, "bao", &claims, SECRET).expect(202);
    send_to(&server, "tap-chi", &claims, SECRET).expect_problem(401, "unauthorized");
    claims["aud"] = json!(["bao", "tap-chi"]);
    send_to(&server, "tap-chi", &claims, SECRET).expect(202);
}

#[test]
fn a_secret_is_changed_while_tokens_of_both_are_about() {
    const NEXT: &str = "một bí mật khác, cũng dài hơn ba mươi hai ký tự";
    let server = Server::with_site(|site| {
        site.reader_token_secret = Some(NEXT.to_owned());
        site.reader_token_more_secrets = vec![SECRET.to_owned()];
    });
    let exp = moderation_server::clock::now() / 1000 + 3600;
    let claims = json!({"sub": "u1", "name": "Lê Thu", "exp": exp});
    send_to(&server, "default", &claims, SECRET).expect(202);
    send_to(&server, "default", &claims, NEXT).expect(202);
    send_to(
        &server,
        "default",
        &claims,
        "bí mật thứ ba, cũng dài hơn ba mươi hai ký tự",
    )
    .expect_problem(401, "unauthorized");
}

#[test]
fn one_name_on_two_sites_is_a_reader_of_each() {
    let server = Server::start(|config| {
        for name in ["default", "tap-chi"] {
            let site = config.sites.entry(name.to_owned()).or_default();
            site.reader_token_secret = Some(SECRET.to_owned());
        }
    });
    let editor = server.editor();
    let bearer = format!("Bearer {}", token("u1", "Lê Thu"));
    let headers = [("authorization", bearer.as_str())];
    for site in ["default", "tap-chi"] {
        let exp = moderation_server::clock::now() / 1000 + 3600;
        let claims = json!({"sub": "u2", "name": "An", "exp": exp});
        let sent = send_to(&server, site, &claims, SECRET).expect(202).json();
        let id = sent["id"].as_str().unwrap();
        editor.publish(id);
        let like = format!("/v1/sites/{site}/comments/{id}/like");
        for _ in 0..2 {
            let liked = server.send("PUT", &like, &headers, []).expect(200).json();
            assert_eq!(liked["like_count"], 1, "{site}");
        }
    }
}
