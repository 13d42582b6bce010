//! Items of lists and keys of inline tables: put in, taken out, and put in another order, in the style of those that are there.

use crate::bracket::{Bracket, Unit};
use crate::splice::Splice;
use crate::syntax::{Span, Text, has_comment};
use crate::write::{INDENT, MAX_WIDTH};

/// Puts an item, or a key with its value, before the unit that has the number `at` now, or at the end.
///
/// `may_break` is whether the bracket stands on lines of its own, so that a list that was empty may take several; `is_long` whether
/// the item is one that stands on a line of its own.
pub(crate) fn insert(
    text: &Text, bracket: &Bracket, at: usize, core: &str, may_break: bool, is_long: bool,
) -> Vec<Splice> {
    match (bracket.units.get(at), bracket.units.last()) {
        (Some(next), _) => vec![before(text, bracket, at, next, core)],
        (None, Some(last)) => behind(text, bracket, last, core),
        (None, None) => vec![into_empty(text, bracket, core, may_break, is_long)],
    }
}

fn before(text: &Text, bracket: &Bracket, at: usize, next: &Unit, core: &str) -> Splice {
    let lead = &text.text[next.lead.clone()];
    let gap = match (line_break(text, lead), bracket.units.get(1)) {
        (Some(gap), _) => gap,
        (None, _) if at > 0 => lead.to_string(),
        (None, Some(second)) => gap_of(text, &text.text[second.lead.clone()]),
        (None, None) => " ".into(),
    };
    Splice::insert(next.above.start, format!("{core},{gap}"))
}

fn behind(text: &Text, bracket: &Bracket, last: &Unit, core: &str) -> Vec<Splice> {
    let lead = &text.text[last.lead.clone()];
    let mut gap = gap_of(text, lead);
    if bracket.units.len() == 1 && !gap.contains('\n') {
        gap = " ".into();
    }
    if !gap.contains('\n') {
        // Several to a line, but not on lines without end; and nothing comes behind a comment.
        let breaks = bracket.units.iter().rev().find_map(|unit| line_break(text, &text.text[unit.lead.clone()]));
        let width = text.column(last.behind.end) + gap.len() + core.chars().count() + 1;
        match breaks {
            Some(line) if width > MAX_WIDTH => gap = line,
            _ => {}
        }
        if !last.behind.is_empty() {
            gap = own_line(text, bracket);
        }
    }
    match last.has_comma {
        true => vec![Splice::insert(last.behind.end, format!("{gap}{core},"))],
        false => vec![Splice::insert(last.core.end, ","), Splice::insert(last.behind.end, format!("{gap}{core}"))],
    }
}

fn into_empty(text: &Text, bracket: &Bracket, core: &str, may_break: bool, is_long: bool) -> Splice {
    let inner = &text.text[bracket.tail.clone()];
    let line = own_line(text, bracket);
    if let Some(end) = inner.find('\n') {
        // Before comments that stand in it, and behind one that belongs to the bracket.
        let head = inner[..end].trim_end_matches('\r').trim_end();
        return Splice::insert(bracket.tail.start + head.len(), format!("{line}{core},"));
    }
    if bracket.is_table {
        return Splice::replace(bracket.tail.clone(), format!(" {core} "));
    }
    let width = text.column(bracket.tail.start) + 2 * inner.len() + core.chars().count() + 1;
    if may_break && (is_long || width > MAX_WIDTH) {
        let outer = line.strip_suffix(INDENT).unwrap_or(&line);
        return Splice::replace(bracket.tail.clone(), format!("{line}{core},{outer}"));
    }
    Splice::replace(bracket.tail.clone(), format!("{inner}{core}{inner}"))
}

/// Takes units out; `gone` are their numbers, in order.
pub(crate) fn remove(text: &Text, bracket: &Bracket, gone: &[usize]) -> Vec<Splice> {
    let mut splices = Vec::new();
    let mut rest = gone;
    while let Some(&first) = rest.first() {
        let length = rest.iter().enumerate().take_while(|&(place, &unit)| unit == first + place).count();
        rest = &rest[length..];
        splices.extend(remove_run(text, bracket, first, first + length - 1));
    }
    splices
}

fn remove_run(text: &Text, bracket: &Bracket, first: usize, last: usize) -> Vec<Splice> {
    let units = &bracket.units;
    let of = |span: &Span| &text.text[span.clone()];
    // Comments within the run that stand by themselves stay.
    let kept: String =
        units[first + 1..=last].iter().map(|unit| of(&unit.lead)).filter(|lead| has_comment(lead)).collect();
    let lead = of(&units[first].lead);
    let span = units[first].lead.start..units[last].behind.end;
    if let Some(next) = units.get(last + 1) {
        let next_lead = of(&next.lead);
        let lines = |lead: &str| lead.matches('\n').count();
        let gap = match (has_comment(lead) || !kept.is_empty(), has_comment(next_lead)) {
            (true, true) => format!("{lead}{kept}{next_lead}"),
            (false, true) => next_lead.to_string(),
            (true, false) => format!("{lead}{kept}"),
            (false, false) if first > 0 && lines(next_lead) > lines(lead) => next_lead.to_string(),
            (false, false) => lead.to_string(),
        };
        return vec![Splice::replace(span.start..next.lead.end, gap)];
    }
    let tail = of(&bracket.tail);
    let mut gap = String::new();
    if has_comment(lead) || !kept.is_empty() {
        gap = format!("{lead}{kept}").trim_end().to_string();
    }
    let Some(before) = first.checked_sub(1).map(|before| &units[before]) else {
        let is_empty = gap.is_empty() && !has_comment(tail);
        let inner = match is_empty {
            // Nothing is left: the brackets close again.
            true if bracket.is_table || tail.contains('\n') => String::new(),
            true => tail.to_string(),
            false if has_comment(&gap) && !begins_line(tail) => format!("{gap}{}", outer_line(text, bracket)),
            false => format!("{gap}{tail}"),
        };
        return vec![Splice::replace(span.start..bracket.tail.end, inner)];
    };
    if (!before.behind.is_empty() || has_comment(&gap)) && !begins_line(tail) {
        gap.push_str(&outer_line(text, bracket));
    }
    let mut splices = vec![Splice::replace(span, gap)];
    if !units[last].has_comma && before.has_comma {
        // The last one has no comma behind it, as the one that was last had none.
        let comma = before.middle.end;
        splices.push(Splice::remove(comma..comma + 1));
    }
    splices
}

/// Gives places to units: the place that unit `places[i]` has now gets unit `places[order[i]]`. Layout stays with the places, comments go
/// with the units.
pub(crate) fn permute(text: &Text, bracket: &Bracket, places: &[usize], order: &[usize]) -> Vec<Splice> {
    let mut splices = Vec::new();
    for (&place, &from) in places.iter().zip(order) {
        if place == places[from] {
            continue;
        }
        let (here, unit) = (&bracket.units[place], &bracket.units[places[from]]);
        let of = |span: &Span| &text.text[span.clone()];
        let mut with = String::new();
        if !unit.above.is_empty() {
            if !of(&here.lead).contains('\n') {
                with.push_str(&own_line(text, bracket));
            }
            with.push_str(of(&unit.above));
        }
        with.push_str(of(&unit.core));
        with.push_str(of(&unit.middle));
        if here.has_comma {
            with.push(',');
        }
        with.push_str(of(&unit.behind));
        let next = bracket.units.get(place + 1).map_or(&bracket.tail, |next| &next.lead);
        if !unit.behind.is_empty() && !begins_line(of(next)) {
            with.push_str(&own_line(text, bracket));
        }
        splices.push(Splice::replace(here.extent(), with));
    }
    splices
}

/// The line end and the indentation that `gap` ends with, if it has a line end.
fn line_break(text: &Text, gap: &str) -> Option<String> {
    gap.rfind('\n').map(|end| format!("{}{}", text.newline, &gap[end + 1..]))
}

/// What lies between two units in a gap like this one, without comments and empty lines.
fn gap_of(text: &Text, gap: &str) -> String {
    line_break(text, gap).unwrap_or_else(|| gap.to_string())
}

/// What begins a line for a unit of this bracket: as another unit has it, or two blanks more than the line with the bracket.
fn own_line(text: &Text, bracket: &Bracket) -> String {
    let of_units = bracket.units.iter().find_map(|unit| line_break(text, &text.text[unit.lead.clone()]));
    of_units.unwrap_or_else(|| format!("{}{INDENT}", outer_line(text, bracket)))
}

/// What begins a line for the closing bracket.
fn outer_line(text: &Text, bracket: &Bracket) -> String {
    format!("{}{}", text.newline, text.indentation(bracket.span.start))
}

fn begins_line(gap: &str) -> bool {
    let gap = gap.trim_start_matches([' ', '\t', '\r']);
    gap.starts_with('\n')
}
