//! Questions whose answers are laid out as on the command line, and verdicts that are proved and checked.

use std::cell::RefCell;
use std::path::Path;

use detente_analysis::certify::{Request, certify};
use detente_desk::{Host, Kind, Refusal, course};
use detente_engine::Control;
use detente_model::{CONCEPTS, Conflict, Variant};
use detente_proof::{Bundle, verify};
use detente_report::advice::Surface;

use crate::api::{Answered, AskRequest, Course, Plan, Problem, Thread, ThreadMove, Verified, VerifyRequest};
use crate::doc::doc;
use crate::folder::Folder;
use crate::reading;
use crate::solve::{self, MEMORY, conflict, problem, solve, state};

/// The answer to a question.
pub fn ask(request: &AskRequest, folder: &Folder, control: &Control) -> Result<Answered, Problem> {
    let asked = Asked::new(&request.text, request.variant.as_deref())?;
    let notes = RefCell::new(Vec::new());
    let tell = |note: &str| notes.borrow_mut().push(note.to_string());
    let folders = folder.of_documents(request.file.as_ref());
    let (conflict, varied) = asked.conflict();
    let reply =
        detente_desk::answer(conflict, varied, &request.ask, &host(control, &tell, &folders)).map_err(refused)?;
    let plans = reply.plans.into_iter().map(plan).collect::<Result<_, _>>()?;
    let courses = reply.courses.iter().map(course).collect();
    Ok(Answered { doc: doc(&reply.document), notes: notes.take(), plans, courses })
}

/// What a question finds here.
pub fn host<'a>(control: &Control<'a>, tell: &'a dyn Fn(&str), folders: &'a [&'a Path]) -> Host<'a> {
    let Control { cancelled, progress } = *control;
    Host { cancelled, progress, tell, memory: MEMORY, folders, surface: Surface::Workbench, ..Host::none() }
}

fn course(course: &course::Course) -> Course {
    let thread = |thread: &course::Thread| {
        let moves = thread.moves.iter();
        let moves =
            moves.map(|one| ThreadMove { by: one.by.index(), to: one.to.clone(), part: one.part.word().into() });
        Thread { moves: moves.collect() }
    };
    Course {
        dm: course.dm.index(),
        concept: CONCEPTS.iter().position(|concept| concept.id == course.concept.id).unwrap_or(0),
        stable: course.stable,
        from: course.from.clone(),
        threads: course.threads.iter().map(thread).collect(),
        more: course.more,
    }
}

fn plan(plan: detente_desk::Plan) -> Result<Plan, Problem> {
    let detente_desk::Plan { words, variant } = plan;
    match reading::file(&variant) {
        Some(variant) => Ok(Plan { words, variant }),
        None => Err(problem(
            "bad_answer",
            "a plan was found, and written as no file can hold it; this is a fault of Détente",
        )),
    }
}

/// A conflict as a request wants it.
pub struct Asked {
    file: Conflict,
    varied: Option<(Variant, Conflict)>,
}

impl Asked {
    /// The conflict of a text, in a variant.
    pub fn new(text: &str, variant: Option<&str>) -> Result<Self, Problem> {
        let file = conflict(text, None)?;
        let varied = solve::varied(&file, variant)?;
        Ok(Asked { file, varied })
    }

    /// The conflict that is asked about; where that is a variant, also the variant and the conflict of the file.
    pub fn conflict(&self) -> (&Conflict, Option<(&Variant, &Conflict)>) {
        match &self.varied {
            Some((variant, changed)) => (changed, Some((variant, &self.file))),
            None => (&self.file, None),
        }
    }
}

/// Why a question has no answer, as requests are told.
pub fn refused(refusal: impl Into<Refusal>) -> Problem {
    let refusal = refusal.into();
    let kind = match refusal.kind {
        Kind::Usage => "bad_request",
        Kind::BadInput => "bad_file",
        Kind::TooLarge => "too_large",
        Kind::Cancelled => "cancelled",
        Kind::Fault | Kind::NoOutput => "bad_answer",
    };
    problem(kind, refusal.told(Surface::Workbench))
}

/// Proves verdicts, and has the proofs checked by the checker that knows no engine.
pub fn verified(request: &VerifyRequest, control: &Control) -> Result<Verified, Problem> {
    let conflict = conflict(&request.text, request.variant.as_deref())?;
    let answer = solve(&conflict, control)?;
    let state = state(&answer, Some(&request.state))?;
    let mut requests = Vec::new();
    for dm in solve::dms(&conflict, request.dm.as_deref())? {
        for concept in solve::concepts(request.concept.as_deref())? {
            requests.push(Request { concept, dm, state: state.clone() });
        }
    }
    let mut go_on = |_, _| !(control.cancelled)();
    let bundle = certify(&answer.meaning, &requests, &mut go_on).map_err(refused)?;
    // The checker gets what a reader of the file would get: the text.
    let certificate = bundle.to_json();
    let read = Bundle::from_json(&certificate).map_err(|error| problem("bad_answer", error))?;
    match verify(&conflict, &read) {
        Ok(verified) => Ok(Verified { words: verified.to_string(), certificate }),
        Err(rejections) => Err(problem("rejected", &rejections[0])),
    }
}
