//! Which segments become one.

use tantivy::{
    index::{SegmentId, SegmentMeta},
    merge_policy::{LogMergePolicy, MergePolicy as _},
};

/// Documents that are merged into one segment at most: more would cost more than it saves, and memory grows with it.
const AT_MOST: u32 = 4_000_000;
/// The same after a short run, which nobody shall wait for, unless there are many segments.
const IN_PASSING: u32 = 100_000;
const MANY: usize = 24;

/// What was done before segments are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// A person may be waiting.
    Short,
    Long,
}

/// Groups of segments of about one size to be merged after a run.
pub(super) fn candidates(segments: &[SegmentMeta], run: Run) -> Vec<Vec<SegmentId>> {
    let at_most = if run == Run::Long || segments.len() > MANY { AT_MOST } else { IN_PASSING };
    let documents =
        |id: SegmentId| segments.iter().find(|segment| segment.id() == id).map_or(0, SegmentMeta::num_docs);
    let levels = LogMergePolicy::default().compute_merge_candidates(segments);
    let sized = levels.into_iter().map(|level| level.0.into_iter().map(|id| (id, documents(id))).collect());
    sized.flat_map(|level: Vec<_>| cut(&level, at_most)).collect()
}

/// Cuts a level, each of it with its documents, into groups of at most so many documents and at least two members.
fn cut<T: Copy>(level: &[(T, u32)], at_most: u32) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut sum = u32::MAX;
    for (member, documents) in level.iter().filter(|(_, documents)| *documents <= at_most) {
        sum = sum.saturating_add(*documents);
        match groups.last_mut() {
            Some(group) if sum <= at_most => group.push(*member),
            _ => {
                groups.push(vec![*member]);
                sum = *documents;
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn no_group_is_larger_than_allowed_and_none_stands_alone() {
        let level = [('a', 9), ('b', 5), ('c', 4), ('d', 4), ('e', 1), ('f', 1), ('g', 20)];
        assert_eq!(cut(&level, 10), [vec!['b', 'c'], vec!['d', 'e', 'f']]);
        assert_eq!(cut(&level, 100), [vec!['a', 'b', 'c', 'd', 'e', 'f', 'g']]);
        assert!(cut(&level, 3).len() == 1 && cut(&level, 1).is_empty());
    }
}
