//! The pages after the transcript: omissions, verification, signature lines.

use super::super::content::Content;
use super::super::printable::code_point;
use super::super::wording::fill;
use super::flow::{Column, Flow};
use super::front::heading;
use super::page::{LEFT, MEASURE, Place, RIGHT};
use super::shape::Span;
use super::style::{INK, MUTED, Style};

const TEXT: Style = Style::regular(9.6, INK);
const LEADING: f32 = 1.6;

/// Lays out everything after the transcript; returns the places of its two headings.
pub(super) fn lay_out(flow: &mut Flow, content: &Content<'_>) -> [(String, Place); 2] {
    flow.new_page();
    let omissions_at = flow.place();
    omissions(flow, content);
    flow.need(330.0);
    let verification_at = flow.place();
    verification(flow, content);
    signatures(flow, content);
    [
        (content.words.omissions.to_owned(), omissions_at),
        (content.words.verification.to_owned(), verification_at),
    ]
}

fn omissions(flow: &mut Flow, content: &Content<'_>) {
    let words = content.words;
    heading(flow, words.omissions);
    flow.text(&[Span { text: &content.completeness(), style: TEXT }], Column::page(), LEADING);
    flow.y += 8.0;
    let rows: Vec<Vec<String>> = content
        .omissions()
        .into_iter()
        .enumerate()
        .map(|(index, [conversation, sentence])| vec![(index + 1).to_string(), conversation, sentence])
        .collect();
    if rows.is_empty() {
        flow.text(&[Span { text: words.omissions_none, style: TEXT }], Column::page(), LEADING);
    } else {
        let columns = [
            Column::left(LEFT + 6.0, 22.0),
            Column::left(LEFT + 34.0, 150.0),
            Column::left(LEFT + 196.0, MEASURE - 202.0),
        ];
        let header = [words.index_number, words.conversation, words.omission_what];
        flow.table(&columns, &header, &rows, Style::regular(9.2, INK));
    }
    flow.skip(24.0);
}

fn verification(flow: &mut Flow, content: &Content<'_>) {
    let words = content.words;
    heading(flow, words.verification);
    subheading(flow, words.verify_heading);
    let column = Column::left(LEFT + 18.0, MEASURE - 18.0);
    for (index, (step, commands)) in content.steps().into_iter().enumerate() {
        let number = format!("{}.", index + 1);
        flow.need(2.0 * TEXT.size * LEADING);
        let baseline = flow.y + TEXT.size * LEADING * 0.7;
        flow.line_at(&[Span { text: &number, style: TEXT }], Column::left(LEFT + 2.0, 14.0), baseline);
        flow.text(&[Span { text: step, style: TEXT }], column, LEADING);
        if let Some(commands) = commands {
            flow.text(&[Span { text: commands, style: Style::regular(8.6, MUTED) }], column, LEADING);
        }
        flow.y += 2.0;
    }
    for (title, text) in content.proofs() {
        flow.y += 8.0;
        subheading(flow, title);
        flow.text(&[Span { text, style: TEXT }], Column::page(), LEADING);
    }
    let uncovered: Vec<String> = flow.shaper.fonts.uncovered().map(code_point).collect();
    if !uncovered.is_empty() {
        flow.y += 8.0;
        let values = [("count", uncovered.len().to_string()), ("list", uncovered.join(" "))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let text = fill(words.uncovered, &values);
        flow.text(&[Span { text: &text, style: Style::regular(8.6, MUTED) }], Column::page(), LEADING);
    }
}

fn subheading(flow: &mut Flow, text: &str) {
    flow.need(3.0 * TEXT.size * LEADING);
    flow.text(&[Span { text, style: Style::bold(9.8, INK) }], Column::page(), 1.7);
}

fn signatures(flow: &mut Flow, content: &Content<'_>) {
    const BLANK: f32 = 24.0;
    flow.y += 30.0;
    flow.need(70.0);
    let labels = content.signatures();
    let width = (MEASURE - BLANK * (labels.len() - 1) as f32) / labels.len() as f32;
    let y = flow.y;
    for (index, label) in labels.into_iter().enumerate() {
        let x = LEFT + index as f32 * (width + BLANK);
        flow.line_at(
            &[Span { text: label, style: Style::regular(8.8, MUTED) }],
            Column::left(x, width),
            y + 9.0,
        );
        flow.rect(x, y + 52.0, width.min(RIGHT - x), 0.7, INK);
    }
    flow.y += 60.0;
}
