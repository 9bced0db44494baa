//! All matches of a query, or a page of them, in order: candidates of the index, verified, merged with the tail.

use super::{plan, verdict::meets, view::View};
use crate::{
    Page, Result, Vault,
    index::{Candidate, Candidates, Need},
    table::message::FactsById,
};
use std::{
    cmp::Ordering,
    iter::Peekable,
    sync::{Arc, Mutex, PoisonError},
    vec,
};
use yanju_model::query::{Order, Query};

/// The longest answer worth remembering: a few megabytes.
const LONGEST: usize = 200_000;

/// The last answer that had to be gathered in full, for its next page, its conversations, its timeline.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Option<Remembered>>);

struct Remembered {
    query: Query,
    revision: u64,
    /// Newest first.
    matches: Arc<Vec<Candidate>>,
}

impl Memory {
    fn recall(&self, query: &Query, revision: u64) -> Option<Arc<Vec<Candidate>>> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = memory.as_ref()?;
        (known.revision == revision && known.query == *query).then(|| Arc::clone(&known.matches))
    }

    fn remember(&self, remembered: Remembered) {
        if remembered.matches.len() <= LONGEST {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(remembered);
        }
    }
}

impl Vault {
    /// Every match, in order.
    pub(crate) fn matches(&self, query: &Query, order: Order) -> Result<Arc<Vec<Candidate>>> {
        Ok(self.viewed(|view| self.matches_in(view, query, order))?.1)
    }

    /// Every match as of a view, in order.
    pub(super) fn matches_in(
        &self,
        view: &View<'_>,
        query: &Query,
        order: Order,
    ) -> Result<Arc<Vec<Candidate>>> {
        let matches = match self.memory.recall(query, view.revision) {
            Some(known) => known,
            None => self.gather(view, query)?,
        };
        Ok(match order {
            Order::Newest => matches,
            Order::Oldest => Arc::new(matches.iter().rev().copied().collect()),
        })
    }

    /// Every match, newest first; remembered.
    fn gather(&self, view: &View<'_>, query: &Query) -> Result<Arc<Vec<Candidate>>> {
        let need = plan::need(&view.reader, query)?;
        let candidates = view.snapshot.matches(&view.indexed(&need), Order::Newest);
        let matches = merged(view, &need, candidates, Order::Newest)?.collect::<Result<Vec<_>>>()?;
        let matches = Arc::new(matches);
        self.memory.remember(Remembered {
            query: query.clone(),
            revision: view.revision,
            matches: Arc::clone(&matches),
        });
        Ok(matches)
    }

    /// The number of matches and a page of them.
    pub(super) fn page_of_matches(
        &self,
        view: &View<'_>,
        query: &Query,
        order: Order,
        page: Page,
    ) -> Result<(u64, Vec<Candidate>)> {
        let (offset, limit) = (page.offset as usize, page.limit as usize);
        let need = plan::need(&view.reader, query)?;
        let indexed = view.indexed(&need);
        let Some(count) = view.snapshot.count(&indexed)? else {
            let matches = self.matches_in(view, query, order)?;
            let page = matches.iter().skip(offset).take(limit).copied().collect();
            return Ok((matches.len() as u64, page));
        };
        let candidates = view.snapshot.matches(&indexed, order);
        let merged = merged(view, &need, candidates, order)?;
        let total = count + merged.tail.len() as u64;
        Ok((total, merged.skip(offset).take(limit).collect::<Result<_>>()?))
    }
}

/// The matches of the index and those of the tail as one sequence.
fn merged<'v>(
    view: &'v View<'_>,
    need: &'v Need,
    candidates: Candidates,
    order: Order,
) -> Result<Merged<'v>> {
    let facts = FactsById::prepare(&view.reader)?;
    let indexed = Verified { facts, need, exact: candidates.are_exact(), candidates };
    let tail = view.tail_matches(need, order)?.into_iter().peekable();
    Ok(Merged { indexed: indexed.peekable(), tail, order })
}

/// Candidates that are matches.
struct Verified<'v> {
    facts: FactsById<'v>,
    need: &'v Need,
    exact: bool,
    candidates: Candidates,
}

impl Iterator for Verified<'_> {
    type Item = Result<Candidate>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let candidate = match self.candidates.next()? {
                Ok(candidate) if !self.exact => candidate,
                settled => return Some(settled),
            };
            match self.facts.read(candidate.id) {
                Ok(Some(facts)) if meets(&facts, self.need) => return Some(Ok(candidate)),
                // Not a match, or later than this view of the database.
                Ok(_) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

/// Two ordered sequences as one.
struct Merged<'v> {
    indexed: Peekable<Verified<'v>>,
    tail: Peekable<vec::IntoIter<Candidate>>,
    order: Order,
}

impl Iterator for Merged<'_> {
    type Item = Result<Candidate>;

    fn next(&mut self) -> Option<Self::Item> {
        let take_tail = match (self.indexed.peek(), self.tail.peek()) {
            (Some(Ok(indexed)), Some(tail)) => before(tail, indexed, self.order),
            (None, Some(_)) => true,
            _ => false,
        };
        if take_tail { self.tail.next().map(Ok) } else { self.indexed.next() }
    }
}

fn before(a: &Candidate, b: &Candidate, order: Order) -> bool {
    let by_time = (a.sent_at_ms, a.id).cmp(&(b.sent_at_ms, b.id));
    by_time == if order == Order::Oldest { Ordering::Less } else { Ordering::Greater }
}
