//! Invented talk of customers and agents, the same in every run.

use std::fmt::Write as _;

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
    "客服",
    "工号",
    "运费",
    "由",
    "我们",
    "承担",
    "七天",
    "无理由",
    "退货",
    "地址",
    "电话",
    "发票",
    "抬头",
    "refund",
    "order",
    "OK",
    "please",
];

/// A message: who says what to whom, and when.
pub(crate) struct Said {
    /// Its conversation, from 0.
    pub(crate) thread: u64,
    /// UTC, milliseconds.
    pub(crate) sent_at_ms: i64,
    pub(crate) is_agent: bool,
    pub(crate) text: String,
}

/// The first moment.
pub(crate) const START: i64 = 1_600_000_000_000;

/// Conversations of a desk that go on at a time, and their messages.
const AT_ONCE: u64 = 20;
const LENGTH: u64 = 200;

/// So many messages, a minute apart, of conversations that begin one after the other and go on beside each other.
pub(crate) fn talk(count: u64) -> impl Iterator<Item = Said> {
    (0..count).map(|n| Said {
        thread: n / (AT_ONCE * LENGTH) * AT_ONCE + scatter(n) % AT_ONCE,
        sent_at_ms: START + n as i64 * 60_000,
        is_agent: scatter(n + 7).is_multiple_of(2),
        text: invented(n),
    })
}

/// About forty bytes of customer service.
fn invented(n: u64) -> String {
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
    text
}

/// A number that looks random (splitmix64).
fn scatter(n: u64) -> u64 {
    let mut mixed = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
