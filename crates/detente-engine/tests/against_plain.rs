//! Every engine against the definitions by the letter, on thousands of random conflicts.

use detente_engine::{Control, EngineKind, Margin, Settings, Solution, analyse};
use detente_model::{CONCEPTS, Conflict, Meaning, StateList, plain};
use detente_testkit::{Shape, random_conflict};

/// What the definitions say: by concept, decision maker and place, whether the state is stable and, if asked, its margin.
struct Plain {
    states: usize,
    stable: Vec<Vec<Vec<bool>>>,
    margins: Option<Vec<Vec<Vec<Margin>>>>,
}

impl Plain {
    fn new(conflict: &Conflict, with_margins: bool) -> Self {
        let meaning = Meaning::new(conflict).expect("a small conflict");
        let list = StateList::new(conflict, 1 << 10).expect("a small conflict");
        let each = |of: &dyn Fn(&'static detente_model::Concept, detente_model::DmId, usize) -> Margin| -> Vec<Vec<Vec<Margin>>> {
            let places = 0..list.states().len();
            CONCEPTS.iter().map(|c| conflict.dm_ids().map(|dm| places.clone().map(|s| of(c, dm, s)).collect()).collect()).collect()
        };
        let stable = CONCEPTS
            .iter()
            .map(|c| {
                conflict
                    .dm_ids()
                    .map(|dm| list.states().iter().map(|s| plain::is_stable(&meaning, c, dm, s)).collect())
                    .collect()
            })
            .collect();
        let places: Vec<Vec<usize>> = conflict.dm_ids().map(|dm| plain::places(&meaning, &list, dm)).collect();
        let margins = with_margins.then(|| {
            each(&|concept, dm, state| {
                let (places, place) = (&places[dm.index()], places[dm.index()][state]);
                match plain::threshold(&meaning, &list, places, concept, dm, state) {
                    None => Margin::Anywhere,
                    Some(threshold) if threshold <= place => Margin::Falls((place - threshold) as u32),
                    Some(threshold) => Margin::Rises((threshold - place) as u32),
                }
            })
        });
        Plain { states: list.states().len(), stable, margins }
    }

    fn agrees_with(&self, conflict: &Conflict, solution: &Solution, what: &str) {
        assert_eq!(solution.states(), self.states, "{what}");
        for (c, concept) in CONCEPTS.iter().enumerate() {
            for dm in conflict.dm_ids() {
                for place in 0..self.states {
                    let expected = self.stable[c][dm.index()][place];
                    let id = || format!("{what}: {} of state {place} for {}", concept.name, conflict.dm(dm).id);
                    assert_eq!(solution.stable(concept, dm).contains(place), expected, "{}", id());
                    if let Some(margins) = &self.margins {
                        assert_eq!(
                            solution.margin(concept, dm, place),
                            Some(margins[c][dm.index()][place]),
                            "{}",
                            id()
                        );
                    }
                }
            }
            let all = |place: &usize| self.stable[c].iter().all(|of_dm| of_dm[*place]);
            let equilibria: Vec<usize> = (0..self.states).filter(all).collect();
            assert_eq!(solution.equilibria(concept).iter().collect::<Vec<_>>(), equilibria, "{what}: {}", concept.name);
            assert_eq!(solution.equilibria(concept).count(), equilibria.len(), "{what}: {}", concept.name);
        }
    }
}

fn compare(shape: Shape, seeds: std::ops::Range<u64>, with_margins: bool) {
    for seed in seeds {
        let conflict = random_conflict(seed, shape);
        let plain = Plain::new(&conflict, with_margins);
        let engines: &[EngineKind] = match shape {
            // Sets know no margins.
            Shape::Options if with_margins => &[EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph],
            Shape::Options => &[EngineKind::Dense, EngineKind::Sparse, EngineKind::Graph, EngineKind::Symbolic],
            Shape::Coalesced | Shape::Graph => &[EngineKind::Graph],
        };
        for &engine in engines {
            let settings = Settings { engine: Some(engine), threads: Some(1), ..Settings::default() };
            let solution = analyse(&conflict, &settings, &Control::none()).expect("a small conflict");
            plain.agrees_with(&conflict, &solution, &format!("{shape:?} {seed} by the {} engine", engine.word()));
        }
    }
}

#[test]
fn option_conflicts_agree_with_the_definitions() {
    compare(Shape::Options, 0..4000, false);
}

#[test]
fn named_states_agree_with_the_definitions() {
    compare(Shape::Coalesced, 0..2000, false);
}

#[test]
fn graph_models_agree_with_the_definitions() {
    compare(Shape::Graph, 0..2000, false);
}

#[test]
fn margins_of_option_conflicts_agree_with_the_definitions() {
    compare(Shape::Options, 10_000..10_700, true);
}

#[test]
fn margins_of_named_states_agree_with_the_definitions() {
    compare(Shape::Coalesced, 10_000..10_700, true);
}

#[test]
fn margins_of_graph_models_agree_with_the_definitions() {
    compare(Shape::Graph, 10_000..10_700, true);
}
