//! Organising: every change is one act that one undo takes back.

use crate::{
    Session,
    api::{
        ApiError, ErrorCode, Result,
        annotate::{Annotate, AnnotationEdit, Receipt, SamePerson, SaveCategory},
    },
    zone,
};
use yanju_model::{
    CategoryId, ConversationId, MessageId, ParticipantId,
    annotation::{Edit, Target},
    job::Job,
};
use yanju_store::{EditKind, NewCategory, Vault};

impl Session {
    /// Changes what is attached to conversations and messages.
    pub fn annotate(&self, request: &Annotate) -> Result<Receipt> {
        self.with(|vault| {
            let targets = request.targets.iter().map(|id| target(id)).collect::<Result<Vec<_>>>()?;
            let receipt = vault.annotate(&targets, &edit(&request.edit)?, self.by_person())?;
            Ok(Receipt { changed: receipt.map_or(0, |r| r.changed), act: act(&request.edit).to_owned() })
        })
    }

    /// Changes what is attached to every message that matches a query.
    pub fn annotate_matching(&self, query: &str, change: &AnnotationEdit) -> Result<Receipt> {
        self.with(|vault| {
            let (_, query) = self.understand(vault, query)?;
            let receipt = vault.annotate_matching(&query, &edit(change)?, self.by_person())?;
            Ok(Receipt { changed: receipt.map_or(0, |r| r.changed), act: act(change).to_owned() })
        })
    }

    /// Says that participants of a conversation are one person, or that they are not.
    pub fn same_person(&self, request: &SamePerson) -> Result<Receipt> {
        self.with(|vault| {
            let participants = request
                .participants
                .iter()
                .map(|id| id.parse::<ParticipantId>())
                .collect::<std::result::Result<Vec<_>, _>>()?;
            let (receipt, act) = match request.kept.as_deref().map(str::parse).transpose()? {
                Some(kept) => {
                    (vault.join_people(kept, &participants, self.by_person())?, EditKind::JoinPeople)
                }
                None => (vault.separate_people(&participants, self.by_person())?, EditKind::SeparatePeople),
            };
            Ok(Receipt { changed: receipt.map_or(0, |r| r.changed), act: act.name().to_owned() })
        })
    }

    /// Takes back the latest organising act; `None` where there is none.
    pub fn undo(&self) -> Result<Option<Receipt>> {
        self.again(|vault| vault.undo(self.by_person()))
    }

    /// Makes the act again that was taken back last.
    pub fn redo(&self) -> Result<Option<Receipt>> {
        self.again(|vault| vault.redo(self.by_person()))
    }

    fn again(
        &self,
        step: impl FnOnce(&Vault) -> yanju_store::Result<Option<yanju_store::Receipt>>,
    ) -> Result<Option<Receipt>> {
        let job = Job::quiet();
        self.during(&job, |vault| {
            let receipt = step(vault)?;
            zone::follow(vault, receipt.as_ref(), &job);
            Ok(receipt.as_ref().map(again))
        })
    }

    /// Adds or changes a category.
    pub fn save_category(&self, request: &SaveCategory) -> Result<Receipt> {
        self.with(|vault| {
            let id = request.id.as_deref().map(str::parse::<CategoryId>).transpose()?;
            let category = NewCategory {
                name: request.name.clone(),
                color: request.color,
                baseline_percent: request.baseline,
            };
            vault.save_category(id, &category, self.by_person())?;
            Ok(Receipt { changed: 1, act: "save_category".to_owned() })
        })
    }

    /// Removes a category and takes it off everything that carries it.
    pub fn remove_category(&self, id: &str) -> Result<Receipt> {
        self.with(|vault| {
            let receipt = vault.remove_category(id.parse()?, self.by_person())?;
            Ok(Receipt { changed: receipt.changed, act: "remove_category".to_owned() })
        })
    }

    /// The id of a category by its name or its id.
    pub fn category_named(&self, name: &str) -> Result<String> {
        self.with(|vault| {
            let wanted = name.trim().to_lowercase();
            vault
                .categories()?
                .iter()
                .find(|category| category.name.to_lowercase() == wanted || category.id.to_string() == wanted)
                .map(|category| category.id.to_string())
                .ok_or_else(|| ApiError::new(ErrorCode::NotFound).with("id", name))
        })
    }
}

/// What was taken back or made again, named as when it was made.
fn again(receipt: &yanju_store::Receipt) -> Receipt {
    Receipt { changed: receipt.changed, act: receipt.act.name().to_owned() }
}

/// What an id names.
pub(crate) fn target(id: &str) -> Result<Target> {
    if let Ok(conversation) = id.parse::<ConversationId>() {
        return Ok(Target::Conversation(conversation));
    }
    Ok(Target::Message(id.parse::<MessageId>()?))
}

fn edit(edit: &AnnotationEdit) -> Result<Edit> {
    Ok(match edit.clone() {
        AnnotationEdit::AddTag { tag } => Edit::AddTag { tag },
        AnnotationEdit::RemoveTag { tag } => Edit::RemoveTag { tag },
        AnnotationEdit::SetTicket { ticket } => Edit::SetTicket { ticket },
        AnnotationEdit::SetCategory { category } => {
            Edit::SetCategory { category: category.as_deref().map(str::parse).transpose()? }
        }
        AnnotationEdit::ClearTicket { ticket } => Edit::ClearTicket { ticket },
        AnnotationEdit::ClearCategory { category } => Edit::ClearCategory { category: category.parse()? },
        AnnotationEdit::SetNote { note } => Edit::SetNote { note },
        AnnotationEdit::ClearNote { note } => Edit::ClearNote { note },
        AnnotationEdit::SetStar { starred } => Edit::SetStar { starred },
    })
}

fn act(edit: &AnnotationEdit) -> &'static str {
    match edit {
        AnnotationEdit::AddTag { .. } => "add_tag",
        AnnotationEdit::RemoveTag { .. } => "remove_tag",
        AnnotationEdit::SetTicket { .. } | AnnotationEdit::ClearTicket { .. } => "set_ticket",
        AnnotationEdit::SetCategory { .. } | AnnotationEdit::ClearCategory { .. } => "set_category",
        AnnotationEdit::SetNote { .. } | AnnotationEdit::ClearNote { .. } => "set_note",
        AnnotationEdit::SetStar { .. } => "set_star",
    }
}
