//! The importer `dingtalk_robot`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("dingtalk_robot", bytes));
