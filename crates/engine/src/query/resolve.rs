//! An [`Expr`] settled against a clock and a zone: the [`Query`] that the vault answers.

use super::{
    Expr, FilterName, Problem, QueryError, amounts::amount_range, dates::DayRange, day_range, values,
};
use chrono::{NaiveDate, TimeZone};
use yanju_model::{
    ConversationId, EntityKind, Zone,
    query::{Filter, Query, TimeRange},
};

/// The clock and the zone that days are counted in.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Today in that zone.
    pub today: NaiveDate,
    /// The zone.
    pub zone: Zone,
}

impl FilterName {
    /// The days that the value of a date filter names, as seen from `today`; `None` for other filters and values.
    pub(super) fn days(self, value: &str, today: NaiveDate) -> Option<DayRange> {
        let days = day_range(value, today)?;
        match self {
            Self::Date => Some(days),
            Self::After => Some(DayRange { until: None, ..days }),
            Self::Before => Some(DayRange { from: None, until: days.from.or(days.until) }),
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
            return Ok(sent_within(instants(name.days(value, moment.today).ok_or_else(bad)?, moment.zone)));
        }
    }))
}

/// What was sent in a range of time, by its own word: a message without a time has a place in its conversation, but
/// was sent on no day.
pub(crate) fn sent_within(range: TimeRange) -> Query {
    Query::Filter(Filter::Sent(range)).and(Query::Not(Box::new(Query::Filter(Filter::Undated))))
}

/// Whole days as UTC milliseconds. A day whose midnight does not exist begins at its first moment.
pub(crate) fn instants(days: DayRange, zone: Zone) -> TimeRange {
    let start = |day: NaiveDate| {
        (0..=3)
            .filter_map(|hour| day.and_hms_opt(hour, 0, 0))
            .find_map(|local| zone.from_local_datetime(&local).earliest())
            .map(|at| at.timestamp_millis())
    };
    TimeRange { from: days.from.and_then(start), until: days.until.and_then(start) }
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
