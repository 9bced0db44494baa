//! Attachments as exhibits: numbered through the document, captioned, identified by their hash.

use super::content::{Content, or};
use super::document::{Attachment, AttachmentContent};
use super::figures::{grouped, hash_groups};
use super::picture::{Picture, Unprintable};
use super::wording::fill;
use std::sync::Arc;

/// A picture that can be drawn, and its bytes.
pub(super) type Drawable<'a> = (Picture, &'a Arc<[u8]>);

/// An attachment as it is to be printed.
pub(super) struct Exhibit<'a> {
    /// The line: number, name, size; without the hash.
    pub caption: String,
    /// SHA-256 in groups of eight; empty where the file is not held.
    pub sha256: String,
    /// The name, for a description of the picture.
    pub name: String,
    /// The picture and its bytes, where there is one that can be printed.
    pub picture: Option<Drawable<'a>>,
}

impl<'a> Content<'a> {
    /// The `number`-th attachment of the document.
    pub(super) fn exhibit(&self, number: u64, attachment: &'a Attachment) -> Exhibit<'a> {
        let words = self.words;
        let name = or(&attachment.name, words.attachment_unnamed);
        let mut parts = vec![fill(words.attachment, &[("number", &number.to_string())]), name.to_owned()];
        let mut picture = None;
        let mut sha256 = String::new();
        if let Some(content) = &attachment.content {
            let (printable, remark) = self.picture(number, content);
            parts.extend(remark);
            parts.push(fill(words.bytes_exact, &[("bytes", &grouped(content.bytes))]));
            picture = printable;
            sha256 = hash_groups(&content.sha256);
        } else {
            parts.push(words.attachment_missing.to_owned());
        }
        Exhibit { caption: parts.join(" | "), sha256, name: name.to_owned(), picture }
    }

    fn picture(&self, number: u64, content: &'a AttachmentContent) -> (Option<Drawable<'a>>, Option<String>) {
        let Some(bytes) = &content.image else { return (None, None) };
        let picture = if self.undecodable.contains(&number) {
            Err(Unprintable::Undecodable)
        } else {
            Picture::of(bytes)
        };
        match picture {
            Ok(picture) => {
                let (width, height) = picture.seen();
                let values = [("width", width.to_string()), ("height", height.to_string())];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                (Some((picture, bytes)), Some(fill(self.words.image_size, &values)))
            }
            Err(Unprintable::Undecodable) => (None, Some(self.words.image_undrawable.to_owned())),
            Err(Unprintable::TooLarge) => (None, Some(self.words.image_too_large.to_owned())),
        }
    }
}
