//! What the placeholders of QQ's texts stand for, and which sentences are the system's.

use crate::import::drafting::placeholders::{is_media, kind_of, who_took_back};
use std::cell::Cell;
use yanju_model::{Kind, draft::MessageDraft};

/// Gives a message of a text, whose words are all there, what only its words tell; counts in `omitted` those that
/// stand for media of which the text keeps not even a name.
pub(super) fn understand(draft: &mut MessageDraft, omitted: &Cell<u64>) {
    if draft.sender.is_none() {
        draft.recalled = is_recall(&draft.text);
    } else {
        draft.kind = kind_of_body(&draft.text);
        omitted.set(omitted.get() + u64::from(is_media(draft.kind)));
    }
}

/// The kind of a body that is placeholders and nothing else: `[图片]`, `[图片][图片]`, `[红包] 恭喜发财`. Among words
/// they are part of the words.
pub(super) fn kind_of_body(body: &str) -> Kind {
    let body = body.trim();
    let Some((first, behind)) = placeholder(body) else { return Kind::Text };
    let Some(kind) = kind_of(first) else { return Kind::Text };
    // A share or a red packet says behind its mark what it is of.
    let has_title = matches!(kind, Kind::Link | Kind::Transfer | Kind::Location);
    let mut rest = behind.trim_start();
    if has_title && !rest.contains('\n') {
        return kind;
    }
    while let Some((_, behind)) = placeholder(rest).filter(|(word, _)| kind_of(word) == Some(kind)) {
        rest = behind.trim_start();
    }
    if rest.is_empty() { kind } else { Kind::Text }
}

fn placeholder(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('[')?.split_once(']')
}

/// Whether a line says that a message was taken back: `你撤回了一条消息 重新编辑`, `阿芸撤回了一条成员消息`.
pub(super) fn is_recall(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_suffix("重新编辑").map_or(line, str::trim_end);
    who_took_back(line).is_some_and(|who| !who.is_empty())
}

/// Whether a line that stands by itself is one of the sentences that QQ writes between messages.
pub(super) fn is_system_sentence(line: &str) -> bool {
    let line = line.trim().trim_end_matches('。');
    is_recall(line)
        || line.ends_with("加入了本群")
        || line.ends_with("加入本群")
        || line.ends_with("退出了本群")
        || (line.contains("个共同好友") && line.ends_with("点击添加好友"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_alone_have_their_kind_and_among_words_none() {
        for (body, kind) in [
            ("[图片]", Kind::Image),
            ("[图片][图片] [图片]", Kind::Image),
            ("[图片]看这张", Kind::Text),
            ("[图片][文件]", Kind::Text),
            ("[表情]", Kind::Sticker),
            ("[QQ红包]恭喜发财", Kind::Transfer),
            ("[语音]", Kind::Voice),
            ("[微笑]", Kind::Text),
            ("[", Kind::Text),
            ("好的", Kind::Text),
        ] {
            assert_eq!(kind_of_body(body), kind, "{body}");
        }
    }

    #[test]
    fn the_sentences_of_the_system_are_known() {
        for line in [
            "你撤回了一条消息",
            "你撤回了一条消息 重新编辑",
            "阿芸撤回了一条消息",
            "阿芸邀请云上小铺加入了本群。",
            "你和阿芸有12个共同好友，点击添加好友。",
        ] {
            assert!(is_system_sentence(line), "{line}");
        }
        assert!(!is_recall("撤回了一条消息"), "nobody did");
        assert!(!is_system_sentence("他刚才撤回了一条消息，我没看到"));
    }
}
