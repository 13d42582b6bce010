//! Any text as a condition, in strings of all kinds: it is read or complained of at a place within it, and what is read can be
//! written out and read again.

#![no_main]

use detente_model::Preference;

const HEAD: &str = "format = 1\ntitle = \"Fuzz\"\n[outcomes]\npeace = \"not b\"\nlisted = [\"s1\"]\n[decision_makers.n]\noptions.a = \"\"\noptions.b = \"\"\nprefers = []\n[decision_makers.s]\noptions.a = \"\"\noptions.c = \"\"\n";

libfuzzer_sys::fuzz_target!(|text: &str| {
    let multi_line = format!("{HEAD}prefers = [\"\"\"\n{}\"\"\"]\n", text.replace('"', "\\\""));
    detente_fuzz::read_lawfully(multi_line.as_bytes());
    let literal = format!("{HEAD}prefers = ['{text}']\n");
    let escaped: String = text.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    let basic = format!("{HEAD}prefers = [\"{escaped}\"]\n");
    detente_fuzz::read_lawfully(literal.as_bytes());
    let Some(conflict) = detente_fuzz::read_lawfully(basic.as_bytes()).conflict else { return };
    let statement = |conflict: &detente_model::Conflict| match &conflict.decision_makers[1].preference {
        Preference::Prioritised(list) => list[0].that.clone(),
        other => panic!("statements were given, not {other:?}"),
    };
    let written = statement(&conflict).text(&conflict);
    let again = format!("{HEAD}prefers = [\"{written}\"]\n");
    let again = detente_fuzz::read_lawfully(again.as_bytes()).conflict.expect("what was written out reads");
    assert_eq!(statement(&again), statement(&conflict));
});
