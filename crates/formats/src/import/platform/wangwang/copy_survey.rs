//! What the whole of a copied chat says: how its headers are written, and who takes part.

use super::{
    copy_layout::{HEADER_LIMIT, Header, Style, clock_line, header},
    shop_of,
    words::{NOT_SHOWN, is_notice, is_recall, is_status},
};
use crate::import::{drafting::writers::WriterSurvey, text::moment::day};
use std::collections::{BTreeMap, BTreeSet};

/// How many different names are remembered. More is not a chat.
const REMEMBERED: usize = 50_000;

/// What must stand above a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Above {
    /// An empty line, a date, or nothing.
    Blank,
    /// Anything.
    Anything,
}

/// How a copy is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Layout {
    /// How headers are written.
    pub style: Style,
    /// What stands above them.
    pub above: Above,
}

/// What was found of one layout.
#[derive(Debug, Default)]
pub struct Found {
    /// How many headers there are.
    pub headers: u64,
    /// Those who take part.
    pub names: BTreeSet<String>,
    /// What tells those who wrote from words before a time.
    pub writers: WriterSurvey,
}

/// The survey of a text, line by line.
#[derive(Debug, Default)]
pub struct Survey {
    found: BTreeMap<Layout, Found>,
    /// The last line that holds something and is no date.
    last: String,
    /// Whether the line before this one is empty or a date, and the one before that.
    parted: [bool; 2],
    /// The first two lines that hold anything.
    first: Vec<String>,
    /// How many lines only these programs write.
    pub telling: u64,
    /// How many lines hold anything.
    pub filled: u64,
    /// Whether the web page says that it does not show everything.
    pub is_not_all_shown: bool,
}

impl Survey {
    /// Takes the next line into account.
    pub fn note(&mut self, line: &str) {
        let [parted, before] = if self.filled == 0 { [true, true] } else { self.parted };
        let trimmed = line.trim();
        let parts = trimmed.is_empty() || day(trimmed).is_some();
        if let Some(found) = header(trimmed) {
            match found.style {
                Style::TwoLines if !self.last.is_empty() && !parted => self.two_lines(before, &found),
                Style::TwoLines => {}
                style => self.one_line(style, &found),
            }
        } else if clock_line(trimmed).is_some() {
            self.block_ends(parted);
            self.web(Above::Anything);
            if parted {
                self.web(Above::Blank);
            }
        }
        self.telling += u64::from(is_status(trimmed) || is_notice(trimmed) || is_recall(trimmed, |_| false));
        if trimmed == NOT_SHOWN {
            self.telling += 1;
            self.is_not_all_shown = true;
        }
        if !trimmed.is_empty() {
            self.filled += 1;
            if self.first.len() < 2 {
                self.first.push(trimmed.chars().take(200).collect());
            }
        }
        if !parts {
            trimmed.clone_into(&mut self.last);
        }
        self.parted = [parts, parted];
    }

    /// Says that the text is at its end.
    pub fn finish(&mut self) {
        self.block_ends(true);
    }

    fn one_line(&mut self, style: Style, header: &Header<'_>) {
        let found = self.found.entry(Layout { style, above: Above::Anything }).or_default();
        found.headers += 1;
        found.remember(header.name);
        if style != Style::Arrow {
            found.writers.note(header.name, header.date, header.at());
        }
        header.to.into_iter().for_each(|name| found.remember(name));
    }

    fn two_lines(&mut self, name_is_parted: bool, header: &Header<'_>) {
        for above in [Above::Blank, Above::Anything] {
            if above == Above::Anything || name_is_parted {
                let found = self.found.entry(Layout { style: Style::TwoLines, above }).or_default();
                found.headers += 1;
                found.remember(&self.last);
                found.writers.note(&self.last, header.date, header.at());
            }
        }
    }

    fn web(&mut self, above: Above) {
        self.found.entry(Layout { style: Style::Web, above }).or_default().headers += 1;
    }

    /// Whoever stands last in a block wrote it.
    fn block_ends(&mut self, is_parted: bool) {
        for above in [Above::Blank, Above::Anything] {
            if (is_parted || above == Above::Anything)
                && let Some(found) = self.found.get_mut(&Layout { style: Style::Web, above })
                && found.headers > 0
                && clock_line(&self.last).is_none()
            {
                found.remember(&self.last);
            }
        }
    }

    /// The layout that most headers have. Where a few stand apart and most do not, nothing need stand above them.
    pub fn layout(&self) -> Option<Layout> {
        let count = |layout: Layout| self.found.get(&layout).map_or(0, |found| found.headers);
        let of = |style| count(Layout { style, above: Above::Anything });
        let dated = [Style::Arrow, Style::Bracket, Style::Spaced, Style::Glued, Style::TwoLines];
        let best = dated.into_iter().rev().max_by_key(|style| of(*style))?;
        let style = if self.begins_as_web() || of(best) == 0 { Style::Web } else { best };
        let apart = count(Layout { style, above: Above::Blank });
        let above = if apart * 2 > of(style) { Above::Blank } else { Above::Anything };
        (of(style) > 0 && (style != Style::Web || self.begins_as_web())).then_some(Layout { style, above })
    }

    /// What was found of a layout.
    pub fn of(&self, layout: Layout) -> Option<&Found> {
        self.found.get(&layout)
    }

    /// Whether the text begins with a date and a time in two lines, or with a time.
    fn begins_as_web(&self) -> bool {
        let is_time = |line: &String| clock_line(line).is_some();
        match self.first.as_slice() {
            [date, time] if day(date).is_some() => is_time(time),
            [time, ..] => is_time(time),
            [] => false,
        }
    }

    /// Whether the text begins with a date.
    pub fn begins_with_date(&self) -> bool {
        self.first.first().is_some_and(|line| day(line).is_some())
    }

    /// Whether the text begins with a header of a layout.
    pub fn begins_with(&self, style: Style) -> bool {
        match style {
            Style::Web => self.begins_as_web(),
            Style::TwoLines => self.first.get(1).and_then(|line| header(line)).is_some(),
            _ => self.first.first().and_then(|line| header(line)).is_some_and(|found| found.style == style),
        }
    }
}

impl Found {
    fn remember(&mut self, name: &str) {
        let is_short = !name.is_empty() && name.len() <= HEADER_LIMIT;
        if is_short && self.names.len() < REMEMBERED && !self.names.contains(name) {
            self.names.insert(name.to_owned());
        }
    }

    /// Whether a sub-account of a shop takes part.
    pub fn has_shop(&self) -> bool {
        self.names.iter().any(|name| shop_of(name).is_some())
    }
}
