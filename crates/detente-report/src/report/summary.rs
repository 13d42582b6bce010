//! What a reader with one minute has to know, made from the facts.

use detente_analysis::Answer;
use detente_model::concept::NASH;
use detente_model::{Basis, Conflict};

use super::Inputs;
use super::ledger::verified_words;
use super::moves::Evolution;
use crate::document::{Rich, Tone};
use crate::words::{and_list, change, count, number};

pub(super) fn summary(inputs: Inputs, evolution: &Evolution) -> Vec<Rich> {
    let answer = inputs.overview.answer;
    vec![size(answer), rest(answer), status_quo(answer, evolution), sourcing(inputs)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect()
}

/// Small numbers as words, as at the beginning of a sentence.
fn spelt(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];
    WORDS.get(n).map_or_else(|| number(n as u128), |word| (*word).into())
}

fn size(answer: &Answer) -> Rich {
    let conflict = answer.conflict;
    let names: Vec<String> = conflict.decision_makers.iter().map(|dm| dm.name.clone()).collect();
    let who = match names.len() {
        0..=6 => format!(": {}", and_list(&names)),
        _ => String::new(),
    };
    let options = match conflict.options.len() {
        0 => String::new(),
        n => format!(" Between them they have {}.", count(n, "option", "options")),
    };
    let states = answer.solution.states();
    format!(
        "{} decision maker{}{who}.{options} {} possible, and each was examined.",
        spelt(names.len()),
        if names.len() == 1 { "" } else { "s" },
        if states == 1 {
            "One state of affairs is".to_string()
        } else {
            format!("{} states of affairs are", number(states as u128))
        },
    )
    .into()
}

fn rest(answer: &Answer) -> Rich {
    if !answer.solution.concepts().iter().any(|concept| concept.id == NASH.id) {
        return Rich::empty();
    }
    let nash = answer.solution.equilibria(&NASH).count();
    let all: Vec<usize> =
        answer.solution.concepts().iter().map(|concept| answer.solution.equilibria(concept).count()).collect();
    let most = all.iter().copied().max().unwrap_or(0);
    let text = match nash {
        0 if most == 0 => "Nothing lasts: in every state somebody has a reason to move on.".to_string(),
        0 => format!(
            "In every state somebody has a better move, so nothing lasts by itself. Up to {} could last nonetheless because moving away would be answered by the others.",
            count(most, "state", "states")
        ),
        n => format!(
            "{} {} last because nobody has a better move{}.",
            spelt(n),
            "of them would",
            if most > n {
                format!(
                    "; up to {} could last if decision makers reckon with the answers of the others",
                    number(most as u128)
                )
            } else {
                String::new()
            }
        ),
    };
    text.into()
}

fn status_quo(answer: &Answer, evolution: &Evolution) -> Rich {
    let Some(place) = answer.status_quo() else {
        return "The conflict names no status quo.".into();
    };
    let conflict = answer.conflict;
    let concepts = answer.solution.concepts();
    let lasts: Vec<&str> =
        concepts.iter().filter(|concept| answer.solution.equilibria(concept).contains(place)).map(|c| c.name).collect();
    let state = answer.solution.state(place);
    let movers: Vec<_> = conflict.dm_ids().filter(|&dm| !super::moves::best(answer, dm, &state).is_empty()).collect();
    if movers.is_empty() {
        return Rich::toned(Tone::Strong, "The present state of affairs lasts").plain(format!(
            ": none of the {} has a move of its own that would leave it better off.",
            count(conflict.decision_makers.len(), "decision maker", "decision makers")
        ));
    }
    let first = movers[0];
    let better = &super::moves::best(answer, first, &state)[0];
    let how = change(conflict, first, &answer.choices(place), &detente_analysis::choices(&answer.meaning, better));
    let names: Vec<String> = movers.iter().map(|&dm| conflict.dm(dm).name.clone()).collect();
    let would = match names.as_slice() {
        [one] => format!("{one} has a move that leaves it better off (it {})", how.words()),
        [one, ..] => {
            format!("{} have moves that leave them better off ({one}, for one, {})", and_list(&names), how.words())
        }
        [] => String::new(),
    };
    let text = if lasts.is_empty() {
        Rich::toned(Tone::Strong, "The present state of affairs does not last").plain(format!(": {would}."))
    } else {
        Rich::toned(
            Tone::Strong,
            "The present state of affairs lasts only as long as decision makers reckon with the answers of the others",
        )
        .plain(format!(" (under {}). {would}.", lasts.join(", ")))
    };
    text.plain(evolution.destination(answer))
}

fn sourcing(inputs: Inputs) -> Rich {
    let conflict: &Conflict = inputs.overview.answer.conflict;
    let audit = inputs.overview.audit;
    if conflict.claims.is_empty() {
        return match &conflict.reference {
            Some(_) => "The model as a whole is taken from the literature; it has no ledger of single claims.".into(),
            None => Rich::toned(Tone::Warn, "The model names no sources."),
        };
    }
    let cited = audit.with_basis(Some(Basis::Cited)).count();
    let judged = audit.with_basis(Some(Basis::Judgement)).count();
    let sources = count(conflict.sources.len(), "document", "documents");
    Rich::from(format!(
        "The model has {} that need a ground; {cited} of them are cited from {sources}, {judged} are the analyst’s own judgement. It draws on {}. ",
        count(audit.elements.len(), "element", "elements"),
        count(conflict.claims.len(), "claim", "claims"),
    ))
    .join(verified_words(inputs.overview))
}
