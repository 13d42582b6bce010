//! Changes written as a variant: the body of a `[variants.ID]` table, in the syntax of conflict files.
//!
//! What is written is what the changes come to, not how they came about: the changed conflict is compared with the conflict itself. So any list
//! of changes can be written, in whatever order its changes were made, and what is written is short. It is read again before it is handed
//! out: a text that would mean something else is never given away.

mod lists;

use std::collections::BTreeSet;
use std::fmt;

pub use lists::ListChanges;

use crate::digest::digest;
use crate::read::{self, is_id};
use crate::{Change, ChangeError, Conflict, DmId, Expr, OptionId, Preference, Provenance, Rule, State, Statement};

/// Why changes were not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// They cannot be made.
    Change(ChangeError),
    /// The file has no words for them: what was written cannot be read, with the first complaint.
    Unreadable(String),
    /// The file has no words for them: what was written would be read as something else.
    Otherwise,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Change(error) => write!(f, "the changes cannot be made: {error}"),
            WriteError::Unreadable(complaint) => {
                write!(f, "a file has no words for these changes; written down they could not be read: {complaint}")
            }
            WriteError::Otherwise => {
                write!(f, "a file has no words for these changes; written down they would mean something else")
            }
        }
    }
}

impl std::error::Error for WriteError {}

/// Writes the changes to `conflict` as the body of a `[variants.ID]` table. Nothing to change is the empty text.
///
/// [`read::changes`] reads it again. The conflict with the changes that are read is the same as with those written, but for the
/// order of its rules, which bears on nothing, and the ids of added statements and rules, which are made fit for a file.
///
/// # Errors
/// When the changes cannot be made, or a file has no words for them.
pub fn changes(conflict: &Conflict, changes: &[Change]) -> Result<String, WriteError> {
    difference(conflict, &conflict.changed(changes).map_err(WriteError::Change)?)
}

/// The same for a changed form of `conflict`, whatever changes led to it.
///
/// # Errors
/// When a file has no words for what differs.
pub fn difference(conflict: &Conflict, changed: &Conflict) -> Result<String, WriteError> {
    let body = Body::new(conflict, changed).text();
    let read = read::changes(conflict, &body).map_err(|complaints| {
        WriteError::Unreadable(complaints.first().map_or_else(String::new, |first| first.message.clone()))
    })?;
    let again = conflict.changed(&read).map_err(|error| WriteError::Unreadable(error.to_string()))?;
    let same = without_order_of_rules(again) == without_order_of_rules(changed.clone());
    if same { Ok(body) } else { Err(WriteError::Otherwise) }
}

/// A whole table that can be pasted into a conflict file: a variant with its body, what it is, and why.
pub fn variant(id: &str, text: &str, body: &str, because: &str) -> String {
    let (text, because) = (quoted(text), quoted(because));
    format!("[variants.{id}]\ntext = {text}\n{body}basis = \"judgement\"\nbecause = {because}\n", id = key(id))
}

/// A text in quotation marks, as TOML has it.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn without_order_of_rules(mut conflict: Conflict) -> String {
    let mut rules: Vec<(String, Rule)> =
        std::mem::take(&mut conflict.rules).into_iter().map(|rule| (rule.when.text(&conflict), rule)).collect();
    rules.sort_by(|a, b| a.0.cmp(&b.0));
    conflict.rules = rules.into_iter().map(|(_, rule)| rule).collect();
    digest(&conflict)
}

/// The lines of a variant, by key, in the order in which the documentation has them.
#[derive(Default)]
struct Lines {
    hold: Vec<String>,
    replace: Vec<String>,
    negate: Vec<String>,
    drop: Vec<String>,
    place: Vec<String>,
    add: Vec<String>,
    infeasible: Vec<String>,
    direction: Vec<String>,
    prefers: Vec<String>,
    ranking: Vec<String>,
    status_quo: Vec<String>,
}

/// What a variant says: the difference between two conflicts.
struct Body<'c> {
    base: &'c Conflict,
    changed: &'c Conflict,
    lines: Lines,
    /// The ids that are taken.
    taken: BTreeSet<String>,
}

impl<'c> Body<'c> {
    fn new(base: &'c Conflict, changed: &'c Conflict) -> Self {
        let statements = base.dm_ids().flat_map(|dm| base.statements(dm).unwrap_or_default());
        let taken =
            statements.map(|statement| statement.id.clone()).chain(base.rules.iter().map(|rule| rule.id.clone()));
        let mut body = Body { base, changed, lines: Lines::default(), taken: taken.collect() };
        body.rules();
        for option in (0..base.options.len()).map(OptionId::from) {
            let direction = changed.option(option).direction;
            if direction != base.option(option).direction {
                let word = direction.word();
                body.lines.direction.push(format!("direction.{} = \"{word}\"", key(&base.option_name(option))));
            }
        }
        for dm in base.dm_ids() {
            body.preference(dm);
        }
        body.status_quo();
        body
    }

    fn text(self) -> String {
        let Lines { hold, replace, negate, drop, place, add, infeasible, direction, prefers, ranking, status_quo } =
            self.lines;
        let list = |name: &str, items: Vec<String>| match items.as_slice() {
            [] => Vec::new(),
            [item] => vec![format!("{name} = [{item}]")],
            _ if items.iter().all(|item| !item.starts_with('{')) => vec![format!("{name} = [{}]", items.join(", "))],
            _ => vec![format!("{name} = [\n{}]", items.iter().map(|item| format!("  {item},\n")).collect::<String>())],
        };
        let mut out = String::new();
        for lines in [
            hold,
            replace,
            list("negate", negate),
            list("drop", drop),
            place,
            list("add", add),
            list("infeasible", infeasible),
            direction,
            prefers,
            ranking,
            status_quo,
        ] {
            lines.iter().for_each(|line| out.extend([line, "\n"]));
        }
        out
    }

    fn rules(&mut self) {
        for old in &self.base.rules {
            match self.changed.rules.iter().find(|new| new.id == old.id) {
                None => self.lines.drop.push(quoted(&old.id)),
                Some(new) if new.when != old.when => {
                    let when = quoted(&new.when.text(self.base));
                    self.lines.replace.push(format!("replace.{} = {when}", key(&old.id)));
                }
                Some(_) => {}
            }
        }
        let base = self.base;
        for new in self.changed.rules.iter().filter(|new| base.rules.iter().all(|old| old.id != new.id)) {
            if let Some((option, on)) = held(base, new) {
                self.lines.hold.push(format!("hold.{} = {on}", key(&base.option_name(option))));
                continue;
            }
            let id = self.fresh(&new.id);
            let (when, grounds) = (quoted(&new.when.text(base)), grounds(base, &new.provenance));
            self.lines.infeasible.push(format!("{{ id = \"{id}\", when = {when}{grounds} }}"));
        }
    }

    fn preference(&mut self, dm: DmId) {
        let own = key(&self.base.dm(dm).id);
        match (&self.base.dm(dm).preference, &self.changed.dm(dm).preference) {
            (Preference::Prioritised(old), Preference::Prioritised(new)) => {
                let same = |(old, new): (&Statement, &Statement)| old.id == new.id && old.that == new.that;
                if old.len() == new.len() && old.iter().zip(new).all(same) {
                    return;
                }
                match ListChanges::between(old, new).filter(|_| old.iter().all(|one| can_be_named(&one.id))) {
                    Some(changes) => self.list(dm, old, new, &changes),
                    None => self.whole_list(&own, new),
                }
            }
            (_, Preference::Prioritised(new)) => self.whole_list(&own, new),
            (old, Preference::Ranked(new)) => {
                let names = |group: &[State], conflict: &Conflict| -> Vec<String> {
                    let mut names: Vec<String> = group.iter().map(|state| state_name(conflict, state)).collect();
                    names.sort();
                    names
                };
                if let Preference::Ranked(old) = old {
                    let there = |state: &&State| self.base.state_in(self.changed, state).is_some();
                    let left: Vec<Vec<String>> = old
                        .iter()
                        .map(|group| names(&group.iter().filter(there).cloned().collect::<Vec<_>>(), self.base))
                        .filter(|group| !group.is_empty())
                        .collect();
                    if new.iter().map(|group| names(group, self.changed)).eq(left) {
                        return;
                    }
                }
                let groups: Vec<String> = new
                    .iter()
                    .map(|group| {
                        let names: Vec<String> = group.iter().map(|state| state_name(self.changed, state)).collect();
                        names.join(" ~ ")
                    })
                    .collect();
                self.lines.ranking.push(format!("ranking.{own} = {}", quoted(&groups.join(" > "))));
            }
            // Nothing gives anybody weights.
            (_, Preference::Weighted(_)) => {}
        }
    }

    /// A list that shares statements with the one before.
    fn list(&mut self, dm: DmId, old: &[Statement], new: &[Statement], changes: &ListChanges) {
        let base = self.base;
        self.lines.drop.extend(changes.dropped.iter().map(|&at| quoted(&old[at].id)));
        self.lines.negate.extend(changes.negated.iter().map(|&at| quoted(&new[at].id)));
        for &at in &changes.replaced {
            let that = quoted(&new[at].that.text(base));
            self.lines.replace.push(format!("replace.{} = {that}", key(&new[at].id)));
        }
        let names: Vec<String> = (0..new.len())
            .map(|at| if changes.added.contains(&at) { self.fresh(&new[at].id) } else { new[at].id.clone() })
            .collect();
        let place = |at: usize| match at {
            0 => "first".to_string(),
            at if at + 1 == new.len() => "last".to_string(),
            at => format!("after {}", names[at - 1]),
        };
        // What is added is there before anything is placed. In the order of the new list everything finds its neighbour in place.
        let in_place = changes.moved.is_empty();
        for &at in &changes.added {
            let (that, grounds) = (quoted(&new[at].that.text(base)), grounds(base, &new[at].provenance));
            let to = quoted(&base.dm(dm).id);
            let place = if in_place { format!(", place = {}", quoted(&place(at))) } else { String::new() };
            let id = quoted(&names[at]);
            self.lines.add.push(format!("{{ to = {to}, id = {id}, that = {that}{place}{grounds} }}"));
        }
        if !in_place {
            let mut placed: Vec<usize> = changes.added.iter().chain(&changes.moved).copied().collect();
            placed.sort_unstable();
            self.lines
                .place
                .extend(placed.into_iter().map(|at| format!("place.{} = {}", key(&names[at]), quoted(&place(at)))));
        }
    }

    fn whole_list(&mut self, own: &str, new: &[Statement]) {
        let base = self.base;
        let items: String = new
            .iter()
            .map(|statement| {
                let that = quoted(&statement.that.text(base));
                let grounds = grounds(base, &statement.provenance);
                // An id that the file cannot have, or that something else has, is left to the reader.
                let id = if is_id(&statement.id) && self.taken.insert(statement.id.clone()) {
                    format!("id = \"{}\", ", statement.id)
                } else {
                    String::new()
                };
                format!("  {{ {id}that = {that}{grounds} }},\n")
            })
            .collect();
        let items = if items.is_empty() { items } else { format!("\n{items}") };
        self.lines.prefers.push(format!("prefers.{own} = [{items}]"));
    }

    fn status_quo(&mut self) {
        let Some(new) = &self.changed.status_quo else { return };
        let along = match &self.base.status_quo {
            Some(State::Vector(vector)) => {
                let mut vector = vector.clone();
                let held = self.changed.rules.iter().filter_map(|rule| held(self.base, rule));
                held.for_each(|(option, on)| vector.set(option, on));
                *new == State::Vector(vector)
            }
            Some(old) => state_name(self.base, old) == state_name(self.changed, new),
            None => false,
        };
        if !along {
            let value = match new {
                State::Named(_) => quoted(&state_name(self.changed, new)),
                State::Vector(vector) => {
                    let on: Vec<String> = vector.on().map(|option| quoted(&self.base.option_name(option))).collect();
                    format!("[{}]", on.join(", "))
                }
            };
            self.lines.status_quo.push(format!("status_quo = {value}"));
        }
    }

    /// An id for something that is added: its own made fit for a file, with a number where that is taken.
    fn fresh(&mut self, id: &str) -> String {
        let tidy: String = id.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let tidy = if is_id(&tidy) { tidy } else { format!("_{tidy}") };
        let numbered = (2..).map(|number| format!("{tidy}_{number}"));
        let free = [tidy.clone()].into_iter().chain(numbered).find(|id| !self.taken.contains(id));
        let free = free.expect("there are more numbers than ids");
        self.taken.insert(free.clone());
        free
    }
}

/// The option that a rule holds, and how; `None` where it is another kind of rule.
fn held(conflict: &Conflict, rule: &Rule) -> Option<(OptionId, bool)> {
    let (option, on) = match &rule.when {
        Expr::Option(option) => (*option, false),
        Expr::Not(inner) => match **inner {
            Expr::Option(option) => (option, true),
            _ => return None,
        },
        _ => return None,
    };
    (rule.id == format!("fix.{}", conflict.option_name(option))).then_some((option, on))
}

/// A state as rankings of a variant name it.
fn state_name(conflict: &Conflict, state: &State) -> String {
    match (state, &conflict.named_states) {
        (State::Named(place), Some(named)) => named[*place].id.clone(),
        (State::Vector(vector), _) => vector.row(conflict.options.len()),
        (State::Named(place), None) => crate::numbered_name(*place),
    }
}

/// Whether `before ID` finds a statement of this id.
fn can_be_named(id: &str) -> bool {
    !id.is_empty() && !id.contains(char::is_whitespace)
}

fn key(name: &str) -> String {
    let bare =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if bare { name.to_string() } else { quoted(name) }
}

/// Why an added element is there, as further keys of its table.
fn grounds(conflict: &Conflict, provenance: &Provenance) -> String {
    let mut out = String::new();
    let cites: Vec<String> = provenance.cites.iter().map(|claim| quoted(&conflict.claims[claim.index()].id)).collect();
    if !cites.is_empty() {
        out.push_str(&format!(", cites = [{}]", cites.join(", ")));
    }
    if let Some(basis) = provenance.basis.filter(|basis| !cites.is_empty() || !basis.needs_claims()) {
        out.push_str(&format!(", basis = \"{}\"", basis.word()));
    }
    if let Some(because) = &provenance.because {
        out.push_str(&format!(", because = {}", quoted(because)));
    }
    out
}
