//! Traps of mails, mailboxes and of the mails that WeChat writes, one by one.

mod support;

use support::{Collected, confidence, fixture, fixture_bytes, outcome, read};
use yanju_formats::import::{Confidence, Error, IMPORTERS, Probe, ReadOptions, input::Bytes};
use yanju_model::{Kind, Platform, SourceTime, draft::AttachmentDraft};

fn eml(head: &str, body: &str) -> Collected {
    let usual = "From: Ada <ada@quill.example>\nSubject: x\nDate: Tue, 5 Mar 2024 09:15:10 +0800\n";
    read("eml", "a.eml", format!("{usual}{head}\n\n{body}"))
}

/// The names of the files of a message, and the length of each that is there.
fn files(chat: &Collected, position: usize) -> Vec<(&str, Option<u64>)> {
    let shown = |file: &'_ AttachmentDraft| file.content.as_ref().map(|content| content.bytes);
    chat.message_at(position).attachments.iter().map(|file| (file.name.as_str(), shown(file))).collect()
}

fn details<'c>(chat: &'c Collected, code: &str) -> Vec<&'c str> {
    chat.warnings.iter().filter(|w| w.code == code).map(|w| w.detail.as_str()).collect()
}

#[test]
fn each_kind_of_mail_is_known_by_its_content_whatever_it_is_called() {
    for (id, name, own) in [
        ("eml", "broken_bowl_gb2312.eml", Confidence::Likely),
        ("mbox", "newest_first.mbox", Confidence::Certain),
        ("mbox", "thunderbird.mbox", Confidence::Certain),
        ("wechat_mail", "ios_group.eml", Confidence::Certain),
        ("wechat_mail", "android_pair.eml", Confidence::Certain),
    ] {
        let content = fixture_bytes(id, name);
        assert_eq!(confidence(id, "x.dat", content.clone()), own, "{name}");
        let probe = Probe::of(&Bytes { name: "x.dat".to_owned(), content }).expect("it can be looked at");
        for other in IMPORTERS.iter().filter(|other| other.about().id != id) {
            assert!(other.recognise(&probe) < own, "{name} is not for {}", other.about().id);
        }
    }
    let talk = "Note: to all\nFrom: here\nTo: there\n\nwords";
    assert_eq!(confidence("eml", "a.eml", talk), Confidence::No, "two usual words make no head");
}

#[test]
fn a_mail_in_more_than_gb2312_gives_its_words_its_names_and_its_files() {
    let chat = fixture("eml", "broken_bowl_gb2312.eml");
    let draft = chat.message_at(0);
    assert!(draft.text.starts_with("陶镕老师：\n\n您好，订单"), "{}", draft.text);
    assert!(draft.text.ends_with("林㐀"), "the plain writing, in its own encoding: {}", draft.text);
    assert_eq!(draft.kind, Kind::Text);
    let sender = chat.sender_at(0);
    assert_eq!((sender.name.as_str(), sender.key.as_deref()), ("林㐀", Some("linqiu@shan.example")));
    assert_eq!(
        files(&chat, 0),
        [
            ("part-1.png", Some(70)),
            ("碎片.png", Some(70)),
            ("付款凭证.pdf", Some(35)),
            ("part-4.eml", Some(115))
        ],
        "names of RFC 2047 and RFC 2231; a mail within stays a file"
    );
    let conversation = chat.conversations.first().expect("a thread");
    assert_eq!((conversation.platform, conversation.key.as_str()), (Platform::Email, "bowl-1@shan.example"));
    assert_eq!(conversation.title, "青花盖碗破损，申请退款", "both halves of the subject");
    assert_eq!(draft.source_id.as_deref(), Some("bowl-1@shan.example"));
    assert_eq!(details(&chat, "not_kept"), ["Cc", "To"], "who else got it is in the original only");
    assert_eq!(chat.understanding.encoding, "gbk");
}

#[test]
fn the_offset_of_the_writer_is_kept() {
    let chat = fixture("eml", "broken_bowl_gb2312.eml");
    assert_eq!(chat.times(), ["2024-03-05 01:15:10Z second"]);
    let Some(SourceTime::Fixed(_, Some(offset), _)) = chat.message_at(0).sent_at else {
        panic!("{:?}", chat.message_at(0).sent_at)
    };
    assert_eq!(offset.local_minus_utc(), 8 * 3600);
}

#[test]
fn a_stub_beside_a_page_is_not_what_was_said() {
    let chat = fixture("eml", "stub_beside_page.eml");
    let text = chat.texts().concat();
    assert!(text.starts_with("We have checked the parcel of order 0"), "{text}");
    assert!(text.contains("order (https://potters.example/orders/2)"), "{text}");
    assert_eq!(chat.senders(), ["Potter & Sons"]);
}

#[test]
fn a_short_plain_text_is_no_stub_where_the_page_says_no_more() {
    let links = "<a href='https://a.example/a/very/long/address/of/a/page'>here</a>".repeat(9);
    let chat = eml(
        "Content-Type: multipart/alternative; boundary=b",
        &format!(
            "--b\n\nOnly this, and here nine times.\n--b\nContent-Type: text/html\n\n<p>Only this</p>{links}\n--b--"
        ),
    );
    assert_eq!(chat.texts(), ["Only this, and here nine times."]);
}

#[test]
fn a_thread_is_its_first_mail_and_an_answer_names_what_it_answers() {
    let chat = fixture("eml", "stub_beside_page.eml");
    assert_eq!(chat.conversations.first().map(|c| c.key.as_str()), Some("question-1@quill.example"));
    let reply = chat.message_at(0).reply_to.as_ref().expect("it answers");
    assert_eq!(reply.source_id.as_deref(), Some("question-1b@quill.example"));
    let key = |head: &str| eml(head, "").conversations.first().map(|c| c.key.clone()).unwrap_or_default();
    assert_eq!(key("In-Reply-To: <a@b>\nMessage-ID: <c@d>"), "a@b");
    assert_eq!(key("Message-ID: <c@d>"), "c@d");
    assert_ne!(key("X: y"), key("Subject: y"), "mails without ids are never one by chance");
}

#[test]
fn a_title_and_a_platform_that_are_given_win() {
    let options = ReadOptions {
        title: Some("退货".to_owned()),
        platform: Some(Platform::Zendesk),
        ..ReadOptions::default()
    };
    let bytes = fixture_bytes("eml", "stub_beside_page.eml");
    let chat = outcome("eml", "a.eml", bytes, &options).expect("it can be read");
    let found = chat.conversations.first().map(|c| (c.title.as_str(), c.platform));
    assert_eq!(found, Some(("退货", Platform::Zendesk)));
}

#[test]
fn times_that_are_missing_or_impossible_leave_the_mail_undated() {
    let of = |date: &str| read("eml", "a.eml", format!("From: a@b\nTo: c@d\nSubject: x\n{date}\n\nwords"));
    for (date, time, code) in [
        ("X: y", "", Some("undated")),
        ("Date: yesterday", "", Some("unreadable_time")),
        ("Date: Thu, 1 Jan 1970 00:00:00 +0000", "", Some("odd_time")),
        ("Date: Tue, 5 Mar 2024 09:15 +0800", "2024-03-05 01:15:00Z second", None),
        ("Date: Tue, 5 Mar 2024 09:15:10 -0000", "2024-03-05 09:15:10Z second", None),
        ("Date: 5 Mar 2024 09:15:10", "2024-03-05 09:15:10 second", None),
    ] {
        let chat = of(date);
        assert_eq!(chat.times(), [time], "{date}");
        let stated = date.strip_prefix("Date: ").filter(|_| time.is_empty()).unwrap_or_default();
        assert_eq!(chat.stated_times(), [stated], "what it says is not lost");
        let found = chat.codes().into_iter().find(|code| *code != "not_kept");
        assert_eq!(found, code, "{date}: {:?}", chat.warnings);
    }
}

#[test]
fn fields_that_old_programs_wrote_as_they_came_are_read() {
    let (subject, ..) = encoding_rs::GB18030.encode("关于订单退款的问题");
    let raw = [
        b"From: a@b\nTo: c@d\nDate: Tue, 5 Mar 2024 09:15:10 +0800\nSubject: ".as_slice(),
        &subject,
        b"\n\nx",
    ]
    .concat();
    let chat = read("eml", "a.eml", raw);
    assert_eq!(chat.conversations.first().map(|c| c.title.as_str()), Some("关于订单退款的问题"));
}

#[test]
fn what_is_damaged_or_cut_off_is_named_and_the_rest_is_there() {
    let chat = eml(
        "Content-Type: multipart/mixed; boundary=b",
        "--b\n\nwords\n--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\n!!**\n--b--\nfooter",
    );
    assert_eq!(chat.texts(), ["words"]);
    assert_eq!(files(&chat, 0), [("a.png", None)], "a picture of wrong bytes is no picture");
    assert_eq!(details(&chat, "unreadable_attachment"), ["a.png"]);
    assert_eq!(details(&chat, "not_kept"), ["footer"], "behind the last part there is no part");
}

#[test]
fn words_in_cipher_are_a_file_and_said_to_be_in_cipher() {
    let chat = eml(
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64",
        "aGVsbG8=",
    );
    assert_eq!(files(&chat, 0), [("smime.p7m", Some(5))]);
    assert_eq!((chat.message_at(0).kind, chat.codes()), (Kind::File, vec!["encrypted_text"]));
}

#[test]
fn a_mail_of_mails_does_not_exhaust_anything() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(50_000);
    let chat = eml("Content-Type: message/rfc822", &nested);
    assert_eq!(files(&chat, 0), [("part-1.eml", Some(nested.len() as u64))], "however deep, it is one file");
    let boundaries: String = (0..20_000)
        .map(|n| format!("--b\nContent-Type: multipart/mixed; boundary=never{n}\n\nx\n"))
        .collect::<Vec<_>>()
        .concat();
    let options = ReadOptions::default();
    let raw =
        format!("From: a@b\nTo: c@d\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n{boundaries}");
    let refused = outcome("eml", "a.eml", raw, &options);
    assert!(matches!(refused, Err(Error::TooLarge { limit: "mail parts", .. })), "{refused:?}");
}

#[test]
fn a_mailbox_is_turned_into_threads_oldest_first() {
    let chat = fixture("mbox", "newest_first.mbox");
    let ids: Vec<&str> = chat.messages.iter().filter_map(|(_, draft)| draft.source_id.as_deref()).collect();
    assert_eq!(ids, ["k1@quill.example", "i1@shan.example", "k2@potters.example", "k3@quill.example"]);
    let titles: Vec<&str> = chat.conversations.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles, ["Where is my kettle?", "Invoice"], "one conversation for a thread");
    let slots: Vec<usize> = chat.messages.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [0, 1, 0, 0]);
    assert_eq!(files(&chat, 1), [("invoice.pdf", Some(35))], "a mail that is nothing but a file");
    assert_eq!((chat.message_at(1).kind, chat.message_at(1).place.as_str()), (Kind::File, "mail 3"));
    assert_eq!(
        details(&chat, "not_kept"),
        ["Subject: Kettle 4711 is on its way", "To"],
        "a thread has one title; an answer's «Re:» is no other subject"
    );
}

#[test]
fn lines_that_begin_like_a_new_mail_are_the_words_they_are() {
    let chat = fixture("mbox", "newest_first.mbox");
    assert_eq!(
        chat.message_at(3).text,
        "Thank you.\n\nFrom the window I can see it coming.\n>From is what the label says.\n\n\
         From here on I need nothing more."
    );
}

#[test]
fn the_mailbox_of_thunderbird_is_read_in_its_own_line_ends() {
    let chat = fixture("mbox", "thunderbird.mbox");
    assert_eq!(chat.texts(), ["壶嘴下面一直滴水，请问可以换吗？", "可以，请把旧壶寄回。"]);
    assert_eq!(chat.senders(), ["林秋", "kefu@taopu.example"]);
    assert_eq!(chat.conversations.len(), 1);
    assert_eq!(details(&chat, "not_kept"), ["To"], "回复： is no other subject");
}

#[test]
fn one_bad_mail_of_a_mailbox_does_not_cost_the_others() {
    let parts = "--b\n\nx\n".repeat(20_000);
    let raw = format!(
        "From - Tue Mar 05 09:00:00 2024\nFrom: a@b\nContent-Type: multipart/mixed; boundary=b\n\n{parts}\n\n\
         From - Tue Mar 05 09:02:00 2024\n\n\
         From - Tue Mar 05 09:03:00 2024\nFrom: c@d\nMessage-ID: <m@d>\nDate: Tue, 5 Mar 2024 09:03:00 +0000\n\ngood\n"
    );
    let chat = read("mbox", "a.mbox", raw);
    assert_eq!(chat.senders().last(), Some(&"c@d"));
    assert!(chat.texts().contains(&"good"));
    assert!(chat.warnings.iter().any(|w| w.code == "not_kept" && w.place == "mail 1"), "{:?}", chat.warnings);
}

#[test]
fn a_mailbox_without_dates_stays_as_it_lies() {
    let mail = |n: u32| {
        format!(
            "From - Tue Mar 05 09:00:00 2024\nFrom: a@b\nMessage-ID: <{n}@b>\nReferences: <0@b>\n\n{n}\n\n"
        )
    };
    let chat = read("mbox", "a.mbox", (0..5).map(mail).collect::<String>());
    assert_eq!(chat.texts(), ["0", "1", "2", "3", "4"]);
    assert_eq!(chat.codes(), ["undated"; 5]);
}

#[test]
fn a_group_that_an_iphone_mailed_is_read_from_its_page() {
    let chat = fixture("wechat_mail", "ios_group.eml");
    assert_eq!(chat.senders(), ["小禾", "阿岚", "小禾", "阿岚"]);
    assert_eq!(
        chat.times(),
        [
            "2025-08-07 09:30:00 minute",
            "2025-08-07 09:31:00 minute",
            "2025-08-07 13:05:00 minute",
            "2025-08-08 08:02:00 minute"
        ]
    );
    assert_eq!(
        chat.texts(),
        [
            "图片1（可在附件中查看）",
            "这批釉色偏青，\n客服 10:00\n再回我",
            "<收到> & 马上处理",
            "视频2（可在附件中查看）"
        ],
        "words that look like a header are not bold; the signature of the phone is nobody's"
    );
    let conversation = chat.conversations.first().expect("the group");
    assert_eq!((conversation.platform, conversation.title.as_str()), (Platform::WeChat, "窑口订货群"));
    assert_eq!(files(&chat, 0), [("图片1", Some(70))], "found by its name without the ending");
    assert_eq!(files(&chat, 3), [("视频2", None)], "not among the files of the mail");
    assert_eq!(details(&chat, "not_kept"), ["signature.png"], "no message mentions it");
}

#[test]
fn a_pair_that_android_mailed_is_read_from_its_text() {
    let chat = fixture("wechat_mail", "android_pair.eml");
    assert_eq!(chat.senders(), ["阿岚", "小禾 9:00-18:00", "阿岚", "小禾 9:00-18:00"]);
    assert_eq!(chat.texts().last(), Some(&"有的，\n今天发。"));
    assert_eq!(files(&chat, 1), [("5f0c.png", Some(70))]);
    assert_eq!(files(&chat, 2), [("报价 (1).xlsx", Some(21))]);
    assert!(chat.codes().is_empty(), "{:?}", chat.warnings);
}

#[test]
fn a_mail_that_only_mentions_chats_is_a_mail() {
    let raw =
        "From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n聊天记录如下，请查收。\n";
    assert_eq!(confidence("wechat_mail", "a.eml", raw), Confidence::No);
    assert_eq!(confidence("eml", "a.eml", raw), Confidence::Likely);
    let refused = outcome("wechat_mail", "a.eml", raw, &ReadOptions::default());
    assert!(matches!(refused, Err(Error::Lacks { what: "messages", .. })), "{refused:?}");
}

#[test]
fn a_paragraph_that_begins_like_a_parting_line_stays_in_its_mail() {
    let head = "From: Ada <ada@quill.example>\nSubject: s\nDate: Tue, 05 Mar 2024 09:00:00 +0800\n";
    let words = "one\n\nFrom 2024 on, at 10:30, we ship daily:\nrefund agreed 500\n\nthanks";
    let chat = read(
        "mbox",
        "a.mbox",
        format!(
            "From a@b Tue Mar 05 09:01:00 2024\n{head}\n{words}\n\nFrom a@b Tue Mar 05 09:02:00 2024\n{head}\ntwo\n"
        ),
    );
    assert_eq!(chat.texts(), [words, "two"]);
}

#[test]
fn a_piece_of_a_mailbox_without_a_head_is_all_words() {
    let chat = read("mbox", "a.mbox", "From a@b Tue Mar 05 09:01:00 2024\nrefund agreed 500\nthanks\n");
    assert_eq!(
        (chat.texts(), chat.codes().first().copied()),
        (vec!["refund agreed 500\nthanks"], Some("unknown_part"))
    );
}

#[test]
fn a_long_page_among_thousands_of_other_writings_is_looked_at_once() {
    let page = "<p>word</p>".repeat(20_000);
    let others = "--b\nContent-Type: text/plain\n\nx\n".repeat(4000);
    let head = "Content-Type: multipart/alternative; boundary=b";
    let chat = eml(head, &format!("--b\nContent-Type: text/html\n\n{page}\n{others}--b--\n"));
    assert!(chat.message_at(0).text.starts_with("word"), "the page says more than a stub");
}

#[test]
fn a_mail_copied_out_of_outlook_is_of_when_it_was_sent() {
    let mail = |sent: &str| {
        let text = format!(
            "From: John <john@cust.example>\nSent: {sent}\nTo: Support <help@harbor.example>\nSubject: Broken kettle\n\nIt is broken.\n"
        );
        read("eml", "a.txt", text)
    };
    let chat = mail("Tuesday, March 5, 2024 10:21 AM");
    assert_eq!(chat.times(), ["2024-03-05 10:21:00 minute"]);
    assert_eq!(mail("2024年3月5日 10:21").times(), ["2024-03-05 10:21:00 minute"]);
    let chat = mail("last Tuesday");
    assert_eq!(
        (chat.stated_times(), details(&chat, "unreadable_time")),
        (vec!["last Tuesday"], vec!["last Tuesday"])
    );
}

#[test]
fn an_answer_that_names_only_an_answer_belongs_to_the_thread_of_that_one() {
    let mail = |id: &str, day: u32, refers: &str| {
        format!(
            "From x@y Tue Mar  {day} 10:21:33 2024\nFrom: A <a@b.c>\nSubject: Re: Kettle\n\
             Date: {day} Mar 2024 10:21:33 +0000\nMessage-ID: <{id}@ex>\n{refers}\nwords {id}\n\n"
        )
    };
    let refers = |id: &str| format!("In-Reply-To: <{id}@ex>\nReferences: <{id}@ex>\n");
    let text = [
        mail("m1", 5, ""),
        mail("m2", 6, &refers("m1")),
        mail("m3", 7, &refers("m2")),
        mail("m4", 8, &refers("m3")),
    ];
    let mbox = read("mbox", "a.mbox", text.concat());
    let keys: Vec<&str> = mbox.conversations.iter().map(|draft| draft.key.as_str()).collect();
    assert_eq!((keys, mbox.messages.len()), (vec!["m1@ex"], 4));
}
