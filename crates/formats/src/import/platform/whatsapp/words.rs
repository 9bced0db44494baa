//! What the words of a message stand for. The phrases themselves are in [`super::phrases`].

use super::phrases::{
    ATTACHED, BEFORE_A_COLON, CALL_ENDS, CALLS, DELETED, MEDIA, MEDIA_OF_ANY_KIND, OMITTED, SYSTEM,
};
use crate::import::{
    drafting::media::kind_of_file,
    text::{byte_set::ByteSet, dates::is_direction_mark},
};
use yanju_model::Kind;

const LOCATIONS: &[&str] = &["Location: ", "位置: ", "位置：", "live location shared"];

const POLLS: &[&str] = &["POLL:", "投票:", "投票：", "ENCUESTA:", "ENQUETE:", "UMFRAGE:"];

const LOCATION_STARTS: ByteSet = ByteSet::of_starts(LOCATIONS);
const POLL_STARTS: ByteSet = ByteSet::of_starts(POLLS);
const CALL_STARTS: ByteSet = ByteSet::of_starts(CALLS);
const DELETED_ENDS: ByteSet = ByteSet::of_ends(DELETED);
const OMITTED_ENDS: ByteSet = ByteSet::of_ends(OMITTED);

/// How an admin's deletion begins.
const DELETED_BY_ADMIN: &str = "This message was deleted by admin";

/// Whether a body begins with U+200E, which WhatsApp writes before words of its own. People do not type it: with it a body
/// is the app's however it goes on, without it only what is the app's wording and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It does.
    Own,
    /// It does not.
    None,
}

impl Mark {
    /// The mark before a body as the file has it.
    pub fn of(body: &str) -> Self {
        if body.starts_with('\u{200E}') { Self::Own } else { Self::None }
    }
}

/// What a body is.
#[derive(Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// The kind.
    pub kind: Kind,
    /// Taken back by its sender.
    pub recalled: bool,
    /// Where the file it speaks of is.
    pub file: File<'a>,
}

/// The file that a body speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File<'a> {
    /// It speaks of none.
    None,
    /// In the export, under this name.
    Named(&'a str),
    /// Left out of the export.
    Omitted,
}

/// Whether this is a line of the system though it holds `: `: the colon stands inside quotation marks, or
/// behind a verb that names what somebody did.
pub fn is_system_line(before_colon: &str) -> bool {
    let opened =
        |open: char, close: char| before_colon.matches(open).count() > before_colon.matches(close).count();
    !before_colon.matches('"').count().is_multiple_of(2)
        || [('“', '”'), ('«', '»'), ('„', '“'), ('「', '」')]
            .iter()
            .any(|(open, close)| opened(*open, *close))
        || BEFORE_A_COLON.iter().any(|fragment| before_colon.contains(fragment))
}

/// Whether a body behind a sender's name is a line of the system all the same.
pub fn is_system_body(body: &str) -> bool {
    let Some(sentence) = body.strip_prefix('\u{200E}').map(|rest| rest.lines().next().unwrap_or_default())
    else {
        return false;
    };
    let known = meaning(sentence, Mark::Own);
    if known.kind != Kind::Text || known.recalled {
        return false;
    }
    let lower = sentence.to_lowercase();
    SYSTEM.iter().any(|fragment| lower.contains(fragment))
}

/// Whether a text speaks as only WhatsApp does.
pub fn is_telling(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.contains('\u{200E}')
        || [
            "end-to-end encrypted",
            "端到端加密",
            "端對端加密",
            "<media omitted>",
            "(file attached)",
            "<attached: ",
        ]
        .iter()
        .any(|mark| lower.contains(mark))
}

/// What a body, perhaps of several lines, stands for.
pub fn meaning(body: &str, mark: Mark) -> Meaning<'_> {
    let plain = |kind| Meaning { kind, recalled: false, file: File::None };
    let body = body.trim_matches(|c: char| is_direction_mark(c) || c.is_whitespace());
    if let Some(file) = attached_file(body, mark) {
        return Meaning { kind: kind_of_file(file), recalled: false, file: File::Named(file) };
    }
    let sentence = body.trim_end_matches(['.', '。']);
    if (DELETED_ENDS.may_end(sentence) && DELETED.contains(&sentence))
        || sentence.starts_with(DELETED_BY_ADMIN)
    {
        return Meaning { kind: Kind::Text, recalled: true, file: File::None };
    }
    if let Some(kind) = omitted_kind(body, mark) {
        return Meaning { kind, recalled: false, file: File::Omitted };
    }
    let begins =
        |starts: ByteSet, marks: &[&str]| starts.may_begin(body) && marks.iter().any(|m| body.starts_with(m));
    if begins(LOCATION_STARTS, LOCATIONS) && body.contains("://") {
        return plain(Kind::Location);
    }
    if begins(POLL_STARTS, POLLS) {
        return plain(Kind::Card);
    }
    let is_call = || match mark {
        Mark::Own => body.chars().count() <= 60,
        Mark::None => {
            let mut behind = CALLS.iter().filter_map(|call| sentence.strip_prefix(call));
            behind.any(|rest| CALL_ENDS.contains(&rest))
        }
    };
    if begins(CALL_STARTS, CALLS) && is_call() {
        return plain(Kind::Call);
    }
    plain(Kind::Text)
}

/// The kind that `image omitted` or `<省略影音内容>` stands for.
fn omitted_kind(body: &str, mark: Mark) -> Option<Kind> {
    let inner = body.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    if inner.is_none() && !may_end_in_omission(body) {
        return None;
    }
    // What is longer, in brackets or without, is somebody's words: most messages end here.
    let limit = if inner.is_some() { 40 } else { 24 };
    if body.chars().nth(limit).is_some() || body.contains('\n') {
        return None;
    }
    let lower = inner.unwrap_or(body).to_lowercase();
    let named = || MEDIA.iter().find(|(word, _)| lower.contains(word)).map(|(_, kind)| *kind);
    let found = match inner {
        Some(_) if OMITTED.iter().any(|word| lower.contains(word)) => Some(named().unwrap_or(Kind::File)),
        None if OMITTED.iter().any(|word| lower.ends_with(word)) && lower.chars().count() <= 24 => named(),
        _ => None,
    };
    // Asked last: few come so far.
    found.filter(|_| mark == Mark::Own || is_only_an_omission(&lower))
}

/// Whether words, made small, say what kind of file was left out, and nothing else.
fn is_only_an_omission(words: &str) -> bool {
    let mut rest = words.to_owned();
    let phrases = OMITTED.iter().chain(MEDIA.iter().map(|(word, _)| word)).chain(MEDIA_OF_ANY_KIND);
    // The longest first: `omitidos` holds `omitido`.
    let mut phrases: Vec<&str> = phrases.copied().filter(|phrase| words.contains(phrase)).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    for phrase in phrases {
        rest = rest.replace(phrase, " ");
    }
    rest.split_whitespace().all(|word| BESIDE_OMISSIONS.contains(&word))
}

/// The little words of omissions: `圖片已略去`, `省略影音内容`, `no incluido`.
const BESIDE_OMISSIONS: &[&str] =
    &["已", "内容", "內容", "被", "tidak", "dahil", "audiovisuales", "da", "は", "が", "을", "를", "и"];

/// Whether the last letter, made small, is one that the words for an omission end with.
fn may_end_in_omission(body: &str) -> bool {
    let mut small = [0; 4];
    let last = body.chars().next_back().and_then(|c| c.to_lowercase().last());
    last.is_some_and(|c| OMITTED_ENDS.may_end(c.encode_utf8(&mut small)))
}

/// The file that a body is: `f (file attached)` as its first line, a caption below it, or `<attached: f>`, on iOS perhaps
/// behind a caption, with a mark before it.
fn attached_file(body: &str, mark: Mark) -> Option<&str> {
    // Nearly no body has such brackets; 0xEF begins the wide ones.
    memchr::memchr3(b'>', b')', 0xEF, body.as_bytes())?;
    let mut lines = body.split('\n');
    let first = lines.next().unwrap_or_default();
    let whole = |word: &str| mark == Mark::Own || names_an_attachment(word);
    noted_file(first)
        .or_else(|| tagged_file(first, whole))
        .or_else(|| lines.find_map(|line| tagged_file(line, |_| false)))
}

/// The file of `<attached: f>`; `is_own` says whether a tag that is all of its line is the app's.
fn tagged_file(line: &str, is_own: impl Fn(&str) -> bool) -> Option<&str> {
    let is_layout = |c: char| is_direction_mark(c) || c.is_whitespace();
    memchr::memchr(b'>', line.as_bytes())?;
    let (before, tag) =
        line.trim_end_matches(is_layout).strip_suffix('>').and_then(|line| line.rsplit_once('<'))?;
    let (word, file) = tag.split_once(':').or_else(|| tag.split_once('：'))?;
    let is_the_apps =
        before.ends_with('\u{200E}') || (before.trim_matches(is_layout).is_empty() && is_own(word));
    Some(file.trim_matches(is_layout)).filter(|file| is_the_apps && is_file_name(file))
}

/// Whether the word before a file, or the note behind it, says that it is attached.
fn names_an_attachment(note: &str) -> bool {
    let note = note.to_lowercase();
    ATTACHED.iter().any(|word| note.contains(word))
}

/// The file of `f (file attached)`.
fn noted_file(line: &str) -> Option<&str> {
    let line = line.trim_matches(|c: char| is_direction_mark(c) || c.is_whitespace());
    let (file, note) = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .or_else(|| line.strip_suffix('）').and_then(|line| line.rsplit_once('（')))?;
    let file = file.trim();
    (names_an_attachment(note) && is_file_name(file)).then_some(file)
}

/// Whether this ends like a file's name and does not hold what a link does.
fn is_file_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !name.contains("//")
        && (1..=5).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Meaning<'_> {
        meaning(body, Mark::of(body))
    }

    #[test]
    fn omitted_media_keep_their_kind_in_many_languages() {
        for (body, kind) in [
            ("<Media omitted>", Kind::File),
            ("<省略影音内容>", Kind::File),
            ("\u{200E}image omitted", Kind::Image),
            ("圖片已略去", Kind::Image),
            ("视频已忽略", Kind::Video),
            ("sticker omitted", Kind::Sticker),
            ("audio omitted", Kind::Voice),
            ("document omitted", Kind::File),
            ("GIF omitted", Kind::Image),
            ("imagen omitida", Kind::Image),
            ("Contact card omitted", Kind::Contact),
            ("I think the third paragraph should be omitted", Kind::Text),
            ("这个可以忽略", Kind::Text),
        ] {
            let found = read(body);
            assert_eq!(found.kind, kind, "{body}");
            assert_eq!(found.file == File::Omitted, kind != Kind::Text, "{body}");
        }
    }

    #[test]
    fn attached_files_are_found_with_and_without_a_caption() {
        for (body, file) in [
            (
                "\u{200E}<attached: 00000012-PHOTO-2024-03-05-09-00-00.jpg>",
                "00000012-PHOTO-2024-03-05-09-00-00.jpg",
            ),
            ("see \u{200E}<附件：合同 (1).pdf>", "合同 (1).pdf"),
            ("IMG-20240305-WA0001.jpg (file attached)\nour shelf", "IMG-20240305-WA0001.jpg"),
            ("发票.pdf （文件附件）", "发票.pdf"),
        ] {
            assert_eq!(read(body).file, File::Named(file), "{body}");
        }
        assert_eq!(read("call me (no file attached)").file, File::None);
        assert_eq!(read("<note: see https://a.example/x.html>").file, File::None);
    }

    #[test]
    fn deleted_messages_locations_polls_and_calls_are_told_apart() {
        assert!(read("\u{200E}This message was deleted.").recalled);
        assert!(read("您已刪除此訊息。").recalled);
        assert!(!read("Please check: This message was deleted.").recalled);
        assert_eq!(read("Location: https://maps.google.com/?q=31.2,121.5").kind, Kind::Location);
        assert_eq!(read("POLL:\nLunch?\nOPTION: Noodles (2 votes)").kind, Kind::Card);
        assert_eq!(read("\u{200E}Missed voice call").kind, Kind::Call);
    }

    #[test]
    fn only_a_marked_sentence_behind_a_name_is_a_line_of_the_system() {
        assert!(is_system_body("\u{200E}消息和通话已进行端到端加密。"));
        assert!(is_system_body("\u{200E}Anna added Ben"));
        assert!(!is_system_body("Our link is end-to-end encrypted"), "a person wrote this");
        assert!(!is_system_body("\u{200E}image omitted"), "a person sent this");
    }

    #[test]
    fn what_somebody_types_around_the_words_of_the_app_is_theirs() {
        for body in [
            "I got <Media omitted> again",
            "<nothing was omitted>",
            "<size: v1.2>",
            "please see <attached: a.jpg>",
            "look\nfoto.jpg (file attached)",
            "I sent foto.jpg (file attached) to you",
            "the document was omitted",
            "Missed voice call from you yesterday",
            "Voice call me please",
        ] {
            let plain = Meaning { kind: Kind::Text, recalled: false, file: File::None };
            assert_eq!(read(body), plain, "{body}");
        }
        for body in ["Missed group video call", "未接语音通话", "\u{200E}Voice call, \u{200E}2 min"] {
            assert_eq!(read(body).kind, Kind::Call, "{body}");
        }
        for body in ["<Medien weggelassen>", "<Multimedia omitido>", "<省略影音内容>", "Video note omitted"]
        {
            assert_eq!(read(body).file, File::Omitted, "{body}");
        }
    }
}
