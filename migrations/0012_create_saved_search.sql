-- Searches that the user keeps under a name, in the user's order. query: as it was typed, so that relative dates stay
-- relative; journalled like what is attached to records (change.target: s3, change.field: saved_search).
CREATE TABLE saved_search (
    id       INTEGER NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    folded   TEXT    NOT NULL UNIQUE,
    query    TEXT    NOT NULL
) STRICT;
