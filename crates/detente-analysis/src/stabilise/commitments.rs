//! Single commitments that make a state an equilibrium: an option made one-way or removed, a combination closed by a rule.

use detente_model::{Change, Concept, Direction, Expr, OptionId, OptionVector, Provenance, Rule, State};

use super::{Limits, StabiliseError, confirmed};
use crate::{Answer, Choice};

/// Combinations of options are closed by a rule in conflicts of up to so many states.
const MAX_STATES: usize = 1 << 14;

/// A commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The option can be changed this way only.
    OneWay(OptionId, Direction),
    /// The option is off for good: nobody can take it up.
    Removed(OptionId),
    /// These two choices together cannot be: an option, and whether it is on.
    Closed([(OptionId, bool); 2]),
}

/// A commitment that makes the state an equilibrium. The engine and the plain definitions have confirmed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// What it is.
    pub kind: Kind,
    /// The same as a change to the conflict.
    pub change: Change,
    /// How many states it closes. A rule may close none and only some of the combinations that a state stands for.
    pub closes: usize,
}

/// The single commitments that make a state an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitments {
    /// The state, by place.
    pub target: usize,
    /// Under which concept.
    pub concept: &'static Concept,
    /// Whether the state is an equilibrium without any; then none were tried.
    pub already: bool,
    /// Those that suffice: one-way options first, then those that close the fewest states.
    pub found: Vec<Commitment>,
    /// How many were tried.
    pub tried: usize,
    /// How many there are to try: 0 in graph form, which has no options.
    pub all: usize,
    /// Whether rules for combinations were among them: not in large conflicts.
    pub rules: bool,
}

/// Tries every single commitment: each option made one-way either way, each option that is off in the state removed, each pair of choices closed
/// that the state does not make.
///
/// # Errors
/// When the engine cannot analyse a changed conflict.
pub fn commitments(
    answer: &Answer, concept: &'static Concept, target: usize, limits: Limits,
) -> Result<Commitments, StabiliseError> {
    let (conflict, solution) = (answer.conflict, &answer.solution);
    if target >= solution.states() {
        return Err(StabiliseError::NotFeasible);
    }
    let state = solution.state(target);
    let already = solution.equilibria(concept).contains(target);
    let rules = solution.states() <= MAX_STATES;
    let candidates = if already { Vec::new() } else { candidates(answer, target, rules) };
    let all = candidates.len();
    let (mut tried, mut found) = (0, Vec::new());
    for (kind, change, closes) in candidates {
        if (limits.cancelled)() || tried as u64 >= limits.work {
            break;
        }
        tried += 1;
        if confirmed(conflict, std::slice::from_ref(&change), concept, &state)? == Some(true) {
            found.push(Commitment { kind, change, closes });
        }
    }
    found.sort_by_key(|one| (!matches!(one.kind, Kind::OneWay(..)), one.closes));
    Ok(Commitments { target, concept, already, found, tried, all, rules })
}

fn candidates(answer: &Answer, target: usize, rules: bool) -> Vec<(Kind, Change, usize)> {
    let conflict = answer.conflict;
    let own = answer.choices(target);
    let options: Vec<OptionId> = (0..conflict.options.len()).map(OptionId::from).collect();
    // In how many states the choices are made throughout, and whether they are in any of the combinations that a state stands for.
    let makes = |vector: &OptionVector, choices: &[(OptionId, bool)]| {
        choices.iter().all(|&(option, on)| vector.is_on(option) == on)
    };
    let states: Vec<State> = match rules {
        true => (0..answer.solution.states()).map(|place| answer.solution.state(place)).collect(),
        false => Vec::new(),
    };
    let vectors: Vec<_> = states.iter().map(|state| answer.meaning.vectors(state)).collect();
    let count = |choices: &[(OptionId, bool)]| {
        vectors.iter().filter(|own| own.iter().all(|vector| makes(vector, choices))).count()
    };
    let is_made =
        |choices: &[(OptionId, bool)]| vectors.iter().any(|own| own.iter().any(|vector| makes(vector, choices)));
    let mut found = Vec::new();
    for &option in &options {
        for direction in [Direction::On, Direction::Off] {
            if conflict.option(option).direction != direction {
                found.push((Kind::OneWay(option, direction), Change::Direct { option, direction }, 0));
            }
        }
    }
    for &option in &options {
        if own[option.index()] == Choice::Off {
            found.push((Kind::Removed(option), Change::Fix { option, on: false }, count(&[(option, true)])));
        }
    }
    if !rules {
        return found;
    }
    let literal = |(option, on): (OptionId, bool)| match on {
        true => Expr::Option(option),
        false => Expr::Option(option).negated(),
    };
    for (place, &first) in options.iter().enumerate() {
        for &second in &options[place + 1..] {
            for (on, other) in [(true, true), (true, false), (false, true), (false, false)] {
                let pair = [(first, on), (second, other)];
                // What no state makes need not be closed, and what the target makes must not be.
                if !is_made(&pair) || vectors[target].iter().any(|vector| makes(vector, &pair)) {
                    continue;
                }
                let when = Expr::And(pair.iter().map(|&one| literal(one)).collect());
                let id = format!("commitment.{}.{}", first.index(), second.index());
                let rule = Rule { id, when, provenance: Provenance::default() };
                found.push((Kind::Closed(pair), Change::AddRule(rule), count(&pair)));
            }
        }
    }
    found
}
