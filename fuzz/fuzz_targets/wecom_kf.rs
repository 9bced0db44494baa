//! The importer `wecom_kf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("wecom_kf", bytes));
