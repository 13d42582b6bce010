//! Answers that are laid out already, as the page takes them.

use detente_report::document::{self, Align, Document, Rich, Tone};

use crate::api::{Block, Column, Doc, Item, Run};

/// A document for the page.
pub fn doc(document: &Document) -> Doc {
    Doc { blocks: document.blocks.iter().map(block).collect() }
}

/// Text with tones for the page.
pub fn runs(text: &Rich) -> Vec<Run> {
    let run = |(tone, text): &(Tone, String)| Run { tone: tone_word(*tone).into(), text: text.clone() };
    text.0.iter().filter(|(_, text)| !text.is_empty()).map(run).collect()
}

fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Strong => "strong",
        Tone::Quiet => "quiet",
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Warn => "warn",
        Tone::Name => "name",
    }
}

fn block(block: &document::Block) -> Block {
    match block {
        document::Block::Title(text) => Block::Title { text: runs(text) },
        document::Block::Heading(text, beside) => Block::Heading { text: text.clone(), beside: runs(beside) },
        document::Block::Paragraph(text) => Block::Paragraph { text: runs(text) },
        document::Block::Items(items) => {
            let item =
                |item: &document::Item| Item { depth: item.depth, mark: runs(&item.mark), text: runs(&item.text) };
            Block::Items { items: items.iter().map(item).collect() }
        }
        document::Block::Table(table) => Block::Table {
            name: table.name.into(),
            columns: table
                .columns
                .iter()
                .map(|column| Column {
                    name: column.name.clone(),
                    align: match column.align {
                        Align::Left => "left",
                        Align::Right => "right",
                        Align::Centre => "centre",
                    }
                    .into(),
                })
                .collect(),
            rows: table.rows.iter().map(|row| row.iter().map(runs).collect()).collect(),
            notes: table.notes.clone(),
        },
    }
}
