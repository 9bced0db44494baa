-- What a source calls a person, folded as names are, so that they are found by it. Derived. Of ids stored before this step,
-- which are Latin letters and digits, folding is writing them small.
ALTER TABLE participant ADD COLUMN folded_key TEXT;
UPDATE participant SET folded_key = lower(substr(identity, 2)) WHERE substr(identity, 1, 1) = 'k';
CREATE INDEX participant_by_key ON participant (folded_key) WHERE folded_key IS NOT NULL;
