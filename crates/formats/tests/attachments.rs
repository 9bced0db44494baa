//! Files of a chat that cannot be read, or that are more than a chat can hold.

mod support;

use std::io::{self, Cursor, Read, Write};
use support::Collected;
use yanju_formats::import::{Error, Input, ReadOptions, ReadSeek, Result, importer, input::Bytes};
use yanju_model::job::Job;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const CHAT: &str =
    "20/03/24, 10:00 - A: one.jpg (file attached)\n20/03/24, 10:01 - B: two.jpg (file attached)\n";

/// An archive of these entries.
fn archive(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("an entry begins");
        writer.write_all(content).expect("it is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

fn read(id: &str, input: &dyn Input, job: &Job) -> Result<Collected> {
    let mut chat = Collected::default();
    let importer = importer(id).expect("registered");
    chat.understanding = importer.read(input, &ReadOptions::default(), &mut chat, job)?;
    Ok(chat)
}

fn read_archive(content: Vec<u8>) -> Result<Collected> {
    read("whatsapp", &Bytes { name: "WhatsApp Chat - Team.zip".to_owned(), content }, &Job::quiet())
}

/// The length of each attachment kept, in the order of messages.
fn kept(chat: &Collected) -> Vec<Option<u64>> {
    let files = chat.messages.iter().flat_map(|(_, draft)| &draft.attachments);
    files.map(|file| file.content.as_ref().map(|content| content.bytes)).collect()
}

type Found = io::Result<Box<dyn Read>>;

/// A text with a file beside it.
struct Beside<F> {
    text: Bytes,
    file: F,
}

impl<F: Fn() -> Found> Input for Beside<F> {
    fn name(&self) -> &str {
        self.text.name()
    }
    fn bytes(&self) -> u64 {
        self.text.bytes()
    }
    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        self.text.open()
    }
    fn beside(&self, _: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(Some((self.file)()?))
    }
}

/// A chat of each format that mentions a file.
fn chats() -> [(&'static str, Bytes); 3] {
    let chat = |name: &str, text: &str| Bytes { name: name.to_owned(), content: text.as_bytes().to_vec() };
    [
        ("whatsapp", chat("a.txt", "20/03/24, 10:00 - A: one.jpg (file attached)\n")),
        (
            "wechat_multiselect",
            chat("a.txt", "—————  2024-03-06  —————\n\n\n阿岚  07:02\n\n[图片: one.jpg(请在附件中查看)]\n"),
        ),
        (
            "dingtalk_dws",
            chat("a.json", r#"{"messages":[{"messageId":"m","text":"[文件] one.jpg fileId: 1"}]}"#),
        ),
    ]
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("a bad sector"))
    }
}

#[test]
fn one_damaged_file_in_an_archive_costs_itself_and_no_message() {
    let mut content = archive(
        &[("_chat.txt", CHAT.as_bytes()), ("one.jpg", b"first picture"), ("two.jpg", b"second picture")],
        CompressionMethod::Stored,
    );
    let at = content.windows(5).position(|bytes| bytes == b"first").expect("it is stored as it is");
    content[at] ^= 1;
    let chat = read_archive(content).expect("the chat is read");
    assert_eq!(kept(&chat), [None, Some(14)]);
    assert_eq!(chat.codes(), ["unreadable_attachment"]);
    assert_eq!(chat.warnings.first().map(|w| w.place.as_str()), Some("zip entry one.jpg"));
}

#[test]
fn a_file_beside_a_text_that_cannot_be_read_costs_itself_and_no_message() {
    let readers: [fn() -> Found; 2] =
        [|| Ok(Box::new(Broken)), || Err(io::ErrorKind::PermissionDenied.into())];
    for file in readers {
        for (id, text) in chats() {
            let chat = read(id, &Beside { text, file }, &Job::quiet()).expect("the chat is read");
            assert_eq!((kept(&chat), chat.codes()), (vec![None], vec!["unreadable_attachment"]), "{id}");
        }
    }
}

#[test]
fn a_file_that_unpacks_beyond_measure_is_left_out_and_named() {
    let bomb = vec![0; 40 * 1024 * 1024];
    let chat = read_archive(archive(
        &[("_chat.txt", CHAT.as_bytes()), ("one.jpg", &bomb), ("two.jpg", b"second picture")],
        CompressionMethod::Deflated,
    ))
    .expect("the chat is read");
    assert_eq!(kept(&chat).first(), Some(&None), "nothing is kept of it, and no part passes for the whole");
    assert_eq!(chat.messages.len(), 2);
    assert!(chat.codes().contains(&"unreadable_attachment"), "{:?}", chat.warnings);
}

#[test]
fn a_text_that_unpacks_beyond_measure_is_refused() {
    let line = format!("{}\n", "a".repeat(1024 * 1024));
    let text = format!("20/03/24, 10:00 - A: hi\n{}", line.repeat(40));
    let content = archive(&[("_chat.txt", text.as_bytes())], CompressionMethod::Deflated);
    let error = read_archive(content).expect_err("it is refused");
    assert!(matches!(error, Error::TooLarge { limit: "unpacked size", .. }), "{error}");
}

#[test]
fn cancelling_stops_inside_a_file() {
    for (id, text) in chats() {
        let job = Job::quiet();
        let cancelling = job.clone();
        let file = move || {
            cancelling.cancel();
            Ok(Box::new(io::repeat(0)) as Box<dyn Read>)
        };
        let outcome = read(id, &Beside { text, file }, &job);
        assert!(matches!(outcome, Err(Error::Cancelled(_))), "{id} would have read for ever");
    }
}

/// A chat of two messages, the second with a file.
fn chat_with(writer: &str, file: &str) -> String {
    format!("20/03/24, 10:00 - {writer}: hi\n20/03/24, 10:01 - {writer}: {file} (file attached)\n")
}

#[test]
fn every_chat_of_an_archive_is_a_conversation_with_the_files_of_its_own_folder() {
    let (anna, ben, cleo) =
        (chat_with("Anna", "invoice.pdf"), chat_with("Ben", "invoice.pdf"), chat_with("Cleo", "map.jpg"));
    let chat = read_archive(archive(
        &[
            ("a/WhatsApp Chat with Anna.txt", anna.as_bytes()),
            ("WhatsApp Chat - Ben/_chat.txt", ben.as_bytes()),
            ("WhatsApp Chat - Ben/invoice.pdf", b"of Ben"),
            ("WhatsApp Chat - Ben/WhatsApp Chat with Zoe.txt", b"20/03/24, 10:00 - Zoe: sent to Ben\n"),
            ("c/WhatsApp Chat with Cleo.txt", cleo.as_bytes()),
            ("media/map.jpg", b"found"),
        ],
        CompressionMethod::Deflated,
    ))
    .expect("it is read");
    let titles: Vec<&str> = chat.conversations.iter().map(|chat| chat.title.as_str()).collect();
    assert_eq!(titles, ["Anna", "Ben", "Cleo"], "a text that was sent in a chat is none of them");
    assert_eq!(chat.senders(), ["Anna", "Anna", "Ben", "Ben", "Cleo", "Cleo"]);
    assert_eq!(kept(&chat), [None, Some(6), Some(5)], "Anna's invoice is not the one that Ben sent");
    assert_eq!(chat.message_at(2).place, "WhatsApp Chat - Ben/_chat.txt, line 1", "one line 1 of three");
}

#[test]
fn a_title_given_does_not_join_the_chats_of_an_archive() {
    let (anna, ben) = (chat_with("Anna", "a.pdf"), chat_with("Ben", "b.pdf"));
    let content = archive(
        &[("WhatsApp Chat with Anna.txt", anna.as_bytes()), ("WhatsApp Chat with Ben.txt", ben.as_bytes())],
        CompressionMethod::Deflated,
    );
    let input = Bytes { name: "all.zip".to_owned(), content };
    let options = ReadOptions { title: Some("Shop".to_owned()), ..ReadOptions::default() };
    let mut chat = Collected::default();
    let importer = importer("whatsapp").expect("registered");
    importer.read(&input, &options, &mut chat, &Job::quiet()).expect("it is read");
    let titles: Vec<&str> = chat.conversations.iter().map(|chat| chat.title.as_str()).collect();
    assert_eq!(titles, ["Anna", "Ben"]);
}

#[test]
fn an_empty_text_among_others_costs_itself_and_makes_the_archive_partial() {
    let anna = chat_with("Anna", "a.pdf");
    let content = |anna: &str| {
        let entries = [("a/WhatsApp Chat with Anna.txt", anna.as_bytes()), ("b/_chat.txt", b"\n".as_slice())];
        archive(&entries, CompressionMethod::Deflated)
    };
    let chat = read_archive(content(&anna)).expect("Anna's is read");
    assert_eq!((chat.messages.len(), chat.codes()), (2, vec!["not_kept"]));
    assert_eq!(chat.warnings.first().map(|warning| warning.place.as_str()), Some("b/_chat.txt"));
    assert_eq!(chat.understanding.partial, ["unread_chats:1"]);
    assert!(matches!(read_archive(content("\n")), Err(Error::Empty { .. })), "nothing is left to read");
}

#[test]
fn a_text_whose_bytes_are_damaged_is_named_as_an_entry_of_the_archive() {
    let text = chat_with("Anna", "a.pdf").repeat(200);
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let whole = archive(&[("_chat.txt", text.as_bytes())], method);
        let directory = whole.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("a directory");
        for at in [directory / 3, directory / 2, directory - 2] {
            let mut content = whole.clone();
            for byte in content.iter_mut().take(directory).skip(at) {
                *byte = !*byte;
            }
            let error = read_archive(content).expect_err("it is not what was packed");
            let Error::Damaged { file, place, .. } = error else { panic!("{method} at {at}: {error:?}") };
            assert_eq!((file.as_str(), place.as_str()), ("WhatsApp Chat - Team.zip", "zip entry _chat.txt"));
        }
    }
}

#[test]
fn a_directory_without_measure_is_refused_before_it_fills_memory() {
    let names: Vec<String> = (0..600).map(|n| format!("{n:060000}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let error = read_archive(archive(&entries, CompressionMethod::Stored)).expect_err("it is refused");
    assert!(matches!(error, Error::TooLarge { limit: "zip entries", .. }), "{error}");
}

#[test]
fn a_file_mentioned_again_and_again_is_read_once() {
    for (id, mut text) in chats() {
        if id == "dingtalk_dws" {
            let message = r#"{"messageId":"m","text":"[文件] one.jpg fileId: 1"}"#;
            text.content = format!(r#"{{"messages":[{message},{message}]}}"#).into_bytes();
        } else {
            let again = text.content.clone();
            text.content.extend_from_slice(b"\n\n");
            text.content.extend(again);
        }
        let opened = std::cell::Cell::new(0);
        let file = || {
            opened.set(opened.get() + 1);
            Ok(Box::new(io::repeat(0).take(7)) as Box<dyn Read>)
        };
        let chat = read(id, &Beside { text, file }, &Job::quiet()).expect("the chat is read");
        assert_eq!(kept(&chat), [Some(7), Some(7)], "{id}: both messages have it");
        assert_eq!(opened.get(), 1, "{id}: a line is short, a film is not");
    }
}

#[test]
fn an_entry_mentioned_again_and_again_is_unpacked_once() {
    let picture = vec![7; 20 * 1024 * 1024];
    let chat = read_archive(archive(
        &[("_chat.txt", CHAT.replace("two.jpg", "one.jpg").as_bytes()), ("one.jpg", &picture)],
        CompressionMethod::Deflated,
    ))
    .expect("the chat is read");
    let length = Some(picture.len() as u64);
    assert_eq!(kept(&chat), [length, length], "twice would be more than the archive may unpack to");
}

#[test]
fn media_that_the_tools_of_wechat_left_out_are_counted() {
    for (id, name, content) in [
        (
            "memotrace_csv",
            "a.csv",
            "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n\
             1,图片,甲,2024-05-02 10:00:00,【图片】,,,\n2,语音,甲,2024-05-02 10:00:01,【语音】,,,\n\
             3,文本,甲,2024-05-02 10:00:02,好,,,\n",
        ),
        (
            "pywxdump_csv",
            "a.csv",
            "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n\
             1,1,图片,0,a,a,图片,x/a.dat,2024-05-02 10:00:00\n2,2,视频,0,a,a,视频,,2024-05-02 10:00:01\n\
             3,3,文本,0,a,a,好,,2024-05-02 10:00:02\n",
        ),
        (
            "chatlog_csv",
            "a.csv",
            "Time,SenderName,Sender,TalkerName,Talker,Content\n\
             2024-05-02 10:00:00,甲,a,甲,a,![图片](http://127.0.0.1:5030/image/0a)\n\
             2024-05-02 10:00:01,甲,a,甲,a,[语音]\n2024-05-02 10:00:02,甲,a,甲,a,好\n",
        ),
        (
            "memotrace_txt",
            "a.txt",
            "2024-05-02 10:00:00 甲\n【图片】\n\n2024-05-02 10:00:01 甲\n【语音】\n\n2024-05-02 10:00:02 甲\n好\n",
        ),
        (
            "chatlog_txt",
            "a.txt",
            "甲(wxid_a) 2024-05-02 10:00:00\n![图片](http://127.0.0.1:5030/image/0a)\n\n\
             甲(wxid_a) 2024-05-02 10:00:01\n[语音]\n\n甲(wxid_a) 2024-05-02 10:00:02\n好\n",
        ),
        (
            "chatlog_json",
            "a.json",
            r#"[{"seq":1,"time":"2024-05-02T10:00:00+08:00","talker":"a","talkerName":"甲","isChatRoom":false,
                 "sender":"a","senderName":"甲","isSelf":false,"type":3,"subType":0,"content":"","contents":{"md5":"0a"}},
                {"seq":2,"time":"2024-05-02T10:00:01+08:00","talker":"a","sender":"a","type":34,"content":""},
                {"seq":3,"time":"2024-05-02T10:00:02+08:00","talker":"a","sender":"a","type":1,"content":"好"}]"#,
        ),
    ] {
        let input = Bytes { name: name.to_owned(), content: content.into() };
        let chat = read(id, &input, &Job::quiet()).expect("it can be read");
        assert_eq!(chat.messages.len(), 3, "{id}");
        assert_eq!(chat.understanding.partial, ["media_omitted:2"], "{id}: {:?}", chat.messages);
    }
}
