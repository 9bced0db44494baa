//! [`Expr`] to text: the one canonical way to write a query, and its parts for the chips.

use super::{
    Expr, FilterName,
    parse::{closing_quote, ends_word, is_minus, is_or},
};
use crate::api::query::{ParsedQuery, QueryPart};
use chrono::NaiveDate;
use std::fmt;

/// The query written out canonically, with the parts of its outermost conjunction; days as seen from `today`.
pub fn parsed(expr: &Expr, today: NaiveDate) -> ParsedQuery {
    let all: &[Expr] = match expr {
        Expr::And(all) => all,
        one => std::slice::from_ref(one),
    };
    ParsedQuery { text: expr.to_string(), parts: all.iter().map(|one| part(one, today)).collect() }
}

fn part(expr: &Expr, today: NaiveDate) -> QueryPart {
    let (inner, negated) = match expr {
        Expr::Not(inner) => (inner.as_ref(), true),
        other => (other, false),
    };
    let (kind, value) = match inner {
        Expr::Word(word) => ("word", word.clone()),
        Expr::Filter { name, value, .. } => (name.text(), value.clone()),
        group => ("group", group.to_string()),
    };
    let span = match inner {
        Expr::Filter { name, value, .. } => name.span(value, today),
        _ => None,
    };
    QueryPart {
        kind: kind.to_owned(),
        text: Nested(expr).to_string(),
        value,
        negated,
        from: span.and_then(|span| span.first_day()).map(|day| day.to_string()),
        to: span.and_then(|span| span.last_day()).map(|day| day.to_string()),
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(all) => joined(f, all, " "),
            Self::Or(any) => joined(f, any, " OR "),
            Self::Not(inner) => write!(f, "-{}", Nested(inner)),
            Self::Word(word) => f.write_str(&quoted(word, needs_quotes(word))),
            Self::Filter { name, value, .. } => {
                write!(f, "{}:{}", name.text(), quoted(value, value_needs_quotes(value)))
            }
        }
    }
}

/// An expression inside another: groups get their parentheses.
struct Nested<'a>(&'a Expr);

impl fmt::Display for Nested<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Expr::And(_) | Expr::Or(_) => write!(f, "({})", self.0),
            simple => simple.fmt(f),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Expr], separator: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{}", Nested(part))?;
    }
    Ok(())
}

fn quoted(text: &str, quotes: bool) -> String {
    if quotes { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) } else { text.to_owned() }
}

fn value_needs_quotes(text: &str) -> bool {
    text.chars().any(ends_word) || text.chars().next().is_some_and(|first| closing_quote(first).is_some())
}

fn needs_quotes(word: &str) -> bool {
    let names_a_filter =
        word.split_once([':', '：']).is_some_and(|(name, _)| FilterName::from_text(name).is_some());
    value_needs_quotes(word) || is_or(word) || names_a_filter || word.starts_with(is_minus)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use proptest::prelude::*;

    /// Positions tell where a value was typed, not what is meant.
    fn without_positions(expr: Expr) -> Expr {
        match expr {
            Expr::And(all) => Expr::And(all.into_iter().map(without_positions).collect()),
            Expr::Or(any) => Expr::Or(any.into_iter().map(without_positions).collect()),
            Expr::Not(inner) => Expr::Not(Box::new(without_positions(*inner))),
            Expr::Filter { name, value, .. } => Expr::Filter { name, value, position: 0 },
            word @ Expr::Word(_) => word,
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 8, 20).unwrap()
    }

    #[test]
    fn the_parts_of_dates_name_their_first_and_last_day() {
        let days = |text: &str| {
            let part = parsed(&parse(text).unwrap(), today()).parts.remove(0);
            (part.from.unwrap_or_default(), part.to.unwrap_or_default())
        };
        for (text, from, to) in [
            ("date:上个月", "2023-07-01", "2023-07-31"),
            ("date:last-month", "2023-07-01", "2023-07-31"),
            ("-日期:今天", "2023-08-20", "2023-08-20"),
            ("date:2023-08..", "2023-08-01", ""),
            ("after:2023-01", "2023-01-01", ""),
            ("before:2023-06", "", "2023-05-31"),
            ("date:2023-08-20T14:30", "2023-08-20", "2023-08-20"),
            ("退款", "", ""),
            ("from:2023", "", ""),
        ] {
            assert_eq!(days(text), (from.to_owned(), to.to_owned()), "{text}");
        }
    }

    #[test]
    fn printing_and_parsing_round_trip() {
        for text in [
            "",
            "退款",
            "退款 -from:小林 (a OR b) date:2023-01..2023-03",
            "\"two words\" \"from:me\" \"OR\" \"-x\" - 10:30",
            "-(a b) OR (c -(d OR e))",
            r#""say \"hi\" \\ there""#,
            "amount:>=500 金额:100..500 order:YDH123 -phone:\"+1 415\" has:amount",
            "from:\"优品 旗舰店\" 编号:CS-20230820-017 分类:物流纠纷 日期:上个月",
        ] {
            let once = parse(text).expect(text);
            let printed = once.to_string();
            let twice = parse(&printed).expect(&printed);
            assert_eq!(without_positions(once), without_positions(twice), "{text} printed as {printed}");
        }
    }

    /// Any text that a query can hold, often of the signs of the language itself.
    fn text() -> impl Strategy<Value = String> {
        let sign = prop::sample::select(vec![
            "\"",
            "“",
            "”",
            "「",
            "」",
            "＂",
            "\\",
            "-",
            "－",
            "(",
            "（",
            ")",
            "）",
            ":",
            "：",
            "OR",
            "ＯＲ",
            " ",
            "\u{3000}",
            "from",
            "发件人",
            "date",
            "退款",
            "x",
        ]);
        let pieces =
            prop::collection::vec(prop_oneof![4 => sign.prop_map(str::to_owned), 1 => ".{1,3}"], 1..5);
        pieces
            .prop_map(|pieces| pieces.concat())
            .prop_filter("a value says something", |text| !text.trim().is_empty())
    }

    fn expr() -> impl Strategy<Value = Expr> {
        let filter = (prop::sample::select(FilterName::all().collect::<Vec<_>>()), text())
            .prop_map(|(name, value)| Expr::Filter { name, value, position: 0 });
        let leaf = prop_oneof![text().prop_map(Expr::Word), filter];
        leaf.prop_recursive(5, 24, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
                prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
                inner.prop_map(|inner| Expr::Not(Box::new(inner))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_query_reads_back_from_its_text_and_from_its_chips(expr in expr()) {
            let query = parsed(&expr, today());
            let read = |text: &str| parse(text).map(without_positions);
            prop_assert_eq!(read(&query.text), Ok(expr.clone()), "printed as {}", &query.text);
            let chips = query.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(read(&chips), Ok(expr), "as chips {}", chips);
        }

        #[test]
        fn whatever_is_typed_is_understood_or_answered_with_a_place(typed in prop_oneof![text(), ".{0,40}"]) {
            match parse(&typed) {
                Ok(expr) => prop_assert_eq!(
                    parse(&expr.to_string()).map(without_positions), Ok(without_positions(expr))),
                Err(error) => prop_assert!(error.position <= typed.chars().count()),
            }
        }
    }

    #[test]
    fn parts_joined_with_spaces_are_the_query_again() {
        let query = parsed(&parse("退款 -发件人:小林 (a OR b)").unwrap(), today());
        let kinds: Vec<_> = query.parts.iter().map(|p| (p.kind.as_str(), p.negated)).collect();
        assert_eq!(kinds, [("word", false), ("from", true), ("group", false)]);
        let joined = query.parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!(joined, query.text);
    }
}
