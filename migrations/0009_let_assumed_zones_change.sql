-- The reading of a clock is evidence; the zone that was assumed for it is not, and may be another one later.

DROP TRIGGER message_is_written_once;

-- Undated messages stand at the time of the one before them in their source, and now also at its offset and on its
-- word, so that they go where it goes. One whose neighbour is not known stays where it is.
UPDATE message SET offset_minutes = coalesce(stood.offset_minutes, 0), basis = coalesce(stood.basis, 0) FROM (
    SELECT undated.id, dated.offset_minutes, dated.basis
    FROM (
        SELECT id, conversation_id, sent_at_ms, precision,
            max(CASE WHEN precision <> 0 THEN seq END) OVER (PARTITION BY conversation_id ORDER BY seq) AS neighbour
        FROM message WHERE conversation_id IN (SELECT conversation_id FROM message WHERE precision = 0)
    ) AS undated
        LEFT JOIN message AS dated ON dated.conversation_id = undated.conversation_id
            AND dated.seq = undated.neighbour AND dated.sent_at_ms = undated.sent_at_ms
    WHERE undated.precision = 0
) AS stood WHERE stood.id = message.id;

-- Everything but the place and the assumed zone is evidence. basis 2: the source counts from an epoch, and the offset
-- is that of the zone assumed beside.
CREATE TRIGGER message_is_written_once
BEFORE UPDATE OF id, conversation_id, file_id, sender_id, stated_name, precision, basis, kind, recalled, attachments,
    text ON message
BEGIN
    SELECT RAISE(ABORT, 'a message is written once');
END;

CREATE TRIGGER message_keeps_its_clock
BEFORE UPDATE OF sent_at_ms, offset_minutes ON message
WHEN NOT (
    (OLD.basis = 1 AND NEW.sent_at_ms + NEW.offset_minutes * 60000 = OLD.sent_at_ms + OLD.offset_minutes * 60000)
    OR (OLD.basis = 2 AND NEW.sent_at_ms = OLD.sent_at_ms))
BEGIN
    SELECT RAISE(ABORT, 'a message keeps the clock of its source');
END;

-- Where new messages of a file, met one after another in a conversation, stood in it: after which message that was
-- known before, and before which. Of messages of one time it decides their order, whatever the zone.
CREATE TABLE beside (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    first_message   INTEGER NOT NULL REFERENCES message (id),
    last_message    INTEGER NOT NULL REFERENCES message (id),
    after_message   INTEGER REFERENCES message (id),
    before_message  INTEGER REFERENCES message (id),
    PRIMARY KEY (conversation_id, first_message)
) STRICT, WITHOUT ROWID;

-- Those that already stand among earlier ones of their time.
INSERT INTO beside (conversation_id, first_message, last_message, after_message, before_message)
SELECT conversation_id, id, id,
    (SELECT id FROM message WHERE message.conversation_id = placed.conversation_id
        AND message.seq >= placed.begins AND message.seq < placed.seq AND message.file_id < placed.file_id
        ORDER BY message.seq DESC LIMIT 1),
    (SELECT id FROM message WHERE message.conversation_id = placed.conversation_id
        AND message.seq > placed.seq AND message.seq <= placed.ends AND message.file_id < placed.file_id
        ORDER BY message.seq LIMIT 1)
FROM (
    SELECT id, conversation_id, file_id, seq,
        min(seq) OVER of_one_time AS begins, max(seq) OVER of_one_time AS ends,
        min(file_id) OVER (PARTITION BY conversation_id, sent_at_ms ORDER BY seq
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS earliest_behind
    FROM message
    WHERE conversation_id IN (SELECT conversation_id FROM origin GROUP BY conversation_id HAVING count(*) > 1)
    WINDOW of_one_time AS (PARTITION BY conversation_id, sent_at_ms)
) AS placed
WHERE earliest_behind < file_id;

-- How far a source reaches by its own clock, and by the times it states itself; first_dated_ms and last_dated_ms follow
-- from these and the zone. Of sources imported before this step, all times are taken to be of the kind that the file
-- as a whole is of.
ALTER TABLE origin ADD COLUMN first_clock_ms INTEGER;
ALTER TABLE origin ADD COLUMN last_clock_ms INTEGER;
ALTER TABLE origin ADD COLUMN first_stated_ms INTEGER;
ALTER TABLE origin ADD COLUMN last_stated_ms INTEGER;
CREATE INDEX origin_by_file ON origin (file_id);
