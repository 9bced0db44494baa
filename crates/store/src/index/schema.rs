//! The fields of the index. It keeps no text but what is recognised in it: only what finds.

use crate::index::need::Flag;
use sha2::{Digest as _, Sha256};
use tantivy::{
    IndexSettings, IndexSortByField, Order,
    schema::{
        BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
    },
    store::Compressor,
};
use yanju_model::{ConversationId, EntityKind, Kind, ParticipantId, Platform, Role, entity::hundredths};

/// What is cut into grams and how: another way is another name, and so a new index. The engine takes it for the name of a
/// tokenizer, which it never needs: it is given no text (see `segment_writer`).
const GRAMS: &str = "grams-3";

/// The time that documents are sorted by, latest first.
pub(super) const SENT_AT: &str = "sent_at";
/// The message's id.
pub(super) const ID: &str = "id";
/// Its conversation's id.
pub(super) const CONVERSATION: &str = "conversation";

/// How many characters its words have, as far as that is told apart.
pub(super) const LENGTH: &str = "length";

/// Handles to the fields that are looked up.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// Grams of the folded texts.
    pub(super) grams: Field,
    /// Everything else that is looked up: see [`Fact`].
    pub(super) facts: Field,
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(GRAMS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let fields = Fields {
        grams: schema.add_text_field("grams", TextOptions::default().set_indexing_options(indexing)),
        facts: schema.add_bytes_field("facts", BytesOptions::default().set_indexed()),
    };
    for column in [SENT_AT, ID, CONVERSATION, LENGTH] {
        schema.add_i64_field(column, NumericOptions::default().set_fast());
    }
    (schema.build(), fields)
}

/// Latest first, so that the natural order of documents is the order of answers.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: SENT_AT.to_owned(), order: Order::Desc }),
        // Documents store nothing; what the engine writes of each all the same, it packs.
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// A looked-up property of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fact {
    Conversation(ConversationId),
    Sender(ParticipantId),
    Platform(Platform),
    Role(Role),
    Kind(Kind),
    Flag(Flag),
    Recognised(EntityKind),
}

impl Fact {
    /// The term: a letter for what it is about, and the value, big-endian without leading zeros.
    pub(super) fn term(self) -> Vec<u8> {
        let (about, value) = match self {
            Self::Conversation(id) => (b'c', id.0),
            Self::Sender(id) => (b's', id.0),
            Self::Platform(platform) => (b'p', i64::from(platform as u8)),
            Self::Role(role) => (b'r', i64::from(role as u8)),
            Self::Kind(kind) => (b'k', i64::from(kind as u8)),
            Self::Flag(flag) => (b'f', i64::from(flag as u8)),
            Self::Recognised(kind) => (b'e', i64::from(kind as u8)),
        };
        let digits = value.to_be_bytes();
        std::iter::once(about).chain(digits.into_iter().skip_while(|byte| *byte == 0)).collect()
    }
}

/// Bytes of a value that stand in its term as they are; of a longer one its digest does.
const VALUE_BYTES: usize = 40;

/// The term of a recognised value. Sums stand in the order of their size, whatever their currency.
pub(super) fn value_term(kind: EntityKind, value: &str) -> Vec<u8> {
    if let Some(hundredths) = hundredths(value).filter(|_| kind == EntityKind::Amount) {
        return amount_term(hundredths);
    }
    let mut term = vec![b'v', kind as u8];
    if value.len() <= VALUE_BYTES {
        term.extend(value.as_bytes());
    } else {
        // No value begins so.
        term.push(0);
        term.extend(Sha256::digest(value));
    }
    term
}

/// The term of a sum, which is not negative.
pub(super) fn amount_term(hundredths: i64) -> Vec<u8> {
    std::iter::once(b'a').chain(hundredths.max(0).to_be_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stand_in_the_order_of_their_size_whatever_their_currency() {
        let sums = ["0.01", "CNY 9.99", "USD 10.00", "99.00", "CNY 100.00", "CNY 12345678.90"];
        let terms: Vec<_> = sums.iter().map(|sum| value_term(EntityKind::Amount, sum)).collect();
        assert!(terms.is_sorted() && terms.windows(2).all(|two| two[0] != two[1]));
        assert_eq!(value_term(EntityKind::Amount, "99.00"), value_term(EntityKind::Amount, "CNY 99.00"));
    }

    #[test]
    fn a_term_is_bounded_and_no_two_values_share_one() {
        let long = "http://a.example/".repeat(1000);
        let terms = [
            value_term(EntityKind::Link, &long),
            value_term(EntityKind::Link, &long[1..]),
            value_term(EntityKind::Link, "http://a.example/"),
            value_term(EntityKind::Email, "http://a.example/"),
        ];
        assert!(terms.iter().all(|term| term.len() <= 42));
        for (place, term) in terms.iter().enumerate() {
            assert!(!terms[..place].contains(term));
        }
    }
}
