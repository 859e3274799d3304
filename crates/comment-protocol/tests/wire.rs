//! The wire format cannot change unseen: one snapshot for each body.

use comment_protocol::{
    Acknowledgement, CommentAccepted, CommentList, CommentStatus, CommentText, Counts, Diacritics,
    FieldParseError, MostCommented, MostCommentedPage, NewAuthor, NewComment, PageInfo, PageRef,
    PageState, Policy, Problem, ProblemCode, PublicAuthor, PublishedComment, Receipt,
    ReceiptStatus, Sort, Window,
};
use insta::assert_json_snapshot;

fn new_comment() -> NewComment {
    NewComment {
        page: PageRef {
            id: "dan-van-1512".into(),
            url: "https://bao.example.vn/dan-van-1512.html".into(),
            title: "Hội nghị dân vận".into(),
            section: Some("thoi-su".into()),
        },
        parent_id: None,
        author: NewAuthor {
            name: "Lê An".into(),
            email: None,
        },
        text: "Toi dong y".into(),
        acknowledged: vec![Acknowledgement::TextUnmarked],
    }
}

#[test]
fn what_a_reader_sends_and_gets() {
    assert_json_snapshot!("new_comment", new_comment());
    assert_json_snapshot!(
        "comment_accepted",
        CommentAccepted {
            id: "c1".into(),
            status: CommentStatus::Pending,
            receipt: "r1".into(),
            created_at: "2026-11-23T08:00:00Z".into(),
        }
    );
    assert_json_snapshot!(
        "receipt",
        Receipt {
            id: "c1".into(),
            page_id: "dan-van-1512".into(),
            status: ReceiptStatus::from(CommentStatus::Spam),
            text: "Tôi đồng ý".into(),
            edited: false,
            created_at: "2026-11-23T08:00:00Z".into(),
            published_at: None,
        }
    );
}

#[test]
fn what_everybody_may_read() {
    let comment = PublishedComment {
        id: "c1".into(),
        parent_id: None,
        author: PublicAuthor {
            signed_in: false,
            name: "Lê An".into(),
        },
        text: "Tôi đồng ý".into(),
        edited: true,
        created_at: "2026-11-23T08:00:00Z".into(),
        published_at: "2026-11-23T08:05:00Z".into(),
        like_count: 2,
        reply_count: 0,
        replies: vec![],
    };
    assert_json_snapshot!(
        "comment_list",
        CommentList {
            page: PageInfo {
                id: "dan-van-1512".into(),
                state: PageState::Open,
                notice: None,
            },
            policy: Policy {
                diacritics: Diacritics::Ask,
                max_text_chars: 2_000,
                max_name_chars: 80,
                guests: true,
            },
            count: 1,
            comments: vec![comment],
            next_cursor: None,
        }
    );
    assert_json_snapshot!(
        "counts",
        Counts {
            counts: [("a".into(), 3), ("b".into(), 0)].into()
        }
    );
    assert_json_snapshot!(
        "most_commented",
        MostCommented {
            pages: vec![MostCommentedPage {
                id: "a".into(),
                url: "https://bao.example.vn/a.html".into(),
                title: "Bài A".into(),
                count: 3,
            }],
        }
    );
}

#[test]
fn errors() {
    let too_long = FieldParseError::TooLong {
        chars: 2_001,
        max_chars: 2_000,
    };
    let forbidden = FieldParseError::ForbiddenCharacters {
        characters: vec!['\0', '\u{202E}'],
    };
    assert_json_snapshot!(
        "problem_validation",
        Problem::validation(vec![
            CommentText::field_error(&too_long),
            CommentText::field_error(&forbidden),
        ])
    );
    assert_json_snapshot!(
        "problem_rate_limited",
        Problem::new(ProblemCode::RateLimited).with_detail("wait 30 seconds")
    );
}

#[test]
fn a_body_comes_back_as_it_went() {
    let json = serde_json::to_string(&new_comment()).unwrap();
    assert_eq!(
        serde_json::from_str::<NewComment>(&json).unwrap(),
        new_comment()
    );
    let shortest = r#"{"page":{"id":"a","url":"https://b.vn/","title":"A"},"author":{"name":"An"},"text":"Hay"}"#;
    let comment: NewComment = serde_json::from_str(shortest).unwrap();
    assert!(comment.acknowledged.is_empty() && comment.parent_id.is_none());
}

#[test]
fn names_in_queries() {
    for (sort, name) in [
        (Sort::Newest, "newest"),
        (Sort::Oldest, "oldest"),
        (Sort::MostLiked, "most_liked"),
    ] {
        assert_eq!(serde_json::to_value(sort).unwrap(), name);
    }
    for (window, name) in [
        (Window::Hour, "1h"),
        (Window::Day, "24h"),
        (Window::Week, "7d"),
        (Window::Month, "30d"),
    ] {
        assert_eq!(serde_json::to_value(window).unwrap(), name);
    }
}
