//! The lowest value that sequences of moves lead to, for all states at once.

use crate::EngineError;
use crate::crew::Crew;
use crate::sparse::groups::Groups;

/// One of those who move.
pub(crate) struct Mover<'a> {
    pub groups: &'a Groups,
    /// Its ranks, where it makes improvements only.
    pub improves: Option<&'a [i32]>,
}

/// The lowest of `values` (at least 0, below `places`) among each state and all that the movers can reach from it.
///
/// Takes the states in ascending order of their values, and from each walks back to all that lead to it and that have not been
/// reached from a lower one. Walking back from `x` over a mover's improvements, one needs the states of `x`'s group that rank below `x`: the
/// beginning of a part's members. How far that beginning has been walked is remembered for each part, so that each state is passed once for
/// each mover, however many moves there are. (Own algorithm; in option form every legal sequence is a sequence of moves and the other way round,
/// see [`super`].)
pub(crate) fn lowest_reachable(
    values: &[i32], places: u32, movers: &[Mover<'_>], crew: &Crew<'_>,
) -> Result<Vec<i32>, EngineError> {
    const NOT_YET: i32 = i32::MAX;
    let mut lowest = vec![NOT_YET; values.len()];
    let mut walked: Vec<Vec<u32>> = movers.iter().map(|mover| vec![0; mover.groups.parts()]).collect();
    let mut open: Vec<u32> = Vec::new();
    for (at, target) in ascending(values, places).into_iter().enumerate() {
        if at % (1 << 16) == 0 {
            crew.check()?;
        }
        let value = values[target as usize];
        if lowest[target as usize] == NOT_YET {
            lowest[target as usize] = value;
            open.push(target);
        }
        while let Some(state) = open.pop() {
            for (mover, walked) in movers.iter().zip(&mut walked) {
                let below = mover.improves.map(|ranks| (ranks, ranks[state as usize]));
                for part in mover.groups.parts_leading_to(state as usize) {
                    let left = &mover.groups.members(part)[walked[part] as usize..];
                    let passed =
                        left.iter().take_while(|&&from| below.is_none_or(|(ranks, rank)| ranks[from as usize] < rank));
                    for &from in passed {
                        walked[part] += 1;
                        if lowest[from as usize] == NOT_YET {
                            lowest[from as usize] = value;
                            open.push(from);
                        }
                    }
                }
            }
        }
    }
    Ok(lowest)
}

/// The places of `values` in ascending order of value.
fn ascending(values: &[i32], places: u32) -> Vec<u32> {
    let mut starts = vec![0u32; places as usize + 1];
    for &value in values {
        starts[value as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut order = vec![0; values.len()];
    for (place, &value) in values.iter().enumerate() {
        order[starts[value as usize] as usize] = place as u32;
        starts[value as usize] += 1;
    }
    order
}
