//! MemoTrace (留痕, WeChatMsg): its tables as CSV and as XLSX. Its text is [`memotrace_text`](super::memotrace_text).
//!
//! A file is one conversation and does not say which: it goes by its name. Sources of the layout:
//! xuanwolei/WeChatMsgArchive (MIT) and LC044/WeChatMsg (MIT), `exporter` and `model/message`.

use super::{
    table::{Layout, Names},
    table_row::Row,
    words::{Called, call, called},
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, columns::Field, generic::Thread,
    input::own_name, table::workbook::is_workbook,
};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo, Understanding},
    job::Job,
};

/// The importer of the CSV.
pub struct MemoTraceCsv;

/// The importer of the workbook.
pub struct MemoTraceBook;

static CSV: About = About {
    id: "memotrace_csv",
    names: ("留痕 MemoTrace（CSV）", "MemoTrace (CSV)"),
    extensions: &["csv"],
    reads: (
        "留痕（MemoTrace、WeChatMsg）导出的微信聊天 CSV",
        "WeChat chats exported by MemoTrace (WeChatMsg) as CSV",
    ),
};

static BOOK: About = About {
    id: "memotrace_xlsx",
    names: ("留痕 MemoTrace（XLSX）", "MemoTrace (XLSX)"),
    extensions: &["xlsx"],
    reads: (
        "留痕（MemoTrace、WeChatMsg）导出的微信聊天 Excel 工作簿",
        "WeChat chats exported by MemoTrace (WeChatMsg) as an Excel workbook",
    ),
};

static LAYOUT: Layout = Layout {
    demanded: &["消息ID", "类型", "发送人", "时间", "更多信息"],
    columns: &[
        (Field::Id, "消息ID"),
        (Field::Sender, "发送人"),
        (Field::Time, "时间"),
        (Field::Text, "内容"),
    ],
    further: &["类型"],
    complete,
    says,
    names: |_| Names::default(),
    file: conversation,
};

impl Importer for MemoTraceCsv {
    fn about(&self) -> &'static About {
        &CSV
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

impl Importer for MemoTraceBook {
    fn about(&self) -> &'static About {
        &BOOK
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name: &str| probe.sheets.iter().any(|sheet| sheet == name);
        match (is_workbook(&probe.entries), has("聊天记录"), has("成员信息")) {
            (true, true, true) => Confidence::Certain,
            (true, true, false) if probe.sheets.len() == 1 => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        LAYOUT.read_book(input, options, sink, job)
    }
}

/// The conversation that a file's name tells: that of the contact, with `(1)` where it was exported before.
pub(super) fn conversation(name: &str, options: &ReadOptions) -> Thread {
    let stem = own_name(name);
    let is_count = |count: &str| matches!(count.len(), 1 | 2) && count.bytes().all(|b| b.is_ascii_digit());
    let contact = stem
        .strip_suffix(')')
        .and_then(|start| start.rsplit_once('('))
        .filter(|(contact, count)| !contact.is_empty() && is_count(count))
        .map_or(stem, |(contact, _)| contact);
    let title = options.title.clone().unwrap_or_else(|| contact.to_owned());
    Thread { key: title.clone(), title, platform: None }
}

/// Gives a message its kind, the message it answers and its file.
fn complete(row: &Row<'_>, draft: &mut MessageDraft, warnings: &mut Vec<Warning>) {
    let word = row.get("类型");
    match called(word) {
        Some(meaning) => call(draft, meaning),
        None if word.is_empty() => {}
        None => warnings.push(Warning::new("unknown_part", row.place.to_string(), word)),
    }
    if word == "引用消息" {
        part_quote(draft);
    }
    complete_by_words(draft);
}

/// Takes what the words themselves tell: a file's name, that a message was taken back.
pub(super) fn complete_by_words(draft: &mut MessageDraft) {
    if draft.kind == Kind::File {
        draft.attachments = file(&draft.text).into_iter().collect();
    }
    if draft.kind == Kind::System && super::words::tells_of_recall(&draft.text) {
        draft.recalled = true;
    }
}

/// `words`, a new line, `引用：name: words of the other`.
fn part_quote(draft: &mut MessageDraft) {
    let Some((words, quote)) = draft.text.split_once("\n引用：") else { return };
    draft.reply_to = Some(ReplyTo { source_id: None, quote: quote.to_owned() });
    draft.text = words.to_owned();
}

/// `【文件】name 1.23 MB path type md5`. The exporter lays files into a folder `file` beside the table.
fn file(text: &str) -> Option<AttachmentDraft> {
    let told = text.strip_prefix("【文件】")?;
    let (before, _) = told.split_once(" MB ").or_else(|| told.split_once(" MB"))?;
    let (name, size) = before.rsplit_once(' ')?;
    let is_size = size.parse::<f64>().is_ok() && !name.is_empty();
    is_size.then(|| AttachmentDraft { name: format!("file/{name}"), content: None })
}

/// The kind of a message whose words are all that is known: `【图片】`, `【分享链接】` and what follows.
pub(super) fn kind_of_words(text: &str) -> Kind {
    let word = text.strip_prefix('【').and_then(|inner| inner.split_once('】')).map(|(word, _)| word);
    match word.and_then(called) {
        Some(Called::Kind(kind)) if kind != Kind::System => kind,
        _ => Kind::Text,
    }
}

/// The remark and the nickname are mostly the name once more.
fn says(row: &Row<'_>, column: &str) -> bool {
    match column {
        "更多信息" => row.get(column) != "more",
        "备注" | "昵称" => row.get(column) != row.get("发送人"),
        _ => true,
    }
}
