//! `yanju`: the command line. Arguments in, one call to the engine, text or JSON out.
//!
//! Nothing is decided here but how things are written on a terminal and which exit code tells a script what
//! happened: 0 done, 1 failed, 2 wrong usage, 3 wrong password or recovery words, or locked, 4 integrity check failed,
//! 130 cancelled.

mod args;
mod pages;
mod password;
mod progress;
mod run;
mod sentences;
mod text;
mod words;

use clap::Parser;
use sentences::Sentences;
use std::process::ExitCode;
use yanju_engine::api::{ApiError, ErrorCode};

fn main() -> ExitCode {
    yanju_engine::harden();
    let args = args::Args::parse_from(words::behind_options::<args::Args>(std::env::args_os()));
    let sentences = Sentences::of_environment();
    match run::run(&args, &sentences) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            eprintln!("yanju: {}", text::harmless(&sentences.error(&error)));
            ExitCode::from(exit_code(&error))
        }
    }
}

fn exit_code(error: &ApiError) -> u8 {
    match error.code {
        ErrorCode::QueryInvalid
        | ErrorCode::QueryEmpty
        | ErrorCode::InvalidValue
        | ErrorCode::DatesReversed
        | ErrorCode::NameTaken
        | ErrorCode::OtherConversation
        | ErrorCode::NoSuchFormat => 2,
        ErrorCode::WrongPassword
        | ErrorCode::PasswordNeeded
        | ErrorCode::VaultLocked
        | ErrorCode::RecoveryWordUnknown
        | ErrorCode::RecoveryWordsIncomplete
        | ErrorCode::RecoveryWordsMistyped
        | ErrorCode::WrongRecoveryWords => 3,
        ErrorCode::VaultDamaged | ErrorCode::BackupDamaged => 4,
        ErrorCode::Cancelled => 130,
        _ => 1,
    }
}
