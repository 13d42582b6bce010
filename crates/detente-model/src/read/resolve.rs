//! From the tables of a file to a conflict with every name resolved.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::names::{Names, Scope};
use super::states::{StateNames, Vectors, check_extents, named_states};
use super::table::{Desk, shorten};
use super::{MAX_DECISION_MAKERS, MAX_OPTIONS};
use crate::diagnostic::{did_you_mean, listed};
use crate::file::{
    ClaimTable, ConflictFile, DecisionMakerTable, Entries, OptionValue, OutcomeValue, PublishedTable, SourceTable,
    Spanned, StatementValue,
};
use crate::ledger::{Claim, Source, Standing};
use crate::states::any_feasible;
use crate::{
    Agreement, Basis, ClaimId, Conflict, DecisionMaker, Diagnostic, Direction, DmId, DmOption, Expr, MoveTable,
    OptionId, Outcome, OutcomeWhen, Preference, Provenance, Published, PublishedResult, Rule, SourceId, State,
    Statement,
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
    let claims = Claims::new(desk, file);
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
    };
    if conflict.title.trim().is_empty() && !file.title.span.is_empty() {
        desk.complain(
            Diagnostic::error("empty-title", file.title.span.clone(), "the title is empty")
                .help("say what the conflict is about"),
        );
    }
    let grounds = Grounds { desk, claims: claims.by_id };
    for (key, dm) in dms {
        decision_maker(&grounds, &mut conflict, key, dm);
    }
    let short_names: Vec<(DmId, String)> =
        conflict.options.iter().map(|option| (option.owner, option.id.clone())).collect();
    let dm_names = conflict.decision_makers.iter().map(|dm| dm.id.clone()).collect();
    let outcome_conditions = file.outcomes.iter().flat_map(|outcomes| &outcomes.0).filter_map(|(key, value)| {
        let condition = match value {
            OutcomeValue::Condition(condition) => condition,
            OutcomeValue::Table(table) => table.when.as_ref()?,
            OutcomeValue::States(_) => return None,
        };
        Some((key.value.as_str(), condition))
    });
    let names = Names::new(desk, dm_names, &short_names, outcome_conditions);
    rules(&grounds, &names, file, &mut conflict);
    statements(&grounds, &names, file, &mut conflict);
    check_ids(desk, file, &conflict);

    let nothing = Entries::default();
    let written_states = file.states.as_ref().unwrap_or(&nothing);
    let mut vectors = Vectors::new();
    if desk.has_errors() {
        // Names of states need the rules and options as they are meant; with those in doubt, complaints would mislead.
        named_states(desk, &names, &conflict, written_states);
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
        if !complete {
            return None;
        }
        vectors = check_extents(desk, &conflict, states)?;
    } else if conflict.options.is_empty() {
        desk.complain(
            Diagnostic::error("no-states", 0..0, "the conflict has neither options nor states")
                .help("give the decision makers options, or name the states in [states] and the moves in [moves.ID]"),
        );
        return None;
    } else if any_feasible(&conflict) == Some(false) {
        let ids: Vec<&str> = conflict.rules.iter().map(|rule| rule.id.as_str()).collect();
        let span = file.infeasible.iter().flatten().next().map_or(0..0, |rule| rule.when.span.clone());
        desk.complain(
            Diagnostic::error(
                "nothing-feasible",
                span,
                format!("the rules {} together exclude every state", listed(&ids, 8)),
            )
            .help("at least one combination of options must be left; which of the rules says too much?"),
        );
        return None;
    }
    let states = StateNames::new(desk, &names, &conflict, &vectors);
    let rankings = rankings(desk, &names, &states, file);
    let move_tables = move_tables(desk, &conflict, &states, file);
    let status_quo = file.status_quo.as_ref().map(|value| states.value(&value.value, value.span.clone()));
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
    check_uniform(desk, file, &conflict, &vectors);
    warn_of_option_names(desk, file, &conflict);
    Some(conflict)
}

fn text(value: &Option<Spanned<String>>) -> Option<String> {
    value.as_ref().map(|text| text.value.clone())
}

/// The ledger's claims by id, for citations.
struct Claims {
    sources: Vec<Source>,
    claims: Vec<Claim>,
    by_id: HashMap<String, ClaimId>,
}

impl Claims {
    fn new(desk: &Desk, file: &ConflictFile) -> Self {
        let nothing = Entries::default();
        let written = file.sources.as_ref().unwrap_or(&nothing);
        let sources = written.0.iter().map(|(key, source)| self::source(desk, key, source)).collect();
        let ids: Vec<&str> = written.0.iter().map(|(key, _)| key.value.as_str()).collect();
        let nothing = Entries::default();
        let written = file.claims.as_ref().unwrap_or(&nothing);
        let claims = written.0.iter().map(|(key, claim)| self::claim(desk, &ids, key, claim)).collect();
        let by_id = written.0.iter().zip(0..).map(|((key, _), place)| (key.value.clone(), ClaimId(place))).collect();
        Claims { sources, claims, by_id }
    }
}

fn source(desk: &Desk, key: &Spanned<String>, table: &SourceTable) -> Source {
    let sha256 = table.sha256.as_ref().map(|digest| {
        let hex = digest.value.trim_start_matches("sha256:").to_ascii_lowercase();
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            desk.complain(
                Diagnostic::error("bad-digest", digest.span.clone(), "this is not a SHA-256 digest")
                    .help("it has 64 hexadecimal digits; `sha256sum FILE` prints it"),
            );
        }
        hex
    });
    Source {
        id: key.value.clone(),
        title: text(&table.title).unwrap_or_else(|| key.value.clone()),
        author: text(&table.author),
        date: text(&table.date),
        url: text(&table.url),
        file: text(&table.file),
        sha256,
        note: text(&table.note),
    }
}

fn claim(desk: &Desk, sources: &[&str], key: &Spanned<String>, table: &ClaimTable) -> Claim {
    let source = sources.iter().position(|id| *id == table.source.value);
    if source.is_none() && !table.source.value.is_empty() {
        let complaint = Diagnostic::error(
            "unknown-source",
            table.source.span.clone(),
            format!("there is no source `{}`", shorten(&table.source.value)),
        );
        desk.complain(match did_you_mean(&table.source.value, sources.iter().copied()) {
            Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
            None => complaint.help("add it: [sources.ID]"),
        });
    }
    if table.standing.value == Standing::Disputed && table.other_reading.is_none() {
        desk.complain(
            Diagnostic::error(
                "one-reading",
                table.standing.span.clone(),
                format!("the disputed claim `{}` has only one reading", shorten(&key.value)),
            )
            .help("say what it means otherwise: other_reading = \"…\""),
        );
    }
    if let Some(quote) = table.quote.as_ref().filter(|quote| quote.value.trim().is_empty()) {
        desk.complain(
            Diagnostic::error("empty-quote", quote.span.clone(), "the quote is empty")
                .help("give a few words of the passage, or leave it out"),
        );
    }
    Claim {
        id: key.value.clone(),
        source: SourceId::from(source.unwrap_or(0)),
        at: table.at.value.0..table.at.value.1,
        quote: text(&table.quote),
        speaker: text(&table.speaker),
        about: text(&table.about),
        standing: table.standing.value,
        reading: table.reading.value.clone(),
        other_reading: text(&table.other_reading),
        note: text(&table.note),
    }
}

/// Resolves `cites`, `basis` and `because`.
struct Grounds<'a> {
    desk: &'a Desk<'a>,
    claims: HashMap<String, ClaimId>,
}

impl Grounds<'_> {
    fn resolve(
        &self, cites: &Option<Vec<Spanned<String>>>, basis: &Option<Spanned<Basis>>, because: &Option<Spanned<String>>,
    ) -> Provenance {
        let written = cites.as_deref().unwrap_or_default();
        let mut cited: Vec<ClaimId> = Vec::new();
        for name in written {
            match self.claims.get(&name.value) {
                Some(claim) if cited.contains(claim) => self.desk.complain(
                    Diagnostic::error(
                        "cited-twice",
                        name.span.clone(),
                        format!("the claim `{}` is cited twice", name.value),
                    )
                    .help("once is enough"),
                ),
                Some(claim) => cited.push(*claim),
                None => {
                    let complaint = Diagnostic::error(
                        "unknown-claim",
                        name.span.clone(),
                        format!("there is no claim `{}`", shorten(&name.value)),
                    );
                    let mut ids: Vec<&str> = self.claims.keys().map(String::as_str).collect();
                    ids.sort_unstable();
                    self.desk.complain(match did_you_mean(&name.value, ids) {
                        Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                        None => complaint.help(format!("add it to the ledger: [claims.{}]", shorten(&name.value))),
                    });
                }
            }
        }
        if let Some(basis) = basis.as_ref().filter(|basis| basis.value.needs_claims() && written.is_empty()) {
            let word = basis.value.word();
            self.desk.complain(
                Diagnostic::error(
                    "no-claim",
                    basis.span.clone(),
                    format!("the basis is `{word}`, but no claim is cited"),
                )
                .help("add `cites = [\"…\"]`, or say that it is the analyst's `judgement`"),
            );
        }
        Provenance {
            basis: basis.as_ref().map(|basis| basis.value).or((!cited.is_empty()).then_some(Basis::Cited)),
            cites: cited,
            because: text(because),
        }
    }
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

/// An id where none is given: `stem1`, `stem2`, … by place, unless that is taken.
fn given_id(stem: &str, place: usize) -> String {
    format!("{stem}{}", place + 1)
}

fn rules(grounds: &Grounds, names: &Names, file: &ConflictFile, conflict: &mut Conflict) {
    for (place, rule) in file.infeasible.iter().flatten().enumerate() {
        let provenance = grounds.resolve(&rule.cites, &rule.basis, &rule.because);
        let Some(when) = names.condition(Scope::Everywhere, &rule.when) else { continue };
        if when == Expr::Constant(false) {
            grounds.desk.complain(
                Diagnostic::warning("idle-rule", rule.when.span.clone(), "this rule excludes nothing")
                    .help("leave it out"),
            );
        }
        let id = rule.id.as_ref().map_or_else(|| given_id("rule", place), |id| id.value.clone());
        conflict.rules.push(Rule { id, when, provenance });
    }
}

fn statements(grounds: &Grounds, names: &Names, file: &ConflictFile, conflict: &mut Conflict) {
    for (dm, (_, table)) in conflict.decision_makers.iter_mut().zip(&file.decision_makers.0) {
        let Some(prefers) = &table.prefers else { continue };
        let scope =
            Scope::Of(DmId::from(file.decision_makers.0.iter().position(|(key, _)| key.value == dm.id).unwrap_or(0)));
        let mut list = Vec::new();
        for (place, value) in prefers.value.iter().enumerate() {
            let (id, that, provenance) = match value {
                StatementValue::Condition(that) => (None, that, Provenance::default()),
                StatementValue::Table(table) => {
                    (table.id.as_ref(), &table.that, grounds.resolve(&table.cites, &table.basis, &table.because))
                }
            };
            let Some(that) = names.condition(scope, that) else { continue };
            let id = id.map_or_else(|| given_id(&format!("{}.", dm.id), place), |id| id.value.clone());
            list.push(Statement { id, that, provenance });
        }
        dm.preference = Preference::Prioritised(list);
    }
}

/// Ids that answers use must tell elements apart: statements and rules share one space, options and outcomes another.
fn check_ids(desk: &Desk, file: &ConflictFile, conflict: &Conflict) {
    let mut written: Vec<&Spanned<String>> = Vec::new();
    for value in
        file.decision_makers.0.iter().filter_map(|(_, dm)| dm.prefers.as_ref()).flat_map(|prefers| &prefers.value)
    {
        if let StatementValue::Table(table) = value {
            written.extend(&table.id);
        }
    }
    written.extend(file.infeasible.iter().flatten().filter_map(|rule| rule.id.as_ref()));
    let mut first: HashMap<&str, Range<usize>> = HashMap::new();
    for id in written {
        if let Some(span) = first.insert(&id.value, id.span.clone()) {
            desk.complain(
                Diagnostic::error(
                    "id-twice",
                    id.span.clone(),
                    format!("the id `{}` is given twice", shorten(&id.value)),
                )
                .related(span, "first here")
                .help("answers name statements and rules by their ids, so each has its own"),
            );
        }
    }
    for (key, _) in file.outcomes.iter().flat_map(|outcomes| &outcomes.0) {
        if conflict.options.iter().any(|option| option.id == key.value) {
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
        if let Some(ranking) = &table.ranking {
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
        let Some(option) = names.option(Scope::Of(dm), &name.value, name.span.clone()) else { continue };
        weights[option.index()] = weight.value;
        if let Some(span) = first.insert(option, name.span.clone()) {
            desk.complain(
                Diagnostic::error(
                    "weighted-twice",
                    name.span.clone(),
                    format!("the option `{}` has two weights", name.value),
                )
                .related(span, "first here")
                .help("give each option one weight"),
            );
        }
    }
    weights
}

fn move_tables(
    desk: &Desk, conflict: &Conflict, states: &StateNames, file: &ConflictFile,
) -> BTreeMap<DmId, MoveTable> {
    let mut tables = BTreeMap::new();
    let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
    for (dm_key, written) in file.moves.iter().flat_map(|moves| &moves.0) {
        let Some(dm) = conflict.dm_by_id(&dm_key.value) else {
            let complaint = Diagnostic::error(
                "unknown-name",
                dm_key.span.clone(),
                format!("there is no decision maker `{}`", shorten(&dm_key.value)),
            );
            desk.complain(match did_you_mean(&dm_key.value, ids.iter().copied()) {
                Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                None => complaint.help(format!("the decision makers are {}", listed(&ids, 8))),
            });
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
        for (from_key, ends) in &written.0 {
            let Some(State::Named(from)) = states.by_name(&from_key.value, from_key.span.clone()) else { continue };
            for end in ends {
                let Some(State::Named(to)) = states.by_name(&end.value, end.span.clone()) else { continue };
                if to == from || table[from].contains(&to) {
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
    if conflict.options.is_empty() {
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
    let mut outcomes = Vec::new();
    for (key, value) in file.outcomes.iter().flat_map(|outcomes| &outcomes.0) {
        let listed_states = |list: &[Spanned<String>]| {
            let found: Vec<Option<State>> =
                list.iter().map(|name| states.by_name(&name.value, name.span.clone())).collect();
            found.into_iter().collect::<Option<Vec<_>>>().map(OutcomeWhen::OneOf)
        };
        let condition = || names.outcome_condition(&key.value).map(OutcomeWhen::Holds);
        let (when, text, provenance) = match value {
            OutcomeValue::Condition(_) => (condition(), None, Provenance::default()),
            OutcomeValue::States(list) => (listed_states(list), None, Provenance::default()),
            OutcomeValue::Table(table) => {
                let when = match (&table.when, &table.states) {
                    (Some(_), None) => condition(),
                    (None, Some(list)) => listed_states(list),
                    _ => {
                        grounds.desk.complain(
                            Diagnostic::error(
                                "bad-outcome",
                                key.span.clone(),
                                format!("the outcome `{}` needs either `when` or `states`", shorten(&key.value)),
                            )
                            .help("give a condition with `when`, or a list of states with `states`"),
                        );
                        None
                    }
                };
                (when, text(&table.text), grounds.resolve(&table.cites, &table.basis, &table.because))
            }
        };
        if let Some(when) = when {
            outcomes.push(Outcome { id: key.value.clone(), text, when, provenance });
        }
    }
    outcomes
}

fn published(desk: &Desk, conflict: &Conflict, states: &StateNames, file: &ConflictFile) -> Vec<Published> {
    file.published.iter().flatten().filter_map(|table| published_one(desk, conflict, states, table)).collect()
}

fn published_one(desk: &Desk, conflict: &Conflict, states: &StateNames, table: &PublishedTable) -> Option<Published> {
    let span = table.concept.span.clone();
    let wrong = |message: &str, help: &str| {
        desk.complain(Diagnostic::error("bad-published", span.clone(), message).help(help));
    };
    let given = [table.equilibria.is_some(), table.includes.is_some(), table.count.is_some(), table.stable.is_some()];
    if given.iter().filter(|given| **given).count() != 1 {
        wrong(
            "a published result needs exactly one of `equilibria`, `includes`, `count` and `stable`",
            "give one [[published]] for each result",
        );
        return None;
    }
    if table.decision_maker.is_some() != table.stable.is_some() {
        wrong("`decision_maker` and `stable` go together", "say whose stable states these are: decision_maker = \"…\"");
        return None;
    }
    let result = if let Some(list) = &table.equilibria {
        PublishedResult::Equilibria(states.values(list, span.clone())?)
    } else if let Some(list) = &table.includes {
        PublishedResult::Includes(states.values(list, span.clone())?)
    } else if let Some(count) = &table.count {
        let Ok(count) = u64::try_from(count.value) else {
            wrong("`count` is less than 0", "give the number of equilibria");
            return None;
        };
        PublishedResult::Count(count)
    } else {
        let (dm_name, list) = table.decision_maker.as_ref().zip(table.stable.as_ref())?;
        let Some(dm) = conflict.dm_by_id(&dm_name.value) else {
            let ids: Vec<&str> = conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
            desk.complain(
                Diagnostic::error(
                    "unknown-name",
                    dm_name.span.clone(),
                    format!("there is no decision maker `{}`", shorten(&dm_name.value)),
                )
                .help(format!("the decision makers are {}", listed(&ids, 8))),
            );
            return None;
        };
        PublishedResult::Stable(dm, states.values(list, span.clone())?)
    };
    let agreement = match (&table.differs, &table.unresolved) {
        (None, None) => Agreement::Expected,
        (Some(why), None) => Agreement::Differs(why.value.clone()),
        (None, Some(why)) => Agreement::Unresolved(why.value.clone()),
        (Some(_), Some(_)) => {
            wrong("a result is either known to differ or unresolved", "keep one of `differs` and `unresolved`");
            return None;
        }
    };
    Some(Published { concept: table.concept.value.0, result, reference: text(&table.reference), agreement })
}

/// A condition must have one value on all option vectors of a state; otherwise the state's place in a ranking is anybody's guess.
fn check_uniform(desk: &Desk, file: &ConflictFile, conflict: &Conflict, vectors: &Vectors) {
    let named = conflict.named_states.as_deref().unwrap_or_default();
    let first_mixed = |holds: &dyn Fn(&crate::OptionVector) -> i128| {
        named
            .iter()
            .zip(vectors)
            .find(|(_, own)| own.iter().any(|vector| holds(vector) != holds(&own[0])))
            .map(|(state, _)| &state.id)
    };
    let bare = !named.is_empty() && conflict.options.is_empty();
    for (dm, (key, table)) in conflict.decision_makers.iter().zip(&file.decision_makers.0) {
        let id = &key.value;
        match &dm.preference {
            Preference::Prioritised(list) if !bare => {
                for statement in list {
                    let span = table.prefers.as_ref().map_or(key.span.clone(), |prefers| prefers.span.clone());
                    if let Some(state) = first_mixed(&|vector| i128::from(statement.that.holds(vector))) {
                        let message = format!(
                            "the statement `{}` is neither true nor false in the state `{state}`",
                            statement.id
                        );
                        desk.complain(
                            Diagnostic::error("mixed-state", span, message)
                                .help(format!("`{state}` stands for several combinations of options on which the statement differs: give `{id}` a `ranking`")),
                        );
                    }
                }
            }
            Preference::Prioritised(list) if !list.is_empty() => desk.complain(
                Diagnostic::error(
                    "no-options",
                    key.span.clone(),
                    format!("`{id}` has statements, but the conflict has no options"),
                )
                .help("give a `ranking`"),
            ),
            Preference::Weighted(weights) => {
                let sum = |vector: &crate::OptionVector| vector.on().map(|o| i128::from(weights[o.index()])).sum();
                if let Some(state) = first_mixed(&sum) {
                    let span = table.weights.as_ref().map_or(key.span.clone(), |weights| weights.span.clone());
                    desk.complain(
                        Diagnostic::error(
                            "mixed-state",
                            span,
                            format!("the weights give the state `{state}` no single worth"),
                        )
                        .help(format!("`{state}` stands for several combinations of options: give `{id}` a `ranking`")),
                    );
                }
                if bare {
                    desk.complain(
                        Diagnostic::error(
                            "no-options",
                            key.span.clone(),
                            format!("`{id}` has weights, but the conflict has no options"),
                        )
                        .help("give a `ranking`"),
                    );
                }
            }
            _ => {}
        }
    }
    for outcome in &conflict.outcomes {
        let OutcomeWhen::Holds(condition) = &outcome.when else { continue };
        let span = file
            .outcomes
            .iter()
            .flat_map(|outcomes| &outcomes.0)
            .find(|(key, _)| key.value == outcome.id)
            .map_or(0..0, |(key, _)| key.span.clone());
        if bare {
            desk.complain(
                Diagnostic::error(
                    "no-options",
                    span,
                    format!("the outcome `{}` has a condition, but the conflict has no options", outcome.id),
                )
                .help("list its states: [\"s3\", \"s4\"]"),
            );
        } else if let Some(state) = first_mixed(&|vector| i128::from(condition.holds(vector))) {
            desk.complain(
                Diagnostic::error("mixed-state", span, format!("the outcome `{}` is neither true nor false in the state `{state}`", outcome.id))
                    .help(format!("`{state}` stands for several combinations of options on which the condition differs: make the condition say which, or list the states")),
            );
        }
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
                        format!("the option `{}.{}` has the name of a decision maker", key.value, option.value),
                    )
                    .help("another name would be clearer"),
                );
            }
        }
    }
}
