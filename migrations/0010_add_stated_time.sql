-- What the source says of a time that is no moment, such as a clock without a day; NULL: nothing.
ALTER TABLE message ADD COLUMN stated_time TEXT;

CREATE TRIGGER message_keeps_its_stated_time BEFORE UPDATE OF stated_time ON message
BEGIN
    SELECT RAISE(ABORT, 'a message is written once');
END;
