//! The password asked for again: a grant is good for one operation, once, for a minute, and nobody else can make one.

use crate::support::{Hands, PASSWORD, TestVault};
use yanju_engine::{
    Job,
    api::{
        ErrorCode,
        confirm::{Confirm, Grant, Operation},
        export::ExportRequest,
        keys::MakeRecoveryWords,
        log::AskLog,
        vault::{CreateVault, Language, OpenVault},
    },
};

fn export(request: &ExportRequest) -> Operation {
    Operation::Export { request: request.clone() }
}

fn refusal(vault: &TestVault, request: &ExportRequest, grant: &Grant) -> ErrorCode {
    vault.session.export_document(request, grant, &Job::quiet()).expect_err("it is refused").code
}

#[test]
fn a_grant_serves_once() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let request = vault.export_request("", &["all.pdf"]);
    let grant = vault.grant(export(&request));
    vault.session.export_document(&request, &grant, &Job::quiet()).expect("the password was given");
    assert_eq!(refusal(&vault, &request, &grant), ErrorCode::ConfirmationNeeded, "it is used up");
}

#[test]
fn a_grant_serves_what_it_was_given_for_and_nothing_else() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let shown = vault.export_request("退款", &["some.pdf"]);
    let other = vault.export_request("", &["all.pdf"]);
    let grant = vault.grant(export(&shown));
    assert_eq!(refusal(&vault, &other, &grant), ErrorCode::ConfirmationNeeded, "more than was shown");
    assert!(!vault.folder().join("all.pdf").exists(), "and nothing is written");
    assert_eq!(
        refusal(&vault, &shown, &grant),
        ErrorCode::ConfirmationNeeded,
        "a grant that was misused is void"
    );
    let grant = vault.grant(Operation::RemoveRecoveryWords);
    let words = vault.session.make_recovery_words(MakeRecoveryWords { language: Language::English }, &grant);
    assert_eq!(words.expect_err("refused").code, ErrorCode::ConfirmationNeeded);
}

#[test]
fn a_grant_cannot_be_made_up() {
    let vault = TestVault::new();
    vault.import("csv/shop");
    let request = vault.export_request("", &["all.pdf"]);
    let real = vault.grant(export(&request));
    for token in [String::new(), "0".repeat(32), real.token.to_uppercase(), format!("{}0", real.token)] {
        assert_eq!(refusal(&vault, &request, &Grant { token }), ErrorCode::ConfirmationNeeded);
    }
    assert_eq!(real.token.len(), 32, "128 random bits");
}

#[test]
fn a_grant_is_void_after_a_minute_and_after_locking() {
    let hands = Hands::default();
    let vault = TestVault::with_clock(hands.clone());
    vault.import("csv/shop");
    let request = vault.export_request("", &["all.pdf"]);
    let grant = vault.grant(export(&request));
    hands.turn(61_000);
    assert_eq!(refusal(&vault, &request, &grant), ErrorCode::ConfirmationNeeded, "too late");
    let grant = vault.grant(export(&request));
    hands.turn(59_000);
    vault.session.export_document(&request, &grant, &Job::quiet()).expect("in time");
    let grant = vault.grant(export(&request));
    vault.reopen(PASSWORD).expect("it opens again");
    assert_eq!(refusal(&vault, &request, &grant), ErrorCode::ConfirmationNeeded, "another sitting");
}

#[test]
fn a_wrong_password_gives_no_grant_and_is_written_down() {
    let vault = TestVault::new();
    let confirm = Confirm { operation: Operation::MakeRecoveryWords, password: "wrong horse".into() };
    assert_eq!(vault.session.confirm(&confirm).expect_err("refused").code, ErrorCode::WrongPassword);
    let last = vault.session.log(&AskLog { offset: 0, limit: 1 }).expect("the log").entries.remove(0);
    assert_eq!(
        (last.act.as_str(), last.detail["operation"].as_str()),
        ("confirm_failed", "make_recovery_words")
    );
}

#[test]
fn a_grant_of_one_vault_is_worth_nothing_in_another() {
    let vault = TestVault::new();
    // Somebody who may make a vault of their own knows its password.
    let own = vault.folder().join("own").display().to_string();
    let request =
        CreateVault { path: Some(own), password: "known to them".into(), language: Language::English };
    vault.session.create_vault(&request).expect("a second vault");
    let confirm = Confirm { operation: Operation::MakeRecoveryWords, password: "known to them".into() };
    let grant = vault.session.confirm(&confirm).expect("their own password");
    let path = Some(vault.directory().display().to_string());
    vault.session.open_vault(&OpenVault { path, password: PASSWORD.into() }).expect("the owner opens theirs");
    let words = vault.session.make_recovery_words(MakeRecoveryWords { language: Language::English }, &grant);
    assert_eq!(words.expect_err("refused").code, ErrorCode::ConfirmationNeeded);
}
