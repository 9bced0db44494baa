//! The literal answer: whether a message meets a need, decided on its stored row.

use crate::{
    entity::Recogniser,
    index::{Flag, Need, fold::fold},
    table::message::Facts,
};
use std::cell::OnceCell;
use yanju_model::{EntityKind, entity::hundredths};

/// Whether a message meets a need.
pub(super) fn meets(facts: &Facts, need: &Need, recogniser: &Recogniser) -> bool {
    let (text, others, values) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
    Row { facts, recogniser, text, others, values }.meets(need)
}

/// Whether a text holds a link: an address with its scheme, or one that begins with `www.`.
pub(crate) fn holds_link(text: &str) -> bool {
    let holds = |mark: &[u8]| text.as_bytes().windows(mark.len()).any(|part| part.eq_ignore_ascii_case(mark));
    holds(b"http://") || holds(b"https://") || holds(b"www.")
}

/// A row whose texts are folded, and looked through, when first asked for.
struct Row<'f> {
    facts: &'f Facts,
    recogniser: &'f Recogniser,
    text: OnceCell<String>,
    others: OnceCell<Vec<String>>,
    values: OnceCell<Vec<(EntityKind, String)>>,
}

impl Row<'_> {
    /// Whether any of its texts holds a folded one; none goes on in the next.
    fn holds(&self, folded: &str) -> bool {
        let fold_others = || self.facts.others.iter().map(|other| fold(other)).collect();
        self.text.get_or_init(|| fold(&self.facts.text)).contains(folded)
            || self.others.get_or_init(fold_others).iter().any(|other| other.contains(folded))
    }

    fn recognised(&self) -> &[(EntityKind, String)] {
        self.values.get_or_init(|| self.recogniser.values(&self.facts.text).collect())
    }

    fn meets(&self, need: &Need) -> bool {
        let facts = self.facts;
        match need {
            Need::All => true,
            Need::Text(folded) => self.holds(folded),
            Need::Conversations(ids) => ids.holds(facts.conversation.0),
            Need::Senders(ids) => facts.sender.is_some_and(|sender| ids.holds(sender.0)),
            Need::Messages(messages) => messages.holds(facts.sent_at_ms, facts.id),
            Need::Ids(ranges) => ranges.holds(facts.id.0),
            Need::Platform(platform) => facts.platform == *platform,
            Need::Role(role) => facts.role == *role,
            Need::Kind(kind) => facts.kind == *kind,
            Need::Flag(Flag::Recalled) => facts.recalled,
            Need::Flag(Flag::Undated) => facts.undated,
            Need::Flag(Flag::HasLink) => holds_link(&facts.text),
            Need::Flag(Flag::HasAttachment) => facts.has_attachment,
            Need::Recognised(kind) => self.recognised().iter().any(|(found, _)| found == kind),
            Need::RecognisedValue(kind, value) => {
                self.recognised().iter().any(|(found, said)| found == kind && said == value)
            }
            Need::Amount(range) => self.recognised().iter().any(|(found, said)| {
                *found == EntityKind::Amount && hundredths(said).is_some_and(|sum| range.holds(sum))
            }),
            Need::Sent(range) => range.holds(facts.sent_at_ms),
            Need::And(all) => all.iter().all(|need| self.meets(need)),
            Need::Or(any) => any.iter().any(|need| self.meets(need)),
            Need::Not(need) => !self.meets(need),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_by_its_scheme_or_its_www_in_any_case() {
        for text in ["看这里HTTPS://a.example", "www.example.com 上", "http://x"] {
            assert!(holds_link(text), "{text} holds a link");
        }
        for text in ["", "www", "http:/x", "邮箱 a@b.example"] {
            assert!(!holds_link(text), "{text} holds no link");
        }
    }
}
