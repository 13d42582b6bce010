//! Motion against plain searches on random conflicts, small models worked by hand, and the figures of the literature.

#[path = "../../detente-engine/tests/support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

use detente_analysis::motion::{
    Arrival, Flip, MAX_PAIRS, MotionError, Path, Reach, Slide, TooFar, Worth, offers, reach, reach_in, reach_of,
    reach_until, rests, shocks, shocks_in, slide, steps,
};
use detente_engine::{Control, Settings, Solution, StepTable, analyse};
use detente_model::concept::NASH;
use detente_model::{Conflict, DmId, Meaning, Motion, OptionId, State, StateList, Steps, plain, read};
use detente_testkit::{Game, Rng, Shape, graph_model, random_conflict, two_by_two};

const SHAPES: [(Shape, u64); 3] = [(Shape::Options, 300), (Shape::Coalesced, 500), (Shape::Graph, 1200)];

/// Calls `visit` with the meaning and the states of many random conflicts of all shapes.
fn each_random_conflict(mut visit: impl FnMut(&Meaning, &[State], u64)) {
    for (shape, seeds) in SHAPES {
        for seed in 0..seeds {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).unwrap();
            let list = StateList::new(&conflict, 1 << 10).unwrap();
            visit(&meaning, list.states(), seed);
        }
    }
}

/// The steps by the letter: every improvement to which no other improvement is preferred.
fn plain_steps(meaning: &Meaning, dm: DmId, state: &State, by: Motion) -> Vec<State> {
    let moves = meaning.moves(dm, state);
    let better: Vec<State> = moves.iter().filter(|y| meaning.prefers(dm, y, state)).cloned().collect();
    match by {
        Motion::Moves => moves,
        Motion::Improvements => better,
        Motion::BestImprovements => {
            better.iter().filter(|y| !better.iter().any(|z| meaning.prefers(dm, z, y))).cloned().collect()
        }
    }
}

/// `S_i^(k)` of Li, Kilgour and Hipel (2005) by its recursion: for each decision maker and state the least k. Stops when a round repeats no
/// new pair, which is no sooner than all are found.
fn plain_evolution(meaning: &Meaning, from: &State, by: Motion) -> BTreeMap<(DmId, State), usize> {
    let dms: Vec<DmId> = meaning.conflict().dm_ids().collect();
    let mut least = BTreeMap::new();
    let mut round: BTreeSet<(DmId, State)> =
        dms.iter().flat_map(|&dm| plain_steps(meaning, dm, from, by).into_iter().map(move |end| (dm, end))).collect();
    for k in 1.. {
        let before = least.len();
        for pair in &round {
            least.entry(pair.clone()).or_insert(k);
        }
        if least.len() == before {
            return least;
        }
        round = round
            .iter()
            .flat_map(|(last, state)| {
                dms.iter()
                    .filter(move |&dm| dm != last)
                    .flat_map(move |&dm| plain_steps(meaning, dm, state, by).into_iter().map(move |end| (dm, end)))
            })
            .collect();
    }
    unreachable!()
}

fn check_path(meaning: &Meaning, path: &Path, by: Motion) {
    let (mut at, mut last) = (&path.from, None);
    for step in &path.steps {
        assert_ne!(last, Some(step.by), "{path:?}");
        assert!(plain_steps(meaning, step.by, at, by).contains(&step.to), "{path:?}");
        (at, last) = (&step.to, Some(step.by));
    }
    assert_eq!(path.end(), at);
}

fn reached(meaning: &Meaning, from: &State, by: Motion) -> Reach {
    reach(meaning, from, by, MAX_PAIRS, &Control::none()).unwrap()
}

fn solved(conflict: &Conflict) -> Solution {
    analyse(conflict, &Settings { concepts: vec![&NASH], ..Settings::default() }, &Control::none()).unwrap()
}

fn tables<'s>(conflict: &Conflict, solution: &'s Solution, by: Motion) -> StepTable<'s> {
    StepTable::new(conflict, solution, by, 1 << 30, &Control::none()).unwrap()
}

/// The slide test of a conflict. The places are those of [`StateList`].
fn slid(meaning: &Meaning, by: Motion, goal: &dyn Fn(&State) -> bool) -> Slide {
    let solution = solved(meaning.conflict());
    let table = tables(meaning.conflict(), &solution, by);
    slide(&table, &|place| goal(&solution.state(place)), &Control::none()).unwrap()
}

fn table_of(reach: &Reach) -> Vec<Arrival> {
    reach.evolution().rows().collect()
}

// --- random conflicts ----------------------------------------------------------------------------

#[test]
fn steps_are_those_of_the_definition() {
    each_random_conflict(|meaning, states, _| {
        for (state, dm) in states.iter().flat_map(|state| meaning.conflict().dm_ids().map(move |dm| (state, dm))) {
            for by in Motion::ALL {
                assert_eq!(steps(meaning, dm, state, by), plain_steps(meaning, dm, state, by));
            }
        }
    });
}

#[test]
fn by_moves_and_by_improvements_the_states_are_those_of_the_plain_meaning() {
    each_random_conflict(|meaning, states, seed| {
        let from = &states[seed as usize % states.len()];
        let dms: Vec<DmId> = meaning.conflict().dm_ids().collect();
        for (by, kind) in [(Motion::Moves, Steps::Moves), (Motion::Improvements, Steps::Improvements)] {
            let found = reached(meaning, from, by);
            assert_eq!(found.from(), from);
            let mut ends: Vec<State> = table_of(&found).into_iter().map(|row| row.state).collect();
            ends.sort();
            assert_eq!(ends, plain::reachable(meaning, &dms, kind, from));
            let all: BTreeSet<State> = found.states().collect();
            assert_eq!(all.len(), found.count());
            assert_eq!(all, ends.iter().chain([from]).cloned().collect());
        }
    });
}

#[test]
fn the_table_of_evolution_is_that_of_its_recursion_and_shortest_paths_are_as_long_as_it_says() {
    each_random_conflict(|meaning, states, seed| {
        let from = &states[seed as usize % states.len()];
        for by in Motion::ALL {
            let found = reached(meaning, from, by);
            let least = plain_evolution(meaning, from, by);
            let table = table_of(&found);
            assert_eq!(table.len(), found.evolution().count());
            assert_eq!(found.evolution().longest(), least.values().copied().max().unwrap_or(0));
            for row in &table {
                for dm in meaning.conflict().dm_ids() {
                    assert_eq!(row.by[dm.index()], least.get(&(dm, row.state.clone())).copied());
                }
            }
            let cells: usize = table.iter().map(|row| row.by.iter().flatten().count()).sum();
            assert_eq!(cells, least.len());
            assert_eq!(found.pairs().len(), least.len());
            for state in states {
                let shortest = meaning.conflict().dm_ids().filter_map(|dm| least.get(&(dm, state.clone()))).min();
                let length = if state == from { Some(0) } else { shortest.copied() };
                assert_eq!(found.steps_to(state), length);
                assert_eq!(found.contains(state), length.is_some());
                let path = found.path_to(&|end| end == state);
                assert_eq!(path.as_ref().map(|path| path.steps.len()), length);
                if let Some(path) = path {
                    check_path(meaning, &path, by);
                    assert_eq!(path.end(), state);
                    if let Some(step) = path.steps.last() {
                        assert!(found.last_movers(state).contains(&step.by));
                    }
                }
            }
        }
    });
}

#[test]
fn a_coalition_reaches_what_the_plain_meaning_says() {
    each_random_conflict(|meaning, states, seed| {
        let from = &states[seed as usize % states.len()];
        let mut rng = Rng::new(seed);
        let members: Vec<DmId> = meaning.conflict().dm_ids().filter(|_| rng.chance(60)).collect();
        let found = reach_of(meaning, &members, from, Motion::Moves, MAX_PAIRS, &Control::none()).unwrap();
        let mut ends: Vec<State> = table_of(&found).into_iter().map(|row| row.state).collect();
        ends.sort();
        assert_eq!(ends, plain::reachable(meaning, &members, Steps::Moves, from));
        for state in &ends {
            assert_eq!(found.path_to_state(state).unwrap().end(), state);
        }
    });
}

#[test]
fn offers_are_the_moves_of_those_who_may_with_what_they_are_worth() {
    each_random_conflict(|meaning, states, seed| {
        let state = &states[seed as usize % states.len()];
        let last = (seed % 3 == 0).then_some(DmId(0));
        let found = offers(meaning, state, last);
        for dm in meaning.conflict().dm_ids() {
            let own = |worth: &[Worth]| {
                let of = found.iter().filter(|offer| offer.by == dm && worth.contains(&offer.worth));
                of.map(|offer| offer.to.clone()).collect::<BTreeSet<State>>()
            };
            let expected = |by| match last == Some(dm) {
                true => BTreeSet::new(),
                false => plain_steps(meaning, dm, state, by).into_iter().collect::<BTreeSet<State>>(),
            };
            assert_eq!(own(&[Worth::Best]), expected(Motion::BestImprovements));
            assert_eq!(own(&[Worth::Best, Worth::Better]), expected(Motion::Improvements));
            assert_eq!(own(&[Worth::Best, Worth::Better, Worth::Same, Worth::Worse]), expected(Motion::Moves));
            assert!(own(&[Worth::Worse]).iter().all(|to| meaning.prefers(dm, state, to)));
        }
    });
}

/// The length of a shortest legal sequence from `from` to a goal, by writing out all sequences of up to `room` steps.
fn shortest_written_out(
    meaning: &Meaning, from: &State, last: Option<DmId>, by: Motion, goal: &dyn Fn(&State) -> bool, room: usize,
) -> Option<usize> {
    if goal(from) {
        return Some(0);
    }
    if room == 0 {
        return None;
    }
    meaning
        .conflict()
        .dm_ids()
        .filter(|&dm| Some(dm) != last)
        .flat_map(|dm| plain_steps(meaning, dm, from, by).into_iter().map(move |end| (dm, end)))
        .filter_map(|(dm, end)| shortest_written_out(meaning, &end, Some(dm), by, goal, room - 1))
        .min()
        .map(|length| length + 1)
}

#[test]
fn no_legal_sequence_that_is_written_out_is_shorter_than_the_path_found() {
    let room = 4;
    for seed in 0..250 {
        let conflict = random_conflict(seed, Shape::Graph);
        let meaning = Meaning::new(&conflict).unwrap();
        let from = conflict.status_quo.as_ref().unwrap();
        for by in [Motion::Improvements, Motion::BestImprovements] {
            let found = reached(&meaning, from, by);
            for place in 0..conflict.named_states.as_ref().unwrap().len() {
                let goal = |state: &State| *state == State::Named(place);
                let written = shortest_written_out(&meaning, from, None, by, &goal, room);
                let length = found.path_to(&goal).map(|path| path.steps.len()).filter(|&length| length <= room);
                assert_eq!(length, written, "{seed} {by:?} {place}");
            }
        }
    }
}

#[test]
fn the_slide_test_agrees_with_a_search_from_every_state() {
    each_random_conflict(|meaning, states, seed| {
        if states.len() > 40 {
            return;
        }
        let mut rng = Rng::new(seed);
        let wanted: Vec<State> = states.iter().filter(|_| rng.chance(15)).cloned().collect();
        let goal = |state: &State| wanted.contains(state);
        for by in Motion::ALL {
            let found = slid(meaning, by, &goal);
            assert_eq!((found.states, found.holds_in), (states.len(), wanted.len()));
            let mut leads = Vec::new();
            let mut enters: BTreeMap<DmId, usize> = BTreeMap::new();
            for state in states.iter().filter(|state| !goal(state)) {
                if let Some(path) = reached(meaning, state, by).path_to(&goal) {
                    leads.push((state.clone(), path.steps.len()));
                }
                for dm in meaning.conflict().dm_ids() {
                    *enters.entry(dm).or_default() += usize::from(plain_steps(meaning, dm, state, by).iter().any(goal));
                }
            }
            let places = found.leads();
            let told = places.map(|place| (states[place].clone(), found.steps_from(place).unwrap()));
            assert_eq!(told.collect::<Vec<_>>(), leads);
            assert_eq!(found.leads_from, leads.len());
            let inside = (0..states.len()).filter(|&place| found.steps_from(place) == Some(0));
            assert!(inside.eq((0..states.len()).filter(|&place| goal(&states[place]))));
            assert_eq!(found.enters, enters.into_iter().filter(|&(_, count)| count > 0).collect::<Vec<_>>());
        }
    });
}

#[test]
fn the_tables_of_the_engine_give_what_the_plain_searches_give_in_the_same_order() {
    each_random_conflict(|meaning, states, seed| {
        let from = &states[seed as usize % states.len()];
        let conflict = meaning.conflict();
        let solution = solved(conflict);
        for by in Motion::ALL {
            let table = tables(conflict, &solution, by);
            let (plain, fast) =
                (reached(meaning, from, by), reach_in(&table, from, MAX_PAIRS, &Control::none()).unwrap());
            assert!(plain.states().eq(fast.states()), "{seed} {by:?}");
            assert!(plain.pairs().eq(fast.pairs()), "{seed} {by:?}");
            assert_eq!(table_of(&plain), table_of(&fast));
            for state in states {
                assert_eq!(plain.path_to_state(state), fast.path_to_state(state));
                assert_eq!(plain.steps_to(state), fast.steps_to(state));
                assert_eq!(plain.last_movers(state), fast.last_movers(state));
            }
            let plain = shocks(meaning, from, by, MAX_PAIRS, &Control::none()).unwrap();
            assert_eq!(plain, shocks_in(meaning, &table, from, &Control::none()).unwrap(), "{seed} {by:?}");
        }
    });
}

/// The slide test by its recursion: for each state and who stepped there last, the fewest further steps to the goal, made smaller until nothing changes.
fn plain_slide(meaning: &Meaning, list: &StateList, by: Motion, goal: &dyn Fn(usize) -> bool) -> Vec<Option<usize>> {
    let dms: Vec<DmId> = meaning.conflict().dm_ids().collect();
    let states = list.states();
    let ends: Vec<Vec<Vec<usize>>> = states
        .iter()
        .map(|state| {
            let of = |&dm: &DmId| {
                let ends = plain_steps(meaning, dm, state, by);
                ends.iter().map(|end| list.place(end).unwrap()).collect()
            };
            dms.iter().map(of).collect()
        })
        .collect();
    // The last entry of a state is for nobody having stepped there.
    let mut left = vec![vec![None; dms.len() + 1]; states.len()];
    (0..states.len()).filter(|&place| goal(place)).for_each(|place| left[place].fill(Some(0)));
    loop {
        let before = left.clone();
        for place in (0..states.len()).filter(|&place| !goal(place)) {
            for (last, left) in left[place].iter_mut().enumerate() {
                let steps = (0..dms.len()).filter(|&dm| dm != last);
                let after = steps.flat_map(|dm| ends[place][dm].iter().map(move |&end| (end, dm)));
                *left = after.filter_map(|(end, dm)| before[end][dm]).min().map(|steps: usize| steps + 1);
            }
        }
        if left == before {
            return left.into_iter().map(|of| of[dms.len()]).collect();
        }
    }
}

#[test]
fn the_tables_agree_with_plain_searches_on_conflicts_of_some_thousand_states_too() {
    for (seed, one_way) in [(1, 0), (2, 30), (3, 60)] {
        let size = support::Size { rules: 2, one_way, ..support::Size::plain(14, 3) };
        let conflict = support::conflict(size, seed);
        let meaning = Meaning::new(&conflict).unwrap();
        let list = StateList::new(&conflict, 1 << 14).unwrap();
        assert!(list.states().len() > 1 << 12, "as many as are worked on by several threads");
        let solution = solved(&conflict);
        let from = &list.states()[list.states().len() / 3];
        let wanted = read::condition(&conflict, "dm0.o0 and dm1.o5 and dm2.o13").unwrap();
        let goal = |place: usize| meaning.holds(&wanted, &list.states()[place]);
        for by in [Motion::Improvements, Motion::BestImprovements] {
            let table = tables(&conflict, &solution, by);
            let (plain, fast) =
                (reached(&meaning, from, by), reach_in(&table, from, MAX_PAIRS, &Control::none()).unwrap());
            assert!(plain.pairs().eq(fast.pairs()), "{seed} {by:?}");
            let plain = shocks(&meaning, from, by, MAX_PAIRS, &Control::none()).unwrap();
            assert_eq!(plain, shocks_in(&meaning, &table, from, &Control::none()).unwrap(), "{seed} {by:?}");
            let found = slide(&table, &goal, &Control::none()).unwrap();
            let expected = plain_slide(&meaning, &list, by, &goal);
            assert!((0..list.states().len()).all(|place| found.steps_from(place) == expected[place]), "{seed} {by:?}");
            for &(dm, count) in &found.enters {
                let enters = |state: &&State| {
                    let ends = plain_steps(&meaning, dm, state, by);
                    !meaning.holds(&wanted, state) && ends.iter().any(|end| meaning.holds(&wanted, end))
                };
                assert_eq!(count, list.states().iter().filter(enters).count());
            }
        }
    }
}

#[test]
fn a_search_that_ends_early_ends_on_a_shortest_path() {
    each_random_conflict(|meaning, states, seed| {
        let from = &states[seed as usize % states.len()];
        let everybody: Vec<DmId> = meaning.conflict().dm_ids().collect();
        for by in Motion::ALL {
            let all = reached(meaning, from, by);
            for state in states {
                let wanted = |end: &State| end == state;
                let found = reach_until(meaning, &everybody, from, by, MAX_PAIRS, &wanted, &Control::none()).unwrap();
                let expected = all.path_to_state(state).filter(|path| !path.steps.is_empty());
                assert_eq!(found.ended_at(), expected, "{seed} {by:?}");
            }
        }
    });
}

/// The states that a sequence of steps can lead to, whoever steps twice, with the first.
fn closure(meaning: &Meaning, from: &State, by: Motion) -> BTreeSet<State> {
    let mut all = BTreeSet::from([from.clone()]);
    loop {
        let more: Vec<State> = all
            .iter()
            .flat_map(|state| meaning.conflict().dm_ids().flat_map(move |dm| plain_steps(meaning, dm, state, by)))
            .collect();
        let before = all.len();
        all.extend(more);
        if all.len() == before {
            return all;
        }
    }
}

#[test]
fn a_conflict_rests_in_the_sets_that_it_cannot_leave_and_goes_round_in() {
    each_random_conflict(|meaning, states, seed| {
        if states.len() > 40 {
            return;
        }
        let from = &states[seed as usize % states.len()];
        for by in Motion::ALL {
            let course = rests(meaning, from, by, 1 << 10, &Control::none()).unwrap();
            let all = closure(meaning, from, by);
            assert_eq!(course.states, all.len());
            // A state is in a terminal set where all that can be reached from it lead back to it.
            let of: BTreeMap<&State, BTreeSet<State>> =
                all.iter().map(|state| (state, closure(meaning, state, by))).collect();
            let expected: BTreeSet<Vec<State>> = all
                .iter()
                .filter(|state| of[state].iter().all(|other| of[other].contains(state)))
                .map(|state| of[state].iter().cloned().collect())
                .collect();
            let found: Vec<Vec<State>> = course.rests.iter().map(|rest| rest.states.to_vec()).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
            assert!(!found.is_empty());
        }
    });
}

#[test]
fn a_shock_is_a_move_of_the_owner_that_flips_one_option() {
    for (shape, seeds) in SHAPES {
        for seed in 0..seeds.min(300) {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).unwrap();
            let from = conflict.status_quo.as_ref().unwrap();
            let found = shocks(&meaning, from, Motion::BestImprovements, 1 << 10, &Control::none()).unwrap();
            assert_eq!(found.len(), conflict.options.len());
            for (shock, option) in found.iter().zip((0..).map(OptionId)) {
                assert_eq!(shock.option, option);
                let owner = conflict.option(option).owner;
                let differ_in_it = |to: &State| {
                    let all = (0..conflict.options.len()).map(OptionId::from);
                    meaning.vectors(from).iter().any(|a| {
                        meaning.vectors(to).iter().any(|b| {
                            all.clone().all(|o| (a.is_on(o) != b.is_on(o)) == (o == option))
                                && conflict.option(option).direction.allows(a.is_on(option), b.is_on(option))
                        })
                    })
                };
                let ends: Vec<State> = meaning.moves(owner, from).into_iter().filter(|to| differ_in_it(to)).collect();
                match &shock.flip {
                    Flip::Done(endings) => {
                        assert_eq!(endings.iter().map(|ending| ending.to.clone()).collect::<Vec<_>>(), ends);
                        for ending in endings {
                            let course =
                                rests(&meaning, &ending.to, Motion::BestImprovements, 1 << 10, &Control::none())
                                    .unwrap();
                            assert_eq!(ending.course, course);
                        }
                    }
                    Flip::OneWay | Flip::NoMove => assert!(ends.is_empty()),
                    Flip::Excluded(rules) => assert!(ends.is_empty() && !rules.is_empty()),
                }
            }
        }
    }
}

// --- by hand -------------------------------------------------------------------------------------

#[test]
fn a_shortest_legal_path_may_be_longer_than_the_shortest_path() {
    // dm0 alone could go 0 > 1 > 2, but not in succession: dm1 has to lead through 3 in between.
    let conflict = graph_model(4, &[(&[(0, 1), (1, 2), (3, 2)], &[0, 1, 3, 2]), (&[(1, 3)], &[0, 0, 0, 1])]);
    let meaning = Meaning::new(&conflict).unwrap();
    for by in Motion::ALL {
        let path = reached(&meaning, &State::Named(0), by).path_to(&|state| *state == State::Named(2)).unwrap();
        let who: Vec<(u32, State)> = path.steps.iter().map(|step| (step.by.0, step.to.clone())).collect();
        assert_eq!(who, [(0, State::Named(1)), (1, State::Named(3)), (0, State::Named(2))]);
    }
}

#[test]
fn e1_of_the_definitions_is_reached_by_moving_again_after_the_other() {
    // E1: DM0 0>1, DM1 1>2 and 3>4, DM2 2>3.
    let flat: &[u32] = &[0, 0, 0, 0, 0];
    let conflict = graph_model(5, &[(&[(0, 1)], flat), (&[(1, 2), (3, 4)], flat), (&[(2, 3)], flat)]);
    let meaning = Meaning::new(&conflict).unwrap();
    let found = reached(&meaning, &State::Named(1), Motion::Moves);
    let steps = |place| found.steps_to(&State::Named(place));
    assert_eq!([2, 3, 4].map(steps), [Some(1), Some(2), Some(3)]);
    assert_eq!(steps(0), None);
    assert!(found.path_to(&|state| *state == State::Named(0)).is_none());
}

#[test]
fn in_the_prisoners_dilemma_each_defects_and_then_the_other() {
    // CC, CD, DC, DD are 0, 2, 1, 3 in binary.
    let conflict = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let meaning = Meaning::new(&conflict).unwrap();
    let at = |bits| State::Vector(detente_model::OptionVector::from_bits(2, bits));
    let found = reached(&meaning, &at(0), Motion::Improvements);
    let table: Vec<(State, Vec<Option<usize>>)> = table_of(&found).into_iter().map(|row| (row.state, row.by)).collect();
    assert_eq!(table, [(at(1), vec![Some(1), None]), (at(2), vec![None, Some(1)]), (at(3), vec![Some(2), Some(2)])]);
    let course = rests(&meaning, &at(0), Motion::BestImprovements, 10, &Control::none()).unwrap();
    assert_eq!((course.rests.len(), course.rests[0].states.to_vec(), course.states), (1, vec![at(3)], 4));
}

#[test]
fn matching_pennies_goes_round_for_ever() {
    let conflict = two_by_two(Game { row: [2, 1, 1, 2], column: [1, 2, 2, 1] });
    let meaning = Meaning::new(&conflict).unwrap();
    let from = StateList::new(&conflict, 4).unwrap().states()[0].clone();
    let course = rests(&meaning, &from, Motion::BestImprovements, 10, &Control::none()).unwrap();
    assert_eq!(course.rests.len(), 1);
    assert!(course.rests[0].is_cycle());
    assert_eq!(course.rests[0].states.len(), 4);
    // The conflict comes back to where it began, and the table of evolution says when.
    let back = table_of(&reached(&meaning, &from, Motion::BestImprovements));
    assert_eq!(back[0].state, from);
    assert_eq!(back[0].by.iter().flatten().collect::<Vec<_>>(), [&4]);
}

#[test]
fn several_best_improvements_are_all_steps_and_a_lesser_one_is_none() {
    let conflict = graph_model(4, &[(&[(0, 1), (0, 2), (0, 3)], &[0, 2, 2, 1]), (&[], &[0, 0, 0, 0])]);
    let meaning = Meaning::new(&conflict).unwrap();
    let of = |by| steps(&meaning, DmId(0), &State::Named(0), by).len();
    assert_eq!(Motion::ALL.map(of), [3, 3, 2]);
}

#[test]
fn a_search_that_grows_beyond_its_limit_is_given_up() {
    let conflict = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let meaning = Meaning::new(&conflict).unwrap();
    let from = StateList::new(&conflict, 4).unwrap().states()[0].clone();
    let pairs = reached(&meaning, &from, Motion::Moves).pairs().len();
    assert_eq!(pairs, 8);
    let control = Control::none();
    assert!(reach(&meaning, &from, Motion::Moves, pairs, &control).is_ok());
    let too_far = MotionError::TooFar(TooFar { limit: pairs - 1 });
    assert_eq!(reach(&meaning, &from, Motion::Moves, pairs - 1, &control).unwrap_err(), too_far);
    let solution = solved(&conflict);
    let table = tables(&conflict, &solution, Motion::Moves);
    assert!(reach_in(&table, &from, pairs, &control).is_ok());
    assert_eq!(reach_in(&table, &from, pairs - 1, &control).unwrap_err(), too_far);
    assert!(rests(&meaning, &from, Motion::Moves, 4, &control).is_ok());
    assert!(rests(&meaning, &from, Motion::Moves, 3, &control).is_err());
}

#[test]
fn every_search_ends_soon_when_it_is_cancelled() {
    let conflict = catalogue("us-china-2023");
    let meaning = Meaning::new(&conflict).unwrap();
    let from = conflict.status_quo.as_ref().unwrap();
    let solution = solved(&conflict);
    let table = tables(&conflict, &solution, Motion::Moves);
    let control = Control { cancelled: &|| true, progress: &|_| {} };
    let cancelled = Some(MotionError::Cancelled);
    assert_eq!(reach(&meaning, from, Motion::Moves, MAX_PAIRS, &control).err(), cancelled);
    assert_eq!(reach_in(&table, from, MAX_PAIRS, &control).err(), cancelled);
    assert_eq!(rests(&meaning, from, Motion::Moves, MAX_PAIRS, &control).err(), cancelled);
    assert_eq!(shocks(&meaning, from, Motion::Moves, MAX_PAIRS, &control).err(), cancelled);
    assert_eq!(shocks_in(&meaning, &table, from, &control).err(), cancelled);
    assert_eq!(slide(&table, &|_| true, &control).err(), cancelled);
    assert!(StepTable::new(&conflict, &solution, Motion::Moves, 1 << 30, &control).is_err());
}

// --- the literature and the first case -----------------------------------------------------------

fn catalogue(case: &str) -> Conflict {
    let file = FilePath::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../catalogue/{case}.toml"));
    read::read(&std::fs::read_to_string(file).unwrap()).conflict.unwrap()
}

#[test]
fn elmira_moves_from_its_status_quo_as_status_quo_analysis_has_it() {
    let conflict = catalogue("elmira");
    let meaning = Meaning::new(&conflict).unwrap();
    let from = conflict.status_quo.as_ref().unwrap();
    let first = |found: &Reach, k| -> Vec<usize> {
        let mut numbers: Vec<usize> = found
            .states()
            .filter(|state| found.steps_to(state) == Some(k))
            .map(|state| match state {
                State::Named(place) => place + 1,
                State::Vector(_) => unreachable!(),
            })
            .collect();
        numbers.sort_unstable();
        numbers
    };
    let moves = reached(&meaning, from, Motion::Moves);
    assert_eq!([1, 2, 3, 4].map(|k| first(&moves, k)), [vec![2, 3, 5, 9], vec![4, 6, 7], vec![8], vec![]]);
    let improvements = reached(&meaning, from, Motion::Improvements);
    assert_eq!([1, 2].map(|k| first(&improvements, k)), [vec![5], vec![]]);
}

fn option(conflict: &Conflict, name: &str) -> OptionId {
    (0..conflict.options.len()).map(OptionId::from).find(|&option| conflict.option_name(option) == name).unwrap()
}

fn is_on(conflict: &Conflict, name: &str, state: &State) -> bool {
    let State::Vector(vector) = state else { unreachable!() };
    vector.is_on(option(conflict, name))
}

#[test]
fn best_improvements_lead_to_force_over_taiwan_from_exactly_288_of_384_states() {
    let conflict = catalogue("us-china-2023-taiwan");
    let meaning = Meaning::new(&conflict).unwrap();
    let force = |state: &State| is_on(&conflict, "china.force", state);
    let found = slid(&meaning, Motion::BestImprovements, &force);
    assert_eq!((found.outside(), found.leads_from), (384, 288));
    // Exactly those where independence is declared or Washington does not oppose it.
    let list = StateList::new(&conflict, 1 << 12).unwrap();
    let expected: Vec<&State> = list
        .states()
        .iter()
        .filter(|state| !force(state))
        .filter(|state| is_on(&conflict, "taiwan.indep", state) || !is_on(&conflict, "us.oppose", state))
        .collect();
    assert_eq!(found.leads().map(|place| &list.states()[place]).collect::<Vec<_>>(), expected);
    assert_eq!(found.enters.iter().map(|&(dm, _)| conflict.dm(dm).id.as_str()).collect::<Vec<_>>(), ["china"]);
}

#[test]
fn in_the_core_model_improvements_lead_to_force_from_90_of_96_states_and_best_improvements_from_none() {
    let conflict = catalogue("us-china-2023");
    let meaning = Meaning::new(&conflict).unwrap();
    let force = |state: &State| is_on(&conflict, "china.force", state);
    let leads = |by| {
        let found = slid(&meaning, by, &force);
        (found.leads_from, found.outside())
    };
    assert_eq!(leads(Motion::Improvements), (90, 96));
    assert_eq!(leads(Motion::BestImprovements), (0, 96));
}

#[test]
fn shocks_to_the_taiwan_model_end_where_the_analysis_says() {
    let conflict = catalogue("us-china-2023-taiwan");
    let meaning = Meaning::new(&conflict).unwrap();
    let status_quo = conflict.status_quo.as_ref().unwrap();
    let State::Vector(vector) = status_quo else { unreachable!() };
    let without = |names: &[&str]| {
        let mut changed = vector.clone();
        names.iter().for_each(|name| changed.set(option(&conflict, name), !vector.is_on(option(&conflict, name))));
        State::Vector(changed)
    };
    let calm = without(&["us.arms", "china.provoke"]);
    let apart = without(&["us.engage", "china.engage"]);
    let mut told = BTreeMap::new();
    for shock in shocks(&meaning, status_quo, Motion::BestImprovements, 1 << 12, &Control::none()).unwrap() {
        let words = match &shock.flip {
            Flip::Done(endings) => endings
                .iter()
                .flat_map(|ending| &ending.course.rests)
                .map(|rest| match &*rest.states {
                    [one] if one == status_quo => "status quo",
                    [one] if *one == calm => "calm",
                    [one] if *one == apart => "disengaged",
                    [one] if is_on(&conflict, "china.force", one) => "war",
                    [_] => "another",
                    _ => "cycle",
                })
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(" or "),
            Flip::OneWay => "one-way".into(),
            Flip::Excluded(rules) => format!("excluded by {}", rules.join(", ")),
            Flip::NoMove => "no move".into(),
        };
        told.insert(conflict.option_name(shock.option), words);
    }
    let expected = [
        ("china.build", "status quo"),
        ("china.engage", "status quo"),
        ("china.provoke", "calm or status quo"),
        ("taiwan.indep", "war"),
        ("us.arms", "calm or status quo"),
        ("us.engage", "status quo"),
        ("us.oppose", "status quo or war"),
        ("us.prohibit", "status quo"),
        ("us.widen", "disengaged or status quo"),
    ];
    for (name, words) in expected {
        assert_eq!(told[name], words, "{name}: {told:?}");
    }
    // The two that the rules forbid alone: force follows provocation and defence follows force.
    assert_eq!(told["china.force"], "excluded by F3");
    assert_eq!(told["us.defend"], "excluded by F4, F5");
    assert_eq!(told.len(), expected.len() + 2);
}
