-- What people add beside the records. message_id 0 means the whole conversation.

CREATE TABLE category (
    id               INTEGER NOT NULL PRIMARY KEY,
    position         INTEGER NOT NULL,
    name             TEXT    NOT NULL,
    folded           TEXT    NOT NULL UNIQUE,
    color            INTEGER NOT NULL,
    baseline_percent INTEGER
) STRICT;

-- A keyword in its first spelling; the folded form decides whether two are the same.
CREATE TABLE tag (
    id     INTEGER NOT NULL PRIMARY KEY,
    name   TEXT    NOT NULL,
    folded TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE tagging (
    tag_id          INTEGER NOT NULL REFERENCES tag (id),
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    message_id      INTEGER NOT NULL,
    PRIMARY KEY (tag_id, conversation_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagging_by_target ON tagging (conversation_id, message_id);

-- The single-valued annotations of one target; a row with nothing in it is removed.
CREATE TABLE annotation (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    message_id      INTEGER NOT NULL,
    ticket          TEXT,
    folded_ticket   TEXT,
    category_id     INTEGER REFERENCES category (id),
    note            TEXT,
    starred         INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_by_ticket ON annotation (ticket, folded_ticket) WHERE ticket IS NOT NULL;
CREATE INDEX annotation_by_category ON annotation (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX annotation_by_star ON annotation (conversation_id, message_id) WHERE starred = 1;
