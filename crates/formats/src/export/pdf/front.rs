//! The pages before the transcript: cover, sources, how to read, participants, index.

use super::super::content::Content;
use super::flow::{Align, Column, Flow, Later};
use super::lines;
use super::page::{HEIGHT, Item, LEFT, MEASURE, RIGHT, TOP};
use super::shape::Span;
use super::style::{INK, MUTED, RULE, Style, TINT, VERMILION};

/// Facts, tables and notes.
const TEXT: Style = Style::regular(9.2, INK);
const LABEL: Style = Style::regular(9.2, MUTED);
const LEADING: f32 = 1.55;
/// The width of the facts' labels.
const LABELS: f32 = 92.0;
/// The width of the seal.
const SEAL: f32 = 76.0;

/// Lays out everything before the transcript. The index's page numbers come back to be filled in.
pub(super) fn lay_out(flow: &mut Flow, content: &Content<'_>) -> Vec<Later> {
    title(flow, content);
    for (label, value) in content.facts() {
        fact(flow, label, &value);
    }
    flow.skip(20.0);
    sources(flow, content);
    notes(flow, content);
    participants(flow, content);
    index(flow, content)
}

/// The heading of a section.
pub(super) fn heading(flow: &mut Flow, text: &str) {
    flow.need(90.0);
    let y = flow.y;
    flow.rect(LEFT, y + 2.2, 3.0, 13.0, VERMILION);
    flow.line_at(
        &[Span { text, style: Style::bold(13.5, INK) }],
        Column::left(LEFT + 11.0, MEASURE),
        y + 13.4,
    );
    flow.y += 25.0;
}

fn title(flow: &mut Flow, content: &Content<'_>) {
    let document = content.document;
    flow.rect(LEFT, TOP - 24.0, 34.0, 2.6, VERMILION);
    let small = Style::regular(8.8, MUTED);
    flow.line_at(&[Span { text: content.words.kicker, style: small }], Column::page(), TOP - 2.0);
    flow.fitted_line_at(
        &document.number,
        small,
        Column::right(LEFT + MEASURE / 2.0, MEASURE / 2.0),
        TOP - 2.0,
    );
    flow.y = TOP + 10.0;
    let beside_seal = Column::left(LEFT, MEASURE - SEAL - 24.0);
    let top = flow.y;
    flow.text(&[Span { text: &document.title, style: Style::bold(25.0, INK) }], beside_seal, 1.35);
    if !document.subject.is_empty() {
        flow.y += 2.0;
        flow.text(&[Span { text: &document.subject, style: Style::regular(12.0, MUTED) }], beside_seal, 1.5);
    }
    seal(flow, content, top + 2.0);
    flow.y = flow.y.max(top + 60.0) + 12.0;
    flow.rule(Column::page(), 1.0, INK);
    flow.y += 1.0;
}

/// FULL or PARTIAL as a seal beside the title.
fn seal(flow: &mut Flow, content: &Content<'_>, y: f32) {
    let (word, english) = content.seal();
    let (x, height, line) = (RIGHT - SEAL, 46.0, 1.4);
    for (x, y, width, height) in [
        (x, y, SEAL, line),
        (x, y + height - line, SEAL, line),
        (x, y, line, height),
        (RIGHT - line, y, line, height),
    ] {
        flow.rect(x, y, width, height, VERMILION);
    }
    let column = Column { x, width: SEAL, align: Align::Center };
    if let Some(english) = english {
        flow.line_at(&[Span { text: word, style: Style::bold(17.0, VERMILION) }], column, y + 23.5);
        flow.line_at(&[Span { text: english, style: Style::bold(8.5, VERMILION) }], column, y + 37.5);
    } else {
        flow.line_at(&[Span { text: word, style: Style::bold(15.0, VERMILION) }], column, y + 28.5);
    }
}

/// A label on a tint and its value, over a hairline.
fn fact(flow: &mut Flow, label: &str, value: &str) {
    let column = Column::left(LEFT + LABELS + 12.0, MEASURE - LABELS - 16.0);
    let paragraph = flow.shaper.line(&[Span { text: value, style: TEXT }]);
    let count = lines::fill(&paragraph, column.width).len();
    let step = TEXT.size * LEADING;
    let height = step * count as f32 + 8.4;
    flow.need(height.min(HEIGHT / 2.0));
    let top = flow.y;
    flow.rect(LEFT, top, LABELS, height, TINT);
    flow.line_at(
        &[Span { text: label, style: LABEL }],
        Column::left(LEFT + 8.0, LABELS),
        top + 4.2 + step * 0.7,
    );
    flow.y += 4.2;
    flow.text(&[Span { text: value, style: TEXT }], column, LEADING);
    flow.y += 4.2;
    flow.rule(Column::page(), 0.5, RULE);
}

fn sources(flow: &mut Flow, content: &Content<'_>) {
    heading(flow, content.words.sources);
    for source in &content.document.sources {
        let [name, particulars, hash] = content.source(source);
        flow.need(4.0 * 14.0);
        flow.text(&[Span { text: &name, style: Style::bold(9.6, INK) }], Column::page(), LEADING);
        flow.text(&[Span { text: &particulars, style: Style::regular(8.6, MUTED) }], Column::page(), LEADING);
        let label = format!("{}  ", content.words.sha256);
        let spans = [
            Span { text: &label, style: Style::regular(8.6, MUTED) },
            Span { text: &hash, style: Style::regular(8.6, INK) },
        ];
        flow.text(&spans, Column::page(), LEADING);
        flow.y += 5.0;
        flow.rule(Column::page(), 0.5, RULE);
        flow.y += 6.0;
    }
    flow.skip(14.0);
}

/// The notes on a tint. They are laid out twice: once for their height, once on the tint.
fn notes(flow: &mut Flow, content: &Content<'_>) {
    const INSET: f32 = 12.0;
    let style = Style::regular(8.6, INK);
    let column = Column::left(LEFT + INSET + 12.0, MEASURE - 2.0 * INSET - 12.0);
    let step = style.size * LEADING;
    let mut rows = 0;
    for note in content.notes() {
        let paragraph = flow.shaper.line(&[Span { text: note, style }]);
        rows += lines::fill(&paragraph, column.width).len();
    }
    let height = rows as f32 * step + 2.0 * INSET + 16.0;
    flow.need(height);
    let top = flow.y;
    flow.rect(LEFT, top, MEASURE, height, TINT);
    let title = [Span { text: content.words.notes, style: Style::bold(9.6, INK) }];
    flow.line_at(&title, Column::left(LEFT + INSET, MEASURE), top + INSET + 9.0);
    flow.y = top + INSET + 17.0;
    for (index, note) in content.notes().into_iter().enumerate() {
        let number = format!("{}.", index + 1);
        let baseline = flow.y + step * 0.7;
        let numbers = Column::left(LEFT + INSET, 12.0);
        flow.line_at(&[Span { text: &number, style: Style::regular(8.6, MUTED) }], numbers, baseline);
        flow.text(&[Span { text: note, style }], column, LEADING);
    }
    flow.y = top + height + 20.0;
}

fn participants(flow: &mut Flow, content: &Content<'_>) {
    let words = content.words;
    heading(flow, words.participants);
    let columns = [
        Column::left(LEFT + 6.0, 62.0),
        Column::left(LEFT + 78.0, 226.0),
        Column::left(LEFT + 314.0, 90.0),
        Column::right(RIGHT - 76.0, 70.0),
    ];
    let header =
        [words.conversation, words.participant_name, words.participant_role, words.participant_messages];
    let rows: Vec<Vec<String>> = content.participants().into_iter().map(Vec::from).collect();
    flow.table(&columns, &header, &rows, TEXT);
    for [label, sentence] in content.joined() {
        flow.y += 4.0;
        let label = Span { text: &label, style: Style::bold(8.6, MUTED) };
        let sentence = Span { text: &sentence, style: Style::regular(8.6, MUTED) };
        flow.text(&[label, sentence], Column::page(), LEADING);
    }
    flow.skip(22.0);
}

fn index(flow: &mut Flow, content: &Content<'_>) -> Vec<Later> {
    let words = content.words;
    heading(flow, words.index);
    let page = Column::right(RIGHT - 34.0, 28.0);
    let columns = [
        Column::left(LEFT + 6.0, 22.0),
        Column::left(LEFT + 32.0, 138.0),
        Column::left(LEFT + 178.0, 58.0),
        Column::left(LEFT + 240.0, 68.0),
        Column::right(LEFT + 312.0, 40.0),
        Column::left(LEFT + 366.0, 84.0),
        page,
    ];
    let header = [
        words.index_number,
        words.index_title,
        words.index_platform,
        words.index_period,
        words.index_messages,
        words.index_serials,
        words.index_page,
    ];
    let rows: Vec<Vec<String>> = content
        .index()
        .into_iter()
        .map(|row| vec![row.number, row.title, row.platform.to_owned(), row.dates, row.messages, row.serials])
        .collect();
    let places = flow.table(&columns, &header, &rows, Style::regular(8.6, INK));
    flow.skip(18.0);
    places.into_iter().map(|place| Later { place, column: page }).collect()
}

/// Writes the page numbers into the index, and makes its rows lead there.
pub(super) fn fill_index(flow: &mut Flow, index: &[Later], starts: &[super::page::Place]) {
    use super::page::Area;
    let style = Style::regular(8.6, INK);
    for (later, start) in index.iter().zip(starts) {
        let number = (start.page + 1).to_string();
        let baseline = later.place.y + 3.4 + style.size * 1.5 * 0.7;
        flow.on_page(later.place.page, |flow| {
            flow.line_at(&[Span { text: &number, style }], later.column, baseline);
            let row = Area { x: LEFT, y: later.place.y, width: MEASURE, height: 20.0 };
            flow.page().items.push(Item::Link(row, *start));
        });
    }
}
