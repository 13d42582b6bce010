//! Questions: against the definitions by the letter on random conflicts, and the table of K04.

use std::collections::BTreeSet;

use detente_analysis::ask::{AskError, Bounds, Reason, Verdict, answer_propositions, ask, question_in};
use detente_model::concept::NASH;
use detente_model::{
    CONCEPTS, Change, Conflict, DmId, Expr, Meaning, Motion, OptionId, OutcomeWhen, Proposition, Provenance, Question,
    State, StateList, Variant, plain, read,
};
use detente_testkit::{Rng, Shape, random_conflict};

const CORE: &str = include_str!("../../../catalogue/us-china-2023.toml");
const TAIWAN: &str = include_str!("../../../catalogue/us-china-2023-taiwan.toml");

fn put(conflict: &Conflict, question: &Question) -> Verdict {
    ask(conflict, question, &Bounds::default(), &|| false).expect("it is small")
}

/// All pairs of a state and who stepped last that legal sequences lead to, found by going round until nothing is added.
fn pairs(meaning: &Meaning, by: &[DmId], motion: Motion, from: &State) -> BTreeSet<(State, Option<DmId>)> {
    let mut found = BTreeSet::from([(from.clone(), None)]);
    loop {
        let mut more = found.clone();
        for (state, last) in &found {
            for &dm in by.iter().filter(|&&dm| Some(dm) != *last) {
                let improvements = meaning.improvements(dm, state);
                for end in meaning.moves(dm, state) {
                    let takes = match motion {
                        Motion::Moves => true,
                        Motion::Improvements => meaning.prefers(dm, &end, state),
                        Motion::BestImprovements => {
                            meaning.prefers(dm, &end, state)
                                && improvements.iter().all(|other| !meaning.prefers(dm, other, &end))
                        }
                    };
                    if takes {
                        more.insert((end, Some(dm)));
                    }
                }
            }
        }
        if more == found {
            return found;
        }
        found = more;
    }
}

#[test]
fn verdicts_are_those_of_the_definitions_on_random_conflicts() {
    let (mut yes, mut no) = (0, 0);
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        for seed in 0..350 {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).expect("it is small");
            let list = StateList::new(&conflict, 1 << 12).expect("it is small");
            let mut rng = Rng::new(seed);
            let at = list.states()[rng.below(list.states().len())].clone();
            let other = list.states()[rng.below(list.states().len())].clone();
            let goals: Vec<State> = list.states().iter().filter(|_| rng.chance(15)).cloned().collect();
            let goal = OutcomeWhen::OneOf(goals.clone());
            let everybody: Vec<DmId> = conflict.dm_ids().collect();
            let dm = DmId::from(rng.below(everybody.len()));
            let concept = CONCEPTS[rng.below(CONCEPTS.len())];
            let mut check = |question: Question, expected: bool| {
                let verdict = put(&conflict, &question);
                assert_eq!(verdict.holds, expected, "{shape:?} {seed} {question:?}");
                *(if expected { &mut yes } else { &mut no }) += 1;
                verdict.reason
            };
            check(Question::Stable { concept, dm, at: Some(at.clone()) }, plain::is_stable(&meaning, concept, dm, &at));
            check(
                Question::Equilibrium { concept, at: Some(at.clone()) },
                plain::is_equilibrium(&meaning, concept, &at),
            );
            check(
                Question::Prefers { dm, better: Some(at.clone()), worse: Some(other.clone()) },
                meaning.prefers(dm, &at, &other),
            );
            for by in Motion::ALL {
                let reached = pairs(&meaning, &everybody, by, &at);
                let hit = reached.iter().any(|(state, _)| goals.contains(state));
                let question = Question::Reaches { from: Some(at.clone()), by, goal: goal.clone() };
                match check(question, hit) {
                    Reason::Path { from, steps } => {
                        // The path is legal and arrives.
                        let (mut now, mut last) = (from, None);
                        for step in &steps {
                            assert!(meaning.can_move(step.by, &now, &step.to) && last != Some(step.by));
                            assert!(by == Motion::Moves || meaning.prefers(step.by, &step.to, &now));
                            (now, last) = (step.to.clone(), Some(step.by));
                        }
                        assert!(goals.contains(&now));
                    }
                    Reason::Closed { states, .. } => {
                        let all: BTreeSet<&State> = reached.iter().map(|(state, _)| state).collect();
                        assert_eq!(states, all.len());
                    }
                    other => panic!("{other:?}"),
                }
                check(Question::Avoids { from: Some(at.clone()), by, goal: goal.clone() }, !hit);
            }
            let coalition: Vec<DmId> = everybody.iter().copied().filter(|_| rng.chance(60)).collect();
            let ends = pairs(&meaning, &coalition, Motion::Moves, &at);
            let joint = |to: &State| coalition.iter().all(|&dm| meaning.prefers(dm, to, &at));
            let any = ends.iter().any(|(state, last)| last.is_some() && joint(state));
            check(Question::JointImprovement { coalition: coalition.clone(), from: Some(at.clone()), goal: None }, any);
            let any = ends.iter().any(|(state, last)| last.is_some() && joint(state) && goals.contains(state));
            let question = Question::JointImprovement { coalition, from: Some(at.clone()), goal: Some(goal.clone()) };
            check(question, any);
            let equilibria: Vec<&State> =
                list.states().iter().filter(|state| plain::is_equilibrium(&meaning, concept, state)).collect();
            let some = equilibria.iter().any(|state| goals.contains(state));
            check(Question::SomeEquilibrium { concept, goal: goal.clone() }, some);
            let every = !equilibria.is_empty() && equilibria.iter().all(|state| goals.contains(state));
            check(Question::EveryEquilibrium { concept, goal }, every);
        }
    }
    assert!(yes > 3000 && no > 3000, "{yes} yes, {no} no");
}

fn option(conflict: &Conflict, name: &str) -> OptionId {
    (0..conflict.options.len()).map(OptionId::from).find(|&o| conflict.option_name(o) == name).expect("it is there")
}

/// The status quo with some options switched.
fn switched(conflict: &Conflict, switches: &[(&str, bool)]) -> State {
    let Some(State::Vector(mut vector)) = conflict.status_quo.clone() else { panic!("it is in option form") };
    switches.iter().for_each(|&(name, on)| vector.set(option(conflict, name), on));
    State::Vector(vector)
}

#[test]
fn engagement_keeps_the_peace_where_force_would_cost_the_channel_and_is_not_abhorred() {
    let core = read::read(CORE).conflict.expect("the file is in order");
    let force = OutcomeWhen::Holds(Expr::Option(option(&core, "china.force")));
    let last = core.statements(core.dm_by_id("china").expect("it is there")).expect("it has statements").len() - 1;
    let negate = Change::Negate { id: "c3".into() };
    let attitudes: [Vec<Change>; 3] = [
        vec![],
        vec![Change::Drop { id: "c3".into() }],
        // It likes force, all else equal.
        vec![Change::Move { id: "c3".into(), to: last }, negate],
    ];
    let closed = switched(&core, &[("us.engage", false), ("china.engage", false)]);
    let mut table = Vec::new();
    for attitude in attitudes {
        let mut row = Vec::new();
        for rules in [vec![], vec![Change::Drop { id: "F3".into() }]] {
            for from in [None, Some(closed.clone())] {
                let changes: Vec<Change> = attitude.iter().chain(&rules).cloned().collect();
                let changed = core.changed(&changes).expect("it can be changed so");
                let question = Question::Reaches { from, by: Motion::BestImprovements, goal: force.clone() };
                let question = question_in(&core, &changed, &question).expect("the states stay");
                row.push(put(&changed, &question).holds);
            }
        }
        table.push(row);
    }
    // F3 kept: open, closed; F3 dropped: open, closed.
    assert_eq!(table[0], [false; 4], "averse");
    assert_eq!(table[1], [false; 4], "indifferent");
    assert_eq!(table[2], [false, true, true, true], "likes it, all else equal");
}

#[test]
fn the_shock_that_leads_to_war_is_the_end_of_opposition_to_independence() {
    let taiwan = read::read(TAIWAN).conflict.expect("the file is in order");
    let force = OutcomeWhen::Holds(Expr::Option(option(&taiwan, "china.force")));
    let reaches = |from: Option<State>| {
        put(&taiwan, &Question::Reaches { from, by: Motion::BestImprovements, goal: force.clone() }).holds
    };
    assert!(!reaches(None));
    assert!(reaches(Some(switched(&taiwan, &[("us.oppose", false)]))));
    assert!(reaches(Some(switched(&taiwan, &[("taiwan.indep", true)]))));
    for name in ["us.engage", "us.prohibit", "china.engage", "china.build", "us.arms", "china.provoke"] {
        assert!(!reaches(Some(switched(&taiwan, &[(name, false)]))), "{name}");
    }
}

#[test]
fn questions_without_an_answer_say_why() {
    let mut core = read::read(CORE).conflict.expect("the file is in order");
    let question = Question::Equilibrium { concept: &NASH, at: None };
    let cancelled = ask(&core, &question, &Bounds::default(), &|| true);
    assert!(matches!(cancelled, Err(AskError::Cancelled)), "{cancelled:?}");
    let nowhere = switched(&core, &[("us.prohibit", false), ("us.widen", true)]);
    let bad = ask(&core, &Question::Equilibrium { concept: &NASH, at: Some(nowhere) }, &Bounds::default(), &|| false);
    assert!(matches!(bad, Err(AskError::NoSuchState(_))), "{bad:?}");
    let goal = OutcomeWhen::OneOf(Vec::new());
    let far = Question::Reaches { from: None, by: Motion::Moves, goal };
    let bounds = Bounds { pairs: 10, ..Bounds::default() };
    assert!(matches!(ask(&core, &far, &bounds, &|| false), Err(AskError::TooFar(10))));
    // The state that is asked about is not feasible with a new rule.
    let at = Some(switched(&core, &[("us.arms", false)]));
    let changed = core.changed(&[Change::Fix { option: option(&core, "us.arms"), on: true }]).expect("it can be fixed");
    let moved = question_in(&core, &changed, &Question::Equilibrium { concept: &NASH, at });
    assert!(matches!(moved, Err(AskError::NoSuchState(_))));
    core.status_quo = None;
    assert!(matches!(ask(&core, &question, &Bounds::default(), &|| false), Err(AskError::NoStatusQuo)));
}

#[test]
fn propositions_are_asked_of_the_variants_they_name_and_of_no_others() {
    let core = read::read(CORE).conflict.expect("the file is in order");
    let variant = |id: &str, changes| Variant {
        id: id.into(),
        text: None,
        other_reading: Vec::new(),
        views: Vec::new(),
        clarified: Vec::new(),
        changes,
        provenance: Provenance::default(),
    };
    let variants = [
        variant("hostile", vec![Change::Negate { id: "u3".into() }]),
        variant("broken", vec![Change::Drop { id: "nothing".into() }]),
        variant("unasked", vec![]),
    ];
    let proposition = Proposition {
        id: "P".into(),
        says: String::new(),
        provenance: Provenance::default(),
        question: Question::Equilibrium { concept: &NASH, at: None },
        variants: vec!["broken".into(), "hostile".into(), "missing".into()],
    };
    let answered = answer_propositions(&core, &variants, &[proposition], &Bounds::default(), &|| false);
    assert!(answered[0].verdict.as_ref().is_ok_and(|verdict| verdict.holds));
    let found: Vec<(&str, Option<bool>)> =
        answered[0].in_variants.iter().map(|(id, verdict)| (id.as_str(), verdict.as_ref().ok().copied())).collect();
    assert_eq!(found, [("broken", None), ("hostile", Some(false)), ("missing", None)]);
}
