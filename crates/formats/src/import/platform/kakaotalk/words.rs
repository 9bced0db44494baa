//! What the placeholders and sentences of KakaoTalk's exports stand for.

use crate::import::{drafting::media::kind_of_file, drafting::placeholders::is_media};
use yanju_model::Kind;

/// What words stand for.
#[derive(Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The kind.
    pub kind: Kind,
    /// Taken back by its sender.
    pub recalled: bool,
    /// The name of the file they mention.
    pub file: Option<&'a str>,
}

impl Meaning<'_> {
    /// Whether they stand for a picture, film, recording or file of which the text keeps not even the name.
    pub fn leaves_out_media(&self) -> bool {
        self.file.is_none() && is_media(self.kind)
    }
}

const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Image, &["사진", "Photo", "Photos"]),
    (Kind::Video, &["동영상", "Video"]),
    (Kind::Sticker, &["이모티콘", "Emoticon", "Emoticons", "Sticker"]),
    (Kind::Voice, &["음성메시지", "음성 메시지", "Voice message", "Voice Message"]),
    (Kind::Contact, &["연락처", "Contact"]),
    (Kind::Call, &["보이스톡 해요", "페이스톡 해요", "Voice Call", "Video Call"]),
];

/// How words begin that are of a kind.
const STARTS: &[(&str, Kind)] = &[
    ("지도: ", Kind::Location),
    ("Map: ", Kind::Location),
    ("보이스톡 ", Kind::Call),
    ("페이스톡 ", Kind::Call),
    ("투표: ", Kind::Card),
    ("Poll: ", Kind::Card),
];

const RECALLED: &[&str] = &[
    "삭제된 메시지입니다",
    "메시지가 삭제되었습니다",
    "This message was deleted",
    "This message has been deleted",
    "Deleted message",
];

/// What words stand for: `사진`, `사진 3장`, `파일: 견적서.pdf`, `삭제된 메시지입니다.`
pub fn meaning(words: &str) -> Meaning<'_> {
    let plain = |kind| Meaning { kind, recalled: false, file: None };
    if words.contains('\n') {
        return plain(Kind::Text);
    }
    let words = words.trim();
    if RECALLED.contains(&words.trim_end_matches('.')) {
        return Meaning { kind: Kind::Text, recalled: true, file: None };
    }
    let named = ["파일: ", "파일 : ", "File: ", "File : "].iter().find_map(|word| words.strip_prefix(word));
    if let Some(name) = named.map(str::trim).filter(|name| !name.is_empty()) {
        return Meaning { kind: kind_of_file(name), recalled: false, file: Some(name) };
    }
    if is_stored_name(words) {
        return Meaning { kind: kind_of_file(words), recalled: false, file: Some(words) };
    }
    let several = words.strip_prefix("사진 ").and_then(|rest| rest.strip_suffix('장'));
    if several.is_some_and(|count| count.bytes().all(|b| b.is_ascii_digit())) {
        return plain(Kind::Image);
    }
    let whole = KINDS.iter().find(|(_, names)| names.contains(&words)).map(|(kind, _)| *kind);
    let begun = || STARTS.iter().find(|(start, _)| words.starts_with(start)).map(|(_, kind)| *kind);
    plain(whole.or_else(begun).unwrap_or(Kind::Text))
}

/// Whether words are the name under which a phone stores what was sent: a long number and an ending.
fn is_stored_name(words: &str) -> bool {
    words.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.len() >= 32
            && stem.bytes().all(|b| b.is_ascii_hexdigit())
            && (2..=4).contains(&ending.len())
            && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// How the sentences end that KakaoTalk writes between messages.
const EVENTS: &[&str] = &[
    "님이 들어왔습니다",
    "님이 나갔습니다",
    "님을 초대하였습니다",
    "님을 초대했습니다",
    "님을 내보냈습니다",
    "님을 초대했어요",
    "님이 들어왔어요",
    "님이 나갔어요",
    "메시지를 가렸습니다",
    "채팅방 관리자가 메시지를 가렸습니다",
    "방장이 되었습니다",
    "joined this chatroom",
    "left this chatroom",
    "has joined this chatroom",
    "has left this chatroom",
];

/// Whether a line is the system's own.
pub fn is_event(line: &str) -> bool {
    let line = line.trim().trim_end_matches('.');
    line.chars().nth(200).is_none() && EVENTS.iter().any(|end| line.ends_with(end))
}

/// Whether a line of the system says that a message was taken back.
pub fn is_recall(line: &str) -> bool {
    RECALLED.contains(&line.trim().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_keep_their_kind() {
        let stored = "0123456789abcdef0123456789abcdef0123.jpg";
        for (words, kind, file) in [
            ("사진", Kind::Image, None),
            ("사진 3장", Kind::Image, None),
            ("사진 보내주세요", Kind::Text, None),
            ("이모티콘", Kind::Sticker, None),
            ("파일: 견적서.pdf", Kind::File, Some("견적서.pdf")),
            (stored, Kind::Image, Some(stored)),
            ("보이스톡 1:23", Kind::Call, None),
        ] {
            assert_eq!(meaning(words), Meaning { kind, recalled: false, file }, "{words}");
        }
        assert!(meaning("삭제된 메시지입니다.").recalled);
    }
}
