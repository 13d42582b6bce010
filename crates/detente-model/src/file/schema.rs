//! The JSON Schema of the conflict file, generated from its types.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{ByteRange, ConceptName, ConflictFile, Entries, FormatVersion, Spanned};
use crate::ledger::Standing;
use crate::{Basis, CONCEPTS, Direction};

/// The JSON Schema (draft 7, which TOML editors understand) of the conflict file, as indented JSON with a final line break.
pub fn json_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<ConflictFile>();
    let mut text = serde_json_pretty(&schema);
    text.push('\n');
    text
}

fn serde_json_pretty(schema: &Schema) -> String {
    format!("{:#}", schema.as_value())
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

impl JsonSchema for ByteRange {
    fn schema_name() -> Cow<'static, str> {
        "ByteRange".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": { "type": "integer", "minimum": 0 },
            "minItems": 2,
            "maxItems": 2
        })
    }

    fn inline_schema() -> bool {
        true
    }
}
