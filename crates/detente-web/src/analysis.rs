//! What follows from a conflict: counts, and states with their verdicts.

use detente_analysis::Answer;
use detente_model::DmId;

use crate::api::{Analysis, Rows};
use crate::sketch::row;

/// A conflict of so many states is shown whole.
const WHOLE: usize = 5000;
/// Of a larger one, so many states are shown at first.
const FIRST: usize = 200;

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
pub fn rows(answer: &Answer, places: &[usize], of: usize) -> Rows {
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
