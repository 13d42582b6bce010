//! The JSON Schema that editors use says the same as the reader.

#![cfg(feature = "schema")]

mod common;

use std::collections::BTreeSet;

use common::{catalogue, malformed, root, wellformed};
use detente_model::file::{
    AddedTable, AlternativeTable, ClaimTable, ConflictFile, DecisionMakerTable, EventTable, NamedStateTable,
    OptionTable, OutcomeTable, PropositionTable, PublishedTable, QuestionTable, RuleTable, SeenTable, SourceTable,
    StatementTable, UnknownTable, VariantTable, ViewTable, json_schema,
};
use serde_json::Value;
use toml::de::{DeTable, DeValue};

fn schema() -> Value {
    serde_json::from_str(&json_schema()).expect("the schema is JSON")
}

/// Every schema within `schema`, with where it is.
fn each_schema(schema: &Value, at: &str, visit: &mut dyn FnMut(&str, &Value)) {
    visit(at, schema);
    for key in ["properties", "definitions"] {
        for (name, part) in schema.get(key).and_then(Value::as_object).into_iter().flatten() {
            each_schema(part, &format!("{at}/{name}"), visit);
        }
    }
    for key in ["anyOf", "allOf"] {
        for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            each_schema(part, &format!("{at}/{key}"), visit);
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(part) = schema.get(key).filter(|part| part.is_object()) {
            each_schema(part, &format!("{at}/{key}"), visit);
        }
    }
}

/// What is wrong with `value`, as far as the schema tells. Knows the keywords that the schema uses, and no others.
fn faults(root: &Value, schema: &Value, value: &DeValue, at: &str, found: &mut Vec<String>) {
    let mut own = Vec::new();
    let mut fault = |what: String| own.push(format!("{at}: {what}"));
    let type_name = match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "date",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "object",
    };
    let number = match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    for (keyword, argument) in schema.as_object().expect("a schema is an object") {
        let list = || argument.as_array().expect("a list");
        match keyword.as_str() {
            "$schema" | "title" | "description" | "definitions" => {}
            "type" => {
                if argument != type_name {
                    fault(format!("{type_name} instead of {argument}"));
                }
            }
            "enum" => {
                let is_listed = value.as_str().is_some_and(|text| list().iter().any(|word| word == text));
                if !is_listed {
                    fault("not one of the words".into());
                }
            }
            "const" => {
                if number != argument.as_i64() {
                    fault(format!("not {argument}"));
                }
            }
            "minimum" => {
                if number.is_some_and(|number| Some(number) < argument.as_i64()) {
                    fault("too small".into());
                }
            }
            "minItems" | "maxItems" | "minProperties" => {
                let length = match value {
                    DeValue::Array(items) => items.len() as u64,
                    DeValue::Table(table) => table.len() as u64,
                    _ => continue,
                };
                let limit = argument.as_u64().expect("a number");
                if keyword.starts_with("min") && length < limit || keyword.starts_with("max") && length > limit {
                    fault(format!("{length} items"));
                }
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    faults(root, argument, item.get_ref(), &format!("{at}[]"), found);
                }
            }
            "required" => {
                let Some(table) = value.as_table() else { continue };
                for key in list() {
                    if !table.contains_key(key.as_str().expect("a key")) {
                        fault(format!("{key} is missing"));
                    }
                }
            }
            "properties" | "additionalProperties" => {
                let Some(table) = value.as_table() else { continue };
                for (key, value) in table {
                    let key = key.get_ref().as_ref();
                    let own = schema.get("properties").and_then(|properties| properties.get(key));
                    let inner = format!("{at}.{key}");
                    match (keyword.as_str(), own, argument) {
                        ("properties", Some(own), _) => faults(root, own, value.get_ref(), &inner, found),
                        ("additionalProperties", None, Value::Bool(false)) => found.push(format!("{inner}: unknown")),
                        ("additionalProperties", None, other) => faults(root, other, value.get_ref(), &inner, found),
                        _ => {}
                    }
                }
            }
            "$ref" => {
                let name = argument.as_str().and_then(|path| path.strip_prefix("#/definitions/")).expect("a reference");
                faults(root, &root["definitions"][name], value, at, found);
            }
            "allOf" => {
                list().iter().for_each(|part| faults(root, part, value, at, found));
            }
            "anyOf" => {
                let fits = |part: &Value| {
                    let mut found = Vec::new();
                    faults(root, part, value, at, &mut found);
                    found.is_empty()
                };
                if !list().iter().any(fits) {
                    fault("fits none of the ways to write it".into());
                }
            }
            other => panic!("{at}: the schema uses `{other}`, which this test does not know"),
        }
    }
    found.append(&mut own);
}

fn faults_of(text: &str) -> Option<Vec<String>> {
    let table = DeTable::parse(text).ok()?;
    let (schema, mut found) = (schema(), Vec::new());
    faults(&schema, &schema, &DeValue::Table(table.into_inner()), "", &mut found);
    Some(found)
}

#[test]
fn the_schema_that_is_kept_is_the_one_that_the_types_give() {
    let path = root().join("docs/schema/conflict.schema.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, json_schema()).expect("the schema can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == json_schema(),
        "docs/schema/conflict.schema.json is stale; write it anew with\n\
         UPDATE_EXPECTED=1 cargo test -p detente-model --features schema --test schema"
    );
}

#[test]
fn the_schema_knows_the_keys_that_the_reader_knows_in_their_order() {
    let schema = schema();
    let tables: [(&str, &[&str]); 18] = [
        ("SourceTable", SourceTable::KEYS),
        ("ClaimTable", ClaimTable::KEYS),
        ("DecisionMakerTable", DecisionMakerTable::KEYS),
        ("OptionTable", OptionTable::KEYS),
        ("StatementTable", StatementTable::KEYS),
        ("RuleTable", RuleTable::KEYS),
        ("NamedStateTable", NamedStateTable::KEYS),
        ("OutcomeTable", OutcomeTable::KEYS),
        ("PublishedTable", PublishedTable::KEYS),
        ("VariantTable", VariantTable::KEYS),
        ("AlternativeTable", AlternativeTable::KEYS),
        ("AddedTable", AddedTable::KEYS),
        ("UnknownTable", UnknownTable::KEYS),
        ("ViewTable", ViewTable::KEYS),
        ("SeenTable", SeenTable::KEYS),
        ("PropositionTable", PropositionTable::KEYS),
        ("QuestionTable", QuestionTable::KEYS),
        ("EventTable", EventTable::KEYS),
    ];
    let keys = |table: &Value| -> Vec<String> {
        table["properties"].as_object().expect("a table has properties").keys().cloned().collect()
    };
    assert_eq!(keys(&schema), ConflictFile::KEYS);
    let with_properties: BTreeSet<&str> = schema["definitions"]
        .as_object()
        .expect("there are definitions")
        .iter()
        .filter(|(_, definition)| definition.get("properties").is_some())
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        with_properties,
        tables.iter().map(|(name, _)| *name).collect(),
        "each table is in the list of this test"
    );
    for (name, known) in tables {
        assert_eq!(keys(&schema["definitions"][name]), known, "{name}");
    }
}

#[test]
fn the_schema_says_what_every_key_is_and_allows_no_other() {
    each_schema(&schema(), "", &mut |at, part| {
        if let Some(properties) = part.get("properties").and_then(Value::as_object) {
            assert_eq!(part.get("additionalProperties"), Some(&Value::Bool(false)), "{at}");
            for (key, property) in properties {
                let description = property.get("description").and_then(Value::as_str).unwrap_or_default();
                assert!(description.ends_with(['.', '?', '1']), "{at}/{key} has no description: {property}");
            }
        }
        if let Some(ways) = part.get("anyOf").and_then(Value::as_array) {
            assert!(ways.len() > 1, "{at} has one way and calls it several");
            for way in ways {
                assert!(way.get("description").is_some(), "{at}: a way to write it has no description");
            }
        }
    });
}

#[test]
fn the_schema_has_no_null_which_toml_has_not() {
    assert!(!json_schema().contains("null"));
    each_schema(&schema(), "", &mut |at, part| {
        assert!(part.get("type").is_none_or(Value::is_string), "{at}: {part}");
        assert!(part.get("format").is_none(), "{at}: {part}");
        let beside_reference = part.get("$ref").is_some() && part.as_object().is_some_and(|all| all.len() > 1);
        assert!(!beside_reference, "{at}: draft 7 reads nothing beside a reference: {part}");
        let title = part.get("title").and_then(Value::as_str);
        assert_eq!(title, at.is_empty().then_some("A conflict file of Détente"), "{at}");
    });
}

#[test]
fn files_that_read_are_valid_against_the_schema() {
    for (name, text) in catalogue().into_iter().chain(wellformed()) {
        assert_eq!(faults_of(&text), Some(Vec::new()), "{name}");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses_and_many_malformed_files_are_refused_by_both() {
    let mut refused = 0;
    for (name, text) in malformed() {
        if faults_of(&text).is_some_and(|faults| !faults.is_empty()) {
            refused += 1;
            assert!(detente_model::read::read(&text).conflict.is_none(), "{name}");
        }
    }
    assert!(refused >= 15, "only {refused} of the malformed files are refused by the schema");
}

#[test]
fn the_schema_finds_a_wrong_value_for_every_key() {
    let file = malformed().into_iter().find(|(name, _)| name == "wrong-types-everywhere");
    let (_, text) = file.expect("the file is there");
    let faults = faults_of(&text).expect("it is TOML");
    for place in [".format", ".title", ".status_quo", ".sources.report.sha256", ".claims.K1.at", ".moves.north"] {
        assert!(faults.iter().any(|fault| fault.starts_with(&format!("{place}:"))), "{place}: {faults:#?}");
    }
}
