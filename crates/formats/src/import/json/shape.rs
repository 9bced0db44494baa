//! What a piece of JSON is, judged by its shape alone: an utterance, a list of utterances, a conversation, a
//! transcript in one string. Nothing here reads times or pushes drafts.

use super::value::{Names, Value};
use crate::import::{
    columns::{Columns, Field, Mapping, fold},
    drafting::cell_words::role_of,
};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// An object of JSON.
pub(crate) use crate::import::json::value::Map as Fields;

/// How many items of a list are looked at to judge it.
pub(crate) const SAMPLE: usize = 20;

/// How deep words may be wrapped in content parts.
const WORDS_DEPTH: usize = 8;

/// The longest speaker of a `[speaker, text]` pair or of a transcript's line, in characters.
const SPEAKER_LIMIT: usize = 32;

/// How many layouts of objects are remembered; further ones are judged anew each time.
const LAYOUT_LIMIT: usize = 64;

/// Lists of these names may hold utterances as plain strings.
const TURN_LISTS: &[&str] = &["dialog", "dialogue", "turns", "utterances", "conversation", "对话", "会话"];

/// Speakers of transcripts beyond those whose role is known.
const SPEAKERS: &[&str] = &["tool", "function", "human", "ai", "gpt", "q", "a", "问", "答", "action"];

/// One utterance, still in the source's form.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Utterance<'v> {
    /// An object with fields of its own.
    Object(&'v Fields),
    /// A speaker (empty: not stated) and the words.
    Pair(&'v str, &'v str),
}

/// Where the utterances of a conversation object are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Utterances<'v> {
    /// In a list.
    List(&'v [Value]),
    /// In one string, a line each.
    Transcript(&'v str),
}

/// The layouts of objects met so far: in a file there are few, and judging one takes a while.
#[derive(Debug, Default)]
pub(crate) struct Layouts {
    /// What the user says that fields mean.
    mapping: Option<Mapping>,
    known: Vec<(Rc<Names>, Rc<Columns>)>,
}

impl Layouts {
    /// None met so far; fields mean what `mapping` says.
    pub(crate) fn of(mapping: Option<Mapping>) -> Self {
        Self { mapping, known: Vec::new() }
    }

    /// What the fields of an object mean.
    pub(crate) fn columns(&mut self, fields: &Fields) -> Rc<Columns> {
        let names = fields.names();
        // Objects of one layout mostly share their names, so that these need not be compared.
        let shared = self.known.iter().find(|(known, _)| Rc::ptr_eq(known, names));
        let known = shared.or_else(|| self.known.iter().find(|(known, _)| known.iter().eq(names.iter())));
        if let Some((_, columns)) = known {
            return Rc::clone(columns);
        }
        let columns = Rc::new(Columns::settled(fields.keys(), self.mapping.as_ref()));
        if self.known.len() < LAYOUT_LIMIT {
            self.known.push((Rc::clone(names), Rc::clone(&columns)));
        }
        columns
    }

    /// `value` as an utterance of the list `list`; `None` where its shape is another.
    pub(crate) fn utterance<'v>(&mut self, value: &'v Value, list: &str) -> Option<Utterance<'v>> {
        match value {
            Value::Object(fields) => {
                let columns = self.columns(fields);
                let said = said(fields, &columns)?;
                let is_one =
                    words(said).is_some() || (names_its_moment(&columns) && !self.is_conversation(said));
                (is_one && self.talk_beside(fields).is_none()).then_some(Utterance::Object(fields))
            }
            Value::Array(pair) => match pair.as_slice() {
                [Value::String(speaker), Value::String(text)] if is_speaker(speaker) => {
                    Some(Utterance::Pair(speaker, text))
                }
                _ => None,
            },
            Value::String(text) if TURN_LISTS.contains(&fold(list).as_str()) => {
                Some(Utterance::Pair("", text))
            }
            _ => None,
        }
    }

    /// Whether what stands in the place of words is a conversation: a list of objects with words, or an object
    /// around one. This looks no deeper, or it would look at everything again at each depth.
    fn is_conversation(&mut self, said: &Value) -> bool {
        match said {
            Value::Array(items) => self.has_words(items),
            Value::Object(fields) => {
                fields.values().filter_map(Value::as_array).any(|items| self.has_words(items))
            }
            _ => false,
        }
    }

    fn has_words(&mut self, items: &[Value]) -> bool {
        items.iter().take(SAMPLE).filter_map(Value::as_object).any(|fields| {
            let columns = self.columns(fields);
            said(fields, &columns).and_then(words).is_some()
        })
    }

    /// The messages in a field of an object that has words of its own: the replies to a ticket. What else holds words
    /// there (buttons, parts, files) does not say who and when.
    pub(crate) fn talk_beside<'v>(&mut self, fields: &'v Fields) -> Option<(&'v str, &'v [Value])> {
        let mut lists = fields.iter().enumerate().filter_map(|(n, (name, value))| match value {
            Value::Array(items) if !items.is_empty() => Some((n, name, items)),
            _ => None,
        });
        let first = lists.next()?;
        let columns = self.columns(fields);
        let text = columns.place(Field::Text).filter(|_| self.has_own_words(fields))?;
        let mut lists = std::iter::once(first).chain(lists).filter(|(n, ..)| *n != text);
        lists.find_map(|(_, name, items)| self.is_talk(items).then_some((name, items.as_slice())))
    }

    /// Whether most items of a list say who, when and what, whatever else they hold.
    fn is_talk(&mut self, items: &[Value]) -> bool {
        let sample = items.iter().take(SAMPLE);
        let seen = sample.len();
        sample.filter_map(Value::as_object).filter(|fields| self.is_message(fields)).count() * 2 >= seen
    }

    /// Whether an object says who, when and what.
    pub(crate) fn is_message(&mut self, fields: &Fields) -> bool {
        names_its_moment(&self.columns(fields)) && self.has_own_words(fields)
    }

    /// Whether an object has words.
    fn has_own_words(&mut self, fields: &Fields) -> bool {
        said(fields, &self.columns(fields)).and_then(words).is_some()
    }

    /// Whether a list holds messages that are conversations, with replies to them.
    pub(crate) fn holds_tickets(&mut self, items: &[Value]) -> bool {
        items.iter().filter_map(Value::as_object).any(|fields| self.talk_beside(fields).is_some())
    }

    /// Whether most items of a list are utterances, by its first ones.
    pub(crate) fn holds_utterances(&mut self, items: &[Value], list: &str) -> bool {
        let sample = items.iter().take(SAMPLE);
        let seen = sample.len();
        let utterances = sample.filter(|item| self.utterance(item, list).is_some()).count();
        seen > 0 && utterances * 2 >= seen
    }

    /// Whether there are utterances in `value`, however deep.
    pub(crate) fn leads_to_utterances(&mut self, value: &Value) -> bool {
        match value {
            Value::Object(fields) => {
                !self.conversation(fields).is_empty()
                    || fields.values().any(|value| self.leads_to_utterances(value))
            }
            Value::Array(items) => {
                self.holds_utterances(items, "") || items.iter().any(|item| self.leads_to_utterances(item))
            }
            _ => false,
        }
    }

    /// The fields of an object that make it a conversation. The first is it; further ones hold it in another
    /// form.
    pub(crate) fn conversation<'v>(&mut self, fields: &'v Fields) -> Vec<(&'v str, Utterances<'v>)> {
        let beside = self.talk_beside(fields).map(|(name, _)| name);
        let utterances = fields.iter().filter_map(|(name, value)| match value {
            Value::Array(items) if beside == Some(name) || self.holds_utterances(items, name) => {
                Some((name, Utterances::List(items)))
            }
            Value::String(text) if is_transcript(text) => Some((name, Utterances::Transcript(text))),
            _ => None,
        });
        utterances.collect()
    }
}

/// What stands where the words do; `None` where nothing does.
fn said<'v>(fields: &'v Fields, columns: &Columns) -> Option<&'v Value> {
    fields.at(columns.place(Field::Text)?).filter(|value| !value.is_null())
}

/// Whether an object says who and when. Then it is a message, whatever it holds for words.
fn names_its_moment(columns: &Columns) -> bool {
    let has_writer = columns.has(Field::Sender) || columns.has(Field::Role);
    has_writer && (columns.has(Field::Time) || columns.has(Field::Date))
}

/// What a message object says: its words, or the JSON that stands in their place (an order number, a card).
/// `None` only where nothing stands there.
pub(crate) fn text<'v>(fields: &'v Fields, columns: &Columns) -> Option<Cow<'v, str>> {
    let said = said(fields, columns)?;
    Some(words(said).unwrap_or_else(|| Cow::Owned(said.to_string())))
}

fn is_speaker(text: &str) -> bool {
    !text.contains('\n') && text.chars().nth(SPEAKER_LIMIT).is_none()
}

/// The words of a text field: a string, or content parts (`[{"type": "text", "text": …}]`) however wrapped.
pub(crate) fn words(value: &Value) -> Option<Cow<'_, str>> {
    words_within(value, WORDS_DEPTH)
}

fn words_within(value: &Value, depth: usize) -> Option<Cow<'_, str>> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Array(parts) => {
            // Parts state their type; a list of other objects is a list of utterances, or of anything.
            let is_part = |part: &&Value| part.is_string() || part.get("type").is_some();
            let parts: Vec<_> =
                parts.iter().filter(is_part).filter_map(|part| words_within(part, depth)).collect();
            (!parts.is_empty()).then(|| Cow::Owned(parts.join("\n")))
        }
        Value::Object(fields) => ["text", "content", "body", "message", "msg", "value"]
            .into_iter()
            .find_map(|name| words_within(fields.get(name)?, depth)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A value as a cell of a table: strings, numbers, and of an object its name.
pub(crate) fn cell(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Object(fields) => {
            ["name", "nickname", "displayName", "display_name", "username", "id", "email"]
                .into_iter()
                .find_map(|name| match fields.get(name)? {
                    Value::String(text) => Some(Cow::Borrowed(text.as_str())),
                    Value::Number(number) => Some(Cow::Owned(number.to_string())),
                    _ => None,
                })
        }
        _ => None,
    }
}

/// The speakers and texts of a transcript. A line without a speaker belongs to the text above it.
pub(crate) fn turns(transcript: &str) -> Vec<(String, String)> {
    let speakers = speakers(transcript);
    let mut turns: Vec<(String, String)> = Vec::new();
    for line in transcript.lines() {
        match (spoken(line).filter(|(speaker, _)| speakers.contains(speaker)), turns.last_mut()) {
            (Some((speaker, text)), _) => turns.push((speaker.to_owned(), text.to_owned())),
            (None, Some((_, text))) => {
                text.push('\n');
                text.push_str(line);
            }
            (None, None) => turns.push((String::new(), line.to_owned())),
        }
    }
    turns
}

/// Whether a string is a transcript: it begins with a speaker, and there are at least two turns.
pub(crate) fn is_transcript(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).and_then(spoken);
    first.is_some_and(|(speaker, _)| {
        let speakers = speakers(text);
        speakers.contains(&speaker)
            && text
                .lines()
                .filter_map(spoken)
                .filter(|(speaker, _)| speakers.contains(speaker))
                .take(2)
                .count()
                == 2
    })
}

/// Who speaks: known words where the first line has one, else whoever begins two lines or more. «Note: …»
/// inside a text is thus no speaker.
fn speakers(text: &str) -> HashSet<&str> {
    let named: Vec<&str> = text.lines().filter_map(spoken).map(|(speaker, _)| speaker).collect();
    let is_known = |speaker: &str| role_of(speaker).is_some() || SPEAKERS.contains(&fold(speaker).as_str());
    let by_known_words = named.first().is_some_and(|first| is_known(first));
    let mut counts = HashMap::<&str, usize>::new();
    for speaker in named {
        *counts.entry(speaker).or_default() += 1;
    }
    let speaks =
        |(speaker, count): &(&str, usize)| if by_known_words { is_known(speaker) } else { *count >= 2 };
    counts.into_iter().filter(speaks).map(|(speaker, _)| speaker).collect()
}

/// A line's speaker and text: `user: text`, `客服：text`.
fn spoken(line: &str) -> Option<(&str, &str)> {
    let (speaker, text) = line.split_once([':', '：'])?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '(' | ')');
    let is_url = text.starts_with("//");
    let fits = !speaker.trim().is_empty() && is_speaker(speaker) && speaker.chars().all(is_name) && !is_url;
    fits.then(|| (speaker.trim(), text.strip_prefix(' ').unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json::value::json;

    #[test]
    fn a_transcript_keeps_the_lines_that_belong_to_a_turn() {
        let turns = turns("user: Hi\nassistant: These flights:\n1. HAT001\nNote: no refund\nuser: ok");
        assert_eq!(turns.len(), 3, "{turns:?}");
        assert_eq!(
            turns.get(1).map(|turn| turn.1.as_str()),
            Some("These flights:\n1. HAT001\nNote: no refund")
        );
    }

    #[test]
    fn an_address_with_colons_is_no_transcript() {
        for text in
            ["Name: A\nStreet: B\nCity: C", "see https://example.org\nhttps://example.org", "just words"]
        {
            assert!(!is_transcript(text), "{text}");
        }
        assert!(is_transcript("客服：您好\n客户：你好"));
        assert!(
            is_transcript("小美：您好\n阿兰：你好\n小美：请说\n阿兰：没事"),
            "names that come back are speakers"
        );
    }

    #[test]
    fn lists_of_things_are_not_lists_of_utterances() {
        let mut layouts = Layouts::default();
        for list in
            [json!([{"name": "a"}]), json!(["a", "b"]), json!([[1, 2]]), json!([{"content": 5}]), json!([])]
        {
            let items = list.as_array().expect("a list");
            assert!(!layouts.holds_utterances(items, "tags"), "{list}");
        }
        let pairs = json!([["agent", "Hi!"], ["customer", "Hello"]]);
        assert!(layouts.holds_utterances(pairs.as_array().expect("a list"), "original"));
    }

    #[test]
    fn content_parts_are_words() {
        let parts =
            json!([{"type": "text", "text": "one"}, {"type": "image_url"}, {"type": "text", "text": "two"}]);
        assert_eq!(words(&parts).as_deref(), Some("one\ntwo"));
    }
}
