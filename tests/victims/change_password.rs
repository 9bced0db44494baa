//! A program to be killed: it opens a vault and changes its password to and fro until somebody ends it.
//!
//! Arguments: the vault's folder, the present password, the other one. Each change that is done is a line on
//! standard output.

use std::{env, io::Write, path::PathBuf, sync::Arc};
use yanju_engine::{
    KdfCost, Places, Session,
    api::{keys::ChangePassword, vault::OpenVault},
    clock::StoppedClock,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, present, other] = arguments.as_slice() else { return Err("three arguments".into()) };
    let vault = PathBuf::from(folder);
    let places = Places { demo: vault.with_file_name("demo"), vault };
    let session = Session::with_kdf(places, Arc::new(StoppedClock(0)), KdfCost::INSECURE_FOR_TESTS);
    session.open_vault(&OpenVault { path: None, password: present.as_str().into() })?;
    let mut out = std::io::stdout();
    writeln!(out, "open")?;
    for (current, new) in [(present, other), (other, present)].into_iter().cycle() {
        session.change_password(&ChangePassword {
            current: current.as_str().into(),
            new: new.as_str().into(),
        })?;
        writeln!(out, "{new}")?;
    }
    Ok(())
}
