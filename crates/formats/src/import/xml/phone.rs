//! What backs up the messages of a phone (SMS Backup & Restore): `sms` elements, and `mms` elements with parts and
//! addresses in them, told by the names that everything else is read by.
//!
//! Who wrote a message is the other side where it was received. Where it was sent nothing names the owner of the phone.

use crate::import::json::value::{Map, Value};

/// Whether the elements at a path are such messages.
pub(super) fn is_message(path: &str) -> bool {
    matches!(path, "smses/sms" | "smses/mms")
}

/// The fields of a message under names that are known, and how many files came with its words, which are not kept: one
/// that stands alone is what the message is.
pub(super) fn told(mut fields: Map) -> (Map, u64) {
    let (parts, from) = (inner(&mut fields, "parts", "part"), sender(&mut fields));
    // What has no value is written as the word.
    let mut told: Map = fields.into_iter().filter(|(_, value)| says_something(value)).collect();
    let mut take = |name: &str| match told.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let (address, contact) = (take("address"), take("contact_name").filter(|name| name != "(Unknown)"));
    let (direction, folder) = (take("type"), take("msg_box"));
    let (body, subject) = (take("body"), take("sub"));
    take("readable_date");
    let is_of_two = address.as_ref().is_some_and(|address| !address.contains('~'));
    if direction.or(folder).as_deref() == Some("1") {
        let key = from.or_else(|| address.clone()).unwrap_or_default();
        let name = contact.clone().filter(|_| is_of_two).unwrap_or_else(|| key.clone());
        told.insert("sender", Value::from(name));
        told.insert("sender_id", Value::from(key));
    }
    let words_of = |part: &Map| part.get("text").filter(|text| says_something(text)).cloned();
    let mut words: Vec<String> = subject.into_iter().chain(body).collect();
    let mut files = Vec::new();
    for part in &parts {
        match part.get("ct").and_then(Value::as_str).unwrap_or_default() {
            "application/smil" => {}
            "text/plain" => words.extend(words_of(part).and_then(|text| text.as_str().map(str::to_owned))),
            of_file => files.push(kind_word(of_file)),
        }
    }
    if words.is_empty() && !files.is_empty() {
        told.insert("message_type", Value::from(files.remove(0)));
    }
    told.insert("text", Value::from(words.join("\n")));
    told.insert("conversation_title", Value::from(contact.or_else(|| address.clone()).unwrap_or_default()));
    told.insert("conversation_id", Value::from(address.unwrap_or_default()));
    (told, files.len() as u64)
}

/// The elements of a name within another, which is taken out.
fn inner(fields: &mut Map, around: &str, name: &str) -> Vec<Map> {
    let Some(Value::Object(mut around)) = fields.remove(around) else { return Vec::new() };
    let found = match around.remove(name) {
        Some(Value::Array(items)) => items,
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let objects = found.into_iter().filter_map(|item| match item {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    objects.collect()
}

/// Who is named as the sender among the addresses of a message, by the number that the standard has for it
/// (`PduHeaders.FROM`).
fn sender(fields: &mut Map) -> Option<String> {
    let of = |address: &Map, name: &str| address.get(name).and_then(Value::as_str).map(str::to_owned);
    let addresses = inner(fields, "addrs", "addr");
    let from = addresses.iter().find(|address| of(address, "type").as_deref() == Some("137"))?;
    of(from, "address").filter(|from| from != "insert-address-token")
}

fn says_something(value: &Value) -> bool {
    value.as_str().is_none_or(|text| !text.is_empty() && text != "null")
}

/// The word for the kind of a file, as tables have it.
fn kind_word(content_type: &str) -> &'static str {
    match content_type.split('/').next().unwrap_or_default() {
        "image" => "image",
        "video" => "video",
        "audio" => "audio",
        _ if content_type.to_ascii_lowercase().contains("vcard") => "contact",
        _ => "file",
    }
}
