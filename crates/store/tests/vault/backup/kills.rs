//! A backup that is killed leaves earlier ones whole.

use super::*;

/// The vault, the place and the step of a child that is to be killed.
const CHILD: &str = "YANJU_TEST_BACKUP_CHILD";

/// Run by [`a_killed_backup_leaves_earlier_ones_whole`] in a process of its own; alone, it does nothing.
#[test]
fn child_that_is_killed() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let [dir, place, step] = task.split('\n').collect::<Vec<_>>()[..] else { panic!("three lines: {task}") };
    let (step, steps) = (step.parse::<u64>().unwrap(), AtomicU64::new(0));
    let vault = Vault::open(Path::new(dir), &Password::from(PASSWORD.to_owned())).unwrap();
    let job = Job::new(move |_| {
        if steps.fetch_add(1, Ordering::SeqCst) == step {
            writeln!(std::io::stdout(), "here").unwrap();
            // The parent kills now; should it be gone, its end of the pipe is closed, and this goes on.
            let _ = std::io::stdin().read(&mut [0]);
        }
    });
    vault.back_up(order(Path::new(place), START + DAY), &job).unwrap();
    writeln!(std::io::stdout(), "done").unwrap();
}

#[test]
fn a_killed_backup_leaves_earlier_ones_whole() {
    let (bench, place, _) = backed_up();
    let before = portrait(&bench);
    bench.import("物流", (0..4000).map(|n| said("乙", n, &format!("投诉 {n}"))).collect());
    with_file(&bench, "物流", &vec![9; 70_000]);
    let after = portrait(&bench);
    let (dir, _root) = bench.closed();
    let mut killed = 0;
    for step in 0..20 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "backup::kills::child_that_is_killed", "--nocapture"])
            .env(CHILD, format!("{}\n{}\n{step}", dir.display(), place.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let reached = lines.find(|line| line.ends_with("here") || line.ends_with("done")).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        if reached.ends_with("done") {
            break;
        }
        killed += 1;
        let backup = opened(place.path()).unwrap();
        let snapshots = backup.snapshots().unwrap();
        assert_eq!(snapshots.len(), 1, "a backup that was cut off is none");
        let (vault, _root) = restored(place.path(), None);
        assert!(portrait(&vault) == before, "killed at step {step}, the earlier one is whole");
    }
    assert!(killed > 5, "it was killed {killed} times");
    let vault = Vault::open(&dir, &password()).unwrap();
    back_up(&vault, place.path(), START + 2 * DAY);
    let (restored, _root) = restored(place.path(), None);
    assert!(portrait(&restored) == after, "the next backup completes what the killed ones began");
    assert!(
        files(place.path()).iter().all(|path| path.extension().is_none_or(|end| end != "tmp")),
        "and clears up"
    );
}
