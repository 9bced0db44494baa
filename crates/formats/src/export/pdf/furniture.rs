//! Running headers and footers, put on once the number of pages is known.

use super::super::content::Content;
use super::super::figures::serials;
use super::super::wording::fill;
use super::flow::{Align, Column, Flow};
use super::page::{HEIGHT, LEFT, MEASURE, RIGHT};
use super::style::{FAINT, MUTED, RULE, Style};

const STYLE: Style = Style::regular(7.8, MUTED);
/// Baselines from the edges of the page.
const HEADER: f32 = 46.0;
const FOOTER: f32 = HEIGHT - 38.0;

/// Puts them on every page; the cover has its own head.
pub(super) fn lay_out(flow: &mut Flow, content: &Content<'_>) {
    let all = flow.pages.len().to_string();
    for (index, page) in std::mem::take(&mut flow.pages).into_iter().enumerate() {
        let (heading, range) = (page.heading.clone(), page.serials);
        flow.pages.push(page);
        if index > 0 {
            header(flow, content, &heading);
        }
        let number = (index + 1).to_string();
        let page_of = fill(content.words.page_of, &[("page", &number), ("pages", &all)]);
        footer(flow, content, &page_of, range);
    }
}

fn header(flow: &mut Flow, content: &Content<'_>, heading: &str) {
    let title = &content.document.title;
    let text = if heading.is_empty() { title.clone() } else { format!("{title} | {heading}") };
    flow.fitted_line_at(&text, STYLE, Column::left(LEFT, MEASURE * 0.68), HEADER);
    let column = Column::right(LEFT + MEASURE * 0.7, MEASURE * 0.3);
    flow.fitted_line_at(&content.document.number, STYLE, column, HEADER);
    flow.rect(LEFT, HEADER + 8.0, MEASURE, 0.5, RULE);
}

fn footer(flow: &mut Flow, content: &Content<'_>, page_of: &str, range: Option<(u64, u64)>) {
    flow.rect(LEFT, FOOTER - 15.0, MEASURE, 0.5, RULE);
    let software = Column::left(LEFT, MEASURE * 0.36);
    flow.fitted_line_at(&content.document.software, Style { color: FAINT, ..STYLE }, software, FOOTER);
    let middle = Column { x: LEFT, width: MEASURE, align: Align::Center };
    flow.fitted_line_at(page_of, STYLE, middle, FOOTER);
    if range.is_some() {
        flow.fitted_line_at(&serials(range), STYLE, Column::right(RIGHT - 140.0, 140.0), FOOTER);
    }
}
