//! Reading the times of files in another zone than was assumed for them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask what another zone would change, or change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangeZone {
    /// Files (`f3`), and imports (`i2`) for all their files for which a zone was assumed. It has to be one zone for all.
    pub of: Vec<String>,
    /// The IANA zone they are to be read in.
    pub zone: String,
}

/// What another zone changes, or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ZoneChange {
    /// The zone that was assumed.
    pub from: String,
    /// The other one.
    pub to: String,
    /// How many files are read in it.
    pub files: u64,
    /// How many of their messages stand at another time in it. Those that an earlier file brought belong to that one.
    pub messages: u64,
    /// Other files of the same conversations for which a zone was assumed: they keep theirs.
    pub beside: Vec<ZoneBeside>,
}

/// The files beside that are read in one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ZoneBeside {
    /// The zone that was assumed.
    pub zone: String,
    /// For how many files.
    pub files: u64,
}
