//! The desktop shell: opens the window and hands what it asks for to the engine.
//!
//! Nothing is decided here. Commands are one-liners over [`yanju_engine::Session`]; what is the shell's own is what
//! needs an operating system's window: dialogs, events, attachments' images, one instance.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod fault;
mod inbox;
mod keychain;
mod language;
mod lock;
mod media;
mod pick;
mod shell;
#[cfg(target_os = "linux")]
mod sleep;

use arguments::Arguments;
use clap::Parser;
use shell::Shell;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    yanju_engine::harden();
    fault::report_without_content();
    match start(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("yanju-desktop: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let shell = Shell::new(arguments.places(), arguments.beginning());
    one_instance(tauri::Builder::default())
        .plugin(tauri_plugin_dialog::init())
        .plugin(language::plugin())
        .manage(shell.clone())
        .setup(move |app| {
            lock::keep_watch(app.handle(), &shell);
            inbox::keep_watch(app.handle(), &shell);
            Ok(())
        })
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::serve)
        .invoke_handler(commands::handler())
        .run(tauri::generate_context!())?;
    Ok(())
}

/// A second start shows the window that is there. Not under test, where many windows run side by side.
fn one_instance(builder: tauri::Builder<tauri::Wry>) -> tauri::Builder<tauri::Wry> {
    if cfg!(feature = "e2e") {
        return builder;
    }
    builder.plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
        if let Some(window) = tauri::Manager::get_webview_window(app, shell::WINDOW) {
            let _ = window.unminimize();
            let _ = window.set_focus();
        }
    }))
}
