//! What a spec varies.

use detente_model::file::Spanned;
use detente_model::read::table::{
    Desk, Node, Table, Which, as_bool, as_strings, as_table, as_tables, as_which, entries,
};
use detente_model::{Basis, Conflict, Diagnostic, DmId, OptionId, Preference};

use super::{column, named, number};
use crate::family::{Factor, Kind, Mixing, Sample, permutations};

/// So many of a hundred, swaps and samples at most.
const MAX_PERCENT: u64 = 100;
const MAX_SWAPS: u64 = 10_000;
const MAX_SAMPLES: u64 = i64::MAX as u64;
/// Lists of statements are varied up to this length.
pub(crate) const MAX_STATEMENTS: usize = 128;

/// All factors, those that make forms first. What cannot be read is left out after a complaint.
pub(super) fn factors(desk: &Desk, table: &Table, conflict: &Conflict) -> Vec<Factor> {
    let mut reader = Reader { desk, conflict, factors: Vec::new() };
    reader.variants(table);
    reader.unknowns(table);
    reader.options(table);
    let (rules, statements) = reader.dropped(table);
    for id in rules {
        reader.add(column(&["drop", &id]), Kind::Rule(id), 2);
    }
    for id in statements {
        reader.add(column(&["drop", &id]), Kind::Statement(id), 2);
    }
    reader.orders(table);
    reader.random(table);
    reader.factors
}

struct Reader<'a> {
    desk: &'a Desk<'a>,
    conflict: &'a Conflict,
    factors: Vec<Factor>,
}

impl Reader<'_> {
    fn add(&mut self, name: String, kind: Kind, values: u64) {
        let name = named(&self.factors, name);
        self.factors.push(Factor { name, kind, values });
    }

    fn complain(&self, at: &Spanned<String>, code: &'static str, message: String, help: impl Into<String>) {
        self.desk.complain(Diagnostic::error(code, at.span.clone(), message).help(help));
    }

    /// The place of `name` among `known`, or `None` after a complaint.
    fn find(&self, what: &str, name: &Spanned<String>, known: &[&str]) -> Option<usize> {
        let found = known.iter().position(|one| *one == name.value);
        if found.is_none() {
            let help = match self.desk.meant(&name.value, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if known.is_empty() => format!("the conflict has no {what} at all"),
                None => format!("there are {}", known.iter().take(20).copied().collect::<Vec<_>>().join(", ")),
            };
            self.complain(name, "unknown-name", format!("there is no {what} `{}`", shown(&name.value)), help);
        }
        found
    }

    /// Complains of what is named twice; the others.
    fn once(&self, names: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
        let mut kept: Vec<Spanned<String>> = Vec::new();
        for name in names {
            if kept.iter().any(|other| other.value == name.value) {
                self.complain(&name, "named-twice", format!("`{}` is named twice", shown(&name.value)), "name it once");
            } else {
                kept.push(name);
            }
        }
        kept
    }

    fn variants(&mut self, table: &Table) {
        let Some(node) = table.get("variants") else { return };
        let ids: Vec<&str> = self.conflict.study.variants.iter().map(|variant| variant.id.as_str()).collect();
        let values: Vec<Option<usize>> = match as_which(self.desk, "`variants`", node) {
            None => return,
            Some(Which::All(_)) => std::iter::once(None).chain((0..ids.len()).map(Some)).collect(),
            Some(Which::Names(names)) => {
                let mut known = vec!["base"];
                known.extend(&ids);
                let names = self.once(names);
                names.iter().filter_map(|name| self.find("variant", name, &known)).map(|at| at.checked_sub(1)).collect()
            }
        };
        if values.is_empty() {
            let message = "`variants` names none".to_string();
            self.desk.complain(Diagnostic::error("no-values", node.span(), message).help("name some, or leave it out"));
            return;
        }
        let count = values.len() as u64;
        self.add("variant".into(), Kind::Variant(values), count);
    }

    fn unknowns(&mut self, table: &Table) {
        let Some(node) = table.get("unknowns") else { return };
        let all = &self.conflict.study.unknowns;
        let ids: Vec<&str> = all.iter().map(|unknown| unknown.id.as_str()).collect();
        let chosen: Vec<usize> = match as_which(self.desk, "`unknowns`", node) {
            None => return,
            Some(Which::All(_)) => (0..all.len()).collect(),
            Some(Which::Names(names)) => {
                let names = self.once(names);
                names.iter().filter_map(|name| self.find("unknown", name, &ids)).collect()
            }
        };
        if chosen.is_empty() && all.is_empty() && !self.desk.has_errors() {
            let message = "the conflict has no unknowns".to_string();
            let help = "leave `unknowns` out, or say in the conflict what is not known";
            self.desk.complain(Diagnostic::error("unknown-name", node.span(), message).help(help));
        }
        for at in chosen {
            let unknown = &all[at];
            self.add(
                column(&["unknown", &unknown.id]),
                Kind::Unknown(unknown.id.clone()),
                unknown.alternatives.len() as u64,
            );
        }
    }

    fn options(&mut self, table: &Table) {
        let Some(node) = table.get("options") else { return };
        let read = |name: &Spanned<String>, node: Node| {
            let what = format!("`{}` of `options`", shown(&name.value));
            as_strings(self.desk, &what, node).map(|values| (node.span(), values))
        };
        let Some(all) = entries(self.desk, "`options`", node, read) else { return };
        let known: Vec<String> =
            (0..self.conflict.options.len()).map(|o| self.conflict.option_name(OptionId::from(o))).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for (name, (span, values)) in all.0 {
            let Some(at) = self.find("option", &name, &known) else { continue };
            let words = ["free", "on", "off"];
            let values = self.once(values);
            let held: Vec<Option<bool>> = values
                .iter()
                .filter_map(|value| self.find("way to hold an option called", value, &words))
                .map(|word| [None, Some(true), Some(false)][word])
                .collect();
            if held.is_empty() {
                let help = "write some of \"free\", \"on\" and \"off\"";
                let message = format!("`{}` is held in no way", name.value);
                self.desk.complain(Diagnostic::error("no-values", span, message).help(help));
                continue;
            }
            let count = held.len() as u64;
            self.add(column(&["option", &name.value]), Kind::Option { option: OptionId::from(at), held }, count);
        }
    }

    /// The rules and the statements that may be dropped, by id, in the order of the file.
    fn dropped(&self, table: &Table) -> (Vec<String>, Vec<String>) {
        let nothing = (Vec::new(), Vec::new());
        let Some(node) = table.get("drop") else { return nothing };
        let Some(entries) = as_table(self.desk, "`drop`", node) else { return nothing };
        let table = Table::new(self.desk, "`drop`", node.span(), entries, &["judgements", "elements", "except"]);
        let judgements = table
            .get("judgements")
            .and_then(|node| as_bool(self.desk, &table.of("judgements"), node))
            .is_some_and(|yes| yes.value);
        let rules: Vec<(&str, bool)> = self
            .conflict
            .rules
            .iter()
            .map(|rule| (rule.id.as_str(), rule.provenance.basis == Some(Basis::Judgement)))
            .collect();
        let statements: Vec<(&str, bool)> = self
            .conflict
            .dm_ids()
            .flat_map(|dm| self.conflict.statements(dm).unwrap_or_default())
            .map(|one| (one.id.as_str(), one.provenance.basis == Some(Basis::Judgement)))
            .collect();
        let known: Vec<&str> = statements.iter().chain(&rules).map(|(id, _)| *id).collect();
        let named = |key: &str| -> Vec<usize> {
            let names = self.once(table.strings(key).unwrap_or_default());
            names.iter().filter_map(|name| self.find("statement or rule", name, &known)).collect()
        };
        let (elements, except) = (named("elements"), named("except"));
        let chosen = |(at, (id, judgement)): (usize, &(&str, bool))| {
            ((judgements && *judgement || elements.contains(&at)) && !except.contains(&at)).then(|| (*id).to_string())
        };
        let of_statements: Vec<String> = statements.iter().enumerate().filter_map(chosen).collect();
        let first = statements.len();
        let of_rules: Vec<String> =
            rules.iter().enumerate().filter_map(|(at, one)| chosen((first + at, one))).collect();
        if of_statements.is_empty() && of_rules.is_empty() && !self.desk.has_errors() {
            let help = "write judgements = true, or elements = [\"…\"] with the ids of statements and rules";
            let message = "`drop` drops nothing";
            self.desk.complain(Diagnostic::error("no-values", node.span(), message).help(help));
        }
        (of_rules, of_statements)
    }

    /// The decision maker of this id, if it has a list of statements; otherwise `None` after a complaint.
    fn with_statements(&self, name: &Spanned<String>) -> Option<DmId> {
        let ids: Vec<&str> = self.conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
        let dm = DmId::from(self.find("decision maker", name, &ids)?);
        let Some(list) = self.conflict.statements(dm) else {
            let kind =
                if matches!(self.conflict.dm(dm).preference, Preference::Ranked(_)) { "a ranking" } else { "weights" };
            let message = format!("`{}` has {kind}, and no list of statements", name.value);
            self.complain(name, "no-statements", message, "name a decision maker that has statements");
            return None;
        };
        if list.len() > MAX_STATEMENTS {
            let message = format!(
                "`{}` has {} statements; {MAX_STATEMENTS} are the most that can be varied",
                name.value,
                list.len()
            );
            self.complain(name, "too-large", message, "vary another list");
            return None;
        }
        Some(dm)
    }

    fn orders(&mut self, table: &Table) {
        let Some(node) = table.get("orders") else { return };
        let Some(tables) = as_tables(self.desk, "orders", node) else { return };
        let mut taken: Vec<String> = Vec::new();
        for node in tables {
            let Some(entries) = as_table(self.desk, "an item of `orders`", node) else { continue };
            let table = Table::new(self.desk, "this order", node.span(), entries, &["of", "statements", "fixed"]);
            let of = table.required_string("of", "say whose statements: of = \"…\"");
            if of.span.is_empty() {
                continue;
            }
            let Some(dm) = self.with_statements(&of) else { continue };
            let ids: Vec<&str> =
                self.conflict.statements(dm).unwrap_or_default().iter().map(|one| one.id.as_str()).collect();
            let named = |key: &str| -> Option<Vec<usize>> {
                let names = self.once(table.strings(key)?);
                Some(names.iter().filter_map(|name| self.find("statement", name, &ids)).collect())
            };
            let (statements, fixed) = (named("statements"), named("fixed"));
            if statements.is_some() && fixed.is_some() {
                let help = "give either the statements that change places, or those that do not";
                let message = "`statements` and `fixed` say the same twice";
                self.desk.complain(Diagnostic::error("two-lists", node.span(), message).help(help));
            }
            let moved = |at: usize| match (&statements, &fixed) {
                (Some(some), _) => some.contains(&at),
                (None, Some(fixed)) => !fixed.contains(&at),
                (None, None) => true,
            };
            let moved: Vec<String> = (0..ids.len()).filter(|&at| moved(at)).map(|at| ids[at].to_string()).collect();
            if let Some(twice) = moved.iter().find(|id| taken.contains(id)) {
                let message = format!("`{twice}` changes places in another order already");
                let help = "a statement changes places within one order only";
                self.desk.complain(Diagnostic::error("named-twice", node.span(), message).help(help));
            }
            taken.extend(moved.iter().cloned());
            let Some(orders) = permutations(moved.len()) else {
                let message = format!("{} statements have more orders than can be numbered", moved.len());
                let help = "fix some of them, or draw samples with [random]";
                self.desk.complain(Diagnostic::error("too-large", node.span(), message).help(help));
                continue;
            };
            self.add(column(&["order", &of.value]), Kind::Order { dm: dm.index(), statements: moved }, orders);
        }
    }

    fn random(&mut self, table: &Table) {
        let Some(node) = table.get("random") else { return };
        let Some(entries) = as_table(self.desk, "`random`", node) else { return };
        let keys = ["samples", "seed", "of", "shuffle", "swaps", "drop_percent"];
        let table = Table::new(self.desk, "`random`", node.span(), entries, &keys);
        table.missing("samples", "say how many: samples = 1000");
        table.missing("seed", "say from which seed they are drawn: seed = 1");
        let bounded = |key: &str, bounds| {
            let written = table.integer(key)?;
            number(self.desk, &table.of(key), &written, bounds, "as its value")
        };
        let samples = bounded("samples", 1..=MAX_SAMPLES);
        let seed = table.integer("seed").map(|seed| seed.value as u64);
        let swaps = bounded("swaps", 1..=MAX_SWAPS);
        let drop_percent = bounded("drop_percent", 1..=MAX_PERCENT);
        let shuffle = table.get("shuffle").and_then(|node| as_bool(self.desk, &table.of("shuffle"), node));
        let shuffles = shuffle.as_ref().is_some_and(|yes| yes.value);
        if let Some(shuffle) = shuffle.filter(|_| shuffles && swaps.is_some()) {
            let help = "leave out one of the two";
            let message = "where all is shuffled, swaps change nothing";
            self.desk.complain(Diagnostic::error("two-lists", shuffle.span, message).help(help));
        }
        if !shuffles && swaps.is_none() && drop_percent.is_none() {
            let help = "write shuffle = true, swaps = 3, or drop_percent = 10";
            self.desk.complain(Diagnostic::error("no-values", node.span(), "`random` changes nothing").help(help));
        }
        let dms: Vec<usize> = match table.get("of").map(|node| as_which(self.desk, &table.of("of"), node)) {
            None | Some(Some(Which::All(_))) => self
                .conflict
                .dm_ids()
                .filter(|&dm| self.conflict.statements(dm).is_some_and(|list| list.len() <= MAX_STATEMENTS))
                .map(DmId::index)
                .collect(),
            Some(None) => return,
            Some(Some(Which::Names(names))) => {
                let names = self.once(names);
                let mut dms: Vec<usize> =
                    names.iter().filter_map(|name| self.with_statements(name)).map(DmId::index).collect();
                dms.sort_unstable();
                dms
            }
        };
        if dms.is_empty() && !self.desk.has_errors() {
            let help = "rankings and weights are not varied at random";
            let message = "no decision maker has a list of statements";
            self.desk.complain(Diagnostic::error("no-statements", node.span(), message).help(help));
        }
        let (Some(samples), Some(seed)) = (samples, seed) else { return };
        let mixing = if shuffles { Mixing::Shuffle } else { Mixing::Swaps(swaps.unwrap_or(0) as u32) };
        let drop_percent = drop_percent.unwrap_or(0) as u8;
        self.add("sample".into(), Kind::Sample(Sample { seed, dms, mixing, drop_percent }), samples);
    }
}

/// A name as it is shown in a complaint: not too long, and nothing that is not seen.
fn shown(name: &str) -> String {
    name.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
