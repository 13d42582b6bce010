//! Orders of states. An order is given by small numbers, its keys, so states are put in order by counting: stable, without comparing, and with looks at who still waits in between.

use std::cmp::Ordering;

use detente_analysis::{Answer, Choice};
use detente_model::Conflict;

use super::{go_on, option, text};
use crate::api::{Order, OrderBy, Problem};
use crate::solve::{concepts, dms};
use detente_engine::Control;

/// What a state is put in order by: a number below `kinds`.
struct Key<'a> {
    kinds: usize,
    of: Box<dyn Fn(usize) -> usize + 'a>,
}

/// How states are put in order.
pub struct Sorting<'a> {
    conflict: &'a Conflict,
    by: Keys<'a>,
    up: bool,
}

enum Keys<'a> {
    /// Their places alone.
    Places,
    /// Their texts.
    Texts,
    /// The first tells them apart, then the second, and so on.
    Numbers(Vec<Key<'a>>),
}

impl<'a> Sorting<'a> {
    /// The order that a request asks for.
    pub fn new(answer: &'a Answer, order: &Order) -> Result<Self, Problem> {
        let (solution, conflict) = (&answer.solution, answer.conflict);
        let by = match &order.by {
            OrderBy::State => Keys::Places,
            OrderBy::Text => Keys::Texts,
            OrderBy::Option { option: name } => {
                let option = option(conflict, name)?;
                let key = |choice| match choice {
                    Choice::On => 0,
                    Choice::Either => 1,
                    Choice::Off => 2,
                };
                let of = Box::new(move |place| key(answer.choices(place)[option.index()]));
                Keys::Numbers(vec![Key { kinds: 3, of }])
            }
            OrderBy::Rank { dm } => {
                let dm = dms(conflict, Some(dm))?[0];
                let kinds = solution.places_in_ranking(dm);
                let of = Box::new(move |place| (kinds - 1 - solution.rank(dm, place)) as usize);
                Keys::Numbers(vec![Key { kinds: kinds as usize, of }])
            }
            OrderBy::Concept { concept } => {
                let concept = concepts(Some(concept))?[0];
                let everybody = conflict.decision_makers.len();
                // An equilibrium is what is stable for everybody.
                let stable =
                    move |place| conflict.dm_ids().filter(|&dm| solution.stable(concept, dm).contains(place)).count();
                Keys::Numbers(vec![Key { kinds: everybody + 1, of: Box::new(move |place| everybody - stable(place)) }])
            }
            OrderBy::Outcomes => {
                let key =
                    |outcome| Key { kinds: 2, of: Box::new(move |place| usize::from(!answer.holds(outcome, place))) };
                Keys::Numbers(conflict.outcomes.iter().map(key).collect())
            }
        };
        Ok(Sorting { conflict, by, up: order.up })
    }

    /// Places, ascending until now, in this order.
    pub fn sorted(&self, mut places: Vec<u32>, control: &Control) -> Result<Vec<u32>, Problem> {
        match &self.by {
            Keys::Places if self.up => {}
            Keys::Places => places.reverse(),
            Keys::Texts => {
                // No more than a file can name.
                let key = |&place: &u32| text(self.conflict, place as usize).unwrap_or_default();
                let compare = |a: &u32, b: &u32| {
                    let (a, b) = (key(a), key(b));
                    let order = a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(b));
                    if self.up { order } else { Ordering::reverse(order) }
                };
                places.sort_by(compare);
            }
            Keys::Numbers(keys) => {
                for key in keys.iter().rev() {
                    places = counted(&places, key, self.up, control)?;
                }
            }
        }
        Ok(places)
    }
}

/// Puts places in the order of a key; those with the same stay in the order in which they are.
fn counted(places: &[u32], key: &Key, up: bool, control: &Control) -> Result<Vec<u32>, Problem> {
    let mut keys = Vec::with_capacity(places.len());
    // Where the next place with each key comes.
    let mut next = vec![0u32; key.kinds + 1];
    for (at, &place) in places.iter().enumerate() {
        go_on(at, places.len(), "putting the states in order", control)?;
        let number = (key.of)(place as usize);
        let number = if up { number } else { key.kinds - 1 - number };
        keys.push(number as u32);
        next[number + 1] += 1;
    }
    for number in 1..next.len() {
        next[number] += next[number - 1];
    }
    let mut sorted = vec![0; places.len()];
    for (&place, &number) in places.iter().zip(&keys) {
        let at = &mut next[number as usize];
        sorted[*at as usize] = place;
        *at += 1;
    }
    Ok(sorted)
}
