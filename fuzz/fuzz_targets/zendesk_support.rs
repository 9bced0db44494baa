//! The importer `zendesk_support`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("zendesk_support", bytes));
