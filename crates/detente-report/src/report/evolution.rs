//! Where the conflict goes from the status quo.

use detente_analysis::{Answer, Choice, choices};
use detente_model::{DmId, Motion, State};

use super::steps::{best, listed, steps};
use super::{Chapter, Section, Shape};
use crate::document::{Align, Item, Rich, Table, Tone};
use crate::pages::ordinal;
use crate::words::{and_list, change, number, quoted};

/// So many lines the tree of evolution may have.
const TREE: usize = 40;
/// So many moves of one decision maker are told.
const TOLD: usize = 6;
/// What is otherwise at the end is said in a sentence up to so many options.
const SAID: usize = 3;

/// Where best improvements lead from the status quo.
pub(super) struct Evolution {
    /// The lines of the tree: the depth, who steps, from where, to where, and whether the branch ends because the state stands further up.
    steps: Vec<(usize, DmId, State, State, bool)>,
    /// The states from which nobody steps on, in the order found.
    ends: Vec<State>,
    /// Whether the tree was cut.
    cut: bool,
    /// Decision makers whose moves were not listed.
    unlisted: bool,
}

impl Evolution {
    pub(super) fn new(answer: &Answer) -> Self {
        let unlisted = answer.conflict.dm_ids().any(|dm| !listed(answer, dm));
        let mut tree = Evolution { steps: Vec::new(), ends: Vec::new(), cut: false, unlisted };
        if let Some(start) = &answer.conflict.status_quo {
            tree.grow(answer, start);
        }
        tree
    }

    /// Depth first, a state's own steps told where it stands first.
    fn grow(&mut self, answer: &Answer, start: &State) {
        let mut seen = vec![start.clone()];
        let mut open: Vec<(usize, DmId, State, State)> = Vec::new();
        let push = |depth: usize, from: &State, open: &mut Vec<(usize, DmId, State, State)>| {
            let mut own: Vec<_> = answer
                .conflict
                .dm_ids()
                .flat_map(|dm| best(answer, dm, from).into_iter().map(move |to| (depth, dm, from.clone(), to)))
                .collect();
            let found = !own.is_empty();
            own.reverse();
            open.append(&mut own);
            found
        };
        if !push(0, start, &mut open) {
            self.ends.push(start.clone());
        }
        while let Some((depth, dm, from, to)) = open.pop() {
            if self.steps.len() >= TREE {
                self.cut = true;
                return;
            }
            let known = seen.contains(&to);
            self.steps.push((depth, dm, from, to.clone(), known));
            if !known {
                seen.push(to.clone());
                if !push(depth + 1, &to, &mut open) {
                    self.ends.push(to);
                }
            }
        }
    }

    /// Where it comes to rest, for the summary: a sentence that begins with a space, or nothing.
    pub(super) fn destination(&self, answer: &Answer) -> String {
        if self.steps.is_empty() || self.cut || self.unlisted {
            return String::new();
        }
        if self.ends.is_empty() {
            return " If each always takes its best move, it never comes to rest.".into();
        }
        let ends: Vec<String> = self
            .ends
            .iter()
            .take(6)
            .filter_map(|end| answer.solution.place(end))
            .map(|place| {
                let outcomes: Vec<&str> = answer.outcomes_at(place).map(|outcome| outcome.id.as_str()).collect();
                if outcomes.is_empty() {
                    answer.name(place)
                } else {
                    format!("{} ({})", answer.name(place), outcomes.join(", "))
                }
            })
            .collect();
        if let [end] = self.ends.as_slice() {
            return format!(
                " If each always takes its best move, the conflict comes to rest in {}{}.",
                ends.join(""),
                differing(answer, end)
            );
        }
        let more = if self.ends.len() > 6 { " and others" } else { "" };
        format!(" If each always takes its best move, the conflict can come to rest in {}{more}.", and_list(&ends))
    }

    pub(super) fn section(&self, answer: &Answer) -> Option<Section> {
        let place = answer.status_quo()?;
        let conflict = answer.conflict;
        let mut section = Section::new(Chapter::Answers, "evolution", "Where it goes from here");
        if self.unlisted {
            section.paragraph("A decision maker has so many options that its moves are not listed one by one here.");
        }
        if self.steps.is_empty() {
            section.paragraph(
                Rich::toned(Tone::Strong, "It stays where it is.")
                    .plain(" Nobody has a move from the status quo that it would prefer. These are the moves that each could make nonetheless, those first that would cost it least:"),
            );
            for dm in conflict.dm_ids() {
                self.own_moves(&mut section, answer, dm, place);
            }
            return Some(section);
        }
        section.paragraph(
            "If each decision maker, whenever it moves, takes the move that it likes best, the conflict goes from the status quo as follows. Steps that are set in follow the step above them.",
        );
        let name = |state: &State| answer.solution.place(state).map_or_else(String::new, |place| answer.name(place));
        let mut items = vec![Item::new("●", Rich::from("Status quo ").then(Tone::Name, answer.name(place)))];
        for (depth, dm, from, to, known) in &self.steps {
            let what = change(conflict, *dm, &choices(&answer.meaning, from), &choices(&answer.meaning, to));
            let mut text = Rich::toned(Tone::Strong, conflict.dm(*dm).name.as_str())
                .plain(" ")
                .join(what)
                .plain(" → ")
                .then(Tone::Name, name(to));
            if let Some(place) = answer.solution.place(to) {
                let outcomes: Vec<&str> = answer.outcomes_at(place).map(|outcome| outcome.id.as_str()).collect();
                if !outcomes.is_empty() {
                    text = text.then(Tone::Quiet, format!(" ({})", outcomes.join(", ")));
                }
            }
            if self.ends.contains(to) {
                text = text.then(Tone::Good, "; here it rests");
            } else if *known {
                text = text.then(Tone::Quiet, "; as above");
            }
            items.push(Item::new("→", text).at(depth + 1));
        }
        section.items(items);
        if self.cut {
            section.paragraph(Rich::toned(
                Tone::Warn,
                format!("The tree goes on; only its first {TREE} steps are shown."),
            ));
        } else if self.ends.is_empty() {
            section.paragraph("It never comes to rest: every state reached has a best move that leads on.");
        }
        Some(section)
    }

    fn own_moves(&self, section: &mut Section, answer: &Answer, dm: DmId, place: usize) {
        let conflict = answer.conflict;
        let state = answer.solution.state(place);
        let mut ends = steps(answer, dm, &state, Motion::Moves);
        ends.sort_by(|a, b| answer.meaning.compare(dm, b, a).then_with(|| a.cmp(b)));
        let total = ends.len();
        if total == 0 {
            if listed(answer, dm) {
                section.paragraph(format!("{} has no move.", conflict.dm(dm).name));
            }
            return;
        }
        let columns = [
            ("what it does".to_string(), Align::Left),
            ("leads to".into(), Align::Left),
            ("its rank then".into(), Align::Left),
        ];
        let mut table = Table::new("own_moves", columns);
        let places = answer.solution.places_in_ranking(dm);
        for end in ends.iter().take(TOLD) {
            let Some(to) = answer.solution.place(end) else { continue };
            table.rows.push(vec![
                change(conflict, dm, &answer.choices(place), &answer.choices(to)),
                Rich::toned(Tone::Name, answer.name(to)),
                format!("{} of {}", ordinal(places - answer.solution.rank(dm, to)), number(places)).into(),
            ]);
        }
        let now = ordinal(places - answer.solution.rank(dm, place));
        let mut note = format!("Now: {now} of {}.", number(places));
        if total > TOLD {
            note.push_str(&format!(" {} further moves cost it as much or more.", total - TOLD));
        }
        table.notes.push(note);
        section.table(format!("What {} could do", conflict.dm(dm).name), Shape::Stacked, table);
    }
}

/// What is otherwise at a state than in the status quo, where that is said in a few words: ", where A has taken up “X”".
fn differing(answer: &Answer, state: &State) -> String {
    let (Some(now), Some(then)) = (answer.status_quo(), answer.solution.place(state)) else { return String::new() };
    let (before, after) = (answer.choices(now), answer.choices(then));
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    if changed == 0 || changed > SAID || before.iter().chain(&after).any(|choice| *choice == Choice::Either) {
        return String::new();
    }
    let conflict = answer.conflict;
    let parts: Vec<String> = (0..after.len())
        .filter(|&option| before[option] != after[option])
        .map(|option| {
            let of = &conflict.options[option];
            let verb = if after[option] == Choice::On { "has taken up" } else { "has dropped" };
            format!("{} {verb} {}", conflict.dm(of.owner).name, quoted(&of.text))
        })
        .collect();
    format!(", where {}", and_list(&parts))
}
