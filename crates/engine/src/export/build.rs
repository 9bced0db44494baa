//! The document tree, gathered from the vault.

use crate::{
    api::{
        ApiError, Result,
        completeness::{self as known, GapCode},
    },
    clock, completeness, rows,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeSet, HashSet},
    io::Read,
    sync::Arc,
};
use yanju_formats::{
    export::document::{
        Added, Attachment, AttachmentContent, Completeness, Conversation, Document, Joined, Language,
        Message, Omission, OmissionCode, Participant, Selection, Source, ZoneStatement,
    },
    import::importer,
};
use yanju_model::{
    AttachmentId, ParticipantId, ZoneBasis,
    annotation::Target,
    job::{Job, Phase},
    query::{Filter, Query},
    record,
};
use yanju_store::Vault;

/// The largest image that is printed; larger ones are listed with name and hash.
const IMAGE_LIMIT: u64 = 32 << 20;

/// What is to be exported, settled.
pub(super) struct Selected {
    pub(super) query: Query,
    pub(super) words: Selection,
    pub(super) title: Option<String>,
    pub(super) language: Language,
    pub(super) now_ms: i64,
    pub(super) zone: yanju_model::Zone,
}

/// Whether the bytes of images are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Images {
    Load,
    Leave,
}

/// Builds the document of what is selected.
pub(super) fn document(vault: &Vault, selected: &Selected, images: Images, job: &Job) -> Result<Document> {
    job.begin(Phase::Gathering, vault.count(&selected.query)?)?;
    let mut gathered = Gathered {
        vault,
        images,
        serial: 0,
        conversations: Vec::new(),
        joined: HashSet::new(),
        zones: BTreeSet::new(),
    };
    vault.each_match(&selected.query, &mut |message| {
        gathered.add(&message)?;
        Ok::<(), ApiError>(job.advance(1)?)
    })?;
    gathered.finish(selected)
}

struct Gathered<'v> {
    vault: &'v Vault,
    images: Images,
    serial: u64,
    conversations: Vec<(record::Conversation, Conversation)>,
    /// Those of the last of them who are the same person as another by the user's word.
    joined: HashSet<ParticipantId>,
    /// `None` stands for times whose offset the source states.
    zones: BTreeSet<Option<String>>,
}

impl Gathered<'_> {
    fn add(&mut self, message: &record::Message) -> Result<()> {
        let is_new = self.conversations.last().is_none_or(|(held, _)| held.id != message.conversation);
        if is_new {
            self.begin(message)?;
        }
        self.serial += 1;
        let printed = Message {
            serial: self.serial,
            sender: message.sender_name.clone(),
            stated_sender: message.stated_name.clone(),
            role: message.role,
            sent_at: message.sent_at,
            stated_time: message.stated_time.clone(),
            kind: message.kind,
            text: message.text.clone(),
            recalled: message.recalled,
            quote: message.quote.clone(),
            attachments: message.attachments.iter().map(|a| self.attachment(a)).collect::<Result<_>>()?,
            added: self.added(Target::Message(message.id))?,
        };
        if message.sent_at.is_dated() && message.sent_at.basis != ZoneBasis::Assumed {
            self.zones.insert(None);
        }
        if let Some((_, conversation)) = self.conversations.last_mut() {
            if message.sender.is_some() {
                let joined = message.sender.is_some_and(|sender| self.joined.contains(&sender));
                let stated = message.stated_name.as_deref().unwrap_or(&message.sender_name);
                let as_joined = joined.then_some(stated);
                count_writer(&mut conversation.participants, message, as_joined);
            }
            conversation.messages.push(printed);
        }
        Ok(())
    }

    fn begin(&mut self, message: &record::Message) -> Result<()> {
        let held = self.vault.conversation(message.conversation)?;
        let conversation = Conversation {
            title: held.title.clone(),
            platform: held.platform,
            participants: Vec::new(),
            added: self.added(Target::Conversation(held.id))?,
            messages: Vec::new(),
            held: held.messages,
        };
        let joined = held.participants.iter().flat_map(|person| &person.joined);
        self.joined = joined.map(|joined| joined.id).collect();
        self.conversations.push((held, conversation));
        Ok(())
    }

    fn added(&self, target: Target) -> Result<Added> {
        let annotations = self.vault.annotations(target)?;
        let category = match annotations.category {
            None => None,
            Some(id) => self.vault.categories()?.into_iter().find(|category| category.id == id),
        };
        Ok(Added {
            ticket: annotations.ticket,
            category: category.map(|category| category.name),
            tags: annotations.tags,
            note: annotations.note,
        })
    }

    fn attachment(&self, attachment: &record::Attachment) -> Result<Attachment> {
        let content = match &attachment.sha256 {
            None => None,
            Some(sha256) => Some(AttachmentContent {
                sha256: sha256.clone(),
                bytes: attachment.bytes,
                image: self.image(attachment.id, attachment.bytes)?,
            }),
        };
        Ok(Attachment { name: attachment.name.clone(), content })
    }

    fn image(&self, id: AttachmentId, bytes: u64) -> Result<Option<Arc<[u8]>>> {
        if self.images == Images::Leave || bytes > IMAGE_LIMIT {
            return Ok(None);
        }
        let (_, Some(mut reader)) = self.vault.attachment(id)? else { return Ok(None) };
        let mut content = Vec::new();
        let failed = yanju_store::Error::from;
        reader.by_ref().take(rows::IMAGE_MARK).read_to_end(&mut content).map_err(failed)?;
        if !matches!(rows::image_type(&content), Some("image/jpeg" | "image/png")) {
            return Ok(None);
        }
        reader.read_to_end(&mut content).map_err(failed)?;
        Ok(Some(content.into()))
    }

    fn finish(mut self, selected: &Selected) -> Result<Document> {
        let mut sources: Vec<Source> = Vec::new();
        let mut omissions = Vec::from_iter(undated(self.vault, &selected.query)?);
        let mut doubted = HashSet::new();
        for (held, conversation) in &self.conversations {
            omissions.extend(omissions_of(conversation));
            omissions.extend(gaps_of(&completeness::of(self.vault, held.id)?, &held.title));
            for file in self.vault.files_of(held.id)? {
                omissions.extend(file.understanding.partial.iter().map(|reason| Omission {
                    code: OmissionCode::SourcePartial,
                    conversation: held.title.clone(),
                    count: 0,
                    of: 0,
                    detail: reason.clone(),
                }));
                if let Some(zone) = file.zone.strip_prefix("assumed:") {
                    self.zones.insert(Some(zone.to_owned()));
                }
                if sources.iter().all(|source| source.sha256 != file.sha256) {
                    sources.push(source(&file, selected));
                }
                // A source may be of several conversations, and may have been read in several ways.
                if doubted.insert(completeness::reading(&file)) {
                    omissions.extend(doubtful(&file));
                }
            }
        }
        let conversations: Vec<Conversation> =
            self.conversations.into_iter().map(|(_, conversation)| conversation).collect();
        Ok(Document {
            language: selected.language,
            title: selected.title.clone().unwrap_or_else(|| default_title(selected.language).to_owned()),
            subject: subject(&conversations, selected.language),
            number: number(&sources, selected),
            selection: selected.words.clone(),
            made_at: clock::at(selected.now_ms, selected.zone),
            software: format!("言据 Yanju {}", env!("CARGO_PKG_VERSION")),
            zones: self
                .zones
                .into_iter()
                .map(|z| z.map_or(ZoneStatement::FromSource, ZoneStatement::Assumed))
                .collect(),
            completeness: if omissions.is_empty() {
                Completeness::Full
            } else {
                Completeness::Partial(omissions)
            },
            sources,
            conversations,
        })
    }
}

/// Counts a message to its writer; `as_joined` is the name in the source of one who is joined to another.
fn count_writer(participants: &mut Vec<Participant>, message: &record::Message, as_joined: Option<&str>) {
    let is_writer = |p: &Participant| p.name == message.sender_name && p.role == message.role;
    let place = participants.iter().position(is_writer).unwrap_or_else(|| {
        let (name, role) = (message.sender_name.clone(), message.role);
        participants.push(Participant { name, role, messages: 0, joined: Vec::new() });
        participants.len() - 1
    });
    let Some(participant) = participants.get_mut(place) else { return };
    participant.messages += 1;
    let Some(name) = as_joined else { return };
    match participant.joined.iter_mut().find(|joined| joined.name == name) {
        Some(joined) => joined.messages += 1,
        None => participant.joined.push(Joined { name: name.to_owned(), messages: 1 }),
    }
}

fn omissions_of(conversation: &Conversation) -> Vec<Omission> {
    let printed = conversation.messages.len() as u64;
    let mentioned = conversation.messages.iter().flat_map(|message| &message.attachments);
    let missing = mentioned.clone().filter(|attachment| attachment.content.is_none()).count() as u64;
    let omission = |code, count, of| Omission {
        code,
        conversation: conversation.title.clone(),
        count,
        of,
        detail: String::new(),
    };
    let mut omissions = Vec::new();
    if printed < conversation.held {
        omissions.push(omission(OmissionCode::NotMatched, conversation.held - printed, conversation.held));
    }
    if missing > 0 {
        omissions.push(omission(OmissionCode::MissingAttachment, missing, mentioned.count() as u64));
    }
    omissions
}

/// What is missing between the messages of a conversation. What files lack as a whole, and what only the selection
/// tells, is said elsewhere.
fn gaps_of<'c>(known: &'c known::Completeness, title: &'c str) -> impl Iterator<Item = Omission> + 'c {
    known.gaps.iter().filter_map(|gap| {
        let code = match gap.code {
            GapCode::MissingNumbers => OmissionCode::MissingNumbers,
            GapCode::Uncovered => OmissionCode::Uncovered,
            _ => return None,
        };
        let (count, detail) = (gap.count, gap.detail.clone());
        Some(Omission { code, conversation: title.to_owned(), count, of: 0, detail })
    })
}

/// What a choice of dates leaves out only because its source has no date.
fn undated(vault: &Vault, query: &Query) -> Result<Option<Omission>> {
    let Some(of_any_time) = without_dates(query) else { return Ok(None) };
    let undated = of_any_time.and(Query::Filter(Filter::Undated));
    let count = vault.count(&undated.and(Query::Not(Box::new(query.clone()))))?;
    Ok((count > 0).then(|| Omission {
        code: OmissionCode::Undated,
        conversation: String::new(),
        count,
        of: 0,
        detail: String::new(),
    }))
}

/// What a query asks for besides dates; `None` where it asks for none. What asks for a date leaves out what has none.
fn without_dates(query: &Query) -> Option<Query> {
    match query {
        Query::Filter(Filter::Sent(_)) => Some(Query::All),
        Query::And(all) => {
            let parts: Vec<_> = all.iter().map(without_dates).collect();
            let has_date = Query::Not(Box::new(Query::Filter(Filter::Undated)));
            parts.iter().any(Option::is_some).then(|| {
                let others = all.iter().zip(parts).filter(|(part, _)| **part != has_date);
                others.fold(Query::All, |rest, (part, of_any_time)| {
                    rest.and(of_any_time.unwrap_or_else(|| part.clone()))
                })
            })
        }
        _ => None,
    }
}

/// What was noted of a source's content when it was imported.
fn doubtful(file: &record::ImportedFile) -> Option<Omission> {
    let count = completeness::losses(&file.warnings);
    (count > 0).then(|| Omission {
        code: OmissionCode::DoubtfulContent,
        conversation: String::new(),
        count,
        of: 0,
        detail: file.name.clone(),
    })
}

fn source(file: &record::ImportedFile, selected: &Selected) -> Source {
    let names = importer(&file.format).map(|importer| importer.about().names);
    let format = names.map_or(file.format.as_str(), |names| selected.language.of(names));
    Source {
        name: file.name.clone(),
        format: format.to_owned(),
        bytes: file.bytes,
        sha256: file.sha256.clone(),
        imported_at: clock::at(file.imported_at_ms, selected.zone),
    }
}

fn default_title(language: Language) -> &'static str {
    language.of(("聊天记录证据报告", "Chat record evidence report"))
}

fn subject(conversations: &[Conversation], language: Language) -> String {
    match (conversations, language) {
        ([], _) => String::new(),
        ([only], _) => only.title.clone(),
        ([first, rest @ ..], Language::Chinese) => format!("{}等 {} 个会话", first.title, rest.len() + 1),
        ([first, rest @ ..], Language::English) => {
            format!("{} and {} more conversations", first.title, rest.len())
        }
    }
}

/// `YJ-20230820-7F3A`: the day it was made and four digits drawn from sources, selection and moment, so that
/// two different documents of one day rarely share a number.
fn number(sources: &[Source], selected: &Selected) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(&source.sha256);
    }
    hash.update(format!("{:?}|{}", selected.words, selected.now_ms));
    let digest = hash.finalize();
    let day = clock::at(selected.now_ms, selected.zone).local().format("%Y%m%d");
    let [a, b, ..] = digest.as_slice() else { return format!("YJ-{day}") };
    format!("YJ-{day}-{a:02X}{b:02X}")
}
