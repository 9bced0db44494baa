//! The values of filters that have a fixed set: what people call them, and which there are.

use super::FilterName;
use yanju_model::{
    EntityKind, Kind, Platform, Role,
    query::{Filter, Query},
};

/// A value under every name that means it, the English and the Chinese one first.
type Named<T> = (&'static [&'static str], T);

const ROLES: &[Named<Role>] = &[
    (&["customer", "客户", "顾客", "买家"], Role::Customer),
    (&["agent", "客服", "卖家"], Role::Agent),
    (&["bot", "机器人"], Role::Bot),
    (&["system", "系统"], Role::System),
    (&["unknown", "未知"], Role::Unknown),
];

const HELD: &[Named<Filter>] = &[
    (&["image", "图片"], Filter::Kind(Kind::Image)),
    (&["file", "文件"], Filter::Kind(Kind::File)),
    (&["voice", "语音"], Filter::Kind(Kind::Voice)),
    (&["video", "视频"], Filter::Kind(Kind::Video)),
    (&["sticker", "表情"], Filter::Kind(Kind::Sticker)),
    (&["location", "位置"], Filter::Kind(Kind::Location)),
    (&["transfer", "转账", "红包"], Filter::Kind(Kind::Transfer)),
    (&["forward", "转发"], Filter::Kind(Kind::Forward)),
    (&["call", "通话"], Filter::Kind(Kind::Call)),
    (&["link", "链接"], Filter::HasLink),
    (&["attachment", "附件"], Filter::HasAttachment),
    (&["order", "订单号", "订单"], Filter::Recognised(EntityKind::Order)),
    (&["tracking", "运单号", "快递单号"], Filter::Recognised(EntityKind::Tracking)),
    (&["invoice", "发票号", "发票"], Filter::Recognised(EntityKind::Invoice)),
    (&["ticket", "工单号", "编号"], Filter::Recognised(EntityKind::Ticket)),
    (&["amount", "金额"], Filter::Recognised(EntityKind::Amount)),
    (&["phone", "电话", "手机"], Filter::Recognised(EntityKind::Phone)),
    (&["email", "邮箱"], Filter::Recognised(EntityKind::Email)),
    (&["date", "日期"], Filter::Recognised(EntityKind::Date)),
];

const STATES: &[Named<Filter>] = &[
    (&["starred", "星标"], Filter::Starred),
    (&["recalled", "撤回", "已撤回"], Filter::Recalled),
    (&["system", "系统"], Filter::Kind(Kind::System)),
    (&["undated", "无时间"], Filter::Undated),
];

/// What people call platforms beside the names that are shown.
const PLATFORMS: &[Named<Platform>] = &[
    (&["淘宝", "天猫", "taobao", "tmall", "qianniu"], Platform::WangWang),
    (&["企微"], Platform::WeCom),
    (&["weixin"], Platform::WeChat),
    (&["抖音"], Platform::Douyin),
    (&["lark"], Platform::Feishu),
    (&["邮箱"], Platform::Email),
];

/// Every value of a filter whose values are fixed, each under all its names; the first is the one to write.
pub(crate) fn fixed(name: FilterName) -> Vec<Vec<&'static str>> {
    fn names<T>(of: &[Named<T>]) -> Vec<Vec<&'static str>> {
        of.iter().map(|(names, _)| names.to_vec()).collect()
    }
    match name {
        FilterName::Role => names(ROLES),
        FilterName::Has => names(HELD),
        FilterName::Is => names(STATES),
        FilterName::On => Platform::ALL.iter().map(|platform| platform_names(*platform)).collect(),
        _ => Vec::new(),
    }
}

fn platform_names(platform: Platform) -> Vec<&'static str> {
    let (chinese, english) = platform.display_names();
    let called = PLATFORMS.iter().filter(|(_, meant)| *meant == platform);
    [platform.name(), chinese, english]
        .into_iter()
        .chain(called.flat_map(|(names, _)| *names).copied())
        .collect()
}

/// The value of a name, in whatever case; else the names there are.
fn one<T: Clone>(value: &str, of: &[Named<T>]) -> Result<T, Vec<String>> {
    known(value, of)
        .ok_or_else(|| of.iter().map(|(names, _)| format!("{} ({})", names[0], names[1])).collect())
}

fn known<T: Clone>(value: &str, of: &[Named<T>]) -> Option<T> {
    let wanted = value.to_lowercase();
    of.iter().find(|(names, _)| names.contains(&wanted.as_str())).map(|(_, meant)| meant.clone())
}

pub(super) fn role(value: &str) -> Result<Filter, Vec<String>> {
    one(value, ROLES).map(Filter::Role)
}

pub(super) fn has(value: &str) -> Result<Filter, Vec<String>> {
    one(value, HELD)
}

pub(super) fn is(value: &str) -> Result<Filter, Vec<String>> {
    one(value, STATES)
}

/// The platforms a name means: a stable name, what people call it, or any part of a display name (千牛 → 千牛・旺旺).
pub(super) fn platforms(value: &str) -> Result<Query, Vec<String>> {
    let mut queries: Vec<Query> =
        platforms_named(value).into_iter().map(|p| Query::Filter(Filter::On(p))).collect();
    match queries.len() {
        0 => Err(platforms_there_are()),
        1 => Ok(queries.remove(0)),
        _ => Ok(Query::Or(queries)),
    }
}

/// The same as platforms, none where the name means nothing.
pub(crate) fn platforms_named(value: &str) -> Vec<Platform> {
    let wanted = value.to_lowercase();
    let exact = |p: &&Platform| {
        let (chinese, english) = p.display_names();
        p.name() == wanted || chinese == value || english.to_lowercase() == wanted
    };
    let part = |p: &&Platform| {
        let (chinese, english) = p.display_names();
        chinese.contains(value) || english.to_lowercase().contains(&wanted)
    };
    match Platform::ALL.iter().find(exact).copied().or_else(|| known(value, PLATFORMS)) {
        Some(platform) => vec![platform],
        None => Platform::ALL.iter().filter(part).copied().collect(),
    }
}

/// Every platform by the names that can be written for it.
fn platforms_there_are() -> Vec<String> {
    let names = |platform: &Platform| {
        let (chinese, _) = platform.display_names();
        if chinese.is_ascii() {
            platform.name().to_owned()
        } else {
            format!("{} ({chinese})", platform.name())
        }
    };
    Platform::ALL.iter().map(names).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_go_by_what_people_call_them() {
        for (name, platform) in [
            ("淘宝", Platform::WangWang),
            ("天猫", Platform::WangWang),
            ("旺旺", Platform::WangWang),
            ("企微", Platform::WeCom),
            ("微信", Platform::WeChat),
            ("Lark", Platform::Feishu),
            ("抖音", Platform::Douyin),
        ] {
            assert_eq!(platforms_named(name), [platform], "{name}");
        }
        let there_are = platforms_there_are();
        assert!(there_are.contains(&"wechat (微信)".to_owned()) && there_are.contains(&"slack".to_owned()));
    }
}
