//! HTML read for its words: what a reader of the page would see, as text. Nothing of it is ever shown as HTML.

use html5gum::{StartTag, Token, Tokenizer};
use std::convert::Infallible;

/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "hr",
    "dt",
    "dd",
];

/// Elements whose content is not shown.
const HIDDEN: &[&str] = &["script", "style", "title", "template", "noscript"];

/// The words of an HTML text. Line breaks stand where the page would have them; a picture is its `alt` text, a
/// link keeps its address where its words are others.
pub(crate) fn words(html: &str) -> String {
    let mut page = Page::default();
    for token in Tokenizer::new(html) {
        let Ok(token): Result<Token, Infallible> = token;
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page.finish()
}

/// The value of an attribute, in UTF-8; `None` where the tag has none.
pub(crate) fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// The words of a page that is read tag by tag.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
    /// The hidden element that we are in.
    hidden: Option<String>,
    /// The address of the link that we are in, and where its words begin.
    link: Option<(String, usize)>,
}

impl Page {
    /// An element begins.
    pub(crate) fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.hidden.is_some() {
            return;
        }
        if HIDDEN.contains(&name.as_str()) {
            self.hidden = (!tag.self_closing).then_some(name);
            return;
        }
        match name.as_str() {
            "br" => self.text.push('\n'),
            "img" => self.text.push_str(&attribute(tag, "alt").unwrap_or_default()),
            "a" => self.link = attribute(tag, "href").map(|address| (address, self.text.len())),
            "td" | "th" if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) => {
                self.text.push('\t');
            }
            _ if BLOCKS.contains(&name.as_str()) => self.new_line(),
            _ => {}
        }
    }

    /// An element ends.
    pub(crate) fn end(&mut self, name: &str) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
            return;
        }
        if name == "a"
            && let Some((address, start)) = self.link.take()
        {
            let words = self.text.get(start..).unwrap_or_default();
            let leads_out = address.starts_with("http://") || address.starts_with("https://");
            if leads_out && !words.contains(address.trim_end_matches('/')) {
                self.text.extend([" (", &address, ")"]);
            }
        }
        if BLOCKS.contains(&name) {
            self.new_line();
        }
    }

    /// Adds text as a page shows it: any white space is one space.
    pub(crate) fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in text.chars() {
            // U+00A0 is no white space to a page.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    fn new_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The words so far.
    pub(crate) fn finish(self) -> String {
        let lines: Vec<&str> = self.text.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_would_be_seen() {
        for (html, seen) in [
            ("<p>Hello&nbsp;<b>you</b></p><p>two</p>", "Hello\u{a0}you\ntwo"),
            ("a<br>b<br/><br>c", "a\nb\n\nc"),
            ("x &lt;b&gt; &amp; y", "x <b> & y"),
            ("<style>p{}</style><script>alert(1)</script>ok", "ok"),
            ("<a href=\"https://example.org/a\">order</a>", "order (https://example.org/a)"),
            ("<a href=\"https://example.org/a\">https://example.org/a</a>", "https://example.org/a"),
            ("<a href=\"javascript:alert(1)\">click</a>", "click"),
            ("<img src=x alt=\"[smile]\"> fine", "[smile] fine"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a\tb"),
            ("plain\n  words", "plain words"),
            ("<head><title>t</title><meta x><body>said", "said"),
        ] {
            assert_eq!(words(html), seen, "{html}");
        }
    }
}
