//! Joint moves: what decision makers could do together, and which equilibria would not survive it.

mod data;

use detente_analysis::coalition::{COALITION_CONCEPTS, CoalitionError, Coalitions, JointMove, Step, Upset};
use detente_analysis::{Answer, choices};
use detente_model::{Concept, DmId, Meaning, OptionId, State};
use detente_proof::state_text;

use super::overview::ordinal;
use crate::advice::{Advice, Surface};
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, change, count, number, vectors_on};

pub use data::{coalitions_csv, coalitions_json};

/// So many joint improvements of a coalition are told one by one, and so many more named.
const TOLD: usize = 6;

/// So many states are named in a cell.
const NAMED: usize = 8;

/// What was found for one coalition from one state.
#[derive(Clone, Debug)]
pub struct CoalitionMoves {
    /// The members, in order.
    pub members: Vec<DmId>,
    /// Its joint improvements, in the order of states, or why the search was given up.
    pub moves: Result<Vec<JointMove>, CoalitionError>,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct CoalitionsInputs<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its analysis, for the names and ranks of states; without it states are named by their rows.
    pub answer: Option<&'a Answer<'c>>,
    /// Its digest.
    pub digest: &'a str,
    /// Where the joint moves begin; `None` where no state was named and there is no status quo.
    pub state: Option<&'a State>,
    /// The coalitions that were looked at, and what was found for each.
    pub joint: &'a [CoalitionMoves],
    /// Whether these are all coalitions of two or more.
    pub complete: bool,
    /// What every coalition can do from every state, or why that was not looked at.
    pub all: Result<&'a Coalitions, &'a str>,
    /// Equilibria by their places, and who would upset each.
    pub equilibria: &'a [(usize, Vec<Upset>)],
    /// How many equilibria there are in all.
    pub equilibria_in_all: usize,
    /// The program in which the page is read.
    pub surface: Surface,
}

/// The page.
pub fn coalitions(inputs: &CoalitionsInputs) -> Document {
    let mut page = Document::titled(inputs.meaning.conflict().title.as_str());
    match inputs.state {
        Some(state) => inputs.joint_section(&mut page, state),
        None => page.paragraph(format!(
            "The conflict has no status quo. Name a state to see what could be done together from there{}.",
            Advice::States.words(inputs.surface)
        )),
    }
    inputs.equilibria_section(&mut page);
    inputs.universal_section(&mut page);
    inputs.scope_section(&mut page);
    page
}

impl CoalitionsInputs<'_, '_> {
    fn joint_section(&self, page: &mut Document, from: &State) {
        let now = if self.meaning.conflict().status_quo.as_ref() == Some(from) { ", the status quo" } else { "" };
        let on = vectors_on(self.meaning, from);
        let beside = Rich::from("From ").then(Tone::Name, self.name(from)).plain(now);
        page.paragraph(if on.is_empty() { beside.plain(".") } else { beside.plain(": ").join(on).plain(".") });
        page.heading("What they could do together", Rich::toned(Tone::Quiet, "all members prefer where it leads"));
        let mut without = Vec::new();
        for CoalitionMoves { members, moves } in self.joint {
            match moves {
                Ok(moves) if moves.is_empty() => without.push(self.names(members)),
                Ok(moves) => self.moves(page, members, from, moves),
                Err(error) => page.paragraph(
                    Rich::toned(Tone::Strong, self.names(members))
                        .plain(": ")
                        .then(Tone::Warn, error.to_string())
                        .plain("."),
                ),
            }
        }
        match without.as_slice() {
            [] => {}
            [one] => page.paragraph(format!("{one} have no joint improvement.")),
            _ => {
                page.paragraph("These have no joint improvement:");
                page.items(without.into_iter().map(|names| Item::new("–", names)).collect());
            }
        }
    }

    fn moves(&self, page: &mut Document, members: &[DmId], from: &State, moves: &[JointMove]) {
        let (minimal, more): (Vec<&JointMove>, Vec<&JointMove>) = moves.iter().partition(|joint| joint.minimal);
        let told = match (minimal.len(), more.len()) {
            (1, 0) => " have one joint improvement:".to_string(),
            (_, 0) => format!(" have {}:", count(moves.len(), "joint improvement", "joint improvements")),
            (some, _) => format!(
                " have {} joint improvements. In {} of them no change can be left out:",
                number(moves.len() as u128),
                if some == 1 { "one".to_string() } else { number(some as u128) }
            ),
        };
        page.paragraph(Rich::toned(Tone::Strong, self.names(members)).plain(told));
        let mut items = Vec::new();
        for joint in minimal.iter().take(TOLD) {
            items.push(Item::new("–", self.steps_in_words(from, &joint.sequence).plain(".")));
            items.push(Item::new("to", self.where_to(members, from, &joint.to)).at(1));
        }
        if minimal.len() > TOLD {
            items.push(Item::new("…", format!("and {} more of this kind.", number((minimal.len() - TOLD) as u128))));
        }
        if !more.is_empty() {
            let named: Vec<String> = more.iter().take(TOLD).map(|joint| self.switches(joint)).collect();
            let rest = more.len().saturating_sub(TOLD);
            let rest = if rest > 0 { format!("; and {} more", number(rest as u128)) } else { String::new() };
            items.push(Item::new("+", format!("with more changes: {}{rest}.", named.join("; "))));
        }
        page.items(items);
    }

    /// "United States drops “…”, then China drops “…”".
    fn steps_in_words(&self, from: &State, steps: &[Step]) -> Rich {
        let conflict = self.meaning.conflict();
        let mut rich = Rich::empty();
        let mut from = from;
        for step in steps {
            if !rich.is_empty() {
                rich = rich.plain(", then ");
            }
            let (before, after) = (choices(self.meaning, from), choices(self.meaning, &step.to));
            rich = rich
                .then(Tone::Strong, conflict.dm(step.by).name.as_str())
                .plain(" ")
                .join(change(conflict, step.by, &before, &after))
                .plain(" (")
                .then(Tone::Name, self.name(&step.to))
                .plain(")");
            from = &step.to;
        }
        rich
    }

    /// "s40: United States from 7th to 3rd of 60, China from 39th to 5th of 68; an equilibrium under Nash and SEQ."
    fn where_to(&self, members: &[DmId], from: &State, to: &State) -> Rich {
        let mut text = Rich::toned(Tone::Name, self.name(to));
        let Some(solution) = self.answer.map(|answer| &answer.solution) else { return text };
        let (Some(there), Some(here)) = (solution.place(to), solution.place(from)) else { return text };
        for (at, &dm) in members.iter().enumerate() {
            let places = solution.places_in_ranking(dm);
            let rank = |place| ordinal(places - solution.rank(dm, place));
            text = text.plain(format!(
                "{}{} from {} to {} of {}",
                if at == 0 { ": " } else { ", " },
                self.meaning.conflict().dm(dm).name,
                rank(here),
                rank(there),
                number(u128::from(places)),
            ));
        }
        let under: Vec<String> = self.concepts_at(there).iter().map(|concept| concept.name.to_string()).collect();
        if under.is_empty() {
            return text.plain("; no equilibrium.");
        }
        text.plain(format!("; an equilibrium under {}.", and_list(&under)))
    }

    /// "s37 (drops prohibit, build)".
    fn switches(&self, joint: &JointMove) -> String {
        let conflict = self.meaning.conflict();
        let named = |on: bool| -> Vec<String> {
            let of = joint.switches.iter().filter(|switch| switch.on == on);
            of.map(|switch| self.short_name(switch.option)).collect()
        };
        let mut parts = Vec::new();
        for (verb, options) in [("takes up", named(true)), ("drops", named(false))] {
            if !options.is_empty() {
                parts.push(format!("{verb} {}", and_list(&options)));
            }
        }
        if conflict.options.is_empty() || parts.is_empty() {
            return self.name(&joint.to);
        }
        format!("{} ({})", self.name(&joint.to), parts.join(", "))
    }

    /// The id of an option, with its decision maker's where another has an option of the same id.
    fn short_name(&self, option: OptionId) -> String {
        let conflict = self.meaning.conflict();
        let id = &conflict.option(option).id;
        match conflict.options.iter().filter(|other| other.id == *id).count() {
            1 => id.clone(),
            _ => conflict.option_name(option),
        }
    }

    fn equilibria_section(&self, page: &mut Document) {
        let (Ok(_), Some(answer)) = (self.all, self.answer) else { return };
        let shown = self.equilibria.len();
        let beside = match self.equilibria_in_all {
            all if shown < all => format!("{} of {}", number(shown as u128), count(all, "state", "states")),
            all => count(all, "state", "states"),
        };
        page.heading("Equilibria that a coalition would upset", Rich::toned(Tone::Quiet, beside));
        if self.equilibria.is_empty() {
            page.paragraph("There is no equilibrium under Nash or SEQ.");
            return;
        }
        let columns = ["state", "lasts under", "upset by", "in this way", "deterred under"];
        let mut table = Table::new("equilibria", columns.map(|name| (name.to_string(), Align::Left)));
        for (place, upsets) in self.equilibria {
            let mut name = Rich::toned(Tone::Name, answer.name(*place));
            if answer.status_quo() == Some(*place) {
                name = name.then(Tone::Strong, " now");
            }
            let under: Vec<&str> = self.concepts_at(*place).iter().map(|concept| concept.name).collect();
            let mut first = Some((name, Rich::from(under.join(", "))));
            if upsets.is_empty() {
                let (name, under) = first.take().unwrap_or_default();
                table.rows.push(vec![name, under, Rich::toned(Tone::Good, "nobody"), Rich::empty(), Rich::empty()]);
            }
            for upset in upsets.iter().filter(|upset| upset.smallest) {
                let (name, under) = first.take().unwrap_or_default();
                let ids: Vec<&str> = upset.members.iter().map(|&dm| answer.conflict.dm(dm).id.as_str()).collect();
                table.rows.push(vec![
                    name,
                    under,
                    Rich::toned(Tone::Bad, ids.join(" + ")),
                    self.way(upset),
                    Rich::toned(Tone::Quiet, deterred(upset)),
                ]);
            }
        }
        table.notes.push(
            "In this way: one joint improvement and who makes which step, if possible to another equilibrium, which is marked ●. Of coalitions within each \
             other only the smallest is listed. Where one member makes the only step it is that member's own improvement, which the others welcome."
                .into(),
        );
        table.notes.push(
            "Deterred under: the concepts by which the answers of all others would leave some member no better off. Where everybody is a member nobody answers."
                .into(),
        );
        page.table(table);
    }

    /// "moe → s6, uniroyal → s8 ●".
    fn way(&self, upset: &Upset) -> Rich {
        let mut way = Rich::empty();
        for step in &upset.by.sequence {
            let gap = if way.is_empty() { "" } else { ", " };
            way = way
                .plain(format!("{gap}{} → ", self.meaning.conflict().dm(step.by).id))
                .then(Tone::Name, self.name(&step.to));
        }
        if upset.settles { way.plain(" ●") } else { way }
    }

    fn universal_section(&self, page: &mut Document) {
        let (Ok(all), Some(answer)) = (self.all, self.answer) else { return };
        page.heading(
            "Universally stable",
            Rich::toned(Tone::Quiet, "for all coalitions and each decision maker alone"),
        );
        let here = self.state.and_then(|state| answer.solution.place(state));
        let mut columns = vec![("concept".to_string(), Align::Left), ("states".into(), Align::Right)];
        columns.extend(here.map(|place| (answer.name(place), Align::Centre)));
        columns.push(("which".into(), Align::Left));
        let mut table = Table::new("universal", columns);
        for concept in &COALITION_CONCEPTS {
            let places = all.universal(concept);
            let mut row = vec![Rich::toned(Tone::Strong, concept.name), number(places.len() as u128).into()];
            row.extend(here.map(|place| match places.contains(&place) {
                true => Rich::toned(Tone::Good, "✓"),
                false => Rich::toned(Tone::Bad, "✗"),
            }));
            let mut names: Vec<String> = places.iter().take(NAMED).map(|&place| answer.name(place)).collect();
            if places.len() > NAMED {
                names.push(format!("… {} more", number((places.len() - NAMED) as u128)));
            }
            row.push(names.join(" ").into());
            table.rows.push(row);
        }
        for concept in &COALITION_CONCEPTS {
            table.notes.push(format!("{}: {}.", concept.name, concept.words));
        }
        page.table(table);
    }

    fn scope_section(&self, page: &mut Document) {
        page.heading("Scope", Rich::empty());
        let conflict = self.meaning.conflict();
        let dms = conflict.decision_makers.len();
        let given_up = self.joint.iter().filter(|one| one.moves.is_err()).count();
        let found = match given_up {
            0 => "all their joint improvements from the state were found".to_string(),
            n => format!(
                "all joint improvements were found, but for {} whose search was given up",
                count(n, "coalition", "coalitions")
            ),
        };
        match (self.state, self.complete, self.joint.len()) {
            (None, ..) => {}
            (_, true, n) => page.paragraph(format!("All coalitions of two or more decision makers were looked at ({n}), and {found}.")),
            (_, false, 1) => page.paragraph("Only the coalition that was asked for was looked at, and all its joint improvements from the state were found."),
            (_, false, n) => page.paragraph(format!(
                "Of {dms} decision makers all coalitions of two, and the one of all, were looked at ({n}), not those between; {found}."
            )),
        }
        match self.all {
            Ok(all) => page.paragraph(format!(
                "The equilibria and the universally stable states take in all coalitions and all {}.",
                count(all.states(), "state", "states")
            )),
            Err(why) => page.paragraph(
                Rich::from(
                    "Not answered: which equilibria a coalition would upset, and which states are universally stable. ",
                )
                .plain(why)
                .plain("."),
            ),
        }
        page.paragraph(Rich::toned(
            Tone::Quiet,
            "A coalition moves by legal sequences: a member may move again, never twice in succession. The definitions are those of Kilgour, Hipel, Fang and Peng \
             (2001) and of Inohara and Hipel (2008), as implemented.",
        ));
    }

    /// "United States and China".
    fn names(&self, members: &[DmId]) -> String {
        let conflict = self.meaning.conflict();
        and_list(&members.iter().map(|&dm| conflict.dm(dm).name.clone()).collect::<Vec<_>>())
    }

    fn name(&self, state: &State) -> String {
        match self.answer.and_then(|answer| Some(answer.name(answer.solution.place(state)?))) {
            Some(name) => name,
            None => state_text(self.meaning.conflict(), state),
        }
    }

    /// The concepts under which the state at a place is an equilibrium.
    fn concepts_at(&self, place: usize) -> Vec<&'static Concept> {
        let Some(solution) = self.answer.map(|answer| &answer.solution) else { return Vec::new() };
        solution.concepts().iter().copied().filter(|concept| solution.equilibria(concept).contains(place)).collect()
    }
}

/// The names of the concepts under which the answers of the others deter a coalition.
fn deterred(upset: &Upset) -> String {
    let Some(deterred) = upset.deterred else { return String::new() };
    let names: Vec<&str> = COALITION_CONCEPTS
        .iter()
        .zip(deterred)
        .filter(|(_, deterred)| *deterred)
        .map(|(concept, _)| concept.name)
        .collect();
    if names.is_empty() { "–".into() } else { names.join(", ") }
}
