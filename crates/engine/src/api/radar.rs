//! The days on which platforms drop chats, as a face sees them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// For how long a platform keeps chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Retention {
    /// Days at hand; `None`: without end, or nobody knows.
    pub days: Option<u32>,
    /// Days until even what is no longer at hand is gone; more than `days`.
    pub final_days: Option<u32>,
}

/// Where a retention comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RetentionBasis {
    /// The platform says so.
    Platform,
    /// What is usual for service portals; the platform's own is not known.
    Usual,
    /// Chats stay on one's own device or in one's own account.
    Kept,
    /// It depends on the contract or the settings there: only the user knows.
    Unknown,
    /// The user said so.
    Said,
}

/// How near a day is. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RadarLevel {
    /// There is no such day, or none is known.
    None,
    /// It went by so long ago that nothing is to be saved.
    Lapsed,
    /// More than a week.
    Fine,
    /// Within seven days.
    #[serde(rename = "7")]
    Week,
    /// Within three days.
    #[serde(rename = "3")]
    ThreeDays,
    /// Today or tomorrow.
    #[serde(rename = "1")]
    OneDay,
    /// It went by: the platform may have dropped chats that are not in the vault.
    Over,
}

/// A day on which a platform drops what follows on the newest record of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Deadline {
    /// The day, `YYYY-MM-DD`.
    pub on: String,
    /// Days until then; less than 0: it went by.
    pub days_left: i32,
    /// How near it is.
    pub level: RadarLevel,
}

/// A platform of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RadarSource {
    /// The platform's stable name.
    pub platform: String,
    /// Its newest record, RFC 3339.
    pub newest: String,
    /// Days since then.
    pub days_since: u32,
    /// For how long it keeps chats.
    pub retention: Retention,
    /// Who says so.
    pub basis: RetentionBasis,
    /// When chats are no longer at hand.
    pub first: Option<Deadline>,
    /// When they are gone for good.
    pub last: Option<Deadline>,
    /// The level of the day that matters now: the last one's where the first went by and the last is near.
    pub level: RadarLevel,
}

/// Every platform of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Radar {
    /// The most urgent first.
    pub sources: Vec<RadarSource>,
}

/// Say for how long a platform keeps chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetRetention {
    /// The platform's stable name.
    pub platform: String,
    /// For how long; `None`: what was preset.
    pub retention: Option<Retention>,
}
