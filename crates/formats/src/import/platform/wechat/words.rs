//! What the placeholders of WeChat's copies stand for.

use crate::import::{
    drafting::placeholders::{is_media, kind_of},
    text::{byte_set::ByteSet, edges::trimmed},
};
use yanju_model::Kind;

/// What a body is.
#[derive(Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The kind.
    pub kind: Kind,
    /// The name of the file it mentions.
    pub file: Option<&'a str>,
}

impl Meaning<'_> {
    /// Whether it stands for a picture, film, recording or file of which the copy keeps not even the name.
    pub fn leaves_out_media(&self) -> bool {
        self.file.is_none() && is_media(self.kind)
    }
}

/// How many pictures, films, recordings and files stand in a body of which it keeps not even the name: all of it, or lines of
/// it, where somebody copied words and pictures together.
pub fn media_left_out(body: &str) -> u64 {
    if memchr::memchr(b'[', body.as_bytes()).is_none() {
        return 0;
    }
    if meaning(body).leaves_out_media() {
        return 1;
    }
    if !body.contains('\n') {
        return 0;
    }
    body.lines().filter(|line| meaning(line.trim()).leaves_out_media()).count() as u64
}

/// What a body stands for: `[图片: f(请在附件中查看)]`, `[语音]`, `[链接] …`, `图片1（可在附件中查看）`.
pub fn meaning(body: &str) -> Meaning<'_> {
    if body.as_bytes().first() != Some(&b'[') && !ATTACHED_ENDS.may_end(body) {
        return Meaning { kind: Kind::Text, file: None };
    }
    attached(body).or_else(|| bracketed(body)).unwrap_or(Meaning { kind: Kind::Text, file: None })
}

/// What stands behind the name of a file that came with the mail.
const ATTACHED: &[&str] = &["（可在附件中查看）", "(可在附件中查看)"];

const ATTACHED_ENDS: ByteSet = ByteSet::of_ends(ATTACHED);

/// `图片1（可在附件中查看）`: the file came with the mail under this name.
fn attached(body: &str) -> Option<Meaning<'_>> {
    let name = ATTACHED.iter().find_map(|end| body.strip_suffix(end))?;
    let kind = kind_of(name.trim_end_matches(|c: char| c.is_ascii_digit())).unwrap_or(Kind::File);
    (!name.contains('\n')).then_some(Meaning { kind, file: Some(name) })
}

/// `[word]`, `[word: name(请在附件中查看)]`, and behind the bracket the title of a link, the name of a file or the
/// length of a recording.
fn bracketed(body: &str) -> Option<Meaning<'_>> {
    let inner = body.strip_prefix('[')?;
    if let Some(whole) = inner.strip_suffix(']').filter(|whole| !whole.contains('\n')) {
        let (word, detail) = whole.split_once([':', '：']).unwrap_or((whole, ""));
        let file = detail
            .strip_suffix("(请在附件中查看)")
            .or_else(|| detail.strip_suffix("（请在附件中查看）"))
            .map(str::trim)
            .filter(|name| !name.is_empty());
        return kind_of(word).map(|kind| Meaning { kind, file });
    }
    let (word, behind) = inner.split_once(']')?;
    let (kind, behind) = (kind_of(word)?, behind.trim());
    let found = |file| Some(Meaning { kind, file });
    match kind {
        Kind::Link | Kind::Location | Kind::Forward | Kind::Transfer | Kind::Card => found(None),
        _ if is_media(kind) && names_a_file(behind) => found(Some(behind)),
        Kind::Voice | Kind::Video if is_length(behind) => found(None),
        // A file without an ending; what else would stand behind the word?
        Kind::File if !behind.contains('\n') => found(None),
        _ => None,
    }
}

/// Whether words are one line that ends as names of files do: `退款凭证.pdf`.
fn names_a_file(words: &str) -> bool {
    let ends_like_one = |(name, ending): (&str, &str)| {
        let letters = ending.bytes().all(|b| b.is_ascii_alphanumeric());
        !name.is_empty() && letters && (1..=5).contains(&ending.len())
    };
    !words.contains('\n') && words.rsplit_once('.').is_some_and(ends_like_one)
}

/// How long a recording is: `12"`, `0:07`, `5秒`.
fn is_length(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '"' | '\'' | '″' | '′' | ':' | '：' | '秒' | '分' | 's')
        })
}

/// How the sentence ends that tells of a message taken back.
const RECALLS: &[&str] = &["撤回了一条消息", "撤回了一條訊息", "撤回一条消息"];

const RECALL_ENDS: ByteSet = ByteSet::of_ends(RECALLS);

/// Whether a text may end as the sentence does, white space behind it apart.
pub fn may_end_in_recall(text: &str) -> bool {
    RECALL_ENDS.may_end(trimmed(text))
}

/// Who took a message back, by the sentence that says so.
pub fn who_recalled(line: &str) -> Option<&str> {
    let line = trimmed(line);
    let who = RECALLS.iter().find_map(|end| line.strip_suffix(end))?;
    Some(who.trim().trim_matches(['"', '“', '”']))
}

/// Whether a line says that somebody took a message back.
pub fn is_recall(line: &str) -> bool {
    if !may_end_in_recall(line) {
        return false;
    }
    let line = trimmed(line);
    let Some(who) = RECALLS.iter().find_map(|end| line.strip_suffix(end)) else { return false };
    let who = who.trim();
    who == "你" || (who.chars().count() > 2 && who.starts_with(['"', '“']) && who.ends_with(['"', '”']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_keep_their_kind_and_file() {
        for (body, kind, file) in [
            ("[图片: 8b0a.jpg(请在附件中查看)]", Kind::Image, Some("8b0a.jpg")),
            ("[视频: a.mp4(请在附件中查看)]", Kind::Video, Some("a.mp4")),
            ("[文件: 报价 (1).xlsx(请在附件中查看)]", Kind::File, Some("报价 (1).xlsx")),
            ("图片1（可在附件中查看）", Kind::Image, Some("图片1")),
            ("[语音]", Kind::Voice, None),
            ("[动画表情]", Kind::Sticker, None),
            ("[转账]", Kind::Transfer, None),
            ("[链接] 新品上架", Kind::Link, None),
            ("[图片] 这张不对", Kind::Text, None),
            ("[文件] 退款凭证.pdf", Kind::File, Some("退款凭证.pdf")),
            ("[文件]退款凭证", Kind::File, None),
            ("[文件] 请看\n第二行.pdf", Kind::Text, None),
            ("[图片] 8b0a.jpg", Kind::Image, Some("8b0a.jpg")),
            ("[语音] 12\"", Kind::Voice, None),
            ("[语音] 听不清", Kind::Text, None),
            ("[微笑]", Kind::Text, None),
            ("好的", Kind::Text, None),
        ] {
            assert_eq!(meaning(body), Meaning { kind, file }, "{body}");
        }
    }

    #[test]
    fn only_the_sentence_of_the_system_is_a_recall() {
        assert!(is_recall("你撤回了一条消息") && is_recall("\"张三\" 撤回了一条消息"));
        assert!(!is_recall("他刚撤回了一条消息"), "a person wrote this");
    }
}
