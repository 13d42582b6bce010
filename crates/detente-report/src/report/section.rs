//! Sections of a report and what they consist of.

use super::Report;
use crate::document::{Block, Document, Item, Rich, Table, Tone};
use crate::graph::Graph;

/// A section of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its id, for links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where in the report it stands.
    pub chapter: Chapter,
    /// What it consists of.
    pub parts: Vec<Part>,
}

/// The chapters of a report, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// What it is about.
    Situation,
    /// What was found.
    Answers,
    /// On what that hangs.
    Grounds,
    /// What was put into it.
    Model,
    /// What only some will want to know.
    Appendix,
}

impl Chapter {
    /// The title.
    pub fn title(self) -> &'static str {
        match self {
            Chapter::Situation => "The situation",
            Chapter::Answers => "The answers",
            Chapter::Grounds => "What the answers hang on",
            Chapter::Model => "The model",
            Chapter::Appendix => "Appendix",
        }
    }
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Sentences or a list, or the heading of a subsection.
    Block(Block),
    /// A table with a caption.
    Table {
        /// What it shows.
        caption: String,
        /// How it is set where there is little room.
        shape: Shape,
        /// The table.
        table: Table,
    },
    /// What not every reader wants: on a screen it has to be opened, on paper it is open.
    Fold {
        /// What is in it.
        title: String,
        /// It.
        parts: Vec<Part>,
    },
    /// A picture, which the parts beside it say in words as well.
    Picture {
        /// What it shows.
        caption: String,
        /// What is to be seen in it.
        description: String,
        /// The graph.
        graph: Graph,
    },
}

/// How a table is set where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It stays a table and can be moved sideways: figures and marks.
    Grid,
    /// Its rows become blocks, a cell under the other: text.
    Stacked,
}

impl Section {
    pub(super) fn new(chapter: Chapter, id: &str, title: &str) -> Self {
        Section { id: id.into(), title: title.into(), chapter, parts: Vec::new() }
    }

    pub(super) fn paragraph(&mut self, text: impl Into<Rich>) {
        self.parts.push(Part::Block(Block::Paragraph(text.into())));
    }

    pub(super) fn heading(&mut self, title: &str, beside: impl Into<Rich>) {
        self.parts.push(Part::Block(Block::Heading(title.into(), beside.into())));
    }

    pub(super) fn items(&mut self, items: Vec<Item>) {
        if !items.is_empty() {
            self.parts.push(Part::Block(Block::Items(items)));
        }
    }

    pub(super) fn table(&mut self, caption: impl Into<String>, shape: Shape, table: Table) {
        self.parts.push(Part::Table { caption: caption.into(), shape, table });
    }

    /// What a page says. Its tables are set as `shape`.
    pub(super) fn page(&mut self, page: Document, shape: Shape) {
        self.parts.extend(parts(page, shape));
    }

    /// Parts that have to be opened; nothing where there are none.
    pub(super) fn fold(&mut self, title: &str, parts: Vec<Part>) {
        if !parts.is_empty() {
            self.parts.push(Part::Fold { title: title.into(), parts });
        }
    }
}

/// The parts of a page.
pub(super) fn parts(page: Document, shape: Shape) -> Vec<Part> {
    let part = |block| match block {
        Block::Table(table) => Part::Table { caption: String::new(), shape, table },
        block => Part::Block(block),
    };
    page.blocks.into_iter().map(part).collect()
}

/// Points of a list as one part.
pub(super) fn list(points: impl IntoIterator<Item = Rich>) -> Vec<Part> {
    let items: Vec<Item> = points.into_iter().map(|text| Item::new("–", text)).collect();
    if items.is_empty() { Vec::new() } else { vec![Part::Block(Block::Items(items))] }
}

impl Report {
    /// The same content as a document. A picture is left to the table beside it.
    pub fn document(&self) -> Document {
        let mut document = Document::titled(self.title.as_str());
        self.summary.iter().for_each(|text| document.paragraph(text.clone()));
        for section in &self.sections {
            document.heading(&section.title, Rich::empty());
            add(&mut document, &section.parts);
        }
        document
    }
}

fn add(document: &mut Document, parts: &[Part]) {
    let strong = |title: &str| Rich::toned(Tone::Strong, title);
    for part in parts {
        match part {
            // A document has one kind of heading, so subsections begin with a strong line.
            Part::Block(Block::Heading(title, beside)) => {
                let space = if beside.is_empty() { "" } else { " " };
                document.paragraph(strong(title).plain(space).join(beside.clone()));
            }
            Part::Block(block) => document.blocks.push(block.clone()),
            Part::Table { caption, table, .. } => {
                if !caption.is_empty() {
                    document.paragraph(strong(caption));
                }
                document.table(table.clone());
            }
            Part::Fold { title, parts } => {
                document.paragraph(strong(title));
                add(document, parts);
            }
            Part::Picture { .. } => {}
        }
    }
}
