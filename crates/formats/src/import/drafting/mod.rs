//! Making messages of what was read: lines put together, files mentioned, conversations held back, and the words
//! that several programs write for the same thing.

pub(crate) mod by_time;
pub(crate) mod cell_words;
pub(crate) mod composer;
pub(crate) mod held;
pub(crate) mod media;
pub(crate) mod not_kept;
pub(crate) mod placeholders;
pub(crate) mod quoted;
pub(crate) mod threads;
pub(crate) mod turned;
pub(crate) mod writers;
