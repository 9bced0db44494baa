//! The command line's contract with scripts: verbs, JSON fields, exit codes, and a vault that bad input leaves
//! as it was. Everything runs through the built binary.

mod answers;
mod backup;
mod desk;
mod facts;
mod inbox;
mod keys;
mod main_job;
mod refusals;
mod saved;
#[cfg(unix)]
mod signals;
mod words;
mod zone;
