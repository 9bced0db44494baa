//! Traps of workbooks and of XML without a format of its own, and columns that the user names.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{
    Confidence, Error, ReadOptions,
    columns::{Field, Mapping},
};
use yanju_model::{Kind, Role, draft::DateOrder};

fn mapped(id: &str, name: &str, content: &str, columns: &[(&str, Field)]) -> Collected {
    let columns = columns.iter().map(|(name, field)| ((*name).to_owned(), *field));
    let options = ReadOptions { mapping: Some(Mapping::new(columns)), ..ReadOptions::default() };
    outcome(id, name, content, &options).expect("it can be read")
}

#[test]
fn every_sheet_with_messages_is_a_conversation_and_cells_keep_what_they_show() {
    let book = fixture("xlsx", "shop.xlsx");
    let titles: Vec<&str> = book.conversations.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["买家甲", "买家乙"], "the summary and the empty sheet hold no messages");
    assert_eq!(book.texts(), ["这盏灯还有货吗？", "有的，\n现货", "3100", "什么时候发货？", "true"]);
    assert_eq!(book.sender_at(0).role, Role::Customer);
    assert_eq!(
        book.times(),
        [
            "2024-05-02 09:03:10 second",
            "2024-05-02 09:04:00 second",
            "2024-05-03 00:00:00 second",
            "2024-05-03 10:00:00 second",
            "2024-05-03 10:02:00 second",
        ],
        "a fraction of a day is rounded to the second"
    );
    assert_eq!(book.message_at(0).place, "买家甲, row 4");
    assert_eq!(book.message_at(4).source_id.as_deref(), Some("7000000000000000002"), "text keeps its digits");
    assert_eq!(
        book.codes(),
        ["not_kept", "not_kept", "rounded_number"],
        "the summary, the remarks, and the number that lost its last digits: {:?}",
        book.warnings
    );
}

#[test]
fn dates_of_either_epoch_are_the_same_days() {
    let book = fixture("xlsx", "mac.xlsx");
    assert_eq!(book.times(), ["2024-01-05 00:00:00 day", "2024-01-06 09:00:00 second"]);
}

#[test]
fn a_damaged_workbook_is_refused() {
    let mut content = fixture_bytes("xlsx", "shop.xlsx");
    content.truncate(content.len() / 2);
    let error = outcome("xlsx", "a.xlsx", content, &ReadOptions::default()).expect_err("it is cut off");
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}

#[test]
fn elements_that_repeat_are_messages_of_the_element_around_them() {
    let xml = fixture("xml", "support.xml");
    let titles: Vec<&str> = xml.conversations.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["买家甲", "买家乙"]);
    assert_eq!(
        xml.texts(),
        ["这盏灯还有货吗？<急>", "有的 <b>现货</b>", "什么时候发货？", "今天&unknown;发"],
        "references are resolved, those of nobody's making are kept as written"
    );
    assert_eq!((xml.sender_at(0).role, xml.sender_at(1).role), (Role::Customer, Role::Agent));
    assert_eq!(xml.message_at(3).source_id.as_deref(), Some("700000000000004"));
}

#[test]
fn attributes_are_fields_too() {
    let xml = fixture("xml", "phone.xml");
    assert_eq!(xml.texts(), ["您的包裹已到站点", "好的，马上来 & 谢谢", "订单 LT20240502 已退款"]);
    assert_eq!(xml.times().first().map(String::as_str), Some("2024-05-02 00:03:10Z milli"));
}

#[test]
fn elements_of_every_name_that_hold_words_and_a_time_are_messages() {
    let chat = r#"<?xml version="1.0"?><chat id="k1"><agent time="2024-01-01 10:00" name="客服A" text="您好"/>
        <customer time="2024-01-01 10:01" name="张三" text="要退款"/>
        <agent time="2024-01-01 10:02" name="客服A" text="好的"/></chat>"#;
    let chat = read("xml", "a.xml", chat);
    assert_eq!((chat.texts(), chat.conversations.len()), (vec!["您好", "要退款", "好的"], 1));
    assert!(chat.warnings.is_empty(), "{:?}", chat.warnings);
    let phone = r#"<?xml version="1.0"?><smses><sms date="1704100000000" body="短信一" contact_name="A"/>
        <mms date="1704100002000"><parts><part ct="text/plain" text="彩信文字"/></parts></mms></smses>"#;
    assert_eq!(read("xml", "a.xml", phone).texts(), ["短信一", "彩信文字"]);
    let nested = r#"<?xml version="1.0"?><a><m time="2024-01-01 10:00" text="一"><quote time="2024-01-01" text="零"/></m>
        <m time="2024-01-01 10:01" text="二"/></a>"#;
    assert_eq!(read("xml", "a.xml", nested).texts(), ["一", "二"], "what lies in a message is a part of it");
}

#[test]
fn messages_of_a_phone_say_who_wrote_them_and_which_files_came_with_them() {
    let phone = r#"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count="5">
        <sms protocol="0" address="+8613800000000" date="1704100000000" type="1" subject="null" body="在吗"
            readable_date="2024年1月1日" contact_name="王姐" />
        <sms protocol="0" address="+8613800000000" date="1704100001000" type="2" subject="null" body="在的"
            contact_name="王姐" />
        <mms date="1704100002000" msg_box="1" address="+8613800000000" sub="null" m_type="132" contact_name="王姐">
          <parts><part seq="-1" ct="application/smil" text="&lt;smil/&gt;"/>
            <part seq="0" ct="image/jpeg" cl="a.jpg" text="null" data="AAAA"/>
            <part seq="1" ct="text/plain" text="这盏灯"/><part seq="2" ct="text/plain" text="有货吗"/></parts>
          <addrs><addr address="+8613800000000" type="137"/><addr address="insert-address-token" type="151"/></addrs>
        </mms>
        <mms date="1704100003000" msg_box="2" address="+8613800000000" contact_name="王姐">
          <parts><part seq="0" ct="image/jpeg" text="null" data="AAAA"/></parts>
          <addrs><addr address="insert-address-token" type="137"/></addrs></mms>
        <mms date="1704100004000" msg_box="1" address="+1~+2" sub="团购" contact_name="甲, 乙">
          <parts><part ct="text/plain" text="要两盏"/></parts>
          <addrs><addr address="+2" type="137"/><addr address="+1" type="151"/></addrs></mms></smses>"#;
    let phone = read("xml", "sms.xml", phone);
    assert_eq!(phone.texts(), ["在吗", "在的", "这盏灯\n有货吗", "", "团购\n要两盏"]);
    assert_eq!(phone.senders(), ["王姐", "", "王姐", "", "+2"], "the owner of the phone has no name there");
    assert_eq!(phone.message_at(3).kind, Kind::Image);
    assert_eq!(phone.understanding.partial, ["media_omitted:2"]);
    let titles: Vec<&str> = phone.conversations.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, ["王姐", "甲, 乙"]);
    assert_eq!(phone.times().get(2).map(String::as_str), Some("2024-01-01 09:06:42Z milli"));
    let told: Vec<&str> = phone.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    assert_eq!(told, ["protocol, m_type"], "{:?}", phone.warnings);
}

#[test]
fn words_in_inner_elements_stand_in_their_place_among_the_words_around_them() {
    let message = |said: &str| format!(r#"<message from="a" time="2024-01-01 10:00:00">{said}</message>"#);
    let said = [
        "hello <b>bold</b> world",
        "<i>先</i>看 <b>这<u>一</u>个</b>",
        r#"见 <a href="x">链接</a><br/>谢谢<b>！</b><b>！</b>"#,
        "<text>x</text>",
        "好的 <role>agent</role>",
    ];
    let chat = format!("<?xml version='1.0'?><chat>{}</chat>", said.map(message).concat());
    let chat = read("xml", "a.xml", chat);
    assert_eq!(chat.texts(), ["hello bold world", "先看 这一个", "见 链接\n谢谢！！", "x", "好的"]);
    assert_eq!(chat.sender_at(4).role, Role::Agent, "a field stays one");
    let told: Vec<&str> = chat.warnings.iter().map(|warning| warning.detail.as_str()).collect();
    assert_eq!(told, ["a"], "where the link leads is not kept");
}

#[test]
fn xml_without_a_declaration_is_known_by_the_name_of_its_file() {
    let chat = r#"<chat><message from="a" time="2024-01-01 10:00:00">您好</message></chat>"#;
    assert_eq!(confidence("xml", "a.xml", chat), Confidence::Possible);
    assert_eq!(confidence("xml", "a.txt", "<a> 你好"), Confidence::No);
    assert_eq!(confidence("xml", "a.xml", "<!DOCTYPE html><html><body>x</body></html>"), Confidence::No);
    assert_eq!(read("xml", "a.xml", chat).texts(), ["您好"]);
}

#[test]
fn entities_of_a_document_do_not_grow() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>
        <a><m time="2024-05-02 09:03" text="&c;"/><m time="2024-05-02 09:04" text="x"/></a>"#;
    assert_eq!(read("xml", "a.xml", bomb).texts(), ["&c;", "x"]);
}

#[test]
fn xml_that_ends_early_or_holds_no_messages_is_refused() {
    let refused = |text: &str| outcome("xml", "a.xml", text, &ReadOptions::default()).expect_err("refused");
    assert!(matches!(
        refused("<?xml version='1.0'?><a><m time='2024-05-02' text='x'/>"),
        Error::Damaged { .. }
    ));
    assert!(matches!(refused("<?xml version='1.0'?><a><b/></a>"), Error::Lacks { what: "messages", .. }));
    let deep = format!("<?xml version='1.0'?>{}", "<a>".repeat(100));
    assert!(matches!(refused(&deep), Error::TooLarge { limit: "nesting", .. }));
}

#[test]
fn columns_mean_what_the_user_says() {
    let columns = [("c1", Field::Time), ("c2", Field::Sender), ("c3", Field::Text)];
    let csv = mapped("csv", "a.csv", "c1,c2,c3,text\n2024-05-02 09:03,甲,你好,no\n", &columns);
    assert_eq!((csv.texts(), csv.senders()), (vec!["你好"], vec!["甲"]));
    assert_eq!(csv.codes(), ["not_kept"], "a column that was given no meaning is named");
    let json = r#"[{"c1":"2024-05-02 09:03","c2":"甲","c3":"你好","text":"no"}]"#;
    let json = mapped("json", "a.json", json, &columns);
    assert_eq!((json.texts(), json.senders()), (vec!["你好"], vec!["甲"]));
    let xml = r#"<?xml version="1.0"?><a><m c1="2024-05-02 09:03" c2="甲" c3="你好"/></a>"#;
    let xml = mapped("xml", "a.xml", xml, &columns);
    assert_eq!((xml.texts(), xml.senders()), (vec!["你好"], vec!["甲"]));
}

#[test]
fn an_archive_of_exports_is_one_import_of_all_that_can_be_read() {
    let bundle = fixture("zip", "mixed.zip");
    let titles: Vec<&str> = bundle.conversations.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Anna Bell", "电脑 - 会话", "电脑 - 旧 - 会话", "买家甲", "买家乙"],
        "two files of one name are two conversations"
    );
    assert_eq!(bundle.messages.len(), 2 + 2 + 2 + 5);
    let attachment = bundle.message_at(0).attachments.first().expect("it is named");
    assert!(attachment.content.is_some(), "media lie beside their chat, in the archive too");
    assert!(bundle.message_at(2).place.starts_with("电脑/会话.csv, row"), "{}", bundle.message_at(2).place);
    let unread: Vec<(&str, &str)> = bundle
        .warnings
        .iter()
        .filter(|warning| warning.code.ends_with("_file"))
        .map(|warning| (warning.code.as_str(), warning.place.as_str()))
        .collect();
    assert_eq!(unread, [("unread_file", "电脑/坏.json"), ("unknown_file", "电脑/笔记.bin")]);
    assert!(bundle.messages.iter().all(|(_, draft)| draft.text != "b"), "nothing of the damaged one is kept");
    assert_eq!(bundle.understanding.partial, ["unread_files:1"]);
}

#[test]
fn a_title_that_is_given_does_not_make_several_files_of_an_archive_one_conversation() {
    let options = ReadOptions { title: Some("售后".to_owned()), ..ReadOptions::default() };
    let conversations = |names: &[&str]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
            std::io::Write::write_all(&mut zip, "时间,发送人,内容\n2024-05-02 09:03,甲,你好\n".as_bytes())
                .expect("in memory");
        }
        let content = zip.finish().expect("in memory").into_inner();
        let read = outcome("zip", "a.zip", content, &options).expect("it can be read");
        read.conversations.into_iter().map(|draft| draft.title).collect::<Vec<_>>()
    };
    assert_eq!(conversations(&["甲.csv", "乙.csv"]), ["甲", "乙"]);
    assert_eq!(conversations(&["甲.csv"]), ["售后"]);
}

/// An archive of these files.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("in memory");
        std::io::Write::write_all(&mut zip, content).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

#[test]
fn an_order_of_dates_that_a_file_of_an_archive_leaves_open_is_asked_for() {
    let open = b"time,sender,text\n03/04/2024 10:00,Ann,a\n".as_slice();
    let told = b"time,sender,text\n03/14/2024 10:00,Ann,b\n03/15/2024 10:00,Ann,c\n".as_slice();
    let content = packed(&[("exports/open.csv", open), ("told.csv", told)]);
    let error = outcome("zip", "a.zip", content.clone(), &ReadOptions::default()).expect_err("either order");
    assert!(
        matches!(&error, Error::AmbiguousDates { file, .. } if file == "a.zip/exports/open.csv"),
        "{error}"
    );
    let options = ReadOptions { date_order: Some(DateOrder::Dmy), ..ReadOptions::default() };
    let read = outcome("zip", "a.zip", content, &options).expect("it is answered");
    let expected = ["2024-04-03 10:00:00 minute", "2024-03-14 10:00:00 minute", "2024-03-15 10:00:00 minute"];
    assert_eq!(read.times(), expected, "what tells its own order keeps it");
    assert!(read.codes().is_empty(), "{:?}", read.warnings);
}

#[test]
fn what_is_no_chat_in_an_archive_is_named_as_what_it_is() {
    let chat = "时间,发送人,内容\n2024-05-02 09:03,甲,你好\n".as_bytes();
    let old_workbook = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice();
    let content = packed(&[
        ("会话.csv", chat),
        ("老表.xls", old_workbook),
        ("票据.pdf", b"%PDF-1.7\n"),
        ("别的.bin", b"\0\x01\x02"),
        ("图.png", b"\x89PNG\r\n\x1a\n\0"),
    ]);
    let read = outcome("zip", "a.zip", content, &ReadOptions::default()).expect("it can be read");
    let named: Vec<(&str, &str)> =
        read.warnings.iter().map(|warning| (warning.code.as_str(), warning.place.as_str())).collect();
    let expected =
        [("foreign_old_workbook", "老表.xls"), ("foreign_pdf", "票据.pdf"), ("unknown_file", "别的.bin")];
    assert_eq!(named, expected, "pictures beside chats are theirs");
}

#[test]
fn an_archive_with_nothing_to_read_says_so() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.bin", zip::write::SimpleFileOptions::default()).expect("in memory");
    let content = zip.finish().expect("in memory").into_inner();
    let error = outcome("zip", "a.zip", content, &ReadOptions::default()).expect_err("no chats");
    assert!(matches!(error, Error::Lacks { what: "messages", .. }), "{error}");
}

#[test]
fn rows_of_a_table_are_shown_as_they_are_read() {
    use yanju_formats::import::{importer, input::Bytes};

    let text = "a1,a2,a3\n2024-05-02 09:03,甲,\"你好,我要\n投诉\"\n2024-05-02 09:04,乙,好的\n";
    let input = Bytes { name: "codes.csv".to_owned(), content: text.as_bytes().to_vec() };
    let columns = importer("csv").expect("registered").columns(&input, &ReadOptions::default());
    let rows = columns.expect("readable").expect("it has columns").rows;
    assert_eq!(rows, [["2024-05-02 09:03", "甲", "你好,我要\n投诉"], ["2024-05-02 09:04", "乙", "好的"]]);
}

#[test]
fn people_are_shown_the_columns_of_whatever_has_columns() {
    use yanju_formats::import::{importer, input::Bytes};
    for (id, name, content) in [
        ("csv", "a.csv", "导出\nc1,c2,c3\n2024-05-02 09:03,甲,你好\n"),
        ("json", "a.json", r#"{"v":1,"rows":[{"c1":"2024-05-02 09:03","c2":"甲","c3":"你好"}]}"#),
        ("json", "a.jsonl", "{\"c1\":\"2024-05-02 09:03\",\"c2\":\"甲\",\"c3\":\"你好\"}\n{\"c1\":"),
        ("xml", "a.xml", r#"<?xml version="1.0"?><a><m c1="2024-05-02 09:03" c2="甲"><c3>你好</c3></m></a>"#),
    ] {
        let input = Bytes { name: name.to_owned(), content: content.as_bytes().to_vec() };
        let columns = importer(id).expect("registered").columns(&input, &ReadOptions::default());
        let columns = columns.expect("it can be looked at").expect("it has columns");
        assert_eq!(columns.names.iter().take(3).collect::<Vec<_>>(), ["c1", "c2", "c3"], "{id}");
        assert_eq!(
            columns.rows.first().map(|row| row.join("|")).as_deref(),
            Some("2024-05-02 09:03|甲|你好"),
            "{id}"
        );
        assert!(columns.meanings.iter().all(Option::is_none), "{id}: nobody knows what c1 means");
    }
    let input = Bytes { name: "shop.xlsx".to_owned(), content: fixture_bytes("xlsx", "shop.xlsx") };
    let columns = importer("xlsx").expect("registered").columns(&input, &ReadOptions::default());
    let columns = columns.expect("it can be looked at").expect("it has columns");
    assert_eq!(columns.names.first().map(String::as_str), Some("时间"));
    assert_eq!(columns.meanings.first(), Some(&Some(Field::Time)));
}

#[test]
fn a_cell_left_empty_is_empty_words_of_its_sender() {
    let book = fixture("xlsx", "dates_and_merged.xlsx");
    let first = |wanted: &str| {
        book.messages.iter().find(|(_, m)| m.place == wanted).map(|(_, m)| m).expect("it is there")
    };
    let picture = first("聊天, row 3");
    assert_eq!((picture.kind, picture.text.as_str()), (Kind::Image, ""));
    assert_eq!(picture.sender.as_ref().map(|sender| sender.name.as_str()), Some("小王"));
    assert_eq!(book.codes(), ["short_row"], "a count at the end is nobody's: {:?}", book.warnings);
}

#[test]
fn a_date_and_a_time_of_day_in_two_columns_are_one_moment() {
    let book = fixture("xlsx", "dates_and_merged.xlsx");
    assert_eq!(book.times().first().map(String::as_str), Some("2024-01-05 09:03:00 second"));
}

#[test]
fn merged_cells_hold_for_all_of_their_rows() {
    let book = fixture("xlsx", "dates_and_merged.xlsx");
    let keys: Vec<&str> = book.conversations.iter().map(|draft| draft.key.as_str()).collect();
    let of_first = book.messages.iter().filter(|(slot, _)| *slot == 0).count();
    assert_eq!((keys.get(..2), of_first), (Some(["c100", "c200"].as_slice()), 2));
}
