//! What the placeholders and sentences of LINE's texts stand for.

use crate::import::{drafting::media::kind_of_file, drafting::placeholders::is_media};
use yanju_model::Kind;

/// What words stand for.
#[derive(Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The kind.
    pub kind: Kind,
    /// The name of the file they mention.
    pub file: Option<&'a str>,
}

impl Meaning<'_> {
    /// Whether only LINE writes so: its stickers and calls. `[图片]` stands in the texts of others, too.
    pub fn is_of_line_alone(&self) -> bool {
        matches!(self.kind, Kind::Sticker | Kind::Call)
    }

    /// Whether they stand for a picture, film, recording or file of which the text keeps not even the name.
    pub fn leaves_out_media(&self) -> bool {
        self.file.is_none() && is_media(self.kind)
    }
}

const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Sticker, &["スタンプ", "貼圖", "贴图", "表情貼", "Sticker", "스티커"]),
    (Kind::Image, &["写真", "画像", "照片", "圖片", "图片", "Photo", "Image", "사진"]),
    (Kind::Video, &["動画", "影片", "视频", "Video", "동영상"]),
    (
        Kind::Voice,
        &["ボイスメッセージ", "語音訊息", "语音消息", "语音信息", "Voice message", "Audio", "음성 메시지"],
    ),
    (Kind::File, &["ファイル", "檔案", "文件", "File", "파일"]),
    (Kind::Location, &["位置情報", "位置訊息", "位置資訊", "位置信息", "Location", "위치 정보"]),
    (Kind::Contact, &["連絡先", "聯絡資訊", "联系人", "联络信息", "Contact", "연락처"]),
    (Kind::Card, &["投票", "アルバム", "ノート", "相簿", "記事本", "Poll", "Album", "Note"]),
    (Kind::Transfer, &["ギフト", "禮物", "Gift"]),
];

/// What words stand for: `[スタンプ]`, `[File] offer.pdf`, `☎ 通話時間 0:12`.
pub fn meaning(words: &str) -> Meaning<'_> {
    let plain = Meaning { kind: Kind::Text, file: None };
    if words.starts_with('☎') && !words.contains('\n') {
        return Meaning { kind: Kind::Call, file: None };
    }
    let Some((word, behind)) = words.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return plain;
    };
    let known = KINDS.iter().find(|(_, names)| names.contains(&word.trim())).map(|(kind, _)| *kind);
    let behind = behind.trim();
    match known {
        Some(kind) if behind.is_empty() => Meaning { kind, file: None },
        Some(Kind::File) if !behind.contains('\n') => {
            Meaning { kind: kind_of_file(behind), file: Some(behind) }
        }
        Some(kind @ (Kind::Location | Kind::Card | Kind::Contact | Kind::Transfer)) => {
            Meaning { kind, file: None }
        }
        _ => plain,
    }
}

/// How the sentences end in which LINE says that a message was taken back.
const RECALLS: &[&str] = &[
    "メッセージの送信を取り消しました",
    "unsent a message",
    "已收回訊息",
    "收回了訊息",
    "已收回讯息",
    "撤回了一条消息",
    "메시지를 삭제했습니다",
];

/// How its other sentences end.
const EVENTS: &[&str] = &[
    "参加しました",
    "退会しました",
    "退出しました",
    "招待しました",
    "招待をキャンセルしました",
    "追加しました",
    "変更しました",
    "作成しました",
    "削除しました",
    "加入聊天",
    "加入群組",
    "加入了群組",
    "退出群組",
    "退出了群組",
    "離開聊天",
    "加入群组",
    "加入了群组",
    "退出了群组",
    "joined the group",
    "joined the chat",
    "left the group",
    "left the chat",
    "to the group",
    "님이 들어왔습니다",
    "님이 나갔습니다",
];

fn ends_in(words: &str, ends: &[&str]) -> bool {
    let words = words.trim().trim_end_matches(['。', '.']);
    ends.iter().any(|end| words.ends_with(end))
}

/// Whether the system says that a message was taken back.
pub fn is_recall(words: &str) -> bool {
    ends_in(words, RECALLS)
}

/// Whether an entry without a tab is the system's own sentence. A name and a space before such words make them
/// somebody's: only a sentence in one piece, in English, or with the particle that ties a name to it is none.
pub fn is_event(rest: &str) -> bool {
    let last = rest.rsplit(' ').next().unwrap_or(rest);
    let is_short = rest.chars().nth(120).is_none();
    let is_tied = last.len() == rest.len()
        || last.is_ascii()
        || ["が", "님이", "님을"].iter().any(|tie| last.contains(tie) && !last.starts_with(tie));
    is_short && is_tied && (is_recall(rest) || ends_in(rest, EVENTS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_the_system_is_tied_to_its_name() {
        assert!(is_event("Client Nameがグループに参加しました。") && is_event("Ann joined the group."));
        assert!(!is_event("Ann 昨日の会に参加しました"), "Ann wrote this");
    }

    #[test]
    fn placeholders_keep_their_kind_in_every_language() {
        for (words, kind, file) in [
            ("[スタンプ]", Kind::Sticker, None),
            ("[照片]", Kind::Image, None),
            ("[Video]", Kind::Video, None),
            ("[ファイル] 見積書.pdf", Kind::File, Some("見積書.pdf")),
            ("☎ 通話時間 0:12", Kind::Call, None),
            ("[位置情報] 東京都", Kind::Location, None),
            ("[写真] を見てください", Kind::Text, None),
            ("[重要]", Kind::Text, None),
        ] {
            assert_eq!(meaning(words), Meaning { kind, file }, "{words}");
        }
    }
}
