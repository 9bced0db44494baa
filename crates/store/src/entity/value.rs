//! The one way of writing a recognised value, and what is no value although it looks like one.

use yanju_model::{EntityKind, entity::hundredths};

/// Digits that a number of an order, a parcel, an invoice or a case has at least.
const DIGITS: usize = 3;
/// Characters that it has at most.
const LENGTH: usize = 40;

/// Characters of a mail address at most.
const ADDRESS: usize = 254;

/// A matched piece without what only follows it: a full stop after a link, a stroke after a number.
pub(super) fn trimmed(kind: EntityKind, matched: &str) -> &str {
    match kind {
        EntityKind::Link => trimmed_link(matched),
        EntityKind::Order | EntityKind::Tracking | EntityKind::Invoice | EntityKind::Ticket => {
            matched.trim_end_matches(['-', '_'])
        }
        _ => matched,
    }
}

/// The value of a piece in the one way of writing it; `None` where it is none.
pub(super) fn normal(kind: EntityKind, piece: &str) -> Option<String> {
    match kind {
        EntityKind::Order => number(piece).filter(|number| !is_identity_card(number)),
        EntityKind::Tracking | EntityKind::Invoice | EntityKind::Ticket => number(piece),
        EntityKind::Amount => amount(piece),
        EntityKind::Phone => phone(piece),
        EntityKind::Email => Some(piece.to_lowercase()).filter(|address| address.len() <= ADDRESS),
        EntityKind::Link => Some(piece.to_owned()).filter(|link| !link.is_empty()),
        EntityKind::Date => date(piece),
    }
}

/// What somebody looks for, in the one way of writing it. More than a text must hold to be recognised is taken here: who asks
/// for a value knows what it is.
pub(crate) fn wanted(kind: EntityKind, typed: &str) -> String {
    match kind {
        EntityKind::Order | EntityKind::Tracking | EntityKind::Invoice | EntityKind::Ticket => spelt(typed),
        EntityKind::Phone => digits_of_phone(typed),
        other => normal(other, typed.trim()).unwrap_or_else(|| typed.trim().to_owned()),
    }
}

fn trimmed_link(matched: &str) -> &str {
    let mut link = matched;
    loop {
        let open = |bracket: char| link.matches(bracket).count();
        let shorter = match link.chars().next_back() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*') => link.len() - 1,
            Some(')') if open(')') > open('(') => link.len() - 1,
            Some(']') if open(']') > open('[') => link.len() - 1,
            _ => return link,
        };
        link = link.get(..shorter).unwrap_or("");
    }
}

fn spelt(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_uppercase).collect()
}

fn number(piece: &str) -> Option<String> {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    (digits >= DIGITS && piece.len() <= LENGTH).then(|| spelt(piece))
}

/// Whether eighteen digits are those of a person: six of a place, a day of birth, three more and a check digit.
fn is_identity_card(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 18) else { return false };
    let of = |from: usize, until: usize| {
        digits.get(from..until).unwrap_or_default().iter().fold(0, |number, digit| number * 10 + digit)
    };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = (12 - sum % 11) % 11;
    (1900..2100).contains(&of(6, 10))
        && is_day(Some(of(6, 10)), of(10, 12), of(12, 14))
        && check == of(17, 18)
}

/// Digits, with a leading + for another country than China: its own prefix says nothing that its numbers do not.
fn digits_of_phone(text: &str) -> String {
    let text = text.trim();
    let digits: String = text.chars().map(narrow).filter(char::is_ascii_digit).collect();
    let abroad = text.starts_with(['+', '＋']);
    let home = if abroad { digits.strip_prefix("86") } else { digits.strip_prefix("0086") };
    let home =
        home.or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() == 11 && rest.starts_with('1')));
    match home {
        Some(home) if home.len() == 11 && home.starts_with('1') => home.to_owned(),
        Some(home) if abroad && home.len() >= 9 => {
            // The 0 before the code of a town is left out from abroad; the numbers of services have none.
            let has_none = home.len() == 10 && (home.starts_with("400") || home.starts_with("800"));
            if has_none || home.starts_with('0') { home.to_owned() } else { format!("0{home}") }
        }
        _ if abroad => format!("+{digits}"),
        _ => digits,
    }
}

fn phone(piece: &str) -> Option<String> {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let is_one =
        (7..=15).contains(&digits) && (!piece.starts_with('+') || digits >= 8) && date(piece).is_none();
    is_one.then(|| digits_of_phone(piece))
}

/// `CNY 1234.50`; the number alone where the currency is not said.
fn amount(piece: &str) -> Option<String> {
    let numerals = piece.chars().next().is_some_and(|c| numeral(c).is_some());
    let (mut hundredths, rest) = if numerals { spoken(piece)? } else { counted(piece)? };
    // 5万元, 三千元; three blocks and five (三块五) are half of one more.
    for (sign, times) in [('千', 1_000), ('万', 10_000), ('萬', 10_000)] {
        if rest.contains(sign) {
            hundredths = hundredths.checked_mul(times)?;
        }
    }
    if let Some(tenths) = rest.strip_prefix(['块', '塊']).and_then(|rest| rest.chars().next()?.to_digit(10))
    {
        hundredths += i64::from(tenths) * 10;
    }
    let written = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Some(match currency(piece) {
        Some(code) => format!("{code} {written}"),
        None => written,
    })
}

/// The hundredths of the first number in digits, and what follows it.
fn counted(piece: &str) -> Option<(i64, &str)> {
    let digits = piece.get(piece.find(|c: char| c.is_ascii_digit())?..)?;
    let end = digits.find(|c: char| !matches!(c, '0'..='9' | '.' | ',')).unwrap_or(digits.len());
    Some((hundredths(digits.get(..end)?)?, digits.get(end..)?))
}

fn numeral(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' | '萬' => 10_000,
        _ => return None,
    })
}

/// The hundredths of a number in words, and what follows it: 三百二十, 一千零五, 五万. One digit after another (三五) is none.
fn spoken(piece: &str) -> Option<(i64, &str)> {
    let (mut total, mut below, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
    let mut end = 0;
    for (at, c) in piece.char_indices() {
        let Some(value) = numeral(c) else { break };
        end = at + c.len_utf8();
        match value {
            0 if digit.is_none() => {}
            1..=9 if digit.is_none() => digit = Some(value),
            10 | 100 | 1_000 if digit.is_some() || value == 10 => below += digit.take().unwrap_or(1) * value,
            10_000 if digit.is_some() || below > 0 => {
                total += (below + digit.take().unwrap_or(0)) * value;
                below = 0;
            }
            _ => return None,
        }
    }
    let number = total + below + digit.unwrap_or(0);
    Some((number * 100, piece.get(end..)?)).filter(|(hundredths, _)| *hundredths > 0)
}

/// The currency that a sum names.
fn currency(piece: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("HK", "HKD"),
        ("US", "USD"),
        ("美", "USD"),
        ("DOLLAR", "USD"),
        ("港", "HKD"),
        ("EUR", "EUR"),
        ("欧", "EUR"),
        ("歐", "EUR"),
        ("€", "EUR"),
        ("GBP", "GBP"),
        ("POUND", "GBP"),
        ("英", "GBP"),
        ("£", "GBP"),
        ("JPY", "JPY"),
        ("日元", "JPY"),
        ("RMB", "CNY"),
        ("CNY", "CNY"),
        ("YUAN", "CNY"),
        ("¥", "CNY"),
        ("￥", "CNY"),
        ("人民", "CNY"),
        ("元", "CNY"),
        ("块", "CNY"),
        ("塊", "CNY"),
    ];
    let upper = piece.to_uppercase();
    let named = NAMES.iter().find(|(name, _)| upper.contains(name)).map(|(_, code)| *code);
    // A sign alone is that of the United States; with letters before it that are not known here, of who knows which.
    named.or_else(|| upper.starts_with('$').then_some("USD"))
}

/// `2023-08-20`; `--08-20` of a day whose year is not said.
fn date(piece: &str) -> Option<String> {
    const MONTHS: &[&str] =
        &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let numbers: Vec<&str> =
        piece.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |place: usize| -> Option<u32> { numbers.get(place)?.parse().ok() };
    let word = piece.split(|c: char| !c.is_ascii_alphabetic()).find_map(|word| {
        let word = word.to_ascii_lowercase();
        MONTHS.iter().position(|month| word.starts_with(month))
    });
    let (year, month, day) = match (word, numbers.len()) {
        (Some(month), 2) => (number(1), month as u32 + 1, number(0)?),
        (None, 2) if piece.contains('月') => (None, number(0)?, number(1)?),
        (None, 3) => (number(0), number(1)?, number(2)?),
        _ => return None,
    };
    let year = year.map(|year| if year < 100 { year + 2000 } else { year });
    let in_use = year.is_none_or(|year| (1900..2100).contains(&year));
    (in_use && is_day(year, month, day)).then(|| match year {
        Some(year) => format!("{year}-{month:02}-{day:02}"),
        None => format!("--{month:02}-{day:02}"),
    })
}

/// Whether there is such a day, in that year or in any.
fn is_day(year: Option<u32>, month: u32, day: u32) -> bool {
    let year = year.unwrap_or(2000);
    i32::try_from(year).is_ok_and(|year| chrono::NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// A full-width letter or digit as the narrow one.
pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}
