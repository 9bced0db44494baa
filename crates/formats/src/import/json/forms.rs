//! Several lists of utterances in one object: the same talk in another form (anonymised, say), or parts of one talk (what
//! either side wrote).

use crate::import::{columns::Field, generic::Record};
use std::{
    collections::{HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// In which order the messages of a conversation are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// In that of the file.
    OfTheFile,
    /// By their times: they stand in several lists.
    OfTime,
}

/// What a list is known by, as it is walked through.
#[derive(Debug, Default)]
pub(crate) struct Form {
    count: u64,
    times: DefaultHasher,
    speakers: DefaultHasher,
    words: DefaultHasher,
    is_timed: bool,
    has_speakers: bool,
}

impl Form {
    /// Takes an utterance of the list into account.
    pub(crate) fn note(&mut self, record: &impl Record, text: &str) {
        let time = [Field::Date, Field::Time].map(|field| record.cell(field));
        let speaker = record.cell(Field::Sender).or_else(|| record.cell(Field::Role));
        self.count += 1;
        self.is_timed |= time.iter().any(Option::is_some);
        self.has_speakers |= speaker.is_some();
        time.hash(&mut self.times);
        speaker.hash(&mut self.speakers);
        text.hash(&mut self.words);
    }

    /// What it shares with another form of it: the number of utterances with their times, or with those who spoke where
    /// there are no times; or the words.
    pub(crate) fn marks(&self) -> Marks {
        let moments = match (self.is_timed, self.has_speakers) {
            (true, _) => Some(("times", self.count, self.times.finish())),
            (false, true) => Some(("speakers", self.count, self.speakers.finish())),
            (false, false) => None,
        };
        Marks { moments, words: ("words", self.count, self.words.finish()) }
    }
}

/// A way of being the same: which, of how many utterances, and a hash of what is the same.
type Mark = (&'static str, u64, u64);

/// What tells whether lists are forms of one talk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    moments: Option<Mark>,
    words: Mark,
}

/// The lists of one object that came before.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    known: HashSet<Mark>,
}

impl Forms {
    /// Whether a list is none of those before it in another form.
    pub(crate) fn is_new(&mut self, marks: Marks) -> bool {
        let marks = || marks.moments.into_iter().chain([marks.words]);
        let is_new = !marks().any(|mark| self.known.contains(&mark));
        self.known.extend(marks());
        is_new
    }
}
