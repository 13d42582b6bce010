//! Events followed from the status quo, by hand and against the plain meaning.

use detente_analysis::events::{Answered, EventError, Found, Obstacle, Tally, follow};
use detente_engine::Control;
use detente_model::{CONCEPTS, Conflict, DmId, Event, Meaning, OptionId, OptionVector, Provenance, State, plain, read};
use detente_testkit::{Rng, Shape, random_conflict};

const CORE: &str = include_str!("../../../catalogue/us-china-2023.toml");

fn event(by: DmId, switches: Vec<(OptionId, bool)>) -> Event {
    Event { date: "one day".into(), by, switches, text: None, provenance: Provenance::default() }
}

fn option(conflict: &Conflict, name: &str) -> OptionId {
    (0..conflict.options.len()).map(OptionId::from).find(|&o| conflict.option_name(o) == name).expect("it is there")
}

#[test]
fn a_course_by_hand() {
    let core = read::read(CORE).conflict.expect("the file is in order");
    let meaning = Meaning::new(&core).expect("it is small");
    let (us, china) = (DmId(0), DmId(1));
    let switch = |by, list: &[(&str, bool)]| event(by, list.iter().map(|&(n, on)| (option(&core, n), on)).collect());
    let events = [
        switch(us, &[("us.engage", true)]),
        switch(us, &[("us.engage", false)]),
        switch(us, &[("us.engage", true)]),
        switch(us, &[("us.widen", true), ("us.prohibit", false)]),
        switch(us, &[("us.prohibit", true), ("us.widen", false)]),
        switch(us, &[("china.build", false)]),
        switch(china, &[("china.engage", false), ("china.force", true)]),
        switch(china, &[("china.force", false)]),
    ];
    let course = follow(&meaning, &events, 1 << 16, &Control::none()).expect("there is a status quo");
    let f1 = core.rules.iter().position(|rule| rule.id == "F1").expect("it is there");
    let findings: Vec<&Found> = course.steps.iter().map(|step| &step.finding).collect();
    assert_eq!(*findings[0], Found::NoChange);
    assert_eq!(*findings[1], Found::Surprise, "u3 speaks against leaving the channel");
    assert_eq!(*findings[2], Found::Best, "and for coming back");
    assert_eq!(*findings[3], Found::Impossible(vec![Obstacle::Rule(f1)]));
    assert_eq!(course.steps[3].state, None);
    // What was excluded cannot be moved from, but what happened has happened.
    assert_eq!(*findings[4], Found::Impossible(vec![Obstacle::FromNowhere]));
    assert_eq!(course.steps[4].state, core.status_quo);
    assert_eq!(*findings[5], Found::Impossible(vec![Obstacle::NotOwn(option(&core, "china.build"))]));
    assert_eq!(*findings[6], Found::Surprise);
    assert_eq!(*findings[7], Found::Impossible(vec![Obstacle::OneWay(option(&core, "china.force"))]));
    let tally = Tally { best: 1, surprises: 2, impossible: 4, nothing: 1, ..Tally::default() };
    assert_eq!(course.tally(), tally);
    // Coming back can be answered by China's leaving, which is a move (GMR) but no improvement of China's (SEQ).
    let answers = &course.steps[2].sanctions;
    let by = |id: &str| &answers.iter().find(|(concept, _)| concept.id == id).expect("it is there").1;
    assert!(matches!(by("gmr"), Answered::By(steps) if steps.len() == 1 && steps[0].by == china));
    assert_eq!(*by("seq"), Answered::Not);
    // A search that is given up says so, and does not say that there is no answer.
    let given_up = follow(&meaning, &events, 0, &Control::none()).expect("as before");
    assert!(given_up.steps[2].sanctions.iter().any(|(_, answered)| *answered == Answered::Unknown));
}

#[test]
fn what_is_found_is_the_plain_meaning_on_random_conflicts() {
    let mut kinds = [0; 6];
    for shape in [Shape::Options, Shape::Coalesced] {
        for seed in 0..500 {
            let conflict = random_conflict(seed, shape);
            let meaning = Meaning::new(&conflict).expect("it is small");
            let mut rng = Rng::new(seed);
            let events: Vec<Event> = (0..5)
                .map(|_| {
                    let by = DmId::from(rng.below(conflict.decision_makers.len()));
                    let own: Vec<OptionId> = conflict.options_of(by).collect();
                    let switches = own
                        .iter()
                        .map(|&o| (o, rng.chance(25), rng.chance(50)))
                        .filter(|(_, no, _)| !no)
                        .map(|(o, _, on)| (o, on));
                    event(by, switches.collect::<Vec<_>>())
                })
                .collect();
            let course = match follow(&meaning, &events, 1 << 16, &Control::none()) {
                Ok(course) => course,
                Err(error) => {
                    assert_eq!((error, shape), (EventError::NoOptions, Shape::Coalesced));
                    continue;
                }
            };
            let mut at: OptionVector = meaning.vectors(conflict.status_quo.as_ref().unwrap())[0].clone();
            for (event, step) in events.iter().zip(&course.steps) {
                let before = at.clone();
                event.switches.iter().for_each(|&(o, on)| at.set(o, on));
                assert_eq!(step.after, at);
                let kind = match (&step.before, &step.state) {
                    (Some(from), Some(to)) if from != to && meaning.can_move(event.by, from, to) => {
                        let improvements = meaning.improvements(event.by, from);
                        let best = |to: &State| !improvements.iter().any(|o| meaning.prefers(event.by, o, to));
                        match (improvements.contains(to), meaning.prefers(event.by, from, to)) {
                            (true, _) if best(to) => 0,
                            (true, _) => 1,
                            (_, true) => 3,
                            _ => 2,
                        }
                    }
                    _ if before == at => 5,
                    (Some(from), Some(to)) if from == to => 5,
                    _ => 4,
                };
                let found = match step.finding {
                    Found::Best => 0,
                    Found::Improvement { .. } => 1,
                    Found::Indifferent => 2,
                    Found::Surprise => 3,
                    Found::Impossible(_) => 4,
                    Found::NoChange => 5,
                };
                // An event may be a move of states though one of its switches is not allowed: the options then say no.
                if !(shape == Shape::Coalesced && found == 4) {
                    assert_eq!(found, kind, "{shape:?} {seed} {step:?}");
                }
                kinds[found] += 1;
                let (Some(from), Some(to)) = (&step.before, &step.state) else { continue };
                for (concept, answered) in &step.sanctions {
                    let steps = concept.sanction.expect("it has one").steps;
                    let inescapable = concept.sanction.expect("it has one").inescapable;
                    let opponents = conflict.opponents(event.by);
                    let holds = plain::reachable(&meaning, &opponents, steps, to).iter().any(|z| {
                        let better = |x: &State| meaning.prefers(event.by, x, from);
                        !better(z) && (!inescapable || !meaning.moves(event.by, z).iter().any(better))
                    });
                    assert_eq!(matches!(answered, Answered::By(_)), holds);
                }
                if found < 2 {
                    assert_eq!(step.sanctions.len(), CONCEPTS.len() - 1);
                }
            }
        }
    }
    assert!(kinds.iter().all(|&count| count > 30), "{kinds:?}");
}
