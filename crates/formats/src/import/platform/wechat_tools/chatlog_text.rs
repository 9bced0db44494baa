//! chatlog's text: `name(id) [conversation(id)] time`, the words below, an empty line.
//!
//! Its usual times have no year, or nothing but the time of day; such messages are undated, since the year is
//! nobody's to guess. The words are completed by [`chatlog_words`](super::chatlog_words).

use super::{
    chatlog_words::{OWNER, SYSTEM, complete},
    words::of_the_system,
};
use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink, counted,
    drafting::{composer::Composer, media::lacks_media},
    input::own_name,
    text::{
        dates::{is_possible, parse_time},
        lines::{self, Line},
    },
};
use std::cell::Cell;
use yanju_model::{
    Platform, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct ChatlogText;

static ABOUT: About = About {
    id: "chatlog_txt",
    names: ("chatlog（文本）", "chatlog (text)"),
    extensions: &["txt"],
    reads: (
        "chatlog 导出的微信聊天文本；不带年份的时间不作猜测，消息标为无日期",
        "WeChat chats exported by chatlog as text; times without a year are not guessed, their messages are undated",
    ),
};

/// The longest line that can begin a message, in bytes. WeChat's names are shorter by far.
const HEADER_LIMIT: usize = 1024;

impl Importer for ChatlogText {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let Some(first) = probe.lines().find(|line| !line.trim().is_empty()).and_then(header) else {
            return Confidence::No;
        };
        let id = first.sender.key.as_deref().unwrap_or(OWNER);
        let is_telling = id == OWNER || id.starts_with("wxid_") || id.contains('@') || first.talker.is_some();
        match first.sender.name.as_str() {
            // Without a name in front of the id, little tells it from other programs.
            name if name == id && id != SYSTEM => Confidence::Possible,
            _ if is_telling => Confidence::Certain,
            _ => Confidence::Likely,
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (mut lines, detected) = lines::open(input)?;
        detected.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
        let omitted = Cell::new(0);
        let mut reader = Reader {
            input,
            options,
            own: None,
            composer: Composer::new(input.name(), |draft, sink| {
                let mut warnings = Vec::new();
                complete(draft, &mut warnings);
                omitted.set(omitted.get() + u64::from(lacks_media(draft)));
                for warning in warnings {
                    sink.warning(warning);
                }
                Ok(())
            }),
        };
        let mut is_parted = true;
        let mut filled = 0_u64;
        while let Some(line) = lines.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            line.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
            reader.line(&line, is_parted, sink)?;
            is_parted = line.text.trim().is_empty();
            filled += u64::from(!is_parted);
        }
        reader.composer.finish(sink)?;
        match (filled, reader.composer.pushed) {
            (0, _) => Err(Error::Empty { file: input.name().to_owned() }),
            (_, 0) => Err(Error::Lacks { file: input.name().to_owned(), what: "messages" }),
            _ => Ok(Understanding {
                encoding: detected.label(),
                partial: Vec::from_iter(counted("media_omitted", omitted.get())),
                ..Understanding::default()
            }),
        }
    }
}

struct Reader<'a> {
    input: &'a dyn Input,
    options: &'a ReadOptions,
    /// The conversation of headers that name none: the file's own.
    own: Option<usize>,
    composer: Composer<'a>,
}

impl Reader<'_> {
    fn line(&mut self, line: &Line<'_>, is_parted: bool, sink: &mut dyn Sink) -> Result<()> {
        let found = if is_parted { header(&line.text) } else { None };
        let Some(found) = found else {
            // Only words before the first message need a conversation of their own.
            let is_blank = line.text.trim().is_empty();
            let slot = if self.composer.is_open() || is_blank { 0 } else { self.slot(None, sink)? };
            return self.composer.line(slot, line, sink);
        };
        let slot = self.slot(found.talker, sink)?;
        let sent_at = found.time.filter(|time| is_possible(*time));
        if sent_at.is_none() {
            let code = if found.time.is_some() { "odd_time" } else { "undated_line" };
            sink.warning(Warning::new(code, line.place(), &line.text));
        }
        let is_system = found.sender.name == SYSTEM;
        let draft = MessageDraft::text(Some(found.sender), sent_at, "").stating(found.written);
        let mut draft = MessageDraft { place: line.place(), ..draft };
        if is_system {
            of_the_system(&mut draft);
        }
        self.composer.begin(slot, draft, sink)
    }

    fn slot(&mut self, talker: Option<Talker<'_>>, sink: &mut dyn Sink) -> Result<usize> {
        let platform = self.options.platform.unwrap_or(Platform::WeChat);
        if let Some(talker) = talker {
            let (key, title) = (talker.id.to_owned(), talker.name.to_owned());
            return sink.conversation(ConversationDraft { platform, key, title });
        }
        if let Some(slot) = self.own {
            return Ok(slot);
        }
        let given = self.options.title.clone();
        let stem = || own_name(self.input.name()).to_owned();
        let key = given.clone().unwrap_or_else(stem);
        let draft = ConversationDraft { platform, key, title: given.unwrap_or_default() };
        let slot = sink.conversation(draft)?;
        self.own = Some(slot);
        Ok(slot)
    }
}

/// The line that a message begins with.
struct Header<'t> {
    sender: Sender,
    talker: Option<Talker<'t>>,
    /// When, where the year is there.
    time: Option<SourceTime>,
    /// The time as it is written.
    written: &'t str,
}

/// A conversation, where several stand in one file.
struct Talker<'t> {
    id: &'t str,
    name: &'t str,
}

fn header(line: &str) -> Option<Header<'_>> {
    if line.starts_with([' ', '>']) || line.len() > HEADER_LIMIT {
        return None;
    }
    let (who, clock) = line.trim_end().rsplit_once(' ')?;
    if !is_written_as(clock, "00:00:00") {
        return None;
    }
    let (who, time) = match who.rsplit_once(' ') {
        Some((who, date)) if is_written_as(date, "0000-00-00") => {
            (who, Some(parse_time(&format!("{date} {clock}"))?))
        }
        Some((who, date)) if is_written_as(date, "00-00") => (who, None),
        _ => (who, None),
    };
    let written = line.strip_prefix(who).unwrap_or_default().trim();
    let (who, talker) = parted(who);
    Some(Header { sender: sender(who)?, talker, time, written })
}

/// Whether a text has digits where `form` has noughts, and is the same elsewhere.
fn is_written_as(text: &str, form: &str) -> bool {
    let is_alike = |(c, form): (u8, u8)| if form == b'0' { c.is_ascii_digit() } else { c == form };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(is_alike)
}

/// Parts `name(id) [conversation(id)]`. Names may hold brackets themselves.
fn parted(who: &str) -> (&str, Option<Talker<'_>>) {
    let found = who.strip_suffix(']').and_then(|inner| {
        inner.match_indices(" [").find_map(|(at, _)| {
            let (before, after) = inner.split_at_checked(at)?;
            sender(before)?;
            let talker = after.strip_prefix(" [")?;
            let (name, id) = named_id(talker).unwrap_or(("", talker));
            is_id(id).then_some((before, Talker { id, name }))
        })
    });
    found.map_or((who, None), |(before, talker)| (before, Some(talker)))
}

/// `name(id)`, or the id alone.
fn sender(who: &str) -> Option<Sender> {
    let (name, id) = named_id(who).unwrap_or((who, who));
    if !is_id(id) && !matches!(id, OWNER | SYSTEM) {
        return None;
    }
    let key = Some(id).filter(|id| !matches!(*id, OWNER | SYSTEM)).map(str::to_owned);
    Some(Sender { key, ..Sender::named(name) })
}

fn named_id(text: &str) -> Option<(&str, &str)> {
    let (name, id) = text.strip_suffix(')')?.rsplit_once('(')?;
    (!name.is_empty()).then_some((name, id))
}

/// Whether this can be an id of WeChat: `wxid_a1`, `123@chatroom`, `gh_00`.
fn is_id(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'@' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_parted_whatever_the_names_hold() {
        let parts = |line: &'static str| {
            header(line).map(|found| {
                let talker = found.talker.map(|talker| (talker.name, talker.id));
                (found.sender.name, found.sender.key, talker, found.time.is_some())
            })
        };
        let id = |id: &str| Some(id.to_owned());
        assert_eq!(
            parts("小王 [VIP] (周三)(wxid_a) [客户群(1@chatroom)] 2024-03-06 13:58:40"),
            Some(("小王 [VIP] (周三)".to_owned(), id("wxid_a"), Some(("客户群", "1@chatroom")), true))
        );
        assert_eq!(parts("小美(我) 03-06 13:58:40"), Some(("小美".to_owned(), None, None, false)));
        assert_eq!(parts("wxid_a 13:58:40"), Some(("wxid_a".to_owned(), id("wxid_a"), None, false)));
        for words in [
            "会议(下午) 2024-03-06 13:58:40",
            "会议 13:58:40",
            "  甲(wxid_a) 13:58:40",
            "> 甲(wxid_a) 13:58:40",
        ] {
            assert!(header(words).is_none(), "{words}");
        }
    }
}
