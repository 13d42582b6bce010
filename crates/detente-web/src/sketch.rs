//! A conflict, for whoever looks at it: names resolved, the status quo known, claims checked.

use detente_analysis::{Choice, choices, motion};
use detente_edit::{Step, path};
use detente_engine::{Settings, StateCount, estimate};
use detente_model::ledger::{self, Check, Standing, Verification};
use detente_model::{Conflict, Expr, Meaning, OptionId, OptionVector, Preference, Rule, State};

use crate::api::{
    ClaimSketch, DmSketch, ElementSketch, OptionSketch, OutcomeSketch, RuleSketch, Sketch, SourceSketch,
    StatementSketch, VariantSketch,
};

/// How many combinations a rule alone would leave is counted for no more options than this.
const COUNTED_OPTIONS: usize = 63;

/// The sketch of a conflict whose ledger has been checked.
pub fn sketch(conflict: &Conflict, verification: &Verification) -> Sketch {
    let meaning = Meaning::new(conflict).ok();
    let now = meaning.as_ref().and_then(|meaning| Some((meaning, conflict.status_quo.as_ref()?)));
    let holds = |expr: &Expr| now.map(|(meaning, state)| meaning.holds_throughout(expr, state));
    let at_status_quo = now.map(|(meaning, state)| choices(meaning, state)).unwrap_or_default();
    Sketch {
        title: conflict.title.clone(),
        digest: detente_model::digest(conflict),
        decision_makers: conflict
            .dm_ids()
            .map(|dm| {
                let maker = conflict.dm(dm);
                DmSketch {
                    id: maker.id.clone(),
                    name: maker.name.clone(),
                    preference: match maker.preference {
                        Preference::Prioritised(_) => "prefers",
                        Preference::Ranked(_) => "ranking",
                        Preference::Weighted(_) => "weights",
                    }
                    .into(),
                    options: conflict.options_of(dm).map(OptionId::index).collect(),
                    statements: conflict
                        .statements(dm)
                        .unwrap_or_default()
                        .iter()
                        .map(|statement| StatementSketch { id: statement.id.clone(), holds: holds(&statement.that) })
                        .collect(),
                }
            })
            .collect(),
        options: conflict
            .options
            .iter()
            .zip(0..)
            .map(|(option, place)| OptionSketch {
                name: conflict.option_name(OptionId(place)),
                id: option.id.clone(),
                dm: option.owner.index(),
                text: option.text.clone(),
                direction: option.direction.word().into(),
                now: match at_status_quo.get(place as usize) {
                    Some(Choice::On) => Some(true),
                    Some(Choice::Off) => Some(false),
                    Some(Choice::Either) | None => None,
                },
            })
            .collect(),
        rules: conflict
            .rules
            .iter()
            .map(|rule| RuleSketch { id: rule.id.clone(), leaves: leaves(conflict, rule) })
            .collect(),
        outcomes: conflict
            .outcomes
            .iter()
            .map(|outcome| OutcomeSketch {
                id: outcome.id.clone(),
                text: outcome.text.clone(),
                holds: now.map(|(meaning, state)| motion::holds(meaning, &outcome.when, state)),
            })
            .collect(),
        elements: elements(conflict),
        sources: conflict
            .sources
            .iter()
            .zip(&verification.sources)
            .map(|(source, check)| SourceSketch { id: source.id.clone(), check: word(check).into() })
            .collect(),
        claims: conflict
            .claims
            .iter()
            .zip(&verification.claims)
            .map(|(claim, check)| ClaimSketch {
                id: claim.id.clone(),
                check: word(check).into(),
                disputed: claim.standing == Standing::Disputed,
            })
            .collect(),
        variants: conflict
            .study
            .variants
            .iter()
            .map(|variant| VariantSketch { id: variant.id.clone(), text: variant.text.clone() })
            .collect(),
        status_quo: now.map(|(meaning, state)| match &conflict.named_states {
            Some(named) if conflict.options.is_empty() => match state {
                State::Named(place) => named[*place].id.clone(),
                State::Vector(_) => String::new(),
            },
            _ => row(&choices(meaning, state)),
        }),
        feasible: match (&conflict.named_states, estimate(conflict, &unlimited())) {
            (Some(named), _) => Some(named.len() as u64),
            (None, Ok(estimate)) => match estimate.states {
                StateCount::Exactly(count) => Some(count),
                StateCount::AtMostTwoTo(_) => None,
            },
            (None, Err(_)) => None,
        },
        named: conflict.named_states.is_some(),
        graph_form: conflict.options.is_empty(),
    }
}

/// Options as a row of letters.
pub fn row(choices: &[Choice]) -> String {
    let letter = |choice: &Choice| match choice {
        Choice::On => 'Y',
        Choice::Off => 'N',
        Choice::Either => '-',
    };
    choices.iter().map(letter).collect()
}

/// The word for what became of a document or a claim, as in `detente check --format json`.
pub fn word(check: &Check) -> &'static str {
    detente_report::json::check_word(check)
}

fn unlimited() -> Settings {
    Settings { memory: 1 << 50, ..Settings::default() }
}

/// How many combinations of options a rule alone would leave.
fn leaves(conflict: &Conflict, rule: &Rule) -> Option<u64> {
    if conflict.named_states.is_some() || conflict.options.is_empty() || conflict.options.len() > COUNTED_OPTIONS {
        return None;
    }
    // Only the options that the rule mentions matter, and every other one doubles the number.
    let mut mentioned = Vec::new();
    rule.when.for_each_option(&mut |option| mentioned.push(option));
    mentioned.sort_unstable();
    mentioned.dedup();
    if mentioned.len() > 16 {
        return None;
    }
    let mut excluded = 0u64;
    for bits in 0u32..1 << mentioned.len() {
        let on = mentioned.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, &option)| option);
        excluded += u64::from(rule.when.holds(&OptionVector::with_on(conflict.options.len(), on)));
    }
    let others = conflict.options.len() - mentioned.len();
    Some((1u64 << conflict.options.len()) - (excluded << others))
}

fn elements(conflict: &Conflict) -> Vec<ElementSketch> {
    let audit = ledger::audit(conflict);
    let on_disputed: Vec<&str> = audit.on_disputed(conflict).iter().map(|element| element.name.as_str()).collect();
    audit
        .elements
        .iter()
        .map(|element| ElementSketch {
            kind: element.kind.into(),
            name: element.name.clone(),
            at: place(conflict, element.kind, &element.name),
            cites: element.provenance.cites.iter().map(|claim| claim.index()).collect(),
            basis: element.provenance.basis.map(|basis| basis.word().into()),
            disputed: on_disputed.contains(&element.name.as_str()),
        })
        .collect()
}

/// Where an element stands in the file.
fn place(conflict: &Conflict, kind: &str, name: &str) -> Vec<Step> {
    match kind {
        "option" => {
            let (dm, option) = name.split_once('.').unwrap_or((name, ""));
            path!["decision_makers", dm, "options", option]
        }
        "statement" => match conflict.statement_place(name) {
            Ok((dm, at)) => path!["decision_makers", conflict.dm(dm).id.as_str(), "prefers", at],
            Err(_) => Vec::new(),
        },
        "rule" => {
            let at = conflict.rules.iter().position(|rule| rule.id == name);
            at.map(|at| path!["infeasible", at]).unwrap_or_default()
        }
        "outcome" => path!["outcomes", name],
        key => path!["decision_makers", name, key],
    }
}
