//! The shock test: one option is flipped, and where it ends.

use std::collections::BTreeMap;

use detente_analysis::motion::{Ending, Flip, Rest, Shock};
use detente_analysis::{Choice, choices};
use detente_model::{Change, Conflict, State};

use super::{Paths, motion_words};
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{and_list, count, number};

/// So many rests of a shock, or members of a cycle, are named.
const NAMED: usize = 6;

impl Paths<'_, '_> {
    /// The shock test.
    pub(super) fn shock_table(&self, page: &mut Document) {
        let Some(shocks) = self.shocks.filter(|shocks| !shocks.is_empty()) else { return };
        page.heading("Shock test", Rich::toned(Tone::Quiet, "one option is changed by accident or by outside force"));
        page.paragraph(format!(
            "Then everybody follows {}. Where there are several ends, it depends on who steps first.",
            motion_words(self.reach.by())
        ));
        let columns = ["Shock", "Comes to rest at"].map(|name| (name.to_string(), Align::Left));
        let mut table = Table::new("shocks", columns);
        let mut ends: BTreeMap<&State, usize> = BTreeMap::new();
        let mut rules: Vec<&str> = Vec::new();
        for shock in shocks {
            let what = self.shock_words(shock);
            let end = match &shock.flip {
                Flip::Done(endings) => {
                    let rests = rests(endings);
                    let single = rests.iter().filter(|rest| !rest.is_cycle());
                    single.for_each(|rest| *ends.entry(&rest.states[0]).or_default() += 1);
                    self.rests_words(&rests)
                }
                Flip::OneWay => Rich::toned(Tone::Quiet, "cannot be changed: the option goes one way only"),
                // A variant holds an option by a rule that it makes for that.
                Flip::Excluded(ids) if ids.contains(&held(self.conflict(), shock)) => {
                    Rich::toned(Tone::Quiet, "cannot be changed: the option is held as it is")
                }
                Flip::Excluded(ids) => {
                    rules.extend(ids.iter().map(String::as_str));
                    Rich::toned(Tone::Quiet, format!("cannot be changed alone: excluded by {}", and_list(ids)))
                }
                Flip::NoMove => Rich::toned(Tone::Quiet, "cannot be changed alone: its owner has no such move"),
            };
            table.rows.push(vec![what, end]);
        }
        // In the order of the file, each once.
        for rule in self.conflict().rules.iter().filter(|rule| rules.contains(&rule.id.as_str())) {
            table.notes.push(format!("{} excludes: {}.", rule.id, rule.when.text(self.conflict())));
        }
        page.table(table);
        ends.remove(self.reach.from());
        self.ends(page, &ends);
    }

    /// What the states are at which it comes to rest, other than where it began.
    fn ends(&self, page: &mut Document, ends: &BTreeMap<&State, usize>) {
        if ends.is_empty() {
            return;
        }
        let mut columns = vec![("Rest".to_string(), Align::Left), ("After".to_string(), Align::Left)];
        columns.push(("Against where it began".into(), Align::Left));
        let outcomes = !self.conflict().outcomes.is_empty();
        if outcomes {
            columns.push(("Outcomes".into(), Align::Left));
        }
        let mut table = Table::new("rests", columns);
        for (state, shocks) in ends.iter().take(self.limit) {
            let mut row = vec![
                Rich::toned(Tone::Name, self.name(state)),
                count(*shocks, "shock", "shocks").into(),
                self.difference(state).into(),
            ];
            if outcomes {
                row.push(self.outcomes_at(state).join(", ").into());
            }
            table.rows.push(row);
        }
        if ends.len() > self.limit {
            table.notes.push(format!("The first {} of {}.", self.limit, number(ends.len() as u128)));
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

    fn rests_words(&self, rests: &[&Rest]) -> Rich {
        let mut words = Rich::empty();
        let shown = rests.len().min(NAMED);
        for (place, rest) in rests[..shown].iter().enumerate() {
            let between = match place {
                0 => "",
                _ if place + 1 == rests.len() => " or ",
                _ => ", ",
            };
            words = words.plain(between).join(self.rest_words(rest));
        }
        if rests.len() > shown {
            words = words.plain(format!(" or {} more", number((rests.len() - shown) as u128)));
        }
        words
    }

    fn rest_words(&self, rest: &Rest) -> Rich {
        let [state] = &*rest.states else {
            let names: Vec<String> = rest.states.iter().take(NAMED).map(|state| self.name(state)).collect();
            let more = if rest.states.len() > NAMED { ", …" } else { "" };
            return Rich::from(format!("no rest: a cycle of {} ", count(rest.states.len(), "state", "states")))
                .then(Tone::Name, format!("({}{more})", names.join(", ")));
        };
        let name = Rich::toned(Tone::Name, self.name(state));
        if state == self.reach.from() {
            return name.plain(" (where it began)");
        }
        match self.outcomes_at(state) {
            outcomes if outcomes.is_empty() => name,
            outcomes => name.plain(format!(" ({})", outcomes.join(", "))),
        }
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
}

/// The id of the rule that holds the option of a shock, if one does.
fn held(conflict: &Conflict, shock: &Shock) -> String {
    format!("{}{}", Change::FIX_PREFIX, conflict.option_name(shock.option))
}

/// All sets of states that the endings of a shock end in, each once, in order.
fn rests(endings: &[Ending]) -> Vec<&Rest> {
    let mut rests: Vec<&Rest> = endings.iter().flat_map(|ending| &ending.course.rests).collect();
    rests.sort();
    rests.dedup();
    rests
}
