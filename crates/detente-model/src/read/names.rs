//! What the names in conditions stand for.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use super::condition::{MAX_DEPTH, Unreadable, Written, read_condition};
use super::place::within_string;
use super::table::{Desk, is_there, shorten};
use crate::diagnostic::listed;
use crate::file::Spanned;
use crate::{Conflict, Diagnostic, DmId, Expr, OptionId, OutcomeWhen, numbered_place};

/// A condition may have so many parts once the names of outcomes are replaced by their conditions.
const MAX_PARTS: usize = 20_000;
/// A condition may be written in so many bytes.
const MAX_LENGTH: usize = 1 << 20;
/// All conditions of a file together may have so many.
const MAX_PARTS_OF_FILE: usize = 1_000_000;
/// A condition may be so deep once the names of outcomes are replaced, so that it can be written out and read again.
const MAX_LEVELS: usize = MAX_DEPTH;

/// The names of a conflict.
pub(crate) struct Names<'f> {
    desk: &'f Desk<'f>,
    dms: Vec<String>,
    /// `dm.option`, by place.
    full: Vec<String>,
    by_full: HashMap<String, OptionId>,
    by_short: HashMap<String, Vec<OptionId>>,
    owner: Vec<DmId>,
    outcomes: HashMap<String, NamedOutcome<'f>>,
    /// Their names in the order of the file.
    outcome_names: Vec<String>,
    /// How many parts the conditions of the file may still have.
    room: Cell<usize>,
}

/// What an outcome's name stands for.
enum NamedOutcome<'f> {
    /// Its condition, and what has become of that.
    Condition(&'f Spanned<String>, RefCell<Progress>),
    /// States, so that conditions cannot use it.
    States,
}

enum Progress {
    Unread,
    BeingRead,
    Read(Option<Measured>),
}

/// A condition and how large it is.
#[derive(Clone)]
struct Measured {
    expr: Expr,
    parts: usize,
    levels: usize,
}

impl Measured {
    fn of(expr: &Expr) -> Self {
        fn measure(expr: &Expr) -> (usize, usize) {
            let (parts, levels) = match expr {
                Expr::Constant(_) | Expr::Option(_) => (0, 0),
                Expr::Not(a) => measure(a),
                Expr::And(all) | Expr::Or(all) => {
                    all.iter().map(measure).fold((0, 0), |a, b| (a.0 + b.0, a.1.max(b.1)))
                }
                Expr::Implies(a, b) | Expr::Iff(a, b) => {
                    let (a, b) = (measure(a), measure(b));
                    (a.0 + b.0, a.1.max(b.1))
                }
            };
            (parts + 1, levels + 1)
        }
        let (parts, levels) = measure(expr);
        Measured { expr: expr.clone(), parts, levels }
    }
}

/// Why a condition with all names known is none.
enum Excess {
    Unknown,
    Parts,
    Levels,
}

/// An outcome's condition on its way to being read: after those that it uses.
struct Open<'f> {
    name: &'f str,
    text: &'f Spanned<String>,
    written: Option<Written>,
    /// The outcomes that it uses and their places in the text, the last first.
    uses: Vec<(&'f str, Range<usize>)>,
}

/// Where a name stands: it decides what short names mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// In the table of a decision maker: short names are its own options first.
    Of(DmId),
    /// Elsewhere.
    Everywhere,
}

impl<'f> Names<'f> {
    /// The names of `options` (owner and short name, by place) and of outcomes: with their condition, or `None` for a list of states.
    pub(crate) fn new(
        desk: &'f Desk<'f>, dms: Vec<String>, options: &[(DmId, String)],
        outcomes: impl Iterator<Item = (&'f str, Option<&'f Spanned<String>>)>,
    ) -> Self {
        let full: Vec<String> = options.iter().map(|(dm, id)| format!("{}.{id}", dms[dm.index()])).collect();
        let by_full = full.iter().cloned().zip((0..).map(OptionId)).collect();
        let mut by_short: HashMap<String, Vec<OptionId>> = HashMap::new();
        for (place, (_, id)) in options.iter().enumerate() {
            by_short.entry(id.clone()).or_default().push(OptionId::from(place));
        }
        let owner = options.iter().map(|(dm, _)| *dm).collect();
        let named = |condition| match condition {
            Some(text) => NamedOutcome::Condition(text, RefCell::new(Progress::Unread)),
            None => NamedOutcome::States,
        };
        let (outcome_names, outcomes): (Vec<String>, Vec<NamedOutcome>) =
            outcomes.map(|(id, condition)| (id.to_string(), named(condition))).unzip();
        let outcomes = outcome_names.iter().cloned().zip(outcomes).collect();
        let room = Cell::new(MAX_PARTS_OF_FILE);
        Names { desk, dms, full, by_full, by_short, owner, outcomes, outcome_names, room }
    }

    /// The names of a conflict that has been read.
    pub(crate) fn of_conflict(desk: &'f Desk<'f>, conflict: &Conflict) -> Self {
        const NOWHERE: &Spanned<String> = &Spanned { value: String::new(), span: 0..0 };
        let dms = conflict.decision_makers.iter().map(|dm| dm.id.clone()).collect();
        let options: Vec<(DmId, String)> =
            conflict.options.iter().map(|option| (option.owner, option.id.clone())).collect();
        let mut names = Names::new(desk, dms, &options, std::iter::empty());
        for outcome in &conflict.outcomes {
            let named = match &outcome.when {
                OutcomeWhen::Holds(when) => {
                    NamedOutcome::Condition(NOWHERE, RefCell::new(Progress::Read(Some(Measured::of(when)))))
                }
                OutcomeWhen::OneOf(_) => NamedOutcome::States,
            };
            names.outcomes.insert(outcome.id.clone(), named);
            names.outcome_names.push(outcome.id.clone());
        }
        names
    }

    /// The condition written at `text`, or `None` after a complaint.
    pub(crate) fn condition(&self, scope: Scope, text: &Spanned<String>) -> Option<Expr> {
        let written = self.written(text)?;
        let mut uses = Vec::new();
        self.outcomes_in(&written, &mut uses);
        for (name, _) in uses {
            self.settle(name);
        }
        self.expr(scope, text, &written).map(|measured| measured.expr)
    }

    /// The condition of an outcome of its own; the same as wherever its name is used.
    pub(crate) fn outcome_condition(&self, id: &str) -> Option<Expr> {
        self.settle(id);
        match self.outcomes.get(id)? {
            NamedOutcome::Condition(_, progress) => match &*progress.borrow() {
                Progress::Read(done) => done.as_ref().map(|measured| measured.expr.clone()),
                _ => None,
            },
            NamedOutcome::States => None,
        }
    }

    fn written(&self, text: &Spanned<String>) -> Option<Written> {
        // A text that should be there and is not was complained of already.
        if !is_there(text) {
            return None;
        }
        if text.value.len() > MAX_LENGTH {
            self.desk.complain(
                Diagnostic::error(
                    "condition-too-large",
                    text.span.clone(),
                    format!("the condition has more than {MAX_LENGTH} letters"),
                )
                .help("name parts of it as outcomes, and use their names"),
            );
            return None;
        }
        read_condition(&text.value)
            .map_err(|Unreadable { at, message, help }| {
                let complaint = Diagnostic::error("bad-condition", self.place(text, at), message);
                self.desk.complain(Diagnostic { help, ..complaint });
            })
            .ok()
    }

    /// Reads the condition of an outcome after those that it uses. The outcomes that are open are on a stack of their own, because
    /// there may be thousands of them.
    fn settle(&self, name: &str) {
        let mut open: Vec<Open> = self.begin(name).into_iter().collect();
        while let Some(top) = open.last_mut() {
            let Some((used, at)) = top.uses.pop() else {
                let Open { name, text, written, .. } = open.pop().expect("there is a last");
                let done = written.and_then(|written| self.expr(Scope::Everywhere, text, &written));
                if let Some(NamedOutcome::Condition(_, progress)) = self.outcomes.get(name) {
                    progress.replace(Progress::Read(done));
                }
                continue;
            };
            let Some(NamedOutcome::Condition(condition, progress)) = self.outcomes.get(used) else { continue };
            let is_circular = matches!(*progress.borrow(), Progress::BeingRead);
            if is_circular {
                let place = self.place(top.text, at);
                let message = format!("the outcome `{}` is defined by itself", shorten(used));
                let complaint = Diagnostic::error("circular-name", place, message)
                    .help("define one of the outcomes by options alone");
                self.desk.complain(match top.name == used {
                    true => complaint,
                    false => complaint.related(condition.span.clone(), "this condition leads back to it"),
                });
            } else {
                open.extend(self.begin(used));
            }
        }
    }

    /// Begins to read the condition of an outcome, unless that has begun already.
    fn begin(&self, name: &str) -> Option<Open<'_>> {
        let (name, outcome) = self.outcomes.get_key_value(name)?;
        let NamedOutcome::Condition(text, progress) = outcome else { return None };
        if !matches!(*progress.borrow(), Progress::Unread) {
            return None;
        }
        progress.replace(Progress::BeingRead);
        let written = self.written(text);
        let mut uses = Vec::new();
        if let Some(written) = &written {
            self.outcomes_in(written, &mut uses);
        }
        uses.reverse();
        Some(Open { name, text, written, uses })
    }

    /// The outcomes that a condition names, in order, and their places in its text.
    fn outcomes_in<'a>(&'a self, written: &Written, found: &mut Vec<(&'a str, Range<usize>)>) {
        match written {
            Written::Constant(_) => {}
            Written::Name(name, at) => {
                if let Some((name, _)) = self.outcomes.get_key_value(name).filter(|_| !self.is_option(name)) {
                    found.push((name, at.clone()));
                }
            }
            Written::Not(a) => self.outcomes_in(a, found),
            Written::And(parts) | Written::Or(parts) => parts.iter().for_each(|part| self.outcomes_in(part, found)),
            Written::Implies(a, b) | Written::Iff(a, b) => {
                self.outcomes_in(a, found);
                self.outcomes_in(b, found);
            }
        }
    }

    /// The condition with every name resolved, or `None` after a complaint. The outcomes that it names are settled.
    fn expr(&self, scope: Scope, text: &Spanned<String>, written: &Written) -> Option<Measured> {
        let mut room = MAX_PARTS.min(self.room.get());
        let before = room;
        match self.resolve(scope, text, written, &mut room) {
            Ok((expr, levels)) => {
                self.room.set(self.room.get() - (before - room));
                Some(Measured { expr, parts: before - room, levels })
            }
            Err(Excess::Unknown) => None,
            Err(Excess::Levels) => {
                let message =
                    format!("the condition is nested more than {MAX_LEVELS} deep, with the outcomes that it names");
                self.desk.complain(
                    Diagnostic::error("condition-too-large", text.span.clone(), message)
                        .help("define some of the outcomes by options alone"),
                );
                None
            }
            // The file was complained of already.
            Err(Excess::Parts) if before == 0 => None,
            Err(Excess::Parts) => {
                let message = match before == MAX_PARTS {
                    true => format!("the condition has more than {MAX_PARTS} parts, with the outcomes that it names"),
                    false => {
                        self.room.set(0);
                        format!("the conditions of the file have more than {MAX_PARTS_OF_FILE} parts together")
                    }
                };
                self.desk.complain(
                    Diagnostic::error("condition-too-large", text.span.clone(), message)
                        .help("outcomes count with all that they stand for; say it in a simpler way"),
                );
                None
            }
        }
    }

    /// The option that a name stands for, or `None` after a complaint. `at` is the place of the name.
    pub(crate) fn option(&self, scope: Scope, name: &str, at: impl FnOnce() -> Range<usize>) -> Option<OptionId> {
        if let Some(&option) = self.by_full.get(name) {
            return Some(option);
        }
        let bearers = self.by_short.get(name).map_or(&[][..], Vec::as_slice);
        let own = bearers.iter().copied().find(|option| scope == Scope::Of(self.owner[option.index()]));
        match (own, bearers) {
            (Some(own), _) => Some(own),
            (None, [only]) => Some(*only),
            (None, []) => {
                self.complain_unknown(name, at());
                None
            }
            (None, several) => {
                let names: Vec<&String> = several.iter().map(|option| &self.full[option.index()]).collect();
                self.desk.complain(
                    Diagnostic::error(
                        "ambiguous-name",
                        at(),
                        format!("`{}` could be the option of several decision makers", shorten(name)),
                    )
                    .help(format!("say whose: {}", listed(&names, 6))),
                );
                None
            }
        }
    }

    /// Whether a name is that of an option, or of several.
    pub(crate) fn is_option(&self, name: &str) -> bool {
        self.by_full.contains_key(name) || self.by_short.contains_key(name)
    }

    fn complain_unknown(&self, name: &str, at: Range<usize>) {
        let shown = shorten(name);
        if self.desk.is_full() {
            self.desk.leave_out();
            return;
        }
        let unknown = |message: String| Diagnostic::error("unknown-name", at.clone(), message);
        self.desk.complain(match name.split_once('.') {
            Some((dm, option)) if self.dms.iter().any(|known| known == dm) => {
                let own = self.options_of(dm);
                let complaint = unknown(format!("`{}` has no option `{}`", shorten(dm), shorten(option)));
                match self.desk.meant(option, own.iter().copied()) {
                    Some(meant) => complaint.help(format!("did you mean `{}.{meant}`?", shorten(dm))),
                    None if own.is_empty() => complaint.help("it has no options at all"),
                    None => complaint.help(format!("to choose from: {}", listed(&own, 8))),
                }
            }
            Some((dm, _)) => {
                let complaint = unknown(format!("there is no decision maker `{}`", shorten(dm)));
                let meant = (self.desk.meant(name, self.full.iter().map(String::as_str)))
                    .or_else(|| self.desk.meant(dm, self.dms.iter().map(String::as_str)));
                match meant {
                    Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                    None => complaint.help(format!("to choose from: {}", listed(&self.dms, 8))),
                }
            }
            None if self.dms.iter().any(|known| known == name) => {
                let own: Vec<String> = self.options_of(name).iter().map(|option| format!("{name}.{option}")).collect();
                unknown(format!("`{shown}` is a decision maker, not an option")).help(match own.is_empty() {
                    true => "it has no options".into(),
                    false => format!("name one of its options: {}", listed(&own, 8)),
                })
            }
            None => {
                let options = self.full.iter().map(|full| (full.split_once('.').map_or("", |(_, short)| short), full));
                let outcomes = self.outcome_names.iter().map(|outcome| (outcome.as_str(), outcome));
                let candidates = || options.clone().chain(outcomes.clone());
                let meant = self.desk.meant(name, candidates().map(|(short, _)| short));
                let complaint = unknown(format!("there is no option or outcome `{shown}`"));
                match meant.and_then(|meant| candidates().find(|(short, _)| *short == meant)) {
                    Some((_, full)) => complaint.help(format!("did you mean `{full}`?")),
                    None if self.full.is_empty() => complaint
                        .help("the conflict has no options: rank its states with `ranking`, and list them in outcomes"),
                    None if numbered_place(name).is_some() => complaint.help("conditions name options, not states"),
                    None => complaint.help(format!("to choose from: {}", listed(&self.full, 8))),
                }
            }
        });
    }

    /// The short names of a decision maker's options.
    fn options_of(&self, dm: &str) -> Vec<&str> {
        self.full.iter().filter_map(|full| full.strip_prefix(dm)?.strip_prefix('.')).collect()
    }

    fn place(&self, text: &Spanned<String>, inner: Range<usize>) -> Range<usize> {
        if self.desk.is_full() {
            return text.span.clone();
        }
        within_string(self.desk.source, &text.span, inner)
    }

    /// The condition and how many levels it has. Takes its parts off `room`.
    fn resolve(
        &self, scope: Scope, text: &Spanned<String>, written: &Written, room: &mut usize,
    ) -> Result<(Expr, usize), Excess> {
        *room = room.checked_sub(1).ok_or(Excess::Parts)?;
        let (expr, levels) = match written {
            Written::Constant(value) => (Expr::Constant(*value), 0),
            Written::Name(name, at) => return self.name(scope, text, name, at.clone(), room),
            Written::Not(a) => {
                let (a, levels) = self.resolve(scope, text, a, room)?;
                (Expr::Not(a.into()), levels)
            }
            Written::And(parts) => {
                let (parts, levels) = self.resolve_all(scope, text, parts.iter(), room)?;
                (Expr::And(parts), levels)
            }
            Written::Or(parts) => {
                let (parts, levels) = self.resolve_all(scope, text, parts.iter(), room)?;
                (Expr::Or(parts), levels)
            }
            Written::Implies(a, b) => {
                let (a, b, levels) = self.resolve_pair(scope, text, a, b, room)?;
                (Expr::Implies(a, b), levels)
            }
            Written::Iff(a, b) => {
                let (a, b, levels) = self.resolve_pair(scope, text, a, b, room)?;
                (Expr::Iff(a, b), levels)
            }
        };
        if levels == MAX_LEVELS { Err(Excess::Levels) } else { Ok((expr, levels + 1)) }
    }

    /// Resolves all parts even after one fails: every unknown name is worth a complaint.
    fn resolve_all<'w>(
        &self, scope: Scope, text: &Spanned<String>, parts: impl Iterator<Item = &'w Written>, room: &mut usize,
    ) -> Result<(Vec<Expr>, usize), Excess> {
        let (mut list, mut most, mut unknown) = (Vec::new(), 0, false);
        for part in parts {
            match self.resolve(scope, text, part, room) {
                Ok((expr, levels)) => {
                    list.push(expr);
                    most = levels.max(most);
                }
                Err(Excess::Unknown) => unknown = true,
                Err(excess) => return Err(excess),
            }
        }
        if unknown { Err(Excess::Unknown) } else { Ok((list, most)) }
    }

    fn resolve_pair(
        &self, scope: Scope, text: &Spanned<String>, a: &Written, b: &Written, room: &mut usize,
    ) -> Result<(Box<Expr>, Box<Expr>, usize), Excess> {
        let (mut pair, levels) = self.resolve_all(scope, text, [a, b].into_iter(), room)?;
        let (b, a) = (pair.pop(), pair.pop());
        let (a, b) = a.zip(b).expect("two went in");
        Ok((a.into(), b.into(), levels))
    }

    fn name(
        &self, scope: Scope, text: &Spanned<String>, name: &str, inner: Range<usize>, room: &mut usize,
    ) -> Result<(Expr, usize), Excess> {
        match self.outcomes.get(name).filter(|_| !self.is_option(name)) {
            None => {
                let option = self.option(scope, name, || self.place(text, inner)).ok_or(Excess::Unknown)?;
                Ok((Expr::Option(option), 1))
            }
            Some(NamedOutcome::Condition(_, progress)) => match &*progress.borrow() {
                Progress::Read(Some(measured)) => {
                    // One part was taken for the name.
                    *room = room.checked_sub(measured.parts - 1).ok_or(Excess::Parts)?;
                    Ok((measured.expr.clone(), measured.levels))
                }
                // A circle, or a condition that was complained of.
                _ => Err(Excess::Unknown),
            },
            Some(NamedOutcome::States) => {
                let name = shorten(name);
                self.desk.complain(
                    Diagnostic::error(
                        "not-a-condition",
                        self.place(text, inner),
                        format!("the outcome `{name}` is a list of states, so no condition can name it"),
                    )
                    .help(format!("say it with options, or give `{name}` a condition")),
                );
                Err(Excess::Unknown)
            }
        }
    }
}
