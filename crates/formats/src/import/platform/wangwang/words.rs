//! What lines of 旺旺 and 千牛 stand for.

use crate::import::drafting::placeholders::{placeholder, who_took_back};
use yanju_model::draft::MessageDraft;

/// What the web page writes where it cannot show a message.
pub const NOT_SHOWN: &str = "请在客户端查看原始聊天记录，网页版无法展示";

/// Whether a line says how far a message has come; nobody wrote it.
pub fn is_status(line: &str) -> bool {
    matches!(line.trim(), "已读" | "未读" | "发送中")
}

/// Whether a line is the program's own: where a customer comes from, and who takes over.
pub fn is_notice(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("当前用户来自")
        || line == "商品详情页"
        || (line.starts_with("由 ") && line.contains(" 转交给 "))
}

/// Whether a line is the program's word that somebody took a message back. `is_known` tells names of people of
/// this chat.
pub fn is_recall(line: &str, is_known: impl Fn(&str) -> bool) -> bool {
    let Some(who) = who_took_back(line) else { return false };
    let who = who.trim_matches(['"', '“', '”']);
    matches!(who, "" | "你" | "您" | "我" | "对方") || is_known(who)
}

/// Gives a message the kind that its words stand for, and marks it where they say it was taken back.
pub fn settle(draft: &mut MessageDraft, is_known: impl Fn(&str) -> bool) {
    let Some(sender) = &draft.sender else { return };
    draft.kind = placeholder(&draft.text).unwrap_or(draft.kind);
    draft.recalled = is_recall(&draft.text, |who| who == sender.name || is_known(who));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sentence_of_the_program_is_a_recall() {
        let known = |who: &str| who == "小鱼";
        for line in ["小鱼 撤回了一条消息", "你撤回了一条消息", "撤回了一条消息"] {
            assert!(is_recall(line, known), "{line}");
        }
        assert!(!is_recall("他刚撤回了一条消息", known), "a person wrote this");
    }
}
