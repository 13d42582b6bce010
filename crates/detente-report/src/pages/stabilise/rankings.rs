//! If they ranked the states otherwise: the fewest pairs of states compared otherwise.

use detente_analysis::stabilise::{Ending, RankingPlan, Rankings, Reranked};

use super::{NAMED, Stabilise, TOLD};
use crate::advice::Advice;
use crate::document::{Document, Item, Rich, Tone};
use crate::pages::overview::ordinal;
use crate::words::{count, number};

impl Stabilise<'_, '_> {
    pub(super) fn rankings_section(&self, page: &mut Document, found: &Rankings) {
        page.heading("If they ranked the states otherwise", Rich::toned(Tone::Quiet, self.of(&found.vary)));
        if found.target != self.target {
            page.paragraph(
                Rich::from("The cheapest of the wanted states is ").join(self.state(found.target)).plain("."),
            );
        }
        match (&found.plan, found.ending) {
            (None, Ending::Interval) => page.paragraph(format!(
                "The search ended before it found a way. Whatever there is changes at least {} ({}).",
                count(found.lower as usize, "pair of states", "pairs of states"),
                Advice::Work.words(self.surface)
            )),
            (None, _) => page.paragraph("No rankings of theirs would do, while the others keep theirs."),
            (Some(plan), _) if plan.cost == 0 => page.paragraph("Nothing has to change."),
            (Some(plan), ending) => self.ranking_plan(page, found, plan, ending),
        }
    }

    fn ranking_plan(&self, page: &mut Document, found: &Rankings, plan: &RankingPlan, ending: Ending) {
        let pairs = count(plan.cost as usize, "pair of states", "pairs of states");
        page.paragraph(match ending {
            Ending::Interval => format!(
                "It is enough to compare {pairs} otherwise, in this way. Whether fewer would do is not known: at least {} have to change \
                 (the search ended there; {}).",
                number(found.lower),
                Advice::Work.words(self.surface)
            ),
            _ => {
                let rises = plan.reranked.iter().any(|one| one.pairs.len() > 1);
                let why = if rises { ". What rises past a state passes all that lie between" } else { "" };
                format!("The fewest changes that do it: {pairs} compared otherwise than now{why}.")
            }
        });
        page.items(plan.reranked.iter().flat_map(|one| self.reranked(found, one)).collect());
    }

    fn reranked(&self, found: &Rankings, one: &Reranked) -> Vec<Item> {
        match one.pairs.iter().all(|&(_, above)| above == found.target) {
            true => self.rise(one, found.target),
            false => self.pairs(one),
        }
    }

    /// A plan in words, in a sentence for each ranking that changes. Where comparisons are turned round, they follow by the names of their states.
    pub fn ranking_words(&self, found: &Rankings, plan: &RankingPlan) -> String {
        let sentence = |one: &Reranked| {
            // The first item says what changes; those below it show the states.
            let head = self.reranked(found, one).first().map(|item| item.text.words()).unwrap_or_default();
            let head = head.trim_end_matches(':').to_string();
            let pair = |&(loser, winner): &(usize, usize)| {
                format!("{} above {}", self.answer.name(winner), self.answer.name(loser))
            };
            match one.pairs.iter().all(|&(_, above)| above == found.target) {
                true => head,
                false => {
                    let mut pairs: Vec<String> = one.pairs.iter().take(NAMED).map(pair).collect();
                    if one.pairs.len() > NAMED {
                        pairs.push(format!("{} more", one.pairs.len() - NAMED));
                    }
                    format!("{head}: {}", pairs.join(", "))
                }
            }
        };
        plan.reranked.iter().map(sentence).collect::<Vec<_>>().join(". ")
    }

    /// The wanted state rises past others: in one sentence.
    fn rise(&self, one: &Reranked, target: usize) -> Vec<Item> {
        let solution = &self.answer.solution;
        let own = solution.rank(one.dm, target);
        let mut losers: Vec<usize> = one.pairs.iter().map(|pair| pair.0).collect();
        losers.sort_by_key(|&x| (std::cmp::Reverse(solution.rank(one.dm, x)), x));
        let tied = losers.iter().filter(|&&x| solution.rank(one.dm, x) == own).count();
        let now = match (tied, losers.len() - tied) {
            (0, 1) => ", which it prefers now (a tie is enough)",
            (0, 2) => ", both of which it prefers now (a tie is enough)",
            (0, _) => ", all of which it prefers now (a tie is enough)",
            (_, 0) => ", with which it ties now",
            _ => ", which it prefers now or which tie with it",
        };
        let (places, after) = (solution.places_in_ranking(one.dm), one.groups.len());
        let from = ordinal(places - own);
        let to = ordinal(one.groups.iter().position(|group| group.contains(&target)).unwrap_or(0) as u32 + 1);
        let rises = match places as usize == after {
            true => format!("from {from} to {to} of {} places", number(places)),
            false => format!("from {from} of {} places to {to} of {}", number(places), number(after as u64)),
        };
        let name = self.answer.name(target);
        let past = match losers.len() {
            // They follow by name.
            n if n > TOLD => format!("{} states", number(n as u64)),
            _ => self.names(&losers, " and "),
        };
        let text = format!(" must rank {name} above {past}{now}. It rises {rises}:");
        let head = Rich::toned(Tone::Strong, self.answer.conflict.dm(one.dm).name.as_str());
        let mut items = vec![Item::new("●", head.plain(text))];
        items.extend(self.states(&losers));
        items
    }

    /// Any other change: pair by pair.
    fn pairs(&self, one: &Reranked) -> Vec<Item> {
        let solution = &self.answer.solution;
        let head = Rich::toned(Tone::Strong, self.answer.conflict.dm(one.dm).name.as_str());
        let mut items = vec![Item::new(
            "●",
            head.plain(format!(" must turn {} round:", count(one.pairs.len(), "comparison", "comparisons"))),
        )];
        for &(loser, winner) in one.pairs.iter().take(NAMED) {
            let now = match solution.rank(one.dm, loser) == solution.rank(one.dm, winner) {
                true => ", with which it ties now",
                false => ", which it prefers now",
            };
            let moves = self.answer.meaning.moves(one.dm, &solution.state(loser));
            let then = match moves.contains(&solution.state(winner)) {
                true => ": then its move from the one to the other is an improvement",
                false => "",
            };
            let text = Rich::from("rank ")
                .join(self.state(winner))
                .plain(" above ")
                .join(self.state(loser))
                .plain(format!("{now}{then}"));
            items.push(Item::new("–", text).at(1));
        }
        if one.pairs.len() > NAMED {
            let more = count(one.pairs.len() - NAMED, "more pair", "more pairs");
            items.push(Item::new("…", format!("and {more} (JSON has all).")).at(1));
        }
        items
    }
}
