//! Content down the page: a cursor, new pages when one is full, paragraphs, rules and tables.
//!
//! What the content is, is decided by the sections; this only knows room and place.

use super::lines::{self, Line};
use super::page::{Area, BOTTOM, Color, Item, LEFT, MEASURE, Page, Place, TOP};
use super::shape::{Paragraph, Shaper, Span};
use super::style::{MUTED, RULE, Style};

/// Where text stands between two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Center,
    Right,
}

/// A column of text: its left edge and its width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub x: f32,
    pub width: f32,
    pub align: Align,
}

impl Column {
    pub(super) const fn left(x: f32, width: f32) -> Self {
        Self { x, width, align: Align::Left }
    }

    pub(super) const fn right(x: f32, width: f32) -> Self {
        Self { x, width, align: Align::Right }
    }

    /// The whole width of the page's content.
    pub(super) const fn page() -> Self {
        Self::left(LEFT, MEASURE)
    }
}

/// A place where text is put once it is known.
pub(super) struct Later {
    pub place: Place,
    pub column: Column,
}

/// The pages so far and the place on the last.
pub(super) struct Flow {
    pub shaper: Shaper,
    pub pages: Vec<Page>,
    /// Where the next thing goes on the last page.
    pub y: f32,
    /// The running header's second half, for pages that begin from now on.
    pub heading: String,
}

/// The part of the leading that lies above the baseline.
const ABOVE_BASELINE: f32 = 0.7;
/// The distance between the lines of a table, in em.
const TABLE_LEADING: f32 = 1.5;
/// The blank above and below the text of a table's row.
const ROW_PADDING: f32 = 3.4;
/// More characters than a line can hold.
const MOST_IN_LINE: usize = 400;

impl Flow {
    pub(super) fn new(shaper: Shaper) -> Self {
        Self { shaper, pages: vec![Page::default()], y: TOP, heading: String::new() }
    }

    /// The page things are put on.
    pub(super) fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Here.
    pub(super) fn place(&self) -> Place {
        Place { page: self.pages.len().saturating_sub(1), y: self.y }
    }

    /// Does something on an earlier page, and comes back.
    pub(super) fn on_page(&mut self, page: usize, act: impl FnOnce(&mut Self)) {
        if page + 1 >= self.pages.len() {
            return act(self);
        }
        let later = self.pages.split_off(page + 1);
        act(self);
        self.pages.extend(later);
    }

    /// Ends the page.
    pub(super) fn new_page(&mut self) {
        self.page().filled = self.y;
        let heading = self.heading.clone();
        self.pages.push(Page { heading, ..Page::default() });
        self.y = TOP;
    }

    /// Whether nothing stands on the page yet.
    pub(super) fn at_top(&self) -> bool {
        self.y <= TOP
    }

    /// Sees to it that `height` fits, on a new page if need be.
    pub(super) fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && !self.at_top() {
            self.new_page();
        }
    }

    /// Leaves a blank, except at the top of a page.
    pub(super) fn skip(&mut self, height: f32) {
        if !self.at_top() {
            self.y += height;
        }
    }

    pub(super) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, color: Color) {
        self.page().items.push(Item::Rect(Area { x, y, width, height }, color));
    }

    /// A rule across a column, here.
    pub(super) fn rule(&mut self, column: Column, thickness: f32, color: Color) {
        let y = self.y;
        self.rect(column.x, y, column.width, thickness, color);
    }

    /// Paragraphs down a column; pages break between lines. `leading` in em of the first style.
    pub(super) fn text(&mut self, spans: &[Span<'_>], column: Column, leading: f32) {
        let step = spans.first().map_or(0.0, |span| span.style.size) * leading;
        for paragraph in self.shaper.paragraphs(spans) {
            for line in lines::fill(&paragraph, column.width) {
                self.need(step);
                let baseline = self.y + step * ABOVE_BASELINE;
                self.put(&paragraph, &line, column, baseline);
                self.y += step;
            }
        }
    }

    /// One line at a height, cut to nothing: what does not fit runs on. For furniture whose length is known.
    pub(super) fn line_at(&mut self, spans: &[Span<'_>], column: Column, baseline: f32) -> f32 {
        let paragraph = self.shaper.line(spans);
        let line = Line { clusters: 0..paragraph.clusters.len(), width: 0.0 };
        let width = lines::width(&paragraph, line.clusters.clone());
        self.put(&paragraph, &Line { width, ..line }, column, baseline);
        width
    }

    /// One line at a height; what does not fit is cut and an ellipsis put in its place.
    pub(super) fn fitted_line_at(&mut self, text: &str, style: Style, column: Column, baseline: f32) {
        // No line holds more than this, however narrow its letters; the rest need not be shaped.
        let end = text.char_indices().nth(MOST_IN_LINE).map_or(text.len(), |(at, _)| at);
        let text = text.get(..end).unwrap_or(text);
        let paragraph = self.shaper.line(&[Span { text, style }]);
        let fits = |count: usize, room: f32| lines::width(&paragraph, 0..count) <= room;
        if fits(paragraph.clusters.len(), column.width) {
            self.line_at(&[Span { text, style }], column, baseline);
            return;
        }
        let room = column.width - style.size;
        let fitting =
            (0..paragraph.clusters.len()).take_while(|&count| fits(count, room)).last().unwrap_or(0);
        let end = paragraph.clusters.get(fitting).map_or(0, |cluster| cluster.text.start as usize);
        let cut = format!("{}…", paragraph.text.get(..end).unwrap_or_default());
        self.line_at(&[Span { text: &cut, style }], column, baseline);
    }

    fn put(&mut self, paragraph: &Paragraph, line: &Line, column: Column, baseline: f32) {
        let align =
            if paragraph.from_right && column.align == Align::Left { Align::Right } else { column.align };
        let x = match align {
            Align::Left => column.x,
            Align::Center => column.x + (column.width - line.width) / 2.0,
            Align::Right => column.x + column.width - line.width,
        };
        lines::place(paragraph, line, x, baseline, &mut self.page().items);
    }

    /// A table; its header stands again on each page. Returns where each row begins.
    pub(super) fn table(
        &mut self,
        columns: &[Column],
        header: &[&str],
        rows: &[Vec<String>],
        style: Style,
    ) -> Vec<Place> {
        self.table_header(columns, header, style.size);
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            places.push(self.table_row(columns, header, row, style));
        }
        places
    }

    fn table_header(&mut self, columns: &[Column], header: &[&str], size: f32) {
        let step = size * TABLE_LEADING;
        self.need(3.0 * (step + 2.0 * ROW_PADDING));
        self.rule(Column::page(), 0.8, MUTED);
        let baseline = self.y + ROW_PADDING + step * ABOVE_BASELINE;
        for (column, label) in columns.iter().zip(header) {
            self.line_at(&[Span { text: label, style: Style::bold(size * 0.94, MUTED) }], *column, baseline);
        }
        self.y += step + 2.0 * ROW_PADDING;
        self.rule(Column::page(), 0.5, RULE);
    }

    fn table_row(&mut self, columns: &[Column], header: &[&str], row: &[String], style: Style) -> Place {
        let step = style.size * TABLE_LEADING;
        let mut cells: Vec<(Column, Paragraph, Vec<Line>)> = Vec::with_capacity(row.len());
        for (column, text) in columns.iter().zip(row) {
            let paragraph = self.shaper.line(&[Span { text, style }]);
            let lines = lines::fill(&paragraph, column.width);
            cells.push((*column, paragraph, lines));
        }
        let height = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1);
        // A row of a few lines is kept together; a longer one may break.
        self.need_row(header, columns, style.size, step * height.min(6) as f32 + 2.0 * ROW_PADDING);
        let place = self.place();
        self.y += ROW_PADDING;
        for index in 0..height {
            self.need_row(header, columns, style.size, step);
            let baseline = self.y + step * ABOVE_BASELINE;
            for (column, paragraph, lines) in &cells {
                if let Some(line) = lines.get(index) {
                    self.put(paragraph, line, *column, baseline);
                }
            }
            self.y += step;
        }
        self.y += ROW_PADDING;
        self.rule(Column::page(), 0.5, RULE);
        place
    }

    fn need_row(&mut self, header: &[&str], columns: &[Column], size: f32, height: f32) {
        if self.y + height > BOTTOM && !self.at_top() {
            self.new_page();
            self.table_header(columns, header, size);
        }
    }
}
