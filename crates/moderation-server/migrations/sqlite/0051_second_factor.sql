-- The second factor of an account. What codes are made of is not here: it follows from the server's
-- key of this id, the account and the random bytes, so that who reads the database makes no codes.
CREATE TABLE second_factor (
    editor       INTEGER PRIMARY KEY REFERENCES editor (id),
    nonce        BLOB    NOT NULL,
    key_id       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    -- Nothing is asked for until the editor showed that his telephone makes the codes.
    confirmed_at INTEGER,
    -- The time step of the code used last; each code works once.
    last_step    INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Codes for whoever lost the telephone, each for once.
CREATE TABLE recovery_code (
    editor  INTEGER NOT NULL REFERENCES editor (id),
    -- Keyed hash.
    hash    BLOB    NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (editor, hash)
) STRICT, WITHOUT ROWID;
