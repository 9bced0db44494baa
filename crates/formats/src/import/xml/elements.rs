//! The elements of an XML text that stand for messages, one at a time, as the objects that JSON would have for
//! them: attributes and inner elements become fields; the words of an element without either are its value.
//!
//! Entities of a document's own are not resolved, so none can grow; they stay as they are written.

use super::{
    fields::Fields,
    mixed::{self, Inner},
    phone,
    references::{entity, unescaped, words},
};
use crate::import::{
    Error, Input, ReadOptions, Result,
    columns::Field,
    json::{
        shape::Layouts,
        source::{self, Pass, VALUE_LIMIT},
        value::{KnownNames, Map, Value},
    },
};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    io::{self, BufReader},
    sync::Arc,
};
use yanju_model::{Warning, job::Job};

/// How deep elements may be nested.
const DEPTH_LIMIT: usize = 64;

/// How many different paths of elements are looked at to find the messages.
const PATHS_LIMIT: usize = 1000;

/// How many elements are enough to see what they hold.
const SAMPLE: usize = 20;

const CHUNK: usize = 64 * 1024;

/// What a pass says of the file as a whole.
pub(super) struct Read {
    /// The encoding's label.
    pub(super) encoding: String,
    /// Doubts about its bytes.
    pub(super) doubts: Vec<Warning>,
    /// How many files came with the words of messages and are not kept.
    pub(super) omitted: u64,
}

/// Where messages are.
pub(super) struct Found {
    /// The paths of the elements that are messages, the most frequent first.
    pub(super) messages: Vec<String>,
    /// The paths of elements that hold words and are not read, and how many there are.
    pub(super) others: Vec<(String, u64)>,
}

/// What is counted of the elements at a path.
struct Counted {
    count: u64,
    order: usize,
    is_message: bool,
}

/// The elements that hold words and a time are messages. Where they lie in each other, it is the most frequent.
pub(super) fn messages(input: &dyn Input, options: &ReadOptions, job: &Job) -> Result<Found> {
    let mut paths: HashMap<String, Counted> = HashMap::new();
    let mut layouts = Layouts::of(options.mapping.clone());
    walk(input, job, Pass::Survey, &looked_at, &mut |path, value, _| {
        let Value::Object(fields) = value else { return Ok(()) };
        let columns = layouts.columns(&fields);
        let is_message = columns.has(Field::Time) || columns.has(Field::Date);
        if !columns.has(Field::Text) {
            return Ok(());
        }
        let order = paths.len();
        if let Some(known) = paths.get_mut(path) {
            known.count += 1;
            known.is_message |= is_message;
        } else if order < PATHS_LIMIT {
            paths.insert(path.to_owned(), Counted { count: 1, order, is_message });
        }
        Ok(())
    })?;
    let mut paths: Vec<(String, Counted)> = paths.into_iter().collect();
    paths.sort_by_key(|(_, of)| (Reverse(of.is_message), Reverse(of.count), of.order));
    let mut found = Found { messages: Vec::new(), others: Vec::new() };
    for (path, of) in paths {
        // What lies in a message is a part of it.
        if found.messages.iter().any(|message| is_around(message, &path)) {
            continue;
        }
        let is_free = !found.messages.iter().any(|message| is_around(&path, message));
        if of.is_message && is_free { found.messages.push(path) } else { found.others.push((path, of.count)) }
    }
    Ok(found)
}

/// Whether the elements at `outer` are around those at `inner`.
fn is_around(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// The first elements of those that are messages or, where none are, of the most frequent ones with fields.
pub(super) fn sample(input: &dyn Input, options: &ReadOptions, job: &Job) -> Result<Vec<Map>> {
    let mut paths: HashMap<String, (u64, Vec<Map>)> = HashMap::new();
    walk(input, job, Pass::Survey, &looked_at, &mut |path, value, _| {
        let Value::Object(fields) = value else { return Ok(()) };
        if paths.len() < PATHS_LIMIT || paths.contains_key(path) {
            let (count, first) = paths.entry(path.to_owned()).or_default();
            *count += 1;
            if first.len() < SAMPLE {
                first.push(fields);
            }
        }
        Ok(())
    })?;
    let messages = messages(input, options, job)?.messages;
    let known = messages.first().and_then(|path| paths.remove(path));
    let most = || paths.drain().map(|(_, found)| found).max_by_key(|(count, _)| *count);
    Ok(known.or_else(most).map(|(_, first)| first).unwrap_or_default())
}

/// Calls `each` with every element at one of `paths`, as an object, and its place.
pub(super) fn each(
    input: &dyn Input,
    paths: &HashSet<String>,
    job: &Job,
    pass: Pass,
    each: &mut dyn FnMut(Value, &str) -> Result<()>,
) -> Result<Read> {
    let take = |at: &str| if paths.contains(at) { Taken::Whole } else { Taken::Look };
    walk(input, job, pass, &take, &mut |at, value, place| {
        if paths.contains(at) { each(value, place) } else { Ok(()) }
    })
}

/// What is wanted of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Its attributes and the words of its inner elements: elements further in are looked at on their own.
    Look,
    /// Everything in it.
    Whole,
}

/// What is wanted of an element where it is not known yet what is a message.
fn looked_at(path: &str) -> Taken {
    if phone::is_message(path) { Taken::Whole } else { Taken::Look }
}

/// An element that is open.
struct Open {
    name: String,
    fields: Fields,
    text: String,
    inner: Vec<Inner>,
    /// Whether it lies in an element that is wanted as a whole.
    within: bool,
    taken: Taken,
    /// Its number among all elements.
    number: u64,
    held: usize,
}

/// Walks through the elements and calls `visit` at the end of each with its path, its value and its place.
fn walk(
    input: &dyn Input,
    job: &Job,
    pass: Pass,
    take: &dyn Fn(&str) -> Taken,
    visit: &mut dyn FnMut(&str, Value, &str) -> Result<()>,
) -> Result<Read> {
    let stream = input.open().map_err(|source| Error::Io { file: input.name().to_owned(), source })?;
    let (source, detected, meter) = source::decoded(Box::new(stream), input.name(), job, pass)?;
    let mut reader = Reader::from_reader(BufReader::with_capacity(CHUNK, source));
    reader.config_mut().expand_empty_elements = true;
    let failed = |error: quick_xml::Error, at: u64| match error {
        // The parser shares its error; what it says is all that can be handed on, but for a limit of ours.
        quick_xml::Error::Io(error) => match Arc::try_unwrap(error) {
            Ok(error) => Error::of_stream(input.name(), error),
            Err(error) => Error::of_stream(input.name(), io::Error::new(error.kind(), error)),
        },
        error => Error::Damaged {
            file: input.name().to_owned(),
            place: format!("byte {at}"),
            detail: error.to_string(),
        },
    };
    let mut elements = Elements {
        input,
        open: Vec::new(),
        path: String::new(),
        take,
        count: 0,
        omitted: 0,
        known: KnownNames::default(),
    };
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer);
        let at = reader.buffer_position();
        match event.map_err(|error| failed(error, at))? {
            Event::Start(tag) => elements.start(&tag)?,
            Event::End(_) => {
                elements.end(visit)?;
                meter.value_ends();
            }
            Event::Text(text) => elements.text(&words(&text))?,
            Event::CData(text) => elements.text(&words(&text))?,
            Event::GeneralRef(name) => elements.text(&entity(&words(&name)))?,
            Event::Eof if elements.open.is_empty() => break,
            Event::Eof => return Err(elements.damaged(at, "the text ends inside an element")),
            _ => {}
        }
        buffer.clear();
    }
    Ok(Read {
        encoding: detected.label(),
        doubts: detected.doubt().into_iter().chain(meter.doubt()).collect(),
        omitted: elements.omitted,
    })
}

/// The elements that are open, from the outside in.
struct Elements<'e> {
    input: &'e dyn Input,
    open: Vec<Open>,
    path: String,
    take: &'e dyn Fn(&str) -> Taken,
    count: u64,
    omitted: u64,
    /// The names of the fields of elements met so far.
    known: KnownNames,
}

impl Elements<'_> {
    fn damaged(&self, at: u64, detail: &str) -> Error {
        let file = self.input.name().to_owned();
        Error::Damaged { file, place: format!("byte {at}"), detail: detail.to_owned() }
    }

    fn too_large(&self, limit: &'static str) -> Error {
        Error::TooLarge { file: self.input.name().to_owned(), limit, place: self.path.clone() }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(self.too_large("nesting"));
        }
        let name = words(tag.local_name().as_ref()).into_owned();
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(&name);
        self.count += 1;
        let mut fields = Fields::new();
        let mut held = 0;
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key = attribute.key.local_name();
            let name = words(key.as_ref());
            let raw = words(&attribute.value);
            held += name.len() + raw.len();
            fields.set(&self.known, &name, Value::String(unescaped(&raw)));
        }
        let within = self.open.last().is_some_and(|outer| outer.within || outer.taken == Taken::Whole);
        let taken = (self.take)(&self.path);
        self.open.push(Open {
            name,
            fields,
            text: String::new(),
            inner: Vec::new(),
            within,
            taken,
            number: self.count,
            held,
        });
        self.check_size()
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
            element.held += text.len();
        }
        self.check_size()
    }

    fn check_size(&self) -> Result<()> {
        let too_large = self.open.last().is_some_and(|element| element.held as u64 > VALUE_LIMIT);
        if too_large { Err(self.too_large("value size")) } else { Ok(()) }
    }

    fn end(&mut self, visit: &mut dyn FnMut(&str, Value, &str) -> Result<()>) -> Result<()> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        let Open { name, mut fields, mut text, inner, within, taken, number, held } = element;
        if !text.trim().is_empty() && !inner.is_empty() {
            text = mixed::joined(&text, &inner, fields.own(&self.known));
        }
        let words = text.trim();
        let value = if fields.len() == 0 {
            Value::String(words.to_owned())
        } else {
            if !words.is_empty() {
                let field = fields.get(&self.known, "text").map_or("text", |_| "#text");
                fields.set(&self.known, field, Value::String(words.to_owned()));
            }
            if !within && !phone::is_message(&self.path) {
                self.add_thread(&mut fields);
            }
            Value::Object(fields.into_map(&self.known))
        };
        let kept = if within || (value.is_string() && taken == Taken::Look) {
            Some(value)
        } else {
            // What is looked at on its own is not held by what surrounds it.
            let kept = value.is_string().then(|| value.clone());
            let value = match value {
                Value::Object(fields) if phone::is_message(&self.path) => {
                    let (fields, files) = phone::told(fields);
                    self.omitted += files;
                    Value::Object(fields)
                }
                other => other,
            };
            visit(&self.path, value, &format!("{name}[{number}]"))?;
            kept
        };
        self.path.truncate(self.path.len().saturating_sub(name.len()));
        self.path.truncate(self.path.trim_end_matches('/').len());
        if let (Some(outer), Some(value)) = (self.open.last_mut(), kept)
            && outer.fields.len() < PATHS_LIMIT
        {
            let (at, has_fields) = (outer.text.len(), value.is_object());
            let inner = Inner { at, name: name.clone(), words: text, has_fields };
            outer.held += held + inner.bytes();
            outer.inner.push(inner);
            outer.fields.add(&self.known, &name, value);
        }
        self.check_size()
    }

    /// Gives an object the id and the title of the element around it, where that has some and the object has none:
    /// it is the conversation.
    fn add_thread(&self, fields: &mut Fields) {
        let Some(outer) = self.open.last() else { return };
        for (name, of_outer) in
            [("conversation_id", ["id", "key"]), ("conversation_title", ["title", "name"])]
        {
            let stated = of_outer.iter().find_map(|of_outer| outer.fields.get(&self.known, of_outer));
            if let Some(stated) = stated.filter(|stated| stated.is_string())
                && fields.get(&self.known, name).is_none()
            {
                fields.set(&self.known, name, stated.clone());
            }
        }
    }
}
