//! The report: a whole conflict in one piece, for somebody who has never heard of the method.
//!
//! [`build`] turns answers into a [`Report`]: sections of sentences, lists, tables and one picture. [`crate::html`] and [`crate::latex`] write it
//! out; [`Report::document`] gives the same content to the Markdown writer.

mod ledger;
mod moves;
mod reasons;
mod results;
mod scope;
mod sentences;
mod situation;
mod summary;

use std::collections::BTreeMap;

use detente_analysis::certify::{Reasons, Request};
use detente_model::State;

use crate::document::{Block, Document, Rich, Table, Tone};
use crate::graph::Graph;
use crate::pages::OverviewInputs;

/// A state, and its verdicts with their reasons; a message where these could not be found.
pub type Explained = (State, Result<Vec<(Request, Reasons)>, String>);

/// What the report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a, 'c> {
    /// The analysed conflict with its ledger; `limit` is how many states a table shows.
    pub overview: OverviewInputs<'a, 'c>,
    /// The verdicts on the status quo and on the equilibria that are explained, each with its reasons; a message where the reasons of a state could not be found.
    pub reasons: &'a [Explained],
    /// Further answers, laid out already: propositions, pivots, variants. Each becomes a section, under its title.
    pub further: &'a [Document],
    /// The command that makes the report again.
    pub command: &'a str,
    /// The version of the program.
    pub version: &'a str,
}

/// A report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// What a reader with one minute has to know.
    pub summary: Vec<Rich>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Names (in [`Tone::Name`]) that lead somewhere in the report, with the id of the place.
    pub anchors: BTreeMap<String, String>,
}

/// A section of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its id, for links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it consists of.
    pub parts: Vec<Part>,
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
    /// An explanation for those who want it.
    Fold {
        /// What is explained.
        title: String,
        /// The explanation.
        items: Vec<Rich>,
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

/// The report on a conflict.
pub fn build(inputs: Inputs) -> Report {
    let conflict = inputs.overview.answer.conflict;
    let drawn = moves::Drawn::new(inputs.overview.answer);
    let evolution = moves::Evolution::new(inputs.overview.answer);
    let mut report = Report {
        title: conflict.title.clone(),
        summary: summary::summary(inputs, &evolution),
        anchors: ledger::anchors(conflict),
        ..Report::default()
    };
    report.sections.push(situation::situation(inputs.overview.answer));
    report.sections.push(situation::wants(inputs.overview.answer));
    report.sections.extend(ledger::claims(inputs.overview));
    report.sections.extend(situation::rules(conflict));
    report.sections.push(results::states(inputs.overview));
    report.sections.push(results::equilibria(inputs.overview));
    report.sections.extend(results::status_quo(inputs.overview.answer));
    report.sections.extend(reasons::why(inputs));
    report.sections.push(drawn.section(inputs.overview.answer));
    report.sections.extend(evolution.section(inputs.overview.answer));
    for (place, document) in inputs.further.iter().enumerate() {
        report.sections.push(further(document, place));
    }
    report.sections.extend(results::outcomes(inputs.overview.answer));
    report.sections.extend(results::literature(inputs.overview));
    report.sections.extend(ledger::sources(inputs.overview));
    report.sections.push(scope::scope(inputs));
    report
}

/// A page as a section.
fn further(page: &Document, place: usize) -> Section {
    let mut section = Section::new(&format!("further-{}", place + 1), "");
    for block in &page.blocks {
        match block {
            Block::Title(title) if section.title.is_empty() => section.title = title.words(),
            Block::Table(table) => {
                section.parts.push(Part::Table { caption: String::new(), shape: Shape::Grid, table: table.clone() });
            }
            block => section.parts.push(Part::Block(block.clone())),
        }
    }
    section
}

impl Section {
    fn new(id: &str, title: &str) -> Self {
        Section { id: id.into(), title: title.into(), parts: Vec::new() }
    }

    fn paragraph(&mut self, text: impl Into<Rich>) {
        self.parts.push(Part::Block(Block::Paragraph(text.into())));
    }

    fn heading(&mut self, title: &str, beside: impl Into<Rich>) {
        self.parts.push(Part::Block(Block::Heading(title.into(), beside.into())));
    }

    fn items(&mut self, items: Vec<crate::document::Item>) {
        if !items.is_empty() {
            self.parts.push(Part::Block(Block::Items(items)));
        }
    }

    fn table(&mut self, caption: impl Into<String>, shape: Shape, table: Table) {
        self.parts.push(Part::Table { caption: caption.into(), shape, table });
    }

    fn fold(&mut self, title: &str, items: Vec<Rich>) {
        self.parts.push(Part::Fold { title: title.into(), items });
    }
}

impl Report {
    /// The same content as a document. A picture is left to the table beside it.
    pub fn document(&self) -> Document {
        let mut document = Document::titled(self.title.as_str());
        self.summary.iter().for_each(|text| document.paragraph(text.clone()));
        for section in &self.sections {
            document.heading(&section.title, Rich::empty());
            for part in &section.parts {
                match part {
                    // A document has one kind of heading, so subsections begin with a strong line.
                    Part::Block(Block::Heading(title, beside)) => {
                        let space = if beside.is_empty() { "" } else { " " };
                        document.paragraph(Rich::toned(Tone::Strong, title.as_str()).plain(space).join(beside.clone()));
                    }
                    Part::Block(block) => document.blocks.push(block.clone()),
                    Part::Table { caption, table, .. } => {
                        if !caption.is_empty() {
                            document.paragraph(Rich::toned(Tone::Strong, caption.as_str()));
                        }
                        document.table(table.clone());
                    }
                    Part::Fold { title, items } => {
                        document.paragraph(Rich::toned(Tone::Strong, title.as_str()));
                        let items = items.iter().map(|text| crate::document::Item::new("", text.clone()));
                        document.items(items.collect());
                    }
                    Part::Picture { .. } => {}
                }
            }
        }
        document
    }
}
