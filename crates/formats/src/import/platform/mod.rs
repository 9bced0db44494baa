//! Importers of what one program or service writes, by its name.

pub(crate) mod dingtalk;
pub(crate) mod discord;
pub(crate) mod feishu;
pub(crate) mod help_desk;
pub(crate) mod irc;
pub(crate) mod jd;
pub(crate) mod kakaotalk;
pub(crate) mod line_chat;
pub(crate) mod messenger;
pub(crate) mod qq;
pub(crate) mod signal_txt;
pub(crate) mod slack;
pub(crate) mod telegram;
pub(crate) mod wangwang;
pub(crate) mod wechat;
pub(crate) mod wechat_tools;
pub(crate) mod wecom;
pub(crate) mod welink;
pub(crate) mod whatsapp;
