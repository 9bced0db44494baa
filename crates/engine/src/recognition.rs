//! What is recognised in texts, and the rules by which it is.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        entity::{
            EntityMark, EntityRule, EntityRules, Recognised, RecognisedGroup, SaveRules, TryRule, ValueCount,
        },
    },
};
use std::cmp::Reverse;
use yanju_model::{
    ConversationId, Entity, EntityKind,
    entity::{Rule, RuleChanges},
};
use yanju_store::Vault;

/// Values of a kind that are listed of a conversation.
const VALUES_LIMIT: usize = 100;

impl Session {
    /// What the messages of a conversation speak of.
    pub fn recognised(&self, conversation: &str) -> Result<Recognised> {
        self.with(|vault| {
            let found = vault.recognised_in(conversation.parse::<ConversationId>()?)?;
            let groups = found.chunk_by(|a, b| a.kind == b.kind).filter_map(|found| {
                let kind = found.first()?.kind;
                let value = |one: &yanju_store::RecognisedValue| ValueCount {
                    value: one.value.clone(),
                    written: one.written.clone(),
                    messages: one.messages,
                };
                let mut values: Vec<_> = found.iter().map(value).collect();
                values.sort_by_key(|value| Reverse(value.messages));
                values.truncate(VALUES_LIMIT);
                Some(RecognisedGroup { kind: kind.name().to_owned(), total: found.len() as u64, values })
            });
            Ok(Recognised { groups: groups.collect() })
        })
    }

    /// The rules of the vault.
    pub fn entity_rules(&self) -> Result<EntityRules> {
        self.with(rules)
    }

    /// Changes them. What texts speak of is found by the new ones from then on, in all messages.
    pub fn save_entity_rules(&self, request: &SaveRules) -> Result<EntityRules> {
        let own = request.own.iter().map(|rule| {
            Ok(Rule {
                kind: kind(&rule.kind)?,
                name: rule.name.trim().to_owned(),
                pattern: rule.pattern.clone(),
                enabled: rule.enabled,
            })
        });
        let changes = RuleChanges { off: request.off.clone(), own: own.collect::<Result<_>>()? };
        self.with(|vault| {
            vault.set_rule_changes(&changes, self.by_person())?;
            rules(vault)
        })
    }

    /// What a pattern finds in a text.
    pub fn try_entity_rule(&self, request: &TryRule) -> Result<Vec<EntityMark>> {
        let kind = kind(&request.kind)?;
        self.with(|vault| Ok(marks(vault.try_pattern(kind, &request.pattern, &request.sample)?)))
    }
}

fn rules(vault: &Vault) -> Result<EntityRules> {
    let changes = vault.rule_changes()?;
    let row = |rule: Rule| EntityRule {
        kind: rule.kind.name().to_owned(),
        name: rule.name,
        pattern: rule.pattern,
        enabled: rule.enabled,
    };
    let mut built_in: Vec<_> = vault.rules()?.into_iter().map(row).collect();
    let own = built_in.split_off(built_in.len() - changes.own.len());
    Ok(EntityRules { built_in, off: changes.off, own })
}

fn kind(name: &str) -> Result<EntityKind> {
    EntityKind::from_name(name).ok_or_else(|| {
        let allowed = EntityKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
        ApiError::new(ErrorCode::InvalidValue)
            .with("name", "kind")
            .with("value", name)
            .with("allowed", allowed)
    })
}

/// Recognised pieces as a face shows them.
pub(crate) fn marks(entities: Vec<Entity>) -> Vec<EntityMark> {
    let mark = |entity: Entity| EntityMark {
        kind: entity.kind.name().to_owned(),
        value: entity.value,
        start: entity.start,
        end: entity.end,
    };
    entities.into_iter().map(mark).collect()
}
