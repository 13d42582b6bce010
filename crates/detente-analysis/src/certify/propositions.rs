//! The propositions of a conflict file, with the proofs of their answers.

use std::collections::BTreeSet;

use detente_engine::Control;
use detente_model::{
    Concept, Conflict, DmId, Expr, Meaning, Motion, OutcomeWhen, Proposition, Question, State, StateList,
};
use detente_proof::{Bundle, Conclusion, Finding, Form, FormOf};

use super::verdicts::Verdicts;
use super::{CertifyError, MAX_STATES_FOR_ALL, Request, findings};
use crate::ask::{self, AskError, Bounds, Reason};
use crate::motion;

/// A proposition whose answer is not proved, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unproved {
    /// The proposition, by id.
    pub id: String,
    /// The variant that was asked, by id; `None` for the conflict itself.
    pub variant: Option<String>,
    /// Why.
    pub because: String,
}

/// Proves the answers to all propositions of the file of `conflict`, in the conflict itself and in the variants that they name; and says of which it cannot.
///
/// `progress` is called after each answer with the number of those given and of all; when it returns `false`, the work is given up.
///
/// # Errors
/// When a variant cannot be made, a conflict is too large or the work is cancelled. A question without an answer is no error.
pub fn propositions(
    conflict: &Conflict, bounds: &Bounds, progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(Bundle, Vec<Unproved>), CertifyError> {
    let study = &conflict.study;
    let mut bundle = Bundle::of(conflict);
    let mut unproved = Vec::new();
    let total = study.propositions.iter().map(|proposition| 1 + proposition.variants.len()).sum();
    let mut done = 0;
    let variants = study.variants.iter().map(|variant| Some(variant.id.as_str()));
    for variant in [None].into_iter().chain(variants) {
        let asked: Vec<&Proposition> = study
            .propositions
            .iter()
            .filter(|proposition| variant.is_none_or(|id| proposition.variants.iter().any(|named| named == id)))
            .collect();
        if asked.is_empty() {
            continue;
        }
        let changes = study.variants.iter().filter(|one| Some(one.id.as_str()) == variant).flat_map(|one| &one.changes);
        let form = conflict.bare().changed(&changes.cloned().collect::<Vec<_>>()).map_err(|error| {
            CertifyError::Form { form: format!("the variant {}", variant.unwrap_or("base")), error }
        })?;
        let meaning = Meaning::new(&form)?;
        let mut answers =
            Answers { meaning: &meaning, verdicts: Verdicts::new(&meaning), findings: Vec::new(), bounds };
        for proposition in asked {
            let question = proposition.question.in_form(conflict, &form).map_err(AskError::NoSuchState);
            match question.map_err(No::from).and_then(|question| answers.answer(&question)) {
                Ok(holds) => bundle.conclusions.push(Conclusion::Proposition {
                    id: proposition.id.clone(),
                    variant: variant.map(Into::into),
                    holds,
                }),
                Err(No(because)) => {
                    unproved.push(Unproved { id: proposition.id.clone(), variant: variant.map(Into::into), because })
                }
            }
            done += 1;
            if !progress(done, total) {
                return Err(CertifyError::Cancelled { done });
            }
        }
        let Answers { verdicts, findings, .. } = answers;
        let (closed_sets, verdicts) = verdicts.written();
        match variant {
            None => {
                bundle = Bundle { closed_sets, verdicts, findings, ..bundle };
            }
            Some(_) if verdicts.is_empty() && findings.is_empty() => {}
            Some(id) => bundle.forms.push(Form { form: FormOf::Variant(id.into()), closed_sets, verdicts, findings }),
        }
    }
    Ok((bundle, unproved))
}

/// Why there is no proof, in words.
struct No(String);

impl<E: std::error::Error> From<E> for No {
    fn from(error: E) -> Self {
        No(error.to_string())
    }
}

/// The answers in one form, with their proofs.
struct Answers<'a, 'c> {
    meaning: &'a Meaning<'c>,
    verdicts: Verdicts<'a, 'c>,
    findings: Vec<Finding>,
    bounds: &'a Bounds,
}

impl Answers<'_, '_> {
    fn answer(&mut self, question: &Question) -> Result<bool, No> {
        let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
        Ok(match question {
            Question::Equilibrium { concept, at } => {
                let state = self.state(at)?;
                self.verdicts.equilibrium(concept, &state)?
            }
            Question::Stable { concept, dm, at } => {
                let request = Request { concept, dm: *dm, state: self.state(at)? };
                self.verdicts.stable(&request)?
            }
            Question::Reaches { from, by, goal } => self.reaches(&everybody, &self.state(from)?, *by, goal)?,
            Question::Avoids { from, by, goal } => !self.reaches(&everybody, &self.state(from)?, *by, goal)?,
            Question::JointImprovement { coalition, from, goal } => {
                let members: Vec<DmId> = coalition.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
                self.joint(&members, &self.state(from)?, goal.as_ref())?
            }
            // Whoever checks it can compare two states.
            Question::Prefers { dm, better, worse } => {
                self.meaning.prefers(*dm, &self.state(better)?, &self.state(worse)?)
            }
            Question::SomeEquilibrium { concept, goal } | Question::EveryEquilibrium { concept, goal } => {
                self.equilibria(question, concept, goal)?
            }
        })
    }

    fn state(&self, state: &Option<State>) -> Result<State, No> {
        let state =
            state.clone().or_else(|| self.meaning.conflict().status_quo.clone()).ok_or(AskError::NoStatusQuo)?;
        if self.meaning.is_feasible(&state) { Ok(state) } else { Err(AskError::NoSuchState(state).into()) }
    }

    fn reaches(&mut self, who: &[DmId], from: &State, by: Motion, goal: &OutcomeWhen) -> Result<bool, No> {
        if self.meaning.satisfies(goal, from) {
            return Ok(true);
        }
        let reach = motion::reach_of(self.meaning, who, from, by, self.bounds.pairs, &Control::none())?;
        let holds = |state: &State| self.meaning.satisfies(goal, state);
        let finding =
            findings::reaches(self.meaning.conflict(), &reach, written(self.meaning.conflict(), goal), &holds);
        let reaches = matches!(finding, Finding::Path { .. });
        self.keep(finding);
        Ok(reaches)
    }

    fn joint(&mut self, members: &[DmId], from: &State, goal: Option<&OutcomeWhen>) -> Result<bool, No> {
        let conflict = self.meaning.conflict();
        let reach = motion::reach_of(self.meaning, members, from, Motion::Moves, self.bounds.pairs, &Control::none())?;
        let gained = |state: &State| {
            members.iter().all(|&dm| self.meaning.prefers(dm, state, from))
                && goal.is_none_or(|goal| self.meaning.satisfies(goal, state))
        };
        let path = reach.path_to(&gained);
        let mut finding = match &path {
            Some(path) => findings::joint_improvement(conflict, members, path),
            None => findings::no_joint_improvement(conflict, members, &reach),
        };
        if let Finding::JointImprovement { goal: to, .. } | Finding::NoJointImprovement { goal: to, .. } = &mut finding
        {
            *to = goal.map(|goal| written(conflict, goal));
        }
        self.keep(finding);
        Ok(path.is_some())
    }

    /// One equilibrium settles most questions about all of them; otherwise every state has its verdict.
    fn equilibria(&mut self, question: &Question, concept: &'static Concept, goal: &OutcomeWhen) -> Result<bool, No> {
        let conflict = self.meaning.conflict();
        let ask::Verdict { holds, reason } = ask::ask(conflict, question, self.bounds, &|| false)?;
        let list = StateList::new(conflict, MAX_STATES_FOR_ALL)?;
        let every = matches!(question, Question::EveryEquilibrium { .. });
        let mut equilibria = 0;
        match reason {
            Reason::AtEquilibrium(state) => equilibria += usize::from(self.verdicts.equilibrium(concept, &state)?),
            _ => {
                // That a condition holds in every equilibrium takes one of them; of the others nothing need be said.
                for state in list.states() {
                    let matters = match (every, holds) {
                        (false, _) => self.meaning.satisfies(goal, state),
                        (true, true) => equilibria == 0 || !self.meaning.satisfies(goal, state),
                        (true, false) => true,
                    };
                    if matters {
                        equilibria += usize::from(self.verdicts.equilibrium(concept, state)?);
                    }
                }
            }
        }
        let agrees = match (every, holds) {
            (false, true) | (true, true) => equilibria > 0,
            (false, false) => equilibria == 0,
            (true, false) => true,
        };
        if agrees {
            Ok(holds)
        } else {
            Err(No("the engine and the definitions do not agree: please report this".into()))
        }
    }

    /// The same may be asked twice.
    fn keep(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// A goal as certificates write it. A list of no states is a condition that never holds.
fn written(conflict: &Conflict, goal: &OutcomeWhen) -> detente_proof::Goal {
    match goal {
        OutcomeWhen::OneOf(states) if states.is_empty() => {
            findings::goal(conflict, &OutcomeWhen::Holds(Expr::Constant(false)))
        }
        goal => findings::goal(conflict, goal),
    }
}
