//! What the parts of a text mean together: tables with their keys, whatever the form they are written in, and for each key all the places
//! that it stands in.

use std::collections::HashMap;

use crate::syntax::{Key, Section, Text, ValueSpan};

/// A node of a [`Tree`], by number.
pub(crate) type NodeId = usize;

/// Tables and what is in them. The first node is the whole.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// What stands under a key.
#[derive(Debug)]
pub(crate) enum Node {
    /// A table: of the file, of a header, or of dotted keys.
    Table(Table),
    /// A list of tables, each with a `[[header]]`.
    Items(Vec<ItemTable>),
    /// A value; what is in it is looked at when it is needed.
    Value(ValueSpan),
}

/// A table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Its keys, in the order of the text.
    pub entries: Vec<Entry>,
    places: HashMap<String, usize>,
    /// The section whose header is that of this table; 0 for the whole file.
    pub own: Option<usize>,
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Entry {
    pub node: NodeId,
    /// Where it stands with all that is below it, in the order of the text.
    pub pieces: Vec<Piece>,
}

/// A table with a `[[header]]`.
#[derive(Debug)]
pub(crate) struct ItemTable {
    pub node: NodeId,
    pub pieces: Vec<Piece>,
}

/// A part of the text that a key stands in: a line, a section with its header, or one of the items of an inline table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub of: PieceOf,
    /// Which of the keys there it is: 1 for `talk` in `options.talk`.
    pub key: usize,
}

/// The parts of a text that move and vanish as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceOf {
    /// By number in [`Text::lines`].
    Line(usize),
    /// By number in [`Text::sections`].
    Section(usize),
    /// By number in the units of a bracket.
    Unit(usize),
}

impl Table {
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.places.get(name).map(|&place| &self.entries[place])
    }

    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }
}

impl Tree {
    /// The tree of a text. `None` if it is not valid TOML.
    pub fn of_text(text: &Text) -> Option<Tree> {
        let mut tree = Tree { nodes: vec![Node::Table(Table { own: Some(0), ..Table::default() })] };
        for (number, section) in text.sections.iter().enumerate() {
            let table = tree.section(number, section)?;
            for line in section.lines.clone() {
                let written = &text.lines[line];
                tree.key(table, &written.keys, PieceOf::Line(line), &written.value)?;
            }
        }
        Some(tree)
    }

    /// The tree of the keys of an inline table, from its units' keys and values. `None` if it is not valid TOML.
    pub fn of_units<'u>(units: impl Iterator<Item = (&'u [Key], &'u ValueSpan)>) -> Option<Tree> {
        let mut tree = Tree { nodes: vec![Node::Table(Table::default())] };
        for (number, (keys, value)) in units.enumerate() {
            tree.key(0, keys, PieceOf::Unit(number), value)?;
        }
        Some(tree)
    }

    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The table that a node is, if it is one.
    pub fn table(&self, id: NodeId) -> Option<&Table> {
        match &self.nodes[id] {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }

    fn table_mut(&mut self, id: NodeId) -> Option<&mut Table> {
        match &mut self.nodes[id] {
            Node::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table of a section.
    fn section(&mut self, number: usize, section: &Section) -> Option<NodeId> {
        let Some(header) = &section.header else { return Some(0) };
        let mut table = 0;
        for (place, key) in header.keys.iter().enumerate() {
            let piece = Piece { of: PieceOf::Section(number), key: place };
            let is_last = place + 1 == header.keys.len();
            let new = if is_last && header.is_item { Node::Items(Vec::new()) } else { Node::Table(Table::default()) };
            let node = self.entry(table, &key.name, piece, new)?;
            table = match &mut self.nodes[node] {
                Node::Table(_) => node,
                Node::Items(_) if is_last && header.is_item => {
                    self.nodes.push(Node::Table(Table { own: Some(number), ..Table::default() }));
                    let item = self.nodes.len() - 1;
                    let Node::Items(items) = &mut self.nodes[node] else { return None };
                    items.push(ItemTable { node: item, pieces: vec![piece] });
                    item
                }
                Node::Items(items) => {
                    let last = items.last_mut()?;
                    last.pieces.push(piece);
                    last.node
                }
                Node::Value(_) => return None,
            };
        }
        self.table_mut(table)?.own = Some(number);
        Some(table)
    }

    /// A value under keys of a table.
    fn key(&mut self, table: NodeId, keys: &[Key], of: PieceOf, value: &ValueSpan) -> Option<()> {
        let (last, way) = keys.split_last()?;
        let mut table = table;
        for (key, name) in way.iter().enumerate() {
            table = self.entry(table, &name.name, Piece { of, key }, Node::Table(Table::default()))?;
        }
        let piece = Piece { of, key: way.len() };
        self.entry(table, &last.name, piece, Node::Value(value.clone())).map(|_| ())
    }

    /// The node under a key, which is made if it is not there.
    fn entry(&mut self, table: NodeId, name: &str, piece: Piece, new: Node) -> Option<NodeId> {
        let next = self.nodes.len();
        let table = self.table_mut(table)?;
        if let Some(&place) = table.places.get(name) {
            table.entries[place].pieces.push(piece);
            return Some(table.entries[place].node);
        }
        table.places.insert(name.to_string(), table.entries.len());
        table.entries.push(Entry { node: next, pieces: vec![piece] });
        self.nodes.push(new);
        Some(next)
    }
}
