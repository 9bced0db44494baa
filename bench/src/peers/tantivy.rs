//! Plain tantivy with our schema: grams with their positions, documents by time, latest first; nothing is encrypted, and no text
//! is kept. What it finds, it finds with tantivy's own queries.

use super::grams::{Gram, fold, grams, needed};
use std::{io, ops::Bound, path::Path};
use tantivy::{
    DocSet as _, Index, IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy,
    SegmentReader, TERMINATED, TantivyDocument, Term,
    query::{
        AllQuery, BooleanQuery, EnableScoring, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery,
        TermQuery,
    },
    schema::{Field, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};
use yanju_bench_common::{Answer, Outcome, Part, Peer, Question, Said};

const HEAP: usize = 64 << 20;
const SENT_AT: &str = "sent_at";
const ID: &str = "id";

pub struct Plain {
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

#[derive(Clone, Copy)]
struct Fields {
    grams: Field,
    facts: Field,
    sent_at: Field,
    id: Field,
}

impl Peer for Plain {
    fn fill(folder: &Path, records: &mut dyn Iterator<Item = io::Result<Said>>) -> Outcome<()> {
        let (schema, fields) = schema();
        let sort_by_field = Some(IndexSortByField { field: SENT_AT.to_owned(), order: Order::Desc });
        let settings = IndexSettings { sort_by_field, ..IndexSettings::default() };
        let index = Index::builder().schema(schema).settings(settings).create_in_dir(folder)?;
        let mut writer: IndexWriter = index.writer_with_num_threads(1, HEAP)?;
        for said in records {
            writer.add_document(document(fields, &said?))?;
        }
        writer.commit()?;
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.garbage_collect_files().wait()?;
        Ok(writer.wait_merging_threads()?)
    }

    fn open(folder: &Path) -> Outcome<Self> {
        let index = Index::open_in_dir(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema();
        Ok(Self { index, reader, fields })
    }

    fn newest(&mut self, question: &Question) -> Answer<Vec<u64>> {
        let mut newest = Vec::new();
        self.each_segment(question, |segment, documents| {
            let columns = segment.fast_fields();
            let (times, ids) = (columns.i64(SENT_AT)?, columns.i64(ID)?);
            newest.extend(documents.take(50).filter_map(|doc| Some((times.first(doc)?, ids.first(doc)?))));
            Ok(())
        })?;
        newest.sort_unstable_by(|a, b| b.cmp(a));
        newest.truncate(50);
        Ok(Some(newest.into_iter().map(|(_, id)| id.cast_unsigned()).collect()))
    }

    fn total(&mut self, question: &Question) -> Answer<u64> {
        let mut total = 0;
        if question.range() == (i64::MIN, i64::MAX) {
            let searcher = self.reader.searcher();
            let weight = self.query(question).weight(EnableScoring::disabled_from_searcher(&searcher))?;
            for segment in searcher.segment_readers() {
                total += u64::from(weight.count(segment)?);
            }
        } else {
            self.each_segment(question, |_, documents| {
                total += documents.count() as u64;
                Ok(())
            })?;
        }
        Ok(Some(total))
    }

    fn add(&mut self, said: &Said) -> Answer<()> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, HEAP)?;
        writer.add_document(document(self.fields, said))?;
        writer.commit()?;
        self.reader.reload()?;
        Ok(Some(()))
    }
}

impl Plain {
    /// Visits the documents of every segment that match, latest first.
    fn each_segment(
        &self,
        question: &Question,
        mut visit: impl FnMut(&SegmentReader, &mut dyn Iterator<Item = u32>) -> Outcome<()>,
    ) -> Outcome<()> {
        let searcher = self.reader.searcher();
        let weight = self.query(question).weight(EnableScoring::disabled_from_searcher(&searcher))?;
        let (from, until) = question.range();
        for segment in searcher.segment_readers() {
            let times = segment.fast_fields().i64(SENT_AT)?;
            // Documents are sorted by time: those of a range follow each other.
            let first_before = |time: i64| {
                let (mut low, mut high) = (0, segment.max_doc());
                while low < high {
                    let middle = low + (high - low) / 2;
                    if times.first(middle).unwrap_or(0) >= time { low = middle + 1 } else { high = middle }
                }
                low
            };
            let start = if until == i64::MAX { 0 } else { first_before(until) };
            let end = if from == i64::MIN { segment.max_doc() } else { first_before(from) };
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut doc = if scorer.doc() < start { scorer.seek(start) } else { scorer.doc() };
            let mut documents = std::iter::from_fn(|| {
                let found = doc;
                (found != TERMINATED && found < end).then(|| {
                    doc = scorer.advance();
                    found
                })
            });
            visit(segment, &mut documents)?;
        }
        Ok(())
    }

    fn query(&self, question: &Question) -> BooleanQuery {
        let fact = |kind: char, value: &str| -> Box<dyn Query> {
            let term = Term::from_field_text(self.fields.facts, &format!("{kind}{value}"));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in &question.0 {
            clauses.push(match part {
                Part::Has(text) => (Occur::Must, self.text(text)),
                Part::Lacks(text) => (Occur::MustNot, self.text(text)),
                Part::Sender(name) => (Occur::Must, fact('s', name)),
                Part::Conversation(title) => (Occur::Must, fact('c', title)),
                Part::On(platform) => (Occur::Must, fact('p', platform)),
                Part::ByAgent => (Occur::Must, fact('r', "agent")),
                Part::From(_) | Part::Until(_) => continue,
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        BooleanQuery::new(clauses)
    }

    fn text(&self, text: &str) -> Box<dyn Query> {
        let folded = fold(text);
        let term = |gram: &str| Term::from_field_text(self.fields.grams, gram);
        let needed = needed(&folded);
        if let [only] = needed.as_slice() {
            return match only {
                Gram::Whole(_, gram) => Box::new(TermQuery::new(term(gram), IndexRecordOption::Basic)),
                Gram::Beginning(_, gram) => {
                    let end = Bound::Excluded(term(&after(gram)));
                    Box::new(RangeQuery::new(Bound::Included(term(gram)), end))
                }
            };
        }
        let prefix = matches!(needed.last(), Some(Gram::Beginning(..)));
        let terms = needed.iter().map(|gram| match gram {
            Gram::Whole(at, gram) | Gram::Beginning(at, gram) => (*at, term(gram)),
        });
        if prefix {
            let mut query = PhrasePrefixQuery::new_with_offset(terms.collect());
            query.set_max_expansions(u32::MAX);
            Box::new(query)
        } else {
            Box::new(PhraseQuery::new_with_offset(terms.collect()))
        }
    }
}

/// The first string after all that begin with this one.
fn after(prefix: &str) -> String {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        if let Some(next) = (last as u32 + 1..=0x10_ffff).find_map(char::from_u32) {
            characters.push(next);
            break;
        }
    }
    characters.into_iter().collect()
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw") // never used: texts come cut
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let fast = || NumericOptions::default().set_fast();
    let fields = Fields {
        grams: schema.add_text_field("grams", TextOptions::default().set_indexing_options(indexing)),
        facts: schema.add_text_field("facts", STRING),
        sent_at: schema.add_i64_field(SENT_AT, fast()),
        id: schema.add_i64_field(ID, fast()),
    };
    (schema.build(), fields)
}

fn document(fields: Fields, said: &Said) -> TantivyDocument {
    let folded = fold(&said.text);
    let token =
        |(position, gram): (usize, &str)| Token { position, text: gram.to_owned(), ..Token::default() };
    let tokens = grams(&folded).enumerate().map(token).collect();
    let mut document = TantivyDocument::new();
    document.add_pre_tokenized_text(fields.grams, PreTokenizedString { text: String::new(), tokens });
    let role = if said.by_agent { "agent" } else { "customer" };
    for (kind, value) in
        [('s', said.sender.as_str()), ('c', &said.conversation), ('p', &said.platform), ('r', role)]
    {
        document.add_text(fields.facts, format!("{kind}{value}"));
    }
    document.add_i64(fields.sent_at, said.sent_at_ms);
    document.add_i64(fields.id, said.number.cast_signed());
    document
}
