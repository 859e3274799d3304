-- What an editor has in the box of a comment and has not decided about: kept across reloads, crashes
-- and signing out, for him alone.
CREATE TABLE desk_draft (
    editor     INTEGER NOT NULL REFERENCES editor (id),
    comment    INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    text       TEXT    NOT NULL,
    -- The revision that he edits.
    revision   INTEGER NOT NULL,
    saved_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- The revision that his decision made, after which it is not shown; there again when that is
    -- undone.
    spent      INTEGER,
    PRIMARY KEY (editor, comment)
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_draft_age ON desk_draft (expires_at);
CREATE INDEX desk_draft_order ON desk_draft (editor, saved_at);
