//! How a record is known again: its fingerprint.
//!
//! A keyed hash, because an unkeyed one would let somebody with the database pages but not the text test
//! guesses. Eight bytes, compared within one conversation only.

use crate::{Error, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use yanju_model::{
    Platform, SourceTime,
    draft::{MessageDraft, Sender},
};

/// What begins a fingerprint by the source's id, and one by content: neither can be taken for the other.
const BY_ID: u8 = 1;
const BY_CONTENT: u8 = 2;
/// And one by a further id and what is said there.
const BY_ALIAS: u8 = 3;

/// Fingerprints the records of one conversation.
pub(super) struct Recognition {
    keyed: Hmac<Sha256>,
}

/// By what a record is known again.
pub(super) enum Fingerprint {
    /// The source's id of it.
    Id(i64),
    /// What it says. Several records may say the same.
    Content(Content),
}

/// What records say that say the same.
pub(super) struct Content(Hmac<Sha256>);

impl Recognition {
    /// For the conversation of a platform and key.
    pub(super) fn new(key: &[u8; 32], platform: Platform, conversation: &str) -> Result<Self> {
        let mut keyed = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Error::damaged("fingerprint key"))?;
        text(&mut keyed, platform.name());
        text(&mut keyed, conversation);
        Ok(Self { keyed })
    }

    /// The fingerprint of a record with a source id.
    pub(super) fn of_id(&self, source_id: &str) -> i64 {
        let mut hash = self.keyed.clone();
        hash.update(&[BY_ID]);
        text(&mut hash, source_id);
        first_eight(hash)
    }

    /// The fingerprint of a record and the identity of its writer.
    pub(super) fn of(&self, draft: &MessageDraft, writer: Option<&str>) -> Fingerprint {
        match &draft.source_id {
            Some(id) => Fingerprint::Id(self.of_id(id)),
            None => self.of_content(draft, writer),
        }
    }

    /// The same, whatever its id.
    pub(super) fn of_content(&self, draft: &MessageDraft, writer: Option<&str>) -> Fingerprint {
        let mut hash = self.keyed.clone();
        hash.update(&[BY_CONTENT, draft.kind as u8]);
        // An identity is never empty: no writer is like no other.
        text(&mut hash, writer.unwrap_or_default());
        time(&mut hash, draft.sent_at);
        text(&mut hash, &draft.text);
        if let Some(stated) = &draft.stated_time {
            text(&mut hash, stated);
        }
        Fingerprint::Content(Content(hash))
    }
}

impl Recognition {
    /// The fingerprint of what a record says under a further id. Another source may leave other gaps between its words.
    pub(super) fn of_alias(&self, alias: &str, draft: &MessageDraft, writer: Option<&str>) -> i64 {
        let mut hash = self.keyed.clone();
        hash.update(&[BY_ALIAS]);
        text(&mut hash, alias);
        text(&mut hash, writer.unwrap_or_default());
        time(&mut hash, draft.sent_at);
        for word in draft.text.split_whitespace() {
            text(&mut hash, word);
        }
        first_eight(hash)
    }
}

impl Fingerprint {
    /// That of the record with this id, or of the first with this content.
    pub(super) fn first(&self) -> i64 {
        match self {
            Self::Id(id) => *id,
            Self::Content(Content(hash)) => first_eight(hash.clone()),
        }
    }
}

impl Content {
    /// That of a further record with this content, from the second on.
    pub(super) fn nth(&self, n: u32) -> i64 {
        let mut hash = self.0.clone();
        hash.update(&n.to_le_bytes());
        first_eight(hash)
    }
}

/// Who somebody is in a conversation: the source's id where it has one, else the name.
pub(super) fn identity(sender: &Sender) -> String {
    match &sender.key {
        Some(key) => format!("k{key}"),
        None => format!("n{}", sender.name),
    }
}

/// A wall clock is hashed as it reads: importing a file again in another zone adds nothing.
fn time(hash: &mut Hmac<Sha256>, sent_at: Option<SourceTime>) {
    let (basis, ms) = match sent_at {
        None => (0_u8, 0),
        Some(SourceTime::Local(local, _)) => (1, local.and_utc().timestamp_millis()),
        Some(SourceTime::Fixed(at, _, _)) => (2, at.timestamp_millis()),
    };
    hash.update(&[basis]);
    hash.update(&ms.to_le_bytes());
}

/// Texts are preceded by their length, so that no two sequences of fields hash alike.
fn text(hash: &mut Hmac<Sha256>, text: &str) {
    hash.update(&(text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

fn first_eight(hash: Hmac<Sha256>) -> i64 {
    let bytes = hash.finalize().into_bytes();
    bytes.iter().take(8).fold(0, |number: i64, byte| number << 8 | i64::from(*byte))
}
