//! What a vault survives: being killed at any moment, and a disk without room. Each test starts the program that
//! suffers it and looks afterwards at what is there.

mod disk_full;
mod kills;
#[path = "../victims/batches.rs"]
mod batches;
mod seen;
