//! How far a file reaches in a conversation, and which of the running numbers of its messages are missing.

use crate::table::origin::Span;
use yanju_model::{Zone, draft::MessageDraft, record::Coverage};

/// How many numbers are remembered of a conversation. Of a longer one nothing is said.
const NUMBERS_LIMIT: usize = 4_000_000;

/// How many gaps are named.
const RANGES_LIMIT: usize = 20;

/// Of a hundred steps from one number to the next, how many have to be by one before the numbers count messages.
const STEADY: usize = 80;

/// How few numbers tell nothing.
const FEW: usize = 10;

/// What is gathered of a file's messages in a conversation.
#[derive(Default)]
pub(super) struct Reach {
    pub(super) span: Span,
    /// The numbers so far; `None` where they do not count messages, or where one has none.
    numbers: Option<Vec<i64>>,
}

impl Reach {
    /// That of a conversation of which the source says that ids count its messages.
    pub(super) fn counted() -> Self {
        Self { numbers: Some(Vec::new()), ..Self::default() }
    }

    /// Takes a message into account.
    pub(super) fn note(&mut self, draft: &MessageDraft) {
        if let Some(at) = draft.sent_at {
            self.span.note(at);
        }
        let Some(numbers) = &mut self.numbers else { return };
        let number = draft.source_id.as_deref().and_then(|id| id.parse::<i64>().ok()).filter(|id| *id >= 0);
        match number {
            Some(number) if numbers.len() < NUMBERS_LIMIT => numbers.push(number),
            _ => self.numbers = None,
        }
    }

    /// What is said of it. Where the numbers mostly rise by one, those left out are missing; where they do not, the
    /// export is a choice among the messages, and says nothing of the others.
    pub(super) fn coverage(&self, zone: Zone) -> Coverage {
        let mut numbers = self.numbers.clone().unwrap_or_default();
        numbers.sort_unstable();
        numbers.dedup();
        let steps = || numbers.iter().zip(numbers.iter().skip(1));
        let by_one = steps().filter(|(a, b)| *b - *a == 1).count();
        let counts_messages = numbers.len() >= FEW && by_one * 100 >= (numbers.len() - 1) * STEADY;
        let gaps: Vec<(i64, i64)> = if counts_messages {
            steps().filter(|(a, b)| *b - *a > 1).map(|(a, b)| (a + 1, b - 1)).collect()
        } else {
            Vec::new()
        };
        let missing_ids = gaps.iter().map(|(from, to)| (to - from + 1) as u64).sum();
        Coverage {
            period: self.span.period(zone),
            missing_ids,
            missing_ranges: gaps.into_iter().take(RANGES_LIMIT).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanju_model::{Precision, SourceTime, time::DEFAULT_ZONE};

    fn coverage(numbers: impl IntoIterator<Item = i64>) -> Coverage {
        gathered(Reach::counted(), numbers)
    }

    fn gathered(mut reach: Reach, numbers: impl IntoIterator<Item = i64>) -> Coverage {
        for number in numbers {
            let at = chrono::DateTime::from_timestamp_millis(number * 1000).unwrap();
            let at = SourceTime::Fixed(at, None, Precision::Second);
            let draft = MessageDraft {
                source_id: Some(number.to_string()),
                ..MessageDraft::text(None, Some(at), "")
            };
            reach.note(&draft);
        }
        reach.coverage(DEFAULT_ZONE)
    }

    #[test]
    fn numbers_left_out_of_a_running_count_are_missing() {
        let found = coverage((1..=40).filter(|number| !(7..=9).contains(number) && *number != 20));
        assert_eq!((found.missing_ids, found.missing_ranges), (4, vec![(7, 9), (20, 20)]));
        assert_eq!(found.period, Some((1000, 40_000)));
    }

    #[test]
    fn ids_that_are_not_said_to_count_a_conversation_are_no_running_numbers() {
        let found = gathered(Reach::default(), (1..=40).filter(|number| *number != 20));
        assert_eq!((found.missing_ids, found.period), (0, Some((1000, 40_000))));
    }

    #[test]
    fn a_choice_among_the_messages_and_few_numbers_say_nothing() {
        assert_eq!(coverage((1..=40).map(|number| number * 37)).missing_ids, 0, "those of one writer, say");
        assert_eq!(coverage([1, 2, 9]).missing_ids, 0, "three messages are no count");
    }

    #[test]
    fn a_message_without_a_number_means_that_nothing_is_counted() {
        let mut reach = Reach::counted();
        for number in 0..20 {
            let source_id = (number != 5).then(|| (number * 2).to_string());
            reach.note(&MessageDraft { source_id, ..MessageDraft::text(None, None, "") });
        }
        assert_eq!(reach.coverage(DEFAULT_ZONE), Coverage::default());
    }
}
