//! The rules that come with the program, as data: one row each, in the order in which they win.
//!
//! Here `\b`, `\d` and `\w` are those of ASCII: between a Chinese character and a digit there is a border. A match that goes
//! on as a longer number or word to either side is none; what else is none stands in a group `not`.

use yanju_model::EntityKind::{self, Amount, Date, Email, Invoice, Link, Order, Phone, Ticket, Tracking};

/// A rule: what it finds, its name (stored where it is switched off; its words are in the locale files), its pattern.
pub(super) struct BuiltIn {
    pub(super) kind: EntityKind,
    pub(super) name: &'static str,
    pub(super) pattern: &'static str,
}

/// Between a word and its number, in Chinese.
macro_rules! is {
    () => {
        r"[\s:：#＃是为（(【\[「]{0,4}"
    };
}
/// The same in English.
macro_rules! en_is {
    () => {
        r"(?:\s+is)?[\s:#(]{0,3}"
    };
}
/// A number with letters, as it is written after a word for it. How many digits it must have is said in `value`.
macro_rules! code {
    () => {
        r"(?<value>[A-Za-z0-9][A-Za-z0-9_-]{2,})"
    };
}
/// The number of a number.
macro_rules! number {
    () => {
        r"(?:的?(?:[编編]?[号號][码碼]?|单号|單號|(?i:id)))"
    };
}
/// The same in English.
macro_rules! en_number {
    () => {
        r"(?:no\b\.?|number|num\b|id\b|№|#)"
    };
}
/// A sum.
macro_rules! sum {
    () => {
        r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
    };
}
/// After 元, what makes another word of it.
macro_rules! other_word {
    () => {
        r"(?<not>[素旦宝寶气氣帅帥件器老首月二一次论論化])?"
    };
}
/// English months.
macro_rules! month {
    () => {
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    };
}

const fn rule(kind: EntityKind, name: &'static str, pattern: &'static str) -> BuiltIn {
    BuiltIn { kind, name, pattern }
}

/// Every rule. Links and addresses first, as anything can stand inside them; then what has its word before it; then what is
/// known by its shape alone.
#[rustfmt::skip]
pub(super) const BUILT_IN: &[BuiltIn] = &[
    rule(Link, "link", r"(?i:https?://|www\.)[!#-;=?-\[\]_a-z~]+"),
    rule(Email, "email", r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}"),

    rule(Invoice, "invoice_word", concat!(r"(?:发票|發票)(?:", number!(), r"|代[码碼])?", is!(), r"(?<value>\d{20}|\d{12}|\d{10}|\d{8})\b")),
    rule(Invoice, "invoice_word_en", concat!(r"(?i)\binvoice\s*(?:", en_number!(), en_is!(), r"(?<value>[a-z0-9][a-z0-9_-]{2,})|\s[\s:]{0,2}(?<value2>[a-z]{1,5}-?\d{3,}[a-z0-9_-]*|\d{5,}))")),
    rule(Tracking, "tracking_word", concat!(r"(?:快[递遞]|[运運][单單]|物流|[货貨][运運]|包裹|[顺順][丰豐]|中通|[圆圓]通|申通|[韵韻][达達]|极兔|[邮郵]政|京东快递|德邦|EMS)(?:公司)?", number!(), is!(), r"(?<value>[A-Za-z]{0,5}\d[A-Za-z0-9]{6,})")),
    rule(Tracking, "tracking_carrier", concat!(r"(?:快[递遞]|[运運][单單]|物流|[货貨][运運]|包裹|[顺順][丰豐]|中通|[圆圓]通|申通|[韵韻][达達]|极兔|[邮郵]政|京东快递|德邦|EMS)", is!(), r"(?<value>[A-Za-z]{0,4}\d{10,15})")),
    rule(Tracking, "tracking_word_en", concat!(r"(?i)\b(?:tracking|waybill|awb|parcel|consignment)\s*(?:", en_number!(), r"|code)?", en_is!(), r"(?<value>[a-z]{0,4}\d[a-z0-9]{7,})")),
    rule(Order, "order_word", concat!(r"(?:[订訂][单單]|交易|商[户戶]|采购单|下单)", number!(), is!(), code!())),
    rule(Order, "order_plain", r"[订訂][单單][\s:：#＃（(]{0,3}(?<value>[A-Za-z]{1,6}[-_]?\d[A-Za-z0-9_-]{2,}|\d{6,}(?:-\d+)*)"),
    rule(Order, "order_word_en", concat!(r"(?i)\b(?:order|p\.?o\.?)\s*", en_number!(), en_is!(), code!())),
    rule(Order, "order_plain_en", r"\b(?i:order):?\s+(?<value>[A-Z]{1,6}[-_]?\d[A-Za-z0-9_-]{2,}|\d{6,}(?:-\d+)*)"),
    rule(Tracking, "tracking_number", concat!(r"(?<not>[订訂工退换換货貨款务務诉訴保修票][\s]?)?(?:单号|單號)", is!(), r"(?<value>[A-Za-z]{0,4}\d{10,15})")),
    rule(Ticket, "ticket_word", concat!(r"(?:工[单單]|服[务務][单單]|[维維][权權]|投[诉訴]|售[后後]|受理|案件|仲裁|[举舉][报報]|反[馈饋]|[报報]修|退款|退[货貨])(?:", number!(), ")", is!(), code!())),
    rule(Ticket, "ticket_plain", r"工[单單][\s:：#＃（(]{0,3}(?<value>[A-Za-z]{1,6}[-_]?\d[A-Za-z0-9_-]{2,}|\d{4,}(?:-\d+)*)"),
    rule(Ticket, "ticket_number", concat!(r"(?<not>商品|产品|產品|[货貨]物|型|[员員]工|物料|房[间間]|[宝寶][贝貝]|[证證][书書]|[学學]生|[税稅][务務])?(?:[编編][号號])", is!(), code!())),
    rule(Ticket, "ticket_word_en", concat!(r"(?i)\b(?:ticket|case|incident|request|claim)\s*", en_number!(), en_is!(), code!())),
    rule(Ticket, "ticket_plain_en", r"\b(?:(?i:ticket):?\s+(?<value>[A-Z]{1,6}[-_]?\d[A-Za-z0-9_-]{2,}|\d{4,})|(?<not>(?i:in)\s)?(?i:case):?\s+(?<value2>[A-Z]{1,6}-?\d[A-Za-z0-9_-]{2,}|\d{5,}))"),
    rule(Phone, "phone_word", concat!(r"(?:[电電][话話]|手[机機]|座[机機]|[联聯]系方式)", number!(), r"?", is!(), r"(?<value>\+?\d(?:[\s-]?\d){6,13})")),
    rule(Phone, "phone_word_en", concat!(r"(?i)\b(?:phone|mobile|tel|telephone|cell|hotline|call|whatsapp)\b\.?\s*", en_number!(), "?", en_is!(), r"(?<value>\+?\(?\d(?:[\s().-]{0,2}\d){6,13})")),

    rule(Tracking, "tracking_shape", r"(?i)\b(?:(?:SF|YT|YTO|JT|JD[A-Z]{0,2}|ZTO|STO|ZT|YD|DB|DPK|EMS|HT|JYM)\d{10,15}|YDH\d{8,13})\b"),
    rule(Tracking, "tracking_world", r"\b(?:[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16})\b"),
    rule(Order, "order_shape", r"\b(?:PO|SO|DD|ORD|ORDER|CG)[-_]?\d{3,}(?:-\d+)*\b"),
    rule(Order, "order_taobao", r"\b[1-5]\d{17,18}\b"),
    rule(Order, "order_pinduoduo", r"\b\d{6}-\d{15}\b"),
    rule(Invoice, "invoice_shape", r"\bINV[-_]?\d{3,}(?:-\d+)*\b"),
    rule(Ticket, "ticket_shape", r"\b(?:(?<not>(?:ISO|GB|GBT|UTF|IEEE|RFC|DIN|EN|IEC|COVID|IP|USB|HTTP|CVE|WIN|MAC|RTX|GTX|RX|SKU|SN|TEL|FAX|PS|CPU|CN|RMB|CNY|USD)-[\dA-Z-]+)|(?<value>[A-Z]{2,5}(?:-\d{6,8}-\d{2,6}|-\d{4,8})))\b"),
    rule(Ticket, "ticket_hash", r"[#＃](?<value>\d{4,10})(?<not>[#＃])?"),

    rule(Date, "date_iso", r"\b(?:(?<value>(?:19|20)\d\d-\d{1,2}-\d{1,2})(?:T[\d:.]+Z?)?|(?<value2>(?:19|20)\d\d/\d{1,2}/\d{1,2}|(?:19|20)\d\d\.\d{1,2}\.\d{1,2}))"),
    rule(Date, "date_chinese", r"(?:(?:(?:19|20)\d\d|\d\d)\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号號]"),
    rule(Date, "date_english", concat!(r"(?i)\b(?:\d{1,2}(?:st|nd|rd|th)?\s+", month!(), r"\.?,?\s+(?:19|20)\d\d|", month!(), r"\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d)\b")),

    rule(Amount, "amount_sign", concat!(r"(?:[¥￥€£]|(?i:US|HK|NT|AU|CA|SG|[ACS])?\$)\s?", sum!(), r"(?:\s?[万萬])?")),
    rule(Amount, "amount_code", concat!(r"\b(?i:RMB|CNY|USD|HKD|EUR|GBP|JPY|人民币|人民幣)\s?", sum!(), r"(?:\s?[万萬])?")),
    rule(Amount, "amount_code_after", concat!(r"\b", sum!(), r"\s?(?i:RMB|CNY|USD|HKD|EUR|GBP|JPY|yuan|dollars?|euros?|pounds)\b")),
    rule(Amount, "amount_unit", concat!(r"\b", sum!(), r"\s?[万萬千]?(?:元|块钱|塊錢|万块|美元|美金|港币|港幣|港元|欧元|歐元|英镑|英鎊|日元|人民币|人民幣)", other_word!())),
    rule(Amount, "amount_spoken", r"\b(?<value>\d{1,6}(?:\.\d)?[块塊]\d?)(?:[钱錢]|$|[\s，。、；！？,.;!?）)了吧呢吗嗎])"),
    rule(Amount, "amount_numerals", concat!(r"(?<not2>第)?(?<value>[一二三四五六七八九两兩十百千万萬零〇]{1,9}(?:元|块钱|塊錢))", other_word!())),
    rule(Amount, "amount_word", concat!(r"(?:金[额額]|[实實]付款?|[应應]付|退款[额額]|[总總][价價额額]|[价價]格|[单單][价價]|运费|運費)[\s:：是为]{0,3}(?<value>", sum!(), r")(?<not>\s?[万萬个個件天次折%％点點小分年月日号號])?")),
    rule(Amount, "amount_word_en", r"(?i)\b(?:amount|total|price|refund)(?:\s+(?:of|is))?[\s:]{1,3}(?<value>(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d)"),

    rule(Phone, "phone_mobile", r"(?:(?:\+|\b00)?86[-\s]?)?\b1[3-9]\d(?:[-\s]?\d{4}){2}\b"),
    rule(Phone, "phone_landline", r"(?<value>(?:\b0\d{2,3}-|[(（]0\d{2,3}[)）]\s?)\d{7,8})(?:(?:-|转|轉|\s?ext\.?\s?)\d{1,6})?\b"),
    rule(Phone, "phone_service", r"\b[48]00[-\s]?\d{3}[-\s]?\d{4}\b"),
    rule(Phone, "phone_world", r"\+\d{1,3}[-\s.]?(?:\(\d{1,4}\)[-\s.]?)?\d{1,4}(?:[-\s.]?\d{2,4}){1,4}\b"),
    rule(Phone, "phone_us", r"(?:\(\d{3}\)\s?|\b\d{3}[-.])\d{3}[-.]\d{4}\b"),
];
