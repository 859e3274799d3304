-- The desk's search looks at comments one after another; what has an index is found at once.
CREATE INDEX comment_by_email ON comment (lower(author_email), id) WHERE author_email IS NOT NULL;
CREATE INDEX moderation_log_editor ON moderation_log (editor, comment);

-- What texts of the same words and numbers share, whatever their marks, capitals and signs; nothing
-- for short ones, which many say.
CREATE FUNCTION search_same(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT CASE WHEN length(folded) >= 20 THEN md5(folded) END FROM (
        SELECT regexp_replace(
            lower(translate(
                regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'), 'Đđ', 'dd'
            ) COLLATE "C"),
            '[^a-z0-9]+', '', 'g'
        ) AS folded
    ) AS f
);
CREATE INDEX comment_same_text ON comment (search_same(text), id);
