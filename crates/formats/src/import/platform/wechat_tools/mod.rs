//! What the tools that read WeChat's own database write: MemoTrace, PyWxDump, chatlog, WeFlow and its kin, and the
//! exchange format ChatLab. One module each; what WeChat calls its messages is in [`words`], tables with a header
//! known beforehand are in [`table`].
//!
//! WeChat's own copies are another format, and the database itself is not read.

mod chatlab;
mod chatlab_message;
mod chatlog;
mod chatlog_content;
mod chatlog_table;
mod chatlog_text;
mod chatlog_words;
mod documents;
mod memotrace;
mod memotrace_text;
mod pywxdump;
mod table;
mod table_row;
mod weflow;
mod weflow_message;
mod words;

pub use chatlab::ChatLab;
pub use chatlog::ChatlogJson;
pub use chatlog_table::ChatlogCsv;
pub use chatlog_text::ChatlogText;
pub use memotrace::{MemoTraceBook, MemoTraceCsv};
pub use memotrace_text::MemoTraceText;
pub use pywxdump::PyWxDump;
pub use weflow::WeFlow;

use crate::import::{Confidence, Importer, Probe};

/// Whether a text is the table of one of these tools.
pub(crate) fn is_table_of_a_tool(probe: &Probe) -> bool {
    let tables: [&dyn Importer; 3] = [&MemoTraceCsv, &PyWxDump, &ChatlogCsv];
    tables.into_iter().any(|table| table.recognise(probe) > Confidence::No)
}
