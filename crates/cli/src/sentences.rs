//! Sentences for people: looked up by code in the interface's own locale files, filled with particulars.

use std::{collections::BTreeMap, env};
use yanju_engine::api::ApiError;

const CHINESE: &str = include_str!("../../../ui/src/i18n/zh-CN.json");
const ENGLISH: &str = include_str!("../../../ui/src/i18n/en.json");

/// One language's sentences.
pub struct Sentences {
    by_key: BTreeMap<String, String>,
}

impl Sentences {
    /// The language of the environment (`YANJU_LANG`, else `LC_ALL`, `LC_MESSAGES`, `LANG`): English where it
    /// says so, else Chinese.
    pub fn of_environment() -> Self {
        let named = ["YANJU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        let english = named.is_some_and(|name| name.to_ascii_lowercase().starts_with("en"));
        Self::parse(if english { ENGLISH } else { CHINESE })
    }

    fn parse(locale: &str) -> Self {
        // The files are compiled in and tested; an unreadable one would leave the bare codes.
        Self { by_key: serde_json::from_str(locale).unwrap_or_default() }
    }

    /// The sentence of a key, filled; the key itself where there is none. `{name|one|several}` is the one word or the
    /// other as the value is 1 or not.
    pub fn get(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.by_key.get(key).map_or(key, String::as_str);
        let mut sentence = String::with_capacity(rest.len());
        // What is filled in is not looked through: it may hold braces of its own.
        while let Some((before, (name, behind))) =
            rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
        {
            sentence.push_str(before);
            let (of, forms) =
                name.split_once('|').map_or((name, None), |(of, forms)| (of, forms.split_once('|')));
            match (values.iter().find(|(known, _)| *known == of), forms) {
                (Some((_, value)), None) => sentence.push_str(value),
                (Some((_, value)), Some((one, several))) => {
                    sentence.push_str(if *value == "1" { one } else { several });
                }
                (None, _) => sentence.extend(["{", name, "}"]),
            }
            rest = behind;
        }
        sentence + rest
    }

    /// Whether this is the English one.
    pub fn is_english(&self) -> bool {
        self.get("language.code", &[]) == "en"
    }

    /// The sentence of a key about `n` things.
    pub fn counted(&self, key: &str, n: u64) -> String {
        self.get(key, &[("n", &n.to_string())])
    }

    /// A place in a file in words; one that is not of the usual forms as the source has it.
    pub fn place(&self, of: &str) -> String {
        let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        let usual = of.split_once(' ').filter(|(_, n)| is_number(n));
        let said = usual.and_then(|(unit, n)| Some((self.by_key.get(&format!("place.{unit}"))?, n)));
        said.map_or_else(|| of.to_owned(), |(sentence, n)| sentence.replace("{n}", n))
    }

    /// What happened, to which file and place, and what to do; then the technical detail, if any.
    pub fn error(&self, error: &ApiError) -> String {
        let values: Vec<(&str, String)> = error
            .params
            .iter()
            .map(|(name, value)| (name.as_str(), self.value(name, value, error)))
            .collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let code = error.code.name();
        let mut sentence = self.get(&self.error_key(error), &values);
        let hint = format!("cli.hint.{code}");
        if self.by_key.contains_key(&hint) {
            sentence = format!("{sentence}\n  {}", self.get(&hint, &values));
        }
        if error.detail.is_empty() { sentence } else { format!("{sentence}\n  ({})", error.detail) }
    }

    /// The key of an error's sentence. Where there is one for what it is about in particular, it is that one.
    fn error_key(&self, error: &ApiError) -> String {
        let key = format!("error.{}", error.code.name());
        let about = ["kind", "name"].iter().find_map(|name| error.params.get(*name));
        let particular = about.map(|about| format!("{key}.{about}"));
        particular.filter(|key| self.by_key.contains_key(key)).unwrap_or(key)
    }

    /// A particular that is itself a code, in words.
    fn value(&self, name: &str, value: &str, of: &ApiError) -> String {
        let key = match name {
            "problem" => {
                let allowed = of.params.get("allowed").map_or("", String::as_str);
                return self.get(&format!("query.problem.{value}"), &[("allowed", allowed)]);
            }
            "column" => format!("column.{value}"),
            "reason" => format!("backup.reason.{value}"),
            "fault" => format!("fault.{value}"),
            "limit" => format!("limit.{value}"),
            "place" => return self.place(value),
            _ => return value.to_owned(),
        };
        self.by_key.get(&key).cloned().unwrap_or_else(|| value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanju_engine::api::ErrorCode;

    #[test]
    fn one_thing_is_told_as_one() {
        let english = Sentences::parse(ENGLISH);
        let told = |messages, conversations| {
            let values = [("messages", messages), ("conversations", conversations)];
            english.get("cli.found_conversations", &values)
        };
        assert_eq!(told("1", "2"), "1 message (system lines included) in 2 conversations");
        assert_eq!(told("21", "1"), "21 messages (system lines included) in 1 conversation");
    }

    #[test]
    fn a_value_that_there_is_not_is_answered_with_those_there_are() {
        let error = ApiError::new(ErrorCode::QueryInvalid)
            .with("position", 0)
            .with("problem", "unknown_value")
            .with("allowed", "wechat (微信), qq");
        for locale in [CHINESE, ENGLISH] {
            assert!(Sentences::parse(locale).error(&error).contains("wechat (微信), qq"));
        }
    }

    #[test]
    fn every_error_and_problem_has_a_sentence_in_both_languages() {
        for locale in [CHINESE, ENGLISH] {
            let sentences = Sentences::parse(locale);
            for code in ErrorCode::ALL {
                let key = format!("error.{}", code.name());
                assert!(sentences.by_key.contains_key(&key), "{key} needs a sentence");
            }
            for reason in ["absent", "inside", "foreign", "newer", "put_back", "several"] {
                let key = format!("backup.reason.{reason}");
                assert!(sentences.by_key.contains_key(&key), "{key} needs a sentence");
            }
            for problem in yanju_engine::query::Problem::ALL {
                let key = format!("query.problem.{}", problem.code());
                assert!(sentences.by_key.contains_key(&key), "{key} needs a sentence");
            }
        }
    }

    #[test]
    fn every_sentence_of_the_command_line_is_in_both_languages() {
        let sources = [
            include_str!("text.rs"),
            include_str!("text/import.rs"),
            include_str!("text/messages.rs"),
            include_str!("run/zone.rs"),
            include_str!("run/inbox.rs"),
            include_str!("run.rs"),
            include_str!("run/keys.rs"),
            include_str!("run/backup.rs"),
            include_str!("run/watch.rs"),
            include_str!("password.rs"),
        ];
        let used: Vec<&str> = sources
            .iter()
            .flat_map(|source| source.split('"'))
            .filter(|text| text.starts_with("cli."))
            .collect();
        assert!(used.len() > 8, "the scan finds the keys: {used:?}");
        for locale in [CHINESE, ENGLISH] {
            let sentences = Sentences::parse(locale);
            for key in &used {
                assert!(sentences.by_key.contains_key(*key), "{key} needs a sentence");
            }
            for code in ["format_unknown", "format_ambiguous", "column_missing", "ambiguous_dates"] {
                let (hint, shared) = (format!("cli.hint.{code}"), format!("error.{code}"));
                assert!(sentences.by_key[&hint].contains("--"), "{hint} names an option");
                let of_window = sentences.by_key.iter().filter(|(key, _)| key.starts_with(&shared));
                for (key, sentence) in of_window {
                    assert!(!sentence.contains("--"), "{key} is shown by the window, too: {sentence}");
                }
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_no_template() {
        let sentences = Sentences::parse(r#"{"a": "{name}：{value}{"}"#);
        assert_eq!(sentences.get("a", &[("name", "{value}"), ("value", "{name}")]), "{value}：{name}{");
        assert_eq!(sentences.get("a", &[("value", "b")]), "{name}：b{", "a gap stays to be seen");
    }

    #[test]
    fn a_sentence_names_the_file_and_leaves_no_gap() {
        let error = ApiError::new(ErrorCode::FileDamaged).with("file", "a.zip").with("place", "line 17");
        let sentence = Sentences::parse(CHINESE).error(&error);
        assert!(sentence.contains("a.zip") && sentence.contains("第 17 行"), "{sentence}");
        assert!(!sentence.contains('{'), "nothing is left unfilled: {sentence}");
    }
}
