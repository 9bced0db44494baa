//! The second pass over a copied chat: messages out of lines, once the layout is known.

use super::{
    copy_layout::{HEADER_LIMIT, Header, Style, When, clock_line, header},
    copy_survey::{Above, Layout},
    words::{is_notice, is_recall, is_status, settle},
};
use crate::import::{
    Result, Sink,
    drafting::composer::Composer,
    drafting::placeholders::is_media,
    drafting::writers::Writers,
    text::{
        ahead::Ahead,
        lines::Line,
        moment::{Moment, day},
    },
};
use chrono::NaiveDate;
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};
use yanju_model::{
    Warning,
    draft::{MessageDraft, Sender},
};

/// Writes the messages of one copy.
pub struct Reader<'s> {
    layout: Layout,
    writers: Writers,
    slot: usize,
    sink: &'s mut dyn Sink,
    composer: Composer<'s>,
    finishing: Rc<RefCell<Finishing>>,
    day: Option<NaiveDate>,
    /// Whether a line stands below an empty one, a date, or nothing.
    parted: Above,
    /// Whether the next line is the second of a header.
    inside_header: Inside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Header,
    Text,
}

impl<'s> Reader<'s> {
    /// A reader at the start of the file.
    pub fn new(
        layout: Layout,
        names: BTreeSet<String>,
        writers: Writers,
        file: &str,
        slot: usize,
        sink: &'s mut dyn Sink,
    ) -> Self {
        let finishing = Rc::new(RefCell::new(Finishing {
            style: layout.style,
            names,
            omitted: 0,
            statuses: BTreeSet::new(),
            undated: Undated::Unsaid,
        }));
        let shared = Rc::clone(&finishing);
        let composer = Composer::new(file, move |draft, _| {
            shared.borrow_mut().complete(draft);
            Ok(())
        });
        let (parted, inside_header) = (Above::Blank, Inside::Text);
        Self { layout, writers, slot, sink, composer, finishing, day: None, parted, inside_header }
    }

    /// Takes the next line.
    pub fn line(&mut self, line: &Line<'_>, text: &Ahead<'_>) -> Result<()> {
        line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
        if self.inside_header == Inside::Header {
            self.inside_header = Inside::Text;
            return Ok(());
        }
        let parts = line.text.trim().is_empty() || day(&line.text).is_some();
        let outcome = self.read(line, text);
        self.parted = if parts { Above::Blank } else { Above::Anything };
        outcome
    }

    fn read(&mut self, line: &Line<'_>, text: &Ahead<'_>) -> Result<()> {
        let words = line.text.trim();
        if let Some(stated) = day(words).filter(|_| self.is_date_above(text)) {
            self.composer.finish(self.sink)?;
            self.day = Some(stated);
            return Ok(());
        }
        if let Some((name, when)) = self.header(words, text) {
            return self.begin(line, name, when);
        }
        let says_something = self.composer.open().is_none_or(|draft| !draft.text.trim().is_empty());
        let stands_apart = self.layout.style != Style::Web || self.parted == Above::Blank;
        let is_taken_back = is_recall(words, |who| self.finishing.borrow().names.contains(who));
        if stands_apart && (is_notice(words) || (is_taken_back && says_something)) {
            let event = MessageDraft {
                place: line.place(),
                recalled: is_taken_back,
                ..MessageDraft::text(None, None, words)
            };
            return self.composer.begin(self.slot, event, self.sink);
        }
        if !self.composer.is_open() && is_status(words) {
            self.finishing.borrow_mut().statuses.insert(words.to_owned());
            return Ok(());
        }
        self.composer.line(self.slot, line, self.sink)
    }

    /// Whether the next line that holds anything is a header without a date.
    fn is_date_above(&self, text: &Ahead<'_>) -> bool {
        let below = (0..2).filter_map(|distance| text.below(distance)).find(|line| !line.trim().is_empty());
        below.is_some_and(|line| match self.layout.style {
            Style::Web => clock_line(line).is_some(),
            Style::Arrow => matches!(header(line), Some(Header { when: When::Clock(..), .. })),
            _ => false,
        })
    }

    fn header<'l>(&mut self, line: &'l str, text: &'l Ahead<'_>) -> Option<(&'l str, When<'l>)> {
        if self.layout.above == Above::Blank && self.parted == Above::Anything {
            return None;
        }
        match self.layout.style {
            Style::Web => clock_line(line).map(|when| ("", when)),
            Style::TwoLines => {
                let below = header(text.below(0)?).filter(|found| found.style == Style::TwoLines)?;
                let may_be_a_name = !line.is_empty() && line.len() <= HEADER_LIMIT && header(line).is_none();
                let is_name = may_be_a_name && !is_status(line) && self.writers.takes(line);
                if is_name {
                    self.inside_header = Inside::Header;
                }
                is_name.then_some((line, below.when))
            }
            style => header(line)
                .filter(|found| found.style == style && self.writers.takes(found.name))
                .map(|found| (found.name, found.when)),
        }
    }

    fn begin(&mut self, line: &Line<'_>, name: &str, when: When<'_>) -> Result<()> {
        self.composer.finish(self.sink)?;
        let place = line.place();
        let (moment, clock) = match (when, self.day) {
            (When::Moment(moment), _) => (Some(moment), None),
            (When::Clock(_, time), Some(day)) => (Some(Moment::At(day.and_time(time))), None),
            (When::Clock(written, _), None) => (None, Some(written.to_owned())),
        };
        if let Some(written) = &clock
            && self.finishing.borrow_mut().undated.say()
        {
            self.sink.warning(Warning::new("undated_line", place.as_str(), written));
        }
        let sent_at = moment.and_then(|moment| moment.sent_at(&place, &line.text, self.sink));
        let draft = MessageDraft::text(Some(Sender::named(name)), sent_at, "");
        let draft = draft.stating(clock.as_deref().unwrap_or_default());
        let draft = MessageDraft { place, ..draft };
        self.composer.begin(self.slot, draft, self.sink)
    }

    /// Hands over the last message; returns how many stand for media that the copy does not hold.
    pub fn finish(&mut self) -> Result<u64> {
        self.composer.finish(self.sink)?;
        let finishing = self.finishing.borrow();
        if !finishing.statuses.is_empty() {
            let statuses: Vec<&str> = finishing.statuses.iter().map(String::as_str).collect();
            self.sink.warning(Warning::new("not_kept", "", &statuses.join(", ")));
        }
        Ok(finishing.omitted)
    }
}

/// Whether people have been told that messages have no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undated {
    Unsaid,
    Said,
}

impl Undated {
    /// Whether it is to be said now.
    fn say(&mut self) -> bool {
        std::mem::replace(self, Self::Said) == Self::Unsaid
    }
}

/// What is done to a message once all of its words are known.
struct Finishing {
    style: Style,
    names: BTreeSet<String>,
    omitted: u64,
    /// The lines that say how far messages have come.
    statuses: BTreeSet<String>,
    undated: Undated,
}

impl Finishing {
    fn complete(&mut self, draft: &mut MessageDraft) {
        let mut words = draft.text.as_str();
        while let Some((rest, status)) = without_status(words) {
            if !self.statuses.contains(status.trim()) {
                self.statuses.insert(status.trim().to_owned());
            }
            words = rest;
        }
        draft.text = words.to_owned();
        let Some(sender) = &mut draft.sender else { return };
        if self.style == Style::Web {
            let text = draft.text.trim_end();
            let (words, name) = text.rsplit_once('\n').unwrap_or(("", text));
            name.trim().clone_into(&mut sender.name);
            draft.text = words.trim_matches('\n').to_owned();
        }
        settle(draft, |who| self.names.contains(who));
        self.omitted += u64::from(is_media(draft.kind));
    }
}

/// The words without a status above or below them, and the status. One that stands alone is somebody's word.
fn without_status(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_matches(['\n', '\r']);
    let last = text.rsplit_once('\n').filter(|(_, line)| is_status(line));
    let found = last.or_else(|| {
        text.split_once('\n').filter(|(line, _)| is_status(line)).map(|(line, words)| (words, line))
    });
    found
        .filter(|(words, _)| !words.trim().is_empty())
        .map(|(words, status)| (words.trim_matches('\n'), status))
}
