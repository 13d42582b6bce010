//! How long the certificate of everything takes, and how large it is. Run with `--release -- --ignored --nocapture`.

use std::time::Instant;

use detente_analysis::certify::{all_requests, certify};
use detente_model::{
    Conflict, DecisionMaker, Direction, DmId, DmOption, Expr, Meaning, OptionId, Preference, Provenance, Rule,
    StateList, Statement,
};
use detente_proof::{Bundle, verify};
use detente_testkit::Rng;

/// Three decision makers with four options each, and rules that leave 1,920 of the 4,096 option vectors.
fn large(one_way: bool) -> Conflict {
    let mut conflict = detente_testkit::graph_model(0, &[]);
    let option = |o: u32| Expr::Option(OptionId(o));
    let not = |e: Expr| Expr::Not(Box::new(e));
    for dm in 0..3u32 {
        // Like wants of powers at odds: that the others hold back, that its own steps answer theirs, peace at the end.
        let (own, next, last) = (dm * 4, (dm * 4 + 4) % 12, (dm * 4 + 8) % 12);
        let wants = [
            not(option(next + 3)),
            not(option(last + 3)),
            Expr::Iff(option(own + 1).into(), option(next + 1).into()),
            Expr::Implies(option(last + 2).into(), option(own + 2).into()),
            Expr::And(vec![option(own), option(next)]),
            option(last),
            not(option(own + 3)),
            Expr::Or(vec![option(own + 2), not(option(next + 2))]),
        ];
        let statements = wants.into_iter().zip(0..).map(|(that, n)| Statement {
            id: format!("{dm}.{n}"),
            that,
            provenance: Provenance::default(),
        });
        conflict.decision_makers.push(DecisionMaker {
            id: format!("power{dm}"),
            name: format!("Power {dm}"),
            options: own..own + 4,
            preference: Preference::Prioritised(statements.collect()),
            provenance: Provenance::default(),
        });
        for o in own..own + 4 {
            conflict.options.push(DmOption {
                id: format!("o{o}"),
                owner: DmId(dm),
                text: format!("Option {o}"),
                direction: if one_way && o % 4 == 3 { Direction::On } else { Direction::Both },
                provenance: Provenance::default(),
            });
        }
    }
    let rules =
        [Expr::And(vec![option(0), option(3)]), Expr::And(vec![option(5), Expr::Or(vec![option(6), option(9)])])];
    conflict.rules =
        rules.into_iter().map(|when| Rule { id: "F".into(), when, provenance: Provenance::default() }).collect();
    conflict.named_states = None;
    conflict
}

/// The worst case for size: wants without any structure.
fn rank_at_random(conflict: &mut Conflict) {
    let (list, mut rng) = (StateList::new(conflict, 4096).unwrap(), Rng::new(1));
    for dm in &mut conflict.decision_makers {
        let mut ranking: Vec<_> = list.states().iter().map(|state| (rng.bits(), vec![state.clone()])).collect();
        ranking.sort();
        dm.preference = Preference::Ranked(ranking.into_iter().map(|(_, group)| group).collect());
    }
}

#[test]
#[ignore = "a measurement"]
fn the_certificate_of_everything_about_1920_states_is_made_and_checked() {
    for kind in ["free", "one-way", "ranked at random"] {
        let mut conflict = large(kind == "one-way");
        if kind == "ranked at random" {
            rank_at_random(&mut conflict);
        }
        let meaning = Meaning::new(&conflict).unwrap();
        let requests = all_requests(&conflict).unwrap();
        assert_eq!(requests.len(), 1920 * 3 * 5);
        let start = Instant::now();
        let bundle = certify(&meaning, &requests, &mut |_, _| true).unwrap();
        let made = start.elapsed();
        let text = bundle.to_json();
        let start = Instant::now();
        let read = Bundle::from_json(&text).unwrap();
        let parsed = start.elapsed();
        assert_eq!(read, bundle);
        let start = Instant::now();
        let verified = verify(&conflict, &read).unwrap_or_else(|rejections| panic!("{}", rejections[0]));
        let checked = start.elapsed();
        println!(
            "{kind}: {} verdicts, {} closed sets, {:.1} MB; made in {made:.1?}, read in {parsed:.1?}, checked in {checked:.1?}: {verified}",
            bundle.verdicts.len(),
            bundle.closed_sets.len(),
            text.len() as f64 / 1e6,
        );
    }
}
