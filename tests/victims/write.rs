//! A program to be killed: it takes in one batch after another and files each under a keyword, until somebody ends it.
//!
//! Arguments: the vault's folder, the password, the number of the first batch. Each act that is done is a line on
//! standard output.

mod batches;

use std::{env, io::Write, path::PathBuf, sync::Arc};
use yanju_engine::{
    Job, KdfCost, Places, Session,
    api::{annotate::AnnotationEdit, import::ImportOptions, vault::OpenVault},
    clock::StoppedClock,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, password, first] = arguments.as_slice() else { return Err("three arguments".into()) };
    let vault = PathBuf::from(folder);
    let places = Places { demo: vault.with_file_name("demo"), vault };
    let session = Session::with_kdf(places, Arc::new(StoppedClock(0)), KdfCost::INSECURE_FOR_TESTS);
    session.open_vault(&OpenVault { path: None, password: password.as_str().into() })?;
    let mut out = std::io::stdout();
    writeln!(out, "open")?;
    for number in first.parse::<u64>()?.. {
        let batch = batches::batch(number);
        session.import_bytes(&batch.name, batch.content, &ImportOptions::default(), &Job::quiet())?;
        writeln!(out, "stored {number}")?;
        let edit = AnnotationEdit::AddTag { tag: batches::keyword(number) };
        session.annotate_matching(&batches::mark(number), &edit)?;
        writeln!(out, "filed {number}")?;
    }
    Ok(())
}
