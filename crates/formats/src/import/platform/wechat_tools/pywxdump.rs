//! PyWxDump's CSV: the content as JSON in a cell, or as the two columns `msg` and `src`.
//!
//! `is_sender` says whose computer it was and nothing of who serves whom, so no role follows from it. Source of
//! the layout: xaoyaoo/PyWxDump, `pywxdump/db`.

use super::{
    table::{Layout, Names},
    table_row::Row,
    words::{Called, add_line, call, called, is_address, of_the_system},
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::Field,
    drafting::placeholders::forwarded_line,
    generic::Thread,
    json::{
        fields::{str_of, string},
        value::Value,
    },
};
use std::io::{BufReader, Read};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Understanding},
    job::Job,
};

/// The importer.
pub struct PyWxDump;

static ABOUT: About = About {
    id: "pywxdump_csv",
    names: ("PyWxDump（CSV）", "PyWxDump (CSV)"),
    extensions: &["csv"],
    reads: (
        "PyWxDump 导出的微信聊天 CSV，新旧两种列",
        "WeChat chats exported by PyWxDump as CSV, with either set of columns",
    ),
};

static LAYOUT: Layout = Layout {
    demanded: &["MsgSvrID", "type_name", "is_sender", "talker", "CreateTime"],
    columns: &[
        (Field::Id, "MsgSvrID"),
        (Field::Sender, "talker"),
        (Field::Time, "CreateTime"),
        (Field::Text, "content"),
        (Field::Text, "msg"),
        (Field::Conversation, "room_name"),
    ],
    further: &["type_name", "src"],
    complete,
    says: |_, _| true,
    names,
    file: Thread::of_file,
};

/// How the tool calls the owner of the computer, the system, and somebody it does not know.
const OWNER: &str = "我";
const SYSTEM: &str = "系统";
const UNKNOWN: &str = "未知";

/// Where the tool writes who is who, and how much of it is read.
const USERS: &str = "users.json";
const USERS_LIMIT: u64 = 4 * 1024 * 1024;

/// How deep forwards may lie in forwards.
const FORWARD_DEPTH: usize = 8;

impl Importer for PyWxDump {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        LAYOUT.recognise(probe)
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        LAYOUT.read_text(input, options, sink, job)
    }
}

fn complete(row: &Row<'_>, draft: &mut MessageDraft, warnings: &mut Vec<Warning>) {
    let talker = row.get("talker");
    if let Some(sender) = &mut draft.sender
        && !matches!(talker, OWNER | UNKNOWN | "")
    {
        sender.key = Some(talker.to_owned());
    }
    let word = row.get("type_name");
    match called(word) {
        Some(meaning) => call(draft, meaning),
        None if word.is_empty() => {}
        None => warnings.push(Warning::new("unknown_part", row.place.to_string(), word)),
    }
    if talker == SYSTEM {
        of_the_system(draft);
    }
    let source = match dumped(&draft.text) {
        Some((words, source)) => {
            draft.text = words;
            source
        }
        None => Value::String(row.get("src").to_owned()),
    };
    take_source(source, row, draft, warnings);
    if called(word) == Some(Called::Kind(Kind::Text)) {
        part_quote(draft);
    }
}

/// The names in `users.json`, which the tool writes beside its tables: the remark of the owner, else the nickname.
fn names(input: &dyn Input) -> Names {
    let Ok(Some(stream)) = input.beside(USERS) else { return Names::default() };
    let Ok(Value::Object(users)) = serde_json::from_reader(BufReader::new(stream.take(USERS_LIMIT))) else {
        return Names { doubt: Some(Warning::new("not_kept", "", USERS)), ..Names::default() };
    };
    let by_id = users.into_iter().filter_map(|(id, user)| {
        let name = string(&user, &["remark", "nickname"])?;
        (str_of(&user, "wxid") == &*id).then(|| (id.to_string(), name))
    });
    Names { by_id: by_id.collect(), doubt: None }
}

/// What a cell of JSON holds: the words, and what belongs to them. `None` for anything else.
fn dumped(cell: &str) -> Option<(String, Value)> {
    if !cell.starts_with('{') {
        return None;
    }
    let Ok(Value::Object(mut fields)) = serde_json::from_str(cell) else { return None };
    if fields.keys().any(|name| name != "src" && name != "msg") {
        return None;
    }
    let words = match fields.remove("msg")? {
        Value::String(words) => words,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Some((words, fields.remove("src").unwrap_or_default()))
}

/// Takes what belongs to the words: the address of a link, the path of a file, the messages of a forward.
fn take_source(source: Value, row: &Row<'_>, draft: &mut MessageDraft, warnings: &mut Vec<Warning>) {
    let source = match source {
        Value::String(text) if text.starts_with('{') => {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        other => other,
    };
    match source {
        Value::Null | Value::Bool(_) => {}
        Value::String(path) if path.is_empty() => {}
        Value::String(address) if is_address(&address) => add_line(&mut draft.text, &address),
        Value::String(path) if !path.contains(['{', '\n']) => {
            let name = path.replace('\\', "/");
            draft.attachments.push(AttachmentDraft { name, content: None });
        }
        Value::Object(fields) if draft.kind == Kind::Forward => {
            let record = Value::Object(fields);
            let mut lines = Vec::new();
            forwarded_lines(&record, FORWARD_DEPTH, &mut lines);
            if lines.is_empty() {
                lines.push(record.to_string());
            }
            draft.text =
                std::iter::once(std::mem::take(&mut draft.text)).chain(lines).collect::<Vec<_>>().join("\n");
        }
        other => {
            let raw = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            warnings.push(Warning::new("unknown_part", row.place.to_string(), &raw));
            add_line(&mut draft.text, &raw);
        }
    }
}

/// The messages inside a forward, `time name: words` each, as WeChat's own record of it names its parts.
fn forwarded_lines(record: &Value, depth: usize, lines: &mut Vec<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let list = ["recordinfo", "datalist"].iter().fold(record, |inner, name| inner.get(name).unwrap_or(inner));
    let items = match list.get("dataitem") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return,
    };
    for item in items {
        let of = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let words = ["datadesc", "datatitle"].into_iter().map(of).find(|words| !words.is_empty());
        lines.push(forwarded_line(of("sourcetime"), of("sourcename"), words.unwrap_or_default()));
        if let Some(inner) = item.get("recordxml") {
            forwarded_lines(inner, depth, lines);
        }
    }
}

/// `words`, an empty line, `[引用](time)name:words of the other`.
fn part_quote(draft: &mut MessageDraft) {
    let Some((words, quote)) = draft.text.rsplit_once("\n\n[引用](") else { return };
    draft.reply_to = Some(ReplyTo { source_id: None, quote: format!("({quote}") });
    draft.text = words.to_owned();
}
