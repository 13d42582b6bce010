//! Motion: where the conflict can go, by whose steps, how it gets there, and where it comes to rest.

use detente_analysis::motion::{Arrival, Ending, Flip, Path, Reach, Rest, Shock, Slide};
use detente_analysis::{Answer, Choice, choices};
use detente_model::concept::{NASH, SEQ};
use detente_model::{Conflict, DmId, Meaning, Motion, OutcomeWhen, State};
use detente_proof::state_text;
use serde_json::{Map, Value, json};

use crate::csv::Csv;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, change, count, number, quoted, vectors_on};

/// The `format` of [`Paths::json`].
pub const PATHS_FORMAT: &str = "detente-paths/1";

/// So many rests of a shock, or members of a cycle, are named.
const NAMED: usize = 4;

/// A goal: where the conflict may get.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is called: an outcome's id, a state's name, a condition.
    pub name: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// Where it holds.
    pub when: OutcomeWhen,
    /// A shortest path to it; `None` where it cannot be reached.
    pub path: Option<Path>,
    /// From how many states it can be reached; `None` where the conflict has too many states to look at all.
    pub slide: Option<Slide>,
}

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Paths<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its analysis, for names of states and equilibria; without it states are named by their rows.
    pub answer: Option<&'a Answer<'c>>,
    /// Everything that is reached.
    pub reach: &'a Reach,
    /// The outcomes of the conflict, or the one goal that was asked for.
    pub targets: &'a [Target],
    /// What comes of flipping single options; `None` where nobody asked.
    pub shocks: Option<&'a [Shock]>,
    /// Whether the targets are a single goal that was asked for.
    pub only_goal: bool,
    /// At most so many states and paths are listed.
    pub limit: usize,
}

/// The words for a kind of steps: `moves`, `improvements`, `best improvements`.
pub fn motion_words(by: Motion) -> &'static str {
    match by {
        Motion::Moves => "moves",
        Motion::Improvements => "improvements",
        Motion::BestImprovements => "best improvements",
    }
}

impl Paths<'_, '_> {
    /// The page.
    pub fn page(&self) -> Document {
        let mut page = Document::titled(self.conflict().title.as_str());
        page.paragraph(Rich::from("From ").join(self.state_words(self.reach.from())).plain(format!(
            ", by legal sequences of {}: nobody steps twice in succession.",
            motion_words(self.reach.by())
        )));
        if self.only_goal {
            self.goal(&mut page);
            return page;
        }
        self.reached(&mut page);
        self.paths(&mut page);
        self.slides(&mut page);
        self.shock_table(&mut page);
        page
    }

    /// The table of evolution.
    fn reached(&self, page: &mut Document) {
        let evolution = self.reach.evolution();
        let longest = evolution.iter().flat_map(|row| row.by.iter().flatten()).max();
        let Some(longest) = longest else {
            page.heading("What is reached", "nothing else");
            let what = match self.reach.by() {
                Motion::Moves => "Nobody has a move from here.",
                _ => "Nobody has an improvement from here: the conflict stays where it is.",
            };
            page.paragraph(what);
            return;
        };
        let others = count(self.reach.states().len() - 1, "other state", "other states");
        page.heading("What is reached", Rich::toned(Tone::Quiet, self.scope()));
        let shown = evolution.len().min(self.limit);
        page.paragraph(format!(
            "{others}, in at most {}. In the column of a decision maker: the fewest steps in which it steps there last.",
            count(*longest, "step", "steps")
        ));
        let conflict = self.conflict();
        let mut columns = vec![("State".to_string(), Align::Left), ("On".to_string(), Align::Left)];
        columns.push(("Steps".into(), Align::Right));
        columns.extend(conflict.decision_makers.iter().map(|dm| (dm.id.clone(), Align::Right)));
        if !conflict.outcomes.is_empty() {
            columns.push(("Outcomes".into(), Align::Left));
        }
        let mut table = Table::new("reached", columns);
        for Arrival { state, by } in &evolution[..shown] {
            let least = by.iter().flatten().min().expect("only states that are reached have a row");
            let mut row = vec![
                Rich::toned(Tone::Name, self.name(state)),
                vectors_on(self.meaning, state),
                number(*least as u128).into(),
            ];
            row.extend(by.iter().map(|steps| match steps {
                Some(steps) => Rich::from(number(*steps as u128)),
                None => Rich::toned(Tone::Quiet, "–"),
            }));
            if !conflict.outcomes.is_empty() {
                row.push(self.outcomes_at(state).join(", ").into());
            }
            table.rows.push(row);
        }
        if shown < evolution.len() {
            table.notes.push(format!("The nearest {} of {} states.", number(shown as u128), evolution.len()));
        }
        page.table(table);
    }

    /// Shortest legal paths to the equilibria and the outcomes.
    fn paths(&self, page: &mut Document) {
        page.heading("Ways", Rich::toned(Tone::Quiet, "a shortest legal path to each"));
        let (mut items, mut never) = (Vec::new(), Vec::new());
        let equilibria = self.equilibria();
        let mut near: Vec<(&State, &str)> = Vec::new();
        for (state, concepts) in &equilibria {
            match self.reach.steps_to(state) {
                Some(_) => near.push((state, concepts)),
                None => never.push(self.name(state)),
            }
        }
        near.sort_by_key(|(state, _)| self.reach.steps_to(state));
        for (state, concepts) in near.iter().take(self.limit) {
            let path = self.reach.path_to_state(state).expect("it is reached");
            items.extend(self.path_items(
                Rich::from(format!("the {concepts} equilibrium ")).then(Tone::Name, self.name(state)),
                &path,
            ));
        }
        let more = near.len().saturating_sub(self.limit);
        if more > 0 {
            items.push(Item::new("…", format!("and to {} more equilibria.", number(more as u128))));
        }
        for target in self.targets {
            if let Some(path) = &target.path {
                items.extend(self.path_items(self.target_words(target), path));
            }
        }
        if items.is_empty() {
            page.paragraph("To no equilibrium and no outcome.");
        }
        page.items(items);
        let outcomes: Vec<&Target> = self.targets.iter().filter(|target| target.path.is_none()).collect();
        if never.is_empty() && outcomes.is_empty() {
            return;
        }
        let mut what = Vec::new();
        if !outcomes.is_empty() {
            let names: Vec<String> = outcomes.iter().map(|target| target.name.clone()).collect();
            what.push(format!(
                "{} {}",
                if names.len() == 1 { "the outcome" } else { "the outcomes" },
                and_list(&names)
            ));
        }
        if never.len() > self.limit {
            what.push(format!("{} equilibria", number(never.len() as u128)));
        } else if !never.is_empty() {
            let one = if never.len() == 1 { "the equilibrium" } else { "the equilibria" };
            what.push(format!("{one} {}", and_list(&never)));
        }
        page.paragraph(Rich::toned(Tone::Strong, "Cannot be reached: ").plain(format!(
            "{}. {}",
            what.join("; "),
            self.closed()
        )));
    }

    /// The goal that was asked for.
    fn goal(&self, page: &mut Document) {
        for target in self.targets {
            page.heading("To", self.target_words(target));
            match &target.path {
                Some(path) => page.items(self.path_items(self.target_words(target), path)),
                None => page.paragraph(Rich::toned(Tone::Strong, "It cannot be reached. ").plain(self.closed())),
            }
        }
        self.slides(page);
    }

    fn path_items(&self, to: Rich, path: &Path) -> Vec<Item> {
        let conflict = self.conflict();
        if path.steps.is_empty() {
            return vec![Item::new("●", Rich::from("To ").join(to).plain(": it holds here already."))];
        }
        let steps = count(path.steps.len(), "step", "steps");
        let mut items = vec![Item::new("●", Rich::from("To ").join(to).plain(format!(", {steps}:")))];
        let mut from = &path.from;
        for (step, n) in path.steps.iter().zip(1..) {
            let words = change(conflict, step.by, &choices(self.meaning, from), &choices(self.meaning, &step.to));
            let text = Rich::toned(Tone::Strong, conflict.dm(step.by).name.as_str())
                .plain(" ")
                .join(words)
                .plain(" (")
                .then(Tone::Name, self.name(&step.to))
                .plain(")");
            items.push(Item::new(format!("{n}."), text).at(1));
            from = &step.to;
        }
        items
    }

    /// The slide test.
    fn slides(&self, page: &mut Document) {
        let slides: Vec<(&Target, &Slide)> =
            self.targets.iter().filter_map(|target| Some((target, target.slide.as_ref()?))).collect();
        if slides.is_empty() {
            if !self.targets.is_empty() {
                page.heading("Slide test", "");
                page.paragraph("Left out: the conflict has too many states to start from each of them.");
            }
            return;
        }
        page.heading("Slide test", Rich::toned(Tone::Quiet, "from any state, complete"));
        let columns = [
            ("To", Align::Left),
            ("From here", Align::Left),
            ("From states", Align::Right),
            ("Of", Align::Right),
            ("Last step by", Align::Left),
        ];
        let mut table = Table::new("slides", columns.map(|(name, align)| (name.to_string(), align)));
        for (target, slide) in slides {
            let here = match &target.path {
                None => Rich::toned(Tone::Quiet, "never"),
                Some(path) if path.steps.is_empty() => Rich::from("it holds"),
                Some(path) => Rich::from(count(path.steps.len(), "step", "steps")),
            };
            let who: Vec<String> = slide
                .enters
                .iter()
                .map(|&(dm, from)| format!("{} ({})", self.conflict().dm(dm).id, number(from as u128)))
                .collect();
            table.rows.push(vec![
                Rich::toned(Tone::Name, target.name.as_str()),
                here,
                number(slide.leads.len() as u128).into(),
                number(slide.outside() as u128).into(),
                if who.is_empty() { Rich::toned(Tone::Quiet, "–") } else { who.join(", ").into() },
            ]);
        }
        table.notes.push(format!(
            "From how many of all states in which it does not hold the conflict can get there by {}; in brackets, from how many states a decision maker can take the last step.",
            motion_words(self.reach.by())
        ));
        page.table(table);
    }

    /// The shock test.
    fn shock_table(&self, page: &mut Document) {
        let Some(shocks) = self.shocks.filter(|shocks| !shocks.is_empty()) else { return };
        let beside = format!("one option is flipped, then everybody follows {}", motion_words(self.reach.by()));
        page.heading("Shock test", Rich::toned(Tone::Quiet, beside));
        let columns = ["Shock", "Comes to rest at"].map(|name| (name.to_string(), Align::Left));
        let mut table = Table::new("shocks", columns);
        for shock in shocks {
            let what = self.shock_words(shock);
            let end = match &shock.flip {
                Flip::Done(endings) => self.rests_words(endings),
                Flip::OneWay => Rich::toned(Tone::Quiet, "cannot be flipped: the option goes one way only"),
                Flip::Excluded(rules) => {
                    Rich::toned(Tone::Quiet, format!("cannot be flipped alone: excluded by {}", and_list(rules)))
                }
                Flip::NoMove => Rich::toned(Tone::Quiet, "cannot be flipped alone: its owner has no such move"),
            };
            table.rows.push(vec![what, end]);
        }
        page.table(table);
    }

    fn shock_words(&self, shock: &Shock) -> Rich {
        let name = self.conflict().option_name(shock.option);
        let verb = match choices(self.meaning, self.reach.from()).get(shock.option.index()) {
            Some(Choice::On) => " dropped",
            Some(Choice::Off) => " taken up",
            _ => " changed",
        };
        Rich::toned(Tone::Name, name).plain(verb)
    }

    fn rests_words(&self, endings: &[Ending]) -> Rich {
        let mut rests: Vec<&Rest> = endings.iter().flat_map(|ending| &ending.course.rests).collect();
        rests.sort();
        rests.dedup();
        let mut words = Rich::empty();
        for (place, rest) in rests.iter().take(NAMED).enumerate() {
            words = words.plain(if place == 0 { "" } else { " or " }).join(self.rest_words(rest));
        }
        if rests.len() > NAMED {
            words = words.plain(format!(" or {} more", number((rests.len() - NAMED) as u128)));
        }
        words
    }

    fn rest_words(&self, rest: &Rest) -> Rich {
        let [state] = rest.states.as_slice() else {
            let names: Vec<String> = rest.states.iter().take(NAMED).map(|state| self.name(state)).collect();
            let more = if rest.states.len() > NAMED { ", …" } else { "" };
            return Rich::from(format!("no rest: a cycle of {} ", count(rest.states.len(), "state", "states")))
                .then(Tone::Name, format!("({}{more})", names.join(", ")));
        };
        let name = Rich::toned(Tone::Name, self.name(state));
        if state == self.reach.from() {
            return name.plain(" (where it began)");
        }
        let mut about = self.outcomes_at(state).join(", ");
        let differs = self.difference(state);
        if !differs.is_empty() {
            about = if about.is_empty() { differs } else { format!("{about}: {differs}") };
        }
        if about.is_empty() { name } else { name.plain(format!(" ({about})")) }
    }

    /// What differs from where it began: `+taiwan.indep −us.oppose`.
    fn difference(&self, state: &State) -> String {
        let conflict = self.conflict();
        let (before, after) = (choices(self.meaning, self.reach.from()), choices(self.meaning, state));
        let mut parts = Vec::new();
        for option in (0..after.len()).map(detente_model::OptionId::from) {
            match (before[option.index()], after[option.index()]) {
                (before, after) if before == after => {}
                (_, Choice::On) => parts.push(format!("+{}", conflict.option_name(option))),
                (_, Choice::Off) => parts.push(format!("−{}", conflict.option_name(option))),
                (_, Choice::Either) => parts.push(format!("±{}", conflict.option_name(option))),
            }
        }
        parts.join(" ")
    }

    /// The equilibria, each with the concepts under which it is one.
    fn equilibria(&self) -> Vec<(State, &'static str)> {
        let Some(answer) = self.answer else { return Vec::new() };
        let solution = &answer.solution;
        let under = |concept| solution.concepts().contains(&concept).then(|| solution.equilibria(concept));
        let (nash, seq) = (under(&NASH), under(&SEQ));
        let mut places: Vec<usize> = nash.iter().chain(&seq).flat_map(|set| set.iter()).collect();
        places.sort_unstable();
        places.dedup();
        let concepts = |place: usize| {
            let has = |set: Option<&detente_engine::StateSet>| set.is_some_and(|set| set.contains(place));
            match (has(nash), has(seq)) {
                (true, true) => "Nash and SEQ",
                (true, false) => "Nash",
                _ => "SEQ",
            }
        };
        places.into_iter().map(|place| (solution.state(place), concepts(place))).collect()
    }

    /// Why nothing else can be reached.
    fn closed(&self) -> String {
        let pairs = self.reach.pairs().len();
        if pairs == 0 {
            return match self.reach.by() {
                Motion::Moves => "Nobody has a move from here.".into(),
                _ => "Nobody has an improvement from here.".into(),
            };
        }
        format!(
            "{} reached, and that is all: no legal step leaves their {}.",
            match self.reach.states().len() {
                1 => "1 state is".to_string(),
                n => format!("{} states are", number(n as u128)),
            },
            count(pairs, "pair of a state and who stepped last", "pairs of a state and who stepped last")
        )
    }

    fn scope(&self) -> String {
        format!(
            "complete: {}, {}",
            count(self.reach.states().len(), "state", "states"),
            count(
                self.reach.pairs().len(),
                "pair of a state and who stepped last",
                "pairs of a state and who stepped last"
            )
        )
    }

    fn target_words(&self, target: &Target) -> Rich {
        let name = Rich::toned(Tone::Name, target.name.as_str());
        match &target.text {
            Some(text) => name.plain(format!(" {}", quoted(text))),
            None => name,
        }
    }

    fn state_words(&self, state: &State) -> Rich {
        let now = if self.conflict().status_quo.as_ref() == Some(state) { ", the status quo" } else { "" };
        let name = Rich::toned(Tone::Name, self.name(state)).plain(now);
        let on = vectors_on(self.meaning, state);
        if on.is_empty() { name } else { name.plain(" (").join(on).plain(")") }
    }

    fn outcomes_at(&self, state: &State) -> Vec<String> {
        outcomes_at(self.meaning, state)
    }

    fn name(&self, state: &State) -> String {
        state_name(self.conflict(), self.answer, state)
    }

    fn conflict(&self) -> &Conflict {
        self.meaning.conflict()
    }

    /// The same for spreadsheets: a row for every state that is reached.
    pub fn csv(&self) -> String {
        let conflict = self.conflict();
        let mut columns = vec!["state".to_string(), "steps".to_string()];
        columns.extend(conflict.decision_makers.iter().map(|dm| format!("steps.{}", dm.id)));
        columns.extend(conflict.outcomes.iter().map(|outcome| format!("outcome.{}", outcome.id)));
        let mut csv = Csv::new(&columns);
        for Arrival { state, by } in self.reach.evolution() {
            let text = |steps: Option<usize>| steps.map(|steps| steps.to_string()).unwrap_or_default();
            let mut row = vec![self.name(&state), text(by.iter().flatten().min().copied())];
            row.extend(by.iter().map(|&steps| text(steps)));
            let holding = self.outcomes_at(&state);
            row.extend(conflict.outcomes.iter().map(|o| u8::from(holding.contains(&o.id)).to_string()));
            csv.row(&row);
        }
        csv.into_text()
    }

    /// The same for programs: a stable interface.
    pub fn json(&self, digest: &str) -> Value {
        let conflict = self.conflict();
        let path = |path: &Path| -> Value {
            let steps = path.steps.iter();
            steps.map(|step| json!({ "by": conflict.dm(step.by).id, "to": self.name(&step.to) })).collect()
        };
        let by_dm = |by: &[Option<usize>]| -> Map<String, Value> {
            let dms = conflict.dm_ids().map(|dm: DmId| (conflict.dm(dm).id.clone(), json!(by[dm.index()])));
            dms.filter(|(_, steps)| !steps.is_null()).collect()
        };
        let reached: Vec<Value> = (self.reach.evolution().iter())
            .map(|row| {
                let least = row.by.iter().flatten().min();
                json!({ "state": self.name(&row.state), "steps": least, "last_by": by_dm(&row.by) })
            })
            .collect();
        let equilibria: Vec<Value> = (self.equilibria().iter())
            .map(|(state, concepts)| {
                let found = self.reach.path_to_state(state);
                json!({ "state": self.name(state), "under": concepts, "path": found.as_ref().map(path) })
            })
            .collect();
        let targets: Vec<Value> = (self.targets.iter())
            .map(|target| {
                let slide = target.slide.as_ref().map(|slide| {
                    let enters = slide.enters.iter().map(|&(dm, from)| (conflict.dm(dm).id.clone(), from.into()));
                    json!({
                        "states": slide.states,
                        "holds_in": slide.holds_in,
                        "leads_from": slide.leads.len(),
                        "last_step_by": enters.collect::<Map<String, Value>>(),
                    })
                });
                json!({ "goal": target.name, "path": target.path.as_ref().map(path), "slide": slide })
            })
            .collect();
        let shocks = self.shocks.map(|shocks| shocks.iter().map(|shock| self.shock_json(shock)).collect::<Vec<_>>());
        json!({
            "format": PATHS_FORMAT,
            "conflict": { "title": conflict.title, "digest": digest },
            "from": self.name(self.reach.from()),
            "by": self.reach.by().word(),
            "scope": { "complete": true, "states": self.reach.states().len(), "pairs": self.reach.pairs().len() },
            "reached": reached,
            "equilibria": self.answer.map(|_| equilibria),
            "goals": targets,
            "shocks": shocks,
        })
    }

    fn shock_json(&self, shock: &Shock) -> Value {
        let option = self.conflict().option_name(shock.option);
        let rest = |rest: &Rest| rest.states.iter().map(|state| self.name(state)).collect::<Vec<_>>();
        match &shock.flip {
            Flip::Done(endings) => {
                let list = endings.iter().map(|ending| {
                    let rests = ending.course.rests.iter().map(rest).collect::<Vec<_>>();
                    json!({ "to": self.name(&ending.to), "rests": rests, "states": ending.course.states })
                });
                json!({ "option": option, "endings": list.collect::<Vec<_>>() })
            }
            Flip::OneWay => json!({ "option": option, "cannot": "one-way" }),
            Flip::Excluded(rules) => json!({ "option": option, "cannot": "excluded", "rules": rules }),
            Flip::NoMove => json!({ "option": option, "cannot": "no-move" }),
        }
    }
}

/// The ids of the outcomes that hold at a state.
pub(crate) fn outcomes_at(meaning: &Meaning, state: &State) -> Vec<String> {
    let holding = |outcome: &&detente_model::Outcome| detente_analysis::motion::holds(meaning, &outcome.when, state);
    meaning.conflict().outcomes.iter().filter(holding).map(|outcome| outcome.id.clone()).collect()
}

/// The name of a state: its own, its number, or its row where the conflict was not analysed.
pub(crate) fn state_name(conflict: &Conflict, answer: Option<&Answer>, state: &State) -> String {
    match answer.and_then(|answer| Some(answer.name(answer.solution.place(state)?))) {
        Some(name) => name,
        None => state_text(conflict, state),
    }
}
