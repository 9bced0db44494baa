//! What the user says of who is who: two participants of a conversation are one person. It stands beside the record and
//! has the same journal as everything else; the sources go on telling the two apart.

use super::{
    change::{Toward, set, unreadable},
    write_down,
};
use crate::{
    Error, Origin, Receipt, Result, Vault, people,
    table::{
        action::Change,
        participant::{self, Standing},
    },
};
use rusqlite::Connection;
use yanju_model::ParticipantId;

/// The field of a change that says whom a participant is the same person as.
pub(super) const SAME_AS: &str = "same_as";

impl Vault {
    /// Says that participants of a conversation are the same person as one of them, under whose name all of them stand
    /// from now on. `None` when it was said already.
    pub fn join_people(
        &self,
        kept: ParticipantId,
        others: &[ParticipantId],
        origin: Origin,
    ) -> Result<Option<Receipt>> {
        self.change_people(origin, |connection| {
            let kept = known(connection, kept)?;
            let mut joining = Vec::new();
            for other in others {
                let other = known(connection, *other)?;
                if other.conversation != kept.conversation {
                    return Err(Error::Unusable { what: "participant", why: "of_another_conversation" });
                }
                if other.kept() != kept.kept() {
                    joining.extend(participant::person(connection, other.kept())?);
                }
            }
            Ok((joining, Some(kept.kept())))
        })
    }

    /// Says of participants that they are the same person as no other: of one who is joined to another, or of all who are
    /// joined to this one. `None` when they were so already.
    pub fn separate_people(&self, participants: &[ParticipantId], origin: Origin) -> Result<Option<Receipt>> {
        self.change_people(origin, |connection| {
            let mut leaving = Vec::new();
            for id in participants {
                let one = known(connection, *id)?;
                match one.same_as {
                    Some(_) => leaving.push(one),
                    None => leaving.extend(participant::person(connection, one.id)?.into_iter().skip(1)),
                }
            }
            Ok((leaving, None))
        })
    }

    fn change_people(
        &self,
        origin: Origin,
        wanted: impl FnOnce(&Connection) -> Result<(Vec<Standing>, Option<i64>)>,
    ) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let (mut who, kept) = wanted(&writer)?;
        who.sort_unstable_by_key(|one| one.id);
        who.dedup_by_key(|one| one.id);
        let text = |id: i64| ParticipantId(id).to_string();
        let changes: Vec<_> = who
            .iter()
            .map(|one| Change {
                target: text(one.id),
                field: SAME_AS.to_owned(),
                before: one.same_as.map(text),
                after: kept.map(text),
            })
            .collect();
        if changes.is_empty() {
            return Ok(None);
        }
        // Those who are joined to one who goes elsewhere go first: nobody stands behind one who stands behind another.
        let (joined, alone): (Vec<_>, Vec<_>) =
            changes.into_iter().partition(|change| change.before.is_some());
        let changes: Vec<_> = joined.into_iter().chain(alone).collect();
        for change in &changes {
            set(&writer, change, Toward::After)?;
        }
        let receipt = write_down(&writer, &changes, origin)?;
        writer.commit()?;
        self.changed();
        self.names.changed();
        self.index_if_idle();
        Ok(Some(receipt))
    }
}

/// Joins the participant of a change to another, or to nobody.
pub(super) fn set_same_as(connection: &Connection, target: &str, to: Option<&str>) -> Result<()> {
    let one = known(connection, target.parse().map_err(unreadable)?)?;
    let to: Option<ParticipantId> = to.map(str::parse).transpose().map_err(unreadable)?;
    let to = to.map(|to| to.0);
    let persons = [one.kept(), to.unwrap_or(one.kept())];
    people::settling_roles(connection, &persons, i64::MAX, || {
        participant::set_same_as(connection, one.id, to)
    })?;
    people::entitle(connection, one.conversation)
}

fn known(connection: &Connection, id: ParticipantId) -> Result<Standing> {
    participant::by_id(connection, id)?.ok_or_else(|| Error::no_such(id))
}
