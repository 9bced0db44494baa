//! Whether a file holds one conversation: a title that people give is that of one.

use crate::import::{Error, ReadOptions, Result, Sink};
use std::{collections::HashSet, io::Read};
use yanju_model::{
    Platform, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent},
};

/// The title given, where `read` finds no more than one conversation with messages in the file. It is not asked
/// where no title is given.
pub(crate) fn title_of_one(
    options: &ReadOptions,
    read: impl FnOnce(&mut dyn Sink) -> Result<()>,
) -> Result<Option<String>> {
    let Some(title) = &options.title else { return Ok(None) };
    let mut counted = Counted::default();
    read(&mut counted)?;
    Ok((counted.filled.len() < 2).then(|| title.clone()))
}

/// A sink that keeps nothing and counts conversations.
#[derive(Default)]
struct Counted {
    known: Vec<(Platform, String)>,
    seen: HashSet<(Platform, String)>,
    filled: HashSet<usize>,
}

impl Sink for Counted {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        let identity = (draft.platform, draft.key);
        // Two are as good as any number.
        if self.seen.len() < 3 && self.seen.insert(identity.clone()) {
            self.known.push(identity.clone());
        }
        let place = self.known.iter().position(|known| *known == identity);
        Ok(place.unwrap_or(self.known.len()))
    }

    fn message(&mut self, slot: usize, _: MessageDraft) -> Result<()> {
        self.filled.insert(slot);
        Ok(())
    }

    fn member(&mut self, _: usize, _: Sender) -> Result<()> {
        Ok(())
    }

    fn content(&mut self, _: &mut dyn Read) -> Result<StoredContent> {
        Err(Error::Unreadable { source: std::io::Error::other("nothing is kept here") })
    }

    fn warning(&mut self, _: Warning) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(keys: &[&str]) -> Option<String> {
        let options = ReadOptions { title: Some("一".to_owned()), ..ReadOptions::default() };
        title_of_one(&options, |sink| {
            for key in keys {
                let (platform, key, title) = (Platform::Other, (*key).to_owned(), String::new());
                let slot = sink.conversation(ConversationDraft { platform, key, title })?;
                sink.message(slot, MessageDraft::text(None, None, "x"))?;
            }
            Ok(())
        })
        .expect("it counts")
    }

    #[test]
    fn a_title_is_given_to_one_conversation_and_to_no_more() {
        assert_eq!(given(&["a", "a"]).as_deref(), Some("一"));
        for keys in [["a", "b"].as_slice(), &["a", "b", "c", "d", "e"]] {
            assert_eq!(given(keys), None, "{keys:?}");
        }
    }
}
