-- What waits for an editor, one row each, and who holds it for the moment: so the oldest of a site or
-- section, and what nobody holds, are found without reading what waits elsewhere. Kept by the
-- triggers below, whatever moves a comment.
CREATE TABLE waiting_comment (
    comment      INTEGER PRIMARY KEY REFERENCES comment (id) ON DELETE CASCADE,
    page         INTEGER NOT NULL REFERENCES page (id),
    -- Those of the page, so that one index has them beside the order of arrival.
    site         TEXT    NOT NULL,
    section      TEXT,
    -- The share it is in: whose, on which page that he has open, and how long without a sign of life.
    editor       INTEGER REFERENCES editor (id),
    tab          TEXT,
    leased_until INTEGER,
    CHECK ((editor IS NULL) = (leased_until IS NULL) AND (tab IS NULL) = (leased_until IS NULL))
) STRICT;
CREATE INDEX waiting_comment_site ON waiting_comment (site);
CREATE INDEX waiting_comment_section ON waiting_comment (site, section);
CREATE INDEX waiting_comment_page ON waiting_comment (page);
CREATE INDEX waiting_comment_share ON waiting_comment (editor, tab) WHERE editor IS NOT NULL;
CREATE INDEX waiting_comment_lease ON waiting_comment (leased_until) WHERE leased_until IS NOT NULL;

INSERT INTO waiting_comment (comment, page, site, section)
    SELECT c.id, c.page, c.site, page.section FROM comment c JOIN page ON page.id = c.page
    WHERE c.status = 'pending' ORDER BY c.id;

CREATE TRIGGER comment_comes_to_wait AFTER INSERT ON comment WHEN NEW.status = 'pending'
BEGIN
    INSERT INTO waiting_comment (comment, page, site, section)
        SELECT NEW.id, NEW.page, NEW.site, page.section FROM page WHERE page.id = NEW.page;
END;
CREATE TRIGGER comment_waits_again AFTER UPDATE OF status ON comment
    WHEN NEW.status = 'pending' AND OLD.status <> 'pending'
BEGIN
    INSERT INTO waiting_comment (comment, page, site, section)
        SELECT NEW.id, NEW.page, NEW.site, page.section FROM page WHERE page.id = NEW.page;
END;
CREATE TRIGGER comment_waits_no_more AFTER UPDATE OF status ON comment
    WHEN NEW.status <> 'pending' AND OLD.status = 'pending'
BEGIN
    DELETE FROM waiting_comment WHERE comment = NEW.id;
END;
CREATE TRIGGER waiting_comment_follows_its_page AFTER UPDATE OF section ON page
    WHEN NEW.section IS NOT OLD.section
BEGIN
    UPDATE waiting_comment SET section = NEW.section WHERE page = NEW.id;
END;
