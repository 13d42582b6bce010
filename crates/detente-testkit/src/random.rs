//! Random conflicts from a seed: the same seed gives the same conflict on every machine.

use std::collections::BTreeMap;

use detente_model::{
    Conflict, DecisionMaker, Direction, DmId, DmOption, Expr, Extent, NamedState, OptionId, OptionVector, Preference,
    Provenance, Rule, State, Statement, feasible_vectors,
};

use crate::models::{empty, ranked};

/// A small generator of pseudo-random numbers (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The generator of `seed`.
    pub fn new(seed: u64) -> Self {
        Rng(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound.max(1) as u64) as usize
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What kind of conflict to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Options only; half of the conflicts have one-way options.
    Options,
    /// Options with named states, some of which stand for several option vectors.
    Coalesced,
    /// States and moves only, with moves that do not chain.
    Graph,
}

/// The conflict of a seed: 2 to 5 decision makers (some may have no option), 2 to 7 options, rules, ties.
pub fn random_conflict(seed: u64, shape: Shape) -> Conflict {
    let mut rng = Rng::new(seed ^ 0x00DE_7E47_E000);
    loop {
        let conflict = match shape {
            Shape::Options => option_form(&mut rng),
            Shape::Coalesced => coalesced(&mut rng),
            Shape::Graph => graph_form(&mut rng),
        };
        if let Some(conflict) = conflict {
            return conflict;
        }
    }
}

/// `None` where the rules exclude everything.
fn option_form(rng: &mut Rng) -> Option<Conflict> {
    let mut conflict = options_and_rules(rng);
    let vectors = feasible_vectors(&conflict, &Expr::Constant(true), 1 << 10).expect("at most 7 options");
    if vectors.is_empty() {
        return None;
    }
    let states: Vec<State> = vectors.into_iter().map(State::Vector).collect();
    for dm in 0..conflict.decision_makers.len() {
        conflict.decision_makers[dm].preference = match rng.below(4) {
            0 => random_ranking(rng, &states),
            1 => Preference::Weighted((0..conflict.options.len()).map(|_| rng.below(7) as i64 - 3).collect()),
            _ => random_statements(rng, dm, conflict.options.len()),
        };
    }
    conflict.status_quo = Some(states[rng.below(states.len())].clone());
    Some(conflict)
}

/// Named states: some option vectors alone, some together, some (not feasible then) in none; sometimes a listed move table.
fn coalesced(rng: &mut Rng) -> Option<Conflict> {
    let mut conflict = options_and_rules(rng);
    let vectors = feasible_vectors(&conflict, &Expr::Constant(true), 1 << 10).expect("at most 7 options");
    let mut named: Vec<NamedState> = Vec::new();
    let mut left = vectors.clone();
    while !left.is_empty() && named.len() < 24 {
        let first = left.remove(rng.below(left.len()));
        let extent = if rng.chance(25) && left.len() > 1 {
            let mut members = vec![first];
            for _ in 0..=rng.below(3) {
                if !left.is_empty() {
                    members.push(left.remove(rng.below(left.len())));
                }
            }
            Extent::When(Expr::Or(members.iter().map(|v| exactly(v, conflict.options.len())).collect()))
        } else {
            Extent::Vector(first)
        };
        named.push(NamedState { id: format!("s{}", named.len() + 1), text: None, extent });
    }
    if named.len() < 2 {
        return None;
    }
    let states: Vec<State> = (0..named.len()).map(State::Named).collect();
    for dm in &mut conflict.decision_makers {
        dm.preference = random_ranking(rng, &states);
    }
    if rng.chance(20) {
        let dm = DmId::from(rng.below(conflict.decision_makers.len()));
        conflict.move_tables.insert(dm, random_table(rng, named.len()));
    }
    conflict.status_quo = Some(states[rng.below(states.len())].clone());
    conflict.named_states = Some(named);
    Some(conflict)
}

fn graph_form(rng: &mut Rng) -> Option<Conflict> {
    let (dms, states) = (2 + rng.below(4), 2 + rng.below(11));
    let named = (0..states).map(|s| NamedState { id: format!("s{s}"), text: None, extent: Extent::Bare }).collect();
    let all: Vec<State> = (0..states).map(State::Named).collect();
    Some(Conflict {
        decision_makers: (0..dms).map(|dm| decision_maker(dm, 0..0, random_ranking(rng, &all))).collect(),
        move_tables: (0..dms).map(|dm| (DmId::from(dm), random_table(rng, states))).collect::<BTreeMap<_, _>>(),
        named_states: Some(named),
        status_quo: Some(State::Named(rng.below(states))),
        ..empty("A random graph model")
    })
}

fn options_and_rules(rng: &mut Rng) -> Conflict {
    let (dms, options) = (2 + rng.below(4), 2 + rng.below(6));
    // Uneven ownership: cut the options at random places.
    let mut cuts: Vec<u32> = (1..dms).map(|_| rng.below(options + 1) as u32).collect();
    cuts.extend([0, options as u32]);
    cuts.sort_unstable();
    let one_way = if rng.chance(50) { 30 + rng.below(31) } else { 0 };
    let mut conflict = empty("A random conflict");
    for (dm, range) in cuts.windows(2).enumerate() {
        conflict.decision_makers.push(decision_maker(dm, range[0]..range[1], Preference::Prioritised(Vec::new())));
        for option in range[0]..range[1] {
            let direction = match (rng.chance(one_way), rng.chance(50)) {
                (false, _) => Direction::Both,
                (true, true) => Direction::On,
                (true, false) => Direction::Off,
            };
            conflict.options.push(DmOption {
                id: format!("o{option}"),
                owner: DmId::from(dm),
                text: format!("Option {option}"),
                direction,
                provenance: Provenance::default(),
            });
        }
    }
    for rule in 0..rng.below(4) {
        let literals = (0..2 + rng.below(2)).map(|_| literal(rng, options)).collect();
        conflict.rules.push(Rule {
            id: format!("F{rule}"),
            when: Expr::And(literals),
            provenance: Provenance::default(),
        });
    }
    conflict
}

fn decision_maker(dm: usize, options: std::ops::Range<u32>, preference: Preference) -> DecisionMaker {
    DecisionMaker {
        id: format!("dm{dm}"),
        name: format!("DM {dm}"),
        options,
        preference,
        provenance: Provenance::default(),
    }
}

fn exactly(vector: &OptionVector, options: usize) -> Expr {
    let choice = |o: OptionId| match vector.is_on(o) {
        true => Expr::Option(o),
        false => Expr::Not(Box::new(Expr::Option(o))),
    };
    Expr::And((0..options).map(OptionId::from).map(choice).collect())
}

fn literal(rng: &mut Rng, options: usize) -> Expr {
    let option = Expr::Option(OptionId::from(rng.below(options)));
    if rng.chance(50) { option } else { Expr::Not(Box::new(option)) }
}

fn random_statements(rng: &mut Rng, dm: usize, options: usize) -> Preference {
    let statement = |rng: &mut Rng, place: usize| {
        let that = match rng.below(5) {
            0 => literal(rng, options),
            1 => Expr::And((0..2).map(|_| literal(rng, options)).collect()),
            2 => Expr::Or((0..2 + rng.below(2)).map(|_| literal(rng, options)).collect()),
            3 => Expr::Implies(literal(rng, options).into(), literal(rng, options).into()),
            _ => Expr::Iff(literal(rng, options).into(), literal(rng, options).into()),
        };
        Statement { id: format!("dm{dm}.{}", place + 1), that, provenance: Provenance::default() }
    };
    let count = rng.below(options + 2);
    Preference::Prioritised((0..count).map(|place| statement(rng, place)).collect())
}

/// A ranking, strict or with many ties.
fn random_ranking(rng: &mut Rng, states: &[State]) -> Preference {
    let levels = if rng.chance(50) { states.len() * 8 } else { 1 + rng.below(4) };
    let payoffs: Vec<u32> = states.iter().map(|_| rng.below(levels) as u32).collect();
    ranked(&payoffs, |place| states[place].clone())
}

/// Moves without any structure: they need not chain, and several decision makers may share one.
fn random_table(rng: &mut Rng, states: usize) -> Vec<Vec<usize>> {
    let density = 10 + rng.below(40);
    (0..states).map(|from| (0..states).filter(|&to| to != from && rng.chance(density)).collect()).collect()
}
