//! Blobs: kept once, named by nothing, gone when not kept.

use super::*;
use crate::{
    keys::{self, KdfCost, Password},
    sealed::durable::tests::synced_by,
};
use std::io::Cursor;

fn blobs() -> (tempfile::TempDir, Blobs) {
    let dir = tempfile::tempdir().unwrap();
    let password = Password::from("test".to_owned());
    let (keys, _) = keys::create(&password, KdfCost::INSECURE_FOR_TESTS).unwrap();
    let blobs = Blobs::new(dir.path(), &keys);
    (dir, blobs)
}

fn stage(blobs: &Blobs, content: &[u8]) -> Staged {
    blobs.stage(&mut Cursor::new(content), &mut |_| Ok(())).unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn kept_content_reads_back() {
    let (_dir, blobs) = blobs();
    let content = vec![42; 100_000];
    let mut reported = 0;
    let count = &mut |bytes| {
        reported += bytes;
        Ok(())
    };
    let staged = blobs.stage(&mut Cursor::new(&content), count).unwrap();
    assert_eq!((staged.bytes, reported), (100_000, 100_000), "progress adds up to the size");
    let sha256 = staged.sha256.clone();
    assert_eq!(sha256, hex(&Sha256::digest(&content)));
    assert_eq!(staged.keep().unwrap(), Kept::New);
    let mut read = Vec::new();
    blobs.open(&sha256).unwrap().read_to_end(&mut read).unwrap();
    assert_eq!(read, content);
}

#[test]
fn the_same_content_is_kept_once() {
    let (dir, blobs) = blobs();
    let (one, two) = (stage(&blobs, b"receipt"), stage(&blobs, b"receipt"));
    assert_eq!(one.keep().unwrap(), Kept::New);
    assert_eq!(two.keep().unwrap(), Kept::Known, "a rollback of the second import must not remove it");
    assert_eq!(files(&dir.path().join("blobs")).len(), 1);
}

#[test]
fn what_is_kept_first_is_durable_in_the_vault() {
    let (dir, blobs) = blobs();
    let synced = synced_by(|| assert_eq!(stage(&blobs, b"receipt").keep().unwrap(), Kept::New));
    for above in [dir.path().to_owned(), dir.path().join("blobs")] {
        assert!(synced.contains(&above), "{} has a name that is new: {synced:?}", above.display());
    }
}

#[test]
fn what_is_not_kept_leaves_nothing() {
    let (dir, blobs) = blobs();
    drop(stage(&blobs, b"receipt"));
    let mut broken = Cursor::new(b"rece").chain(Broken);
    assert!(blobs.stage(&mut broken, &mut |_| Ok(())).is_err(), "the source broke off");
    let stop = &mut |_| Err(Error::Cancelled(yanju_model::job::Cancelled));
    assert!(matches!(blobs.stage(&mut Cursor::new(b"receipt"), stop), Err(Error::Cancelled(_))));
    assert_eq!(files(&dir.path().join("blobs")), Vec::<PathBuf>::new());
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("unplugged"))
    }
}

#[test]
fn a_source_that_cannot_be_read_is_not_a_vault_that_cannot_be_written() {
    let (_dir, blobs) = blobs();
    let staged = blobs.stage(&mut Broken, &mut |_| Ok(())).err();
    assert!(matches!(staged, Some(Error::Source(_))), "{staged:?} must blame the source");
}

#[test]
fn a_reader_cancels_by_failing_as_cancelled() {
    struct Stopped;
    impl Read for Stopped {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other(yanju_model::job::Cancelled))
        }
    }
    let (dir, blobs) = blobs();
    let staged = blobs.stage(&mut Cursor::new(b"rece").chain(Stopped), &mut |_| Ok(())).err();
    assert!(matches!(staged, Some(Error::Cancelled(_))), "{staged:?} is no fault of the source");
    assert_eq!(files(&dir.path().join("blobs")), Vec::<PathBuf>::new(), "and leaves nothing");
}

#[test]
fn a_crash_while_staging_is_swept_and_kept_content_stays() {
    let (dir, blobs) = blobs();
    let staged = stage(&blobs, b"kept");
    let sha256 = staged.sha256.clone();
    staged.keep().unwrap();
    std::mem::forget(stage(&blobs, b"crashed"));
    let nobody_asks = || unreachable!("nothing was noted");
    blobs.sweep(nobody_asks).unwrap();
    assert_eq!(files(&dir.path().join("blobs")).len(), 1);
    assert!(blobs.open(&sha256).is_ok());
    blobs.sweep(nobody_asks).expect("sweeping a clean vault is fine");
}

#[test]
fn a_crash_between_keeping_and_its_rows_is_swept() {
    let (dir, blobs) = blobs();
    stage(&blobs, b"earlier").keep().unwrap();
    let staged = vec![stage(&blobs, b"committed"), stage(&blobs, b"crashed")];
    std::mem::forget(blobs.note(&staged).unwrap());
    let hashes: Vec<_> = staged.iter().map(|staged| staged.sha256.clone()).collect();
    for staged in staged {
        staged.keep().unwrap();
    }
    blobs.sweep(|| Ok(hashes[..1].to_vec())).unwrap();
    assert!(blobs.open(&hashes[0]).is_ok(), "it has its rows");
    assert!(blobs.open(&hashes[1]).is_err(), "nobody would ever ask for it");
    assert_eq!(files(&dir.path().join("blobs")).len(), 2, "what was not noted stays, whoever knows of it");
}

#[test]
fn removed_content_is_gone_and_removing_it_again_is_fine() {
    let (_dir, blobs) = blobs();
    let staged = stage(&blobs, b"receipt");
    let sha256 = staged.sha256.clone();
    staged.keep().unwrap();
    blobs.remove(&sha256).unwrap();
    blobs.remove(&sha256).unwrap();
    assert!(matches!(blobs.open(&sha256), Err(Error::Damaged { .. })));
}

#[test]
fn names_on_disk_tell_nothing_of_the_content() {
    let (dir, blobs) = blobs();
    let staged = stage(&blobs, b"receipt");
    let sha256 = staged.sha256.clone();
    staged.keep().unwrap();
    let path = files(&dir.path().join("blobs")).remove(0);
    assert!(!path.to_string_lossy().contains(&sha256), "{}", path.display());
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"receipt"));
}

#[test]
fn an_altered_blob_is_damage_and_importing_it_again_mends_it() {
    let content = vec![42; 100_000];
    // The last chunk shows at once, an inner one only when it is read.
    for from_the_end in [1, 50_000] {
        let (dir, blobs) = blobs();
        let staged = stage(&blobs, &content);
        let sha256 = staged.sha256.clone();
        staged.keep().unwrap();
        let path = files(&dir.path().join("blobs")).remove(0);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.iter_mut().nth_back(from_the_end).unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let read = || {
            let mut read = Vec::new();
            blobs.open(&sha256)?.read_to_end(&mut read)?;
            Ok::<_, Error>(read)
        };
        assert!(read().is_err(), "byte {from_the_end} from the end is missed");
        let kept = stage(&blobs, &content).keep().unwrap();
        assert_eq!(kept, Kept::Known, "a rollback must not remove what rows may name");
        assert!(read().unwrap() == content, "byte {from_the_end} from the end is mended");
    }
}

#[test]
fn blobs_that_changed_places_are_damage() {
    let (dir, blobs) = blobs();
    let hashes = [&b"one"[..], b"two"].map(|content| {
        let staged = stage(&blobs, content);
        let sha256 = staged.sha256.clone();
        staged.keep().unwrap();
        sha256
    });
    let [one, two] = files(&dir.path().join("blobs")).try_into().unwrap();
    fs::rename(&one, dir.path().join("aside")).unwrap();
    fs::rename(&two, &one).unwrap();
    fs::rename(dir.path().join("aside"), &two).unwrap();
    for sha256 in hashes {
        assert!(matches!(blobs.open(&sha256), Err(Error::Damaged { .. })), "evidence must not swap");
    }
}
