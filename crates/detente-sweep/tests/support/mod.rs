//! Conflicts and families for tests and measurements.
#![allow(dead_code)]

use detente_model::{
    Alternative, CONCEPTS, Conflict, DmId, OptionId, OutcomeWhen, Provenance, Question, State, StateList, Unknown,
    Variant,
};
use detente_sweep::family::{Factor, Family, Kind, Mixing, Sample, permutations};
use detente_sweep::spec::{Record, Watched};
use detente_sweep::{Spec, Sweep};
use detente_testkit::{Rng, random_changes};

/// Elmira's states in option form, nine of them, with a list of five statements for each of the three decision makers.
pub const NINE_STATES: &str = include_str!("nine-states.toml");

/// A sweep of a random conflict: random variants and unknowns, options held, rules and statements dropped, orders and samples, and a question of every kind.
pub fn random_sweep(seed: u64, mut conflict: Conflict) -> Sweep {
    let mut rng = Rng::new(seed ^ 0x5EE9);
    let states = StateList::new(&conflict, 1 << 10).expect("a small conflict").states().to_vec();
    let state = |rng: &mut Rng| states[rng.below(states.len())].clone();
    for n in 0..rng.below(3) {
        let changes = random_changes(&mut rng, &conflict, 3);
        conflict.study.variants.push(Variant {
            id: format!("v{n}"),
            text: None,
            other_reading: Vec::new(),
            changes,
            views: Vec::new(),
            clarified: Vec::new(),
            provenance: Provenance::default(),
        });
    }
    for n in 0..rng.below(3) {
        let alternatives = (0..2 + rng.below(2)).map(|at| Alternative {
            words: format!("{at}"),
            changes: if at == 0 { Vec::new() } else { random_changes(&mut rng, &conflict, 2) },
        });
        let alternatives = alternatives.collect();
        conflict.study.unknowns.push(Unknown {
            id: format!("x{n}"),
            text: None,
            alternatives,
            provenance: Provenance::default(),
        });
    }
    let mut factors: Vec<Factor> = Vec::new();
    let mut add = |name: String, kind: Kind, values: u64| factors.push(Factor { name, kind, values });
    let variants = conflict.study.variants.len();
    if variants > 0 {
        add(
            "variant".into(),
            Kind::Variant(std::iter::once(None).chain((0..variants).map(Some)).collect()),
            variants as u64 + 1,
        );
    }
    for unknown in &conflict.study.unknowns {
        add(unknown.id.clone(), Kind::Unknown(unknown.id.clone()), unknown.alternatives.len() as u64);
    }
    if !conflict.options.is_empty() && rng.chance(50) {
        let option = OptionId::from(rng.below(conflict.options.len()));
        add("option".into(), Kind::Option { option, held: vec![None, Some(true), Some(false)] }, 3);
    }
    for rule in conflict.rules.iter().take(2) {
        if rng.chance(50) {
            add(format!("drop_{}", rule.id), Kind::Rule(rule.id.clone()), 2);
        }
    }
    for dm in conflict.dm_ids() {
        for statement in conflict.statements(dm).unwrap_or_default() {
            if rng.chance(25) {
                add(format!("drop_{}", statement.id), Kind::Statement(statement.id.clone()), 2);
            }
        }
    }
    let with_lists: Vec<usize> =
        conflict.dm_ids().filter(|&dm| conflict.statements(dm).is_some()).map(DmId::index).collect();
    for &dm in &with_lists {
        let ids = conflict.statements(DmId::from(dm)).unwrap_or_default().iter().map(|one| one.id.clone());
        let statements: Vec<String> = ids.filter(|_| rng.chance(75)).take(5).collect();
        let values = permutations(statements.len()).expect("five at most");
        add(format!("order_{dm}"), Kind::Order { dm, statements }, values);
    }
    if !with_lists.is_empty() && rng.chance(60) {
        let mixing = if rng.chance(50) { Mixing::Shuffle } else { Mixing::Swaps(1 + rng.below(4) as u32) };
        let drop_percent = if rng.chance(50) { 20 } else { 0 };
        add("sample".into(), Kind::Sample(Sample { seed, dms: with_lists, mixing, drop_percent }), 7);
    }
    let goal = |rng: &mut Rng| OutcomeWhen::OneOf(states.iter().filter(|_| rng.chance(30)).cloned().collect());
    let motion = |rng: &mut Rng| detente_model::Motion::ALL[rng.below(3)];
    let maybe = |rng: &mut Rng| if rng.chance(50) { None } else { Some(state(rng)) };
    let dm = |rng: &mut Rng| DmId::from(rng.below(conflict.decision_makers.len()));
    let concept = |rng: &mut Rng| CONCEPTS[rng.below(CONCEPTS.len())];
    let questions = vec![
        Question::Equilibrium { concept: concept(&mut rng), at: maybe(&mut rng) },
        Question::Stable { concept: concept(&mut rng), dm: dm(&mut rng), at: maybe(&mut rng) },
        Question::Reaches { from: maybe(&mut rng), by: motion(&mut rng), goal: goal(&mut rng) },
        Question::Avoids { from: maybe(&mut rng), by: motion(&mut rng), goal: goal(&mut rng) },
        Question::JointImprovement {
            coalition: conflict.dm_ids().filter(|_| rng.chance(60)).collect(),
            from: maybe(&mut rng),
            goal: if rng.chance(50) { Some(goal(&mut rng)) } else { None },
        },
        Question::Prefers { dm: dm(&mut rng), better: maybe(&mut rng), worse: maybe(&mut rng) },
        Question::SomeEquilibrium { concept: concept(&mut rng), goal: goal(&mut rng) },
        Question::EveryEquilibrium { concept: concept(&mut rng), goal: goal(&mut rng) },
    ];
    for (n, question) in questions.into_iter().enumerate() {
        conflict.study.propositions.push(detente_model::Proposition {
            id: format!("P{n}"),
            says: String::new(),
            provenance: Provenance::default(),
            question,
            variants: Vec::new(),
        });
    }
    for n in 0..2 {
        let when = goal(&mut rng);
        conflict.outcomes.push(detente_model::Outcome {
            id: format!("o{n}"),
            text: None,
            when,
            provenance: Provenance::default(),
        });
    }
    let watched = |state: Option<State>, name: &str| Watched { name: name.into(), state };
    let states = vec![watched(None, "status_quo"), watched(Some(state(&mut rng)), "s")];
    let record = Record { concepts: CONCEPTS.to_vec(), states, propositions: (0..8).collect(), outcomes: vec![0, 1] };
    let spec = Spec { title: None, rows_per_part: 64, family: Family { factors }, record };
    Sweep::new(conflict, spec)
}
