//! What follows from a conflict: counts, and states with their verdicts.

use detente_analysis::Answer;
use detente_model::{DmId, OutcomeWhen, read};

use crate::api::{Analysis, Rows, RowsRequest};
use crate::sketch::row;
use crate::solve::{concepts, dms, problem};

/// A conflict of so many states is shown whole.
const WHOLE: usize = 5000;
/// Of a larger one, so many states are shown at first.
const FIRST: usize = 200;
/// A request for rows has so many at most.
const MAX_ROWS: usize = 5000;
/// Conditions and ranks are looked at state by state up to this number.
const MAX_FILTERED: usize = 1 << 22;

/// The analysis of a solved conflict.
pub fn analysis(answer: &Answer) -> Analysis {
    let solution = &answer.solution;
    let conflict = answer.conflict;
    let all = solution.states();
    let places: Vec<usize> = if all <= WHOLE {
        (0..all).collect()
    } else {
        let mut places: Vec<usize> = answer.status_quo().into_iter().collect();
        places.extend(answer.notable(FIRST).0);
        places.extend(0..FIRST);
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|&place| seen.insert(place));
        places.truncate(FIRST);
        places
    };
    Analysis {
        digest: detente_model::digest(conflict),
        engine: solution.engine().word().into(),
        states: all,
        places: conflict.dm_ids().map(|dm| solution.places_in_ranking(dm)).collect(),
        status_quo: answer.status_quo(),
        equilibria: solution.concepts().iter().map(|concept| solution.equilibria(concept).count()).collect(),
        stable: solution
            .concepts()
            .iter()
            .map(|concept| conflict.dm_ids().map(|dm| solution.stable(concept, dm).count()).collect())
            .collect(),
        rows: rows(answer, &places, all),
    }
}

/// The states at `places`, of `of` that the question was about.
fn rows(answer: &Answer, places: &[usize], of: usize) -> Rows {
    let (solution, conflict) = (&answer.solution, answer.conflict);
    let bits = |holds: &dyn Fn(usize) -> bool| -> u32 {
        (0..solution.concepts().len()).filter(|&at| holds(at)).map(|at| 1 << at).sum()
    };
    let by_dm = |value: &dyn Fn(DmId, usize) -> u32| -> Vec<Vec<u32>> {
        conflict.dm_ids().map(|dm| places.iter().map(|&place| value(dm, place)).collect()).collect()
    };
    Rows {
        of,
        place: places.to_vec(),
        name: places.iter().map(|&place| answer.name(place)).collect(),
        row: places.iter().map(|&place| row(&answer.choices(place))).collect(),
        text: places
            .iter()
            .map(|&place| conflict.named_states.as_ref().and_then(|named| named[place].text.clone()))
            .collect(),
        rank: by_dm(&|dm, place| solution.places_in_ranking(dm) - solution.rank(dm, place)),
        stable: by_dm(&|dm, place| bits(&|at| solution.stable(solution.concepts()[at], dm).contains(place))),
        equilibrium: places
            .iter()
            .map(|&place| bits(&|at| solution.equilibria(solution.concepts()[at]).contains(place)))
            .collect(),
        outcomes: conflict
            .outcomes
            .iter()
            .map(|outcome| places.iter().map(|&place| answer.holds(outcome, place)).collect())
            .collect(),
    }
}

/// The states that a request asks for.
pub fn wanted(answer: &Answer, request: &RowsRequest) -> Result<Rows, crate::api::Problem> {
    let solution = &answer.solution;
    let too_many = || {
        problem(
            "too_large",
            format_args!(
                "conditions and orders are worked out for up to {MAX_FILTERED} states; ask for the equilibria under a concept first"
            ),
        )
    };
    let goal = match request.condition.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(match answer.conflict.outcomes.iter().find(|outcome| outcome.id == text) {
            Some(outcome) => outcome.when.clone(),
            None => OutcomeWhen::Holds(read::condition(answer.conflict, text).map_err(|complaints| {
                let help = complaints[0].help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
                problem("bad_request", format_args!("{}{help}", complaints[0].message))
            })?),
        }),
    };
    let order = request.by_rank_of.as_deref().map(|id| Ok(dms(answer.conflict, Some(id))?[0])).transpose()?;
    let mut places: Vec<usize> = match &request.equilibria {
        Some(id) => solution.equilibria(concepts(Some(id))?[0]).iter().collect(),
        None if goal.is_none() && order.is_none() => {
            let end = request.skip.saturating_add(request.limit.min(MAX_ROWS)).min(solution.states());
            let places: Vec<usize> = (request.skip.min(end)..end).collect();
            return Ok(rows(answer, &places, solution.states()));
        }
        None if solution.states() > MAX_FILTERED => return Err(too_many()),
        None => (0..solution.states()).collect(),
    };
    if places.len() > MAX_FILTERED && (goal.is_some() || order.is_some()) {
        return Err(too_many());
    }
    if let Some(goal) = &goal {
        places.retain(|&place| detente_analysis::motion::holds(&answer.meaning, goal, &solution.state(place)));
    }
    if let Some(dm) = order {
        places.sort_by_key(|&place| (std::cmp::Reverse(solution.rank(dm, place)), place));
    }
    let of = places.len();
    let shown: Vec<usize> = places.into_iter().skip(request.skip).take(request.limit.min(MAX_ROWS)).collect();
    Ok(rows(answer, &shown, of))
}
