//! The walk over JSON values in memory, one message or one conversation at a time: finds the utterances by
//! their shape and hands them to the survey or to the reader. How a file is cut into values is
//! [`json`](crate::import::json)'s and [`document`](super::document)'s.

use super::forms::{Form, Forms, Marks, Order};
use super::moments::Moments;
use super::said::{
    Belongs, JsonRecord, PairRecord, belonging, holds_something, identity, is_rounded, tells_of_recall,
};
use super::shape::{Fields, Layouts, Utterance, Utterances, cell, is_transcript, text, turns};
use super::value::Value;
use crate::import::{
    ReadOptions, Result,
    columns::{Columns, Field},
    drafting::not_kept::NotKept,
    generic::{Output, Reader, Record, Thread, survey::Survey},
};
use std::{borrow::Cow, fmt, rc::Rc};
use yanju_model::Warning;

/// How much of its first words stands for a conversation that has no id.
const KEY_LENGTH: usize = 48;

/// Where something stands. It is written out where it is kept, and in the first pass nothing is.
type Place<'p> = fmt::Arguments<'p>;

/// What is done with what is found.
pub(crate) enum Stage<'s, 'o> {
    /// The first pass.
    Survey(&'s mut Survey),
    /// The second.
    Read(&'s Reader, &'s mut Output<'o>),
    /// A look at a list within either pass, to compare it with another.
    Look,
}

/// The walk over one file.
pub(crate) struct Walk<'s, 'o> {
    /// What is done with what is found.
    pub(crate) stage: Stage<'s, 'o>,
    /// The layouts of objects met so far.
    pub(crate) layouts: Layouts,
    /// The conversation of messages that name none.
    file: Rc<Thread>,
    /// The conversation that the last message named: the next mostly names it too.
    named: Option<Thread>,
    conversations: usize,
    /// How many objects without words were kept only for where they stand. Alone they are no chat.
    pub(crate) strays: u64,
    /// The order of what is taken.
    pub(crate) order: Order,
    /// What the list is known by that is being walked through, where that is wanted.
    pub(crate) form: Option<Form>,
    not_kept: NotKept,
    /// The fields that may hold the times, in the first pass.
    pub(crate) moments: Moments,
}

impl<'s, 'o> Walk<'s, 'o> {
    /// A walk that gives messages without a conversation of their own to `file`.
    pub(crate) fn new(stage: Stage<'s, 'o>, file: Thread, options: &ReadOptions) -> Self {
        let layouts = Layouts::of(options.mapping.clone());
        let (file, not_kept) = (Rc::new(file), NotKept::default());
        let (order, form) = (Order::OfTheFile, None);
        Self {
            stage,
            layouts,
            file,
            named: None,
            conversations: 0,
            strays: 0,
            order,
            form,
            not_kept,
            moments: Moments::default(),
        }
    }

    /// Takes a value of the outermost list, or of a line: a message, a conversation, or a wrapping of these. An
    /// object that is none of them stands where messages do, and is kept as one.
    pub(crate) fn value(&mut self, value: &Value, place: Place<'_>) -> Result<()> {
        match self.layouts.utterance(value, "") {
            Some(utterance) if !self.is_bare_transcript(utterance) => self.of_the_file(utterance, place),
            _ if self.layouts.leads_to_utterances(value) => self.wrapped(value, place),
            _ => match value {
                Value::Null => Ok(()),
                Value::Object(fields) => {
                    self.strays += 1;
                    self.of_the_file(Utterance::Object(fields), place)
                }
                other => {
                    self.lost(other, place);
                    Ok(())
                }
            },
        }
    }

    fn of_the_file(&mut self, utterance: Utterance<'_>, place: Place<'_>) -> Result<()> {
        let file = Rc::clone(&self.file);
        self.utterance(utterance, Belongs::ToUnlessNamed(&file), place)
    }

    /// Says that a value among messages is not one.
    fn lost(&mut self, value: &Value, place: Place<'_>) {
        self.warn(Warning::new("not_kept", place.to_string(), &value.to_string()));
    }

    /// Notes a doubt, in the reading that counts.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if let Stage::Read(_, output) = &mut self.stage {
            output.warning(warning);
        }
    }

    /// Whether an object has nothing of a message but a text, and that is a transcript.
    fn is_bare_transcript(&mut self, utterance: Utterance<'_>) -> bool {
        let Utterance::Object(fields) = utterance else { return false };
        let columns = self.layouts.columns(fields);
        let is_message =
            [Field::Time, Field::Sender, Field::Role].into_iter().any(|field| columns.has(field));
        !is_message && text(fields, &columns).is_some_and(|text| is_transcript(&text))
    }

    /// Takes the conversations in `value`, however deep.
    pub(crate) fn wrapped(&mut self, value: &Value, place: Place<'_>) -> Result<()> {
        match value {
            Value::Object(fields) => self.object(fields, place),
            Value::Array(items) if self.layouts.holds_utterances(items, "") => {
                let thread = self.thread_of(None, Utterances::List(items));
                self.utterances(Utterances::List(items), Belongs::ToUnlessNamed(&thread), place)
            }
            Value::Array(items) => {
                let holds_tickets = self.layouts.holds_tickets(items);
                items.iter().enumerate().try_for_each(|(n, item)| {
                    let place = format_args!("{place}[{n}]");
                    if holds_tickets { self.ticket(item, place) } else { self.wrapped(item, place) }
                })
            }
            _ => Ok(()),
        }
    }

    /// Takes an item of a list in which messages are conversations, with replies to them: this one may have none.
    pub(crate) fn ticket(&mut self, item: &Value, place: Place<'_>) -> Result<()> {
        match self.layouts.utterance(item, "") {
            Some(Utterance::Object(fields)) => {
                let thread = self.thread_of(Some(fields), Utterances::List(std::slice::from_ref(item)));
                self.utterance(Utterance::Object(fields), belonging(fields, &thread), place)
            }
            _ => self.wrapped(item, place),
        }
    }

    fn object(&mut self, fields: &Fields, place: Place<'_>) -> Result<()> {
        let found = self.layouts.conversation(fields);
        let found = self.parts(found)?;
        let Some((first, utterances)) = found.first().copied() else {
            return fields
                .iter()
                .try_for_each(|(name, value)| self.wrapped(value, format_args!("{place}.{name}")));
        };
        let thread = self.thread_of(Some(fields), utterances);
        let belongs = belonging(fields, &thread);
        if found.len() > 1 {
            self.order = Order::OfTime;
        }
        self.own_words(fields, first, belongs, place)?;
        for (name, utterances) in found {
            if let Stage::Survey(survey) = &mut self.stage {
                survey.begins_anew(&thread.key);
            }
            self.utterances(utterances, belongs, format_args!("{place}.{name}"))?;
        }
        self.order = Order::OfTheFile;
        Ok(())
    }

    /// Of what an object holds utterances in, that which is read: the lists, but for other forms of one before; without
    /// any the first transcript.
    fn parts<'v>(&mut self, found: Vec<(&'v str, Utterances<'v>)>) -> Result<Vec<(&'v str, Utterances<'v>)>> {
        let lists = found.iter().filter(|(_, found)| matches!(found, Utterances::List(_))).count();
        let (mut parts, mut forms) = (Vec::new(), Forms::default());
        for (name, utterances) in found {
            let is_part = match utterances {
                Utterances::List(_) if lists == 1 => true,
                Utterances::List(_) => forms.is_new(self.marks(utterances)?),
                Utterances::Transcript(_) => lists == 0 && parts.is_empty(),
            };
            if is_part { parts.push((name, utterances)) } else { self.not_kept(name) }
        }
        Ok(parts)
    }

    fn marks(&mut self, utterances: Utterances<'_>) -> Result<Marks> {
        let stage = std::mem::replace(&mut self.stage, Stage::Look);
        let around = self.form.replace(Form::default());
        let walked = self.utterances(utterances, Belongs::To(&Thread::default()), format_args!(""));
        let form = std::mem::replace(&mut self.form, around);
        self.stage = stage;
        walked.map(|()| form.unwrap_or_default().marks())
    }

    /// Takes the words that a conversation object has of its own, before those in its field `list`, as a message.
    /// Where they say neither who nor when they are the state of a reply, a remark: named, and no message.
    pub(crate) fn own_words(
        &mut self,
        fields: &Fields,
        list: &str,
        belongs: Belongs<'_>,
        place: Place<'_>,
    ) -> Result<()> {
        let columns = self.layouts.columns(fields);
        let Some((name, said)) = columns.place(Field::Text).and_then(|text| fields.iter().nth(text)) else {
            return Ok(());
        };
        if name == list || !holds_something(said) {
            return Ok(());
        }
        if !self.layouts.is_message(fields) {
            self.not_kept(name);
            return Ok(());
        }
        self.note_unread(fields, &columns, Some(list));
        self.said(fields, columns, belongs, place)
    }

    /// The conversation of an object. Without an id it goes by its position and its first words, which the next
    /// export of the same data repeats.
    fn thread_of(&mut self, fields: Option<&Fields>, utterances: Utterances<'_>) -> Thread {
        self.conversations += 1;
        let (id, title) = fields.map(identity).unwrap_or_default();
        let platform = fields.and_then(|fields| cell(fields.get("platform")?)).map(Cow::into_owned);
        let position = self.conversations;
        let key = match id {
            Some(id) => self.file.stated(&id),
            None => format!("{position}: {}", self.first_words(utterances)),
        };
        Thread { key, title: title.unwrap_or_default(), platform }
    }

    fn first_words(&mut self, utterances: Utterances<'_>) -> String {
        let words: Cow<'_, str> = match utterances {
            Utterances::Transcript(text) => Cow::Borrowed(text),
            Utterances::List(items) => {
                match items.first().and_then(|item| self.layouts.utterance(item, "turns")) {
                    Some(Utterance::Object(fields)) => {
                        text(fields, &self.layouts.columns(fields)).unwrap_or_default()
                    }
                    Some(Utterance::Pair(_, text)) => Cow::Borrowed(text),
                    None => Cow::Borrowed(""),
                }
            }
        };
        words.chars().take(KEY_LENGTH).collect()
    }

    /// Takes all utterances of a conversation.
    pub(crate) fn utterances(
        &mut self,
        utterances: Utterances<'_>,
        belongs: Belongs<'_>,
        place: Place<'_>,
    ) -> Result<()> {
        match utterances {
            Utterances::List(items) => {
                (0..).zip(items).try_for_each(|(n, item)| self.item(item, belongs, place, n))
            }
            Utterances::Transcript(text) => (0..).zip(turns(text)).try_for_each(|(n, (speaker, text))| {
                self.utterance(
                    Utterance::Pair(&speaker, &text),
                    belongs,
                    format_args!("{place}, turn {}", n + 1),
                )
            }),
        }
    }

    /// Takes the item at position `n` of a list of utterances. An item of another shape is part of the record
    /// all the same: it is kept as the JSON it is.
    pub(crate) fn item(&mut self, item: &Value, belongs: Belongs<'_>, list: Place<'_>, n: u64) -> Result<()> {
        // The list is known to hold utterances, so that plain strings are some.
        match (self.layouts.utterance(item, "turns"), item) {
            (Some(utterance), _) => self.utterance(utterance, belongs, format_args!("{list}[{n}]")),
            (None, Value::Null) => Ok(()),
            (None, Value::Object(fields)) => match self.layouts.talk_beside(fields) {
                Some((name, items)) => {
                    self.own_words(fields, name, belongs, format_args!("{list}[{n}]"))?;
                    self.utterances(Utterances::List(items), belongs, format_args!("{list}[{n}].{name}"))
                }
                None => self.utterance(Utterance::Object(fields), belongs, format_args!("{list}[{n}]")),
            },
            (None, other) => {
                let words = other.to_string();
                self.utterance(Utterance::Pair("", &words), belongs, format_args!("{list}[{n}]"))
            }
        }
    }

    fn utterance(&mut self, utterance: Utterance<'_>, belongs: Belongs<'_>, place: Place<'_>) -> Result<()> {
        match utterance {
            Utterance::Pair(speaker, text) => {
                self.record(&PairRecord { speaker }, Cow::Borrowed(text), belongs, place)
            }
            Utterance::Object(fields) => {
                let columns = self.layouts.columns(fields);
                self.note_unread(fields, &columns, None);
                self.said(fields, columns, belongs, place)
            }
        }
    }

    /// Takes what an object says.
    fn said(
        &mut self,
        fields: &Fields,
        columns: Rc<Columns>,
        belongs: Belongs<'_>,
        place: Place<'_>,
    ) -> Result<()> {
        for (name, value) in fields.iter().filter(|(_, value)| is_rounded(value)) {
            self.warn(Warning::new("rounded_number", place.to_string(), &format!("{name}: {value}")));
        }
        if matches!(self.stage, Stage::Survey(_)) {
            self.moments.note(fields, &columns);
        }
        let record = JsonRecord { fields, columns };
        // Tool calls and the like: a message by its sender, without words.
        let has_writer = record.cell(Field::Sender).or_else(|| record.cell(Field::Role)).is_some();
        let text = match text(fields, &record.columns) {
            Some(text) => text,
            None if has_writer => Cow::Borrowed(""),
            None => Cow::Owned(Value::Object(fields.clone()).to_string()),
        };
        self.record(&record, text, belongs, place)
    }

    fn record(
        &mut self,
        record: &impl Record,
        text: Cow<'_, str>,
        belongs: Belongs<'_>,
        place: Place<'_>,
    ) -> Result<()> {
        if let Some(form) = &mut self.form {
            form.note(record, &text);
        }
        match &mut self.stage {
            Stage::Look => Ok(()),
            Stage::Survey(survey) => {
                let key = match belongs {
                    Belongs::To(thread) => Cow::Borrowed(thread.key.as_str()),
                    Belongs::ToUnlessNamed(thread) => thread.key_for(record),
                };
                survey.note(&key, record, &text);
                Ok(())
            }
            Stage::Read(reader, output) => {
                let (text, place) = (text.into_owned(), place.to_string());
                let draft = reader.draft(record, text, place, &mut |warning| output.warning(warning));
                let thread = match belongs {
                    Belongs::To(thread) => thread,
                    Belongs::ToUnlessNamed(thread) if thread.is_left_to(record) => thread,
                    Belongs::ToUnlessNamed(thread) => match self.named.take() {
                        Some(named) if named.is_named_by(record, thread) => self.named.insert(named),
                        _ => self.named.insert(thread.named_by(record)),
                    },
                };
                match self.order {
                    Order::OfTheFile => output.push(thread, draft),
                    Order::OfTime => output.push_by_time(thread, draft),
                }
            }
        }
    }

    /// Names the fields that are not read; `list` is read by itself.
    fn note_unread(&mut self, fields: &Fields, columns: &Columns, list: Option<&str>) {
        if matches!(self.stage, Stage::Read(..)) {
            let unread = fields.iter().enumerate().filter(|(place, (name, value))| {
                !columns.uses(*place)
                    && list != Some(*name)
                    && holds_something(value)
                    && !tells_of_recall(name, value)
            });
            unread.for_each(|(_, (name, _))| self.not_kept(name));
        }
    }

    /// Notes a field that is not read.
    pub(crate) fn not_kept(&mut self, name: &str) {
        self.not_kept.note(name);
    }

    /// The warning on fields that were not read.
    pub(crate) fn doubt(&self) -> Option<Warning> {
        self.not_kept.together("")
    }
}
