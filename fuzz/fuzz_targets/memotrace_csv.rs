//! The importer `memotrace_csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("memotrace_csv", bytes));
