//! Another zone for what was read in an assumed one: seen everywhere at once, undone at once, and never for times that
//! a source states.

use crate::support::{TestVault, request};
use std::path::Path;
use yanju_engine::{
    Job,
    api::{ErrorCode, library::AskTimeline, zone::ChangeZone},
};

/// Fixtures whose times have no zone.
const CASES: &[&str] = &[
    "wechat/android_private",
    "wechat/ios_clipboard",
    "whatsapp/ios_english",
    "whatsapp/android_chinese",
    "dingtalk/dws_projected",
    "csv/shop",
    "json/dialogue",
];

fn imported_in(case: &str, zone: &str) -> TestVault {
    let vault = TestVault::new();
    let mut request = request(Path::new(case));
    request.options.zone = Some(zone.to_owned());
    vault.session.import_files(&request, &Job::quiet()).expect("readable");
    vault
}

fn to(zone: &str, of: &[&str]) -> ChangeZone {
    ChangeZone { of: of.iter().map(|&id| id.to_owned()).collect(), zone: zone.to_owned() }
}

/// What the window shows of everything.
fn shown(vault: &TestVault) -> serde_json::Value {
    let rows = vault.conversations("").conversations;
    let details: Vec<_> = rows
        .iter()
        .map(|row| (vault.session.conversation_detail(&row.id).expect("there"), vault.transcript(&row.id)))
        .collect();
    let bars = AskTimeline { bars: 500, ..AskTimeline::default() };
    let days: Vec<_> = ["date:2023", "date:2023-12-31", "date:2024-01-01", "date:2024-03"]
        .map(|query| vault.search(query).total())
        .to_vec();
    serde_json::json!([
        rows,
        details,
        days,
        vault.session.timeline(&bars).expect("open"),
        vault.session.radar().expect("open").sources,
        vault.session.overview().expect("open").messages,
    ])
}

#[test]
fn a_changed_zone_is_as_if_the_import_had_been_made_in_it() {
    for case in CASES {
        let vault = imported_in(case, "Asia/Shanghai");
        let before = shown(&vault);
        let wanted = shown(&imported_in(case, "America/New_York"));
        let request = to("America/New_York", &["i1"]);
        let preview = match vault.session.preview_zone(&request) {
            Err(refused) => {
                assert_eq!(refused.code, ErrorCode::ZoneStated, "{case}");
                continue;
            }
            Ok(preview) => preview,
        };
        assert!(preview.messages > 0, "{case}: something moves");
        assert_eq!(shown(&vault), before, "{case}: looking changes nothing");
        let change = vault.session.change_zone(&request, &Job::quiet()).expect("assumed");
        assert_eq!(change, preview, "{case}: what was promised");
        assert_eq!(shown(&vault), wanted, "{case}");
        let again = vault.import(case);
        assert_eq!(again.duplicates, again.messages + again.events, "{case}: every record is known");
        assert_eq!(vault.session.undo().expect("open").expect("an act").act, "set_zone");
        assert_eq!(shown(&vault), before, "{case}: taken back");
        vault.session.redo().expect("open").expect("an act");
        assert_eq!(shown(&vault), wanted, "{case}: and made again");
    }
}

#[test]
fn a_document_prints_the_times_of_the_changed_zone_and_says_so() {
    let vault = TestVault::new();
    let table = "时间,发送人,内容\n2024-01-01 10:00,甲,一\n2024-01-01 10:01,乙,二\n";
    vault.import(vault.file("a.csv", table));
    vault.session.change_zone(&to("Asia/Tokyo", &["f1"]), &Job::quiet()).expect("assumed");
    let report = vault.export("", &["out.pdf"]);
    let manifest = std::fs::read_to_string(report.manifest).expect("written beside");
    assert!(
        manifest.contains("assumed:Asia/Tokyo") && !manifest.contains("assumed:Asia/Shanghai"),
        "{manifest}"
    );
}

#[test]
fn one_of_two_files_of_a_conversation_moves_alone() {
    let vault = TestVault::new();
    let chat = |lines: &str| format!("2024-03-01 10:00 - A: one\n{lines}");
    vault.import(vault.file("WhatsApp Chat with B.txt", chat("2024-03-01 12:00 - B: three\n")));
    vault.import(vault.file("WhatsApp Chat with B (2).txt", chat("2024-03-01 11:00 - B: two\n")));
    let id = vault.conversation("").id;
    let texts = || -> Vec<String> { vault.transcript(&id).messages.into_iter().map(|m| m.text).collect() };
    assert_eq!(texts(), ["one", "two", "three"]);
    let change = vault.session.change_zone(&to("Europe/London", &["f2"]), &Job::quiet()).expect("assumed");
    assert_eq!((change.files, change.messages), (1, 1), "the other is the first file's");
    assert_eq!(texts(), ["one", "three", "two"], "eight hours later");
    let refused = vault.session.preview_zone(&to("Asia/Tokyo", &["f1", "f2"])).expect_err("two zones");
    assert_eq!(refused.code, ErrorCode::ZonesDiffer);
}
