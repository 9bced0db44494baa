//! The importer `wechat_mail`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("wechat_mail", bytes));
