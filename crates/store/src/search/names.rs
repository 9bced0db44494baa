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
struct Kept(Mutex<Option<(u64, Arc<[Name]>)>>);

struct Name {
    noun: Noun,
    name: Box<str>,
    /// Where it is not the name itself.
    folded: Option<Box<str>>,
    weight: u64,
    traits: u64,
}

impl Name {
    fn new(noun: Noun, (name, weight): (String, u64)) -> Self {
        let folded = fold(&name);
        let traits = traits(&folded);
        let folded = (folded != name).then(|| folded.into_boxed_str());
        Self { noun, name: name.into_boxed_str(), folded, weight, traits }
    }
}

impl Kept {
    /// Those of this revision, read where they are of an earlier one.
    fn at(&self, revision: u64, read: impl FnOnce() -> Result<Vec<Name>>) -> Result<Arc<[Name]>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, names)) = kept.as_ref()
            && *of == revision
        {
            return Ok(Arc::clone(names));
        }
        let mut names = read()?;
        names.sort_by_key(|name| std::cmp::Reverse(name.weight));
        let names: Arc<[Name]> = names.into();
        *kept = Some((revision, Arc::clone(&names)));
        Ok(names)
    }
}

impl Vault {
    /// Up to `limit` names of each of these nouns that hold what is being typed: those that begin with it first, then the
    /// weightiest.
    pub fn names(&self, typed: &Typed, nouns: &[Noun], limit: usize) -> Result<Vec<Suggestion>> {
        let mut found = Vec::new();
        let is_of_records = |noun: &Noun| matches!(noun, Noun::Person | Noun::Title);
        if nouns.iter().any(is_of_records) {
            let names = self.names_of_records()?;
            nouns
                .iter()
                .filter(|noun| is_of_records(noun))
                .for_each(|noun| of(&names, *noun, typed, limit, &mut found));
        }
        if !nouns.iter().all(is_of_records) {
            let names = self.names_of_organising()?;
            nouns
                .iter()
                .filter(|noun| !is_of_records(noun))
                .for_each(|noun| of(&names, *noun, typed, limit, &mut found));
        }
        Ok(found)
    }

    fn names_of_records(&self) -> Result<Arc<[Name]>> {
        self.names.of_records.at(self.names.revision.load(Ordering::SeqCst), || {
            let reader = self.database.read()?;
            let people = participant::names(&reader)?.into_iter().map(|name| Name::new(Noun::Person, name));
            let titles = conversation::titles(&reader)?.into_iter().map(|name| Name::new(Noun::Title, name));
            Ok(people.chain(titles).collect())
        })
    }

    fn names_of_organising(&self) -> Result<Arc<[Name]>> {
        self.names.of_organising.at(self.revision(), || {
            let reader = self.database.read()?;
            let saved = saved_search::all(&reader)?.into_iter().map(|search| (search.name, 0)).collect();
            let sources = [
                (Noun::Tag, tag::names(&reader)?),
                (Noun::Ticket, annotation::ticket_names(&reader)?),
                (Noun::Category, category::names(&reader)?),
                (Noun::SavedSearch, saved),
            ];
            let named = |(noun, names): (Noun, Vec<(String, u64)>)| {
                names.into_iter().map(move |name| Name::new(noun, name))
            };
            Ok(sources.into_iter().flat_map(named).collect())
        })
    }
}

/// The best of one noun. Names come weightiest first, so that enough that begin with it are enough.
fn of(names: &[Name], noun: Noun, typed: &Typed, limit: usize, found: &mut Vec<Suggestion>) {
    let (mut first, mut inside) = (Vec::new(), Vec::new());
    for name in names.iter().filter(|name| name.noun == noun && typed.may_be_in(name.traits)) {
        let Some(place) = typed.place_in_folded(name.folded.as_ref().unwrap_or(&name.name)) else { continue };
        let found = if place.from == 0 { &mut first } else { &mut inside };
        if found.len() < limit {
            found.push(Suggestion { noun, name: name.name.to_string(), weight: name.weight });
        }
        if first.len() == limit {
            break;
        }
    }
    found.extend(first.into_iter().chain(inside).take(limit));
}
