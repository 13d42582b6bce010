//! The complete condition: everything that suffices for a state to be an equilibrium, as a condition on the rankings.

use detente_model::{Concept, DmId, Steps};

use super::StabiliseError;
use super::rankings::laid_out;
use super::table::{Places, Table};
use crate::Answer;

/// The condition is written out for conflicts of up to so many states.
pub const MAX_CONDITION_STATES: usize = 512;

/// When a state is an equilibrium: when every requirement is met.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The state, by place.
    pub target: usize,
    /// Under which concept.
    pub concept: &'static Concept,
    /// Whether the requirements on one decision maker hold only while the rankings of its opponents stay as they are: so under concepts whose sanctions must be
    /// improvements (SEQ, SSEQ). Otherwise they hold whatever anybody wants.
    pub opponents_fixed: bool,
    /// The requirements, decision makers in order. Where there are none, the state is an equilibrium under all rankings.
    pub requirements: Vec<Requirement>,
}

/// One decision maker must rank the state at least as high as all states of one of the alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Who.
    pub dm: DmId,
    /// The moves that it takes care of, by where they lead.
    pub moves: Vec<usize>,
    /// The alternatives, by place: the state must rank at least as high as every one of these, for one alternative. None contains another.
    pub alternatives: Vec<Vec<usize>>,
    /// Whether the conflict meets it as it is.
    pub met: bool,
}

/// The complete condition for the state at `target`: for Nash *y ≤ s* for every move *y*; for the others *y ≤ s* or a reply that is no better than *s*, with
/// no better move from it where the concept asks for that. What is implied by something else is left out. Moves that are sanctioned whatever the decision maker
/// wants (by a reply that leads back) make no requirement.
///
/// # Errors
/// When the conflict has more than 512 states.
pub fn condition(answer: &Answer, concept: &'static Concept, target: usize) -> Result<Condition, StabiliseError> {
    let states = answer.solution.states();
    if states > MAX_CONDITION_STATES {
        return Err(StabiliseError::TooLarge { states });
    }
    if target >= states {
        return Err(StabiliseError::NotFeasible);
    }
    let (table, places) = laid_out(answer)?;
    let requirements = (0..table.dms()).flat_map(|dm| of_dm(&table, &places, concept, dm, target as u32)).collect();
    let opponents_fixed = concept.sanction.is_some_and(|sanction| sanction.steps == Steps::Improvements);
    Ok(Condition { target, concept, opponents_fixed, requirements })
}

/// Whether the requirements on `dm` are met by a ranking: `rank` gives the place of each state, higher is better.
pub fn holds_under(condition: &Condition, dm: DmId, rank: impl Fn(usize) -> u32) -> bool {
    let own = rank(condition.target);
    let of_dm = condition.requirements.iter().filter(|requirement| requirement.dm == dm);
    of_dm.into_iter().all(|one| one.alternatives.iter().any(|all| all.iter().all(|&x| rank(x) <= own)))
}

fn of_dm(table: &Table, places: &Places, concept: &'static Concept, dm: usize, target: u32) -> Vec<Requirement> {
    let own = &places[dm];
    let mut requirements: Vec<Requirement> = Vec::new();
    for &y in table.moves(dm, target) {
        let mut alternatives = vec![vec![y as usize]];
        if let Some(sanction) = concept.sanction {
            for z in table.replies(dm, y, sanction.steps, places).ends {
                let escapes = if sanction.inescapable { table.moves(dm, z) } else { &[] };
                // The state itself is never better than itself.
                let mut all: Vec<usize> =
                    escapes.iter().chain([&z]).filter(|&&x| x != target).map(|&x| x as usize).collect();
                all.sort_unstable();
                all.dedup();
                alternatives.push(all);
            }
        }
        let alternatives = without_larger(alternatives);
        if alternatives[0].is_empty() {
            continue;
        }
        let met = alternatives.iter().any(|all| all.iter().all(|&x| own[x] <= own[target as usize]));
        let one = Requirement { dm: DmId::from(dm), moves: vec![y as usize], alternatives, met };
        // What an earlier requirement implies is taken care of by it, and the other way round.
        if let Some(before) = requirements.iter_mut().find(|before| implies(before, &one)) {
            before.moves.extend(one.moves);
            continue;
        }
        let mut one = one;
        requirements.retain(|before| {
            let implied = implies(&one, before);
            if implied {
                one.moves.extend(&before.moves);
            }
            !implied
        });
        one.moves.sort_unstable();
        requirements.push(one);
    }
    requirements
}

/// The alternatives without those that contain another, the smallest first.
fn without_larger(mut alternatives: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    alternatives.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    alternatives.dedup();
    let mut kept: Vec<Vec<usize>> = Vec::new();
    for one in alternatives {
        if !kept.iter().any(|smaller| within(smaller, &one)) {
            kept.push(one);
        }
    }
    kept
}

/// Whether meeting `a` is meeting `b`: whatever alternative of `a` is chosen contains one of `b`.
fn implies(a: &Requirement, b: &Requirement) -> bool {
    a.alternatives.iter().all(|one| b.alternatives.iter().any(|other| within(other, one)))
}

/// Whether an ascending list is part of another.
fn within(small: &[usize], large: &[usize]) -> bool {
    small.iter().all(|x| large.binary_search(x).is_ok())
}
