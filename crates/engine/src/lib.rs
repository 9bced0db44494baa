//! The verbs of the program: import, search, annotate, export, over one open vault.
//!
//! Here live the clock, threads and policy. Bytes are read in `formats` and kept in `store`; the faces
//! (command line and window) call [`Session`] with the types of [`api`] and show what comes back.

pub mod api;
pub mod query;
