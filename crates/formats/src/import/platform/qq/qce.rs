//! The JSON of QQChatExporter (shuakami/qq-chat-exporter), a tool that reads chats out of a running QQ: one document,
//! the same in chunks, or a manifest with files of lines beside it.
//!
//! One message is read in [`qce_message`](super::qce_message), its content in [`qce_content`](super::qce_content).
//! The tool's text, table and page are other formats.

use super::{
    KEY_SEPARATOR,
    qce_content::FileOf,
    qce_message::{is_message, message, note_not_kept},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{media::Beside, not_kept::NotKept},
    input::{is_below, own_name},
    json::{
        fields::{begins_json, list, names, str_of, string},
        records::{OnLine, Plan, Step, each_line, walk, walk_stream},
        source::Pass,
        value::Value,
    },
    text::lines::{Lines, detect_text, place},
};
use std::io::{Cursor, Read};
use yanju_model::{
    Platform, Warning,
    draft::{AttachmentDraft, ConversationDraft, MessageDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct Qce;

static ABOUT: About = About {
    id: "qq_qce",
    names: ("QQ（QQChatExporter 的 JSON）", "QQ (JSON of QQChatExporter)"),
    extensions: &["json", "jsonl"],
    reads: (
        "读取工具 QQChatExporter 导出的 JSON，也读取它的分块形式（manifest.json 与 chunks 文件夹）。",
        "Reads JSON that the tool QQChatExporter exports, in one file or in chunks (manifest.json and its folder chunks).",
    ),
};

/// One document.
const PLAN: Plan = Plan {
    records: &["messages", "chunks[].messages"],
    fields: &["chatInfo", "chunks[].chatInfo", "chunked", "statistics"],
};

/// What is told of the chat.
const CHAT: Plan = Plan { records: &[], fields: &["chatInfo"] };

/// The file that the files of lines lie below.
const MANIFEST: &str = "manifest.json";

/// How much is read to tell the encoding of a file of lines.
const HEAD: usize = 64 * 1024;

impl Importer for Qce {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let text = probe.text.as_str();
        if !begins_json(text) {
            return Confidence::No;
        }
        let has = |name: &str| names(text, name);
        if has("metadata") && has("chatInfo") {
            let by_name = text.contains("QQChatExporter") || text.contains("qq-chat-exporter");
            return match by_name {
                true => Confidence::Certain,
                false if has("statistics") => Confidence::Likely,
                false => Confidence::No,
            };
        }
        let marks_recalls = has("recalled") && has("system") || has("isRecalled") && has("isSystemMessage");
        if are_lines(text) && marks_recalls && has("uid") { Confidence::Likely } else { Confidence::No }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let probe = Probe::of(input)?;
        let mut reader = Reader::new(input, options, sink, job);
        let understanding =
            if are_lines(&probe.text) { reader.file_of_lines()? } else { reader.document()? };
        reader.finish()?;
        Ok(understanding)
    }
}

/// Whether a text is a message on each line, rather than a document that begins with what it is.
fn are_lines(text: &str) -> bool {
    let has = |name: &str| names(text, name);
    has("sender") && has("content") && !has("metadata") && !has("chatInfo")
}

struct Reader<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    sink: &'a mut dyn Sink,
    job: &'a Job,
    beside: Beside<'a>,
    chat: Option<Value>,
    slot: Option<usize>,
    not_kept: NotKept,
    messages: u64,
    /// Whether there is a list of messages, empty or not.
    has_list: bool,
}

impl<'a> Reader<'a> {
    fn new(input: &'a dyn Input, options: &'a ReadOptions, sink: &'a mut dyn Sink, job: &'a Job) -> Self {
        let beside = Beside::new(input);
        let (chat, slot, not_kept, has_list) = (None, None, NotKept::default(), false);
        Self { input, options, sink, job, beside, chat, slot, not_kept, messages: 0, has_list }
    }

    fn document(&mut self) -> Result<Understanding> {
        let (input, job) = (self.input, self.job);
        let (mut chunked, mut stated) = (None, None::<u64>);
        let walked = walk(input, job, Pass::Read, PLAN, &mut |step| match step {
            Step::Field("chunked", value) => {
                chunked = Some(value);
                Ok(())
            }
            Step::Field("statistics", value) => {
                let total = value.get("totalMessages").and_then(Value::as_u64);
                stated = total.map_or(stated, |total| Some(stated.unwrap_or(0) + total));
                Ok(())
            }
            Step::Field(_, value) => {
                self.chat = Some(value);
                Ok(())
            }
            Step::List(_) => {
                self.has_list = true;
                self.find_chat()
            }
            Step::Record(path, position, value) => self.message(&value, format!("{path}[{position}]")),
            Step::Begin(_) | Step::End(_) => Ok(()),
        })?;
        walked.doubts.into_iter().for_each(|warning| self.sink.warning(warning));
        let (mut missing, mut damaged) = (0, 0);
        for chunk in chunked.as_ref().map(|chunked| list(chunked, "chunks")).unwrap_or_default() {
            match self.chunk(chunk, chunked.as_ref())? {
                Some(lines) => damaged += lines,
                None => missing += 1,
            }
        }
        let partial = [counted("failures", missing), counted("damaged_lines", damaged)];
        let mut partial: Vec<String> = partial.into_iter().flatten().collect();
        // What is known to be missing explains a difference.
        if partial.is_empty() && stated.is_some_and(|stated| stated != self.messages) {
            partial.push("other_count".to_owned());
        }
        Ok(Understanding {
            encoding: walked.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }

    /// Reads a file of lines that the manifest names; how many lines were damaged, or `None` where it is missing.
    fn chunk(&mut self, chunk: &Value, chunked: Option<&Value>) -> Result<Option<u64>> {
        let named = string(chunk, &["relativePath"]).or_else(|| {
            let folder = chunked.map_or("", |chunked| str_of(chunked, "chunksDir"));
            Some(format!("{folder}/{}", string(chunk, &["fileName"])?))
        });
        let path = named.unwrap_or_default().replace('\\', "/");
        let found = if is_below(&path) { self.input.beside(&path) } else { Ok(None) };
        let mut stream = match found {
            Ok(Some(stream)) => stream,
            Ok(None) => {
                self.sink.warning(Warning::new("missing_attachment", path.as_str(), &path));
                return Ok(None);
            }
            Err(source) => return Err(Error::Io { file: path, source }),
        };
        self.has_list = true;
        let mut head = Vec::new();
        let asked = stream.by_ref().take(HEAD as u64).read_to_end(&mut head);
        asked.map_err(|source| Error::of_stream(&path, source))?;
        if head.is_empty() {
            return Ok(Some(0));
        }
        let detected = detect_text(&path, &head, HEAD)?;
        let mut lines = Lines::new(Cursor::new(head).chain(stream), &path, detected);
        let mut damaged = 0;
        while let Some(line) = lines.next_line()? {
            if line.bytes > 0 {
                self.job.advance(0)?;
            }
            line.doubt().into_iter().for_each(|warning| self.sink.warning(warning));
            if line.text.trim().is_empty() {
                continue;
            }
            let place = format!("{path}, {}", line.place());
            if let Ok(value) = serde_json::from_str::<Value>(&line.text) {
                self.message(&value, place)?;
            } else {
                damaged += 1;
                self.sink.warning(Warning::new("damaged_line", place, &line.text));
            }
        }
        Ok(Some(damaged))
    }

    /// One of the files of lines by itself. The manifest above it tells whose they are.
    fn file_of_lines(&mut self) -> Result<Understanding> {
        let (input, job) = (self.input, self.job);
        if let Ok(Some(manifest)) = input.above(MANIFEST) {
            let walked = walk_stream(manifest, MANIFEST, job, CHAT, &mut |step| {
                if let Step::Field(_, value) = step {
                    self.chat = Some(value);
                }
                Ok(())
            });
            if let Err(cancelled @ Error::Cancelled(_)) = walked {
                return Err(cancelled);
            }
        }
        let (detected, damaged) = each_line(input, job, Pass::Read, &mut |line| match line {
            OnLine::Value(value, line) => {
                self.has_list = true;
                self.message(&value, place(line))
            }
            OnLine::Doubt(warning) => {
                self.sink.warning(warning);
                Ok(())
            }
        })?;
        let partial = Vec::from_iter(counted("damaged_lines", damaged));
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }

    /// What is told of the chat stands before the messages; where it does not, it is looked for.
    fn find_chat(&mut self) -> Result<()> {
        if self.chat.is_some() {
            return Ok(());
        }
        walk(self.input, self.job, Pass::Survey, CHAT, &mut |step| {
            if let Step::Field(_, value) = step {
                self.chat = Some(value);
            }
            Ok(())
        })
        .map(drop)
    }

    fn message(&mut self, record: &Value, place: String) -> Result<()> {
        let slot = self.slot(record)?;
        self.messages += 1;
        if !is_message(record) {
            let words = record.to_string();
            self.sink.warning(Warning::new("unknown_part", place.as_str(), &words));
            return self.sink.message(slot, MessageDraft { place, ..MessageDraft::text(None, None, words) });
        }
        note_not_kept(record, &mut self.not_kept);
        let mut warnings = Vec::new();
        let mut found = message(record, place, &mut warnings);
        for warning in warnings {
            self.sink.warning(warning);
        }
        for file in found.files {
            let attachment = self.attachment(file)?;
            found.draft.attachments.push(attachment);
        }
        self.sink.message(slot, found.draft)
    }

    /// A file of a message, with its content where the tool left it in its folder of resources.
    fn attachment(&mut self, file: FileOf) -> Result<AttachmentDraft> {
        let path = file.path.trim_start_matches("./");
        let mut content = None;
        for path in [path.to_owned(), format!("resources/{path}")] {
            if content.is_none() && !path.ends_with('/') && !path.is_empty() {
                content = self.beside.attachment(&path, self.sink, self.job)?.content;
            }
        }
        if content.is_none() && file.has_address {
            self.not_kept.note("content.resources.url");
        }
        Ok(AttachmentDraft { name: file.name, content })
    }

    /// The conversation: the partner's or the group's id where the tool tells it, else its name. Lines without a
    /// manifest are all called alike; the first message's id tells them apart.
    fn slot(&mut self, record: &Value) -> Result<usize> {
        if let Some(slot) = self.slot {
            return Ok(slot);
        }
        let chat = self.chat.as_ref();
        let name = chat.and_then(|chat| string(chat, &["name"]));
        let id = chat.and_then(|chat| string(chat, &["peerUid", "peerUin", "groupCode"]));
        let title = self.options.title.clone().or_else(|| name.clone()).unwrap_or_default();
        let key = id.or(name).or_else(|| self.options.title.clone()).unwrap_or_else(|| {
            let stem = own_name(self.input.name());
            let first = string(record, &["id", "messageId"]).unwrap_or_default();
            format!("{stem}{KEY_SEPARATOR}{first}")
        });
        let platform = self.options.platform.unwrap_or(Platform::Qq);
        let slot = self.sink.conversation(ConversationDraft { platform, key, title })?;
        self.slot = Some(slot);
        Ok(slot)
    }

    fn finish(self) -> Result<()> {
        if !self.has_list {
            return Err(Error::Lacks { file: self.input.name().to_owned(), what: "messages" });
        }
        self.not_kept.report("messages", self.sink);
        Ok(())
    }
}
