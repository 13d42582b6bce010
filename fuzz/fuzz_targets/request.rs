//! Any request to any address of the workbench: it has an answer or a problem in words, nobody waits long for it or its work ends when nobody does, and no file outside the folder
//! is read or changed.

#![no_main]

use std::cell::RefCell;

use detente_fuzz::requests::Workbench;

thread_local! {
    static WORKBENCH: RefCell<Option<Workbench>> = const { RefCell::new(None) };
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    WORKBENCH.with_borrow_mut(|workbench| workbench.get_or_insert_with(Workbench::new).ask(bytes));
});
