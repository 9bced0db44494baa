//! The names of fields that hold something and are not read, gathered over a file. Names only: what stands in
//! them may be a secret.

use super::dingtalk_content::is_hollow;
use serde_json::Value;
use yanju_model::Warning;

/// How many names are kept: nobody reads more, and looking them up takes time.
const LIMIT: usize = 100;

/// The names, each once.
#[derive(Debug, Default)]
pub(super) struct NotKept {
    names: Vec<String>,
}

impl NotKept {
    /// Notes a name.
    pub(super) fn note(&mut self, name: String) {
        if self.names.len() < LIMIT && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Notes the fields of an object that hold something, except those in `read`. `within` goes before each
    /// name: `body.`.
    pub(super) fn note_fields(&mut self, value: &Value, read: &[&str], within: &str) {
        let fields = value.as_object().into_iter().flatten();
        for (name, _) in fields.filter(|(name, value)| !read.contains(&name.as_str()) && !is_hollow(value)) {
            self.note(format!("{within}{name}"));
        }
    }

    /// A warning for each.
    pub(super) fn warnings(&self, place: &str) -> Vec<Warning> {
        self.names.iter().map(|name| Warning::new("not_kept", place, name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_noted_once_and_hollow_fields_are_nothing() {
        let mut not_kept = NotKept::default();
        for _ in 0..2 {
            not_kept.note_fields(&json!({"a": 1, "b": "", "c": [], "d": "x", "e": null}), &["a"], "in.");
        }
        let details: Vec<String> = not_kept.warnings("records").into_iter().map(|w| w.detail).collect();
        assert_eq!(details, ["in.d"]);
    }
}
