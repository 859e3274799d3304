-- What an editor's program did under a key of its own: the same request again is answered as then
-- and does nothing twice, and an act can be undone exactly. Kept for seven days.
CREATE TABLE desk_act (
    editor    INTEGER NOT NULL REFERENCES editor (id),
    key       TEXT    NOT NULL,
    -- Which of the acts that were undone together; 0 everywhere else.
    part      INTEGER NOT NULL,
    -- Hash of what was sent; the same key with another body is refused.
    body_hash BLOB    NOT NULL,
    comment   INTEGER NOT NULL REFERENCES comment (id),
    -- The key of the act that this one undoes.
    undoes    TEXT,
    created_at INTEGER NOT NULL,

    -- What was answered: the comment as it stood then, its text being that of the revision; and the
    -- line of the log that was there before where nothing was done for that.
    outcome   TEXT    NOT NULL DEFAULT 'done'
        CHECK (outcome IN ('done', 'same', 'conflict', 'changed', 'withdrawn')),
    status    TEXT    NOT NULL,
    revision  INTEGER NOT NULL,
    edited    INTEGER NOT NULL DEFAULT 0,
    log       INTEGER REFERENCES moderation_log (id),

    -- The revision at which the comment stands as the act left it: the one that the act made, until
    -- an act after it is undone. Only there can it be undone itself.
    stands_at INTEGER NOT NULL,

    -- The comment as it stood before, where the act changed it; its text is that of the revision,
    -- its search text stands here where that changed.
    before_revision      INTEGER,
    before_status        TEXT,
    before_published_at  INTEGER,
    before_report_count  INTEGER,
    before_search_text   TEXT,
    before_claimed_by    INTEGER,
    before_claimed_until INTEGER,
    -- `page.vouched` after the act, where it vouched for the article; and the article as it was named
    -- before, where it became known by that.
    page_vouched        INTEGER,
    before_page_url     TEXT,
    before_page_title   TEXT,
    before_page_section TEXT,

    -- The revision that the undoing made.
    undone    INTEGER,
    PRIMARY KEY (editor, key, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_act_standing ON desk_act (comment, stands_at);
CREATE INDEX desk_act_age ON desk_act (created_at);

-- How often the house or an editor said what the article is: an act that made it known is undone
-- only as long as nobody said so again.
ALTER TABLE page ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0;

-- The comment's revision that answered the report: what undoing that opens again.
ALTER TABLE comment_report ADD COLUMN settled_revision INTEGER;

-- For colleagues, apart from the reason.
ALTER TABLE moderation_log ADD COLUMN note TEXT;
