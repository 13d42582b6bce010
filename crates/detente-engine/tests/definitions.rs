//! The small models whose answers are known: where engines go wrong, they go wrong here.

use detente_engine::{Control, EngineKind, Margin, Settings, Solution, analyse};
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{CONCEPTS, Concept, Conflict, DmId, OptionVector, State};
use detente_testkit::{Game, graph_model, two_by_two};

fn solve(conflict: &Conflict) -> Solution {
    analyse(conflict, &Settings::default(), &Control::none()).expect("a small conflict")
}

fn stable(solution: &Solution, concept: &Concept, dm: u32) -> Vec<usize> {
    solution.stable(concept, DmId(dm)).iter().collect()
}

fn equilibria(solution: &Solution, concept: &Concept) -> Vec<usize> {
    solution.equilibria(concept).iter().collect()
}

#[test]
fn an_opponent_may_move_again_but_not_twice_in_succession() {
    let conflict = graph_model(
        5,
        &[(&[(0, 1)], &[1, 2, 3, 4, 0]), (&[(1, 2), (3, 4)], &[0, 0, 1, 1, 2]), (&[(2, 3)], &[0, 0, 0, 1, 1])],
    );
    let solution = solve(&conflict);
    assert!(!solution.stable(&NASH, DmId(0)).contains(0));
    assert_eq!(equilibria(&solution, &NASH), [4]);
    for concept in [&GMR, &SMR, &SEQ, &SSEQ] {
        assert!(solution.stable(concept, DmId(0)).contains(0), "{}", concept.name);
        assert_eq!(equilibria(&solution, concept), [0, 4], "{}", concept.name);
    }
}

#[test]
fn two_moves_of_one_opponent_in_succession_are_no_sanction() {
    let conflict =
        graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[], &[0, 0, 0, 0])]);
    let solution = solve(&conflict);
    for concept in CONCEPTS {
        assert!(!solution.stable(concept, DmId(0)).contains(0), "{}", concept.name);
    }
}

#[test]
fn a_move_that_two_opponents_share_may_be_either_ones() {
    let conflict =
        graph_model(4, &[(&[(0, 1)], &[1, 2, 3, 0]), (&[(1, 2), (2, 3)], &[0, 0, 1, 2]), (&[(1, 2)], &[0, 0, 1, 1])]);
    let solution = solve(&conflict);
    assert!(!solution.stable(&NASH, DmId(0)).contains(0));
    for concept in [&GMR, &SMR, &SEQ, &SSEQ] {
        assert!(solution.stable(concept, DmId(0)).contains(0), "{}", concept.name);
    }
}

#[test]
fn a_sanction_may_lead_back_to_where_the_move_began() {
    let conflict = graph_model(2, &[(&[(0, 1)], &[0, 1]), (&[(1, 0)], &[1, 0])]);
    let solution = solve(&conflict);
    for concept in [&GMR, &SEQ] {
        assert_eq!(equilibria(&solution, concept), [0, 1], "{}", concept.name);
        // The state could be ranked anywhere: what sanctions the move is the state itself.
        assert_eq!(solution.margin(concept, DmId(0), 0), Some(Margin::Anywhere), "{}", concept.name);
    }
    for concept in [&NASH, &SMR, &SSEQ] {
        assert!(equilibria(&solution, concept).is_empty(), "{}", concept.name);
        assert_eq!(solution.margin(concept, DmId(0), 0), Some(Margin::Rises(1)), "{}", concept.name);
    }
}

#[test]
fn a_credible_sanction_and_an_inescapable_one_need_not_be_one_that_is_both() {
    let conflict = graph_model(
        6,
        &[
            (&[(0, 1), (2, 5), (4, 5)], &[1, 2, 0, 0, 0, 3]),
            (&[(1, 2), (1, 3)], &[0, 0, 1, 0, 0, 0]),
            (&[], &[0, 0, 0, 0, 0, 0]),
        ],
    );
    let solution = solve(&conflict);
    for (concept, expected) in [(&SEQ, true), (&SMR, true), (&SSEQ, false)] {
        assert_eq!(solution.stable(concept, DmId(0)).contains(0), expected, "{}", concept.name);
    }
}

#[test]
fn moves_that_do_not_chain_may_leave_no_equilibrium_of_any_kind() {
    let conflict = graph_model(
        4,
        &[(&[(0, 3), (1, 3), (2, 3), (3, 1)], &[3, 2, 0, 1]), (&[(0, 2), (0, 3), (1, 0)], &[1, 0, 3, 2])],
    );
    let solution = solve(&conflict);
    for concept in CONCEPTS {
        assert_eq!(stable(&solution, concept, 0), [0, 1], "{}", concept.name);
        assert_eq!(stable(&solution, concept, 1), [2, 3], "{}", concept.name);
        assert!(equilibria(&solution, concept).is_empty(), "{}", concept.name);
    }
}

/// The states of a game in the order CC, CD, DC, DD, and their places: the engine counts row's option first.
const ORDER: [usize; 4] = [0, 2, 1, 3];

/// For each concept: the states that are stable for row, for column, and the equilibria, out of CC, CD, DC, DD.
fn expect(game: Game, expected: [[&str; 3]; 5]) {
    for engine in [EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph, EngineKind::Symbolic] {
        let conflict = two_by_two(game);
        let settings = Settings { engine: Some(engine), ..Settings::default() };
        let solution = analyse(&conflict, &settings, &Control::none()).expect("a small conflict");
        for (concept, expected) in CONCEPTS.iter().zip(expected) {
            let sets =
                [solution.stable(concept, DmId(0)), solution.stable(concept, DmId(1)), solution.equilibria(concept)];
            for (set, expected) in sets.into_iter().zip(expected) {
                let names: Vec<&str> = ["CC", "CD", "DC", "DD"]
                    .into_iter()
                    .zip(ORDER)
                    .filter(|&(_, at)| set.contains(at))
                    .map(|(n, _)| n)
                    .collect();
                assert_eq!(names.join(" "), expected, "{} by the {} engine", concept.name, engine.word());
            }
        }
    }
}

#[test]
fn prisoners_may_keep_faith_once_they_look_further_than_one_move() {
    let further = ["CC DC DD", "CC CD DD", "CC DD"];
    expect(
        Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] },
        [["DC DD", "CD DD", "DD"], further, further, further, further],
    );
}

#[test]
fn in_chicken_swerving_together_lasts_only_while_answers_need_not_be_credible() {
    let (nash, further) = (["CD DC"; 3], ["CC CD DC"; 3]);
    expect(Game { row: [3, 2, 4, 1], column: [3, 4, 2, 1] }, [nash, further, further, nash, nash]);
}

#[test]
fn stag_hunters_are_stable_together_and_apart() {
    let (nash, further) = (["CC DD"; 3], ["CC DC DD", "CC CD DD", "CC DD"]);
    expect(Game { row: [4, 1, 3, 2], column: [4, 3, 1, 2] }, [nash, further, further, nash, nash]);
}

#[test]
fn matching_pennies_has_no_rest_but_by_answers_that_can_be_escaped() {
    let (nash, all) = (["CC DD", "CD DC", ""], ["CC CD DC DD"; 3]);
    expect(Game { row: [2, 1, 1, 2], column: [1, 2, 2, 1] }, [nash, all, nash, all, nash]);
}

#[test]
fn the_strict_games_of_two_have_as_many_equilibria_as_the_catalogue_says() {
    let games = strict_games();
    assert_eq!(games.len(), 78);
    // How many games have no equilibrium, one, two, three, four.
    let expected = [
        (&NASH, [9, 57, 12, 0, 0]),
        (&GMR, [0, 26, 42, 10, 0]),
        (&SMR, [4, 42, 29, 3, 0]),
        (&SEQ, [0, 50, 28, 0, 0]),
        (&SSEQ, [4, 54, 20, 0, 0]),
    ];
    let solutions: Vec<Solution> = games.into_iter().map(|game| solve(&two_by_two(game))).collect();
    for (concept, expected) in expected {
        let mut games_with = [0; 5];
        solutions.iter().for_each(|solution| games_with[solution.equilibria(concept).count()] += 1);
        assert_eq!(games_with, expected, "{}", concept.name);
    }
}

/// One game of each kind: games that differ only in the order of the rows, of the columns or of the players are of one kind.
fn strict_games() -> Vec<Game> {
    let orders: Vec<[u32; 4]> = (0..256u32)
        .map(|n| [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3].map(|payoff| payoff + 1))
        .filter(|order| (1..=4).all(|payoff| order.contains(&payoff)))
        .collect();
    assert_eq!(orders.len(), 24);
    let rows = |payoffs: [u32; 4]| [payoffs[2], payoffs[3], payoffs[0], payoffs[1]];
    let columns = |payoffs: [u32; 4]| [payoffs[1], payoffs[0], payoffs[3], payoffs[2]];
    let players = |payoffs: [u32; 4]| [payoffs[0], payoffs[2], payoffs[1], payoffs[3]];
    let mut kinds = std::collections::BTreeSet::new();
    for &row in &orders {
        for &column in &orders {
            let mut same = vec![(row, column)];
            for change in [rows as fn([u32; 4]) -> [u32; 4], columns] {
                same.extend(same.clone().into_iter().map(|(row, column)| (change(row), change(column))));
            }
            same.extend(same.clone().into_iter().map(|(row, column)| (players(column), players(row))));
            kinds.insert(same.into_iter().min().expect("the game itself"));
        }
    }
    kinds.into_iter().map(|(row, column)| Game { row, column }).collect()
}

#[test]
fn states_and_their_places_are_found_from_each_other() {
    let conflict = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let solution = solve(&conflict);
    assert_eq!(solution.states(), 4);
    for place in 0..4 {
        assert_eq!(solution.state(place), State::Vector(OptionVector::from_bits(2, place as u64)));
        assert_eq!(solution.place(&solution.state(place)), Some(place));
    }
    assert_eq!(solution.place(&State::Named(0)), None);
    assert_eq!(solution.places_in_ranking(DmId(0)), 4);
    // The places of CC, DC, CD, DD in row's ranking.
    assert_eq!([0, 1, 2, 3].map(|place| solution.rank(DmId(0), place)), [2, 3, 0, 1]);
}

#[test]
fn only_the_concepts_that_were_asked_for_are_evaluated() {
    let conflict = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let settings = Settings { concepts: vec![&SMR], ..Settings::default() };
    let solution = analyse(&conflict, &settings, &Control::none()).expect("a small conflict");
    assert_eq!(solution.concepts(), [&SMR]);
    assert_eq!(equilibria(&solution, &SMR), [0, 3]);
    assert!(std::panic::catch_unwind(|| solution.equilibria(&NASH).count()).is_err());
}
