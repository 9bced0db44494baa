//! Opening a text as [`lines`](super::lines): its encoding is settled first.

use super::{
    encoding::{Detected, Extent, detect, settled},
    lines::{CHUNK, Line, Lines},
};
use crate::import::{Error, Input, Result, json::source::Pass};
use std::io::Read;
use yanju_model::job::Job;

/// Detects the encoding of `input` and opens its lines.
///
/// [`Error::Empty`] for no bytes at all, [`Error::Damaged`] for something that is not text.
pub fn open(input: &dyn Input) -> Result<(Lines<'_>, Detected)> {
    let failed = |source| Error::Io { file: input.name().to_owned(), source };
    let mut head = Vec::new();
    let mut stream = input.open().map_err(failed)?;
    stream.by_ref().take(CHUNK as u64).read_to_end(&mut head).map_err(failed)?;
    let detected = detect_text(input.name(), &head, CHUNK)?;
    let detected = settled(detected, &head, &mut stream).map_err(failed)?;
    let source = input.open().map_err(failed)?;
    Ok((Lines::new(source, input.name(), detected), detected))
}

/// Gives every line of `input` to `visit`. `pass` says whether this reading counts as progress.
pub(crate) fn each(
    input: &dyn Input,
    detected: Detected,
    pass: Pass,
    job: &Job,
    mut visit: impl FnMut(&Line<'_>) -> Result<()>,
) -> Result<()> {
    let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
    let mut lines = Lines::new(stream, input.name(), detected);
    while let Some(line) = lines.next_line()? {
        if line.bytes > 0 {
            pass.advance(job, line.bytes)?;
        }
        visit(&line)?;
    }
    Ok(())
}

/// The encoding of a text whose first bytes, at most `asked` of them, are `head`.
pub fn detect_text(file: &str, head: &[u8], asked: usize) -> Result<Detected> {
    if head.is_empty() {
        return Err(Error::Empty { file: file.to_owned() });
    }
    let extent = if head.len() < asked { Extent::Whole } else { Extent::Head };
    detect(head, extent).ok_or_else(|| Error::Damaged {
        file: file.to_owned(),
        place: "byte 0".to_owned(),
        detail: "not a text".to_owned(),
    })
}
