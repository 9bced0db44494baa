//! The fields of an object, in the order of the source. Where a name comes twice, the last value counts.

use super::{Names, Value};
use std::rc::Rc;

/// The fields of an object. Objects of one kind share their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    names: Rc<Names>,
    values: Vec<Value>,
}

impl Map {
    /// No fields.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// As many fields as there are names and values.
    pub(crate) fn of(names: Rc<Names>, values: Vec<Value>) -> Self {
        debug_assert_eq!(names.len(), values.len(), "each field has a name and a value");
        Self { names, values }
    }

    /// The names. Those of another object are the same where `Rc::ptr_eq` says so; where it does not, they may be.
    pub(crate) fn names(&self) -> &Rc<Names> {
        &self.names
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.names.place(name).is_some()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.at(self.names.place(name)?)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.values.get_mut(self.names.place(name)?)
    }

    /// The value of the field at a place.
    pub(crate) fn at(&self, place: usize) -> Option<&Value> {
        self.values.get(place)
    }

    /// Adds a field, or changes the one of this name.
    pub(crate) fn insert(&mut self, name: impl Into<Rc<str>> + AsRef<str>, value: Value) {
        if let Some(known) = self.get_mut(name.as_ref()) {
            *known = value;
        } else {
            Rc::make_mut(&mut self.names).push(name.into());
            self.values.push(value);
        }
    }

    /// Takes a field out.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.names.place(name)?;
        Rc::make_mut(&mut self.names).remove(place);
        Some(self.values.remove(place))
    }

    /// Keeps the fields whose names are wanted.
    pub(crate) fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) {
        *self = std::mem::take(self).into_iter().filter(|(name, _)| is_wanted(name)).collect();
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.values.iter_mut()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.names.iter().zip(&self.values)
    }
}

/// The order of fields tells nothing.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<N: Into<Rc<str>> + AsRef<str>> Extend<(N, Value)> for Map {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, fields: I) {
        fields.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl<N: Into<Rc<str>> + AsRef<str>> FromIterator<(N, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(fields: I) -> Self {
        let mut map = Self::new();
        map.extend(fields);
        map
    }
}

impl IntoIterator for Map {
    type Item = (Rc<str>, Value);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<Rc<str>>, std::vec::IntoIter<Value>>;

    fn into_iter(self) -> Self::IntoIter {
        Rc::unwrap_or_clone(self.names).into_vec().into_iter().zip(self.values)
    }
}

impl<'m> IntoIterator for &'m Map {
    type Item = (&'m str, &'m Value);
    type IntoIter = std::iter::Zip<super::names::Iter<'m>, std::slice::Iter<'m, Value>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.iter().zip(&self.values)
    }
}
