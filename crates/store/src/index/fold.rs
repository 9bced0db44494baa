//! The one definition of "same text".

/// The folded form of a text. Folding twice changes nothing.
pub(crate) fn fold(text: &str) -> String {
    unimplemented!()
}

/// Where the folded needles stand in `text`: ranges of Unicode scalar values of the original, sorted, merged.
pub(crate) fn marks(text: &str, folded_needles: &[String]) -> Vec<(u32, u32)> {
    unimplemented!()
}
