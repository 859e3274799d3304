-- What waits and what is reported is counted where it changes, in the same transaction, whoever
-- changes it: the triggers below hear every act. Lists of a site, section or article walk an index
-- of their own.

-- The section of the comment's article, so that a section has an index.
ALTER TABLE comment ADD COLUMN section TEXT;
UPDATE comment SET section = (SELECT section FROM page WHERE page.id = comment.page)
    WHERE page IN (SELECT id FROM page WHERE section IS NOT NULL);

-- The number stands behind the columns of each index by itself.
CREATE INDEX comment_of_site ON comment (site, status);
CREATE INDEX comment_of_section ON comment (site, section, status);
CREATE INDEX comment_of_page ON comment (page, status);
CREATE INDEX comment_reported_of_site ON comment (site)
    WHERE report_count > 0 AND status = 'published';
CREATE INDEX comment_reported_of_section ON comment (site, section)
    WHERE report_count > 0 AND status = 'published';
CREATE INDEX comment_reported_of_page ON comment (page)
    WHERE report_count > 0 AND status = 'published';
CREATE INDEX page_by_id ON page (page_id);

-- Of the article.
ALTER TABLE page ADD COLUMN pending_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN reported_count INTEGER NOT NULL DEFAULT 0;
UPDATE page SET
    pending_count = (SELECT count(*) FROM comment INDEXED BY comment_of_page
                     WHERE comment.page = page.id AND status = 'pending'),
    reported_count = (SELECT count(*) FROM comment INDEXED BY comment_reported_of_page
                      WHERE comment.page = page.id AND report_count > 0 AND status = 'published');

-- Of each site that there is an article of.
CREATE TABLE site_count (
    site     TEXT    PRIMARY KEY,
    pending  INTEGER NOT NULL DEFAULT 0,
    reported INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO site_count SELECT site, sum(pending_count), sum(reported_count) FROM page GROUP BY site;

-- Of each section where something waits or is reported; '' stands for articles without one.
CREATE TABLE section_count (
    site     TEXT    NOT NULL,
    section  TEXT    NOT NULL,
    pending  INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    PRIMARY KEY (site, section)
) STRICT, WITHOUT ROWID;
INSERT INTO section_count
    SELECT site, coalesce(section, ''), sum(pending_count), sum(reported_count) FROM page
    WHERE pending_count > 0 OR reported_count > 0 GROUP BY site, coalesce(section, '');

CREATE TRIGGER comment_has_a_section AFTER INSERT ON comment
WHEN NEW.section IS NULL
    AND EXISTS (SELECT 1 FROM page WHERE id = NEW.page AND section IS NOT NULL)
BEGIN
    UPDATE comment SET section = (SELECT section FROM page WHERE id = NEW.page) WHERE id = NEW.id;
END;

CREATE TRIGGER comment_moves_to_a_section AFTER UPDATE OF section ON page
WHEN OLD.section IS NOT NEW.section
BEGIN
    UPDATE comment SET section = NEW.section WHERE page = NEW.id;
END;

CREATE TRIGGER comment_is_counted AFTER INSERT ON comment
WHEN NEW.status = 'pending' OR (NEW.status = 'published' AND NEW.report_count > 0)
BEGIN
    UPDATE page SET pending_count = pending_count + (NEW.status = 'pending'),
        reported_count = reported_count + (NEW.status = 'published' AND NEW.report_count > 0)
    WHERE id = NEW.page;
END;

CREATE TRIGGER comment_is_counted_anew AFTER UPDATE OF status, report_count ON comment
WHEN (OLD.status = 'pending') <> (NEW.status = 'pending')
    OR (OLD.status = 'published' AND OLD.report_count > 0)
        <> (NEW.status = 'published' AND NEW.report_count > 0)
BEGIN
    UPDATE page SET
        pending_count = pending_count + (NEW.status = 'pending') - (OLD.status = 'pending'),
        reported_count = reported_count
            + (NEW.status = 'published' AND NEW.report_count > 0)
            - (OLD.status = 'published' AND OLD.report_count > 0)
    WHERE id = NEW.page;
END;

CREATE TRIGGER comment_is_counted_no_more AFTER DELETE ON comment
WHEN OLD.status = 'pending' OR (OLD.status = 'published' AND OLD.report_count > 0)
BEGIN
    UPDATE page SET pending_count = pending_count - (OLD.status = 'pending'),
        reported_count = reported_count - (OLD.status = 'published' AND OLD.report_count > 0)
    WHERE id = OLD.page;
END;

CREATE TRIGGER page_has_a_site AFTER INSERT ON page
BEGIN
    INSERT INTO site_count (site) VALUES (NEW.site) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER page_is_counted AFTER UPDATE OF pending_count, reported_count, section ON page
WHEN OLD.pending_count <> NEW.pending_count OR OLD.reported_count <> NEW.reported_count
    OR OLD.section IS NOT NEW.section
BEGIN
    UPDATE site_count SET pending = pending + NEW.pending_count - OLD.pending_count,
        reported = reported + NEW.reported_count - OLD.reported_count
    WHERE site = NEW.site;
    UPDATE section_count
        SET pending = pending - OLD.pending_count, reported = reported - OLD.reported_count
    WHERE site = OLD.site AND section = coalesce(OLD.section, '');
    INSERT INTO section_count
        VALUES (NEW.site, coalesce(NEW.section, ''), NEW.pending_count, NEW.reported_count)
        ON CONFLICT (site, section) DO UPDATE
            SET pending = pending + excluded.pending, reported = reported + excluded.reported;
    DELETE FROM section_count WHERE pending = 0 AND reported = 0
        AND site = OLD.site AND section = coalesce(OLD.section, '');
    DELETE FROM section_count WHERE pending = 0 AND reported = 0
        AND site = NEW.site AND section = coalesce(NEW.section, '');
END;
