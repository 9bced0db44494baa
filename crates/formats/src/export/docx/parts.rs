//! The words of the format: runs, paragraphs, tables and named styles in our look.
//!
//! Record text only gets into a document through [`runs`], which leaves nothing that XML forbids or that would
//! reorder the page.

use super::super::printable::{Piece, code_point, pieces};
use docx_rs::{
    AlignmentType, BorderType, BreakType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, Shading, ShdType, Style, StyleType, Table, TableBorder,
    TableBorderPosition, TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType,
};
use yanju_model::Role;

pub(super) const INK: &str = "221F1A";
pub(super) const MUTED: &str = "6E675C";
pub(super) const RULE: &str = "D9D3C7";
pub(super) const TINT: &str = "F5F1E8";
pub(super) const VERMILION: &str = "B3311F";

/// The width of the page's content, in twentieths of a point.
pub(super) const MEASURE: usize = 9666;

/// Ids of the named styles.
pub(super) mod style {
    pub(in super::super) const TITLE: &str = "Title";
    pub(in super::super) const SUBTITLE: &str = "Subtitle";
    pub(in super::super) const HEADING_1: &str = "Heading1";
    pub(in super::super) const HEADING_2: &str = "Heading2";
    pub(in super::super) const HEADING_3: &str = "Heading3";
    pub(in super::super) const DAY: &str = "Day";
    pub(in super::super) const HEAD: &str = "MessageHead";
    pub(in super::super) const WORDS: &str = "MessageText";
    pub(in super::super) const QUOTE: &str = "Quote";
    pub(in super::super) const CAPTION: &str = "Caption";
    pub(in super::super) const ADDED: &str = "Added";
    pub(in super::super) const CELL: &str = "Cell";
    pub(in super::super) const NOTE: &str = "Note";
}

/// Id, name, half points, colour, twips before and after.
type Named = (&'static str, &'static str, usize, &'static str, (u32, u32));

/// Every named style.
const STYLES: [Named; 13] = [
    (style::TITLE, "Title", 50, INK, (120, 60)),
    (style::SUBTITLE, "Subtitle", 24, MUTED, (0, 120)),
    (style::HEADING_1, "heading 1", 27, INK, (360, 120)),
    (style::HEADING_2, "heading 2", 30, INK, (360, 40)),
    (style::HEADING_3, "heading 3", 20, INK, (160, 40)),
    (style::DAY, "Day", 18, MUTED, (200, 100)),
    (style::HEAD, "Message Head", 19, INK, (160, 0)),
    (style::WORDS, "Message Text", 20, INK, (0, 20)),
    (style::QUOTE, "Quote", 18, MUTED, (0, 20)),
    (style::CAPTION, "caption", 16, MUTED, (0, 20)),
    (style::ADDED, "Added", 15, MUTED, (40, 20)),
    (style::CELL, "Cell", 18, INK, (30, 30)),
    (style::NOTE, "Note", 18, INK, (0, 40)),
];

/// The named styles, by which a reader's program builds its own outline.
pub(super) fn styles() -> Vec<Style> {
    STYLES
        .iter()
        .map(|(id, name, size, color, (before, after))| {
            let spacing = LineSpacing::new().line_rule(LineSpacingType::Auto).line(300);
            let style = Style::new(*id, StyleType::Paragraph)
                .name(*name)
                .based_on("Normal")
                .q_format(true)
                .size(*size)
                .color(*color)
                .line_spacing(spacing.before(*before).after(*after));
            match *id {
                style::HEADING_1 => style.bold().outline_lvl(0),
                style::HEADING_2 => style.bold().outline_lvl(1),
                style::TITLE | style::HEADING_3 => style.bold(),
                style::DAY => style.bold().align(AlignmentType::Center),
                _ => style,
            }
        })
        .collect()
}

/// How a run differs from its paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// Half points.
    pub size: Option<usize>,
    pub color: Option<&'static str>,
    pub bold: bool,
}

impl Look {
    /// In the paragraph's own look.
    pub(super) const PLAIN: Self = Self { size: None, color: None, bold: false };

    pub(super) const fn small() -> Self {
        Self { size: Some(16), color: Some(MUTED), bold: false }
    }

    pub(super) const fn bold(color: &'static str) -> Self {
        Self { size: None, color: Some(color), bold: true }
    }

    fn apply(self, run: Run) -> Run {
        let run = self.size.map_or(run.clone(), |size| run.size(size));
        let run = match self.color {
            Some(color) => run.color(color),
            None => run,
        };
        if self.bold { run.bold() } else { run }
    }
}

/// A text as runs: marks for controls on a tint, line ends as breaks.
pub(super) fn runs(text: &str, look: Look) -> Vec<Run> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => look.apply(Run::new()).add_text(words),
            Piece::Mark(character) => look
                .apply(Run::new())
                .shading(Shading::new().shd_type(ShdType::Clear).fill(TINT))
                .color(MUTED)
                .add_text(code_point(character)),
            Piece::LineEnd => Run::new().add_break(BreakType::TextWrapping),
        })
        .collect()
}

/// A paragraph in a named style.
pub(super) fn paragraph(style: &str, parts: &[(&str, Look)]) -> Paragraph {
    parts
        .iter()
        .flat_map(|(text, look)| runs(text, *look))
        .fold(Paragraph::new().style(style), Paragraph::add_run)
}

/// A paragraph of plain text in a named style.
pub(super) fn plain(style: &str, text: &str) -> Paragraph {
    paragraph(style, &[(text, Look::PLAIN)])
}

/// A line on one side of a paragraph, some eighths of a point wide.
pub(super) fn bordered(
    mut paragraph: Paragraph,
    side: ParagraphBorderPosition,
    eighths: usize,
    color: &str,
) -> Paragraph {
    let border = ParagraphBorder::new(side).val(BorderType::Single).size(eighths).space(4).color(color);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph
}

/// The bar beside a message, of a shape that tells the role without colour.
///
/// Word runs the borders of neighbouring paragraphs together where they are alike, so the bars of neighbouring
/// messages differ by an invisible shade.
pub(super) fn barred(mut paragraph: Paragraph, role: Role, serial: u64) -> Paragraph {
    let odd = serial % 2 == 1;
    let (kind, size, color) = match role {
        Role::Customer => (BorderType::Single, 20, if odd { "8A5A12" } else { "8A5A13" }),
        Role::Agent => (BorderType::Double, 6, if odd { "2A5B8C" } else { "2A5B8D" }),
        Role::Bot => (BorderType::Dashed, 12, if odd { "6E675C" } else { "6E675D" }),
        Role::Unknown | Role::System => (BorderType::Single, 6, if odd { "6E675C" } else { "6E675D" }),
    };
    let border =
        ParagraphBorder::new(ParagraphBorderPosition::Left).val(kind).size(size).space(7).color(color);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(border));
    paragraph.indent(Some(200), None, None, None)
}

/// The colour of a writer's name.
pub(super) fn role_color(role: Role) -> &'static str {
    match role {
        Role::Customer => "8A5A12",
        Role::Agent => "2A5B8C",
        Role::Bot | Role::Unknown | Role::System => MUTED,
    }
}

/// A table under hairlines; its first row stands again on each page. Widths are twentieths of a point.
pub(super) fn table(widths: &[usize], header: &[&str], rows: &[Vec<String>]) -> Table {
    let cell = |text: &str, width: usize, look: Look| {
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph(style::CELL, &[(text, look)]))
    };
    let head = widths.iter().zip(header).map(|(width, text)| {
        cell(text, *width, Look::bold(MUTED)).shading(Shading::new().shd_type(ShdType::Clear).fill(TINT))
    });
    // Only header rows are kept whole: `package` knows them by it and lets them stand on each page.
    let head = TableRow::new(head.collect()).cant_split();
    let body = rows.iter().map(|row| {
        TableRow::new(widths.iter().zip(row).map(|(width, text)| cell(text, *width, Look::PLAIN)).collect())
    });
    framed(widths, std::iter::once(head).chain(body).collect())
}

/// Labels on a tint and their values.
pub(super) fn facts(rows: &[(&'static str, String)]) -> Table {
    let widths = [1900, MEASURE - 1900];
    let rows = rows.iter().map(|(label, value)| {
        TableRow::new(vec![
            TableCell::new()
                .width(widths[0], WidthType::Dxa)
                .shading(Shading::new().shd_type(ShdType::Clear).fill(TINT))
                .add_paragraph(paragraph(
                    style::CELL,
                    &[(label, Look { color: Some(MUTED), ..Look::PLAIN })],
                )),
            TableCell::new().width(widths[1], WidthType::Dxa).add_paragraph(plain(style::CELL, value)),
        ])
    });
    framed(&widths, rows.collect())
}

fn framed(widths: &[usize], rows: Vec<TableRow>) -> Table {
    let line = |position, size, color: &str| {
        TableBorder::new(position).border_type(BorderType::Single).size(size).color(color)
    };
    Table::without_borders(rows)
        .set_grid(widths.to_vec())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, 100, 20, 100))
        .set_border(line(TableBorderPosition::Top, 8, MUTED))
        .set_border(line(TableBorderPosition::InsideH, 4, RULE))
        .set_border(line(TableBorderPosition::Bottom, 4, RULE))
}
