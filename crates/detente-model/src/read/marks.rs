//! Marks of statements: what is not known of them, said where they stand.

use std::collections::HashMap;
use std::ops::Range;

use super::study::Resolver;
use super::table::shorten;
use crate::file::{ConflictFile, Spanned, StatementTable, StatementValue, UnknownMark};
use crate::{Alternative, Change, Diagnostic, DmId, Mark, Provenance, Statement, Unknown};

/// Statements whose ranges of places overlap have at most so many orders: those of seven that may stand anywhere among themselves.
const MAX_ORDERS: usize = 5040;
/// And there are at most so many of them.
const MAX_TOGETHER: usize = 64;

/// A statement whose place is not known.
struct Ranged {
    id: String,
    /// Its place as written, and the first and the last that it may have, from 0.
    at: usize,
    first: usize,
    last: usize,
    span: Range<usize>,
    provenance: Provenance,
}

impl Resolver<'_> {
    /// What the marks of statements leave unknown, list by list: places first, then the statements themselves.
    pub(super) fn marks(&self, file: &ConflictFile) -> Vec<Unknown> {
        let mut unknowns = Vec::new();
        let mut taken: HashMap<String, Range<usize>> = HashMap::new();
        for (dm, (_, table)) in self.conflict.dm_ids().zip(&file.decision_makers.0) {
            let (Some(prefers), Some(list)) = (&table.prefers, self.conflict.statements(dm)) else { continue };
            // Without errors so far, every statement that is written is in the list.
            let written = list.iter().zip(&prefers.value).enumerate();
            let tables = written.filter_map(|(at, (statement, value))| match value {
                StatementValue::Table(table) => Some((at, statement, table)),
                StatementValue::Condition(_) => None,
            });
            let mut ranged = Vec::new();
            let mut marked = Vec::new();
            for (at, statement, table) in tables {
                ranged.extend(self.range(at, list.len(), statement, table));
                if let Some(mark) = &table.unknown
                    && let Some(unknown) = self.mark(dm, statement, mark)
                {
                    taken.insert(unknown.id.clone(), mark.span.clone());
                    marked.push(unknown);
                }
            }
            ranged.sort_by_key(|own| own.first);
            for together in components(ranged) {
                unknowns.extend(self.places(dm, list, together));
            }
            unknowns.extend(marked);
        }
        for (key, _) in file.unknowns.iter().flat_map(|unknowns| &unknowns.0) {
            if let Some(span) = taken.get(&key.value) {
                self.desk.complain(
                    Diagnostic::error(
                        "id-twice",
                        key.span.clone(),
                        format!("the statement `{}` is marked as unknown and has the same id", shorten(&key.value)),
                    )
                    .related(span.clone(), "marked here")
                    .help("give one of them another id: answers name unknowns by their ids"),
                );
            }
        }
        unknowns
    }

    /// Complains of marks in a list that is not a decision maker's own.
    pub(super) fn refuse_marks(&self, table: &StatementTable) {
        let spans = [
            ("unknown", table.unknown.as_ref().map(|mark| mark.span.clone())),
            ("places", table.places.as_ref().map(|range| range.span.clone())),
        ];
        for (key, span) in spans.into_iter().filter_map(|(key, span)| Some((key, span?))) {
            self.desk.complain(
                Diagnostic::error(
                    "misplaced-mark",
                    span,
                    format!("`{key}` stands only in the `prefers` of a decision maker's own table"),
                )
                .help("say here how it is; what else it may be goes under [unknowns]"),
            );
        }
    }

    fn mark(&self, dm: DmId, statement: &Statement, mark: &Spanned<UnknownMark>) -> Option<Unknown> {
        let (others, what): (&[(&str, Mark)], &str) = match mark.value {
            UnknownMark::Known => return None,
            UnknownMark::Any => {
                (&[("the opposite", Mark::Opposite), ("no such wish", Mark::Absent)], "this, the opposite, or neither")
            }
            UnknownMark::Opposite => (&[("the opposite", Mark::Opposite)], "this or the opposite"),
            UnknownMark::Absent => (&[("no such wish", Mark::Absent)], "this at all"),
        };
        let id = &statement.id;
        let mut alternatives = vec![Alternative { words: "as written".into(), changes: Vec::new() }];
        alternatives.extend(others.iter().map(|&(words, mark)| Alternative {
            words: words.into(),
            changes: vec![Change::Mark { id: id.clone(), mark }],
        }));
        let name = &self.conflict.dm(dm).name;
        let text = format!("Whether {name} wants {what}: {}", statement.that.text(self.conflict));
        Some(Unknown { id: id.clone(), text: Some(text), alternatives, provenance: statement.provenance.clone() })
    }

    /// The range of a statement's places, checked.
    fn range(&self, at: usize, length: usize, statement: &Statement, table: &StatementTable) -> Option<Ranged> {
        let range = table.places.as_ref()?;
        let (first, last) = (range.value.0, range.value.1);
        let id = shorten(&statement.id);
        let problem = if last > length as u64 {
            format!("`{id}` is to have a place up to {last}, and the list has {length}")
        } else if !(first..=last).contains(&(at as u64 + 1)) {
            format!("`{id}` stands at place {}, which is not from {first} to {last}", at + 1)
        } else {
            let (first, last) = (first as usize - 1, last as usize - 1);
            let provenance = statement.provenance.clone();
            return Some(Ranged { id: statement.id.clone(), at, first, last, span: range.span.clone(), provenance });
        };
        self.desk.complain(
            Diagnostic::error("bad-places", range.span.clone(), problem)
                .help("give the first and the last place it may have, where it stands among them, 1 the most important: places = [2, 5]"),
        );
        None
    }

    /// The orders of statements whose ranges overlap.
    fn places(&self, dm: DmId, list: &[Statement], mut together: Vec<Ranged>) -> Option<Unknown> {
        together.sort_by_key(|own| own.at);
        let refuse = |message: String| {
            self.desk.complain(
                Diagnostic::error("too-many-orders", together[0].span.clone(), message)
                    .help("narrow their ranges, or let fewer of them overlap"),
            );
        };
        if together.len() > MAX_TOGETHER {
            refuse(format!("{} statements have ranges that overlap, and {MAX_TOGETHER} may", together.len()));
            return None;
        }
        let mut orders = Vec::new();
        // At most so many steps: each order takes as many as there are statements, and dead ends come before.
        let mut room = MAX_ORDERS * 64;
        let complete = extend(&together, &mut Vec::new(), &mut orders, &mut room);
        if !complete || orders.len() > MAX_ORDERS {
            let ids: Vec<String> = together.iter().map(|own| format!("`{}`", shorten(&own.id))).collect();
            refuse(format!("{} may stand in more than {MAX_ORDERS} orders", ids.join(", ")));
            return None;
        }
        let written: Vec<usize> = together.iter().map(|own| own.at).collect();
        orders.retain(|order| *order != written);
        if orders.is_empty() {
            return None;
        }
        let ids: Vec<&str> = together.iter().map(|own| own.id.as_str()).collect();
        let words = |order: &[usize]| match order {
            [place] => format!("at place {}", place + 1),
            order => {
                let parts: Vec<String> =
                    ids.iter().zip(order).map(|(id, place)| format!("{id} at place {}", place + 1)).collect();
                parts.join(", ")
            }
        };
        let mut alternatives = vec![Alternative { words: words(&written), changes: Vec::new() }];
        alternatives.extend(orders.iter().map(|order| {
            let mut at: Vec<(String, usize)> = ids.iter().map(|id| id.to_string()).zip(order.iter().copied()).collect();
            at.sort_by_key(|(_, place)| *place);
            Alternative { words: words(order), changes: vec![Change::Places { dm, at }] }
        }));
        let name = &self.conflict.dm(dm).name;
        let count = list.len();
        let text = match together.as_slice() {
            [own] => format!(
                "Where this stands among the {count} statements of {name}, from place {} to {}: {}",
                own.first + 1,
                own.last + 1,
                list[own.at].that.text(self.conflict)
            ),
            several => {
                let ranges: Vec<String> =
                    several.iter().map(|own| format!("{} ({} to {})", own.id, own.first + 1, own.last + 1)).collect();
                format!("Where these stand among the {count} statements of {name}: {}", ranges.join(", "))
            }
        };
        let mut provenance = together[0].provenance.clone();
        for other in &together[1..] {
            // What several rest on is not one kind of ground.
            provenance
                .cites
                .extend(other.provenance.cites.iter().filter(|claim| !together[0].provenance.cites.contains(claim)));
            provenance.basis = provenance.basis.filter(|basis| Some(*basis) == other.provenance.basis);
            provenance.because = None;
        }
        provenance.cites.sort_unstable();
        provenance.cites.dedup();
        Some(Unknown { id: format!("{}.places", ids.join(".")), text: Some(text), alternatives, provenance })
    }
}

/// Statements whose ranges hang together, each in turn. `ranged` is ascending by the first place.
///
/// Those of one component stay among its places, and so do the others that stand there: components do not touch each other.
fn components(ranged: Vec<Ranged>) -> Vec<Vec<Ranged>> {
    let mut components: Vec<Vec<Ranged>> = Vec::new();
    let mut end = 0;
    for own in ranged {
        let last = own.last;
        match components.last_mut() {
            Some(component) if own.first <= end => component.push(own),
            _ => components.push(vec![own]),
        }
        end = end.max(last);
    }
    components
}

/// All ways to give the statements from `chosen` on places of their own within their ranges. False where there was no room to find all.
fn extend(together: &[Ranged], chosen: &mut Vec<usize>, orders: &mut Vec<Vec<usize>>, room: &mut usize) -> bool {
    let Some(own) = together.get(chosen.len()) else {
        orders.push(chosen.clone());
        return orders.len() <= MAX_ORDERS;
    };
    for place in own.first..=own.last {
        let Some(left) = room.checked_sub(1) else { return false };
        *room = left;
        if !chosen.contains(&place) {
            chosen.push(place);
            let complete = extend(together, chosen, orders, room);
            chosen.pop();
            if !complete {
                return false;
            }
        }
    }
    true
}
