//! Any bytes that read as a small conflict: its meaning, its states and its digest can be worked out, and its moves lead from state to
//! state.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(conflict) = detente_fuzz::read_lawfully(bytes).conflict {
        detente_fuzz::use_plainly(&conflict);
    }
});
