//! The in-box: what lands in a watched folder is in the vault, once, and nothing in the folder is touched.

use crate::support::{Hands, NOW_MS, TestVault};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use yanju_engine::{
    Job, Why,
    api::{
        ErrorCode,
        import::{ImportOptions, ImportRequest},
        inbox::{InboxHealth, InboxLook, InboxStatus, Look, SetInbox},
        log::AskLog,
    },
};

const CHAT: &str = "时间,发送人,内容\n2024-03-01 10:00:00,甲,一\n2024-03-01 10:01:00,乙,二\n";
const OTHER: &str = "时间,发送人,内容\n2024-04-01 10:00:00,丙,三\n";
/// Either the third of April or the fourth of March.
const TWO_WAYS: &str = "03/04/2024, 10:00 - Ann: hello\n03/04/2024, 10:01 - Ben: hello back\n";

/// A vault that watches a folder of the scenario.
struct Watched {
    vault: TestVault,
    hands: Hands,
    folder: PathBuf,
}

impl Watched {
    fn new() -> Self {
        let hands = Hands::default();
        let vault = TestVault::with_clock(hands.clone());
        let folder = vault.folder().join("inbox");
        let watched = Self { vault, hands, folder };
        let status = watched.set(true);
        assert_eq!(status.health, InboxHealth::Fine, "the folder is made, and empty");
        watched
    }

    fn set(&self, on: bool) -> InboxStatus {
        let request = SetInbox { folder: Some(self.folder.display().to_string()), on };
        self.vault.session.set_inbox(&request).expect("it is set")
    }

    /// A file that was written before these many seconds.
    fn land(&self, name: &str, content: impl AsRef<[u8]>, seconds_ago: i64) -> PathBuf {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, content).expect("the file can be written");
        let at = NOW_MS + self.hands.turned_ms() - seconds_ago * 1000;
        touch(&path, at);
        path
    }

    fn look(&self) -> InboxLook {
        self.look_for(Look::New)
    }

    fn look_for(&self, look: Look) -> InboxLook {
        self.vault.session.look_into_inbox(look, &Job::quiet()).expect("somebody looks")
    }

    fn total(&self) -> u64 {
        self.vault.search("is:system OR -is:system").total()
    }
}

fn touch(path: &Path, at_ms: i64) {
    let at: SystemTime = UNIX_EPOCH + Duration::from_millis(at_ms as u64);
    let file = fs::File::options().write(true).open(path).expect("the file opens");
    file.set_modified(at).expect("its time can be set");
}

fn codes(status: &InboxStatus) -> Vec<ErrorCode> {
    status.failures.iter().map(|failure| failure.error.code).collect()
}

#[test]
fn nothing_is_watched_until_somebody_says_so() {
    let vault = TestVault::new();
    let status = vault.session.inbox().expect("a status");
    assert_eq!((status.folder, status.on, status.health), (None, false, InboxHealth::Off));
    let look = vault.session.look_into_inbox(Look::New, &Job::quiet()).expect("nothing happens");
    assert_eq!(look.report, None);
    assert!(!vault.session.inbox_stirs());
}

#[test]
fn what_lands_in_the_folder_is_imported_once_as_one_act_and_stays_where_it_lies() {
    let watched = Watched::new();
    let one = watched.land("甲.csv", CHAT, 60);
    watched.land("2024/04/丙.csv", OTHER, 60);
    assert_eq!(watched.vault.session.inbox().expect("a status").waiting, 2, "nobody looked yet");
    let look = watched.look();
    let report = look.report.expect("there was something to read");
    assert_eq!((report.files.len(), report.messages), (2, 3));
    assert_eq!((look.status.health, look.status.imported, look.status.waiting), (InboxHealth::Fine, 2, 0));
    assert_eq!(look.status.last_looked_at.as_deref(), Some("2024-07-01T12:00:00+08:00"));
    assert_eq!(fs::read_to_string(one).expect("it lies there"), CHAT, "it is not touched");
    assert_eq!(watched.vault.session.stats().expect("figures").messages, 3);

    assert_eq!(watched.look().report, None, "what is unchanged is not read again");
    assert_eq!(watched.vault.reopen(crate::support::PASSWORD), Ok(()));
    assert_eq!(watched.look().report, None, "nor after the vault was opened again");
}

#[test]
fn the_log_says_that_the_program_imported_it_by_itself() {
    let watched = Watched::new();
    watched.land("甲.csv", CHAT, 60);
    watched.look();
    let log = watched.vault.session.log(&AskLog { offset: 0, limit: 100 }).expect("the log");
    let imported = log.entries.iter().find(|entry| entry.act == "imported").expect("it is told");
    assert_eq!(imported.actor, "program");
    let set = log.entries.iter().find(|entry| entry.act == "setting_changed").expect("it is told");
    assert_eq!(set.detail.get("name").map(String::as_str), Some("inbox"));
}

#[test]
fn a_file_that_is_still_growing_waits_and_so_does_what_lies_beside_it() {
    let watched = Watched::new();
    watched.land("甲/甲.csv", CHAT, 60);
    watched.land("甲/图.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00", 2);
    watched.land("丙.csv.crdownload", OTHER, 60);
    watched.land(".丙.csv", OTHER, 60);
    let look = watched.look();
    assert_eq!(
        look.report, None,
        "the chat waits for its picture; what is hidden or half loaded is no file yet"
    );
    assert_eq!(look.status.waiting, 2);
    watched.hands.turn(10_000);
    assert!(watched.vault.session.inbox_stirs(), "now nobody writes any more");
    let look = watched.look();
    assert_eq!(look.report.map(|report| report.files.len()), Some(1));
    assert_eq!((look.status.beside, look.status.waiting), (1, 0), "a picture is no chat, and no failure");
    assert_eq!(look.status.health, InboxHealth::Fine);
}

#[test]
fn a_file_does_not_wait_for_ever_for_what_is_written_beside_it() {
    let watched = Watched::new();
    watched.land("甲.csv", CHAT, 3600);
    watched.land("protocol.csv", OTHER, 1);
    let look = watched.look();
    assert_eq!(look.report.map(|report| report.files.len()), Some(1), "the old one has waited long enough");
}

#[test]
fn a_changed_file_is_read_again_and_only_what_is_new_is_stored() {
    let watched = Watched::new();
    watched.land("甲.csv", CHAT, 60);
    watched.look();
    watched.land("甲.csv", format!("{CHAT}2024-03-02 10:00:00,甲,三\n"), 30);
    assert!(watched.vault.session.inbox_stirs(), "it is another file now");
    let report = watched.look().report.expect("it is read again");
    assert_eq!((report.messages, report.duplicates), (3, 2));
    assert!(!watched.vault.session.inbox_stirs(), "it was looked at");
}

#[test]
fn what_needs_a_choice_is_a_failure_and_is_not_tried_again_by_itself() {
    let watched = Watched::new();
    let path = watched.land("WhatsApp Chat with Ann.txt", TWO_WAYS, 60);
    watched.land("甲.csv", CHAT, 60);
    let look = watched.look();
    assert_eq!(codes(&look.status), [ErrorCode::AmbiguousDates], "nothing is guessed");
    assert_eq!((look.status.health, look.status.imported), (InboxHealth::Failures, 1));
    assert_eq!(watched.look().report, None, "it is the same file");
    assert!(!watched.vault.session.inbox_stirs());
    assert_eq!(codes(&watched.vault.session.inbox().expect("a status")), [ErrorCode::AmbiguousDates]);

    let request = ImportRequest {
        paths: vec![path.display().to_string()],
        pasted: Vec::new(),
        options: ImportOptions { date_order: Some("dmy".to_owned()), ..ImportOptions::default() },
    };
    watched.vault.session.import_files(&request, &Job::quiet()).expect("a person chose");
    let look = watched.look_for(Look::Again);
    assert_eq!(look.status.health, InboxHealth::Fine, "asked again, the choice of before is known");
    assert_eq!(look.report.map(|report| report.duplicates), Some(2), "and nothing is stored twice");
}

#[test]
fn a_failure_goes_with_its_file() {
    let watched = Watched::new();
    let path = watched.land("unknown.zip", b"PK\x03\x04 not an export of anything", 60);
    let look = watched.look();
    assert_eq!(look.status.failures.len(), 1, "an archive that cannot be read is told of");
    fs::remove_file(path).expect("a person removes it");
    assert_eq!(watched.vault.session.inbox().expect("a status").health, InboxHealth::Fine);
    assert_eq!(watched.look().status.failures, []);
}

#[test]
fn a_folder_that_is_gone_is_unreachable_and_comes_back() {
    let watched = Watched::new();
    watched.land("甲.csv", CHAT, 60);
    watched.look();
    let away = watched.folder.with_file_name("away");
    fs::rename(&watched.folder, &away).expect("the drive is pulled");
    let look = watched.look();
    assert_eq!((look.report, look.status.health), (None, InboxHealth::Unreachable));
    assert!(!watched.vault.session.inbox_stirs());
    fs::rename(&away, &watched.folder).expect("it is plugged in again");
    let look = watched.look();
    assert_eq!((look.report, look.status.health), (None, InboxHealth::Fine), "nothing was forgotten");
}

#[test]
fn a_folder_that_is_turned_off_is_left_alone() {
    let watched = Watched::new();
    assert_eq!(watched.set(false).health, InboxHealth::Off);
    watched.land("甲.csv", CHAT, 60);
    assert_eq!(watched.look().report, None);
    let request = SetInbox { folder: None, on: true };
    let status = watched.vault.session.set_inbox(&request).expect("it is turned on again");
    assert_eq!((status.waiting, status.folder), (1, Some(watched.folder.display().to_string())));
}

#[test]
fn neither_the_vault_nor_what_holds_it_can_be_watched() {
    let vault = TestVault::new();
    for folder in [vault.directory(), vault.directory().join("in"), vault.folder().to_owned()] {
        let request = SetInbox { folder: Some(folder.display().to_string()), on: true };
        let refused = vault.session.set_inbox(&request).expect_err("its files are no exports");
        assert_eq!(refused.code, ErrorCode::InvalidValue, "{folder:?}");
    }
    let detour = vault.directory().join("../vault/in").display().to_string();
    let request = SetInbox { folder: Some(detour), on: true };
    assert!(vault.session.set_inbox(&request).is_err(), "nor by a detour");
    let nowhere = vault.folder().join("no/such/place").display().to_string();
    let request = SetInbox { folder: Some(nowhere), on: true };
    let refused = vault.session.set_inbox(&request).expect_err("a slip of the pen makes no folders");
    assert_eq!(refused.code, ErrorCode::Unwritable);
}

#[test]
fn files_that_land_all_night_do_not_keep_the_vault_open() {
    let watched = Watched::new();
    watched.vault.session.lock_when_due();
    for minute in 0..12 {
        watched.land(&format!("{minute}.csv"), OTHER.replace('丙', &format!("丙{minute}")), 60);
        watched.look();
        for _ in 0..20 {
            watched.hands.turn(3000);
            if let Some(why) = watched.vault.session.lock_when_due() {
                assert_eq!(why, Why::Idle);
                assert!(minute >= 9, "not before its time");
                return;
            }
        }
    }
    panic!("an import by itself passes for a person; {} messages", watched.total());
}

#[test]
fn nothing_of_the_folder_is_readable_in_the_vault() {
    let watched = Watched::new();
    watched.land("机密的名字.csv", CHAT, 60);
    watched.look();
    let canary = "机密的名字".as_bytes();
    for (path, content) in watched.vault.files() {
        assert!(!content.windows(canary.len()).any(|part| part == canary), "{path:?} names a file");
    }
}

#[test]
fn a_folder_that_lies_too_deep_to_be_walked_is_named() {
    let watched = Watched::new();
    let deepest = vec!["d"; 17].join("/");
    watched.land("甲.csv", CHAT, 60);
    watched.land(&format!("{deepest}/乙.csv"), OTHER, 60);
    let status = watched.look().status;
    assert_eq!((status.imported, codes(&status)), (1, vec![ErrorCode::LimitExceeded]));
    let named = status.failures.first().map(|failure| failure.path.clone());
    assert_eq!(named, Some(watched.folder.join(&deepest).display().to_string()));
    let folder = watched.folder.display().to_string();
    let request =
        ImportRequest { paths: vec![folder], pasted: Vec::new(), options: ImportOptions::default() };
    let report =
        watched.vault.session.import_files(&request, &Job::quiet()).expect("what is not too deep is read");
    let failed: Vec<_> =
        report.failed.iter().map(|file| (Some(file.path.clone()), file.error.code)).collect();
    assert_eq!((report.files.len(), failed), (1, vec![(named, ErrorCode::LimitExceeded)]));
}
