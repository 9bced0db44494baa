//! One JSON document, streamed: of the lists that can be reached from its root through objects alone, one item
//! is held at a time. The first pass leaves an outline of these objects, since a title may follow the
//! messages it belongs to. Documents that follow one another in a file have an outline each.

use super::{
    forms::{Form, Forms, Marks, Order},
    said::{Belongs, identity},
    shape::{Fields, SAMPLE, Utterances, is_transcript},
    source::Pass,
    stream::{Next, Stream},
    value::Value,
    walk::Walk,
};
use crate::import::{Result, generic::Thread};
use std::collections::{HashMap, HashSet};

/// The names that lead from the root to an object.
type Path = Vec<String>;

/// What is remembered of a field may take so many bytes, and so many more for each name that leads to it.
const OUTLINED: usize = 256;
const OUTLINED_NAME: usize = 64;

/// What the first pass saw of the objects around the lists.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Those that hold utterances, by the number of their document and their path.
    objects: HashMap<(usize, Path), Object>,
    /// The title that the only conversation is to have.
    title: Option<String>,
}

#[derive(Debug, Default)]
struct Object {
    id: Option<String>,
    title: Option<String>,
    /// The fields that hold utterances.
    lists: HashMap<String, Part>,
    /// How many of them are read.
    parts: usize,
    /// Whether it has other fields.
    has_others: bool,
    /// Its own words, where it is a message too: a ticket with its replies.
    own: Option<Fields>,
    /// The lists of tickets in it.
    tickets: HashSet<String>,
}

/// What a field with utterances is of its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The conversation, or a part of it.
    Read,
    /// A conversation of its own, called by the field's name.
    Conversation,
    /// Another form of one before it.
    OtherForm,
}

impl Object {
    /// Settles what the fields are that hold utterances; those with marks are lists, the others transcripts.
    fn settle(&mut self, found: Vec<(String, Option<Marks>)>) {
        let lists = found.iter().filter(|(_, marks)| marks.is_some()).count();
        let is_of_one_sort = lists == 0 || lists == found.len();
        let are_conversations = found.len() > 1 && !self.has_others && is_of_one_sort;
        let mut forms = Forms::default();
        for (name, marks) in found {
            let is_read = marks.map_or(lists == 0 && self.parts == 0, |marks| forms.is_new(marks));
            let part = match (are_conversations, is_read) {
                (true, _) => Part::Conversation,
                (false, true) => Part::Read,
                (false, false) => Part::OtherForm,
            };
            self.parts += usize::from(part == Part::Read);
            self.lists.insert(name, part);
        }
    }

    fn order(&self) -> Order {
        if self.parts > 1 { Order::OfTime } else { Order::OfTheFile }
    }
}

impl Outline {
    /// An outline of nothing yet; `title` is what the only conversation is to be called.
    pub(super) fn titled(title: Option<String>) -> Self {
        Self { objects: HashMap::new(), title }
    }

    fn object(&self, document: usize, path: &[String]) -> Option<&Object> {
        self.objects.get(&(document, path.to_vec()))
    }

    /// The conversation in the field `name` of the object at `path`; `None` where there is none, or where it is
    /// another form of the one before it.
    fn thread(&self, document: usize, path: &[String], name: &str, file: &Thread) -> Option<(Thread, bool)> {
        let object = self.object(document, path)?;
        match object.lists.get(name)? {
            Part::Read => {}
            Part::Conversation => {
                let thread = Thread { key: file.stated(name), title: name.to_owned(), platform: None };
                return Some((thread, true));
            }
            Part::OtherForm => return None,
        }
        let own = object.title.clone().unwrap_or_default();
        // Asked for every list: what is beyond the second is not counted.
        let with_lists = self.objects.values().filter(|object| !object.lists.is_empty());
        let is_only = with_lists.take(2).count() == 1;
        let title = self.title.clone().filter(|_| is_only).unwrap_or_else(|| own.clone());
        Some(match (&object.id, is_only) {
            (Some(id), _) => (Thread { key: file.stated(id), title, platform: None }, true),
            (None, true) if own.is_empty() => (file.clone(), false),
            (None, true) => (Thread { key: own, title, platform: None }, false),
            (None, false) => {
                let number = (document > 0).then(|| (document + 1).to_string());
                let place: Vec<String> = number.into_iter().chain(path.iter().cloned()).collect();
                (Thread { key: file.within(&place.join("/")), title, platform: None }, true)
            }
        })
    }
}

/// One pass over a document.
pub(super) struct Document<'d, 's, 'o> {
    /// What is done with what is found.
    pub(super) walk: &'d mut Walk<'s, 'o>,
    /// What the first pass leaves to the second.
    pub(super) outline: &'d mut Outline,
    /// Which pass it is.
    pub(super) pass: Pass,
    /// How many documents of the file came before.
    pub(super) number: usize,
    /// The conversation of a document that names none.
    pub(super) file: &'d Thread,
}

/// What a field of an object turned out to hold.
enum Seen {
    /// A string or a number.
    Plain(Value),
    /// Utterances, and what the list is known by.
    Utterances(Marks),
    /// Messages that are conversations, with replies to them.
    Tickets,
    /// Anything else.
    Other,
}

impl Document<'_, '_, '_> {
    /// Reads one document.
    pub(super) fn read(&mut self, json: &mut Stream<'_>) -> Result<()> {
        self.spine(json, Vec::new(), None).map(drop)
    }

    /// Reads a value that can be reached from the root through objects alone: the field `name` of the object at `path`.
    fn spine(&mut self, json: &mut Stream<'_>, mut path: Path, name: Option<String>) -> Result<Seen> {
        match (json.next()?, name) {
            (Next::Object, name) => {
                path.extend(name);
                self.object(json, path)
            }
            (Next::List, None) => self.root_list(json),
            (Next::List, Some(name)) => self.list(json, &path, name),
            (Next::Plain, _) => Ok(match json.value()? {
                Value::Number(number) if !number.is_whole() => Seen::Other,
                plain @ (Value::String(_) | Value::Number(_)) => Seen::Plain(plain),
                _ => Seen::Other,
            }),
        }
    }

    fn object(&mut self, json: &mut Stream<'_>, path: Path) -> Result<Seen> {
        let (mut plain, mut object, mut found) = (Fields::new(), Object::default(), Vec::new());
        json.enter()?;
        while let Some(name) = json.name()? {
            json.outline(OUTLINED + name.len() + path.len() * OUTLINED_NAME)?;
            match self.spine(json, path.clone(), Some(name.clone()))? {
                Seen::Plain(Value::String(text)) if is_transcript(&text) => {
                    self.transcript(&path, &name, &text)?;
                    found.push((name, None));
                }
                Seen::Plain(value) => {
                    object.has_others = true;
                    plain.insert(name, value);
                }
                Seen::Utterances(marks) => found.push((name, Some(marks))),
                Seen::Tickets => {
                    object.has_others = true;
                    object.tickets.insert(name);
                }
                Seen::Other => object.has_others = true,
            }
        }
        object.settle(found);
        let is_known = !(object.lists.is_empty() && object.tickets.is_empty());
        if self.pass == Pass::Survey && is_known {
            (object.id, object.title) = identity(&plain);
            if !object.lists.is_empty() && self.walk.layouts.is_message(&plain) {
                json.outline(plain.values().filter_map(Value::as_str).map(str::len).sum())?;
                let thread = Thread { key: path.join("/"), ..Thread::default() };
                self.walk.own_words(&plain, "", Belongs::ToUnlessNamed(&thread), format_args!(""))?;
                object.own = Some(plain);
            }
            self.outline.objects.insert((self.number, path), object);
        }
        Ok(Seen::Other)
    }

    fn list(&mut self, json: &mut Stream<'_>, path: &[String], name: String) -> Result<Seen> {
        let list = path.iter().chain([&name]).map(String::as_str).collect::<Vec<_>>().join(".");
        if self.pass == Pass::Survey {
            return self.survey_list(json, &list, &name);
        }
        let Some((thread, is_certain)) = self.outline.thread(self.number, path, &name, self.file) else {
            let object = self.outline.object(self.number, path);
            let is_second_form = object.is_some_and(|object| object.lists.contains_key(&name));
            let holds_tickets = object.is_some_and(|object| object.tickets.contains(&name));
            return self.other_list(json, is_second_form.then_some(name), &list, holds_tickets);
        };
        let belongs = if is_certain { Belongs::To(&thread) } else { Belongs::ToUnlessNamed(&thread) };
        if let Some(object) = self.outline.objects.get_mut(&(self.number, path.to_vec())) {
            self.walk.order = object.order();
            if let Some(own) = object.own.take() {
                self.walk.own_words(&own, &name, belongs, format_args!("{}", path.join(".")))?;
            }
        }
        let mut n = 0;
        json.enter()?;
        while json.item()? {
            self.walk.item(&json.value()?, belongs, format_args!("{list}"), n)?;
            n += 1;
        }
        self.walk.order = Order::OfTheFile;
        Ok(Seen::Other)
    }

    /// Takes a transcript in the field `name` of the object at `path`.
    fn transcript(&mut self, path: &[String], name: &str, text: &str) -> Result<()> {
        let thread = match self.pass {
            Pass::Survey => return Ok(()),
            Pass::Read => self.outline.thread(self.number, path, name, self.file),
        };
        let Some((thread, _)) = thread else {
            self.walk.not_kept(name);
            return Ok(());
        };
        self.walk.utterances(Utterances::Transcript(text), Belongs::To(&thread), format_args!("{name}"))
    }

    /// The list that is the whole document.
    fn root_list(&mut self, json: &mut Stream<'_>) -> Result<Seen> {
        let mut n = 0;
        json.enter()?;
        while json.item()? {
            self.walk.value(&json.value()?, format_args!("[{n}]"))?;
            n += 1;
        }
        Ok(Seen::Other)
    }

    /// A list in the first pass: most of its first items decide what it is.
    fn survey_list(&mut self, json: &mut Stream<'_>, list: &str, name: &str) -> Result<Seen> {
        let (mut seen, mut utterances, mut tickets) = (0, 0, 0);
        let thread = Thread { key: list.to_owned(), ..Thread::default() };
        self.walk.form = Some(Form::default());
        json.enter()?;
        while json.item()? {
            let item = json.value()?;
            let is_utterance = self.walk.layouts.utterance(&item, name).is_some();
            if seen < SAMPLE {
                seen += 1;
                utterances += usize::from(is_utterance);
            }
            if is_utterance {
                self.walk.item(&item, Belongs::ToUnlessNamed(&thread), format_args!("{list}"), 0)?;
            } else {
                let is_ticket =
                    item.as_object().is_some_and(|item| self.walk.layouts.talk_beside(item).is_some());
                tickets += usize::from(is_ticket);
                self.walk.wrapped(&item, format_args!("{list}"))?;
            }
        }
        let form = self.walk.form.take();
        Ok(match seen {
            1.. if utterances * 2 >= seen => Seen::Utterances(form.unwrap_or_default().marks()),
            _ if tickets > 0 => Seen::Tickets,
            _ => Seen::Other,
        })
    }

    /// A list that is no list of utterances but may hold conversations, or that repeats a conversation in a second
    /// form.
    fn other_list(
        &mut self,
        json: &mut Stream<'_>,
        second_form: Option<String>,
        list: &str,
        holds_tickets: bool,
    ) -> Result<Seen> {
        if let Some(name) = second_form {
            self.walk.not_kept(&name);
            json.pass_over()?;
            return Ok(Seen::Other);
        }
        let mut n = 0;
        json.enter()?;
        while json.item()? {
            let item = json.value()?;
            if holds_tickets {
                self.walk.ticket(&item, format_args!("{list}[{n}]"))?;
            } else {
                self.walk.wrapped(&item, format_args!("{list}[{n}]"))?;
            }
            n += 1;
        }
        Ok(Seen::Other)
    }
}
