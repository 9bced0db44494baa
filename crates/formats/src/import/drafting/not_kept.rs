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

/// How long the names told together may be, in characters: with the count of the others they are not cut.
const TOLD: usize = 150;

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

    /// One warning that names them all, or as many as can be told and how many more there are; where there are any: columns and fields of several lists.
    pub(crate) fn together(&self, place: &str) -> Option<Warning> {
        let (first, rest) = self.names.split_first()?;
        let (mut told, mut left) = (first.clone(), rest.len());
        for name in rest {
            if told.chars().count() + name.chars().count() > TOLD {
                break;
            }
            told = format!("{told}, {name}");
            left -= 1;
        }
        if left > 0 {
            told = format!("{told}, +{left}");
        }
        Some(Warning::new("not_kept", place, &told))
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
    fn names_told_together_are_whole_and_the_others_are_counted() {
        let mut not_kept = NotKept::default();
        (0..90).for_each(|n| not_kept.note(&format!("field{n:02}")));
        let told = not_kept.together("").map(|warning| warning.detail).unwrap_or_default();
        assert!(told.starts_with("field00, field01, ") && told.ends_with("field16, +73"), "{told}");
    }

    #[test]
    fn a_file_that_names_a_million_fields_is_not_remembered_whole() {
        let mut not_kept = NotKept::default();
        (0..1_000_000).for_each(|n| not_kept.note(&n.to_string()));
        assert_eq!(not_kept.names.len(), LIMIT);
    }
}
