//! The real window against the real engine: what a person does, from an empty machine to evidence on disk.
//!
//! What the engine answers is tested at the engine's face; here is only what needs the window, its commands, its
//! dialogs and its lock. Run by `./dev test` on a virtual display.

#![expect(clippy::print_stdout, reason = "the figures they come to are for people")]

mod bringing_in;
mod canaries;
mod composing;
mod evidence;
mod guard;
mod looks;
mod payloads;
mod sleep;
mod webdriver;
mod window;
