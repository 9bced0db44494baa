//! Few bytes that ask for much work: crowds of people, conversations, columns, names, mentions.

use super::{Fate, Hostile};

/// How many there are in a crowd, and what becomes of it: more than any file may hold. Without optimising that takes
/// minutes to find out, so a crowd is smaller then.
const MANY: usize = if cfg!(debug_assertions) { 15_000 } else { 1_000_000 };
const CROWD: Fate = if cfg!(debug_assertions) { Fate::Read } else { Fate::Limit };

pub fn all() -> Vec<Hostile> {
    [crowds(), names(), mentions()].into_iter().flatten().collect()
}

/// A table of `count` rows.
fn table(name: &str, count: usize, row: fn(usize) -> String) -> Hostile {
    Hostile::streamed(name, "table.csv", move |out| {
        out.write_all(b"conversation id,time,sender,text\n")?;
        (0..count).try_for_each(|n| out.write_all(row(n).as_bytes()))
    })
}

/// A chat of `count` lines after its first.
fn chat(name: &str, first: &'static str, count: usize, line: fn(usize) -> String) -> Hostile {
    Hostile::streamed(name, "WhatsApp Chat with A.txt", move |out| {
        out.write_all(first.as_bytes())?;
        (0..count).try_for_each(|n| out.write_all(line(n).as_bytes()))
    })
}

fn crowds() -> Vec<Hostile> {
    vec![
        table("crowd_of_participants_table", MANY, |n| format!("S,2024-01-01 10:00,P{n},x\n")).fate(CROWD),
        table("crowd_of_conversations_table", MANY, |n| format!("S{n},2024-01-01 10:00,P,x\n")).fate(CROWD),
        chat("crowd_of_participants_chat", "", MANY, |n| format!("20/03/24, 10:00 - P{n}: x\n")).fate(CROWD),
        Hostile::streamed("crowd_of_conversations_json", "data.json", |out| {
            out.write_all(b"[")?;
            for n in 0..MANY {
                let comma = if n == 0 { "" } else { "," };
                write!(
                    out,
                    r#"{comma}{{"conversation_id":"S{n}","time":"2024-01-01 10:00","sender":"P","text":"x"}}"#
                )?;
            }
            out.write_all(b"]")
        })
        .fate(CROWD),
        Hostile::streamed("crowd_of_conversations_dingtalk", "data.json", |out| {
            out.write_all(br#"{"messages":["#)?;
            for n in 0..MANY {
                let comma = if n == 0 { "" } else { "," };
                write!(
                    out,
                    r#"{comma}{{"openMessageId":"m{n}","openConversationId":"c{n}","content":"x"}}"#
                )?;
            }
            out.write_all(b"]}")
        })
        .fate(CROWD),
        Hostile::streamed("many_objects_around_lists", "data.json", |out| {
            out.write_all(b"{")?;
            for n in 0..15_000 {
                let comma = if n == 0 { "" } else { "," };
                write!(out, r#"{comma}"{n}":{{"messages":[{{"role":"user","content":"x"}}]}}"#)?;
            }
            out.write_all(b"}")
        }),
    ]
}

fn names() -> Vec<Hostile> {
    let system = format!("20/03/24, 10:00 - {}\n", "x".repeat(3_900_000));
    vec![
        Hostile::streamed("names_with_colons_against_a_long_line", "WhatsApp Chat with A.txt", move |out| {
            out.write_all(system.as_bytes())?;
            (0..20_000).try_for_each(|n| writeln!(out, "20/03/24, 10:00 - A{n}: B: hi"))
        }),
        Hostile::streamed("names_with_colons_all_known", "WhatsApp Chat with A.txt", |out| {
            for block in 0..8_000 {
                writeln!(out, "20/03/24, 10:00 - {block:x}: b")?;
            }
            (0..40_000).try_for_each(|n| writeln!(out, "20/03/24, 10:00 - {:x}: b: hi", n % 8_000))
        }),
        Hostile::streamed("transcript_of_many_speakers", "data.json", |out| {
            out.write_all(br#"{"text":""#)?;
            for n in 0..60_000 {
                write!(out, "P{}: hello\\n", n / 2)?;
            }
            out.write_all(br#""}"#)
        }),
        Hostile::streamed("unread_fields_without_end", "data.json", |out| {
            out.write_all(br#"{"messages":["#)?;
            for n in 0..20_000 {
                let comma = if n == 0 { "" } else { "," };
                write!(out, r#"{comma}{{"openMessageId":"m{n}","content":"x","f{n}":1}}"#)?;
            }
            out.write_all(b"]}")
        })
        .fate(Fate::Read),
        Hostile::streamed("unread_fields_inside_content", "data.json", |out| {
            out.write_all(br#"{"messages":[{"openMessageId":"m","content":{"text":"x","items":["#)?;
            for n in 0..20_000 {
                let comma = if n == 0 { "" } else { "," };
                write!(out, r#"{comma}{{"text":"x","f{n}":1}}"#)?;
            }
            out.write_all(b"]}}]}")
        })
        .fate(Fate::Read),
        Hostile::streamed("layouts_without_end", "data.jsonl", |out| {
            (0..20_000).try_for_each(|n| writeln!(out, r#"{{"role":"user","content":"x","f{n}":1}}"#))
        })
        .fate(Fate::Read),
        Hostile::streamed("titles_of_a_mail_without_end", "a.txt", |out| {
            out.write_all("—————  2024-03-06  —————\n\n\n".as_bytes())?;
            (0..20_000).try_for_each(|n| write!(out, "P{n}  07:02\n\nhi\n\n\n"))
        })
        .fate(Fate::Read),
        Hostile::streamed("platforms_without_end", "table.csv", |out| {
            out.write_all(b"time,sender,text,platform\n")?;
            (0..20_000).try_for_each(|n| writeln!(out, "2024-01-01 10:00,A,x,p{n}"))
        })
        .fate(Fate::Read),
    ]
}

fn mentions() -> Vec<Hostile> {
    let picture = vec![7_u8; 2 * 1024 * 1024];
    let in_archive = {
        let text = "20/03/24, 10:00 - A: one.jpg (file attached)\n".repeat(500);
        let entries = [
            super::raw_zip::Entry::stored("_chat.txt", text.as_bytes()),
            super::raw_zip::Entry::stored("one.jpg", &picture),
        ];
        super::raw_zip::archive(&entries)
    };
    vec![
        chat("one_picture_mentioned_without_end", "", 500, |_| {
            "20/03/24, 10:00 - A: one.jpg (file attached)\n".into()
        })
        .beside("one.jpg", picture.clone())
        .fate(Fate::Read),
        Hostile::of("one_packed_picture_mentioned_without_end", "WhatsApp Chat - A.zip", in_archive)
            .fate(Fate::Read),
        Hostile::of("one_picture_in_a_mail_without_end", "a.txt", {
            let item = "阿岚  07:02\n\n[图片: one.jpg(请在附件中查看)]\n\n\n".repeat(500);
            format!("—————  2024-03-06  —————\n\n\n{item}")
        })
        .beside("one.jpg", picture)
        .fate(Fate::Read),
        chat("missing_pictures_without_end", "", 20_000, |n| {
            format!("20/03/24, 10:00 - A: {n}.jpg (file attached)\n")
        })
        .fate(Fate::Read),
    ]
}
