//! The transcript: conversations, days, messages, their files.

use super::super::content::{Body, Content, Head};
use super::super::document::{Added, Conversation, Message};
use super::super::exhibit::Exhibit;
use super::super::figures::day;
use super::super::picture::Picture;
use super::flow::{Align, Column, Flow};
use super::lines;
use super::page::{Area, BOTTOM, Item, LEFT, MEASURE, Place, PlacedPicture, RIGHT, TOP};
use super::shape::Span;
use super::style::{FAINT, INK, MUTED, RULE, Style, VERMILION, Weight, role_color};
use yanju_model::{
    Kind, Role,
    job::{Cancelled, Job},
};

/// Words.
const TEXT: Style = Style::regular(10.0, INK);
const LEADING: f32 = 1.56;
/// Time, role, captions.
const SMALL: Style = Style::regular(8.2, MUTED);
const SMALL_LEADING: f32 = 1.5;
/// What the user added: smaller than any word of the record.
const ADDED: Style = Style::regular(7.6, MUTED);
/// Where the bar and the words stand.
const BAR: f32 = LEFT + 44.0;
const WORDS: f32 = LEFT + 55.0;
/// The width kept for the time beside the name.
const TIME: f32 = 150.0;
/// The blank between two messages.
const BETWEEN: f32 = 10.0;
/// The largest picture, in points.
const PICTURE: (f32, f32) = (330.0, 270.0);
/// Points to a pixel, where there is room: 96 pixels to the inch.
const PIXEL: f32 = 0.75;

/// Lays out every conversation; returns where each begins.
pub(super) fn lay_out(flow: &mut Flow, content: &Content<'_>, job: &Job) -> Result<Vec<Place>, Cancelled> {
    let mut starts = Vec::new();
    let mut exhibits = 0;
    for (index, conversation) in content.document.conversations.iter().enumerate() {
        starts.push(conversation_heading(flow, content, index, conversation));
        let mut today = None;
        for message in &conversation.messages {
            let date = message.sent_at.is_dated().then(|| day(message.sent_at));
            if let Some(date) = date.filter(|date| today != Some(*date)) {
                day_heading(flow, &content.day_heading(date));
                today = Some(date);
            }
            lay_out_message(flow, content, message, &mut exhibits);
            job.advance(1)?;
        }
    }
    flow.heading.clear();
    Ok(starts)
}

fn conversation_heading(
    flow: &mut Flow,
    content: &Content<'_>,
    index: usize,
    conversation: &Conversation,
) -> Place {
    let title = content.title(conversation);
    title.clone_into(&mut flow.heading);
    if index == 0 {
        flow.new_page();
    } else {
        flow.skip(16.0);
        flow.need(150.0);
    }
    let start = flow.place();
    let number = super::super::wording::fill(
        content.words.conversation_heading,
        &[("number", &(index + 1).to_string())],
    );
    flow.text(&[Span { text: &number, style: Style::regular(8.8, VERMILION) }], Column::page(), 1.5);
    flow.text(&[Span { text: title, style: Style::bold(15.0, INK) }], Column::page(), 1.45);
    let facts = content.conversation_facts(conversation);
    flow.text(&[Span { text: &facts, style: Style::regular(8.8, MUTED) }], Column::page(), 1.55);
    added(flow, content, &conversation.added, Column::page());
    flow.y += 5.0;
    flow.rule(Column::page(), 0.8, INK);
    flow.y += 13.0;
    start
}

/// The date between two hairlines.
fn day_heading(flow: &mut Flow, text: &str) {
    flow.skip(2.0);
    flow.need(64.0);
    let column = Column { align: Align::Center, ..Column::page() };
    let y = flow.y;
    let width = flow.line_at(&[Span { text, style: Style::bold(9.0, MUTED) }], column, y + 9.6);
    let side = (MEASURE - width) / 2.0 - 12.0;
    flow.rect(LEFT, y + 6.2, side, 0.5, RULE);
    flow.rect(RIGHT - side, y + 6.2, side, 0.5, RULE);
    flow.y += 24.0;
}

fn lay_out_message(flow: &mut Flow, content: &Content<'_>, message: &Message, exhibits: &mut u64) {
    let head = content.head(message);
    if message.kind == Kind::System && message.sender.is_empty() {
        event(flow, content, message, &head);
    } else {
        utterance(flow, content, message, &head, exhibits);
    }
    added(flow, content, &message.added, Column::left(WORDS, RIGHT - WORDS));
    flow.y += BETWEEN;
}

/// What the user added, beneath what it is about and outside its bar: the record ends where the bar does.
fn added(flow: &mut Flow, content: &Content<'_>, added: &Added, column: Column) {
    let Some([label, text]) = content.added(added) else { return };
    flow.y += 4.0;
    let label = Span { text: &label, style: Style { weight: Weight::Bold, ..ADDED } };
    flow.text(&[label, Span { text: &text, style: ADDED }], column, SMALL_LEADING);
}

/// Notes that a message begins here.
fn begin(flow: &mut Flow, message: &Message, head: &Head, baseline: f32) {
    let page = flow.page();
    let first = page.serials.map_or(message.serial, |(first, _)| first);
    page.serials = Some((first, message.serial));
    let style = Style::regular(8.0, FAINT);
    flow.line_at(&[Span { text: &head.serial, style }], Column::left(LEFT, 40.0), baseline);
}

/// A line of the system, in the middle.
fn event(flow: &mut Flow, content: &Content<'_>, message: &Message, head: &Head) {
    let style = Style::regular(8.8, MUTED);
    let step = style.size * LEADING;
    flow.need(2.0 * step);
    let baseline = flow.y + step * 0.7;
    begin(flow, message, head, baseline);
    flow.line_at(&[Span { text: &head.time, style: SMALL }], Column::right(RIGHT - TIME, TIME), baseline);
    let column = Column { x: WORDS, width: RIGHT - WORDS - TIME + 40.0, align: Align::Left };
    let text = match content.body(message) {
        Body::Record(text) => text,
        Body::Note(note) => note,
        Body::Nothing => "",
    };
    let label = format!("{}  ", content.words.kind_system);
    let stated: String = head.stated.iter().flat_map(|stated| [stated.as_str(), "  "]).collect();
    flow.text(
        &[
            Span { text: &label, style: Style::bold(8.2, FAINT) },
            Span { text: &stated, style: SMALL },
            Span { text, style },
        ],
        column,
        LEADING,
    );
}

fn utterance(flow: &mut Flow, content: &Content<'_>, message: &Message, head: &Head, exhibits: &mut u64) {
    let step = TEXT.size * LEADING;
    flow.need(step * 2.4);
    let start = flow.place();
    let baseline = flow.y + step * 0.66;
    begin(flow, message, head, baseline);
    flow.line_at(&[Span { text: &head.time, style: SMALL }], Column::right(RIGHT - TIME, TIME), baseline);
    head_line(flow, head);
    let column = Column::left(WORDS, RIGHT - WORDS);
    if !message.quote.is_empty() {
        quote(flow, content, &message.quote);
    }
    match content.body(message) {
        Body::Record(text) => flow.text(&[Span { text, style: TEXT }], column, LEADING),
        Body::Note(note) => {
            flow.text(&[Span { text: note, style: Style::regular(9.2, MUTED) }], column, LEADING);
        }
        Body::Nothing => {}
    }
    for attachment in &message.attachments {
        *exhibits += 1;
        exhibit(flow, &content.exhibit(*exhibits, attachment), *exhibits, content.words.sha256);
    }
    let end = flow.place();
    bar(flow, head.role, start, end);
}

/// Name, what the source has in place of it or of the time, role, kind, recalled. A long name wraps beside the time.
fn head_line(flow: &mut Flow, head: &Head) {
    let label = |text: &str| format!("   {text}");
    let mut parts = vec![(head.name.clone(), Style::bold(9.6, role_color(head.role)))];
    parts.extend(head.stated.iter().map(|stated| (label(stated), SMALL)));
    parts.extend(head.role_label.map(|role| (label(role), SMALL)));
    parts.extend(head.kind.map(|kind| (label(kind), SMALL)));
    parts.extend(head.recalled.map(|recalled| (label(recalled), Style::bold(8.2, VERMILION))));
    let spans: Vec<Span<'_>> = parts.iter().map(|(text, style)| Span { text, style: *style }).collect();
    let paragraph = flow.shaper.line(&spans);
    let column = Column::left(WORDS, RIGHT - WORDS - TIME);
    let step = TEXT.size * LEADING;
    for line in lines::fill(&paragraph, column.width) {
        flow.need(step);
        let baseline = flow.y + step * 0.66;
        lines::place(&paragraph, &line, column.x, baseline, &mut flow.page().items);
        flow.y += step;
    }
}

fn quote(flow: &mut Flow, content: &Content<'_>, text: &str) {
    let style = Style::regular(8.8, MUTED);
    let start = flow.place();
    let spans = [Span { text: content.words.quote, style: Style::bold(8.8, MUTED) }, Span { text, style }];
    flow.text(&spans, Column::left(WORDS + 9.0, RIGHT - WORDS - 9.0), LEADING);
    let end = flow.place();
    for (page, area) in stretches(flow, start, end) {
        flow.on_page(page, |flow| flow.rect(WORDS + 1.0, area.y, 1.2, area.height, RULE));
    }
    flow.y += 3.0;
}

fn exhibit(flow: &mut Flow, exhibit: &Exhibit<'_>, number: u64, sha256: &str) {
    flow.y += 3.0;
    if let Some((picture, bytes)) = exhibit.picture {
        let (width, height) = printed_size(picture);
        flow.need(height + 30.0);
        let area = Area { x: WORDS, y: flow.y, width, height };
        let frame = [
            (area.x, area.y, width, 0.5),
            (area.x, area.y + height - 0.5, width, 0.5),
            (area.x, area.y, 0.5, height),
            (area.x + width - 0.5, area.y, 0.5, height),
        ];
        let bytes = bytes.clone();
        flow.page().items.push(Item::Picture(PlacedPicture { area, picture, bytes, exhibit: number }));
        for (x, y, width, height) in frame {
            flow.rect(x, y, width, height, RULE);
        }
        flow.y += height + 3.0;
    }
    let column = Column::left(WORDS, RIGHT - WORDS);
    flow.text(&[Span { text: &exhibit.caption, style: SMALL }], column, SMALL_LEADING);
    if !exhibit.sha256.is_empty() {
        let hash = format!("{sha256} {}", exhibit.sha256);
        flow.text(&[Span { text: &hash, style: Style::regular(7.6, MUTED) }], column, SMALL_LEADING);
    }
}

/// A picture at its size on paper, within the bounds.
fn printed_size(picture: Picture) -> (f32, f32) {
    let (width, height) = picture.seen();
    let (width, height) = (width as f32 * PIXEL, height as f32 * PIXEL);
    let scale = (PICTURE.0 / width).min(PICTURE.1 / height).min(1.0);
    ((width * scale).max(1.0), (height * scale).max(1.0))
}

/// The bar beside a message, of a shape that tells the role without colour.
fn bar(flow: &mut Flow, role: Role, start: Place, end: Place) {
    let color = role_color(role);
    for (page, area) in stretches(flow, start, end) {
        flow.on_page(page, |flow| match role {
            Role::Customer => flow.rect(BAR, area.y, 2.4, area.height, color),
            Role::Agent => {
                flow.rect(BAR, area.y, 0.9, area.height, color);
                flow.rect(BAR + 1.9, area.y, 0.9, area.height, color);
            }
            Role::Bot => {
                let mut y = area.y;
                while y < area.y + area.height {
                    flow.rect(BAR, y, 1.8, (area.y + area.height - y).min(3.4), color);
                    y += 5.6;
                }
            }
            Role::Unknown | Role::System => flow.rect(BAR + 0.4, area.y, 0.7, area.height, color),
        });
    }
}

/// What lies between two places, page by page.
fn stretches(flow: &Flow, start: Place, end: Place) -> Vec<(usize, Area)> {
    (start.page..=end.page)
        .map(|page| {
            let top = if page == start.page { start.y } else { TOP };
            let filled = flow.pages.get(page).map_or(BOTTOM, |page| page.filled);
            let bottom = if page == end.page { end.y } else { filled };
            (page, Area { x: 0.0, y: top + 1.5, width: 0.0, height: (bottom - top - 1.5).max(0.0) })
        })
        .filter(|(_, area)| area.height > 0.0)
        .collect()
}
