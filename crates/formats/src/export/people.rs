//! Who wrote what the document prints, and who of them is one person by the user's word.

use super::content::{Content, or};
use super::figures::grouped;
use super::wording::fill;

impl Content<'_> {
    /// The rows of the participants' table: conversation, name, role, messages.
    pub(super) fn participants(&self) -> Vec<[String; 4]> {
        let conversations = self.document.conversations.iter().enumerate();
        conversations
            .flat_map(|(index, conversation)| {
                conversation.participants.iter().map(move |participant| {
                    let name = or(&participant.name, self.words.no_sender);
                    let role = self.words.role(participant.role);
                    [(index + 1).to_string(), name.to_owned(), role.to_owned(), grouped(participant.messages)]
                })
            })
            .collect()
    }

    /// Who stands under another's name, a sentence each, behind the words that say whose word that is.
    pub(super) fn joined(&self) -> Vec<[String; 2]> {
        let words = self.words;
        let mut sentences = Vec::new();
        for (index, conversation) in self.document.conversations.iter().enumerate() {
            for participant in &conversation.participants {
                let kept = or(&participant.name, words.no_sender);
                for joined in &participant.joined {
                    let (number, messages) = ((index + 1).to_string(), grouped(joined.messages));
                    let name = or(&joined.name, words.no_sender);
                    let values = [
                        ("conversation", number.as_str()),
                        ("name", name),
                        ("messages", &messages),
                        ("kept", kept),
                    ];
                    sentences.push([format!("{}  ", words.added), fill(words.joined, &values)]);
                }
            }
        }
        sentences
    }
}
