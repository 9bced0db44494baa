//! The names of an object's fields, and those met so far.
//!
//! A program writes the fields of its records in one order, so the name that follows is mostly the one that followed
//! in the record before: comparing it with that one is all it costs to read it.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// From so many names on they are looked up by their hash: an object may be a table with a row in each field.
const MANY: usize = 32;

/// How many names are remembered to follow others, how many of them one and the same name, how many one by one, and
/// how long these may be. Objects beyond it are read all the same, each with names of its own.
const SPOTS: usize = 4096;
const FOLLOWERS: usize = 16;
const DEPTH: usize = 64;
const NAME_LENGTH: usize = 128;

/// Names in their order, each once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    list: Vec<Rc<str>>,
    /// Where each stands; empty where there are few.
    places: HashMap<Rc<str>, usize>,
}

/// Names, one after the other.
pub(crate) type Iter<'n> = std::iter::Map<std::slice::Iter<'n, Rc<str>>, fn(&Rc<str>) -> &str>;

impl Names {
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn iter(&self) -> Iter<'_> {
        self.list.iter().map(|name| name)
    }

    /// Where a name stands.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        if self.places.is_empty() {
            return self.list.iter().position(|known| **known == *name);
        }
        self.places.get(name).copied()
    }

    /// Adds a name that is not there.
    pub(super) fn push(&mut self, name: Rc<str>) {
        self.list.push(name);
        match self.list.last() {
            Some(last) if !self.places.is_empty() => {
                self.places.insert(Rc::clone(last), self.list.len() - 1);
            }
            _ if self.list.len() > MANY => self.find_places(),
            _ => {}
        }
    }

    pub(super) fn remove(&mut self, place: usize) {
        self.list.remove(place);
        self.places.clear();
        if self.list.len() > MANY {
            self.find_places();
        }
    }

    pub(super) fn into_vec(self) -> Vec<Rc<str>> {
        self.list
    }

    fn find_places(&mut self) {
        self.places = self.list.iter().cloned().zip(0..).collect();
    }
}

impl FromIterator<Rc<str>> for Names {
    fn from_iter<I: IntoIterator<Item = Rc<str>>>(names: I) -> Self {
        let mut all = Self { list: names.into_iter().collect(), places: HashMap::new() };
        if all.list.len() > MANY {
            all.find_places();
        }
        all
    }
}

/// Where the names of an object that is being read have led to: the names so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot(usize);

/// What follows the names so far.
pub(crate) enum Next {
    /// A name that may follow them in other objects too.
    Known(Spot),
    /// One that is not remembered: the object stands for itself from here on.
    Other(Rc<str>),
}

/// The names of the objects met so far: a tree, in which each name stands below those that came before it.
#[derive(Debug)]
pub(crate) struct KnownNames(RefCell<Vec<Known>>);

#[derive(Debug, Default)]
struct Known {
    name: Rc<str>,
    before: usize,
    depth: usize,
    /// What followed, and what of it did so last.
    after: Vec<usize>,
    last: usize,
    /// The names up to here, once an object ended here.
    names: Option<Rc<Names>>,
    /// How many fields the last object had that began so.
    width: usize,
}

impl Default for KnownNames {
    fn default() -> Self {
        Self(RefCell::new(vec![Known::default()]))
    }
}

impl KnownNames {
    /// Before the first name.
    pub(crate) const START: Spot = Spot(0);

    /// Goes on from `spot` by `name`.
    pub(crate) fn next(&self, spot: Spot, name: &str) -> Next {
        let mut known = self.0.borrow_mut();
        let is = |known: &[Known], at: usize| known.get(at).is_some_and(|next| *next.name == *name);
        let Some(here) = known.get(spot.0) else { return Next::Other(name.into()) };
        if here.last != 0 && is(&known, here.last) {
            return Next::Known(Spot(here.last));
        }
        let found = here.after.iter().copied().find(|at| is(&known, *at));
        let can_grow = here.after.len() < FOLLOWERS && here.depth < DEPTH && known.len() < SPOTS;
        let depth = here.depth + 1;
        let next = match found {
            Some(next) => next,
            None if can_grow && name.len() <= NAME_LENGTH && !is_before(&known, spot.0, name) => {
                known.push(Known { name: name.into(), before: spot.0, depth, ..Known::default() });
                known.len() - 1
            }
            None => return Next::Other(name.into()),
        };
        if let Some(here) = known.get_mut(spot.0) {
            if found.is_none() {
                here.after.push(next);
            }
            here.last = next;
        }
        Next::Known(Spot(next))
    }

    /// The names up to `spot`.
    pub(crate) fn names(&self, spot: Spot) -> Rc<Names> {
        let mut known = self.0.borrow_mut();
        if let Some(names) = known.get(spot.0).and_then(|known| known.names.as_ref()) {
            return Rc::clone(names);
        }
        let mut names: Vec<Rc<str>> = Vec::new();
        let mut at = spot.0;
        while let Some(here) = known.get(at).filter(|_| at != 0) {
            names.push(Rc::clone(&here.name));
            at = here.before;
        }
        let names = Rc::new(names.into_iter().rev().collect::<Names>());
        if let Some(here) = known.get_mut(spot.0) {
            here.names = Some(Rc::clone(&names));
        }
        names
    }

    /// How many fields an object is likely to have that begins with `first`.
    pub(crate) fn width(&self, first: Spot) -> usize {
        self.0.borrow().get(first.0).map_or(0, |known| known.width)
    }

    /// Says that an object that began with `first` had so many fields.
    pub(crate) fn had(&self, first: Spot, width: usize) {
        if let Some(known) = self.0.borrow_mut().get_mut(first.0) {
            known.width = width.min(DEPTH);
        }
    }
}

fn is_before(known: &[Known], mut at: usize, name: &str) -> bool {
    while let Some(here) = known.get(at).filter(|_| at != 0) {
        if *here.name == *name {
            return true;
        }
        at = here.before;
    }
    false
}
