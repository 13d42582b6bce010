//! Documents as Markdown.

use crate::document::{Align, Block, Document, Rich, Table, Tone};

/// The document as GitHub-flavoured Markdown.
pub fn render(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Title(title) => out.push_str(&format!("# {}\n", inline(title))),
            Block::Heading(title, beside) if beside.is_empty() => out.push_str(&format!("## {title}\n")),
            Block::Heading(title, beside) => out.push_str(&format!("## {title}\n\n{}\n", inline(beside))),
            Block::Paragraph(text) => out.push_str(&format!("{}\n", inline(text))),
            Block::Items(items) => {
                for item in items {
                    // A dash is the list's own mark.
                    let mark = if item.mark.words() == "–" { String::new() } else { inline(&item.mark) };
                    let space = if mark.is_empty() { "" } else { " " };
                    out.push_str(&format!("{}- {mark}{space}{}\n", "  ".repeat(item.depth), inline(&item.text)));
                }
            }
            Block::Table(table) => push_table(&mut out, table),
        }
    }
    out
}

fn push_table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&row(table.columns.iter().map(|column| escape(&column.name)).collect()));
    let rule = |align: Align| match align {
        Align::Left => "---",
        Align::Right => "---:",
        Align::Centre => ":---:",
    };
    out.push_str(&row(table.columns.iter().map(|column| rule(column.align).into()).collect()));
    for cells in &table.rows {
        out.push_str(&row(cells.iter().map(inline).collect()));
    }
    for note in &table.notes {
        out.push_str(&format!("\n{}\n", running(note)));
    }
}

fn inline(text: &Rich) -> String {
    let part = |(tone, part): &(Tone, String)| {
        let escaped = running(part);
        let core = escaped.trim();
        if core.is_empty() {
            return escaped;
        }
        // Emphasis must hug its words, so the white space around them stays outside.
        let around = |mark: &str| {
            let at = escaped.find(core).expect("the core is a part of it");
            format!("{}{mark}{core}{mark}{}", &escaped[..at], &escaped[at + core.len()..])
        };
        match tone {
            Tone::Strong => around("**"),
            Tone::Name => {
                let raw = part.trim();
                let at = part.find(raw).expect("the core is a part of it");
                format!("{}`{raw}`{}", &part[..at], &part[at + raw.len()..])
            }
            _ => escaped,
        }
    };
    text.0.iter().map(part).collect::<String>().trim_end().to_string()
}

/// Escaped text in which commands between backquotes stay as they are.
fn running(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let set = |(place, part): (usize, &&str)| if place % 2 == 1 { format!("`{part}`") } else { escape(part) };
    parts.iter().enumerate().map(set).collect()
}

/// Takes the special meaning from characters, and line breaks out of the way.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_with_a_meaning_in_markdown_lose_it() {
        let mut document = Document::titled("a*b");
        document.paragraph(Rich::toned(Tone::Strong, " bold ").then(Tone::Name, "us.engage").plain(" a_b | c"));
        assert_eq!(render(&document), "# a\\*b\n\n **bold** `us.engage` a\\_b \\| c\n");
    }

    #[test]
    fn commands_between_backquotes_stay_and_dashes_are_not_doubled() {
        let mut document = Document::default();
        document.items(vec![crate::document::Item::new("–", "use `detente why` * now")]);
        assert_eq!(render(&document), "- use `detente why` \\* now\n");
    }

    #[test]
    fn tables_keep_their_alignment() {
        let mut document = Document::default();
        let mut table =
            Table::new("t", [("state".into(), Align::Left), ("n".into(), Align::Right), ("x".into(), Align::Centre)]);
        table.rows.push(vec!["s1".into(), "2".into(), "●".into()]);
        document.table(table);
        assert_eq!(render(&document), "| state | n | x |\n| --- | ---: | :---: |\n| s1 | 2 | ● |\n");
    }
}
