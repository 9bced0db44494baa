//! JSON that is too deep, too long or not JSON.

use super::{Fate, Hostile};

const LEVELS: usize = 100_000;

/// Words that take some hundred megabytes of memory; fewer where nothing is optimised.
const WORDS: usize = if cfg!(debug_assertions) { 50_000 } else { 2_000_000 };

fn dingtalk(name: &str, content: &str) -> Hostile {
    let document = format!(r#"{{"messages":[{{"openMessageId":"m","content":{content}}}]}}"#);
    Hostile::of(format!("dingtalk_{name}"), "chat.json", document)
}

fn json(name: &str, content: impl Into<Vec<u8>>) -> Hostile {
    Hostile::of(format!("json_{name}"), "data.json", content)
}

/// A document whose one text is `bytes` long.
fn long(name: &str, before: &'static str, bytes: usize, after: &'static str) -> Hostile {
    Hostile::streamed(format!("json_{name}"), "data.json", move |out| {
        out.write_all(before.as_bytes())?;
        let block = vec![b'7'; 65_536];
        for _ in 0..bytes / block.len() {
            out.write_all(&block)?;
        }
        out.write_all(after.as_bytes())
    })
}

fn message(text: &str) -> String {
    format!(r#"[{{"role":"user","content":{text}}}]"#)
}

pub fn all() -> Vec<Hostile> {
    [deep(), giant(), broken()].into_iter().flatten().collect()
}

fn deep() -> Vec<Hostile> {
    let (arrays, objects) = ("[".repeat(LEVELS), r#"{"a":"#.repeat(LEVELS));
    let closed = format!("{arrays}{}", "]".repeat(LEVELS));
    let within = format!(r#"[{{"role":"user","content":{}1{}}}]"#, "[".repeat(100), "]".repeat(100));
    let bracketed = format!("[{}]", serde_json::to_string(&closed).expect("a string"));
    let forwards = (0..50)
        .fold(String::from("[]"), |inner, _| format!(r#"[{{"content":"x","forwardMessages":{inner}}}]"#));
    let doubled = (0..11)
        .fold(String::from("x"), |inner, _| serde_json::json!({ "text": inner, "title": "t" }).to_string());
    let richtext = (0..60).fold(String::from(r#"{"text":"x"}"#), |inner, _| {
        format!(r#"{{"richText":[{inner},{{"text":"y","mediaId":"m"}}]}}"#)
    });
    let words = format!(r#"{{"items":[{}"x"]}}"#, r#""x","#.repeat(WORDS));
    vec![
        json("arrays_open", arrays).fate(Fate::Refused),
        json("arrays_closed", closed.clone()).fate(Fate::Limit),
        json("objects_open", objects).fate(Fate::Refused),
        json("list_then_arrays", message(&closed)).fate(Fate::Limit),
        json("deep_within_limit", within),
        json("deep_inside_a_string", bracketed),
        Hostile::of("json_lines_deep", "data.jsonl", format!("{}\n{}\n", message("\"x\""), closed)),
        Hostile::of("json_deep_spine", "data.json", {
            format!(
                r#"{}{{"messages":[{{"role":"user","content":"x"}}]}}{}"#,
                r#"{"a":"#.repeat(100),
                "}".repeat(100)
            )
        })
        .fate(Fate::Read),
        dingtalk("deep_content", &closed).fate(Fate::Limit),
        dingtalk("deep_richtext", &richtext),
        dingtalk("json_in_json", &serde_json::to_string(&doubled).expect("a string")).fate(Fate::Read),
        dingtalk("many_words_inside_a_string", &serde_json::to_string(&words).expect("a string")),
        Hostile::of("dingtalk_deep_ignored", "chat.json", {
            format!(r#"{{"x":{closed},"messages":[{{"openMessageId":"m","content":"x"}}]}}"#)
        }),
        Hostile::of("dingtalk_deep_result", "chat.json", {
            format!(r#"{{"messages":[],"openMessageId":1,"result":{}1"#, r#"{"result":"#.repeat(LEVELS))
        })
        .fate(Fate::Refused),
        Hostile::of("dingtalk_deep_forwards", "chat.json", {
            format!(r#"{{"messages":[{{"openMessageId":"m","content":"x","forwardMessages":{forwards}}}]}}"#)
        }),
    ]
}

fn giant() -> Vec<Hostile> {
    const MIB: usize = 1024 * 1024;
    vec![
        long("number_of_40_mib", "[", 40 * MIB, "]"),
        long("number_of_hundreds_of_mib", "[", super::HUGE * MIB, "]").fate(Fate::Refused),
        long("exponent_of_20_mib", r#"[{"role":"user","content":"x","n":1e"#, 20 * MIB, "}]"),
        long("string_of_30_mib", r#"[{"role":"user","content":""#, 30 * MIB, r#""}]"#),
        long("string_of_hundreds_of_mib", r#"[{"role":"user","content":""#, super::HUGE * MIB, r#""}]"#)
            .fate(Fate::Limit),
        long("key_of_30_mib", r#"[{"role":"user","content":"x",""#, 30 * MIB, r#"":1}]"#),
        long("key_of_hundreds_of_mib", r#"{""#, super::HUGE * MIB, r#"":[{"role":"user","content":"x"}]}"#)
            .fate(Fate::Limit),
        long(
            "ignored_string_of_hundreds_of_mib",
            r#"{"messages":[{"openMessageId":"m","content":"x"}],"other":""#,
            super::HUGE * MIB,
            r#""}"#,
        ),
        Hostile::streamed("json_value_of_small_values", "data.json", |out| {
            out.write_all(br#"{"messages":[{"role":"user","content":["#)?;
            (0..2 * MIB).try_for_each(|_| out.write_all(b"{},"))?;
            out.write_all(br#""x"]}]}"#)
        }),
        Hostile::streamed("json_value_of_numbers", "data.json", |out| {
            out.write_all(br#"[{"role":"user","content":"x","n":["#)?;
            (0..4 * MIB).try_for_each(|_| out.write_all(b"1,"))?;
            out.write_all(b"1]}]")
        }),
        Hostile::streamed("json_spine_of_keys", "data.json", |out| {
            out.write_all(b"{")?;
            (0..50_000).try_for_each(|n| write!(out, r#""k{n}":1,"#))?;
            out.write_all(br#""messages":[{"role":"user","content":"x"}]}"#)
        }),
        Hostile::streamed("json_many_documents", "data.json", |out| {
            (0..50_000).try_for_each(|_| out.write_all(b"{}\n{\n}"))
        }),
        Hostile::streamed("json_many_damaged_lines", "data.jsonl", |out| {
            out.write_all(b"{\"role\":\"user\",\"content\":\"x\"}\n")?;
            (0..20_000).try_for_each(|_| out.write_all(b"{\"role\n"))
        })
        .fate(Fate::Read),
        json("numbers_of_every_size", {
            let numbers =
                ["1e400", "-1e400", "1e-400", "0.1e1", "18446744073709551616", "-0", "9007199254740993"];
            let items = numbers.map(|n| format!(r#"{{"role":"user","content":"x","id":{n},"time":{n}}}"#));
            format!("[{}]", items.join(","))
        }),
    ]
}

fn broken() -> Vec<Hostile> {
    let escapes = [
        ("lone_high", r#""\ud800""#),
        ("lone_low", r#""\udc00""#),
        ("swapped", r#""\udc00\ud800""#),
        ("half_escape", r#""\u12""#),
        ("unknown_escape", r#""\x41""#),
        ("raw_control", "\"a\u{1}b\""),
        ("raw_line_end", "\"a\nb\""),
    ];
    let strings = escapes.map(|(name, text)| json(&format!("string_{name}"), message(text)));
    let documents = [
        ("comment", "/* x */ [{\"role\":\"user\",\"content\":\"x\"}] // y"),
        ("trailing_comma", r#"[{"role":"user","content":"x"},]"#),
        ("two_roots", r#"[{"role":"user","content":"x"}] [{"role":"user","content":"y"}]"#),
        ("duplicate_keys", r#"[{"role":"user","content":"x","content":"y","role":"z"}]"#),
        ("proto", r#"[{"__proto__":{"role":"a"},"constructor":"c","role":"user","content":"x"}]"#),
        ("bare_word", "undefined"),
        ("only_brackets", "[[[]],{},[{}]]"),
        ("nan", r#"[{"role":"user","content":"x","n":NaN}]"#),
        ("empty_names", r#"{"":{"":[{"":"","role":"user","content":"x"}]}}"#),
        ("text_is_a_list", r#"[{"role":"user","content":[[[["x"]]]]}]"#),
        (
            "all_types",
            r#"[{"role":1,"content":true},{"role":[],"content":{}},null,1,"x",[1,2],{"role":"user","content":"x"}]"#,
        ),
    ];
    let documents = documents.map(|(name, text)| json(name, text));
    strings.into_iter().chain(documents).collect()
}
