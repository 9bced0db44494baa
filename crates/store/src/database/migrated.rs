//! What single migrations make of what is there, and what the triggers they leave refuse.

use super::*;
use crate::arrangement::arrange;
use tempfile::TempDir;

const KEY: [u8; 32] = [7; 32];

#[test]
fn a_record_cannot_be_edited() {
    let dir = TempDir::new().unwrap();
    let database = Database::create(dir.path(), &KEY).unwrap();
    let writer = database.write().unwrap();
    let insert = "INSERT INTO conversation VALUES (1, 0, 'k', 't', 't', 1, 1, 0, 1, 0, 1, 0, NULL, NULL);
        INSERT INTO content VALUES (1, 'x', 1); INSERT INTO import VALUES (1, 0);
        INSERT INTO file VALUES (1, 1, 1, '', '', '', '', NULL, '[]', 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0);
        INSERT INTO message VALUES (1, 1, 1, 1, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 'words', NULL);";
    writer.execute_batch(insert).unwrap();
    for column in ["text", "sent_at_ms", "stated_time", "sender_id", "kind", "recalled"] {
        let edit = format!("UPDATE message SET {column} = 0");
        assert!(writer.execute(&edit, []).is_err(), "{column} is evidence");
    }
    assert_eq!(writer.execute("UPDATE message SET seq = 2", []).unwrap(), 1, "the place may move");
    let stated = "UPDATE message SET sent_at_ms = -3600000, offset_minutes = 60";
    assert!(writer.execute(stated, []).is_err(), "a stated time is evidence, the offset included");
}

#[test]
fn an_assumed_time_keeps_its_clock() {
    let dir = TempDir::new().unwrap();
    let database = Database::create(dir.path(), &KEY).unwrap();
    let connection = database.writer.lock().unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let insert =
        "INSERT INTO message VALUES (?1, 1, ?1, 1, NULL, NULL, 0, 480, 3, ?1, 0, 0, 0, 'words', NULL)";
    // Of a clock that was read in an assumed zone, and of a count from an epoch.
    for basis in [1, 2] {
        connection.execute(insert, [basis]).unwrap();
    }
    let read = |basis: i64, sent_at_ms: i64, offset: i64| {
        let edit = "UPDATE message SET sent_at_ms = ?2, offset_minutes = ?3 WHERE id = ?1";
        connection.execute(edit, (basis, sent_at_ms, offset)).is_ok()
    };
    assert!(read(1, 480 * 60_000, 0), "the same reading in another zone");
    assert!(!read(1, 0, 0), "another reading");
    assert!(!read(1, 480 * 60_000, 60), "another reading by its offset");
    assert!(read(2, 0, 60), "the same moment in another zone");
    assert!(!read(2, 60_000, 59), "another moment");
}

/// A database as it was before a migration, holding `rows`, brought to the present.
fn migrated(before: &str, rows: &str) -> (Connection, TempDir) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE);
    let mut older = connection(&path, &key_literal(&KEY), 1024, Missing::Create).unwrap();
    let earlier = MIGRATIONS.iter().take_while(|migration| !migration.contains(before)).count();
    migrate(&mut older, &path, &MIGRATIONS[..earlier], Former::Copy).unwrap();
    older.pragma_update(None, "foreign_keys", false).unwrap();
    older.execute_batch(rows).unwrap();
    migrate(&mut older, &path, MIGRATIONS, Former::Elsewhere).unwrap();
    (older, dir)
}

fn numbers<const N: usize>(connection: &Connection, sql: &str) -> Vec<[i64; N]> {
    let mut statement = connection.prepare(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        let mut numbers = [0; N];
        for (at, number) in numbers.iter_mut().enumerate() {
            *number = row.get::<_, Option<i64>>(at)?.unwrap_or_default();
        }
        Ok(numbers)
    };
    statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A message: id, place, file, time, offset, precision, basis.
fn message([id, seq, file, at, offset, precision, basis]: [i64; 7]) -> String {
    format!(
        "INSERT INTO message VALUES ({id}, 1, {seq}, {file}, NULL, NULL, {at}, {offset}, {precision}, {basis}, 0, 0, 0, '');"
    )
}

#[test]
fn undated_messages_are_tied_to_the_one_before_them() {
    let rows: String = [
        [1, 1, 1, 0, 0, 0, 1],
        [2, 2, 1, 9000, 480, 3, 1],
        [3, 3, 1, 9000, 0, 0, 1],
        [4, 4, 1, 9000, 0, 0, 1],
        [5, 5, 1, 9500, 60, 3, 0],
        [6, 6, 1, 9500, 0, 0, 1],
        [7, 7, 2, 9700, 0, 0, 1],
    ]
    .map(message)
    .concat();
    let (database, _dir) = migrated("DROP TRIGGER message_is_written_once", &rows);
    let now = numbers(&database, "SELECT id, sent_at_ms, offset_minutes, basis FROM message ORDER BY id");
    let expected = [
        [1, 0, 0, 0],
        [2, 9000, 480, 1],
        [3, 9000, 480, 1],
        [4, 9000, 480, 1],
        [5, 9500, 60, 0],
        [6, 9500, 60, 0],
        [7, 9700, 0, 0],
    ];
    assert_eq!(now, expected, "one whose neighbour is not known goes nowhere");
}

#[test]
fn messages_that_stand_among_earlier_ones_of_their_time_stay_there() {
    // Of one minute: file 1 brought 1 and 2; file 2 put 3 between them and 4 before both; file 3 put 5 behind 3, and 6 at
    // the end. 7 is of another minute.
    let places = [(4, 1, 2), (1, 2, 1), (3, 3, 2), (5, 4, 3), (2, 5, 1), (6, 6, 3)];
    let mut rows: String = places.map(|(id, seq, file)| message([id, seq, file, 60_000, 0, 2, 1])).concat();
    rows += &message([7, 7, 3, 120_000, 0, 2, 1]);
    rows += "INSERT INTO origin (conversation_id, file_id) VALUES (1, 1), (1, 2), (1, 3)";
    let (database, _dir) = migrated("CREATE TABLE beside", &rows);
    let order = || numbers::<2>(&database, "SELECT seq, id FROM message ORDER BY seq");
    let before = order();
    let beside = numbers(&database, "SELECT first_message, after_message, before_message FROM beside");
    assert_eq!(beside, [[3, 1, 2], [4, 0, 1], [5, 3, 2]], "what time and arrival do not tell");
    database.execute("UPDATE message SET seq = id", []).unwrap();
    arrange(&database, 1).unwrap();
    assert_eq!(order(), before, "the places follow from it");
}
