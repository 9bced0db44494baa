//! The importer `qq_mht`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::import("qq_mht", bytes));
