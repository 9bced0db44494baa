//! Which column of a table, or field of a JSON object, means what, by its name.
//!
//! The names themselves are in [`synonyms`]; the words that cells use are known by
//! [`cell_words`](super::drafting::cell_words), and cells are read in [`generic`](super::generic).

mod mapping;
mod sample;
mod synonyms;
mod zone;

pub use mapping::Mapping;
pub use sample::ColumnSample;
pub(crate) use sample::ROWS;
use synonyms::{AGENTS, CUSTOMERS, PARTIES, SYNONYMS, TURNS};
pub(crate) use zone::StatedZone;

/// What a column can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Date and time, or the time of day where a [`Field::Date`] stands beside it.
    Time,
    /// A date.
    Date,
    /// The writer's name.
    Sender,
    /// The writer's id.
    SenderKey,
    /// The words.
    Text,
    /// What tells one conversation from another.
    Conversation,
    /// The conversation's name, beside its id.
    Title,
    /// The writer's role.
    Role,
    /// The platform.
    Platform,
    /// The message's id.
    Id,
    /// The kind of message.
    Kind,
    /// The customer of the row, whoever wrote it: the sender where the role says so.
    Customer,
    /// The agent of the row, in the same way.
    Agent,
}

impl Field {
    /// Every field, in the order people are asked for them.
    pub const ALL: [Self; 13] = [
        Self::Time,
        Self::Date,
        Self::Sender,
        Self::Text,
        Self::Conversation,
        Self::Title,
        Self::Role,
        Self::Customer,
        Self::Agent,
        Self::Kind,
        Self::SenderKey,
        Self::Id,
        Self::Platform,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Date => "date",
            Self::Sender => "sender",
            Self::SenderKey => "sender_id",
            Self::Text => "text",
            Self::Conversation => "conversation",
            Self::Title => "title",
            Self::Role => "role",
            Self::Platform => "platform",
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Customer => "customer",
            Self::Agent => "agent",
        }
    }

    /// The field of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// How much of a name is looked at, in characters. What is longer is no name that is known.
const NAME_LIMIT: usize = 200;

/// A header cell or key with case, width, spaces and separators removed, and without a remark in brackets.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .take(NAME_LIMIT)
        .map(half_width)
        .take_while(|c| *c != '(')
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Where each field stands in a list of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Of each field: asked for many times a row.
    places: [Option<usize>; Field::ALL.len()],
    /// The zone that the name of the times states.
    zone: Option<StatedZone>,
}

impl Columns {
    /// The fields among names, as the user said; where nothing was said, as the names are usually meant.
    pub(crate) fn settled<'a>(
        names: impl IntoIterator<Item = &'a str> + Clone,
        mapping: Option<&Mapping>,
    ) -> Self {
        match mapping {
            Some(mapping) => {
                let mut columns = Self::default();
                mapping
                    .places(names.clone())
                    .into_iter()
                    .for_each(|(field, place)| columns.put(field, place));
                columns.with_zone_among(names)
            }
            None => Self::among(names),
        }
    }

    /// Finds the fields among the names of a header row or of an object.
    pub(crate) fn among<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let timed: Vec<String> = names
            .iter()
            .zip(&folded)
            .map(|(name, folded)| zone::parted(name).map_or_else(|| folded.clone(), |(bare, _)| fold(&bare)))
            .collect();
        let mut columns = Self::default();
        let parties = both_parties(&folded);
        if parties.is_some()
            && let Some(place) = columns.unused(&folded, TURNS)
        {
            columns.put(Field::Role, place);
        }
        for (field, synonyms) in SYNONYMS {
            if columns.has(*field) {
                continue;
            }
            let is_time = matches!(field, Field::Time | Field::Date);
            if let Some(place) = columns.unused(if is_time { &timed } else { &folded }, synonyms) {
                columns.put(*field, place);
            } else if *field == Field::Sender
                && let Some(place) = lone_party(&folded)
            {
                columns.put(Field::Sender, place);
            }
        }
        if let Some((customer, agent)) = parties
            && columns.has(Field::Role)
            && !columns.has(Field::Sender)
        {
            // The customer may be what tells conversations apart, too.
            columns.put(Field::Customer, customer);
            columns.put(Field::Agent, agent);
        }
        columns.with_zone_among(names)
    }

    /// The same with the zone that the name of the times, or else of the dates, states.
    fn with_zone_among<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        let stated = |field| zone::parted(names.get(self.place(field)?)?);
        self.zone = stated(Field::Time).or_else(|| stated(Field::Date)).map(|(_, zone)| zone);
        self
    }

    /// The zone that the name of the times states.
    pub(crate) fn zone(&self) -> Option<StatedZone> {
        self.zone
    }

    fn unused(&self, folded: &[String], synonyms: &[&str]) -> Option<usize> {
        synonyms.iter().find_map(|synonym| {
            folded
                .iter()
                .enumerate()
                .find(|(place, name)| name == synonym && self.is_free(*place))
                .map(|(place, _)| place)
        })
    }

    fn put(&mut self, field: Field, place: usize) {
        if let Some(at) = self.places.get_mut(field as usize) {
            *at = Some(place);
        }
    }

    fn is_free(&self, place: usize) -> bool {
        !self.places.contains(&Some(place))
    }

    /// The position of a field.
    #[inline]
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).copied().flatten()
    }

    /// Whether any of the fields is there.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// How many fields are there.
    pub(crate) fn len(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Whether the column at `place` has a meaning.
    pub(crate) fn uses(&self, place: usize) -> bool {
        !self.is_free(place)
    }

    /// What the column at `place` means.
    pub(crate) fn field_at(&self, place: usize) -> Option<Field> {
        Field::ALL.into_iter().find(|field| self.place(*field) == Some(place))
    }
}

/// The only column that names a party, where none names the other side.
fn lone_party(folded: &[String]) -> Option<usize> {
    let has = |side: &[&str]| !places_among(folded, side).is_empty();
    match places_among(folded, PARTIES)[..] {
        [place] if !(has(CUSTOMERS) && has(AGENTS)) => Some(place),
        _ => None,
    }
}

/// The columns of the customer and of the agent, where there is one of each.
fn both_parties(folded: &[String]) -> Option<(usize, usize)> {
    match (&places_among(folded, CUSTOMERS)[..], &places_among(folded, AGENTS)[..]) {
        ([customer], [agent]) => Some((*customer, *agent)),
        _ => None,
    }
}

fn places_among(folded: &[String], wanted: &[&str]) -> Vec<usize> {
    let places = folded.iter().enumerate().filter(|(_, name)| wanted.contains(&name.as_str()));
    places.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(header: &str) -> Columns {
        Columns::among(header.split(','))
    }

    #[test]
    fn case_width_spaces_and_remarks_do_not_matter() {
        for header in [
            "Sent At",
            "sent_at",
            "ＳＥＮＴ－ＡＴ",
            "\u{feff}sentAt",
            "sent at (UTC+8)",
            "SENT AT（北京时间）",
        ] {
            assert_eq!(fold(header), "sentat", "«{header}» is one spelling of it");
        }
    }

    #[test]
    fn a_name_column_makes_the_plain_sender_column_an_id() {
        let columns = places("Time,SenderName,Sender,TalkerName,Talker,Content");
        assert_eq!(columns.place(Field::Sender), Some(1));
        assert_eq!(columns.place(Field::SenderKey), Some(2));
        assert_eq!(
            columns.place(Field::Conversation),
            Some(4),
            "the talker is the thread when a sender is named"
        );
        assert_eq!(columns.place(Field::Title), Some(3));
    }

    #[test]
    fn a_talker_is_the_sender_where_no_other_is_named() {
        let columns = places("id,MsgSvrID,type_name,is_sender,talker,room_name,content,CreateTime");
        assert_eq!(columns.place(Field::Sender), Some(4));
        assert_eq!(columns.place(Field::Conversation), Some(5));
        assert_eq!(columns.place(Field::Id), Some(1), "the server's id outranks the row number");
        assert!(!columns.has(Field::Role), "is_sender says whose phone it was, not who serves whom");
    }

    #[test]
    fn two_party_columns_do_not_name_the_writer() {
        assert!(
            !places("时间,客服,顾客,内容").has(Field::Sender),
            "neither is known to have written the row"
        );
        assert_eq!(places("时间,顾客,内容").place(Field::Sender), Some(1));
        assert!(
            !places("时间,客户账号,客服,内容").has(Field::Sender),
            "whatever the customer's column is called"
        );
    }

    #[test]
    fn two_party_columns_give_the_writer_where_another_tells_whose_turn_it_is() {
        for header in [
            "客户账号,客服,发言方,内容",
            "customer,agent,direction,text",
            "顾客,客服,发送方,内容",
            "客户,客服,角色,内容",
        ] {
            let columns = places(header);
            let found = [Field::Customer, Field::Agent, Field::Role].map(|field| columns.place(field));
            assert_eq!(found, [Some(0), Some(1), Some(2)], "{header}");
            assert!(!columns.has(Field::Sender), "{header}");
        }
        assert!(!places("sender,customer,agent,text").has(Field::Customer), "who wrote is said already");
    }
}
