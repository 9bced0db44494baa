//! Who writes to whom, and when.

use super::chance::Chance;
use chrono::{FixedOffset, NaiveDate, TimeDelta, TimeZone as _};

/// Conversations that go on at a time.
const AT_ONCE: usize = 20;
/// A conversation pauses, and another goes on, once in so many messages.
const SESSION: u64 = 24;
/// Of the customers who come, those who have been there before, in percent.
const COME_AGAIN: u64 = 55;
const AGENTS: u64 = 30;
/// Working days: three years from the first of 2022 on.
const DAYS: u64 = 1096;
/// Seconds of a working day, from nine in the morning.
const OPEN: u64 = 13 * 3600;
const PLATFORMS: [&str; 6] = ["wangwang", "wangwang", "dingtalk", "wechat", "wecom", "whatsapp"];
const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];

/// A message to be: everything but its words.
pub(super) struct Turn {
    pub(super) conversation: String,
    pub(super) platform: &'static str,
    pub(super) time: String,
    pub(super) sender: String,
    pub(super) is_agent: bool,
}

/// A desk at work.
pub(super) struct Desk {
    messages: u64,
    written: u64,
    customers: u64,
    /// The customer and the agent of each conversation that goes on.
    open: Vec<(u64, u64)>,
}

impl Desk {
    /// One that writes so many messages in three years.
    pub(super) fn new(messages: u64) -> Self {
        Self { messages, written: 0, customers: 0, open: Vec::new() }
    }

    /// Who writes next.
    pub(super) fn next(&mut self, chance: &mut Chance) -> Turn {
        let place = chance.below(AT_ONCE as u64) as usize;
        if self.open.len() < AT_ONCE {
            let session = self.session(chance);
            self.open.push(session);
        } else if chance.below(SESSION) == 0 {
            self.open[place] = self.session(chance);
        }
        let (customer, agent) = self.open[place.min(self.open.len() - 1)];
        let is_agent = chance.percent(52);
        let name = format!("{}{:05}", SURNAMES[customer as usize % SURNAMES.len()], customer);
        Turn {
            conversation: name.clone(),
            platform: PLATFORMS[customer as usize % PLATFORMS.len()],
            time: self.now(),
            sender: if is_agent { format!("客服{agent:02}") } else { name },
            is_agent,
        }
    }

    fn session(&mut self, chance: &mut Chance) -> (u64, u64) {
        let customer = if self.customers > 0 && chance.percent(COME_AGAIN) {
            chance.below(self.customers)
        } else {
            self.customers += 1;
            self.customers - 1
        };
        (customer, chance.below(AGENTS))
    }

    /// The moment of this message: what is open of three years, in equal steps.
    fn now(&mut self) -> String {
        let second = u128::from(self.written) * u128::from(DAYS * OPEN) / u128::from(self.messages.max(1));
        self.written += 1;
        let second = second as u64;
        let (day, second) = (second / OPEN, second % OPEN);
        let first = NaiveDate::from_ymd_opt(2022, 1, 1).and_then(|day| day.and_hms_opt(9, 0, 0));
        let wall =
            first.unwrap_or_default() + TimeDelta::days(day as i64) + TimeDelta::seconds(second as i64);
        let beijing = FixedOffset::east_opt(8 * 3600).expect("eight hours are less than a day");
        beijing.from_local_datetime(&wall).unwrap().to_rfc3339()
    }
}
