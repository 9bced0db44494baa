//! Reading the times of files in another zone than was assumed for them, after the fact.
//!
//! What a source wrote stays: its clock shows what it showed. All that follows from the zone is brought to what an import
//! in that zone would have given: times, the order of conversations and their ends, how far each file reaches. The act
//! is in the journal, so that it can be taken back, and in the audit log each time it is done.

use crate::{
    Error, Origin, Receipt, Result, Vault,
    annotate::write_down,
    arrangement::arrange,
    log,
    table::{
        action::Change,
        conversation, file,
        message::{self, Reading, Shift},
        origin, outbox,
    },
};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};
use yanju_model::{
    FileId, Zone,
    log::{Act, detail},
};

/// The field of a change that is about the zone assumed for a file.
pub(crate) const ZONE: &str = "zone";

impl Vault {
    /// How many dated messages would stand at another time, were the times of these files read in `zone`.
    pub fn moved_by_zone(&self, files: &[FileId], zone: Zone) -> Result<u64> {
        let reader = self.database.read()?;
        let mut moved = 0;
        for id in files {
            assumed(&reader, *id)?;
            message::each_read_in(&reader, *id, zone, |reading| {
                moved += u64::from(reading.now != reading.then && reading.then.is_dated());
                Ok::<_, Error>(())
            })?;
        }
        Ok(moved)
    }

    /// The zones assumed for the other files of the conversations of these, one for each such file.
    pub fn zones_beside(&self, files: &[FileId]) -> Result<Vec<Zone>> {
        let reader = self.database.read()?;
        let own: BTreeSet<_> = files.iter().copied().collect();
        let mut conversations = BTreeSet::new();
        for id in &own {
            conversations.extend(origin::conversations(&reader, *id)?);
        }
        let mut beside = BTreeSet::new();
        for conversation in conversations {
            beside.extend(origin::files(&reader, conversation)?);
        }
        let others = beside.difference(&own).copied();
        let zones = others.map(|id| Ok(file::by_id(&reader, id)?.and_then(|file| file.assumed_zone())));
        zones.filter_map(Result::transpose).collect()
    }

    /// Reads the times of files in `zone`; `None` when they were so already. A file whose source states its times is
    /// refused.
    pub fn change_zone(&self, files: &[FileId], zone: Zone, origin: Origin) -> Result<Option<Receipt>> {
        let writer = self.database.write()?;
        let mut changes = Vec::new();
        for id in files.iter().copied().collect::<BTreeSet<_>>() {
            let before = assumed(&writer, id)?;
            if before != zone {
                changes.push(Change {
                    target: id.to_string(),
                    field: ZONE.to_owned(),
                    before: Some(before.name().to_owned()),
                    after: Some(zone.name().to_owned()),
                });
            }
        }
        if changes.is_empty() {
            return Ok(None);
        }
        let wanted: Vec<_> = changes.iter().map(|change| (change, zone.name())).collect();
        self.read_in(&writer, &wanted, origin)?;
        let receipt = write_down(&writer, &changes, origin)?;
        writer.commit()?;
        self.changed();
        Ok(Some(receipt))
    }

    /// Reads the clocks of files in the zones wanted, and gives the conversations they are in their order again.
    pub(crate) fn read_in(
        &self,
        connection: &Connection,
        wanted: &[(&Change, &str)],
        origin: Origin,
    ) -> Result<()> {
        if let Some(stamp) = self.applied_through().filter(|_| !wanted.is_empty()) {
            outbox::prune(connection, stamp)?;
        }
        let (mut all, mut disordered) = (BTreeSet::new(), BTreeSet::new());
        for (change, zone) in wanted {
            let unreadable = |_| Error::damaged(format!("the journal names {} and {zone}", change.target));
            let (id, to) = (change.target.parse().map_err(unreadable)?, zone.parse::<Zone>());
            let to = to.map_err(|_| Error::damaged(format!("the journal names a zone {zone}")))?;
            disordered.extend(self.read_file_in(connection, id, to, origin)?);
            all.extend(origin::conversations(connection, id)?);
        }
        for conversation in all {
            if disordered.contains(&conversation) || origin::count(connection, conversation)? > 1 {
                arrange(connection, conversation)?;
            }
            conversation::find_ends(connection, conversation)?;
        }
        Ok(())
    }

    /// Reads the clock of a file in a zone; says in which of its conversations its own messages may not stand in the
    /// order any more in which they stood.
    fn read_file_in(
        &self,
        connection: &Connection,
        id: FileId,
        to: Zone,
        origin: Origin,
    ) -> Result<Vec<i64>> {
        let from = assumed(connection, id)?;
        let (mut changed, mut moved): (Option<(i64, i64)>, u64) = (None, 0);
        let mut courses: HashMap<i64, Course> = HashMap::new();
        let mut under_way: Option<Shift> = None;
        message::each_read_in(connection, id, to, |reading| {
            courses.entry(reading.conversation).or_default().go_on(&reading);
            let Some(shift) = Shift::of(&reading) else { return Ok(()) };
            moved += u64::from(reading.then.is_dated());
            changed = Some((changed.map_or(reading.id, |(first, _)| first), reading.id));
            let longer = under_way.and_then(|run| run.with(shift));
            if let Some(run) = under_way.replace(longer.unwrap_or(shift)).filter(|_| longer.is_none()) {
                message::shift(connection, &run)?;
            }
            Ok::<_, Error>(())
        })?;
        if let Some(run) = under_way {
            message::shift(connection, &run)?;
        }
        if let Some((first, last)) = changed {
            outbox::append(connection, outbox::Change::Altered, first, last)?;
        }
        origin::read_in(connection, id, from, to)?;
        file::set_assumed_zone(connection, id, to)?;
        let known = file::by_id(connection, id)?.ok_or_else(|| Error::no_such(id))?;
        let detail = detail([
            ("file", known.name),
            ("sha256", known.sha256),
            ("before", from.name().to_owned()),
            ("after", to.name().to_owned()),
            ("messages", moved.to_string()),
        ]);
        log::append(connection, &self.keys, Act::ZoneChanged, &detail, origin)?;
        let disordered = courses.into_iter().filter(|(_, course)| course.turns);
        Ok(disordered.map(|(conversation, _)| conversation).collect())
    }
}

/// Whether the messages of a file in a conversation, as they came, go forward in time before and after: then their
/// order is that in which they came, both times.
#[derive(Default)]
struct Course {
    last: Option<(i64, i64)>,
    turns: bool,
}

impl Course {
    fn go_on(&mut self, reading: &Reading) {
        let (now, then) = (reading.now.utc_ms, reading.then.utc_ms);
        self.turns |= self.last.is_some_and(|last| now < last.0 || then < last.1);
        self.last = Some((now, then));
    }
}

/// The zone that was assumed for a file.
fn assumed(connection: &Connection, id: FileId) -> Result<Zone> {
    let known = file::by_id(connection, id)?.ok_or_else(|| Error::no_such(id))?;
    known.assumed_zone().ok_or(Error::ZoneStated { file: known.name })
}
