//! Archives that unpack without end, lie about themselves or name places outside.

use super::{
    Fate, Hostile,
    raw_zip::{Entry, archive},
};
use std::io::Write as _;
use zip::{ZipWriter, write::SimpleFileOptions};

const FILE: &str = "WhatsApp Chat - Team.zip";
const CHAT: &str =
    "20/03/24, 10:00 - A: one.jpg (file attached)\n20/03/24, 10:01 - B: two.jpg (file attached)\n";
const MIB: usize = 1024 * 1024;

pub fn all() -> Vec<Hostile> {
    [bombs(), liars(), cuts(), names(), oddities()].into_iter().flatten().collect()
}

fn chat() -> Entry {
    Entry::stored("_chat.txt", CHAT.as_bytes())
}

fn of(name: impl Into<String>, entries: &[Entry]) -> Hostile {
    Hostile::of(name, FILE, archive(entries))
}

/// An archive whose text is so many MiB of `line`, packed while it is written.
fn long_text(name: &str, line: String, mib: usize) -> Hostile {
    Hostile::streamed(name, FILE, move |out| {
        let mut seekable = std::io::Cursor::new(Vec::new());
        let mut writer = ZipWriter::new(&mut seekable);
        writer.start_file("_chat.txt", SimpleFileOptions::default())?;
        let block = line.repeat(MIB / line.len());
        (0..mib).try_for_each(|_| writer.write_all(block.as_bytes()))?;
        writer.finish()?;
        out.write_all(seekable.get_ref())
    })
}

fn bombs() -> Vec<Hostile> {
    let zeros = vec![0_u8; 33 * MIB];
    let kernel = Entry::deflated("one.jpg", &zeros);
    let shared = |n: usize| Entry { name: format!("{n}.jpg").into(), at: Some(1), ..kernel.clone() };
    let mentions = (2..200).map(|n| format!("20/03/24, 10:00 - A: {n}.jpg (file attached)\n"));
    let mentions = mentions.collect::<Vec<_>>().concat();
    let overlapping: Vec<Entry> = [Entry::stored("_chat.txt", mentions.as_bytes()), kernel.clone()]
        .into_iter()
        .chain((2..200).map(shared))
        .collect();
    let chat_overlap = Entry { at: Some(0), ..Entry::deflated("WhatsApp Chat with B.txt", CHAT.as_bytes()) };
    let inner = archive(&[chat(), kernel.clone()]);
    let nested = (0..8).fold(inner, |inner, _| archive(&[Entry::deflated("a.zip", &inner)]));
    let many = |count: usize| -> Vec<Entry> {
        std::iter::once(chat()).chain((0..count).map(|n| Entry::stored(format!("{n}"), b""))).collect()
    };
    vec![
        of("bomb_flat_media", &[chat(), kernel.clone()]).fate(Fate::Read),
        of("bomb_overlapping", &overlapping).fate(Fate::Read),
        of("bomb_overlapping_text", &[chat(), chat_overlap]),
        Hostile::of("bomb_nested", FILE, nested).fate(Fate::Refused),
        of("bomb_nested_as_media", &[chat(), Entry::stored("one.jpg", &archive(&[kernel]))]),
        long_text("bomb_text_of_one_line", "a".into(), 300).fate(Fate::Limit),
        long_text("bomb_text_of_messages", format!("20/03/24, 10:00 - A: {}\n", "x".repeat(30_000)), 100)
            .fate(Fate::Limit),
        long_text("bomb_text_of_empty_lines", "\n".into(), 2),
        of("many_entries", &many(60_000)).fate(Fate::Read),
        Hostile::streamed("million_entries", FILE, million_entries).fate(Fate::Limit),
    ]
}

/// More entries than sixteen bits count: a directory of 1,000,000 and the records that zip64 adds.
fn million_entries(out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let count = 1_000_000_u64;
    let one = archive(&[Entry::stored("a", b"")]);
    let directory = one.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap_or_default();
    let end = one.len() - 22;
    let (local, central) = (&one[..directory], &one[directory..end]);
    out.write_all(local)?;
    let mut length = 0_u64;
    for n in 0..count {
        let mut entry = central.to_vec();
        let name = format!("{n:x}");
        entry[28] = name.len() as u8;
        entry.truncate(46);
        entry.extend_from_slice(name.as_bytes());
        length += entry.len() as u64;
        out.write_all(&entry)?;
    }
    let start = local.len() as u64;
    out.write_all(b"PK\x06\x06")?;
    out.write_all(&44_u64.to_le_bytes())?;
    out.write_all(&[45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
    for field in [count, count, length, start] {
        out.write_all(&field.to_le_bytes())?;
    }
    out.write_all(b"PK\x06\x07\0\0\0\0")?;
    out.write_all(&(start + length).to_le_bytes())?;
    out.write_all(&1_u32.to_le_bytes())?;
    out.write_all(b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0")
}

fn liars() -> Vec<Hostile> {
    let huge = Entry { unpacked_bytes: u32::MAX, ..chat() };
    let huge_packed = Entry { packed_bytes: u32::MAX - 1, ..chat() };
    let small = Entry { unpacked_bytes: 3, ..Entry::deflated("_chat.txt", CHAT.as_bytes()) };
    let wrong = Entry { crc: 1, ..chat() };
    let picture = Entry { crc: 1, ..Entry::stored("one.jpg", b"picture") };
    let unknown = Entry { method: 99, ..chat() };
    let garbage = Entry { method: 8, ..Entry::stored("_chat.txt", &[0xFF; 300]) };
    let encrypted = Entry { flags: 1, ..chat() };
    let encrypted_picture = Entry { flags: 1, ..Entry::stored("one.jpg", &[7; 40]) };
    let zip64 = Entry { unpacked_bytes: u32::MAX, packed_bytes: u32::MAX, ..chat() };
    let descriptor = Entry { flags: 8, crc: 0, unpacked_bytes: 0, packed_bytes: 0, ..chat() };
    let aes = Entry { method: 99, flags: 1, ..chat() };
    vec![
        of("claims_4_gib", &[huge]),
        of("claims_4_gib_packed", &[huge_packed]).fate(Fate::Refused),
        of("claims_three_bytes", &[small]),
        of("wrong_checksum_of_text", &[wrong]).fate(Fate::Refused),
        of("wrong_checksum_of_picture", &[chat(), picture]).fate(Fate::Read),
        of("unknown_method", &[unknown]).fate(Fate::Refused),
        of("deflate_of_garbage", &[garbage]).fate(Fate::Refused),
        of("encrypted_text", &[encrypted]).fate(Fate::Refused),
        of("encrypted_picture", &[chat(), encrypted_picture]).fate(Fate::Read),
        of("zip64_without_its_field", &[zip64]),
        of("sizes_in_a_descriptor", &[descriptor]),
        of("aes_text", &[aes]).fate(Fate::Refused),
    ]
}

fn cuts() -> Vec<Hostile> {
    let whole =
        archive(&[chat(), Entry::stored("one.jpg", b"picture"), Entry::stored("two.jpg", b"another")]);
    let end = whole.len() - 22;
    let set = |at: usize, bytes: &[u8]| {
        let mut altered = whole.clone();
        altered[at..at + bytes.len()].copy_from_slice(bytes);
        altered
    };
    let cut = |name: &str, length: usize| Hostile::of(name, FILE, &whole[..length]).fate(Fate::Refused);
    let comment = [&whole[..whole.len() - 2], &[0xFF, 0xFF], &vec![b'P'; 65_535][..]].concat();
    vec![
        cut("cut_without_end_record", end),
        cut("cut_in_directory", end - 30),
        cut("cut_in_end_record", whole.len() - 5),
        cut("cut_in_local_header", 12),
        cut("only_the_magic", 4),
        Hostile::of("directory_beyond_the_end", FILE, set(end + 16, &u32::MAX.to_le_bytes())),
        Hostile::of("directory_of_no_length", FILE, set(end + 12, &0_u32.to_le_bytes())),
        Hostile::of("directory_counts_too_many", FILE, set(end + 10, &[0xFF, 0x7F])),
        Hostile::of("empty_archive", FILE, archive(&[])).fate(Fate::Refused),
        Hostile::of("longest_comment", FILE, comment),
        Hostile::of("two_archives_joined", FILE, [whole.clone(), whole.clone()].concat()),
        Hostile::of("prefixed_by_a_program", FILE, [&[b'M', b'Z'][..], &[0; 500], &whole].concat()),
    ]
}

fn names() -> Vec<Hostile> {
    let paths = [
        ("up", "../../../../tmp/_chat.txt"),
        ("absolute", "/tmp/_chat.txt"),
        ("drive", "C:\\Windows\\_chat.txt"),
        ("unc", "\\\\server\\share\\_chat.txt"),
        ("nul", "a\0/_chat.txt"),
        ("device", "CON/_chat.txt"),
        ("only_slashes", "////_chat.txt"),
        ("bidi", "\u{202E}txt.gpj/_chat.txt"),
    ];
    let texts =
        paths.map(|(case, path)| of(format!("path_of_text_{case}"), &[Entry::stored(path, CHAT.as_bytes())]));
    let media = ["../../etc/passwd", "/etc/passwd", "C:\\boot.ini", "..\\..\\x", ".", "..", ""];
    let media = media.iter().enumerate().map(|(n, path)| {
        let text = format!("20/03/24, 10:00 - A: {path} (file attached)\n20/03/24, 10:00 - B: hi\n");
        of(
            format!("path_of_media_{n}"),
            &[Entry::stored("_chat.txt", text.as_bytes()), Entry::stored(*path, b"picture")],
        )
        .fate(Fate::Read)
    });
    texts.into_iter().chain(media).collect()
}

fn oddities() -> Vec<Hostile> {
    let link = Entry { attributes: 0o120_777 << 16, ..Entry::stored("one.jpg", b"/etc/passwd") };
    let text_link = Entry { attributes: 0o120_777 << 16, ..Entry::stored("_chat.txt", b"/etc/passwd") };
    let folder = Entry { attributes: 0o040_755 << 16, ..Entry::stored("_chat.txt/", b"") };
    let long = Entry::stored(vec![b'n'; 65_535], b"");
    let gbk = Entry::stored(
        encoding_rs::GB18030.encode("与李四的 WhatsApp 聊天.txt").0.into_owned(),
        CHAT.as_bytes(),
    );
    let word =
        [Entry::stored("[Content_Types].xml", b"<Types/>"), Entry::stored("word/document.xml", b"<x/>")];
    vec![
        of("same_name_twice", &[chat(), Entry::stored("_chat.txt", b"20/03/24, 10:00 - C: other\n"), chat()]),
        of("link_as_picture", &[chat(), link]).fate(Fate::Read),
        of("link_as_text", &[text_link]).fate(Fate::Refused),
        of("folder_as_text", &[folder]).fate(Fate::Refused),
        of("name_of_64_kib", &[chat(), long]).fate(Fate::Read),
        of("name_in_gbk", &[gbk]).fate(Fate::Read),
        of("name_that_is_no_text", &[chat(), Entry::stored(vec![0xFF, 0xFE, 0x80], b"x")]).fate(Fate::Read),
        of("word_document", &word).fate(Fate::Refused),
        Hostile::of("archive_named_csv", "table.csv", archive(&[chat()])),
        Hostile::of("archive_named_json", "data.json", archive(&[chat()])),
    ]
}
