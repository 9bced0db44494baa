//! The in-box and the expiry radar on the command line.

use crate::{
    args::{Inbox, Radar},
    progress,
    run::{Face, Outcome},
    sentences::Sentences,
    text::{field, harmless, minute, number, rows},
};
use serde_json::{Value, json};
use yanju_engine::api::{
    Result,
    inbox::{Look, SetInbox},
    radar::{Retention, SetRetention},
};

impl Face<'_> {
    /// `yanju inbox`
    pub fn inbox(&self, inbox: &Inbox) -> Result<Outcome> {
        let folder = inbox.folder.as_deref().map(|folder| {
            std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).display().to_string()
        });
        if folder.is_some() || inbox.off {
            self.session.set_inbox(&SetInbox { folder, on: !inbox.off })?;
        }
        let (report, status) = if inbox.look {
            let look =
                self.session.look_into_inbox(Look::Again, &progress::job(self.args, self.sentences))?;
            (look.report, look.status)
        } else {
            (None, self.session.inbox()?)
        };
        let in_part = report.as_ref().is_some_and(|report| !report.failed.is_empty() || report.cancelled);
        let failures: Vec<Value> = status
            .failures
            .iter()
            .map(|failure| json!({"path": failure.path, "sentence": self.sentences.error(&failure.error)}))
            .collect();
        self.print(&json!({"inbox": status, "report": report}), |shown, s| {
            let mut text = standing(shown, s);
            for failure in &failures {
                let path = harmless(field(failure, "path"));
                let values = [("path", path.as_str()), ("error", field(failure, "sentence"))];
                text.push('\n');
                text.push_str(&s.get("cli.inbox_failed", &values));
            }
            text
        })?;
        Ok(if in_part { Outcome::InPart } else { Outcome::Done })
    }

    /// `yanju radar`
    pub fn radar(&self, radar: &Radar) -> Result<Outcome> {
        if let Some(platform) = radar.set.clone().or_else(|| radar.reset.clone()) {
            let said = Retention { days: radar.days, final_days: radar.final_days };
            let retention = radar.set.is_some().then_some(said);
            self.session.set_retention(&SetRetention { platform, retention })?;
        }
        self.print(&self.session.radar()?, |radar, s| {
            let lines: Vec<String> = rows(radar, "sources").map(|source| source_line(source, s)).collect();
            if lines.is_empty() { s.get("radar.none", &[]) } else { lines.join("\n") }
        })
    }
}

fn standing(shown: &Value, s: &Sentences) -> String {
    let (status, report) = (&shown["inbox"], &shown["report"]);
    let health = s.get(&format!("inbox.health_{}", field(status, "health")), &[]);
    let folder = match field(status, "folder") {
        "" => s.get("inbox.folder_none", &[]),
        folder => folder.to_owned(),
    };
    let (imported, waiting) = (number(status, "imported"), number(status, "waiting"));
    let beside = number(status, "beside");
    let values = [
        ("folder", folder.as_str()),
        ("health", &health),
        ("imported", &imported),
        ("waiting", &waiting),
        ("beside", &beside),
    ];
    let mut text = s.get("cli.inbox", &values);
    if status["waiting"].as_u64().is_some_and(|waiting| waiting > 0) {
        text.push('\n');
        text.push_str(&s.get("cli.inbox_waits", &[]));
    }
    if !status["last_looked_at"].is_null() {
        text.push('\n');
        text.push_str(&s.get("cli.inbox_looked", &[("when", &minute(status, "last_looked_at"))]));
    }
    if !report.is_null() {
        let files = rows(report, "files").count().to_string();
        let (messages, duplicates) = (number(report, "messages"), number(report, "duplicates"));
        let values = [("files", files.as_str()), ("messages", &messages), ("duplicates", &duplicates)];
        text.push('\n');
        text.push_str(&s.get("cli.inbox_brought", &values));
    }
    text
}

fn source_line(source: &Value, s: &Sentences) -> String {
    let platform = s.get(&format!("platform.{}", field(source, "platform")), &[]);
    let level = field(source, "level");
    let of_level =
        ["last", "first"].map(|day| &source[day]).into_iter().find(|day| field(day, "level") == level);
    let days_left = of_level.and_then(|day| day["days_left"].as_i64());
    let left = match (level, days_left) {
        ("over" | "lapsed", _) => s.get(&format!("radar.{level}"), &[]),
        (_, Some(0)) => s.get("radar.today", &[]),
        (_, Some(n)) => s.get("radar.left", &[("n", &n.to_string())]),
        (_, None) => s.get("radar.endless", &[]),
    };
    let basis = s.get(&format!("radar.basis.{}", field(source, "basis")), &[]);
    let (newest, since) = (minute(source, "newest"), number(source, "days_since"));
    let values = [
        ("platform", platform.as_str()),
        ("newest", &newest),
        ("since", &since),
        ("left", &left),
        ("basis", &basis),
    ];
    s.get("cli.radar_row", &values)
}
