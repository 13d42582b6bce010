//! Misperception, against the definition by the letter, and against the first case.

use std::path::Path;

use detente_analysis::views::{Hypergame, Image, ViewsError, unnoticed};
use detente_engine::{Control, Settings};
use detente_model::concept::{GMR, NASH, SEQ, SMR, SSEQ};
use detente_model::{
    CONCEPTS, Change, Concept, Conflict, DmId, Expr, Meaning, OptionId, Preference, Provenance, State, StateList,
    Statement, View, plain, read,
};
use detente_testkit::{Game, Rng, Shape, random_conflict, two_by_two};

fn hypergame<'c>(conflict: &'c Conflict, views: &[View]) -> Hypergame<'c> {
    let settings = Settings { threads: Some(1), ..Settings::default() };
    Hypergame::new(conflict, views, &settings, &Control::none()).unwrap()
}

fn view(of: DmId, changes: Vec<Change>) -> View {
    View { of, changes, provenance: Provenance::default() }
}

fn places(game: &Hypergame, concept: &Concept) -> Vec<usize> {
    game.equilibria(concept).iter().map(|found| found.place).collect()
}

#[test]
fn a_prisoner_who_believes_in_chicken_finds_no_credible_threat() {
    let pd = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 1, 2] });
    let chicken = two_by_two(Game { row: [3, 1, 4, 2], column: [3, 4, 2, 1] });
    let Preference::Ranked(groups) = chicken.decision_makers[1].preference.clone() else { unreachable!() };
    let views = [view(DmId(0), vec![Change::Rank { dm: DmId(1), groups }])];
    // States by place: CC, DC, CD, DD.
    let (cc, dc, dd) = (0, 1, 3);
    let game = hypergame(&pd, &views);
    assert_eq!(game.misled(), [DmId(0)]);
    for concept in [&SEQ, &SSEQ, &NASH] {
        assert_eq!(places(&game, concept), [dd], "{}", concept.name);
    }
    for concept in [&GMR, &SMR] {
        assert_eq!(places(&game, concept), [cc, dd], "{}", concept.name);
    }
    assert_eq!(places(&hypergame(&pd, &[]), &SEQ), [cc, dd], "with open eyes");
    assert_eq!(game.finds_stable(DmId(0), &SEQ, DmId(0), cc), Some(false));
    // Row sees DD last although it thinks that column would rather give in.
    let found = &game.equilibria(&NASH)[0];
    assert_eq!(found.surprises, [(DmId(0), vec![DmId(1)])]);
    assert!(found.truly && found.mistaken.is_empty());
    assert_eq!(game.finds_equilibrium(DmId(0), &NASH, dd), Some(false));
    assert_eq!(game.vain_hopes(DmId(0), &NASH), [dc], "row hopes to defect alone");
    let clear = game.clarified(&SEQ, &[DmId(0)]);
    assert_eq!((clear.appear, clear.disappear), (vec![cc], vec![]));
}

/// The states of `conflict` that a view has, by the letter: the image of a state, found by looking through all states of the view.
fn image_by_letter(conflict: &Conflict, seen: &Conflict, held: &[(OptionId, bool)], state: &State) -> Option<State> {
    if let Some(same) = conflict.state_in(seen, state) {
        return Some(same);
    }
    let (truth, picture) = (Meaning::new(conflict).unwrap(), Meaning::new(seen).unwrap());
    let all = StateList::new(seen, 1 << 12).unwrap();
    let mut taken = Vec::new();
    for vector in truth.vectors(state) {
        let mut vector = vector.clone();
        held.iter().for_each(|&(option, on)| vector.set(option, on));
        taken.push(all.states().iter().find(|other| picture.vectors(other).contains(&vector)).cloned());
    }
    taken.dedup();
    if held.is_empty() || taken.len() != 1 { None } else { taken.remove(0) }
}

#[test]
fn hypergame_equilibria_are_those_of_the_definition_by_the_letter() {
    let (mut cases, mut another, mut unseen, mut surprises, mut equilibria) = (0, 0, 0, 0, 0);
    for seed in 0..700 {
        let shape = [Shape::Options, Shape::Coalesced, Shape::Options, Shape::Graph][seed as usize % 4];
        let conflict = random_conflict(seed, shape);
        let mut rng = Rng::new(seed + 5);
        let all = StateList::new(&conflict, 1 << 12).unwrap();
        if all.states().len() > 48 {
            continue;
        }
        let mut views = Vec::new();
        for dm in conflict.dm_ids().filter(|_| rng.chance(60)).collect::<Vec<_>>() {
            let mut changes = Vec::new();
            let other = DmId::from(rng.below(conflict.decision_makers.len()));
            let mut groups: Vec<Vec<State>> = vec![Vec::new(); 1 + rng.below(all.states().len())];
            let count = groups.len();
            all.states().iter().for_each(|state| groups[rng.below(count)].push(state.clone()));
            groups.retain(|group| !group.is_empty());
            changes.push(Change::Rank { dm: other, groups });
            if !conflict.options.is_empty() && rng.chance(50) {
                let option = OptionId::from(rng.below(conflict.options.len()));
                changes.push(Change::Fix { option, on: rng.chance(20) });
            }
            if conflict.changed(&changes).is_ok() {
                views.push(view(dm, changes));
            }
        }
        cases += 1;
        let game = hypergame(&conflict, &views);
        let seen: Vec<Conflict> = conflict
            .dm_ids()
            .map(|dm| match views.iter().find(|view| view.of == dm) {
                Some(view) => conflict.changed(&view.changes).unwrap(),
                None => conflict.clone(),
            })
            .collect();
        let held = |dm: DmId| -> Vec<(OptionId, bool)> {
            let changes = views.iter().filter(|view| view.of == dm).flat_map(|view| &view.changes);
            let held = changes.filter_map(|change| match change {
                Change::Fix { option, on } => Some((*option, *on)),
                _ => None,
            });
            held.collect()
        };
        for _ in 0..2 {
            let place = rng.below(all.states().len());
            let state = &all.states()[place];
            let images: Vec<Option<State>> =
                conflict.dm_ids().map(|dm| image_by_letter(&conflict, &seen[dm.index()], &held(dm), state)).collect();
            for dm in conflict.dm_ids() {
                assert_eq!(game.image(dm, place).place().is_some(), images[dm.index()].is_some(), "seed {seed}");
                another += usize::from(matches!(game.image(dm, place), Image::Another(_)));
                unseen += usize::from(game.image(dm, place) == Image::None);
            }
            for concept in CONCEPTS {
                let stable = |eyes: DmId, dm: DmId| {
                    let meaning = Meaning::new(&seen[eyes.index()]).unwrap();
                    images[eyes.index()].as_ref().map(|image| plain::is_stable(&meaning, concept, dm, image))
                };
                let expected = conflict.dm_ids().all(|dm| stable(dm, dm) == Some(true));
                let here = format!("seed {seed}, {}, state {place}", concept.name);
                assert_eq!(game.is_equilibrium(concept, place), expected, "{here}");
                for eyes in conflict.dm_ids() {
                    let leavers: Option<Vec<DmId>> = images[eyes.index()]
                        .is_some()
                        .then(|| conflict.dm_ids().filter(|&dm| stable(eyes, dm) == Some(false)).collect());
                    assert_eq!(game.expects_to_leave(eyes, concept, place), leavers, "{here}");
                    if expected && leavers.as_ref().is_some_and(|leavers| !leavers.is_empty()) {
                        surprises += 1;
                        let found = game.equilibria(concept);
                        let found = found.iter().find(|found| found.place == place).unwrap();
                        assert!(found.surprises.contains(&(eyes, leavers.unwrap())), "{here}");
                    }
                }
                equilibria += usize::from(expected);
                // Clarifying everybody gives the equilibria of the conflict as it is.
                let everybody: Vec<DmId> = conflict.dm_ids().collect();
                let clear = game.clarified(concept, &everybody);
                let meaning = Meaning::new(&conflict).unwrap();
                let truly = plain::is_equilibrium(&meaning, concept, state);
                assert_eq!(clear.appear.contains(&place), truly && !expected, "{here}");
                assert_eq!(clear.disappear.contains(&place), !truly && expected, "{here}");
            }
        }
    }
    assert!(
        cases > 400 && another > 50 && unseen > 30 && surprises > 50 && equilibria > 500,
        "{cases} {another} {unseen} {surprises} {equilibria}"
    );
}

// The first case: analysis.md, section 3.6

fn case() -> Conflict {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/us-china-2023.toml");
    read::read(&std::fs::read_to_string(file).unwrap()).conflict.unwrap()
}

fn containment(conflict: &Conflict) -> Change {
    let statements = [
        ("x1", "not china.force"),
        ("x2", "us.widen"),
        ("x3", "us.prohibit"),
        ("x4", "us.engage and china.engage"),
        ("x5", "not china.provoke"),
        ("x6", "not china.build"),
        ("x7", "us.arms"),
    ];
    let statements = statements.map(|(id, text)| Statement {
        id: id.into(),
        that: read::condition(conflict, text).unwrap(),
        provenance: Provenance::default(),
    });
    Change::Prefer { dm: DmId(0), statements: statements.into() }
}

fn narrow(conflict: &Conflict) -> Change {
    Change::Prefer { dm: DmId(0), statements: conflict.statements(DmId(0)).unwrap().to_vec() }
}

fn place(game: &Hypergame, on: &[&str]) -> usize {
    let conflict = game.conflict;
    let wanted: Vec<String> = on.iter().map(|name| name.to_string()).collect();
    (0..game.solution.states())
        .find(|&place| {
            let State::Vector(vector) = game.solution.state(place) else { unreachable!() };
            vector.on().map(|option| conflict.option_name(option)).collect::<Vec<_>>() == wanted
        })
        .unwrap()
}

/// The conflict in a variant, with the views that hold there; as it is where there is none.
fn in_variant(conflict: &Conflict, id: Option<&str>) -> (Conflict, Vec<View>) {
    let Some(id) = id else { return (conflict.clone(), conflict.study.views.clone()) };
    let variant = conflict.study.variants.iter().find(|variant| variant.id == id).unwrap();
    (conflict.changed(&variant.changes).unwrap(), variant.views_among(&conflict.study.views))
}

/// A cell: whether the status quo is a Nash equilibrium, and whether China takes it for one; whether the bargain is an SEQ equilibrium, and whether the US and China take it for one; who moves
/// in turn from the status quo.
type Cell = (bool, bool, bool, bool, bool, Vec<DmId>);

fn cell(truth: &Conflict, views: &[View]) -> Cell {
    let (us, china) = (DmId(0), DmId(1));
    let game = hypergame(truth, views);
    let status_quo = game.solution.place(truth.status_quo.as_ref().unwrap()).unwrap();
    let bargain = place(&game, &["us.engage", "china.engage"]);
    let course = game.course(status_quo, 100).unwrap();
    assert!(course.complete);
    (
        game.is_equilibrium(&NASH, status_quo),
        game.finds_equilibrium(china, &NASH, status_quo).unwrap(),
        game.is_equilibrium(&SEQ, bargain),
        game.finds_equilibrium(us, &SEQ, bargain).unwrap(),
        game.finds_equilibrium(china, &SEQ, bargain).unwrap(),
        course.steps.iter().map(|step| step.by).collect(),
    )
}

/// What comes out of the four cells: China reads a narrow US aim rightly and wrongly, and one of containment wrongly and rightly.
fn the_four_cells() -> [Cell; 4] {
    let (us, china) = (DmId(0), DmId(1));
    [
        (true, true, true, true, true, vec![]),
        (true, false, true, true, false, vec![]),
        (false, true, false, false, true, vec![us, china]),
        (false, false, false, false, false, vec![us, china]),
    ]
}

#[test]
fn the_four_cells_of_the_first_case_come_out_of_its_file_and_variants() {
    let conflict = case();
    let china = DmId(1);
    let mut rows = Vec::new();
    for id in [Some("believed"), None, Some("trusted_in_vain"), Some("holding_back")] {
        let (truth, views) = in_variant(&conflict, id);
        rows.push(cell(&truth, &views));
    }
    assert_eq!(rows, the_four_cells());
    // What is gained together: five ways in truth and sixteen that China takes for such, all of them by widening.
    let (truth, views) = in_variant(&conflict, None);
    let game = hypergame(&truth, &views);
    let status_quo = game.solution.place(truth.status_quo.as_ref().unwrap()).unwrap();
    let seen = |of| game.joint_improvements(of, status_quo).unwrap().unwrap().len();
    assert_eq!((seen(None), seen(Some(china))), (5, 19));
}

#[test]
fn whoever_has_the_whole_list_of_another_does_not_notice_that_a_variant_changes_it() {
    let conflict = case();
    let told = |id| {
        let (changed, views) = in_variant(&conflict, Some(id));
        let variant = conflict.study.variants.iter().find(|variant| variant.id == id).unwrap();
        unnoticed(&conflict, &changed, variant, &views)
    };
    let (us, china) = (DmId(0), DmId(1));
    assert_eq!(told("holding_back"), [(china, us)]);
    // China's own wishes are not in its view, so it knows them; and views of the variant's own are made for it.
    assert_eq!(told("deadlock"), []);
    assert_eq!(told("trusted_in_vain"), []);
    assert_eq!(told("believed"), []);
    assert_eq!(told("arms_as_printed"), [(china, us)]);
}

#[test]
fn the_four_cells_of_the_first_case_come_out() {
    let narrow_truth = case();
    let containing_truth = narrow_truth.changed(&[containment(&narrow_truth)]).unwrap();
    let china = DmId(1);
    let readings = [narrow(&narrow_truth), containment(&narrow_truth)];
    let mut rows = Vec::new();
    for truth in [&narrow_truth, &containing_truth] {
        for reading in &readings {
            rows.push(cell(truth, &[view(china, vec![reading.clone()])]));
        }
    }
    assert_eq!(rows, the_four_cells());
}

#[test]
fn china_reads_containment_and_is_surprised_that_the_status_quo_lasts() {
    let conflict = case();
    let (us, china) = (DmId(0), DmId(1));
    let views = [view(china, vec![containment(&conflict)])];
    let game = hypergame(&conflict, &views);
    let status_quo = game.solution.place(conflict.status_quo.as_ref().unwrap()).unwrap();
    let found = game.equilibria(&NASH).into_iter().find(|found| found.place == status_quo).unwrap();
    assert_eq!(found.surprises, [(china, vec![us])]);
    // What China expects is that the United States widens the prohibition.
    let picture = game.picture(china);
    let meaning = Meaning::new(&picture.conflict).unwrap();
    let image = picture.solution.state(game.image(china, status_quo).place().unwrap());
    let widen = read::condition(&conflict, "us.widen").unwrap();
    assert!(meaning.improvements(us, &image).iter().all(|end| meaning.holds(&widen, end)));
    // Joint improvements seen.
    let seen = |of| game.joint_improvements(of, status_quo).unwrap().unwrap();
    let with = |of: Option<DmId>, text: &str| {
        let condition: Expr = read::condition(&conflict, text).unwrap();
        let solution = of.map_or(&game.solution, |dm| &game.picture(dm).solution);
        let meaning = Meaning::new(&conflict).unwrap();
        seen(of).iter().filter(|&&place| meaning.holds(&condition, &solution.state(place))).count()
    };
    assert_eq!((seen(None).len(), with(None, "not us.prohibit")), (5, 4));
    assert_eq!(seen(Some(us)).len(), 5);
    assert_eq!(seen(Some(china)).len(), 19);
    assert_eq!((with(Some(china), "not us.prohibit"), with(Some(china), "us.widen")), (0, 16));
    // Clarifying puts the bargain back on the table: for China, not by itself as an equilibrium, which it was for each all along.
    let bargain = place(&game, &["us.engage", "china.engage"]);
    assert_eq!(game.finds_stable(china, &SEQ, china, bargain), Some(true));
    assert_eq!(game.expects_to_leave(china, &SEQ, bargain), Some(vec![us]));
}

#[test]
fn whom_a_step_surprises_is_told() {
    let conflict = case();
    let (us, china) = (DmId(0), DmId(1));
    let truth = conflict.changed(&[containment(&conflict)]).unwrap();
    let game = hypergame(&truth, &[view(china, vec![narrow(&conflict)])]);
    let status_quo = game.solution.place(truth.status_quo.as_ref().unwrap()).unwrap();
    let course = game.course(status_quo, 100).unwrap();
    let told: Vec<(DmId, Vec<DmId>)> = course.steps.iter().map(|step| (step.by, step.surprises.clone())).collect();
    assert_eq!(told, [(us, vec![china]), (china, vec![])]);
    assert_eq!(course.rests, [course.steps[1].to]);
    assert!(!game.course(status_quo, 1).unwrap().complete);
}

#[test]
fn an_option_that_somebody_does_not_know_of_is_held_off_in_its_picture() {
    let conflict = case();
    let (us, china) = (DmId(0), DmId(1));
    let widen = conflict.options.iter().position(|option| option.id == "widen").map(OptionId::from).unwrap();
    let views = [view(china, vec![Change::Fix { option: widen, on: false }])];
    let game = hypergame(&conflict, &views);
    assert_eq!(game.held(&views, china), [widen]);
    let mut others = 0;
    for place in 0..game.solution.states() {
        let State::Vector(vector) = game.solution.state(place) else { unreachable!() };
        assert_eq!(game.image(us, place), Image::Itself(place));
        match game.image(china, place) {
            Image::Itself(_) => assert!(!vector.is_on(widen)),
            Image::Another(there) => {
                others += 1;
                let State::Vector(taken) = game.picture(china).solution.state(there) else { unreachable!() };
                assert!(vector.is_on(widen) && !taken.is_on(widen));
            }
            Image::None => panic!("every state has an image"),
        }
    }
    assert_eq!(others, 40);
    assert!(game.unseen(&NASH).is_empty());
}

#[test]
fn a_view_that_is_no_conflict_is_refused_with_its_owner() {
    let conflict = case();
    let settings = Settings::default();
    let views = [view(DmId(1), vec![Change::Drop { id: "u99".into() }])];
    let error = Hypergame::new(&conflict, &views, &settings, &Control::none()).unwrap_err();
    assert!(matches!(&error, ViewsError::Change { of, .. } if of == "china"));
    assert_eq!(error.to_string(), "the view of `china` leaves no conflict: there is no statement or rule `u99`");
}
