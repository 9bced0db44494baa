//! The encrypted vault on disk: keys, database, originals and attachments, and the derived search index.
//!
//! One type is its face: [`Vault`]. Nothing here parses a chat export, asks the time or starts a thread; what
//! is imported comes in as drafts through an [`Intake`], and the clock comes in as a number.
//!
//! The database is the truth. The index holds nothing of its own: it can be deleted at any time and is
//! rebuilt. A message is findable the moment its transaction commits, because what the index does not yet
//! hold is scanned.

mod annotate;
mod answer;
mod blobs;
mod database;
mod error;
mod founding;
mod index;
mod indexing;
mod intake;
mod keys;
mod lock;
mod sealed;
mod search;
mod table;
mod vault;

pub use answer::{
    Actor, ConversationMatch, ConversationMatches, Facets, Found, Hit, NewCategory, NewFile, Noun, Origin,
    Outcome, Page, Presence, Receipt, Setup, Stats, Suggestion, Timeline,
};
pub use blobs::{SealedReader, Staged, StagedBytes};
pub use error::{Error, Result};
pub use founding::presence;
pub use intake::Intake;
pub use keys::{KdfCost, Password, Way, harden, ways_in};
pub use vault::Vault;
