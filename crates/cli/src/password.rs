//! Where the password comes from: a file, the environment, or a prompt without echo. Never an argument, which
//! other users of the machine could read.

use crate::{args::Args, sentences::Sentences};
use std::{env, fs};
use yanju_engine::api::{ApiError, ErrorCode, Result};

/// Whether the password is for a vault that does not exist yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Asked once.
    Open,
    /// Asked twice.
    Create,
}

/// The password.
pub fn password(args: &Args, purpose: Purpose, sentences: &Sentences) -> Result<String> {
    if let Some(path) = &args.password_file {
        let unreadable =
            |cause| ApiError::new(ErrorCode::Unreadable).with("path", path.display()).because(cause);
        let content = fs::read_to_string(path).map_err(unreadable)?;
        return Ok(content.lines().next().unwrap_or_default().to_owned());
    }
    if let Ok(password) = env::var("YANJU_PASSWORD") {
        return Ok(password);
    }
    let asked = ask(&sentences.get("cli.password", &[]))?;
    if purpose == Purpose::Create && ask(&sentences.get("cli.password_again", &[]))? != asked {
        return Err(ApiError::new(ErrorCode::InvalidValue)
            .with("name", "password")
            .with("value", sentences.get("cli.password_differs", &[])));
    }
    Ok(asked)
}

fn ask(prompt: &str) -> Result<String> {
    rpassword::prompt_password(prompt)
        .map_err(|cause| ApiError::new(ErrorCode::PasswordNeeded).because(cause))
}
