//! Graphs as inline SVG. Colours come from the style sheet of the page; dashes, shapes and words say the same without them.

use std::fmt::Write as _;

use super::layout::{Course, Place};
use super::placed::{LINE, Placed, heading, placed, runs_along};
use super::{Graph, Head, Line};
use crate::markup::escape;

/// The dashes of the lines, by mover: together with the colour they tell movers apart, and alone too.
pub const DASHES: [&str; 6] = ["", "7 4", "2 3", "10 3 2 3", "14 5", "5 2 1 2 1 2"];

/// How many colours the style sheet has.
pub const COLOURS: usize = 6;

/// The colour and the dash of a mover, by place: both repeat, but never together within 36 movers.
pub fn style_of(mover: usize) -> (usize, usize) {
    (mover % COLOURS, (mover + mover / COLOURS) % DASHES.len())
}

/// The length and the half width of an arrow head.
const HEAD: (i64, i64) = (9, 4);

/// The graph as an `svg` element; ids in it begin with `id`.
pub fn render(graph: &Graph, id: &str, title: &str, description: &str) -> String {
    let placed = placed(graph);
    let (width, height) = placed.size();
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg class=\"graph\" role=\"img\" aria-labelledby=\"{id}-title {id}-text\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" style=\"--natural:{width}px\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-text\">{}</desc>\n",
        escape(title),
        escape(description)
    );
    for (line, course) in graph.lines.iter().zip(placed.courses()) {
        let (colour, dash) = style_of(line.mover);
        let stroke = stroke(&placed, line, course);
        let kind = |head: Head| if head == Head::Improvement { "better" } else { "other" };
        let forth = format!("<path class=\"{}\" d=\"{}\"/>", kind(line.forth), stroke.forth);
        let back = line.back.zip(stroke.back.as_ref());
        let back = back.map(|(head, d)| format!("<path class=\"{}\" d=\"{d}\"/>", kind(head))).unwrap_or_default();
        // The head at the end where the layers run to comes first.
        let (last, first) = if ends_at_to(line, course) { (forth, back) } else { (back, forth) };
        let _ = writeln!(
            out,
            "<g class=\"mover{colour}\"><title>{}: {}</title><path class=\"line\"{} d=\"{}\"/>{last}{first}</g>",
            escape(&graph.movers[line.mover]),
            escape(&title_of(graph, line)),
            if DASHES[dash].is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", DASHES[dash]) },
            stroke.path,
        );
    }
    for (node, place) in graph.nodes.iter().zip(placed.boxes()) {
        // No rounder than the first line of a box is from its corner, so that every line ends at the border.
        let round = if node.round { 12 } else { 2 };
        let mut class = String::from("state");
        for (is, word) in [(node.double, " now"), (node.round, " rest")] {
            if is {
                class.push_str(word);
            }
        }
        let _ = write!(
            out,
            "<g class=\"{class}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\"/>",
            escape(&node.full),
            place.x,
            place.y,
            place.width,
            place.height
        );
        if node.double {
            let _ = write!(
                out,
                "<rect class=\"inner\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
                place.x + 3,
                place.y + 3,
                place.width - 6,
                place.height - 6,
                (round - 3).max(1)
            );
        }
        let x = place.x + place.width / 2;
        let text_height = (node.text.len() as i64 + 1) * LINE;
        let mut y = place.y + (place.height - text_height) / 2 + 11;
        let _ = write!(out, "<text x=\"{x}\" y=\"{y}\" class=\"name\">{}</text>", escape(&heading(node)));
        for line in &node.text {
            y += LINE;
            let _ = write!(out, "<text x=\"{x}\" y=\"{y}\">{}</text>", escape(line));
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// A graph with its places on the page, for whoever draws it otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The width and the height of the whole, in pixels.
    pub size: (i64, i64),
    /// The boxes.
    pub boxes: Vec<Place>,
    /// The lines.
    pub strokes: Vec<Stroke>,
    /// Whether the layers run down the page, and not to the right.
    pub down: bool,
}

/// A line with its arrow heads, as path data of SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The line, shortened where a head stands at its end.
    pub path: String,
    /// The head of the move from the line's `from` to its `to`.
    pub forth: String,
    /// The head of the move back, where it is drawn.
    pub back: Option<String>,
}

/// Places a graph as [`render`] does.
pub fn drawing(graph: &Graph) -> Drawing {
    let placed = placed(graph);
    let lines = graph.lines.iter().zip(placed.courses());
    Drawing {
        size: placed.size(),
        boxes: placed.boxes().collect(),
        strokes: lines.map(|(line, course)| stroke(&placed, line, course)).collect(),
        down: placed.down,
    }
}

/// Whether a course ends, the way the layers run, at the line's `to`.
fn ends_at_to(line: &Line, course: &Course) -> bool {
    runs_along(line) != course.turned
}

fn stroke(placed: &Placed, line: &Line, course: &Course) -> Stroke {
    let has_back = line.back.is_some();
    let (at_first, at_last) =
        (head(placed, course.points[0], -1), head(placed, course.points[course.points.len() - 1], 1));
    match ends_at_to(line, course) {
        true => {
            Stroke { path: path(placed, course, has_back, true), forth: at_last, back: has_back.then_some(at_first) }
        }
        false => {
            Stroke { path: path(placed, course, true, has_back), forth: at_first, back: has_back.then_some(at_last) }
        }
    }
}

fn title_of(graph: &Graph, line: &Line) -> String {
    let (from, to) = (&graph.nodes[line.from].name, &graph.nodes[line.to].name);
    if line.back.is_some() { format!("{from} and {to}") } else { format!("{from} to {to}") }
}

/// The course as path data; shortened where a head stands at an end, so that the line does not show through it.
fn path(placed: &Placed, course: &Course, left_head: bool, right_head: bool) -> String {
    let mut points = course.points.clone();
    let last = points.len() - 1;
    // The ends of a line are level, so shortening them keeps them so. Where the level part is too short, the swing begins a little later.
    if left_head {
        points[0].0 += HEAD.0 - 1;
        points[1].0 = points[1].0.max(points[0].0);
    }
    if right_head {
        points[last].0 -= HEAD.0 - 1;
        points[last - 1].0 = points[last - 1].0.min(points[last].0);
    }
    let at = |x: i64, y: i64| {
        let (x, y) = placed.point((x, y));
        format!("{x} {y}")
    };
    let mut out = format!("M{}", at(points[0].0, points[0].1));
    for pair in points[1..].chunks(2) {
        let (x, y) = pair[0];
        let _ = write!(out, "L{}", at(x, y));
        if let Some(&(to_x, to_y)) = pair.get(1) {
            let half = (x + to_x) / 2;
            let _ = write!(out, "C{} {} {}", at(half, y), at(half, to_y), at(to_x, to_y));
        }
    }
    out
}

/// An arrow head whose tip is at a point and that looks the way the layers run (1) or back (-1).
fn head(placed: &Placed, tip: (i64, i64), side: i64) -> String {
    let ((x, y), (length, half)) = (tip, HEAD);
    let back = x - side * length;
    let at = |x: i64, y: i64| {
        let (x, y) = placed.point((x, y));
        format!("{x} {y}")
    };
    format!("M{}L{}L{}Z", at(x, y), at(back, y - half), at(back, y + half))
}
