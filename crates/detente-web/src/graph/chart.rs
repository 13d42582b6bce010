//! Which states and moves a picture shows: the nearest of a place to begin from, as many as can be told apart.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use detente_analysis::{Answer, motion};
use detente_engine::Control;
use detente_model::{DmId, Motion};
use detente_report::graph::{Head, Line};
use detente_report::number;

use super::{MOST_LINES, MOST_STATES};
use crate::api::{GraphRequest, Problem, Show};
use crate::solve::{cancelled, dms, problem, state};

/// Ways have so many states at most, all together.
const MOST_ON_WAYS: usize = 256;
/// Moves are not listed for a decision maker that can choose in more than 2^12 ways.
const FREE: usize = 12;

/// Steps from a state: by whom, and where to.
type Steps = Vec<(DmId, usize)>;

/// What a picture shows.
pub struct Chart<'a, 'c> {
    answer: &'a Answer<'c>,
    request: &'a GraphRequest,
    control: &'a Control<'a>,
    movers: Vec<DmId>,
    /// Decision makers whose moves are too many to be listed.
    unlisted: Vec<DmId>,
    /// Where it begins.
    centre: usize,
    ways: Vec<Vec<usize>>,
    /// The states that are drawn.
    pub places: Vec<usize>,
    /// The single switches from the centre are drawn as well.
    switches: bool,
    /// There are more states than are drawn: of the conflict, or in a tree of what it reaches.
    pub cut: bool,
    /// What was found already of [`Chart::steps`].
    known: RefCell<BTreeMap<usize, Rc<Steps>>>,
}

impl<'a, 'c> Chart<'a, 'c> {
    /// Chooses what is shown.
    pub fn new(answer: &'a Answer<'c>, request: &'a GraphRequest, control: &'a Control<'a>) -> Result<Self, Problem> {
        let all = answer.solution.states();
        let movers: Vec<DmId> = match request.movers.is_empty() {
            true => answer.conflict.dm_ids().collect(),
            false => {
                request.movers.iter().map(|id| Ok(dms(answer.conflict, Some(id))?[0])).collect::<Result<_, _>>()?
            }
        };
        let many = |dm: &DmId| answer.conflict.named_states.is_none() && answer.conflict.options_of(*dm).count() > FREE;
        let (unlisted, movers): (Vec<DmId>, Vec<DmId>) = movers.into_iter().partition(many);
        let named = |name: &str| {
            let state = state(answer, Some(name))?;
            answer.solution.place(&state).ok_or_else(|| problem("not_found", format_args!("there is no state {name}")))
        };
        let centre = match &request.from {
            Some(name) => named(name)?,
            None => answer.status_quo().or_else(|| answer.notable(1).0.first().copied()).unwrap_or(0),
        };
        if request.ways.iter().map(Vec::len).sum::<usize>() > MOST_ON_WAYS {
            return Err(problem("too_large", format_args!("ways of up to {MOST_ON_WAYS} states can be shown")));
        }
        let way = |way: &Vec<String>| way.iter().map(|name| named(name)).collect::<Result<Vec<usize>, _>>();
        let ways = request.ways.iter().map(way).collect::<Result<Vec<_>, _>>()?;
        let (places, switches, cut, known) = (Vec::new(), false, false, RefCell::default());
        let mut chart =
            Chart { answer, request, control, movers, unlisted, centre, ways, places, switches, cut, known };
        let limit = request.limit.clamp(1, MOST_STATES);
        if request.show != Show::Evolution && all <= limit {
            chart.places = (0..all).collect();
            if chart.lines()?.len() <= MOST_LINES {
                return Ok(chart);
            }
        }
        chart.switches = request.show != Show::Evolution;
        chart.grow(limit)?;
        // The nearest come first, so the farthest go where there are too many lines; never those that were asked for.
        let kept: BTreeSet<usize> = chart.ways.iter().flatten().copied().chain([centre]).collect();
        while chart.places.len() > kept.len() && chart.lines()?.len() > MOST_LINES {
            chart.places.truncate((chart.places.len() * 7 / 8).max(kept.len()));
            chart.cut = true;
        }
        chart.cut |= chart.request.show != Show::Evolution && chart.places.len() < all;
        Ok(chart)
    }

    /// The steps of the kind that is drawn from a state: by whom, and where to.
    fn steps(&self, place: usize) -> Result<Rc<Steps>, Problem> {
        if let Some(known) = self.known.borrow().get(&place) {
            return Ok(known.clone());
        }
        let found = Rc::new(self.steps_by(place, self.by())?);
        self.known.borrow_mut().insert(place, found.clone());
        Ok(found)
    }

    /// The steps from a state, those that switch the fewest options first.
    fn steps_by(&self, place: usize, by: Motion) -> Result<Steps, Problem> {
        if (self.control.cancelled)() {
            return Err(cancelled());
        }
        let from = self.answer.solution.state(place);
        let mut all = Vec::new();
        for &dm in &self.movers {
            for end in motion::steps(&self.answer.meaning, dm, &from, by) {
                all.extend(self.answer.solution.place(&end).map(|to| (dm, to)));
            }
        }
        all.sort_by_cached_key(|&(_, to)| self.switched(place, to));
        Ok(all)
    }

    fn by(&self) -> Motion {
        match self.request.show {
            Show::Moves => Motion::Moves,
            Show::Improvements => Motion::Improvements,
            Show::Best | Show::Evolution => Motion::BestImprovements,
        }
    }

    /// In how many options two states differ.
    fn switched(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.answer.choices(a), self.answer.choices(b));
        a.iter().zip(&b).filter(|(a, b)| a != b).count()
    }

    /// The moves from the centre that switch one option; in graph form all of them.
    fn single(&self) -> Result<Steps, Problem> {
        let mut steps = self.steps_by(self.centre, Motion::Moves)?;
        steps.retain(|&(_, to)| self.switched(self.centre, to) <= 1);
        Ok(steps)
    }

    /// Chooses states, nearest first: the centre and the ways, what one switch makes of the centre, and where the steps that are drawn lead from there.
    fn grow(&mut self, limit: usize) -> Result<(), Problem> {
        let mut seen = BTreeSet::new();
        let mut places = Vec::new();
        let mut cut = false;
        let first = std::iter::once(self.centre).chain(self.ways.iter().flatten().copied());
        places.extend(first.filter(|&place| seen.insert(place)));
        let mut add = |place: usize, places: &mut Vec<usize>| {
            if places.len() < limit && seen.insert(place) {
                places.push(place);
            } else if !seen.contains(&place) {
                cut = true;
            }
        };
        if self.switches {
            for (_, to) in self.single()? {
                add(to, &mut places);
            }
        }
        let mut next = 0;
        while next < places.len() {
            for &(_, to) in self.steps(places[next])?.iter() {
                add(to, &mut places);
            }
            next += 1;
        }
        (self.places, self.cut) = (places, cut);
        Ok(())
    }

    /// The lines between the states that are drawn; two opposite moves of one decision maker are one.
    pub fn lines(&self) -> Result<Vec<Line>, Problem> {
        let at: BTreeMap<usize, usize> = self.places.iter().enumerate().map(|(node, &place)| (place, node)).collect();
        let mut steps: Vec<(usize, DmId, usize)> = Vec::new();
        for &place in &self.places {
            steps.extend(self.steps(place)?.iter().map(|&(dm, to)| (place, dm, to)));
        }
        if self.switches {
            steps.extend(self.single()?.into_iter().map(|(dm, to)| (self.centre, dm, to)));
        }
        for pair in self.ways.iter().flat_map(|way| way.windows(2)) {
            let (from, to) = (self.answer.solution.state(pair[0]), self.answer.solution.state(pair[1]));
            let who = self.answer.conflict.dm_ids().filter(|&dm| self.answer.meaning.can_move(dm, &from, &to));
            steps.extend(who.map(|dm| (pair[0], dm, pair[1])));
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut known: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for (from, dm, to) in steps {
            let (Some(&from), Some(&to)) = (at.get(&from), at.get(&to)) else { continue };
            let head = self.head(dm, self.places[from], self.places[to]);
            if known.contains_key(&(from, dm.index(), to)) {
                continue;
            }
            match known.get(&(to, dm.index(), from)) {
                Some(&line) => {
                    lines[line].back.get_or_insert(head);
                }
                None => {
                    known.insert((from, dm.index(), to), lines.len());
                    lines.push(Line { mover: dm.index(), from, to, forth: head, back: None });
                }
            }
        }
        Ok(lines)
    }

    fn head(&self, mover: DmId, from: usize, to: usize) -> Head {
        let (from, to) = (self.answer.solution.state(from), self.answer.solution.state(to));
        if self.answer.meaning.prefers(mover, &to, &from) { Head::Improvement } else { Head::Move }
    }

    /// To how many states that are not drawn the steps from a state lead.
    pub fn beyond(&self, place: usize) -> Result<usize, Problem> {
        if !self.cut {
            return Ok(0);
        }
        let ends: BTreeSet<usize> = self.steps(place)?.iter().map(|&(_, to)| to).collect();
        Ok(ends.iter().filter(|to| !self.places.contains(to)).count())
    }

    /// What is shown, and what is left out.
    pub fn says(&self) -> String {
        let states = |n: usize| format!("{} {}", number(n as u128), if n == 1 { "state" } else { "states" });
        let (all, shown) = (self.answer.solution.states(), self.places.len());
        let steps = match self.request.show {
            Show::Moves => "moves",
            Show::Improvements => "improvements",
            Show::Best | Show::Evolution => "best improvements",
        };
        let centre = match self.answer.status_quo() == Some(self.centre) {
            true => format!("the status quo {}", self.answer.name(self.centre)),
            false => self.answer.name(self.centre),
        };
        let mut says = if self.request.show == Show::Evolution {
            match (shown, self.cut) {
                (1, false) => format!("Nobody has an improvement from {centre}: it stays where it is."),
                (_, false) => format!("Where best improvements lead from {centre}: {} in all.", states(shown)),
                (_, true) => format!(
                    "Where best improvements lead from {centre}: the nearest {}; there are more.",
                    states(shown)
                ),
            }
        } else if !self.switches {
            format!("All {} and all {steps} between them.", states(all))
        } else {
            let also = if self.request.show == Show::Moves { "" } else { ", and single switches from there" };
            let rest = if self.cut { "; the others are left out" } else { "" };
            format!(
                "{} of {}: {centre}, what one switch of one option makes of it, and where {steps} lead from there, nearest first{rest}. Arrows: {steps}{also}.",
                number(shown as u128),
                states(all)
            )
        };
        let names = |ids: &[DmId]| {
            ids.iter().map(|&dm| self.answer.conflict.dm(dm).name.as_str()).collect::<Vec<_>>().join(", ")
        };
        if self.movers.len() < self.answer.conflict.decision_makers.len() && !self.movers.is_empty() {
            says.push_str(&format!(" Only moves of {}.", names(&self.movers)));
        }
        if !self.unlisted.is_empty() {
            says.push_str(&format!(" The moves of {} are too many to be drawn.", names(&self.unlisted)));
        }
        says
    }
}
