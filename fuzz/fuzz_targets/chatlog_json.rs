//! The importer `chatlog_json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("chatlog_json", bytes));
