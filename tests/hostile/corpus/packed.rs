//! Mails, pages and archives as programs pack them: parts in parts, parts without end, and bombs in their members.

use super::{
    Fate, Hostile, Keeps,
    raw_zip::{Entry, archive},
};

const MIB: usize = 1024 * 1024;
const HEAD: &str = "From: a@a.example\nTo: b@b.example\nDate: Tue, 5 Mar 2024 10:00:00 +0000\nMessage-ID: <m@a.example>\nSubject: s\nMIME-Version: 1.0\n";

pub fn all() -> Vec<Hostile> {
    [mails(), pages(), bombs(), entities()].into_iter().flatten().collect()
}

fn mails() -> Vec<Hostile> {
    let nested = (0..10_000).fold(String::from(HEAD), |mail, n| {
        format!("{mail}Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n")
    });
    let forwarded =
        (0..10_000).fold(String::new(), |mail, _| format!("{mail}{HEAD}Content-Type: message/rfc822\n\n"));
    let parts = "--b\nContent-Type: text/plain\n\nx\n".repeat(50_000);
    let flat = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    let fields = format!("{HEAD}{}\nhi\n", "Received: from a by b\n".repeat(200_000));
    let folded = format!("{HEAD}X-Long: a\n{}\nhi\n", " folded\n".repeat(500_000));
    let references = format!("{HEAD}References:{}\n\nhi\n", " <r@a.example>\n".repeat(100_000));
    let encoded = format!("{HEAD}Subject: {}\n\nhi\n", "=?utf-8?b?aGk=?= ".repeat(100_000));
    let page = format!("{HEAD}Content-Type: text/html\n\n{}x\n", "<div>".repeat(200_000));
    let base64 = format!(
        "{HEAD}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{}\n",
        "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n".repeat(20 * MIB / 61)
    );
    let box_of_many = "From a@a.example Tue Mar 05 09:01:00 2024\n".to_owned() + HEAD + "\nhi\n\n";
    vec![
        Hostile::of("packed_mail_nested", "a.eml", nested),
        Hostile::of("packed_mail_forwarded", "a.eml", forwarded),
        Hostile::of("packed_mail_parts", "a.eml", flat),
        Hostile::of("packed_mail_fields", "a.eml", fields),
        Hostile::of("packed_mail_folded", "a.eml", folded),
        Hostile::of("packed_mail_references", "a.eml", references),
        Hostile::of("packed_mail_encoded_words", "a.eml", encoded),
        Hostile::of("packed_mail_page", "a.eml", page),
        Hostile::of("packed_mail_base64", "a.eml", base64),
        Hostile::of("packed_mbox", "a.mbox", box_of_many.repeat(5_000)).fate(Fate::Read),
        Hostile::of("packed_mail_of_year_9999", "a.eml", format!("{}\nhi\n", HEAD.replace("2024", "9999"))),
    ]
}

const MHT: &str = "From: <Save by Tencent MsgMgr>\nSubject: Tencent IM Message\nMIME-Version: 1.0\nContent-Type:multipart/related;\n\tcharset=\"utf-8\"\n\ttype=\"text/html\";\n\tboundary=\"----=_B\"\n\n------=_B\nContent-Type: text/html\nContent-Transfer-Encoding:7bit\n\n<html><head><title>QQ Message</title></head><body><table><tr><td>消息对象:阿芸</td></tr><tr><td>日期: 2024-05-06</td></tr>";

fn pages() -> Vec<Hostile> {
    let row = "<tr><td><div style=color:#42B475;float:left;>A</div>23:59:08</td></tr><tr><td><div>hi</div></td></tr>";
    let without_end = |name: &str, part: &'static str, times: usize| {
        Hostile::streamed(format!("packed_mht_{name}"), "a.mht", move |out| {
            out.write_all(MHT.as_bytes())?;
            (0..times).try_for_each(|_| out.write_all(part.as_bytes()))
        })
    };
    vec![
        without_end("without_end", "<tr><td>", 500_000),
        without_end("open_tag", "<td a=", 500_000),
        without_end("nested", "<div>", 1_000_000),
        without_end("one_word", "x", 64 * MIB / 4),
        without_end(
            "pictures",
            "\n------=_B\nContent-Type:image/jpeg\nContent-Location:{A}.dat\n\n//8=\n",
            100_000,
        ),
        Hostile::of("packed_mht_rows", "a.mht", format!("{MHT}{}", row.repeat(50_000))),
    ]
}

/// Archives of programs in which one member unpacks to hundreds of MiB.
fn bombs() -> Vec<Hostile> {
    let spaces = vec![b' '; super::HUGE * MIB];
    let bomb = |head: &str| {
        let mut content = spaces.clone();
        content.get_mut(..head.len()).expect("longer").copy_from_slice(head.as_bytes());
        content
    };
    let sheet = |name: &str, content: &[u8]| {
        let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
        let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#;
        let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
        archive(&[
            Entry::deflated("[Content_Types].xml", types.as_bytes()),
            Entry::deflated("xl/workbook.xml", book.as_bytes()),
            Entry::deflated("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            Entry::deflated(name, content),
        ])
    };
    let rows = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>time</t></is></c><c r="B1" t="inlineStr"><is><t>text</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>"#;
    let tables = [Entry::deflated("channels.json", br#"[{"id":"C1","name":"c"}]"#)];
    let slack = |name: &str, content: &[u8]| {
        let day = br#"[{"type":"message","user":"U01","text":"hi","ts":"1709632800.000100"}]"#;
        let entries = [Entry::deflated("c/2024-03-05.json", day), Entry::deflated(name, content)];
        archive(&tables.iter().cloned().chain(entries).collect::<Vec<_>>())
    };
    vec![
        Hostile::of(
            "packed_rsmf_bomb",
            "a.zip",
            archive(&[Entry::deflated(
                "rsmf_manifest.json",
                &bomb("{\"version\":\"2.0.0\",\"participants\":[],\"events\":["),
            )]),
        ),
        Hostile::of(
            "packed_rsmf_string",
            "a.zip",
            archive(&[Entry::deflated(
                "rsmf_manifest.json",
                &bomb("{\"version\":\"2.0.0\",\"participants\":[],\"events\":[{\"body\":\""),
            )]),
        ),
        Hostile::of(
            "packed_slack_users",
            "a.zip",
            slack("users.json", &bomb("[{\"id\":\"U01\",\"name\":\"")),
        ),
        Hostile::of(
            "packed_slack_day",
            "a.zip",
            slack("c/2024-03-06.json", &bomb("[{\"type\":\"message\",\"text\":\"")),
        ),
        Hostile::of("packed_book_bomb", "a.xlsx", sheet("xl/worksheets/sheet1.xml", &bomb("<worksheet>"))),
        Hostile::of("packed_book_strings", "a.xlsx", sheet("xl/sharedStrings.xml", &bomb("<sst><si><t>"))),
        Hostile::of("packed_book_far_cell", "a.xlsx", sheet("xl/worksheets/sheet1.xml", rows.as_bytes())),
    ]
}

/// Entities in XML that would otherwise be read.
fn entities() -> Vec<Hostile> {
    let level = |n: u32| format!("<!ENTITY l{n} \"{}\">\n", format!("&l{};", n - 1).repeat(10));
    let levels = (1..10).map(level).collect::<Vec<_>>().concat();
    let document = |entities: &str, words: &str| {
        let one = |second: u32| {
            format!(
                "<message time=\"2024-03-05 10:00:0{second}\" sender=\"A\"><text>{words}</text></message>"
            )
        };
        format!("<?xml version=\"1.0\"?>\n<!DOCTYPE chat [{entities}]>\n<chat>{}{}</chat>", one(1), one(2))
    };
    let laughs = document(&format!("<!ENTITY l0 \"ha\">\n{levels}"), "&l9;");
    let external = document("<!ENTITY e SYSTEM \"file:///etc/passwd\">", "&e;");
    let deep = format!("<chat>{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let attributes = (0..200_000).map(|n| format!(" a{n}=\"x\"")).collect::<Vec<_>>().concat();
    vec![
        // An entity is a word like any other: neither unfolded nor looked for on the disk.
        Hostile::of("packed_xml_laughs", "a.xml", laughs).keeps(Keeps::Text("&l9;".to_owned())),
        Hostile::of("packed_xml_external", "a.xml", external).keeps(Keeps::Text("&e;".to_owned())),
        Hostile::of("packed_xml_deep", "a.xml", deep),
        Hostile::of(
            "packed_xml_attributes",
            "a.xml",
            format!("<chat><m time=\"2024-03-05 10:00\" text=\"x\"{attributes}/></chat>"),
        ),
    ]
}
