//! Named states, and the states that rankings, outcomes and published results name.

use std::collections::HashMap;
use std::ops::Range;

use super::names::{Names, Scope};
use super::table::{Desk, shorten};
use crate::diagnostic::listed;
use crate::file::{Entries, NamedStateValue, Spanned, StateValue};
use crate::states::{Found, Search, feasible_vectors, steps};
use crate::{
    Conflict, Diagnostic, Expr, Extent, MAX_NAMED_VECTORS, NamedState, OptionId, OptionVector, State, StateList,
    numbered_place,
};

/// A direct ranking, and names `s1`, `s2`, … without `[states]`, need the states listed: at most so many.
pub(super) const MAX_LISTED: usize = 1 << 16;

/// The extents of the named states, for checks that look at every option vector of a state.
pub(crate) type Vectors = Vec<Vec<OptionVector>>;

/// Reads `[states]`.
pub(crate) fn named_states(
    desk: &Desk, names: &Names, conflict: &Conflict, written: &Entries<NamedStateValue>,
) -> Vec<NamedState> {
    let one = |(id, value): &(Spanned<String>, NamedStateValue)| {
        let text = match value {
            NamedStateValue::Table(table) => table.text.as_ref(),
            NamedStateValue::Row(text) if conflict.options.is_empty() => Some(text),
            _ => None,
        };
        let extent = match conflict.options.is_empty() {
            true => bare_extent(desk, id, value),
            false => extent(desk, names, conflict, id, value),
        };
        Some(NamedState { id: id.value.clone(), text: text.map(|text| text.value.clone()), extent: extent? })
    };
    written.0.iter().filter_map(one).collect()
}

/// The extent of a state in graph form: none, for there are no options to speak of.
fn bare_extent(desk: &Desk, id: &Spanned<String>, value: &NamedStateValue) -> Option<Extent> {
    let speaks_of_options = match value {
        NamedStateValue::On(_) => true,
        NamedStateValue::Row(_) => false,
        NamedStateValue::Table(table) => table.at.is_some() || table.when.is_some(),
    };
    if !speaks_of_options {
        return Some(Extent::Bare);
    }
    desk.complain(
        Diagnostic::error(
            "bad-state",
            id.span.clone(),
            format!("the state `{}` speaks of options, and the conflict has none", shorten(&id.value)),
        )
        .help("give the decision makers options, or say only in words what the state is"),
    );
    None
}

fn extent(
    desk: &Desk, names: &Names, conflict: &Conflict, id: &Spanned<String>, value: &NamedStateValue,
) -> Option<Extent> {
    let table = match value {
        NamedStateValue::On(on) => return on_extent(desk, names, conflict, on),
        NamedStateValue::Row(row) => return row_extent(desk, conflict, row),
        NamedStateValue::Table(table) => table,
    };
    let problem = match (&table.at, &table.when) {
        (Some(Spanned { value: StateValue::On(on), .. }), None) => return on_extent(desk, names, conflict, on),
        (Some(Spanned { value: StateValue::Name(row), .. }), None) => return row_extent(desk, conflict, row),
        (None, Some(when)) => return names.condition(Scope::Everywhere, when).map(Extent::When),
        (Some(_), Some(_)) => "both `at` and `when`",
        (None, None) => "neither `at` nor `when`",
    };
    desk.complain(
        Diagnostic::error("bad-state", id.span.clone(), format!("the state `{}` has {problem}", shorten(&id.value)))
            .help("say which options are on with `at`, or give the condition of several combinations with `when`"),
    );
    None
}

fn on_extent(desk: &Desk, names: &Names, conflict: &Conflict, on: &[Spanned<String>]) -> Option<Extent> {
    on_vector(desk, names, conflict, on).map(Extent::Vector)
}

fn on_vector(desk: &Desk, names: &Names, conflict: &Conflict, on: &[Spanned<String>]) -> Option<OptionVector> {
    let mut vector = Some(OptionVector::all_off(conflict.options.len()));
    for name in on {
        match (names.option(Scope::Everywhere, &name.value, || name.span.clone()), &mut vector) {
            (None, vector) => *vector = None,
            (Some(option), Some(known)) if known.is_on(option) => {
                desk.complain(
                    Diagnostic::error(
                        "listed-twice",
                        name.span.clone(),
                        format!("the option `{}` is listed twice", conflict.option_name(option)),
                    )
                    .help("once is enough"),
                );
                vector = None;
            }
            (Some(option), Some(known)) => known.set(option, true),
            (Some(_), None) => {}
        }
    }
    vector
}

/// What is wrong with a row of letters.
fn row_help(letters: usize, options: usize, legal: bool) -> String {
    let every = format!("a row has a letter for each of the {options} options, in the order of the file");
    match legal && letters != options {
        true => format!("{every}; this one has {letters}"),
        false => format!("{every}: Y, N, or - for either"),
    }
}

fn is_row_letter(letter: char) -> bool {
    matches!(letter, 'Y' | 'N' | '-')
}

/// The extent of a row such as `YN-N`.
fn row_extent(desk: &Desk, conflict: &Conflict, row: &Spanned<String>) -> Option<Extent> {
    let options = conflict.options.len();
    let letters = row.value.chars().count();
    let legal = row.value.chars().all(is_row_letter);
    if letters != options || !legal {
        desk.complain(
            Diagnostic::error(
                "bad-row",
                row.span.clone(),
                format!("`{}` is not a row of this conflict", shorten(&row.value)),
            )
            .help(row_help(letters, options, legal)),
        );
        return None;
    }
    let with = |wanted: char| {
        row.value.chars().zip(0..).filter(move |(letter, _)| *letter == wanted).map(|(_, place)| OptionId(place))
    };
    if row.value.contains('-') {
        let on_parts = with('Y').map(Expr::Option);
        let off_parts = with('N').map(|option| Expr::Not(Box::new(Expr::Option(option))));
        return Some(Extent::When(Expr::And(on_parts.chain(off_parts).collect())));
    }
    Some(Extent::Vector(OptionVector::with_on(options, with('Y'))))
}

/// The option vectors of every named state, after checking that each has some, that no rule excludes one and that no two states
/// share one. `None` after an error.
///
/// `written` are the same states, as they stand in the file.
pub(crate) fn check_extents(desk: &Desk, conflict: &Conflict, written: &Entries<NamedStateValue>) -> Option<Vectors> {
    let named = conflict.named_states.as_ref()?;
    let span_of = |place: usize| written.0[place].0.span.clone();
    let search = Search::new(conflict);
    let rule_steps: usize = conflict.rules.iter().map(|rule| steps(&rule.when)).sum();
    let mut vectors = Vectors::new();
    let mut taken: HashMap<OptionVector, usize> = HashMap::new();
    let (mut room, mut ok) = (MAX_NAMED_VECTORS, true);
    for (place, state) in named.iter().enumerate() {
        let own = match &state.extent {
            Extent::Bare => Vec::new(),
            Extent::Vector(vector) => {
                if !desk.spend(rule_steps) {
                    return None;
                }
                if let Some(rule) = conflict.rules.iter().find(|rule| rule.when.holds(vector)) {
                    ok = false;
                    desk.complain(
                        Diagnostic::error(
                            "infeasible-state",
                            span_of(place),
                            format!("the rule `{}` excludes the state `{}`", shorten(&rule.id), shorten(&state.id)),
                        )
                        .help("mend the state or the rule"),
                    );
                }
                vec![vector.clone()]
            }
            Extent::When(condition) => {
                let found = desk.search(|left| match search.vectors(condition, room, left) {
                    Found::GivenUp => None,
                    found => Some(found),
                })?;
                let Found::All(own) = found else {
                    desk.complain(
                        Diagnostic::error(
                            "state-too-large",
                            span_of(place),
                            format!("the named states stand for more than {MAX_NAMED_VECTORS} combinations of options"),
                        )
                        .help("leave `[states]` out, and use rules to say what is feasible"),
                    );
                    return None;
                };
                own
            }
        };
        if own.is_empty() && state.extent != Extent::Bare {
            ok = false;
            desk.complain(
                Diagnostic::error(
                    "empty-state",
                    span_of(place),
                    format!("no feasible combination of options is in the state `{}`", shorten(&state.id)),
                )
                .help("its condition contradicts itself or the rules"),
            );
        }
        let mut shared = None;
        for vector in &own {
            if let Some(other) = taken.insert(vector.clone(), place) {
                shared = shared.or(Some((vector, other)));
            }
        }
        if let Some((vector, other)) = shared {
            ok = false;
            let message = format!(
                "the combination {} is in two states, `{}` and `{}`",
                shorten(&vector.row(conflict.options.len())),
                shorten(&named[other].id),
                shorten(&state.id)
            );
            desk.complain(
                Diagnostic::error("overlapping-states", span_of(place), message)
                    .related(span_of(other), "the other one")
                    .help("a combination of options belongs to one state"),
            );
        }
        room = room.saturating_sub(own.len());
        vectors.push(own);
    }
    if ok && !conflict.rules.is_empty() {
        warn_of_unnamed(desk, conflict, written, &taken);
    }
    ok.then_some(vectors)
}

/// Rules and names together should agree on what is feasible.
fn warn_of_unnamed(
    desk: &Desk, conflict: &Conflict, written: &Entries<NamedStateValue>, taken: &HashMap<OptionVector, usize>,
) {
    let Ok(feasible) = feasible_vectors(conflict, &Expr::Constant(true), MAX_NAMED_VECTORS) else { return };
    let unnamed: Vec<&OptionVector> = feasible.iter().filter(|vector| !taken.contains_key(vector)).collect();
    if let (false, Some((key, _))) = (unnamed.is_empty(), written.0.first()) {
        let rows: Vec<String> =
            unnamed.iter().take(4).map(|vector| shorten(&vector.row(conflict.options.len()))).collect();
        let (what, more) = match unnamed.len() {
            1 => ("a combination".to_string(), String::new()),
            count @ ..=4 => (format!("{count} combinations"), String::new()),
            count => (format!("{count} combinations"), ", …".into()),
        };
        desk.complain(
            Diagnostic::warning(
                "unnamed-combinations",
                key.span.clone(),
                format!("the rules allow {what} that no state names: {}{more}", listed(&rows, 4)),
            )
            .help("they count as infeasible; add a rule, or name them"),
        );
    }
}

/// Looks up states by what people write for them.
pub(crate) struct StateNames<'a> {
    pub(super) desk: &'a Desk<'a>,
    names: &'a Names<'a>,
    pub(super) conflict: &'a Conflict,
    by_id: HashMap<&'a str, usize>,
    by_vector: HashMap<&'a OptionVector, usize>,
    /// How many steps it takes to look at all rules.
    rule_steps: usize,
    /// The states in order, where they are numbered and not too many; made when first needed.
    listed: std::cell::OnceCell<Option<StateList>>,
}

impl<'a> StateNames<'a> {
    pub(crate) fn new(desk: &'a Desk<'a>, names: &'a Names<'a>, conflict: &'a Conflict, vectors: &'a Vectors) -> Self {
        let named = conflict.named_states.iter().flatten();
        StateNames {
            desk,
            names,
            conflict,
            by_id: named.enumerate().map(|(place, state)| (state.id.as_str(), place)).collect(),
            by_vector: vectors
                .iter()
                .enumerate()
                .flat_map(|(place, own)| own.iter().map(move |v| (v, place)))
                .collect(),
            rule_steps: conflict.rules.iter().map(|rule| steps(&rule.when)).sum(),
            listed: std::cell::OnceCell::new(),
        }
    }

    /// All states, where they are few enough to be listed.
    pub(crate) fn all(&self) -> Option<&StateList> {
        self.listed.get_or_init(|| StateList::new(self.conflict, MAX_LISTED).ok()).as_ref()
    }

    /// The state that a value names, or `None` after a complaint.
    pub(crate) fn value(&self, value: &Spanned<StateValue>) -> Option<State> {
        match &value.value {
            StateValue::On(_) if self.conflict.options.is_empty() => {
                let message = "a list of options stands for a state, and there are no options";
                self.desk.complain(
                    Diagnostic::error("unknown-state", value.span.clone(), message)
                        .help("give the name of the state in quotation marks"),
                );
                None
            }
            StateValue::On(on) => {
                let vector = on_vector(self.desk, self.names, self.conflict, on)?;
                self.vector(vector, || value.span.clone())
            }
            StateValue::Name(name) => self.by_name(&name.value, || name.span.clone()),
        }
    }

    /// The states that a list names, in order, or `None` after a complaint.
    pub(crate) fn values(&self, values: &[Spanned<StateValue>]) -> Option<Vec<State>> {
        self.each_once(values.iter().map(|value| (self.value(value), value.span.clone())))
    }

    /// The states that a list of names names, in order, or `None` after a complaint.
    pub(crate) fn by_names(&self, names: &[Spanned<String>]) -> Option<Vec<State>> {
        self.each_once(names.iter().map(|name| (self.by_name(&name.value, || name.span.clone()), name.span.clone())))
    }

    fn each_once(&self, states: impl Iterator<Item = (Option<State>, Range<usize>)>) -> Option<Vec<State>> {
        let mut first: HashMap<State, Range<usize>> = HashMap::new();
        let mut ok = true;
        for (state, span) in states {
            let Some(state) = state else {
                ok = false;
                continue;
            };
            if let Some(earlier) = first.get(&state) {
                ok = false;
                self.desk.complain(
                    Diagnostic::error("listed-twice", span, "this state is listed twice")
                        .related(earlier.clone(), "first here")
                        .help("list every state once"),
                );
                continue;
            }
            first.insert(state, span);
        }
        let mut states: Vec<State> = first.into_keys().collect();
        states.sort();
        ok.then_some(states)
    }

    fn vector(&self, vector: OptionVector, span: impl FnOnce() -> Range<usize>) -> Option<State> {
        let row = || shorten(&vector.row(self.conflict.options.len()));
        if !self.desk.spend(self.rule_steps) {
            return None;
        }
        if let Some(rule) = self.conflict.rules.iter().find(|rule| rule.when.holds(&vector)) {
            let message = format!("the rule `{}` excludes this state ({})", shorten(&rule.id), row());
            self.desk.complain(
                Diagnostic::error("infeasible-state", span(), message).help("name a feasible state, or mend the rule"),
            );
            return None;
        }
        if self.conflict.named_states.is_none() {
            return Some(State::Vector(vector));
        }
        let place = self.by_vector.get(&vector).copied();
        if place.is_none() {
            let message = format!("no named state has this combination of options ({})", row());
            self.desk.complain(
                Diagnostic::error("infeasible-state", span(), message)
                    .help("add it to [states], or name one that is there"),
            );
        }
        place.map(State::Named)
    }

    /// The state of a name or a row, or `None` after a complaint. `span` is the place of the name.
    pub(crate) fn by_name(&self, name: &str, span: impl FnOnce() -> Range<usize>) -> Option<State> {
        if let Some(&place) = self.by_id.get(name) {
            return Some(State::Named(place));
        }
        let options = self.conflict.options.len();
        let (is_row, has_dash) = (name.chars().all(is_row_letter) && !name.is_empty(), name.contains('-'));
        if options > 0 && is_row && !has_dash && name.chars().count() == options {
            let on = name.chars().zip(0..).filter(|(letter, _)| *letter == 'Y').map(|(_, place)| OptionId(place));
            return self.vector(OptionVector::with_on(options, on), span);
        }
        if self.conflict.named_states.is_none() && numbered_place(name).is_some() {
            return self.numbered(name, span);
        }
        if self.desk.is_full() {
            self.desk.leave_out();
            return None;
        }
        let ids: Vec<&str> = self.conflict.named_states.iter().flatten().map(|state| state.id.as_str()).collect();
        let help = if let Some(meant) = self.desk.meant(name, ids.iter().copied()) {
            format!("did you mean `{meant}`?")
        } else if options > 0 && is_row && has_dash {
            "`-` is for [states] alone; say Y or N for every option".into()
        } else if options > 0 && is_row {
            row_help(name.chars().count(), options, true)
        } else if self.names.is_option(name) {
            format!("this is an option; list the options that are on: [\"{name}\"]")
        } else if ids.is_empty() {
            "the states are s1, s2, … in the order of their options; or list the options that are on, or give a row of Y and N".into()
        } else {
            format!("to choose from: {}", listed(&ids, 8))
        };
        let message = format!("there is no state `{}`", shorten(name));
        self.desk.complain(Diagnostic::error("unknown-state", span(), message).help(help));
        None
    }

    fn numbered(&self, name: &str, span: impl FnOnce() -> Range<usize>) -> Option<State> {
        let place = numbered_place(name).expect("the caller looked");
        let Some(list) = self.all() else {
            self.desk.complain(
                Diagnostic::error(
                    "too-many-states",
                    span(),
                    format!("there are more than {MAX_LISTED} states, too many to call one `{}`", shorten(name)),
                )
                .help("list the options that are on, or give a row of Y and N"),
            );
            return None;
        };
        if let Some(state) = list.states().get(place) {
            return Some(state.clone());
        }
        let help = match list.states().len() {
            1 => "there is one state, s1".into(),
            count => format!("there are {count} states, s1 to s{count}"),
        };
        let message = format!("there is no state `{}`", shorten(name));
        self.desk.complain(Diagnostic::error("unknown-state", span(), message).help(help));
        None
    }
}
