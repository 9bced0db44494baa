//! The importer `dingtalk_dws`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("dingtalk_dws", bytes));
