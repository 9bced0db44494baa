//! Where passwords and recovery words come from: a file, the environment, or a prompt without echo. Never an
//! argument, which other users of the machine could read.

use crate::{args::Args, sentences::Sentences};
use std::{env, fs, path::Path};
use yanju_engine::api::{ApiError, ErrorCode, Result, Secret};

/// Whether the password is for a vault that does not exist yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Asked once.
    Open,
    /// Asked twice.
    Create,
}

/// Where a secret can be given when there is no terminal to ask on.
struct Elsewhere {
    variable: &'static str,
    option: &'static str,
}

const PASSWORD: Elsewhere = Elsewhere { variable: "YANJU_PASSWORD", option: "--password-file" };
const NEW_PASSWORD: Elsewhere = Elsewhere { variable: "YANJU_NEW_PASSWORD", option: "--new-password-file" };
const RECOVERY_WORDS: Elsewhere = Elsewhere { variable: "YANJU_RECOVERY_WORDS", option: "--words-file" };

/// The password.
pub fn password(args: &Args, purpose: Purpose, sentences: &Sentences) -> Result<Secret> {
    let from = args.password_file.as_deref();
    given(from, &PASSWORD, |content| content.lines().next().unwrap_or_default())?.map_or_else(
        || match purpose {
            Purpose::Open => ask(sentences, "cli.password", &PASSWORD),
            Purpose::Create => ask_twice(sentences, "cli.password", &PASSWORD),
        },
        Ok,
    )
}

/// The password that is to replace another.
pub fn new_password(file: Option<&Path>, sentences: &Sentences) -> Result<Secret> {
    given(file, &NEW_PASSWORD, |content| content.lines().next().unwrap_or_default())?
        .map_or_else(|| ask_twice(sentences, "cli.new_password", &NEW_PASSWORD), Ok)
}

/// The recovery words. In a file they may stand on several lines.
pub fn recovery_words(file: Option<&Path>, sentences: &Sentences) -> Result<Secret> {
    given(file, &RECOVERY_WORDS, |content| content)?
        .map_or_else(|| ask(sentences, "cli.recovery_words_prompt", &RECOVERY_WORDS), Ok)
}

/// What a file or the environment says; `None` where it has to be asked for.
fn given(file: Option<&Path>, elsewhere: &Elsewhere, part: fn(&str) -> &str) -> Result<Option<Secret>> {
    let Some(path) = file else { return Ok(env::var(elsewhere.variable).ok().map(Secret::from)) };
    let unreadable = |cause| ApiError::new(ErrorCode::Unreadable).with("path", path.display()).because(cause);
    let content = Secret::from(fs::read_to_string(path).map_err(unreadable)?);
    Ok(Some(part(content.expose()).into()))
}

fn ask_twice(sentences: &Sentences, prompt: &str, elsewhere: &Elsewhere) -> Result<Secret> {
    let asked = ask(sentences, prompt, elsewhere)?;
    if ask(sentences, "cli.password_again", elsewhere)?.expose() == asked.expose() {
        return Ok(asked);
    }
    Err(ApiError::new(ErrorCode::InvalidValue)
        .with("name", "password")
        .with("value", sentences.get("cli.password_differs", &[])))
}

fn ask(sentences: &Sentences, prompt: &str, elsewhere: &Elsewhere) -> Result<Secret> {
    rpassword::prompt_password(sentences.get(prompt, &[])).map(Secret::from).map_err(|cause| {
        ApiError::new(ErrorCode::PasswordNeeded)
            .with("variable", elsewhere.variable)
            .with("option", elsewhere.option)
            .because(cause)
    })
}
