//! What is right is read without a word: the catalogue, the examples of the documentation, and a file with every key there is.

mod common;

use std::collections::BTreeSet;

use common::{assert_laws, catalogue, root};
use detente_model::file::{
    AddedTable, AlternativeTable, ClaimTable, ConflictFile, DecisionMakerTable, EventTable, NamedStateTable,
    OptionTable, OutcomeTable, PropositionTable, PublishedTable, QuestionTable, RuleTable, SeenTable, SourceTable,
    StatementTable, UnknownTable, VariantTable, ViewTable,
};
use detente_model::ledger::Standing;
use detente_model::read::read;
use detente_model::{Agreement, Basis, CONCEPTS, Conflict, Direction, Preference, PublishedResult};

/// Reads `text`, which must be complained of in no way.
fn sound(name: &str, text: &str) -> Conflict {
    let reading = read(text);
    assert_laws(text.as_bytes(), &reading, name);
    assert_eq!(reading.diagnostics, [], "{name}");
    reading.conflict.expect("without a complaint there is a conflict")
}

// Files that use every key of every table, between the four of them.
const OPTIONS: &str = include_str!("wellformed/every-key-with-options.toml");
const NAMED: &str = include_str!("wellformed/every-key-with-named-states.toml");
const STUDY: &str = include_str!("wellformed/every-key-of-a-study.toml");
const GRAPH: &str = include_str!("wellformed/every-key-in-graph-form.toml");
#[test]
fn the_catalogue_reads_without_a_complaint() {
    for (name, text) in catalogue() {
        sound(&name, &text);
    }
}

#[test]
fn the_complete_examples_of_the_documentation_read_without_a_complaint() {
    let page = std::fs::read_to_string(root().join("docs/file-format.md")).expect("the page is there");
    let complete: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.trim_start().starts_with("format = 1"))
        .collect();
    assert!(!complete.is_empty(), "the page has no complete example");
    for (place, block) in complete.iter().enumerate() {
        sound(&format!("example {}", place + 1), block);
    }
}

#[test]
fn files_with_every_key_read_without_a_complaint() {
    let conflict = sound("options", OPTIONS);
    assert_eq!(conflict.options.len(), 3);
    assert_eq!(conflict.options[1].direction, Direction::On);
    assert_eq!(conflict.options[0].provenance.basis, Some(Basis::Disputed));
    assert_eq!(conflict.claims[0].standing, Standing::Disputed);
    assert!(matches!(conflict.decision_makers[1].preference, Preference::Ranked(_)));
    assert_eq!(conflict.decision_makers[1].provenance.basis, Some(Basis::Cited));
    assert_eq!(conflict.published[0].agreement, Agreement::Differs("Another convention.".into()));
    assert_eq!(conflict.published[4].result, PublishedResult::Equilibria(Vec::new()));
    assert_eq!(conflict.outcomes.len(), 4);

    let conflict = sound("named", NAMED);
    let weights = vec![2, -1, 0];
    assert_eq!(conflict.decision_makers[0].preference, Preference::Weighted(weights));
    assert_eq!(conflict.move_tables.len(), 1);

    let study = sound("study", STUDY).study;
    assert_eq!((study.variants.len(), study.views.len(), study.unknowns.len()), (5, 2, 5));
    assert_eq!(study.orders.iter().map(|order| order.order.open_pairs()).collect::<Vec<_>>(), [3, 11]);
    assert_eq!((study.propositions.len(), study.events.len()), (8, 1));

    let conflict = sound("graph", GRAPH);
    assert!(conflict.options.is_empty());
    assert_eq!(conflict.move_tables.len(), 2);
}

#[test]
fn the_files_with_every_key_have_every_key() {
    let all = format!("{OPTIONS}{NAMED}{GRAPH}{STUDY}");
    let words: BTreeSet<&str> = all.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let keys = [
        ConflictFile::KEYS,
        SourceTable::KEYS,
        ClaimTable::KEYS,
        DecisionMakerTable::KEYS,
        OptionTable::KEYS,
        StatementTable::KEYS,
        RuleTable::KEYS,
        NamedStateTable::KEYS,
        OutcomeTable::KEYS,
        PublishedTable::KEYS,
        VariantTable::KEYS,
        AlternativeTable::KEYS,
        AddedTable::KEYS,
        UnknownTable::KEYS,
        ViewTable::KEYS,
        SeenTable::KEYS,
        PropositionTable::KEYS,
        QuestionTable::KEYS,
        EventTable::KEYS,
    ];
    for key in keys.concat() {
        assert!(words.contains(key), "`{key}` is in none of the files");
    }
    for concept in CONCEPTS {
        assert!(words.contains(concept.id), "`{}` is in none of the files", concept.id);
    }
    for basis in Basis::ALL {
        assert!(words.contains(basis.word()), "`{}` is in none of the files", basis.word());
    }
}

#[test]
fn every_standing_is_a_word_of_the_file() {
    for standing in Standing::ALL {
        let text = OPTIONS.replace("standing = \"disputed\"", &format!("standing = \"{}\"", standing.word()));
        assert_eq!(sound(standing.word(), &text).claims[0].standing, standing);
    }
}

#[test]
fn whole_numbers_may_be_written_in_any_way_that_toml_knows() {
    for (written, value) in
        [("0x_F", None), ("0xF", Some(15)), ("+1_000", Some(1000)), ("0b11", Some(3)), ("-0", Some(0))]
    {
        let text = NAMED.replace("talk = 2", &format!("talk = {written}"));
        let conflict = read(&text).conflict;
        let weight = conflict.map(|conflict| match &conflict.decision_makers[0].preference {
            Preference::Weighted(weights) => weights[0],
            other => panic!("{other:?}"),
        });
        assert_eq!(weight, value, "{written}");
    }
}

#[test]
fn a_rule_without_an_id_gets_one_that_no_other_has() {
    let text = OPTIONS.replace(
        "[outcomes]",
        "[[infeasible]]\nwhen = \"hold and strike\"\n\n[[infeasible]]\nid = \"rule2\"\nwhen = \"hold and talk\"\n\n[outcomes]",
    );
    let conflict = read(&text).conflict;
    // The ranking leaves fewer states then, so read it without.
    assert!(conflict.is_none());
    let text = text.replace("ranking = \"s1 > s2 ~ s3 > s4 > s5 > s6\"", "prefers = []");
    let text: String = text.split("[outcomes]").next().expect("there is a beginning").into();
    let rules: Vec<String> = sound("rules", &text).rules.into_iter().map(|rule| rule.id).collect();
    assert_eq!(rules, ["F1", "rule3", "rule2"]);
}

#[test]
fn names_may_have_letters_of_any_script() {
    let text = "format = 1\ntitle = \"Été\"\n[decision_makers.\"北\"]\noptions.\"négocier\" = \"Négocier\"\nprefers = [\"北.négocier or négocier\"]\n";
    assert_eq!(sound("letters", text).option_name(detente_model::OptionId(0)), "北.négocier");
}
