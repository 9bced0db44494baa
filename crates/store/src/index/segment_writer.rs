//! Writing segments: the files of the engine's format, by its own serializers, without its way of inverting text.
//!
//! `docs/decisions/0003` says why. Reading, deleting and merging are the engine's.

use super::{
    batch::{Batch, Row},
    posting_list::{Alphabet, each_posting_list, longest, places_in},
    schema::{CONVERSATION, Fact, Fields, ID, LENGTH, SENT_AT},
};
use std::collections::HashMap;
use tantivy::{
    DocId, Index as Engine, Result, Segment, TantivyDocument,
    columnar::{ColumnType, ColumnarWriter},
    directory::TerminatingWrite as _,
    fieldnorm::FieldNormsSerializer,
    index::{SegmentComponent, SegmentMeta},
    postings::{FieldSerializer, InvertedIndexSerializer},
    store::StoreWriter,
};

/// A message of more places than this is written alone.
const GIANT: usize = 1 << 20;

/// Writes a batch as segments of at most so many documents: one, as a rule, unless its characters are so many that documents
/// are hard to number beside them, and one for each giant. They belong to the index once its list of segments names them.
pub(super) fn write(
    engine: &Engine,
    fields: Fields,
    batch: &Batch,
    documents: usize,
) -> Result<Vec<SegmentMeta>> {
    let alphabet = Alphabet::of(batch.text());
    let (giants, rows): (Vec<&Row>, Vec<&Row>) =
        batch.in_order().into_iter().partition(|row| row.places > GIANT);
    let parts = rows.chunks(alphabet.documents_at_most(longest(&rows)).min(documents));
    let parts = parts.chain(giants.chunks(1));
    parts.map(|rows| Part { batch, rows, alphabet: &alphabet }.write(engine, fields)).collect()
}

/// The rows of a segment to be, in the order of its documents.
struct Part<'b> {
    batch: &'b Batch,
    rows: &'b [&'b Row],
    alphabet: &'b Alphabet,
}

impl Part<'_> {
    fn write(&self, engine: &Engine, fields: Fields) -> Result<SegmentMeta> {
        let segment = engine.new_segment();
        // No field has norms; the engine wants the file.
        FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
        let mut inverted = InvertedIndexSerializer::open(&segment)?;
        let grams = self.batch.text().len() as u64;
        self.write_grams(inverted.new_field(fields.grams, grams, None)?)?;
        self.write_facts(inverted.new_field(fields.facts, self.rows.len() as u64, None)?)?;
        inverted.close()?;
        self.write_columns(&segment)?;
        self.write_documents(engine, &segment)?;
        Ok(segment.with_max_doc(self.rows.len() as DocId).meta().clone())
    }

    fn write_grams(&self, mut field: FieldSerializer<'_>) -> Result<()> {
        if let [row] = self.rows {
            for (gram, mut places) in places_in(self.batch, row) {
                field.new_term(gram.as_bytes(), 0, true)?;
                let mut before = 0;
                for place in &mut places {
                    *place -= std::mem::replace(&mut before, *place);
                }
                field.write_doc(0, places.len() as u32, &places);
                field.close_term()?;
            }
            return Ok(field.close()?);
        }
        let mut steps: Vec<u32> = Vec::new();
        each_posting_list(self.batch, self.rows, self.alphabet, |gram, list| {
            // Nobody asks how many documents there will be: it is told for scores that are not kept.
            field.new_term(gram.as_bytes(), 0, true)?;
            let mut list = list.peekable();
            while let Some((document, mut before)) = list.next() {
                steps.clear();
                steps.push(before);
                // Each place counts from the one before it.
                while let Some((_, place)) = list.next_if(|(same, _)| *same == document) {
                    steps.push(place - std::mem::replace(&mut before, place));
                }
                field.write_doc(document, steps.len() as u32, &steps);
            }
            field.close_term()
        })?;
        Ok(field.close()?)
    }

    fn write_facts(&self, mut field: FieldSerializer<'_>) -> Result<()> {
        let mut lists: HashMap<Fact, Vec<DocId>> = HashMap::new();
        for (document, row) in self.rows.iter().enumerate() {
            for fact in row.facts() {
                lists.entry(fact).or_default().push(document as DocId);
            }
        }
        let mut recognised: HashMap<&[u8], Vec<DocId>> = HashMap::new();
        for (document, row) in self.rows.iter().enumerate() {
            for term in &row.terms {
                recognised.entry(term).or_default().push(document as DocId);
            }
        }
        let mut lists: Vec<_> = lists.into_iter().map(|(fact, documents)| (fact.term(), documents)).collect();
        lists.extend(recognised.into_iter().map(|(term, documents)| (term.to_owned(), documents)));
        lists.sort_unstable();
        for (term, documents) in lists {
            write_posting_list(&mut field, &term, &documents)?;
        }
        Ok(field.close()?)
    }

    fn write_columns(&self, segment: &Segment) -> Result<()> {
        let mut columns = ColumnarWriter::default();
        for name in [SENT_AT, ID, CONVERSATION, LENGTH] {
            columns.record_column_type(name, ColumnType::I64, false);
        }
        for (document, row) in (0..).zip(self.rows) {
            columns.record_numerical(document, SENT_AT, row.sent_at_ms);
            columns.record_numerical(document, ID, row.id.0);
            columns.record_numerical(document, CONVERSATION, row.conversation.0);
            columns.record_numerical(document, LENGTH, i64::from(row.length));
        }
        let mut file = segment.open_write(SegmentComponent::FastFields)?;
        columns.serialize(self.rows.len() as DocId, None, &mut file)?;
        Ok(file.terminate()?)
    }

    /// Documents store nothing; the engine wants each of them all the same.
    fn write_documents(&self, engine: &Engine, segment: &Segment) -> Result<()> {
        let file = segment.open_write(SegmentComponent::Store)?;
        let settings = engine.settings();
        let mut store =
            StoreWriter::new(file, settings.docstore_compression, settings.docstore_blocksize, false)?;
        let (nothing, schema) = (TantivyDocument::new(), segment.schema());
        for _ in self.rows {
            store.store(&nothing, &schema)?;
        }
        Ok(store.close()?)
    }
}

fn write_posting_list(field: &mut FieldSerializer<'_>, term: &[u8], documents: &[DocId]) -> Result<()> {
    field.new_term(term, documents.len() as u32, false)?;
    for document in documents {
        field.write_doc(*document, 0, &[]);
    }
    Ok(field.close_term()?)
}
