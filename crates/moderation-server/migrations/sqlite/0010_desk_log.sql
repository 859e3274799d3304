-- What happens at the desk beside decisions about comments, which `moderation_log` has: who signed
-- in, who let whom in or shut him out, which article was closed. Written in the act's transaction.
CREATE TABLE desk_log (
    id         INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    -- Who did it; nobody where it was done on the command line, by the server, or by a stranger.
    editor     INTEGER REFERENCES editor (id),
    action     TEXT    NOT NULL,
    -- The account that it was done to.
    subject    INTEGER REFERENCES editor (id),
    -- The article that it was done to.
    site       TEXT,
    page_id    TEXT,
    -- How often, where many alike stand in one row.
    count      INTEGER NOT NULL DEFAULT 1,
    -- SHA-256 over the row and the hash of the row before it: a row that is changed or taken out
    -- later breaks the chain.
    hash       BLOB    NOT NULL
) STRICT;

CREATE TRIGGER desk_log_is_append_only_update BEFORE UPDATE ON desk_log
BEGIN SELECT RAISE(ABORT, 'the desk log is append-only'); END;
CREATE TRIGGER desk_log_is_append_only_delete BEFORE DELETE ON desk_log
BEGIN SELECT RAISE(ABORT, 'the desk log is append-only'); END;

-- Failed sign-ins, one row an account: a stranger can make numbers grow, but no table.
CREATE TABLE sign_in_failure (
    -- 0 for names that nobody has.
    editor        INTEGER PRIMARY KEY,
    -- Since the editor signed in; told when he does.
    since_sign_in INTEGER NOT NULL,
    -- Not in `desk_log` yet, which gets one row an hour.
    unlogged      INTEGER NOT NULL,
    logged_at     INTEGER NOT NULL
) STRICT;

-- `first`: printed at a start without an active editor, and good only as long as there is none.
-- `editor`: good only as long as the one who made it is active. `command`: made on the command line.
ALTER TABLE editor_invitation ADD COLUMN origin TEXT NOT NULL DEFAULT 'editor'
    CHECK (origin IN ('first', 'editor', 'command'));
UPDATE editor_invitation SET origin = 'first' WHERE invited_by IS NULL;
-- For whom the link is, as the one who made it wrote it.
ALTER TABLE editor_invitation ADD COLUMN note TEXT;
