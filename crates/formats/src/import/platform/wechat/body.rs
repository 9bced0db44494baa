//! The lines of a message that has been put together: what stands at its end is often the layout's or the system's.

use super::words::{is_recall, may_end_in_recall, who_recalled};
use crate::import::text::edges::is_blank;

/// The last line.
pub fn last_line(body: &str) -> Option<&str> {
    body.rsplit('\n').next()
}

/// Whether all of a body is the sentence that somebody else took a message back.
pub fn names_another(body: &str, sender: &str) -> bool {
    let who = if may_end_in_recall(body) && is_recall(body) { who_recalled(body) } else { None };
    who.is_some_and(|who| who != "你" && who != sender)
}

/// Takes away the last line and the empty ones above it.
pub fn drop_last_line(body: &mut String) {
    body.truncate(body.rsplit_once('\n').map_or(0, |(above, _)| above.len()));
    trim_end_lines(body);
}

/// Takes away empty lines at the end: they part messages.
pub fn trim_end_lines(body: &mut String) {
    // Most end in a letter.
    if !body.ends_with(char::is_whitespace) {
        return;
    }
    while let Some((above, line)) = body.rsplit_once('\n') {
        if !is_blank(line) {
            return;
        }
        body.truncate(above.len());
    }
    if is_blank(body) {
        body.clear();
    }
}
