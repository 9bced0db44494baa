//! Days by their names: weekdays of the languages that exports come in, and English dates with a month's name.

use super::cursor::Cursor;
use chrono::{NaiveDate, Weekday};

const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The signs of the weekdays in Chinese, Japanese and Korean, from Monday.
const SIGNS: [&str; 3] = ["一二三四五六日", "月火水木金土日", "월화수목금토일"];

const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Takes a weekday: `周五`, `星期五`, `金曜日`, `금요일`, `Friday`, `Fri`, or a sign in brackets: `(金)`.
pub fn weekday(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    // Asked before every date; most begin with a figure.
    let mut ahead = *cursor;
    ahead.peek().filter(|c| !c.is_ascii_digit())?;
    let found = if ahead.eat_word("星期") || ahead.eat_word("周") || ahead.eat_word("週") {
        sign(&mut ahead)?
    } else if ahead.eat('(') || ahead.eat('（') {
        let found = sign(&mut ahead).or_else(|| english(&mut ahead))?;
        ahead.take_if(|c| matches!(c, ')' | '）'))?;
        found
    } else if let Some(found) = english(&mut ahead) {
        found
    } else {
        let found = sign(&mut ahead)?;
        (ahead.eat_word("曜日") || ahead.eat_word("요일")).then_some(found)?
    };
    *cursor = ahead;
    Some(found)
}

fn sign(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    // Asked of every place in a line: what is ASCII is none.
    let written = cursor.peek().filter(|c| !c.is_ascii())?;
    let at = SIGNS.iter().find_map(|signs| signs.chars().position(|sign| sign == written));
    let at = at.or((written == '天').then_some(6))?;
    cursor.take_if(|_| true);
    WEEKDAYS.get(at).copied()
}

fn english(cursor: &mut Cursor<'_>) -> Option<Weekday> {
    let mut ahead = *cursor;
    let at = name_of(&mut ahead, &ENGLISH)?;
    *cursor = ahead;
    WEEKDAYS.get(at).copied()
}

/// Takes a word that is one of `names` or its first letters, three at least.
fn name_of(cursor: &mut Cursor<'_>, names: &[&str]) -> Option<usize> {
    cursor.peek().filter(char::is_ascii_alphabetic)?;
    let letters = cursor.rest().bytes().take_while(u8::is_ascii_alphabetic).take(12).count();
    let word = cursor.rest().get(..letters).filter(|_| letters >= 3)?;
    let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
    let begins_alike = |name: &str| name.as_bytes().first().copied() == first;
    let begins = |name: &&str| {
        begins_alike(name) && name.get(..letters).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let at = names.iter().position(begins)?;
    cursor.eat_word(word);
    cursor.eat('.');
    Some(at)
}

/// Takes an English date with the name of its month: `June 28, 2020`, `Jun 28 2020`, `28 June 2020`, `28-Jun-2020`,
/// `28/Jun/2020`.
pub fn named_date(cursor: &mut Cursor<'_>) -> Option<NaiveDate> {
    let mut ahead = *cursor;
    let before = ahead.digits(2);
    let separator = before.and_then(|_| ahead.take_if(|c| matches!(c, '-' | '/')));
    ahead.skip_space();
    let month = u32::try_from(name_of(&mut ahead, &MONTHS)?).ok()? + 1;
    if separator.is_some_and(|separator| !ahead.eat(separator)) {
        return None;
    }
    ahead.skip_space();
    let day = match before {
        Some(day) => day,
        None => ahead.digits(2)?,
    };
    ahead.eat(',');
    ahead.skip_space();
    let year = ahead.digits(4).filter(|year| year.count == 4)?;
    let date = NaiveDate::from_ymd_opt(year.value.cast_signed(), month, day.value)?;
    *cursor = ahead;
    Some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_known_in_the_languages_of_exports() {
        for (text, rest) in [
            ("周五", ""),
            ("星期五 9:00", " 9:00"),
            ("(金)", ""),
            ("（五）", ""),
            ("金曜日", ""),
            ("금요일 ---", " ---"),
            ("Friday, June", ", June"),
            ("Fri, 1/30/2026", ", 1/30/2026"),
        ] {
            let mut cursor = Cursor::new(text);
            assert_eq!((weekday(&mut cursor), cursor.rest()), (Some(Weekday::Fri), rest), "{text}");
        }
        for text in ["一起", "月末", "(见)", "Fryer", "金", "frite"] {
            assert_eq!(weekday(&mut Cursor::new(text)), None, "{text}");
        }
    }

    #[test]
    fn months_with_names_leave_no_order_open() {
        for text in ["June 28, 2020 at", "Jun 28 2020 at", "28 June 2020 at", "28 Jun. 2020 at"] {
            let mut cursor = Cursor::new(text);
            let date = named_date(&mut cursor).map(|date| date.to_string());
            assert_eq!((date.as_deref(), cursor.rest()), (Some("2020-06-28"), " at"), "{text}");
        }
        assert_eq!(named_date(&mut Cursor::new("may 5 be")), None);
    }
}
