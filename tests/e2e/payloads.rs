//! Three hundred scripts in every field of a record and of what people add to it, shown wherever the window shows it: none
//! runs, and none asks for anything.

use crate::{
    evidence::{PASSWORD, create_vault, import},
    window::{Window, by_id},
};
use serde_json::{Value, json};
use std::{fmt::Write as _, io::ErrorKind, net::TcpListener};

const PAYLOADS: usize = 300;

/// Shapes of a script. `{n}` is its number, `{port}` a port that somebody listens on.
const SHAPES: [&str; 30] = [
    "<script>window.ran={n}</script>",
    "<script src=http://127.0.0.1:{port}/{n}></script>",
    "<img src=x onerror=window.ran={n}>",
    "<img src=http://127.0.0.1:{port}/{n}>",
    "<svg onload=window.ran={n}>",
    "<svg><script>window.ran={n}</script></svg>",
    "<svg><animate onbegin=window.ran={n} attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.ran={n}</script>'></iframe>",
    "<iframe src=http://127.0.0.1:{port}/{n}></iframe>",
    "<iframe src=javascript:parent.ran={n}></iframe>",
    "<a href=javascript:window.ran={n}>点这里</a>",
    "<body onload=window.ran={n}>",
    "<details open ontoggle=window.ran={n}>",
    "<input autofocus onfocus=window.ran={n}>",
    "<video><source onerror=window.ran={n}></video>",
    "<video poster=http://127.0.0.1:{port}/{n}></video>",
    "<audio src=http://127.0.0.1:{port}/{n} autoplay>",
    "<object data=http://127.0.0.1:{port}/{n}></object>",
    "<embed src=http://127.0.0.1:{port}/{n}>",
    "<link rel=stylesheet href=http://127.0.0.1:{port}/{n}>",
    "<style>@import 'http://127.0.0.1:{port}/{n}';</style>",
    "<div style=\"background:url(http://127.0.0.1:{port}/{n})\">x</div>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:{port}/{n}'>",
    "<base href=http://127.0.0.1:{port}/>",
    "<form action=http://127.0.0.1:{port}/{n}><button autofocus>x</button></form>",
    "<marquee onstart=window.ran={n}>x</marquee>",
    "\"><img src=x onerror=window.ran={n}>",
    "'-(window.ran={n})-'",
    "{@html '<img src=x onerror=window.ran={n}>'}",
    "${window.ran={n}}{{window.ran={n}}}",
];

fn payload(number: usize, port: u16) -> String {
    let shape = SHAPES[number % SHAPES.len()];
    shape.replace("{n}", &(number + 1).to_string()).replace("{port}", &port.to_string())
}

#[test]
fn three_hundred_scripts_in_every_field_neither_run_nor_ask_for_anything() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.set_nonblocking(true).expect("it can be asked without waiting");
    let port = listener.local_addr().expect("it is bound").port();
    let window = Window::open(&[]);
    create_vault(&window);
    import(&window, "<img src=x onerror=window.ran=1>.json", &records(port));
    let organised = window.script(&organise(port));
    assert_eq!(organised, json!("done"), "every payload is attached somewhere");
    // What was organised by hand is drawn from the start.
    window.click("lock");
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.sees(&by_id("conversation-row"));
    let mut shown = 0;
    let rows = window.count(&by_id("conversation-row"));
    assert!(rows > 3, "the list shows several conversations: {rows}");
    for row in 0..rows {
        let row = format!("document.querySelectorAll('[data-testid=conversation-row]')[{row}]?.click()");
        window.script(&row);
        window.sees(&by_id("message"));
        shown += window.script(&walk()).as_u64().expect("how many messages were drawn");
    }
    assert!(shown >= PAYLOADS as u64 / 3, "the messages were drawn: {shown}");
    for query in ["onerror", "script", "javascript"] {
        window.fill("search-input", query);
        window.sees("[data-testid=\"conversation-row\"] mark");
    }
    window.click("export");
    window.sees(&by_id("export-holds"));
    window.click_on("[data-testid=\"export-dialog\"] button");
    window.misses(&by_id("export-dialog"));
    window.control("k");
    window.sees("dialog[open]");
    assert!(window.script("return window.ran ?? null").is_null(), "no payload ran");
    let asked = window.script(
        "return performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('127.0.0.1'))",
    );
    assert_eq!(asked, json!([]), "nothing was asked for");
    match listener.accept() {
        Err(nobody) if nobody.kind() == ErrorKind::WouldBlock => {}
        other => panic!("somebody came to the port: {other:?}"),
    }
    println!("{PAYLOADS} payloads in 8 fields, {shown} messages drawn: 0 ran, 0 requests");
}

/// Payloads as titles, senders, words, quotes and names of files: ten conversations of thirty messages.
fn records(port: u16) -> String {
    let mut lines = String::new();
    for number in 0..PAYLOADS {
        let words = payload(number, port);
        let line = json!({
            "time": format!("2024-03-01 10:{:02}:{:02}", number / 60, number % 60),
            "conversation": format!("{} {}", number / 30, payload(number / 30, port)),
            "sender": words, "text": words, "quote": words, "attachment": format!("{number}{words}.png"),
        });
        let _ = writeln!(lines, "{line}");
    }
    lines
}

/// Attaches payloads as keywords, tickets, notes and categories through the window's own commands.
fn organise(port: u16) -> String {
    let payloads: Vec<Value> = (0..PAYLOADS).map(|number| json!(payload(number, port))).collect();
    format!(
        "return (async () => {{
            const call = (command, request) => window.__TAURI_INTERNALS__.invoke(command, {{ request }});
            const payloads = {};
            const rows = await call('find_conversations', {{ query: '', order: 'newest', offset: 0, limit: 50 }});
            const ids = rows.conversations.map(({{ id }}) => id);
            for (const [n, words] of payloads.entries()) {{
                const targets = n < ids.length ? [ids[n], `m${{n + 1}}`] : [`m${{n + 1}}`];
                await call('annotate', {{ targets, edit: {{ edit: 'add_tag', tag: words }} }});
                await call('annotate', {{ targets, edit: {{ edit: 'set_ticket', ticket: words }} }});
                await call('annotate', {{ targets, edit: {{ edit: 'set_note', note: words }} }});
                if (n % 30 === 0) await call('save_category', {{ id: null, name: `${{n}} ${{words}}`, color: 0, baseline: null }});
            }}
            return 'done';
        }})().catch((refused) => JSON.stringify(refused))",
        Value::from(payloads)
    )
}

/// Scrolls through the open conversation and counts the messages that were drawn on the way.
fn walk() -> String {
    "return (async () => {
        const seen = new Set();
        const pane = document.querySelector('[data-testid=reading]');
        const scroller = [pane, ...pane.querySelectorAll('*')].find((box) => box.scrollHeight > box.clientHeight + 50
            && getComputedStyle(box).overflowY !== 'visible') ?? pane;
        for (let step = 0; step < 30; step += 1) {
            for (const row of pane.querySelectorAll('[data-testid=message]')) seen.add(row.textContent);
            scroller.scrollTop = step * 400;
            await new Promise((drawn) => setTimeout(drawn, 20));
        }
        return seen.size;
    })()"
        .to_owned()
}
