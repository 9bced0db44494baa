-- What was said of records and files after their own sources were silent.
-- (Of messages with one time, message.seq since keeps the order of their files, not that of their ids.)

-- A later source says that a message was recalled. The record stays as it came.
CREATE TABLE recall (
    message_id INTEGER NOT NULL PRIMARY KEY REFERENCES message (id),
    file_id    INTEGER NOT NULL REFERENCES file (id) -- the one that says so
) STRICT;

-- What the user said when the file was imported first; NULL: nothing.
ALTER TABLE file ADD COLUMN given_title TEXT;
ALTER TABLE file ADD COLUMN given_platform INTEGER;
