//! Tables in LaTeX. Columns of long text share what room the others leave.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::escape::{escape, running};
use super::inline;
use crate::document::{Align, Rich, Table, Tone};

/// The width of a line, in hundredths of a millimetre.
const LINE: usize = 16_600;
/// Between two columns.
const GAP: usize = 220;
/// A column that is wider than this may be broken into lines.
const LONG: usize = 2_400;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// As wide as its widest cell.
    Natural,
    /// In lines of this width.
    Lines(usize),
}

pub(super) fn push(out: &mut String, caption: &str, table: &Table) {
    let (settings, fits) = settings(table);
    let spec: String = table
        .columns
        .iter()
        .zip(&settings)
        .map(|(column, setting)| match (setting, column.align) {
            (Setting::Lines(width), _) => {
                format!(">{{\\raggedright\\arraybackslash}}p{{{}.{:02}mm}}", width / 100, width % 100)
            }
            (_, Align::Left) => "l".to_string(),
            (_, Align::Right) => "r".to_string(),
            (_, Align::Centre) => "c".to_string(),
        })
        .collect();
    // Below a heading there is room already; a caption begins anew.
    let room = if caption.is_empty() { "" } else { "\\room{7\\baselineskip}" };
    let size = if fits { "\\small" } else { "\\scriptsize" };
    let _ = writeln!(
        out,
        "{room}\\begingroup{size}\\setlength{{\\tabcolsep}}{{3pt}}\n\\begin{{longtable}}{{@{{}}{spec}@{{}}}}"
    );
    if !caption.is_empty() {
        let _ = writeln!(out, "\\caption{{{}}}\\\\", escape(caption));
    }
    let names: Vec<String> = table.columns.iter().map(|column| escape(&column.name)).collect();
    let head = format!("\\toprule\n{} \\\\\n\\midrule\n", names.join(" & "));
    let _ = write!(out, "{head}\\endfirsthead\n{head}\\endhead\n\\bottomrule\n\\endfoot\n");
    for row in &table.rows {
        // A bracket at the beginning of a row would be taken for an argument of the row before.
        let cells: Vec<String> = row.iter().map(|cell| format!("{{{}}}", inline(cell))).collect();
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
    }
    out.push_str("\\end{longtable}\n");
    for note in &table.notes {
        let _ = writeln!(out, "{}\\par", running(note));
    }
    out.push_str("\\endgroup\n");
}

/// How the columns are set, and whether they fit in small type.
fn settings(table: &Table) -> (Vec<Setting>, bool) {
    let columns = table.columns.len();
    let name = |column: usize| Rich::from(table.columns[column].name.as_str());
    let cells = |column: usize| {
        table.rows.iter().filter_map(move |row| row.get(column)).cloned().chain([name(column)]).collect::<Vec<_>>()
    };
    let widest = |column: usize| {
        cells(column).iter().map(|cell| cell.0.iter().map(|(tone, text)| width(*tone, text)).sum()).max().unwrap_or(0)
    };
    let word = |column: usize| {
        let words = |(tone, text): &(Tone, String)| {
            text.split_inclusive([' ', '.', '_', '/', ',']).map(|word| width(*tone, word)).max().unwrap_or(0)
        };
        cells(column).iter().flat_map(|cell| cell.0.iter().map(words)).max().unwrap_or(0).min(LINE / 3)
    };
    let natural: Vec<usize> = (0..columns).map(widest).collect();
    let gaps = columns.saturating_sub(1) * GAP;
    if natural.iter().sum::<usize>() + gaps <= LINE {
        return (vec![Setting::Natural; columns], true);
    }
    let is_long = |column: usize| table.columns[column].align == Align::Left && natural[column] > LONG;
    let short: usize = (0..columns).filter(|&column| !is_long(column)).map(|column| natural[column]).sum();
    let long: Vec<usize> = (0..columns).filter(|&column| is_long(column)).collect();
    let least: usize = long.iter().map(|&column| word(column)).sum();
    let fits = short + least + gaps <= LINE;
    // In the smaller type everything takes about four fifths.
    let line = if fits { LINE } else { LINE * 5 / 4 };
    let room = line.saturating_sub(short + least + gaps);
    // What a column wants beyond its longest word counts up to a few lines of text.
    let wants = |column: usize| natural[column].min(3 * LINE / 2).saturating_sub(word(column)).max(1);
    let all: usize = long.iter().map(|&column| wants(column)).sum();
    let mut settings = vec![Setting::Natural; columns];
    for column in long {
        let width = (word(column) + room * wants(column) / all.max(1)).min(natural[column]);
        settings[column] = Setting::Lines(if fits { width } else { width * 4 / 5 });
    }
    (settings, fits)
}

/// About how wide a text is in small type, rather too wide than too narrow.
fn width(tone: Tone, text: &str) -> usize {
    let of = |c: char| match c {
        _ if tone == Tone::Name => 170,
        ' ' | '.' | ',' | ':' | ';' | '\'' | 'i' | 'j' | 'l' | 't' | 'f' | 'I' | '|' | '(' | ')' => 115,
        'm' | 'w' | 'M' | 'W' | '✓' | '✗' | '→' | '−' | '+' => 280,
        'A'..='Z' => 245,
        c if c.is_ascii() => 175,
        // What pdfLaTeX does not know is given with its number.
        c => 175 * c.width().unwrap_or(1).max(1),
    };
    let sum: usize = text.chars().map(of).sum();
    if tone == Tone::Strong { sum * 23 / 20 } else { sum }
}
