//! ChatLab, the exchange format that several Chinese tools write: a document, or a line for each of its parts.
//!
//! The first pass gathers what heads and members say and which way time runs; the second reads the messages, in
//! [`chatlab_message`](super::chatlab_message). The platform is the one that the head names.

use super::{
    chatlab_message::{Members, message},
    documents::{DOCUMENT_LIMIT, Direction, Outlet, attach, too_many},
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{cell_words::platform_of, media::Beside, not_kept::NotKept},
    input::own_name,
    json::{
        fields::{begins_json, names, str_of, string, time},
        records::{OnLine, Plan, Step, each_line, walk},
        source::Pass,
        value::Value,
    },
    text::{encoding::Detected, lines},
};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct ChatLab;

static ABOUT: About = About {
    id: "chatlab",
    names: ("ChatLab 交换格式（JSON、JSONL）", "ChatLab exchange format (JSON, JSONL)"),
    extensions: &["json", "jsonl"],
    reads: (
        "ChatLab 交换格式，多种聊天导出工具都能写出，一份文档或每行一条",
        "The exchange format ChatLab that several export tools write, as one document or line by line",
    ),
};

const PLAN: Plan = Plan { records: &["members", "messages"], fields: &["meta"] };

/// How many members are remembered by name. Messages name their writers themselves.
const MEMBER_LIMIT: usize = 200_000;

impl Importer for ChatLab {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let has = |name| names(&probe.text, name);
        let first = first_line(&probe.text);
        if !begins_json(first) || !has("chatlab") || !has("meta") {
            return Confidence::No;
        }
        let is_head = has("platform") && has("version") && (has("messages") || has("_type"));
        if is_head { Confidence::Certain } else { Confidence::Likely }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let file = File { input, job, is_lines: names(first_line(&Probe::of(input)?.text), "_type") };
        let (heads, mut not_kept) = file.heads()?;
        let is_one = heads.windows(2).all(|pair| pair.first().map(Head::key) == pair.last().map(Head::key));
        let given = options.title.as_ref().filter(|_| is_one);
        let mut beside = Beside::new(input);
        let (mut heads_left, mut current): (_, Option<(&Head, Outlet)>) = (heads.iter(), None);
        let (mut read, mut warnings) = (0_u64, Vec::new());
        let walked = file.parts(Pass::Read, &mut |part| {
            match part {
                Part::Begin => {
                    if let Some((_, outlet)) = current.take() {
                        outlet.finish(sink)?;
                    }
                    let Some(head) = heads_left.next() else { return Ok(()) };
                    let slot =
                        sink.conversation(head.conversation(options, given, input.name(), &mut warnings))?;
                    warnings.drain(..).for_each(|warning| sink.warning(warning));
                    current = Some((head, Outlet::new(slot, head.direction)));
                }
                Part::Message(record, place) => {
                    let Some((head, outlet)) = &mut current else { return Ok(()) };
                    read += 1;
                    let mut draft = message(&record, &head.members, place, &mut not_kept, &mut warnings);
                    warnings.drain(..).for_each(|warning| sink.warning(warning));
                    attach(&mut draft, &mut beside, sink, job)?;
                    outlet.push(draft, sink)?;
                }
                Part::Other(value, place) => {
                    sink.warning(Warning::new("not_kept", place, &value.to_string()));
                }
                Part::Doubt(doubt) => sink.warning(doubt),
                Part::Meta(_) | Part::Member(_) => {}
            }
            Ok(())
        })?;
        if let Some((_, outlet)) = current {
            outlet.finish(sink)?;
        }
        if read == 0 {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        not_kept.together("").into_iter().for_each(|doubt| sink.warning(doubt));
        let partial = Vec::from_iter(counted("damaged_lines", walked.damaged));
        Ok(Understanding {
            encoding: walked.detected.label(),
            date_order: None,
            partial,
            ..Understanding::default()
        })
    }
}

/// The first line that is no remark.
fn first_line(text: &str) -> &str {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
}

/// What a file holds, in either form.
enum Part {
    /// A document begins.
    Begin,
    /// What the head says.
    Meta(Value),
    Member(Value),
    Message(Value, String),
    /// A line of an unknown type.
    Other(Value, String),
    Doubt(Warning),
}

struct Walked {
    detected: Detected,
    damaged: u64,
}

struct File<'a> {
    input: &'a dyn Input,
    job: &'a Job,
    is_lines: bool,
}

impl File<'_> {
    fn parts(&self, pass: Pass, visit: &mut dyn FnMut(Part) -> Result<()>) -> Result<Walked> {
        if self.is_lines { self.lines(pass, visit) } else { self.document(pass, visit) }
    }

    fn document(&self, pass: Pass, visit: &mut dyn FnMut(Part) -> Result<()>) -> Result<Walked> {
        let walked = walk(self.input, self.job, pass, PLAN, &mut |step| match step {
            Step::Begin("") => visit(Part::Begin),
            Step::Field(_, meta) => visit(Part::Meta(meta)),
            Step::Record("members", _, member) => visit(Part::Member(member)),
            Step::Record(_, position, record) => {
                visit(Part::Message(record, format!("messages[{position}]")))
            }
            _ => Ok(()),
        })?;
        walked.doubts.into_iter().try_for_each(|doubt| visit(Part::Doubt(doubt)))?;
        Ok(Walked { detected: walked.detected, damaged: 0 })
    }

    fn lines(&self, pass: Pass, visit: &mut dyn FnMut(Part) -> Result<()>) -> Result<Walked> {
        let mut has_begun = false;
        let (detected, damaged) = each_line(self.input, self.job, pass, &mut |line| {
            let (value, place) = match line {
                OnLine::Doubt(doubt) => return visit(Part::Doubt(doubt)),
                OnLine::Value(value, line) => (value, lines::place(line)),
            };
            let kind = str_of(&value, "_type").to_owned();
            // A file whose header was lost still holds messages.
            if kind == "header" || !has_begun {
                has_begun = true;
                visit(Part::Begin)?;
            }
            match kind.as_str() {
                "header" => visit(Part::Meta(value.get("meta").cloned().unwrap_or_default())),
                "member" => visit(Part::Member(value)),
                "message" => visit(Part::Message(value, place)),
                _ => visit(Part::Other(value, place)),
            }
        })?;
        Ok(Walked { detected, damaged })
    }

    fn heads(&self) -> Result<(Vec<Head>, NotKept)> {
        let (mut heads, mut not_kept): (Vec<Head>, _) = (Vec::new(), NotKept::default());
        self.parts(Pass::Survey, &mut |part| {
            if matches!(part, Part::Begin) {
                if heads.len() == DOCUMENT_LIMIT {
                    return Err(too_many(self.input.name()));
                }
                heads.push(Head::default());
            }
            if let Some(head) = heads.last_mut() {
                head.note(&part, &mut not_kept);
            }
            Ok(())
        })?;
        Ok((heads, not_kept))
    }
}

/// What a document says of itself.
#[derive(Default)]
struct Head {
    key: Option<String>,
    is_private: bool,
    title: Option<String>,
    platform: Option<String>,
    members: Members,
    direction: Direction,
}

impl Head {
    fn note(&mut self, part: &Part, not_kept: &mut NotKept) {
        match part {
            Part::Meta(meta) => {
                not_kept.note_fields(meta, &["name", "platform", "type", "groupId"], "meta.");
                self.title = string(meta, &["name"]);
                self.key = string(meta, &["groupId"]);
                self.is_private = str_of(meta, "type") == "private";
                self.platform = string(meta, &["platform"]);
            }
            Part::Member(member) => {
                let read = ["_type", "platformId", "accountName", "groupNickname"];
                not_kept.note_fields(member, &read, "members.");
                let names =
                    (string(member, &["platformId"]), string(member, &["groupNickname", "accountName"]));
                if let (Some(id), Some(name)) = names
                    && self.members.len() < MEMBER_LIMIT
                {
                    self.members.insert(id, name);
                }
            }
            Part::Message(record, _) => {
                // Its doubts are told when it is read.
                if let Some(at) = time(record.get("timestamp"), "", &mut |_| {}) {
                    self.direction.note(at);
                }
            }
            Part::Begin | Part::Other(..) | Part::Doubt(_) => {}
        }
    }

    /// The identity. A talk between two has no id but those of the two, and many people have one name.
    fn key(&self) -> Option<String> {
        let mut people: Vec<&str> = self.members.keys().map(String::as_str).collect();
        people.sort_unstable();
        let of_people = (self.is_private && !people.is_empty()).then(|| people.join("\u{1F}"));
        self.key.clone().or(of_people).or_else(|| self.title.clone())
    }

    fn conversation(
        &self,
        options: &ReadOptions,
        given: Option<&String>,
        file: &str,
        warnings: &mut Vec<Warning>,
    ) -> ConversationDraft {
        let word = self.platform.as_deref().unwrap_or_default();
        let platform = options.platform.or_else(|| platform_of(word)).unwrap_or_else(|| {
            warnings.push(Warning::new("unknown_platform", "meta.platform", word));
            Platform::Other
        });
        let stem = || own_name(file).to_owned();
        ConversationDraft {
            platform,
            key: self.key().or_else(|| given.cloned()).unwrap_or_else(stem),
            title: given.or(self.title.as_ref()).cloned().unwrap_or_default(),
        }
    }
}
