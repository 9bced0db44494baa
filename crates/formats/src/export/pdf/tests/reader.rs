//! Takes the text out of a page as a reader's program does: by ToUnicode, and by ActualText where it is given.
//!
//! lopdf parses; its own extraction passes over ActualText (PDF 32000-1 § 14.9.4).

use lopdf::{Dictionary, Document, Encoding, Object, content::Content};
use std::collections::BTreeMap;

/// The text of a page in the order of its content stream.
pub(super) fn text_of_page(pdf: &Document, number: u32) -> String {
    let page = pdf.get_pages().get(&number).copied().expect("the page is there");
    // Without its Encoding a font is read by its ToUnicode alone, as readers do.
    let mut fonts: BTreeMap<Vec<u8>, Dictionary> = pdf
        .get_page_fonts(page)
        .expect("its fonts")
        .into_iter()
        .map(|(name, font)| (name, font.clone()))
        .collect();
    for font in fonts.values_mut() {
        font.remove(b"Encoding");
    }
    let encodings: BTreeMap<&[u8], Encoding> = fonts
        .iter()
        .map(|(name, font)| (name.as_slice(), font.get_font_encoding(pdf).expect("ToUnicode")))
        .collect();
    let content = Content::decode(&pdf.get_page_content(page)).expect("a sound content stream");
    let mut text = String::new();
    let mut encoding = None;
    // One entry for each open marked content: whether it has spoken for its glyphs.
    let mut spoken: Vec<bool> = Vec::new();
    for operation in content.operations {
        let operand = operation.operands.first();
        match operation.operator.as_str() {
            "BDC" => {
                let actual = operation
                    .operands
                    .get(1)
                    .and_then(|properties| properties.as_dict().ok())
                    .and_then(actual);
                text.push_str(actual.as_deref().unwrap_or_default());
                spoken.push(actual.is_some());
            }
            "BMC" => spoken.push(false),
            "EMC" => drop(spoken.pop()),
            "Tf" => {
                encoding = operand.and_then(|name| name.as_name().ok()).and_then(|name| encodings.get(name));
            }
            "Tj" | "TJ" if !spoken.contains(&true) => {
                for bytes in operand.into_iter().flat_map(strings) {
                    text.push_str(
                        &Document::decode_text(encoding.expect("a font is set"), bytes).expect("ToUnicode"),
                    );
                }
            }
            _ => {}
        }
    }
    text
}

fn actual(properties: &Dictionary) -> Option<String> {
    let bytes = properties.get(b"ActualText").and_then(Object::as_str).ok()?;
    let units = |bytes: &[u8]| {
        bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>()
    };
    Some(match bytes.strip_prefix(b"\xFE\xFF") {
        Some(utf16) => String::from_utf16(&units(utf16)).expect("UTF-16"),
        None => String::from_utf8(bytes.to_vec()).expect("ASCII"),
    })
}

fn strings(operand: &Object) -> Vec<&[u8]> {
    match operand {
        Object::String(bytes, _) => vec![bytes],
        Object::Array(parts) => parts.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
