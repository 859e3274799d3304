-- Times are milliseconds since 1970-01-01 UTC. Hashes are SHA-256 or HMAC-SHA-256, 32 bytes.

-- Random keys made at the first start; they never leave the server.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- One row for each article that was ever commented on.
CREATE TABLE page (
    id              INTEGER PRIMARY KEY,
    site            TEXT    NOT NULL,
    page_id         TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    title           TEXT    NOT NULL,
    section         TEXT,
    closed          INTEGER NOT NULL DEFAULT 0,
    published_count INTEGER NOT NULL DEFAULT 0,
    -- Grows with every change a reader can see; the ETag of lists comes from it.
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      INTEGER NOT NULL,
    UNIQUE (site, page_id)
) STRICT;

CREATE TABLE comment (
    id           INTEGER PRIMARY KEY,
    public_id    TEXT    NOT NULL UNIQUE,
    site         TEXT    NOT NULL,
    page         INTEGER NOT NULL REFERENCES page (id),
    -- The comment answered, and the one at the top of that exchange; both or neither.
    parent       INTEGER REFERENCES comment (id),
    root         INTEGER REFERENCES comment (id),
    status       TEXT    NOT NULL
        CHECK (status IN ('pending', 'published', 'rejected', 'spam', 'withdrawn')),
    -- Why the comment needs an editor, beyond being new: comma-separated codes.
    held_for     TEXT    NOT NULL DEFAULT '',
    author_name  TEXT    NOT NULL,
    author_email TEXT,
    -- The subject of the reader's token, where the reader was signed in.
    reader       TEXT,
    -- The text as it stands now; `comment_revision` has every one before it.
    text         TEXT    NOT NULL,
    edited       INTEGER NOT NULL DEFAULT 0,
    -- Grows with every decision; an editor's decision names the one it was made on.
    revision     INTEGER NOT NULL DEFAULT 1,
    -- Name, text and title in lower case without marks, for the desk's search.
    search_text  TEXT    NOT NULL,
    -- Keyed hash that tells writers apart without saying who they are.
    writer       BLOB    NOT NULL,
    like_count   INTEGER NOT NULL DEFAULT 0,
    -- Published replies below this comment, where it is a root.
    reply_count  INTEGER NOT NULL DEFAULT 0,
    -- Reports since the last decision.
    report_count INTEGER NOT NULL DEFAULT 0,
    claimed_by   INTEGER REFERENCES editor (id),
    claimed_until INTEGER,
    created_at   INTEGER NOT NULL,
    published_at INTEGER,
    CHECK ((parent IS NULL) = (root IS NULL)),
    CHECK (status <> 'published' OR published_at IS NOT NULL)
) STRICT;

CREATE INDEX comment_top_by_time ON comment (page, published_at, id)
    WHERE status = 'published' AND root IS NULL;
CREATE INDEX comment_top_by_likes ON comment (page, like_count, published_at, id)
    WHERE status = 'published' AND root IS NULL;
CREATE INDEX comment_replies ON comment (root, published_at, id)
    WHERE status = 'published' AND root IS NOT NULL;
CREATE INDEX comment_activity ON comment (site, published_at, page, writer)
    WHERE status = 'published';
CREATE INDEX comment_queue ON comment (status, id);
CREATE INDEX comment_reported ON comment (id) WHERE report_count > 0;

-- Every text a comment ever had. Number 1 is the reader's own.
CREATE TABLE comment_revision (
    comment    INTEGER NOT NULL REFERENCES comment (id),
    number     INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    editor     INTEGER REFERENCES editor (id),
    reason     TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (comment, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER comment_revision_is_kept BEFORE UPDATE ON comment_revision
BEGIN SELECT RAISE(ABORT, 'a revision is never overwritten'); END;

-- What was answered to a key, so that a repeated request gets the same answer.
CREATE TABLE idempotency (
    site       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    body_hash  BLOB    NOT NULL,
    comment    INTEGER NOT NULL REFERENCES comment (id),
    -- The status at the time; the comment may have moved on.
    status     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE editor (
    id            INTEGER PRIMARY KEY,
    login         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    -- argon2id in PHC string format.
    password_hash TEXT    NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE editor_session (
    token_hash BLOB    PRIMARY KEY,
    editor     INTEGER NOT NULL REFERENCES editor (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One-time links with which an editor sets name and password.
CREATE TABLE editor_invitation (
    token_hash BLOB    PRIMARY KEY,
    -- Who invited; nobody for the first editor.
    invited_by INTEGER REFERENCES editor (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- Every act on a comment, written in the same transaction as the act.
CREATE TABLE moderation_log (
    id          INTEGER PRIMARY KEY,
    comment     INTEGER NOT NULL REFERENCES comment (id),
    -- Nobody where the writer withdrew the comment.
    editor      INTEGER REFERENCES editor (id),
    action      TEXT    NOT NULL,
    from_status TEXT    NOT NULL,
    to_status   TEXT    NOT NULL,
    -- The revision that the act made.
    revision    INTEGER NOT NULL,
    text_changed INTEGER NOT NULL,
    reason      TEXT,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX moderation_log_comment ON moderation_log (comment, id);

CREATE TRIGGER moderation_log_is_append_only_update BEFORE UPDATE ON moderation_log
BEGIN SELECT RAISE(ABORT, 'the moderation log is append-only'); END;
CREATE TRIGGER moderation_log_is_append_only_delete BEFORE DELETE ON moderation_log
BEGIN SELECT RAISE(ABORT, 'the moderation log is append-only'); END;

CREATE TABLE comment_like (
    comment    INTEGER NOT NULL REFERENCES comment (id),
    -- Keyed hash of the reader.
    reader     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (comment, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment_report (
    id         INTEGER PRIMARY KEY,
    comment    INTEGER NOT NULL REFERENCES comment (id),
    reader     BLOB    NOT NULL,
    reason     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- Set by the decision that answered it.
    settled_at INTEGER,
    UNIQUE (comment, reader)
) STRICT;
