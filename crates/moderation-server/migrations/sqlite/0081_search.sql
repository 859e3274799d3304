-- The index of the desk's search. What it holds is folded by the server: lower case, without marks,
-- letters that stand apart joined, numbers without what separates their digits. `marked` has the
-- words that bear marks, each once; `block` says which numbers it is among, so that a search of what
-- is nowhere can stop after some of them. A change of a comment is noted below by triggers, whoever makes
-- it, and the server brings the index up to it before the transaction ends.
CREATE VIRTUAL TABLE comment_search USING fts5 (
    name, text, title, address, marked, block,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Every word of the index, and where its letters stand, for a search of parts of words.
CREATE TABLE search_word (
    id   INTEGER PRIMARY KEY,
    word TEXT    NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_part USING fts5 (
    word, content = '', tokenize = 'trigram case_sensitive 1'
);

-- Comments of the same words have the same hash; those of few words have none.
CREATE TABLE search_same (
    comment INTEGER PRIMARY KEY,
    hash    INTEGER NOT NULL
) STRICT;
CREATE INDEX search_same_hash ON search_same (hash, comment);

-- Comments that the index does not know as they are.
CREATE TABLE search_todo (
    comment INTEGER PRIMARY KEY,
    -- 0: before the transaction ends. 1: when there is time, the newest first.
    later   INTEGER NOT NULL
) STRICT;
CREATE INDEX search_todo_now ON search_todo (comment) WHERE later = 0;
INSERT INTO search_todo SELECT id, 1 FROM comment;

CREATE TRIGGER comment_is_searched AFTER INSERT ON comment
BEGIN
    INSERT INTO search_todo VALUES (NEW.id, 0) ON CONFLICT (comment) DO UPDATE SET later = 0;
END;

CREATE TRIGGER comment_is_searched_anew AFTER UPDATE OF text, author_name ON comment
WHEN OLD.text <> NEW.text OR OLD.author_name <> NEW.author_name
BEGIN
    INSERT INTO search_todo VALUES (NEW.id, 0) ON CONFLICT (comment) DO UPDATE SET later = 0;
END;

CREATE TRIGGER comment_is_searched_no_more AFTER DELETE ON comment
BEGIN
    DELETE FROM search_todo WHERE comment = OLD.id;
    DELETE FROM search_same WHERE comment = OLD.id;
    DELETE FROM comment_search WHERE rowid = OLD.id;
END;

-- An article may have thousands of comments, and nobody waits for its title.
CREATE TRIGGER page_is_searched_anew AFTER UPDATE OF title, url, confirmed_at ON page
WHEN OLD.title <> NEW.title OR OLD.url <> NEW.url
    OR (OLD.confirmed_at IS NULL) <> (NEW.confirmed_at IS NULL)
BEGIN
    INSERT INTO search_todo SELECT id, 1 FROM comment INDEXED BY comment_of_page
        WHERE page = NEW.id ON CONFLICT (comment) DO NOTHING;
END;

CREATE INDEX comment_by_email ON comment (lower(author_email)) WHERE author_email IS NOT NULL;
CREATE INDEX moderation_log_editor ON moderation_log (editor, comment);
