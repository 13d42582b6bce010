//! From the tables of a file to a conflict with every name resolved.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::ledger::{Claims, Grounds};
use super::names::{Names, Scope};
use super::states::{StateNames, Vectors, check_extents, named_states};
use super::study::Resolver;
use super::table::{Desk, is_there, shorten};
use super::{MAX_DECISION_MAKERS, MAX_OPTIONS};
use crate::diagnostic::listed;
use crate::file::{
    ConflictFile, DecisionMakerTable, Entries, OptionValue, OutcomeValue, PublishedTable, Spanned, StatementValue,
};
use crate::states::{any_feasible, steps};
use crate::{
    Agreement, Conflict, DecisionMaker, Diagnostic, Direction, DmId, DmOption, Expr, MoveTable, OptionId, OptionVector,
    Outcome, OutcomeWhen, Preference, Provenance, Published, PublishedResult, Rule, State, Statement, Study,
};

/// The conflict of the tables, or `None` after complaints that leave nothing to build on. The caller looks for errors.
pub(crate) fn resolve(desk: &Desk, file: &ConflictFile) -> Option<Conflict> {
    let dms = &file.decision_makers.0;
    if dms.is_empty() && !desk.has_errors() {
        desk.complain(
            Diagnostic::error("no-decision-makers", 0..0, "the conflict has no decision makers")
                .help("add one: [decision_makers.north]"),
        );
    }
    let options: usize = dms.iter().map(|(_, dm)| dm.options.as_ref().map_or(0, |options| options.0.len())).sum();
    for (count, limit, what) in [(dms.len(), MAX_DECISION_MAKERS, "decision makers"), (options, MAX_OPTIONS, "options")]
    {
        if count > limit {
            let message = format!("the conflict has {count} {what}; at most {limit} are possible");
            desk.complain(Diagnostic::error("too-many", 0..0, message).help("split the conflict into smaller ones"));
            return None;
        }
    }
    let claims = desk.aside(|| Claims::new(desk, file));
    let mut conflict = Conflict {
        title: file.title.value.clone(),
        description: text(&file.description),
        reference: text(&file.reference),
        sources: claims.sources,
        claims: claims.claims,
        decision_makers: Vec::new(),
        options: Vec::new(),
        rules: Vec::new(),
        named_states: None,
        move_tables: BTreeMap::new(),
        status_quo: None,
        outcomes: Vec::new(),
        published: Vec::new(),
        study: Study::default(),
    };
    if conflict.title.trim().is_empty() && is_there(&file.title) {
        desk.aside(|| {
            desk.complain(
                Diagnostic::error("empty-title", file.title.span.clone(), "the title is empty")
                    .help("say what the conflict is about"),
            )
        });
    }
    let grounds = Grounds { desk, claims: claims.by_id, ids: claims.ids };
    for (key, dm) in dms {
        desk.aside(|| decision_maker(&grounds, &mut conflict, key, dm));
    }
    let short_names: Vec<(DmId, String)> =
        conflict.options.iter().map(|option| (option.owner, option.id.clone())).collect();
    let dm_names = conflict.decision_makers.iter().map(|dm| dm.id.clone()).collect();
    let outcome_conditions = file.outcomes.iter().flat_map(|outcomes| &outcomes.0).map(|(key, value)| {
        let condition = match value {
            OutcomeValue::Condition(condition) => Some(condition),
            OutcomeValue::Table(table) => table.when.as_ref(),
            OutcomeValue::States(_) => None,
        };
        (key.value.as_str(), condition)
    });
    let names = Names::new(desk, dm_names, &short_names, outcome_conditions);
    desk.aside(|| {
        rules(&grounds, &names, file, &mut conflict);
        statements(&grounds, &names, file, &mut conflict);
        check_ids(desk, file, &conflict);
    });

    let nothing = Entries::default();
    let mut vectors = Vectors::new();
    if desk.states_in_doubt() {
        // Names of states need the rules and options as they are meant; with those in doubt, complaints would mislead.
        named_states(desk, &names, &conflict, file.states.as_ref().unwrap_or(&nothing));
        outcome_texts(&names, file);
        return None;
    }
    if let Some(states) = &file.states {
        if states.0.is_empty() {
            desk.complain(
                Diagnostic::error("no-states", 0..0, "`states` is empty")
                    .help("name at least one state, or leave it out"),
            );
            return None;
        }
        let named = named_states(desk, &names, &conflict, states);
        let complete = named.len() == states.0.len();
        conflict.named_states = Some(named);
        let extents = if complete { check_extents(desk, &conflict, states) } else { None };
        let Some(extents) = extents else {
            outcome_texts(&names, file);
            return None;
        };
        vectors = extents;
    } else if conflict.options.is_empty() {
        desk.complain(
            Diagnostic::error("no-states", 0..0, "the conflict has neither options nor states")
                .help("give the decision makers options, or name the states in [states] and the moves in [moves.ID]"),
        );
        return None;
    } else if any_feasible(&conflict) == Some(false) {
        let ids: Vec<String> = conflict.rules.iter().map(|rule| shorten(&rule.id)).collect();
        let message = match ids.as_slice() {
            [one] => format!("the rule `{one}` excludes every state"),
            several => format!("the rules {} together exclude every state", listed(several, 8)),
        };
        let span = file.infeasible.iter().flatten().next().map_or(0..0, |rule| rule.when.span.clone());
        desk.complain(
            Diagnostic::error("nothing-feasible", span, message)
                .help("at least one combination of options must be left: say less in a rule, or leave one out"),
        );
        outcome_texts(&names, file);
        return None;
    }
    let states = StateNames::new(desk, &names, &conflict, &vectors);
    let rankings = rankings(desk, &names, &states, file);
    let move_tables = move_tables(desk, &conflict, &states, file);
    let status_quo = file.status_quo.as_ref().map(|value| states.value(value));
    let outcomes = outcomes(&grounds, &names, &states, file);
    let published = published(desk, &conflict, &states, file);
    drop(states);
    for (dm, preference) in conflict.decision_makers.iter_mut().zip(rankings) {
        if let Some(preference) = preference {
            dm.preference = preference;
        }
    }
    conflict.move_tables = move_tables;
    conflict.status_quo = status_quo.flatten();
    conflict.outcomes = outcomes;
    conflict.published = published;
    if !desk.has_errors() {
        check_uniform(desk, file, &conflict, &vectors);
    }
    warn_of_option_names(desk, file, &conflict);
    if !desk.has_errors() {
        let states = StateNames::new(desk, &names, &conflict, &vectors);
        let resolver = Resolver { desk, grounds: &grounds, names: &names, states: &states, conflict: &conflict };
        let study = resolver.study(file);
        drop(states);
        conflict.study = study;
    }
    Some(conflict)
}

/// The text of a value that may not be there.
pub(crate) fn text(value: &Option<Spanned<String>>) -> Option<String> {
    value.as_ref().map(|text| text.value.clone())
}

fn decision_maker(grounds: &Grounds, conflict: &mut Conflict, key: &Spanned<String>, table: &DecisionMakerTable) {
    let owner = DmId::from(conflict.decision_makers.len());
    let first = conflict.options.len() as u32;
    for (id, value) in table.options.iter().flat_map(|options| &options.0) {
        let (text, direction, provenance) = match value {
            OptionValue::Text(text) => (text.value.clone(), Direction::Both, Provenance::default()),
            OptionValue::Table(table) => (
                table.text.value.clone(),
                table.direction.as_ref().map_or(Direction::Both, |direction| direction.value),
                grounds.resolve(&table.cites, &table.basis, &table.because),
            ),
        };
        conflict.options.push(DmOption { id: id.value.clone(), owner, text, direction, provenance });
    }
    let given: Vec<(&str, Range<usize>)> = [
        table.prefers.as_ref().map(|v| ("prefers", v.span.clone())),
        table.ranking.as_ref().map(|v| ("ranking", v.span.clone())),
        table.weights.as_ref().map(|v| ("weights", v.span.clone())),
    ]
    .into_iter()
    .flatten()
    .collect();
    match given.as_slice() {
        [_] => {}
        [] => grounds.desk.complain(
            Diagnostic::error(
                "no-preference",
                key.span.clone(),
                format!("nothing says what `{}` wants", shorten(&key.value)),
            )
            .help(
                "add `prefers`, `ranking` or `weights`; `prefers = []` says that it is indifferent between all states",
            ),
        ),
        [(a, _), (b, span), ..] => grounds.desk.complain(
            Diagnostic::error(
                "two-preferences",
                span.clone(),
                format!("`{}` has both `{a}` and `{b}`", shorten(&key.value)),
            )
            .help("a decision maker gives its preference in one way"),
        ),
    }
    conflict.decision_makers.push(DecisionMaker {
        id: key.value.clone(),
        name: text(&table.name).unwrap_or_else(|| key.value.clone()),
        options: first..conflict.options.len() as u32,
        preference: Preference::Prioritised(Vec::new()),
        provenance: grounds.resolve(&table.cites, &table.basis, &table.because),
    });
}

fn rules(grounds: &Grounds, names: &Names, file: &ConflictFile, conflict: &mut Conflict) {
    let mut taken: HashSet<String> = given_ids(file).map(|id| id.value.clone()).collect();
    for (place, rule) in file.infeasible.iter().flatten().enumerate() {
        let provenance = grounds.resolve(&rule.cites, &rule.basis, &rule.because);
        let Some(when) = names.condition(Scope::Everywhere, &rule.when) else {
            grounds.desk.doubt_states();
            continue;
        };
        if when == Expr::Constant(false) {
            grounds.desk.complain(
                Diagnostic::warning("idle-rule", rule.when.span.clone(), "this rule excludes nothing")
                    .help("leave it out"),
            );
        }
        let id = rule.id.as_ref().map_or_else(|| own_id(place, &mut taken), |id| id.value.clone());
        conflict.rules.push(Rule { id, when, provenance });
    }
}

/// The id of a rule that gives none: `rule1`, `rule2`, … by place, or the next that is not taken.
fn own_id(place: usize, taken: &mut HashSet<String>) -> String {
    let id = (place + 1..).map(|number| format!("rule{number}")).find(|id| !taken.contains(id));
    let id = id.expect("there are more numbers than rules");
    taken.insert(id.clone());
    id
}

fn statements(grounds: &Grounds, names: &Names, file: &ConflictFile, conflict: &mut Conflict) {
    for ((dm, (_, table)), place) in conflict.decision_makers.iter_mut().zip(&file.decision_makers.0).zip(0..) {
        let Some(prefers) = &table.prefers else { continue };
        let scope = Scope::Of(DmId(place));
        let mut list = Vec::new();
        for (place, value) in prefers.value.iter().enumerate() {
            let (id, that, provenance) = match value {
                StatementValue::Condition(that) => (None, that, Provenance::default()),
                StatementValue::Table(table) => {
                    (table.id.as_ref(), &table.that, grounds.resolve(&table.cites, &table.basis, &table.because))
                }
            };
            let Some(that) = names.condition(scope, that) else { continue };
            let id = id.map_or_else(|| format!("{}.{}", dm.id, place + 1), |id| id.value.clone());
            list.push(Statement { id, that, provenance });
        }
        dm.preference = Preference::Prioritised(list);
    }
}

/// The ids that the file gives to statements and rules.
fn given_ids(file: &ConflictFile) -> impl Iterator<Item = &Spanned<String>> {
    fn of_statement(value: &StatementValue) -> Option<&Spanned<String>> {
        match value {
            StatementValue::Table(table) => table.id.as_ref(),
            StatementValue::Condition(_) => None,
        }
    }
    let prefers = file.decision_makers.0.iter().filter_map(|(_, dm)| dm.prefers.as_ref());
    prefers
        .flat_map(|prefers| &prefers.value)
        .filter_map(of_statement)
        .chain(file.infeasible.iter().flatten().filter_map(|rule| rule.id.as_ref()))
}

/// Ids that answers use must tell elements apart: statements and rules share one space, options and outcomes another.
fn check_ids(desk: &Desk, file: &ConflictFile, conflict: &Conflict) {
    let mut first: HashMap<&str, Range<usize>> = HashMap::new();
    for id in given_ids(file) {
        if let Some(span) = first.get(id.value.as_str()) {
            desk.complain(
                Diagnostic::error(
                    "id-twice",
                    id.span.clone(),
                    format!("the id `{}` is given twice", shorten(&id.value)),
                )
                .related(span.clone(), "first here")
                .help("answers name statements and rules by their ids, so each has its own"),
            );
        } else {
            first.insert(&id.value, id.span.clone());
        }
    }
    let options: HashSet<&str> = conflict.options.iter().map(|option| option.id.as_str()).collect();
    for (key, _) in file.outcomes.iter().flat_map(|outcomes| &outcomes.0) {
        if options.contains(key.value.as_str()) {
            desk.complain(
                Diagnostic::error(
                    "name-taken",
                    key.span.clone(),
                    format!("`{}` is an option as well as an outcome", shorten(&key.value)),
                )
                .help("give the outcome another name, so that conditions are clear"),
            );
        }
    }
}

/// Reads the conditions of outcomes for the sake of complaints.
fn outcome_texts(names: &Names, file: &ConflictFile) {
    for (key, _) in file.outcomes.iter().flat_map(|outcomes| &outcomes.0) {
        names.outcome_condition(&key.value);
    }
}

/// Rankings and weights, by decision maker; `None` for those that have statements or after a complaint.
fn rankings(desk: &Desk, names: &Names, states: &StateNames, file: &ConflictFile) -> Vec<Option<Preference>> {
    let one = |(place, (_, table)): (usize, &(Spanned<String>, DecisionMakerTable))| {
        if let Some(ranking) = table.ranking.as_ref().filter(|ranking| is_there(ranking)) {
            return states.ranking(ranking).map(Preference::Ranked);
        }
        let weights = table.weights.as_ref()?;
        Some(Preference::Weighted(self::weights(desk, names, DmId::from(place), file, &weights.value)))
    };
    file.decision_makers.0.iter().enumerate().map(one).collect()
}

fn weights(desk: &Desk, names: &Names, dm: DmId, file: &ConflictFile, written: &Entries<Spanned<i64>>) -> Vec<i64> {
    let options = file.decision_makers.0.iter().map(|(_, dm)| dm.options.as_ref().map_or(0, |o| o.0.len())).sum();
    let mut weights = vec![0; options];
    let mut first: HashMap<OptionId, Range<usize>> = HashMap::new();
    for (name, weight) in &written.0 {
        let Some(option) = names.option(Scope::Of(dm), &name.value, || name.span.clone()) else { continue };
        weights[option.index()] = weight.value;
        if let Some(span) = first.insert(option, name.span.clone()) {
            let message = format!("the option `{}` has two weights", shorten(&name.value));
            desk.complain(
                Diagnostic::error("weighted-twice", name.span.clone(), message)
                    .related(span, "first here")
                    .help("give each option one weight; a name with and without its decision maker is the same option"),
            );
        }
    }
    weights
}

fn complain_of_dm(desk: &Desk, ids: &[&str], name: &Spanned<String>) {
    let message = format!("there is no decision maker `{}`", shorten(&name.value));
    let help = match desk.meant(&name.value, ids.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("to choose from: {}", listed(ids, 8)),
    };
    desk.complain(Diagnostic::error("unknown-name", name.span.clone(), message).help(help));
}

fn move_tables(
    desk: &Desk, conflict: &Conflict, states: &StateNames, file: &ConflictFile,
) -> BTreeMap<DmId, MoveTable> {
    let mut tables = BTreeMap::new();
    let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
    for (dm_key, written) in file.moves.iter().flat_map(|moves| &moves.0) {
        let Some(dm) = conflict.dm_by_id(&dm_key.value) else {
            complain_of_dm(desk, &ids, dm_key);
            continue;
        };
        let Some(named) = &conflict.named_states else {
            desk.complain(
                Diagnostic::error(
                    "moves-without-states",
                    dm_key.span.clone(),
                    "moves can be listed only between named states",
                )
                .help("name the states in [states]"),
            );
            continue;
        };
        let mut table: MoveTable = vec![Vec::new(); named.len()];
        let mut seen: HashSet<(usize, usize)> = HashSet::new();
        for (from_key, ends) in &written.0 {
            let Some(State::Named(from)) = states.by_name(&from_key.value, || from_key.span.clone()) else { continue };
            for end in ends {
                let Some(State::Named(to)) = states.by_name(&end.value, || end.span.clone()) else { continue };
                if to == from || !seen.insert((from, to)) {
                    let what = if to == from { "a state has no move to itself" } else { "this move is listed twice" };
                    desk.complain(Diagnostic::error("bad-move", end.span.clone(), what).help("leave it out"));
                } else {
                    table[from].push(to);
                }
            }
            table[from].sort_unstable();
        }
        tables.insert(dm, table);
    }
    if conflict.options.is_empty() && !desk.has_errors() {
        let unable: Vec<&str> =
            conflict.dm_ids().filter(|dm| !tables.contains_key(dm)).map(|dm| conflict.dm(dm).id.as_str()).collect();
        if !unable.is_empty() {
            desk.complain(
                Diagnostic::warning("no-moves", 0..0, format!("no moves are given for {}", listed(&unable, 8)))
                    .help("without options, a decision maker can move only as [moves.ID] says"),
            );
        }
    }
    tables
}

fn outcomes(grounds: &Grounds, names: &Names, states: &StateNames, file: &ConflictFile) -> Vec<Outcome> {
    let condition = |key: &Spanned<String>| names.outcome_condition(&key.value).map(OutcomeWhen::Holds);
    let listed_states = |list: &[Spanned<String>]| states.by_names(list).map(OutcomeWhen::OneOf);
    let one = |(key, value): &(Spanned<String>, OutcomeValue)| {
        let (when, text, provenance) = match value {
            OutcomeValue::Condition(_) => (condition(key), None, Provenance::default()),
            OutcomeValue::States(list) => (listed_states(list), None, Provenance::default()),
            OutcomeValue::Table(table) => {
                let problem = match (&table.when, &table.states) {
                    (Some(_), Some(_)) => Some("has both `when` and `states`"),
                    (None, None) => Some("has neither `when` nor `states`"),
                    _ => None,
                };
                if let Some(problem) = problem {
                    let message = format!("the outcome `{}` {problem}", shorten(&key.value));
                    grounds.desk.complain(
                        Diagnostic::error("bad-outcome", key.span.clone(), message)
                            .help("give a condition with `when`, or a list of states with `states`"),
                    );
                }
                let when = match &table.states {
                    Some(list) => listed_states(list),
                    None => condition(key),
                };
                (when, text(&table.text), grounds.resolve(&table.cites, &table.basis, &table.because))
            }
        };
        Some(Outcome { id: key.value.clone(), text, when: when?, provenance })
    };
    file.outcomes.iter().flat_map(|outcomes| &outcomes.0).filter_map(one).collect()
}

fn published(desk: &Desk, conflict: &Conflict, states: &StateNames, file: &ConflictFile) -> Vec<Published> {
    file.published.iter().flatten().filter_map(|table| published_one(desk, conflict, states, table)).collect()
}

fn published_one(desk: &Desk, conflict: &Conflict, states: &StateNames, table: &PublishedTable) -> Option<Published> {
    let span = table.concept.span.clone();
    let wrong = |at: &Range<usize>, message: &str, help: &str| {
        desk.complain(Diagnostic::error("bad-published", at.clone(), message).help(help));
    };
    let given: Vec<&str> = [
        ("equilibria", table.equilibria.is_some()),
        ("includes", table.includes.is_some()),
        ("count", table.count.is_some()),
        ("stable", table.stable.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_given)| is_given.then_some(key))
    .collect();
    match given.as_slice() {
        [_] => {}
        [] => {
            let help = "give one of `equilibria`, `includes` and `count`, or `decision_maker` with `stable`";
            wrong(&span, "this published result does not say what was found", help);
            return None;
        }
        several => {
            let message = format!("this published result has {} at once", listed(several, 4));
            wrong(&span, &message, "write a [[published]] of its own for each");
            return None;
        }
    }
    match (&table.decision_maker, &table.stable) {
        (Some(dm), None) => {
            let help = "leave it out, or list the states that are stable for it: stable = [\"…\"]";
            wrong(&dm.span, "`decision_maker` goes with `stable`, and that is not there", help);
            return None;
        }
        (None, Some(_)) => {
            let help = "add whose: decision_maker = \"…\"";
            wrong(&span, "`stable` does not say for which decision maker these states are stable", help);
            return None;
        }
        _ => {}
    }
    let result = if let Some(list) = &table.equilibria {
        PublishedResult::Equilibria(states.values(list)?)
    } else if let Some(list) = &table.includes {
        PublishedResult::Includes(states.values(list)?)
    } else if let Some(count) = &table.count {
        let Ok(number) = u64::try_from(count.value) else {
            wrong(&count.span, "`count` is less than 0", "give the number of equilibria");
            return None;
        };
        PublishedResult::Count(number)
    } else {
        let (dm_name, list) = table.decision_maker.as_ref().zip(table.stable.as_ref())?;
        let Some(dm) = conflict.dm_by_id(&dm_name.value) else {
            let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
            complain_of_dm(desk, &ids, dm_name);
            return None;
        };
        PublishedResult::Stable(dm, states.values(list)?)
    };
    let agreement = match (&table.differs, &table.unresolved) {
        (None, None) => Agreement::Expected,
        (Some(why), None) => Agreement::Differs(why.value.clone()),
        (None, Some(why)) => Agreement::Unresolved(why.value.clone()),
        (Some(_), Some(why)) => {
            let message = "this published result has both `differs` and `unresolved`";
            wrong(&why.span, message, "keep `differs` if it is known why the results differ, else `unresolved`");
            return None;
        }
    };
    Some(Published { concept: table.concept.value.0, result, reference: text(&table.reference), agreement })
}

/// A condition must have one value on all option vectors of a state; otherwise the state's place in a ranking is anybody's guess.
///
/// Only after a reading without errors, so that the conflict has everything that is in the file.
fn check_uniform(desk: &Desk, file: &ConflictFile, conflict: &Conflict, vectors: &Vectors) {
    let bare = conflict.named_states.is_some() && conflict.options.is_empty();
    let mixed = Mixed::new(desk, conflict, vectors);
    for (dm, (key, table)) in conflict.decision_makers.iter().zip(&file.decision_makers.0) {
        let id = shorten(&key.value);
        let (what, span) = match (&dm.preference, &table.prefers, &table.weights) {
            (Preference::Prioritised(list), Some(prefers), _) if !list.is_empty() => ("statements", &prefers.span),
            (Preference::Weighted(_), _, Some(weights)) => ("weights", &weights.span),
            _ => continue,
        };
        if bare {
            let message = format!("`{id}` has {what}, but the conflict has no options");
            desk.complain(Diagnostic::error("no-options", span.clone(), message).help("give a `ranking`"));
            continue;
        }
        let help = |state: &str| {
            format!("`{state}` stands for several combinations of options that differ in this: give `{id}` a `ranking`")
        };
        if let Preference::Weighted(weights) = &dm.preference {
            let sum = |vector: &OptionVector| vector.on().map(|o| i128::from(weights[o.index()])).sum();
            if let Some(state) = mixed.first(conflict.options.len(), &sum) {
                let message = format!("the weights give the state `{state}` no single worth");
                desk.complain(Diagnostic::error("mixed-state", span.clone(), message).help(help(&state)));
            }
        }
        let (Preference::Prioritised(list), Some(prefers)) = (&dm.preference, &table.prefers) else { continue };
        for (statement, written) in list.iter().zip(&prefers.value) {
            let holds = |vector: &OptionVector| i128::from(statement.that.holds(vector));
            if let Some(state) = mixed.first(steps(&statement.that), &holds) {
                let span = match written {
                    StatementValue::Condition(that) => that.span.clone(),
                    StatementValue::Table(table) => table.that.span.clone(),
                };
                let name = shorten(&statement.id);
                let message = format!("the statement `{name}` is neither true nor false in the state `{state}`");
                desk.complain(Diagnostic::error("mixed-state", span, message).help(help(&state)));
            }
        }
    }
    for (outcome, (key, value)) in conflict.outcomes.iter().zip(file.outcomes.iter().flat_map(|outcomes| &outcomes.0)) {
        let OutcomeWhen::Holds(condition) = &outcome.when else { continue };
        let id = shorten(&outcome.id);
        let span = match value {
            OutcomeValue::Condition(when) => when.span.clone(),
            OutcomeValue::Table(table) => table.when.as_ref().map_or(key.span.clone(), |when| when.span.clone()),
            OutcomeValue::States(_) => key.span.clone(),
        };
        if bare {
            let message = format!("the outcome `{id}` has a condition, but the conflict has no options");
            desk.complain(Diagnostic::error("no-options", span, message).help("list its states: [\"s3\", \"s4\"]"));
        } else if let Some(state) = mixed.first(steps(condition), &|vector| i128::from(condition.holds(vector))) {
            let message = format!("the outcome `{id}` is neither true nor false in the state `{state}`");
            desk.complain(Diagnostic::error("mixed-state", span, message).help(format!(
                "`{state}` stands for several combinations of options that differ in this: list the states instead"
            )));
        }
    }
}

/// Looks for states that stand for option vectors of which not all have one value.
struct Mixed<'a> {
    desk: &'a Desk<'a>,
    /// The states of several option vectors.
    several: Vec<(&'a str, &'a [OptionVector])>,
    count: usize,
}

impl<'a> Mixed<'a> {
    fn new(desk: &'a Desk<'a>, conflict: &'a Conflict, vectors: &'a Vectors) -> Self {
        let named = conflict.named_states.as_deref().unwrap_or_default();
        let several: Vec<_> = named
            .iter()
            .zip(vectors)
            .filter(|(_, own)| own.len() > 1)
            .map(|(state, own)| (state.id.as_str(), own.as_slice()))
            .collect();
        let count = several.iter().map(|(_, own)| own.len()).sum();
        Mixed { desk, several, count }
    }

    /// The first state on which `value` differs. To work it out once takes so many steps.
    fn first(&self, steps: usize, value: &dyn Fn(&OptionVector) -> i128) -> Option<String> {
        if !self.desk.spend(steps.saturating_mul(self.count)) {
            return None;
        }
        let is_mixed = |own: &[OptionVector]| own.iter().any(|vector| value(vector) != value(&own[0]));
        self.several.iter().find(|(_, own)| is_mixed(own)).map(|(id, _)| shorten(id))
    }
}

/// An option named like a decision maker is legal, but sentences about it confuse.
fn warn_of_option_names(desk: &Desk, file: &ConflictFile, conflict: &Conflict) {
    for (key, table) in &file.decision_makers.0 {
        for (option, _) in table.options.iter().flat_map(|options| &options.0) {
            if conflict.dm_by_id(&option.value).is_some() {
                desk.complain(
                    Diagnostic::warning(
                        "confusing-name",
                        option.span.clone(),
                        format!(
                            "the option `{}.{}` has the name of a decision maker",
                            shorten(&key.value),
                            shorten(&option.value)
                        ),
                    )
                    .help("another name would be clearer"),
                );
            }
        }
    }
}
