//! Who is stable where, by sets.
//!
//! For a state `y` let `f(y)` be how well the focal decision maker `i` is sure to fare after moving to `y` (the crate's documentation has the table): `i` is unstable at `s` exactly
//! if it has a move (for concepts with inescapable sanctions: an improvement) from `s` to some `y` with `f(y) > p(s)`, where `p` ranks the states for `i`. Ranks are
//! rows of digits, the values of the statements of `i`, compared from the first digit on.
//!
//! **Splitting by prefixes.** [`Game::decide`] holds sets that share the first `k` digits: `Z`, the states `y` whose `f(y)` begins with them; `T`, the states of `Z` whose own
//! *value* begins with them (what they contribute to `f` where an answer ends there); `S`, the states whose `p(s)` does and that are not decided yet. `f(y)` is the
//! lowest value among `y` and the states that the opponents' answers lead to. Let `T0` be those of `T` whose next digit is 0. Then the next digit of `f` is 0
//! exactly in `Z0`, the states of `Z` from which the opponents reach `T0`, and 1 in the rest `Z1`. States of `S` whose next digit is 0 and that have a move into `Z1` are unstable,
//! since `f` is greater there at the first digit that differs. All others are decided by the following digits: within `(Z0, T0, S0)` and within `(Z1, T ∩ Z1, S1)`.
//! Where no move leads from a state of `S` into `Z`, it is stable: whatever `f` begins greater was looked at before.
//!
//! **Why the search for `Z0` may stay inside `Z`.** Let a path of the opponents lead from `y` of `Z` to `t` of `T0`. A state `x` on it reaches `t`, so `f(x)` is at most the value of `t`, which
//! begins with the common digits; and what `x` reaches `y` reaches, so `f(x)` is at least `f(y)`, which begins with them too. So `x` lies in `Z`. The same holds of
//! the states of `Z1`: what makes up their `f` lies in `T ∩ Z1`.
//!
//! **Why the opponents' sequences need no last mover.** In option form what a decision maker can do in two moves it can do in one, and likewise improvements (preferences are transitive),
//! so that forbidding two moves in succession changes no set of ends.
//!
//! **What may be left out of `Z`.** Only ends of improvements from `S` are asked about, and what makes up their `f` lies on paths of the opponents from there within `Z`. So where `Z` has become
//! much larger than what `S` leads to, it is narrowed to that. It makes sets that concern few options concern many, and is done only where every opponent is concerned already.
//!
//! **What opponents need not be asked.** A set that does not depend on the options of `j` is not entered by steps of `j`: a step that ends in it begins in it. Far away in a
//! chain of disputes nobody is asked at all. (All own algorithms, but for the splitting by preference levels, which is folklore of qualitative synthesis.)

use detente_model::{DmId, Sanction, Steps};

use super::game::Game;
use super::store::{Func, Halt};

/// In conflicts without far corners, states that no longer matter are left out at every so many levels.
const NARROWED: usize = 8;

/// What was found of one decision maker under one sanction, up to what the rules exclude.
#[derive(Clone)]
pub(super) struct Verdicts {
    /// The states found stable.
    pub stable: Func,
    /// The states of which nothing was found; why.
    pub open: Option<(Func, Halt)>,
}

/// States whose beginnings of ranks are the same.
struct Part {
    level: usize,
    sure: Func,
    ends: Func,
    undecided: Func,
}

impl Game<'_> {
    /// The states from which `dm` has no improvement.
    pub fn nash(&mut self, dm: DmId) -> Result<Func, Halt> {
        let improvable = self.store.some_after(&self.owners, dm.0, &self.improvements[dm.index()])?;
        Ok(self.store.not(&improvable))
    }

    /// By digit: where that of the best rank that `dm` can move to, or has already, is 1.
    pub fn best_replies(&mut self, dm: DmId) -> Result<Vec<Func>, Halt> {
        let levels = self.levels[dm.index()].clone();
        let mut digits = Vec::new();
        if self.is_reversible(dm) {
            // Whatever it can move to is one class, and the best of it is the best of every member.
            let mut best = self.kept[dm.index()].clone();
            for level in levels {
                let satisfying = self.store.and(&best, &level)?;
                let digit = self.store.moves_into(&self.owners, dm.0, &satisfying)?;
                let no_digit = self.store.not(&digit);
                let rest = self.store.or(&satisfying, &no_digit)?;
                best = self.store.and(&best, &rest)?;
                digits.push(digit);
            }
        } else {
            let mut best = self.best_pairs_at_first(dm)?;
            for level in levels {
                let (digit, rest) = self.best_pairs(dm, &best, &level)?;
                best = rest;
                digits.push(digit);
            }
        }
        Ok(digits)
    }

    /// The moves of `dm`, and staying.
    pub fn best_pairs_at_first(&mut self, dm: DmId) -> Result<Func, Halt> {
        let moves = self.moves_of(dm)?;
        let kept = self.store.prime(&self.owners, dm.0, &self.kept[dm.index()])?;
        self.store.and(&moves, &kept)
    }

    /// Where any of the pairs leads to a state that satisfies a level, and the pairs that do so wherever any does.
    pub fn best_pairs(&mut self, dm: DmId, pairs: &Func, level: &Func) -> Result<(Func, Func), Halt> {
        let after = self.store.prime(&self.owners, dm.0, level)?;
        let satisfying = self.store.and(pairs, &after)?;
        let digit = self.store.some_after(&self.owners, dm.0, &satisfying)?;
        let no_digit = self.store.not(&digit);
        let rest = self.store.and(pairs, &no_digit)?;
        Ok((digit, self.store.or(&satisfying, &rest)?))
    }

    /// Decides who of `candidates` is stable for `focal` under a sanction. The candidates are a set outside which no state is stable, less those that are stable anyway.
    ///
    /// What was decided when the work had to end stays decided.
    pub fn decide(&mut self, focal: DmId, sanction: Sanction, values: &[Func], candidates: &Func) -> Verdicts {
        let yes = self.store.yes();
        let mut stable = candidates.clone();
        let mut parts = vec![Part { level: 0, sure: yes.clone(), ends: yes, undecided: candidates.clone() }];
        while let Some(part) = parts.pop() {
            let undecided = part.undecided.clone();
            if let Err(halt) = self.split(focal, sanction, values, part, &mut stable, &mut parts) {
                return self.halted(stable, undecided, parts, halt);
            }
        }
        Verdicts { stable, open: None }
    }

    /// Takes what is not decided out of what is stable.
    fn halted(&mut self, mut stable: Func, mut open: Func, parts: Vec<Part>, halt: Halt) -> Verdicts {
        // These are small: there is work left for them, and room unless there is none for anything.
        self.store.end_after(None);
        let split = parts.iter().try_for_each(|part| {
            open = self.store.or(&open, &part.undecided)?;
            Ok::<(), Halt>(())
        });
        let split = split.and_then(|()| {
            open = self.store.and(&open, &stable)?;
            stable = self.store.without(&stable, &open)?;
            Ok(())
        });
        match split {
            Ok(()) => Verdicts { stable, open: Some((open, halt)) },
            Err(_) => Verdicts { stable: self.store.no(), open: Some((stable, halt)) },
        }
    }

    fn split(
        &mut self, focal: DmId, sanction: Sanction, values: &[Func], part: Part, stable: &mut Func,
        parts: &mut Vec<Part>,
    ) -> Result<(), Halt> {
        let Part { level, mut sure, mut ends, mut undecided } = part;
        if level == values.len() || !self.store.meet(&undecided, &self.states)? {
            return Ok(());
        }
        undecided = self.moves_into(focal, sanction, &sure, &undecided)?;
        if !self.store.meet(&undecided, &self.states)? {
            return Ok(());
        }
        if sanction.steps == Steps::Improvements
            && level % NARROWED == NARROWED / 2 - 1
            && self.concerns_all(focal, &sure)
        {
            sure = self.onwards(focal, &undecided, &sure)?;
            ends = self.store.and(&ends, &sure)?;
        }
        let own = self.levels[focal.index()][level].clone();
        let low_ends = self.store.without(&ends, &values[level])?;
        let high_ends = self.store.and(&ends, &values[level])?;
        let (low, high) = if !self.store.meet(&low_ends, &self.states)? {
            (self.store.no(), sure)
        } else if !self.store.meet(&high_ends, &self.states)? {
            (sure, self.store.no())
        } else {
            let low = self.reaching(focal, sanction.steps, &low_ends, &sure)?;
            let high = self.store.without(&sure, &low)?;
            (low, high)
        };
        let mut below = self.store.without(&undecided, &own)?;
        if !high.is_no() && self.store.meet(&below, &self.states)? {
            let unstable = self.moves_into(focal, sanction, &high, &below)?;
            *stable = self.store.without(stable, &unstable)?;
            below = self.store.without(&below, &unstable)?;
        }
        let above = self.store.and(&undecided, &own)?;
        if !high.is_no() && !above.is_no() {
            let ends = self.store.and(&high_ends, &high)?;
            parts.push(Part { level: level + 1, sure: high, ends, undecided: above });
        }
        if !low.is_no() && !below.is_no() {
            parts.push(Part { level: level + 1, sure: low, ends: low_ends, undecided: below });
        }
        Ok(())
    }

    /// The states of `within` from which a step of `focal` that counts under a sanction leads into a set.
    fn moves_into(&mut self, focal: DmId, sanction: Sanction, set: &Func, within: &Func) -> Result<Func, Halt> {
        if sanction.inescapable {
            self.store.back(&self.owners, focal.0, &self.improvements[focal.index()], set, within)
        } else {
            // What ranks no higher is not sure of more than where it starts from, so that any move will do.
            let ends = self.store.and(set, &self.kept[focal.index()])?;
            let into = self.store.moves_into(&self.owners, focal.0, &ends)?;
            self.store.and(&into, within)
        }
    }

    /// Whether a set depends on options of every opponent that has any.
    fn concerns_all(&mut self, focal: DmId, set: &Func) -> bool {
        let concerns = self.store.depends_on(&self.owners, set);
        let opponents = self.conflict.opponents(focal);
        opponents.iter().all(|dm| concerns[dm.index()] || self.conflict.dm(*dm).options.is_empty())
    }

    /// The states of `within` that improvements of `focal` from a set lead to, and all that improvements of its opponents lead to from there within `within`.
    fn onwards(&mut self, focal: DmId, from: &Func, within: &Func) -> Result<Func, Halt> {
        let opponents = self.conflict.opponents(focal);
        let mut asked: Vec<Option<Func>> = vec![None; opponents.len()];
        let from = self.store.and(from, &self.states)?;
        let ends = self.store.forth(&self.owners, focal.0, &self.improvements[focal.index()], &from)?;
        let mut found = self.store.and(&ends, within)?;
        loop {
            let before = found.clone();
            for (asked, dm) in asked.iter_mut().zip(&opponents) {
                if asked.as_ref().is_some_and(|asked| asked.is(&found)) {
                    continue;
                }
                let ends = self.store.forth(&self.owners, dm.0, &self.improvements[dm.index()], &found)?;
                let more = self.store.and(&ends, within)?;
                found = self.store.or(&found, &more)?;
                *asked = Some(found.clone());
            }
            if found.is(&before) {
                return Ok(found);
            }
        }
    }

    /// The states of `within` from which steps of the opponents of `focal` lead into `goal`, and `goal` itself.
    fn reaching(&mut self, focal: DmId, steps: Steps, goal: &Func, within: &Func) -> Result<Func, Halt> {
        let opponents: Vec<u32> = self.conflict.opponents(focal).into_iter().map(|dm| dm.0).collect();
        // The set as it was when each opponent was asked last: a second time it would add nothing, since steps chain.
        let mut asked: Vec<Option<Func>> = vec![None; opponents.len()];
        let mut found = goal.clone();
        let mut rest = self.store.without(within, &found)?;
        loop {
            let before = found.clone();
            let concerns = self.store.depends_on(&self.owners, &found);
            for (at, &dm) in opponents.iter().enumerate() {
                if !concerns[dm as usize] || asked[at].as_ref().is_some_and(|asked| asked.is(&found)) {
                    continue;
                }
                let more = match steps {
                    Steps::Improvements => {
                        self.store.back(&self.owners, dm, &self.improvements[dm as usize], &found, &rest)?
                    }
                    Steps::Moves => {
                        let ends = self.store.and(&found, &self.kept[dm as usize])?;
                        let into = self.store.moves_into(&self.owners, dm, &ends)?;
                        self.store.and(&into, &rest)?
                    }
                };
                found = self.store.or(&found, &more)?;
                rest = self.store.without(&rest, &more)?;
                asked[at] = Some(found.clone());
            }
            if found.is(&before) {
                return Ok(found);
            }
        }
    }
}
