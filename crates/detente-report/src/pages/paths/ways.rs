//! Ways: shortest legal paths, and what has none.

use detente_analysis::choices;
use detente_analysis::motion::Path;
use detente_model::State;

use super::{Paths, Target, motion_words};
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{and_list, change, count, number};

impl Paths<'_, '_> {
    /// Shortest legal paths to the outcomes and the equilibria.
    pub(super) fn ways(&self, page: &mut Document) {
        page.heading(
            "Ways",
            Rich::toned(Tone::Quiet, "a shortest one to each outcome and to each equilibrium that can be reached"),
        );
        let mut items = Vec::new();
        for target in self.targets {
            if let Some(path) = &target.path {
                items.extend(self.path_items(self.target_words(target), path));
            }
        }
        let (mut near, mut never): (Vec<(State, &str)>, Vec<State>) = (Vec::new(), Vec::new());
        for (state, concepts) in self.equilibria() {
            match self.reach.contains(&state) {
                true => near.push((state, concepts)),
                false => never.push(state),
            }
        }
        // Nash equilibria first: what lasts without a threat is what is asked for first.
        near.sort_by_key(|(state, concepts)| (*concepts == "SEQ", self.reach.steps_to(state)));
        for (state, concepts) in near.iter().take(self.limit) {
            let path = self.reach.path_to_state(state).expect("it is reached");
            items.extend(self.path_items(
                Rich::from(format!("the {concepts} equilibrium ")).then(Tone::Name, self.name(state)),
                &path,
            ));
        }
        let more = near.len().saturating_sub(self.limit);
        if more > 0 {
            items.push(Item::new("…", format!("and to {}.", count(more, "more equilibrium", "more equilibria"))));
        }
        if items.is_empty() {
            page.paragraph("To no equilibrium and no outcome.");
        }
        page.items(items);
        self.never(page, &never);
    }

    /// The outcomes and equilibria that cannot be reached, and what proves it.
    fn never(&self, page: &mut Document, equilibria: &[State]) {
        let outcomes: Vec<&Target> = self.targets.iter().filter(|target| target.path.is_none()).collect();
        if equilibria.is_empty() && outcomes.is_empty() {
            return;
        }
        let mut what = Vec::new();
        if !outcomes.is_empty() {
            let names: Vec<String> = outcomes.iter().map(|target| target.name.clone()).collect();
            let one = if names.len() == 1 { "the outcome" } else { "the outcomes" };
            what.push(format!("{one} {}", and_list(&names)));
        }
        if equilibria.len() > self.limit {
            what.push(format!("{} equilibria (Nash or SEQ)", number(equilibria.len() as u128)));
        } else if !equilibria.is_empty() {
            let one = if equilibria.len() == 1 { "the equilibrium" } else { "the equilibria" };
            let names: Vec<String> = equilibria.iter().map(|state| self.name(state)).collect();
            what.push(format!("{one} {}", and_list(&names)));
        }
        let by = motion_words(self.reach.by());
        page.paragraph(Rich::toned(Tone::Strong, format!("Cannot be reached by {by}: ")).plain(format!(
            "{}. {}",
            what.join("; "),
            self.closed()
        )));
    }

    /// The goal that was asked for.
    pub(super) fn goal(&self, page: &mut Document) {
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
}
