-- Whom the user says a participant is the same person as: one of the same conversation that is nobody else's. No record
-- changes by it, and it is journalled like what is attached to records (change.target: p3, change.field: same_as).
ALTER TABLE participant ADD COLUMN same_as INTEGER REFERENCES participant (id);
-- The role of the person, where it is not the participant's own. Derived.
ALTER TABLE participant ADD COLUMN shared_role INTEGER;
CREATE INDEX participant_by_person ON participant (same_as) WHERE same_as IS NOT NULL;
