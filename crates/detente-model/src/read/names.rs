//! What the names in conditions stand for.

use std::cell::RefCell;
use std::collections::HashMap;

use super::condition::{Unreadable, Written, read_condition};
use super::place::within_string;
use super::table::{Desk, shorten};
use crate::diagnostic::{did_you_mean, listed};
use crate::file::Spanned;
use crate::{Diagnostic, DmId, Expr, OptionId};

/// A condition may have so many parts once the names of outcomes are replaced by their conditions.
const MAX_PARTS: usize = 20_000;
/// Outcomes may be defined by one another this deep.
const MAX_OUTCOME_DEPTH: usize = 64;

/// The names of a conflict.
pub(crate) struct Names<'f> {
    desk: &'f Desk<'f>,
    dms: Vec<String>,
    /// `dm.option`, by place.
    full: Vec<String>,
    by_full: HashMap<String, OptionId>,
    by_short: HashMap<String, Vec<OptionId>>,
    owner: Vec<DmId>,
    /// The conditions of outcomes, and what has become of them.
    outcomes: HashMap<String, (&'f Spanned<String>, RefCell<Progress>)>,
}

enum Progress {
    Unread,
    BeingRead,
    Read(Option<Expr>),
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
    /// The names of `options` (owner and short name, by place) and of outcomes given by a condition.
    pub(crate) fn new(
        desk: &'f Desk<'f>, dms: Vec<String>, options: &[(DmId, String)],
        outcomes: impl Iterator<Item = (&'f str, &'f Spanned<String>)>,
    ) -> Self {
        let full: Vec<String> = options.iter().map(|(dm, id)| format!("{}.{id}", dms[dm.index()])).collect();
        let by_full = full.iter().cloned().zip((0..).map(OptionId)).collect();
        let mut by_short: HashMap<String, Vec<OptionId>> = HashMap::new();
        for (place, (_, id)) in options.iter().enumerate() {
            by_short.entry(id.clone()).or_default().push(OptionId::from(place));
        }
        let owner = options.iter().map(|(dm, _)| *dm).collect();
        let outcomes =
            outcomes.map(|(id, condition)| (id.to_string(), (condition, RefCell::new(Progress::Unread)))).collect();
        Names { desk, dms, full, by_full, by_short, owner, outcomes }
    }

    /// The condition written at `text`, or `None` after a complaint.
    pub(crate) fn condition(&self, scope: Scope, text: &Spanned<String>) -> Option<Expr> {
        self.condition_at_depth(scope, text, 0)
    }

    fn condition_at_depth(&self, scope: Scope, text: &Spanned<String>, depth: usize) -> Option<Expr> {
        // A text that should be there and is not was complained of already; its place is not a string's.
        if text.value.is_empty() && !self.desk.source[text.span.clone()].starts_with(['"', '\'']) {
            return None;
        }
        let written = match read_condition(&text.value) {
            Ok(written) => written,
            Err(Unreadable { at, message, help }) => {
                let complaint = Diagnostic::error("bad-condition", self.place(text, at), message);
                self.desk.complain(Diagnostic { help, ..complaint });
                return None;
            }
        };
        let expr = self.resolve(scope, text, &written, depth)?;
        if parts(&expr) > MAX_PARTS {
            self.desk.complain(
                Diagnostic::error(
                    "condition-too-large",
                    text.span.clone(),
                    format!("the condition has more than {MAX_PARTS} parts"),
                )
                .help("outcomes count with all that they stand for; say it in a simpler way"),
            );
            return None;
        }
        Some(expr)
    }

    /// The option that a name stands for, or `None` after a complaint. `at` is the place of the name.
    pub(crate) fn option(&self, scope: Scope, name: &str, at: std::ops::Range<usize>) -> Option<OptionId> {
        if let Some(&option) = self.by_full.get(name) {
            return Some(option);
        }
        let bearers = self.by_short.get(name).map_or(&[][..], Vec::as_slice);
        let own = bearers.iter().copied().find(|option| scope == Scope::Of(self.owner[option.index()]));
        match (own, bearers) {
            (Some(own), _) => Some(own),
            (None, [only]) => Some(*only),
            (None, []) => {
                self.complain_unknown(name, at);
                None
            }
            (None, several) => {
                let names: Vec<&String> = several.iter().map(|option| &self.full[option.index()]).collect();
                self.desk.complain(
                    Diagnostic::error(
                        "ambiguous-name",
                        at,
                        format!("`{name}` could be the option of several decision makers"),
                    )
                    .help(format!("say whose: {}", listed(&names, 6))),
                );
                None
            }
        }
    }

    fn complain_unknown(&self, name: &str, at: std::ops::Range<usize>) {
        let shown = shorten(name);
        let complaint = match name.split_once('.') {
            Some((dm, option)) if self.dms.iter().any(|known| known == dm) => {
                let own: Vec<&str> =
                    self.full.iter().filter_map(|full| full.strip_prefix(dm)?.strip_prefix('.')).collect();
                let complaint =
                    Diagnostic::error("unknown-name", at, format!("`{dm}` has no option `{}`", shorten(option)));
                match did_you_mean(option, own.iter().copied()) {
                    Some(meant) => complaint.help(format!("did you mean `{dm}.{meant}`?")),
                    None => complaint.help(format!("its options are {}", listed(&own, 8))),
                }
            }
            Some((dm, _)) => {
                let complaint =
                    Diagnostic::error("unknown-name", at, format!("there is no decision maker `{}`", shorten(dm)));
                let meant = did_you_mean(name, self.full.iter().map(String::as_str))
                    .or_else(|| did_you_mean(dm, self.dms.iter().map(String::as_str)));
                match meant {
                    Some(meant) => complaint.help(format!("did you mean `{meant}`?")),
                    None => complaint.help(format!("the decision makers are {}", listed(&self.dms, 8))),
                }
            }
            None => {
                let mut candidates: Vec<(&str, &str)> = self
                    .full
                    .iter()
                    .map(|full| (full.split_once('.').map_or("", |(_, short)| short), full.as_str()))
                    .collect();
                let mut outcomes: Vec<&str> = self.outcomes.keys().map(String::as_str).collect();
                outcomes.sort_unstable();
                candidates.extend(outcomes.into_iter().map(|outcome| (outcome, outcome)));
                let meant = did_you_mean(name, candidates.iter().map(|(short, _)| *short));
                let complaint =
                    Diagnostic::error("unknown-name", at, format!("there is no option or outcome `{shown}`"));
                match meant.and_then(|meant| candidates.iter().find(|(short, _)| *short == meant)) {
                    Some((_, full)) => complaint.help(format!("did you mean `{full}`?")),
                    None if self.full.is_empty() => complaint.help("the conflict has no options: name states instead"),
                    None => complaint.help(format!("the options are {}", listed(&self.full, 8))),
                }
            }
        };
        self.desk.complain(complaint);
    }

    fn place(&self, text: &Spanned<String>, inner: std::ops::Range<usize>) -> std::ops::Range<usize> {
        within_string(self.desk.source, &text.span, inner)
    }

    fn resolve(&self, scope: Scope, text: &Spanned<String>, written: &Written, depth: usize) -> Option<Expr> {
        // All parts are resolved even after one fails: every unknown name is worth a complaint.
        let all = |parts: &[Written]| {
            let parts: Vec<Option<Expr>> = parts.iter().map(|part| self.resolve(scope, text, part, depth)).collect();
            parts.into_iter().collect::<Option<Vec<Expr>>>()
        };
        let pair = |a: &Written, b: &Written| {
            let (a, b) = (self.resolve(scope, text, a, depth), self.resolve(scope, text, b, depth));
            Some((Box::new(a?), Box::new(b?)))
        };
        Some(match written {
            Written::Constant(value) => Expr::Constant(*value),
            Written::Name(name, at) => return self.name(scope, text, name, at.clone(), depth),
            Written::Not(a) => Expr::Not(self.resolve(scope, text, a, depth)?.into()),
            Written::And(parts) => Expr::And(all(parts)?),
            Written::Or(parts) => Expr::Or(all(parts)?),
            Written::Implies(a, b) => pair(a, b).map(|(a, b)| Expr::Implies(a, b))?,
            Written::Iff(a, b) => pair(a, b).map(|(a, b)| Expr::Iff(a, b))?,
        })
    }

    fn name(
        &self, scope: Scope, text: &Spanned<String>, name: &str, inner: std::ops::Range<usize>, depth: usize,
    ) -> Option<Expr> {
        let is_option = self.by_full.contains_key(name) || self.by_short.contains_key(name);
        match self.outcomes.get(name).filter(|_| !is_option) {
            None => self.option(scope, name, self.place(text, inner)).map(Expr::Option),
            Some((condition, progress)) => self.outcome(name, condition, progress, || self.place(text, inner), depth),
        }
    }

    fn outcome(
        &self, name: &str, condition: &Spanned<String>, progress: &RefCell<Progress>,
        place: impl FnOnce() -> std::ops::Range<usize>, depth: usize,
    ) -> Option<Expr> {
        match &*progress.borrow() {
            Progress::Read(done) => return done.clone(),
            Progress::BeingRead => {
                self.desk.complain(
                    Diagnostic::error("circular-name", place(), format!("the outcome `{name}` is defined by itself"))
                        .related(condition.span.clone(), "this condition leads back to it")
                        .help("define one of the outcomes by options alone"),
                );
                return None;
            }
            Progress::Unread if depth >= MAX_OUTCOME_DEPTH => {
                self.desk.complain(
                    Diagnostic::error(
                        "outcomes-too-deep",
                        place(),
                        format!("outcomes are defined by one another more than {MAX_OUTCOME_DEPTH} deep"),
                    )
                    .help("define some of them by options alone"),
                );
                return None;
            }
            Progress::Unread => {}
        }
        progress.replace(Progress::BeingRead);
        let expr = self.condition_at_depth(Scope::Everywhere, condition, depth + 1);
        progress.replace(Progress::Read(expr.clone()));
        expr
    }

    /// The condition of an outcome of its own; the same as wherever its name is used.
    pub(crate) fn outcome_condition(&self, id: &str) -> Option<Expr> {
        let (condition, progress) = self.outcomes.get(id)?;
        self.outcome(id, condition, progress, || condition.span.clone(), 0)
    }
}

fn parts(expr: &Expr) -> usize {
    match expr {
        Expr::Constant(_) | Expr::Option(_) => 1,
        Expr::Not(a) => 1 + parts(a),
        Expr::And(all) | Expr::Or(all) => 1 + all.iter().map(parts).sum::<usize>(),
        Expr::Implies(a, b) | Expr::Iff(a, b) => 1 + parts(a) + parts(b),
    }
}
