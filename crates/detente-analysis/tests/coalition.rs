//! Joint moves and coalitional stability: against the definitions by the letter on random conflicts, and against the figures known.

use std::collections::BTreeSet;
use std::path::Path;

use detente_analysis::coalition::{
    COALITION_CONCEPTS, CoalitionConcept, CoalitionError, Coalitions, MAX_PAIRS, TooFar, coalitions,
    joint_improvements, joint_moves, upsets,
};
use detente_analysis::{Choice, choices};
use detente_model::concept::{GMR, NASH, SEQ, SMR};
use detente_model::{Change, Conflict, DmId, Meaning, State, StateList, Statement, plain, read};
use detente_testkit::{Game, Shape, graph_model, random_conflict, two_by_two};

const SHAPES: [Shape; 3] = [Shape::Options, Shape::Coalesced, Shape::Graph];
const CHICKEN: Game = Game { row: [3, 2, 4, 1], column: [3, 4, 2, 1] };
const PRISONERS: Game = Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] };

fn concept(id: &str) -> &'static CoalitionConcept {
    CoalitionConcept::by_id(id).expect("the concept is in the list")
}

fn members(mask: usize) -> Vec<DmId> {
    (0..usize::BITS as usize).filter(|dm| mask >> dm & 1 == 1).map(DmId::from).collect()
}

/// The definitions of coalitions by the letter, on tables: slow and obvious, and sharing nothing with what is tested but the moves and preferences.
struct Letter {
    dms: usize,
    states: usize,
    /// By decision maker, then by state.
    moves: Vec<Vec<BTreeSet<usize>>>,
    /// By decision maker: whether it prefers the first state to the second.
    prefers: Vec<Vec<Vec<bool>>>,
}

impl Letter {
    fn new(meaning: &Meaning, list: &StateList) -> Self {
        let states = list.states();
        let dms: Vec<DmId> = meaning.conflict().dm_ids().collect();
        let moves_of = |dm, s| meaning.moves(dm, s).iter().map(|q| list.place(q).unwrap()).collect();
        let prefers_of = |dm, a| states.iter().map(|b| meaning.prefers(dm, a, b)).collect();
        Letter {
            dms: dms.len(),
            states: states.len(),
            moves: dms.iter().map(|&dm| states.iter().map(|s| moves_of(dm, s)).collect()).collect(),
            prefers: dms.iter().map(|&dm| states.iter().map(|a| prefers_of(dm, a)).collect()).collect(),
        }
    }

    fn everybody(&self) -> usize {
        (1 << self.dms) - 1
    }

    /// Ends of sequences from `s` in which nobody steps twice in succession, with the sets of those who step last (definition A3, inductive form).
    fn sequences(&self, s: usize, agents: &[usize], step: &dyn Fn(usize, usize) -> BTreeSet<usize>) -> BTreeSet<usize> {
        let mut last: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.states];
        for &j in agents {
            for q in step(j, s) {
                last[q].insert(j);
            }
        }
        loop {
            let before: usize = last.iter().map(BTreeSet::len).sum();
            for q in 0..self.states {
                for &j in agents {
                    if last[q].is_empty() || last[q] == BTreeSet::from([j]) {
                        continue;
                    }
                    for end in step(j, q) {
                        last[end].insert(j);
                    }
                }
            }
            if before == last.iter().map(BTreeSet::len).sum::<usize>() {
                return (0..self.states).filter(|&q| !last[q].is_empty()).collect();
            }
        }
    }

    /// R_H(s).
    fn reach(&self, mask: usize, s: usize) -> BTreeSet<usize> {
        let agents: Vec<usize> = members(mask).iter().map(|dm| dm.index()).collect();
        self.sequences(s, &agents, &|j, q| self.moves[j][q].clone())
    }

    fn all_prefer(&self, mask: usize, q: usize, s: usize) -> bool {
        members(mask).iter().all(|dm| self.prefers[dm.index()][q][s])
    }

    /// R_H⁺⁺(s).
    fn joint(&self, mask: usize, s: usize) -> BTreeSet<usize> {
        self.reach(mask, s).into_iter().filter(|&q| self.all_prefer(mask, q, s)).collect()
    }

    /// R_C⁺⁺(s).
    fn class(&self, family: &[usize], s: usize, joint: &[Vec<BTreeSet<usize>>]) -> BTreeSet<usize> {
        self.sequences(s, family, &|mask, q| joint[mask][q].clone())
    }

    /// By concept, coalition and state, whether it is stable (definition C3).
    fn stable(&self, joint: &[Vec<BTreeSet<usize>>]) -> Vec<Vec<Vec<bool>>> {
        let reach: Vec<Vec<BTreeSet<usize>>> =
            (0..=self.everybody()).map(|mask| (0..self.states).map(|s| self.reach(mask, s)).collect()).collect();
        let mut stable = vec![vec![vec![false; self.states]; self.everybody() + 1]; 4];
        for mask in 1..=self.everybody() {
            let others = self.everybody() ^ mask;
            let family: Vec<usize> = (1..=others).filter(|part| part & others == *part).collect();
            let class: Vec<BTreeSet<usize>> = (0..self.states).map(|s| self.class(&family, s, joint)).collect();
            for s in 0..self.states {
                let phi = |z: usize| members(mask).iter().any(|dm| !self.prefers[dm.index()][z][s]);
                let improvements = &joint[mask][s];
                stable[0][mask][s] = improvements.is_empty();
                stable[1][mask][s] = improvements.iter().all(|&y| reach[others][y].iter().any(|&z| phi(z)));
                stable[2][mask][s] = improvements
                    .iter()
                    .all(|&y| reach[others][y].iter().any(|&z| phi(z) && reach[mask][z].iter().all(|&w| phi(w))));
                stable[3][mask][s] = improvements.iter().all(|&y| class[y].iter().any(|&z| phi(z)));
            }
        }
        stable
    }
}

fn states_of(conflict: &Conflict) -> StateList {
    StateList::new(conflict, 1 << 12).expect("a small conflict")
}

fn places(list: &StateList, states: &[State]) -> Vec<usize> {
    states.iter().map(|state| list.place(state).expect("it is feasible")).collect()
}

#[test]
fn everything_agrees_with_the_definitions_by_the_letter_on_random_conflicts_and_obeys_their_laws() {
    let (mut conflicts, mut verdicts, mut improvements, mut unlike_guessed) = (0, 0, 0, 0);
    for shape in SHAPES {
        for seed in 0..1200 {
            let conflict = random_conflict(seed, shape);
            let list = states_of(&conflict);
            // Larger conflicts are left to the other tests: the letter takes its time.
            if list.states().len() > if conflict.decision_makers.len() > 4 { 8 } else { 16 } {
                continue;
            }
            conflicts += 1;
            let at = format!("{shape:?} {seed}");
            let meaning = Meaning::new(&conflict).unwrap();
            let letter = Letter::new(&meaning, &list);
            let all = Coalitions::new(&meaning, &list, &|| false).unwrap();
            let joint: Vec<Vec<BTreeSet<usize>>> = (0..=letter.everybody())
                .map(|mask| (0..letter.states).map(|s| letter.joint(mask, s)).collect())
                .collect();
            let stable = letter.stable(&joint);
            for mask in 1..=letter.everybody() {
                let coalition = members(mask);
                for (s, state) in list.states().iter().enumerate() {
                    let expected: Vec<usize> = joint[mask][s].iter().copied().collect();
                    assert_eq!(all.joint_improvements(&coalition, s), expected, "{at} {coalition:?} s{s}");
                    let searched = joint_improvements(&meaning, &coalition, state, MAX_PAIRS).unwrap();
                    assert_eq!(places(&list, &searched), expected, "{at} {coalition:?} s{s}");
                    improvements += expected.len();
                    for (concept, stable) in COALITION_CONCEPTS.iter().zip(&stable) {
                        verdicts += 1;
                        let expected = stable[mask][s];
                        assert_eq!(
                            all.is_stable(concept, &coalition, s),
                            expected,
                            "{at} {} {coalition:?} s{s}",
                            concept.id
                        );
                    }
                    // The laws of C5, where they hold.
                    let [cnash, cgmr, csmr, cseq] = [0, 1, 2, 3].map(|c| stable[c][mask][s]);
                    assert!((!cnash || csmr) && (!csmr || cgmr) && (!cnash || cseq), "{at} {coalition:?} s{s}");
                    if shape == Shape::Options {
                        assert!(!cseq || cgmr, "{at} {coalition:?} s{s}");
                    }
                    if mask == letter.everybody() {
                        assert!(cgmr == cnash && csmr == cnash && cseq == cnash, "{at} s{s}");
                    }
                    unlike_guessed += usize::from(cseq && !cgmr);
                    if let [dm] = coalition[..] {
                        for (concept, ours) in [(&NASH, cnash), (&GMR, cgmr), (&SMR, csmr)] {
                            assert_eq!(
                                plain::is_stable(&meaning, concept, dm, state),
                                ours,
                                "{at} {} s{s}",
                                concept.id
                            );
                        }
                        assert!(!plain::is_stable(&meaning, &SEQ, dm, state) || cseq, "{at} {dm:?} s{s}");
                    }
                }
            }
            for concept in &COALITION_CONCEPTS {
                let universal: Vec<usize> = (0..letter.states)
                    .filter(|&s| (1..=letter.everybody()).all(|mask| stable[concept.index()][mask][s]))
                    .collect();
                assert_eq!(all.universal(concept), universal, "{at} {}", concept.id);
            }
            // Classes of coalitions: two families, one of them with coalitions that overlap.
            let singles: Vec<usize> = (0..letter.dms).map(|dm| 1 << dm).collect();
            let mixed: Vec<usize> =
                (1..=letter.everybody()).filter(|mask| !(mask + seed as usize).is_multiple_of(3)).collect();
            for family in [singles, mixed] {
                let coalitions: Vec<Vec<DmId>> = family.iter().map(|&mask| members(mask)).collect();
                let s = seed as usize % letter.states;
                let expected: Vec<usize> = letter.class(&family, s, &joint).into_iter().collect();
                assert_eq!(all.class_improvements(&coalitions, s), expected, "{at} {coalitions:?} s{s}");
            }
        }
    }
    assert!(conflicts > 1800 && verdicts > 500_000 && improvements > 50_000, "{conflicts} {verdicts} {improvements}");
    // Off option form CSEQ does not imply CGMR, and among so many conflicts some show it.
    assert!(unlike_guessed > 0);
}

#[test]
fn joint_moves_are_legal_shortest_and_rightly_marked_on_random_conflicts_of_any_size() {
    let (mut found, mut not_minimal, mut long) = (0, 0, 0);
    for shape in SHAPES {
        for seed in 5000..5500 {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).unwrap();
            let from = conflict.status_quo.clone().unwrap();
            for coalition in coalitions(&conflict).0 {
                let at = format!("{shape:?} {seed} {coalition:?}");
                let moves = joint_moves(&meaning, &coalition, &from, MAX_PAIRS, &|| false).unwrap();
                let ends: Vec<State> = moves.iter().map(|joint| joint.to.clone()).collect();
                assert_eq!(ends, joint_improvements(&meaning, &coalition, &from, MAX_PAIRS).unwrap(), "{at}");
                // Where the members can be after 1, 2, … steps, and who moved last.
                let mut layers: Vec<BTreeSet<(State, DmId)>> = vec![
                    coalition
                        .iter()
                        .flat_map(|&dm| meaning.moves(dm, &from).into_iter().map(move |q| (q, dm)))
                        .collect(),
                ];
                let mut met: BTreeSet<(State, DmId)> = layers[0].clone();
                while !layers[layers.len() - 1].is_empty() {
                    let next: BTreeSet<(State, DmId)> = layers[layers.len() - 1]
                        .iter()
                        .flat_map(|(state, last)| {
                            coalition.iter().filter(move |dm| *dm != last).map(move |dm| (state, *dm))
                        })
                        .flat_map(|(state, dm)| meaning.moves(dm, state).into_iter().map(move |q| (q, dm)))
                        .filter(|pair| !met.contains(pair))
                        .collect();
                    met.extend(next.iter().cloned());
                    layers.push(next);
                }
                let better = |q: &State| coalition.iter().all(|&dm| meaning.prefers(dm, q, &from));
                let expected: BTreeSet<State> = met.iter().map(|(q, _)| q.clone()).filter(better).collect();
                assert_eq!(ends, expected.into_iter().collect::<Vec<_>>(), "{at}");
                let switched = |to: &State| -> BTreeSet<(usize, bool)> {
                    let pairs = choices(&meaning, &from).into_iter().zip(choices(&meaning, to)).enumerate();
                    let switch = |(option, pair)| match pair {
                        (Choice::On, Choice::Off) => Some((option, false)),
                        (Choice::Off, Choice::On) => Some((option, true)),
                        _ => None,
                    };
                    pairs.filter_map(switch).collect()
                };
                for joint in &moves {
                    found += 1;
                    let mut state = &from;
                    let mut last = None;
                    for step in &joint.sequence {
                        assert!(coalition.contains(&step.by) && last != Some(step.by), "{at}");
                        assert!(meaning.can_move(step.by, state, &step.to), "{at}");
                        (state, last) = (&step.to, Some(step.by));
                    }
                    assert_eq!(state, &joint.to, "{at}");
                    let shortest =
                        1 + layers.iter().position(|layer| layer.iter().any(|(q, _)| *q == joint.to)).unwrap();
                    assert_eq!(joint.sequence.len(), shortest, "{at}");
                    long += usize::from(shortest > 2);
                    let own = switched(&joint.to);
                    let told: BTreeSet<(usize, bool)> =
                        joint.switches.iter().map(|s| (s.option.index(), s.on)).collect();
                    assert_eq!(own, told, "{at}");
                    let minimal = !ends.iter().any(|end| {
                        let other = switched(end);
                        other.is_subset(&own) && other != own
                    });
                    assert_eq!(joint.minimal, minimal, "{at}");
                    not_minimal += usize::from(!minimal);
                }
            }
        }
    }
    assert!(found > 5000 && not_minimal > 500 && long > 100, "{found} {not_minimal} {long}");
}

#[test]
fn upsets_are_the_coalitions_with_joint_improvements_and_tell_the_shortest_to_a_place_of_rest() {
    let (mut told, mut settled, mut larger) = (0, 0, 0);
    for shape in SHAPES {
        for seed in 9000..9200 {
            let conflict = random_conflict(seed, shape);
            let list = states_of(&conflict);
            let meaning = Meaning::new(&conflict).unwrap();
            let from = conflict.status_quo.as_ref().unwrap();
            let settles = |state: &State| plain::is_equilibrium(&meaning, &NASH, state);
            let all = Coalitions::new(&meaning, &list, &|| false).unwrap();
            let place = list.place(from).unwrap();
            let (every, complete) = coalitions(&conflict);
            assert!(complete);
            let found = upsets(&meaning, &every, from, &settles, Some((&all, place)), MAX_PAIRS, &|| false).unwrap();
            let expected: Vec<&Vec<DmId>> =
                every.iter().filter(|members| !all.joint_improvements(members, place).is_empty()).collect();
            assert_eq!(found.iter().map(|upset| &upset.members).collect::<Vec<_>>(), expected, "{shape:?} {seed}");
            for upset in &found {
                told += 1;
                let moves = joint_moves(&meaning, &upset.members, from, MAX_PAIRS, &|| false).unwrap();
                assert_eq!(upset.improvements, moves.len());
                assert!(moves.contains(&upset.by));
                assert_eq!(upset.settles, moves.iter().any(|joint| settles(&joint.to)));
                assert_eq!(upset.settles, settles(&upset.by.to));
                let shortest =
                    moves.iter().filter(|joint| settles(&joint.to) == upset.settles).map(|j| j.sequence.len()).min();
                assert_eq!(Some(upset.by.sequence.len()), shortest);
                let smaller = |mask: usize| {
                    let some = members(mask);
                    some.len() >= 2
                        && some.len() < upset.members.len()
                        && some.iter().all(|dm| upset.members.contains(dm))
                        && !all.joint_improvements(&some, place).is_empty()
                };
                let smallest = !(1..1 << conflict.decision_makers.len()).any(smaller);
                assert_eq!(upset.smallest, smallest, "{shape:?} {seed} {:?}", upset.members);
                let deterred = COALITION_CONCEPTS.each_ref().map(|c| all.is_stable(c, &upset.members, place));
                assert_eq!(upset.deterred, Some(deterred));
                settled += usize::from(upset.settles);
                larger += usize::from(!smallest);
            }
        }
    }
    assert!(told > 200 && settled > 20 && larger > 20, "{told} {settled} {larger}");
}

#[test]
fn a_coalition_moves_in_turns_and_a_member_may_move_again_but_not_twice_in_succession() {
    // Definition E1: decision maker 1 must move, then 2, then 1 again. Everybody likes state 4 best.
    let conflict = graph_model(
        5,
        &[(&[(0, 1)], &[0, 1, 2, 3, 4]), (&[(1, 2), (3, 4)], &[0, 0, 1, 1, 2]), (&[(2, 3)], &[0, 0, 0, 1, 1])],
    );
    let meaning = Meaning::new(&conflict).unwrap();
    let pair = [DmId(1), DmId(2)];
    let moves = joint_moves(&meaning, &pair, &State::Named(1), MAX_PAIRS, &|| false).unwrap();
    let told: Vec<(usize, Vec<u32>)> = moves
        .iter()
        .map(|joint| {
            let State::Named(to) = joint.to else { panic!("states have names") };
            (to, joint.sequence.iter().map(|step| step.by.0).collect())
        })
        .collect();
    // State 2 is no better than 1 for decision maker 2.
    assert_eq!(told, [(3, vec![1, 2]), (4, vec![1, 2, 1])]);
    assert!(moves.iter().all(|joint| joint.minimal && joint.switches.is_empty()));

    // Definition E2: a chain of two moves of the same decision maker is no legal sequence, whoever else is a member.
    let conflict =
        graph_model(4, &[(&[(0, 1)], &[0, 1, 2, 3]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[], &[0, 0, 1, 1])]);
    let meaning = Meaning::new(&conflict).unwrap();
    assert_eq!(joint_improvements(&meaning, &pair, &State::Named(1), MAX_PAIRS), Ok(vec![State::Named(2)]));
}

#[test]
fn one_member_has_its_improvements_and_no_member_has_none() {
    for shape in SHAPES {
        for seed in 0..200 {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).unwrap();
            let from = conflict.status_quo.as_ref().unwrap();
            for dm in conflict.dm_ids() {
                let improvements = meaning.improvements(dm, from);
                assert_eq!(joint_improvements(&meaning, &[dm], from, MAX_PAIRS), Ok(improvements.clone()));
                assert_eq!(joint_improvements(&meaning, &[dm, dm], from, MAX_PAIRS), Ok(improvements));
            }
            assert_eq!(joint_improvements(&meaning, &[], from, MAX_PAIRS), Ok(Vec::new()));
        }
    }
}

#[test]
fn sub_coalitions_may_sanction_a_single_decision_maker_jointly_where_none_of_them_would_alone() {
    // After 0's improvement 0 -> 1 the way to 3 leads through 2, which decision maker 1 likes less than 1: only together do 1 and 2 go there.
    let conflict =
        graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2)], &[0, 1, 0, 2]), (&[(2, 3)], &[0, 1, 1, 2])]);
    let meaning = Meaning::new(&conflict).unwrap();
    let all = Coalitions::of(&meaning, &|| false).unwrap();
    assert!(!plain::is_stable(&meaning, &SEQ, DmId(0), &State::Named(0)));
    assert!(all.is_stable(concept("cseq"), &[DmId(0)], 0));
    assert!(all.is_stable(concept("cgmr"), &[DmId(0)], 0));
}

#[test]
fn where_moves_do_not_chain_a_class_of_coalitions_does_what_no_legal_sequence_can() {
    // 1 moves to 2 alone and on to 3 in the name of {1, 2}: that is no legal sequence, since 1 would move twice in succession.
    let conflict =
        graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[], &[0, 0, 0, 1])]);
    let meaning = Meaning::new(&conflict).unwrap();
    let all = Coalitions::of(&meaning, &|| false).unwrap();
    assert_eq!(all.class_improvements(&[vec![DmId(1)], vec![DmId(2)], vec![DmId(1), DmId(2)]], 1), [2, 3]);
    assert_eq!(all.class_improvements(&[vec![DmId(1)], vec![DmId(2)]], 1), [2]);
    assert!(all.is_stable(concept("cseq"), &[DmId(0)], 0));
    assert!(!all.is_stable(concept("cgmr"), &[DmId(0)], 0));
}

#[test]
fn what_is_too_large_or_cancelled_is_refused() {
    let conflict = two_by_two(PRISONERS);
    let meaning = Meaning::new(&conflict).unwrap();
    let everybody = [DmId(0), DmId(1)];
    let from = states_of(&conflict).states()[3].clone();
    // From DD there are eight pairs: each state with each decision maker, and the start itself counts for nothing.
    assert_eq!(joint_improvements(&meaning, &everybody, &from, 7), Err(TooFar { limit: 7 }));
    assert_eq!(joint_improvements(&meaning, &everybody, &from, 8).unwrap().len(), 1);
    let cancelled = joint_moves(&meaning, &everybody, &from, 8, &|| true);
    assert_eq!(cancelled, Err(CoalitionError::Cancelled));
    assert_eq!(Coalitions::of(&meaning, &|| true).unwrap_err(), CoalitionError::Cancelled);
    assert!(
        Coalitions::fits(1920, 3) && Coalitions::fits(4096, 3) && !Coalitions::fits(4097, 2) && !Coalitions::fits(2, 9)
    );
    let error = CoalitionError::TooLarge { states: Some(5000), decision_makers: 3 };
    assert!(error.to_string().starts_with("5000 states and 3 decision makers are too many"));
}

#[test]
fn the_conflicts_of_two_by_two_games_have_the_known_universal_sets() {
    // The states CC CD DC DD in the order of the definitions, and in the order of states.
    let places = [0, 2, 1, 3];
    let universal = |game: Game, id: &str| -> Vec<usize> {
        let conflict = two_by_two(game);
        let all = Coalitions::of(&Meaning::new(&conflict).unwrap(), &|| false).unwrap();
        (0..4).filter(|&s| all.is_universal(concept(id), places[s])).collect()
    };
    let (cc, cd, dc) = (0, 1, 2);
    assert!(universal(PRISONERS, "cnash").is_empty());
    for id in ["cgmr", "csmr", "cseq"] {
        assert_eq!(universal(PRISONERS, id), [cc], "{id}");
    }
    for id in ["cnash", "cseq"] {
        assert_eq!(universal(CHICKEN, id), [cd, dc], "{id}");
    }
    for id in ["cgmr", "csmr"] {
        assert_eq!(universal(CHICKEN, id), [cc, cd, dc], "{id}");
    }
    let conflict = two_by_two(PRISONERS);
    let all = Coalitions::of(&Meaning::new(&conflict).unwrap(), &|| false).unwrap();
    for concept in &COALITION_CONCEPTS {
        let stable: Vec<usize> = (0..4).filter(|&s| all.is_stable(concept, &[DmId(0), DmId(1)], places[s])).collect();
        assert_eq!(stable, [cc, cd, dc], "{}", concept.id);
    }
}

/// A conflict of the catalogue.
fn case(name: &str) -> Conflict {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue").join(name).with_extension("toml");
    let reading = read::read(&std::fs::read_to_string(file).unwrap());
    reading.conflict.unwrap_or_else(|| panic!("{name}: {:?}", reading.diagnostics))
}

fn dms(conflict: &Conflict, ids: &[&str]) -> Vec<DmId> {
    ids.iter().map(|id| conflict.dm_by_id(id).unwrap()).collect()
}

#[test]
fn elmira_is_as_it_is_known() {
    let conflict = case("elmira");
    let meaning = Meaning::new(&conflict).unwrap();
    let all = Coalitions::of(&meaning, &|| false).unwrap();
    // States are numbered from 1 in the literature.
    let arcs = |ids: &[&str]| -> Vec<(usize, Vec<usize>)> {
        let members = dms(&conflict, ids);
        (0..9)
            .map(|s| (s + 1, all.joint_improvements(&members, s).iter().map(|q| q + 1).collect::<Vec<_>>()))
            .filter(|(_, ends)| !ends.is_empty())
            .collect()
    };
    assert_eq!(arcs(&["moe", "uniroyal"]), [(2, vec![4]), (5, vec![8]), (6, vec![8])]);
    assert_eq!(arcs(&["moe", "local"]), [(1, vec![5]), (3, vec![7])]);
    assert_eq!(arcs(&["uniroyal", "local"]), [(2, vec![4, 8]), (6, vec![8])]);
    assert_eq!(arcs(&["moe", "uniroyal", "local"]), [(2, vec![4, 8]), (6, vec![8])]);
    for (id, expected) in
        [("cnash", vec![8, 9]), ("cseq", vec![8, 9]), ("cgmr", vec![1, 4, 8, 9]), ("csmr", vec![1, 4, 8, 9])]
    {
        let universal: Vec<usize> = all.universal(concept(id)).iter().map(|s| s + 1).collect();
        assert_eq!(universal, expected, "{id}");
    }
    // Individually.
    let stable = |id: &str, dm: &str| -> Vec<usize> {
        (0..9).filter(|&s| all.is_stable(concept(id), &dms(&conflict, &[dm]), s)).map(|s| s + 1).collect()
    };
    let every: Vec<usize> = (1..=9).collect();
    for (id, local) in [("cnash", vec![5, 6, 7, 8, 9]), ("cgmr", every.clone()), ("csmr", every.clone())] {
        assert_eq!(stable(id, "moe"), every, "{id}");
        assert_eq!(stable(id, "uniroyal"), [1, 4, 5, 8, 9], "{id}");
        assert_eq!(stable(id, "local"), local, "{id}");
    }
}

#[test]
fn in_elmira_the_ministry_and_uniroyal_upset_state_5_by_way_of_6_and_8() {
    let conflict = case("elmira");
    let meaning = Meaning::new(&conflict).unwrap();
    let all = Coalitions::of(&meaning, &|| false).unwrap();
    let settles = |state: &State| plain::is_equilibrium(&meaning, &NASH, state);
    let (every, complete) = coalitions(&conflict);
    assert!(complete);
    let upset = |number: usize| {
        let from = State::Named(number - 1);
        upsets(&meaning, &every, &from, &settles, Some((&all, number - 1)), MAX_PAIRS, &|| false).unwrap()
    };
    let found = upset(5);
    let [only] = found.as_slice() else { panic!("one coalition: {found:?}") };
    assert_eq!(only.members, dms(&conflict, &["moe", "uniroyal"]));
    let way: Vec<(&str, &str)> = only
        .by
        .sequence
        .iter()
        .map(|step| {
            let State::Named(place) = step.to else { panic!("states have names") };
            (conflict.dm(step.by).id.as_str(), conflict.named_states.as_ref().unwrap()[place].id.as_str())
        })
        .collect();
    assert_eq!(way, [("moe", "s6"), ("uniroyal", "s8")]);
    assert!(only.settles && only.smallest);
    assert_eq!(only.improvements, 1);
    // Nothing that the local government could do deters them.
    assert_eq!(only.deterred, Some([false; 4]));
    assert!(upset(8).is_empty() && upset(9).is_empty());
}

/// The switches of the joint improvements of the United States and China from the status quo, `−` off and `+` on, the minimal ones marked.
fn between_the_powers(conflict: &Conflict) -> Vec<(String, bool)> {
    let meaning = Meaning::new(conflict).unwrap();
    let from = conflict.status_quo.as_ref().unwrap();
    let moves = joint_moves(&meaning, &dms(conflict, &["us", "china"]), from, MAX_PAIRS, &|| false).unwrap();
    let mut told: Vec<(String, bool)> = moves
        .iter()
        .map(|joint| {
            let switch = |s: &detente_analysis::coalition::Switch| {
                format!("{}{}", if s.on { "+" } else { "−" }, conflict.option(s.option).id)
            };
            (joint.switches.iter().map(switch).collect::<Vec<_>>().join(" "), joint.minimal)
        })
        .collect();
    told.sort_by_key(|(switches, _)| (switches.split(' ').count(), switches.clone()));
    told
}

#[test]
fn the_powers_have_five_joint_improvements_and_three_where_china_prizes_its_build_up() {
    let conflict = case("us-china-2023");
    let as_text = |told: &[(String, bool)]| {
        told.iter().map(|(s, m)| format!("{s}{}", if *m { " !" } else { "" })).collect::<Vec<_>>()
    };
    assert_eq!(
        as_text(&between_the_powers(&conflict)),
        [
            "−arms −provoke !",
            "−prohibit −build !",
            "−prohibit −arms −build",
            "−prohibit −build −provoke",
            "−prohibit −arms −build −provoke",
        ]
    );
    // c6 before c5: the build-up before the end of the prohibition.
    let (_, c5) = conflict.statement_place("c5").unwrap();
    let deadlock = conflict.changed(&[Change::Move { id: "c6".into(), to: c5 }]).unwrap();
    let told = between_the_powers(&deadlock);
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[0], ("−arms −provoke".to_string(), true));
}

#[test]
fn read_as_containment_the_powers_seem_to_have_nineteen_joint_improvements_and_none_that_lifts_the_prohibition() {
    let conflict = case("us-china-2023");
    let statement = |id: &str, text: &str| Statement {
        id: id.into(),
        that: read::condition(&conflict, text).unwrap(),
        provenance: Default::default(),
    };
    let statements = vec![
        statement("x1", "not china.force"),
        statement("x2", "us.widen"),
        statement("x3", "us.prohibit"),
        statement("x4", "us.engage and china.engage"),
        statement("x5", "not china.provoke"),
        statement("x6", "not china.build"),
        statement("x7", "us.arms"),
    ];
    let us = conflict.dm_by_id("us").unwrap();
    let seen = conflict.changed(&[Change::Prefer { dm: us, statements }]).unwrap();
    let told = between_the_powers(&seen);
    let with = |switch: &str| told.iter().filter(|(s, _)| s.split(' ').any(|one| one == switch)).count();
    assert_eq!((told.len(), with("−prohibit"), with("+widen")), (19, 0, 16), "{told:?}");
    let truly = between_the_powers(&conflict);
    assert_eq!(truly.iter().filter(|(s, _)| s.contains("−prohibit")).count(), 4);
}
