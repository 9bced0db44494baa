//! Words with elements among them, `see <b>this</b> first`: the words of the inner elements stand in their place.

use crate::import::{columns::Columns, json::value::Map};
use std::collections::HashSet;

/// An element in another, with its words.
pub(super) struct Inner {
    /// Where it stands in the text around it.
    pub(super) at: usize,
    /// Its name.
    pub(super) name: String,
    /// Its words.
    pub(super) words: String,
    /// Whether it holds anything else.
    pub(super) has_fields: bool,
}

impl Inner {
    /// What it takes in memory.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.name.len() + self.words.len()
    }

    /// What stands in its place.
    fn words(&self) -> &str {
        if self.name.eq_ignore_ascii_case("br") { "\n" } else { &self.words }
    }
}

/// The text of an element with the words of those in it. Inner elements whose names say what they are, such as the
/// time, stay fields; those that are words alone are none any more.
pub(super) fn joined(text: &str, inner: &[Inner], fields: &mut Map) -> String {
    let names: HashSet<&str> = inner.iter().map(|inner| inner.name.as_str()).collect();
    let is_field = |name: &&str| Columns::among([*name]).len() > 0;
    let known: HashSet<&str> = names.into_iter().filter(is_field).collect();
    let among: Vec<&Inner> = inner.iter().filter(|inner| !known.contains(inner.name.as_str())).collect();
    let (mut joined, mut taken) = (String::with_capacity(text.len()), 0);
    for inner in &among {
        joined.push_str(text.get(taken..inner.at).unwrap_or_default());
        joined.push_str(inner.words());
        taken = inner.at;
    }
    joined.push_str(text.get(taken..).unwrap_or_default());
    let words: HashSet<&str> =
        among.iter().filter(|inner| !inner.has_fields).map(|inner| inner.name.as_str()).collect();
    if !words.is_empty() {
        fields.retain(|name| !words.contains(name));
    }
    joined
}
