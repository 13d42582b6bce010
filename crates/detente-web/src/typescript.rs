//! The types of the interface, written out for the page.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::api;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/api.ts");

struct Collected<'c> {
    config: &'c Config,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collected<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types of the language itself have no place to go to.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(self.config);
        if self.declarations.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.declarations.insert(name, format!("{docs}export {}\n", T::decl(self.config)));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

#[test]
fn the_types_of_the_page_are_those_of_the_server() {
    let config = Config::new().with_large_int("number");
    let mut all = Collected { config: &config, declarations: BTreeMap::new() };
    all.visit::<api::Start>();
    all.visit::<api::Open>();
    all.visit::<api::Opened>();
    all.visit::<api::Save>();
    all.visit::<api::Saved>();
    all.visit::<api::DigestOf>();
    all.visit::<api::Digest>();
    all.visit::<api::Line<i32>>();
    all.visit::<api::WorkRequest>();
    all.visit::<api::Work>();
    all.visit::<api::RowsRequest>();
    all.visit::<api::AskRequest>();
    all.visit::<api::Answered>();
    all.visit::<api::VerifyRequest>();
    all.visit::<api::Verified>();
    all.visit::<api::GraphRequest>();
    all.visit::<api::Picture>();
    all.visit::<api::WaysRequest>();
    all.visit::<api::Ways>();
    all.visit::<api::MovesRequest>();
    all.visit::<api::Moves>();
    all.visit::<api::DocumentRequest>();
    all.visit::<api::SourceText>();
    all.visit::<api::PlaceOf>();
    all.visit::<api::Place>();
    all.visit::<api::ExportRequest>();
    all.visit::<api::Exported>();
    let mut text = String::from(
        "// Written from crates/detente-web/src/api.rs by a test; do not edit. Renew with\n\
         // UPDATE_EXPECTED=1 cargo test -p detente-web\n\n\
         /** What a file can hold, as JSON. */\n\
         export type Json = string | number | boolean | null | Json[] | JsonObject;\n\n\
         /** A table of a file, as JSON. */\n\
         export interface JsonObject {\n  [key: string]: Json;\n}\n",
    );
    for declaration in all.declarations.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(FILE, &text).expect("the page's folder can be written");
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == text, "ui/src/lib/api.ts is stale: UPDATE_EXPECTED=1 cargo test -p detente-web");
}
