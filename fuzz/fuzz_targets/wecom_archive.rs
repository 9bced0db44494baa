//! The importer `wecom_archive`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("wecom_archive", bytes));
