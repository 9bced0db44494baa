//! XML without a format of its own: whatever elements repeat and hold words and a time, in attributes or in
//! elements of their own, are messages.
//!
//! Two passes: the first finds the paths of those elements and settles dates and order, the second reads. An element
//! becomes the object that JSON would have for it, so that everything else is [`walk`](super::json::walk)'s.

mod elements;
mod fields;
mod mixed;
mod phone;
mod references;

use super::{
    About, Confidence, Error, Importer, Input, Probe, ReadOptions, Result, Sink,
    columns::ColumnSample,
    counted,
    generic::{Output, Thread, survey::Survey},
    json::{
        outline,
        source::Pass,
        walk::{Stage, Walk},
    },
};
use elements::Read;
use std::collections::HashSet;
use yanju_model::{Warning, draft::Understanding, job::Job};

/// The importer of plain XML.
pub struct Xml;

static ABOUT: About = About {
    id: "xml",
    names: ("XML", "XML"),
    extensions: &["xml"],
    reads: (
        "任何以重复元素记录消息的 XML，元素名和属性名按常见叫法自动识别",
        "Any XML that holds messages as elements that repeat; the usual names of elements and attributes are understood",
    ),
};

impl Importer for Xml {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        let text = probe.text.trim_start_matches('\u{feff}').trim_start();
        let is_page = || {
            let start: String = text.chars().take(1000).collect();
            start.to_ascii_lowercase().contains("<html")
        };
        // The declaration may be left out; what else begins with a bracket goes by the file's name.
        let begins = |text: &str| {
            text.starts_with('<') && text.chars().nth(1).is_some_and(|c| c.is_alphabetic() || c == '!')
        };
        let is_xml = text.starts_with("<?xml") || (probe.extension() == "xml" && begins(text));
        if is_xml && !is_page() { Confidence::Possible } else { Confidence::No }
    }

    fn columns(&self, input: &dyn Input, options: &ReadOptions) -> Result<Option<ColumnSample>> {
        let elements = elements::sample(input, options, &Job::quiet())?;
        let cells: Vec<_> = elements.iter().map(outline::cells).collect();
        Ok(outline::sample_of(&cells, options))
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        let lacks = || Error::Lacks { file: input.name().to_owned(), what: "messages" };
        let found = elements::messages(input, options, job)?;
        if found.messages.is_empty() {
            return Err(lacks());
        }
        let paths = HashSet::from_iter(found.messages);
        let file = Thread::of_file(input.name(), options);
        let mut survey = Survey::default();
        let mut walk = Walk::new(Stage::Survey(&mut survey), file.clone(), options);
        elements::each(input, &paths, job, Pass::Survey, &mut |value, place| {
            walk.value(&value, format_args!("{place}"))
        })?;
        let settled = survey.settle(input.name(), options)?;
        let mut output = Output::new(sink, options, settled.sequence);
        let mut walk = Walk::new(Stage::Read(&settled.reader, &mut output), file, options);
        let Read { encoding, doubts, omitted } =
            elements::each(input, &paths, job, Pass::Read, &mut |value, place| {
                walk.value(&value, format_args!("{place}"))
            })?;
        found.others.iter().for_each(|(path, count)| walk.not_kept(&format!("{path} ({count})")));
        let strays = walk.strays;
        let not_kept = walk.doubt();
        for doubt in doubts.into_iter().chain(not_kept) {
            output.warning(doubt);
        }
        if settled.timed == 0 {
            output.warning(Warning::new("undated", "", ""));
        }
        let partial = Vec::from_iter(counted("media_omitted", omitted + output.omitted));
        if output.finish()? == strays {
            return Err(lacks());
        }
        Ok(Understanding { encoding, date_order: settled.date_order, partial, ..Understanding::default() })
    }
}
