//! What the word being typed could mean: names from the vault, platforms, dates.

use crate::{
    api::query::Suggestion,
    query::{Expr, FilterName},
};
use yanju_model::Platform;
use yanju_store::Noun;

/// Date expressions offered by their beginnings, in both languages.
const DATES: &[&str] = &[
    "今天",
    "昨天",
    "本周",
    "上周",
    "本月",
    "上个月",
    "今年",
    "去年",
    "近7天",
    "近30天",
    "近90天",
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-year",
    "last-year",
    "last:7d",
    "last:30d",
    "last:90d",
];

pub(crate) fn suggestions(word: &str, names: Vec<yanju_store::Suggestion>, limit: usize) -> Vec<Suggestion> {
    if word.is_empty() {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let dates =
        DATES.iter().filter(|date| date.starts_with(&lower)).map(|date| suggestion(FilterName::Date, date));
    let platforms = Platform::ALL.iter().filter(|platform| {
        let (chinese, english) = platform.display_names();
        chinese.contains(word) || english.to_lowercase().starts_with(&lower)
    });
    let platforms = platforms.map(|platform| suggestion(FilterName::On, platform.name()));
    let names = names.into_iter().map(|found| suggestion(filter_of(found.noun), &found.name));
    dates.chain(platforms).chain(names).take(limit).collect()
}

fn filter_of(noun: Noun) -> FilterName {
    match noun {
        Noun::Person => FilterName::From,
        Noun::Title => FilterName::In,
        Noun::Tag => FilterName::Tag,
        Noun::Ticket => FilterName::Ticket,
        Noun::Category => FilterName::Category,
    }
}

fn suggestion(name: FilterName, value: &str) -> Suggestion {
    let text = Expr::Filter { name, value: value.to_owned(), position: 0 }.to_string();
    Suggestion { kind: name.text().to_owned(), label: value.to_owned(), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_is_a_query_part_that_parses() {
        let names =
            vec![yanju_store::Suggestion {
                noun: Noun::Person, name: "优品 旗舰店(杭州)".into(), weight: 3
            }];
        for suggestion in suggestions("优", names, 10) {
            crate::query::parse(&suggestion.text).expect(&suggestion.text);
        }
    }

    #[test]
    fn dates_and_platforms_are_offered_by_their_beginnings() {
        let texts: Vec<_> = suggestions("上", Vec::new(), 10).into_iter().map(|s| s.text).collect();
        assert_eq!(texts, ["date:上周", "date:上个月"]);
        assert_eq!(suggestions("钉", Vec::new(), 10)[0].text, "on:dingtalk");
    }
}
