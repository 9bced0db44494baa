//! What else is about the same: conversations that share numbers, people or words with a message or a conversation.
//!
//! A shared number tells most, then a shared person, then likeness of words; what many conversations share tells little.

use super::view::View;
use crate::{
    Error, Related, Result, Vault,
    index::{Match, Need, fold::fold},
    table::{conversation, message, participant},
};
use std::collections::{BTreeSet, HashMap};
use yanju_model::{
    ConversationId, EntityKind, Role,
    annotation::Target,
    query::Order,
    record::{Conversation, Participant},
};

/// Messages of a conversation that are looked at: its last ones.
const LOOKED_AT: u32 = 200;
/// Values that are looked up.
const VALUES: usize = 40;
/// What more conversations than this share, tells nothing.
const SHARED_BY: usize = 200;
/// Messages that resemble the words, before they are put together by conversation.
const RESEMBLING: usize = 100;

/// What tells that two texts are about one matter.
const TELLING: [EntityKind; 6] = [
    EntityKind::Order,
    EntityKind::Tracking,
    EntityKind::Invoice,
    EntityKind::Ticket,
    EntityKind::Phone,
    EntityKind::Email,
];

/// What is known of a conversation that may be related.
struct Candidate {
    related: Related,
    score: f32,
}

impl Vault {
    /// The conversations that are about the same as a message or a conversation, the most telling first, at most so many.
    pub fn related(&self, to: Target, limit: usize) -> Result<Vec<Related>> {
        let (_, related) = self.viewed(|view| {
            let (own, texts) = texts_of(view, to)?;
            let mut search = Search { view, own, candidates: HashMap::new() };
            search.by_values(&texts, |text| self.index().recogniser().values(text).collect())?;
            search.by_people()?;
            search.by_words(&texts)?;
            Ok(search.in_order(limit))
        })?;
        Ok(related)
    }
}

/// The conversation of a target, and the words that are looked at.
fn texts_of(view: &View<'_>, target: Target) -> Result<(Conversation, Vec<String>)> {
    let (id, message) = match target {
        Target::Conversation(id) => (id, None),
        Target::Message(id) => {
            let found = message::by_id(&view.reader, id)?.ok_or_else(|| Error::no_such(id))?;
            (found.conversation, Some(found.text))
        }
    };
    let own = conversation::by_id(&view.reader, id)?.ok_or_else(|| Error::no_such(id))?;
    if let Some(text) = message {
        return Ok((own, vec![text]));
    }
    let from = own.messages.saturating_sub(LOOKED_AT.into()) + 1;
    let messages = message::transcript(&view.reader, id, from, LOOKED_AT)?;
    Ok((own, messages.into_iter().map(|message| message.text).collect()))
}

struct Search<'v, 'd> {
    view: &'v View<'d>,
    own: Conversation,
    candidates: HashMap<ConversationId, Candidate>,
}

impl Search<'_, '_> {
    fn candidate(&mut self, id: ConversationId) -> Option<&mut Candidate> {
        let empty = || Candidate {
            related: Related {
                conversation: id,
                top: None,
                values: Vec::new(),
                people: Vec::new(),
                percent: 0,
            },
            score: 0.0,
        };
        (id != self.own.id).then(|| self.candidates.entry(id).or_insert_with(empty))
    }

    /// By numbers and addresses.
    fn by_values(
        &mut self,
        texts: &[String],
        recognised: impl Fn(&str) -> Vec<(EntityKind, String)>,
    ) -> Result<()> {
        let values: BTreeSet<_> = texts.iter().flat_map(|text| recognised(text)).collect();
        let telling = values.into_iter().filter(|(kind, _)| TELLING.contains(kind));
        for (kind, value) in telling.take(VALUES) {
            let need = Need::RecognisedValue(kind, value.clone());
            let mut groups = self.view.snapshot.groups(&self.view.indexed(&need), Order::Newest)?;
            for found in self.view.tail_matches(&need, Order::Newest)? {
                groups.add(found, found.rank(Order::Newest));
            }
            let groups = groups.in_order();
            if groups.len() > SHARED_BY {
                continue;
            }
            for group in &groups {
                let Match { conversation, id, .. } = group.top;
                if let Some(candidate) = self.candidate(conversation) {
                    candidate.related.top.get_or_insert(id);
                    candidate.related.values.push((kind, value.clone()));
                    candidate.score += 4.0 / (groups.len() as f32).sqrt();
                }
            }
        }
        Ok(())
    }

    /// By who wrote and is no part of the desk: those of the same name, unless many conversations have them.
    fn by_people(&mut self) -> Result<()> {
        let outside = |person: &&Participant| matches!(person.role, Role::Customer | Role::Unknown);
        let people: Vec<String> =
            self.own.participants.iter().filter(outside).map(|person| person.name.clone()).collect();
        for name in people.into_iter().filter(|name| !name.is_empty()) {
            let conversations =
                participant::conversations_of(&self.view.reader, &fold(&name), SHARED_BY + 1)?;
            if conversations.len() > SHARED_BY {
                continue;
            }
            for id in &conversations {
                if let Some(candidate) = self.candidate(ConversationId(*id)) {
                    candidate.related.people.push(name.clone());
                    candidate.score += 2.0 / (conversations.len() as f32).sqrt();
                }
            }
        }
        Ok(())
    }

    /// By likeness of words.
    fn by_words(&mut self, texts: &[String]) -> Result<()> {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        for resemblance in self.view.snapshot.resembling(&folded, RESEMBLING)? {
            let Match { conversation, id, .. } = resemblance.top;
            if let Some(candidate) = self.candidate(conversation) {
                candidate.score += resemblance.percent as f32 / 100.0;
                candidate.related.percent = resemblance.percent;
                candidate.related.top.get_or_insert(id);
            }
        }
        Ok(())
    }

    /// The most telling first; of equals, the later.
    fn in_order(self, limit: usize) -> Vec<Related> {
        let mut candidates: Vec<Candidate> = self.candidates.into_values().collect();
        candidates.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| b.related.conversation.cmp(&a.related.conversation))
        });
        candidates.into_iter().take(limit).map(|candidate| candidate.related).collect()
    }
}
