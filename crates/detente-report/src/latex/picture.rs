//! The picture of a graph in TikZ, with the places of the one on the page.

use std::fmt::Write as _;

use super::escape::escape;
use crate::graph::layout::Course;
use crate::graph::placed::{placed, runs_along};
use crate::graph::svg::style_of;
use crate::graph::{Graph, Head};

/// The dashes of the lines in a picture, by mover, as in [`crate::graph::svg::DASHES`].
const DASHES: [&str; 6] =
    ["solid", "dash pattern=on 5pt off 3pt", "dotted", "dash dot", "dash pattern=on 9pt off 3pt", "dash dot dot"];

/// A unit of the layout, in hundredths of a millimetre: that of a page on a screen, so that text fits its boxes.
const UNIT: i64 = 26;
/// How wide and how high a picture may be, in the same.
const PAGE: (i64, i64) = (16_400, 20_500);

/// The picture, with the places of the one on the page.
pub(super) fn push(out: &mut String, caption: &str, graph: &Graph) {
    let placed = placed(graph);
    let (width, height) = placed.size();
    let millimetres =
        |n: i64| format!("{}{}.{:02}mm", if n < 0 { "-" } else { "" }, n.abs() * UNIT / 100, n.abs() * UNIT % 100);
    // Upwards is positive in TikZ.
    let on_page = |(x, y): (i64, i64)| format!("({},{})", millimetres(x), millimetres(height - y));
    let at = |x: i64, y: i64| on_page(placed.point((x, y)));
    // In thousandths; never larger than it is.
    let scale = (PAGE.0 * 1000 / (width * UNIT).max(1)).min(PAGE.1 * 1000 / (height * UNIT).max(1)).min(1000);
    let _ = write!(
        out,
        "\\begin{{figure}}[htbp]\\centering\n\\scalebox{{{}.{:03}}}{{\\begin{{tikzpicture}}[font=\\sffamily\\footnotesize]\n",
        scale / 1000,
        scale % 1000
    );
    for (line, course) in graph.lines.iter().zip(placed.courses()) {
        let (right, left) = if runs_along(line) != course.turned {
            (Some(line.forth), line.back)
        } else {
            (line.back, Some(line.forth))
        };
        let tip = |head: Option<Head>| match head {
            None => "",
            Some(Head::Improvement) => "Latex",
            Some(Head::Move) => "Latex[open]",
        };
        let (_, dash) = style_of(line.mover);
        let _ = writeln!(out, "\\draw[{{{}}}-{{{}}},{}] {};", tip(left), tip(right), DASHES[dash], path(course, &at));
    }
    for (node, place) in graph.nodes.iter().zip(placed.boxes()) {
        let mut style = format!(
            "draw,fill=white,align=center,inner sep=0pt,minimum width={},minimum height={}",
            millimetres(place.width),
            millimetres(place.height)
        );
        if node.round {
            style.push_str(",rounded corners=2mm");
        }
        if node.double {
            style.push_str(",double");
        }
        let heading: Vec<String> = std::iter::once(&node.name).chain(&node.roles).map(|word| escape(word)).collect();
        let text: Vec<String> = std::iter::once(format!("\\textbf{{{}}}", heading.join(", ")))
            .chain(node.text.iter().map(|line| escape(line)))
            .collect();
        let middle = on_page((place.x + place.width / 2, place.y + place.height / 2));
        let _ = writeln!(out, "\\node[{style}] at {middle} {{{}}};", text.join("\\\\"));
    }
    out.push_str("\\end{tikzpicture}}\\par\\smallskip\n");
    let movers: Vec<String> = graph
        .movers
        .iter()
        .enumerate()
        .filter(|(mover, _)| graph.lines.iter().any(|line| line.mover == *mover))
        .map(|(mover, name)| {
            format!("\\tikz[baseline=-0.5ex]\\draw[{}] (0,0)--(8mm,0); {}", DASHES[style_of(mover).1], escape(name))
        })
        .collect();
    let _ = writeln!(
        out,
        "{{\\small Lines: {}. Filled arrow head: an improvement; open: a move that the mover does not prefer. Double border: the status quo; round corners: a Nash equilibrium.\\par}}\n\\caption{{{}}}\n\\end{{figure}}",
        movers.join("; "),
        escape(caption)
    );
}

fn path(course: &Course, at: &impl Fn(i64, i64) -> String) -> String {
    let point = |place: usize| at(course.points[place].0, course.points[place].1);
    let mut out = point(0);
    for place in 1..course.points.len() {
        if place % 2 == 1 {
            let _ = write!(out, " -- {}", point(place));
        } else {
            let ((x, y), (to_x, to_y)) = (course.points[place - 1], course.points[place]);
            let half = (x + to_x) / 2;
            let _ = write!(out, " .. controls {} and {} .. {}", at(half, y), at(half, to_y), point(place));
        }
    }
    out
}
