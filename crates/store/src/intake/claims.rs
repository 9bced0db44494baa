//! Which records were there already, and which this file brings.
//!
//! A fingerprint is a random number: written one by one, each would touch a page of its own, and once the table is
//! larger than the cache each would be written to the log by itself. So they are gathered and written in their order,
//! which touches a page once for a whole batch.

use super::recognition::Fingerprint;
use crate::table::fingerprint;
use rusqlite::{Connection, Result};
use std::collections::HashMap;

/// How many are gathered, some 45 bytes each.
const BATCH: usize = 1_000_000;

/// The fingerprints of a file being taken in.
pub(super) struct Claims {
    /// Messages and conversations from here on are this file's.
    first_message: i64,
    first_conversation: i64,
    /// By conversation and fingerprint the message, as far as they are not in the table.
    gathered: HashMap<(i64, i64), i64>,
    /// Whether any of this file are in the table.
    written: bool,
    /// The earlier messages that this file holds as well.
    met: Bits,
    /// How often each content was met, of those that were met twice.
    repeated: HashMap<(i64, i64), u32>,
}

impl Claims {
    /// For a file whose messages and conversations have the ids from these on.
    pub(super) fn new(first_message: i64, first_conversation: i64) -> Self {
        Self {
            first_message,
            first_conversation,
            gathered: HashMap::new(),
            written: false,
            met: Bits::default(),
            repeated: HashMap::new(),
        }
    }

    /// Claims the fingerprint of a record for a message to be. Where it has been claimed before, the message that has it.
    /// To be asked once per record: saying the same twice within a minute is two messages.
    pub(super) fn claim(
        &mut self,
        connection: &Connection,
        conversation: i64,
        fingerprint: &Fingerprint,
        message: i64,
    ) -> Result<Option<i64>> {
        let first = fingerprint.first();
        let Some(known) = self.take(connection, (conversation, first), message)? else { return Ok(None) };
        let is_met = known >= self.first_message || self.met.holds(known);
        match fingerprint {
            Fingerprint::Content(content) if is_met => {
                let met = self.repeated.entry((conversation, first)).or_insert(1);
                *met += 1;
                let again = content.nth(*met);
                self.take(connection, (conversation, again), message)
            }
            _ => {
                self.met.add(known);
                Ok(Some(known))
            }
        }
    }

    /// The message that has a fingerprint.
    pub(super) fn holder(&self, connection: &Connection, place: (i64, i64)) -> Result<Option<i64>> {
        if let Some(known) = self.gathered.get(&place) {
            return Ok(Some(*known));
        }
        let (conversation, number) = place;
        if self.written || conversation < self.first_conversation {
            return fingerprint::message(connection, conversation, number);
        }
        Ok(None)
    }

    /// Notes that this file holds an earlier message; says whether that is new.
    pub(super) fn meet(&mut self, known: i64) -> bool {
        let is_new = !self.met.holds(known);
        self.met.add(known);
        is_new
    }

    /// Takes a place for a message, unless one has it: then says which.
    pub(super) fn take(
        &mut self,
        connection: &Connection,
        place: (i64, i64),
        message: i64,
    ) -> Result<Option<i64>> {
        if let Some(known) = self.holder(connection, place)? {
            return Ok(Some(known));
        }
        self.gathered.insert(place, message);
        if self.gathered.len() >= BATCH {
            self.write(connection)?;
        }
        Ok(None)
    }

    /// Writes what was gathered.
    pub(super) fn write(&mut self, connection: &Connection) -> Result<()> {
        let mut gathered: Vec<_> = self.gathered.drain().collect();
        gathered.sort_unstable();
        for ((conversation, number), message) in gathered {
            fingerprint::insert(connection, conversation, number, message)?;
        }
        self.written = true;
        Ok(())
    }
}

/// A set of ids, a bit each.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn add(&mut self, id: i64) {
        let (word, bit) = Self::place(id);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn holds(&self, id: i64) -> bool {
        let (word, bit) = Self::place(id);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(id: i64) -> (usize, u64) {
        (id as usize / 64, 1 << (id % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::recognition::Recognition;
    use yanju_model::{Platform, draft::MessageDraft};

    const CONVERSATION: i64 = 1;

    struct File<'c> {
        claims: Claims,
        connection: &'c Connection,
        next: i64,
    }

    impl<'c> File<'c> {
        fn new(connection: &'c Connection, next: i64) -> Self {
            let first_conversation = if next == 1 { CONVERSATION } else { CONVERSATION + 1 };
            Self { claims: Claims::new(next, first_conversation), connection, next }
        }

        /// Claims for the words, or for the id where they begin with a sign; `None` where they are new.
        fn meet(&mut self, words: &str) -> Option<i64> {
            let source_id = words.strip_prefix('#').map(str::to_owned);
            let draft = MessageDraft { source_id, ..MessageDraft::text(None, None, words) };
            let recognition = Recognition::new(&[7; 32], Platform::WeChat, "thread").unwrap();
            let fingerprint = recognition.of(&draft, None);
            let known = self.claims.claim(self.connection, CONVERSATION, &fingerprint, self.next).unwrap();
            self.next += i64::from(known.is_none());
            known
        }

        fn write(&mut self) {
            self.claims.write(self.connection).unwrap();
        }
    }

    fn database() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(include_str!("../../../../migrations/0001_create_records.sql")).unwrap();
        connection
    }

    #[test]
    fn the_same_words_again_are_another_message_and_the_same_id_is_not() {
        let database = database();
        let mut file = File::new(&database, 1);
        assert_eq!((file.meet("ok"), file.meet("ok"), file.meet("ok")), (None, None, None));
        assert_eq!((file.meet("#5"), file.meet("#5")), (None, Some(4)));
        file.write();
        assert_eq!((file.meet("ok"), file.meet("#5"), file.meet("well")), (None, Some(4), None));
    }

    #[test]
    fn a_file_that_holds_one_more_of_the_same_brings_one() {
        for is_written_between in [false, true] {
            let database = database();
            let mut earlier = File::new(&database, 1);
            assert_eq!((earlier.meet("ok"), earlier.meet("ok")), (None, None));
            earlier.write();
            let mut later = File::new(&database, 3);
            assert_eq!((later.meet("ok"), later.meet("ok")), (Some(1), Some(2)));
            if is_written_between {
                later.write();
            }
            assert_eq!((later.meet("ok"), later.meet("ok")), (None, None));
            later.write();
            let mut again = File::new(&database, 5);
            let met = [again.meet("ok"), again.meet("ok"), again.meet("ok"), again.meet("ok")];
            assert_eq!(met, [Some(1), Some(2), Some(3), Some(4)]);
        }
    }

    #[test]
    fn a_batch_is_written_in_between_and_nothing_is_claimed_twice() {
        let database = database();
        let mut file = File::new(&database, 1);
        for number in 0..3 {
            assert_eq!(file.meet(&format!("#{number}")), None);
        }
        file.write();
        assert_eq!((file.meet("#1"), file.meet("#3"), file.meet("#3")), (Some(2), None, Some(4)));
        file.write();
        let rows: i64 = database.query_row("SELECT count(*) FROM fingerprint", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 4);
    }
}
