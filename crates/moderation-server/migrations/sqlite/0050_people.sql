-- What each account is and where it works. Accounts of before could do everything everywhere, and
-- still can.
ALTER TABLE editor ADD COLUMN role TEXT NOT NULL DEFAULT 'administrator'
    CHECK (role IN ('editor', 'secretary', 'administrator'));
-- Sites and sections in JSON, [{"site": …, "section": …}]; everywhere where nothing stands here.
ALTER TABLE editor ADD COLUMN scope TEXT;

-- The same of the account that a link makes. Links of before were made by those who could do
-- everything, for one who could.
ALTER TABLE editor_invitation ADD COLUMN role TEXT NOT NULL DEFAULT 'administrator'
    CHECK (role IN ('editor', 'secretary', 'administrator'));
ALTER TABLE editor_invitation ADD COLUMN scope TEXT;
-- The account whose password the link sets, where it makes none.
ALTER TABLE editor_invitation ADD COLUMN resets INTEGER REFERENCES editor (id);

-- What changed, in words that programs read; part of the row's hash where there is any.
ALTER TABLE desk_log ADD COLUMN detail TEXT;

-- Browser and system of a session, as its list names them.
ALTER TABLE editor_session ADD COLUMN device TEXT NOT NULL DEFAULT '';
