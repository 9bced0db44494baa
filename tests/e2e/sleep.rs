//! The word of the system that the machine is about to sleep locks the vault, and the window forgets what it showed.
//!
//! The system's bus is one of the test's own, on which anybody may speak for logind.

use crate::{
    evidence::{create_vault, import},
    window::{Window, by_id},
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// A bus that ends with the test.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed (./dev deps)");
        let mut address = String::new();
        let mut says = BufReader::new(daemon.stdout.take().expect("piped"));
        says.read_line(&mut address).expect("it says where it is");
        Self { daemon, address: address.trim().to_owned() }
    }

    /// Says to everybody that the machine is about to sleep.
    fn prepare_for_sleep(&self) {
        let said = Command::new("dbus-send")
            .arg(format!("--bus={}", self.address))
            .args(["--type=signal", "/org/freedesktop/login1"])
            .args(["org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true"])
            .status()
            .expect("dbus-send is installed (./dev deps)");
        assert!(said.success(), "the bus takes it");
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

#[test]
fn a_machine_about_to_sleep_locks_the_vault_first() {
    let bus = Bus::start();
    let window = Window::open_in(&[], &[("DBUS_SYSTEM_BUS_ADDRESS", &bus.address)]);
    create_vault(&window);
    import(&window, "WhatsApp 聊天 - 客服.txt", "2023/8/20 14:30 - 王芳: 未收到包裹\n");
    window.click("conversation-row");
    window.sees(&by_id("message"));
    bus.prepare_for_sleep();
    window.sees(&by_id("unlock"));
    let left = window.script("return document.documentElement.outerHTML");
    assert!(!left.to_string().contains("包裹"), "nothing of the records is left in the page");
}
