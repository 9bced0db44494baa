//! Feishu chats as they stand in documents that messages were copied or exported to: a line with the name and the
//! moment in Chinese writing, then the words.
//!
//! `小周 2024年05月06日 10:00`. Copies with the name on a line of its own are WeChat's; other layouts are those of the
//! general reader of pasted text.

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::composer::Composer,
    drafting::writers::WriterSurvey,
    input::own_name,
    json::source::Pass,
    text::{
        dates::{is_possible, parse_time},
        lines,
    },
};
use yanju_model::{
    Platform, Precision, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer of pasted Feishu chats.
pub struct FeishuCopy;

static ABOUT: About = About {
    id: "feishu_copy",
    names: ("飞书复制文本", "Feishu / Lark pasted text"),
    extensions: &["txt"],
    reads: (
        "从飞书文档或 PDF 里复制出来的聊天：每条消息前一行是“名字 年月日 时间”",
        "Chats copied out of Feishu documents or PDFs, where a line with the name and the Chinese date goes before each message",
    ),
};

impl Importer for FeishuCopy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut filled = probe.lines().filter(|line| !line.trim().is_empty());
        let begins = filled.next().is_some_and(|line| header(line).is_some());
        if begins && filled.next().is_some_and(|line| header(line).is_none()) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let (mut text, detected) = lines::open(input)?;
        let mut survey = WriterSurvey::default();
        lines::each(input, detected, Pass::Survey, job, |line| {
            if let Some((name, time)) = header(&line.text) {
                let at = match time {
                    SourceTime::Local(at, _) => Some(at),
                    SourceTime::Fixed(..) => None,
                };
                survey.note(name, line.text.trim().strip_prefix(name).unwrap_or_default(), at);
            }
            Ok(())
        })?;
        let writers = survey.settle();
        let own = own_name(input.name());
        let slot = sink.conversation(ConversationDraft {
            platform: options.platform.unwrap_or(Platform::Feishu),
            key: options.title.clone().unwrap_or_else(|| own.to_owned()),
            title: options.title.clone().unwrap_or_else(|| own.to_owned()),
        })?;
        detected.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
        writers.doubt(|_| true).into_iter().for_each(|doubt| sink.warning(doubt));
        let mut composer = Composer::new(input.name(), |_, _| Ok(()));
        let mut is_any_header = false;
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            line.doubt().into_iter().for_each(|doubt| sink.warning(doubt));
            let found = header(&line.text).filter(|(name, _)| writers.takes(name));
            let Some((name, time)) = found else {
                composer.line(slot, &line, sink)?;
                continue;
            };
            is_any_header = true;
            let sent_at = Some(time).filter(|time| is_possible(*time));
            if sent_at.is_none() {
                sink.warning(Warning::new("odd_time", line.place(), &line.text));
            }
            let draft = MessageDraft::text(Some(Sender::named(name)), sent_at, "");
            composer.begin(slot, MessageDraft { place: line.place(), ..draft }, sink)?;
        }
        composer.finish(sink)?;
        if !is_any_header {
            return Err(Error::Lacks { file: input.name().to_owned(), what: "messages" });
        }
        Ok(Understanding {
            encoding: detected.label(),
            date_order: None,
            partial: Vec::new(),
            ..Understanding::default()
        })
    }
}

/// The name and the moment of a line that is nothing else. The moment is the last thing in it: names may hold dates.
fn header(line: &str) -> Option<(&str, SourceTime)> {
    let line = line.trim();
    let (before, _) = line.rsplit_once('年')?;
    let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let written = line.strip_prefix(name)?;
    let is_apart = name.ends_with(char::is_whitespace);
    let time = parse_time(written).filter(|_| is_apart)?;
    let has_clock = matches!(time, SourceTime::Local(_, precision) if precision != Precision::Day);
    let name = name.trim_end();
    (has_clock && !name.is_empty()).then_some((name, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_name_and_a_moment_and_nothing_else() {
        let name = |line: &str| header(line).map(|(name, _)| name.to_owned());
        assert_eq!(name("小周 2024年05月06日 10:00").as_deref(), Some("小周"));
        assert_eq!(name("周 宁 (2023年版) 2024年5月6日 下午3:05").as_deref(), Some("周 宁 (2023年版)"));
        for line in [
            "2024年05月06日 10:00",
            "小周 2024年05月06日",
            "小周 2024年05月06日 10:00 到",
            "小周2024年05月06日 10:00",
            "去年",
            "",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
