//! The importer `zendesk_chat`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("zendesk_chat", bytes));
