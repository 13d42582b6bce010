//! The graph of moves as a picture and as a table.

use std::collections::BTreeMap;

use detente_analysis::{Answer, Choice, choices};
use detente_model::concept::NASH;
use detente_model::{DmId, Motion};

use super::steps::{best, steps};
use super::{Chapter, Part, Section, Shape};
use crate::document::{Align, Rich, Table, Tone};
use crate::graph::placed::placed;
use crate::graph::{Graph, Head, Line, Node};
use crate::words::{change, count};

/// A conflict of so many states is drawn whole.
const WHOLE: usize = 16;
/// A conflict of so many states is drawn whole if its best improvements are few.
const WHOLE_IF_SPARSE: usize = 24;
/// Of a larger one, so many states are drawn.
const DRAWN: usize = 20;
/// With more lines than this, a picture shows improvements only.
const LINES: usize = 44;

/// What a picture shows, and in words what that is.
pub(super) struct Drawn {
    places: Vec<usize>,
    lines: Vec<Line>,
    says: String,
}

impl Drawn {
    /// The whole graph of a small conflict; of a large one the status quo, what one switch of an option makes of it, the equilibria, and where best improvements lead.
    pub(super) fn new(answer: &Answer) -> Self {
        if answer.solution.states() <= WHOLE {
            let places: Vec<usize> = (0..answer.solution.states()).collect();
            let lines = lines(answer, &places, Motion::Moves);
            if lines.len() <= LINES {
                let says = "All states and all moves.".to_string();
                return Drawn { places, lines, says };
            }
            let lines = self::lines(answer, &places, Motion::Improvements);
            if lines.len() <= LINES {
                let says = "All states; of the moves, which are too many to draw, the improvements.".to_string();
                return Drawn { places, lines, says };
            }
            let lines = self::lines(answer, &places, Motion::BestImprovements);
            let says = "All states; of the moves, which are too many to draw, each decision maker’s best improvements."
                .to_string();
            return Drawn { places, lines, says };
        }
        if answer.solution.states() <= WHOLE_IF_SPARSE {
            let places: Vec<usize> = (0..answer.solution.states()).collect();
            let lines = lines(answer, &places, Motion::BestImprovements);
            if lines.len() <= LINES {
                let says =
                    "All states; of the moves, which are too many to draw, each decision maker’s best improvements."
                        .to_string();
                return Drawn { places, lines, says };
            }
        }
        Self::around(answer)
    }

    fn around(answer: &Answer) -> Self {
        let mut places: Vec<usize> = Vec::new();
        let mut full = false;
        let mut add = |place: usize, places: &mut Vec<usize>| {
            if !places.contains(&place) {
                if places.len() < DRAWN { places.push(place) } else { full = true }
            }
        };
        let status_quo = answer.status_quo();
        let mut switched = Vec::new();
        if let Some(place) = status_quo {
            add(place, &mut places);
            switched = switches(answer, place);
            for &(_, to) in &switched {
                add(to, &mut places);
            }
        }
        if answer.solution.concepts().iter().any(|concept| concept.id == NASH.id) {
            for place in answer.solution.equilibria(&NASH).iter().take(DRAWN) {
                add(place, &mut places);
            }
        }
        if places.is_empty() {
            for place in answer.notable(8).0 {
                add(place, &mut places);
            }
        }
        if places.is_empty() {
            add(0, &mut places);
        }
        // Where best improvements lead from all these, as long as there is room.
        let mut next = 0;
        while next < places.len() {
            let state = answer.solution.state(places[next]);
            for dm in answer.conflict.dm_ids() {
                for end in best(answer, dm, &state) {
                    if let Some(place) = answer.solution.place(&end) {
                        add(place, &mut places);
                    }
                }
            }
            next += 1;
        }
        let mut lines = lines(answer, &places, Motion::BestImprovements);
        // From the status quo also the single switches that are no best improvements: they are where it would be shaken.
        if let Some(from) = status_quo.and_then(|place| places.iter().position(|&other| other == place)) {
            for (dm, place) in switched {
                let Some(to) = places.iter().position(|&other| other == place) else { continue };
                let is = |line: &Line, a: usize, b: usize| line.mover == dm.index() && line.from == a && line.to == b;
                let head = head(answer, dm, places[from], place);
                if let Some(line) = lines.iter_mut().find(|line| is(line, to, from)) {
                    line.back.get_or_insert(head);
                } else if !lines.iter().any(|line| is(line, from, to)) {
                    lines.push(Line { mover: dm.index(), from, to, forth: head, back: None });
                }
            }
        }
        let from = if status_quo.is_some() {
            "the status quo, the states that one switch of one option makes of it, "
        } else {
            ""
        };
        let missing = if full { "; the picture has no room for all of them" } else { "" };
        let says = format!(
            "{} of {}: {from}the Nash equilibria, and where best improvements lead from there{missing}. Arrows: best improvements{}.",
            places.len(),
            count(answer.solution.states(), "state", "states"),
            if status_quo.is_some() { ", and the switches that lead away from the status quo" } else { "" },
        );
        Drawn { places, lines, says }
    }

    fn graph(&self, answer: &Answer) -> Graph {
        Graph {
            nodes: self.places.iter().map(|&place| node(answer, place)).collect(),
            lines: self.lines.clone(),
            movers: answer.conflict.decision_makers.iter().map(|dm| dm.name.clone()).collect(),
        }
    }

    /// The section: the picture, and the same as a table.
    pub(super) fn section(&self, answer: &Answer) -> Section {
        let mut section = Section::new(Chapter::Answers, "moves", "The graph of moves");
        let difference = match (answer.status_quo().is_some(), answer.conflict.options.is_empty()) {
            (true, false) => " Below the name of a state stands what differs from the status quo.",
            _ => "",
        };
        let graph = self.graph(answer);
        let (along, end) = if placed(&graph).down {
            ("from top to bottom", "at the bottom")
        } else {
            ("from left to right", "at the right")
        };
        section.paragraph(format!(
            "A decision maker moves by changing its own options. A move that leads to a state that it prefers is an improvement. Improvements run {along} as far as they can, so states at which things \
             come to rest are found {end}.",
        ));
        let mut description = format!("{} {}", self.says, count(graph.nodes.len(), "state", "states"));
        description.push_str(&format!(
            ", {}. The table below says the same in words.",
            count(graph.lines.len(), "line", "lines")
        ));
        section.parts.push(Part::Picture { caption: format!("{}{difference}", self.says), description, graph });
        let columns = [
            ("from".to_string(), Align::Left),
            ("to".into(), Align::Left),
            ("who".into(), Align::Left),
            ("what it does".into(), Align::Left),
            ("to the mover".into(), Align::Left),
        ];
        let mut table = Table::new("moves", columns);
        let mut rows: BTreeMap<(usize, usize, usize), Head> = BTreeMap::new();
        for line in &self.lines {
            rows.insert((line.from, line.mover, line.to), line.forth);
            if let Some(back) = line.back {
                rows.insert((line.to, line.mover, line.from), back);
            }
        }
        for ((from, mover, to), head) in rows {
            let (from, to, dm) = (self.places[from], self.places[to], DmId::from(mover));
            table.rows.push(vec![
                Rich::toned(Tone::Name, answer.name(from)),
                Rich::toned(Tone::Name, answer.name(to)),
                answer.conflict.dm(dm).name.as_str().into(),
                change(answer.conflict, dm, &answer.choices(from), &answer.choices(to)),
                match head {
                    Head::Improvement => Rich::toned(Tone::Good, "improvement"),
                    Head::Move => Rich::toned(Tone::Quiet, "not preferred"),
                },
            ]);
        }
        if table.rows.is_empty() {
            section.paragraph("There is no move between these states.");
        } else {
            let table = Part::Table { caption: String::new(), shape: Shape::Stacked, table };
            section.fold("The moves in the picture, in words", vec![table]);
        }
        section
    }
}

/// The states that differ from that at `place` in one option of one decision maker, by its own move; in graph form all moves.
fn switches(answer: &Answer, place: usize) -> Vec<(DmId, usize)> {
    let state = answer.solution.state(place);
    let before = answer.choices(place);
    let mut out = Vec::new();
    for dm in answer.conflict.dm_ids() {
        for end in steps(answer, dm, &state, Motion::Moves) {
            let after = choices(&answer.meaning, &end);
            let differing = before.iter().zip(&after).filter(|(a, b)| a != b).count();
            if let (true, Some(to)) = (differing <= 1, answer.solution.place(&end)) {
                out.push((dm, to));
            }
        }
    }
    out
}

/// What a move is to the mover.
fn head(answer: &Answer, mover: DmId, from: usize, to: usize) -> Head {
    match answer.meaning.prefers(mover, &answer.solution.state(to), &answer.solution.state(from)) {
        true => Head::Improvement,
        false => Head::Move,
    }
}

/// The steps between some states, two opposite ones of one decision maker as one line.
fn lines(answer: &Answer, places: &[usize], by: Motion) -> Vec<Line> {
    let at: BTreeMap<usize, usize> = places.iter().enumerate().map(|(node, &place)| (place, node)).collect();
    let mut lines: Vec<Line> = Vec::new();
    for (from, &place) in places.iter().enumerate() {
        let state = answer.solution.state(place);
        for dm in answer.conflict.dm_ids() {
            for end in steps(answer, dm, &state, by) {
                let Some(&to) = answer.solution.place(&end).and_then(|place| at.get(&place)) else { continue };
                let head = head(answer, dm, place, places[to]);
                let opposite =
                    lines.iter_mut().find(|line| line.mover == dm.index() && line.from == to && line.to == from);
                match opposite {
                    Some(line) => line.back = Some(head),
                    None => lines.push(Line { mover: dm.index(), from, to, forth: head, back: None }),
                }
            }
        }
    }
    lines
}

/// A state as a box: its name, what it is, and what differs from the status quo.
fn node(answer: &Answer, place: usize) -> Node {
    let conflict = answer.conflict;
    let now = answer.status_quo() == Some(place);
    let nash =
        answer.solution.concepts().iter().any(|c| c.id == NASH.id) && answer.solution.equilibria(&NASH).contains(place);
    let mut roles = Vec::new();
    if now {
        roles.push("status quo".to_string());
    }
    if nash {
        roles.push("Nash".to_string());
    }
    let mut text = Vec::new();
    let own = answer.choices(place);
    if let Some(status_quo) = answer.status_quo()
        && !now
    {
        let before = answer.choices(status_quo);
        let changed: Vec<String> = (0..own.len())
            .filter(|&option| before[option] != own[option])
            .map(|option| {
                let sign = match own[option] {
                    Choice::On => "+",
                    Choice::Off => "−",
                    Choice::Either => "±",
                };
                short(&format!("{sign}{}", conflict.option_name(option.into())), 24)
            })
            .collect();
        let shown = if changed.len() > 4 { 3 } else { changed.len() };
        text.extend(changed[..shown].iter().cloned());
        if shown < changed.len() {
            text.push(format!("and {} more", changed.len() - shown));
        }
    } else if let (true, Some(words)) =
        (own.is_empty(), conflict.named_states.as_ref().and_then(|named| named.get(place)?.text.as_deref()))
    {
        text.push(short(words, 24));
    }
    let on = crate::words::options_on(answer, place).words();
    Node {
        name: short(&answer.name(place), 24),
        roles,
        text,
        full: format!("{}: {on}", answer.name(place)),
        double: now,
        round: nash,
    }
}

/// At most so many characters, the last of them an ellipsis where some are left out.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.into() } else { text.chars().take(most - 1).chain(['…']).collect() }
}
