-- What was done with the vault, one row an act. Rows are only ever added; link chains each to all before it.

CREATE TABLE log (
    seq    INTEGER NOT NULL PRIMARY KEY, -- 1, 2, 3 … without a gap
    at_ms  INTEGER NOT NULL,             -- UTC
    actor  TEXT    NOT NULL,
    act    TEXT    NOT NULL,
    detail TEXT    NOT NULL,             -- JSON object of texts
    link   BLOB    NOT NULL              -- keyed hash of this row and the link before it
) STRICT;

CREATE TRIGGER log_is_not_edited BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;

CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is written once');
END;
