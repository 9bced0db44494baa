//! The real window under test: its own folders, driver and port, and what a person does in it.
//!
//! Whatever a person would wait for is waited for, up to a deadline, by asking again; nothing sleeps longer than that.

use crate::webdriver::{Result, Session, key};
use serde_json::Value;
use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take on a slow machine; nearly all is done in a fraction of a second.
const DEADLINE: Duration = Duration::from_secs(40);
const AGAIN: Duration = Duration::from_millis(20);

/// The data, configuration, cache and temporary files of the program and its webview, below the test's folder.
const OWN: [&str; 4] = ["data", "config", "cache", "tmp"];

/// A running program with one window.
pub struct Window {
    session: Session,
    driver: Child,
    home: TempDir,
}

impl Window {
    /// Starts the program as a new user would have it: nothing on disk, a Chinese desktop.
    pub fn open(arguments: &[&str]) -> Self {
        Self::open_in(arguments, &[])
    }

    /// The same with further variables in its environment.
    pub fn open_in(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a folder of the test's own");
        Self::open_at(home, arguments, variables)
    }

    fn open_at(home: TempDir, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut driver = driver(home.path(), port, variables);
        let program = program();
        let started = eventually("a session with the window", || {
            Session::start(port, &program.display().to_string(), arguments)
        });
        match started {
            Ok(session) => Self { session, driver, home },
            Err(problem) => {
                end(&mut driver);
                panic!("{problem}");
            }
        }
    }

    /// A file of the test's, written where nobody else looks.
    pub fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, content).expect("the test's folder is writable");
        path
    }

    /// A new folder of the test's.
    pub fn folder(&self, name: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(&path).expect("the test's folder is writable");
        path
    }

    /// Kills the program and its driver, as a crash would, and starts them again as they were.
    pub fn crash(mut self, between: impl FnOnce(&Self)) -> Self {
        for program in children_of(self.driver.id()) {
            // SIGKILL: nothing gets to tidy up.
            let killed = Command::new("kill").args(["-9", &program.to_string()]).status().expect("kill runs");
            assert!(killed.success(), "the program {program} runs until it is killed");
        }
        end(&mut self.driver);
        between(&self);
        let home = std::mem::replace(&mut self.home, tempfile::tempdir().expect("a folder"));
        Self::open_at(home, &[], &[])
    }

    /// The folders in which the program and its webview keep what they keep.
    pub fn own_folders(&self) -> [PathBuf; 4] {
        OWN.map(|name| self.home.path().join(name))
    }

    /// Prepares the answer of the next dialog of the system.
    pub fn will_pick(&self, path: &Path) {
        let answers = picks(self.home.path());
        let before = fs::read_to_string(&answers).unwrap_or_default();
        fs::write(answers, format!("{before}{}\n", path.display())).expect("the test's folder is writable");
    }

    /// Clicks what carries this test id, once it can be clicked.
    pub fn click(&self, id: &str) {
        self.click_on(&by_id(id));
    }

    /// The same by a CSS selector.
    pub fn click_on(&self, selector: &str) {
        // A disabled button takes a click and does nothing, which no person would call clicked.
        let able = format!("{selector}:not([disabled])");
        self.insist(&format!("click {selector}"), || self.session.click(&self.session.find(&able)?));
    }

    /// Types into the field of this test id, in place of what is there.
    pub fn fill(&self, id: &str, text: &str) {
        self.insist(&format!("fill {id}"), || {
            let field = self.session.find(&by_id(id))?;
            self.session.clear(&field)?;
            self.session.keys(&field, text)
        });
    }

    /// The same, then Enter.
    pub fn enter(&self, id: &str, text: &str) {
        self.fill(id, &format!("{text}{}", key::ENTER));
    }

    /// Types into the field of this test id, after what is there.
    pub fn type_on(&self, id: &str, text: &str) {
        self.insist(&format!("type into {id}"), || self.session.keys(&self.session.find(&by_id(id))?, text));
    }

    /// Presses Ctrl with a key.
    pub fn control(&self, letter: &str) {
        self.insist("a chord", || self.session.chord(&[key::CONTROL, letter]));
    }

    /// Waits until the selector meets something.
    pub fn sees(&self, selector: &str) {
        self.insist(&format!("see {selector}"), || self.session.find(selector).map(drop));
    }

    /// Waits until what the selector meets holds `text`.
    pub fn reads(&self, selector: &str, text: &str) {
        self.insist(&format!("read {text:?} in {selector}"), || {
            let seen = self.text(selector)?;
            if seen.contains(text) { Ok(()) } else { Err(format!("it says {seen:?}")) }
        });
    }

    /// Waits until the selector meets nothing any more.
    pub fn misses(&self, selector: &str) {
        self.insist(&format!("not see {selector}"), || match self.session.find(selector) {
            Ok(_) => Err("it is there".to_owned()),
            Err(_) => Ok(()),
        });
    }

    /// How many the selector meets now.
    pub fn count(&self, selector: &str) -> u64 {
        let body = format!("return document.querySelectorAll({}).length", Value::from(selector));
        self.session.script(&body).ok().and_then(|count| count.as_u64()).expect("a count")
    }

    /// What a script returns.
    pub fn script(&self, body: &str) -> Value {
        self.session.script(body).unwrap_or_else(|problem| panic!("{body}: {problem}"))
    }

    /// The window as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        self.session.picture().expect("a picture of the window")
    }

    fn text(&self, selector: &str) -> Result<String> {
        self.session.text(&self.session.find(selector)?)
    }

    /// Tries until it succeeds; at the deadline the test fails with the last problem and what the window shows.
    fn insist<T>(&self, what: &str, attempt: impl FnMut() -> Result<T>) -> T {
        eventually(what, attempt).unwrap_or_else(|problem| {
            let shown = self.text("body").unwrap_or_default();
            panic!("{problem}\n--- the window shows ---\n{shown}");
        })
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The window may be gone already; the driver is ended in any case.
        let _ = self.session.end();
        end(&mut self.driver);
    }
}

/// The selector of a test id.
pub fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

fn eventually<T>(what: &str, mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    loop {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(problem) if started.elapsed() > DEADLINE => return Err(format!("{what}: {problem}")),
            Err(_) => thread::sleep(AGAIN),
        }
    }
}

/// The driver, with the environment that the program inherits: all its folders below `home`.
fn driver(home: &Path, port: u16, variables: &[(&str, &str)]) -> Child {
    let [data, config, cache, temporary] = OWN.map(|name| home.join(name));
    fs::create_dir_all(&temporary).expect("the test's folder is writable");
    Command::new("WebKitWebDriver")
        .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("LANG", "zh_CN.UTF-8")
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("HOME", home)
        .env("XDG_DATA_HOME", data)
        .env("XDG_CONFIG_HOME", config)
        .env("XDG_CACHE_HOME", cache)
        .env("TMPDIR", temporary)
        .env_remove("YANJU_VAULT")
        .envs(variables.iter().copied())
        .env("YANJU_E2E_PICKS", picks(home))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is installed (./dev deps)")
}

fn picks(home: &Path) -> PathBuf {
    home.join("picks")
}

/// The desktop program of the build that this test belongs to.
fn program() -> PathBuf {
    let test = env::current_exe().expect("this test is a file");
    let built = test.parent().and_then(Path::parent).expect("tests lie in target/<profile>/deps");
    built.join("yanju-desktop")
}

/// The processes that a process started.
fn children_of(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").expect("Linux").flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let started_by = |process: &u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // The second field is a name in brackets, which may hold blanks; the fourth is the parent.
        let after_name = stat.rsplit_once(')').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        after_name.split_whitespace().nth(1).and_then(|number| number.parse().ok()) == Some(parent)
    };
    numbers.filter(started_by).collect()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a bound port").port()
}

fn end(driver: &mut Child) {
    // It may have ended by itself.
    let _ = driver.kill();
    let _ = driver.wait();
}
