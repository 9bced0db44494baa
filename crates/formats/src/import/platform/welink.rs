//! The text that WeLink (Huawei) exports: `name(number)`, a tab, date and time; the words below.
//!
//! Nothing is known of how it writes pictures and files: what it puts in their place stays among the words.

use crate::import::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    drafting::composer::Composer,
    input::own_name,
    text::{
        dates::{is_possible, parse_time},
        lines::{self, place},
    },
};
use yanju_model::{
    Platform, Role, SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, Understanding},
    job::Job,
};

/// The importer.
pub struct WeLink;

static ABOUT: About = About {
    id: "welink_txt",
    names: ("WeLink 导出文本", "WeLink text"),
    extensions: &["txt"],
    reads: ("读取华为云 WeLink 导出的聊天文本。", "Reads chats that WeLink exports as text."),
};

impl Importer for WeLink {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let mut filled = probe.lines().filter(|line| !line.trim().is_empty());
        let begins = filled.next().is_some_and(|line| header(line).is_some());
        match filled.filter(|line| header(line).is_some()).count() {
            _ if !begins => Confidence::No,
            0 => Confidence::Likely,
            _ => Confidence::Certain,
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
        detected.doubt().into_iter().for_each(|warning| sink.warning(warning));
        let stem = own_name(input.name());
        let mut slot = None;
        let (mut filled, mut headers) = (0_u64, 0_u64);
        let mut composer = Composer::new(input.name(), |_: &mut MessageDraft, _: &mut dyn Sink| Ok(()));
        while let Some(line) = text.next_line()? {
            if line.bytes > 0 {
                job.advance(line.bytes)?;
            }
            line.doubt().into_iter().for_each(|warning| sink.warning(warning));
            let slot = match slot {
                Some(slot) => slot,
                None => *slot.insert(sink.conversation(ConversationDraft {
                    platform: options.platform.unwrap_or(Platform::WeLink),
                    key: options.title.clone().unwrap_or_else(|| stem.to_owned()),
                    title: options.title.clone().unwrap_or_default(),
                })?),
            };
            filled += u64::from(!line.text.trim().is_empty());
            let Some((sender, sent_at)) = header(&line.text) else {
                composer.line(slot, &line, sink)?;
                continue;
            };
            headers += 1;
            let possible = sent_at.filter(|at| is_possible(*at));
            if possible.is_none() {
                sink.warning(Warning::new("odd_time", line.place(), &line.text));
            }
            let draft =
                MessageDraft { place: place(line.number), ..MessageDraft::text(Some(sender), possible, "") };
            composer.begin(slot, draft, sink)?;
        }
        composer.finish(sink)?;
        match (filled, headers) {
            (0, _) => Err(Error::Empty { file: input.name().to_owned() }),
            (_, 0) => Err(Error::Lacks { file: input.name().to_owned(), what: "messages" }),
            _ => Ok(Understanding { encoding: detected.label(), ..Understanding::default() }),
        }
    }
}

/// `阿芸(z00123456)`, a tab, `2024-03-09 04:58:24`. Anything else belongs to the words, tabs in tables too. The time is
/// `None` where no calendar or clock has it.
fn header(line: &str) -> Option<(Sender, Option<SourceTime>)> {
    let (who, when) = line.trim_end().rsplit_once('\t')?;
    let (name, number) = who.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().any(|b| b.is_ascii_digit())
        && number.len() >= 3;
    let is_to_the_second = when.len() == "YYYY-MM-DD HH:MM:SS".len()
        && when.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b' ',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    (is_number && is_to_the_second && !name.trim().is_empty()).then_some(())?;
    let sender = Sender { key: Some(number.to_owned()), name: name.trim().to_owned(), role: Role::Unknown };
    Some((sender, parse_time(when)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_a_number_a_tab_and_a_time_to_the_second() {
        let found =
            |line: &str| header(line).map(|(sender, _)| (sender.name, sender.key.unwrap_or_default()));
        let pair = |name: &str, key: &str| Some((name.to_owned(), key.to_owned()));
        assert_eq!(found("阿芸(z00123456)\t2024-03-09 04:58:24"), pair("阿芸", "z00123456"));
        assert_eq!(found("云(上)铺:阿芸(w12)\t2024-03-09 04:58:24"), pair("云(上)铺:阿芸", "w12"));
        for line in [
            "阿芸\t2024-03-09 04:58:24",
            "阿芸(z00123456) 2024-03-09 04:58:24",
            "阿芸(z00123456)\t2024-03-09",
            "阿芸(好的)\t2024-03-09 04:58:24",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
