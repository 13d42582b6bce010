//! Verdicts in plain sentences: who could move where, who would answer how, and why that settles it.

use detente_analysis::certify::{Reasons, Remains, Reply, Request, Sanctioned, Unanswered};
use detente_analysis::{Answer, choices};
use detente_model::{Concept, DmId, Meaning, State};
use detente_proof::state_text;

use super::overview::ordinal;
use crate::advice::{Advice, Surface};
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{and_list, change, count, number, vectors_on};

/// So many replies or improvements are told one by one; of more, the first and how many there are.
const TOLD: usize = 8;
/// Rows of more letters are not shown beside each move.
const LONG: usize = 40;

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a, 'c> {
    /// What the conflict means.
    pub meaning: &'a Meaning<'c>,
    /// Its analysis, for the names and ranks of states; without it states are named by their rows.
    pub answer: Option<&'a Answer<'c>>,
    /// The program in which the page is read.
    pub surface: Surface,
}

impl Why<'_, '_> {
    /// The page: the verdicts on one state with their reasons, those of one decision maker after the other.
    pub fn page(&self, state: &State, verdicts: &[(Request, Reasons)]) -> Document {
        let conflict = self.meaning.conflict();
        let mut page = Document::titled(conflict.title.as_str());
        let now = if conflict.status_quo.as_ref() == Some(state) { ", the status quo" } else { "" };
        let on = vectors_on(self.meaning, state);
        let beside = Rich::from(format!("State {}{now}", self.name(state)));
        page.paragraph(if on.is_empty() { beside.plain(".") } else { beside.plain(": ").join(on).plain(".") });
        for dm in conflict.dm_ids() {
            let own: Vec<&(Request, Reasons)> = verdicts.iter().filter(|(request, _)| request.dm == dm).collect();
            if !own.is_empty() {
                self.decision_maker(&mut page, dm, state, &own);
            }
        }
        page
    }

    fn decision_maker(&self, page: &mut Document, dm: DmId, state: &State, verdicts: &[&(Request, Reasons)]) {
        let who = &self.meaning.conflict().dm(dm).name;
        let rank = self.rank(dm, state).map(|rank| format!("ranks it {rank}")).unwrap_or_default();
        page.heading(who, Rich::toned(Tone::Quiet, rank));
        let concepts = |list: &[&(Request, Reasons)]| {
            and_list(&list.iter().map(|(r, _)| r.concept.name.to_string()).collect::<Vec<_>>())
        };
        // Without an improvement there is nothing to tell apart: the state is stable under every concept.
        if verdicts.iter().all(|(_, reasons)| matches!(reasons, Reasons::Stable(sanctions) if sanctions.is_empty())) {
            let moves = self.meaning.moves(dm, state).len();
            let reason = match moves {
                0 => format!("{who} has no move from here"),
                1 => format!("{who} has one move from here and does not prefer it to staying"),
                _ => format!("{who} prefers none of its {} moves to staying", number(moves as u128)),
            };
            page.paragraph(
                Rich::from(format!("{reason}. So the state is "))
                    .then(Tone::Good, "stable")
                    .plain(format!(" for it under {}.", concepts(verdicts))),
            );
            return;
        }
        let mut told: Vec<(&Reasons, Vec<&(Request, Reasons)>)> = Vec::new();
        for verdict in verdicts {
            // Concepts with the same reasons are told together.
            match told.iter_mut().find(|(reasons, _)| **reasons == verdict.1) {
                Some((_, list)) => list.push(verdict),
                None => told.push((&verdict.1, vec![verdict])),
            }
        }
        for (reasons, list) in told {
            let concept = list[0].0.concept;
            let under = concepts(&list);
            match reasons {
                Reasons::Stable(sanctions) => {
                    page.paragraph(
                        Rich::toned(Tone::Strong, format!("Under {under} ")).then(Tone::Good, "stable").plain(format!(
                            ": {who} could improve in {} can be answered.",
                            match sanctions.len() {
                                1 => "one way, and that".to_string(),
                                n => format!("{}, and each", count(n, "way", "ways")),
                            }
                        )),
                    );
                    page.items(self.sanctions(dm, state, sanctions, concept));
                }
                Reasons::Unstable(unanswered) => {
                    page.paragraph(
                        Rich::toned(Tone::Strong, format!("Under {under} "))
                            .then(Tone::Bad, "unstable")
                            .plain(": ")
                            .join(self.unanswered(dm, state, unanswered, concept)),
                    );
                    page.items(self.replies(dm, unanswered));
                }
            }
        }
    }

    /// "by taking up “X” (s7, 2nd of 9)".
    fn move_words(&self, by: DmId, from: &State, to: &State, focal: DmId) -> Rich {
        let change = change(self.meaning.conflict(), by, &choices(self.meaning, from), &choices(self.meaning, to));
        let rank = self.rank(focal, to).map(|rank| format!(", {rank}")).unwrap_or_default();
        // What changes tells the state well enough where its row would fill lines.
        if self.answer.is_none() && self.meaning.conflict().options.len() > LONG {
            return change;
        }
        change.plain(" (").then(Tone::Name, self.name(to)).plain(format!("{rank})"))
    }

    fn sanctions(&self, dm: DmId, state: &State, sanctions: &[Sanctioned], concept: &Concept) -> Vec<Item> {
        let conflict = self.meaning.conflict();
        let who = &conflict.dm(dm).name;
        let mut items = Vec::new();
        for sanctioned in sanctions.iter().take(TOLD) {
            let y = &sanctioned.improvement;
            items.push(Item::new(
                "If",
                Rich::toned(Tone::Strong, who.as_str()).plain(" ").join(self.move_words(dm, state, y, dm)).plain(","),
            ));
            let mut from = y;
            for step in &sanctioned.sequence {
                let mover = &conflict.dm(step.by).name;
                let text = Rich::toned(Tone::Strong, mover.as_str())
                    .plain(" ")
                    .join(self.move_words(step.by, from, &step.to, dm));
                items.push(Item::new("then", text.plain(",")).at(1));
                from = &step.to;
            }
            let escape = if concept.sanction.is_some_and(|sanction| sanction.inescapable) {
                ", and no move of its own from there leads to anything better than staying"
            } else {
                ""
            };
            let same = if from == state {
                "is where it began".to_string()
            } else {
                format!("{who} does not prefer to staying")
            };
            items.push(Item::new("which", format!("{same}{escape}.")).at(1));
        }
        if sanctions.len() > TOLD {
            items.push(Item::new(
                "…",
                format!(
                    "and {} more, each answered{}.",
                    sanctions.len() - TOLD,
                    Advice::AllSanctions.words(self.surface)
                ),
            ));
        }
        items
    }

    fn unanswered(&self, dm: DmId, state: &State, unanswered: &Unanswered, concept: &Concept) -> Rich {
        let who = &self.meaning.conflict().dm(dm).name;
        let text = Rich::toned(Tone::Strong, who.as_str())
            .plain(" ")
            .join(self.move_words(dm, state, &unanswered.improvement, dm))
            .plain(", which it prefers");
        match &unanswered.replies {
            None => text.plain(", and here no answer counts."),
            Some(replies) if replies.is_empty() => {
                let credible =
                    concept.sanction.is_some_and(|sanction| sanction.steps == detente_model::Steps::Improvements);
                text.plain(if credible {
                    ", and no other has a move from there that it would prefer."
                } else {
                    ", and no other can move from there."
                })
            }
            Some(replies) => text.plain(format!(
                ". The others can lead on from there to {}, and nowhere does it end up worse off:",
                count(replies.len(), "state", "states")
            )),
        }
    }

    fn replies(&self, dm: DmId, unanswered: &Unanswered) -> Vec<Item> {
        let conflict = self.meaning.conflict();
        let who = &conflict.dm(dm).name;
        let replies = unanswered.replies.as_deref().unwrap_or_default();
        // Of many, those that come nearest to an answer are the ones to know: first those that must be escaped from.
        let mut order: Vec<&Reply> = replies.iter().collect();
        order.sort_by(|a, b| {
            let escaped = |reply: &Reply| matches!(reply.remains, Remains::Escape(_));
            escaped(b).cmp(&escaped(a)).then_with(|| self.meaning.compare(dm, &a.state, &b.state))
        });
        let mut items: Vec<Item> = order
            .iter()
            .take(TOLD)
            .map(|reply| {
                let movers: Vec<String> =
                    reply.last_movers.iter().map(|&mover| conflict.dm(mover).name.clone()).collect();
                let rank = self.rank(dm, &reply.state).map(|rank| format!(" ({rank})")).unwrap_or_default();
                let text = Rich::toned(Tone::Name, self.name(&reply.state))
                    .plain(format!("{rank}, by {}: ", and_list(&movers)));
                Item::new(
                    "–",
                    match &reply.remains {
                        Remains::Preferred => text.plain(format!("{who} still prefers it to staying")),
                        Remains::Escape(to) => text
                            .plain(format!("{who} would then move on: it "))
                            .join(self.move_words(dm, &reply.state, to, dm))
                            .plain(", which it prefers to staying"),
                    },
                )
                .at(1)
            })
            .collect();
        if replies.len() > TOLD {
            items.push(
                Item::new(
                    "…",
                    format!("and {} more; these are the least good for {who}.", number((replies.len() - TOLD) as u128)),
                )
                .at(1),
            );
        }
        items
    }

    fn name(&self, state: &State) -> String {
        match self.answer.and_then(|answer| Some(answer.name(answer.solution.place(state)?))) {
            Some(name) => name,
            None => state_text(self.meaning.conflict(), state),
        }
    }

    fn rank(&self, dm: DmId, state: &State) -> Option<String> {
        let solution = &self.answer?.solution;
        let places = solution.places_in_ranking(dm);
        let rank = places - solution.rank(dm, solution.place(state)?);
        Some(format!("{} of {}", ordinal(rank), number(u128::from(places))))
    }
}
