//! Which segments become one.

use tantivy::{
    index::{SegmentId, SegmentMeta},
    merge_policy::{LogMergePolicy, MergePolicy as _},
};

/// Groups of segments of about one size, eight or more of them, cut so that none makes a segment of more documents than
/// `at_most`: merging more would cost more than it saves, and its memory grows with it.
pub(super) fn candidates(segments: &[SegmentMeta], at_most: u32) -> Vec<Vec<SegmentId>> {
    let documents =
        |id: &SegmentId| segments.iter().find(|segment| segment.id() == *id).map_or(0, SegmentMeta::num_docs);
    let mut groups = Vec::new();
    for level in LogMergePolicy::default().compute_merge_candidates(segments) {
        let (mut group, mut sum) = (Vec::new(), 0);
        for id in level.0 {
            if sum + documents(&id) > at_most {
                groups.push(std::mem::take(&mut group));
                sum = 0;
            }
            sum += documents(&id);
            group.push(id);
        }
        groups.push(group);
    }
    groups.retain(|group| group.len() > 1 && group.iter().map(documents).sum::<u32>() <= at_most);
    groups
}
