//! The importer `pasted_text`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("pasted_text", bytes));
