//! Tables whose quotes, columns or rows do not end.

use super::{Fate, Hostile};

const HEAD: &str = "time,sender,text\n";
const MIB: usize = 1024 * 1024;

pub fn all() -> Vec<Hostile> {
    [quotes(), widths(), heads()].into_iter().flatten().collect()
}

/// A table of `bytes` bytes below its head.
fn long(name: &str, row: &'static str, bytes: usize) -> Hostile {
    Hostile::streamed(format!("table_{name}"), "table.csv", move |out| {
        out.write_all(HEAD.as_bytes())?;
        let block = row.repeat(MIB / row.len() + 1);
        (0..bytes / MIB).try_for_each(|_| out.write_all(block.as_bytes()))
    })
}

fn table(name: &str, text: impl Into<Vec<u8>>) -> Hostile {
    Hostile::of(format!("table_{name}"), "table.csv", text)
}

fn quotes() -> Vec<Hostile> {
    vec![
        long(
            "open_quote_without_end",
            "2024-01-01 10:00,A,\"never closed and a rather long line so that there are few\n",
            super::HUGE / 35 * MIB,
        ),
        long("quotes_only", "\"", super::HUGE * MIB).fate(Fate::Limit),
        long("quote_and_line_end", "\"\n", MIB),
        long("quote_comma", "\",", 2 * MIB),
        long("quote_pairs", "\"\",", 2 * MIB),
        long("quote_triples", "\"\"\",", 2 * MIB),
        long("open_in_every_row", "2024-01-01 10:00,A,\"x\n", MIB),
        long("open_and_closed_far_away", "2024-01-01 10:00,\"A\n\n\n\n\n\n\n\n\n\n,x\"\n", 2 * MIB),
        table("quote_at_the_end", format!("{HEAD}2024-01-01 10:00,A,\"")),
        table("escape_at_the_end", format!("{HEAD}2024-01-01 10:00,A,x\\\"")),
        table("quoted_head", "\"time\",\"sender\",\"text\n2024-01-01 10:00,A,x\n"),
    ]
}

fn widths() -> Vec<Hostile> {
    let wide = |count: usize| (0..count).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    vec![
        table("head_of_100k_columns", format!("time,sender,text,{}\n2024-01-01 10:00,A,x\n", wide(100_000))),
        table("head_of_100k_known_columns", {
            format!("{}\n2024-01-01 10:00,A,x\n", "time,sender,text,".repeat(33_000))
        }),
        table(
            "head_of_a_million_commas",
            format!("time,sender,text{}\n2024-01-01 10:00,A,x\n", ",".repeat(MIB)),
        ),
        table(
            "ten_wide_titles",
            format!("{}{HEAD}2024-01-01 10:00,A,x\n", format!("{}\n", wide(50_000)).repeat(10)),
        ),
        table("row_of_a_million_cells", format!("{HEAD}2024-01-01 10:00,A,x{}\n", ",".repeat(MIB))),
        long(
            "rows_of_many_cells",
            "2024-01-01 10:00,A,x,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
            4 * MIB,
        ),
        table("cell_of_3_mib", format!("{HEAD}2024-01-01 10:00,A,{}\n", "x".repeat(3 * MIB)))
            .fate(Fate::Read),
        table("sender_of_3_mib", format!("{HEAD}2024-01-01 10:00,{},x\n", "x".repeat(3 * MIB)))
            .fate(Fate::Read),
        table(
            "id_of_3_mib",
            format!("time,sender,text,conversation id\n2024-01-01 10:00,A,x,{}\n", "x".repeat(3 * MIB)),
        )
        .fate(Fate::Read),
    ]
}

fn heads() -> Vec<Hostile> {
    vec![
        table("head_only", HEAD).fate(Fate::Refused),
        table("head_again_and_again", HEAD.repeat(20_000)).fate(Fate::Refused),
        table("same_column_thrice", "time,text,text,text,sender,sender\n2024-01-01 10:00,a,b,c,d,e\n").fate(Fate::Read),
        table("delimiters_mixed", "time;sender,text\tid|x\n2024-01-01 10:00;A,x\ty|z\n"),
        table("short_rows", format!("{HEAD}2024-01-01 10:00\n,\n,,\n,,,,,\n")),
        table("dump_cell", format!("{HEAD}2024-01-01 10:00,A,\"{{\"\"src\"\":\"\"../../../etc/passwd\"\",\"\"msg\"\":\"\"x\"\"}}\"\n")).fate(Fate::Read).printed(),
        table("dump_cell_deep", {
            format!("{HEAD}2024-01-01 10:00,A,\"{{\"\"msg\"\":{}\"\n", "[".repeat(100_000))
        })
        .fate(Fate::Read),
        table("newest_first_without_end", {
            let row = |n: u32| {
                format!("2024-01-{:02} {:02}:{:02},A,x\n", 1 + n / 1440 % 28, n / 60 % 24, n % 60)
            };
            format!("{HEAD}{}", (0..20_000).rev().map(row).collect::<Vec<_>>().concat())
        }),
    ]
}
