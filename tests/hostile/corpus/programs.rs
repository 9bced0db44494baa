//! Files as chat programs and their tools write them, with too much, too deep or too late in them.

use super::{Fate, Hostile, Keeps};

const MIB: usize = 1024 * 1024;
const LEVELS: usize = 100_000;
/// More people than a file may name; fewer where nothing is optimised.
const MANY: usize = if cfg!(debug_assertions) { 15_000 } else { 300_000 };

/// How long a message is that does not end; more than may be, where something is optimised.
const ENDLESS_MIB: usize = if cfg!(debug_assertions) { 2 } else { 20 };

/// JSON as a program writes it: its name, a file's name, and a document with `@` where the words stand and `%` where
/// the time does.
const JSON: &[(&str, &str, &str, &str)] = &[
    (
        "telegram",
        "result.json",
        r#"{"name":"A","type":"personal_chat","id":7,"messages":[{"id":1,"type":"message","date":"2024-03-05T10:00:00","date_unixtime":"%","from":"A","from_id":"user7","text":@,"text_entities":[]}]}"#,
        "1709632800",
    ),
    (
        "discord",
        "chat.json",
        r#"{"guild":{"id":"1","name":"G"},"channel":{"id":"2","type":"GuildTextChat","name":"c"},"messages":[{"id":"3","type":"Default","timestamp":"%","content":@,"author":{"id":"4","name":"A","nickname":"A"},"attachments":[],"embeds":[]}],"messageCount":1}"#,
        "2024-03-05T10:00:00+00:00",
    ),
    (
        "slack",
        "2024-03-05.json",
        r#"[{"type":"message","user":"U01","client_msg_id":"x","team":"T1","text":@,"ts":"%"}]"#,
        "1709632800.000100",
    ),
    (
        "wecom",
        "records.json",
        r#"[{"msgid":"m1","action":"send","from":"a","tolist":["b"],"roomid":"","msgtime":%,"msgtype":"text","text":{"content":@}}]"#,
        "1709632800000",
    ),
    (
        "feishu",
        "items.json",
        r#"{"code":0,"data":{"has_more":false,"items":[{"message_id":"om_1","msg_type":"interactive","create_time":"%","chat_id":"oc_1","sender":{"id":"ou_1","sender_type":"user"},"body":{"content":@}}]}}"#,
        "1709632800000",
    ),
    (
        "robot",
        "callback.json",
        r#"{"conversationId":"c","msgId":"m","senderNick":"A","senderId":"a","sessionWebhook":"https://a.example","createAt":%,"conversationType":"1","chatbotUserId":"b","msgtype":"text","text":{"content":@}}"#,
        "1709632800000",
    ),
    (
        "qce",
        "chunk.jsonl",
        r#"{"id":"1","timestamp":%,"sender":{"uid":"u","uin":"1","name":"A"},"type":"text","content":{"text":@,"elements":[],"resources":[]},"recalled":false,"system":false}"#,
        "1709632800000",
    ),
    (
        "chatlab",
        "a.json",
        r#"{"chatlab":{"version":"0.0.2"},"meta":{"name":"A","platform":"wechat","type":"private"},"members":[{"platformId":"a","accountName":"A"}],"messages":[{"sender":"a","accountName":"A","timestamp":%,"type":0,"content":@}]}"#,
        "1709632800",
    ),
    (
        "chatlog",
        "a.json",
        r#"{"total":1,"items":[{"seq":1,"time":"%","talker":"a","talkerName":"A","isChatRoom":false,"sender":"a","senderName":"A","isSelf":false,"type":1,"subType":0,"content":@}]}"#,
        "2024-03-05T10:00:00+08:00",
    ),
    (
        "zendesk_chat",
        "chats.json",
        r#"{"chats":[{"id":"1.Tea","type":"chat","visitor":{"id":"9","name":"A"},"timestamp":"2024-03-05T10:00:00Z","session":{},"history":[{"type":"chat.msg","name":"A","nick":"visitor:9","timestamp":"%","msg":@}]}]}"#,
        "2024-03-05T10:00:00Z",
    ),
    (
        "chatwoot",
        "messages.json",
        r#"{"meta":{"labels":[]},"payload":[{"id":1,"content":@,"account_id":1,"inbox_id":1,"conversation_id":9,"message_type":0,"created_at":%,"private":false,"content_type":"text","content_attributes":{}}]}"#,
        "1709632800",
    ),
    (
        "messenger",
        "message_1.json",
        r#"{"participants":[{"name":"A"},{"name":"B"}],"messages":[{"sender_name":"A","timestamp_ms":%,"content":@}],"title":"A","is_still_participant":true,"thread_path":"inbox/a_1"}"#,
        "1709632800000",
    ),
    (
        "rsmf",
        "rsmf_manifest.json",
        r#"{"version":"2.0.0","participants":[{"id":"p","display":"A"}],"conversations":[{"id":"c","platform":"x"}],"events":[{"type":"message","conversation":"c","participant":"p","timestamp":"%","body":@}]}"#,
        "2024-03-05T10:00:00",
    ),
];

/// Text as a program writes it: its name, a file's name, and what comes again and again, with `@` for a number.
const TEXTS: &[(&str, &str, &str)] = &[
    ("pasted", "a.txt", "name@ 2024-03-05 10:02\nhi\n"),
    ("pasted_spoken", "a.txt", "name@：hi\n"),
    ("qianniu", "a.txt", "name@2024-3-8 9:05:06\nhi\n"),
    ("qq_copy", "a.txt", "name@ 2024/3/5 10:02:11\nhi\n\n"),
    ("wechat", "a.txt", "name@  07:02\n\nhi\n\n\n"),
    ("irc", "a.log", "[2024-03-05 10:02:11] <name@> hi\n"),
    ("line", "a.txt", "10:02\tname@\thi\n"),
    ("kakaotalk", "a.txt", "2024년 3월 5일 오전 10:02, name@ : hi\n"),
    ("signal", "a.txt", "[2024-03-05, 10:02] name@: hi\n"),
    ("welink", "a.txt", "name@(x0030000@)\t2024-03-05 10:02:11\nhi\n"),
    (
        "wangwang",
        "a.txt",
        "----------------------------name@----------------------------\n2024-03-05\n(10:02:11) name@:\nhi\n",
    ),
    ("jd", "a.log", "name@ 2024-05-02 10:12:59\t\nhi\n\n"),
    ("chatlog", "a.txt", "name@(wxid_@) 2024-05-02 10:12:59\nhi\n\n"),
    ("memotrace", "a.txt", "2024-05-02 10:12:59 name@\nhi\n\n"),
    ("feishu", "a.txt", "name@ 2024年05月07日 09:00:15\nhi\n"),
    ("qq_txt", "a.txt", "2024-03-05 10:02:11 name@(@)\nhi\n\n"),
];

/// What goes before the first message, where a program knows its texts by it.
const HEADS: &[(&str, &str)] = &[
    ("wechat", "—————  2024-03-06  —————\n\n\n"),
    ("line", "[LINE] Chat history with A\nSaved on: 2024/03/05 10:10\n\n2024/03/05(Tue)\n"),
    (
        "kakaotalk",
        "A 님과 카카오톡 대화\n저장한 날짜 : 2024년 3월 8일 오후 2:15\n\n2024년 3월 5일 오전 10:02\n",
    ),
    (
        "wangwang",
        "店:号\n================================================================\n                               单聊\n================================================================\n",
    ),
    ("jd", "/*****************以下为一通会话************************************/\n"),
    (
        "qq_txt",
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n================================================================\n消息分组:客户\n================================================================\n消息对象:阿芸\n================================================================\n\n",
    ),
];

pub fn all() -> Vec<Hostile> {
    let json = JSON.iter().flat_map(of_json);
    json.chain(TEXTS.iter().flat_map(of_text)).chain(many_parts()).collect()
}

fn of_json(&(name, file, document, time): &(&str, &'static str, &'static str, &'static str)) -> Vec<Hostile> {
    let with = |words: &str, time: &str| document.replacen('%', time, 1).replacen('@', words, 1);
    let deep = format!("{}{}", "[".repeat(LEVELS), "]".repeat(LEVELS));
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let quoted = serde_json::to_string(script).expect("a string");
    let (before, after) =
        with("\"@@\"", time).split_once("@@").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("marked");
    // The words of these are marked up by the program.
    let keeps =
        if matches!(name, "slack" | "rsmf") { Keeps::Anything } else { Keeps::Text(script.to_owned()) };
    let late = ["253402300799", "9999-12-31T23:59:59Z", "99999999999999999999", "-62135596800000"];
    let late = late
        .into_iter()
        .enumerate()
        .map(|(n, late)| Hostile::of(format!("program_{name}_time_{n}"), file, with("\"hi\"", late)));
    let mut all = vec![
        Hostile::of(format!("program_{name}_deep"), file, with(&deep, time)),
        Hostile::of(format!("program_{name}_script"), file, with(&quoted, time))
            .fate(Fate::Read)
            .keeps(keeps),
        Hostile::streamed(format!("program_{name}_words_of_hundreds_of_mib"), file, move |out| {
            out.write_all(before.as_bytes())?;
            let block = vec![b'x'; MIB];
            (0..super::HUGE).try_for_each(|_| out.write_all(&block))?;
            out.write_all(after.as_bytes())
        }),
    ];
    all.extend(late);
    all
}

/// Messages of very many parts, each of which might tell again what another tells.
fn many_parts() -> Vec<Hostile> {
    let elements: Vec<String> =
        (0..60_000).map(|n| format!(r#"{{"type":"markdown","data":{{"content":"part {n}"}}}}"#)).collect();
    let qce = format!(
        r#"{{"id":"1","timestamp":1709632800000,"sender":{{"uid":"u","uin":"1","name":"A"}},"type":"text","content":{{"text":"x","elements":[{}],"resources":[]}},"recalled":false,"system":false}}"#,
        elements.join(",")
    );
    let files: Vec<String> =
        (0..100_000).map(|n| format!(r#"{{"fileName":"{n}.pdf","mediaId":"@{n}"}}"#)).collect();
    let dingtalk = format!(
        r#"{{"messages":[{{"openMessageId":"m","content":"x","forwardMessages":[{{"content":"y","resourceRefs":[{}]}}]}}]}}"#,
        files.join(",")
    );
    vec![
        Hostile::of("program_qce_parts", "chunk.jsonl", qce).fate(Fate::Read),
        Hostile::of("program_dingtalk_files", "chat.json", dingtalk),
    ]
}

fn of_text(&(name, file, message): &(&'static str, &'static str, &'static str)) -> Vec<Hostile> {
    let head = HEADS.iter().find(|(of, _)| *of == name).map_or("", |(_, head)| *head);
    let one = message.replace('@', "1");
    let first = format!("{head}{one}{}", message.replace('@', "2"));
    let script = "<script>alert(1)</script>";
    let hundreds = first.clone();
    // Two people with nothing but a colon, and a section without its date, may be no chat.
    let talks = if matches!(name, "pasted_spoken" | "wangwang") { Fate::Either } else { Fate::Read };
    vec![
        Hostile::of(format!("program_{name}_script"), file, first.replace("hi", script)).fate(talks),
        Hostile::streamed(format!("program_{name}_line_of_hundreds_of_mib"), file, move |out| {
            out.write_all(hundreds.as_bytes())?;
            let block = vec![b'x'; MIB];
            (0..super::HUGE).try_for_each(|_| out.write_all(&block))
        })
        .fate(Fate::Limit),
        // Each message by somebody else.
        Hostile::streamed(format!("program_{name}_crowd"), file, move |out| {
            out.write_all(head.as_bytes())?;
            (0..MANY).try_for_each(|n| out.write_all(message.replace('@', &n.to_string()).as_bytes()))
        }),
        // The same two people, and a message that does not end.
        Hostile::streamed(format!("program_{name}_message_without_end"), file, move |out| {
            out.write_all(first.as_bytes())?;
            let block = "more words of it, and more\n".repeat(MIB / 27 + 1);
            (0..ENDLESS_MIB).try_for_each(|_| out.write_all(block.as_bytes()))
        }),
    ]
}
