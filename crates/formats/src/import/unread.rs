//! The fields of records that hold something and are not read: each is named once for a file, so that nothing is
//! left out in silence. Which fields are read is each format's own.

use super::{Sink, dingtalk_content::is_hollow};
use serde_json::Value;
use yanju_model::Warning;

/// How many names are kept.
const NAMES_LIMIT: usize = 100;

/// The names found so far, in the order of their first record.
#[derive(Debug, Default)]
pub(super) struct Unread {
    names: Vec<String>,
}

impl Unread {
    /// Notes the fields of `record` that are not in `read`, as `within.name`, or `name` where `within` is empty.
    pub(super) fn note(&mut self, record: &Value, read: &[&str], within: &str) {
        let Some(fields) = record.as_object() else { return };
        for (name, value) in fields {
            if !read.contains(&name.as_str()) && !is_hollow(value) {
                let full = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
                self.name(full);
            }
        }
    }

    /// Notes one field.
    pub(super) fn name(&mut self, name: String) {
        if self.names.len() < NAMES_LIMIT && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Tells of all of them; `place` is the list they stand in.
    pub(super) fn report(self, place: &str, sink: &mut dyn Sink) {
        for name in self.names {
            sink.warning(Warning::new("not_kept", place, &name));
        }
    }
}
