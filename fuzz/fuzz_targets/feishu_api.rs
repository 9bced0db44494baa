//! The importer `feishu_api`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("feishu_api", bytes));
