//! The fields of an element as they are gathered. Elements of one kind have the same names in the same order, so these
//! are compared with those that followed in the element before, and held once for all of them.

use crate::import::json::value::{KnownNames, Map, Next, Spot, Value};

/// The fields of an element.
pub(super) struct Fields {
    /// The names so far, and their values.
    spot: Spot,
    values: Vec<Value>,
    /// All of them, where their names are not shared: one comes twice, or there are too many.
    own: Option<Map>,
}

impl Fields {
    /// No fields.
    pub(super) fn new() -> Self {
        Self { spot: KnownNames::START, values: Vec::new(), own: None }
    }

    pub(super) fn len(&self) -> usize {
        self.own.as_ref().map_or(self.values.len(), Map::len)
    }

    pub(super) fn get(&self, known: &KnownNames, name: &str) -> Option<&Value> {
        match &self.own {
            Some(own) => own.get(name),
            None => self.values.get(known.names(self.spot).place(name)?),
        }
    }

    /// Adds a field, or changes the one of this name.
    pub(super) fn set(&mut self, known: &KnownNames, name: &str, value: Value) {
        if let Some((own, value)) = self.not_shared(known, name, value) {
            own.insert(name, value);
        }
    }

    /// Adds a field; of several with one name, a list.
    pub(super) fn add(&mut self, known: &KnownNames, name: &str, value: Value) {
        let Some((own, value)) = self.not_shared(known, name, value) else { return };
        match own.get_mut(name) {
            Some(Value::Array(list)) => list.push(value),
            Some(first) => {
                let first_value = first.take();
                *first = Value::Array(vec![first_value, value]);
            }
            None => own.insert(name, value),
        }
    }

    /// Adds a field by a shared name; gives it back where it has none.
    fn not_shared(&mut self, known: &KnownNames, name: &str, value: Value) -> Option<(&mut Map, Value)> {
        if self.own.is_none()
            && let Next::Known(spot) = known.next(self.spot, name)
        {
            self.spot = spot;
            self.values.push(value);
            return None;
        }
        Some((self.own(known), value))
    }

    /// The fields as an object of their own, to be changed.
    pub(super) fn own(&mut self, known: &KnownNames) -> &mut Map {
        let values = &mut self.values;
        let spot = self.spot;
        self.own.get_or_insert_with(|| Map::of(known.names(spot), std::mem::take(values)))
    }

    /// The object.
    pub(super) fn into_map(self, known: &KnownNames) -> Map {
        self.own.unwrap_or_else(|| Map::of(known.names(self.spot), self.values))
    }
}
