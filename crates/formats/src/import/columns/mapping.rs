//! What the user says that columns mean, where their names do not tell or tell wrongly.

use super::{Field, fold};

/// The meaning of columns, by their names. Columns that are not named have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<(String, Field)>,
}

impl Mapping {
    /// The meaning of each name. Where two names are said to mean the same, the first does.
    pub fn new(columns: impl IntoIterator<Item = (String, Field)>) -> Self {
        let mut mapping = Self::default();
        for (name, field) in columns {
            let is_known = |(known, taken): &(String, Field)| *taken == field || *known == name;
            if !mapping.columns.iter().any(is_known) {
                mapping.columns.push((name, field));
            }
        }
        mapping
    }

    /// The names and their meaning.
    pub fn columns(&self) -> &[(String, Field)] {
        &self.columns
    }

    /// Where the fields stand among `names`: by the exact name, else however it is written.
    pub(super) fn places<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<(Field, usize)> {
        let names: Vec<&str> = names.into_iter().collect();
        let place = |wanted: &str| {
            names.iter().position(|name| *name == wanted).or_else(|| {
                let folded = fold(wanted);
                names.iter().position(|name| !folded.is_empty() && fold(name) == folded)
            })
        };
        self.columns.iter().filter_map(|(name, field)| Some((*field, place(name)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written_and_have_one_meaning() {
        let said =
            [("When", Field::Time), ("who", Field::Sender), ("what", Field::Text), ("what", Field::Id)];
        let mapping = Mapping::new(said.map(|(name, field)| (name.to_owned(), field)));
        assert_eq!(mapping.columns().len(), 3, "the second meaning of a name is none");
        assert_eq!(
            mapping.places(["what", "WHEN", "where"]),
            [(Field::Time, 1), (Field::Text, 0)],
            "a name that is not there is passed over"
        );
    }
}
