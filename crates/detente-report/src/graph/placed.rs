//! A graph with its places on the page. Layers run to the right; those of a graph that would be much wider than a page run down instead.

use unicode_width::UnicodeWidthStr as _;

use super::layout::{self, Course, Layout, Place, Request};
use super::{Graph, Head, Line, Node};

/// The width of a column of text in a box, in units.
const CHARACTER: i64 = 7;
/// The height of a line of text in a box.
pub(crate) const LINE: i64 = 15;
/// So wide a picture can be read on a page.
const WIDE: i64 = 900;
/// A picture that is wider than that, and so many times as wide as high, is turned.
const FLAT: i64 = 2;

/// A layout, turned or not.
#[derive(Clone, Debug)]
pub struct Placed {
    layout: Layout,
    /// Whether the layers run down the page.
    pub(crate) down: bool,
}

/// The places of a graph.
pub fn placed(graph: &Graph) -> Placed {
    let right = layout_of(graph, false);
    if right.size.0 <= WIDE || right.size.0 < FLAT * right.size.1 {
        return Placed { layout: right, down: false };
    }
    let down = layout_of(graph, true);
    // Turning is of no use where the picture becomes as wide the other way.
    match down.size.1 < right.size.0 {
        true => Placed { layout: down, down: true },
        false => Placed { layout: right, down: false },
    }
}

/// The layout as if its layers ran to the right; for one that is turned the boxes lie on their sides.
fn layout_of(graph: &Graph, down: bool) -> Layout {
    let boxes = graph.nodes.iter().map(|node| {
        let columns = std::iter::once(heading(node).width() + 1).chain(node.text.iter().map(|line| line.width()));
        let width = columns.max().unwrap_or(0) as i64 * CHARACTER + 22;
        let size = (width.max(48), (node.text.len() as i64 + 1) * LINE + 10);
        if down { (size.1, size.0) } else { size }
    });
    let lines =
        graph.lines.iter().map(|line| if runs_along(line) { (line.from, line.to) } else { (line.to, line.from) });
    layout::place(&Request { boxes: boxes.collect(), lines: lines.collect() })
}

/// Whether a line is laid from its `from` to its `to`: along the improvement, where there is one.
pub(crate) fn runs_along(line: &Line) -> bool {
    !matches!((line.forth, line.back), (Head::Move, Some(Head::Improvement)))
}

/// The first line of a box.
pub(crate) fn heading(node: &Node) -> String {
    std::iter::once(node.name.as_str()).chain(node.roles.iter().map(String::as_str)).collect::<Vec<_>>().join(" · ")
}

impl Placed {
    /// The width and the height on the page.
    pub fn size(&self) -> (i64, i64) {
        self.point(self.layout.size)
    }

    /// A point of a course on the page.
    pub fn point(&self, (x, y): (i64, i64)) -> (i64, i64) {
        if self.down { (y, x) } else { (x, y) }
    }

    /// The boxes on the page.
    pub fn boxes(&self) -> impl Iterator<Item = Place> + '_ {
        self.layout.boxes.iter().map(|&place| match self.down {
            true => Place { x: place.y, y: place.x, width: place.height, height: place.width },
            false => place,
        })
    }

    /// The courses of the lines, as in the layout: [`Placed::point`] brings their points onto the page.
    pub fn courses(&self) -> &[Course] {
        &self.layout.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// States in a row, each with a move to the next.
    fn chain(count: usize) -> Graph {
        let node = |place: usize| Node {
            name: format!("s{place}"),
            roles: Vec::new(),
            text: vec!["+somebody.something".into()],
            full: String::new(),
            double: false,
            round: false,
        };
        let line = |place: usize| Line { mover: 0, from: place, to: place + 1, forth: Head::Improvement, back: None };
        Graph {
            nodes: (0..count).map(node).collect(),
            lines: (0..count - 1).map(line).collect(),
            movers: vec!["Somebody".into()],
        }
    }

    #[test]
    fn a_picture_that_would_be_too_wide_runs_down_the_page() {
        for (count, down) in [(2, false), (3, false), (8, true), (20, true)] {
            let placed = placed(&chain(count));
            assert_eq!(placed.down, down, "{count} states");
            let (width, height) = placed.size();
            let boxes: Vec<Place> = placed.boxes().collect();
            for place in &boxes {
                assert!(place.x >= 0 && place.x + place.width <= width, "{count}: {place:?}");
                assert!(place.y >= 0 && place.y + place.height <= height, "{count}: {place:?}");
            }
            for pair in boxes.windows(2) {
                let follows = if down { pair[1].y > pair[0].y } else { pair[1].x > pair[0].x };
                assert!(follows, "{count}: {pair:?}");
            }
            assert!(!down || width <= WIDE, "{count} states are {width} wide");
        }
    }
}
