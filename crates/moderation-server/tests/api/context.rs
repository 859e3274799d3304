//! What the desk's API tells beside a comment.

use serde_json::json;

use crate::editors::{invite_as, join};
use crate::harness::{by, server};

#[test]
fn an_editor_is_told_what_stands_beside_a_comment() {
    let server = server();
    let mai = server.editor();
    let mut first = by("An", "a", "Đèn đường ở ngõ tôi hỏng đã ba tháng nay.");
    first["author"]["email"] = json!("an@example.vn");
    let (earlier, _) = server.accepted(&first);
    mai.publish(&earlier);
    let mut second = by("An N.", "a", "Đèn đường ở ngõ tôi hỏng, đã ba tháng nay!!");
    second["author"]["email"] = json!("AN@example.vn");
    second["parent_id"] = json!(earlier);
    let (id, _) = server.accepted(&second);

    let path = format!("/v1/desk/comments/{id}/context");
    let context = mai.get(&path).expect(200).json();
    assert_eq!(
        (&context["article"]["id"], &context["article"]["state"]),
        (&json!("a"), &json!("open"))
    );
    assert_eq!(context["article"]["pending_count"], 1);
    assert_eq!(context["exchange"][0]["id"], json!(earlier));
    assert_eq!(context["exchange"][0]["status"], "published");
    assert_eq!(context["writer"]["known_by"], "email");
    assert_eq!(context["writer"]["published"], 1);
    assert_eq!(context["writer"]["last"][0]["id"], json!(earlier));
    assert_eq!(
        context["same_text"],
        json!({"count": 1, "writers": 1, "ids": [earlier]})
    );
    assert_eq!(context["reports"], json!([]));
    // Whoever may not see e-mail addresses is not told whose is whose by them.
    let editor = join(&server, &invite_as(&mai, &[("role", "editor")]), "binh");
    let context = editor.get(&path).expect(200).json();
    assert_eq!(context["writer"]["known_by"], "address");
    assert!(!context.to_string().contains("example.vn\""));
    mai.get("/v1/desk/comments/khong-co/context")
        .expect_problem(404, "comment_not_found");
}
