//! One JSON document, streamed: of the lists that can be reached from its root through objects alone, one item
//! is held at a time. The first pass leaves an outline of these objects, since a title may follow the
//! messages it belongs to.

use super::{
    held::Held,
    shape::{Fields, SAMPLE, Utterances, is_transcript},
    source::{Meter, Pass},
    value::Value,
    walk::{Belongs, Walk, identity},
};
use crate::import::{Error, Result, generic::Thread};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{
    collections::{HashMap, HashSet},
    fmt,
};

/// The names that lead from the root to an object.
type Path = Vec<String>;

/// What is remembered of a field may take so many bytes, and so many more for each name that leads to it.
const OUTLINED: usize = 256;
const OUTLINED_NAME: usize = 64;

/// What the first pass saw of the objects around the lists.
#[derive(Debug, Default)]
pub(super) struct Outline {
    objects: HashMap<Path, Object>,
    /// The title that the only conversation is to have.
    title: Option<String>,
}

#[derive(Debug, Default)]
struct Object {
    id: Option<String>,
    title: Option<String>,
    /// The fields that hold utterances.
    lists: HashSet<String>,
    /// The first of them.
    first: Option<String>,
    /// Whether it has other fields.
    has_others: bool,
}

impl Object {
    fn note_list(&mut self, name: String) {
        self.first.get_or_insert_with(|| name.clone());
        self.lists.insert(name);
    }

    /// Whether every field is a conversation of its own, called by the field's name.
    fn is_of_conversations(&self) -> bool {
        self.lists.len() > 1 && !self.has_others
    }
}

impl Outline {
    /// An outline of nothing yet; `title` is what the only conversation is to be called.
    pub(super) fn titled(title: Option<String>) -> Self {
        Self { objects: HashMap::new(), title }
    }

    fn has_one_conversation(&self) -> bool {
        // Asked for every list: what is beyond the second is not counted.
        self.objects.values().filter(|object| !object.lists.is_empty()).take(2).count() == 1
    }

    /// The conversation in the field `name` of the object at `path`; `None` where there is none, or where it is
    /// another form of the one before it.
    fn thread(&self, path: &[String], name: &str, file: &Thread) -> Option<(Thread, bool)> {
        let object = self.objects.get(path).filter(|object| object.lists.contains(name))?;
        if object.is_of_conversations() {
            return Some((Thread { key: name.to_owned(), title: name.to_owned(), platform: None }, true));
        }
        object.first.as_ref().filter(|first| *first == name)?;
        let own = object.title.clone().unwrap_or_default();
        let is_only = self.has_one_conversation();
        let title = self.title.clone().filter(|_| is_only).unwrap_or_else(|| own.clone());
        Some(match (&object.id, is_only) {
            (Some(id), _) => (Thread { key: id.clone(), title, platform: None }, true),
            (None, true) if own.is_empty() => (file.clone(), false),
            (None, true) => (Thread { key: own, title, platform: None }, false),
            (None, false) => (Thread { key: path.join("/"), title, platform: None }, true),
        })
    }

    fn is_list(&self, path: &[String], name: &str) -> bool {
        self.objects.get(path).is_some_and(|object| object.lists.contains(name))
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
    /// The conversation of a document that names none.
    pub(super) file: &'d Thread,
    /// Told where values end.
    pub(super) meter: &'d Meter,
    /// The error that stopped the walk; `serde_json` cannot carry it.
    pub(super) failure: Option<Error>,
}

impl Document<'_, '_, '_> {
    /// Reads one document.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        deserializer: D,
    ) -> std::result::Result<(), D::Error> {
        Spine { document: self, path: Vec::new(), name: None }.deserialize(deserializer).map(|_| ())
    }

    fn end_value<E: serde::de::Error>(&mut self, result: Result<()>) -> std::result::Result<(), E> {
        self.meter.value_ends();
        result.map_err(|error| {
            self.failure = Some(error);
            E::custom("stopped")
        })
    }
}

/// What a field of an object turned out to hold.
enum Seen {
    /// A string or a number.
    Plain(Value),
    /// Utterances.
    Utterances,
    /// Anything else.
    Other,
}

/// A value that can be reached from the root through objects alone: the field `name` of the object at `path`.
struct Spine<'r, 'd, 's, 'o> {
    document: &'r mut Document<'d, 's, 'o>,
    path: Path,
    name: Option<String>,
}

impl<'de> DeserializeSeed<'de> for Spine<'_, '_, '_, '_> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Seen, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Spine<'_, '_, '_, '_> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Seen, E> {
        Ok(Seen::Plain(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Seen, E> {
        Ok(Seen::Plain(number.into()))
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<Seen, E> {
        Ok(Seen::Other)
    }

    fn visit_str<E>(self, text: &str) -> std::result::Result<Seen, E> {
        Ok(Seen::Plain(text.into()))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> std::result::Result<Seen, A::Error> {
        self.path.extend(self.name.take());
        let (mut plain, mut object) = (Fields::new(), Object::default());
        while let Some(name) = fields.next_key::<String>()? {
            self.document.meter.outline(OUTLINED + name.len() + self.path.len() * OUTLINED_NAME)?;
            let field = Spine { document: self.document, path: self.path.clone(), name: Some(name.clone()) };
            match fields.next_value_seed(field)? {
                Seen::Plain(Value::String(text)) if is_transcript(&text) => {
                    let result = self.transcript(&name, &text);
                    self.document.end_value(result)?;
                    object.note_list(name);
                }
                Seen::Plain(value) => {
                    object.has_others = true;
                    plain.insert(name, value);
                }
                Seen::Utterances => object.note_list(name),
                Seen::Other => object.has_others = true,
            }
        }
        if self.document.pass == Pass::Survey {
            (object.id, object.title) = identity(&plain);
            self.document.outline.objects.insert(self.path, object);
        }
        Ok(Seen::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Seen, A::Error> {
        let Some(name) = self.name else {
            return root_list(self.document, items);
        };
        let list = self.path.iter().chain([&name]).map(String::as_str).collect::<Vec<_>>().join(".");
        if self.document.pass == Pass::Survey {
            return survey_list(self.document, &list, &name, items);
        }
        let Some((thread, is_certain)) = self.document.outline.thread(&self.path, &name, self.document.file)
        else {
            let is_second_form = self.document.outline.is_list(&self.path, &name);
            return other_list(self.document, is_second_form.then_some(name), &list, items);
        };
        let belongs = if is_certain { Belongs::To(&thread) } else { Belongs::ToUnlessNamed(&thread) };
        let mut n = 0;
        while let Some(item) = items.next_element_seed(Held(self.document.meter))? {
            let result = self.document.walk.item(&item, belongs, &list, n);
            self.document.end_value(result)?;
            n += 1;
        }
        Ok(Seen::Utterances)
    }
}

impl Spine<'_, '_, '_, '_> {
    /// Takes a transcript in the field `name` of this object.
    fn transcript(&mut self, name: &str, text: &str) -> Result<()> {
        let thread = match self.document.pass {
            Pass::Survey => return Ok(()),
            Pass::Read => self.document.outline.thread(&self.path, name, self.document.file),
        };
        let Some((thread, _)) = thread else {
            self.document.walk.not_kept(name);
            return Ok(());
        };
        self.document.walk.utterances(Utterances::Transcript(text), Belongs::To(&thread), name)
    }
}

/// The list that is the whole document.
fn root_list<'de, A: SeqAccess<'de>>(
    document: &mut Document<'_, '_, '_>,
    mut items: A,
) -> std::result::Result<Seen, A::Error> {
    let mut n = 0;
    while let Some(item) = items.next_element_seed(Held(document.meter))? {
        let result = document.walk.value(&item, &format!("[{n}]"));
        document.end_value(result)?;
        n += 1;
    }
    Ok(Seen::Other)
}

/// A list in the first pass: most of its first items decide what it is.
fn survey_list<'de, A: SeqAccess<'de>>(
    document: &mut Document<'_, '_, '_>,
    list: &str,
    name: &str,
    mut items: A,
) -> std::result::Result<Seen, A::Error> {
    let (mut seen, mut utterances) = (0, 0);
    let thread = Thread { key: list.to_owned(), ..Thread::default() };
    while let Some(item) = items.next_element_seed(Held(document.meter))? {
        let is_utterance = document.walk.layouts.utterance(&item, name).is_some();
        if seen < SAMPLE {
            seen += 1;
            utterances += usize::from(is_utterance);
        }
        let result = if is_utterance {
            document.walk.item(&item, Belongs::ToUnlessNamed(&thread), list, 0)
        } else {
            document.walk.wrapped(&item, list)
        };
        document.end_value(result)?;
    }
    Ok(if seen > 0 && utterances * 2 >= seen { Seen::Utterances } else { Seen::Other })
}

/// A list that is no list of utterances but may hold conversations, or that repeats a conversation in a second
/// form.
fn other_list<'de, A: SeqAccess<'de>>(
    document: &mut Document<'_, '_, '_>,
    second_form: Option<String>,
    list: &str,
    mut items: A,
) -> std::result::Result<Seen, A::Error> {
    if let Some(name) = second_form {
        document.walk.not_kept(&name);
        while items.next_element::<IgnoredAny>()?.is_some() {
            document.meter.value_ends();
        }
        return Ok(Seen::Other);
    }
    let mut n = 0;
    while let Some(item) = items.next_element_seed(Held(document.meter))? {
        let result = document.walk.wrapped(&item, &format!("{list}[{n}]"));
        document.end_value(result)?;
        n += 1;
    }
    Ok(Seen::Other)
}
