//! The picture of a graph in TikZ, with the places of the one on the page.

use std::fmt::Write as _;

use super::escape::escape;
use crate::graph::layout::Course;
use crate::graph::svg::{layout_of, style_of};
use crate::graph::{Graph, Head};

/// The dashes of the lines in a picture, by mover, as in [`crate::graph::svg::DASHES`].
const DASHES: [&str; 6] =
    ["solid", "dash pattern=on 5pt off 3pt", "dotted", "dash dot", "dash pattern=on 9pt off 3pt", "dash dot dot"];

/// The picture, with the places of the one on the page.
pub(super) fn push(out: &mut String, caption: &str, graph: &Graph) {
    let placed = layout_of(graph);
    // A unit of the layout in hundredths of a millimetre, so that the whole fits the page.
    let unit = (16_000 / placed.size.0.max(1)).min(22_000 / placed.size.1.max(1)).clamp(3, 26);
    let at = |x: i64, y: i64| {
        let (x, y) = (x * unit, (placed.size.1 - y) * unit);
        format!("({}.{:02}mm,{}.{:02}mm)", x / 100, x % 100, y / 100, y % 100)
    };
    let length = |n: i64| format!("{}.{:02}mm", n * unit / 100, n * unit % 100);
    out.push_str("\\begin{figure}[htbp]\\centering\n\\begin{tikzpicture}[font=\\sffamily\\tiny]\n");
    for (line, course) in graph.lines.iter().zip(&placed.lines) {
        let along = !matches!((line.forth, line.back), (Head::Move, Some(Head::Improvement)));
        let (right, left) =
            if along != course.turned { (Some(line.forth), line.back) } else { (line.back, Some(line.forth)) };
        let tip = |head: Option<Head>| match head {
            None => "",
            Some(Head::Improvement) => "Latex",
            Some(Head::Move) => "Latex[open]",
        };
        let (_, dash) = style_of(line.mover);
        let _ = writeln!(out, "\\draw[{{{}}}-{{{}}},{}] {};", tip(left), tip(right), DASHES[dash], path(course, &at));
    }
    for (node, place) in graph.nodes.iter().zip(&placed.boxes) {
        let mut style = format!(
            "draw,fill=white,align=center,inner sep=0pt,minimum width={},minimum height={}",
            length(place.width),
            length(place.height)
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
        let middle = at(place.x + place.width / 2, place.y + place.height / 2);
        let _ = writeln!(out, "\\node[{style}] at {middle} {{{}}};", text.join("\\\\"));
    }
    out.push_str("\\end{tikzpicture}\\par\\smallskip\n");
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
