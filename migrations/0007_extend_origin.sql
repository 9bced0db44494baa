-- How far each source reaches in a conversation, duplicates included, and what is missing in between by the numbers of
-- its own messages. Sources imported before this step say nothing: their messages tell how far they reach.
ALTER TABLE origin ADD COLUMN first_dated_ms INTEGER;
ALTER TABLE origin ADD COLUMN last_dated_ms INTEGER;
ALTER TABLE origin ADD COLUMN missing_ids INTEGER NOT NULL DEFAULT 0;
ALTER TABLE origin ADD COLUMN missing_ranges TEXT NOT NULL DEFAULT '[]'; -- the first few, as pairs

-- Whether a source says of itself that it is all there.
ALTER TABLE file ADD COLUMN states_all INTEGER NOT NULL DEFAULT 0;
