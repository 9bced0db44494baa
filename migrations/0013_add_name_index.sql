-- Conversations of those who go by a name.
CREATE INDEX participant_name_by_folded ON participant_name (folded);
