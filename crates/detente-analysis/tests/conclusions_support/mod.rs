//! Random conflicts with studies, and what is true of them by the definitions alone ([`detente_model::plain`]), form by form.

#![allow(dead_code, reason = "each test file uses a part")]

use detente_analysis::ask::{Bounds, ask};
use detente_model::{
    Alternative, CONCEPTS, Change, Concept, Conflict, DmId, Expr, Image, Meaning, Motion, OptionId, Order, OutcomeWhen,
    PartialRanking, Preference, Proposition, Provenance, Question, State, StateList, Unknown, Variant, View,
    completion_changes, plain, read,
};
use detente_proof::{Bundle, Conclusion, Cost, Form, FormOf, Proof, Stable, state_text};
use detente_testkit::{Rng, Shape, random_changes, random_conflict};

// --- random studies ------------------------------------------------------------------------------

pub fn states(conflict: &Conflict) -> Vec<State> {
    StateList::new(conflict, 1 << 10).unwrap().states().to_vec()
}

pub fn some<T: Clone>(rng: &mut Rng, list: &[T]) -> T {
    list[rng.below(list.len())].clone()
}

fn goal(conflict: &Conflict, rng: &mut Rng) -> OutcomeWhen {
    if !conflict.options.is_empty() && rng.chance(50) {
        return OutcomeWhen::Holds(Expr::Option(OptionId::from(rng.below(conflict.options.len()))));
    }
    OutcomeWhen::OneOf(states(conflict).into_iter().filter(|_| rng.chance(25)).collect())
}

pub fn question(conflict: &Conflict, rng: &mut Rng) -> Question {
    let dm = |rng: &mut Rng| DmId::from(rng.below(conflict.decision_makers.len()));
    let at = |rng: &mut Rng| rng.chance(60).then(|| some(rng, &states(conflict)));
    let concept = some(rng, &CONCEPTS);
    match rng.below(8) {
        0 => Question::Equilibrium { concept, at: at(rng) },
        1 => Question::Stable { concept, dm: dm(rng), at: at(rng) },
        2 => Question::Reaches { from: at(rng), by: some(rng, &Motion::ALL), goal: goal(conflict, rng) },
        3 => Question::Avoids { from: at(rng), by: some(rng, &Motion::ALL), goal: goal(conflict, rng) },
        4 => Question::JointImprovement {
            coalition: vec![dm(rng), dm(rng)],
            from: at(rng),
            goal: rng.chance(50).then(|| goal(conflict, rng)),
        },
        5 => Question::Prefers { dm: dm(rng), better: at(rng), worse: at(rng) },
        6 => Question::SomeEquilibrium { concept, goal: goal(conflict, rng) },
        _ => Question::EveryEquilibrium { concept, goal: goal(conflict, rng) },
    }
}

/// A ranking of a random decision maker, known but for the order of a few states between which it moves.
pub fn partly_known(conflict: &Conflict, rng: &mut Rng, dm: DmId, few: usize) -> PartialRanking {
    let states = states(conflict);
    let at = rng.below(states.len());
    let moves = Meaning::new(conflict).unwrap().moves(dm, &states[at]);
    let mut open: Vec<usize> = moves.iter().map(|to| states.iter().position(|own| own == to).unwrap()).collect();
    open.insert(0, at);
    open.truncate(few);
    // Nothing else stands between those of which the order is not known.
    let mut places: Vec<usize> = states.iter().map(|_| 4 * rng.below(states.len())).collect();
    open.iter().enumerate().for_each(|(next, &at)| places[at] = 4 * (places[open[0]] / 4) + 1 + next % 3);
    let mut order = Order::new(states.len());
    for a in 0..states.len() {
        for b in 0..states.len() {
            if a != b && places[a] >= places[b] && !(open.contains(&a) && open.contains(&b) && rng.chance(80)) {
                order.add(a, b, places[a] > places[b]);
            }
        }
    }
    PartialRanking { dm, states, order }
}

/// Makes rankings known in part: that of one decision maker, seldom of two.
fn forget(conflict: &mut Conflict, rng: &mut Rng) {
    for dm in conflict.dm_ids().collect::<Vec<_>>() {
        let few = if conflict.study.orders.is_empty() { 2 + rng.below(2) } else { 2 };
        if conflict.study.orders.is_empty() || rng.chance(20) {
            let ranking = partly_known(conflict, rng, dm, few);
            let groups = ranking.groups(&ranking.order.by_levels());
            conflict.decision_makers[dm.index()].preference = Preference::Ranked(groups);
            conflict.study.orders.push(ranking);
        }
    }
}

/// A small conflict with variants, views, unknowns and propositions, and some with rankings that are partly known.
pub fn with_study(seed: u64) -> Option<Conflict> {
    let shape = [Shape::Options, Shape::Options, Shape::Coalesced, Shape::Graph][seed as usize % 4];
    let mut conflict = random_conflict(seed, shape);
    let mut rng = Rng::new(seed ^ 0x57D7);
    if states(&conflict).len() > 24 {
        return None;
    }
    let with_orders = matches!(seed % 5, 1 | 2);
    if with_orders {
        forget(&mut conflict, &mut Rng::new(seed ^ 0x0DE5));
    }
    let provenance = Provenance::default;
    let list = |rng: &mut Rng, conflict: &Conflict| random_changes(rng, conflict, 4);
    let base = conflict.clone();
    for place in 0..3 {
        let changes = list(&mut rng, &base);
        let id = format!("v{place}");
        conflict.study.variants.push(Variant {
            id,
            text: None,
            other_reading: vec![],
            views: vec![],
            clarified: vec![],
            changes,
            provenance: provenance(),
        });
    }
    for of in base.dm_ids() {
        let seen: Vec<Change> = list(&mut rng, &base)
            .into_iter()
            .filter(|change| matches!(change, Change::Prefer { .. } | Change::Rank { .. } | Change::Fix { .. }))
            .collect();
        if rng.chance(70) && base.changed(&seen).is_ok() {
            conflict.study.views.push(View { of, changes: seen, provenance: provenance() });
        }
    }
    for place in 0..1 + rng.below(if with_orders { 1 } else { 3 }) {
        let mut alternatives = vec![Alternative { words: "as it is written".into(), changes: vec![] }];
        for _ in 0..1 + rng.below(2) {
            alternatives.push(Alternative { words: "otherwise".into(), changes: random_changes(&mut rng, &base, 2) });
        }
        let id = format!("u{place}");
        conflict.study.unknowns.push(Unknown { id, text: None, alternatives, provenance: provenance() });
    }
    for place in 0..4 {
        conflict.study.propositions.push(Proposition {
            id: format!("P{place}"),
            says: "It is so.".into(),
            provenance: provenance(),
            question: question(&base, &mut rng),
            variants: (0..3).filter(|_| rng.chance(50)).map(|variant| format!("v{variant}")).collect(),
        });
    }
    can_be_completed(&conflict).then_some(conflict)
}

/// All rankings that keep what is known, by putting in state after state; in the order in which they are numbered: group by group from the top and state by state,
/// whoever is in comes first.
pub fn keeping(order: &Order) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = vec![Vec::new()];
    for state in 0..order.items() {
        let mut longer = Vec::new();
        for ranking in &all {
            let count = ranking.iter().max().map_or(0, |&highest| highest + 1);
            let beside = (0..count).map(|place| (ranking.clone(), place));
            let alone = (0..=count).map(|place| {
                (ranking.iter().map(|&own| if own >= place { own + 1 } else { own }).collect::<Vec<u32>>(), place)
            });
            longer.extend(beside.chain(alone).map(|(others, place)| [others, vec![place]].concat()));
        }
        // What is known of it and of those that are in already is kept.
        longer.retain(|ranking| {
            let keeps = |a: usize, b: usize| {
                (!order.is_above(a, b) || ranking[a] > ranking[b])
                    && (!order.is_at_least(a, b) || ranking[a] >= ranking[b])
            };
            (0..state).all(|other| keeps(state, other) && keeps(other, state))
        });
        all = longer;
    }
    all.sort_by_cached_key(|ranking| {
        let groups = (0..order.items() as u32).rev().filter(|place| ranking.contains(place));
        groups.map(|place| ranking.iter().map(|&own| own != place).collect()).collect::<Vec<Vec<bool>>>()
    });
    all
}

/// All completions by the letter: their numbers, and the changes that make them.
pub fn every(conflict: &Conflict) -> Vec<(Vec<usize>, Vec<Change>)> {
    let (unknowns, orders) = (&conflict.study.unknowns, &conflict.study.orders);
    let rankings: Vec<Vec<Vec<u32>>> = orders.iter().map(|partly| keeping(&partly.order)).collect();
    let sizes = unknowns.iter().map(|unknown| unknown.alternatives.len()).chain(rankings.iter().map(Vec::len));
    let all = sizes.fold(vec![Vec::new()], |all, count| {
        let longer = |rest: &Vec<usize>, at: usize| [rest.as_slice(), &[at]].concat();
        all.iter().flat_map(|rest| (0..count).map(move |at| longer(rest, at))).collect()
    });
    let changes = |numbers: &Vec<usize>| {
        let (alternatives, of_orders) = numbers.split_at(unknowns.len());
        let chosen = rankings.iter().zip(of_orders).map(|(rankings, &number)| rankings[number].as_slice());
        completion_changes(unknowns, alternatives, orders.iter().zip(chosen))
    };
    all.into_iter().map(|numbers| (numbers.clone(), changes(&numbers))).collect()
}

/// Whether all completions are conflicts.
pub fn can_be_completed(conflict: &Conflict) -> bool {
    every(conflict).iter().all(|(_, changes)| conflict.changed(changes).is_ok())
}

// --- the judge -----------------------------------------------------------------------------------

/// The state of a text; `None` where it is none.
fn named(conflict: &Conflict, text: &str) -> Option<State> {
    states(conflict).into_iter().find(|state| state_text(conflict, state) == text)
}

pub fn stable(conflict: &Conflict, concept: &Concept, who: Option<DmId>, state: &State) -> bool {
    let meaning = Meaning::new(conflict).unwrap();
    match who {
        Some(dm) => plain::is_stable(&meaning, concept, dm, state),
        None => plain::is_equilibrium(&meaning, concept, state),
    }
}

fn seen_by(conflict: &Conflict, of: DmId) -> Option<Conflict> {
    let changes: Vec<Change> =
        conflict.study.views.iter().filter(|view| view.of == of).flat_map(|view| view.changes.clone()).collect();
    if changes.is_empty() { None } else { Some(conflict.changed(&changes).unwrap()) }
}

/// The forms that a certificate names, made afresh; `None` where one cannot be.
fn forms(conflict: &Conflict, form: &FormOf) -> Option<Vec<Conflict>> {
    let variant = |id: &str| {
        let variant = conflict.study.variants.iter().find(|variant| variant.id == id)?;
        conflict.changed(&variant.changes).ok()
    };
    match form {
        FormOf::Variant(id) => Some(vec![variant(id)?]),
        FormOf::View(of) => Some(vec![seen_by(conflict, conflict.dm_by_id(of)?)?]),
        FormOf::Completions(list) => {
            let all = every(conflict);
            let made = |changes: &Vec<Change>| conflict.changed(changes).unwrap();
            list.iter().map(|one| all.iter().find(|(own, _)| own == one).map(|(_, changes)| made(changes))).collect()
        }
        FormOf::Plan(plan) => {
            let start = plan.variant.as_ref().map_or(Some(conflict.clone()), |id| variant(id))?;
            let changes = read::changes(&start, &plan.changes).ok()?;
            Some(vec![start.changed(&changes).ok()?])
        }
    }
}

/// Whether every verdict of a form is true in it; not where one is about nothing.
fn verdicts_are_true(conflict: &Conflict, form: &Form) -> bool {
    let Some(made) = forms(conflict, &form.form) else { return false };
    let is_true = |made: &Conflict, verdict: &detente_proof::Verdict| -> Option<bool> {
        let concept = Concept::by_id(&verdict.concept)?;
        let (dm, state) = (made.dm_by_id(&verdict.decision_maker)?, named(made, &verdict.state)?);
        Some(stable(made, concept, Some(dm), &state) == matches!(verdict.proof, Proof::Stable { .. }))
    };
    made.iter().all(|made| form.verdicts.iter().all(|verdict| is_true(made, verdict) == Some(true)))
}

/// In how many of `all` completions a state is stable, and how many there are. The state is one of the conflict.
fn in_completions(conflict: &Conflict, all: &[Conflict], asked: &Stable) -> Option<(usize, usize)> {
    let concept = Concept::by_id(&asked.concept)?;
    let who = match &asked.decision_maker {
        Some(id) => Some(conflict.dm_by_id(id)?),
        None => None,
    };
    let state = match &conflict.named_states {
        Some(named) => State::Named(named.iter().position(|one| one.id == asked.state)?),
        None => named(conflict, &asked.state)?,
    };
    let holds = all
        .iter()
        .filter(|made| conflict.state_in(made, &state).is_some_and(|there| stable(made, concept, who, &there)));
    Some((holds.count(), all.len()))
}

fn is_hypergame_equilibrium(conflict: &Conflict, concept: &str, state: &str) -> Option<bool> {
    let (concept, state) = (Concept::by_id(concept)?, named(conflict, state)?);
    let truth = Meaning::new(conflict).unwrap();
    let stays = |dm: DmId| match seen_by(conflict, dm) {
        None => stable(conflict, concept, Some(dm), &state),
        Some(seen) => {
            let changes = View::changes_of(&conflict.study.views, dm);
            let image = truth.image_in(&Meaning::new(&seen).unwrap(), &changes, &state);
            match image {
                Image::None => false,
                Image::Itself(image) | Image::Another(image) => stable(&seen, concept, Some(dm), &image),
            }
        }
    };
    Some(conflict.dm_ids().all(stays))
}

/// Whether a conclusion is true; not where it is about nothing.
fn is_true(conflict: &Conflict, all: &[Conflict], bundle: &Bundle, conclusion: &Conclusion) -> bool {
    let counted = |asked: &Stable, wanted: &dyn Fn(usize, usize) -> bool| {
        in_completions(conflict, all, asked).is_some_and(|(holds, all)| wanted(holds, all))
    };
    match conclusion {
        Conclusion::Necessary(asked) => counted(asked, &|holds, all| holds == all),
        Conclusion::NotNecessary(asked) => counted(asked, &|holds, all| holds < all),
        Conclusion::Possible(asked) => counted(asked, &|holds, _| holds > 0),
        Conclusion::Impossible(asked) => counted(asked, &|holds, _| holds == 0),
        Conclusion::HypergameEquilibrium { concept, state } => {
            is_hypergame_equilibrium(conflict, concept, state) == Some(true)
        }
        Conclusion::NotHypergameEquilibrium { concept, state } => {
            is_hypergame_equilibrium(conflict, concept, state) == Some(false)
        }
        Conclusion::Proposition { id, variant, holds } => {
            let Some(proposition) = conflict.study.propositions.iter().find(|one| one.id == *id) else { return false };
            let form = match variant {
                Some(id) => forms(conflict, &FormOf::Variant(id.clone())).map(|mut all| all.remove(0)),
                None => Some(conflict.clone()),
            };
            let Some(form) = form else { return false };
            let Ok(question) = proposition.question.in_form(conflict, &form) else { return false };
            ask(&form, &question, &Bounds::default(), &|| false).is_ok_and(|verdict| verdict.holds == *holds)
        }
        Conclusion::Stabilised { form, concept, state, cost } => {
            let Some(Form { form: of @ FormOf::Plan(plan), .. }) = bundle.forms.get(*form) else { return false };
            let Some(made) = forms(conflict, of).map(|mut all| all.remove(0)) else { return false };
            let start = match &plan.variant {
                Some(id) => forms(conflict, &FormOf::Variant(id.clone())).unwrap().remove(0),
                None => conflict.clone(),
            };
            let (Some(concept), Some(state)) = (Concept::by_id(concept), named(&made, state)) else { return false };
            let counted = match cost {
                None => None,
                Some(Cost::Edits(_)) => start.edits_to(&made).map(Cost::Edits),
                Some(Cost::Pairs(_)) => start.pairs_to(&made).unwrap().map(Cost::Pairs),
            };
            stable(&made, concept, None, &state) && (cost.is_none() || counted == *cost)
        }
    }
}

/// Whether all that a certificate says is true, whatever its proofs. (Verdicts on the conflict itself and findings have tests of their own.)
pub fn says_the_truth(conflict: &Conflict, bundle: &Bundle) -> bool {
    if !bundle.forms.iter().all(|form| verdicts_are_true(conflict, form)) {
        return false;
    }
    let all: Vec<Conflict> = every(conflict).iter().map(|(_, changes)| conflict.changed(changes).unwrap()).collect();
    bundle.conclusions.iter().all(|conclusion| is_true(conflict, &all, bundle, conclusion))
}
