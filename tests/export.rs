//! Exporting: one document in two formats, whole or named as partial, written whole or not at all.

use crate::support::TestVault;
use std::{fs::File, io::Read, path::Path};
use yanju_engine::{
    Job,
    api::{ErrorCode, annotate::AnnotationEdit},
};

#[test]
fn a_whole_conversation_is_full_and_a_part_is_named_partial() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    assert_eq!(vault.export("", &["all.pdf", "all.docx"]).complete, "FULL");
    let one = vault.export("退款", &["one.pdf"]);
    assert_eq!((one.complete.as_str(), one.messages), ("FULL", 2), "both messages of A-1001 match");
    let part = vault.export("急用", &["part.pdf"]);
    assert_eq!((part.complete.as_str(), part.messages), ("PARTIAL", 1));
}

#[test]
fn a_time_that_cannot_be_read_makes_a_document_partial() {
    let vault = TestVault::new();
    let rows = "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n2023-13-45 99:00,乙,在\n";
    let report = vault.import(vault.file("售后.csv", rows));
    assert_eq!(report.files[0].warnings[0].code, "unreadable_time");
    assert_eq!(report.files[0].warnings[0].detail, "2023-13-45 99:00", "what the source gives is told");
    let exported = vault.export("", &["all.pdf"]);
    let codes: Vec<&str> = exported.omitted.iter().map(|omitted| omitted.code.as_str()).collect();
    assert_eq!((exported.complete.as_str(), codes), ("PARTIAL", vec!["doubtful_content"]));
}

/// The main part of a Word file.
fn word_text(path: &Path) -> String {
    let mut package = zip::ZipArchive::new(File::open(path).expect("it was written")).expect("a zip");
    let mut text = String::new();
    package.by_name("word/document.xml").expect("there").read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn a_message_found_by_its_ticket_is_printed_with_it_and_with_the_note_of_its_conversation() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let message = vault.search("急用").0.hits[0].message.clone();
    let conversation = vault.search("急用").0.hits[0].conversation.clone();
    let set = |target: &str, edit| assert_eq!(vault.annotate(&[target], edit), 1);
    set(&message, AnnotationEdit::SetTicket { ticket: Some("KF-77".into()) });
    set(&message, AnnotationEdit::AddTag { tag: "催办".into() });
    let category = vault.session.category_named("支付问题").expect("a default category");
    set(&conversation, AnnotationEdit::SetCategory { category: Some(category) });
    set(&conversation, AnnotationEdit::SetNote { note: Some("等赔付结果".into()) });

    assert_eq!(vault.export("编号:KF-77", &["one.docx"]).messages, 1);
    let text = word_text(&vault.folder().join("one.docx"));
    for added in ["问题编号：KF-77 | 关键词：催办", "分类：支付问题", "备注：等赔付结果"]
    {
        assert!(text.contains(added), "{added} is printed");
    }
    assert_eq!(text.matches("整理信息，非原文  ").count(), 2, "and marked, each");
}

#[test]
fn a_message_that_a_later_source_calls_recalled_is_recalled_everywhere() {
    let vault = TestVault::new();
    let source = |recalled: bool| {
        let message = serde_json::json!({
            "messageId": "m-1", "conversationId": "cid1", "sender": "王磊", "senderId": "D1",
            "messageType": "text", "text": "我要投诉", "createTime": "2024-01-05 10:00:00", "recalled": recalled,
        });
        let whole =
            serde_json::json!({"contractVersion": "1", "conversationTitle": "售后", "messages": [message]});
        vault.file(&format!("{recalled}.json"), whole.to_string())
    };
    vault.import(source(false));
    assert_eq!(vault.search("是:撤回").total(), 0, "not yet");
    vault.import(source(true));
    let found = vault.search("is:recalled");
    assert_eq!(found.texts(), ["我要投诉"], "a search finds it, with its words");
    let conversation = vault.conversation("").id;
    assert!(vault.transcript(&conversation).messages[0].recalled, "the transcript says so");
    vault.export("", &["all.docx"]);
    let text = word_text(&vault.folder().join("all.docx"));
    assert!(text.contains("已撤回") && text.contains("我要投诉"), "and so does the document");
}

#[test]
fn what_is_left_out_is_counted() {
    let vault = TestVault::new();
    vault.import("wechat/android_private");
    let report = vault.export("退款", &["part.pdf"]);
    let left_out = report.omitted.iter().find(|o| o.code == "not_matched").expect("named");
    assert_eq!((left_out.count, left_out.of), (4, 7));
    let all = vault.export("", &["all.pdf"]);
    assert_eq!(all.omitted.iter().map(|o| o.code.as_str()).collect::<Vec<_>>(), ["missing_attachment"]);
}

#[test]
fn a_source_that_calls_itself_partial_makes_the_document_partial() {
    let vault = TestVault::new();
    vault.import("dingtalk/dws_projected");
    let report = vault.export("", &["out.docx"]);
    assert_eq!(report.complete, "PARTIAL");
    assert!(report.omitted.iter().any(|o| o.code == "source_partial" && o.detail.contains("truncated")));
}

#[test]
fn a_source_with_content_lost_on_import_is_not_full() {
    let vault = TestVault::new();
    let table = b"\xEF\xBB\xBFtime,sender,text\n2024-01-01 10:00,a,broken \xFF\xFE words\n".as_slice();
    let report = vault.import(vault.file("t.csv", table));
    assert_eq!(report.files[0].warnings.len(), 1, "{:?}", report.files[0].warnings);
    let export = vault.export("", &["out.pdf"]);
    assert_eq!(export.complete, "PARTIAL", "bytes that could not be decoded are a loss");
    let doubt = export.omitted.iter().find(|o| o.code == "doubtful_content").expect("named");
    assert_eq!((doubt.count, doubt.detail.as_str()), (1, "t.csv"));
}

#[test]
fn the_same_vault_gives_the_same_bytes() {
    let vault = TestVault::new();
    vault.import("whatsapp/ios_english");
    let first = vault.export("", &["a.pdf", "a.docx"]);
    let second = vault.export("", &["b.pdf", "b.docx"]);
    for (a, b) in first.outputs.iter().zip(&second.outputs) {
        assert_eq!(a.sha256, b.sha256, "{} is reproducible", a.format);
    }
}

#[test]
fn a_manifest_says_what_was_written_from_which_sources_and_no_word_of_a_record() {
    let vault = TestVault::new();
    let imported = vault.import("csv/shop");
    let report = vault.export("急用", &["part.pdf", "part.docx"]);
    assert!(report.manifest.ends_with("part.pdf.manifest.json"), "beside the first: {}", report.manifest);
    let text = std::fs::read_to_string(&report.manifest).expect("it was written");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for (output, listed) in report.outputs.iter().zip(manifest["outputs"].as_array().expect("a list")) {
        assert_eq!(listed["sha256"], output.sha256.as_str());
        assert!(output.path.ends_with(listed["file"].as_str().expect("a name")), "{listed}");
        assert_eq!((&listed["bytes"], &listed["pages"]), (&output.bytes.into(), &output.pages.into()));
    }
    let source = &manifest["sources"][0];
    assert_eq!(
        (&source["sha256"], &source["format"]),
        (&imported.files[0].sha256.as_str().into(), &"csv".into())
    );
    assert_eq!((&manifest["number"], &manifest["complete"]), (&report.number.into(), &"PARTIAL".into()));
    assert_eq!(manifest["omitted"][0]["count"], report.omitted[0].count, "what is left out is in it");
    assert_eq!(
        (&manifest["selection"]["query"], &manifest["zone"]),
        (&"急用".into(), &"Asia/Shanghai".into())
    );
    assert_eq!(manifest["created"], "2024-07-01T12:00:00+08:00");
    assert!(!text.contains("我急用"), "the words of records stay in the document");
}

#[test]
fn a_manifest_is_canonical_json() {
    let vault = TestVault::new();
    vault.import("dingtalk/dws_projected");
    let text = std::fs::read_to_string(vault.export("", &["all.docx"]).manifest).expect("it was written");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(text, canonical(&value), "RFC 8785: keys in order, no blanks");
}

/// RFC 8785 for what a manifest may hold; a number with a fraction is no part of it.
fn canonical(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            let sorted: std::collections::BTreeMap<_, _> = fields.iter().collect();
            let fields = sorted.iter().map(|(key, value)| format!("{key:?}:{}", canonical(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Number(number) => number.as_u64().expect("a whole number").to_string(),
        other => other.to_string(),
    }
}

#[test]
fn a_date_range_selects_whole_days() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let mut request = vault.export_request("", &["january-6.pdf"]);
    request.from = Some("2024-01-06".into());
    request.to = Some("2024-01-06".into());
    let report = vault.try_export(&request, &Job::quiet()).expect("written");
    assert_eq!((report.messages, report.conversations), (2, 1));
}

#[test]
fn a_failed_export_leaves_its_target_as_it_was() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let kept = vault.file("kept.pdf", "what stood here before");
    let failure = |query: &str, job: &Job| {
        let request = vault.export_request(query, &["kept.pdf"]);
        vault.try_export(&request, job).expect_err("it fails").code
    };
    let cancelled = Job::quiet();
    cancelled.cancel();
    assert_eq!(failure("", &cancelled), ErrorCode::Cancelled);
    assert_eq!(failure("绝无此句", &Job::quiet()), ErrorCode::NothingToExport);
    assert_eq!(std::fs::read(&kept).expect("there"), b"what stood here before");
    assert!(
        !vault.folder().join("kept.pdf.manifest.json").exists(),
        "nothing was written, so nothing is listed"
    );
    let request = vault.export_request("", &["no/such/folder.pdf"]);
    let error = vault.try_export(&request, &Job::quiet()).expect_err("no folder");
    assert_eq!(error.code, ErrorCode::Unwritable);
    let left: Vec<_> =
        std::fs::read_dir(vault.folder()).expect("there").flatten().map(|e| e.file_name()).collect();
    assert!(
        left.iter().all(|name| !name.to_string_lossy().starts_with(".yanju")),
        "nothing half-written: {left:?}"
    );
}

#[test]
fn a_preview_can_be_cancelled_and_names_the_files_it_would_replace() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let kept = vault.file("kept.pdf", "what stood here before");
    let request = vault.export_request("", &["kept.pdf", "new.docx"]);
    let preview = vault.session.preview_export(&request, &Job::quiet()).expect("counted");
    assert_eq!(preview.existing, [kept.display().to_string()], "only the one that is there");
    let cancelled = Job::quiet();
    cancelled.cancel();
    let error = vault.session.preview_export(&request, &cancelled).expect_err("it stops");
    assert_eq!(error.code, ErrorCode::Cancelled, "a count ends like any other work");
}
