//! The in-box and the expiry radar: set, looked into, told as JSON and in words.

use crate::desk::Desk;
use serde_json::Value;
use std::{
    fs,
    time::{Duration, SystemTime},
};

#[test]
fn a_folder_is_watched_looked_into_and_left_alone_again() {
    let desk = Desk::with_vault();
    assert_eq!(desk.json(&["inbox"])["inbox"]["health"], "off", "nobody said anything");
    let folder = desk.path("in").display().to_string();
    let status = desk.json(&["inbox", "--folder", &folder])["inbox"].clone();
    assert_eq!((&status["health"], &status["on"]), (&"fine".into(), &true.into()), "{status}");
    let chat = desk.path("in").join("chat.csv");
    fs::write(&chat, "时间,发送人,内容\n2024-03-01 10:00:00,甲,一\n").expect("written");
    // Long ago, so that nothing waits for it to be written to its end.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_hours(400_000);
    let file = fs::File::options().write(true).open(&chat).expect("it opens");
    file.set_modified(long_ago).expect("its time can be set");

    // One that may still be growing waits, and it is said for what.
    let fresh = desk.path("fresh").display().to_string();
    desk.json(&["inbox", "--folder", &fresh]);
    fs::write(desk.path("fresh").join("new.csv"), "时间,发送人,内容\n2024-03-01 10:00:00,甲,一\n")
        .expect("written");
    let waits = String::from_utf8_lossy(&desk.run(&["inbox", "--look"]).stdout).into_owned();
    assert!(waits.contains("等待 1 个") && waits.contains("最后一次变动"), "{waits}");
    desk.json(&["inbox", "--folder", &folder]);

    let look = desk.json(&["inbox", "--look"]);
    assert_eq!((&look["report"]["messages"], &look["inbox"]["imported"]), (&1.into(), &1.into()), "{look}");
    assert_eq!(desk.json(&["inbox", "--look"])["report"], Value::Null, "it is not read again");
    fs::write(desk.path("in").join("notes.txt"), "no chat at all\n").expect("written");
    let file = fs::File::options().write(true).open(desk.path("in").join("notes.txt")).expect("it opens");
    file.set_modified(long_ago).expect("its time can be set");
    let output = desk.run(&["inbox", "--look"]);
    assert_eq!(output.status.code(), Some(1), "not everything could be imported");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("notes.txt") && !told.contains('{'), "what failed is named: {told}");
    assert_eq!(desk.json(&["inbox", "--off"])["inbox"]["health"], "off");
}

#[test]
fn the_radar_tells_each_platform_and_takes_another_retention() {
    let desk = Desk::with_vault();
    let chat = desk.path("chat.csv");
    fs::write(&chat, "时间,发送人,内容\n2024-03-01 10:00:00,甲,一\n").expect("written");
    desk.json(&["import", &chat.display().to_string(), "--platform", "pinduoduo"]);
    let source = desk.json(&["radar"])["sources"][0].clone();
    assert_eq!((&source["platform"], &source["retention"]["days"]), (&"pinduoduo".into(), &31.into()));
    assert_eq!(source["level"], "lapsed", "{source}");
    let said = desk.json(&["radar", "--set", "pinduoduo", "--days", "3000"]);
    assert_eq!(
        (&said["sources"][0]["basis"], &said["sources"][0]["level"]),
        (&"said".into(), &"fine".into())
    );
    let reset = desk.json(&["radar", "--reset", "pinduoduo"]);
    assert_eq!(reset["sources"][0]["basis"], "platform");
    assert!(desk.failure(2, &["radar", "--set", "nowhere", "--days", "3"]).contains("nowhere"));
}
