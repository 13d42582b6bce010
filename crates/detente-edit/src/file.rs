//! A file as edits see it: its text taken apart, what the parts mean, and the way from the top to a place.

use std::rc::Rc;

use toml::Spanned;
use toml::de::DeTable;

use crate::Step;
use crate::bracket::Bracket;
use crate::error::{EditError, Reason};
use crate::syntax::{Text, ValueSpan};
use crate::tree::{Node, NodeId, Piece, PieceOf, Table, Tree};
use crate::write::OnLine;

/// A text that is valid TOML.
#[derive(Debug)]
pub(crate) struct File<'t> {
    pub text: Text<'t>,
    pub tree: Tree,
    /// What the text says, for comparisons.
    pub data: Spanned<DeTable<'t>>,
}

/// Where a way through a file stops.
#[derive(Clone, Debug)]
pub(crate) enum Stop {
    /// A table of the file, of a header, or of dotted keys on lines.
    Body(NodeId),
    /// A list of tables with `[[headers]]`.
    Items(NodeId),
    /// A list in brackets.
    Array(Rc<Bracket>),
    /// An inline table, or a table of dotted keys in one.
    Inline(Rc<Bracket>, NodeId),
    /// Any other value.
    Scalar(ValueSpan),
}

/// The way to a place, as far as it goes.
#[derive(Debug)]
pub(crate) struct Trail {
    /// The first is the file; one more for each step that leads somewhere.
    pub stops: Vec<Stop>,
}

const MEND: &str = "mend that in the text first";

/// What a text says.
///
/// # Errors
/// The text is not TOML.
pub(crate) fn read(text: &str) -> Result<Spanned<DeTable<'_>>, EditError> {
    DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let words = error.message().lines().next().unwrap_or_default().trim();
        EditError::new(Reason::NotToml, &[], format!("line {line} is not TOML: {words}"), MEND)
    })
}

impl<'t> File<'t> {
    /// Reads a text that ends with the end of a line, if there is anything in it.
    ///
    /// # Errors
    /// The text is not TOML.
    pub fn new(text: &'t str) -> Result<Self, EditError> {
        let data = read(text)?;
        let not_toml = || EditError::new(Reason::NotToml, &[], "the text is not TOML", MEND);
        let text = Text::new(text).ok_or_else(not_toml)?;
        let tree = Tree::of_text(&text).ok_or_else(not_toml)?;
        Ok(File { text, tree, data })
    }

    /// Goes as far as the steps lead.
    pub fn walk(&self, at: &[Step]) -> Trail {
        let mut stops = vec![Stop::Body(0)];
        let mut here = Stop::Body(0);
        for step in at {
            let Some(next) = self.step(&here, step) else { break };
            stops.push(next.clone());
            here = next;
        }
        Trail { stops }
    }

    fn step(&self, here: &Stop, step: &Step) -> Option<Stop> {
        match (here, step) {
            (Stop::Body(node), Step::Key(name)) => {
                let node = self.table(*node).get(name)?.node;
                Some(match self.tree.node(node) {
                    Node::Table(_) => Stop::Body(node),
                    Node::Items(_) => Stop::Items(node),
                    Node::Value(value) => self.value(value),
                })
            }
            (Stop::Items(node), Step::Item(number)) => match self.tree.node(*node) {
                Node::Items(items) => items.get(*number).map(|item| Stop::Body(item.node)),
                _ => None,
            },
            (Stop::Array(bracket), Step::Item(number)) => {
                bracket.units.get(*number).map(|unit| self.value(&unit.value))
            }
            (Stop::Inline(bracket, node), Step::Key(name)) => {
                let tree = bracket.tree.as_ref()?;
                let node = tree.table(*node)?.get(name)?.node;
                match tree.node(node) {
                    Node::Table(_) => Some(Stop::Inline(bracket.clone(), node)),
                    Node::Value(value) => Some(self.value(value)),
                    Node::Items(_) => None,
                }
            }
            _ => None,
        }
    }

    fn value(&self, value: &ValueSpan) -> Stop {
        match Bracket::new(&self.text, value) {
            Some(bracket) if bracket.is_table => Stop::Inline(Rc::new(bracket), 0),
            Some(bracket) => Stop::Array(Rc::new(bracket)),
            None => Stop::Scalar(value.clone()),
        }
    }

    /// The table of a node that is one.
    pub fn table(&self, node: NodeId) -> &Table {
        static NONE: std::sync::LazyLock<Table> = std::sync::LazyLock::new(Table::default);
        self.tree.table(node).unwrap_or(&NONE)
    }

    /// How many items a list has; `None` for what is no list.
    pub fn length(&self, stop: &Stop) -> Option<usize> {
        match stop {
            Stop::Items(node) => match self.tree.node(*node) {
                Node::Items(items) => Some(items.len()),
                _ => None,
            },
            Stop::Array(bracket) => Some(bracket.units.len()),
            _ => None,
        }
    }

    /// For each key of a table, or each item of a list, where it stands.
    pub fn children(&self, stop: &Stop) -> Vec<Vec<Piece>> {
        let of_table = |table: &Table| table.entries.iter().map(|entry| entry.pieces.clone()).collect();
        match stop {
            Stop::Body(node) => of_table(self.table(*node)),
            Stop::Items(node) => match self.tree.node(*node) {
                Node::Items(items) => items.iter().map(|item| item.pieces.clone()).collect(),
                _ => Vec::new(),
            },
            Stop::Array(bracket) => {
                (0..bracket.units.len()).map(|unit| vec![Piece { of: PieceOf::Unit(unit), key: 0 }]).collect()
            }
            Stop::Inline(bracket, node) => {
                bracket.tree.as_ref().and_then(|tree| tree.table(*node)).map(of_table).unwrap_or_default()
            }
            Stop::Scalar(_) => Vec::new(),
        }
    }

    /// For each of the children of a table that has lines or headers, where it has its place among them: at its own header, if it has
    /// one, as that may come after headers of tables within it; else where it is named first.
    pub fn anchors(&self, stop: &Stop) -> Vec<usize> {
        let first = |pieces: &[Piece]| match pieces.first().map(|piece| piece.of) {
            Some(PieceOf::Line(line)) => self.text.lines[line].start,
            Some(PieceOf::Section(section)) => self.text.sections[section].extent.start,
            Some(PieceOf::Unit(unit)) => unit,
            None => 0,
        };
        let Stop::Body(node) = stop else { return self.children(stop).iter().map(|pieces| first(pieces)).collect() };
        let anchor = |entry: &crate::tree::Entry| match self.tree.table(entry.node).and_then(|table| table.own) {
            Some(own) => self.text.sections[own].extent.start,
            None => first(&entry.pieces),
        };
        self.table(*node).entries.iter().map(anchor).collect()
    }

    /// Which of the children of a stop a step leads to.
    pub fn place(&self, stop: &Stop, step: &Step) -> Option<usize> {
        match (stop, step) {
            (Stop::Body(node), Step::Key(name)) => self.table(*node).place(name),
            (Stop::Inline(bracket, node), Step::Key(name)) => bracket.tree.as_ref()?.table(*node)?.place(name),
            (Stop::Items(_) | Stop::Array(_), Step::Item(number)) => {
                self.length(stop).filter(|length| number < length).map(|_| *number)
            }
            _ => None,
        }
    }

    /// Where what a step from a stop leads to stands.
    pub fn pieces(&self, stop: &Stop, step: &Step) -> Vec<Piece> {
        match (stop, step) {
            (Stop::Body(node), Step::Key(name)) => {
                self.table(*node).get(name).map(|entry| entry.pieces.clone()).unwrap_or_default()
            }
            (Stop::Items(node), Step::Item(number)) => match self.tree.node(*node) {
                Node::Items(items) => items.get(*number).map(|item| item.pieces.clone()).unwrap_or_default(),
                _ => Vec::new(),
            },
            (Stop::Inline(bracket, node), Step::Key(name)) => {
                let table = bracket.tree.as_ref().and_then(|tree| tree.table(*node));
                table.and_then(|table| table.get(name)).map(|entry| entry.pieces.clone()).unwrap_or_default()
            }
            (Stop::Array(_), Step::Item(number)) => vec![Piece { of: PieceOf::Unit(*number), key: 0 }],
            _ => Vec::new(),
        }
    }

    /// What is around the value that a trail ends with, if it stands behind `key =` on lines of its own.
    pub fn on_line(&self, trail: &Trail, at: &[Step]) -> Option<OnLine> {
        let parent = trail.stops.len().checked_sub(2)?;
        let (Stop::Body(_), step) = (&trail.stops[parent], at.get(parent)?) else { return None };
        let [Piece { of: PieceOf::Line(line), .. }] = self.pieces(&trail.stops[parent], step)[..] else { return None };
        let line = &self.text.lines[line];
        Some(OnLine {
            indentation: self.text.indentation(line.start).to_string(),
            column: self.text.column(line.value.span.start),
            newline: self.text.newline,
        })
    }
}

impl Trail {
    /// Where the way stops.
    pub fn last(&self) -> &Stop {
        self.stops.last().unwrap_or(&Stop::Body(0))
    }

    /// Whether it leads all the way.
    pub fn is_whole(&self, at: &[Step]) -> bool {
        self.stops.len() == at.len() + 1
    }
}

impl Stop {
    /// The bytes of a value; `None` for what has no bytes of its own.
    pub fn value_span(&self) -> Option<std::ops::Range<usize>> {
        match self {
            Stop::Array(bracket) | Stop::Inline(bracket, 0) => Some(bracket.span.clone()),
            Stop::Scalar(value) => Some(value.span.clone()),
            Stop::Body(_) | Stop::Items(_) | Stop::Inline(..) => None,
        }
    }
}

/// Why a way leads no further than a stop.
pub(crate) fn dead_end(file: &File, trail: &Trail, at: &[Step]) -> EditError {
    let reached = trail.stops.len();
    let here = &at[..reached.min(at.len())];
    let before = &at[..reached - 1];
    let stop = trail.last();
    match (stop, at.get(reached - 1)) {
        (Stop::Items(_) | Stop::Array(_), Some(Step::Item(number))) => {
            beyond(here, file.length(stop).unwrap_or(0), *number, "item")
        }
        (Stop::Items(_) | Stop::Array(_), _) => EditError::new(
            Reason::NotATable,
            before,
            "this is a list, and its items have numbers",
            "give the number of an item, from 0",
        ),
        (Stop::Body(_) | Stop::Inline(..), Some(Step::Key(name))) => {
            let help = "look at the file as it is now; `set` adds a key that is not there";
            EditError::new(Reason::NoSuchPlace, before, format!("there is no `{name}` here"), help)
        }
        (Stop::Body(_) | Stop::Inline(..), _) => {
            EditError::new(Reason::NotAList, before, "this is a table, and what is in it has keys", "give a key")
        }
        (Stop::Scalar(_), Some(Step::Item(_))) => {
            EditError::new(Reason::NotAList, before, "this is one value, not a list", "set it to a list first")
        }
        (Stop::Scalar(_), _) => {
            EditError::new(Reason::NotATable, before, "this is one value, not a table", "set it to a table first")
        }
    }
}

/// A number beyond the end of a list.
pub(crate) fn beyond(at: &[Step], length: usize, number: usize, what: &str) -> EditError {
    let help = match length {
        0 => format!("there is none; add the first {what}"),
        length => format!("give a number from 0 to {}", length - 1),
    };
    let count = if length == 1 { format!("there is 1 {what}") } else { format!("there are {length} {what}s") };
    EditError::new(Reason::BeyondTheEnd, at, format!("{count}, counted from 0, and none has the number {number}"), help)
}
