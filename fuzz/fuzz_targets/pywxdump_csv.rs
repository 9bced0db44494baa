//! The importer `pywxdump_csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("pywxdump_csv", bytes));
