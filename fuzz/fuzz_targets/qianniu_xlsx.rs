//! The importer `qianniu_xlsx`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("qianniu_xlsx", bytes));
