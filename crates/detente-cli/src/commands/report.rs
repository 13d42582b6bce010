//! `detente report`: the whole conflict in one piece, to send or to print.

use std::path::Path;

use detente_analysis::certify::{CertifyError, Prover, Request};
use detente_analysis::{Answer, published};
use detente_model::concept::NASH;
use detente_model::{State, ledger};
use detente_report::document::{Block, Document};
use detente_report::pages::{self, OverviewInputs};
use detente_report::report::{Explained, Inputs, build};
use detente_report::{html, latex, markdown};

use super::propositions::Answers;
use super::question::certify_failure;
use super::solve::solve;
use crate::args::{Report, ReportFormat};
use crate::exit::{self, Failure};
use crate::{input, output, terminal};

/// Of so many Nash equilibria, besides the status quo, the reasons are told.
const EXPLAINED: usize = 8;
/// The search for the reasons of one verdict is given up beyond so many pairs of a state and who moved last: a few seconds.
const MAX_PAIRS: usize = 1 << 18;

pub fn run(args: &Report) -> Result<u8, Failure> {
    let loaded = input::load(&args.input)?;
    if !loaded.warnings.is_empty() {
        terminal::tell(&loaded.warnings);
    }
    let conflict = &loaded.conflict;
    let answer = solve(conflict, &[], &args.work)?;
    let comparisons = published::compare(&answer);
    let overview = OverviewInputs {
        answer: &answer,
        digest: &detente_model::digest(conflict),
        audit: &ledger::audit(conflict),
        verification: &loaded.verify(&args.documents.sources),
        comparisons: &comparisons,
        limit: args.limit,
    };
    let report = build(Inputs {
        overview,
        reasons: &reasons(&answer)?,
        further: &further(&answer)?,
        command: &command(args),
        version: env!("CARGO_PKG_VERSION"),
    });
    let text = match args.format {
        ReportFormat::Html => html::render(&report),
        ReportFormat::Markdown => markdown::render(&report.document()),
        ReportFormat::Latex => latex::render(&report),
    };
    match &args.output {
        None => terminal::print(&text)?,
        Some(path) => {
            output::replace(path, text.as_bytes())?;
            terminal::tell(&format!("The report is in {}", path.display()));
        }
    }
    Ok(exit::OK)
}

/// What the file asks beyond the conflict itself, answered: a section each.
fn further(answer: &Answer) -> Result<Vec<Document>, Failure> {
    let conflict = answer.conflict;
    let mut sections = Vec::new();
    if !conflict.study.propositions.is_empty() {
        let answers = Answers::new(conflict);
        if terminal::interrupted() {
            return Err(Failure::new(exit::INTERRUPTED, "interrupted"));
        }
        let page = pages::propositions(&answer.meaning, &answers.propositions(conflict));
        let mut section = Document::titled("Propositions");
        section.paragraph(
            "What the documents claim, put to the conflict as questions, with the answers that were computed and the assumptions that would overturn them.",
        );
        // The page's own title and first heading say what the section's title says.
        let is_title = |block: &Block| match block {
            Block::Title(_) => true,
            Block::Heading(title, _) => title == "Propositions",
            _ => false,
        };
        section.blocks.extend(page.blocks.into_iter().filter(|block| !is_title(block)));
        sections.push(section);
    }
    Ok(sections)
}

/// The reasons of the status quo and of the first Nash equilibria.
fn reasons(answer: &Answer) -> Result<Vec<Explained>, Failure> {
    let conflict = answer.conflict;
    let mut states: Vec<State> = conflict.status_quo.iter().cloned().collect();
    for place in answer.solution.equilibria(&NASH).iter().take(EXPLAINED + 1) {
        let state = answer.solution.state(place);
        if !states.contains(&state) && states.len() <= EXPLAINED {
            states.push(state);
        }
    }
    let mut prover = Prover::new(&answer.meaning).with_max_pairs(MAX_PAIRS);
    let mut explained = Vec::new();
    for state in states {
        let mut verdicts = Ok(Vec::new());
        'verdicts: for dm in conflict.dm_ids() {
            for &concept in answer.solution.concepts() {
                if terminal::interrupted() {
                    return Err(certify_failure(CertifyError::Cancelled { done: 0 }));
                }
                let request = Request { concept, dm, state: state.clone() };
                match (prover.reasons(&request), &mut verdicts) {
                    (Ok(reasons), Ok(list)) => list.push((request, reasons)),
                    (Err(error), _) => {
                        verdicts = Err(error.to_string());
                        break 'verdicts;
                    }
                    (Ok(_), Err(_)) => break 'verdicts,
                }
            }
        }
        explained.push((state, verdicts));
    }
    Ok(explained)
}

/// The command that makes the report again. Folders are left out: they are nobody's business but the writer's.
fn command(args: &Report) -> String {
    let name = |path: &Path| path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy().into_owned());
    let mut words = vec!["detente".to_string(), "report".into(), name(Path::new(&args.input.file))];
    if let Some(variant) = &args.input.variant {
        words.extend(["--variant".to_string(), variant.clone()]);
    }
    if let Some(variant) = &args.input.variant {
        words.extend(["--variant".into(), variant.clone()]);
    }
    match args.format {
        ReportFormat::Html => {}
        ReportFormat::Markdown => words.extend(["--format".into(), "markdown".into()]),
        ReportFormat::Latex => words.extend(["--format".into(), "latex".into()]),
    }
    if args.limit != 16 {
        words.extend(["--limit".into(), args.limit.to_string()]);
    }
    if !args.documents.sources.is_empty() {
        words.extend(["--sources".into(), "DIR".into()]);
    }
    if let Some(output) = &args.output {
        words.extend(["-o".into(), name(output)]);
    }
    // Names with spaces or signs are quoted, as a shell wants them.
    let plain = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    words.iter().map(|word| if plain(word) { word.clone() } else { format!("'{word}'") }).collect::<Vec<_>>().join(" ")
}
