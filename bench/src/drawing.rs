//! The questions: drawn from the records themselves, the same in every run, so many of each class.

use crate::{chance::Chance, truth::Records};
use std::collections::HashSet;
use yanju_bench_common::{Part, Question};

const DAY: i64 = 24 * 3_600_000;
/// Days begin at midnight of this zone, in which the records were written.
const EAST: i64 = 8 * 3_600_000;

/// The classes, by what they are called in tables.
pub const CLASSES: [(&str, Draw); 18] = [
    ("common word, two characters", common_word),
    ("rare word, two characters", rare_word),
    ("one character", one_character),
    ("3–4 characters of a text", |d| d.piece(3, 4, |c| c.iter().any(|c| is_chinese(*c)))),
    ("5–8 characters of a text", |d| d.piece(5, 8, |c| c.iter().any(|c| is_chinese(*c)))),
    ("across a comma", |d| d.piece(4, 6, |c| c[1..c.len() - 1].contains(&'，'))),
    ("order number, whole", |d| d.number().map(has)),
    ("order number, its beginning", |d| {
        let (number, length) = (d.number()?, d.chance.between(6, 8));
        number.get(..length).map(|beginning| has(beginning.to_owned()))
    }),
    ("order number, digits inside", digits_inside),
    ("English word", english_word),
    ("two words", two_words),
    ("word, 7 days", |d| d.word_of(|_| true).map(|(place, word)| d.days(place, 7, has(word)))),
    ("word, 30 days, person", |d| {
        let (place, word) = d.by_agent()?;
        Some(d.days(place, 30, has(word).and(Part::Sender(d.records.all[place].sender.clone()))))
    }),
    ("word, 30 days, person, platform", |d| {
        let (place, word) = d.by_agent()?;
        let said = &d.records.all[place];
        let person = has(word).and(Part::Sender(said.sender.clone()));
        Some(d.days(place, 30, person.and(Part::On(said.platform.clone()))))
    }),
    ("word, one customer", word_of_customer),
    ("word without another", |d| {
        let ((_, word), (_, other)) = (d.word_of(|_| true)?, d.word_of(|_| true)?);
        (word != other).then(|| has(word).and(Part::Lacks(other)))
    }),
    ("nothing but filters", |d| {
        let place = d.place();
        Some(d.days(place, 30, Question(vec![Part::ByAgent])))
    }),
    ("nothing found", nothing),
];

/// Draws a question, or nothing that will do.
pub type Draw = fn(&mut Drawer<'_>) -> Option<Question>;

/// A question with what is right.
pub struct Asked {
    pub class: usize,
    pub question: Question,
    pub total: u64,
    pub newest: Vec<u64>,
}

/// Draws so many questions of each class, no two the same.
pub fn draw(records: &Records, each: usize, seed: u64) -> Vec<Asked> {
    let mut drawer = Drawer { records, chance: Chance::new(seed) };
    let mut all = Vec::new();
    for (class, (name, draw)) in CLASSES.iter().enumerate() {
        let mut known = HashSet::new();
        let mut tries = 0;
        while known.len() < each && tries < 200 * each {
            tries += 1;
            let Some(question) = draw(&mut drawer) else { continue };
            if known.contains(&question) {
                continue;
            }
            let Some((total, newest)) = records.answer(&question) else { continue };
            if (total == 0) == (class == CLASSES.len() - 1) {
                known.insert(question.clone());
                all.push(Asked { class, question, total, newest });
            }
        }
        eprintln!("{name}: {} questions of {tries} tries", known.len());
    }
    all
}

/// What questions are drawn from.
pub struct Drawer<'r> {
    records: &'r Records,
    chance: Chance,
}

impl Drawer<'_> {
    fn place(&mut self) -> usize {
        self.chance.below(self.records.all.len())
    }

    /// Characters that stand beside each other in some message.
    fn characters(&mut self, place: usize, length: usize) -> Option<Vec<char>> {
        let text: Vec<char> = self.records.text(place).chars().collect();
        let start = self.chance.below(text.len().checked_sub(length)? + 1);
        Some(text[start..start + length].to_vec())
    }

    fn piece(&mut self, shortest: usize, longest: usize, fits: fn(&[char]) -> bool) -> Option<Question> {
        let (place, length) = (self.place(), self.chance.between(shortest, longest));
        let piece = self.characters(place, length)?;
        let edges = |c: &char| !c.is_whitespace() && *c != '"' && *c != '\\';
        let fits = fits(&piece) && piece.first().is_some_and(edges) && piece.last().is_some_and(edges);
        fits.then(|| has(piece.into_iter().collect()))
    }

    /// Two Chinese characters of a message that many hold.
    fn word(&mut self, place: usize) -> Option<String> {
        let word = self.characters(place, 2)?;
        let word: String = word.into_iter().filter(|c| is_chinese(*c)).collect();
        let common = word.chars().count() == 2 && self.records.count(&word) >= self.records.all.len() / 500;
        common.then_some(word)
    }

    fn word_of(&mut self, fits: fn(&yanju_bench_common::Said) -> bool) -> Option<(usize, String)> {
        let place = self.place();
        if !fits(&self.records.all[place]) {
            return None;
        }
        Some((place, self.word(place)?))
    }

    fn by_agent(&mut self) -> Option<(usize, String)> {
        self.word_of(|said| said.by_agent)
    }

    /// So many days around a message.
    fn days(&self, place: usize, days: i64, question: Question) -> Question {
        let day = (self.records.all[place].sent_at_ms + EAST).div_euclid(DAY) * DAY - EAST;
        let from = day - days / 2 * DAY;
        question.and(Part::From(from)).and(Part::Until(from + days * DAY))
    }

    /// A number as people quote them, with its letters.
    fn number(&mut self) -> Option<String> {
        let place = self.place();
        let text = self.records.text(place);
        let narrow = text.split(|c: char| !c.is_ascii_alphanumeric());
        let number = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() >= 8;
        narrow.into_iter().find(number).map(|number| number.to_uppercase())
    }
}

fn common_word(drawer: &mut Drawer<'_>) -> Option<Question> {
    drawer.word_of(|_| true).map(|(_, word)| has(word))
}

fn rare_word(drawer: &mut Drawer<'_>) -> Option<Question> {
    let place = drawer.place();
    let word = drawer.characters(place, 2)?;
    let word: String = word.into_iter().filter(|c| is_chinese(*c)).collect();
    let rare = 1..=20.max(drawer.records.all.len() / 100_000);
    (word.chars().count() == 2 && rare.contains(&drawer.records.count(&word))).then(|| has(word))
}

fn one_character(drawer: &mut Drawer<'_>) -> Option<Question> {
    let place = drawer.place();
    let character = drawer.characters(place, 1)?;
    is_chinese(character[0]).then(|| has(character.into_iter().collect()))
}

fn digits_inside(drawer: &mut Drawer<'_>) -> Option<Question> {
    let number = drawer.number()?;
    let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    let length = drawer.chance.between(4, 6);
    let start = 1 + drawer.chance.below(digits.len().checked_sub(length + 1)?.max(1));
    digits.get(start..start + length).map(|digits| has(digits.to_owned()))
}

fn english_word(drawer: &mut Drawer<'_>) -> Option<Question> {
    let place = drawer.place();
    let words: Vec<&str> = drawer
        .records
        .text(place)
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 4)
        .collect();
    if words.is_empty() {
        return None;
    }
    Some(has(words[drawer.chance.below(words.len())].to_owned()))
}

fn two_words(drawer: &mut Drawer<'_>) -> Option<Question> {
    let (place, word) = drawer.word_of(|_| true)?;
    let other = drawer.word(place)?;
    (word != other).then(|| has(word).and(Part::Has(other)))
}

fn word_of_customer(drawer: &mut Drawer<'_>) -> Option<Question> {
    let (place, word) = drawer.word_of(|_| true)?;
    let title = &drawer.records.all[place].conversation;
    // Ours looks for titles by a part of them.
    let longer = (0..10).any(|digit| drawer.records.conversations.contains_key(&format!("{title}{digit}")));
    (!longer).then(|| has(word).and(Part::Conversation(title.clone())))
}

/// Characters of a message, turned round.
fn nothing(drawer: &mut Drawer<'_>) -> Option<Question> {
    let (place, length) = (drawer.place(), drawer.chance.between(3, 6));
    let turned: String = drawer.characters(place, length)?.into_iter().rev().collect();
    (turned.trim() == turned && !turned.contains(['"', '\\'])).then(|| has(turned))
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn has(text: String) -> Question {
    Question(vec![Part::Has(text)])
}
