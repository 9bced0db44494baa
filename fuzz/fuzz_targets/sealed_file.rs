//! Sealed files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| yanju_fuzz::sealed_file(bytes));
