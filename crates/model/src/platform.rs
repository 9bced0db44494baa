//! Where a conversation took place.

use crate::kind::named;
use serde::{Deserialize, Serialize};

named! {
    /// A chat platform. `Other` holds what a table or a paste does not name.
    Platform {
        /// Not named by the source.
        Other = 0 "other",
        /// 钉钉.
        DingTalk = 1 "dingtalk",
        /// 微信.
        WeChat = 2 "wechat",
        /// 企业微信.
        WeCom = 3 "wecom",
        /// 旺旺 and 千牛.
        WangWang = 4 "wangwang",
        /// 京东咚咚.
        Jd = 5 "jd",
        /// 拼多多.
        Pinduoduo = 6 "pinduoduo",
        /// 抖店飞鸽.
        Douyin = 7 "douyin",
        /// QQ.
        Qq = 8 "qq",
        /// 飞书.
        Feishu = 9 "feishu",
        /// WhatsApp.
        WhatsApp = 10 "whatsapp",
        /// Telegram.
        Telegram = 11 "telegram",
        /// Slack.
        Slack = 12 "slack",
        /// Discord.
        Discord = 13 "discord",
        /// Messenger.
        Messenger = 14 "messenger",
        /// Instagram.
        Instagram = 15 "instagram",
        /// LINE.
        Line = 16 "line",
        /// KakaoTalk.
        KakaoTalk = 17 "kakaotalk",
        /// Signal.
        Signal = 18 "signal",
        /// Zendesk.
        Zendesk = 19 "zendesk",
        /// Intercom.
        Intercom = 20 "intercom",
        /// Chatwoot.
        Chatwoot = 21 "chatwoot",
        /// Zammad.
        Zammad = 22 "zammad",
        /// E-mail.
        Email = 23 "email",
        /// WeLink.
        WeLink = 24 "welink",
    }
}

impl Platform {
    /// The name people use, in Chinese and in English.
    pub const fn display_names(self) -> (&'static str, &'static str) {
        match self {
            Self::Other => ("其他", "Other"),
            Self::DingTalk => ("钉钉", "DingTalk"),
            Self::WeChat => ("微信", "WeChat"),
            Self::WeCom => ("企业微信", "WeCom"),
            Self::WangWang => ("千牛・旺旺", "WangWang"),
            Self::Jd => ("京东咚咚", "JD Dongdong"),
            Self::Pinduoduo => ("拼多多", "Pinduoduo"),
            Self::Douyin => ("抖店飞鸽", "Douyin Feige"),
            Self::Qq => ("QQ", "QQ"),
            Self::Feishu => ("飞书", "Feishu"),
            Self::WhatsApp => ("WhatsApp", "WhatsApp"),
            Self::Telegram => ("Telegram", "Telegram"),
            Self::Slack => ("Slack", "Slack"),
            Self::Discord => ("Discord", "Discord"),
            Self::Messenger => ("Messenger", "Messenger"),
            Self::Instagram => ("Instagram", "Instagram"),
            Self::Line => ("LINE", "LINE"),
            Self::KakaoTalk => ("KakaoTalk", "KakaoTalk"),
            Self::Signal => ("Signal", "Signal"),
            Self::Zendesk => ("Zendesk", "Zendesk"),
            Self::Intercom => ("Intercom", "Intercom"),
            Self::Chatwoot => ("Chatwoot", "Chatwoot"),
            Self::Zammad => ("Zammad", "Zammad"),
            Self::Email => ("电子邮件", "E-mail"),
            Self::WeLink => ("WeLink", "WeLink"),
        }
    }
}
