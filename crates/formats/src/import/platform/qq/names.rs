//! How QQ names those who write: `【头衔】昵称(123456)`, `昵称<mail@example.com>`, `系统消息(10000)`.

use yanju_model::{Role, Warning, draft::Sender};

/// The accounts that the system itself writes from.
const SYSTEM_ACCOUNTS: [&str; 2] = ["10000", "1000000"];

/// How many titles are named in the warning that they are not kept.
const TITLE_LIMIT: usize = 30;

/// A writer as a header names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Writer<'a> {
    /// The title that a group gave them.
    pub(super) title: Option<&'a str>,
    /// The name.
    pub(super) name: &'a str,
    /// The number of their account, or the mail address they are known by.
    pub(super) id: Option<&'a str>,
}

impl<'a> Writer<'a> {
    /// Reads a name of the message manager. It puts titles only before names that an id follows, so that a name
    /// in brackets without one is all name.
    pub(super) fn of_manager(text: &'a str) -> Self {
        let found = Self::of_copy(text);
        if found.id.is_some() { found } else { Self { title: None, name: text.trim(), id: None } }
    }

    /// Reads a name of a copied header: a title may stand before any name.
    pub(super) fn of_copy(text: &'a str) -> Self {
        let text = text.trim();
        let (named, id) = by_id(text).map_or((text, None), |(name, id)| (name, Some(id)));
        let titled = named.strip_prefix('【').and_then(|rest| rest.split_once('】'));
        match titled.filter(|(title, name)| !title.is_empty() && !name.trim().is_empty()) {
            Some((title, name)) => Self { title: Some(title), name: name.trim(), id },
            None => Self { title: None, name: named.trim(), id },
        }
    }

    /// Whether this is no person. A header without any name announces files and shaken windows.
    pub(super) fn is_system(&self) -> bool {
        let is_account = self.id.is_some_and(|id| SYSTEM_ACCOUNTS.contains(&id));
        (self.name.is_empty() && self.id.is_none()) || (self.name == "系统消息" && is_account)
    }

    /// The sender; `None` for the system.
    pub(super) fn sender(&self) -> Option<Sender> {
        let key = self.id.map(str::to_owned);
        (!self.is_system()).then(|| Sender { key, name: self.name.to_owned(), role: Role::Unknown })
    }
}

/// The name and the id behind it: the last parenthesis, where it holds nothing but digits, or `<…@…>`.
fn by_id(text: &str) -> Option<(&str, &str)> {
    let parts = |open: char, close: char| text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open));
    let number = parts('(', ')').filter(|(_, id)| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
    number.or_else(|| parts('<', '>').filter(|(_, id)| id.contains('@')))
}

/// The titles met in a file: they are not part of a name, and nothing else has a place for them.
#[derive(Debug, Default)]
pub(super) struct Titles(Vec<String>);

impl Titles {
    /// Notes the title of a writer.
    pub(super) fn note(&mut self, writer: &Writer<'_>) {
        let new = writer.title.filter(|title| !self.0.iter().any(|known| known == title));
        if let Some(title) = new.filter(|_| self.0.len() < TITLE_LIMIT) {
            self.0.push(title.to_owned());
        }
    }

    /// The warning on what was not kept.
    pub(super) fn doubt(&self) -> Option<Warning> {
        let titles: Vec<String> = self.0.iter().map(|title| format!("【{title}】")).collect();
        (!titles.is_empty()).then(|| Warning::new("not_kept", "", &titles.join(" ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, Option<&str>) {
        let found = Writer::of_manager(text);
        (found.title, found.name, found.id)
    }

    #[test]
    fn the_id_is_the_last_parenthesis_of_digits_or_a_mail_address() {
        assert_eq!(parts("阿芸(100862)"), (None, "阿芸", Some("100862")));
        assert_eq!(parts("(A)(1)"), (None, "(A)", Some("1")));
        assert_eq!(parts("(B(1)"), (None, "(B", Some("1")));
        assert_eq!(parts("云(^_^)"), (None, "云(^_^)", None), "a face is part of the name");
        assert_eq!(parts("阿芸<yun@example.com>"), (None, "阿芸", Some("yun@example.com")));
        assert_eq!(parts("<3"), (None, "<3", None));
        assert_eq!(parts("10086(10086)"), (None, "10086", Some("10086")));
        assert_eq!(parts("(10086)"), (None, "", Some("10086")), "a nameless account is still somebody");
    }

    #[test]
    fn a_title_is_not_part_of_a_name_that_has_an_id() {
        assert_eq!(parts("【管理员】阿芸(1)"), (Some("管理员"), "阿芸", Some("1")));
        assert_eq!(parts("【官方】客服"), (None, "【官方】客服", None), "friends have no titles");
        assert_eq!(parts("【】(1)"), (None, "【】", Some("1")));
        let copied = Writer::of_copy("【新客】阿 芸");
        assert_eq!((copied.title, copied.name), (Some("新客"), "阿 芸"));
        assert_eq!(Writer::of_copy("【阿芸】").name, "【阿芸】", "a title alone is a name");
    }

    #[test]
    fn the_system_is_nobody() {
        for name in ["系统消息(10000)", "系统消息(1000000)", "", "\u{a0}"] {
            assert!(Writer::of_manager(name).is_system(), "{name}");
        }
        assert!(!Writer::of_manager("系统消息(12345)").is_system(), "anyone may call themselves so");
    }
}
