//! Reading texts: their encoding, their lines, the times written in them, and HTML for its words.

pub(crate) mod ahead;
pub(crate) mod byte_set;
pub(crate) mod colon;
pub(crate) mod dates;
mod decoding;
pub(crate) mod edges;
pub(crate) mod encoding;
pub(crate) mod html;
pub(crate) mod lines;
pub(crate) mod lone;
pub(crate) mod moment;
mod opening;
