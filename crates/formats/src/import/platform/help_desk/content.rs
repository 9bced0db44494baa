//! What a record of a help desk holds: words in HTML, pictures within them, names of files, and the particulars of
//! events as words.

use crate::import::{
    drafting::media::kind_of_file,
    json::{fields::is_hollow, value::Value},
    text::html::{attribute, words},
};
use html5gum::{Token, Tokenizer};
use std::collections::HashSet;
use yanju_model::{Kind, draft::AttachmentDraft};

/// How deep the particulars of an event may be nested.
const DETAIL_DEPTH: usize = 16;

/// How many particulars of an event are told.
const DETAIL_LIMIT: usize = 200;

/// The words of an HTML text and the names of the pictures in it.
///
/// Where there is neither although something is embedded, the words are the HTML itself.
pub(super) fn rich(html: &str) -> (String, Vec<String>) {
    let (mut pictures, mut embeds) = (Vec::new(), false);
    for token in Tokenizer::new(html) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let Some(address) = attribute(&tag, "src") else { continue };
        if tag.name.as_slice() != b"img" {
            embeds = true;
        } else if address.starts_with("data:") {
            // The picture itself stands in the text; it has no name, only a kind.
            let kind = address.strip_prefix("data:image/").and_then(|rest| rest.split([';', ',']).next());
            pictures.push(format!("image.{}", kind.unwrap_or("bin")));
        } else {
            pictures.push(file_name(&address));
        }
    }
    let text = words(html);
    let is_lost = text.is_empty() && pictures.is_empty() && embeds;
    (if is_lost { html.trim().to_owned() } else { text }, pictures)
}

/// The name of the file at an address: what it says in `?name=`, else its last part, with `%20` undone. The
/// address itself where that is nothing.
pub(super) fn file_name(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    if let Some(name) =
        query.split('&').find_map(|part| part.strip_prefix("name=")).filter(|name| !name.is_empty())
    {
        return decoded(name);
    }
    let path = path.split('#').next().unwrap_or_default();
    let path = path.strip_prefix("cid:").unwrap_or(path);
    match path.trim_end_matches('/').rsplit('/').next() {
        Some(name) if !name.is_empty() => decoded(name),
        _ => address.to_owned(),
    }
}

/// Undoes `%E4%B8%AD`. What that does not make text of stays as it is.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((start, after)) = rest.split_once('%') {
        bytes.extend_from_slice(start.as_bytes());
        let byte = after.split_at_checked(2).and_then(|(digits, left)| {
            let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
            Some((u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?, left))
        });
        if let Some((byte, left)) = byte {
            bytes.push(byte);
            rest = left;
        } else {
            bytes.push(b'%');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// Files by their names, each once. Their content is not in the export.
pub(super) fn files(mut names: Vec<String>) -> Vec<AttachmentDraft> {
    let mut known = HashSet::new();
    names.retain(|name| !name.is_empty() && known.insert(name.clone()));
    names.into_iter().map(|name| AttachmentDraft { name, content: None }).collect()
}

/// A field of a record; nothing where there is none.
pub(super) fn field<'v>(record: &'v Value, name: &str) -> &'v Value {
    const NOTHING: &Value = &Value::Null;
    record.get(name).unwrap_or(NOTHING)
}

/// A title with the number that people know the ticket by: several are called `Refund`.
pub(super) fn numbered(title: &str, number: Option<&str>) -> String {
    match number.map(|number| format!("#{number}")) {
        Some(number) if !title.is_empty() && !title.contains(&number) => format!("{title} ({number})"),
        _ => title.to_owned(),
    }
}

/// What a message is by what it holds: words, or else its first file.
pub(super) fn kind_of(text: &str, files: &[AttachmentDraft]) -> Kind {
    match files.first() {
        Some(file) if text.is_empty() => kind_of_file(&file.name),
        _ => Kind::Text,
    }
}

/// An event as words: who, what, and in brackets the particulars, by the names the source has for them.
pub(super) fn event_words(actor: &str, what: &str, details: &Value) -> String {
    let particulars = particulars(details);
    let actor = if actor.is_empty() { String::new() } else { format!("{actor}: ") };
    if particulars.is_empty() {
        format!("{actor}{what}")
    } else {
        format!("{actor}{what} ({})", particulars.join(", "))
    }
}

/// The particulars of a value, each as `where.it.stands: what`.
pub(super) fn particulars(value: &Value) -> Vec<String> {
    let mut told = Vec::new();
    tell(value, "", DETAIL_DEPTH, &mut told);
    told
}

fn tell(value: &Value, name: &str, depth: usize, told: &mut Vec<String>) {
    if told.len() >= DETAIL_LIMIT || is_hollow(value) {
        return;
    }
    let named = |text: &str| if name.is_empty() { text.to_owned() } else { format!("{name}: {text}") };
    match (value, depth.checked_sub(1)) {
        (Value::Object(fields), Some(depth)) => {
            for (field, value) in fields {
                let inner = if name.is_empty() { field.to_owned() } else { format!("{name}.{field}") };
                tell(value, &inner, depth, told);
            }
        }
        (Value::Array(items), Some(depth)) => {
            for item in items {
                tell(item, name, depth, told);
            }
        }
        (Value::String(text), _) => told.push(named(text)),
        (other, _) => told.push(named(&other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn pictures_in_the_words_are_files() {
        for (html, text, pictures) in [
            ("<p>hi</p>", "hi", vec![]),
            ("<img src=\"https://files.example/a/%E5%9B%BE%201.png?x=1\">", "", vec!["图 1.png"]),
            (
                "x<img src='cid:1.2@desk'><img src='data:image/png;base64,AA'>",
                "x",
                vec!["1.2@desk", "image.png"],
            ),
            (
                "<iframe src=\"https://v.example/1\"></iframe>",
                "<iframe src=\"https://v.example/1\"></iframe>",
                vec![],
            ),
            ("<p>&nbsp;</p>", "", vec![]),
        ] {
            assert_eq!(
                rich(html),
                (text.to_owned(), pictures.into_iter().map(str::to_owned).collect()),
                "{html}"
            );
        }
    }

    #[test]
    fn a_name_that_is_no_percent_coding_stays() {
        for (address, name) in [
            ("https://a.example/t/1/?name=a%20b.png", "a b.png"),
            ("https://a.example/100%", "100%"),
            ("/x/%FF.pdf", "%FF.pdf"),
            ("https://", "https:"),
            ("?", "?"),
        ] {
            assert_eq!(file_name(address), name);
        }
    }

    #[test]
    fn an_event_tells_its_particulars_by_their_names() {
        let details = json!({"action": {"name": "refund", "result": null}, "tags": ["a", 2], "done": true});
        assert_eq!(
            event_words("Ann", "custom", &details),
            "Ann: custom (action.name: refund, tags: a, tags: 2, done: true)"
        );
        assert_eq!(event_words("", "close", &Value::Null), "close");
    }
}
