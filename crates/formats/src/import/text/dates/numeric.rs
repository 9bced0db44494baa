//! Numeric dates and the order of their parts, settled by the whole file and never guessed.

use super::{clock::Script, cursor::Cursor};
use chrono::NaiveDate;
use yanju_model::draft::DateOrder;

/// Three numbers that are a date once their order is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumericDate {
    values: [u32; 3],
    counts: [u8; 3],
    separator: char,
}

impl NumericDate {
    /// A date of these numbers, written with so many digits.
    pub(super) fn of(values: [u32; 3], counts: [u8; 3], separator: char) -> Self {
        Self { values, counts, separator }
    }

    /// Takes a date: `6/15/26`, `15.06.2026`, `2026-06-15`, `2024. 3. 5.`, `2024年3月6日`,
    /// `2024년 3월 6일`.
    pub fn take(cursor: &mut Cursor<'_>) -> Option<Self> {
        let mut ahead = *cursor;
        let first = ahead.digits(4)?;
        ahead.skip_marks();
        let separator = ahead.take_if(|c| matches!(c, '/' | '.' | '-' | '年' | '년'))?;
        let (behind_second, behind_third) = match separator {
            '年' => ('月', Some('日')),
            '년' => ('월', Some('일')),
            _ => (separator, None),
        };
        ahead.skip_space();
        let second = ahead.digits(2)?;
        ahead.skip_marks();
        if !ahead.eat(behind_second) {
            return None;
        }
        ahead.skip_space();
        let third = ahead.digits(4)?;
        if behind_third.is_some_and(|word| !ahead.eat(word)) {
            return None;
        }
        if separator == '.' && first.count == 4 || ahead.rest().starts_with(". ") {
            ahead.eat('.');
        }
        *cursor = ahead;
        Some(Self {
            values: [first.value, second.value, third.value],
            counts: [first.count, second.count, third.count],
            separator,
        })
    }

    /// The day this is when its parts stand in `order`.
    pub fn in_order(self, order: DateOrder) -> Option<NaiveDate> {
        let [a, b, c] = self.values;
        let [first, second, third] = self.counts;
        let (year, month, day, year_count, other) = match order {
            DateOrder::Ymd => (a, b, c, first, third),
            DateOrder::Dmy => (c, b, a, third, first),
            DateOrder::Mdy => (c, a, b, third, first),
        };
        if other > 2 || second > 2 || (self.is_in_words() && order != DateOrder::Ymd) {
            return None;
        }
        let year = match year_count {
            2 if year >= 80 => 1900 + year,
            2 => 2000 + year,
            4 if (1900..2200).contains(&year) => year,
            _ => return None,
        };
        NaiveDate::from_ymd_opt(year.cast_signed(), month, day)
    }

    /// The order that the writing itself gives away: the year first, with four digits or with 年.
    pub fn own_order(self) -> Option<DateOrder> {
        (self.counts.first() == Some(&4) || self.is_in_words()).then_some(DateOrder::Ymd)
    }

    /// What stands between its numbers: dates of one program are written alike.
    pub fn separator(self) -> char {
        self.separator
    }

    fn is_in_words(self) -> bool {
        matches!(self.separator, '年' | '년')
    }
}

/// What the dates of a whole file say about the order of their parts.
#[derive(Debug, Clone, Default)]
pub struct DateOrderEvidence {
    ymd: Track,
    dmy: Track,
    mdy: Track,
    east_asian: u64,
    dotted: u64,
    dates: u64,
    /// How many dates are different days in the two orders with the year last.
    differing: u64,
    /// The date noted last, and the days it is in each order: those who chat do so many times a day.
    last: Option<(NumericDate, [Option<NaiveDate>; 3])>,
}

/// How a file reads in one order.
#[derive(Debug, Clone, Default)]
struct Track {
    impossible: u64,
    backward: u64,
    /// How many days lie between each date and the next, all together.
    walked: u64,
    last: Option<NaiveDate>,
}

impl Track {
    fn joined(&self, other: &Self) -> Self {
        Self {
            impossible: self.impossible + other.impossible,
            backward: self.backward + other.backward,
            walked: self.walked + other.walked,
            last: None,
        }
    }

    fn note(&mut self, date: Option<NaiveDate>) {
        let Some(date) = date else {
            self.impossible += 1;
            return;
        };
        if self.last == Some(date) {
            return;
        }
        let step = self.last.map_or(0, |last| date.signed_duration_since(last).num_days());
        // A day back is a traveller's or a wrongly set clock; more is a wrong order.
        self.backward += u64::from(step < -1);
        self.walked += step.unsigned_abs();
        self.last = Some(date);
    }
}

impl DateOrderEvidence {
    /// Takes the next date of the file into account, with the script of the half-day word beside it.
    pub fn note(&mut self, date: NumericDate, script: Script) {
        let days = match self.last {
            Some((last, days)) if last == date => days,
            _ => [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy].map(|order| date.in_order(order)),
        };
        self.last = Some((date, days));
        let [ymd, dmy, mdy] = days;
        self.ymd.note(ymd);
        self.dmy.note(dmy);
        self.mdy.note(mdy);
        self.dates += 1;
        self.differing += u64::from(dmy != mdy);
        self.east_asian += u64::from(script == Script::EastAsian);
        self.dotted += u64::from(date.separator == '.');
    }

    /// The order, or `None` where the file leaves it open (a file without dates leaves nothing open).
    ///
    /// In turn: the order in which fewest dates are impossible; the one in which time does not run backwards;
    /// points between the parts, which no locale of the CLDR writes month first. A year of two digits comes
    /// first only where the other orders are impossible or the half-day words are East Asian. Where the year last
    /// makes years of what are days with the year first, people are asked.
    pub fn order(&self) -> Option<DateOrder> {
        let year_last = self.dmy.impossible.min(self.mdy.impossible);
        if self.dates == 0
            || self.ymd.impossible < year_last
            || (self.east_asian > 0 && self.ymd.impossible <= year_last)
        {
            return Some(DateOrder::Ymd);
        }
        if self.runs_year_by_year(year_last) {
            return None;
        }
        if self.dmy.impossible != self.mdy.impossible {
            let day_first = self.dmy.impossible < self.mdy.impossible;
            return Some(if day_first { DateOrder::Dmy } else { DateOrder::Mdy });
        }
        match (self.dmy.backward, self.mdy.backward) {
            (0, 1..) => Some(DateOrder::Dmy),
            (1.., 0) => Some(DateOrder::Mdy),
            _ if self.differing == 0 || self.dotted == self.dates => Some(DateOrder::Dmy),
            _ => None,
        }
    }

    /// The orders in which fewest dates are impossible: those that people choose from where the file leaves it open.
    pub fn candidates(&self) -> Vec<DateOrder> {
        let all = [(DateOrder::Ymd, &self.ymd), (DateOrder::Dmy, &self.dmy), (DateOrder::Mdy, &self.mdy)];
        let fewest = all.iter().map(|(_, track)| track.impossible).min();
        all.iter().filter(|(_, track)| Some(track.impossible) == fewest).map(|(order, _)| *order).collect()
    }

    /// What both tell together, of dates that stand in two places of one file.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        Self {
            ymd: self.ymd.joined(&other.ymd),
            dmy: self.dmy.joined(&other.dmy),
            mdy: self.mdy.joined(&other.mdy),
            east_asian: self.east_asian + other.east_asian,
            dotted: self.dotted + other.dotted,
            dates: self.dates + other.dates,
            differing: self.differing + other.differing,
            last: None,
        }
    }

    /// Whether a chat of some days, read with the year first, is one of many years in each other order that leaves
    /// no more dates impossible: `24-03-05`, `24-03-06`.
    fn runs_year_by_year(&self, impossible: u64) -> bool {
        let mut others = [&self.dmy, &self.mdy].into_iter().filter(|track| track.impossible == impossible);
        self.ymd.impossible == impossible
            && self.ymd.backward == 0
            && others.all(|track| self.ymd.walked * 30 < track.walked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(dates: &[&str]) -> Option<DateOrder> {
        let mut evidence = DateOrderEvidence::default();
        for text in dates {
            evidence.note(NumericDate::take(&mut Cursor::new(text)).expect("a date"), Script::None);
        }
        evidence.order()
    }

    #[test]
    fn a_field_beyond_twelve_settles_the_order() {
        assert_eq!(order(&["01/02/19", "20/02/19"]), Some(DateOrder::Dmy));
        assert_eq!(order(&["01/02/19", "02/20/2019"]), Some(DateOrder::Mdy));
        assert_eq!(order(&["2019/01/02"]), Some(DateOrder::Ymd));
        assert_eq!(order(&["24/3/13", "24/11/14"]), Some(DateOrder::Dmy), "2013 and 2014 are possible days");
        assert_eq!(order(&["2024년 3월 6일"]), Some(DateOrder::Ymd));
    }

    #[test]
    fn time_that_runs_forward_settles_the_order() {
        assert_eq!(order(&["01/02/19", "02/02/19", "03/02/19", "01/03/19"]), Some(DateOrder::Dmy));
        assert_eq!(order(&["02/01/19", "02/02/19", "02/03/19", "03/01/19"]), Some(DateOrder::Mdy));
    }

    #[test]
    fn days_that_would_be_years_in_the_other_order_are_asked_for() {
        let days = ["24-03-13", "24-03-14", "24-03-14", "24-03-15"];
        assert_eq!(order(&days), None, "three days of 2024, or the same day of three years");
        assert_eq!(
            order(&["13-03-24", "14-03-24", "15-03-24"]),
            Some(DateOrder::Dmy),
            "no chat of many years"
        );
        assert_eq!(
            order(&["24-03-13", "24-03-14", "26-08-14"]),
            Some(DateOrder::Dmy),
            "years of both readings"
        );
    }

    #[test]
    fn what_nothing_decides_stays_open() {
        assert_eq!(order(&["6/7/26", "6/7/26"]), None);
        assert_eq!(order(&["6/6/26", "7/7/26"]), Some(DateOrder::Dmy), "both orders give the same days");
        assert_eq!(order(&["06.07.26", "07.07.26"]), Some(DateOrder::Dmy), "points are never month first");
    }

    #[test]
    fn people_choose_from_the_orders_that_the_dates_allow() {
        let candidates = |dates: &[&str]| {
            let mut evidence = DateOrderEvidence::default();
            for text in dates {
                evidence.note(NumericDate::take(&mut Cursor::new(text)).expect("a date"), Script::None);
            }
            evidence.candidates().into_iter().map(DateOrder::name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(candidates(&["03/04/2024"]), "dmy mdy", "a year of four digits stands last");
        assert_eq!(candidates(&["03/04/05"]), "ymd dmy mdy");
        assert_eq!(candidates(&["24-03-13", "24-03-14"]), "ymd dmy");
    }

    #[test]
    fn east_asian_half_days_put_a_short_year_first() {
        let mut evidence = DateOrderEvidence::default();
        let date = NumericDate::take(&mut Cursor::new("24. 3. 5. ")).expect("a date");
        evidence.note(date, Script::EastAsian);
        assert_eq!(evidence.order(), Some(DateOrder::Ymd));
    }
}
