//! Times at which nobody wrote, or that no clock showed.

use super::{Fate, Hostile};

const CELLS: &[&str] = &[
    "0000-01-01 00:00",
    "9999999-01-01 00:00",
    "-0044-03-15 12:00",
    "1969-12-31 23:59:59",
    "2024-02-30 10:00",
    "2024-13-01 10:00",
    "2024-03-10 02:30",
    "2024-03-31 02:30:00",
    "1986-05-04 00:30",
    "2024-12-31 23:59:60",
    "2024-01-01 24:00",
    "2024-01-01 99:99:99",
    "2024-01-01T00:00:00+99:99",
    "2024-01-01T00:00:00-24:00",
    "99999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "1e308",
    "NaN",
    "inf",
    "-0",
    "253402300800000",
    "0001-01-01T00:00:00Z",
    "60000.99999999",
    "45296.5",
    "٢٠٢٤-٠١-٠١ ١٠:٠٠",
    "２０２４-01-01 10:00",
    "2024年99月99日 下午13:00",
    "Mon, 99 Jan 2024 10:00:00 GMT",
    "0/0/0 0:0",
    "2024-1-1 上午12:00",
    "1/1/1 1:1:1.999999999999999",
];

pub fn all() -> Vec<Hostile> {
    CELLS.iter().enumerate().flat_map(|(n, cell)| of_cell(n, cell)).collect()
}

fn of_cell(n: usize, cell: &str) -> [Hostile; 3] {
    let table =
        format!("time,sender,text\n2024-01-01 10:00,A,one\n\"{cell}\",B,two\n2024-01-01 10:02,A,three\n");
    let quoted = serde_json::to_string(cell).expect("a string");
    let json = format!(
        r#"[{{"time":"2024-01-01 10:00","sender":"A","text":"one"}},{{"time":{quoted},"sender":"B","text":"two"}}]"#
    );
    let line = format!("2024-01-01 10:00 - A: one\n{cell} - B: two\n[{cell}] C: three\n");
    [
        Hostile::of(format!("clock_{n}_table"), "a.csv", table).fate(Fate::Read).printed(),
        Hostile::of(format!("clock_{n}_json"), "a.json", json).fate(Fate::Read),
        Hostile::of(format!("clock_{n}_chat"), "WhatsApp Chat with A.txt", line).fate(Fate::Read),
    ]
}
