-- Every new comment waits for an editor, also where the house publishes at once.
ALTER TABLE page ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- From then on the article is closed; compared where a comment comes in, no job closes it.
ALTER TABLE page ADD COLUMN closes_at INTEGER;
-- Stays open however old it is.
ALTER TABLE page ADD COLUMN kept_open INTEGER NOT NULL DEFAULT 0;
-- What editors are to heed here.
ALTER TABLE page ADD COLUMN rule TEXT;
-- What readers are told above the form.
ALTER TABLE page ADD COLUMN notice TEXT;

CREATE INDEX page_managed ON page (id)
    WHERE closed = 1 OR held = 1 OR closes_at IS NOT NULL OR rule IS NOT NULL OR notice IS NOT NULL;
