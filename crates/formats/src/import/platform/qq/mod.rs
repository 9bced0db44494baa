//! QQ: what its programs for the computer export and copy, and the JSON of the tool QQChatExporter.
//!
//! One module per format; what they share is how a writer is named and what a placeholder stands for. QQ's own
//! databases are encrypted and are not read.

mod copy;
mod copy_line;
mod manager;
mod mht;
mod mht_parts;
mod mht_table;
mod names;
mod qce;
mod qce_content;
mod qce_message;
mod txt;
mod txt_header;
mod words;

pub(crate) use copy::QqCopy;
pub(crate) use mht::QqMht;
pub(crate) use qce::Qce;
pub(crate) use txt::QqTxt;

/// What joins the parts of a conversation's key: no name holds it.
const KEY_SEPARATOR: char = '\u{1F}';
