//! Named states, and the states that rankings, outcomes and published results name.

use std::collections::HashMap;
use std::ops::Range;

use super::names::{Names, Scope};
use super::place::within_string;
use super::table::{Desk, shorten};
use crate::diagnostic::{did_you_mean, listed};
use crate::file::{Entries, NamedStateValue, Spanned, StateValue};
use crate::states::feasible_vectors;
use crate::{
    Conflict, Diagnostic, Expr, Extent, MAX_NAMED_VECTORS, NamedState, OptionId, OptionVector, State, StateList,
    numbered_place,
};

/// A direct ranking, and names `s1`, `s2`, … without `[states]`, need the states listed: at most so many.
const MAX_LISTED: usize = 1 << 16;

/// The extents of the named states, for checks that look at every option vector of a state.
pub(crate) type Vectors = Vec<Vec<OptionVector>>;

/// Reads `[states]`.
pub(crate) fn named_states(
    desk: &Desk, names: &Names, conflict: &Conflict, written: &Entries<NamedStateValue>,
) -> Vec<NamedState> {
    let graph = conflict.options.is_empty();
    written
        .0
        .iter()
        .filter_map(|(id, value)| {
            let (extent, text) = match value {
                NamedStateValue::On(on) => (on_extent(names, conflict, on), None),
                NamedStateValue::Row(text) if graph => (Some(Extent::Bare), Some(text.value.clone())),
                NamedStateValue::Row(row) => (row_extent(desk, conflict, row), None),
                NamedStateValue::Table(table) => {
                    let extent = match (&table.at, &table.when) {
                        (Some(at), None) => match &at.value {
                            StateValue::On(on) => on_extent(names, conflict, on),
                            StateValue::Name(row) => row_extent(desk, conflict, row),
                        },
                        (None, Some(when)) => names.condition(Scope::Everywhere, when).map(Extent::When),
                        (None, None) if graph => Some(Extent::Bare),
                        (at, _) => {
                            let both = at.is_some();
                            desk.complain(
                                Diagnostic::error(
                                    "bad-state",
                                    id.span.clone(),
                                    format!("the state `{}` has {} `at` {} `when`", shorten(&id.value), if both { "both" } else { "neither" }, if both { "and" } else { "nor" }),
                                )
                                .help("say which options are on with `at`, or give the condition of several combinations with `when`"),
                            );
                            None
                        }
                    };
                    (extent, table.text.as_ref().map(|text| text.value.clone()))
                }
            };
            Some(NamedState { id: id.value.clone(), text, extent: extent? })
        })
        .collect()
}

fn on_extent(names: &Names, conflict: &Conflict, on: &[Spanned<String>]) -> Option<Extent> {
    on_vector(names, conflict, on).map(Extent::Vector)
}

fn on_vector(names: &Names, conflict: &Conflict, on: &[Spanned<String>]) -> Option<OptionVector> {
    let on: Vec<Option<OptionId>> =
        on.iter().map(|name| names.option(Scope::Everywhere, &name.value, name.span.clone())).collect();
    Some(OptionVector::with_on(conflict.options.len(), on.into_iter().collect::<Option<Vec<_>>>()?))
}

/// The extent of a row such as `YN-N`.
fn row_extent(desk: &Desk, conflict: &Conflict, row: &Spanned<String>) -> Option<Extent> {
    let options = conflict.options.len();
    let letters: Vec<char> = row.value.chars().collect();
    if letters.len() != options || letters.iter().any(|letter| !['Y', 'N', '-'].contains(letter)) {
        let complaint = Diagnostic::error(
            "bad-row",
            row.span.clone(),
            format!("`{}` is not a row of this conflict", shorten(&row.value)),
        );
        let what = if letters.iter().all(|letter| ['Y', 'N', '-'].contains(letter)) {
            format!("it has {} letters, and the conflict has {options} options", letters.len())
        } else {
            format!("a row has a letter for each of the {options} options in order: Y, N, or - for either")
        };
        desk.complain(complaint.help(what));
        return None;
    }
    let on = |letter: char| -> Vec<OptionId> {
        (0..options).filter(|&o| letters[o] == letter).map(OptionId::from).collect()
    };
    if row.value.contains('-') {
        let on_parts = on('Y').into_iter().map(Expr::Option);
        let off_parts = on('N').into_iter().map(|option| Expr::Not(Box::new(Expr::Option(option))));
        return Some(Extent::When(Expr::And(on_parts.chain(off_parts).collect())));
    }
    Some(Extent::Vector(OptionVector::with_on(options, on('Y'))))
}

/// The option vectors of every named state, after checking that each has some, that no rule excludes one and that no two states
/// share one. `None` after an error.
pub(crate) fn check_extents(desk: &Desk, conflict: &Conflict, written: &Entries<NamedStateValue>) -> Option<Vectors> {
    let named = conflict.named_states.as_ref()?;
    let span_of =
        |id: &str| written.0.iter().find(|(key, _)| key.value == id).map_or(0..0, |(key, _)| key.span.clone());
    let mut vectors = Vectors::new();
    let mut taken: HashMap<OptionVector, usize> = HashMap::new();
    let (mut room, mut ok) = (MAX_NAMED_VECTORS, true);
    for (place, state) in named.iter().enumerate() {
        let own = match &state.extent {
            Extent::Bare => Vec::new(),
            Extent::Vector(vector) => {
                if let Some(rule) = conflict.rules.iter().find(|rule| rule.when.holds(vector)) {
                    ok = false;
                    desk.complain(
                        Diagnostic::error(
                            "infeasible-state",
                            span_of(&state.id),
                            format!("the rule `{}` excludes the state `{}`", rule.id, state.id),
                        )
                        .help("mend the state or the rule"),
                    );
                }
                vec![vector.clone()]
            }
            Extent::When(condition) => match feasible_vectors(conflict, condition, room) {
                Ok(own) => own,
                Err(_) => {
                    desk.complain(
                        Diagnostic::error(
                            "state-too-large",
                            span_of(&state.id),
                            format!("the named states stand for more than {MAX_NAMED_VECTORS} combinations of options"),
                        )
                        .help("leave `[states]` out, and use rules to say what is feasible"),
                    );
                    return None;
                }
            },
        };
        if own.is_empty() && state.extent != Extent::Bare {
            ok = false;
            desk.complain(
                Diagnostic::error(
                    "empty-state",
                    span_of(&state.id),
                    format!("no feasible combination of options is in the state `{}`", state.id),
                )
                .help("its condition contradicts itself or the rules"),
            );
        }
        for vector in &own {
            if let Some(other) = taken.insert(vector.clone(), place) {
                ok = false;
                let row = vector.row(conflict.options.len());
                desk.complain(
                    Diagnostic::error(
                        "overlapping-states",
                        span_of(&state.id),
                        format!("the combination {row} is in two states, `{}` and `{}`", named[other].id, state.id),
                    )
                    .related(span_of(&named[other].id), "the other one")
                    .help("a combination of options belongs to one state"),
                );
                break;
            }
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
    let unnamed: Vec<String> =
        feasible.iter().filter(|v| !taken.contains_key(v)).map(|v| v.row(conflict.options.len())).collect();
    if let (Some(_), Some((key, _))) = (unnamed.first(), written.0.first()) {
        desk.complain(
            Diagnostic::warning(
                "unnamed-combinations",
                key.span.clone(),
                format!(
                    "the rules allow {} that no state names: {}",
                    if unnamed.len() == 1 { "a combination".into() } else { format!("{} combinations", unnamed.len()) },
                    listed(&unnamed, 4)
                ),
            )
            .help("they count as infeasible; add a rule, or name them"),
        );
    }
}

/// Looks up states by what people write for them.
pub(crate) struct StateNames<'a> {
    desk: &'a Desk<'a>,
    names: &'a Names<'a>,
    conflict: &'a Conflict,
    by_id: HashMap<&'a str, usize>,
    by_vector: HashMap<&'a OptionVector, usize>,
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
            listed: std::cell::OnceCell::new(),
        }
    }

    /// All states, where they are few enough to be listed.
    pub(crate) fn all(&self) -> Option<&StateList> {
        self.listed.get_or_init(|| StateList::new(self.conflict, MAX_LISTED).ok()).as_ref()
    }

    /// The name of a state.
    pub(crate) fn name(&self, state: &State) -> String {
        match self.all().and_then(|list| Some((list, list.place(state)?))) {
            Some((list, place)) => list.name(self.conflict, place),
            None => "?".into(),
        }
    }

    /// The state that a value names, or `None` after a complaint.
    pub(crate) fn value(&self, value: &StateValue, span: Range<usize>) -> Option<State> {
        match value {
            StateValue::On(on) => {
                let vector = on_vector(self.names, self.conflict, on)?;
                self.vector(vector, span)
            }
            StateValue::Name(name) => self.by_name(&name.value, name.span.clone()),
        }
    }

    /// The state that several names or lists name, or `None` after a complaint.
    pub(crate) fn values(&self, values: &[StateValue], span: Range<usize>) -> Option<Vec<State>> {
        let states: Vec<Option<State>> = values
            .iter()
            .map(|value| {
                let own = match value {
                    StateValue::On(on) => on.first().map_or(span.clone(), |first| first.span.clone()),
                    StateValue::Name(name) => name.span.clone(),
                };
                self.value(value, own)
            })
            .collect();
        let states: Vec<State> = states.into_iter().collect::<Option<_>>()?;
        let mut sorted = states.clone();
        sorted.sort();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("the state `{}` is listed twice", self.name(&twice[0]));
            self.desk.complain(Diagnostic::error("listed-twice", span, message).help("list every state once"));
            return None;
        }
        Some(sorted)
    }

    fn vector(&self, vector: OptionVector, span: Range<usize>) -> Option<State> {
        let row = vector.row(self.conflict.options.len());
        if let Some(rule) = self.conflict.rules.iter().find(|rule| rule.when.holds(&vector)) {
            self.desk.complain(
                Diagnostic::error(
                    "infeasible-state",
                    span,
                    format!("the rule `{}` excludes this state ({row})", rule.id),
                )
                .help("name a feasible state, or mend the rule"),
            );
            return None;
        }
        if self.conflict.named_states.is_none() {
            return Some(State::Vector(vector));
        }
        let place = self.by_vector.get(&vector).copied();
        if place.is_none() {
            self.desk.complain(
                Diagnostic::error(
                    "infeasible-state",
                    span,
                    format!("no named state has this combination of options ({row})"),
                )
                .help("add it to [states], or name one that is there"),
            );
        }
        place.map(State::Named)
    }

    /// The state of a name or a row, or `None` after a complaint.
    pub(crate) fn by_name(&self, name: &str, span: Range<usize>) -> Option<State> {
        if let Some(&place) = self.by_id.get(name) {
            return Some(State::Named(place));
        }
        let options = self.conflict.options.len();
        if options > 0 && name.chars().count() == options && name.chars().all(|letter| matches!(letter, 'Y' | 'N')) {
            let on = name.chars().zip(0..).filter(|(letter, _)| *letter == 'Y').map(|(_, place)| OptionId(place));
            return self.vector(OptionVector::with_on(options, on), span);
        }
        if self.conflict.named_states.is_none() && numbered_place(name).is_some() {
            return self.numbered(name, span);
        }
        let complaint = Diagnostic::error("unknown-state", span, format!("there is no state `{}`", shorten(name)));
        let ids: Vec<&str> = self.conflict.named_states.iter().flatten().map(|state| state.id.as_str()).collect();
        self.desk.complain(match did_you_mean(name, ids.iter().copied()) {
            Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
            None if ids.is_empty() => complaint.help(
                "the states are s1, s2, … in the order of their options; or list the options that are on, or give a row of Y and N",
            ),
            None => complaint.help(format!("the states are {}", listed(&ids, 8))),
        });
        None
    }

    fn numbered(&self, name: &str, span: Range<usize>) -> Option<State> {
        let place = numbered_place(name).expect("the caller looked");
        let Some(list) = self.all() else {
            self.desk.complain(
                Diagnostic::error(
                    "too-many-states",
                    span,
                    format!("there are more than {MAX_LISTED} states, too many to call one `{name}`"),
                )
                .help("list the options that are on, or give a row of Y and N"),
            );
            return None;
        };
        if let Some(state) = list.states().get(place) {
            return Some(state.clone());
        }
        self.desk.complain(
            Diagnostic::error("unknown-state", span, format!("there is no state `{name}`")).help(format!(
                "there are {} states, s1 to s{}",
                list.states().len(),
                list.states().len()
            )),
        );
        None
    }

    /// The groups of a ranking such as `s7 > s3 > s4 ~ s8`, best first, after checking that every state is in exactly one.
    pub(crate) fn ranking(&self, text: &Spanned<String>) -> Option<Vec<Vec<State>>> {
        let place = |inner: Range<usize>| within_string(self.desk.source, &text.span, inner);
        let mut groups: Vec<Vec<State>> = vec![Vec::new()];
        let mut seen: HashMap<State, Range<usize>> = HashMap::new();
        let (mut ok, mut expects_name) = (true, true);
        for (token, at) in ranking_tokens(&text.value) {
            if matches!(token, ">" | "~" | "=" | ",") {
                if expects_name || matches!(token, "=" | ",") {
                    ok = false;
                    self.desk.complain(
                        Diagnostic::error("bad-ranking", place(at), format!("`{token}` stands where a state should"))
                            .help("write states with `>` or `~` between them, best first: s7 > s3 > s4 ~ s8"),
                    );
                } else if token == ">" {
                    groups.push(Vec::new());
                }
                expects_name = true;
                continue;
            }
            if !expects_name {
                ok = false;
                self.desk.complain(
                    Diagnostic::error(
                        "bad-ranking",
                        place(at.clone()),
                        "two states follow each other with nothing between",
                    )
                    .help("put `>` (better than) or `~` (as good as) between them"),
                );
            }
            expects_name = false;
            let Some(state) = self.by_name(token, place(at.clone())) else {
                ok = false;
                continue;
            };
            if let Some(first) = seen.insert(state.clone(), place(at.clone())) {
                ok = false;
                self.desk.complain(
                    Diagnostic::error("ranked-twice", place(at), format!("the state `{token}` is ranked twice"))
                        .related(first, "first here")
                        .help("every state has one place; use `~` between states that tie"),
                );
            }
            groups.last_mut().expect("there is always a group").push(state);
        }
        if ok && expects_name {
            ok = false;
            self.desk.complain(
                Diagnostic::error(
                    "bad-ranking",
                    text.span.clone(),
                    if seen.is_empty() { "the ranking is empty" } else { "the ranking ends with a sign" },
                )
                .help("write states with `>` or `~` between them, best first: s7 > s3 > s4 ~ s8"),
            );
        }
        ok &= self.check_complete(text, &seen, ok);
        ok.then_some(groups)
    }

    fn check_complete(&self, text: &Spanned<String>, seen: &HashMap<State, Range<usize>>, readable: bool) -> bool {
        let Some(list) = self.all() else {
            self.desk.complain(
                Diagnostic::error(
                    "too-many-states",
                    text.span.clone(),
                    format!("there are more than {MAX_LISTED} states, too many to rank one by one"),
                )
                .help("use statements (`prefers`) or `weights`"),
            );
            return false;
        };
        let missing: Vec<String> = list
            .states()
            .iter()
            .zip(0..)
            .filter(|(state, _)| !seen.contains_key(state))
            .map(|(_, place)| list.name(self.conflict, place))
            .collect();
        if !missing.is_empty() && readable {
            self.desk.complain(
                Diagnostic::error(
                    "incomplete-ranking",
                    text.span.clone(),
                    format!("the ranking leaves out {}", listed(&missing, 8)),
                )
                .help(format!("all {} states have a place; use `~` between states that tie", list.states().len())),
            );
        }
        missing.is_empty()
    }
}

fn ranking_tokens(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let is_sign = |c: char| matches!(c, '>' | '~' | '=' | ',');
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(|c: char| !c.is_whitespace())?;
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let length = if is_sign(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| c.is_whitespace() || is_sign(c)).unwrap_or(rest.len())
        };
        let token = (&rest[..length], at..at + length);
        at += length;
        Some(token)
    })
}
