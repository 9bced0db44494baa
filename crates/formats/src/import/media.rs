//! Files that messages mention: what their names tell, and how they come into the sink's keeping.

use super::{Error, Input, Result, Sink};
use std::io::Read;
use yanju_model::{Kind, draft::AttachmentDraft};

/// The longest attachment read, in bytes: a guard against archives that unpack without end.
pub const ATTACHMENT_LIMIT: u64 = 4 * 1024 * 1024 * 1024;

/// The longest message text read, in bytes: a guard against files with one header and no second.
pub const MESSAGE_LIMIT: usize = 16 * 1024 * 1024;

/// What a file is, by its name.
pub fn kind_of_file(name: &str) -> Kind {
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "webp" => Kind::Sticker,
        _ if name.starts_with("stk-") || name.contains("-sticker-") => Kind::Sticker,
        "jpg" | "jpeg" | "png" | "gif" | "heic" | "heif" | "bmp" | "tif" | "tiff" => Kind::Image,
        "mp4" | "mov" | "3gp" | "avi" | "mkv" | "m4v" | "webm" => Kind::Video,
        "opus" | "m4a" | "mp3" | "aac" | "amr" | "ogg" | "wav" | "silk" => Kind::Voice,
        "vcf" => Kind::Contact,
        _ => Kind::File,
    }
}

/// The attachment of this name, with its content where it lies beside `input`.
pub fn beside(input: &dyn Input, name: &str, sink: &mut dyn Sink) -> Result<AttachmentDraft> {
    let missing = AttachmentDraft { name: name.to_owned(), content: None };
    if !is_plain(name) {
        return Ok(missing);
    }
    match input.beside(name) {
        Ok(Some(reader)) => {
            let content = sink.content(&mut reader.take(ATTACHMENT_LIMIT))?;
            Ok(AttachmentDraft { content: Some(content), ..missing })
        }
        Ok(None) => Ok(missing),
        Err(source) => Err(Error::Io { file: name.to_owned(), source }),
    }
}

/// Whether a name from a file's content can only mean a file in the same folder.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_the_content_never_leads_elsewhere() {
        for name in ["../secret", "/etc/passwd", "C:\\x", "..", ""] {
            assert!(!is_plain(name), "{name} must not be opened");
        }
        assert!(is_plain("IMG-20240305-WA0001.jpg"));
    }
}
