//! What must be known of a picture before it is drawn: its format, its size, which way up it was taken.
//!
//! Read from the header alone, so that a small file that claims a huge picture costs nothing. Pixels are decoded
//! elsewhere, if at all. Sources: PNG 3rd edition § 11.2.1; ITU-T T.81 annex B; Exif 2.32 § 4.6.4.

/// How a picture is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG in any of its common processes.
    Jpeg,
}

/// A picture that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Picture {
    /// How it is stored.
    pub format: PictureFormat,
    /// Stored width in pixels; never 0.
    pub width: u32,
    /// Stored height in pixels; never 0.
    pub height: u32,
    /// The Exif orientation, 1 to 8; 1 is upright.
    pub orientation: u8,
}

/// Why a picture is not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unprintable {
    /// Neither PNG nor JPEG, or the header is damaged.
    Undecodable,
    /// More pixels than are decoded.
    TooLarge,
}

/// The most pixels a PNG is decoded to: a screenshot of fifty screens, 200 MB unpacked.
const MOST_PIXELS: u64 = 50_000_000;

impl Picture {
    /// Reads the header of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Unprintable> {
        let picture = png(bytes).or_else(|| jpeg(bytes)).ok_or(Unprintable::Undecodable)?;
        if picture.width == 0 || picture.height == 0 {
            return Err(Unprintable::Undecodable);
        }
        // A JPEG is passed on as it is; only PNG is unpacked.
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        if picture.format == PictureFormat::Png && pixels > MOST_PIXELS {
            return Err(Unprintable::TooLarge);
        }
        Ok(picture)
    }

    /// Width and height as seen, once it is turned upright.
    pub(super) fn seen(self) -> (u32, u32) {
        if self.orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) }
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn png(bytes: &[u8]) -> Option<Picture> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    Some(Picture {
        format: PictureFormat::Png,
        width: be32(bytes, 16)?,
        height: be32(bytes, 20)?,
        orientation: 1,
    })
}

/// Walks the marker segments up to the frame header.
fn jpeg(bytes: &[u8]) -> Option<Picture> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut orientation = 1;
    let mut at = 2;
    loop {
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1; // fill bytes
        }
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            at += 2; // markers without a segment
            continue;
        }
        let length = usize::from(be16(bytes, at + 2)?);
        match marker {
            0xE1 => {
                orientation = exif_orientation(bytes.get(at + 4..at + 2 + length)?).unwrap_or(orientation);
            }
            // Frame headers; C4, C8 and CC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return Some(Picture {
                    format: PictureFormat::Jpeg,
                    height: u32::from(be16(bytes, at + 5)?),
                    width: u32::from(be16(bytes, at + 7)?),
                    orientation,
                });
            }
            0xD9 | 0xDA => return None, // the picture ends, or starts, without a frame header
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

/// Tag 0x0112 of the first image directory of an Exif segment.
fn exif_orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| be16(tiff, at).map(|value| if little { value.swap_bytes() } else { value });
    let long = |at: usize| be32(tiff, at).map(|value| if little { value.swap_bytes() } else { value });
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&at| short(at) == Some(0x0112))
        .and_then(|at| short(at + 8))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG header of 30 × 20 pixels with an orientation.
    fn jpeg_header(orientation: u8) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0, 34];
        bytes.extend_from_slice(b"Exif\0\0MM\0*\0\0\0\x08\0\x01");
        bytes.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
        bytes.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 20, 0, 30, 1, 1, 0x11, 0]);
        bytes
    }

    #[test]
    fn a_photograph_taken_sideways_is_seen_upright() {
        let picture = Picture::of(&jpeg_header(6)).expect("the header is sound");
        assert_eq!((picture.width, picture.height), (30, 20), "the stored size");
        assert_eq!(picture.seen(), (20, 30), "orientation 6 is a quarter turn");
    }

    #[test]
    fn a_png_that_claims_a_huge_picture_is_refused_by_its_header() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend_from_slice(&60_000_u32.to_be_bytes());
        bytes.extend_from_slice(&60_000_u32.to_be_bytes());
        assert_eq!(Picture::of(&bytes), Err(Unprintable::TooLarge), "14 GB would be unpacked");
    }

    #[test]
    fn no_cut_of_a_header_does_any_harm() {
        let whole = jpeg_header(3);
        for cut in 0..whole.len() {
            let _ = Picture::of(whole.get(..cut).unwrap_or_default());
        }
        assert_eq!(Picture::of(b"GIF89a"), Err(Unprintable::Undecodable), "only PNG and JPEG are printed");
    }
}
