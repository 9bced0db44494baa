//! Identifiers: one newtype per noun, so that a message can never be looked up as a conversation.
//!
//! In text an id is one letter and a decimal number (`m128402`, `c17`): short enough to type at a prompt,
//! and never mistaken for a search word of another kind. An id is valid within one vault.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A text that is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{text}» is not an id of the form {letter}123")]
pub struct NotAnId {
    text: String,
    letter: char,
}

impl NotAnId {
    /// What was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What an id looks like.
    pub fn example(&self) -> String {
        format!("{}123", self.letter)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $letter:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix($letter)
                    .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
                    .and_then(|digits| digits.parse().ok())
                    .map(Self)
                    .ok_or_else(|| NotAnId { text: text.to_owned(), letter: $letter })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One utterance or system event.
    MessageId = 'm';
    /// A thread between participants on one platform.
    ConversationId = 'c';
    /// A person or bot in one conversation.
    ParticipantId = 'p';
    /// One act of importing.
    ImportId = 'i';
    /// One file of an import.
    FileId = 'f';
    /// A file that belongs to a message.
    AttachmentId = 'a';
    /// A category of the user's list.
    CategoryId = 'k';
    /// A search that is kept under a name.
    SavedSearchId = 's';
    /// One organising act that can be undone.
    ActionId = 'u';
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_another_kind_is_refused() {
        assert_eq!("m42".parse(), Ok(MessageId(42)));
        assert_eq!(MessageId(42).to_string(), "m42");
        assert!("c42".parse::<MessageId>().is_err(), "a conversation is not a message");
        assert!("m-1".parse::<MessageId>().is_err(), "ids are never negative");
        assert!("m".parse::<MessageId>().is_err(), "a letter alone names nothing");
    }
}
