//! What the document says, in order and in words: facts, rows, heads of messages, captions, closing sentences.
//!
//! Every writer takes its content from here and adds only its form, so that two formats of one document agree.
//! Record texts come out untouched; each writer passes them through `printable`.

use super::document::{
    Added, Completeness, Conversation, Document, Language, Message, Source, ZoneStatement, period,
};
use super::figures::{day, day_text, grouped, hash_groups, local, offset_text, serials, six_digits, stamp};
use super::wording::{Words, fill};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use yanju_model::{Kind, Precision, Role, Timestamp};

/// The document's sayings.
pub(super) struct Content<'a> {
    pub document: &'a Document,
    pub words: &'static Words,
    /// The offset all dated messages share; `None`: they differ, and each time carries its own.
    shared_offset: Option<i16>,
    /// The numbers of attachments whose picture turned out not to be decodable.
    pub undecodable: &'a BTreeSet<u64>,
}

/// A row of the index.
pub(super) struct IndexRow {
    pub number: String,
    pub title: String,
    pub platform: &'static str,
    pub dates: String,
    pub messages: String,
    pub serials: String,
}

/// The line above a message.
pub(super) struct Head {
    /// Six digits.
    pub serial: String,
    /// The writer's name, or that it is not stated.
    pub name: String,
    /// What the source says instead: the name, where the writer stands under another; the time, where it is no moment.
    pub stated: Vec<String>,
    /// Who of the two sides.
    pub role: Role,
    /// The role in words, where the source states one.
    pub role_label: Option<&'static str>,
    /// The kind of message where it is not words.
    pub kind: Option<&'static str>,
    /// «Recalled», where it is.
    pub recalled: Option<&'static str>,
    /// The time as far as the source states it.
    pub time: String,
}

/// Who speaks in the body of a message.
pub(super) enum Body<'a> {
    /// The record.
    Record(&'a str),
    /// This document, saying that there are no words.
    Note(&'static str),
    /// Nobody: the attachments say it all.
    Nothing,
}

impl<'a> Content<'a> {
    pub(super) fn of(document: &'a Document, undecodable: &'a BTreeSet<u64>) -> Self {
        let mut offsets =
            document.messages().map(|m| m.sent_at).filter(|at| at.is_dated()).map(|at| at.offset_minutes);
        let first = offsets.next();
        let shared_offset = first.filter(|first| offsets.all(|offset| offset == *first));
        Self { document, words: document.language.words(), shared_offset, undecodable }
    }

    /// FULL or PARTIAL: in the document's language, and in English where that is another.
    pub(super) fn seal(&self) -> (&'static str, Option<&'static str>) {
        let word = |words: &'static Words| match self.document.completeness {
            Completeness::Full => words.full,
            Completeness::Partial(_) => words.partial,
        };
        let (own, english) = (word(self.words), word(Language::English.words()));
        (own, (own != english).then_some(english))
    }

    /// What is there and what is not, in a sentence.
    pub(super) fn completeness(&self) -> String {
        let printed = grouped(self.document.messages().count() as u64);
        let held = grouped(self.document.conversations.iter().map(|conversation| conversation.held).sum());
        match &self.document.completeness {
            Completeness::Full => fill(self.words.full_sentence, &[("printed", &printed)]),
            Completeness::Partial(omissions) => {
                let items = grouped(omissions.len() as u64);
                let values = [("printed", printed.as_str()), ("held", &held), ("items", &items)];
                fill(self.words.partial_sentence, &values)
            }
        }
    }

    /// The facts of the cover, label and value.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let (document, words) = (self.document, self.words);
        vec![
            (words.number, document.number.clone()),
            (words.platforms, self.platforms()),
            (words.period, self.period()),
            (words.zones, self.zones()),
            (words.counts, self.counts()),
            (words.completeness, self.completeness()),
            (words.selection, self.selection()),
            (words.made_at, stamp(document.made_at)),
            (words.software, document.software.clone()),
        ]
    }

    fn platforms(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for conversation in &self.document.conversations {
            let name = self.document.language.platform(conversation.platform);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(self.words.list_join)
    }

    fn period(&self) -> String {
        period(self.document.messages()).map_or_else(
            || self.words.period_none.to_owned(),
            |(first, last)| self.range(&self.time(first), &self.time(last)),
        )
    }

    fn zones(&self) -> String {
        let mut sentences: Vec<String> = self
            .document
            .zones
            .iter()
            .map(|zone| match zone {
                ZoneStatement::FromSource => self.words.zone_source.to_owned(),
                ZoneStatement::Assumed(zone) => fill(self.words.zone_assumed, &[("zone", zone)]),
            })
            .collect();
        if let Some(offset) = self.shared_offset {
            let utc = format!("UTC{}", offset_text(offset));
            sentences.push(fill(self.words.zone_one_offset, &[("offset", &utc)]));
        } else if self.document.messages().any(|message| message.sent_at.is_dated()) {
            sentences.push(self.words.zone_many_offsets.to_owned());
        }
        sentences.join(self.words.selection_join)
    }

    fn counts(&self) -> String {
        let document = self.document;
        fill(
            self.words.counts_value,
            &[
                ("conversations", &grouped(document.conversations.len() as u64)),
                ("messages", &grouped(document.messages().count() as u64)),
                ("attachments", &grouped(document.attachments())),
            ],
        )
    }

    fn selection(&self) -> String {
        let (selection, words) = (&self.document.selection, self.words);
        let mut parts = Vec::new();
        if !selection.query.is_empty() {
            parts.push(fill(words.selection_query, &[("query", &selection.query)]));
        }
        let sentence = match (selection.from.is_empty(), selection.to.is_empty()) {
            (true, true) => None,
            (false, true) => Some(words.selection_since),
            (true, false) => Some(words.selection_until),
            (false, false) => Some(words.selection_between),
        };
        if let Some(sentence) = sentence {
            parts.push(fill(sentence, &[("from", &selection.from), ("to", &selection.to)]));
        }
        if parts.is_empty() {
            parts.push(words.selection_everything.to_owned());
        }
        parts.join(words.selection_join)
    }

    /// The lines of a source file: name, then format, size and import, then its hash in groups.
    pub(super) fn source(&self, source: &Source) -> [String; 3] {
        let words = self.words;
        let particulars = [
            (words.source_format, source.format.clone()),
            (words.source_size, fill(words.bytes_exact, &[("bytes", &grouped(source.bytes))])),
            (words.source_imported, stamp(source.imported_at)),
        ];
        let particulars: Vec<String> =
            particulars.iter().map(|(label, value)| format!("{label}{}{value}", words.colon)).collect();
        [source.name.clone(), particulars.join(words.selection_join), hash_groups(&source.sha256)]
    }

    /// The rows of the index.
    pub(super) fn index(&self) -> Vec<IndexRow> {
        let conversations = self.document.conversations.iter().enumerate();
        conversations
            .map(|(index, conversation)| IndexRow {
                number: (index + 1).to_string(),
                title: self.title(conversation).to_owned(),
                platform: self.document.language.platform(conversation.platform),
                dates: self.dates(conversation),
                messages: grouped(conversation.messages.len() as u64),
                serials: serials(conversation.serials()),
            })
            .collect()
    }

    pub(super) fn title(&self, conversation: &'a Conversation) -> &'a str {
        or(&conversation.title, self.words.untitled)
    }

    fn dates(&self, conversation: &Conversation) -> String {
        conversation.period().map_or_else(
            || self.words.index_undated.to_owned(),
            |(first, last)| self.range(&day_text(day(first)), &day_text(day(last))),
        )
    }

    /// The line under a conversation's heading.
    pub(super) fn conversation_facts(&self, conversation: &Conversation) -> String {
        let words = self.words;
        let parts = [
            self.document.language.platform(conversation.platform).to_owned(),
            self.dates(conversation),
            fill(
                words.conversation_counts,
                &[
                    ("printed", &grouped(conversation.messages.len() as u64)),
                    ("held", &grouped(conversation.held)),
                ],
            ),
        ];
        parts.join(" | ")
    }

    /// What the user added, behind the words that say so; `None` where nothing was. The note is a line of its own.
    pub(super) fn added(&self, added: &Added) -> Option<[String; 2]> {
        if added.is_empty() {
            return None;
        }
        let words = self.words;
        let labelled = |label: &str, value: &str| format!("{label}{}{value}", words.colon);
        let mut parts = Vec::new();
        parts.extend(added.ticket.iter().map(|ticket| labelled(words.ticket, ticket)));
        parts.extend(added.category.iter().map(|category| labelled(words.category, category)));
        if !added.tags.is_empty() {
            parts.push(labelled(words.tags, &added.tags.join(words.list_join)));
        }
        let filed = (!parts.is_empty()).then(|| parts.join(" | "));
        let note = added.note.iter().map(|note| labelled(words.note, note));
        let lines: Vec<String> = filed.into_iter().chain(note).collect();
        Some([format!("{}  ", words.added), lines.join("\n")])
    }

    /// The heading of a day.
    pub(super) fn day_heading(&self, day: NaiveDate) -> String {
        format!("{}  {}", day_text(day), self.words.weekday(chrono::Datelike::weekday(&day)))
    }

    /// The line above a message.
    pub(super) fn head(&self, message: &Message) -> Head {
        let words = self.words;
        let stated_sender = message.stated_sender.as_deref();
        let stated_sender =
            stated_sender.map(|name| fill(words.stated_sender, &[("name", or(name, words.no_sender))]));
        let stated_time = message.stated_time.as_deref();
        let stated_time = stated_time.map(|time| fill(words.stated_time, &[("time", time)]));
        Head {
            serial: six_digits(message.serial),
            name: or(&message.sender, words.no_sender).to_owned(),
            stated: stated_sender.into_iter().chain(stated_time).collect(),
            role: message.role,
            role_label: (message.role != Role::Unknown).then(|| words.role(message.role)),
            kind: (message.kind != Kind::Text).then(|| words.kind(message.kind)),
            recalled: message.recalled.then_some(words.recalled),
            time: match message.stated_time {
                _ if message.sent_at.is_dated() => self.time(message.sent_at),
                Some(_) => words.undetermined.to_owned(),
                None => words.undated.to_owned(),
            },
        }
    }

    /// The words of a message, or what is said in their place.
    pub(super) fn body(&self, message: &'a Message) -> Body<'a> {
        if !message.text.is_empty() {
            Body::Record(&message.text)
        } else if message.recalled {
            Body::Note(self.words.recalled_without_words)
        } else if message.attachments.is_empty() {
            Body::Note(self.words.without_words)
        } else {
            Body::Nothing
        }
    }

    /// The rows of the omissions: conversation, sentence. Empty for a full document.
    pub(super) fn omissions(&self) -> Vec<[String; 2]> {
        use super::document::OmissionCode::SourcePartial;
        let Completeness::Partial(omissions) = &self.document.completeness else { return Vec::new() };
        omissions
            .iter()
            .map(|omission| {
                let sentence = if omission.code == SourcePartial && omission.detail.is_empty() {
                    self.words.omission_source_partial_silent
                } else {
                    self.words.omission(omission.code)
                };
                let (count, of) = (grouped(omission.count), grouped(omission.of));
                let reason = self.words.reason(&omission.detail);
                let values = [("count", count.as_str()), ("of", &of), ("detail", &reason)];
                let place = or(&omission.conversation, self.words.omission_whole_source);
                [place.to_owned(), fill(sentence, &values)]
            })
            .collect()
    }

    /// How to read the document.
    pub(super) fn notes(&self) -> Vec<&'static str> {
        let (document, words) = (self.document, self.words);
        let mut notes = vec![words.note_serials, words.note_times, words.note_bars, words.note_marks];
        let is_added = document.conversations.iter().any(|conversation| !conversation.added.is_empty())
            || document.messages().any(|message| !message.added.is_empty());
        notes.extend(is_added.then_some(words.note_added));
        let mut people = document.conversations.iter().flat_map(|conversation| &conversation.participants);
        notes.extend(people.any(|person| !person.joined.is_empty()).then_some(words.note_joined));
        notes.push(words.note_links);
        notes
    }

    /// The steps of verification, each with an optional line of commands.
    pub(super) fn steps(&self) -> [(&'static str, Option<&'static str>); 4] {
        let words = self.words;
        [
            (words.verify_hash, Some(words.verify_commands)),
            (words.verify_records, None),
            (words.verify_attachments, None),
            (words.verify_counts, None),
        ]
    }

    /// What the steps show and what they do not, each under its heading.
    pub(super) fn proofs(&self) -> [(&'static str, &'static str); 2] {
        let words = self.words;
        [(words.proved_heading, words.proved), (words.not_proved_heading, words.not_proved)]
    }

    /// The labels of the signature lines.
    pub(super) fn signatures(&self) -> [&'static str; 3] {
        [self.words.sign_maker, self.words.sign_checker, self.words.sign_date]
    }

    /// A moment as far as the source states it; with its offset where the document holds several.
    pub(super) fn time(&self, at: Timestamp) -> String {
        let mut text = local(at);
        if self.shared_offset.is_none() && at.precision > Precision::Day {
            text.push(' ');
            text.push_str(&offset_text(at.offset_minutes));
        }
        text
    }

    fn range(&self, from: &str, to: &str) -> String {
        if from == to { from.to_owned() } else { fill(self.words.range, &[("from", from), ("to", to)]) }
    }
}

/// A text, or another where it is blank.
pub(super) fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() { otherwise } else { text }
}
