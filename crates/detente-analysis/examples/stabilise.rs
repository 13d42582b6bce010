//! Measures the exact search for rankings under SEQ and SSEQ: `stabilise DECISION_MAKERS STATES [CONFLICTS [WORK [SECONDS [each]]]]`.
//!
//! The conflicts are `detente_testkit::strict_conflict` of the seeds from 0 on, the target is the status quo, every ranking is free. A search that takes longer
//! than so many seconds is cancelled, which is not how the program ends its searches, but keeps a measurement of hard conflicts finite.

use std::time::{Duration, Instant};

use detente_analysis::Answer;
use detente_analysis::stabilise::{Ending, Limits, rankings};
use detente_engine::{Control, Settings};
use detente_model::concept::{GMR, SEQ, SMR, SSEQ};
use detente_testkit::strict_conflict;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: u64| arguments.get(at).map_or(otherwise, |a| a.parse().expect("a number"));
    let (dms, states) = (number(0, 3) as usize, number(1, 32) as usize);
    let (conflicts, work, seconds) = (number(2, 60), number(3, Limits::default().work), number(4, 20));
    let each = arguments.get(5).is_some();
    for (concept, simple) in [(&SEQ, &GMR), (&SSEQ, &SMR)] {
        let (mut tight, mut exact, mut costs, mut gaps) = (0, 0, Vec::new(), Vec::new());
        let mut times: Vec<Duration> = Vec::new();
        for seed in 0..conflicts {
            let conflict = strict_conflict(seed, dms, states);
            let settings = Settings { threads: Some(1), ..Settings::default() };
            let answer = Answer::new(&conflict, &settings, &Control::none()).expect("it is small");
            let vary: Vec<_> = conflict.dm_ids().collect();
            let target = answer.status_quo().expect("it has one");
            let bound = rankings(&answer, simple, target, &vary, Limits::default()).expect("it is small");
            let start = Instant::now();
            let cancelled = || start.elapsed() > Duration::from_secs(seconds);
            let limits = Limits { work, cancelled: &cancelled };
            let found = rankings(&answer, concept, target, &vary, limits).expect("it is small");
            let took = start.elapsed();
            let cost = found.plan.as_ref().map(|plan| plan.cost);
            if each {
                println!("{} {seed}: {:?} {}..{cost:?} in {took:?}", concept.id, found.ending, found.lower);
            }
            if cost == Some(bound.lower) {
                tight += 1;
                continue;
            }
            times.push(took);
            match found.ending {
                Ending::Interval => gaps.push(cost.map(|cost| cost - found.lower)),
                _ => {
                    exact += 1;
                    costs.push(cost.unwrap_or_default());
                }
            }
        }
        let total: Duration = times.iter().sum();
        let most = times.iter().max().copied().unwrap_or_default();
        let mean = total.checked_div(times.len() as u32).unwrap_or_default();
        let cost = costs.iter().sum::<u64>() as f64 / costs.len().max(1) as f64;
        println!(
            "{}: {dms} DMs, {states} states: {tight} at the lower bound, {exact} by search (mean cost {cost:.1}), {} open {gaps:?}; search mean {mean:.1?}, most {most:.1?}",
            concept.id,
            gaps.len()
        );
    }
}
