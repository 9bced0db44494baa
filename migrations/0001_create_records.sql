-- What was imported: written once, never edited. Counters and places are derived and may move.

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes kept in blobs/: originals and attachments. Equal bytes are one row.
CREATE TABLE content (
    id     INTEGER NOT NULL PRIMARY KEY,
    sha256 TEXT    NOT NULL UNIQUE,
    bytes  INTEGER NOT NULL
) STRICT;

-- One act of importing.
CREATE TABLE import (
    id             INTEGER NOT NULL PRIMARY KEY,
    imported_at_ms INTEGER NOT NULL
) STRICT;

-- One file of it.
CREATE TABLE file (
    id            INTEGER NOT NULL PRIMARY KEY,
    import_id     INTEGER NOT NULL REFERENCES import (id),
    content_id    INTEGER NOT NULL REFERENCES content (id),
    name          TEXT    NOT NULL,
    format        TEXT    NOT NULL,
    zone          TEXT    NOT NULL, -- 'source' or 'assumed:<IANA zone>'
    encoding      TEXT    NOT NULL,
    date_order    TEXT,             -- NULL: the format leaves nothing open
    partial       TEXT    NOT NULL, -- JSON array of reasons
    messages      INTEGER NOT NULL,
    events        INTEGER NOT NULL,
    conversations INTEGER NOT NULL,
    participants  INTEGER NOT NULL,
    attachments   INTEGER NOT NULL,
    duplicates    INTEGER NOT NULL
) STRICT;
CREATE INDEX file_by_content ON file (content_id);

-- Doubts about a file, in the order they arose.
CREATE TABLE warning (
    file_id  INTEGER NOT NULL REFERENCES file (id),
    position INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    place    TEXT    NOT NULL,
    detail   TEXT    NOT NULL,
    PRIMARY KEY (file_id, position)
) STRICT, WITHOUT ROWID;

-- A thread. first_* and last_* are the ends of its order (sent_at_ms, id); *_dated skip undated messages.
CREATE TABLE conversation (
    id               INTEGER NOT NULL PRIMARY KEY,
    platform         INTEGER NOT NULL,
    key              TEXT    NOT NULL,
    title            TEXT    NOT NULL,
    folded_title     TEXT    NOT NULL,
    named            INTEGER NOT NULL, -- 0: the title is made of the participants' names
    messages         INTEGER NOT NULL, -- utterances
    events           INTEGER NOT NULL,
    first_message    INTEGER NOT NULL,
    first_sent_at_ms INTEGER NOT NULL,
    last_message     INTEGER NOT NULL,
    last_sent_at_ms  INTEGER NOT NULL,
    first_dated      INTEGER,
    last_dated       INTEGER,
    UNIQUE (platform, key)
) STRICT;
CREATE INDEX conversation_by_first ON conversation (first_sent_at_ms, first_message);
CREATE INDEX conversation_by_last ON conversation (last_sent_at_ms, last_message);
CREATE INDEX conversation_weight ON conversation (platform, messages, events);

-- Which files a thread came from, duplicates included.
CREATE TABLE origin (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    file_id         INTEGER NOT NULL REFERENCES file (id),
    PRIMARY KEY (conversation_id, file_id)
) STRICT, WITHOUT ROWID;

-- Someone who wrote in a thread. identity: 'k' and the source's id, else 'n' and the name.
CREATE TABLE participant (
    id              INTEGER NOT NULL PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    identity        TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    role            INTEGER NOT NULL,
    messages        INTEGER NOT NULL,
    UNIQUE (conversation_id, identity)
) STRICT;

-- Every name a participant went by.
CREATE TABLE participant_name (
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    name           TEXT    NOT NULL,
    folded         TEXT    NOT NULL,
    PRIMARY KEY (participant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    id              INTEGER NOT NULL PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    seq             INTEGER NOT NULL, -- place in the thread from 1, by (sent_at_ms, id)
    file_id         INTEGER NOT NULL REFERENCES file (id),
    sender_id       INTEGER REFERENCES participant (id), -- NULL: an event
    stated_name     TEXT,             -- the writer's name in this message, where it is not the participant's
    sent_at_ms      INTEGER NOT NULL, -- UTC; undated: that of the message before it
    offset_minutes  INTEGER NOT NULL,
    precision       INTEGER NOT NULL,
    basis           INTEGER NOT NULL,
    kind            INTEGER NOT NULL,
    recalled        INTEGER NOT NULL,
    attachments     INTEGER NOT NULL, -- how many
    text            TEXT    NOT NULL
) STRICT;
CREATE INDEX message_by_place ON message (conversation_id, seq);

-- Everything but the place is evidence.
CREATE TRIGGER message_is_written_once
BEFORE UPDATE OF id, conversation_id, file_id, sender_id, stated_name, sent_at_ms, offset_minutes, precision,
    basis, kind, recalled, attachments, text ON message
BEGIN
    SELECT RAISE(ABORT, 'a message is written once');
END;

-- By what a record is known again: 8 bytes of a keyed hash.
CREATE TABLE fingerprint (
    conversation_id INTEGER NOT NULL,
    fingerprint     INTEGER NOT NULL,
    message_id      INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, fingerprint)
) STRICT, WITHOUT ROWID;

-- What a message answers. The answered one is named by fingerprint: it may be imported later.
CREATE TABLE reply (
    message_id INTEGER NOT NULL PRIMARY KEY REFERENCES message (id),
    answered   INTEGER,
    quote      TEXT    NOT NULL
) STRICT;

CREATE TABLE attachment (
    id         INTEGER NOT NULL PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id),
    name       TEXT    NOT NULL,
    content_id INTEGER REFERENCES content (id) -- NULL: the source mentions the file but does not hold it
) STRICT;
CREATE INDEX attachment_by_message ON attachment (message_id);

-- What the search index has to follow. A row the index has applied is inert; a later intake removes it.
CREATE TABLE outbox (
    seq           INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    change        INTEGER NOT NULL, -- 0: the index does not know these messages; 1: it knows them otherwise
    first_message INTEGER NOT NULL,
    last_message  INTEGER NOT NULL
) STRICT;
