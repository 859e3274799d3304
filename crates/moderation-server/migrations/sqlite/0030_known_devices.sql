-- Grows when the password changes or the account is shut out: browsers known before are not any
-- more.
ALTER TABLE editor ADD COLUMN device_epoch INTEGER NOT NULL DEFAULT 0;

-- When the session was last used, written every few minutes at most; an idle one ends.
ALTER TABLE editor_session ADD COLUMN seen_at INTEGER;
-- Failed attempts to sign in as the editor before this session; shown to him at its beginning.
ALTER TABLE editor_session ADD COLUMN failed_before INTEGER NOT NULL DEFAULT 0;
