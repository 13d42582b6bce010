//! Documents as text for a terminal.
//!
//! Lines are broken at a width, tables are set without rules, and tones become ANSI styles; whoever prints takes those away where
//! they are not wanted.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::document::{Align, Block, Document, Rich, Table, Tone};

/// Space between the columns of a table.
const GAP: usize = 2;
/// A column of text is not made narrower than this.
const MIN_TEXT_WIDTH: usize = 12;

/// The document as text of at most `width` columns, with ANSI styles.
pub fn render(document: &Document, width: usize) -> String {
    let mut out = String::new();
    let mut after_heading = true;
    for block in &document.blocks {
        if !after_heading {
            out.push('\n');
        }
        match block {
            Block::Title(title) => {
                for line in wrap(&restyled(title, Tone::Strong), width) {
                    push_line(&mut out, 0, &line);
                }
            }
            Block::Heading(title, beside) => {
                out.push_str(&styled(Tone::Strong, &title.to_uppercase()));
                if !beside.is_empty() {
                    out.push_str("  ");
                    beside.0.iter().for_each(|(tone, text)| out.push_str(&styled(*tone, text)));
                }
                out.push('\n');
            }
            Block::Paragraph(text) => {
                for line in wrap(text, width) {
                    push_line(&mut out, 0, &line);
                }
            }
            Block::Items(items) => {
                // Marks of one depth stand beneath each other, and so do the texts.
                let mark_width = |depth: usize| {
                    items.iter().filter(|i| i.depth == depth).map(|i| i.mark.words().width()).max().unwrap_or(0)
                };
                for item in items {
                    let indent = 2 * item.depth;
                    let marks = mark_width(item.depth);
                    let hang = indent + if marks > 0 { marks + 1 } else { 0 };
                    for (number, line) in
                        wrap(&item.text, width.saturating_sub(hang).max(MIN_TEXT_WIDTH)).iter().enumerate()
                    {
                        if number == 0 && marks > 0 {
                            let pad = " ".repeat(marks - item.mark.words().width() + 1);
                            push_line(&mut out, indent, &item.mark.clone().plain(pad).join(line.clone()));
                        } else {
                            push_line(&mut out, hang, line);
                        }
                    }
                }
            }
            Block::Table(table) => push_table(&mut out, table, width),
        }
        after_heading = matches!(block, Block::Heading(..) | Block::Title(_));
    }
    out
}

fn push_line(out: &mut String, indent: usize, line: &Rich) {
    let mut text = " ".repeat(indent);
    line.0.iter().for_each(|(tone, part)| text.push_str(&styled(*tone, part)));
    out.push_str(text.trim_end());
    out.push('\n');
}

fn push_table(out: &mut String, table: &Table, width: usize) {
    let widths = column_widths(table, width);
    let head: Vec<Rich> = table.columns.iter().map(|column| Rich::toned(Tone::Quiet, column.name.clone())).collect();
    for row in std::iter::once(&head).chain(&table.rows) {
        let cells: Vec<Vec<Rich>> = row.iter().zip(&widths).map(|(cell, &width)| wrap(cell, width.max(1))).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let mut whole = Rich::empty();
            for (place, ((cell, &width), column)) in cells.iter().zip(&widths).zip(&table.columns).enumerate() {
                let part = cell.get(line).cloned().unwrap_or_default();
                let room = width.saturating_sub(part.words().width());
                let before = match column.align {
                    Align::Left => 0,
                    Align::Right => room,
                    Align::Centre => room / 2,
                };
                let gap = if place > 0 { GAP } else { 0 };
                whole = whole.plain(" ".repeat(gap + before)).join(part).plain(" ".repeat(room - before));
            }
            push_line(out, 2, &whole);
        }
    }
    for note in &table.notes {
        for line in wrap(&Rich::toned(Tone::Quiet, note.clone()), width.saturating_sub(2)) {
            push_line(out, 2, &line);
        }
    }
}

/// Every column as wide as its longest cell; where that is too much, the widest columns of text give way, down to their longest word.
fn column_widths(table: &Table, width: usize) -> Vec<usize> {
    let longest_word = |c: usize| {
        let cells = table.rows.iter().map(|row| row[c].words()).chain([table.columns[c].name.clone()]);
        cells.map(|cell| cell.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)).max().unwrap_or(0)
    };
    let least: Vec<usize> = (0..table.columns.len()).map(|c| longest_word(c).max(MIN_TEXT_WIDTH)).collect();
    let mut widths: Vec<usize> = (0..table.columns.len())
        .map(|c| {
            let head = table.columns[c].name.width();
            table.rows.iter().map(|row| row[c].words().width()).max().unwrap_or(0).max(head)
        })
        .collect();
    let room = width.saturating_sub(2 + GAP * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let widest = (0..widths.len())
            .filter(|&c| table.columns[c].align == Align::Left && widths[c] > least[c])
            .max_by_key(|&c| widths[c]);
        match widest {
            Some(c) => widths[c] -= 1,
            None => break,
        }
    }
    widths
}

/// The text in lines of at most `width` columns, broken between words; a word that is longer stands alone.
fn wrap(text: &Rich, width: usize) -> Vec<Rich> {
    let mut lines = vec![Rich::empty()];
    let mut used = 0;
    for piece in pieces(text) {
        let length = piece.word.words().width();
        if used > 0 && used + piece.spaces + length > width || piece.new_line {
            lines.push(Rich::empty());
            used = 0;
        }
        // Spaces at the beginning of the text are meant; those at a break are not.
        let keeps_spaces = used > 0 || lines.len() == 1;
        let line = lines.last_mut().expect("there is always a line");
        if keeps_spaces {
            *line = std::mem::take(line).plain(" ".repeat(piece.spaces)).join(piece.word);
            used += piece.spaces + length;
        } else {
            *line = piece.word;
            used = length;
        }
    }
    lines
}

/// A word, which may have several tones, and the white space before it.
#[derive(Default)]
struct Piece {
    spaces: usize,
    new_line: bool,
    word: Rich,
}

fn pieces(text: &Rich) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    for (tone, part) in &text.0 {
        for c in part.chars() {
            let last = pieces.last_mut().expect("there is always a piece");
            let begun = !last.word.is_empty();
            match c {
                ' ' | '\n' if begun => {
                    pieces.push(Piece { spaces: usize::from(c == ' '), new_line: c == '\n', word: Rich::empty() });
                }
                ' ' => last.spaces += 1,
                '\n' => last.new_line = true,
                c => match last.word.0.last_mut() {
                    Some((own, word)) if own == tone => word.push(c),
                    _ => last.word.0.push((*tone, c.to_string())),
                },
            }
        }
    }
    pieces.retain(|piece| !piece.word.is_empty());
    pieces
}

fn restyled(text: &Rich, tone: Tone) -> Rich {
    Rich(text.0.iter().map(|(own, part)| (if *own == Tone::Plain { tone } else { *own }, part.clone())).collect())
}

fn styled(tone: Tone, text: &str) -> String {
    let style = match tone {
        Tone::Plain => return text.to_string(),
        Tone::Strong => Style::new().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Warn => AnsiColor::Yellow.on_default(),
        Tone::Name => AnsiColor::Cyan.on_default(),
    };
    let mut out = String::new();
    let _ = write!(out, "{style}{text}{style:#}");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Item;

    /// The lines of a document without styles.
    fn lines(document: &Document, width: usize) -> Vec<String> {
        let text = render(document, width);
        let mut plain = String::new();
        let mut in_escape = false;
        for c in text.chars() {
            match (in_escape, c) {
                (false, '\u{1b}') => in_escape = true,
                (true, 'm') => in_escape = false,
                (false, c) => plain.push(c),
                _ => {}
            }
        }
        plain.lines().map(String::from).collect()
    }

    #[test]
    fn no_line_is_longer_than_the_width_and_no_word_is_lost() {
        let words = "the quick brown fox jumps over the lazy dog ".repeat(5);
        let mut document = Document::titled("A title");
        document.paragraph(words.clone());
        document.items(vec![Item::new("●", words.clone()).at(1)]);
        let mut table =
            Table::new("t", [("state".into(), Align::Left), ("what".into(), Align::Left), ("n".into(), Align::Right)]);
        table.rows.push(vec!["s1".into(), words.clone().into(), "17".into()]);
        document.table(table);
        for width in [40, 80, 100] {
            let lines = lines(&document, width);
            assert!(lines.iter().all(|line| line.width() <= width), "{lines:#?}");
            assert_eq!(lines.join(" ").matches("jumps").count(), 15);
        }
    }

    #[test]
    fn a_line_is_broken_between_words_and_not_where_the_tone_changes() {
        let mut document = Document::default();
        document.paragraph(Rich::from("one two (").then(Tone::Name, "s5").plain("), three"));
        assert_eq!(lines(&document, 14), ["one two (s5),", "three"]);
    }

    #[test]
    fn numbers_stand_at_the_right_and_wide_characters_keep_columns_straight() {
        let mut table = Table::new("t", [("名".into(), Align::Left), ("n".into(), Align::Right)]);
        table.rows.push(vec!["中国".into(), "5".into()]);
        table.rows.push(vec!["us".into(), "120".into()]);
        let mut document = Document::default();
        document.table(table);
        assert_eq!(lines(&document, 80), ["  名      n", "  中国    5", "  us    120"]);
    }
}
