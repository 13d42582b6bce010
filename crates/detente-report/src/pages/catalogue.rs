//! The catalogue: published conflicts, and how our results compare with theirs.

use detente_analysis::{Answer, Comparison, Finding};

use super::overview::difference;
use crate::csv::Csv;
use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{count, number};

/// A case that was run.
#[derive(Debug)]
pub struct CaseRun<'a, 'c> {
    /// Its name in the catalogue.
    pub id: &'a str,
    /// Its analysis.
    pub answer: &'a Answer<'c>,
    /// Published results beside ours.
    pub comparisons: &'a [Comparison<'c>],
}

/// The list of cases: names, titles and references.
pub fn case_list<'a>(cases: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>) -> Document {
    let mut page = Document::titled("The catalogue");
    let columns = [("name".into(), Align::Left), ("conflict".into(), Align::Left), ("reference".into(), Align::Left)];
    let mut table = Table::new("cases", columns);
    for (id, title, reference) in cases {
        let reference = reference.unwrap_or("its own ledger of claims");
        table.rows.push(vec![Rich::toned(Tone::Name, id), title.into(), Rich::toned(Tone::Quiet, reference)]);
    }
    page.table(table);
    page.paragraph(
        Rich::from("A name can stand wherever a file can: ").then(Tone::Name, "detente analyze elmira").plain("."),
    );
    page
}

/// What came of running cases, and whether all is as expected.
pub fn case_runs(runs: &[CaseRun]) -> Document {
    let mut page = Document::titled("The catalogue, run and compared");
    let mut columns = vec![
        ("case".into(), Align::Left),
        ("DMs".into(), Align::Right),
        ("options".into(), Align::Right),
        ("states".into(), Align::Right),
    ];
    columns.extend(detente_model::CONCEPTS.iter().map(|concept| (concept.name.into(), Align::Right)));
    columns.push(("published results".into(), Align::Left));
    let mut table = Table::new("runs", columns);
    for run in runs {
        let conflict = run.answer.conflict;
        let mut row = vec![
            Rich::toned(Tone::Name, run.id),
            number(conflict.decision_makers.len() as u128).into(),
            number(conflict.options.len() as u128).into(),
            number(run.answer.solution.states() as u128).into(),
        ];
        row.extend(
            detente_model::CONCEPTS
                .iter()
                .map(|concept| Rich::from(number(run.answer.solution.equilibria(concept).count() as u128))),
        );
        row.push(summary(run.comparisons));
        table.rows.push(row);
    }
    page.table(table);
    let mut items = Vec::new();
    for run in runs {
        for comparison in run.comparisons.iter().filter(|comparison| comparison.finding != Finding::Reproduced) {
            items.push(Item::new(Rich::empty(), Rich::toned(Tone::Name, run.id)));
            items.push(difference(run.answer, comparison).at(1));
        }
    }
    if !items.is_empty() {
        page.heading("What differs, and why", Rich::empty());
        page.items(items);
    }
    let all = runs.iter().flat_map(|run| run.comparisons);
    let failures = all.clone().filter(|comparison| comparison.finding.is_failure()).count();
    let total = count(all.count(), "published result", "published results");
    page.paragraph(if failures == 0 {
        Rich::toned(Tone::Good, "All as expected")
            .plain(format!(": {} and {total} compared.", count(runs.len(), "case", "cases")))
    } else {
        Rich::toned(Tone::Bad, format!("{failures} of {total} are not as expected."))
    });
    page
}

fn summary(comparisons: &[Comparison]) -> Rich {
    if comparisons.is_empty() {
        return Rich::toned(Tone::Quiet, "none");
    }
    let mut rich = Rich::empty();
    for finding in [Finding::Reproduced, Finding::Differs, Finding::Unresolved, Finding::Unexplained, Finding::Outdated]
    {
        let n = comparisons.iter().filter(|comparison| comparison.finding == finding).count();
        if n > 0 {
            let tone = match finding {
                Finding::Reproduced => Tone::Good,
                finding if finding.is_failure() => Tone::Bad,
                _ => Tone::Warn,
            };
            let gap = if rich.is_empty() { "" } else { ", " };
            rich = rich.plain(gap).then(tone, format!("{n} {}", finding.word()));
        }
    }
    rich
}

/// The same for programs: a published result a row.
pub fn case_runs_csv(runs: &[CaseRun]) -> String {
    let mut csv = Csv::new(&["case", "concept", "ours", "finding", "reference"]);
    for run in runs {
        for comparison in run.comparisons {
            let reference = comparison.published.reference.as_deref().unwrap_or("");
            let ours = comparison.ours.to_string();
            csv.row(&[run.id, comparison.published.concept.id, &ours, comparison.finding.word(), reference]);
        }
    }
    csv.into_text()
}
