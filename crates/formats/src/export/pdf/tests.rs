//! The layout as a whole: what stands on which page, where lines end, what a reader's program takes out.

use super::breaks::may_part;
use super::lines;
use super::page::Item;
use super::shape::{Shaper, Span};
use super::style::{INK, Style};
use super::system::SystemFonts;
use super::{Layout, fonts::Fonts, lay_out, write};
use crate::export::content::Content;
use crate::export::document::{self, Message};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use yanju_model::{Kind, Precision, Role, Timestamp, job::Job};

mod reader;
#[path = "../../../tests/export/sample.rs"]
#[expect(dead_code, reason = "the tests of whole files use the rest")]
mod sample;

fn laid_out(document: &document::Document) -> Layout {
    let undecodable = BTreeSet::new();
    let content = Content::of(document, &undecodable);
    lay_out(&content, SystemFonts::none(), &Job::quiet()).expect("nobody cancels")
}

/// The text of each page as it was meant, line by line in drawing order.
fn meant(layout: &Layout) -> Vec<String> {
    let text = |item: &Item| if let Item::Text(run) = item { Some(run.text.clone()) } else { None };
    layout.pages.iter().map(|page| page.items.iter().filter_map(text).collect()).collect()
}

#[test]
fn the_text_taken_out_of_each_page_is_the_text_meant() {
    let document = sample::varied();
    let undecodable = BTreeSet::from([4]);
    let content = Content::of(&document, &undecodable);
    let layout = lay_out(&content, SystemFonts::none(), &Job::quiet()).expect("nobody cancels");
    let outcome =
        write::write(&content, &layout.pages, layout.fonts.faces(), &layout.bookmarks, &Job::quiet());
    let Ok(write::Outcome::Done(bytes)) = outcome else { panic!("the document can be written") };
    let pdf = lopdf::Document::load_mem(&bytes).expect("a PDF that another library reads");
    for (index, page) in meant(&layout).iter().enumerate() {
        let taken = reader::text_of_page(&pdf, index as u32 + 1);
        assert_eq!(&taken, page, "page {}", index + 1);
    }
}

#[test]
fn what_the_user_added_is_marked_and_stands_outside_the_bar() {
    let mut message = sample::message(1, "王磊", Role::Customer, "没有收到");
    message.added.ticket = Some("KF-7".to_owned());
    message.added.note = Some("先行赔付\n第二行".to_owned());
    let page = &laid_out(&sample::document_of(vec![message])).pages[2];
    let runs = page.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None });
    let own: Vec<_> = runs.skip_while(|run| run.text != "没有收到").skip(1).take(3).collect();
    let texts: Vec<_> = own.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(texts, ["整理信息，非原文  ", "问题编号：KF-7", "备注：先行赔付"]);
    let bars =
        page.items.iter().filter_map(|item| if let Item::Rect(area, _) = item { Some(area) } else { None });
    let end = bars.filter(|area| area.width < 3.0).map(|area| area.y + area.height).fold(0.0, f32::max);
    assert!(own.iter().all(|run| run.size < 8.0), "smaller than any word of the record");
    assert!(own.iter().all(|run| run.baseline - run.size > end), "the bar ends where the record ends");
}

#[test]
fn a_time_that_is_no_moment_is_printed_as_the_source_has_it() {
    let mut clock = sample::message(1, "王小明", Role::Customer, "在吗");
    clock.sent_at = Timestamp { precision: Precision::Undated, ..clock.sent_at };
    let silent = Message { serial: 2, ..clock.clone() };
    clock.stated_time = Some("9:02".to_owned());
    let event = Message { serial: 3, sender: String::new(), kind: Kind::System, ..clock.clone() };
    let pages = meant(&laid_out(&sample::document_of(vec![clock, silent, event]))).concat();
    assert_eq!(pages.matches("来源所记时间：9:02").count(), 2, "{pages}");
    // Each of the two marks is explained once.
    assert_eq!(pages.matches("时间无法确定").count(), 1 + 2, "it is not called silent: {pages}");
    assert_eq!(pages.matches("原文无可读时间").count(), 1 + 1);
}

#[test]
fn who_is_joined_by_the_users_word_is_said_with_the_participants_and_above_each_message() {
    let mut message = sample::message(1, "王小明", Role::Customer, "没有收到");
    message.stated_sender = Some("13800001111".to_owned());
    let mut document =
        sample::document_of(vec![message, sample::message(2, "王小明", Role::Customer, "还是没有")]);
    document.conversations[0].participants[0].joined =
        vec![document::Joined { name: "13800001111".to_owned(), messages: 1 }];
    let pages = meant(&laid_out(&document));
    let front = pages[..2].concat();
    let sentence = "会话 1：来源中的「13800001111」（印出 1 条）由使用者认定与「王小明」为同一人";
    assert!(front.contains(&format!("整理信息，非原文  {sentence}")), "whose word it is: {front}");
    assert!(front.contains("使用者认定为同一人的几位对话人"), "and how the transcript shows it: {front}");
    assert_eq!(
        pages.concat().matches("来源署名：13800001111").count(),
        1,
        "where the source has another name"
    );
}

#[test]
fn every_page_is_numbered_among_all_and_serials_run_without_a_gap() {
    let layout = laid_out(&sample::plain(300));
    let pages = meant(&layout);
    let mut next = 1;
    for (index, (text, page)) in pages.iter().zip(&layout.pages).enumerate() {
        let number = format!("第 {} 页 / 共 {} 页", index + 1, pages.len());
        assert!(text.contains(&number), "page {} must say so", index + 1);
        if let Some((first, last)) = page.serials {
            assert_eq!(first, next, "the first serial of page {} follows the last before", index + 1);
            next = last + 1;
        }
    }
    assert_eq!(next, 301, "every message is on a page");
}

#[test]
fn nothing_stands_outside_the_margins() {
    for document in [sample::varied(), sample::plain(60)] {
        for (index, page) in laid_out(&document).pages.iter().enumerate() {
            for item in &page.items {
                let Item::Text(run) = item else { continue };
                let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance * run.size).sum();
                let right = run.x + width - run.size; // a closing mark may hang by its blank half, a space wholly
                assert!(right <= super::page::RIGHT, "page {}: «{}» reaches {right}", index + 1, run.text);
                assert!(run.x >= super::page::LEFT - run.size / 2.0, "«{}» begins at {}", run.text, run.x);
            }
        }
    }
}

#[test]
fn the_layout_of_a_small_document_is_as_it_was() {
    let mut messages = vec![
        sample::message(1, "王磊", Role::Customer, "「退款」多久到账？订单 YDH12345678。"),
        sample::message(2, "客服・小林", Role::Agent, "1–3 个工作日🙏"),
        sample::message(3, "", Role::System, "会话已结束"),
    ];
    messages[0].quote = "请问还有什么可以帮您".to_owned();
    messages[1].recalled = true;
    messages[1].added.tags = vec!["时效".to_owned()];
    messages[1].added.note = Some("与商家公示的 24 小时不符".to_owned());
    let layout = laid_out(&sample::document_of(messages));
    let mut listing = String::new();
    for (index, page) in layout.pages.iter().enumerate() {
        let _ = writeln!(listing, "page {}", index + 1);
        for item in &page.items {
            if let Item::Text(run) = item {
                let _ = writeln!(listing, "{:6.1} {:6.1} {:4.1} {}", run.x, run.baseline, run.size, run.text);
            }
        }
    }
    insta::assert_snapshot!(listing);
}

/// Words and marks in the proportions of chat, never more than three marks in a row.
fn chat() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[一-龥]{1,6}",
        2 => "[a-zA-Z0-9]{1,24}",
        1 => Just(" ".to_owned()),
        1 => Just("🙏".to_owned()),
        1 => Just("1️⃣".to_owned()),
    ];
    let marks = prop_oneof![
        3 => Just(String::new()),
        4 => "[，。、；：？！]",
        1 => Just("……".to_owned()),
        1 => Just("——".to_owned()),
        1 => "[」』）】》”]{1,2}[，。]",
        2 => "[「『（【《“]{1,2}",
    ];
    prop::collection::vec((word, marks), 1..120)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, marks)| [word, marks]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_line_starts_or_ends_with_a_forbidden_mark_and_nothing_is_lost(text in chat(), measure in 70.0_f32..460.0) {
        let mut shaper = Shaper::new(Fonts::new(SystemFonts::none()));
        let paragraph = shaper.line(&[Span { text: &text, style: Style::regular(10.0, INK) }]);
        let lines = lines::fill(&paragraph, measure);
        let mut next = 0;
        for pair in lines.windows(2) {
            let (Some(last), Some(first)) =
                (paragraph.clusters.get(pair[0].clusters.end - 1), paragraph.clusters.get(pair[1].clusters.start))
            else {
                panic!("lines are never empty");
            };
            let before = paragraph.text[..last.text.end as usize].chars().next_back().expect("a character");
            let after = paragraph.text[first.text.start as usize..].chars().next().expect("a character");
            prop_assert!(may_part(before, after), "a line breaks between {before} and {after} in {text}");
        }
        for line in &lines {
            prop_assert_eq!(line.clusters.start, next, "lines follow each other");
            prop_assert!(line.width <= measure + 0.01, "a line of {} on {measure}", line.width);
            next = line.clusters.end;
        }
        prop_assert_eq!(next, paragraph.clusters.len(), "every cluster is on a line");
    }
}
