//! The cells of a row as one text with marks in it: a string of its own for each would cost more than reading them.

/// The cells of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// All of them, one behind the other.
    text: String,
    /// Where each ends in it.
    ends: Vec<usize>,
}

impl Cells {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell in this place.
    #[inline]
    pub(crate) fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    /// All of them, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(*start..*end))
    }

    /// Whether these are `others`.
    pub(crate) fn are(&self, others: &[String]) -> bool {
        self.len() == others.len() && self.iter().zip(others).all(|(cell, other)| cell == other)
    }

    /// All of them, with `between` between them.
    pub(crate) fn joined(&self, between: char) -> String {
        let mut joined = String::new();
        for (place, cell) in self.iter().enumerate() {
            if place > 0 {
                joined.push(between);
            }
            joined.push_str(cell);
        }
        joined
    }

    /// Adds a cell.
    #[inline]
    pub(crate) fn push(&mut self, cell: &str) {
        self.ends.push(self.text.len());
        self.extend_last(cell);
    }

    /// Adds to the cell that was pushed last.
    #[inline]
    pub(crate) fn extend_last(&mut self, more: &str) {
        self.text.push_str(more);
        if let Some(end) = self.ends.last_mut() {
            *end = self.text.len();
        }
    }

    /// Takes all of them away.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }
}

impl<'c> FromIterator<&'c str> for Cells {
    fn from_iter<T: IntoIterator<Item = &'c str>>(cells: T) -> Self {
        let mut all = Self::default();
        cells.into_iter().for_each(|cell| all.push(cell));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_given_back_as_they_were_put_in() {
        let mut cells: Cells = ["a", "", "客服"].into_iter().collect();
        cells.push("b");
        cells.extend_last("\"c");
        assert_eq!(cells.iter().collect::<Vec<_>>(), ["a", "", "客服", "b\"c"]);
        let places = [cells.get(0), cells.get(1), cells.get(3), cells.get(4)];
        assert_eq!(places, [Some("a"), Some(""), Some("b\"c"), None]);
        assert_eq!(cells.joined(','), "a,,客服,b\"c");
        cells.clear();
        assert_eq!((cells.len(), cells.get(0)), (0, None));
    }
}
