//! What a vault survives: being killed at any moment, and a disk without room. Each test starts the program that
//! suffers it and looks afterwards at what is there.

#![expect(clippy::print_stdout, reason = "the figures they come to are for people")]

#[path = "../victims/batches.rs"]
#[expect(dead_code, reason = "how they are made is the business of those who take them in")]
mod batches;
mod disk_full;
mod kills;
mod seen;
