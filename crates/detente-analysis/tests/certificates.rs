//! Certificates of random conflicts are accepted, say what the definitions say, and are rejected once something in them
//! is wrong.
//!
//! Whether a changed certificate is wrong is decided here by a judge of its own, written with [`detente_model::plain`]
//! only: the checker must agree with it on every one.

use std::collections::{BTreeMap, BTreeSet};

use detente_analysis::certify::{
    CertifyError, MAX_STATES_FOR_ALL, Prover, Reasons, Remains, Request, all_requests, certify,
};
use detente_model::{
    CONCEPTS, Concept, Conflict, Direction, DmId, Expr, Meaning, OptionVector, Preference, Sanction, State, StateList,
    Steps, plain,
};
use detente_proof::{Answer, Bundle, ClosedSet, Conventions, Proof, Reached, Step, Verdict, state_text, verify};
use detente_testkit::{Rng, Shape, random_conflict};

// --- every verdict of random conflicts -----------------------------------------------------------

fn every_verdict_is_proved(shape: Shape, conflicts: u64) {
    for seed in 0..conflicts {
        let conflict = random_conflict(seed, shape);
        let meaning = Meaning::new(&conflict).unwrap();
        let requests = all_requests(&conflict).unwrap();
        let bundle = certify(&meaning, &requests, &mut |_, _| true).unwrap();
        let verified = verify(&conflict, &bundle).unwrap_or_else(|all| panic!("{shape:?} {seed}: {}", all[0]));
        assert_eq!(verified.verdicts, requests.len());
        for (request, verdict) in requests.iter().zip(&bundle.verdicts) {
            assert_eq!(verdict.state, state_text(&conflict, &request.state));
            let stable = plain::is_stable(&meaning, request.concept, request.dm, &request.state);
            assert_eq!(matches!(verdict.proof, Proof::Stable { .. }), stable, "{shape:?} {seed}: {request:?}");
        }
        let list = StateList::new(&conflict, MAX_STATES_FOR_ALL).unwrap();
        for tally in &verified.tallies {
            let equilibria = list.states().iter().filter(|state| plain::is_equilibrium(&meaning, tally.concept, state));
            assert_eq!(tally.equilibria.iter().collect::<Vec<_>>(), equilibria.collect::<Vec<_>>());
            assert_eq!(tally.equilibria.len() + tally.not_equilibria, list.states().len());
        }
        assert_eq!(Bundle::from_json(&bundle.to_json()), Ok(bundle));
    }
}

#[test]
fn every_verdict_on_conflicts_of_options_is_proved() {
    every_verdict_is_proved(Shape::Options, 500);
}

#[test]
fn every_verdict_on_conflicts_with_coalesced_states_is_proved() {
    every_verdict_is_proved(Shape::Coalesced, 1000);
}

#[test]
fn every_verdict_on_conflicts_in_graph_form_is_proved() {
    every_verdict_is_proved(Shape::Graph, 2000);
}

// --- reasons -------------------------------------------------------------------------------------

#[test]
fn reasons_agree_with_the_definitions() {
    for (seed, shape) in (0..150).zip([Shape::Options, Shape::Coalesced, Shape::Graph].into_iter().cycle()) {
        let conflict = random_conflict(seed, shape);
        let meaning = Meaning::new(&conflict).unwrap();
        let mut prover = Prover::new(&meaning);
        for request in all_requests(&conflict).unwrap() {
            let Request { concept, dm, state: ref s } = request;
            let opponents = conflict.opponents(dm);
            match prover.reasons(&request).unwrap() {
                Reasons::Stable(sanctions) => {
                    let improvements: Vec<_> =
                        sanctions.iter().map(|sanctioned| sanctioned.improvement.clone()).collect();
                    assert_eq!(improvements, meaning.improvements(dm, s));
                    for sanctioned in sanctions {
                        assert!(!meaning.prefers(dm, &sanctioned.sequence.last().unwrap().to, s));
                        assert!(sanctioned.sequence.iter().all(|step| opponents.contains(&step.by)));
                    }
                }
                Reasons::Unstable(unanswered) => {
                    let y = unanswered.improvement;
                    assert!(meaning.improvements(dm, s).contains(&y));
                    assert_eq!(unanswered.replies.is_some(), concept.sanction.is_some());
                    let Some((kind, replies)) = concept.sanction.zip(unanswered.replies) else { continue };
                    let mut states: Vec<_> = replies.iter().map(|reply| reply.state.clone()).collect();
                    states.sort();
                    assert_eq!(states, plain::reachable(&meaning, &opponents, kind.steps, &y));
                    for reply in replies {
                        assert!(!reply.last_movers.is_empty() && reply.last_movers.is_sorted());
                        match reply.remains {
                            Remains::Preferred => assert!(meaning.prefers(dm, &reply.state, s)),
                            Remains::Escape(w) => {
                                assert!(kind.inescapable && !meaning.prefers(dm, &reply.state, s));
                                assert!(meaning.can_move(dm, &reply.state, &w) && meaning.prefers(dm, &w, s));
                            }
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn sanctions_are_as_short_as_can_be() {
    // From s1 dm1 can sanction at once, though a longer way comes first in the order of decision makers and states.
    let conflict = detente_testkit::graph_model(
        5,
        &[(&[(0, 1)], &[1, 2, 3, 0, 0]), (&[(1, 2)], &[0; 5]), (&[(1, 4), (2, 3)], &[0; 5])],
    );
    let meaning = Meaning::new(&conflict).unwrap();
    let request = Request { concept: Concept::by_id("gmr").unwrap(), dm: DmId(0), state: State::Named(0) };
    let Reasons::Stable(sanctions) = Prover::new(&meaning).reasons(&request).unwrap() else { panic!("it is stable") };
    assert_eq!(sanctions[0].sequence, [detente_analysis::certify::Step { by: DmId(2), to: State::Named(4) }]);
}

// --- requests ------------------------------------------------------------------------------------

#[test]
fn a_verdict_on_one_state_of_two_to_the_forty_needs_no_list() {
    let mut conflict = random_conflict(0, Shape::Options);
    conflict.rules.clear();
    conflict.decision_makers.truncate(2);
    let option = conflict.options[0].clone();
    conflict.options = (0..40)
        .map(|n| detente_model::DmOption { id: format!("o{n}"), owner: DmId(n / 8 / 4), ..option.clone() })
        .collect();
    // The first has 8 options of 40, and wants them alike; the second, with 32, has one that it may change.
    for (n, option) in conflict.options.iter_mut().enumerate() {
        option.owner = DmId(u32::from(n >= 8));
        option.direction = if n > 8 { Direction::Off } else { Direction::Both };
    }
    conflict.decision_makers[0].options = 0..8;
    conflict.decision_makers[1].options = 8..40;
    let statement = |that| detente_model::Statement { id: "u".into(), that, provenance: Default::default() };
    let on = |n| Expr::Option(detente_model::OptionId(n));
    for dm in &mut conflict.decision_makers {
        dm.preference = Preference::Prioritised(vec![statement(Expr::Iff(on(0).into(), on(8).into()))]);
    }
    conflict.status_quo = None;
    let meaning = Meaning::new(&conflict).unwrap();
    let state = State::Vector(OptionVector::from_bits(40, 1));
    let requests: Vec<_> = CONCEPTS
        .iter()
        .flat_map(|&concept| [0, 1].map(|dm| Request { concept, dm: DmId(dm), state: state.clone() }))
        .collect();
    let bundle = certify(&meaning, &requests, &mut |_, _| true).unwrap();
    assert_eq!(verify(&conflict, &bundle).unwrap().verdicts, 10);
    assert!(all_requests(&conflict).is_err());
}

#[test]
fn a_request_made_twice_is_answered_once_and_one_about_nothing_is_an_error() {
    let conflict = random_conflict(1, Shape::Graph);
    let meaning = Meaning::new(&conflict).unwrap();
    let request = Request { concept: CONCEPTS[0], dm: DmId(0), state: State::Named(0) };
    let mut go_on = |_, _| true;
    let bundle = certify(&meaning, &[request.clone(), request.clone()], &mut go_on).unwrap();
    assert_eq!(bundle.verdicts.len(), 1);
    let nowhere = Request { state: State::Named(99), ..request.clone() };
    assert_eq!(certify(&meaning, std::slice::from_ref(&nowhere), &mut go_on), Err(CertifyError::Unknown(nowhere)));
    let nobody = Request { dm: DmId(99), ..request };
    assert_eq!(certify(&meaning, std::slice::from_ref(&nobody), &mut go_on), Err(CertifyError::Unknown(nobody)));
}

#[test]
fn a_search_that_grows_too_large_is_given_up_unless_another_improvement_settles_it() {
    // Three opponents' steps s1 → s2 → s3 → s4 sanction the improvement s1; s5 has no answer at all.
    let chain: [&[(usize, usize)]; 2] = [&[(1, 2), (3, 4)], &[(2, 3)]];
    let conflict = |own: &[(usize, usize)]| {
        let pay: &[u32] = &[1, 2, 2, 2, 0, 2];
        detente_testkit::graph_model(6, &[(own, pay), (chain[0], pay), (chain[1], pay)])
    };
    let request = Request { concept: Concept::by_id("gmr").unwrap(), dm: DmId(0), state: State::Named(0) };
    let (one, both) = (conflict(&[(0, 1)]), conflict(&[(0, 1), (0, 5)]));
    let (one, both) = (Meaning::new(&one).unwrap(), Meaning::new(&both).unwrap());
    assert!(matches!(Prover::new(&one).reasons(&request), Ok(Reasons::Stable(_))));
    let given_up = Prover::new(&one).with_max_pairs(1).reasons(&request);
    assert_eq!(given_up, Err(CertifyError::TooLarge { request: request.clone(), max_pairs: 1 }));
    assert!(matches!(Prover::new(&both).with_max_pairs(1).reasons(&request), Ok(Reasons::Unstable(_))));
}

#[test]
fn work_can_be_watched_and_cancelled() {
    let conflict = random_conflict(1, Shape::Options);
    let meaning = Meaning::new(&conflict).unwrap();
    let requests = all_requests(&conflict).unwrap();
    let mut seen = Vec::new();
    let mut progress = |done, total| {
        seen.push((done, total));
        done < 7
    };
    assert_eq!(certify(&meaning, &requests, &mut progress), Err(CertifyError::Cancelled { done: 7 }));
    assert_eq!(seen, (1..=7).map(|done| (done, requests.len())).collect::<Vec<_>>());
}

#[test]
fn the_same_requests_give_the_same_bytes() {
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        let conflict = random_conflict(7, shape);
        let text = || {
            let meaning = Meaning::new(&conflict).unwrap();
            certify(&meaning, &all_requests(&conflict).unwrap(), &mut |_, _| true).unwrap().to_json()
        };
        assert_eq!(text(), text());
    }
}

// --- the judge -----------------------------------------------------------------------------------

/// Decides by [`plain`] whether a certificate is right.
struct Judge<'c> {
    meaning: Meaning<'c>,
    states: BTreeMap<String, State>,
}

impl<'c> Judge<'c> {
    fn new(conflict: &'c Conflict) -> Self {
        let list = StateList::new(conflict, MAX_STATES_FOR_ALL).unwrap();
        let states = list.states().iter().map(|state| (state_text(conflict, state), state.clone())).collect();
        Judge { meaning: Meaning::new(conflict).unwrap(), states }
    }

    fn dm(&self, id: &str) -> Option<DmId> {
        self.meaning.conflict().dm_ids().find(|&dm| self.meaning.conflict().dm(dm).id == id)
    }

    /// Every verdict is true by the definitions, whatever its proof.
    fn is_true(&self, bundle: &Bundle) -> bool {
        bundle.verdicts.iter().all(|verdict| self.claim(verdict).is_some_and(|(.., is_true)| is_true))
    }

    fn claim(&self, verdict: &Verdict) -> Option<(&'static Concept, DmId, State, bool)> {
        let concept = CONCEPTS.into_iter().find(|concept| concept.id == verdict.concept)?;
        let (dm, state) = (self.dm(&verdict.decision_maker)?, self.states.get(&verdict.state)?.clone());
        let claimed = matches!(verdict.proof, Proof::Stable { .. });
        let is_true = plain::is_stable(&self.meaning, concept, dm, &state) == claimed;
        Some((concept, dm, state, is_true))
    }

    /// Every verdict is true, and its proof a proof.
    fn is_right(&self, bundle: &Bundle) -> bool {
        let subjects: BTreeSet<_> = bundle.verdicts.iter().map(|v| (&v.concept, &v.decision_maker, &v.state)).collect();
        let used: BTreeSet<_> = bundle.verdicts.iter().filter_map(|v| v.proof.closed_set()).collect();
        bundle.conflict.digest == detente_model::digest(self.meaning.conflict())
            && bundle.conventions == Conventions::default()
            && subjects.len() == bundle.verdicts.len()
            && !subjects.is_empty()
            && used.into_iter().eq(0..bundle.closed_sets.len())
            && self.is_true(bundle)
            && bundle.verdicts.iter().all(|verdict| self.proves(bundle, verdict) == Some(true))
    }

    fn proves(&self, bundle: &Bundle, verdict: &Verdict) -> Option<bool> {
        let (concept, dm, s, _) = self.claim(verdict)?;
        let improvements = plain::reachable(&self.meaning, &[dm], Steps::Improvements, &s);
        match (&verdict.proof, concept.sanction) {
            (Proof::Stable { improvements: answers }, kind) => {
                let mut answered = Vec::new();
                for answer in answers {
                    let y = self.states.get(&answer.to)?.clone();
                    if !self.sanctions(kind?, dm, &s, &y, &answer.sanction)? {
                        return Some(false);
                    }
                    answered.push(y);
                }
                answered.sort();
                Some(answered == improvements)
            }
            (Proof::Unstable { improvement, closed_set: None }, None) => {
                Some(improvements.contains(self.states.get(improvement)?))
            }
            (Proof::Unstable { improvement, closed_set: Some(index) }, Some(kind)) => {
                let y = self.states.get(improvement)?;
                let set = &bundle.closed_sets[*index];
                let steps = if set.steps == "moves" { Steps::Moves } else { Steps::Improvements };
                let pairs = self.pairs(set)?;
                Some(
                    improvements.contains(y)
                        && self.dm(&set.opponents_of) == Some(dm)
                        && (set.steps == "moves" || set.steps == "improvements")
                        && steps == kind.steps
                        && self.next(dm, steps, y, None).is_subset(&pairs)
                        && pairs.iter().all(|(state, by)| self.next(dm, steps, state, Some(*by)).is_subset(&pairs))
                        && pairs.iter().all(|(z, _)| !self.is_sanction(kind, dm, &s, z)),
                )
            }
            _ => Some(false),
        }
    }

    fn sanctions(&self, kind: Sanction, dm: DmId, s: &State, y: &State, steps: &[Step]) -> Option<bool> {
        let (mut at, mut last) = (y.clone(), None);
        for step in steps {
            let (by, to) = (self.dm(&step.by)?, self.states.get(&step.to)?);
            if !self.next(dm, kind.steps, &at, last).contains(&(to.clone(), by)) {
                return Some(false);
            }
            (at, last) = (to.clone(), Some(by));
        }
        Some(last.is_some() && self.is_sanction(kind, dm, s, &at))
    }

    /// The legal steps of the opponents of `dm` from `from`, to which `last` moved.
    fn next(&self, dm: DmId, steps: Steps, from: &State, last: Option<DmId>) -> BTreeSet<(State, DmId)> {
        let movers = self.meaning.conflict().opponents(dm).into_iter().filter(|&by| Some(by) != last);
        movers
            .flat_map(|by| plain::reachable(&self.meaning, &[by], steps, from).into_iter().map(move |end| (end, by)))
            .collect()
    }

    fn is_sanction(&self, kind: Sanction, dm: DmId, s: &State, z: &State) -> bool {
        let better = |x: &State| self.meaning.compare(dm, x, s).is_gt();
        let escapes = || plain::reachable(&self.meaning, &[dm], Steps::Moves, z).iter().any(better);
        !(better(z) || kind.inescapable && escapes())
    }

    /// `None` where a name is unknown, a pair is listed twice or the decision maker is among its opponents.
    fn pairs(&self, set: &ClosedSet) -> Option<BTreeSet<(State, DmId)>> {
        let mut pairs = BTreeSet::new();
        for part in &set.reached {
            let by = self.dm(&part.by)?;
            for state in &part.states {
                let is_new = pairs.insert((self.states.get(state)?.clone(), by));
                if !is_new || part.by == set.opponents_of {
                    return None;
                }
            }
        }
        // A part without states says nothing, but not about the decision maker itself.
        set.reached.iter().all(|part| part.by != set.opponents_of).then_some(pairs)
    }
}

// --- wrong certificates --------------------------------------------------------------------------

/// What is done to a certificate.
const CHANGES: [&str; 33] = [
    "flip a verdict",
    "drop an improvement",
    "list an improvement twice",
    "add an improvement",
    "change an improvement",
    "change a step's mover",
    "change a step's state",
    "drop the last step",
    "drop the first step",
    "repeat the last step",
    "add a step",
    "exchange two steps",
    "drop a pair of a closed set",
    "add a pair to a closed set",
    "give a pair of a closed set to another mover",
    "change a state of a closed set",
    "empty a closed set",
    "name another closed set",
    "name no closed set",
    "name a closed set that is not there",
    "change an unstable verdict's improvement",
    "change the steps of a closed set",
    "change whose opponents a closed set is about",
    "drop a closed set",
    "add a closed set",
    "change a verdict's state",
    "change a verdict's decision maker",
    "change a verdict's concept",
    "exchange two proofs",
    "give a verdict twice",
    "misspell a name",
    "change the digest",
    "change a convention",
];

/// Makes change number `change` at a random place; `None` where the certificate has no such place.
fn changed(conflict: &Conflict, bundle: &Bundle, change: usize, rng: &mut Rng) -> Option<Bundle> {
    let mut bundle = bundle.clone();
    let dms: Vec<String> = conflict.decision_makers.iter().map(|dm| dm.id.clone()).collect();
    let states: Vec<String> = StateList::new(conflict, MAX_STATES_FOR_ALL)
        .unwrap()
        .states()
        .iter()
        .map(|s| state_text(conflict, s))
        .collect();
    let any = |rng: &mut Rng, names: &[String]| names[rng.below(names.len())].clone();
    let at = rng.below(bundle.verdicts.len());
    let sets = bundle.closed_sets.len();
    let set_at = rng.below(sets);
    let verdict = &mut bundle.verdicts[at];
    let set = bundle.closed_sets.get_mut(set_at);
    match CHANGES[change] {
        "flip a verdict" => {
            let claim = Concept::by_id(&verdict.concept)?;
            verdict.proof = match &verdict.proof {
                Proof::Stable { improvements } => Proof::Unstable {
                    improvement: improvements.first().map_or_else(|| any(rng, &states), |answer| answer.to.clone()),
                    closed_set: claim.sanction.filter(|_| sets > 0).map(|_| set_at),
                },
                Proof::Unstable { improvement, .. } => {
                    let step = Step { by: any(rng, &dms), to: any(rng, &states) };
                    let answer = Answer { to: improvement.clone(), sanction: vec![step] };
                    Proof::Stable { improvements: if rng.chance(50) { vec![answer] } else { vec![] } }
                }
            };
        }
        "drop an improvement" => drop(answer(verdict, rng)?.0.pop()?),
        "list an improvement twice" => {
            let (answers, one) = answer(verdict, rng)?;
            answers.push(answers[one].clone());
        }
        "add an improvement" => {
            let (answers, one) = answer(verdict, rng)?;
            answers.push(Answer { to: any(rng, &states), ..answers[one].clone() });
        }
        "change an improvement" => {
            let (answers, one) = answer(verdict, rng)?;
            answers[one].to = any(rng, &states);
        }
        "change a step's mover" => step(verdict, rng)?.by = any(rng, &dms),
        "change a step's state" => step(verdict, rng)?.to = any(rng, &states),
        "drop the last step" => drop(path(verdict, rng)?.pop()?),
        "drop the first step" => drop(path(verdict, rng)?.remove(0)),
        "repeat the last step" => {
            let path = path(verdict, rng)?;
            path.push(path.last()?.clone());
        }
        "add a step" => path(verdict, rng)?.push(Step { by: any(rng, &dms), to: any(rng, &states) }),
        "exchange two steps" => {
            let path = path(verdict, rng)?;
            let length = path.len();
            path.swap(rng.below(length), rng.below(length));
        }
        "drop a pair of a closed set" => {
            let part = part(set?, rng)?;
            let one = rng.below(part.states.len());
            part.states.remove(one);
        }
        "add a pair to a closed set" => {
            set?.reached.push(Reached { by: any(rng, &dms), states: vec![any(rng, &states)] })
        }
        "give a pair of a closed set to another mover" => {
            let set = set?;
            let state = part(set, rng)?.states.pop()?;
            set.reached.push(Reached { by: any(rng, &dms), states: vec![state] });
        }
        "change a state of a closed set" => {
            let part = part(set?, rng)?;
            let one = rng.below(part.states.len());
            part.states[one] = any(rng, &states);
        }
        "empty a closed set" => set?.reached.clear(),
        "name another closed set" => *named_set(verdict)? = Some(set_at),
        "name no closed set" => *named_set(verdict)? = None,
        "name a closed set that is not there" => *named_set(verdict)? = Some(sets + rng.below(3)),
        "change an unstable verdict's improvement" => match &mut verdict.proof {
            Proof::Unstable { improvement, .. } => *improvement = any(rng, &states),
            Proof::Stable { .. } => return None,
        },
        "change the steps of a closed set" => {
            let set = set?;
            set.steps = if set.steps == "moves" { "improvements".into() } else { "moves".into() };
        }
        "change whose opponents a closed set is about" => set?.opponents_of = any(rng, &dms),
        "drop a closed set" if sets > 0 => drop(bundle.closed_sets.remove(set_at)),
        "drop a closed set" => return None,
        "add a closed set" => {
            let added = ClosedSet { opponents_of: any(rng, &dms), steps: "moves".into(), reached: vec![] };
            let added = set.cloned().unwrap_or(added);
            bundle.closed_sets.push(added);
        }
        "change a verdict's state" => verdict.state = any(rng, &states),
        "change a verdict's decision maker" => verdict.decision_maker = any(rng, &dms),
        "change a verdict's concept" => verdict.concept = CONCEPTS[rng.below(CONCEPTS.len())].id.into(),
        "exchange two proofs" => {
            let (proof, other) = (verdict.proof.clone(), rng.below(bundle.verdicts.len()));
            bundle.verdicts[at].proof = std::mem::replace(&mut bundle.verdicts[other].proof, proof);
        }
        "give a verdict twice" => {
            let verdict = verdict.clone();
            bundle.verdicts.push(verdict);
        }
        "misspell a name" => {
            let mut names = vec![&mut verdict.concept, &mut verdict.decision_maker, &mut verdict.state];
            if let Some(set) = set {
                names.extend([&mut set.opponents_of, &mut set.steps]);
                names.extend(set.reached.iter_mut().flat_map(|part| [&mut part.by, &mut part.states[0]]));
            }
            let one = rng.below(names.len());
            names[one].push('?');
        }
        "change the digest" => {
            let hash = &mut bundle.conflict.digest;
            let last = hash.pop()?;
            hash.push(if last == '0' { '1' } else { '0' });
        }
        "change a convention" => bundle.conventions.replies = "single-moves".into(),
        other => panic!("nobody says how to {other}"),
    }
    Some(bundle)
}

fn answer<'v>(verdict: &'v mut Verdict, rng: &mut Rng) -> Option<(&'v mut Vec<Answer>, usize)> {
    match &mut verdict.proof {
        Proof::Stable { improvements } if !improvements.is_empty() => {
            let one = rng.below(improvements.len());
            Some((improvements, one))
        }
        _ => None,
    }
}

fn path<'v>(verdict: &'v mut Verdict, rng: &mut Rng) -> Option<&'v mut Vec<Step>> {
    let (answers, one) = answer(verdict, rng)?;
    Some(&mut answers[one].sanction)
}

fn step<'v>(verdict: &'v mut Verdict, rng: &mut Rng) -> Option<&'v mut Step> {
    let path = path(verdict, rng)?;
    let one = rng.below(path.len());
    path.get_mut(one)
}

fn part<'s>(set: &'s mut ClosedSet, rng: &mut Rng) -> Option<&'s mut Reached> {
    let one = rng.below(set.reached.len());
    set.reached.get_mut(one)
}

fn named_set(verdict: &mut Verdict) -> Option<&mut Option<usize>> {
    match &mut verdict.proof {
        Proof::Unstable { closed_set, .. } => Some(closed_set),
        Proof::Stable { .. } => None,
    }
}

/// A certificate of some verdicts, chosen at random.
fn some_verdicts(meaning: &Meaning, rng: &mut Rng) -> Bundle {
    let all = all_requests(meaning.conflict()).unwrap();
    let requests: Vec<Request> = (0..1 + rng.below(8)).map(|_| all[rng.below(all.len())].clone()).collect();
    certify(meaning, &requests, &mut |_, _| true).unwrap()
}

#[test]
fn wrong_certificates_are_rejected_and_changes_that_do_no_harm_are_not() {
    let mut rng = Rng::new(2023);
    let (mut wrong, mut right) = ([0; CHANGES.len()], [0; CHANGES.len()]);
    for (seed, shape) in (0..900).zip([Shape::Options, Shape::Coalesced, Shape::Graph].into_iter().cycle()) {
        let conflict = random_conflict(seed, shape);
        let judge = Judge::new(&conflict);
        let bundle = some_verdicts(&judge.meaning, &mut rng);
        assert!(judge.is_right(&bundle));
        for (change, name) in CHANGES.iter().enumerate() {
            for _ in 0..4 {
                let Some(changed) = changed(&conflict, &bundle, change, &mut rng) else { continue };
                if changed == bundle {
                    continue;
                }
                let accepted = verify(&conflict, &changed).is_ok();
                assert!(
                    !accepted || judge.is_true(&changed),
                    "{shape:?} {seed}: something false is accepted after: {name}"
                );
                assert_eq!(accepted, judge.is_right(&changed), "{shape:?} {seed}: {name}\n{}", changed.to_json());
                if accepted { right[change] += 1 } else { wrong[change] += 1 }
            }
        }
    }
    for (change, name) in CHANGES.iter().enumerate() {
        assert!(wrong[change] >= 10, "{name}: only {} wrong certificates", wrong[change]);
    }
    assert!(wrong.iter().sum::<usize>() >= 30_000, "{wrong:?}");
    assert!(right.iter().sum::<usize>() >= 300, "{right:?}");
}

// --- another conflict ----------------------------------------------------------------------------

/// The conflict with one thing changed in each of several ways; whether its states are still the same.
fn neighbours(conflict: &Conflict) -> Vec<(Conflict, bool)> {
    let mut all = Vec::new();
    let mut add = |same_states: bool, change: &dyn Fn(&mut Conflict) -> Option<()>| {
        let mut other = conflict.clone();
        if change(&mut other).is_some() {
            all.push((other, same_states));
        }
    };
    for dm in 0..conflict.decision_makers.len() {
        add(true, &|c| match &mut c.decision_makers[dm].preference {
            Preference::Prioritised(statements) => {
                let that = &mut statements.first_mut()?.that;
                *that = Expr::Not(Box::new(that.clone()));
                Some(())
            }
            Preference::Ranked(groups) => {
                let worst = groups.pop().filter(|_| !groups.is_empty())?;
                groups.insert(0, worst);
                Some(())
            }
            Preference::Weighted(weights) => {
                weights[0] += 5;
                Some(())
            }
        });
        add(true, &|c| {
            let table = c.move_tables.get_mut(&DmId::from(dm))?;
            table.iter_mut().find(|ends| !ends.is_empty())?.pop().map(drop)
        });
    }
    for option in 0..conflict.options.len() {
        add(true, &|c| {
            let direction = &mut c.options[option].direction;
            *direction = if *direction == Direction::Both { Direction::On } else { Direction::Both };
            Some(())
        });
        add(true, &|c| {
            c.options[option].id.push('x');
            Some(())
        });
    }
    add(false, &|c| c.rules.pop().map(drop));
    all
}

#[test]
fn certificates_of_a_conflict_prove_nothing_about_its_neighbours() {
    let mut rng = Rng::new(5);
    let (mut others, mut wrong) = (0, 0);
    for (seed, shape) in (0..120).zip([Shape::Options, Shape::Coalesced, Shape::Graph].into_iter().cycle()) {
        let conflict = random_conflict(seed, shape);
        let bundle = some_verdicts(&Meaning::new(&conflict).unwrap(), &mut rng);
        for (other, same_states) in neighbours(&conflict) {
            others += 1;
            let rejections = verify(&other, &bundle).expect_err("it is about another conflict");
            assert!(rejections.len() == 1 && rejections[0].because.contains("another conflict"));
            if same_states {
                // Even with a forged digest it proves what is true there, and no more.
                let mut forged = bundle.clone();
                forged.conflict.digest = detente_model::digest(&other);
                let (judge, accepted) = (Judge::new(&other), verify(&other, &forged).is_ok());
                assert_eq!(accepted, judge.is_right(&forged), "{shape:?} {seed}");
                wrong += usize::from(!accepted);
            }
        }
    }
    assert!(others > 500 && wrong > 100, "{others} {wrong}");
}
