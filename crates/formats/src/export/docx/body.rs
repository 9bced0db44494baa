//! The parts of the document in order: cover, index, transcript, omissions, verification; header and footer.

use super::super::content::{Body, Content, Head};
use super::super::document::{Added, Conversation, Message};
use super::super::exhibit::Exhibit;
use super::super::figures::day;
use super::super::picture::Picture;
use super::super::wording::fill;
use super::parts::{
    Look, MEASURE, MUTED, RULE, VERMILION, barred, bordered, facts, paragraph, plain, role_color, runs,
    style, table,
};
use docx_rs::{
    Docx, Footer, Header, LineSpacing, NumPages, PageNum, Paragraph, ParagraphBorderPosition, Pic, Run, Tab,
    TabValueType,
};
use std::sync::Arc;
use yanju_model::{
    Kind,
    job::{Cancelled, Job},
};

/// A picture of the document, in order of appearance.
pub(super) struct Media {
    /// The relation by which the text names it.
    pub id: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    pub picture: Picture,
    pub bytes: Arc<[u8]>,
}

/// English metric units in a point.
const EMU: f32 = 12_700.0;
/// The largest picture, in points.
const PICTURE: (f32, f32) = (330.0, 270.0);
/// Points to a pixel, where there is room: 96 pixels to the inch.
const PIXEL: f32 = 0.75;

/// Adds everything before the transcript.
pub(super) fn front(mut docx: Docx, content: &Content<'_>) -> Docx {
    let (document, words) = (content.document, content.words);
    let kicker = paragraph(
        style::CAPTION,
        &[(words.kicker, Look::PLAIN), (" | ", Look::PLAIN), (&document.number, Look::PLAIN)],
    );
    docx = docx.add_paragraph(kicker).add_paragraph(plain(style::TITLE, &document.title));
    if !document.subject.is_empty() {
        docx = docx.add_paragraph(plain(style::SUBTITLE, &document.subject));
    }
    let (word, english) = content.seal();
    let english = english.map_or_else(String::new, |english| format!("  {english}"));
    let large = Look { size: Some(30), ..Look::bold(VERMILION) };
    let seal = paragraph(style::NOTE, &[(word, large), (&english, Look::bold(VERMILION))]);
    docx = docx.add_paragraph(bordered(seal, ParagraphBorderPosition::Left, 24, VERMILION));
    docx = docx.add_paragraph(plain(style::NOTE, &content.completeness())).add_table(facts(&content.facts()));

    docx = docx.add_paragraph(plain(style::HEADING_1, words.sources));
    for source in &document.sources {
        let [name, particulars, hash] = content.source(source);
        docx = docx
            .add_paragraph(
                paragraph(style::NOTE, &[(&name, Look { bold: true, ..Look::PLAIN })]).keep_next(true),
            )
            .add_paragraph(plain(style::CAPTION, &particulars).keep_next(true))
            .add_paragraph(hash_line(words.sha256, &hash));
    }
    docx = docx.add_paragraph(plain(style::HEADING_1, words.notes));
    for (index, note) in content.notes().into_iter().enumerate() {
        docx = docx.add_paragraph(numbered(index, note));
    }
    docx = docx.add_paragraph(plain(style::HEADING_1, words.participants));
    let header =
        [words.conversation, words.participant_name, words.participant_role, words.participant_messages];
    let rows: Vec<Vec<String>> = content.participants().into_iter().map(Vec::from).collect();
    docx = docx.add_table(table(&[1000, 5000, 2200, MEASURE - 8200], &header, &rows));
    for [label, sentence] in content.joined() {
        docx = docx.add_paragraph(labelled(&label, &sentence));
    }

    docx = docx.add_paragraph(plain(style::HEADING_1, words.index));
    let header = [
        words.index_number,
        words.index_title,
        words.index_platform,
        words.index_period,
        words.index_messages,
        words.index_serials,
    ];
    let rows: Vec<Vec<String>> = content
        .index()
        .into_iter()
        .map(|row| vec![row.number, row.title, row.platform.to_owned(), row.dates, row.messages, row.serials])
        .collect();
    docx.add_table(table(&[560, 3000, 1400, 1700, 1000, MEASURE - 7660], &header, &rows))
}

/// Adds the conversations; their pictures go to `media`.
pub(super) fn transcript(
    mut docx: Docx,
    content: &Content<'_>,
    media: &mut Vec<Media>,
    job: &Job,
) -> Result<Docx, Cancelled> {
    let mut exhibits = 0;
    for (index, conversation) in content.document.conversations.iter().enumerate() {
        docx = conversation_heading(docx, content, index, conversation);
        let mut today = None;
        for message in &conversation.messages {
            let date = message.sent_at.is_dated().then(|| day(message.sent_at));
            if let Some(date) = date.filter(|date| today != Some(*date)) {
                docx = docx.add_paragraph(plain(style::DAY, &content.day_heading(date)).keep_next(true));
                today = Some(date);
            }
            docx = add_message(docx, content, message, &mut exhibits, media);
            if let Some(added) = added(content, &message.added) {
                docx = docx.add_paragraph(added.indent(Some(200), None, None, None));
            }
            job.advance(1)?;
        }
    }
    Ok(docx)
}

fn conversation_heading(
    mut docx: Docx,
    content: &Content<'_>,
    index: usize,
    conversation: &Conversation,
) -> Docx {
    let number = fill(content.words.conversation_heading, &[("number", &(index + 1).to_string())]);
    let kicker = paragraph(style::CAPTION, &[(&number, Look::bold(VERMILION))]).keep_next(true);
    docx = docx.add_paragraph(if index == 0 {
        kicker.page_break_before(true)
    } else {
        kicker.line_spacing(LineSpacing::new().before(560))
    });
    docx = docx.add_paragraph(plain(style::HEADING_2, content.title(conversation)).keep_next(true));
    let facts = plain(style::CAPTION, &content.conversation_facts(conversation));
    let ruled = |line: Paragraph| bordered(line.keep_next(true), ParagraphBorderPosition::Bottom, 6, MUTED);
    match added(content, &conversation.added) {
        Some(added) => docx.add_paragraph(facts.keep_next(true)).add_paragraph(ruled(added)),
        None => docx.add_paragraph(ruled(facts)),
    }
}

/// What the user added, beneath what it is about and without its bar, in a style of its own.
fn added(content: &Content<'_>, added: &Added) -> Option<Paragraph> {
    let [label, text] = content.added(added)?;
    Some(labelled(&label, &text))
}

fn labelled(label: &str, text: &str) -> Paragraph {
    paragraph(style::ADDED, &[(label, Look { bold: true, ..Look::PLAIN }), (text, Look::PLAIN)])
}

fn add_message(
    mut docx: Docx,
    content: &Content<'_>,
    message: &Message,
    exhibits: &mut u64,
    media: &mut Vec<Media>,
) -> Docx {
    let head = content.head(message);
    let barred = |paragraph: Paragraph| barred(paragraph, head.role, message.serial);
    if message.kind == Kind::System && message.sender.is_empty() {
        return docx.add_paragraph(event(content, message, &head));
    }
    docx = docx.add_paragraph(barred(head_line(&head).keep_next(true)));
    if !message.quote.is_empty() {
        let parts = [(content.words.quote, Look::bold(MUTED)), (message.quote.as_str(), Look::PLAIN)];
        let quote = paragraph(style::QUOTE, &parts);
        docx = docx.add_paragraph(barred(quote));
    }
    match content.body(message) {
        Body::Record(text) => docx = docx.add_paragraph(barred(plain(style::WORDS, text))),
        Body::Note(note) => {
            let look = Look { color: Some(MUTED), ..Look::PLAIN };
            docx = docx.add_paragraph(barred(paragraph(style::WORDS, &[(note, look)])));
        }
        Body::Nothing => {}
    }
    for attachment in &message.attachments {
        *exhibits += 1;
        let exhibit = content.exhibit(*exhibits, attachment);
        if let Some(drawing) = drawing(&exhibit, *exhibits, media) {
            let holder = Paragraph::new().style(style::CAPTION).keep_next(true).add_run(drawing);
            docx = docx.add_paragraph(barred(holder));
        }
        docx = docx.add_paragraph(barred(plain(style::CAPTION, &exhibit.caption)));
        if !exhibit.sha256.is_empty() {
            docx = docx.add_paragraph(barred(hash_line(content.words.sha256, &exhibit.sha256)));
        }
    }
    docx
}

/// Serial, name, what the source has in place of it or of the time, role, kind, recalled; the time at the right edge.
fn head_line(head: &Head) -> Paragraph {
    let label = |text: &str| format!("  {text}");
    let mut parts = vec![
        (format!("{}  ", head.serial), Look::small()),
        (head.name.clone(), Look::bold(role_color(head.role))),
    ];
    parts.extend(head.stated.iter().map(|stated| (label(stated), Look::small())));
    parts.extend(head.role_label.map(|role| (label(role), Look::small())));
    parts.extend(head.kind.map(|kind| (label(kind), Look::small())));
    parts.extend(
        head.recalled.map(|recalled| (label(recalled), Look { size: Some(16), ..Look::bold(VERMILION) })),
    );
    let borrowed: Vec<(&str, Look)> = parts.iter().map(|(text, look)| (text.as_str(), *look)).collect();
    timed(paragraph(style::HEAD, &borrowed), &head.time)
}

/// A line of the system.
fn event(content: &Content<'_>, message: &Message, head: &Head) -> Paragraph {
    let text = match content.body(message) {
        Body::Record(text) => text,
        Body::Note(note) => note,
        Body::Nothing => "",
    };
    let serial = format!("{}  ", head.serial);
    let label = format!("{}  ", content.words.kind_system);
    let muted = Look { size: Some(18), ..Look::small() };
    let stated: String = head.stated.iter().flat_map(|stated| [stated.as_str(), "  "]).collect();
    let parts = [
        (serial.as_str(), Look::small()),
        (&label, Look { bold: true, ..Look::small() }),
        (&stated, Look::small()),
        (text, muted),
    ];
    timed(paragraph(style::HEAD, &parts), &head.time).indent(Some(200), None, None, None)
}

fn timed(paragraph: Paragraph, time: &str) -> Paragraph {
    let paragraph =
        paragraph.add_tab(Tab::new().val(TabValueType::Right).pos(MEASURE)).add_run(Run::new().add_tab());
    runs(time, Look::small()).into_iter().fold(paragraph, Paragraph::add_run)
}

fn hash_line(label: &str, hash: &str) -> Paragraph {
    paragraph(
        style::CAPTION,
        &[(label, Look::PLAIN), ("  ", Look::PLAIN), (hash, Look { size: Some(15), ..Look::PLAIN })],
    )
}

fn numbered(index: usize, text: &str) -> Paragraph {
    plain(style::NOTE, &format!("{}. {text}", index + 1)).indent(Some(280), None, None, None)
}

fn drawing(exhibit: &Exhibit<'_>, number: u64, media: &mut Vec<Media>) -> Option<Run> {
    let (picture, bytes) = exhibit.picture?;
    let (width, height) = (picture.width as f32 * PIXEL, picture.height as f32 * PIXEL);
    let (seen_width, seen_height) = picture.seen();
    let scale =
        (PICTURE.0 / (seen_width as f32 * PIXEL)).min(PICTURE.1 / (seen_height as f32 * PIXEL)).min(1.0);
    let emu = |points: f32| ((points * scale).max(1.0) * EMU) as u32;
    let id = format!("rIdImage{number}");
    media.push(Media { id: id.clone(), description: exhibit.name.clone(), picture, bytes: bytes.clone() });
    let turn = match picture.orientation {
        3 => 180,
        6 => 90,
        8 => 270,
        _ => 0,
    };
    // The bytes go into the package as they are. The library gets a stand-in, by which it tells pictures apart.
    let pic = Pic::new_with_dimensions(id.clone().into_bytes(), picture.width, picture.height);
    Some(Run::new().add_image(pic.id(id).size(emu(width), emu(height)).rotate(turn)))
}

/// Adds everything after the transcript.
pub(super) fn back(mut docx: Docx, content: &Content<'_>) -> Docx {
    let words = content.words;
    docx = docx.add_paragraph(plain(style::HEADING_1, words.omissions).page_break_before(true));
    docx = docx.add_paragraph(plain(style::NOTE, &content.completeness()));
    let rows: Vec<Vec<String>> = content
        .omissions()
        .into_iter()
        .enumerate()
        .map(|(index, [conversation, sentence])| vec![(index + 1).to_string(), conversation, sentence])
        .collect();
    docx = if rows.is_empty() {
        docx.add_paragraph(plain(style::NOTE, words.omissions_none))
    } else {
        let header = [words.index_number, words.conversation, words.omission_what];
        docx.add_table(table(&[560, 3000, MEASURE - 3560], &header, &rows))
    };
    docx = docx
        .add_paragraph(plain(style::HEADING_1, words.verification))
        .add_paragraph(plain(style::HEADING_3, words.verify_heading));
    for (index, (step, commands)) in content.steps().into_iter().enumerate() {
        docx = docx.add_paragraph(numbered(index, step));
        if let Some(commands) = commands {
            docx = docx.add_paragraph(plain(style::CAPTION, commands).indent(Some(280), None, None, None));
        }
    }
    for (title, text) in content.proofs() {
        docx = docx.add_paragraph(plain(style::HEADING_3, title)).add_paragraph(plain(style::NOTE, text));
    }
    let blank = vec!["\n\n".to_owned(); content.signatures().len()];
    docx.add_paragraph(plain(style::NOTE, "")).add_table(table(
        &[MEASURE / 3; 3],
        &content.signatures(),
        &[blank],
    ))
}

/// The running header.
pub(super) fn header(content: &Content<'_>) -> Header {
    let line = paragraph(style::CAPTION, &[(&content.document.title, Look::PLAIN)]);
    let line = timed(line, &content.document.number);
    Header::new().add_paragraph(bordered(line, ParagraphBorderPosition::Bottom, 4, RULE))
}

/// The footer: software, and the page's number among all.
pub(super) fn footer(content: &Content<'_>) -> Footer {
    let mut line = paragraph(style::CAPTION, &[(&content.document.software, Look::PLAIN)])
        .add_tab(Tab::new().val(TabValueType::Right).pos(MEASURE))
        .add_run(Run::new().add_tab());
    let (before, rest) = content.words.page_of.split_once("{page}").unwrap_or_default();
    let (between, after) = rest.split_once("{pages}").unwrap_or_default();
    line = runs(before, Look::PLAIN).into_iter().fold(line, Paragraph::add_run).add_page_num(PageNum::new());
    line =
        runs(between, Look::PLAIN).into_iter().fold(line, Paragraph::add_run).add_num_pages(NumPages::new());
    line = runs(after, Look::PLAIN).into_iter().fold(line, Paragraph::add_run);
    Footer::new().add_paragraph(bordered(line, ParagraphBorderPosition::Top, 4, RULE))
}
