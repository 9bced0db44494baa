//! `yanju doctor` and `yanju log`: whether the vault is as it should be, and what was done with it.

use super::{Face, Outcome};
use crate::{
    args::Log,
    progress,
    sentences::Sentences,
    text::{field, harmless, minute, number, rows},
};
use serde_json::Value;
use yanju_engine::api::{Result, log::AskLog};

impl Face<'_> {
    /// `yanju doctor`
    pub(super) fn doctor(&self) -> Result<Outcome> {
        let found = self.session.examine(&progress::job(self.args, self.sentences))?;
        self.print(&found, examined)?;
        Ok(if found.ok { Outcome::Done } else { Outcome::Unsound })
    }

    /// `yanju log`
    pub(super) fn log(&self, log: &Log) -> Result<Outcome> {
        self.print(&self.session.log(&AskLog { offset: log.offset, limit: log.limit })?, entries)
    }
}

fn examined(found: &Value, s: &Sentences) -> String {
    let line = |check: &Value| {
        let name = s.get(&format!("check.{}", field(check, "name")), &[]);
        let key = match (check["ok"] == true, check["rebuilt"] == true) {
            (true, false) => "cli.check_sound",
            (true, true) => "cli.check_rebuilt",
            (false, _) => "cli.check_failed",
        };
        let looked_at = number(check, "looked_at");
        s.get(key, &[("name", &name), ("detail", &harmless(field(check, "detail"))), ("n", &looked_at)])
    };
    rows(found, "checks").map(line).collect::<Vec<_>>().join("\n")
}

fn entries(page: &Value, s: &Sentences) -> String {
    let line = |entry: &Value| {
        let told = particulars(entry, s);
        let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let act = s.get(&format!("log.{}", field(entry, "act")), &told);
        let detail: Vec<String> = entry["detail"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?.replace('\n', " "))))
            .collect();
        format!(
            "{:>5}  {}  {act}  {}",
            number(entry, "number"),
            minute(entry, "at"),
            harmless(&detail.join(" "))
        )
    };
    rows(page, "entries").map(line).collect::<Vec<_>>().join("\n")
}

/// What the sentence of an entry is filled with; what is a code, in words.
fn particulars<'a>(entry: &'a Value, s: &Sentences) -> Vec<(&'a str, String)> {
    let told = |(name, value): (&'a String, &'a Value)| {
        let value = value.as_str()?;
        let section = match name.as_str() {
            "way" => "way",
            "why" => "locked",
            "operation" => "operation",
            "outcome" => "outcome",
            "name" => "setting",
            "complete" => "complete_short",
            "faulty" if value.is_empty() => return Some((name.as_str(), s.get("log.sound", &[]))),
            _ => return Some((name.as_str(), harmless(&value.replace('\n', " ")))),
        };
        Some((name.as_str(), harmless(&s.get(&format!("{section}.{value}"), &[]))))
    };
    entry["detail"].as_object().into_iter().flatten().filter_map(told).collect()
}
