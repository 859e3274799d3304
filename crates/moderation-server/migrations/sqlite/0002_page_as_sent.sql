-- The article as a comment's own page named it, where that differs from what is known of it.
-- It becomes the article's only when an editor publishes the comment and so has seen it: whoever
-- comments first under somebody else's page id cannot choose where Bình luận nhiều leads.
ALTER TABLE comment ADD COLUMN sent_page_url TEXT;
ALTER TABLE comment ADD COLUMN sent_page_title TEXT;
ALTER TABLE comment ADD COLUMN sent_page_section TEXT;
