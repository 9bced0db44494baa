//! `yanju zone`: the zone that was assumed for what is in the vault, and another one in its place.

use super::{Face, Outcome};
use crate::{
    args::Zone,
    progress,
    sentences::Sentences,
    text::{field, number, rows},
};
use serde_json::Value;
use yanju_engine::api::{Result, zone::ChangeZone};

impl Face<'_> {
    /// `yanju zone`
    pub(super) fn zone(&self, zone: &Zone) -> Result<Outcome> {
        let request = ChangeZone { of: zone.of.clone(), zone: zone.to.clone() };
        if zone.dry_run {
            return self.print(&self.session.preview_zone(&request)?, |change, s| {
                told("cli.zone_previewed", change, s)
            });
        }
        let job = progress::job(self.args, self.sentences);
        self.print(&self.session.change_zone(&request, &job)?, |change, s| {
            told("cli.zone_changed", change, s)
        })
    }
}

fn told(key: &str, change: &Value, s: &Sentences) -> String {
    let (files, messages) = (number(change, "files"), number(change, "messages"));
    let values = [
        ("from", field(change, "from")),
        ("to", field(change, "to")),
        ("files", files.as_str()),
        ("messages", messages.as_str()),
    ];
    let mut text = s.get(key, &values);
    for beside in rows(change, "beside") {
        let sentence = s.counted("zone.beside", beside["files"].as_u64().unwrap_or_default());
        text.push('\n');
        text.push_str(&sentence.replace("{zone}", field(beside, "zone")));
    }
    text
}
