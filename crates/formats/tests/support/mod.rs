//! What the tests of importers share: a sink that collects, and ways to read a text or a fixture into it.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]

use std::{io::Read, path::Path};
use yanju_formats::import::{Confidence, Error, Probe, ReadOptions, Result, Sink, importer, input::Bytes};
use yanju_model::{
    SourceTime, Warning,
    draft::{ConversationDraft, MessageDraft, Sender, StoredContent, Understanding},
    job::Job,
};

/// Everything an importer found.
#[derive(Debug, Default)]
pub struct Collected {
    /// The conversations, by slot.
    pub conversations: Vec<ConversationDraft>,
    /// The messages with their slots, as pushed.
    pub messages: Vec<(usize, MessageDraft)>,
    /// The slots of those whose ids count their messages.
    pub counted: Vec<usize>,
    /// Those whom the source lists, with their slots.
    pub members: Vec<(usize, Sender)>,
    /// The doubts.
    pub warnings: Vec<Warning>,
    /// What was understood.
    pub understanding: Understanding,
}

impl Sink for Collected {
    fn conversation(&mut self, draft: ConversationDraft) -> Result<usize> {
        if let Some(slot) = self
            .conversations
            .iter()
            .position(|known| (known.platform, &known.key) == (draft.platform, &draft.key))
        {
            return Ok(slot);
        }
        self.conversations.push(draft);
        Ok(self.conversations.len() - 1)
    }

    fn message(&mut self, slot: usize, draft: MessageDraft) -> Result<()> {
        assert!(slot < self.conversations.len(), "messages name conversations that were opened");
        self.messages.push((slot, draft));
        Ok(())
    }

    fn counted(&mut self, slot: usize) {
        assert!(
            slot < self.conversations.len(),
            "what is counted are messages of a conversation that was opened"
        );
        self.counted.push(slot);
    }

    fn member(&mut self, slot: usize, member: Sender) -> Result<()> {
        assert!(slot < self.conversations.len(), "members belong to conversations that were opened");
        self.members.push((slot, member));
        Ok(())
    }

    fn content(&mut self, reader: &mut dyn Read) -> Result<StoredContent> {
        let bytes =
            std::io::copy(reader, &mut std::io::sink()).map_err(|source| Error::Unreadable { source })?;
        Ok(StoredContent { sha256: "0".repeat(64), bytes })
    }

    fn warning(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }
}

impl Collected {
    /// The words of every message, in the order pushed.
    pub fn texts(&self) -> Vec<&str> {
        self.messages.iter().map(|(_, draft)| draft.text.as_str()).collect()
    }

    /// The names of the senders, in the order pushed; `-` for a line of the system.
    pub fn senders(&self) -> Vec<&str> {
        self.messages
            .iter()
            .map(|(_, draft)| draft.sender.as_ref().map_or("-", |sender| &sender.name))
            .collect()
    }

    /// The wall clocks, in the order pushed; empty where undated.
    pub fn times(&self) -> Vec<String> {
        self.messages.iter().map(|(_, draft)| draft.sent_at.map(shown).unwrap_or_default()).collect()
    }

    /// The codes of the doubts.
    pub fn codes(&self) -> Vec<&str> {
        self.warnings.iter().map(|warning| warning.code.as_str()).collect()
    }

    /// The message at a position.
    pub fn message_at(&self, position: usize) -> &MessageDraft {
        &self.messages.get(position).expect("there are as many messages").1
    }

    /// What is said of the time of each message instead of a moment; empty where nothing is.
    pub fn stated_times(&self) -> Vec<&str> {
        self.messages.iter().map(|(_, message)| message.stated_time.as_deref().unwrap_or_default()).collect()
    }

    /// The sender of the message at a position.
    pub fn sender_at(&self, position: usize) -> &Sender {
        self.message_at(position).sender.as_ref().expect("somebody wrote it")
    }
}

fn shown(time: SourceTime) -> String {
    match time {
        SourceTime::Local(at, precision) => format!("{at} {}", precision.name()),
        SourceTime::Fixed(at, _, precision) => format!("{}Z {}", at.naive_utc(), precision.name()),
    }
}

/// Reads `content` as the format `id`.
pub fn outcome(
    id: &str,
    name: &str,
    content: impl Into<Vec<u8>>,
    options: &ReadOptions,
) -> Result<Collected> {
    let input = Bytes { name: name.to_owned(), content: content.into() };
    let mut collected = Collected::default();
    let importer = importer(id).expect("the importer is registered");
    collected.understanding = importer.read(&input, options, &mut collected, &Job::quiet())?;
    Ok(collected)
}

/// Reads `content` as the format `id`, which succeeds.
pub fn read(id: &str, name: &str, content: impl Into<Vec<u8>>) -> Collected {
    outcome(id, name, content, &ReadOptions::default()).expect("it can be read")
}

/// Reads a fixture of the format `id`, which succeeds.
pub fn fixture(id: &str, name: &str) -> Collected {
    read(id, name, fixture_bytes(id, name))
}

/// The bytes of a fixture.
pub fn fixture_bytes(id: &str, name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(id).join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// How sure the importer `id` is of a content.
pub fn confidence(id: &str, name: &str, content: impl Into<Vec<u8>>) -> Confidence {
    let input = Bytes { name: name.to_owned(), content: content.into() };
    let probe = Probe::of(&input).expect("it can be looked at");
    importer(id).expect("the importer is registered").recognise(&probe)
}
