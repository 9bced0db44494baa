//! The verbs of the program: import, search, annotate, export, over one open vault.
//!
//! Here live the clock, threads and policy. Bytes are read in `formats` and kept in `store`; the faces
//! (command line and window) call [`Session`] with the types of [`api`] and show what comes back.

mod annotate;
pub mod api;
mod backup;
pub mod clock;
mod completeness;
mod confirm;
mod demo;
mod export;
mod failure;
mod idle;
mod import;
mod inbox;
pub mod keychain;
mod keys;
mod library;
mod places;
pub mod query;
mod radar;
mod recognition;
mod related;
mod rows;
mod saved;
mod session;
mod suggest;
mod transcript;
mod watch;
mod zone;

pub use demo::PASSWORD as DEMO_PASSWORD;
pub use idle::Why;
pub use import::{STDIN, formats};
pub use keys::PASSWORD_MIN;
pub use places::Places;
pub use session::Session;
pub use yanju_model::{
    job::{Job, Phase, Progress},
    query::Sort,
};
pub use yanju_store::{DeviceSecret, KdfCost, harden};
