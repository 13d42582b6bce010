//! What an accepted certificate proves, in words.

use detente_model::{Concept, Conflict};
use detente_proof::{Bundle, Conclusion, Finding, FormOf, Stable, Tally, Verified};

/// So many lines of a kind are shown.
const SHOWN: usize = 10;
/// So many states are named in a line.
const NAMED: usize = 8;

/// What a certificate of a conflict proves. Everything is told by the ids and rows that the certificate itself has.
pub fn accepted(name: &str, conflict: &Conflict, bundle: &Bundle, verified: &Verified) -> String {
    let in_forms = |count: fn(&detente_proof::InForm) -> usize| verified.forms.iter().map(count).sum::<usize>();
    let counts = [
        (verified.verdicts + in_forms(|form| form.verdicts), "verdict"),
        (verified.findings + in_forms(|form| form.findings), "finding"),
        (verified.conclusions, "conclusion"),
    ];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, one)| some(*count, one)).collect();
    let mut text = format!("{name}: accepted, {} proved\n", and_list(&parts));
    if bundle.conclusions.is_empty() {
        tallies(conflict, &verified.tallies, "  ", &mut text);
        findings(&bundle.findings, "  ", &mut text);
        for (form, proved) in bundle.forms.iter().zip(&verified.forms) {
            text.push_str(&format!("  in {}\n", form.form));
            tallies(conflict, &proved.tallies, "    ", &mut text);
            findings(&form.findings, "    ", &mut text);
        }
    } else {
        conclusions(&bundle.conclusions).iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        plans(bundle, &mut text);
        grounds(bundle, verified, &mut text);
    }
    text
}

/// What plans do, each with its changes.
fn plans(bundle: &Bundle, text: &mut String) {
    for conclusion in &bundle.conclusions {
        let Conclusion::Stabilised { form, concept, state, cost } = conclusion else { continue };
        let FormOf::Plan(plan) = &bundle.forms[*form].form else { continue };
        let to = plan.variant.as_ref().map_or_else(String::new, |id| format!(" to the variant {id}"));
        let cost = cost.map_or_else(String::new, |cost| format!(", by {cost}"));
        let concept = concept_name(concept);
        if plan.changes.is_empty() {
            text.push_str(&format!("  {state} is an equilibrium under {concept} without any change{to}\n"));
            continue;
        }
        text.push_str(&format!("  {state} is an equilibrium under {concept} with these changes{to}{cost}:\n"));
        plan.changes.lines().for_each(|line| text.push_str(&format!("    {line}\n")));
    }
}

/// What conclusions are drawn from, by how much there is of it.
fn grounds(bundle: &Bundle, verified: &Verified, text: &mut String) {
    let counts = |verdicts: usize, findings: usize| {
        let parts = [(verdicts, "verdict"), (findings, "finding")];
        and_list(&parts.iter().filter(|(n, _)| *n > 0).map(|(n, one)| some(*n, one)).collect::<Vec<_>>())
    };
    let mut all = Vec::new();
    if verified.verdicts + verified.findings > 0 {
        all.push(format!("by {} about the conflict itself", counts(verified.verdicts, verified.findings)));
    }
    let (mut completions, mut verdicts) = (0, 0);
    for (form, proved) in bundle.forms.iter().zip(&verified.forms) {
        match &form.form {
            FormOf::Plan(_) => {}
            FormOf::Completions(list) => {
                completions += list.len();
                verdicts += proved.verdicts;
            }
            other => all.push(format!("by {} in {other}", counts(proved.verdicts, proved.findings))),
        }
    }
    if completions > 0 {
        all.push(format!("by {} in {}", some(verdicts, "verdict"), some(completions, "completion")));
    }
    lines(all.into_iter(), "  ", text);
}

fn tallies(conflict: &Conflict, tallies: &[Tally], indent: &str, text: &mut String) {
    for tally in tallies {
        text.push_str(&format!(
            "{indent}{:<5} {} stable, {} unstable",
            tally.concept.name, tally.stable, tally.unstable
        ));
        // Where every decision maker's verdict on a state is proved, so is whether it is an equilibrium.
        match tally.equilibria.as_slice() {
            [] if tally.not_equilibria > 0 => text.push_str("; no equilibrium among the states proved"),
            [] => {}
            states => {
                let names: Vec<String> =
                    states.iter().map(|state| detente_proof::state_text(conflict, state)).collect();
                text.push_str(&format!("; {}", equilibria("", &names)));
            }
        }
        text.push('\n');
    }
}

fn equilibria(kind: &str, names: &[String]) -> String {
    format!("{} {kind}equilibri{}: {}", names.len(), if names.len() == 1 { "um" } else { "a" }, named(names))
}

fn named(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names[..names.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

fn findings(findings: &[Finding], indent: &str, text: &mut String) {
    lines(findings.iter().map(ToString::to_string), indent, text);
}

fn lines(all: impl Iterator<Item = String>, indent: &str, text: &mut String) {
    let mut left = 0;
    for (place, line) in all.enumerate() {
        if place < SHOWN {
            text.push_str(&format!("{indent}{line}\n"));
        } else {
            left += 1;
        }
    }
    if left > 0 {
        text.push_str(&format!("{indent}and {left} more\n"));
    }
}

/// The conclusions, those that differ in one thing alone in one sentence.
fn conclusions(all: &[Conclusion]) -> Vec<String> {
    let mut hypergame: Vec<(&str, Vec<String>, usize)> = Vec::new();
    let mut propositions: Vec<(&str, Vec<String>)> = Vec::new();
    let mut completions: Vec<(&str, &Stable, Vec<&str>)> = Vec::new();
    for conclusion in all {
        match conclusion {
            // Those are told with their changes.
            Conclusion::Stabilised { .. } => {}
            Conclusion::HypergameEquilibrium { concept, state } => {
                at(&mut hypergame, |known| known.0 == concept, || (concept, Vec::new(), 0)).1.push(state.clone());
            }
            Conclusion::NotHypergameEquilibrium { concept, .. } => {
                at(&mut hypergame, |known| known.0 == concept, || (concept, Vec::new(), 0)).2 += 1;
            }
            Conclusion::Proposition { id, variant, holds } => {
                let answers = at(&mut propositions, |known| known.0 == id, || (id, Vec::new()));
                let yes = if *holds { "yes" } else { "no" };
                answers.1.push(variant.as_ref().map_or_else(|| yes.into(), |variant| format!("in {variant} {yes}")));
            }
            Conclusion::Necessary(stable) => in_completions(&mut completions, "whatever is not known,", stable),
            Conclusion::NotNecessary(stable) => in_completions(&mut completions, "it is not necessary that", stable),
            Conclusion::Possible(stable) => in_completions(&mut completions, "it is possible that", stable),
            Conclusion::Impossible(stable) => in_completions(&mut completions, "it is impossible that", stable),
        }
    }
    let mut said: Vec<String> = Vec::new();
    for (concept, states, others) in hypergame {
        let others = match others {
            0 => String::new(),
            1 => "; 1 state is none".into(),
            others => format!("; {others} states are none"),
        };
        let states = match states.as_slice() {
            [] => "no hypergame equilibrium among the states proved".to_string(),
            states => equilibria("hypergame ", states),
        };
        said.push(format!("{:<5} {states}{others}", concept_name(concept)));
    }
    for (claim, Stable { decision_maker, state, .. }, concepts) in completions {
        let concepts: Vec<String> = concepts.iter().map(|concept| concept_name(concept)).collect();
        said.push(match decision_maker {
            Some(dm) => format!("{claim} {state} is stable for {dm} under {}", and_list(&concepts)),
            None => format!("{claim} {state} is an equilibrium under {}", and_list(&concepts)),
        });
    }
    said.extend(propositions.into_iter().map(|(id, answers)| format!("proposition {id}: {}", answers.join(", "))));
    said
}

fn in_completions<'b>(
    known: &mut Vec<(&'static str, &'b Stable, Vec<&'b str>)>, claim: &'static str, stable: &'b Stable,
) {
    let same = |one: &(&str, &Stable, Vec<&str>)| {
        one.0 == claim && one.1.state == stable.state && one.1.decision_maker == stable.decision_maker
    };
    at(known, same, || (claim, stable, Vec::new())).2.push(&stable.concept);
}

/// The item that fits, put at the end where there is none.
fn at<T>(list: &mut Vec<T>, fits: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let place = list.iter().position(fits).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    });
    &mut list[place]
}

fn concept_name(id: &str) -> String {
    Concept::by_id(id).map_or_else(|| id.to_string(), |concept| concept.name.to_string())
}

fn some(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
