//! Conditions come out as they went in: written out and read again they mean the same.

mod common;

use detente_model::read::{condition, read};
use detente_model::{Conflict, Expr, OptionId, OptionVector, OutcomeWhen, Preference};
use detente_testkit::Rng;

const OPTIONS: usize = 5;
const HEAD: &str = "format = 1\ntitle = \"Conditions\"\n\n[decision_makers.north]\noptions.talk = \"\"\noptions.ban = \"\"\noptions.strike = \"\"\nprefers = []\n\n[decision_makers.south]\noptions.talk = \"\"\noptions.build = \"\"\n";

/// A condition with at most `depth` levels.
fn random_expr(rng: &mut Rng, depth: usize) -> Expr {
    let part = |rng: &mut Rng| random_expr(rng, depth - 1);
    match rng.below(if depth <= 1 { 3 } else { 10 }) {
        0 => Expr::Constant(rng.chance(50)),
        1 | 2 => Expr::Option(OptionId::from(rng.below(OPTIONS))),
        3 | 4 => Expr::Not(part(rng).into()),
        5 | 6 => Expr::And((0..rng.below(4)).map(|_| part(rng)).collect()),
        7 => Expr::Or((0..rng.below(4)).map(|_| part(rng)).collect()),
        8 => Expr::Implies(part(rng).into(), part(rng).into()),
        _ => Expr::Iff(part(rng).into(), part(rng).into()),
    }
}

fn conflict_with(condition: &str) -> Option<Conflict> {
    read(&format!("{HEAD}prefers = ['{condition}']\n\n[outcomes]\nit = '{condition}'\nnot_it = 'not it'\n")).conflict
}

fn statement(conflict: &Conflict) -> &Expr {
    let Preference::Prioritised(list) = &conflict.decision_makers[1].preference else {
        panic!("statements were given")
    };
    &list[0].that
}

fn vectors() -> impl Iterator<Item = OptionVector> {
    (0..1 << OPTIONS).map(|bits| OptionVector::from_bits(OPTIONS, bits))
}

#[test]
fn a_condition_that_is_written_out_and_read_again_means_the_same() {
    let plain = conflict_with("true").expect("this reads");
    let mut rng = Rng::new(2023);
    for round in 0..3000 {
        let depth = 1 + rng.below(if round % 100 == 0 { 12 } else { 5 });
        let expr = random_expr(&mut rng, depth);
        let text = expr.text(&plain);
        let conflict = conflict_with(&text).unwrap_or_else(|| panic!("{text} reads"));
        let again = statement(&conflict);
        assert_eq!(again.text(&conflict), text, "writing out what was read changes nothing");
        let OutcomeWhen::Holds(outcome) = &conflict.outcomes[0].when else { panic!("{text} is a condition") };
        let OutcomeWhen::Holds(negated) = &conflict.outcomes[1].when else { panic!("{text} is a condition") };
        for vector in vectors() {
            let value = expr.holds(&vector);
            assert_eq!(again.holds(&vector), value, "{text}");
            assert_eq!(outcome.holds(&vector), value, "{text}");
            assert_eq!(negated.holds(&vector), !value, "the name of an outcome stands for its condition: {text}");
        }
    }
}

/// Writes a condition in other words: symbols for words, `if` for `implies`, spaces and parentheses at will, short names where
/// they are clear.
fn other_spelling(rng: &mut Rng, expr: &Expr, conflict: &Conflict) -> String {
    let mut joined = |parts: &[Expr], words: &[&str], empty: &str| {
        let word = words[rng.below(words.len())];
        let parts: Vec<String> = parts.iter().map(|part| other_spelling(rng, part, conflict)).collect();
        if parts.is_empty() { empty.to_string() } else { format!("({})", parts.join(word)) }
    };
    match expr {
        Expr::Constant(value) => if *value { "TRUE" } else { "False" }.into(),
        Expr::Option(option) => {
            let (full, short) = (conflict.option_name(*option), &conflict.option(*option).id);
            // Statements are south's, so `talk` would be south's there and nobody's in an outcome.
            if short != "talk" && rng.chance(50) { short.clone() } else { full }
        }
        Expr::Not(a) => {
            let word = ["!", "not ", "NOT\t", "¬ "][rng.below(4)];
            format!("{word}({})", other_spelling(rng, a, conflict))
        }
        Expr::And(parts) => joined(parts, &[" and ", "&", " && ", " AND "], "true"),
        Expr::Or(parts) => joined(parts, &[" or ", "|", " || ", "  Or\t"], "false"),
        Expr::Implies(a, b) => {
            let (a, b) = (other_spelling(rng, a, conflict), other_spelling(rng, b, conflict));
            match rng.below(4) {
                0 => format!("({a} implies {b})"),
                1 => format!("({a}->{b})"),
                2 => format!("({a} => {b})"),
                _ => format!("({b} if {a})"),
            }
        }
        Expr::Iff(a, b) => {
            let word = [" iff ", "<->", " <=> "][rng.below(3)];
            format!("({}{word}{})", other_spelling(rng, a, conflict), other_spelling(rng, b, conflict))
        }
    }
}

#[test]
fn all_spellings_of_a_condition_mean_the_same_and_have_one_digest() {
    let plain = conflict_with("true").expect("this reads");
    let mut rng = Rng::new(1962);
    for _ in 0..1000 {
        let expr = random_expr(&mut rng, 4);
        let text = other_spelling(&mut rng, &expr, &plain);
        let conflict = conflict_with(&text).unwrap_or_else(|| panic!("{text} reads"));
        for vector in vectors() {
            assert_eq!(statement(&conflict).holds(&vector), expr.holds(&vector), "{text}");
        }
        let canonical = conflict_with(&statement(&conflict).text(&plain)).expect("it reads again");
        assert_eq!(detente_model::digest(&conflict), detente_model::digest(&canonical), "{text}");
    }
}

#[test]
fn what_is_known_of_a_condition_in_part_agrees_with_its_value() {
    let mut rng = Rng::new(7);
    for _ in 0..2000 {
        let expr = random_expr(&mut rng, 4);
        let known: Vec<Option<bool>> = (0..OPTIONS).map(|_| rng.chance(60).then(|| rng.chance(50))).collect();
        let Some(value) = expr.holds_partly(&|option| known[option.index()]) else { continue };
        let fits = |vector: &OptionVector| {
            (0..OPTIONS).all(|option| known[option].is_none_or(|on| vector.is_on(OptionId::from(option)) == on))
        };
        for vector in vectors().filter(fits) {
            assert_eq!(expr.holds(&vector), value);
        }
    }
}

#[test]
fn the_deepest_condition_that_reads_can_be_written_out_and_read_again() {
    for (open, close) in [("not ", ""), ("(north.ban implies ", ")"), ("not (north.ban and ", ")"), ("(", ")")] {
        let nested = |times: usize| format!("{}north.talk{}", open.repeat(times), close.repeat(times));
        let deepest = (1..200).rev().find_map(|times| conflict_with(&nested(times))).expect("something reads");
        let text = statement(&deepest).text(&deepest);
        let again = conflict_with(&text).unwrap_or_else(|| panic!("{text} reads"));
        assert_eq!(statement(&again), statement(&deepest));
    }
    // The same for what is deep only because of the outcomes that it names.
    let chain = |n: usize| {
        let outcomes: String = (1..=n).map(|x| format!("x{x} = \"not (north.ban and x{})\"\n", x - 1)).collect();
        read(&format!("{HEAD}prefers = ['x{n}']\n\n[outcomes]\nx0 = \"north.talk\"\n{outcomes}")).conflict
    };
    let deepest = (1..200).rev().find_map(chain).expect("something reads");
    let text = statement(&deepest).text(&deepest);
    assert_eq!(statement(&conflict_with(&text).expect("it reads")), statement(&deepest));
}

#[test]
fn a_condition_from_elsewhere_is_read_as_in_the_file_and_complained_of_at_its_place() {
    const PIECES: [&str; 22] = [
        "talk",
        "south.build",
        "north.talk",
        "it",
        "not_it",
        "peace",
        "é",
        "🦀",
        "'",
        "''",
        "\"",
        "\n",
        "\r\n",
        "\\",
        " ",
        " and ",
        "not ",
        "(",
        ")",
        " iff ",
        ".",
        "\t",
    ];
    let conflict = conflict_with("south.build").expect("this reads");
    let mut rng = Rng::new(5);
    let mut read = 0;
    for _ in 0..20_000 {
        let text: String = (0..rng.below(7)).map(|_| PIECES[rng.below(PIECES.len())]).collect();
        match condition(&conflict, &text) {
            Ok(expr) => {
                read += 1;
                assert_eq!(condition(&conflict, &expr.text(&conflict)), Ok(expr), "{text}");
            }
            Err(complaints) => {
                assert!(!complaints.is_empty(), "{text:?}");
                for complaint in complaints {
                    assert!(text.get(complaint.span.clone()).is_some(), "{text:?}: {complaint:?}");
                }
            }
        }
    }
    assert!(read > 500, "only {read} texts were conditions");
    let complaints = condition(&conflict, "not ban and  south.biuld").expect_err("there is no such option");
    assert_eq!(complaints[0].span, 13..24);
}
