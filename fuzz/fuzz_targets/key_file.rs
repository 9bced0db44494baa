//! The key file of a vault.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::key_file(bytes));
