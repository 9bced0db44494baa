//! The names of fields, columns and parts that hold something and are not read, gathered over a file so that
//! nothing is left out in silence. Names only: what stands in them may be a secret. Which are read is each format's
//! own.

use crate::import::{
    Sink,
    json::{fields::is_hollow, value::Value},
};
use yanju_model::Warning;

/// How many names are kept: nobody reads more, and looking them up takes time.
const LIMIT: usize = 100;

/// The names, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct NotKept {
    names: Vec<String>,
}

impl NotKept {
    /// Notes a name.
    pub(crate) fn note(&mut self, name: &str) {
        self.note_within("", name);
    }

    /// Notes a name that stands inside something: `within` goes before it, `body.`.
    pub(crate) fn note_within(&mut self, within: &str, name: &str) {
        let is_known = |known: &String| known.strip_prefix(within) == Some(name);
        if self.names.len() < LIMIT && !self.names.iter().any(is_known) {
            self.names.push(format!("{within}{name}"));
        }
    }

    /// Notes the fields of an object that hold something, except those in `read`.
    pub(crate) fn note_fields(&mut self, object: &Value, read: &[&str], within: &str) {
        for (name, value) in object.as_object().into_iter().flatten() {
            if !read.contains(&name) && !is_hollow(value) {
                self.note_within(within, name);
            }
        }
    }

    /// A warning for each: fields of records. `place` is the list the records stand in.
    pub(crate) fn report(&self, place: &str, sink: &mut dyn Sink) {
        self.names.iter().for_each(|name| sink.warning(Warning::new("not_kept", place, name)));
    }

    /// One warning that names them all, where there are any: columns and fields of several lists.
    pub(crate) fn together(&self, place: &str) -> Option<Warning> {
        (!self.names.is_empty()).then(|| Warning::new("not_kept", place, &self.names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn names_are_noted_once_and_hollow_fields_are_nothing() {
        let mut not_kept = NotKept::default();
        for _ in 0..2 {
            not_kept.note_fields(&json!({"a": 1, "b": "", "c": [], "d": "x", "e": null}), &["a"], "in.");
        }
        let told = not_kept.together("records").map(|warning| warning.detail);
        assert_eq!(told.as_deref(), Some("in.d"));
    }

    #[test]
    fn a_file_that_names_a_million_fields_is_not_remembered_whole() {
        let mut not_kept = NotKept::default();
        (0..1_000_000).for_each(|n| not_kept.note(&n.to_string()));
        assert_eq!(not_kept.names.len(), LIMIT);
    }
}
