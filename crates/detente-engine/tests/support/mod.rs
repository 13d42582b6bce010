//! Random conflicts of any size, for tests and measurements.
#![allow(dead_code, reason = "each test uses a part of it")]

use detente_model::{
    Conflict, DecisionMaker, Direction, DmId, DmOption, Expr, OptionId, Preference, Provenance, Rule, Statement,
};
use detente_testkit::Rng;

/// What a random conflict is like.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub options: usize,
    pub decision_makers: usize,
    /// Statements of each decision maker.
    pub statements: usize,
    /// Rules that each exclude a combination of two or three options.
    pub rules: usize,
    /// How many of a hundred options are one-way.
    pub one_way: usize,
}

impl Size {
    /// As many statements as options, no rules, nothing one-way.
    pub fn plain(options: usize, decision_makers: usize) -> Self {
        Size { options, decision_makers, statements: options, rules: 0, one_way: 0 }
    }
}

/// The conflict of a seed: options shared out evenly, statements of one to three literals joined by *and*, *or* or *iff*, with a bias of 30 % to
/// the decision maker's own options.
pub fn conflict(size: Size, seed: u64) -> Conflict {
    let everywhere = |_: usize| (0..size.options as u32).collect();
    built(size, seed, &everywhere)
}

/// A chain of disputes: the statements of each decision maker and each rule are about the options of one decision maker and its two neighbours in the chain alone.
pub fn chain(size: Size, seed: u64) -> Conflict {
    let near = |dm: usize| {
        let ranges = (dm.saturating_sub(1)..(dm + 2).min(size.decision_makers)).map(|dm| own(size, dm));
        ranges.flatten().collect()
    };
    built(size, seed, &near)
}

/// The options of a decision maker.
fn own(size: Size, dm: usize) -> std::ops::Range<u32> {
    let owner = |option: usize| option * size.decision_makers / size.options.max(1);
    let mine = (0..size.options).filter(|&o| owner(o) == dm);
    let first = (0..size.options).filter(|&o| owner(o) < dm).count() as u32;
    first..first + mine.count() as u32
}

/// The conflict of a seed in which statements of each decision maker are about the options that `about` gives for it, and rules about those of any.
fn built(size: Size, seed: u64, about: &dyn Fn(usize) -> Vec<u32>) -> Conflict {
    let mut rng = Rng::new(seed);
    let Size { options, decision_makers: dms, .. } = size;
    let owner = |option: usize| option * dms / options.max(1);
    Conflict {
        title: "A random conflict".into(),
        description: None,
        reference: None,
        sources: Vec::new(),
        claims: Vec::new(),
        decision_makers: (0..dms)
            .map(|dm| DecisionMaker {
                id: format!("dm{dm}"),
                name: format!("DM {dm}"),
                options: own(size, dm),
                preference: Preference::Prioritised(
                    (0..size.statements).map(|at| statement(&mut rng, at, &about(dm), own(size, dm))).collect(),
                ),
                provenance: Provenance::default(),
            })
            .collect(),
        options: (0..options)
            .map(|option| DmOption {
                id: format!("o{option}"),
                owner: DmId::from(owner(option)),
                text: format!("Option {option}"),
                direction: match (rng.chance(size.one_way), rng.chance(50)) {
                    (false, _) => Direction::Both,
                    (true, true) => Direction::On,
                    (true, false) => Direction::Off,
                },
                provenance: Provenance::default(),
            })
            .collect(),
        rules: (0..size.rules)
            .map(|at| {
                let about = about(at * dms / size.rules);
                let literals = (0..2 + rng.below(2)).map(|_| literal(&mut rng, &about, 0..0)).collect();
                Rule { id: format!("F{at}"), when: Expr::And(literals), provenance: Provenance::default() }
            })
            .collect(),
        named_states: None,
        move_tables: Default::default(),
        status_quo: None,
        outcomes: Vec::new(),
        published: Vec::new(),
        study: Default::default(),
    }
}

fn statement(rng: &mut Rng, at: usize, about: &[u32], own: std::ops::Range<u32>) -> Statement {
    let parts: Vec<Expr> = (0..1 + rng.below(3)).map(|_| literal(rng, about, own.clone())).collect();
    let that = match rng.below(3) {
        0 => Expr::And(parts),
        1 => Expr::Or(parts),
        _ => parts.into_iter().reduce(|a, b| Expr::Iff(a.into(), b.into())).expect("at least one"),
    };
    Statement { id: format!("u{at}"), that, provenance: Provenance::default() }
}

fn literal(rng: &mut Rng, about: &[u32], own: std::ops::Range<u32>) -> Expr {
    let option = if !own.is_empty() && rng.chance(30) {
        OptionId(own.start + rng.below(own.len()) as u32)
    } else {
        OptionId(about[rng.below(about.len())])
    };
    if rng.chance(50) { Expr::Option(option) } else { Expr::Not(Expr::Option(option).into()) }
}

/// So many prisoners' dilemmas beside each other: each decision maker has one option, to defect, wants first that its partner does not, and then to do so itself.
pub fn duels(pairs: usize) -> Conflict {
    let mut conflict = conflict(Size { statements: 0, ..Size::plain(2 * pairs, 2 * pairs) }, 0);
    for (at, dm) in conflict.decision_makers.iter_mut().enumerate() {
        let option = |at: usize| Expr::Option(OptionId::from(at));
        let wishes = [Expr::Not(option(at ^ 1).into()), option(at)];
        let statement = |(at, that)| Statement { id: format!("u{at}"), that, provenance: Provenance::default() };
        dm.preference = Preference::Prioritised(wishes.into_iter().enumerate().map(statement).collect());
    }
    conflict
}

/// The same conflict with its decision makers, and so their options, in another order.
pub fn shuffled(conflict: &Conflict, seed: u64) -> Conflict {
    let mut rng = Rng::new(seed);
    let mut dms: Vec<usize> = (0..conflict.decision_makers.len()).collect();
    for at in (1..dms.len()).rev() {
        dms.swap(at, rng.below(at + 1));
    }
    let old: Vec<usize> = dms.iter().flat_map(|&dm| conflict.options_of(DmId::from(dm))).map(OptionId::index).collect();
    let mut new = vec![0; old.len()];
    old.iter().enumerate().for_each(|(at, &option)| new[option] = at);
    let mut mixed = conflict.clone();
    let mut first = 0;
    for (at, &dm) in dms.iter().enumerate() {
        let mut moved = conflict.decision_makers[dm].clone();
        let count = moved.options.len() as u32;
        moved.options = first..first + count;
        first += count;
        if let Preference::Prioritised(statements) = &mut moved.preference {
            statements.iter_mut().for_each(|statement| statement.that = renumbered(&statement.that, &new));
        }
        mixed.decision_makers[at] = moved;
    }
    for (at, &option) in old.iter().enumerate() {
        let owner = dms.iter().position(|&dm| dm == conflict.options[option].owner.index()).expect("all are there");
        mixed.options[at] = DmOption { owner: DmId::from(owner), ..conflict.options[option].clone() };
    }
    mixed.rules.iter_mut().for_each(|rule| rule.when = renumbered(&rule.when, &new));
    mixed
}

fn renumbered(expr: &Expr, new: &[usize]) -> Expr {
    let again = |part: &Expr| renumbered(part, new);
    match expr {
        Expr::Constant(value) => Expr::Constant(*value),
        Expr::Option(option) => Expr::Option(OptionId::from(new[option.index()])),
        Expr::Not(a) => Expr::Not(again(a).into()),
        Expr::And(parts) => Expr::And(parts.iter().map(again).collect()),
        Expr::Or(parts) => Expr::Or(parts.iter().map(again).collect()),
        Expr::Implies(a, b) => Expr::Implies(again(a).into(), again(b).into()),
        Expr::Iff(a, b) => Expr::Iff(again(a).into(), again(b).into()),
    }
}
