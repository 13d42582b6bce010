//! Pictures of graphs: boxes in layers, and curves between them.
//!
//! [`layout`] places them; it knows sizes and connections only. A picture that would be too wide for a page is turned. [`svg`] and the LaTeX writer draw what was
//! placed.

pub mod layout;
pub mod placed;
pub mod svg;

/// A graph to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines between them.
    pub lines: Vec<Line>,
    /// Who moves along the lines, for the legend.
    pub movers: Vec<String>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Words beside the name: "now", "Nash".
    pub roles: Vec<String>,
    /// What stands below the name, a line each.
    pub text: Vec<String>,
    /// The whole of it, for whoever asks what the box is.
    pub full: String,
    /// Whether it is drawn with a double border: the status quo.
    pub double: bool,
    /// Whether its ends are round: an equilibrium.
    pub round: bool,
}

/// A line between two boxes along which one decision maker can move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who moves along it: its place in [`Graph::movers`].
    pub mover: usize,
    /// From which box.
    pub from: usize,
    /// To which box.
    pub to: usize,
    /// What the move from `from` to `to` is to the mover.
    pub forth: Head,
    /// What the move back is, where it is drawn.
    pub back: Option<Head>,
}

/// An arrow head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Filled: the mover prefers where it leads.
    Improvement,
    /// Open: a move that the mover does not prefer.
    Move,
}
