//! The rules by which things are recognised in texts: what of them is the owner's, and what follows when it changes.

use crate::{
    Error, Origin, RecognisedValue, Result, Vault,
    entity::{self, Recogniser},
    log,
    table::setting,
};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use yanju_model::{
    ConversationId, Entity, EntityKind,
    entity::{Rule, RuleChanges},
    job::Job,
    log::{Act, detail},
    query::{Filter, Query},
};

/// Recognising.
impl Vault {
    /// What is recognised in a text, in order.
    pub fn entities(&self, text: &str) -> Vec<Entity> {
        self.index().recogniser().entities(text)
    }

    /// What is recognised in the messages of a conversation: each kind and value, as it is first written, and how many
    /// messages speak of it. Only messages are read of which the index knows that they speak of something.
    pub fn recognised_in(&self, id: ConversationId) -> Result<Vec<RecognisedValue>> {
        let any = EntityKind::ALL.iter().map(|kind| Query::Filter(Filter::Recognised(*kind))).collect();
        let query = Query::Filter(Filter::InConversation(id)).and(Query::Or(any));
        let mut found: BTreeMap<(EntityKind, String), RecognisedValue> = BTreeMap::new();
        self.each_match::<Error>(&query, &mut |message| {
            let mut here = BTreeSet::new();
            for entity in self.entities(&message.text) {
                if !here.insert((entity.kind, entity.value.clone())) {
                    continue;
                }
                let known = found.entry((entity.kind, entity.value.clone())).or_insert_with(|| {
                    let (start, end) = (entity.start as usize, entity.end as usize);
                    let written = message.text.chars().skip(start).take(end - start).collect();
                    RecognisedValue { kind: entity.kind, value: entity.value, written, messages: 0 }
                });
                known.messages += 1;
            }
            Ok(())
        })?;
        Ok(found.into_values().collect())
    }

    /// Every rule, the built-in ones first.
    pub fn rules(&self) -> Result<Vec<Rule>> {
        Ok(entity::rules(&self.rule_changes()?))
    }

    /// What of the rules is the owner's.
    pub fn rule_changes(&self) -> Result<RuleChanges> {
        changes(&*self.database.read()?)
    }

    /// Changes the rules, and tells the index anew what texts speak of.
    pub fn set_rule_changes(&self, changed: &RuleChanges, origin: Origin) -> Result<()> {
        entity::check(changed)?;
        if *changed == self.rule_changes()? {
            return Ok(());
        }
        let writer = self.database.write()?;
        setting::set(&writer, setting::RULES, &serde_json::json!(changed).to_string())?;
        let own: Vec<_> = changed.own.iter().map(|rule| rule.name.as_str()).collect();
        let detail = detail([("off", changed.off.join(", ")), ("own", own.join(", "))]);
        log::append(&writer, &self.keys, Act::RulesChanged, &detail, origin)?;
        writer.commit()?;
        // Cut off here, the index bears the mark of the rules before, and the next opening makes another.
        self.rebuild_index_by(&Arc::new(Recogniser::new(changed)), &Job::quiet())
    }

    /// What a pattern, alone, finds in a text.
    pub fn try_pattern(&self, kind: EntityKind, pattern: &str, text: &str) -> Result<Vec<Entity>> {
        entity::tried(kind, pattern, text)
    }
}

/// What of the rules is the owner's; what cannot be read is nothing.
pub(crate) fn changes(connection: &Connection) -> Result<RuleChanges> {
    let said = setting::value(connection, setting::RULES)?;
    Ok(said.and_then(|said| serde_json::from_str(&said).ok()).unwrap_or_default())
}
