-- An editor who left the house: the name stays in the log, the account opens nothing.
ALTER TABLE editor ADD COLUMN disabled_at INTEGER;
