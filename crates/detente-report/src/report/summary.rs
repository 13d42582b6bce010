//! What a reader with one minute has to know, made from the facts: the answer, then why, then on what it hangs.

use detente_analysis::unknowns::Verdict;
use detente_analysis::{Answer, choices};
use detente_model::concept::NASH;
use detente_model::{Basis, Conflict};

use super::Inputs;
use super::evolution::Evolution;
use super::hangs::pivotal;
use super::ledger::verified_words;
use super::steps::best;
use crate::document::{Rich, Tone};
use crate::pages::events::tally_words;
use crate::words::{and_list, change, count, number, some, spelt, upper};

pub(super) fn summary(inputs: Inputs, evolution: &Evolution) -> Vec<Rich> {
    let answer = inputs.overview.answer;
    let mut all = vec![
        status_quo(answer, evolution),
        propositions(inputs),
        not_known(inputs),
        happened(inputs),
        size(answer).plain(" ").join(rest(answer)),
        sourcing(inputs),
    ];
    // Without a status quo the answer is what could last.
    if answer.status_quo().is_none() {
        all.swap(0, 4);
    }
    all.into_iter().filter(|text| !text.is_empty()).collect()
}

fn status_quo(answer: &Answer, evolution: &Evolution) -> Rich {
    let Some(place) = answer.status_quo() else {
        return "The conflict names no status quo: it is studied wherever it may stand.".into();
    };
    let conflict = answer.conflict;
    let concepts = answer.solution.concepts();
    let lasts: Vec<&str> =
        concepts.iter().filter(|concept| answer.solution.equilibria(concept).contains(place)).map(|c| c.name).collect();
    let state = answer.solution.state(place);
    let movers: Vec<_> = conflict.dm_ids().filter(|&dm| !best(answer, dm, &state).is_empty()).collect();
    if movers.is_empty() {
        let nobody = match conflict.decision_makers.as_slice() {
            [one] => format!("{} has no move", one.name),
            [_, _] => "neither of the two decision makers has a move".to_string(),
            all => format!("none of the {} decision makers has a move", spelt(all.len())),
        };
        return Rich::toned(Tone::Strong, "The present state of affairs lasts")
            .plain(format!(": {nobody} of its own that would leave it better off."));
    }
    let first = movers[0];
    let better = &best(answer, first, &state)[0];
    let how = change(conflict, first, &answer.choices(place), &choices(&answer.meaning, better));
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

/// How the propositions come out, and whether their answers hang on what is in no document.
fn propositions(inputs: Inputs) -> Rich {
    let answered = inputs.study.propositions;
    if answered.is_empty() {
        return Rich::empty();
    }
    let of = |holds: bool| answered.iter().filter(|one| one.verdict.as_ref().is_ok_and(|v| v.holds == holds)).count();
    let (yes, no) = (of(true), of(false));
    let open = answered.len() - yes - no;
    let parts: Vec<String> =
        [(yes, "holds", "hold"), (no, "does not", "do not"), (open, "has no answer", "have no answer")]
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| some(n, one, many))
            .collect();
    let asked = some(answered.len(), "proposition was", "propositions were");
    let text = Rich::toned(Tone::Strong, upper(&format!("{asked} put to the model")));
    let text = text.plain(match (answered.len(), yes, no) {
        (1, 1, _) => ": in it, it holds.".to_string(),
        (1, _, 1) => ": in it, it does not hold.".into(),
        (1, ..) => ": it has no answer.".into(),
        (all, yes, _) if all == yes => ": all of them hold in it.".into(),
        (all, _, no) if all == no => ": none of them holds in it.".into(),
        _ => format!(": in it {}.", and_list(&parts)),
    });
    let pivotal = pivotal(inputs);
    if inputs.overview.answer.conflict.claims.is_empty() || pivotal.is_empty() {
        return text;
    }
    let outside: Vec<&str> = pivotal
        .iter()
        .filter(|one| one.assumption.is_judgement())
        .flat_map(|one| one.overturns.iter().copied())
        .collect();
    let hanging = answered.iter().filter(|one| outside.contains(&one.proposition.id.as_str())).count();
    text.plain(match hanging {
        0 => " No answer turns on a single assumption that is not in the documents.".to_string(),
        1 => " One answer turns on an assumption that is not in the documents.".to_string(),
        n => format!(" {} of the answers turn on an assumption that is not in the documents.", upper(&spelt(n))),
    })
}

/// Whether the status quo lasts whatever the unknowns turn out to be.
fn not_known(inputs: Inputs) -> Rich {
    let Some(Ok(unknowns)) = inputs.study.unknowns else { return Rich::empty() };
    let what = some(unknowns.unknowns.len(), "thing", "things");
    let verb = if unknowns.unknowns.len() == 1 { "is" } else { "are" };
    let known = upper(&format!("{what} {verb} not known"));
    let known = Rich::from(format!("{known}, and taken here as the file has it first"));
    let place = unknowns.completed.and_then(|completed| Some((completed, completed.place(unknowns.state)?)));
    let now = inputs.overview.answer.conflict.status_quo.as_ref();
    let Some((completed, place)) = place.filter(|_| now == Some(unknowns.state)) else {
        return known.plain("; what that leaves open is said below.");
    };
    if !completed.concepts().iter().any(|concept| concept.id == NASH.id) {
        return known.plain("; what that leaves open is said below.");
    }
    let tally = completed.tally(&NASH, None, place);
    let decided: Vec<&str> = tally.decided_by.iter().map(|&by| unknowns.unknowns[by].id.as_str()).collect();
    known.plain(match tally.verdict {
        Verdict::Necessary => ". Whatever the truth, nobody has a move from the status quo that would leave it better off.".to_string(),
        Verdict::Impossible => ". Whatever the truth, somebody has a move from the status quo that would leave it better off.".into(),
        Verdict::Possible => {
            let by: Vec<String> = decided.iter().map(|id| format!("“{id}”")).collect();
            let by = if by.is_empty() { String::new() } else { format!("; {} decides", and_list(&by)) };
            format!(
                ". In {} of {} ways in which they could turn out nobody has a better move from the status quo, in the others somebody has{by}.",
                number(tally.holds),
                number(tally.of)
            )
        }
        Verdict::NecessaryAsFarAsSeen | Verdict::ImpossibleAsFarAsSeen => "; a sample of what could be true is judged below.".into(),
    })
}

/// How the events came out.
fn happened(inputs: Inputs) -> Rich {
    match inputs.study.events {
        Some(Ok(course)) => tally_words(&course.tally(), course.steps.len()).into(),
        _ => Rich::empty(),
    }
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
        n => format!(" Between them they have {}.", some(n, "option", "options")),
    };
    let states = answer.solution.states();
    format!(
        "The model has {}{who}.{options} {} possible, and each was examined.",
        some(names.len(), "decision maker", "decision makers"),
        if states == 1 {
            "One state of affairs is".to_string()
        } else {
            format!("{} states of affairs are", upper(&spelt(states)))
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
            some(most, "state", "states")
        ),
        n => format!(
            "{} would last because nobody has a better move{}.",
            upper(&format!("{} of them", spelt(n))),
            if most > n {
                format!("; up to {} could last if decision makers reckon with the answers of the others", spelt(most))
            } else {
                String::new()
            }
        ),
    };
    text.into()
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
    Rich::from(format!(
        "It rests on {} from {}. ",
        some(conflict.claims.len(), "claim", "claims"),
        some(conflict.sources.len(), "document", "documents"),
    ))
    .join(verified_words(inputs.overview))
    .plain(format!(
        " Of the {} of the model that need a ground, {} cited from them and {} the analyst’s own judgement.",
        count(audit.elements.len(), "element", "elements"),
        some(cited, "is", "are"),
        some(judged, "is", "are"),
    ))
}
