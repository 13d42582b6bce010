//! What only insiders can set up: threads and limits on small conflicts. Tiles are tiny in these tests, so that small conflicts have many.

use super::*;
use crate::{Control, analyse};
use detente_testkit::{Shape, random_conflict};

fn dense(conflict: &Conflict, parallel: bool, tuning: &Tuning) -> Solution {
    let control = Control::none();
    let settings = Settings::default();
    let mut plan = Plan::new(&settings.concepts);
    plan.keeps_margins = true;
    solve(conflict, &settings, plan, &Crew::new(parallel, &control, 1), tuning).expect("a small conflict")
}

fn assert_same(a: &Solution, b: &Solution, what: &str) {
    assert_eq!(a.states(), b.states(), "{what}");
    assert_eq!(a.ranks, b.ranks, "{what}");
    assert_eq!(a.equilibria, b.equilibria, "{what}");
    for (a, b) in a.findings.iter().flatten().zip(b.findings.iter().flatten()) {
        assert_eq!(a.stable, b.stable, "{what}");
        assert_eq!(a.thresholds, b.thresholds, "{what}");
    }
}

#[test]
fn neither_threads_nor_the_change_to_following_single_states_change_the_answer() {
    let settings = Settings { engine: Some(EngineKind::Sparse), threads: Some(1), ..Settings::default() };
    let pools: Vec<_> = [2, 3].map(|n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap()).into();
    for seed in 20_000..21_500 {
        let conflict = random_conflict(seed, Shape::Options);
        let sparse = analyse(&conflict, &settings, &Control::none()).unwrap();
        for passes in [0, 1, 2, 100] {
            let tuning = Tuning { passes, follow: u64::MAX, closed: passes % 2 == 0 };
            assert_same(&dense(&conflict, false, &tuning), &sparse, &format!("seed {seed}, {passes} passes"));
        }
        let patient = Tuning { passes: 0, follow: 0, closed: false };
        assert_same(&dense(&conflict, false, &patient), &sparse, &format!("seed {seed}, never following"));
        if seed % 5 == 0 {
            for pool in &pools {
                let tuning = Tuning { passes: seed as usize % 3, follow: u64::MAX, closed: seed % 2 == 0 };
                let found = pool.install(|| dense(&conflict, true, &tuning));
                assert_same(&found, &sparse, &format!("seed {seed}, threads"));
            }
        }
    }
}
