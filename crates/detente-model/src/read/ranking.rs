//! Direct rankings: all states in one chain, or what is known of their order.

use std::collections::HashMap;
use std::ops::Range;

use super::place::within_string;
use super::states::{MAX_LISTED, StateNames};
use super::table::{is_there, shorten};
use crate::diagnostic::listed;
use crate::file::{RankingValue, Spanned};
use crate::{Circle, Diagnostic, DmId, Order, PartialRanking, State, StateList};

/// A ranking of which the order of some states is not known has at most so many: what is known is kept pair by pair.
const MAX_PARTLY: usize = 1 << 12;

const EXAMPLE: &str = "write states with `>` or `~` between them, best first: s7 > s3 > s4 ~ s8";

/// How two states stand that follow each other in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Above,
    Tied,
    NotKnown,
}

/// A chain of states, best first.
struct Chain<'t> {
    text: &'t Spanned<String>,
    states: Vec<(State, Range<usize>)>,
    /// The signs between them.
    signs: Vec<(Sign, Range<usize>)>,
}

/// What a ranking says.
pub(crate) enum Ranking {
    /// Groups of states that tie, the best first.
    Whole(Vec<Vec<State>>),
    /// The order of some states is not known.
    Partly(PartialRanking),
}

impl StateNames<'_> {
    /// The groups of a ranking such as `s7 > s3 > s4 ~ s8`, best first, after checking that every state is in exactly one.
    pub(crate) fn ranking(&self, text: &Spanned<String>) -> Option<Vec<Vec<State>>> {
        let list = self.listed_for_ranking(&text.span)?;
        let chain = self.chain(text)?;
        if let Some((_, at)) = chain.signs.iter().find(|(sign, _)| *sign == Sign::NotKnown) {
            self.bad_ranking(
                || chain.place(self, at),
                "`?` stands only in the `ranking` of a decision maker's own table",
                "say here how it is; what else it may be goes under [unknowns]",
            );
            return None;
        }
        self.check_complete(&text.span, list, std::slice::from_ref(&chain)).then(|| chain.groups())
    }

    /// The ranking of `dm` in its own table, of which parts may be unknown.
    pub(crate) fn own_ranking(&self, dm: DmId, written: &RankingValue) -> Option<Ranking> {
        let texts = match written {
            RankingValue::Whole(text) => std::slice::from_ref(text),
            RankingValue::Chains(chains) => chains.value.as_slice(),
        };
        let span = written.span();
        let list = self.listed_for_ranking(&span)?;
        if texts.is_empty() {
            self.bad_ranking(|| span, "the ranking is empty", EXAMPLE);
            return None;
        }
        let chains: Vec<Option<Chain>> =
            texts.iter().filter(|text| is_there(text)).map(|text| self.chain(text)).collect();
        let chains: Vec<Chain> = chains.into_iter().collect::<Option<_>>()?;
        if !self.check_complete(&span, list, &chains) {
            return None;
        }
        if let [chain] = chains.as_slice()
            && chain.signs.iter().all(|(sign, _)| *sign != Sign::NotKnown)
        {
            return Some(Ranking::Whole(chain.groups()));
        }
        if list.states().len() > MAX_PARTLY {
            let states = list.states().len();
            let message =
                format!("there are {states} states, and a ranking that is not wholly known has at most {MAX_PARTLY}");
            self.desk.complain(
                Diagnostic::error("too-many-states", span, message)
                    .help("rank all of them in one chain, or use statements, of which single ones may be unknown"),
            );
            return None;
        }
        let order = self.order(list, &chains)?;
        let ranking = PartialRanking { dm, states: list.states().to_vec(), order };
        Some(match ranking.order.open_pairs() {
            0 => Ranking::Whole(ranking.groups(&ranking.order.by_levels())),
            _ => Ranking::Partly(ranking),
        })
    }

    /// What follows from all chains together.
    fn order(&self, list: &StateList, chains: &[Chain]) -> Option<Order> {
        let (mut ties, mut above) = (Vec::new(), Vec::new());
        let place = |state: &State| list.place(state).expect("chains are of states");
        for chain in chains {
            let mut better: Vec<usize> = Vec::new();
            let mut group = vec![place(&chain.states[0].0)];
            for (at, (sign, _)) in chain.signs.iter().enumerate() {
                let next = place(&chain.states[at + 1].0);
                match sign {
                    Sign::Tied => ties.push((group[group.len() - 1], next)),
                    Sign::NotKnown => {}
                    Sign::Above => better = std::mem::take(&mut group),
                }
                group.push(next);
                if !self.desk.spend(better.len()) {
                    return None;
                }
                above.extend(better.iter().map(|&better| (better, next)));
            }
        }
        match Order::from_pairs(list.states().len(), &ties, &above) {
            Ok(order) => Some(order),
            Err(circle) => {
                self.complain_of_circle(list, chains, &circle);
                None
            }
        }
    }

    fn complain_of_circle(&self, list: &StateList, chains: &[Chain], circle: &Circle) {
        let name = |at: usize| shorten(&list.name(self.conflict, at));
        let mut said: String = circle
            .iter()
            .take(12)
            .map(|&(at, strictly)| format!("{} {} ", name(at), if strictly { ">" } else { "~" }))
            .collect();
        said.push_str(&if circle.len() > 12 { "…".into() } else { name(circle[0].0) });
        // The last chain in which the first state of the circle stands before the second.
        let (first, second) = (&list.states()[circle[0].0], &list.states()[circle[1 % circle.len()].0]);
        let there = chains.iter().rev().find_map(|chain| {
            let at = |state: &State| chain.states.iter().position(|(own, _)| own == state);
            let (from, to) = (at(first)?, at(second)?);
            (from < to).then(|| chain.place(self, &(chain.states[from].1.start..chain.states[to].1.end)))
        });
        let span = there.unwrap_or_else(|| chains[0].text.span.clone());
        self.desk.complain(
            Diagnostic::error("ranking-in-a-circle", span, format!("the ranking goes in a circle: {said}"))
                .help("turn one of these round, or leave it out"),
        );
    }

    fn listed_for_ranking(&self, span: &Range<usize>) -> Option<&StateList> {
        let list = self.all();
        if list.is_none() {
            let message = format!("there are more than {MAX_LISTED} states, too many to rank one by one");
            self.desk.complain(
                Diagnostic::error("too-many-states", span.clone(), message)
                    .help("use statements (`prefers`) or `weights`"),
            );
        }
        list
    }

    /// Complains of a place, which is worked out only where somebody will read it.
    fn bad_ranking(&self, at: impl FnOnce() -> Range<usize>, message: &str, help: &str) {
        match self.desk.is_full() {
            true => self.desk.leave_out(),
            false => self.desk.complain(Diagnostic::error("bad-ranking", at(), message).help(help)),
        }
    }

    /// A chain of states, or `None` after complaints.
    fn chain<'t>(&self, text: &'t Spanned<String>) -> Option<Chain<'t>> {
        let place = |inner: Range<usize>| within_string(self.desk.source, &text.span, inner);
        let complain =
            |inner: Range<usize>, message: &str, help: &str| self.bad_ranking(|| place(inner), message, help);
        let mut chain = Chain { text, states: Vec::new(), signs: Vec::new() };
        let mut seen: HashMap<State, Range<usize>> = HashMap::new();
        let (mut ok, mut expects_name, mut last) = (true, true, None);
        for (token, at) in ranking_tokens(&text.value) {
            if token.chars().all(is_ranking_sign) {
                last = Some(at.clone());
                let sign = match token {
                    ">" => Some(Sign::Above),
                    "~" => Some(Sign::Tied),
                    "?" => Some(Sign::NotKnown),
                    _ => None,
                };
                if let (Some(sign), false) = (sign, expects_name) {
                    chain.signs.push((sign, at));
                } else if sign.is_some() {
                    ok = false;
                    complain(at, &format!("`{token}` stands where a state should"), EXAMPLE);
                } else {
                    ok = false;
                    let help = match token {
                        "<" => "rankings go from the best to the worst, with `>` between: s7 > s3 > s4 ~ s8",
                        "=" | "==" => "write `~` between states that tie: s7 > s3 > s4 ~ s8",
                        _ => EXAMPLE,
                    };
                    complain(at, &format!("`{}` is no sign of a ranking", shorten(token)), help);
                }
                expects_name = true;
                continue;
            }
            if !expects_name {
                ok = false;
                complain(
                    at.clone(),
                    "two states follow each other with nothing between",
                    "put `>` (better than), `~` (as good as) or `?` (not known) between them",
                );
            }
            expects_name = false;
            let Some(state) = self.by_name(token, || place(at.clone())) else {
                ok = false;
                continue;
            };
            match seen.get(&state) {
                Some(first) if !self.desk.is_full() => {
                    ok = false;
                    let message = format!("the state `{}` is ranked twice", shorten(token));
                    self.desk.complain(
                        Diagnostic::error("ranked-twice", place(at), message)
                            .related(place(first.clone()), "first here")
                            .help("every state has one place; use `~` between states that tie"),
                    );
                }
                Some(_) => {
                    ok = false;
                    self.desk.leave_out();
                }
                None => {
                    seen.insert(state.clone(), at.clone());
                    chain.states.push((state, at));
                }
            }
        }
        match last {
            None if seen.is_empty() && ok => {
                ok = false;
                complain(0..text.value.len(), "the ranking is empty", EXAMPLE);
            }
            Some(last) if expects_name && ok => {
                ok = false;
                complain(
                    last,
                    "the ranking ends with a sign",
                    "add the states that are missing, or leave the sign out",
                );
            }
            _ => {}
        }
        ok.then_some(chain)
    }

    fn check_complete(&self, span: &Range<usize>, list: &StateList, chains: &[Chain]) -> bool {
        let mut there = vec![false; list.states().len()];
        for (state, _) in chains.iter().flat_map(|chain| &chain.states) {
            there[list.place(state).expect("chains are of states")] = true;
        }
        let missing: Vec<String> =
            (0..there.len()).filter(|&place| !there[place]).map(|place| list.name(self.conflict, place)).collect();
        if !missing.is_empty() {
            let help = match chains {
                [_] => format!("all {} states have a place; use `~` between states that tie", there.len()),
                _ => "every state is in a chain; one of which nothing is known is a chain by itself: \"s4\"".into(),
            };
            self.desk.complain(
                Diagnostic::error(
                    "incomplete-ranking",
                    span.clone(),
                    format!("the ranking leaves out {}", listed(&missing, 8)),
                )
                .help(help),
            );
        }
        missing.is_empty()
    }
}

impl Chain<'_> {
    /// The groups of states between signs of preference.
    fn groups(&self) -> Vec<Vec<State>> {
        let mut groups = Vec::new();
        let mut states = self.states.iter().map(|(state, _)| state.clone());
        groups.push(states.next().into_iter().collect::<Vec<State>>());
        for ((sign, _), state) in self.signs.iter().zip(states) {
            match sign {
                Sign::Above => groups.push(vec![state]),
                _ => groups.last_mut().expect("there is always a group").push(state),
            }
        }
        groups
    }

    /// Where a part of the chain stands in the file.
    fn place(&self, names: &StateNames, inner: &Range<usize>) -> Range<usize> {
        within_string(names.desk.source, &self.text.span, inner.clone())
    }
}

fn is_ranking_sign(c: char) -> bool {
    matches!(c, '>' | '<' | '~' | '=' | ',' | ';' | '?' | '≻' | '∼')
}

/// The words and signs of a ranking, with their places. Signs that touch are one, such as `>=`.
fn ranking_tokens(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(|c: char| !c.is_whitespace())?;
        let rest = &text[at..];
        let begins_with_sign = rest.chars().next().is_some_and(is_ranking_sign);
        let length =
            rest.find(|c: char| c.is_whitespace() || is_ranking_sign(c) != begins_with_sign).unwrap_or(rest.len());
        let token = (&rest[..length], at..at + length);
        at += length;
        Some(token)
    })
}
