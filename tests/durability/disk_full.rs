//! A disk without room, at a hundred different moments: the program says so, and loses nothing.
//!
//! The disk is one in memory, of a chosen size, that only the program sees: it has a mount namespace of its own.

use std::process::Command;

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_at_a_hundred_moments_loses_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user"])
        .arg(env!("CARGO_BIN_EXE_fill_disk"))
        .arg(folder.path())
        .output()
        .expect("unshare runs (package util-linux)");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    print!("{said}");
    assert!(said.contains("100 full disks"), "all of them were tried: {said}");
}
