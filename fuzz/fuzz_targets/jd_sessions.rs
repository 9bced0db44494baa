//! The importer `jd_sessions`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("jd_sessions", bytes));
