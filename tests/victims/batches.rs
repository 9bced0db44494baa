//! What the program that is killed takes in, so that whoever looks afterwards knows what must be there.

use std::{
    fmt::{Arguments, Write as _},
    io::{Cursor, Write as _},
};

/// One file to take in.
pub struct Batch {
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The words that stand in every message of a batch and in no other.
pub fn mark(number: u64) -> String {
    format!("批次{number:06}号")
}

/// The keyword that its conversation gets.
pub fn keyword(number: u64) -> String {
    format!("批{number:06}")
}

/// The batch of that number: a table, or every third time a chat with a picture.
pub fn batch(number: u64) -> Batch {
    if number % 3 == 2 { chat(number) } else { table(number) }
}

/// How many messages hold the mark of that batch.
pub fn messages(number: u64) -> u64 {
    match number {
        chat if chat % 3 == 2 => 4,
        // Now and then one large enough for several flushes.
        large if large % 10 == 4 => 2000,
        table => 3 + table % 40,
    }
}

fn line(text: &mut String, line: Arguments<'_>) {
    text.write_fmt(line).expect("a text takes a line");
}

fn table(number: u64) -> Batch {
    let messages = messages(number);
    let mut text = "时间,发送人,内容\n".to_owned();
    for message in 0..messages {
        let (minute, second) = (message / 60 % 60, message % 60);
        let words = format!("{} 第{message}条 运单 YDH{:08}", mark(number), number * 10_000 + message);
        line(
            &mut text,
            format_args!(
                "2024-03-{:02} 10:{minute:02}:{second:02},客户{},{words}\n",
                1 + number % 28,
                message % 3
            ),
        );
    }
    Batch { name: format!("记录{number}.csv"), content: text.into_bytes() }
}

fn chat(number: u64) -> Batch {
    let messages = messages(number);
    let mut text = String::new();
    for message in 0..messages {
        line(
            &mut text,
            format_args!("2024/3/{} 10:0{message} - 客户: {} 第{message}条\n", 1 + number % 28, mark(number)),
        );
    }
    // A picture of its own, larger than one chunk of a sealed file.
    let picture: Vec<u8> = (0..40_000_u64).map(|byte| (byte.wrapping_mul(number + 7) >> 3) as u8).collect();
    line(&mut text, format_args!("2024/3/{} 10:09 - 客户: IMG-{number}.jpg (文件附件)\n", 1 + number % 28));
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default();
    let name = format!("与客户{number}的 WhatsApp 聊天.txt");
    for (name, bytes) in [(name, text.into_bytes()), (format!("IMG-{number}.jpg"), picture)] {
        archive.start_file(name, stored).expect("an archive in memory takes a file");
        archive.write_all(&bytes).expect("and its bytes");
    }
    let content = archive.finish().expect("and can be finished").into_inner();
    Batch { name: format!("聊天{number}.zip"), content }
}
