//! Invented customer service, the same on every run, and the page it is written on.

use chrono::{DateTime, Duration, Utc};
use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// Second thoughts of nobody: the words that messages are put together from.
const WORDS: &[&str] = &[
    "您好",
    "请问",
    "订单",
    "什么时候",
    "发货",
    "退款",
    "已经",
    "签收",
    "但是",
    "没有",
    "收到",
    "包裹",
    "麻烦",
    "帮我",
    "查一下",
    "物流",
    "信息",
    "优惠券",
    "不能",
    "使用",
    "账号",
    "登录",
    "异常",
    "支付",
    "失败",
    "谢谢",
    "亲",
    "马上",
    "处理",
    "稍等",
    "运费",
    "由",
    "我们",
    "承担",
    "七天",
    "无理由",
    "退货",
    "地址",
    "发票",
    "refund",
    "order",
    "OK",
    "please",
];

const START: i64 = 1_600_000_000;

/// So many messages make a conversation.
pub const THREAD: u64 = 200;

/// A message.
pub struct Said {
    /// Its number, from 0.
    pub n: u64,
    /// When, on a clock that has no zone.
    pub at: DateTime<Utc>,
    /// Its words, about forty bytes, sometimes two lines.
    pub text: String,
}

impl Said {
    /// The message of this number.
    pub fn nth(n: u64) -> Self {
        let mut text = String::new();
        for place in 0..3 + scatter(n) % 7 {
            if let Some(word) = WORDS.get((scatter(n * 31 + place) % WORDS.len() as u64) as usize) {
                text.push_str(word);
            }
            if scatter(n + place).is_multiple_of(6) {
                text.push('，');
            }
        }
        if scatter(n + 3).is_multiple_of(10) {
            // Writing to a string cannot fail.
            let _ = write!(text, "单号2023{:07}", n % 10_000_000);
        }
        if scatter(n + 5).is_multiple_of(20) {
            text.push_str("\n谢谢");
        }
        let at = DateTime::from_timestamp(START, 0).unwrap_or_default() + Duration::seconds(n as i64 * 37);
        Self { n, at, text }
    }

    /// Whether the shop wrote it.
    pub fn is_of_shop(&self) -> bool {
        scatter(self.n + 7).is_multiple_of(2)
    }

    /// The conversation it belongs to.
    pub fn thread(&self) -> u64 {
        self.n / THREAD
    }

    /// Who wrote it, where a file holds many conversations.
    pub fn name(&self) -> String {
        if self.is_of_shop() { "客服小禾".to_owned() } else { self.customer() }
    }

    /// Who asks in its conversation.
    pub fn customer(&self) -> String {
        format!("买家{}", self.thread())
    }

    /// Who wrote it, where a file is one conversation.
    pub fn one_of_two(&self) -> &'static str {
        if self.is_of_shop() { "灯火小店" } else { "林夕" }
    }

    /// Its time in this form.
    pub fn time(&self, form: &str) -> String {
        self.at.format(form).to_string()
    }

    /// Its words as a JSON string.
    pub fn json(&self) -> String {
        serde_json::Value::from(self.text.as_str()).to_string()
    }

    /// Its words as a quoted cell.
    pub fn cell(&self) -> String {
        format!("\"{}\"", self.text)
    }

    /// Its words as XML.
    pub fn xml(&self) -> String {
        self.text.replace('\n', "&#10;")
    }
}

/// A number that looks random (splitmix64).
fn scatter(n: u64) -> u64 {
    let mut mixed = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What a sample is written on: counts, so that it can be told when enough is written.
pub struct Page<'w> {
    out: &'w mut dyn Write,
    written: u64,
    wanted: u64,
}

impl<'w> Page<'w> {
    /// A page that is to hold about `wanted` bytes.
    pub fn new(out: &'w mut dyn Write, wanted: u64) -> Self {
        Self { out, written: 0, wanted }
    }

    /// How much was written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// How much is to be written.
    pub fn wanted(&self) -> u64 {
        self.wanted
    }

    /// Writes messages until the page is full.
    pub fn fill(&mut self, mut write: impl FnMut(&mut Self, &Said) -> io::Result<()>) -> io::Result<()> {
        self.fill_after(0, &mut write).map(|_| ())
    }

    /// Writes whole conversations until the page is full.
    pub fn fill_threads(
        &mut self,
        mut write: impl FnMut(&mut Self, &[Said]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut first = 0;
        while self.written < self.wanted {
            let thread: Vec<Said> = (first..first + THREAD).map(Said::nth).collect();
            write(self, &thread)?;
            first += THREAD;
        }
        Ok(())
    }

    fn fill_after(
        &mut self,
        first: u64,
        write: &mut dyn FnMut(&mut Self, &Said) -> io::Result<()>,
    ) -> io::Result<u64> {
        let mut n = first;
        while self.written < self.wanted {
            write(self, &Said::nth(n))?;
            n += 1;
        }
        Ok(n)
    }
}

impl Write for Page<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
