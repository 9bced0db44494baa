//! What the file's name tells: with whom, or in which group.

use crate::import::input::without_copy_number;

/// The name of the text inside an iOS archive.
pub const CHAT_IN_ARCHIVE: &str = "_chat.txt";

/// What stands before and behind the name, by language.
const PATTERNS: &[(&str, &str)] = &[
    ("WhatsApp Chat with ", ""),
    ("WhatsApp Chat - ", ""),
    ("与", "的 WhatsApp 聊天"),
    ("与", "的WhatsApp聊天"),
    ("与", "的 WhatsApp 对话"),
    ("與", "的WhatsApp對話"),
    ("與", "的 WhatsApp 對話"),
    ("與", "的 WhatsApp 聊天"),
    ("Chat de WhatsApp con ", ""),
    ("Conversa do WhatsApp com ", ""),
    ("WhatsApp Chat mit ", ""),
    ("Discussion WhatsApp avec ", ""),
    ("Chat WhatsApp con ", ""),
    ("WhatsApp-chat met ", ""),
];

/// The other side's or the group's name, where the file is named as WhatsApp names it.
pub fn title_of(file_name: &str) -> Option<String> {
    let name = file_name.rsplit('/').next().unwrap_or(file_name);
    let stem = [".txt", ".zip"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let stem = without_copy_number(stem);
    PATTERNS.iter().find_map(|(before, after)| {
        let title = stem.strip_prefix(before)?.strip_suffix(after)?.trim();
        (!title.is_empty()).then(|| title.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_side_is_known_by_the_file_name() {
        for (name, title) in [
            ("WhatsApp Chat with Anna Bell.txt", "Anna Bell"),
            ("WhatsApp Chat - Team 7.zip", "Team 7"),
            ("WhatsApp Chat with Anna (2).txt", "Anna"),
            ("与李四的 WhatsApp 聊天.txt", "李四"),
            ("與李四的WhatsApp對話.txt", "李四"),
        ] {
            assert_eq!(title_of(name).as_deref(), Some(title), "{name}");
        }
        assert_eq!(title_of("_chat.txt"), None);
        assert_eq!(title_of("notes.txt"), None);
    }
}
