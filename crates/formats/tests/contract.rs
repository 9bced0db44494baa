//! What every importer promises, held against every fixture of every format.

mod support;

use std::{
    io::{self, Cursor, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use support::Collected;
use yanju_formats::import::{
    Confidence, Error, IMPORTERS, Importer, Input, Probe, ReadOptions, ReadSeek, Result, importer,
    input::Bytes,
};
use yanju_model::{
    SourceTime,
    job::{Job, Phase},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

struct Fixture {
    importer: &'static dyn Importer,
    input: Bytes,
}

/// Every file under `fixtures/<format id>/`.
fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let files = |folder: PathBuf| {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        entries.map(|entry| entry.expect("the folder can be listed").path()).collect::<Vec<_>>()
    };
    IMPORTERS
        .iter()
        .flat_map(|importer| {
            files(root.join(importer.about().id)).into_iter().map(move |path| (*importer, path))
        })
        .map(|(importer, path)| Fixture {
            importer,
            input: Bytes {
                name: path.file_name().expect("a file").to_string_lossy().into_owned(),
                content: std::fs::read(&path).expect("a readable fixture"),
            },
        })
        .collect()
}

fn read(importer: &dyn Importer, input: &dyn Input, job: &Job) -> Result<Collected> {
    let mut collected = Collected::default();
    collected.understanding = importer.read(input, &ReadOptions::default(), &mut collected, job)?;
    Ok(collected)
}

/// Looks at and reads `input` with every importer; what they make of it is not asked.
fn try_everything(input: &Bytes) {
    let Ok(probe) = Probe::of(input) else { return };
    for importer in IMPORTERS {
        let _ = importer.recognise(&probe);
        let _ = read(*importer, input, &Job::quiet());
    }
}

#[test]
fn every_fixture_is_recognised_by_its_own_importer_above_all_others() {
    for Fixture { importer, input } in fixtures() {
        let probe = Probe::of(&input).expect("a fixture can be looked at");
        let own = importer.recognise(&probe);
        assert!(own > Confidence::No, "{} is not recognised by {}", input.name, importer.about().id);
        for other in IMPORTERS.iter().filter(|other| other.about().id != importer.about().id) {
            let (id, theirs) = (other.about().id, other.recognise(&probe));
            assert!(theirs < own, "{} is {own:?} by its own importer and {theirs:?} by {id}", input.name);
        }
    }
}

/// Who but its own importer would call each fixture Likely or Certain: nobody. What lies on the diagonal is the
/// test above.
#[test]
fn no_other_importer_is_likely_to_take_a_fixture() {
    let confusions: Vec<String> = fixtures()
        .iter()
        .flat_map(|Fixture { importer, input }| {
            let probe = Probe::of(input).expect("a fixture can be looked at");
            let own = importer.about().id;
            let others = IMPORTERS.iter().filter(move |other| other.about().id != own);
            others.filter_map(move |other| {
                let theirs = other.recognise(&probe);
                let id = other.about().id;
                (theirs >= Confidence::Likely).then(|| format!("{own}/{}: {theirs:?} by {id}", input.name))
            })
        })
        .collect();
    assert!(confusions.is_empty(), "{}", confusions.join("\n"));
}

#[test]
fn every_fixture_gives_messages_oldest_first() {
    for Fixture { importer, input } in fixtures() {
        let found = read(importer, &input, &Job::quiet()).unwrap_or_else(|e| panic!("{}: {e}", input.name));
        assert!(!found.messages.is_empty(), "{} holds messages", input.name);
        for slot in 0..found.conversations.len() {
            let times = found.messages.iter().filter(|(of, _)| *of == slot).filter_map(|(_, m)| m.sent_at);
            let times: Vec<_> = times
                .map(|time| match time {
                    SourceTime::Local(at, _) => at,
                    SourceTime::Fixed(at, ..) => at.naive_utc(),
                })
                .collect();
            assert!(times.is_sorted(), "{} runs forward", input.name);
        }
    }
}

#[test]
fn a_file_cut_at_any_twentieth_breaks_no_importer() {
    for Fixture { input, .. } in fixtures() {
        for part in 0..20 {
            let cut = input.content.len() * part / 20;
            let content = input.content.get(..cut).expect("within the file").to_vec();
            try_everything(&Bytes { name: input.name.clone(), content });
        }
    }
}

#[test]
fn random_bytes_break_no_importer() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..200 {
        let length = next() % 2000;
        // Half of the rounds use only bytes that the layouts are made of, so that parsers get further.
        let alphabet: &[u8] = b"[]{}\"':, \t\r\n-/.0123456789PM\xE2\x80\x8E\xE4\xB8\x8Aab";
        let content = (0..length)
            .map(|_| {
                let value = next();
                if round % 2 == 0 { value as u8 } else { alphabet[value as usize % alphabet.len()] }
            })
            .collect();
        try_everything(&Bytes { name: format!("{round}.txt"), content });
    }
}

/// A file that arrives in pieces of so many bytes.
struct Piecemeal<'b> {
    file: &'b Bytes,
    piece: usize,
}

struct Pieces<R> {
    of: R,
    piece: usize,
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = buffer.len().min(self.piece);
        self.of.read(buffer.get_mut(..room).unwrap_or_default())
    }
}

impl<R: Seek> Seek for Pieces<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.of.seek(to)
    }
}

impl Input for Piecemeal<'_> {
    fn name(&self) -> &str {
        self.file.name()
    }

    fn bytes(&self) -> u64 {
        self.file.bytes()
    }

    fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(Box::new(Pieces { of: self.file.open()?, piece: self.piece }))
    }
}

#[test]
fn the_pieces_in_which_a_file_arrives_change_nothing_of_what_is_read() {
    for Fixture { importer, input } in fixtures() {
        let whole = format!("{:#?}", read(importer, &input, &Job::quiet()).expect("a fixture can be read"));
        for piece in [1, 2, 7] {
            let pieces = Piecemeal { file: &input, piece };
            let read = read(importer, &pieces, &Job::quiet()).expect("a fixture can be read");
            let read = format!("{read:#?}");
            let differs = whole.lines().zip(read.lines()).find(|(whole, read)| whole != read);
            assert!(whole == read, "{} in pieces of {piece}: {differs:?}", input.name);
        }
    }
}

#[test]
fn a_job_cancelled_before_it_starts_stops_every_importer() {
    for Fixture { importer, input } in fixtures() {
        let job = Job::quiet();
        job.cancel();
        let outcome = read(importer, &input, &job);
        assert!(matches!(outcome, Err(Error::Cancelled(_))), "{} was read to its end", input.name);
    }
}

/// A job that is cancelled as soon as it tells of bytes read, and how far it told to be.
fn cancelling_itself(total: u64) -> (Job, Arc<AtomicU64>) {
    let (told, itself) = (Arc::new(AtomicU64::new(0)), Arc::new(OnceLock::<Job>::new()));
    let (told_by_it, cancelled) = (Arc::clone(&told), Arc::clone(&itself));
    let job = Job::new(move |progress| {
        told_by_it.store(progress.done, Ordering::Relaxed);
        if let Some(job) = cancelled.get().filter(|_| progress.done > 0) {
            job.cancel();
        }
    });
    itself.set(job.clone()).unwrap_or_else(|_| unreachable!("it is set once"));
    job.begin(Phase::Reading, total).expect("nobody cancelled yet");
    (job, told)
}

/// The fixture over and over, so that reading it takes more than one step.
fn enlarged(input: &Bytes) -> Bytes {
    const SIZE: usize = 1 << 20;
    let many = |content: &[u8]| content.repeat(SIZE / content.len() + 1);
    if !input.content.starts_with(b"PK") {
        return Bytes { name: input.name.clone(), content: many(&input.content) };
    }
    let (mut from, mut to) = (
        ZipArchive::new(Cursor::new(&input.content)).expect("a fixture is whole"),
        ZipWriter::new(Cursor::new(Vec::new())),
    );
    for index in 0..from.len() {
        let mut entry = from.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("it unpacks");
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        to.start_file(entry.name().expect("it is UTF-8"), options).expect("an entry begins");
        to.write_all(&many(&content)).expect("it is written");
    }
    Bytes { name: input.name.clone(), content: to.finish().expect("the archive ends").into_inner() }
}

#[test]
fn a_job_cancelled_while_reading_stops_every_importer_where_it_is() {
    for Fixture { importer, input } in fixtures() {
        let input = enlarged(&input);
        let total = input.content.len() as u64;
        let (job, told) = cancelling_itself(total);
        let outcome = read(importer, &input, &job);
        assert!(matches!(outcome, Err(Error::Cancelled(_))), "{} was read to its end", input.name);
        let told = told.load(Ordering::Relaxed);
        assert!(0 < told && told < total * 3 / 4, "{} told of {told} of {total} at first", input.name);
    }
}

#[test]
fn controls_of_direction_and_width_survive_as_content() {
    // Whether and how they are shown is for those who show them.
    let said = "\u{202E}gpj.exe\u{202C} a\u{200B}b\u{2066}c\u{2069}d\u{200D}e\u{FEFF}f";
    let name = "\u{202E}Mal\u{202C}lory\u{200B}";
    let quoted = serde_json::to_string(said).expect("a string");
    for (id, file, content) in [
        ("whatsapp", "a.txt", format!("20/03/24, 10:00 - {name}: {said}\n")),
        ("wechat_multiselect", "a.txt", format!("—————  2024-03-06  —————\n\n\n{name}  07:02\n\n{said}\n")),
        ("wechat_multiselect", "a.txt", format!("{name}\n2024年03月06日 07:02\n{said}\n")),
        (
            "dingtalk_dws",
            "a.json",
            format!(r#"{{"messages":[{{"messageId":"m","sender":"{name}","text":{quoted}}}]}}"#),
        ),
        ("csv", "a.csv", format!("time,sender,text\n2024-01-05 10:00,{name},{said}\n")),
        ("signal_txt", "a.txt", format!("[2024-03-05, 10:02] {name}: {said}\n")),
        ("welink_txt", "a.txt", format!("{name}(x00300001)\t2024-04-01 23:59:59\n{said}\n")),
        ("chatlog_txt", "a.txt", format!("{name}(wxid_a) 2024-05-02 10:12:59\n{said}\n\n")),
        ("memotrace_txt", "a.txt", format!("2024-05-02 10:12:59 {name}\n{said}\n\n")),
        ("feishu_copy", "a.txt", format!("{name} 2024年05月07日 09:00:15\n{said}\n")),
        ("pasted_text", "a.txt", format!("{name} 2024-03-05 10:02:11\n{said}\n")),
        (
            "telegram",
            "result.json",
            format!(
                r#"{{"name":"A","type":"personal_chat","id":7,"messages":[{{"id":1,"type":"message","date":"2024-03-05T10:00:00","from":"{name}","from_id":"user7","text":{quoted}}}]}}"#
            ),
        ),
        (
            "discord",
            "a.json",
            format!(
                r#"{{"guild":{{"id":"1","name":"G"}},"channel":{{"id":"2","type":"GuildTextChat","name":"c"}},"messages":[{{"id":"3","type":"Default","timestamp":"2024-03-05T10:00:00+00:00","content":{quoted},"author":{{"id":"4","name":"{name}"}}}}]}}"#
            ),
        ),
        (
            "dingtalk_robot",
            "a.json",
            format!(
                r#"{{"conversationId":"c","msgId":"m","senderNick":"{name}","senderId":"a","createAt":1709632800000,"msgtype":"text","text":{{"content":{quoted}}}}}"#
            ),
        ),
        (
            "chatlog_json",
            "a.json",
            format!(
                r#"[{{"seq":1,"time":"2024-05-02T10:12:59+08:00","talker":"a","talkerName":"A","sender":"b","senderName":"{name}","type":1,"subType":0,"content":{quoted}}}]"#
            ),
        ),
        (
            "messenger",
            "message_1.json",
            format!(
                r#"{{"participants":[],"messages":[{{"sender_name":"{name}","timestamp_ms":1709632800000,"content":{quoted}}}],"title":"A","thread_path":"inbox/a_1"}}"#
            ),
        ),
        (
            "rsmf",
            "rsmf_manifest.json",
            format!(
                r#"{{"version":"2.0.0","participants":[{{"id":"p","display":"{name}"}}],"conversations":[{{"id":"c","platform":"x"}}],"events":[{{"type":"message","conversation":"c","participant":"p","timestamp":"2024-03-05T10:00:00","body":{quoted}}}]}}"#
            ),
        ),
        ("json", "a.json", format!(r#"[{{"sender":"{name}","text":{quoted}}}]"#)),
    ] {
        let importer = importer(id).expect("registered");
        let input = Bytes { name: file.to_owned(), content: content.into_bytes() };
        let chat = read(importer, &input, &Job::quiet()).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!((chat.texts(), chat.senders()), (vec![said], vec![name]), "{id}");
    }
}

#[test]
fn ids_are_unique_and_every_format_has_a_fixture() {
    let mut ids: Vec<&str> = IMPORTERS.iter().map(|importer| importer.about().id).collect();
    for id in &ids {
        let has_one = fixtures().iter().any(|fixture| fixture.importer.about().id == *id);
        assert!(has_one, "{id} has no fixture");
    }
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair.first() != pair.last()), "two importers share an id");
}
