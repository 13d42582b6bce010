//! The report: the whole conflict in one piece, to send or to print.

use detente_analysis::Answer;
use detente_analysis::certify::{self, Prover, Request};
use detente_analysis::compare::{Compared, compare};
use detente_analysis::events::{Course, follow};
use detente_analysis::unknowns::How;
use detente_model::concept::NASH;
use detente_model::{Conflict, State};
use detente_report::advice::Surface;
use detente_report::report::{Explained, Inputs, Report, Study, build};
use detente_report::{html, latex, markdown};

use crate::analysis::Analysis;
use crate::host::Host;
use crate::propositions::Answers;
use crate::refusal::Refusal;
use crate::{unknowns, views};

/// At most so many equilibria are in a list unless somebody wants it otherwise.
pub const LIMIT: usize = 16;
/// Of so many Nash equilibria, besides the status quo, the reasons are told.
const EXPLAINED: usize = 8;
/// Lists of states in the sections on views and unknowns are cut here: who wants more asks `detente views` and `detente unknowns`.
const LISTED: usize = 6;
/// So many completions of what is not known are looked at one by one; beyond, only the status quo is asked about.
const COMPLETIONS: u64 = 1 << 16;
/// The search for the reasons of one verdict is given up beyond so many pairs of a state and who moved last: a few seconds.
const MAX_PAIRS: usize = 1 << 18;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// One self-contained page for browsers and printers, without scripts.
    Html,
    /// For documents.
    Markdown,
    /// For papers: tables with booktabs, the picture with TikZ.
    Latex,
}

/// The command that makes a report again. Folders are left out: they are nobody's business but the writer's.
#[derive(Clone, Copy, Debug)]
pub struct Command<'a> {
    /// The file, or the case, without its folder.
    pub file: &'a str,
    /// The variant.
    pub variant: Option<&'a str>,
    /// How the report is written.
    pub written: Written,
    /// At most so many equilibria in a list.
    pub limit: usize,
    /// Whether documents are looked for in further folders.
    pub sources: bool,
    /// The file that it is written to, without its folder.
    pub output: Option<&'a str>,
}

/// The report on a conflict, as text. `version` is that of the program.
///
/// # Errors
/// When the conflict is too large, or the work is cancelled.
pub fn report(conflict: &Conflict, command: &Command, version: &str, host: &Host) -> Result<String, Refusal> {
    let analysis = Analysis::new(conflict, &[], host)?;
    let answer = analysis.answer();
    let studied = Studied::new(answer, command, host)?;
    let study = Study {
        propositions: &studied.answers.propositions(conflict),
        compared: borrowed(&studied.compared),
        unknowns: borrowed(&studied.unknowns)
            .map(|found| found.map(|found| found.page(conflict, LISTED, Surface::CommandLine))),
        views: borrowed(&studied.views).map(|found| found.map(|found| found.page(&answer.meaning, LISTED))),
        events: borrowed(&studied.events),
    };
    let report: Report = build(Inputs {
        overview: analysis.overview(command.limit),
        reasons: &reasons(answer, host)?,
        study,
        command: &command.words(),
        version,
    });
    Ok(match command.written {
        Written::Html => html::render(&report),
        Written::Markdown => markdown::render(&report.document()),
        Written::Latex => latex::render(&report),
    })
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
    fn new(answer: &Answer<'c>, command: &Command, host: &Host) -> Result<Self, Refusal> {
        let conflict = answer.conflict;
        let study = &conflict.study;
        let (settings, control) = (host.settings(&[]), host.quietly());
        // One variant is not set beside the others: what they change is told against the conflict as it is.
        let is_asked = !study.variants.is_empty() && command.variant.is_none_or(|id| id == "base");
        let compared = is_asked.then(|| {
            compare(conflict, &study.variants, &study.propositions, &settings, &control).map_err(|e| e.to_string())
        });
        let is_open = !study.unknowns.is_empty() || !study.orders.is_empty();
        let unknowns = match &conflict.status_quo {
            Some(state) if is_open => {
                let how = How::All { limit: COMPLETIONS };
                let found = unknowns::Found::new(conflict, state.clone(), how, &settings, &control);
                Some(found.map_err(|e| e.to_string()))
            }
            None if is_open => Some(Err("the conflict has no status quo".to_string())),
            _ => None,
        };
        let views = (!study.views.is_empty())
            .then(|| views::Found::new(conflict, &settings, &control).map_err(|e| e.to_string()));
        let events = (!study.events.is_empty())
            .then(|| follow(&answer.meaning, &study.events, certify::MAX_PAIRS, &control).map_err(|e| e.to_string()));
        let studied = Studied { answers: Answers::new(conflict, host), compared, unknowns, views, events };
        host.go_on()?;
        Ok(studied)
    }
}

/// An answer or why there is none, borrowed.
fn borrowed<T>(answer: &Option<Result<T, String>>) -> Option<Result<&T, &str>> {
    answer.as_ref().map(|answer| answer.as_ref().map_err(String::as_str))
}

/// The reasons of the status quo and of the first Nash equilibria.
fn reasons(answer: &Answer, host: &Host) -> Result<Vec<Explained>, Refusal> {
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
                host.go_on()?;
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

impl Command<'_> {
    /// The command in words, as a shell takes it.
    fn words(&self) -> String {
        let mut words = vec!["detente".to_string(), "report".into(), self.file.into()];
        if let Some(variant) = self.variant {
            words.extend(["--variant".into(), variant.into()]);
        }
        match self.written {
            Written::Html => {}
            Written::Markdown => words.extend(["--format".into(), "markdown".into()]),
            Written::Latex => words.extend(["--format".into(), "latex".into()]),
        }
        if self.limit != LIMIT {
            words.extend(["--limit".into(), self.limit.to_string()]);
        }
        if self.sources {
            words.extend(["--sources".into(), "DIR".into()]);
        }
        if let Some(output) = self.output {
            words.extend(["-o".into(), output.into()]);
        }
        // Names with spaces or signs are quoted, as a shell wants them.
        let plain = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
        let quoted = |word: &String| if plain(word) { word.clone() } else { format!("'{word}'") };
        words.iter().map(quoted).collect::<Vec<_>>().join(" ")
    }
}
