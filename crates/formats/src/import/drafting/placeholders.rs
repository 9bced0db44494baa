//! What chat programs of China write where words cannot stand: the placeholders of pictures, files and cards, the
//! sentence that somebody took a message back, and the lines of a forward.
//!
//! How each program dresses a placeholder is its own format's; the words are the same.

use super::cell_words;
use yanju_model::Kind;

const KINDS: &[(&str, Kind)] = &[
    ("图片", Kind::Image),
    ("照片", Kind::Image),
    ("闪照", Kind::Image),
    ("视频", Kind::Video),
    ("小视频", Kind::Video),
    ("短视频", Kind::Video),
    ("视频消息", Kind::Video),
    ("文件", Kind::File),
    ("群文件", Kind::File),
    ("离线文件", Kind::File),
    ("语音", Kind::Voice),
    ("语音消息", Kind::Voice),
    ("表情", Kind::Sticker),
    ("动画表情", Kind::Sticker),
    ("大表情", Kind::Sticker),
    ("商城表情", Kind::Sticker),
    ("位置", Kind::Location),
    ("共享实时位置", Kind::Location),
    ("转账", Kind::Transfer),
    ("微信转账", Kind::Transfer),
    ("QQ转账", Kind::Transfer),
    ("红包", Kind::Transfer),
    ("微信红包", Kind::Transfer),
    ("QQ红包", Kind::Transfer),
    ("链接", Kind::Link),
    ("分享", Kind::Link),
    ("小程序", Kind::Link),
    ("QQ小程序", Kind::Link),
    ("音乐", Kind::Link),
    ("视频号", Kind::Link),
    ("聊天记录", Kind::Forward),
    ("合并转发", Kind::Forward),
    ("名片", Kind::Contact),
    ("个人名片", Kind::Contact),
    ("推荐联系人", Kind::Contact),
    ("语音通话", Kind::Call),
    ("视频通话", Kind::Call),
    ("卡券", Kind::Card),
    ("接龙", Kind::Card),
    ("投票", Kind::Card),
];

/// How the sentence ends that tells of a message taken back.
const TAKEN_BACK: [&str; 4] =
    ["撤回了一条消息", "撤回了一条成员消息", "撤回一条消息", "撤回了成员的一条消息"];

/// What the word in a placeholder stands for.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    KINDS.iter().find(|(known, _)| *known == word.trim()).map(|(_, kind)| *kind)
}

/// What a message is whose only words are one placeholder: `[图片]`.
pub(crate) fn placeholder(words: &str) -> Option<Kind> {
    let word = words.trim().strip_prefix('[')?.strip_suffix(']')?;
    let stated = || cell_words::kind_of(word).filter(|kind| !matches!(kind, Kind::Text | Kind::System));
    kind_of(word).or_else(stated)
}

/// Whether a kind stands for a picture, film, recording or file, of which a text keeps only the placeholder.
pub(crate) const fn is_media(kind: Kind) -> bool {
    matches!(kind, Kind::Image | Kind::Video | Kind::Voice | Kind::File | Kind::Sticker)
}

/// Who took a message back, by the program's sentence: `你撤回了一条消息`. Whether a person wrote it is not told by the
/// words alone.
pub(crate) fn who_took_back(line: &str) -> Option<&str> {
    let line = line.trim().trim_end_matches('。');
    TAKEN_BACK.iter().find_map(|end| line.strip_suffix(end)).map(str::trim)
}

/// A message inside a forward as one line: `time name: words`, of which the source may know only the words.
pub(crate) fn forwarded_line(time: &str, name: &str, words: &str) -> String {
    match (time, name) {
        ("", "") => words.to_owned(),
        ("", alone) | (alone, "") => format!("{alone}: {words}"),
        _ => format!("{time} {name}: {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_for_a_kind_in_brackets_and_nothing_else_is_a_placeholder() {
        assert_eq!(placeholder("[图片]"), Some(Kind::Image));
        assert_eq!(placeholder("[image]"), Some(Kind::Image));
        for words in ["[图片] 这张不对", "图片", "[微笑]", "[系统消息]"] {
            assert_eq!(placeholder(words), None, "{words}");
        }
    }

    #[test]
    fn the_sentence_of_a_message_taken_back_says_who_did() {
        assert_eq!(who_took_back("阿芸 撤回了一条成员消息"), Some("阿芸"));
        assert_eq!(who_took_back("撤回了一条消息。"), Some(""));
        assert_eq!(who_took_back("你撤回了一条消息吗"), None);
    }

    #[test]
    fn a_forwarded_line_says_what_the_source_knows() {
        assert_eq!(forwarded_line("10:00", "甲", "好"), "10:00 甲: 好");
        assert_eq!(forwarded_line("", "甲", "好"), "甲: 好");
        assert_eq!(forwarded_line("", "", "好"), "好");
    }
}
