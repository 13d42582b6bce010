//! States and moves, placed.

use serde::{Deserialize, Serialize};

/// `POST /api/graph`, answered by lines that end with a [`Picture`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GraphRequest {
    /// The text of the file.
    pub text: String,
    /// The variant.
    pub variant: Option<String>,
    /// The state to begin from; the status quo unless given.
    pub from: Option<String>,
    /// What is drawn.
    pub show: Show,
    /// Only the moves of these decision makers; of all where there is none.
    pub movers: Vec<String>,
    /// States that are drawn in any case, with the moves from each to the next: ways to be shown.
    pub ways: Vec<Vec<String>>,
    /// So many states at most; no more than 400.
    pub limit: usize,
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// All moves.
    Moves,
    /// Improvements.
    Improvements,
    /// Best improvements.
    Best,
    /// The best improvements that lead on from where the picture begins, as a tree.
    Evolution,
}

/// States and moves, placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Picture {
    /// Width of the whole, in pixels.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// The states.
    pub nodes: Vec<PictureNode>,
    /// The moves between them.
    pub lines: Vec<PictureLine>,
    /// Whether moves run down the picture as far as they can, and not to the right.
    pub down: bool,
    /// What is shown and what is left out, in a sentence.
    pub says: String,
    /// Whether anything is left out.
    pub cut: bool,
}

/// A state in a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureNode {
    /// Its place.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What it is, in a line each.
    pub text: Vec<String>,
    /// The whole of it.
    pub full: String,
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Whether it is the status quo.
    pub status_quo: bool,
    /// The concepts under which it is an equilibrium, as bits.
    pub equilibrium: u32,
    /// To how many states that are left out its moves of the kind shown lead.
    pub beyond: usize,
}

/// A move in a picture, perhaps with the move back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureLine {
    /// Who moves, by place.
    pub mover: usize,
    /// From which node, by its number in the picture.
    pub from: usize,
    /// To which node.
    pub to: usize,
    /// Whether the move there is an improvement.
    pub improves: bool,
    /// What the move does, in words, without who does it: "takes up “Use force”".
    pub words: String,
    /// The move back, where it is drawn.
    pub back: Option<PictureBack>,
    /// The line as an SVG path.
    pub path: String,
    /// The head of its arrow as an SVG path.
    pub head: String,
}

/// The move back along a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PictureBack {
    /// Whether it is an improvement.
    pub improves: bool,
    /// What it does, in words.
    pub words: String,
    /// The head of its arrow as an SVG path.
    pub head: String,
}
