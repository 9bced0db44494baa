//! The expiry radar: until when what follows on the newest records can still be fetched from its platform.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        radar::{Deadline, Radar, RadarLevel, RadarSource, Retention, RetentionBasis, SetRetention},
    },
    clock, failure,
};
use chrono::{DateTime, Days, NaiveDate};
use yanju_model::{
    Platform, Zone,
    log::{Act, detail},
};
use yanju_store::{Kept, Vault};

/// Ten years. What is kept longer does not expire.
const MOST_DAYS: u32 = 3660;

impl Session {
    /// Every platform of the vault, and until when it keeps what is not in the vault yet.
    pub fn radar(&self) -> Result<Radar> {
        self.with(|vault| self.sources(vault))
    }

    /// Says for how long a platform keeps chats.
    pub fn set_retention(&self, request: &SetRetention) -> Result<Radar> {
        let name = &request.platform;
        if Platform::from_name(name).is_none() {
            return Err(failure::no_platform(name));
        }
        if let Some(retention) = &request.retention {
            check(retention)?;
        }
        self.with(|vault| {
            let mut said = vault.retention()?;
            let value = if let Some(Retention { days, final_days }) = request.retention {
                said.insert(name.clone(), Kept { days, final_days });
                let shown = |days: Option<u32>| days.map_or_else(|| "-".to_owned(), |n| n.to_string());
                format!("{name} {} {}", shown(days), shown(final_days))
            } else {
                said.remove(name);
                format!("{name} preset")
            };
            vault.set_retention(&said)?;
            let changed = [("name", "retention".to_owned()), ("value", value)];
            self.note(vault, Act::SettingChanged, &detail(changed))?;
            self.sources(vault)
        })
    }

    /// Those of whose days the user is to be told now, each once for a day and a level.
    pub fn radar_reminders(&self) -> Result<Vec<RadarSource>> {
        self.with(|vault| {
            let mut told = vault.reminded()?;
            let before = told.clone();
            let mut sources = self.sources(vault)?.sources;
            sources.retain(|source| match reminder(source) {
                Some(words) => told.insert(source.platform.clone(), words.clone()).as_ref() != Some(&words),
                None => false,
            });
            if told != before {
                vault.note_reminded(&told)?;
            }
            Ok(sources)
        })
    }

    fn sources(&self, vault: &Vault) -> Result<Radar> {
        let (zone, now_ms) = (vault.zone()?, self.clock.now_ms());
        let said = vault.retention()?;
        let today = date(now_ms, zone);
        let mut sources: Vec<RadarSource> = vault
            .newest_records(now_ms)?
            .into_iter()
            .map(|(platform, newest_ms)| {
                let (retention, basis) = said.get(platform.name()).map_or_else(
                    || preset(platform),
                    |&Kept { days, final_days }| (Retention { days, final_days }, RetentionBasis::Said),
                );
                let newest = date(newest_ms, zone);
                let first = retention.days.and_then(|days| deadline(newest, days, today));
                let last = retention.final_days.and_then(|days| deadline(newest, days, today));
                RadarSource {
                    platform: platform.name().to_owned(),
                    newest: clock::at(newest_ms, zone).rfc3339().unwrap_or_default(),
                    days_since: u32::try_from((today - newest).num_days()).unwrap_or(0),
                    level: level_of(first.as_ref(), last.as_ref()),
                    retention,
                    basis,
                    first,
                    last,
                }
            })
            .collect();
        let days_left = |source: &RadarSource| source.first.as_ref().map_or(i32::MAX, |day| day.days_left);
        sources.sort_by_key(|source| (std::cmp::Reverse(source.level), days_left(source)));
        Ok(Radar { sources })
    }
}

/// For how long a platform keeps chats where nobody said, and who says so.
const fn preset(platform: Platform) -> (Retention, RetentionBasis) {
    use Platform as P;
    const fn kept(days: u32, final_days: Option<u32>) -> Retention {
        Retention { days: Some(days), final_days }
    }
    const NONE: Retention = Retention { days: None, final_days: None };
    match platform {
        // 千牛 shows and exports the chats of the latest three months.
        P::WangWang => (kept(90, None), RetentionBasis::Platform),
        // 京东咚咚: a query spans 31 days, so that whoever exports within them needs one; it reaches 13 months back.
        P::Jd => (kept(31, Some(395)), RetentionBasis::Platform),
        // 拼多多 gives the chats of the latest 31 days.
        P::Pinduoduo => (kept(31, None), RetentionBasis::Platform),
        // Their own windows are not known. Service portals usually show chats for 30 days and hand them out on demand
        // for a year; a table that names no platform is most often from such a portal.
        P::Douyin | P::Other => (kept(30, Some(365)), RetentionBasis::Usual),
        // On the user's own devices, or in an account where they stay until somebody deletes them.
        P::WeChat
        | P::Qq
        | P::WhatsApp
        | P::Telegram
        | P::Signal
        | P::Line
        | P::KakaoTalk
        | P::Messenger
        | P::Instagram
        | P::Discord
        | P::Email => (NONE, RetentionBasis::Kept),
        // As the organisation's administrator or its contract has it.
        P::DingTalk
        | P::WeCom
        | P::Feishu
        | P::WeLink
        | P::Slack
        | P::Zendesk
        | P::Intercom
        | P::Chatwoot
        | P::Zammad => (NONE, RetentionBasis::Unknown),
    }
}

fn check(Retention { days, final_days }: &Retention) -> Result<()> {
    for days in [days, final_days].into_iter().flatten() {
        if *days == 0 || *days > MOST_DAYS {
            return Err(invalid("days", &days.to_string()));
        }
    }
    match (days, final_days) {
        (Some(days), Some(last)) if last <= days => Err(invalid("final_days", &last.to_string())),
        _ => Ok(()),
    }
}

fn invalid(name: &str, value: &str) -> ApiError {
    ApiError::new(ErrorCode::InvalidValue).with("name", name).with("value", value)
}

fn deadline(newest: NaiveDate, days: u32, today: NaiveDate) -> Option<Deadline> {
    let on = newest.checked_add_days(Days::new(u64::from(days)))?;
    let days_left = (on - today).num_days();
    let level = match days_left {
        // What followed on the newest record is gone, and so is what came a whole window later: if anything did, it
        // was not exported for so long that a reminder changes nothing.
        ..0 if -days_left > i64::from(days) => RadarLevel::Lapsed,
        ..0 => RadarLevel::Over,
        0..=1 => RadarLevel::OneDay,
        2..=3 => RadarLevel::ThreeDays,
        4..=7 => RadarLevel::Week,
        _ => RadarLevel::Fine,
    };
    Some(Deadline { on: on.to_string(), days_left: i32::try_from(days_left).unwrap_or(i32::MIN), level })
}

/// Once the first day went by, the last one matters as soon as it is near.
fn level_of(first: Option<&Deadline>, last: Option<&Deadline>) -> RadarLevel {
    let level = |day: Option<&Deadline>| day.map_or(RadarLevel::None, |day| day.level);
    match (level(first), level(last)) {
        (RadarLevel::None | RadarLevel::Lapsed | RadarLevel::Over, last) if last > RadarLevel::Fine => last,
        (RadarLevel::None, last) => last,
        (first, _) => first,
    }
}

/// What the user is told of, in a few words that are the same as long as nothing new is to be told.
fn reminder(source: &RadarSource) -> Option<String> {
    if source.level <= RadarLevel::Fine {
        return None;
    }
    let of_level = |day: &&Deadline| day.level == source.level;
    let day = source.last.as_ref().filter(of_level).or(source.first.as_ref())?;
    Some(format!("{} {:?}", day.on, source.level))
}

fn date(ms: i64, zone: Zone) -> NaiveDate {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&zone).date_naive()
}
