-- Every organising act with both its states, so that it can be taken back and made again.

CREATE TABLE action (
    id     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    actor  TEXT    NOT NULL,
    at_ms  INTEGER NOT NULL,
    undone INTEGER NOT NULL
) STRICT;

-- target: an id as text (c17, m42, k3). before and after: the field's value, NULL for none.
CREATE TABLE change (
    action_id INTEGER NOT NULL REFERENCES action (id),
    position  INTEGER NOT NULL,
    target    TEXT    NOT NULL,
    field     TEXT    NOT NULL,
    before    TEXT,
    after     TEXT,
    PRIMARY KEY (action_id, position)
) STRICT, WITHOUT ROWID;
