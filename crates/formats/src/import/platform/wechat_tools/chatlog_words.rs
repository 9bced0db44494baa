//! The words of chatlog's text and CSV: the placeholders that stand for what is no text, and the lines of a message
//! that is answered.

use super::words::{Called, called, file_name, is_address, of_the_system, tells_of_recall};
use crate::import::{
    drafting::placeholders::is_media,
    text::dates::{Cursor, clock},
};
use yanju_model::{
    Kind, Warning,
    draft::{AttachmentDraft, MessageDraft, ReplyTo},
};

/// Who is named where the system speaks, and who is the owner of the phone.
pub(super) const SYSTEM: &str = "系统消息";
pub(super) const OWNER: &str = "我";

/// What a message of an unknown type begins with.
const UNKNOWN_TYPE: &str = "Type: ";

/// Gives a message its kind, the message it answers and its file.
pub(super) fn complete(draft: &mut MessageDraft, warnings: &mut Vec<Warning>) {
    if draft.sender.is_none() {
        of_the_system(draft);
        draft.recalled = tells_of_recall(&draft.text);
        return;
    }
    if let Some((quote, words)) = parted(&draft.text) {
        draft.reply_to = Some(ReplyTo { source_id: None, quote });
        draft.text = words;
        return;
    }
    if draft.text.starts_with(UNKNOWN_TYPE) && draft.text.contains(" Content: ") {
        warnings.push(Warning::new("unknown_part", draft.place.as_str(), &draft.text));
        return;
    }
    let Some(found) = Placeholder::of(&draft.text) else { return };
    let file = found.file().map(|name| AttachmentDraft { name: name.to_owned(), content: None });
    draft.kind = found.kind;
    draft.attachments.extend(file);
}

/// The message that is answered and the words below it. Its lines begin with `> `; the first says who wrote it and
/// when, so that what people quote by hand stays in their words.
fn parted(text: &str) -> Option<(String, String)> {
    let first = text.lines().next()?.strip_prefix("> ")?;
    if first != "[引用]" && !ends_in_time(first) {
        return None;
    }
    let quoted: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("> ")).collect();
    let words: Vec<&str> = text.lines().skip(quoted.len()).collect();
    Some((quoted.join("\n"), words.join("\n")))
}

fn ends_in_time(line: &str) -> bool {
    let Some((_, time)) = line.rsplit_once(' ') else { return false };
    let mut cursor = Cursor::new(time);
    clock(&mut cursor).is_some() && cursor.rest().is_empty()
}

/// A placeholder: `![图片](address)`, `[文件|title](address)`, `[语音]`.
struct Placeholder<'t> {
    kind: Kind,
    title: &'t str,
    address: &'t str,
}

impl<'t> Placeholder<'t> {
    /// The placeholder that a text is. A forward holds its messages below.
    fn of(text: &'t str) -> Option<Self> {
        let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix('[')?;
        let (first, below) = inner.split_once('\n').unwrap_or((inner, ""));
        let (within, address) = match first.strip_suffix(')').and_then(|line| line.rsplit_once("](")) {
            Some(parts) => parts,
            None => (first.strip_suffix(']')?, ""),
        };
        let (word, title) = within.split_once('|').unwrap_or((within, ""));
        let Some(Called::Kind(kind)) = called(word) else { return None };
        let stands_alone = below.is_empty() || kind == Kind::Forward;
        (stands_alone && !matches!(kind, Kind::System | Kind::Text)).then_some(Self { kind, title, address })
    }

    /// The name of the file it stands for: its title, else the last part of the address.
    fn file(&self) -> Option<&'t str> {
        let is_media = is_media(self.kind);
        let by_address = || Some(self.address).filter(|address| is_address(address)).map(file_name);
        let name = Some(self.title).filter(|title| !title.is_empty()).or_else(by_address)?;
        (is_media && !name.is_empty()).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanju_model::draft::Sender;

    fn completed(text: &str) -> MessageDraft {
        let mut draft = MessageDraft::text(Some(Sender::named("a")), None, text);
        complete(&mut draft, &mut Vec::new());
        draft
    }

    #[test]
    fn placeholders_keep_their_kind_and_file() {
        for (text, kind, file) in [
            ("![图片](http://127.0.0.1:5030/image/0a1b)", Kind::Image, Some("0a1b")),
            ("![图片](http://127.0.0.1:5030/image/)", Kind::Image, None),
            ("[语音](http://127.0.0.1:5030/voice/77)", Kind::Voice, Some("77")),
            ("[语音]", Kind::Voice, None),
            ("[文件|报价 (2).pdf](http://127.0.0.1:5030/file/9f)", Kind::File, Some("报价 (2).pdf")),
            ("[链接|新品](https://example.org/a)", Kind::Link, None),
            ("[转账|发送 ￥12.00](订金)", Kind::Transfer, None),
            ("[合并转发|群聊]\n  甲 2024-01-05 09:03\n  在吗", Kind::Forward, None),
            ("[语音通话]", Kind::Call, None),
            ("[微笑]", Kind::Text, None),
            ("[图片]\n请看", Kind::Text, None),
        ] {
            let draft = completed(text);
            let name = draft.attachments.first().map(|file| file.name.as_str());
            assert_eq!((draft.kind, name, draft.text.as_str()), (kind, file, text), "{text}");
        }
    }

    #[test]
    fn what_people_quote_by_hand_stays_in_their_words() {
        assert_eq!(completed("> 你说呢\n好").reply_to, None);
        let answer = completed("> 甲(wxid_a) 01-05 09:03:00\n> 有货吗\n有");
        assert_eq!(answer.text, "有");
        assert_eq!(
            answer.reply_to.map(|to| to.quote).as_deref(),
            Some("甲(wxid_a) 01-05 09:03:00\n有货吗"),
            "who and when is part of what the source repeats"
        );
    }
}
