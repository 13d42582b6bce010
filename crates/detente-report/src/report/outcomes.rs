//! The outcomes that have a name, and the results that others published.

use detente_analysis::{Answer, Finding};
use detente_model::OutcomeWhen;

use super::sentences::condition;
use super::{Chapter, Section, Shape};
use crate::document::{Item, Rich, Tone};
use crate::pages::{OverviewInputs, difference, named, outcome_table};
use crate::words::and_list;

pub(super) fn outcomes(answer: &Answer) -> Option<Section> {
    let conflict = answer.conflict;
    if conflict.outcomes.is_empty() {
        return None;
    }
    let mut section = Section::new(Chapter::Model, "outcomes", "What has a name: the outcomes");
    section.paragraph("Outcomes are conditions that deserve a name. The table counts the states and the equilibria in which each holds.");
    let table = outcome_table(answer, Rich::toned(Tone::Strong, "yes"), |outcome| {
        let when = match &outcome.when {
            OutcomeWhen::Holds(expr) => condition(conflict, expr),
            OutcomeWhen::OneOf(states) => format!("One of {}", named(answer, states)),
        };
        let what = outcome.text.as_deref().map(|text| format!(" {text}")).unwrap_or_default();
        (Rich::toned(Tone::Strong, outcome.id.as_str()).plain(what), when.into())
    });
    section.table("Where the outcomes hold", Shape::Grid, table);
    Some(section)
}

pub(super) fn literature(inputs: OverviewInputs) -> Option<Section> {
    if inputs.comparisons.is_empty() {
        return None;
    }
    let mut section = Section::new(Chapter::Appendix, "literature", "Compared with published results");
    let of = |finding: Finding| inputs.comparisons.iter().filter(|comparison| comparison.finding == finding).count();
    let mut parts = vec![format!("{} of {} reproduced", of(Finding::Reproduced), inputs.comparisons.len())];
    for finding in [Finding::Differs, Finding::Unresolved, Finding::Unexplained, Finding::Outdated] {
        if of(finding) > 0 {
            parts.push(format!("{} {}", of(finding), finding.word()));
        }
    }
    section.paragraph(format!(
        "The file names figures found by others or by other means; this analysis was compared with them: {}.",
        and_list(&parts)
    ));
    section.items(
        inputs
            .comparisons
            .iter()
            .filter(|comparison| comparison.finding != Finding::Reproduced)
            .map(|comparison| difference(inputs.answer, comparison))
            .collect::<Vec<Item>>(),
    );
    let mut references: Vec<&str> = Vec::new();
    for reference in inputs.comparisons.iter().filter_map(|comparison| comparison.published.reference.as_deref()) {
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    section
        .items(references.into_iter().map(|reference| Item::new("–", Rich::toned(Tone::Quiet, reference))).collect());
    Some(section)
}
