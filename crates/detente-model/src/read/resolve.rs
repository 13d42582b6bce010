//! From the tables of a file to a conflict with every name resolved.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::ledger::{Claims, Grounds};
use super::names::{Names, Scope};
use super::preference::{rankings, statements};
use super::published::published;
use super::states::{StateNames, Vectors, check_extents, named_states};
use super::study::Resolver;
use super::table::{Desk, is_there, shorten};
use super::uniform::check_uniform;
use super::{MAX_DECISION_MAKERS, MAX_OPTIONS};
use crate::diagnostic::listed;
use crate::file::{ConflictFile, DecisionMakerTable, Entries, OptionValue, OutcomeValue, Spanned, StatementValue};
use crate::states::any_feasible;
use crate::{
    Conflict, DecisionMaker, Diagnostic, Direction, DmId, DmOption, Expr, MoveTable, Outcome, OutcomeWhen, Preference,
    Provenance, Rule, State, Study,
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
    let mut orders = Vec::new();
    for (dm, direct) in conflict.decision_makers.iter_mut().zip(rankings) {
        if let Some(direct) = direct {
            dm.preference = direct.preference;
            orders.extend(direct.partly);
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
        conflict.study = Study { orders, ..study };
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
        table.ranking.as_ref().map(|v| ("ranking", v.span())),
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

pub(crate) fn complain_of_dm(desk: &Desk, ids: &[&str], name: &Spanned<String>) {
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
