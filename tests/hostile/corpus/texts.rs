//! Chats whose lines, names or messages do not end, and file names that lead elsewhere.

use super::{Fate, Hostile};

const MIB: usize = 1024 * 1024;
const FILE: &str = "WhatsApp Chat with A.txt";
/// A line that no header is in; long, so that a message of it is soon too long.
const MORE: &str = concat!(
    "more words of the same message, and more of them, and more of them, ",
    "and still more until the line is long\n"
);
const FIRST: &str = "20/03/24, 10:00 - A: hi\n";

pub fn all() -> Vec<Hostile> {
    [lines(), mails(), file_names()].into_iter().flatten().collect()
}

/// A file that begins with `first` and goes on with `part` for `bytes` bytes.
fn long(name: &str, file: &str, first: &'static str, part: &'static str, bytes: usize) -> Hostile {
    Hostile::streamed(format!("text_{name}"), file, move |out| {
        out.write_all(first.as_bytes())?;
        let block = part.repeat(MIB / part.len() + 1);
        (0..bytes / MIB).try_for_each(|_| out.write_all(block.as_bytes()))
    })
}

fn lines() -> Vec<Hostile> {
    vec![
        long("line_of_hundreds_of_mib_chat", FILE, FIRST, "x", super::HUGE * MIB).fate(Fate::Limit),
        long("line_of_hundreds_of_mib_table", "a.csv", "time,sender,text\n", "x", super::HUGE * MIB)
            .fate(Fate::Limit),
        long(
            "line_of_hundreds_of_mib_json_lines",
            "a.jsonl",
            "{\"role\":\"user\",\"content\":\"x\"}\n",
            "x",
            super::HUGE * MIB,
        )
        .fate(Fate::Limit),
        long(
            "line_of_hundreds_of_mib_mail",
            "a.txt",
            "—————  2024-03-06  —————\n\n\n甲  07:02\n\nhi\n",
            "x",
            super::HUGE * MIB,
        )
        .fate(Fate::Limit),
        long("line_of_hundreds_of_mib_alone", "a.txt", "", "x", super::HUGE * MIB).fate(Fate::Refused),
        long("message_of_20_mib", FILE, FIRST, MORE, 20 * MIB).fate(Fate::Limit),
        long("message_of_line_ends", FILE, FIRST, "\n", MIB),
        long("message_of_14_mib", FILE, FIRST, MORE, 14 * MIB).fate(Fate::Read),
        long("colons", FILE, FIRST, ": ", MIB),
        long("header_of_colons", FILE, "20/03/24, 10:00 - A: hi\n20/03/24, 10:00 - ", "a: ", MIB),
        long("direction_marks", FILE, FIRST, "\u{200E}\u{202A}", MIB),
        long("lines_of_marks", FILE, FIRST, "\u{200E}\u{202A}[\n", MIB),
        long("digits", FILE, FIRST, "1", MIB),
        long("dates", FILE, FIRST, "20/03/24, ", MIB),
        long("headers_without_words", FILE, FIRST, "20/03/24, 10:00 - \n", MIB),
        long(
            "deleted_lines",
            FILE,
            FIRST,
            "[20/03/24, 10:00:00] A: \u{200E}This message was deleted.\n",
            2 * MIB,
        ),
        long("combining_marks", FILE, "20/03/24, 10:00 - A: e", "\u{0301}", MIB).fate(Fate::Read),
        long("joined_emoji", FILE, "20/03/24, 10:00 - A: 👩", "\u{200D}👩", MIB).fate(Fate::Read),
        long("turned_round", FILE, "20/03/24, 10:00 - A: ", "\u{202E}a\u{202D}b", MIB).fate(Fate::Read),
        long("ambiguous_dates", FILE, "", "01/02/24, 10:00 - A: hi\n", MIB).fate(Fate::Refused),
    ]
}

fn mails() -> Vec<Hostile> {
    const MAIL: &str = "—————  2024-03-06  —————\n\n\n甲  07:02\n\nhi\n\n\n";
    vec![
        long("mail_of_recalls", "a.txt", MAIL, "\n你撤回了一条消息\n", MIB),
        long("mail_of_days", "a.txt", MAIL, "—————  2024-03-06  —————\n\n", MIB),
        long("mail_of_blank_lines", "a.txt", MAIL, " \n", MIB),
        long("mail_of_times", "a.txt", MAIL, "07:02\n", MIB),
        long("mail_of_names", "a.txt", MAIL, "甲  07:02\n\n", MIB),
        long("mail_of_20_mib", "a.txt", MAIL, MORE, 20 * MIB).fate(Fate::Limit),
        long("items", "a.txt", "甲\n2024-03-06 07:02\nhi\n\n", "甲\n2024-03-06 07:02\nhi\n\n", MIB),
        long("spoken", "a.txt", "Dear:\n\n", "甲：好\n", MIB),
        long("brackets", "a.txt", MAIL, "[图片: ", MIB),
    ]
}

/// Names that a path could be made of: as titles, and as the names a document is suggested under.
fn file_names() -> Vec<Hostile> {
    let names = [
        "WhatsApp Chat with ...txt",
        "WhatsApp Chat with ..\\..\\x.txt",
        "WhatsApp Chat with CON.txt",
        "WhatsApp Chat with \u{202E}txt.exe.txt",
        "WhatsApp Chat with a\nb.txt",
        "WhatsApp Chat with \u{1B}[31m.txt",
        "WhatsApp Chat with '$(touch x)'.txt",
        "WhatsApp Chat with -rf.txt",
        "WhatsApp Chat with \u{200B}.txt",
        "-.txt",
        "...txt",
        " .txt",
        "a.csv.txt",
        "a.TXT",
        "noending",
        "\u{FEFF}.txt",
    ];
    let longest = format!("WhatsApp Chat with {}.txt", "n".repeat(232));
    let chat = "2024-03-01 10:00 - A: hi\n2024-03-01 10:01 - B: hello\n2024-03-01 10:02 - A: bye\n";
    let of = |(n, name): (usize, &str)| {
        Hostile::of(format!("file_name_{n}"), name, chat).fate(Fate::Read).printed()
    };
    names.into_iter().chain([longest.as_str()]).enumerate().map(of).collect()
}
