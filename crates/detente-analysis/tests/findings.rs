//! Findings on random conflicts are accepted, and once something in them is changed the checker agrees with a judge of its own on whether they
//! still prove anything.

use std::collections::{BTreeMap, BTreeSet};

use detente_analysis::certify::findings::{certificate, goal, joint_improvement, no_joint_improvement, reaches};
use detente_analysis::motion::{MAX_PAIRS, reach, reach_of};
use detente_model::{Conflict, DmId, Expr, Meaning, Motion, OptionId, OutcomeWhen, State, StateList};
use detente_proof::{Bundle, Finding, Goal, Reached, Step, state_text, verify};
use detente_testkit::{Rng, Shape, random_conflict};

/// A random goal: some states, or an option that is on.
fn some_goal(conflict: &Conflict, states: &[State], rng: &mut Rng) -> OutcomeWhen {
    if !conflict.options.is_empty() && rng.chance(30) {
        return OutcomeWhen::Holds(Expr::Option(OptionId::from(rng.below(conflict.options.len()))));
    }
    let mut wanted: Vec<State> = states.iter().filter(|_| rng.chance(20)).cloned().collect();
    if wanted.is_empty() {
        wanted.push(states[rng.below(states.len())].clone());
    }
    OutcomeWhen::OneOf(wanted)
}

fn some_findings(meaning: &Meaning, rng: &mut Rng) -> Vec<Finding> {
    let conflict = meaning.conflict();
    let list = StateList::new(conflict, 1 << 10).unwrap();
    let mut findings = Vec::new();
    for by in Motion::ALL {
        let from = &list.states()[rng.below(list.states().len())];
        let wanted = some_goal(conflict, list.states(), rng);
        let reached = reach(meaning, from, by, MAX_PAIRS, &detente_engine::Control::none()).unwrap();
        let holds = |state: &State| detente_analysis::motion::holds(meaning, &wanted, state);
        let finding = reaches(conflict, &reached, goal(conflict, &wanted), &holds);
        let found = matches!(finding, Finding::Path { .. });
        assert_eq!(found, reached.states().any(|state| holds(&state)));
        findings.push(finding);
    }
    let from = &list.states()[rng.below(list.states().len())];
    let mut members: Vec<DmId> = conflict.dm_ids().filter(|_| rng.chance(50)).collect();
    if members.is_empty() {
        members.push(DmId(0));
    }
    let reached =
        reach_of(meaning, &members, from, Motion::Moves, MAX_PAIRS, &detente_engine::Control::none()).unwrap();
    let wanted = rng.chance(50).then(|| some_goal(conflict, list.states(), rng));
    let gain = |end: &State| {
        members.iter().all(|&dm| meaning.prefers(dm, end, from))
            && wanted.as_ref().is_none_or(|wanted| meaning.satisfies(wanted, end))
    };
    let mut finding = match reached.path_to(&gain) {
        Some(path) => joint_improvement(conflict, &members, &path),
        None => no_joint_improvement(conflict, &members, &reached),
    };
    if let Finding::JointImprovement { goal: to, .. } | Finding::NoJointImprovement { goal: to, .. } = &mut finding {
        *to = wanted.map(|wanted| goal(conflict, &wanted));
    }
    findings.push(finding);
    findings
}

// --- the judge -----------------------------------------------------------------------------------

struct Judge<'m, 'c> {
    meaning: &'m Meaning<'c>,
    states: BTreeMap<String, State>,
}

impl<'m, 'c> Judge<'m, 'c> {
    fn new(meaning: &'m Meaning<'c>) -> Self {
        let list = StateList::new(meaning.conflict(), 1 << 10).unwrap();
        let named = |state: &State| (state_text(meaning.conflict(), state), state.clone());
        Judge { meaning, states: list.states().iter().map(named).collect() }
    }

    fn dm(&self, id: &str) -> Option<DmId> {
        self.meaning.conflict().dm_ids().find(|&dm| self.meaning.conflict().dm(dm).id == id)
    }

    fn members(&self, ids: &[String]) -> Option<Vec<DmId>> {
        let members: Vec<DmId> = ids.iter().map(|id| self.dm(id)).collect::<Option<_>>()?;
        let different = members.iter().enumerate().all(|(place, dm)| !members[..place].contains(dm));
        (!members.is_empty() && different).then_some(members)
    }

    /// By the letter: an improvement to which no other is preferred.
    fn is_step(&self, dm: DmId, from: &State, to: &State, motion: &str) -> bool {
        let moves = self.meaning.moves(dm, from);
        let better = |state: &State| self.meaning.prefers(dm, state, from);
        moves.contains(to)
            && match motion {
                "moves" => true,
                "improvements" => better(to),
                "best" => better(to) && !moves.iter().any(|other| better(other) && self.meaning.prefers(dm, other, to)),
                _ => false,
            }
    }

    fn end(&self, from: &str, steps: &[Step], motion: &str, movers: &[DmId]) -> Option<State> {
        let (mut at, mut last) = (self.states.get(from)?.clone(), None);
        for step in steps {
            let (by, to) = (self.dm(&step.by)?, self.states.get(&step.to)?);
            if !movers.contains(&by) || last == Some(by) || !self.is_step(by, &at, to, motion) {
                return None;
            }
            (at, last) = (to.clone(), Some(by));
        }
        Some(at)
    }

    /// The states that a closed set holds, with where it begins; `None` where it is not closed.
    fn closed(&self, from: &str, reached: &[Reached], motion: &str, movers: &[DmId]) -> Option<BTreeSet<State>> {
        let mut pairs: BTreeSet<(Option<DmId>, State)> = BTreeSet::new();
        for part in reached {
            let by = self.dm(&part.by).filter(|by| movers.contains(by))?;
            for text in &part.states {
                if !pairs.insert((Some(by), self.states.get(text)?.clone())) {
                    return None;
                }
            }
        }
        pairs.insert((None, self.states.get(from)?.clone()));
        for (last, state) in &pairs {
            for &dm in movers.iter().filter(|&&dm| Some(dm) != *last) {
                for end in self.states.values().filter(|end| self.is_step(dm, state, end, motion)) {
                    if !pairs.contains(&(Some(dm), end.clone())) {
                        return None;
                    }
                }
            }
        }
        Some(pairs.into_iter().map(|(_, state)| state).collect())
    }

    /// The states in which a goal holds.
    fn goal(&self, goal: &Goal) -> Option<BTreeSet<State>> {
        match goal {
            Goal::States(texts) => {
                let states: BTreeSet<State> =
                    texts.iter().map(|text| self.states.get(text).cloned()).collect::<Option<_>>()?;
                (!states.is_empty() && states.len() == texts.len()).then_some(states)
            }
            Goal::Condition(text) => {
                let conflict = self.meaning.conflict();
                let option =
                    (0..conflict.options.len()).map(OptionId::from).find(|&o| conflict.option_name(o) == *text)?;
                let on = |state: &&State| {
                    let vectors = self.meaning.vectors(state);
                    !vectors.is_empty() && vectors.iter().all(|vector| vector.is_on(option))
                };
                Some(self.states.values().filter(on).cloned().collect())
            }
            Goal::Outcome(_) => None,
        }
    }

    fn holds(&self, finding: &Finding) -> bool {
        self.opinion(finding).unwrap_or(false)
    }

    fn opinion(&self, finding: &Finding) -> Option<bool> {
        let everybody: Vec<DmId> = self.meaning.conflict().dm_ids().collect();
        let known = |motion: &str| ["moves", "improvements", "best"].contains(&motion);
        Some(match finding {
            Finding::Path { from, motion, goal, steps } => {
                known(motion) && self.goal(goal)?.contains(&self.end(from, steps, motion, &everybody)?)
            }
            Finding::Unreachable { from, motion, goal, reached } => {
                known(motion) && self.goal(goal)?.is_disjoint(&self.closed(from, reached, motion, &everybody)?)
            }
            Finding::JointImprovement { members, from, goal, steps } => {
                let members = self.members(members)?;
                let end = self.end(from, steps, "moves", &members)?;
                let there = goal.as_ref().map_or(Some(true), |goal| Some(self.goal(goal)?.contains(&end)))?;
                there && members.iter().all(|&dm| self.meaning.prefers(dm, &end, &self.states[from]))
            }
            Finding::NoJointImprovement { members, from, goal, reached } => {
                let members = self.members(members)?;
                let mut all = self.closed(from, reached, "moves", &members)?;
                if let Some(goal) = goal {
                    let goal = self.goal(goal)?;
                    all.retain(|state| goal.contains(state));
                }
                !all.iter().any(|end| members.iter().all(|&dm| self.meaning.prefers(dm, end, &self.states[from])))
            }
        })
    }
}

// --- mutations -----------------------------------------------------------------------------------

/// Changes one thing in a finding.
fn mutated(finding: &Finding, rng: &mut Rng, dms: &[String], states: &[String]) -> Finding {
    let mut finding = finding.clone();
    let dm = dms[rng.below(dms.len())].clone();
    let state = states[rng.below(states.len())].clone();
    let other_motion = ["moves", "improvements", "best", "leaps"][rng.below(4)];
    match (&mut finding, rng.below(4)) {
        (
            Finding::Path { from, .. }
            | Finding::Unreachable { from, .. }
            | Finding::JointImprovement { from, .. }
            | Finding::NoJointImprovement { from, .. },
            0,
        ) => *from = state,
        (Finding::Path { motion, goal, .. } | Finding::Unreachable { motion, goal, .. }, 1) => match rng.below(2) {
            0 => *motion = other_motion.into(),
            _ => match goal {
                Goal::States(list) if rng.chance(50) => list.push(state),
                Goal::States(list) => drop(list.pop()),
                _ => *goal = Goal::States(vec![state]),
            },
        },
        (Finding::JointImprovement { members, goal, .. } | Finding::NoJointImprovement { members, goal, .. }, 1) => {
            match rng.below(4) {
                0 => members.push(dm),
                1 => drop(members.pop()),
                2 => *goal = None,
                _ => *goal = Some(Goal::States(vec![state])),
            }
        }
        (Finding::Path { steps, .. } | Finding::JointImprovement { steps, .. }, _) => match rng.below(4) {
            0 if !steps.is_empty() => drop(steps.remove(rng.below(steps.len()))),
            1 if !steps.is_empty() => {
                let at = rng.below(steps.len());
                steps[at].by = dm;
            }
            2 if !steps.is_empty() => {
                let at = rng.below(steps.len());
                steps[at].to = state;
            }
            _ => steps.insert(rng.below(steps.len() + 1), Step { by: dm, to: state }),
        },
        (Finding::Unreachable { reached, .. } | Finding::NoJointImprovement { reached, .. }, _) => match rng.below(4) {
            0 if !reached.is_empty() => drop(reached.remove(rng.below(reached.len()))),
            1 if !reached.is_empty() => {
                let at = rng.below(reached.len());
                reached[at].by = dm;
            }
            2 if !reached.is_empty() => {
                let at = rng.below(reached.len());
                let part = &mut reached[at].states;
                drop(part.remove(rng.below(part.len())));
            }
            _ => reached.push(Reached { by: dm, states: vec![state] }),
        },
    }
    finding
}

fn checked(shape: Shape, seeds: u64) {
    let (mut right, mut wrong) = (0, 0);
    let mut kinds = [0; 4];
    for seed in 0..seeds {
        let conflict = random_conflict(seed, shape);
        let meaning = Meaning::new(&conflict).unwrap();
        let judge = Judge::new(&meaning);
        let mut rng = Rng::new(seed);
        let findings = some_findings(&meaning, &mut rng);
        let bundle = certificate(&meaning, findings.clone());
        assert_eq!(Bundle::from_json(&bundle.to_json()), Ok(bundle.clone()));
        let verified = verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{shape:?} {seed}: {}", all[0]));
        assert_eq!(verified.findings, findings.len());
        let dms: Vec<String> = conflict.decision_makers.iter().map(|dm| dm.id.clone()).collect();
        let states: Vec<String> = judge.states.keys().cloned().collect();
        for finding in &findings {
            kinds[match finding {
                Finding::Path { .. } => 0,
                Finding::Unreachable { .. } => 1,
                Finding::JointImprovement { .. } => 2,
                Finding::NoJointImprovement { .. } => 3,
            }] += 1;
            assert!(judge.holds(finding), "{shape:?} {seed}: {finding:?}");
            for _ in 0..6 {
                let changed = mutated(finding, &mut rng, &dms, &states);
                let holds = judge.holds(&changed);
                let accepted = verify(&conflict, &certificate(&meaning, vec![changed.clone()]));
                assert_eq!(accepted.is_ok(), holds, "{shape:?} {seed}: {changed:?} {accepted:?}");
                if holds { right += 1 } else { wrong += 1 }
            }
        }
    }
    assert!(kinds.iter().all(|&count| count > 20), "{kinds:?}");
    assert!(right > 100 && wrong > 1000, "{right} {wrong}");
}

#[test]
fn findings_on_conflicts_of_options_are_proved_and_changed_ones_judged() {
    checked(Shape::Options, 300);
}

#[test]
fn findings_on_conflicts_with_coalesced_states_are_proved_and_changed_ones_judged() {
    checked(Shape::Coalesced, 400);
}

#[test]
fn findings_on_conflicts_in_graph_form_are_proved_and_changed_ones_judged() {
    checked(Shape::Graph, 1000);
}
