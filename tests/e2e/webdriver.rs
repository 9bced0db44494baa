//! A WebDriver client, as much of it as our flows need: <https://www.w3.org/TR/webdriver2/> over plain HTTP.
//!
//! Knows nothing of our window. Every call answers or fails at once; waiting is the caller's.

use base64::Engine;
use serde_json::{Value, json};
use std::{
    fmt::Display,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys without a character, by their WebDriver code points.
pub mod key {
    pub const ENTER: &str = "\u{e007}";
    pub const CONTROL: &str = "\u{e009}";
}

/// What went wrong, in WebDriver's words or the network's.
pub type Result<T> = std::result::Result<T, String>;

/// An element of the page. Goes stale when the page draws anew.
pub struct Element(String);

/// A session with one window.
pub struct Session {
    port: u16,
    path: String,
}

impl Session {
    /// Starts `program` under the driver that listens on `port`.
    pub fn start(port: u16, program: &str, arguments: &[&str]) -> Result<Self> {
        let options = json!({ "binary": program, "args": arguments });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let answer = call(port, "POST", "/session", &wanted)?;
        let id = answer["sessionId"].as_str().ok_or("a session without an id")?;
        Ok(Self { port, path: format!("/session/{id}") })
    }

    /// Closes the window.
    pub fn end(&self) -> Result<()> {
        call(self.port, "DELETE", &self.path, &Value::Null).map(drop)
    }

    /// The first element that a CSS selector meets.
    pub fn find(&self, selector: &str) -> Result<Element> {
        let answer = self.post("element", &json!({ "using": "css selector", "value": selector }))?;
        answer[ELEMENT].as_str().map(|id| Element(id.to_owned())).ok_or_else(|| format!("no {selector}"))
    }

    /// Clicks as a person does: what is covered or out of reach is not clicked.
    pub fn click(&self, element: &Element) -> Result<()> {
        self.post(&format!("element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Empties a field.
    pub fn clear(&self, element: &Element) -> Result<()> {
        self.post(&format!("element/{}/clear", element.0), &json!({})).map(drop)
    }

    /// Types into an element.
    pub fn keys(&self, element: &Element, text: &str) -> Result<()> {
        self.post(&format!("element/{}/value", element.0), &json!({ "text": text })).map(drop)
    }

    /// Presses keys together, in order, and lets go in reverse.
    pub fn chord(&self, keys: &[&str]) -> Result<()> {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }))
            .map(drop)
    }

    /// The text of an element as it is seen.
    pub fn text(&self, element: &Element) -> Result<String> {
        let answer =
            call(self.port, "GET", &format!("{}/element/{}/text", self.path, element.0), &Value::Null)?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// What a script returns, run as the body of a function.
    pub fn script(&self, body: &str) -> Result<Value> {
        self.post("execute/sync", &json!({ "script": body, "args": [] }))
    }

    /// The window as a PNG.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let answer = call(self.port, "GET", &format!("{}/screenshot", self.path), &Value::Null)?;
        base64::engine::general_purpose::STANDARD.decode(answer.as_str().unwrap_or_default()).map_err(said)
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value> {
        call(self.port, "POST", &format!("{}/{command}", self.path), body)
    }
}

/// One request and the value of its answer.
fn call(port: u16, method: &str, path: &str, body: &Value) -> Result<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(said)?;
    stream.set_read_timeout(Some(Duration::from_mins(1))).map_err(said)?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).map_err(said)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(said)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("an answer without a body")?;
    let mut answer: Value = serde_json::from_str(body).map_err(said)?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}

fn said(problem: impl Display) -> String {
    problem.to_string()
}
