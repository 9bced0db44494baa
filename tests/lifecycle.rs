//! The vault itself: created once, locked, opened, unreadable to everyone else.

use crate::support::{PASSWORD, TestVault};
use base64::Engine;
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        vault::{CreateVault, Language, VaultState},
    },
};

#[test]
fn a_locked_vault_answers_nothing_until_its_password_is_given() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    vault.session.lock_vault().expect("locks");
    assert_eq!(vault.session.vault_status().expect("readable").state, VaultState::Locked);
    assert_eq!(vault.try_search("退款").expect_err("locked").code, ErrorCode::VaultLocked);
    assert_eq!(vault.reopen("wrong horse battery").expect_err("wrong"), ErrorCode::WrongPassword);
    vault.reopen(PASSWORD).expect("the right one opens");
    assert_eq!(vault.search("退款").total(), 2, "everything is still there");
}

#[test]
fn a_vault_is_never_created_over_another_and_never_with_a_weak_password() {
    let vault = TestVault::new();
    let create = |password: &str| {
        let request = CreateVault { path: None, password: password.into(), language: Language::English };
        vault.session.create_vault(&request).expect_err("refused").code
    };
    assert_eq!(create(PASSWORD), ErrorCode::VaultExists);
    assert_eq!(create("short"), ErrorCode::PasswordTooShort);
}

#[test]
fn nothing_that_was_imported_or_attached_can_be_read_on_disk() {
    const CANARY: &str = "金丝雀canary7f3e";
    let vault = TestVault::new();
    let csv = format!("时间,发送人,内容\n2024-01-01 10:00,{CANARY}甲,{CANARY}内容 refund\n");
    vault.import(vault.file("来源.csv", csv));
    let conversation = vault.conversation("").id;
    vault.tag(&conversation, &format!("{CANARY}标签"));
    assert_eq!(vault.search(CANARY).total(), 1, "it is in there");

    let (gbk, utf16) = (
        encoding_rs::GB18030.encode(CANARY).0.into_owned(),
        CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    );
    let mut needles: Vec<Vec<u8>> =
        vec![CANARY.into(), gbk, utf16, "canary7f3e".into(), "来源.csv".into(), "refund".into()];
    needles.push(base64::engine::general_purpose::STANDARD.encode("canary7f3e").trim_end_matches('=').into());
    for state in ["in use", "locked"] {
        if state == "locked" {
            vault.session.lock_vault().expect("locks");
        }
        let files = vault.files();
        assert!(files.len() > 4, "there are files to look at: {}", files.len());
        for (path, content) in files {
            assert!(!content.starts_with(b"SQLite format 3"), "{} is no plain database", path.display());
            for needle in &needles {
                let found = content.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{} shows {needle:?} while {state}", path.display());
            }
        }
    }
}

#[test]
fn the_demo_is_complete_and_organised() {
    let vault = TestVault::new();
    let status = vault.session.open_demo(&Job::quiet()).expect("the demo opens");
    assert!(status.demo);
    assert_eq!(vault.search("已签收但未收到包裹").total(), 1);
    let overview = vault.session.overview().expect("open");
    assert!(overview.platforms.len() >= 4, "several platforms are shown: {:?}", overview.platforms);
    assert!(overview.categories.iter().all(|category| category.count > 0), "each category has its case");
    vault.session.lock_vault().expect("locks");
    vault.session.open_demo(&Job::quiet()).expect("it opens again as it was");
    assert_eq!(vault.session.overview().expect("open"), overview);
    vault.session.lock_vault().expect("locks");
    assert!(
        !vault.session.vault_status().expect("readable").demo,
        "locking the demo leads back to one's own vault"
    );
}

#[test]
fn a_demo_that_was_cut_off_is_made_anew() {
    let vault = TestVault::new();
    let path = vault.folder().join("demo").display().to_string();
    // As a kill leaves it: a vault with the demo's password and nothing of its cases.
    let request = CreateVault {
        path: Some(path),
        password: yanju_engine::DEMO_PASSWORD.into(),
        language: Language::Chinese,
    };
    vault.session.create_vault(&request).expect("a vault is created");
    vault.session.lock_vault().expect("locks");
    vault.session.open_demo(&Job::quiet()).expect("the demo opens");
    assert_eq!(vault.search("已签收但未收到包裹").total(), 1, "it is whole");
}

#[test]
fn a_cancelled_demo_leaves_nothing_that_looks_like_a_demo() {
    let vault = TestVault::new();
    let job = Job::quiet();
    job.cancel();
    assert_eq!(vault.session.open_demo(&job).expect_err("cancelled").code, ErrorCode::Cancelled);
    assert!(!vault.folder().join("demo").exists(), "half a demo is no demo");
    vault.session.open_demo(&Job::quiet()).expect("it is made anew");
}
