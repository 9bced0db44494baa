//! All matches of a query, a page of them, or the conversations they are in: what the index finds, merged with the tail.

use super::{plan, view::View};
use crate::{
    Page, Result, Vault,
    index::{Group, Match, Matches, Need},
};
use std::{
    iter::Peekable,
    sync::{Arc, Mutex, PoisonError},
    vec,
};
use yanju_model::query::{Order, Query};

/// The longest answer worth remembering: a few megabytes.
const LONGEST: usize = 100_000;

/// The last answer by conversation, for its next page.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Option<Remembered>>);

struct Remembered {
    query: Query,
    order: Order,
    revision: u64,
    groups: Arc<Vec<Group>>,
}

impl Memory {
    fn recall(&self, query: &Query, order: Order, revision: u64) -> Option<Arc<Vec<Group>>> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = memory.as_ref()?;
        let is_asked = known.revision == revision && known.order == order && known.query == *query;
        is_asked.then(|| Arc::clone(&known.groups))
    }

    fn remember(&self, remembered: Remembered) {
        if remembered.groups.len() <= LONGEST {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(remembered);
        }
    }
}

impl Vault {
    /// Every match, in order.
    pub(crate) fn matches(&self, query: &Query, order: Order) -> Result<Vec<Match>> {
        Ok(self.viewed(|view| view.matches(query, order))?.1)
    }

    /// The conversations in which something matches, by their first matches, as of a view; remembered.
    pub(super) fn groups_in(&self, view: &View<'_>, query: &Query, order: Order) -> Result<Arc<Vec<Group>>> {
        if let Some(known) = self.memory.recall(query, order, view.revision) {
            return Ok(known);
        }
        let need = plan::need(&view.reader, query)?;
        let mut groups = view.snapshot.groups(&view.indexed(&need), order)?;
        for found in view.tail_matches(&need, order)? {
            groups.add(found);
        }
        let groups = Arc::new(groups.in_order());
        let (query, revision) = (query.clone(), view.revision);
        self.memory.remember(Remembered { query, order, revision, groups: Arc::clone(&groups) });
        Ok(groups)
    }
}

impl View<'_> {
    /// Every match, in order.
    pub(super) fn matches(&self, query: &Query, order: Order) -> Result<Vec<Match>> {
        let need = plan::need(&self.reader, query)?;
        self.merged(&need, order)?.collect()
    }

    /// The number of matches and a page of them.
    pub(super) fn page_of_matches(
        &self,
        query: &Query,
        order: Order,
        page: Page,
    ) -> Result<(u64, Vec<Match>)> {
        let need = plan::need(&self.reader, query)?;
        let count = self.snapshot.count(&self.indexed(&need))?;
        let merged = self.merged(&need, order)?;
        let total = count + merged.tail.len() as u64;
        let page = merged.skip(page.offset as usize).take(page.limit as usize);
        Ok((total, page.collect::<Result<_>>()?))
    }

    /// The matches of the index and those of the tail as one sequence.
    fn merged(&self, need: &Need, order: Order) -> Result<Merged> {
        let indexed = self.snapshot.matches(&self.indexed(need), order);
        let tail = self.tail_matches(need, order)?.into_iter().peekable();
        Ok(Merged { indexed: indexed.peekable(), tail, order })
    }
}

/// Two ordered sequences as one.
struct Merged {
    indexed: Peekable<Matches>,
    tail: Peekable<vec::IntoIter<Match>>,
    order: Order,
}

impl Iterator for Merged {
    type Item = Result<Match>;

    fn next(&mut self) -> Option<Self::Item> {
        let take_tail = match (self.indexed.peek(), self.tail.peek()) {
            (Some(Ok(indexed)), Some(tail)) => tail.is_before(indexed, self.order),
            (None, Some(_)) => true,
            _ => false,
        };
        if take_tail { self.tail.next().map(Ok) } else { self.indexed.next() }
    }
}
