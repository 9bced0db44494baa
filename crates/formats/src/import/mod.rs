//! Importers: one module per format, one registry, and the contract between them and whoever stores.

mod archive;
pub mod columns;
mod contract;
mod drafting;
pub mod foreign;
mod generic;
pub mod input;
mod json;
mod mail;
mod pasted;
mod platform;
pub mod probe;
mod rsmf;
mod table;
mod text;
mod xml;

pub use contract::{About, Confidence, Error, Importer, ReadOptions, Result, Sink};
pub use input::{Input, ReadSeek};
pub use probe::Probe;

use platform::{
    dingtalk, discord, feishu, help_desk, irc, jd, kakaotalk, line_chat, messenger, qq, signal_txt, slack,
    telegram, wangwang, wechat, wechat_tools, wecom, welink, whatsapp,
};

/// Every importer, most specific first. The file dialog, `yanju formats`, the docs table and the contract
/// tests iterate this slice and nothing else.
pub const IMPORTERS: &[&dyn Importer] = &[
    &rsmf::Rsmf,
    &mail::WeChatMail,
    &mail::Mbox,
    &mail::Eml,
    &whatsapp::WhatsApp,
    &wechat::WeChatCopy,
    &dingtalk::DingTalk,
    &dingtalk::DingTalkRobot,
    &wecom::WeComArchive,
    &wecom::WeComService,
    &feishu::FeishuApi,
    &feishu::FeishuCopy,
    &wangwang::WangWangText,
    &wangwang::QianniuCopy,
    &wangwang::QianniuWorkbook,
    &jd::JdLog,
    &jd::JdSessions,
    &help_desk::ZendeskChat,
    &help_desk::ZendeskSupport,
    &help_desk::Intercom,
    &help_desk::Chatwoot,
    &help_desk::Zammad,
    &wechat_tools::MemoTraceCsv,
    &wechat_tools::MemoTraceBook,
    &wechat_tools::MemoTraceText,
    &wechat_tools::PyWxDump,
    &wechat_tools::ChatlogCsv,
    &wechat_tools::ChatlogJson,
    &wechat_tools::ChatlogText,
    &wechat_tools::WeFlow,
    &wechat_tools::ChatLab,
    &qq::QqMht,
    &qq::QqTxt,
    &qq::Qce,
    &qq::QqCopy,
    &welink::WeLink,
    &telegram::Telegram,
    &discord::Discord,
    &slack::Slack,
    &messenger::MESSENGER,
    &messenger::INSTAGRAM,
    &messenger::MessengerHtml,
    &line_chat::LineChat,
    &kakaotalk::KakaoTalk,
    &signal_txt::SignalText,
    &irc::Irc,
    &pasted::Pasted,
    &table::Book,
    &table::Table,
    &json::Json,
    &xml::Xml,
    &archive::Bundle,
];

/// The reason `code:count` why a source is not all there; `None` for a count of nothing.
fn counted(code: &str, count: u64) -> Option<String> {
    (count > 0).then(|| format!("{code}:{count}"))
}

/// The importer with this id.
pub fn importer(id: &str) -> Option<&'static dyn Importer> {
    IMPORTERS.iter().copied().find(|importer| importer.about().id == id)
}
