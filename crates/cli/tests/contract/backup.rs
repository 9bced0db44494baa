//! Backups: taken, listed, rehearsed, verified and restored; damage is named.

use crate::desk::{Desk, fixture, walk};
use serde_json::Value;
use std::{fs, path::Path};

#[test]
fn a_backup_is_taken_listed_rehearsed_verified_and_restored() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let place = desk.path("drive").display().to_string();
    assert!(desk.failure(1, &["backup"]).len() > 20, "no folder is chosen yet");
    let absent = desk.failure(1, &["backup", &place]);
    assert!(
        absent.contains("drive") && !absent.contains('{'),
        "a folder that is not there is not made: {absent}"
    );
    fs::create_dir(&place).expect("the drive is plugged in");

    let done = desk.json(&["backup", &place, "--rehearse"]);
    let holdings = &done["backup"]["snapshot"]["holdings"];
    let stats = desk.json(&["stats"]);
    assert_eq!(
        (&holdings["messages"], &holdings["conversations"]),
        (&stats["messages"], &stats["conversations"])
    );
    assert_eq!(done["rehearsal"]["ok"], true, "{done}");
    assert!(done["rehearsal"]["contents"].as_u64() > Some(0), "originals were read through: {done}");
    let again = desk.json(&["backup"]);
    let (first, again) = (&done["backup"]["bytes_written"], &again["backup"]["bytes_written"]);
    assert!(
        again.as_u64() < first.as_u64(),
        "the folder is remembered, and little is new: {again} of {first}"
    );
    assert_eq!(desk.json(&["backup", "--if-due"])["backup"], Value::Null, "nothing is scheduled");
    let listed = desk.json(&["backups"]);
    let snapshots = listed["snapshots"].as_array().expect("a list");
    assert_eq!(snapshots.len(), 1, "of one day the latest is kept: {listed}");

    let verified = desk.json(&["verify", &place]);
    assert_eq!(verified["ok"], true, "{verified}");
    for check in verified["checks"].as_array().expect("checks") {
        assert!(check["name"].is_string() && check["ok"] == true && check["detail"].is_string(), "{check}");
    }
    let id = snapshots[0]["id"].as_str().expect("an id");
    fs::rename(desk.path("vault"), desk.path("lost")).expect("the vault is lost");
    assert_eq!(desk.json(&["backups", &place]), listed, "what can be restored is listed without it");
    assert_eq!(desk.run_as("wrong horse", &["backups", &place]).status.code(), Some(3));
    let restored = desk.json(&["restore", &place, "--snapshot", id]);
    assert_eq!(restored["messages"], stats["messages"], "it is restored where the vault would be");
    assert_eq!(desk.json(&["search", "退款", "--count"])["total"], 2, "the restored vault is searched");
    desk.failure(1, &["restore", &place, "--to", &desk.path("lost").display().to_string()]);
    assert_eq!(desk.run_as("wrong horse", &["restore", &place, "--to", "x"]).status.code(), Some(3));
}

#[test]
fn a_damaged_backup_is_named_with_its_own_exit_code() {
    let desk = Desk::with_vault();
    desk.json(&["import", &fixture("csv/shop")]);
    let place = desk.path("drive").display().to_string();
    assert!(desk.failure(1, &["verify", &desk.path("vault").display().to_string()]).contains("vault"));
    fs::create_dir(&place).expect("a folder");
    desk.json(&["backup", &place]);
    let mut contents = Vec::new();
    walk(Path::new(&place), &mut contents);
    let piece = contents.iter().find(|path| path.iter().any(|part| part == "data")).expect("a piece");
    fs::remove_file(piece).expect("it can be lost");
    let name = piece.file_name().expect("a name").to_string_lossy().into_owned();

    let verified = desk.run(&["--json", "verify", &place]);
    assert_eq!(verified.status.code(), Some(4), "an integrity check failed");
    let verified: Value = serde_json::from_slice(&verified.stdout).expect("one JSON document");
    assert_eq!(verified["ok"], false, "{verified}");
    assert!(verified["checks"].to_string().contains(&name), "the lost piece is named: {verified}");
    let to = desk.path("restored").display().to_string();
    assert!(desk.failure(4, &["restore", &place, "--to", &to]).contains(&name), "and so it is on restoring");
    desk.json(&["backup", "--full"]);
    assert_eq!(desk.json(&["verify", &place])["ok"], true, "a full backup mends it");
}
