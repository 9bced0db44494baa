//! Writes the sample document in every format into a folder: `cargo run --example export_sample -- FOLDER [MESSAGES | english]`.
//!
//! With a number of messages it writes that many plain ones instead; it says what each file took.

#![expect(clippy::print_stdout, reason = "a program run by hand")]

#[path = "../tests/export/sample.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod sample;

use std::{env, error::Error, fs, path::PathBuf, time::Instant};
use yanju_formats::export::{EXPORTERS, document};
use yanju_model::job::Job;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let which = arguments.next().unwrap_or_default();
    let mut document =
        which.to_str().and_then(|count| count.parse().ok()).map_or_else(sample::varied, sample::plain);
    if which == "english" {
        document.language = document::Language::English;
    }
    fs::create_dir_all(&folder)?;
    for exporter in EXPORTERS {
        let started = Instant::now();
        let mut bytes = Vec::new();
        let written = exporter.write(&document, &mut bytes, &Job::quiet())?;
        let path = folder.join("sample").with_extension(exporter.about().extension);
        println!(
            "{}: {} KB in {} ms, pages {:?}, uncovered {:?}",
            path.display(),
            bytes.len() / 1024,
            started.elapsed().as_millis(),
            written.pages,
            written.uncovered
        );
        fs::write(path, bytes)?;
    }
    Ok(())
}
