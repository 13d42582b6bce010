//! Pictures of small, large and optionless conflicts.

use std::collections::BTreeSet;
use std::time::Instant;

use detente_analysis::{Answer, motion};
use detente_desk::catalogue;
use detente_engine::Control;
use detente_model::{DmId, Motion};

use super::{MOST_LINES, picture};
use crate::api::{GraphRequest, Picture, Problem, Show, Ways, WaysRequest};
use crate::solve::{conflict, solve};
use crate::ways::ways;

const SHOWS: [Show; 4] = [Show::Moves, Show::Improvements, Show::Best, Show::Evolution];

fn with<T>(case: &str, look: impl FnOnce(&Answer, &str) -> T) -> T {
    let text = catalogue::find(case).expect("a case of the catalogue").text;
    let conflict = conflict(text, None).expect("cases can be read");
    look(&solve(&conflict, &Control::default()).expect("cases can be solved"), text)
}

fn request(show: Show, limit: usize) -> GraphRequest {
    GraphRequest { text: String::new(), variant: None, from: None, show, movers: vec![], ways: vec![], limit }
}

fn drawn(answer: &Answer, request: &GraphRequest) -> Picture {
    picture(answer, request, &Control::default()).expect("it can be drawn")
}

/// The arrows of a picture as (mover, from, to, improves).
fn arrows(picture: &Picture) -> BTreeSet<(usize, usize, usize, bool)> {
    let mut arrows = BTreeSet::new();
    for line in &picture.lines {
        let (from, to) = (picture.nodes[line.from].place, picture.nodes[line.to].place);
        assert!(arrows.insert((line.mover, from, to, line.improves)), "drawn twice");
        if let Some(back) = &line.back {
            assert!(arrows.insert((line.mover, to, from, back.improves)), "drawn twice");
        }
    }
    arrows
}

/// The arrows between the states at `places`, from the definition.
fn plain(answer: &Answer, places: &[usize], by: Motion) -> BTreeSet<(usize, usize, usize, bool)> {
    let mut arrows = BTreeSet::new();
    for &from in places {
        let state = answer.solution.state(from);
        for dm in answer.conflict.dm_ids() {
            for end in motion::steps(&answer.meaning, dm, &state, by) {
                let to = answer.solution.place(&end).expect("moves lead to states");
                if places.contains(&to) {
                    arrows.insert((dm.index(), from, to, answer.meaning.prefers(dm, &end, &state)));
                }
            }
        }
    }
    arrows
}

#[test]
fn a_small_conflict_is_drawn_whole() {
    with("elmira", |answer, _| {
        for (show, by) in [
            (Show::Moves, Motion::Moves),
            (Show::Improvements, Motion::Improvements),
            (Show::Best, Motion::BestImprovements),
        ] {
            let picture = drawn(answer, &request(show, 40));
            assert_eq!(picture.nodes.iter().map(|node| node.place).collect::<Vec<_>>(), (0..9).collect::<Vec<_>>());
            assert_eq!(arrows(&picture), plain(answer, &(0..9).collect::<Vec<_>>(), by));
            assert!(!picture.cut && picture.says.starts_with("All 9 states"), "{}", picture.says);
            assert!(picture.nodes.iter().all(|node| node.beyond == 0));
        }
    });
}

#[test]
fn elmira_evolves_as_its_best_improvements_lead() {
    with("elmira", |answer, _| {
        let picture = drawn(answer, &request(Show::Evolution, 40));
        let from = answer.conflict.status_quo.clone().expect("Elmira has a status quo");
        let reach = motion::reach(&answer.meaning, &from, Motion::BestImprovements, 1000, &Control::default())
            .expect("it is small");
        let reached: BTreeSet<usize> = reach.states().filter_map(|state| answer.solution.place(&state)).collect();
        let places: Vec<usize> = picture.nodes.iter().map(|node| node.place).collect();
        assert_eq!(places.iter().copied().collect::<BTreeSet<_>>(), reached);
        assert_eq!(arrows(&picture), plain(answer, &places, Motion::BestImprovements));
        assert!(
            picture.nodes.iter().any(|node| node.name == "s5" && node.equilibrium == 0b11111),
            "it comes to rest at s5"
        );
    });
}

#[test]
fn a_large_conflict_is_drawn_around_where_it_begins_and_says_what_is_left_out() {
    with("us-china-2023", |answer, _| {
        for show in [Show::Moves, Show::Improvements, Show::Best] {
            for limit in [1, 2, 24, 60] {
                let picture = drawn(answer, &request(show, limit));
                assert!(picture.nodes.len() <= limit && picture.lines.len() <= MOST_LINES);
                assert_eq!(Some(picture.nodes[0].place), answer.status_quo());
                assert!(picture.cut && picture.says.contains("of 120 states: the status quo s94"), "{}", picture.says);
                // Nothing between the states that are drawn is left out, and nothing is invented.
                let places: Vec<usize> = picture.nodes.iter().map(|node| node.place).collect();
                let (arrows, all) = (arrows(&picture), plain(answer, &places, Motion::Moves));
                let by = match show {
                    Show::Moves => Motion::Moves,
                    Show::Improvements => Motion::Improvements,
                    _ => Motion::BestImprovements,
                };
                assert!(plain(answer, &places, by).is_subset(&arrows));
                assert!(arrows.is_subset(&all));
            }
        }
        let picture = drawn(answer, &GraphRequest { from: Some("s1".into()), ..request(Show::Best, 20) });
        assert_eq!(picture.nodes[0].name, "s1");
        let still = drawn(answer, &request(Show::Evolution, 20));
        assert_eq!((still.nodes.len(), still.cut), (1, false));
        assert!(still.says.contains("it stays where it is"), "{}", still.says);
    });
}

#[test]
fn a_node_says_how_many_states_beyond_it_are_left_out() {
    with("us-china-2023", |answer, _| {
        let picture = drawn(answer, &request(Show::Moves, 10));
        let places: Vec<usize> = picture.nodes.iter().map(|node| node.place).collect();
        for node in &picture.nodes {
            let state = answer.solution.state(node.place);
            let ends: BTreeSet<usize> = answer
                .conflict
                .dm_ids()
                .flat_map(|dm| answer.meaning.moves(dm, &state))
                .filter_map(|end| answer.solution.place(&end))
                .filter(|place| !places.contains(place))
                .collect();
            assert_eq!(node.beyond, ends.len(), "{}", node.name);
        }
        assert!(picture.nodes[0].beyond > 0);
    });
}

#[test]
fn only_the_moves_of_those_who_are_asked_for_are_drawn() {
    with("us-china-2023", |answer, _| {
        let picture = drawn(answer, &GraphRequest { movers: vec!["china".into()], ..request(Show::Moves, 400) });
        let china = answer.conflict.dm_by_id("china").map(DmId::index);
        assert!(!picture.lines.is_empty() && picture.lines.iter().all(|line| Some(line.mover) == china));
    });
}

#[test]
fn a_conflict_without_options_is_drawn_too() {
    with("garrison", |answer, _| {
        let all = answer.solution.states();
        for show in SHOWS {
            let picture = drawn(answer, &request(show, 400));
            assert!(!picture.nodes.is_empty() && picture.nodes.len() <= all);
            assert!(picture.lines.iter().all(|line| !line.words.is_empty()));
        }
    });
}

#[test]
fn ways_are_drawn_whatever_else_is_shown() {
    with("us-china-2023", |answer, text| {
        let found = ways_of(answer, text, "moves", None);
        let mut steps: Vec<_> = found.ways.iter().filter_map(|way| way.steps.as_ref()).collect();
        steps.sort_by_key(|steps| std::cmp::Reverse(steps.len()));
        steps.truncate(4);
        assert!(steps.len() == 4 && steps[0].len() > 1);
        let way = |steps: &Vec<crate::api::WayStep>| -> Vec<String> {
            std::iter::once(found.from.name.clone()).chain(steps.iter().map(|step| step.to.clone())).collect()
        };
        let ways: Vec<Vec<String>> = steps.into_iter().map(way).collect();
        for (from, show) in [(None, Show::Evolution), (Some("s1".to_string()), Show::Best)] {
            let picture = drawn(answer, &GraphRequest { ways: ways.clone(), from, ..request(show, 5) });
            for pair in ways.iter().flat_map(|way| way.windows(2)) {
                let is = |at: usize, name: &str| picture.nodes[at].name == name;
                let joins = |line: &crate::api::PictureLine| {
                    (is(line.from, &pair[0]) && is(line.to, &pair[1]))
                        || (line.back.is_some() && is(line.to, &pair[0]) && is(line.from, &pair[1]))
                };
                assert!(picture.lines.iter().any(joins), "{pair:?}");
            }
        }
    });
}

#[test]
fn what_cannot_be_drawn_is_refused_with_a_reason() {
    let kind = |result: Result<Picture, Problem>| result.map(|_| ()).expect_err("it is refused").kind;
    with("elmira", |answer, _| {
        let ask = |request: GraphRequest| kind(picture(answer, &request, &Control::default()));
        assert_eq!(ask(GraphRequest { from: Some("s10".into()), ..request(Show::Moves, 9) }), "not_found");
        assert_eq!(ask(GraphRequest { movers: vec!["nobody".into()], ..request(Show::Moves, 9) }), "not_found");
        assert_eq!(ask(GraphRequest { ways: vec![vec!["s1".into(); 128]; 3], ..request(Show::Moves, 9) }), "too_large");
        let gone = Control { cancelled: &|| true, progress: &|_| () };
        assert_eq!(kind(picture(answer, &request(Show::Moves, 9), &gone)), "cancelled");
    });
}

#[test]
fn the_largest_picture_is_placed_in_a_moment() {
    with("us-china-2023-north-korea", |answer, _| {
        for show in SHOWS {
            let began = Instant::now();
            let picture = drawn(answer, &request(show, usize::MAX));
            assert!(picture.nodes.len() <= super::MOST_STATES && picture.lines.len() <= MOST_LINES);
            // Far more than it takes, and far less than somebody would wait.
            let took = began.elapsed();
            eprintln!("{show:?}: {} states, {} lines, {took:?}", picture.nodes.len(), picture.lines.len());
            assert!(took.as_secs() < 20, "{show:?} took {took:?}");
        }
    });
}

fn ways_of(answer: &Answer, text: &str, by: &str, from: Option<&str>) -> Ways {
    let request = WaysRequest {
        text: text.into(),
        variant: None,
        from: from.map(String::from),
        by: by.into(),
        concept: "nash".into(),
        limit: 500,
    };
    ways(answer, &request, &Control::default()).expect("there is an answer")
}

#[test]
fn ways_are_legal_and_lead_where_they_say() {
    for case in ["elmira", "us-china-2023", "garrison"] {
        with(case, |answer, text| {
            for (by, motion) in
                [("moves", Motion::Moves), ("improvements", Motion::Improvements), ("best", Motion::BestImprovements)]
            {
                let from = answer.status_quo().unwrap_or(0);
                let ways = ways_of(answer, text, by, Some(&answer.name(from)));
                let found = ways.ways.iter().filter(|way| way.outcome.is_none()).count();
                assert_eq!(
                    (found, ways.equilibria),
                    (ways.equilibria, answer.solution.equilibria(&detente_model::concept::NASH).count())
                );
                for way in &ways.ways {
                    let (Some(steps), Some(end)) = (&way.steps, &way.end) else { continue };
                    let mut at = answer.solution.state(from);
                    for (index, step) in steps.iter().enumerate() {
                        assert!(index == 0 || steps[index - 1].by != step.by, "nobody steps twice in succession");
                        let ends = motion::steps(&answer.meaning, DmId::from(step.by), &at, motion);
                        let to = ends.into_iter().find(|to| {
                            answer.solution.place(to).map(|place| answer.name(place)).as_ref() == Some(&step.to)
                        });
                        at = to.expect("every step is one of its kind");
                    }
                    assert_eq!(answer.solution.place(&at).map(|place| answer.name(place)), Some(end.name.clone()));
                    if let Some(outcome) = &way.outcome {
                        assert!(end.outcomes.contains(outcome));
                    }
                }
            }
        });
    }
}

#[test]
fn nothing_leads_away_from_the_status_quo_of_the_first_case_by_improvements() {
    with("us-china-2023", |answer, text| {
        let ways = ways_of(answer, text, "improvements", None);
        assert_eq!((ways.reached, ways.from.name.as_str()), (1, "s94"));
        let there: Vec<&str> = ways
            .ways
            .iter()
            .filter(|way| way.steps.is_some())
            .filter_map(|way| way.end.as_ref())
            .map(|end| end.name.as_str())
            .collect();
        assert!(!there.is_empty() && there.iter().all(|name| *name == "s94"));
    });
}
