//! What holds whatever the unknowns turn out to be, and which of them decide.

use detente_analysis::unknowns::{
    Asked, Completed, Completion, Extension, MAX_SHOWN, Pair, Scope, Settled, Survey, Tally, Uncertain, Verdict,
    completions, completions_of, ranking_in_words, state_name, words_about,
};
use detente_model::{CONCEPTS, Conflict, DmId, PartialRanking, State, StateList, Unknown};
use detente_proof::state_text;

use super::open::{known, known_pairs};
use crate::advice::{Advice, Surface};
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number};

mod data;

/// The `format` of [`Unknowns::json`].
pub const UNKNOWNS_FORMAT: &str = "detente-unknowns/1";

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Unknowns<'a> {
    /// The conflict.
    pub conflict: &'a Conflict,
    /// Its states, for their names; without them states are named by their rows.
    pub states: Option<&'a StateList>,
    /// What is not known.
    pub unknowns: &'a [Unknown],
    /// The state that is looked at closely.
    pub state: &'a State,
    /// The verdicts over the completions; `None` where there were too many of them.
    pub completed: Option<&'a Completed>,
    /// Single questions about the state, where there were too many completions.
    pub settled: &'a [(Asked, Settled)],
    /// The equilibria, where there were too many completions; `None` where there were too many states as well.
    pub survey: Option<&'a Survey>,
    /// What is known of each pair of states, for the extensions a to d; `None` where the unknowns change states or moves, or there were too many.
    pub uncertain: Option<&'a Uncertain>,
    /// At most so many states are listed.
    pub limit: usize,
    /// The program in which the page is read.
    pub surface: Surface,
}

impl Unknowns<'_> {
    /// The page.
    pub fn page(&self) -> Document {
        let mut page = Document::titled(self.conflict.title.as_str());
        page.paragraph(Rich::toned(Tone::Quiet, self.size()));
        self.list(&mut page);
        self.closely(&mut page);
        self.single(&mut page);
        self.everywhere(&mut page);
        self.surveyed(&mut page);
        self.extensions(&mut page);
        page
    }

    pub(crate) fn size(&self) -> String {
        let all = match completions(self.conflict, self.unknowns) {
            Some(1) => "1 completion".into(),
            Some(all) => format!("{} completions", number(all)),
            None => "more completions than can be counted".into(),
        };
        let mut parts = Vec::new();
        if !self.unknowns.is_empty() {
            parts.push(count(self.unknowns.len(), "unknown", "unknowns"));
        }
        if !self.conflict.study.orders.is_empty() {
            parts.push(count(self.conflict.study.orders.len(), "partly known ranking", "partly known rankings"));
        }
        parts.push(all);
        match self.completed.map(|completed| (completed.scope, completed.different())) {
            Some((Scope::All(_), different)) => {
                parts.push(format!("all looked at, {} different", number(different as u128)))
            }
            Some((Scope::Sampled { draws, seed, .. }, _)) => {
                parts.push(format!("{} drawn with seed {seed}", number(draws)))
            }
            None => parts.push("too many to look at one by one".into()),
        }
        parts.join(" · ")
    }

    pub(crate) fn list(&self, page: &mut Document) {
        page.heading("What is not known", Rich::empty());
        let mut items = Vec::new();
        for unknown in self.unknowns {
            let text = unknown.text.clone().unwrap_or_default();
            items.push(Item::new(Rich::toned(Tone::Name, unknown.id.as_str()), text));
            for (at, alternative) in unknown.alternatives.iter().take(self.limit.max(1)).enumerate() {
                let now = if at == 0 { "  as the conflict has it" } else { "" };
                let text = Rich::from(alternative.words.as_str()).then(Tone::Quiet, now);
                items.push(Item::new("–", text).at(1));
            }
            if unknown.alternatives.len() > self.limit.max(1) {
                let more = unknown.alternatives.len() - self.limit.max(1);
                items.push(Item::new("–", format!("and {} more", number(more as u128))).at(1));
            }
        }
        for order in &self.conflict.study.orders {
            self.list_ranking(order, &mut items);
        }
        page.items(items);
    }

    /// What is known of a ranking and what is not.
    fn list_ranking(&self, order: &PartialRanking, items: &mut Vec<Item>) {
        let who = &self.conflict.dm(order.dm).name;
        items.push(Item::new(
            Rich::toned(Tone::Name, order.id(self.conflict)),
            format!("How {who} orders {}", known_pairs(order)),
        ));
        if let Some(known) = known(self.conflict, order, self.limit.max(1)) {
            items.push(Item::new("–", format!("known: {known}")).at(1));
        }
        let written = ranking_in_words(self.conflict, order, &order.order.by_levels(), MAX_SHOWN);
        items.push(Item::new("–", Rich::from(written).then(Tone::Quiet, "  as the conflict has it, by levels")).at(1));
        let rest = match completions_of(order) {
            Some(all) => format!("one of {} rankings, ties allowed, that keep what is known", number(all)),
            None => "one of more rankings than can be counted, ties allowed, that keep what is known".into(),
        };
        items.push(Item::new("–", rest).at(1));
    }

    /// The verdicts on the state, and what decides them.
    pub(crate) fn closely(&self, page: &mut Document) {
        let Some(completed) = self.completed else { return };
        page.heading("Does it last?", Rich::toned(Tone::Quiet, "state ").then(Tone::Name, self.name(self.state)));
        let Some(place) = completed.place(self.state) else {
            page.paragraph("The state is not feasible in any completion.");
            return;
        };
        let mut columns =
            vec![("concept".into(), Align::Left), ("equilibrium".into(), Align::Left), ("in".into(), Align::Right)];
        columns.extend(self.conflict.decision_makers.iter().map(|dm| (dm.id.clone(), Align::Right)));
        columns.push(("decided by".into(), Align::Left));
        let mut table = Table::new("unknowns", columns);
        let mut shown = Vec::new();
        for concept in completed.concepts() {
            let tally = completed.tally(concept, None, place);
            let mut row = vec![concept.name.into(), verdict(tally.verdict), share(&tally).into()];
            for dm in self.conflict.dm_ids() {
                row.push(share(&completed.tally(concept, Some(dm), place)).into());
            }
            row.push(and_list(&self.ids(&tally.decided_by)).into());
            table.rows.push(row);
            if let (Some(yes), Some(no)) = (tally.yes, tally.no) {
                shown.push((concept.name, (yes, no, tally.pairs)));
            }
        }
        if let Scope::Sampled { .. } = completed.scope {
            table.notes.push(format!(
                "Shares are those of a sample: with a certainty of 95 % each is within {} percentage points of the true one. A verdict that no draw contradicts may \
                 still be contradicted by completions that were not drawn, and other unknowns may decide as well.",
                completed.scope.margin().div_ceil(10)
            ));
        }
        if !self.conflict.study.orders.is_empty() {
            table.notes.push("In how many completions a verdict holds says nothing of how likely it is.".into());
        }
        page.table(table);
        let mut items = Vec::new();
        // Concepts with the same examples are told together.
        while let Some((_, told)) = shown.first().cloned() {
            let names: Vec<String> = shown.iter().filter(|it| it.1 == told).map(|it| it.0.to_string()).collect();
            shown.retain(|it| it.1 != told);
            let (yes, no, pairs) = told;
            items.push(Item::new(
                format!("{}:", and_list(&names)),
                "an equilibrium with ".to_string() + &self.words(&yes, None),
            ));
            items.push(Item::new("", "not with ".to_string() + &self.words(&no, None)).at(1));
            if !pairs.is_empty() {
                items.push(Item::new("", format!("decided by the order of {}", self.pairs(&pairs))).at(1));
            }
        }
        page.items(items);
    }

    pub(crate) fn single(&self, page: &mut Document) {
        if self.settled.is_empty() {
            return;
        }
        page.heading("Does it last?", Rich::toned(Tone::Quiet, "state ").then(Tone::Name, self.name(self.state)));
        let mut items = Vec::new();
        for (asked, settled) in self.settled {
            let who = asked
                .who
                .map_or("an equilibrium".to_string(), |dm| format!("stable for {}", self.conflict.dm(dm).name));
            let (tone, said) = answer(settled);
            let text = Rich::from(format!("{who}: ")).then(tone, said).plain(match settled.complete {
                true => String::new(),
                false => format!(", as far as {} looks tell; ask for more", number(settled.looks)),
            });
            items.push(Item::new(asked.concept.name, text));
            for (completion, word) in [(&settled.yes, "with"), (&settled.no, "not with")] {
                if let (Some(completion), true) = (completion, settled.yes.is_some() && settled.no.is_some()) {
                    items.push(Item::new("", format!("{word} {}", self.words(completion, asked.who))).at(1));
                }
            }
            if !settled.decided_by.is_empty() {
                let by = and_list(&self.ids(&settled.decided_by));
                let pairs = match settled.pairs.as_slice() {
                    [] => String::new(),
                    pairs => format!(" (the order of {})", self.pairs(pairs)),
                };
                items.push(Item::new("", format!("decided by {by}{pairs}, perhaps by others as well")).at(1));
            }
        }
        page.items(items);
        let large = |order: &PartialRanking| order.states.len() > MAX_SHOWN && order.order.open_pairs() > MAX_SHOWN;
        if self.conflict.study.orders.iter().any(large) {
            let whole = Advice::WholeRankings.words(self.surface);
            page.paragraph(Rich::toned(
                Tone::Quiet,
                format!("Of rankings of more than {MAX_SHOWN} states it is told what is above the state{whole}."),
            ));
        }
    }

    /// The equilibria, whatever the unknowns turn out to be.
    pub(crate) fn everywhere(&self, page: &mut Document) {
        let Some(completed) = self.completed else { return };
        page.heading("Equilibria", Rich::toned(Tone::Quiet, "in all completions, and in some"));
        let columns = ["concept", "in all", "which", "in some"];
        let align = [Align::Left, Align::Right, Align::Left, Align::Right];
        let mut table = Table::new("equilibria", columns.map(String::from).into_iter().zip(align));
        for concept in completed.concepts() {
            let (all, some) = (completed.in_all(concept, None), completed.in_some(concept, None));
            let mut names: Vec<String> =
                all.iter().take(self.limit).map(|&place| self.name(&completed.states[place])).collect();
            if all.len() > self.limit {
                names.push("…".into());
            }
            table.rows.push(vec![
                concept.name.into(),
                number(all.len() as u128).into(),
                Rich::toned(Tone::Name, names.join(" ")),
                number(some.len() as u128).into(),
            ]);
        }
        page.table(table);
    }

    /// The same where completions were too many to look at.
    fn surveyed(&self, page: &mut Document) {
        let Some(survey) = self.survey else { return };
        page.heading("Equilibria", Rich::toned(Tone::Quiet, "in all completions, and in some"));
        let is_open = survey.equilibria.iter().any(|(_, verdicts)| verdicts.contains(&None));
        let mut columns: Vec<(String, Align)> = ["concept", "in all", "which", "in some", "which"]
            .map(String::from)
            .into_iter()
            .zip([Align::Left, Align::Right, Align::Left, Align::Right, Align::Left])
            .collect();
        if is_open {
            columns.push(("open".into(), Align::Right));
        }
        let mut table = Table::new("equilibria", columns);
        for (concept, verdicts) in &survey.equilibria {
            let of = |wanted: &[Option<Verdict>]| -> Vec<usize> {
                (0..verdicts.len()).filter(|&place| wanted.contains(&verdicts[place])).collect()
            };
            let all = of(&[Some(Verdict::Necessary)]);
            let some = of(&[Some(Verdict::Necessary), Some(Verdict::Possible)]);
            let mut row = vec![concept.name.into()];
            for places in [all, some] {
                let mut names: Vec<String> =
                    places.iter().take(self.limit).map(|&place| self.name(&survey.states[place])).collect();
                if places.len() > self.limit {
                    names.push("…".into());
                }
                row.push(number(places.len() as u128).into());
                row.push(Rich::toned(Tone::Name, names.join(" ")));
            }
            if is_open {
                row.push(Rich::toned(Tone::Warn, number(of(&[None]).len() as u128)));
            }
            table.rows.push(row);
        }
        if is_open {
            table
                .notes
                .push(format!("Open: the search was ended at its limit{}.", Advice::OneState.words(self.surface)));
        }
        page.table(table);
    }

    /// The extensions of the literature.
    pub(crate) fn extensions(&self, page: &mut Document) {
        let Some((uncertain, place)) = self.uncertain_place() else { return };
        page.heading("In the terms of the literature", Rich::toned(Tone::Quiet, "Li, Hipel, Kilgour and Fang 2004"));
        let mut columns = vec![("concept".into(), Align::Left)];
        columns.extend(Extension::ALL.map(|extension| (extension.letter().to_string(), Align::Left)));
        let mut table = Table::new("extensions", columns);
        for concept in CONCEPTS {
            let mut row = vec![concept.name.into()];
            for extension in Extension::ALL {
                let leavers: Vec<String> = self
                    .conflict
                    .dm_ids()
                    .filter(|&dm| !uncertain.is_stable(concept, extension, dm, place))
                    .map(|dm| self.conflict.dm(dm).id.clone())
                    .collect();
                row.push(match leavers.is_empty() {
                    true => Rich::toned(Tone::Good, "yes"),
                    false => Rich::toned(Tone::Bad, "no").then(Tone::Quiet, format!(": {}", leavers.join(", "))),
                });
            }
            table.rows.push(row);
        }
        for extension in Extension::ALL {
            table.notes.push(format!("{}: {}", extension.letter(), extension.words()));
        }
        table.notes.push("Whether the state is an equilibrium, and for whom it is not stable. Of each pair of states these know only whether all completions agree on it.".into());
        page.table(table);
    }

    fn uncertain_place(&self) -> Option<(&Uncertain, usize)> {
        let uncertain = self.uncertain?;
        Some((uncertain, uncertain.graph.states.place(self.state)?))
    }

    fn ids(&self, places: &[usize]) -> Vec<String> {
        let orders = &self.conflict.study.orders;
        let id = |place: usize| match self.unknowns.get(place) {
            Some(unknown) => unknown.id.clone(),
            None => orders[place - self.unknowns.len()].id(self.conflict),
        };
        places.iter().map(|&place| id(place)).collect()
    }

    fn words(&self, completion: &Completion, who: Option<DmId>) -> String {
        words_about(self.conflict, self.unknowns, completion, Some((self.state, who)))
    }

    /// `s2 and s4 or s6 and s8 (provincial)`.
    fn pairs(&self, pairs: &[Pair]) -> String {
        let mut parts = Vec::new();
        for (place, order) in self.conflict.study.orders.iter().enumerate() {
            let name = |at: usize| state_name(self.conflict, at);
            let own = pairs.iter().filter(|pair| pair.ranking == place);
            let mut own: Vec<String> = own.map(|pair| format!("{} and {}", name(pair.a), name(pair.b))).collect();
            let more = own.len().saturating_sub(self.limit.max(1));
            own.truncate(self.limit.max(1));
            if more > 0 {
                own.push(format!("{more} other pairs"));
            }
            if !own.is_empty() {
                parts.push(format!("{} ({})", own.join(", or of "), self.conflict.dm(order.dm).id));
            }
        }
        parts.join(", or of ")
    }

    fn name(&self, state: &State) -> String {
        let named = self.states.and_then(|states| Some(states.name(self.conflict, states.place(state)?)));
        named.unwrap_or_else(|| state_text(self.conflict, state))
    }
}

fn verdict(verdict: Verdict) -> Rich {
    let tone = match verdict {
        Verdict::Necessary | Verdict::NecessaryAsFarAsSeen => Tone::Good,
        Verdict::Possible => Tone::Warn,
        Verdict::Impossible | Verdict::ImpossibleAsFarAsSeen => Tone::Bad,
    };
    Rich::toned(tone, verdict.word())
}

fn share(tally: &Tally) -> String {
    format!("{}/{}", tally.holds, tally.of)
}

fn answer(settled: &Settled) -> (Tone, &'static str) {
    match (&settled.yes, &settled.no, settled.complete) {
        (Some(_), Some(_), _) => (Tone::Warn, "possible"),
        (Some(_), None, true) => (Tone::Good, "necessary"),
        (None, Some(_), true) => (Tone::Bad, "impossible"),
        (Some(_), None, false) => (Tone::Warn, "possible, perhaps necessary"),
        (None, Some(_), false) => (Tone::Warn, "not necessary, perhaps impossible"),
        (None, None, _) => (Tone::Warn, "not known"),
    }
}
