//! What WeChat and the tools that read its database call the kinds of messages: by word, by number, by the
//! placeholder that a text begins with.

use crate::import::drafting::placeholders::who_took_back;
use yanju_model::{Kind, draft::MessageDraft};

/// What a tool calls a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// Of a kind.
    Kind(Kind),
    /// The line that stands where a message was taken back.
    Recall,
}

/// The words, without what [`called`] takes away.
const WORDS: &[(&str, Kind)] = &[
    ("文本", Kind::Text),
    ("粘贴的文本", Kind::Text),
    ("引用", Kind::Text),
    ("引用回复", Kind::Text),
    ("图片", Kind::Image),
    ("语音", Kind::Voice),
    ("视频", Kind::Video),
    ("表情", Kind::Sticker),
    ("表情包", Kind::Sticker),
    ("动画表情", Kind::Sticker),
    ("GIF表情", Kind::Sticker),
    ("用户上传的GIF表情", Kind::Sticker),
    ("文件", Kind::File),
    ("链接", Kind::Link),
    ("卡片式链接", Kind::Link),
    ("分享", Kind::Link),
    ("分享链接", Kind::Link),
    ("音乐", Kind::Link),
    ("音乐分享", Kind::Link),
    ("小程序", Kind::Link),
    ("小说", Kind::Link),
    ("笔记", Kind::Link),
    ("收藏笔记", Kind::Link),
    ("收藏夹", Kind::Link),
    ("视频号", Kind::Link),
    ("视频号视频", Kind::Link),
    ("视频号名片", Kind::Contact),
    ("视频号直播或直播回放", Kind::Link),
    ("视频号直播或直播回放等", Kind::Link),
    ("游戏相关", Kind::Link),
    ("位置", Kind::Location),
    ("位置分享", Kind::Location),
    ("位置共享", Kind::Location),
    ("转账", Kind::Transfer),
    ("红包", Kind::Transfer),
    ("发起转账", Kind::Transfer),
    ("已收款", Kind::Transfer),
    ("已退还", Kind::Transfer),
    ("非实时转账收款", Kind::Transfer),
    ("发起非实时转账", Kind::Transfer),
    ("聊天记录", Kind::Forward),
    ("合并转发", Kind::Forward),
    ("合并转发的聊天记录", Kind::Forward),
    ("名片", Kind::Contact),
    ("推荐公众号", Kind::Contact),
    ("个人/公众号名片", Kind::Contact),
    ("企业微信名片", Kind::Contact),
    ("企业微信添加好友", Kind::Contact),
    ("通话", Kind::Call),
    ("语音通话", Kind::Call),
    ("视频通话", Kind::Call),
    ("音视频通话", Kind::Call),
    ("接龙", Kind::Card),
    ("群公告", Kind::Card),
    ("红包封面", Kind::Card),
    ("赠送红包封面", Kind::Card),
    ("微信礼物", Kind::Card),
    ("系统", Kind::System),
    ("系统通知", Kind::System),
    ("拍一拍", Kind::System),
    ("邀请加群", Kind::System),
    ("添加好友", Kind::System),
];

/// What a word for a type says: `图片`, `图片消息`, `(分享)小程序`, `文件(猜)`, `消息撤回5`. `None` for a word that is not
/// known, such as `未知` and `其他消息`.
pub(super) fn called(word: &str) -> Option<Called> {
    let word = word.trim();
    if word.starts_with("消息撤回") || matches!(word, "撤回" | "撤回消息") {
        return Some(Called::Recall);
    }
    let word = word.strip_prefix("(分享)").unwrap_or(word);
    let word = word.strip_suffix("(猜)").unwrap_or(word);
    let word = word.strip_suffix("消息").filter(|rest| !rest.is_empty()).unwrap_or(word);
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| Called::Kind(*kind))
}

/// The kind of WeChat's own numbers. `None` for numbers that are not known.
pub(super) fn kind_of_number(number: i64, of_cards: i64) -> Option<Kind> {
    Some(match (number, of_cards) {
        (1, _) | (49, 1 | 57) => Kind::Text,
        (3, _) => Kind::Image,
        (34, _) => Kind::Voice,
        (43 | 62, _) => Kind::Video,
        (47, _) | (49, 8) => Kind::Sticker,
        (49, 6 | 74) => Kind::File,
        (49, 3 | 4 | 5 | 24 | 33 | 36 | 40 | 51 | 63 | 88) => Kind::Link,
        (48, _) | (49, 17) => Kind::Location,
        (49, 2000 | 2001) => Kind::Transfer,
        (49, 19) => Kind::Forward,
        (42 | 66, _) | (49, 50) => Kind::Contact,
        (50, _) => Kind::Call,
        (49, 16 | 53 | 87 | 115 | 2003) => Kind::Card,
        (37 | 10_000 | 10_002, _) | (49, 62) => Kind::System,
        _ => return None,
    })
}

/// A type of WeChat 4, which packs the number of a card above the number of the type.
pub(super) const fn unpacked(number: i64) -> (i64, i64) {
    (number & 0xFFFF_FFFF, number >> 32)
}

/// Makes a message a line of the system.
pub(super) fn of_the_system(draft: &mut MessageDraft) {
    draft.kind = Kind::System;
    draft.sender = None;
}

/// Gives a message what the word for its type says.
pub(super) fn call(draft: &mut MessageDraft, called: Called) {
    match called {
        Called::Kind(Kind::System) => of_the_system(draft),
        Called::Kind(kind) => draft.kind = kind,
        Called::Recall => {
            of_the_system(draft);
            draft.recalled = true;
        }
    }
}

/// Whether a line of the system tells that somebody took a message back.
pub(super) fn tells_of_recall(text: &str) -> bool {
    let text = text.trim();
    who_took_back(text).is_some() || text.starts_with("你撤回了一条消息")
}

/// Whether words are an address on the web.
pub(super) fn is_address(words: &str) -> bool {
    words.starts_with("http://") || words.starts_with("https://")
}

/// Adds a line to words, unless it says nothing or stands there already.
pub(super) fn add_line(text: &mut String, line: &str) {
    if line.is_empty() || text.contains(line) {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// The last part of a path of either kind.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_tool_are_understood() {
        for (word, expected) in [
            ("文本", Some(Called::Kind(Kind::Text))),
            ("引用消息", Some(Called::Kind(Kind::Text))),
            ("(分享)卡片式链接", Some(Called::Kind(Kind::Link))),
            ("文件(猜)", Some(Called::Kind(Kind::File))),
            ("系统消息", Some(Called::Kind(Kind::System))),
            ("消息撤回57", Some(Called::Recall)),
            ("其他消息", None),
            ("消息", None),
            ("未知-49,15", None),
        ] {
            assert_eq!(called(word), expected, "{word}");
        }
    }

    #[test]
    fn numbers_of_both_generations_are_understood() {
        assert_eq!(unpacked(244_813_135_921), (49, 57), "an answer, as WeChat 4 counts it");
        assert_eq!(kind_of_number(49, 19), Some(Kind::Forward));
        assert_eq!(kind_of_number(49, 12_345), None);
        assert_eq!(unpacked(10_000), (10_000, 0));
    }

    #[test]
    fn a_line_stands_in_the_words_once() {
        let mut text = "a".to_owned();
        add_line(&mut text, "https://example.org");
        add_line(&mut text, "https://example.org");
        assert_eq!(text, "a\nhttps://example.org");
    }
}
