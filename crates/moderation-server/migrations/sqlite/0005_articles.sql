-- What readers see of an article is the house's: what an editor confirmed, or the house announced.
-- Until then title, address and section are a claim of whoever commented first.
ALTER TABLE page ADD COLUMN confirmed_at INTEGER;
-- Announced by the house itself; editors and comments change nothing of it.
ALTER TABLE page ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;
-- When a like was last shown in lists, and whether another came since.
ALTER TABLE page ADD COLUMN likes_shown_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN likes_to_show INTEGER NOT NULL DEFAULT 0;

-- Articles of before were taken over when an editor published a comment.
UPDATE page SET confirmed_at = created_at
    WHERE EXISTS (SELECT 1 FROM comment c WHERE c.page = page.id AND c.status = 'published');

CREATE INDEX page_known_section ON page (site, section) WHERE confirmed_at IS NOT NULL;
CREATE INDEX page_to_confirm ON page (id) WHERE confirmed_at IS NULL AND published_count > 0;

-- How much one sender has waiting, and what he wrote lately.
CREATE INDEX comment_waiting ON comment (page, writer) WHERE status = 'pending';
CREATE INDEX comment_writer ON comment (writer, created_at);
CREATE INDEX comment_with_email ON comment (site, created_at) WHERE author_email IS NOT NULL;

-- Keyed hash of the address that an act came from; none for signed-in readers and from before.
ALTER TABLE comment_like ADD COLUMN address BLOB;
CREATE INDEX comment_like_address ON comment_like (comment, address) WHERE address IS NOT NULL;
ALTER TABLE comment_report ADD COLUMN address BLOB;
CREATE INDEX comment_report_open ON comment_report (comment) WHERE settled_at IS NULL;
ALTER TABLE idempotency ADD COLUMN sender BLOB;

CREATE TRIGGER comment_revision_is_not_deleted BEFORE DELETE ON comment_revision
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
