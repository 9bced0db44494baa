//! A small language for the contract: a folder with a vault, and the built binary over it.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse battery staple";

/// A folder with a vault, and the command line over it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Without a vault.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// With an empty vault.
    pub fn with_vault() -> Self {
        let desk = Self::empty();
        let made = desk.json(&["init"]);
        assert!(made["vault"].is_string(), "init names the vault: {made}");
        desk
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A file in the folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        let mut file = fs::File::create(&path).expect("the file can be made");
        std::io::Write::write_all(&mut file, content.as_ref()).expect("the file can be written");
        path.display().to_string()
    }

    /// A command over the vault, ready to be started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yanju"));
        command.arg("--vault").arg(self.path("vault")).args(args);
        command.env("YANJU_PASSWORD", PASSWORD).env("YANJU_LANG", "zh-CN");
        command
    }

    /// The same with another password, to its end.
    pub fn run_as(&self, password: &str, args: &[&str]) -> Output {
        self.command(args).env("YANJU_PASSWORD", password).output().expect("yanju runs")
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("yanju runs")
    }

    /// The JSON answer of a command that ends well.
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[&["--json"], args].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?} ends well, not with: {errors}");
        serde_json::from_slice(&output.stdout).expect("one JSON document on stdout")
    }

    /// Runs a command that must fail with this code; returns its sentence.
    pub fn failure(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {sentence}");
        assert!(sentence.starts_with("yanju: "), "a sentence on stderr, not {sentence:?}");
        sentence
    }

    /// What a failure must leave as it was: how much is stored, and every sealed file.
    pub fn state(&self) -> (Value, Vec<PathBuf>) {
        (self.json(&["stats"])["messages"].clone(), self.blobs())
    }

    /// The names of all sealed originals and attachments.
    pub fn blobs(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.path("vault/blobs"), &mut files);
        files.sort();
        files
    }
}

/// Every file below a folder.
pub fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { walk(&entry.path(), files) } else { files.push(entry.path()) }
    }
}

/// A fixture, `format/case`, of the scenarios.
pub fn fixture(case: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(case).display().to_string()
}
