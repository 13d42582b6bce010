//! `detente report`: the whole conflict in one piece, to send or to print.

use std::path::Path;

use detente_analysis::certify::{self, CertifyError, Prover, Request};
use detente_analysis::compare::{Compared, compare};
use detente_analysis::events::{Course, follow};
use detente_analysis::unknowns::How;
use detente_analysis::{Answer, published};
use detente_engine::{Control, Settings};
use detente_model::concept::NASH;
use detente_model::{State, ledger};
use detente_report::pages::OverviewInputs;
use detente_report::report::{Explained, Inputs, Study, build};
use detente_report::{html, latex, markdown};

use super::propositions::Answers;
use super::question::certify_failure;
use super::solve::solve;
use super::{unknowns, views};
use crate::args::{Report, ReportFormat};
use crate::exit::{self, Failure};
use crate::{input, output, terminal};

/// Of so many Nash equilibria, besides the status quo, the reasons are told.
const EXPLAINED: usize = 8;
/// Lists of states in the sections on views and unknowns are cut here: who wants more asks `detente views` and `detente unknowns`.
const LISTED: usize = 6;
/// So many completions of what is not known are looked at one by one; beyond, only the status quo is asked about.
const COMPLETIONS: u64 = 1 << 16;
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
    let studied = Studied::new(&answer, args)?;
    let study = Study {
        propositions: &studied.answers.propositions(conflict),
        compared: borrowed(&studied.compared),
        unknowns: borrowed(&studied.unknowns).map(|found| found.map(|found| found.page(conflict, LISTED))),
        views: borrowed(&studied.views).map(|found| found.map(|found| found.page(&answer.meaning, LISTED))),
        events: borrowed(&studied.events),
    };
    let report = build(Inputs {
        overview,
        reasons: &reasons(&answer)?,
        study,
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

/// What the file asks beyond the conflict itself, with the answers; `None` where it does not ask, a message where there is no answer.
struct Studied<'c> {
    answers: Answers,
    compared: Option<Result<Compared, String>>,
    unknowns: Option<Result<unknowns::Found, String>>,
    views: Option<Result<views::Found<'c>, String>>,
    events: Option<Result<Course, String>>,
}

impl<'c> Studied<'c> {
    fn new(answer: &Answer<'c>, args: &Report) -> Result<Self, Failure> {
        let conflict = answer.conflict;
        let study = &conflict.study;
        let settings = Settings {
            memory: args.work.memory.saturating_mul(1 << 20),
            threads: args.work.threads,
            ..Settings::default()
        };
        let control = Control { cancelled: &terminal::interrupted, progress: &|_| {} };
        // One variant is not set beside the others: what they change is told against the conflict as it is.
        let is_asked = !study.variants.is_empty() && args.input.variant.as_deref().is_none_or(|id| id == "base");
        let compared = is_asked.then(|| {
            compare(conflict, &study.variants, &study.propositions, &settings, &control).map_err(|e| e.to_string())
        });
        let unknowns = match &conflict.status_quo {
            Some(state) if !study.unknowns.is_empty() => {
                let how = How::All { limit: COMPLETIONS };
                Some(unknowns::Found::new(conflict, state.clone(), how, &control).map_err(|e| e.to_string()))
            }
            None if !study.unknowns.is_empty() => Some(Err("the conflict has no status quo".to_string())),
            _ => None,
        };
        let views = (!study.views.is_empty())
            .then(|| views::Found::new(conflict, &settings, &control).map_err(|e| e.to_string()));
        let events = (!study.events.is_empty())
            .then(|| follow(&answer.meaning, &study.events, certify::MAX_PAIRS, &control).map_err(|e| e.to_string()));
        let studied = Studied { answers: Answers::new(conflict), compared, unknowns, views, events };
        match terminal::interrupted() {
            true => Err(Failure::new(exit::INTERRUPTED, "interrupted")),
            false => Ok(studied),
        }
    }
}

/// An answer or why there is none, borrowed.
fn borrowed<T>(answer: &Option<Result<T, String>>) -> Option<Result<&T, &str>> {
    answer.as_ref().map(|answer| answer.as_ref().map_err(String::as_str))
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
