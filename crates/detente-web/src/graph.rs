//! The graph of moves as a picture: which states are drawn, which moves between them, and where everything stands.

mod chart;
#[cfg(test)]
mod tests;

use detente_analysis::{Answer, Choice};
use detente_engine::Control;
use detente_model::{CONCEPTS, DmId};
use detente_report::graph::{Graph, Head, Node, svg};
use detente_report::pages;

use crate::api::{GraphRequest, Picture, PictureBack, PictureLine, PictureNode, Problem};
use chart::Chart;

/// A picture has so many states at most, whatever was asked for.
pub const MOST_STATES: usize = 400;
/// And so many lines: more can neither be placed in a moment nor be told apart.
pub const MOST_LINES: usize = 200;
/// So many lines of text stand in a box, and so many characters in each.
const ROWS: usize = 4;
const CHARACTERS: usize = 24;

/// The picture that a request asks for.
pub fn picture(answer: &Answer, request: &GraphRequest, control: &Control) -> Result<Picture, Problem> {
    let chart = Chart::new(answer, request, control)?;
    let lines = chart.lines()?;
    let graph = Graph {
        nodes: chart.places.iter().map(|&place| node(answer, place)).collect(),
        lines,
        movers: answer.conflict.decision_makers.iter().map(|dm| dm.name.clone()).collect(),
    };
    let placed = svg::drawing(&graph);
    let pixels = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
    let mut nodes = Vec::new();
    for ((&place, node), spot) in chart.places.iter().zip(graph.nodes).zip(&placed.boxes) {
        nodes.push(PictureNode {
            place,
            name: answer.name(place),
            text: node.text,
            full: node.full,
            x: pixels(spot.x),
            y: pixels(spot.y),
            width: pixels(spot.width),
            height: pixels(spot.height),
            status_quo: node.double,
            equilibrium: equilibrium(answer, place),
            beyond: chart.beyond(place)?,
        });
    }
    let words = pages::Play { meaning: &answer.meaning, answer: Some(answer) };
    let told = |mover: usize, from: usize, to: usize| {
        let (from, to) = (answer.solution.state(chart.places[from]), answer.solution.state(chart.places[to]));
        words.switches(&from, DmId::from(mover), &to).words()
    };
    let lines = graph
        .lines
        .iter()
        .zip(placed.strokes)
        .map(|(line, stroke)| PictureLine {
            mover: line.mover,
            from: line.from,
            to: line.to,
            improves: line.forth == Head::Improvement,
            words: told(line.mover, line.from, line.to),
            back: line.back.zip(stroke.back).map(|(head_kind, head)| PictureBack {
                improves: head_kind == Head::Improvement,
                words: told(line.mover, line.to, line.from),
                head,
            }),
            path: stroke.path,
            head: stroke.forth,
        })
        .collect();
    let (width, height) = (pixels(placed.size.0), pixels(placed.size.1));
    Ok(Picture { width, height, nodes, lines, down: placed.down, says: chart.says(), cut: chart.cut })
}

/// The concepts under which a state is an equilibrium, as bits.
fn equilibrium(answer: &Answer, place: usize) -> u32 {
    let concepts = answer.solution.concepts().iter().enumerate();
    concepts.filter(|(_, concept)| answer.solution.equilibria(concept).contains(place)).map(|(at, _)| 1 << at).sum()
}

/// A state as a box: its name, with room for the marks that the page puts beside it, and what differs from the status quo.
fn node(answer: &Answer, place: usize) -> Node {
    let conflict = answer.conflict;
    let now = answer.status_quo() == Some(place);
    let mut roles = Vec::new();
    if now {
        roles.push("now".to_string());
    }
    if equilibrium(answer, place) != 0 {
        roles.extend(CONCEPTS.iter().map(|concept| concept.name.to_string()).max_by_key(String::len));
    }
    let own = answer.choices(place);
    let before = answer.status_quo().map(|status_quo| answer.choices(status_quo));
    let mut text: Vec<String> = Vec::new();
    for (option, choice) in own.iter().enumerate() {
        let changed = before.as_ref().map_or(*choice != Choice::Off, |before| before[option] != *choice);
        let sign = match choice {
            Choice::On => "+",
            Choice::Off => "−",
            Choice::Either => "±",
        };
        if changed {
            text.push(short(&format!("{sign}{}", conflict.option_name(option.into()))));
        }
    }
    if text.len() > ROWS {
        let more = text.len() - (ROWS - 1);
        text.truncate(ROWS - 1);
        text.push(format!("and {more} more"));
    }
    let words = conflict.named_states.as_ref().and_then(|named| named.get(place)?.text.as_deref());
    if let (true, Some(words)) = (own.is_empty(), words) {
        text.push(short(words));
    }
    let mut full = vec![answer.name(place)];
    full.extend(words.map(String::from));
    for dm in conflict.dm_ids() {
        let on = conflict.options_of(dm).filter(|option| own[option.index()] == Choice::On);
        let on: Vec<&str> = on.map(|option| conflict.option(option).id.as_str()).collect();
        if !on.is_empty() {
            full.push(format!("{} {}", conflict.dm(dm).name, on.join(", ")));
        }
    }
    full.extend(answer.outcomes_at(place).map(|outcome| format!("outcome {}", outcome.id)));
    Node { name: short(&answer.name(place)), roles, text, full: full.join("; "), double: now, round: false }
}

/// As much as stands in a line of a box, the last of it an ellipsis where some is left out.
fn short(text: &str) -> String {
    match text.chars().count() <= CHARACTERS {
        true => text.into(),
        false => text.chars().take(CHARACTERS - 1).chain(['…']).collect(),
    }
}
