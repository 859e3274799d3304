//! Two servers on one database: what one stores the other has at once.

use serde_json::json;

use crate::harness::{Editor, marked, server};

#[test]
fn what_one_server_stores_the_other_has_at_once() {
    let one = server();
    if !one.database.is_shared() {
        // A file is one server's alone.
        return;
    }
    let other = one.beside();
    let mai = one.editor();
    // Signed in there, and known here; the tokens of forms hold on both.
    let there = Editor::of(&other, &mai.cookie);
    for round in 1..=10 {
        let (id, receipt) = one.accepted(&marked("p", &format!("Ý kiến thứ {round}.")));
        let before = one.list("page_id=p")["count"].clone();
        let publish = json!({"action": "publish", "revision": 1, "confirm_page": true});
        there.decide(&id, &publish).expect(200);
        let after = one.list("page_id=p");
        assert_ne!(after["count"], before);
        assert_eq!(after["count"], round);
        assert_eq!(other.list("page_id=p")["count"], round);
        let path = format!("/v1/sites/default/receipts/{receipt}");
        assert_eq!(other.get(&path).expect(200).json()["status"], "published");
        // The same again on the server that did not see the first.
        mai.decide(&id, &publish)
            .expect_problem(409, "revision_conflict");
    }
    mai.post_form("/desk/sign-out", &[]).expect(303);
    there.get("/v1/desk/comments").expect(401);
}
