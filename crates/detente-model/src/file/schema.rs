//! The JSON Schema of the conflict file, generated from its types.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{ByteRange, ConceptName, ConflictFile, Entries, FormatVersion, PlaceRange, Spanned, UnknownMark};
use crate::ledger::Standing;
use crate::{Basis, CONCEPTS, Direction, Motion};

/// The JSON Schema (draft 7, which TOML editors understand) of the conflict file, as indented JSON with a final line break.
pub fn json_schema() -> String {
    let mut generated = SchemaSettings::draft07().into_generator().into_root_schema_for::<ConflictFile>();
    generated.insert("title".into(), "A conflict file of Détente".into());
    tidy(&mut generated);
    // What the schema is comes first, for people who look into it.
    let mut schema = Schema::default();
    let first = ["$schema", "title", "description"];
    let keys: Vec<String> = generated.as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
    for key in first.into_iter().map(String::from).chain(keys.into_iter().filter(|key| !first.contains(&key.as_str())))
    {
        let value = generated.get(&key).cloned();
        schema.insert(key, value.unwrap_or_default());
    }
    format!("{:#}\n", schema.as_value())
}

/// Takes out of a schema what is true of Rust and not of TOML.
fn tidy(schema: &mut Schema) {
    transform_subschemas(&mut tidy, schema);
    // A key that is left out is not there: TOML has no null.
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(ways)) = schema.get_mut("anyOf") {
        ways.retain(|way| way.get("type").is_none_or(|name| name != "null"));
        // Beside a reference, draft 7 reads nothing else, so a single one stays within brackets.
        if let [_] = ways.as_slice() {
            let way = schema.remove("anyOf").expect("it is there");
            schema.insert("allOf".into(), way);
        }
    }
    // How many bits the reader has for a number is no concern of an editor.
    schema.remove("format");
}

/// In the schema a value is itself, whatever its place.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Entries_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }

    fn inline_schema() -> bool {
        true
    }
}

macro_rules! words_schema {
    ($type:ty, $name:literal, $words:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words: Vec<&str> = $words;
                json_schema!({ "type": "string", "enum": words })
            }

            fn inline_schema() -> bool {
                true
            }
        }
    };
}

words_schema!(Basis, "Basis", Basis::ALL.iter().map(|b| b.word()).collect());
words_schema!(Standing, "Standing", Standing::ALL.iter().map(|s| s.word()).collect());
words_schema!(Motion, "Motion", Motion::ALL.iter().map(|m| m.word()).collect());
words_schema!(Direction, "Direction", Direction::ALL.iter().map(|d| d.word()).collect());
words_schema!(ConceptName, "ConceptName", CONCEPTS.iter().map(|c| c.id).collect());

impl JsonSchema for FormatVersion {
    fn schema_name() -> Cow<'static, str> {
        "FormatVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "const": 1 })
    }

    fn inline_schema() -> bool {
        true
    }
}

macro_rules! range_schema {
    ($type:ty, $name:literal, $minimum:literal) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "array",
                    "items": { "type": "integer", "minimum": $minimum },
                    "minItems": 2,
                    "maxItems": 2
                })
            }

            fn inline_schema() -> bool {
                true
            }
        }
    };
}

range_schema!(ByteRange, "ByteRange", 0);
range_schema!(PlaceRange, "PlaceRange", 1);

impl JsonSchema for UnknownMark {
    fn schema_name() -> Cow<'static, str> {
        "UnknownMark".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "boolean", "description": "Whether it may be so, or the opposite, or not there." },
            { "type": "string", "enum": ["opposite", "absent"], "description": "How else it may be." },
        ] })
    }

    fn inline_schema() -> bool {
        true
    }
}
