//! The words that columns of tables and fields of JSON use for roles, kinds and platforms. Which column holds
//! them is known by [`columns`](crate::import::columns).

use crate::import::columns::fold;
use std::cell::RefCell;
use yanju_model::{Kind, Platform, Role};

/// How many words are remembered, and how long they may be.
const REMEMBERED: usize = 16;
const WORD_LIMIT: usize = 200;

/// What words mean that were asked for last: a file says the same few in all of its rows, and to fold one costs more
/// than to compare it with these.
#[derive(Debug, Default)]
pub(crate) struct Remembered<T>(RefCell<Vec<(String, T)>>);

impl<T: Copy> Remembered<T> {
    /// What a word means, which `meaning` tells where it is not remembered.
    pub(crate) fn of(&self, word: &str, meaning: impl FnOnce(&str) -> T) -> T {
        let mut known = self.0.borrow_mut();
        if let Some((_, means)) = known.iter().find(|(known, _)| known == word) {
            return *means;
        }
        let means = meaning(word);
        if word.len() <= WORD_LIMIT {
            if known.len() == REMEMBERED {
                known.remove(0);
            }
            known.push((word.to_owned(), means));
        }
        means
    }
}

/// The role a cell states, where the whole cell is a word for one.
pub(crate) fn role_of(word: &str) -> Option<Role> {
    Some(match fold(word).as_str() {
        "客户" | "顾客" | "买家" | "用户" | "访客" | "消费者" | "customer" | "user" | "buyer" | "client"
        | "visitor" => Role::Customer,
        "客服" | "人工客服" | "坐席" | "人工" | "卖家" | "商家" | "agent" | "assistant" | "support"
        | "staff" | "seller" | "operator" => Role::Agent,
        "机器人" | "智能客服" | "智能助手" | "bot" | "robot" | "chatbot" => Role::Bot,
        "系统" | "系统消息" | "系统通知" | "system" => Role::System,
        _ => return None,
    })
}

/// The side that a direction states, in a table that names the customer and the agent of each row.
pub(crate) fn side_of(word: &str) -> Option<Role> {
    Some(match fold(word).as_str() {
        "in" | "inbound" | "incoming" | "received" | "接收" | "收到" => Role::Customer,
        "out" | "outbound" | "outgoing" | "sent" | "发送" | "发出" => Role::Agent,
        _ => return None,
    })
}

/// The kind a cell states, where the whole cell is a word for one.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    Some(match fold(word).as_str() {
        "文本" | "文字" | "text" => Kind::Text,
        "表情" | "动画表情" | "表情包" | "sticker" | "emoji" => Kind::Sticker,
        "图片" | "image" | "picture" | "photo" => Kind::Image,
        "文件" | "file" => Kind::File,
        "语音" | "voice" | "audio" => Kind::Voice,
        "视频" | "video" => Kind::Video,
        "链接" | "卡片式链接" | "分享链接" | "小程序" | "link" => Kind::Link,
        "位置" | "地理位置" | "location" => Kind::Location,
        "转账" | "红包" | "transfer" | "redpacket" => Kind::Transfer,
        "合并转发" | "合并转发的聊天记录" | "聊天记录" | "forward" => Kind::Forward,
        "名片" | "contact" => Kind::Contact,
        "通话" | "语音通话" | "视频通话" | "音视频通话" | "call" => Kind::Call,
        "卡片" | "card" => Kind::Card,
        "系统" | "系统消息" | "系统通知" | "system" => Kind::System,
        _ => return None,
    })
}

/// Whether a cell for the kind says that the message was taken back.
pub(crate) fn is_recall(word: &str) -> bool {
    matches!(
        fold(word).as_str(),
        "撤回"
            | "已撤回"
            | "撤回消息"
            | "消息撤回"
            | "recall"
            | "recalled"
            | "revoke"
            | "revoked"
            | "withdraw"
            | "withdrawn"
    )
}

/// The platform a cell states: its id, or its name in either language.
pub(crate) fn platform_of(word: &str) -> Option<Platform> {
    let folded = fold(word);
    Platform::ALL.iter().copied().find(|platform| {
        let (chinese, english) = platform.display_names();
        [platform.name(), chinese, english].into_iter().any(|name| fold(name) == folded)
            || (*platform == Platform::WangWang
                && matches!(folded.as_str(), "千牛" | "旺旺" | "淘宝" | "天猫"))
            || (*platform == Platform::Jd && matches!(folded.as_str(), "京东" | "京东咚咚" | "咚咚"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_known_in_both_languages() {
        assert_eq!(platform_of("钉钉"), Some(Platform::DingTalk));
        assert_eq!(platform_of("WhatsApp"), Some(Platform::WhatsApp));
        assert_eq!(platform_of("千牛"), Some(Platform::WangWang));
        assert_eq!(platform_of("somewhere"), None);
    }
}
