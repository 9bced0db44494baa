//! What the window refuses: scripts in records, the network, and everything of the system it has no need of.

use crate::{
    evidence::{create_vault, import},
    window::Window,
};

/// Payloads wherever a record has text: the file's name, a sender, messages.
const HOSTILE: &str = "\
2023/8/20 14:30 - 王<script>window.ran='sender'</script>: 你好\n\
2023/8/20 14:31 - 客服: <img src=x onerror=\"window.ran='image'\">\n\
2023/8/20 14:32 - 客服: <svg onload=\"window.ran='svg'\"><a href=\"javascript:window.ran='link'\">点这里</a>\n\
2023/8/20 14:33 - 客服: <iframe srcdoc=\"<script>parent.ran='frame'</script>\"></iframe>{@html 1}${window.ran='template'}\n";

#[test]
fn scripts_in_records_are_shown_as_text_and_never_run() {
    let window = Window::open(&[]);
    create_vault(&window);
    import(&window, "WhatsApp 聊天 - <img src=x onerror=window.ran=1>.txt", HOSTILE);
    window.click("conversation-row");
    window.reads("[data-testid=\"reading\"]", "<img src=x onerror=\"window.ran='image'\">");
    window.reads("[data-testid=\"reading\"]", "{@html 1}${window.ran='template'}");
    assert!(window.script("return window.ran ?? null").is_null(), "no payload ran");
    let active = "[data-testid=library] :is(script, iframe, object, embed, img[src=x], [onerror], [onload], a[href^=javascript])";
    assert_eq!(window.count(active), 0, "a record made no element");
}

#[test]
fn the_window_reaches_neither_the_network_nor_the_system() {
    let window = Window::open(&[]);
    window.sees("[data-testid=\"door-create\"]");
    assert_eq!(window.script("return typeof window.__TAURI__"), "undefined", "the shell has no global");
    let attempts = [
        ("eval", "return eval('\"ran\"')"),
        ("a new function", "return new Function('return \"ran\"')()"),
        ("a request", "return await fetch('http://127.0.0.1:9/').then(() => 'ran')"),
        ("a local file", "return await fetch('file:///etc/hostname').then(() => 'ran')"),
        ("the shell's version", "return await window.__TAURI_INTERNALS__.invoke('plugin:app|version')"),
        (
            "a new window",
            "return await window.__TAURI_INTERNALS__.invoke('plugin:webview|create_webview_window', {})",
        ),
        ("a dialog", "return await window.__TAURI_INTERNALS__.invoke('plugin:dialog|open', {})"),
        (
            "a program",
            "return await window.__TAURI_INTERNALS__.invoke('plugin:opener|open_path', {path: '/'})",
        ),
    ];
    for (name, attempt) in attempts {
        // In the page's own world, where its policy holds, not in the test's.
        let body = format!(
            "return (async () => {{ try {{ {attempt} }} catch (refusal) {{ return 'refused' }} }})()"
        );
        assert_eq!(window.script(&body), "refused", "{name} must be refused");
    }
}
