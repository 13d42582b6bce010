//! Questions and the reasons of their answers, in words.

use std::cmp::Ordering;

use detente_analysis::ask::Reason;
use detente_analysis::certify::{Reasons, Step};
use detente_analysis::choices;
use detente_model::{Conflict, DmId, Meaning, Motion, OptionId, OutcomeWhen, Question, State};
use detente_proof::state_text;

use crate::document::{Rich, Tone};
use crate::words::{and_list, change, count};

/// A state is described by so many options; one that takes more is given as a row of choices.
const FEW: usize = 3;

pub(crate) fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

pub(crate) fn yes_or_no_rich(holds: bool) -> Rich {
    Rich::toned(if holds { Tone::Good } else { Tone::Bad }, yes_or_no(holds))
}

/// A question in words.
pub fn question_words(conflict: &Conflict, question: &Question) -> Rich {
    let at = |state: &Option<State>| state_words(conflict, state.as_ref());
    let name = |dm: DmId| conflict.dm(dm).name.clone();
    let goal = |goal: &OutcomeWhen| goal_words(conflict, goal);
    match question {
        Question::Equilibrium { concept, at: state } => {
            format!("Is {} an equilibrium under {}?", at(state), concept.name)
        }
        Question::Stable { concept, dm, at: state } => {
            format!("Is {} stable for {} under {}?", at(state), name(*dm), concept.name)
        }
        Question::Reaches { from, by, goal: to } => {
            format!("From {}, do {} lead to where {}?", at(from), steps_words(*by), goal(to))
        }
        Question::Avoids { from, by, goal: to } => {
            format!("From {}, do {} never lead to where {}?", at(from), steps_words(*by), goal(to))
        }
        Question::JointImprovement { coalition, from, goal: to } => {
            let members: Vec<String> = coalition.iter().map(|&dm| name(dm)).collect();
            let to = to.as_ref().map(|to| format!(", where {}", goal(to))).unwrap_or_default();
            format!("Can {} move from {} to a state that all of them prefer{to}?", and_list(&members), at(from))
        }
        Question::Prefers { dm, better, worse } => {
            format!("Does {} prefer {} to {}?", name(*dm), at(better), at(worse))
        }
        Question::SomeEquilibrium { concept, goal: to } => {
            format!("Is there an equilibrium under {} in which {}?", concept.name, goal(to))
        }
        Question::EveryEquilibrium { concept, goal: to } => {
            format!("Is it so in every equilibrium under {} that {}?", concept.name, goal(to))
        }
    }
    .into()
}

/// A state in a list: its name or its row of choices.
pub(crate) fn state_in_list(conflict: &Conflict, state: &State) -> String {
    if conflict.status_quo.as_ref() == Some(state) { "the status quo".into() } else { state_text(conflict, state) }
}

/// A state as it stands within a sentence: by its name, by what differs from the status quo, or by what is on, whichever says it in few words.
pub(crate) fn state_words(conflict: &Conflict, state: Option<&State>) -> String {
    let Some(state) = state else { return "the status quo".into() };
    if conflict.status_quo.as_ref() == Some(state) {
        return "the status quo".into();
    }
    let State::Vector(vector) = state else { return state_text(conflict, state) };
    let names = |options: &[OptionId]| {
        and_list(&options.iter().map(|&option| conflict.option_name(option)).collect::<Vec<_>>())
    };
    let on: Vec<OptionId> = vector.on().collect();
    let mut differing = usize::MAX;
    let mut changed = String::new();
    if let Some(State::Vector(now)) = &conflict.status_quo {
        let all = (0..conflict.options.len()).map(OptionId::from);
        let (up, down): (Vec<OptionId>, Vec<OptionId>) =
            all.filter(|&option| vector.is_on(option) != now.is_on(option)).partition(|&option| vector.is_on(option));
        differing = up.len() + down.len();
        let parts = [(up, "on"), (down, "off")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(options, _)| !options.is_empty())
            .map(|(options, word)| format!("{} {word}", names(options)))
            .collect();
        changed = format!("the status quo with {}", parts.join(" and "));
    }
    match on.len() {
        _ if differing <= FEW.min(on.len() + 1) => changed,
        0 => "the state in which nothing is on".into(),
        n if n <= FEW => format!("the state in which only {} {} on", names(&on), if n == 1 { "is" } else { "are" }),
        _ if differing <= FEW + 1 => changed,
        _ => state_text(conflict, state),
    }
}

fn steps_words(by: Motion) -> &'static str {
    match by {
        Motion::Moves => "moves",
        Motion::Improvements => "improvements",
        Motion::BestImprovements => "best improvements",
    }
}

fn goal_words(conflict: &Conflict, goal: &OutcomeWhen) -> String {
    let outcome = conflict.outcomes.iter().find(|outcome| outcome.when == *goal);
    match (outcome, goal) {
        (Some(outcome), _) => format!("“{}” holds", outcome.id),
        (None, OutcomeWhen::Holds(condition)) => format!("“{}” holds", condition.text(conflict)),
        (None, OutcomeWhen::OneOf(states)) => {
            let names: Vec<String> = states.iter().take(8).map(|state| state_text(conflict, state)).collect();
            let more = if states.len() > 8 { " …" } else { "" };
            format!("the state is one of {}{more}", names.join(", "))
        }
    }
}

/// Why a question is answered so, in words.
pub fn reason_words(meaning: &Meaning, reason: &Reason) -> Rich {
    let conflict = meaning.conflict();
    match reason {
        Reason::Stability { state, of } => stability_words(meaning, state, of),
        Reason::Path { steps, .. } if steps.is_empty() => "it is so to begin with.".into(),
        Reason::Path { from, steps } | Reason::Joint { from, steps } => {
            Rich::from(format!("in {}: ", count(steps.len(), "step", "steps"))).join(path_words(meaning, from, steps))
        }
        Reason::Closed { states, .. } => match states {
            1 => "no such step leads away.".into(),
            n => format!("such steps lead to {} (the first included), and it is so in none of them.", count(*n, "state", "states")).into(),
        },
        Reason::NoJoint { states, .. } => {
            format!("of the {} that they can get to, at least one of them prefers staying, or is indifferent, to each that would do.", count(*states, "state", "states")).into()
        }
        Reason::Order { better, worse, order } => {
            let (a, b) = (state_words(conflict, Some(better)), state_words(conflict, Some(worse)));
            match order {
                Ordering::Greater => format!("it prefers {a}."),
                Ordering::Equal => format!("it is indifferent between {a} and {b}."),
                Ordering::Less => format!("it prefers {b}."),
            }
            .into()
        }
        Reason::AtEquilibrium(state) => format!("see the equilibrium {}.", state_words(conflict, Some(state))).into(),
        Reason::AllEquilibria(0) => "there is no equilibrium.".into(),
        Reason::AllEquilibria(n) => format!("all {} were looked at.", count(*n, "equilibrium", "equilibria")).into(),
    }
}

fn stability_words(meaning: &Meaning, state: &State, of: &[(DmId, Reasons)]) -> Rich {
    let conflict = meaning.conflict();
    let leaving = of.iter().filter_map(|(dm, reasons)| match reasons {
        Reasons::Unstable(unanswered) => Some((*dm, &unanswered.improvement)),
        Reasons::Stable(_) => None,
    });
    let mut words = Rich::empty();
    for (dm, improvement) in leaving {
        let gap = if words.is_empty() { "" } else { "; " };
        let what = change(conflict, dm, &choices(meaning, state), &choices(meaning, improvement));
        words = words.plain(format!("{gap}{} would leave: it ", conflict.dm(dm).name)).join(what);
    }
    if !words.is_empty() {
        return words.plain(".");
    }
    let answered = of.iter().any(|(_, reasons)| matches!(reasons, Reasons::Stable(all) if !all.is_empty()));
    match (answered, of) {
        (true, _) => "every improvement can be answered.".into(),
        (false, [(dm, _)]) => format!("{} has no improvement.", conflict.dm(*dm).name).into(),
        (false, _) => "nobody has an improvement.".into(),
    }
}

/// "Taiwan takes up “X”; China drops “Y”."
pub(crate) fn path_words(meaning: &Meaning, from: &State, steps: &[Step]) -> Rich {
    let conflict = meaning.conflict();
    let mut words = Rich::empty();
    let mut now = from;
    for step in steps {
        let gap = if words.is_empty() { "" } else { "; " };
        let what = change(conflict, step.by, &choices(meaning, now), &choices(meaning, &step.to));
        words = words.plain(format!("{gap}{} ", conflict.dm(step.by).name)).join(what);
        now = &step.to;
    }
    words.plain(".")
}
