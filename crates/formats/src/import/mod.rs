//! Importers: one module per format, one registry, and the contract between them and whoever stores.

mod ahead;
pub mod archive;
mod archive_member;
mod bundle;
mod cell_words;
pub mod columns;
mod composer;
mod contract;
pub mod dates;
mod dingtalk;
mod dingtalk_content;
mod dingtalk_message;
mod dingtalk_robot;
mod discord;
pub mod encoding;
mod feishu;
mod generic;
mod generic_clock;
mod generic_survey;
mod help_desk;
mod html;
pub mod input;
mod irc;
mod jd;
mod json;
mod json_document;
mod json_fields;
mod json_outline;
mod json_pages;
mod json_records;
mod json_shape;
mod json_source;
mod json_value;
mod json_walk;
mod kakaotalk;
mod line_chat;
pub mod lines;
mod lone;
mod mail;
pub mod media;
mod messenger;
mod moment;
mod not_kept;
mod pasted;
mod placeholders;
pub mod probe;
mod qq;
mod rsmf;
mod signal_txt;
mod slack;
mod table;
mod table_book;
mod table_head;
mod table_record;
mod table_rows;
mod telegram;
mod threads;
mod wangwang;
mod wechat;
mod wechat_tools;
mod wecom;
mod welink;
mod whatsapp;
mod workbook;
mod xml;
mod xml_elements;

pub use contract::{About, Confidence, Error, Importer, ReadOptions, Result, Sink};
pub use input::{Input, ReadSeek};
pub use probe::Probe;

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
    &dingtalk_robot::DingTalkRobot,
    &wecom::WeComArchive,
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
    &table_book::Book,
    &table::Table,
    &json::Json,
    &xml::Xml,
    &bundle::Bundle,
];

/// The reason `code:count` why a source is not all there; `None` for a count of nothing.
fn counted(code: &str, count: u64) -> Option<String> {
    (count > 0).then(|| format!("{code}:{count}"))
}

/// The importer with this id.
pub fn importer(id: &str) -> Option<&'static dyn Importer> {
    IMPORTERS.iter().copied().find(|importer| importer.about().id == id)
}
