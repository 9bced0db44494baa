//! Which fields the head of a JSON text names, and where. The head may be cut anywhere; values are not read.

use std::{collections::HashSet, str::Chars};

/// How deep fields are noted; those further in tell no format from another.
const DEPTH: usize = 7;

/// The longest name that is noted, in characters.
const NAME: usize = 64;

/// The paths of the fields of a head: names from the outside in, joined by dots, `[]` for an item of a list.
#[derive(Debug, Default)]
pub(super) struct Outline {
    paths: HashSet<String>,
}

impl Outline {
    /// The outline of a text, which may hold several documents one after the other.
    pub(super) fn of(text: &str) -> Self {
        let mut scan = Scan::default();
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            match c {
                '"' => scan.word = string(&mut characters),
                ':' => scan.name(),
                '{' | '[' => scan.open(c == '['),
                '}' | ']' => scan.close(),
                _ => {}
            }
        }
        Self { paths: scan.paths }
    }

    /// Whether a field stands at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether one of the places (`chats[].`, empty for the outermost object) has all of these fields.
    pub(super) fn any_has(&self, places: &[&str], names: &[&str]) -> bool {
        places.iter().any(|place| names.iter().all(|name| self.paths.contains(&format!("{place}{name}"))))
    }
}

#[derive(Default)]
struct Scan {
    paths: HashSet<String>,
    /// Where we are, ending so that a name can follow.
    place: String,
    /// Of each open object and list: the length of `place` before it.
    open: Vec<usize>,
    /// The string read last, and the field that is being read.
    word: Option<String>,
    field: Option<String>,
}

impl Scan {
    fn name(&mut self) {
        self.field = self.word.take();
        if let Some(field) = self.field.as_ref().filter(|_| self.open.len() <= DEPTH) {
            self.paths.insert(format!("{}{field}", self.place));
        }
    }

    fn open(&mut self, is_list: bool) {
        self.open.push(self.place.len());
        let field = self.field.take();
        if self.open.len() > DEPTH {
            return;
        }
        let named = field.is_some();
        self.place.push_str(&field.unwrap_or_default());
        if is_list {
            // A list in a list: `x[].` becomes `x[][].`.
            self.place.truncate(self.place.trim_end_matches('.').len());
            self.place.push_str("[].");
        } else if named {
            self.place.push('.');
        }
    }

    fn close(&mut self) {
        if let Some(length) = self.open.pop() {
            self.place.truncate(length);
            // Within a list the dot that the truncation keeps is the right one.
            self.field = None;
            self.word = None;
        }
    }
}

/// Reads a string whose opening quote is read. `None` for one that is too long to be a name of interest.
fn string(characters: &mut Chars<'_>) -> Option<String> {
    let (mut text, mut length) = (String::new(), 0);
    while let Some(c) = characters.next() {
        match c {
            '"' => break,
            '\\' => {
                characters.next();
            }
            _ if length < NAME => text.push(c),
            _ => {}
        }
        length += 1;
    }
    (length <= NAME).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_where_they_stand() {
        let outline = Outline::of(
            r#"{"a":"x:\"y\"","list":[{"b":1},{"c":{"d":[1,{"e":2}]}}],"after":null} [{"f":[[{"g":0}]]}] {"cut":{"#,
        );
        let mut paths: Vec<&str> = outline.paths.iter().map(String::as_str).collect();
        paths.sort_unstable();
        assert_eq!(
            paths,
            [
                "[].f",
                "[].f[][].g",
                "a",
                "after",
                "cut",
                "list",
                "list[].b",
                "list[].c",
                "list[].c.d",
                "list[].c.d[].e"
            ]
        );
        assert!(outline.any_has(&["", "list[]."], &["b", "c"]), "of any of the items");
    }

    #[test]
    fn a_bottomless_head_is_followed_only_so_far() {
        let outline = Outline::of(&r#"{"a":["#.repeat(10_000));
        assert!(outline.paths.len() <= DEPTH, "{}", outline.paths.len());
        assert!(Outline::of("}}]]\"").paths.is_empty());
    }
}
