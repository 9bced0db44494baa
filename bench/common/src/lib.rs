//! What every peer of the bench shares: the records, the questions, and how one is asked them over a pipe.
//!
//! Knows no peer and takes no library that a peer could mind.

mod clock;
mod question;
mod said;
mod serve;

pub use clock::{Cost, measured, memory_used};
pub use question::{Part, Question};
pub use said::{Said, read};
pub use serve::{Answer, Outcome, Peer, file_bytes, serve};
