//! Random changes to a conflict.

use detente_model::{
    Change, Conflict, Direction, DmId, Expr, OptionId, Place, Provenance, Rule, State, StateList, Statement,
};

use crate::Rng;

/// Up to `most` random changes of all kinds that can be made to the conflict one after the other, and together.
///
/// # Panics
/// When the conflict has more than 1024 states.
pub fn random_changes(rng: &mut Rng, conflict: &Conflict, most: usize) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for tag in 0..rng.below(most + 1) {
        let sofar = conflict.changed(&changes).expect("they were tried");
        // Within a list of changes, named states keep the places that they have before it.
        let states = StateList::new(if conflict.named_states.is_some() { conflict } else { &sofar }, 1 << 10);
        let states = states.expect("the conflict is small");
        let Some(change) = random_change(rng, &sofar, states.states(), tag) else { continue };
        changes.push(change);
        if conflict.changed(&changes).is_err() {
            changes.pop();
        }
    }
    changes
}

/// A random change; `None` where the conflict has nothing of the kind that was drawn.
fn random_change(rng: &mut Rng, conflict: &Conflict, states: &[State], tag: usize) -> Option<Change> {
    let dm = DmId::from(rng.below(conflict.decision_makers.len()));
    let options = conflict.options.len();
    let option = OptionId::from(rng.below(options));
    let own = conflict.statements(dm).unwrap_or_default();
    let statement = (!own.is_empty()).then(|| own[rng.below(own.len())].id.clone());
    let rule = (!conflict.rules.is_empty()).then(|| conflict.rules[rng.below(conflict.rules.len())].id.clone());
    let literal = |rng: &mut Rng| {
        let literal = Expr::Option(OptionId::from(rng.below(options)));
        if rng.chance(50) { literal } else { literal.negated() }
    };
    let condition = |rng: &mut Rng| match rng.below(3) {
        0 => literal(rng),
        1 => Expr::Or(vec![literal(rng), literal(rng)]),
        _ => Expr::Implies(literal(rng).into(), Expr::And(vec![literal(rng), literal(rng)]).into()),
    };
    let new = |rng: &mut Rng, id: String| Statement { id, that: condition(rng), provenance: Provenance::default() };
    let needs_options = |kind: usize| matches!(kind, 0 | 4 | 6..=10 | 12);
    let kind = rng.below(14);
    if options == 0 && needs_options(kind) {
        return None;
    }
    Some(match kind {
        0 => Change::Replace { id: statement?, that: condition(rng) },
        1 => Change::Negate { id: statement? },
        2 => Change::Drop { id: statement? },
        3 => Change::Move { id: statement?, to: rng.below(own.len()) },
        4 => {
            let at = if rng.chance(30) { Change::AT_THE_END } else { rng.below(own.len() + 1) };
            // An id that a file cannot have, as searches give them.
            Change::Add { dm, at, statement: new(rng, format!("{}.added.{tag}", conflict.dm(dm).id)) }
        }
        5 => {
            let other = own[rng.below(own.len().max(1))..].first()?.id.clone();
            let place = [Place::First, Place::Last, Place::Before(other.clone()), Place::After(other)];
            Change::Place { id: statement?, place: place[rng.below(4)].clone() }
        }
        6 => Change::AddRule(Rule {
            id: format!("new {tag}"),
            when: Expr::And(vec![literal(rng), literal(rng)]),
            provenance: Provenance::default(),
        }),
        7 => Change::Direct { option, direction: Direction::ALL[rng.below(3)] },
        8 => Change::Fix { option, on: rng.chance(50) },
        9 => Change::Replace { id: rule?, that: Expr::And(vec![literal(rng), literal(rng)]) },
        10 => Change::Drop { id: rule? },
        11 => Change::StatusQuo(states[rng.below(states.len())].clone()),
        12 => {
            let count = rng.below(4);
            let statements = (0..count).map(|at| new(rng, format!("as {tag} sees it.{at}"))).collect();
            Change::Prefer { dm, statements }
        }
        _ => {
            let mut groups: Vec<Vec<State>> = vec![Vec::new(); 1 + rng.below(states.len())];
            let count = groups.len();
            states.iter().for_each(|state| groups[rng.below(count)].push(state.clone()));
            groups.retain(|group| !group.is_empty());
            Change::Rank { dm, groups }
        }
    })
}
