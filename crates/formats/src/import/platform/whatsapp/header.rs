//! The start of a message: `3/5/24, 9:00 - …` on Android, `[05.03.24, 09:00:12] …` on iOS, and
//! `24/3/14, 13:59:59: …` on iOS of old.

use crate::import::text::dates::{Clock, Cursor, NumericDate, clock, is_space};
use yanju_model::Precision;

/// What stands before the name.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a> {
    /// The date, its order not yet known.
    pub date: NumericDate,
    /// The time of day.
    pub clock: Clock,
    /// Both as they are written.
    pub written: &'a str,
    /// How the line is laid out.
    pub shape: Shape,
    /// The name and the words, or the words of the system.
    pub rest: &'a str,
}

/// The layout that all headers of one export share. Lines laid out otherwise are quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Android.
    Dash,
    /// Android, of an app that writes seconds.
    DashSeconds,
    /// Android, in languages that end a time with a dot: `13:34. - `.
    DashDot,
    /// Brackets without seconds: Signal and LINE tools write this, WhatsApp does not.
    Bracket,
    /// iOS.
    BracketSeconds,
    /// iOS before 2018: a comma before the time, always seconds, and a colon behind them.
    Colon,
}

/// Words between date and time: Finnish, English, German, Portuguese, Swedish, Italian.
const BETWEEN: &[&str] = &["klo", "at", "um", "às", "kl.", "ore", "alle"];

/// The header that a line starts with.
pub fn header(line: &str) -> Option<Header<'_>> {
    let mut cursor = Cursor::new(line);
    cursor.skip_marks();
    let bracketed = cursor.eat('[');
    let stamp = cursor.rest();
    let date = NumericDate::take(&mut cursor)?;
    cursor.skip_marks();
    let before_gap = cursor.rest().len();
    let has_comma = cursor.take_if(|c| matches!(c, ',' | '،' | '、')).is_some();
    cursor.skip_space();
    // Nearly always the time follows at once.
    let at_the_time = cursor.peek().is_some_and(|c| c.is_ascii_digit());
    if !at_the_time && BETWEEN.iter().any(|word| cursor.eat_word(word)) {
        cursor.skip_space();
    }
    if cursor.rest().len() == before_gap {
        return None;
    }
    let clock = clock(&mut cursor)?;
    let written = cursor.taken_of(stamp);
    let seconds = clock.precision != Precision::Minute;
    cursor.skip_marks();
    let shape = if bracketed {
        cursor.eat(']').then_some(if seconds { Shape::BracketSeconds } else { Shape::Bracket })?
    } else if has_comma && clock.precision == Precision::Second && cursor.eat(':') {
        Shape::Colon
    } else {
        let dotted = cursor.eat('.');
        cursor.take_if(is_space)?;
        cursor.skip_space();
        cursor.take_if(|c| matches!(c, '-' | '–' | '—'))?;
        match (dotted, seconds) {
            (true, _) => Shape::DashDot,
            (false, true) => Shape::DashSeconds,
            (false, false) => Shape::Dash,
        }
    };
    let parted = cursor.take_if(is_space).is_some() || cursor.rest().is_empty();
    // WhatsApp's own marks, the last of them before telephone numbers.
    let rest = cursor.rest().trim_start_matches(['\u{200E}', '\u{200F}', '\u{202A}', '\u{FEFF}']);
    parted.then_some(Header { date, clock, written, shape, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_both_phones_and_many_languages_are_read() {
        for (line, rest) in [
            ("01/01/19, 11:25 - John: Hi", "John: Hi"),
            ("2026-06-15 14:20 - John: Hi", "John: Hi"),
            ("01/20/2019, 11:23 a. m. - John: Hi", "John: Hi"),
            ("6/15/26, 2:20\u{202F}PM - John: Hi", "John: Hi"),
            ("5.3.2024 klo 21.25 - John: Hi", "John: Hi"),
            ("2024. 3. 5. 오후 9:00 - 민수: 안녕", "민수: 안녕"),
            ("2024/3/5 下午9:00 - 李四: 好", "李四: 好"),
            ("05.03.24, 09:00 – John: Hi", "John: Hi"),
            ("2022/12/14, 13:34. - John: Hi", "John: Hi"),
            ("24/3/14, 13:59:59: John: Hi", "John: Hi"),
            ("3/24/14, 1:59:59 PM: John: Hi", "John: Hi"),
            ("\u{200E}[2024/3/5 上午9:00:00] 李四: \u{200E}图像已忽略", "李四: \u{200E}图像已忽略"),
            ("[5.3.2024 klo 21.25.15] John: Hi", "John: Hi"),
            ("[3/28/24, 10:02:27\u{202F}PM] John: Hi", "John: Hi"),
            ("[٥\u{200F}/٣\u{200F}/٢٠٢٤، ٩:٠٠:٠٠ م] سارة: مرحبا", "سارة: مرحبا"),
        ] {
            assert_eq!(header(line).map(|h| h.rest), Some(rest), "{line}");
        }
    }

    #[test]
    fn text_that_begins_with_a_date_is_not_a_header() {
        for line in [
            "01/01/19 was a good day",
            "2024/3/5 9:00",
            "10:00 - 11:00",
            "[1] see 01/01/19, 10:00",
            "1/2 - a: b",
            "24/3/14, 13:59: John: Hi",
            "24/3/14 13:59:59: John: Hi",
            "24/3/14, 13:59:59:John",
        ] {
            assert!(header(line).is_none(), "{line}");
        }
    }
}
