//! All matches of a query, a page of them, or the conversations they are in: what the index finds, merged with the tail.

use super::{needles, plan, view::View};
use crate::{
    Page, Result, Vault,
    index::{Group, Match, Matches, Need},
};
use std::{
    iter::Peekable,
    sync::{Arc, Mutex, PoisonError},
    vec,
};
use yanju_model::query::{Order, Query, Sort};

/// The longest answer worth remembering: a few megabytes.
const LONGEST: usize = 100_000;

/// The last answer by conversation, for its next page.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Option<Remembered>>);

struct Remembered {
    query: Query,
    sort: Sort,
    revision: u64,
    groups: Arc<Vec<Group>>,
}

impl Memory {
    fn recall(&self, query: &Query, sort: Sort, revision: u64) -> Option<Arc<Vec<Group>>> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = memory.as_ref()?;
        let is_asked = known.revision == revision && known.sort == sort && known.query == *query;
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
        Ok(self.viewed_whole(|view| view.matches(query, order))?.1)
    }

    /// The conversations in which something matches, by their first matches, as of a view; remembered.
    pub(super) fn groups_in(&self, view: &View<'_>, query: &Query, sort: Sort) -> Result<Arc<Vec<Group>>> {
        if let Some(known) = self.memory.recall(query, sort, view.revision) {
            return Ok(known);
        }
        let groups = Arc::new(match sort {
            Sort::Newest | Sort::Oldest => view.groups(query, sort.order())?,
            Sort::Relevance => view.ranked_groups(query)?,
        });
        let (query, revision) = (query.clone(), view.revision);
        self.memory.remember(Remembered { query, sort, revision, groups: Arc::clone(&groups) });
        Ok(groups)
    }
}

impl View<'_> {
    /// Every match, in order.
    pub(super) fn matches(&self, query: &Query, order: Order) -> Result<Vec<Match>> {
        let need = plan::need(&self.reader, query)?;
        self.merged(&need, order)?.collect()
    }

    fn groups(&self, query: &Query, order: Order) -> Result<Vec<Group>> {
        let need = plan::need(&self.reader, query)?;
        let mut groups = self.snapshot.groups(&self.indexed(&need), order)?;
        for found in self.tail_matches(&need, order)? {
            groups.add(found, found.rank(order));
        }
        Ok(groups.in_order())
    }

    fn ranked_groups(&self, query: &Query) -> Result<Vec<Group>> {
        let need = plan::need(&self.reader, query)?;
        let relevance = self.snapshot.relevance(needles(query))?;
        let mut groups = self.snapshot.ranked_groups(&self.indexed(&need), &relevance)?;
        for (rank, found) in self.tail_ranked(&need, &relevance)? {
            groups.add(found, rank);
        }
        Ok(groups.in_order())
    }

    /// The number of matches and a page of them.
    pub(super) fn page_of_matches(&self, query: &Query, sort: Sort, page: Page) -> Result<(u64, Vec<Match>)> {
        let need = plan::need(&self.reader, query)?;
        let count = self.snapshot.count(&self.indexed(&need))?;
        let (in_tail, page) = self.page(query, &need, sort, page)?;
        Ok((count + in_tail, page))
    }

    /// A page of matches, where nobody asks how many there are.
    pub(super) fn uncounted_page(&self, query: &Query, sort: Sort, page: Page) -> Result<Vec<Match>> {
        let need = plan::need(&self.reader, query)?;
        Ok(self.page(query, &need, sort, page)?.1)
    }

    /// A page of matches, and how many of all are in the tail.
    fn page(&self, query: &Query, need: &Need, sort: Sort, page: Page) -> Result<(u64, Vec<Match>)> {
        let (offset, limit) = (page.offset as usize, page.limit as usize);
        match sort {
            Sort::Newest | Sort::Oldest => {
                let merged = self.merged(need, sort.order())?;
                let in_tail = merged.tail.len() as u64;
                Ok((in_tail, merged.skip(offset).take(limit).collect::<Result<_>>()?))
            }
            Sort::Relevance => {
                let relevance = self.snapshot.relevance(needles(query))?;
                let tail = self.tail_ranked(need, &relevance)?;
                let in_tail = tail.len() as u64;
                let mut ranked = self.snapshot.ranked(&self.indexed(need), &relevance, offset + limit)?;
                ranked.extend(tail);
                ranked.sort_unstable_by_key(|(rank, _)| *rank);
                Ok((in_tail, ranked.iter().skip(offset).take(limit).map(|(_, found)| *found).collect()))
            }
        }
    }

    /// The matches of the index and those of the tail as one sequence.
    pub(super) fn merged(&self, need: &Need, order: Order) -> Result<Merged> {
        let indexed = self.snapshot.matches(&self.indexed(need), order);
        let tail = self.tail_matches(need, order)?.into_iter().peekable();
        Ok(Merged { indexed: indexed.peekable(), tail, order })
    }
}

/// Two ordered sequences as one.
pub(super) struct Merged {
    indexed: Peekable<Matches>,
    tail: Peekable<vec::IntoIter<Match>>,
    order: Order,
}

impl Iterator for Merged {
    type Item = Result<Match>;

    fn next(&mut self) -> Option<Self::Item> {
        let take_tail = match (self.indexed.peek(), self.tail.peek()) {
            (Some(Ok(indexed)), Some(tail)) => tail.rank(self.order) < indexed.rank(self.order),
            (None, Some(_)) => true,
            _ => false,
        };
        if take_tail { self.tail.next().map(Ok) } else { self.indexed.next() }
    }
}
