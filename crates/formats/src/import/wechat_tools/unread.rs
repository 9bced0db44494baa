//! The names of fields and columns that hold something and are not read, gathered over a file for one warning.
//! Only their names: what stands in them may be a secret.

use crate::import::dingtalk_content::is_hollow;
use serde_json::Value;
use yanju_model::Warning;

/// How many names are kept. Nobody reads more.
const LIMIT: usize = 100;

/// The names, each once.
#[derive(Debug, Default)]
pub(super) struct Unread(Vec<String>);

impl Unread {
    /// Notes a name.
    pub(super) fn note(&mut self, within: &str, name: &str) {
        let is_new = || !self.0.iter().any(|known| known.strip_prefix(within) == Some(name));
        if self.0.len() < LIMIT && is_new() {
            self.0.push(format!("{within}{name}"));
        }
    }

    /// Notes the fields of an object that hold something, except those in `read`.
    pub(super) fn note_fields(&mut self, object: &Value, read: &[&str], within: &str) {
        for (name, value) in object.as_object().into_iter().flatten() {
            if !read.contains(&name.as_str()) && !is_hollow(value) {
                self.note(within, name);
            }
        }
    }

    /// The warning that names them all, where there are any.
    pub(super) fn warning(&self, place: &str) -> Option<Warning> {
        (!self.0.is_empty()).then(|| Warning::new("not_kept", place, &self.0.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_noted_once_and_hollow_fields_are_nothing() {
        let mut unread = Unread::default();
        for _ in 0..2 {
            unread.note_fields(&json!({"a": 1, "b": "", "c": [], "d": "x", "e": null}), &["a"], "meta.");
        }
        let detail = unread.warning("").map(|warning| warning.detail);
        assert_eq!(detail.as_deref(), Some("meta.d"));
    }
}
