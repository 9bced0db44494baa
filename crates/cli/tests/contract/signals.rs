//! Ctrl+C: the work ends, what was begun is undone, and the exit code says so.

use crate::desk::Desk;
use std::{
    process::{Child, Command, Stdio},
    thread,
};

/// Starts a command, interrupts it as soon as `begun`, and returns exit code and sentence.
fn interrupted(command: &mut Command, begun: impl Fn() -> bool) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("yanju runs");
    while !begun() {
        assert!(
            child.try_wait().expect("it can be asked").is_none(),
            "it ended before it could be interrupted"
        );
        thread::yield_now();
    }
    interrupt(&child);
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn interrupt(child: &Child) {
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("sh runs").success(), "{kill}");
}

#[test]
fn an_interrupted_import_leaves_the_vault_as_it_was() {
    let desk = Desk::with_vault();
    desk.json(&["import", &desk.write("small.csv", "时间,发送人,内容\n2024-01-01 10:00,甲,你好\n")]);
    let before = desk.state();
    let mut table = String::from("时间,发送人,内容\n");
    let line =
        |n: u32| format!("2024-01-01 10:00,甲,第 {n} 条，已签收但未收到包裹，请帮忙核实一下物流信息\n");
    table.extend((0..200_000).map(line));
    let large = desk.write("large.csv", table);
    let sealed = before.1.clone();
    let (code, sentence) = interrupted(&mut desk.command(&["import", &large]), || desk.blobs() != sealed);
    assert_eq!(code, Some(130), "{sentence}");
    assert!(sentence.starts_with("yanju: 已取消"), "it says so: {sentence}");
    assert_eq!(desk.state(), before, "neither a message nor a sealed file is left of it");
    assert_eq!(desk.json(&["search", "包裹", "--count"])["total"], 0, "and nothing of it is found");
}

#[test]
fn an_interrupted_demo_leaves_no_half_demo() {
    let desk = Desk::empty();
    let vault = desk.path("vault");
    let (code, sentence) = interrupted(&mut desk.command(&["demo"]), || vault.exists());
    assert_eq!(code, Some(130), "{sentence}");
    assert!(!vault.exists(), "half a demo would look like a demo");
    assert!(desk.json(&["demo"])["messages"].as_u64() > Some(0), "it can be made anew");
}
