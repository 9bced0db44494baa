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
mod arrangement;
mod attempts;
mod backup;
mod blobs;
mod database;
mod entity;
mod error;
mod examine;
mod founding;
mod inbox;
mod index;
mod indexing;
mod intake;
mod keys;
mod lock;
mod log;
mod people;
mod radar;
mod remembered;
mod rules;
mod sealed;
mod search;
mod table;
mod vault;
mod ways;
mod zone;

pub use answer::{
    Actor, Breakdown, ConversationMatch, ConversationMatches, EditKind, Facets, Found, Hit, NewCategory,
    NewFile, Noun, Origin, Outcome, Page, Presence, Receipt, RecognisedValue, Related, Setup, Share, Stats,
    Suggestion, Taken, Timeline,
};
pub use attempts::note_failed_attempt;
pub use backup::{
    Attempt, Backup, Check, Extent, Holdings, Order as BackupOrder, Part, Plan, Rehearsal, Retention,
    Schedule, Snapshot, Taken as BackupTaken, kept,
};
pub use blobs::{SealedReader, Staged, StagedBytes};
pub use error::{Error, Result};
pub use examine::{Examination, VaultPart, Verdict};
pub use founding::presence;
pub use inbox::{Inbox, InboxFate, InboxFile, InboxMemory};
pub use intake::Intake;
pub use keys::{
    Credential, DeviceSecret, KdfCost, Password, RecoveryWords, WayIn, WordList, WordsFault, harden,
    random_token, ways_offered,
};
pub use log::{LogEntry, LogPage};
pub use radar::Kept;
pub use search::{Stretch, Typed};
pub use vault::{SaidColumns, Vault};
pub use ways::{WaysIn, ways_in};
