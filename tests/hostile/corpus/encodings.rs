//! Bytes that are no text, or not the text they seem.

use super::{Fate, Hostile};

const CHAT: &str =
    "2024-03-01 10:00 - 甲: 您好，请问有什么可以帮您？\n2024-03-01 10:01 - 乙: 我的订单还没有发货。\n";
const FILE: &str = "WhatsApp Chat with A.txt";

/// Appends a line of these bytes to a sound chat.
fn line(name: &str, bytes: &[u8]) -> Hostile {
    let content =
        [CHAT.as_bytes(), b"2024-03-01 10:02 - A: ", bytes, b"\n2024-03-01 10:03 - B: end\n"].concat();
    Hostile::of(format!("bytes_{name}"), FILE, content)
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

pub fn all() -> Vec<Hostile> {
    let gbk = encoding_rs::GB18030.encode(CHAT).0.into_owned();
    let table = encoding_rs::GB18030.encode("时间,发送人,内容\n2024-01-01 10:00,甲,您好\n").0.into_owned();
    let little = utf_16(CHAT, u16::to_le_bytes);
    let cut = |bytes: &[u8], by: usize| bytes[..bytes.len() - by].to_vec();
    let mut lines = vec![
        line("lone_continuation", &[0x80, 0xBF]),
        line("overlong_slash", &[0xC0, 0xAF]),
        line("overlong_nul", &[0xC0, 0x80]),
        line("surrogate", &[0xED, 0xA0, 0x80]),
        line("beyond_unicode", &[0xF7, 0xBF, 0xBF, 0xBF]),
        line("five_bytes", &[0xF8, 0x88, 0x80, 0x80, 0x80]),
        line("noncharacters", "\u{FFFE}\u{FFFF}\u{1FFFE}\u{10FFFF}".as_bytes()).fate(Fate::Read).printed(),
        line("private_use", "\u{E000}\u{F8FF}\u{F0000}".as_bytes()).fate(Fate::Read).printed(),
        line("only_ff", &[0xFF; 64]),
        line("gbk_inside", &encoding_rs::GB18030.encode("客服").0),
        line("utf_16_inside", &utf_16("客服", u16::to_le_bytes)),
        line("nul", b"a\0b").fate(Fate::Either),
        line("second_mark", "\u{FEFF}\u{FEFF}".as_bytes()).fate(Fate::Read).printed(),
    ];
    lines.extend([
        Hostile::of("gbk_cut_in_a_character", FILE, cut(&gbk, 2)),
        Hostile::of("gbk_table_cut", "table.csv", cut(&table, 2)),
        Hostile::of("gbk_then_utf_8", FILE, [&gbk, CHAT.as_bytes()].concat()),
        Hostile::of("utf_8_then_gbk", FILE, [CHAT.as_bytes(), &gbk].concat()),
        Hostile::of("utf_16_odd", FILE, cut(&little, 1)),
        Hostile::of("utf_16_without_mark", FILE, little.clone()).fate(Fate::Read),
        Hostile::of("utf_16_big_with_mark", FILE, utf_16(&format!("\u{FEFF}{CHAT}"), u16::to_be_bytes))
            .fate(Fate::Read),
        Hostile::of("utf_16_wrong_mark", FILE, [&[0xFE, 0xFF][..], &little].concat()),
        Hostile::of("utf_16_then_utf_8", FILE, [&little, CHAT.as_bytes()].concat()),
        Hostile::of(
            "utf_32",
            FILE,
            CHAT.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<_>>(),
        ),
        Hostile::of("utf_16_lone_surrogates", FILE, {
            let mut bytes = vec![0xFF, 0xFE];
            bytes.extend_from_slice(&little);
            bytes.extend_from_slice(&[0x00, 0xD8, 0x00, 0xD8, 0x00, 0xDC]);
            bytes
        })
        .fate(Fate::Read),
        Hostile::of("only_a_mark", FILE, [0xEF, 0xBB, 0xBF]).fate(Fate::Refused),
        Hostile::of("half_a_mark", FILE, [0xEF, 0xBB]).fate(Fate::Refused),
        Hostile::of("one_byte", FILE, [b'x']).fate(Fate::Refused),
        Hostile::of("nothing", FILE, []).fate(Fate::Refused),
        Hostile::of("only_nul", FILE, vec![0; 100_000]).fate(Fate::Refused),
        Hostile::of("only_spaces", FILE, vec![b' '; 3_000_000]).fate(Fate::Refused),
        Hostile::of("only_line_ends", FILE, vec![b'\n'; 1_000_000]).fate(Fate::Refused),
        Hostile::of("only_carriage_returns", "a.csv", vec![b'\r'; 500_000]).fate(Fate::Refused),
        Hostile::of(
            "escapes_of_2022",
            FILE,
            [CHAT.as_bytes(), b"\x1B$B!!\x1B(B\x1B$)C\x0E!!\x0F\n"].concat(),
        ),
        Hostile::of("utf_7", FILE, "2024-03-01 10:00 - A: +ADw-script+AD4-\n").fate(Fate::Read),
        Hostile::of("hz", FILE, "2024-03-01 10:00 - A: ~{<:Ky~}\n").fate(Fate::Read),
        Hostile::of("nul_in_table", "a.csv", "time,sender,text\n2024-01-01 10:00,A,a\0b\n"),
        Hostile::of("nul_in_json", "a.json", r#"[{"role":"user","content":"a\u0000b"}]"#)
            .fate(Fate::Read)
            .printed(),
        Hostile::of("good_head_bad_tail", FILE, {
            let mut bytes = CHAT.repeat(1000).into_bytes();
            bytes.resize(bytes.len() + 300_000, 0xFF);
            bytes
        }),
    ]);
    lines
}
