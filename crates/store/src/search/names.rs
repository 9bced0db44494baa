//! The names in the vault that what is being typed may mean.
//!
//! They are kept in memory from the first question on, with their traits beside them: a question then looks at a number per name,
//! and reads the few that remain. Those of records are read anew after an import and when people are joined; those of what people
//! add, few as they are, after every change.

use super::spelling::{Typed, traits};
use crate::{
    Noun, Result, Suggestion, Vault,
    index::fold::fold,
    table::{annotation, category, conversation, participant, saved_search, tag},
};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// What is kept, and whether it still holds.
#[derive(Default)]
pub(crate) struct Names {
    of_records: Kept,
    of_organising: Kept,
    /// Counts changes to names in records.
    revision: AtomicU64,
}

impl Names {
    /// Notes that names in records are not as they were.
    pub(crate) fn changed(&self) {
        self.revision.fetch_add(1, Ordering::SeqCst);
    }
}

#[derive(Default)]
struct Kept(Mutex<Option<(u64, Arc<[Named]>)>>);

/// The names of one noun, the weightiest first. Their traits lie by themselves, so that passing over many is reading few bytes.
struct Named {
    noun: Noun,
    traits: Vec<u64>,
    names: Vec<Name>,
}

struct Name {
    /// As it is written.
    text: Box<str>,
    /// Where it is not the text itself.
    folded: Option<Box<str>>,
    weight: u64,
}

impl Name {
    fn folded(&self) -> &str {
        self.folded.as_ref().unwrap_or(&self.text)
    }
}

impl Named {
    fn new(noun: Noun, mut names: Vec<(String, u64)>) -> Self {
        names.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let kept = |(name, weight): (String, u64)| {
            let folded = fold(&name);
            let traits = traits(&folded);
            let folded = (folded != name).then(|| folded.into_boxed_str());
            (traits, Name { text: name.into_boxed_str(), folded, weight })
        };
        let (traits, names) = names.into_iter().map(kept).unzip();
        Self { noun, traits, names }
    }

    /// Up to `limit` that hold what is being typed: those that begin with it first, then the weightiest.
    fn best(&self, typed: &Typed, limit: usize) -> Vec<Suggestion> {
        let (mut first, mut inside) = (Vec::new(), Vec::new());
        let may_be = self.traits.iter().zip(&self.names).filter(|(traits, _)| typed.may_be_in(**traits));
        for (_, name) in may_be {
            // Enough hold it inside: of the lighter ones, only those that begin with it come before them.
            let found = if inside.len() < limit {
                match typed.place_in_folded(name.folded()) {
                    None => continue,
                    Some(place) if place.from == 0 => &mut first,
                    Some(_) => &mut inside,
                }
            } else if typed.begins(name.folded()) {
                &mut first
            } else {
                continue;
            };
            found.push(Suggestion { noun: self.noun, name: name.text.to_string(), weight: name.weight });
            if first.len() == limit {
                break;
            }
        }
        first.into_iter().chain(inside).take(limit).collect()
    }
}

impl Kept {
    /// Those of this revision, read where they are of an earlier one.
    fn at(&self, revision: u64, read: impl FnOnce() -> Result<Vec<Named>>) -> Result<Arc<[Named]>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, names)) = kept.as_ref()
            && *of == revision
        {
            return Ok(Arc::clone(names));
        }
        let names: Arc<[Named]> = read()?.into();
        *kept = Some((revision, Arc::clone(&names)));
        Ok(names)
    }
}

impl Vault {
    /// Up to `limit` names of each of these nouns that hold what is being typed: those that begin with it first, then the
    /// weightiest.
    pub fn names(&self, typed: &Typed, nouns: &[Noun], limit: usize) -> Result<Vec<Suggestion>> {
        let is_of_records = |noun: &Noun| matches!(noun, Noun::Person | Noun::Title);
        let mut sources = Vec::new();
        if nouns.iter().any(is_of_records) {
            sources.push(self.names_of_records()?);
        }
        if !nouns.iter().all(is_of_records) {
            sources.push(self.names_of_organising()?);
        }
        let of =
            |noun: &Noun| sources.iter().flat_map(|names| names.iter()).find(|named| named.noun == *noun);
        Ok(nouns.iter().filter_map(of).flat_map(|named| named.best(typed, limit)).collect())
    }

    fn names_of_records(&self) -> Result<Arc<[Named]>> {
        self.names.of_records.at(self.names.revision.load(Ordering::SeqCst), || {
            let reader = self.database.read()?;
            Ok(vec![
                Named::new(Noun::Person, participant::names(&reader)?),
                Named::new(Noun::Title, conversation::titles(&reader)?),
            ])
        })
    }

    fn names_of_organising(&self) -> Result<Arc<[Named]>> {
        self.names.of_organising.at(self.revision(), || {
            let reader = self.database.read()?;
            let saved = saved_search::all(&reader)?.into_iter().map(|search| (search.name, 0)).collect();
            Ok(vec![
                Named::new(Noun::Tag, tag::names(&reader)?),
                Named::new(Noun::Ticket, annotation::ticket_names(&reader)?),
                Named::new(Noun::Category, category::names(&reader)?),
                Named::new(Noun::SavedSearch, saved),
            ])
        })
    }
}
