//! chatlog's CSV. Its cells of words are written as its text is: see [`chatlog_words`](super::chatlog_words).
//!
//! Source of the layout: sjzar/chatlog (Apache-2.0), `internal/chatlog/http` and `internal/model`.

use super::{
    chatlog_words::{SYSTEM, complete as complete_words},
    table::{Layout, Names},
    table_row::Row,
    words::of_the_system,
};
use crate::import::{
    About, Confidence, Importer, Input, Probe, ReadOptions, Result, Sink, columns::Field, generic::Thread,
};
use yanju_model::{
    Warning,
    draft::{MessageDraft, Understanding},
    job::Job,
};

/// The importer.
pub struct ChatlogCsv;

static ABOUT: About = About {
    id: "chatlog_csv",
    names: ("chatlog（CSV）", "chatlog (CSV)"),
    extensions: &["csv"],
    reads: ("chatlog 导出的微信聊天 CSV", "WeChat chats exported by chatlog as CSV"),
};

static LAYOUT: Layout = Layout {
    demanded: &["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"],
    columns: &[
        (Field::Id, "MessageID"),
        (Field::Time, "Time"),
        (Field::Sender, "SenderName"),
        (Field::SenderKey, "Sender"),
        (Field::Conversation, "Talker"),
        (Field::Title, "TalkerName"),
        (Field::Text, "Content"),
    ],
    further: &[],
    complete,
    says: |_, _| true,
    names: |_| Names::default(),
    file: Thread::of_file,
};

impl Importer for ChatlogCsv {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognise(&self, probe: &Probe) -> Confidence {
        LAYOUT.recognise(probe)
    }

    fn read(
        &self,
        input: &dyn Input,
        options: &ReadOptions,
        sink: &mut dyn Sink,
        job: &Job,
    ) -> Result<Understanding> {
        LAYOUT.read_text(input, options, sink, job)
    }
}

fn complete(row: &Row<'_>, draft: &mut MessageDraft, warnings: &mut Vec<Warning>) {
    if row.get("Sender") == SYSTEM {
        of_the_system(draft);
    }
    complete_words(draft, warnings);
}
