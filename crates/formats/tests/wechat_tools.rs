//! Traps of what the tools write that open WeChat's own database, and of ChatLab.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, Input, ReadOptions, ReadSeek, importer, input::Bytes};
use yanju_model::{Platform, Role, job::Job};

const MEMOTRACE: &str = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n";
const PYWXDUMP: &str = "id,MsgSvrID,type_name,is_sender,talker,room_name,content,CreateTime\n";

fn kinds(chat: &Collected) -> String {
    chat.messages.iter().map(|(_, draft)| draft.kind.name()).collect::<Vec<_>>().join(" ")
}

fn ids(chat: &Collected) -> Vec<Option<&str>> {
    chat.messages.iter().map(|(_, draft)| draft.source_id.as_deref()).collect()
}

fn keys(chat: &Collected) -> Vec<&str> {
    chat.conversations.iter().map(|conversation| conversation.key.as_str()).collect()
}

fn detail_of<'c>(chat: &'c Collected, code: &str) -> Option<&'c str> {
    chat.warnings.iter().find(|warning| warning.code == code).map(|warning| warning.detail.as_str())
}

/// A file with others beside it.
struct WithFiles(Bytes);

impl Input for WithFiles {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    fn open(&self) -> std::io::Result<Box<dyn ReadSeek + '_>> {
        self.0.open()
    }

    fn beside(&self, name: &str) -> std::io::Result<Option<Box<dyn std::io::Read + '_>>> {
        if name == "users.json" {
            let users =
                r#"{"wxid_zhou":{"wxid":"wxid_zhou","nickname":"小周","remark":""},"wxid_mo":{"wxid":"x"}}"#;
            return Ok(Some(Box::new(users.as_bytes())));
        }
        let is_there = ["media/images/pot.jpg", "images/pot.jpg", "file/发货 单.pdf"].contains(&name);
        Ok(is_there.then(|| Box::new(&b"bytes"[..]) as Box<dyn std::io::Read>))
    }
}

fn read_with_files(id: &str, name: &str) -> Collected {
    let input = WithFiles(Bytes { name: name.to_owned(), content: fixture_bytes(id, name) });
    let (options, mut found) = (ReadOptions::default(), Collected::default());
    let importer = importer(id).expect("registered");
    importer.read(&input, &options, &mut found, &Job::quiet()).expect("it can be read");
    found
}

#[test]
fn memotrace_tables_keep_every_digit_of_their_ids() {
    let chat = fixture("memotrace_csv", "周宁(1).csv");
    assert_eq!(ids(&chat).first(), Some(&Some("4611686018427387905")), "as a double it would end in 904");
    assert_eq!(kinds(&chat), "text image text text file forward system text call");
    assert_eq!(keys(&chat), ["周宁"], "the tool writes (1) when it exports once more");
    assert_eq!(chat.message_at(2).text.lines().count(), 4, "a header inside a cell is words");
}

#[test]
fn memotrace_parts_quotes_files_and_recalls() {
    let chat = fixture("memotrace_csv", "周宁(1).csv");
    let answer = chat.message_at(3);
    let quote = answer.reply_to.as_ref().map(|to| to.quote.as_str());
    assert_eq!((answer.text.as_str(), quote), ("好的", Some("林记茶铺-阿岚: 在途中")));
    assert!(chat.message_at(6).recalled && chat.message_at(6).sender.is_none(), "the notice is an event");
    assert_eq!(detail_of(&chat, "unknown_part"), Some("未知类型"));
    assert_eq!(detail_of(&chat, "not_kept"), Some("昵称"), "the remarks only say the name once more");
    let chat = read_with_files("memotrace_csv", "周宁(1).csv");
    let file = chat.message_at(4).attachments.first().expect("a file");
    assert!(file.content.is_some(), "it lies in the folder that the tool makes");
    assert_eq!(file.name, "发货 单.pdf", "names hold spaces");
}

#[test]
fn ids_that_a_spreadsheet_rounded_are_no_ids() {
    for (id, name) in [("memotrace_csv", "resaved.csv"), ("pywxdump_csv", "msg_src_excel.csv")] {
        let chat = fixture(id, name);
        assert!(ids(&chat).iter().all(Option::is_none), "{name}: three messages would become one");
        assert_eq!(chat.codes().iter().filter(|code| **code == "rounded_number").count(), 3, "{name}");
    }
    let book = fixture("memotrace_xlsx", "rounded.xlsx");
    assert_eq!(ids(&book), [None, None, Some("4611686018427387999")], "the one kept as text is whole");
    assert_eq!(book.times().first().map(String::as_str), Some("2024-05-02 09:00:00 second"), "a date cell");
}

#[test]
fn equal_ids_of_different_messages_name_nothing() {
    let rows = "4611686018427387000,文本,甲,2024-05-02 10:00:00,一,,,\n4611686018427387000,文本,甲,2024-05-02 10:00:01,二,,,\n";
    let chat = read("memotrace_csv", "a.csv", format!("{MEMOTRACE}{rows}"));
    assert_eq!((chat.texts(), ids(&chat)), (vec!["一", "二"], vec![None, None]));
}

#[test]
fn a_memotrace_workbook_is_known_by_its_sheets_and_read_like_the_table() {
    let bytes = fixture_bytes("memotrace_xlsx", "周宁.xlsx");
    assert_eq!(confidence("memotrace_xlsx", "x.dat", bytes), Confidence::Certain);
    let chat = fixture("memotrace_xlsx", "周宁.xlsx");
    assert_eq!(chat.senders(), ["周宁", "周宁", "林记茶铺-阿岚", "周宁", "-"]);
    assert_eq!(ids(&chat).first(), Some(&Some("4611686018427387905")));
    assert!(chat.warnings.iter().any(|warning| warning.detail == "成员信息"), "the other sheet is named");
}

#[test]
fn newest_first_tables_are_turned_round() {
    let rows = ",文本,甲,2024-05-02 10:00:02,三,,,\n,文本,甲,2024-05-02 10:00:01,二,,,\n,文本,乙,2024-05-02 10:00:01,一,,,\n";
    let chat = read("memotrace_csv", "a.csv", format!("{MEMOTRACE}{rows}"));
    assert_eq!(chat.texts(), ["一", "二", "三"], "the order within a second is turned too");
}

#[test]
fn memotrace_text_has_events_without_names_and_empty_lines_in_words() {
    let chat = fixture("memotrace_txt", "周宁.txt");
    assert_eq!(chat.senders(), ["周宁", "周宁", "林记茶铺 阿岚", "-", "林记茶铺 阿岚"]);
    assert!(chat.message_at(2).text.ends_with("2024-05-02 10:00:00 这一行是引文"), "no empty line before it");
    assert_eq!(kinds(&chat), "text image text system file");
    let chat = fixture("memotrace_txt", "windows.txt");
    assert_eq!(
        chat.texts(),
        ["在吗", "【语音】我在的", "", "你邀请\"丙\"加入了群聊"],
        "an empty message is one"
    );
}

#[test]
fn memotrace_text_leaves_logs_and_qq_alone() {
    for other in [
        "2024-05-02 10:12:59 INFO started\n2024-05-02 10:13:00 INFO ready\n",
        "2024-05-02 10:12:59 小美(12345678)\n在吗\n\n2024-05-02 10:13:00 小刚<a@example.org>\n在\n",
        "2024-05-02 10:12:59\n",
    ] {
        assert_eq!(confidence("memotrace_txt", "a.txt", other), Confidence::No, "{other}");
    }
}

#[test]
fn pywxdump_content_is_taken_out_of_its_json() {
    let chat = fixture("pywxdump_csv", "content_json.csv");
    assert_eq!(chat.message_at(0).text, "你好，{茶壶}还有吗？");
    assert_eq!(chat.message_at(1).attachments.first().map(|file| file.name.as_str()), Some("a1.dat"));
    assert_eq!(chat.message_at(3).text, "茶壶\n手工\nhttps://example.org/pot", "where a link leads is kept");
    let quote = chat.message_at(2).reply_to.as_ref().map(|to| to.quote.as_str());
    assert_eq!(quote, Some("(2023-08-12 23:22:41)小周:你好"));
    assert!(
        chat.message_at(5).text.ends_with("2023-8-1 10:01 店: 价目.pdf"),
        "what was forwarded is unfolded"
    );
    let raw =
        format!("{PYWXDUMP}1,4611686018427387905,文本,0,a,b,\"{{\"\"x\"\": 1}}\",2023-08-12 23:22:41\n");
    assert_eq!(read("pywxdump_csv", "a.csv", raw).texts(), ["{\"x\": 1}"], "other JSON is what was written");
}

#[test]
fn pywxdump_tells_conversations_apart_and_no_roles() {
    let chat = fixture("pywxdump_csv", "content_json.csv");
    assert_eq!(keys(&chat), ["wxid_zhou", "20001@chatroom"]);
    assert_eq!(chat.sender_at(2).key, None, "我 is another person on the next computer");
    assert!(chat.message_at(4).recalled && chat.message_at(8).sender.is_none(), "both are the system's");
    let roles = |chat: &Collected| {
        chat.messages.iter().filter_map(|(_, draft)| draft.sender.clone()).all(|s| s.role == Role::Unknown)
    };
    assert!(roles(&chat), "is_sender says whose computer it was");
    let named = format!("{PYWXDUMP}1,1,文本,1,客服,b,hi,2023-08-12 23:22:41\n");
    assert!(roles(&read("pywxdump_csv", "a.csv", named)), "a nickname states no role");
    let chat = fixture("pywxdump_csv", "msg_src_excel.csv");
    assert_eq!(chat.times().first().map(String::as_str), Some("2024-10-04 11:42:00 minute"), "after Excel");
    assert_eq!(kinds(&chat), "text sticker transfer");
}

#[test]
fn pywxdump_takes_names_from_the_list_beside_the_table() {
    let chat = read_with_files("pywxdump_csv", "content_json.csv");
    assert_eq!(chat.sender_at(0).name, "小周");
    assert_eq!(chat.sender_at(7).name, "wxid_mo", "an entry that is another's names nobody");
    assert_eq!(chat.conversations.first().map(|c| c.title.as_str()), Some("小周"));
}

#[test]
fn chatlog_tables_keep_conversations_quotes_and_placeholders() {
    let chat = fixture("chatlog_csv", "two_conversations.csv");
    assert_eq!(keys(&chat), ["wxid_zhou", "20001@chatroom"]);
    assert_eq!(kinds(&chat), "text link image text system text");
    assert_eq!(chat.sender_at(0).key.as_deref(), Some("wxid_zhou"));
    let answer = chat.message_at(3);
    assert_eq!((answer.text.as_str(), answer.reply_to.is_some()), ("到了", true));
    assert_eq!(detail_of(&chat, "unknown_part"), Some("Type: 13 Content: ?"));
    assert_eq!(ids(&fixture("chatlog_csv", "with_ids.csv")).first(), Some(&Some("4611686018427387905")));
}

#[test]
fn chatlog_json_gives_kinds_quotes_and_forwards() {
    let chat = fixture("chatlog_json", "list.json");
    assert_eq!(kinds(&chat), "text image text link file forward system card transfer");
    assert_eq!(
        chat.times().first().map(String::as_str),
        Some("2024-05-02 02:12:59Z second"),
        "its zone is stated"
    );
    assert!(ids(&chat).iter().all(Option::is_none), "seq comes again within a second");
    let quote = chat.message_at(2).reply_to.as_ref().map(|to| to.quote.as_str());
    assert_eq!(quote, Some("小周: 茶壶到了吗？"));
    assert!(chat.message_at(5).text.ends_with("2024-4-30 09:00 阿岚: 到货"), "a forward in a forward");
    assert_eq!(detail_of(&chat, "unknown_part"), Some("49 99999"));
    assert_eq!(chat.message_at(1).attachments.first().map(|file| file.name.as_str()), Some("pot.dat"));
    let partial = fixture("chatlog_json", "items.json").understanding.partial;
    assert_eq!(partial, ["has_more", "media_omitted:1"], "two of five, and a picture that is elsewhere");
}

#[test]
fn chatlog_text_never_makes_up_a_year() {
    let chat = fixture("chatlog_txt", "several_without_years.txt");
    assert!(chat.messages.iter().all(|(_, draft)| draft.sent_at.is_none()));
    assert_eq!(chat.codes(), ["undated_line"; 3], "the time is named where it stands");
    assert!(chat.stated_times().iter().all(|time| time.ends_with(|c: char| c.is_ascii_digit())));
    assert_eq!(keys(&chat), ["20001@chatroom", "30002@chatroom"], "empty lines open no conversation");
    let chat = read("chatlog_txt", "a.txt", "甲(wxid_a) 13:58:40\n在吗\n\n乙(我) 2024-13-40 13:58:41\n在\n");
    assert_eq!(
        chat.texts(),
        ["在吗\n\n乙(我) 2024-13-40 13:58:41\n在"],
        "there is no such day, so it is no header"
    );
    let chat = read("chatlog_txt", "a.txt", "甲(wxid_a) 1970-01-01 08:00:00\n在吗\n");
    assert_eq!((chat.codes(), chat.times()), (vec!["odd_time"], vec![String::new()]));
    assert_eq!(chat.stated_times(), ["1970-01-01 08:00:00"]);
}

#[test]
fn chatlog_text_keeps_what_is_quoted_and_forwarded_in_one_message() {
    let chat = fixture("chatlog_txt", "full_times.txt");
    assert_eq!(chat.senders(), ["小周", "阿岚 (周三)", "-", "小周", "wxid_mo"]);
    assert_eq!(kinds(&chat), "text text system forward voice");
    let answer = chat.message_at(1);
    assert_eq!((answer.text.as_str(), answer.reply_to.is_some()), ("到了", true));
    assert_eq!(chat.message_at(3).text.lines().count(), 6, "its own empty line parts nothing");
    assert_eq!(chat.sender_at(1).key, None, "我 is nobody's id");
}

#[test]
fn weflow_gives_ids_replies_kinds_and_files() {
    let chat = read_with_files("weflow", "export.json");
    assert_eq!(kinds(&chat), "text image text link system text forward location");
    assert_eq!(ids(&chat).iter().flatten().count(), 2, "localId only counts the lines of an export");
    let answered = chat.message_at(2).reply_to.clone().expect("an answer");
    assert_eq!(answered.source_id.as_deref(), Some("4611686018427387905"));
    let picture = chat.message_at(1).attachments.first().expect("a picture");
    assert!(picture.content.is_some() && picture.name == "pot.jpg", "its path is relative to the export");
    assert!(chat.message_at(4).recalled && chat.message_at(4).sender.is_none());
    assert_eq!(
        chat.conversations.first().map(|c| (c.key.as_str(), c.title.as_str())),
        Some(("wxid_zhou", "周宁"))
    );
    let not_kept = detail_of(&chat, "not_kept").unwrap_or_default();
    assert!(
        not_kept.contains("session.avatar") && !not_kept.contains("AAAA"),
        "named, never shown: {not_kept}"
    );
}

#[test]
fn answers_of_weflows_interface_are_turned_and_known_as_partial() {
    let chat = fixture("weflow", "http_answer_newest_first.json");
    assert_eq!(chat.understanding.partial, ["has_more"]);
    assert_eq!(chat.texts(), ["早", "[图片]", "[文件] 价目.pdf"], "oldest first, and words instead of XML");
    assert_eq!(kinds(&chat), "text image file");
    let compact = fixture("weflow", "echotrace_compact.json");
    assert_eq!(compact.senders(), ["小周", "阿岚"], "the list of senders says who the numbers are");
}

#[test]
fn pages_of_weflow_in_one_file_keep_their_conversations() {
    let page = |talker: &str, more: bool, at: u64| {
        format!(
            r#"{{"messages":[{{"localType":1,"content":"{talker}","createTime":{at},"senderUsername":"a"}}],"success":true,"talker":"{talker}","hasMore":{more}}}"#
        )
    };
    let both = format!("{}\n{}", page("x", true, 1_714_615_979), page("y", false, 1_714_615_980));
    let chat = read("weflow", "a.json", both);
    assert_eq!(keys(&chat), ["x", "y"], "what a page is of may stand behind its messages");
    assert_eq!(chat.texts(), ["x", "y"]);
    assert!(chat.understanding.partial.is_empty(), "the last page says that it is the last");
}

#[test]
fn chatlab_names_its_platform_and_every_kind() {
    let chat = read_with_files("chatlab", "group.json");
    let conversation = chat.conversations.first().expect("one");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::WeChat, "20001@chatroom"));
    assert_eq!(kinds(&chat), "text text image transfer text system text text");
    assert_eq!(chat.sender_at(0).name, "周宁", "the name of that time in the group");
    assert_eq!(chat.sender_at(6).name, "周宁", "a message without a name takes it from the members");
    assert_eq!(chat.message_at(1).reply_to.as_ref().and_then(|to| to.source_id.as_deref()), Some("m1"));
    assert!(chat.message_at(4).recalled, "81 is a message taken back");
    assert_eq!(detail_of(&chat, "unknown_part"), Some("55"), "a number that the standard does not have");
    assert!(chat.message_at(2).attachments.first().is_some_and(|file| file.content.is_some()));
    assert_eq!(detail_of(&chat, "not_kept"), Some("meta.ownerId, members.roles"));
}

#[test]
fn a_chatlab_kind_written_as_a_string_is_the_number_it_says() {
    let text = String::from_utf8(fixture_bytes("chatlab", "group.json")).expect("it is text");
    let strings = text.replace("\"type\": 81", "\"type\": \"81\"").replace("\"type\":81", "\"type\":\"81\"");
    assert_ne!(strings, text);
    assert!(read("chatlab", "group.json", strings).message_at(4).recalled);
}

#[test]
fn chatlab_lines_skip_remarks_and_count_damage() {
    let chat = fixture("chatlab", "lines.jsonl");
    assert_eq!(chat.texts(), ["第一行\n第二行", "[表情]", "没有时间"]);
    assert_eq!(chat.understanding.partial, ["damaged_lines:1"]);
    assert_eq!(chat.codes(), ["unknown_platform", "damaged_line", "undated_row"]);
    assert_eq!(chat.conversations.first().map(|c| c.platform), Some(Platform::Other));
    let times = chat.times();
    assert_eq!(
        times.first().map(String::as_str),
        Some("2024-05-02 02:12:59Z milli"),
        "milliseconds are read too"
    );
    let lost = r#"{"_type":"message","sender":"7","timestamp":1714615979,"type":0,"content":"x"}"#;
    assert_eq!(keys(&read("chatlab", "a.jsonl", lost)), ["a"], "without its header a file goes by its name");
}

#[test]
fn a_title_and_a_platform_given_win() {
    let options = ReadOptions {
        title: Some("茶客".to_owned()),
        platform: Some(Platform::WeCom),
        ..ReadOptions::default()
    };
    for (id, name) in [
        ("memotrace_csv", "周宁(1).csv"),
        ("memotrace_txt", "周宁.txt"),
        ("pywxdump_csv", "msg_src_excel.csv"),
        ("chatlog_csv", "with_ids.csv"),
        ("chatlog_json", "items.json"),
        ("chatlog_txt", "full_times.txt"),
        ("weflow", "export.json"),
        ("chatlab", "lines.jsonl"),
    ] {
        let chat = outcome(id, name, fixture_bytes(id, name), &options).expect("it can be read");
        let found: Vec<_> = chat.conversations.iter().map(|c| (c.platform, c.title.as_str())).collect();
        assert_eq!(found, [(Platform::WeCom, "茶客")], "{id}");
    }
    let bytes = fixture_bytes("chatlog_json", "list.json");
    let several = outcome("chatlog_json", "list.json", bytes, &options).expect("it can be read");
    assert!(several.conversations.iter().all(|c| c.title != "茶客"), "a title is that of one conversation");
}

#[test]
fn what_lacks_its_messages_is_refused_plainly() {
    for (id, content) in [
        ("weflow", r#"{"success":true,"talker":"a"}"#),
        ("chatlab", r#"{"chatlab":{"version":"0.0.2"},"meta":{"platform":"qq"},"messages":[]}"#),
        ("chatlog_json", r#"{"total":0,"items":[]}"#),
        ("memotrace_csv", "消息ID,类型,发送人,时间,内容,更多信息\n"),
        ("pywxdump_csv", "a,b\n"),
    ] {
        let outcome = outcome(id, "a.json", content, &ReadOptions::default());
        assert!(matches!(outcome, Err(Error::Lacks { .. })), "{id} says what is not there");
    }
}

#[test]
fn a_session_that_counts_other_messages_is_a_doubt() {
    let text = String::from_utf8(fixture_bytes("weflow", "export.json")).expect("text");
    assert!(read("weflow", "a.json", text.as_str()).understanding.partial.is_empty());
    let other = text.replace("\"messageCount\": 8", "\"messageCount\": 900");
    assert_eq!(read("weflow", "a.json", other).understanding.partial, ["other_count"]);
}

#[test]
fn two_people_of_one_name_are_two_private_chats() {
    let chat = |members: &str| {
        let file = format!(
            r#"{{"chatlab":{{"version":"0.0.2"}},"meta":{{"name":"小王","platform":"wechat","type":"private"}},"members":[{members}],"messages":[{{"sender":"wxid_a","accountName":"小王","timestamp":1704100001,"type":0,"content":"x"}}]}}"#
        );
        let chat = read("chatlab", "a.json", file);
        chat.conversations.first().map(|c| (c.key.clone(), c.title.clone())).expect("one")
    };
    let (me, one, other) = (
        r#"{"platformId":"wxid_me","accountName":"我"}"#,
        r#"{"platformId":"wxid_a","accountName":"小王"}"#,
        r#"{"platformId":"wxid_b","accountName":"小王"}"#,
    );
    assert_ne!(chat(one), chat(other));
    assert_eq!(chat(&format!("{one},{me}")), chat(&format!("{me},{one}")), "their order says nothing");
    assert_eq!(chat(""), ("小王".to_owned(), "小王".to_owned()), "the name, where nobody is listed");
}
