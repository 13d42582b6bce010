//! Any bytes: the reader never panics, and says something lawful of them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    detente_fuzz::read_lawfully(bytes);
});
