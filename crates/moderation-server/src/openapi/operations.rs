//! Every operation of the document. The id is the name of the function that answers.

/// One operation.
pub(super) struct Operation {
    /// HTTP method, in small letters.
    pub(super) method: &'static str,
    /// Path as the router has it.
    pub(super) path: &'static str,
    /// Name of the handler.
    pub(super) id: &'static str,
    /// One line.
    pub(super) summary: &'static str,
    /// Query and header parameters; those of the path are read from it.
    pub(super) parameters: &'static [Parameter],
    /// Schema of the JSON body.
    pub(super) body: Option<&'static str>,
    /// Whether a plain form is taken too, as the schema of that name with `Form` behind it.
    pub(super) takes_form: bool,
    /// Statuses of success and the schema or media type of each.
    pub(super) answers: &'static [(&'static str, &'static str)],
}

/// One parameter.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) place: &'static str,
    pub(super) kind: &'static str,
    pub(super) required: bool,
    pub(super) meaning: &'static str,
}

const fn query(name: &'static str, kind: &'static str, meaning: &'static str) -> Parameter {
    Parameter {
        name,
        place: "query",
        kind,
        required: false,
        meaning,
    }
}

const fn required(name: &'static str, kind: &'static str, meaning: &'static str) -> Parameter {
    Parameter {
        name,
        place: "query",
        kind,
        required: true,
        meaning,
    }
}

const fn header(name: &'static str, meaning: &'static str) -> Parameter {
    Parameter {
        name,
        place: "header",
        kind: "string",
        required: false,
        meaning,
    }
}

const IF_NONE_MATCH: Parameter = header("If-None-Match", "The tag of the answer one has");
const READER: Parameter = header(
    "Binh-Luan-Reader",
    "A random id of the reader's browser, at most 64 characters",
);
const CSRF: Parameter = Parameter {
    name: "X-CSRF-Token",
    place: "header",
    kind: "string",
    required: true,
    meaning: "`csrf_token` of the session",
};
const AUTHORIZATION: Parameter = Parameter {
    name: "Authorization",
    place: "header",
    kind: "string",
    required: true,
    meaning: "`Bearer` and the site's `house_key`",
};
const CURSOR: Parameter = query("cursor", "string", "`next_cursor` of the page before");

const GET: Operation = Operation {
    method: "get",
    path: "",
    id: "",
    summary: "",
    parameters: &[],
    body: None,
    takes_form: false,
    answers: &[],
};
const POST: Operation = Operation {
    method: "post",
    ..GET
};
const PUT: Operation = Operation {
    method: "put",
    ..GET
};
const DELETE: Operation = Operation {
    method: "delete",
    ..GET
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        path: "/v1/sites/{site}/comments",
        id: "list_comments",
        summary: "Published comments of an article, or replies to one of them",
        parameters: &[
            required("page_id", "string", "The article"),
            query("sort", "Sort", "Order; replies are always oldest first"),
            query("parent_id", "string", "Replies to this comment"),
            query("limit", "limit", "Comments in the answer"),
            CURSOR,
            IF_NONE_MATCH,
        ],
        answers: &[("200", "CommentList"), ("304", "")],
        ..GET
    },
    Operation {
        path: "/v1/sites/{site}/comments",
        id: "post_comment",
        summary: "Send a comment",
        parameters: &[header(
            "Idempotency-Key",
            "The same key again gets the same answer",
        )],
        body: Some("NewComment"),
        takes_form: true,
        answers: &[("201", "CommentAccepted"), ("202", "CommentAccepted")],
        ..POST
    },
    Operation {
        path: "/v1/sites/{site}/comments/{id}",
        id: "get_comment",
        summary: "One published comment in its exchange: a list of the root with its replies",
        parameters: &[IF_NONE_MATCH],
        answers: &[("200", "CommentList"), ("304", "")],
        ..GET
    },
    Operation {
        path: "/v1/sites/{site}/comments/{id}/like",
        id: "put_like",
        summary: "Like a comment; twice is once",
        parameters: &[READER],
        answers: &[("200", "Like")],
        ..PUT
    },
    Operation {
        path: "/v1/sites/{site}/comments/{id}/like",
        id: "delete_like",
        summary: "Take a like back",
        parameters: &[READER],
        answers: &[("200", "Like")],
        ..DELETE
    },
    Operation {
        path: "/v1/sites/{site}/comments/{id}/reports",
        id: "post_report",
        summary: "Tell the newsroom that a comment should not stand",
        parameters: &[READER],
        body: Some("NewReport"),
        takes_form: true,
        answers: &[("202", "Received")],
        ..POST
    },
    Operation {
        path: "/v1/sites/{site}/counts",
        id: "count_comments",
        summary: "Published comments of each article",
        parameters: &[
            required("page_id", "strings", "The articles"),
            IF_NONE_MATCH,
        ],
        answers: &[("200", "Counts"), ("304", "")],
        ..GET
    },
    Operation {
        path: "/v1/sites/{site}/most-commented",
        id: "list_most_commented",
        summary: "Articles with the most distinct writers",
        parameters: &[
            query("window", "Window", "How far back"),
            query("section", "string", "Articles of this section"),
            query("limit", "lines", "Articles in the answer"),
            IF_NONE_MATCH,
        ],
        answers: &[("200", "MostCommented"), ("304", "")],
        ..GET
    },
    Operation {
        path: "/v1/sites/{site}/receipts/{receipt}",
        id: "get_receipt",
        summary: "What became of my comment",
        answers: &[("200", "Receipt")],
        ..GET
    },
    Operation {
        path: "/v1/sites/{site}/receipts/{receipt}",
        id: "delete_receipt",
        summary: "Take my comment back",
        answers: &[("200", "Receipt")],
        ..DELETE
    },
    Operation {
        path: "/v1/sites/{site}/pages/{page_id}",
        id: "put_page",
        summary: "Announce an article, with the house's key",
        parameters: &[AUTHORIZATION],
        body: Some("NewPage"),
        answers: &[("200", "KnownPage"), ("201", "KnownPage")],
        ..PUT
    },
    Operation {
        path: "/v1/sites/{site}/threads/{page_id}",
        id: "get_thread",
        summary: "The published thread as a page, with a plain form",
        parameters: &[CURSOR, IF_NONE_MATCH],
        answers: &[("200", "text/html"), ("304", "")],
        ..GET
    },
    Operation {
        path: "/v1/desk/session",
        id: "get_session",
        summary: "Who is signed in",
        answers: &[("200", "DeskSession")],
        ..GET
    },
    Operation {
        path: "/v1/desk/session",
        id: "post_session",
        summary: "Sign in",
        body: Some("SignIn"),
        answers: &[("201", "DeskSession")],
        ..POST
    },
    Operation {
        path: "/v1/desk/session",
        id: "delete_session",
        summary: "Sign out",
        parameters: &[CSRF],
        answers: &[("204", "")],
        ..DELETE
    },
    Operation {
        path: "/v1/desk/comments",
        id: "list_desk_comments",
        summary: "The queue, oldest first, or another list, newest first",
        parameters: &[
            query("status", "DeskStatus", "Which list"),
            query("site", "string", "Comments of this site"),
            query("section", "string", "Comments of this section"),
            query("page_id", "string", "Comments of this article"),
            query(
                "q",
                "string",
                "Words in name, text or title; marks do not matter",
            ),
            query("limit", "limit", "Comments in the answer"),
            CURSOR,
        ],
        answers: &[("200", "DeskList")],
        ..GET
    },
    Operation {
        path: "/v1/desk/comments/{id}/decisions",
        id: "post_decision",
        summary: "Decide about one comment",
        parameters: &[CSRF],
        body: Some("NewDecision"),
        answers: &[("200", "Decided")],
        ..POST
    },
    Operation {
        path: "/v1/desk/comments/{id}/claim",
        id: "post_claim",
        summary: "Show the other editors that one has the comment open",
        parameters: &[CSRF],
        answers: &[("200", "Claim")],
        ..POST
    },
    Operation {
        path: "/v1/desk/comments/{id}/revisions",
        id: "list_revisions",
        summary: "Every text that the comment had and every act on it",
        answers: &[("200", "Revisions")],
        ..GET
    },
    Operation {
        path: "/v1/desk/decisions",
        id: "post_decisions",
        summary: "Decide about many comments, each by itself",
        parameters: &[CSRF],
        body: Some("NewDecisions"),
        answers: &[("200", "DecidedMany")],
        ..POST
    },
    Operation {
        path: "/v1/desk/restorations",
        id: "post_restoration",
        summary: "Put the marks back on a text; nothing is stored",
        parameters: &[CSRF],
        body: Some("NewRestoration"),
        answers: &[("200", "Restoration")],
        ..POST
    },
    Operation {
        path: "/v1/desk/sites/{site}/pages/{page_id}",
        id: "put_page_state",
        summary: "Open, hold or close an article, now or later, with a rule and a notice",
        parameters: &[CSRF],
        body: Some("ArticleSettings"),
        answers: &[("200", "Article")],
        ..PUT
    },
    Operation {
        path: "/v1/desk/sites/{site}/pages/{page_id}",
        id: "get_article",
        summary: "An article as editors manage it",
        answers: &[("200", "Article")],
        ..GET
    },
    Operation {
        path: "/v1/desk/articles",
        id: "list_articles",
        summary: "Articles of which an editor has said something, or another list, newest first",
        parameters: &[
            query("filter", "ArticleFilter", "Which list"),
            query("limit", "limit", "Articles in the answer"),
            CURSOR,
        ],
        answers: &[("200", "Articles")],
        ..GET
    },
    Operation {
        path: "/healthz",
        id: "get_healthz",
        summary: "The process answers",
        answers: &[("200", "text/plain")],
        ..GET
    },
    Operation {
        path: "/readyz",
        id: "get_readyz",
        summary: "The database answers too",
        answers: &[("200", "text/plain")],
        ..GET
    },
    Operation {
        path: "/metrics",
        id: "get_metrics",
        summary: "Counters for Prometheus",
        answers: &[("200", "text/plain")],
        ..GET
    },
];
