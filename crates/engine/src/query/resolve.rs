//! An [`Expr`] settled against a clock and a zone: the [`Query`] that the vault answers.

use super::{Expr, FilterName, Problem, QueryError, Span, amounts::amount_range, span, values};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use yanju_model::{
    ConversationId, EntityKind, Zone,
    query::{Filter, Query, TimeRange},
};

/// The most minutes that clocks ever skip: a day that a country crossed the date line without.
const MINUTES_SKIPPED: i64 = 24 * 60;

/// The clock and the zone that days are counted in.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Today in that zone.
    pub today: NaiveDate,
    /// The zone.
    pub zone: Zone,
}

impl FilterName {
    /// What the value of a date filter names, as seen from `today`; `None` for other filters and values.
    pub(super) fn span(self, value: &str, today: NaiveDate) -> Option<Span> {
        let named = span(value, today)?;
        match self {
            Self::Date => Some(named),
            Self::After => Some(Span { until: None, ..named }),
            Self::Before => Some(Span { from: None, until: named.from.or(named.until) }),
            _ => None,
        }
    }
}

/// Settles every word and filter of `expr`.
pub fn resolve(expr: &Expr, moment: Moment) -> Result<Query, QueryError> {
    let all = |parts: &[Expr]| parts.iter().map(|part| resolve(part, moment)).collect::<Result<Vec<_>, _>>();
    Ok(match expr {
        Expr::And(parts) if parts.is_empty() => Query::All,
        Expr::And(parts) => Query::And(all(parts)?),
        Expr::Or(parts) => Query::Or(all(parts)?),
        Expr::Not(inner) => Query::Not(Box::new(resolve(inner, moment)?)),
        Expr::Word(word) => Query::Text(word.clone()),
        Expr::Filter { name, value, position } => filter(*name, value, *position, moment)?,
    })
}

fn filter(name: FilterName, value: &str, position: usize, moment: Moment) -> Result<Query, QueryError> {
    let unknown = |allowed| QueryError { allowed, ..QueryError::new(position, Problem::UnknownValue, value) };
    Ok(Query::Filter(match name {
        FilterName::From => Filter::From(value.to_owned()),
        FilterName::With => Filter::With(value.to_owned()),
        FilterName::In => match value.parse::<ConversationId>() {
            Ok(id) => Filter::InConversation(id),
            Err(_) => Filter::InTitle(value.to_owned()),
        },
        FilterName::On => return values::platforms(value).map_err(unknown),
        FilterName::Role => values::role(value).map_err(unknown)?,
        FilterName::Tag => Filter::Tag(value.to_owned()),
        FilterName::Ticket => Filter::Ticket(value.to_owned()),
        FilterName::Category => Filter::Category(value.to_owned()),
        FilterName::Has => values::has(value).map_err(unknown)?,
        FilterName::Amount => {
            let bad = || QueryError::new(position, Problem::BadAmount, value);
            Filter::Amount(amount_range(value).ok_or_else(bad)?)
        }
        FilterName::Order => Filter::RecognisedValue(EntityKind::Order, value.to_owned()),
        FilterName::Tracking => Filter::RecognisedValue(EntityKind::Tracking, value.to_owned()),
        FilterName::Invoice => Filter::RecognisedValue(EntityKind::Invoice, value.to_owned()),
        FilterName::Phone => Filter::RecognisedValue(EntityKind::Phone, value.to_owned()),
        FilterName::Email => Filter::RecognisedValue(EntityKind::Email, value.to_owned()),
        FilterName::Is => values::is(value).map_err(unknown)?,
        FilterName::Date | FilterName::After | FilterName::Before => {
            let bad = || QueryError::new(position, Problem::BadDate, value);
            return Ok(sent_within(instants(name.span(value, moment.today).ok_or_else(bad)?, moment.zone)));
        }
    }))
}

/// What was sent in a range of time, by its own word: a message without a time has a place in its conversation, but
/// was sent on no day.
pub(crate) fn sent_within(range: TimeRange) -> Query {
    Query::Filter(Filter::Sent(range)).and(Query::Not(Box::new(Query::Filter(Filter::Undated))))
}

/// A stretch of the calendar as UTC milliseconds. A time that the clocks skip, such as a midnight that does not exist, is the
/// first moment after.
pub(crate) fn instants(span: Span, zone: Zone) -> TimeRange {
    let start = |local: NaiveDateTime| {
        (0..=MINUTES_SKIPPED)
            .filter_map(|minutes| local.checked_add_signed(TimeDelta::minutes(minutes)))
            .find_map(|local| zone.from_local_datetime(&local).earliest())
            .map(|at| at.timestamp_millis())
    };
    TimeRange { from: span.from.and_then(start), until: span.until.and_then(start) }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use yanju_model::Platform;

    fn resolved(text: &str) -> Result<Query, QueryError> {
        let today = NaiveDate::from_ymd_opt(2023, 8, 20).unwrap();
        resolve(&parse(text).unwrap(), Moment { today, zone: yanju_model::time::DEFAULT_ZONE })
    }

    fn sent(text: &str) -> (Option<i64>, Option<i64>) {
        match resolved(text) {
            Ok(Query::And(both)) => match both.as_slice() {
                [Query::Filter(Filter::Sent(range)), Query::Not(undated)]
                    if **undated == Query::Filter(Filter::Undated) =>
                {
                    (range.from, range.until)
                }
                other => panic!("{text} is a time filter, not {other:?}"),
            },
            other => panic!("{text} is a time filter, not {other:?}"),
        }
    }

    #[test]
    fn days_begin_at_midnight_of_the_zone() {
        let midnight = 1_692_460_800_000; // 2023-08-20T00:00:00+08:00
        assert_eq!(sent("date:2023-08-20"), (Some(midnight), Some(midnight + 86_400_000)));
        assert_eq!(sent("after:2023-08-20"), (Some(midnight), None), "the day itself counts as after");
        assert_eq!(
            sent("before:2023-08-20"),
            (None, Some(midnight)),
            "the day itself does not count as before"
        );
    }

    #[test]
    fn a_minute_is_found_by_its_clock() {
        let half_past_two = 1_692_460_800_000 + (14 * 60 + 30) * 60_000;
        for text in
            ["date:2023-08-20T14:30", "日期：“2023年8月20日 14:30”", "date:\"2023-08-20 14:30..14:30\""]
        {
            assert_eq!(sent(text), (Some(half_past_two), Some(half_past_two + 60_000)), "{text}");
        }
        assert_eq!(sent("after:2023-08-20T14:30"), (Some(half_past_two), None));
        assert_eq!(sent("之前:2023-08-20T14:30"), (None, Some(half_past_two)));
    }

    #[test]
    fn a_day_that_clocks_skip_begins_after_it() {
        let day = NaiveDate::from_ymd_opt(2011, 12, 30).unwrap();
        let span = Span { from: Some(day.and_hms_opt(0, 0, 0).unwrap()), until: None };
        let from = instants(span, "Pacific/Apia".parse().unwrap()).from;
        assert_eq!(from, Some(1_325_239_200_000), "2011-12-31T00:00+14:00");
    }

    #[test]
    fn platforms_are_found_by_either_name() {
        for text in ["on:dingtalk", "平台:钉钉", "on:DingTalk"] {
            assert_eq!(resolved(text), Ok(Query::Filter(Filter::On(Platform::DingTalk))), "{text}");
        }
        assert_eq!(resolved("平台:千牛"), Ok(Query::Filter(Filter::On(Platform::WangWang))));
        assert_eq!(
            resolved("平台:微信").ok(),
            Some(Query::Filter(Filter::On(Platform::WeChat))),
            "not 企业微信 too"
        );
    }

    #[test]
    fn every_filter_means_the_same_by_each_of_its_names_and_values() {
        for name in FilterName::all() {
            let values = match values::fixed(name) {
                _ if name == FilterName::Amount => vec![vec!["500", "“500”", "500.00", "¥500"]],
                fixed if fixed.is_empty() => vec![vec!["2023-08-20", "“2023-08-20”", "「2023-08-20」"]],
                fixed => fixed,
            };
            for same in values {
                let meant = resolved(&format!("{}:{}", name.text(), same[0]));
                assert!(meant.is_ok(), "{}:{} is understood", name.text(), same[0]);
                for (called, value) in
                    name.names().flat_map(|called| same.iter().map(move |value| (called, value)))
                {
                    let value =
                        if value.contains(' ') { format!("\"{value}\"") } else { (*value).to_owned() };
                    for text in [format!("{called}:{value}"), format!("{called}：{value}")] {
                        assert_eq!(resolved(&text), meant, "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_unknown_value_is_an_error_at_its_place() {
        let error = resolved("退款 on:myspace").expect_err("no such platform");
        assert_eq!((error.position, error.problem), (6, Problem::UnknownValue));
        assert!(error.allowed.contains(&"wechat (微信)".to_owned()), "it is said which there are");
        let states = resolved("is:new").expect_err("no such state").allowed;
        assert_eq!(states, ["starred (星标)", "recalled (撤回)", "system (系统)", "undated (无时间)"]);
        let error = resolved("退款 金额:很多").expect_err("no sum");
        assert_eq!((error.position, error.problem), (6, Problem::BadAmount));
        assert_eq!(resolved("date:soon").expect_err("no date").problem, Problem::BadDate);
    }
}
