//! Reports: well formed, safe, the same every time, and true to the conflict.

mod report_support;

use detente_analysis::certify::{Prover, Request};
use detente_analysis::{Answer, published};
use detente_engine::{Control, Settings};
use detente_model::concept::NASH;
use detente_model::{Conflict, Event, Motion, Preference, Provenance, State, ledger};
use detente_report::pages::OverviewInputs;
use detente_report::report::{Explained, Inputs, Part, Report, Study, build};
use detente_report::{html, latex, markdown};
use detente_testkit::{Shape, random_conflict};
use report_support::asked::Asked;
use report_support::{check_html, check_latex};

fn answer(conflict: &Conflict) -> Answer<'_> {
    let settings =
        Settings { watch: conflict.status_quo.iter().cloned().collect(), threads: Some(1), ..Settings::default() };
    Answer::new(conflict, &settings, &Control::none()).expect("the conflict can be analysed")
}

fn report_of(conflict: &Conflict, answer: &Answer) -> Report {
    let mut prover = Prover::new(&answer.meaning);
    let nash = answer.solution.equilibria(&NASH).iter().take(4).map(|place| answer.solution.state(place));
    let mut reasons: Vec<Explained> = Vec::new();
    for state in conflict.status_quo.iter().cloned().chain(nash) {
        let verdicts = conflict
            .dm_ids()
            .flat_map(|dm| answer.solution.concepts().iter().map(move |&concept| (dm, concept)))
            .map(|(dm, concept)| {
                let request = Request { concept, dm, state: state.clone() };
                prover.reasons(&request).map(|reasons| (request, reasons)).map_err(|error| error.to_string())
            })
            .collect();
        reasons.push((state, verdicts));
    }
    let asked = Asked::new(conflict);
    build(Inputs {
        overview: OverviewInputs {
            answer,
            digest: &detente_model::digest(conflict),
            audit: &ledger::audit(conflict),
            verification: &ledger::verify(conflict, |_| None),
            comparisons: &published::compare(answer),
            limit: 16,
        },
        reasons: &reasons,
        study: asked.study(&asked.propositions(), answer),
        command: "detente report FILE",
        version: "0",
    })
}

fn catalogue() -> Vec<(String, Conflict)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue");
    let mut cases: Vec<(String, Conflict)> = std::fs::read_dir(folder)
        .expect("the catalogue is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let bytes = std::fs::read(&path).expect("the case can be read");
            let conflict = detente_model::read::read_bytes(&bytes).conflict.expect("the case reads well");
            (path.file_stem().expect("a name").to_string_lossy().into_owned(), conflict)
        })
        .collect();
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(cases.len() > 10);
    cases
}

#[test]
fn every_case_of_the_catalogue_has_a_report_in_all_formats() {
    for (name, conflict) in catalogue() {
        let answer = answer(&conflict);
        let report = report_of(&conflict, &answer);
        let page = html::render(&report);
        check_html(&page).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(page.len() < 1 << 20, "{name}: {} bytes", page.len());
        let paper = latex::render(&report);
        check_latex(&paper).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = markdown::render(&report.document());
        assert!(text.starts_with("# "), "{name}");
        for section in &report.sections {
            for (format, text) in [("html", &page), ("latex", &paper), ("markdown", &text)] {
                assert!(text.contains(&section.title), "{name}: {format} lacks {}", section.title);
            }
        }
    }
}

#[test]
fn random_conflicts_have_well_formed_reports_that_are_the_same_every_time() {
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        for seed in 0..150 {
            let conflict = random_conflict(seed, shape);
            let answer = answer(&conflict);
            let report = report_of(&conflict, &answer);
            let page = html::render(&report);
            check_html(&page).unwrap_or_else(|error| panic!("{shape:?} {seed}: {error}"));
            let paper = latex::render(&report);
            check_latex(&paper).unwrap_or_else(|error| panic!("{shape:?} {seed}: {error}"));
            let again = report_of(&conflict, &self::answer(&conflict));
            assert!(page == html::render(&again) && paper == latex::render(&again), "{shape:?} {seed}");
        }
    }
}

/// What a picture shows is checked against the plain meaning: every arrow is a move, filled where the mover prefers its end, and no best improvement between two
/// states shown is missing.
#[test]
fn the_arrows_of_a_picture_are_the_moves_of_the_conflict() {
    use detente_report::graph::Head;
    let mut arrows = 0;
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        for seed in 0..400 {
            let conflict = random_conflict(seed, shape);
            let answer = answer(&conflict);
            let report = report_of_moves(&conflict, &answer);
            let graph = report
                .sections
                .iter()
                .flat_map(|section| &section.parts)
                .find_map(|part| match part {
                    Part::Picture { graph, .. } => Some(graph),
                    _ => None,
                })
                .expect("a report has a picture");
            let all: Vec<State> = (0..answer.solution.states()).map(|place| answer.solution.state(place)).collect();
            let shown: Vec<&State> = graph
                .nodes
                .iter()
                .map(|node| &all[(0..all.len()).find(|&place| answer.name(place) == node.name).expect("a state")])
                .collect();
            for (dm, mover) in conflict.dm_ids().zip(0..) {
                for (a, from) in shown.iter().enumerate() {
                    let improvements = answer.meaning.improvements(dm, from);
                    let best = |end: &State| {
                        improvements.contains(end)
                            && !improvements.iter().any(|other| answer.meaning.prefers(dm, other, end))
                    };
                    for (b, to) in shown.iter().enumerate() {
                        let head = graph.lines.iter().filter(|line| line.mover == mover).find_map(|line| {
                            match (line.from, line.to) {
                                (x, y) if (x, y) == (a, b) => Some(line.forth),
                                (x, y) if (y, x) == (a, b) => line.back,
                                _ => None,
                            }
                        });
                        match head {
                            Some(head) => {
                                arrows += 1;
                                assert!(answer.meaning.can_move(dm, from, to), "{shape:?} {seed}");
                                assert_eq!(
                                    head == Head::Improvement,
                                    answer.meaning.prefers(dm, to, from),
                                    "{shape:?} {seed}"
                                );
                            }
                            None => assert!(!best(to), "{shape:?} {seed}: a best improvement is missing"),
                        }
                    }
                }
            }
        }
    }
    assert!(arrows > 10_000, "only {arrows} arrows were looked at");
}

/// The tree of evolution comes to rest exactly where a plain walk by best improvements does.
#[test]
fn the_tree_of_evolution_ends_where_nobody_has_a_better_move() {
    let mut rests = 0;
    for shape in [Shape::Options, Shape::Coalesced, Shape::Graph] {
        for seed in 0..400 {
            let conflict = random_conflict(seed, shape);
            let answer = answer(&conflict);
            let text = markdown::render(&report_of_moves(&conflict, &answer).document());
            if text.contains("The tree goes on") {
                continue;
            }
            let mut reached: Vec<State> = conflict.status_quo.iter().cloned().collect();
            let mut next = 0;
            let mut ends = Vec::new();
            while next < reached.len() {
                let state = reached[next].clone();
                let mut leaves = false;
                for dm in conflict.dm_ids() {
                    for end in detente_analysis::motion::steps(&answer.meaning, dm, &state, Motion::BestImprovements) {
                        leaves = true;
                        if !reached.contains(&end) {
                            reached.push(end);
                        }
                    }
                }
                if !leaves {
                    ends.push(state);
                }
                next += 1;
            }
            let told: Vec<&str> = text.lines().filter(|line| line.contains("; here it rests")).collect();
            if reached.len() == 1 {
                assert!(text.contains("It stays where it is."), "{shape:?} {seed}");
                continue;
            }
            for end in &ends {
                let name = format!("→ `{}`", answer.name(answer.solution.place(end).expect("a state")));
                assert!(told.iter().any(|line| line.contains(&name)), "{shape:?} {seed}: {name} is not told");
                rests += 1;
            }
            for line in told {
                let is = |end: &State| {
                    line.contains(&format!("→ `{}`", answer.name(answer.solution.place(end).expect("a state"))))
                };
                assert!(ends.iter().any(is), "{shape:?} {seed}: {line}");
            }
        }
    }
    assert!(rests > 300, "only {rests} places of rest were looked at");
}

/// The report without reasons, which these tests do not need.
fn report_of_moves(conflict: &Conflict, answer: &Answer) -> Report {
    build(Inputs {
        overview: OverviewInputs {
            answer,
            digest: "",
            audit: &ledger::audit(conflict),
            verification: &ledger::verify(conflict, |_| None),
            comparisons: &[],
            limit: 4,
        },
        reasons: &[],
        study: Study::default(),
        command: "",
        version: "",
    })
}

const HOSTILE: &str =
    "\"><script>alert(1)</script><img src=x onerror='y'>& \\end{document} 50% $x_1^2~#{ \u{202E}right\u{200F} to left";

/// The first case with hostile words in every field that takes words.
fn hostile() -> Conflict {
    let text = include_bytes!("../../../catalogue/us-china-2023.toml");
    let mut conflict = detente_model::read::read_bytes(text).conflict.expect("the case reads well");
    let spoil = |text: &mut String| text.push_str(HOSTILE);
    let spoil_some = |text: &mut Option<String>| *text = Some(format!("{}{HOSTILE}", text.take().unwrap_or_default()));
    spoil(&mut conflict.title);
    spoil_some(&mut conflict.description);
    spoil_some(&mut conflict.reference);
    for source in &mut conflict.sources {
        spoil(&mut source.id);
        spoil(&mut source.title);
        for field in [
            &mut source.author,
            &mut source.date,
            &mut source.url,
            &mut source.file,
            &mut source.sha256,
            &mut source.note,
        ] {
            spoil_some(field);
        }
    }
    for claim in &mut conflict.claims {
        spoil(&mut claim.id);
        spoil(&mut claim.reading);
        for field in [&mut claim.quote, &mut claim.speaker, &mut claim.about, &mut claim.other_reading, &mut claim.note]
        {
            spoil_some(field);
        }
    }
    for dm in &mut conflict.decision_makers {
        spoil(&mut dm.id);
        spoil(&mut dm.name);
        spoil_some(&mut dm.provenance.because);
        if let Preference::Prioritised(statements) = &mut dm.preference {
            for statement in statements {
                spoil(&mut statement.id);
                spoil_some(&mut statement.provenance.because);
            }
        }
    }
    for option in &mut conflict.options {
        spoil(&mut option.id);
        spoil(&mut option.text);
        spoil_some(&mut option.provenance.because);
    }
    for rule in &mut conflict.rules {
        spoil(&mut rule.id);
        spoil_some(&mut rule.provenance.because);
    }
    for outcome in &mut conflict.outcomes {
        spoil(&mut outcome.id);
        spoil_some(&mut outcome.text);
    }
    for published in &mut conflict.published {
        spoil_some(&mut published.reference);
    }
    let study = &mut conflict.study;
    for variant in &mut study.variants {
        spoil(&mut variant.id);
        spoil_some(&mut variant.text);
    }
    for unknown in &mut study.unknowns {
        spoil(&mut unknown.id);
        spoil_some(&mut unknown.text);
        unknown.alternatives.iter_mut().for_each(|alternative| spoil(&mut alternative.words));
    }
    for proposition in &mut study.propositions {
        spoil(&mut proposition.id);
        spoil(&mut proposition.says);
    }
    study.events.push(Event {
        date: HOSTILE.into(),
        by: 0.into(),
        switches: vec![(0.into(), false)],
        text: Some(HOSTILE.into()),
        provenance: Provenance::default(),
    });
    conflict
}

#[test]
fn hostile_words_stay_words_in_every_field() {
    let conflict = hostile();
    let answer = answer(&conflict);
    let report = report_of(&conflict, &answer);
    let page = html::render(&report);
    check_html(&page).expect("the page is well formed");
    for forbidden in ["<script", "<img", "\u{202E}", "onerror='y'"] {
        assert!(!page.contains(forbidden), "the page contains {forbidden:?}");
    }
    assert!(page.matches("&lt;script&gt;").count() > 100, "the words are there, as words");
    let paper = latex::render(&report);
    check_latex(&paper).expect("the document is well formed");
    assert_eq!(paper.matches("\\end{document}").count(), 1);
    assert!(!paper.contains('\u{202E}'));
}

/// Names of people's own conflicts may be anything; names of states, too.
#[test]
fn hostile_names_of_states_stay_words() {
    for seed in 0..20 {
        let mut conflict = random_conflict(seed, Shape::Graph);
        for state in conflict.named_states.iter_mut().flatten() {
            state.id.push_str(HOSTILE);
            state.text = Some(HOSTILE.into());
        }
        let answer = answer(&conflict);
        let report = report_of(&conflict, &answer);
        let page = html::render(&report);
        check_html(&page).expect("the page is well formed");
        assert!(!page.contains("<script") && !page.contains('\u{202E}'));
        check_latex(&latex::render(&report)).expect("the document is well formed");
    }
}

#[test]
fn the_checkers_find_faults() {
    let page = |body: &str| format!("<!DOCTYPE html>\n<html lang=\"en\"><body>{body}</body></html>");
    assert!(check_html(&page("<p>a</p>")).is_ok());
    for bad in [
        "<p>a",
        "<p>a</b></p>",
        "<p id=\"a\">x</p><p id=\"a\">y</p>",
        "<a href=\"#nowhere\">x</a>",
        "<script>x</script>",
        "<img src=\"https://example.org/x.png\">",
        "<p>a & b</p>",
        "<p title=\"a<b\">c</p>",
        "<p onclick=\"x\">c</p>",
    ] {
        assert!(check_html(&page(bad)).is_err(), "{bad}");
    }
    let paper = |body: &str| format!("\\begin{{document}}{body}\\end{{document}}");
    assert!(check_latex(&paper("a \\& b")).is_ok());
    for bad in
        ["{", "}", "a & b", "50% ", "a_b", "\\begin{table}", "\\begin{longtable}{@{}ll@{}}\na \\\\\n\\end{longtable}"]
    {
        assert!(check_latex(&paper(bad)).is_err(), "{bad}");
    }
}
