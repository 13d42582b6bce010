//! A part: so many rows as a Parquet file, the same bytes whoever makes it.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{BoolType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

use crate::columns::{Column, ColumnKind, Table, Values};

/// Who wrote a part, in its footer: not the version, so that it does not change the bytes.
const CREATED_BY: &str = "detente sweep";
/// The keys in a footer.
const SWEEP: &str = "detente.sweep";
const PART: &str = "detente.part";

/// Writes rows as a Parquet file. `identity` is the digest of the sweep, `part` the number of the part; both are in the footer.
pub(crate) fn write(columns: &[Column], table: &Table, identity: &str, part: u64) -> Result<Vec<u8>, ParquetError> {
    let pair = |key: &str, value: String| KeyValue::new(key.to_string(), value);
    let mut properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.into())
        .set_key_value_metadata(Some(vec![pair(SWEEP, identity.into()), pair(PART, part.to_string())]))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false)
        .set_offset_index_disabled(true);
    for column in columns {
        let path = ColumnPath::from(column.name.as_str());
        properties = match column.kind {
            ColumnKind::Flag => properties.set_column_encoding(path, Encoding::PLAIN),
            // Numbers that follow each other or are small.
            ColumnKind::Count | ColumnKind::Number => {
                properties.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
            }
            // The same few sets again and again.
            ColumnKind::Word => properties.set_column_dictionary_enabled(path, true),
        };
    }
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(columns)?, Arc::new(properties.build()))?;
    let mut group = writer.next_row_group()?;
    let mut place = 0;
    while let Some(mut column) = group.next_column()? {
        write_column(&mut column, &table.values[place], table.present[place].as_deref())?;
        column.close()?;
        place += 1;
    }
    group.close()?;
    writer.into_inner()
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let field = |column: &Column| {
        let physical = match column.kind {
            ColumnKind::Flag => Physical::BOOLEAN,
            ColumnKind::Count => Physical::INT32,
            ColumnKind::Number | ColumnKind::Word => Physical::INT64,
        };
        let logical = (column.kind == ColumnKind::Word).then(|| LogicalType::integer(64, false));
        let repetition = if column.nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let builder = Type::primitive_type_builder(&column.name, physical);
        builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("rows").with_fields(fields).build()?))
}

fn write_column(
    column: &mut SerializedColumnWriter, values: &Values, present: Option<&[bool]>,
) -> Result<(), ParquetError> {
    let levels: Option<Vec<i16>> = present.map(|present| present.iter().map(|&there| i16::from(there)).collect());
    let levels = levels.as_deref();
    match values {
        Values::Flags(values) => column.typed::<BoolType>().write_batch(&there(values, present), levels, None),
        Values::Counts(values) => column.typed::<Int32Type>().write_batch(&there(values, present), levels, None),
        Values::Numbers(values) => column.typed::<Int64Type>().write_batch(&there(values, present), levels, None),
    }?;
    Ok(())
}

/// The values that are there: the others are not written.
fn there<'v, T: Copy>(values: &'v [T], present: Option<&[bool]>) -> std::borrow::Cow<'v, [T]> {
    match present {
        Some(present) if present.contains(&false) => {
            values.iter().zip(present).filter(|(_, there)| **there).map(|(value, _)| *value).collect()
        }
        _ => values.into(),
    }
}

/// What the footer of a part says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Footer {
    pub(crate) identity: String,
    pub(crate) part: u64,
    pub(crate) rows: u64,
}

/// Reads the footer of a part; `None` where the file is none.
pub(crate) fn footer(file: File) -> Option<Footer> {
    let reader = SerializedFileReader::new(file).ok()?;
    let metadata = reader.metadata().file_metadata();
    let value = |key: &str| {
        let pairs = metadata.key_value_metadata()?;
        pairs.iter().find(|pair| pair.key == key)?.value.clone()
    };
    Some(Footer {
        identity: value(SWEEP)?,
        part: value(PART)?.parse().ok()?,
        rows: u64::try_from(metadata.num_rows()).ok()?,
    })
}

/// Reads the columns of a part again, those for which `wanted`; the others come without values.
///
/// # Errors
/// When the file is no Parquet file, or does not have these columns.
pub(crate) fn read(file: File, columns: &[Column], wanted: impl Fn(usize) -> bool) -> Result<Table, ParquetError> {
    let reader = SerializedFileReader::new(file)?;
    let found: Vec<String> =
        reader.metadata().file_metadata().schema_descr().columns().iter().map(|one| one.name().to_string()).collect();
    if !found.iter().eq(columns.iter().map(|column| &column.name)) {
        return Err(ParquetError::General("it has other columns".into()));
    }
    let mut table = Table::new(columns, 0);
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows =
            usize::try_from(group.metadata().num_rows()).map_err(|_| ParquetError::General("too many rows".into()))?;
        for place in (0..columns.len()).filter(|&place| wanted(place)) {
            let mut levels: Vec<i16> = Vec::with_capacity(rows);
            let present = &mut table.present[place];
            let levels = present.is_some().then_some(&mut levels);
            let levels = match (group.get_column_reader(place)?, &mut table.values[place]) {
                (ColumnReader::BoolColumnReader(mut reader), Values::Flags(values)) => {
                    spread(&mut reader, rows, levels, values)?
                }
                (ColumnReader::Int32ColumnReader(mut reader), Values::Counts(values)) => {
                    spread(&mut reader, rows, levels, values)?
                }
                (ColumnReader::Int64ColumnReader(mut reader), Values::Numbers(values)) => {
                    spread(&mut reader, rows, levels, values)?
                }
                _ => return Err(ParquetError::General("a column has another type".into())),
            };
            if let (Some(present), Some(levels)) = (present, levels) {
                present.extend(levels.iter().map(|&level| level == 1));
            }
        }
    }
    Ok(table)
}

/// Reads the values of a column, and puts those that are there into the rows that have them.
fn spread<'l, T: parquet::data_type::DataType>(
    reader: &mut parquet::column::reader::ColumnReaderImpl<T>, rows: usize, mut levels: Option<&'l mut Vec<i16>>,
    values: &mut Vec<T::T>,
) -> Result<Option<&'l [i16]>, ParquetError> {
    let mut found: Vec<T::T> = Vec::with_capacity(rows);
    let mut done = 0;
    while done < rows {
        let (records, _, _) = reader.read_records(rows - done, levels.as_deref_mut(), None, &mut found)?;
        if records == 0 {
            return Err(ParquetError::General("rows are missing".into()));
        }
        done += records;
    }
    match levels {
        None => {
            values.append(&mut found);
            Ok(None)
        }
        Some(levels) => {
            let mut found = found.into_iter();
            let next = |&level: &i16| if level == 1 { found.next().unwrap_or_default() } else { T::T::default() };
            values.extend(levels.iter().map(next));
            Ok(Some(levels))
        }
    }
}
