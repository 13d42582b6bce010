//! Lines and sections of a file: they are taken out and change places together with their comments.

use std::ops::RangeInclusive;

use crate::splice::Splice;
use crate::syntax::{Span, Text, has_comment};
use crate::tree::{Piece, PieceOf};

/// Lines, or sections, that follow each other and belong to one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    Lines(RangeInclusive<usize>),
    Sections(RangeInclusive<usize>),
}

impl Run {
    /// With the comments that belong to it.
    pub fn extent(&self, text: &Text) -> Span {
        match self {
            Run::Lines(lines) => text.lines[*lines.start()].extent.start..text.lines[*lines.end()].extent.end,
            Run::Sections(sections) => {
                text.sections[*sections.start()].extent.start..text.sections[*sections.end()].extent.end
            }
        }
    }
}

/// Joins pieces that follow each other.
pub(crate) fn runs(pieces: &[Piece]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in pieces {
        match (runs.last_mut(), piece.of) {
            (Some(Run::Lines(run)), PieceOf::Line(line)) if run.end() + 1 == line => *run = *run.start()..=line,
            (Some(Run::Sections(run)), PieceOf::Section(section)) if run.end() + 1 == section => {
                *run = *run.start()..=section;
            }
            (_, PieceOf::Line(line)) => runs.push(Run::Lines(line..=line)),
            (_, PieceOf::Section(section)) => runs.push(Run::Sections(section..=section)),
            (_, PieceOf::Unit(_)) => {}
        }
    }
    runs
}

/// Takes pieces out.
pub(crate) fn remove(text: &Text, pieces: &[Piece]) -> Vec<Splice> {
    let mut spans: Vec<Span> = Vec::new();
    for run in runs(pieces) {
        let span = match &run {
            Run::Lines(lines) => remove_lines(text, lines),
            Run::Sections(sections) => remove_sections(text, sections),
        };
        // Lines at the end of a section and sections below it share the empty lines between them.
        match spans.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => spans.push(span),
        }
    }
    spans.into_iter().map(Splice::remove).collect()
}

/// Lines of one key are lines of one section: TOML lets no other section add to them.
fn remove_lines(text: &Text, lines: &RangeInclusive<usize>) -> Span {
    let (first, last) = (*lines.start(), *lines.end());
    let run = text.lines[first].extent.start..text.lines[last].extent.end;
    let place = text.sections.partition_point(|section| section.lines.start <= first) - 1;
    let section = &text.sections[place];
    let is_first = first == section.lines.start;
    let before = match is_first {
        true => section.header.as_ref().map_or(0, |header| header.end),
        false => text.lines[first - 1].extent.end,
    };
    let lead = &text.text[before..run.start];
    if last + 1 == section.lines.end {
        let ends_blank = blank_start(&text.text[..run.start]) < run.start;
        return match has_comment(lead) {
            // A comment that stands by itself stays, with one empty line after it.
            true if ends_blank && starts_blank(&text.text[run.end..]) => blank_start(&text.text[..run.start])..run.end,
            true => run,
            // At the top of a file there is nothing that an empty line would be between.
            false if before == 0 => before..blank_end(text.text, run.end),
            false => before..run.end,
        };
    }
    let after = text.lines[last + 1].extent.start;
    let next_lead = &text.text[run.end..after];
    match (has_comment(lead), has_comment(next_lead)) {
        (true, true) if blank_start(&text.text[..run.start]) < run.start => run.start..blank_end(text.text, run.end),
        (true, true) => run,
        (true, false) => run.start..after,
        (false, true) => before..run.end,
        // Of two gaps the wider stays, but nothing is left empty below a header.
        (false, false) if is_first || next_lead.len() < lead.len() => run.start..after,
        (false, false) => before..run.end,
    }
}

fn remove_sections(text: &Text, sections: &RangeInclusive<usize>) -> Span {
    let (first, last) = (*sections.start(), *sections.end());
    let run = text.sections[first].extent.start..text.sections[last].extent.end;
    // The top of the file is no piece, so there is a section before.
    let before = first.checked_sub(1).map_or(0, |before| text.sections[before].extent.end);
    let after = text.sections.get(last + 1).map_or(text.text.len(), |next| next.extent.start);
    let lead = &text.text[before..run.start];
    let next_lead = &text.text[run.end..after];
    match (has_comment(lead), has_comment(next_lead)) {
        (false, _) if before == 0 => before..blank_end(text.text, run.end),
        (false, _) => before..run.end,
        (true, true) => run.start..blank_end(text.text, run.end),
        // At the end of the file nothing is left empty.
        (true, false) if after == text.text.len() => blank_start(&text.text[..run.start])..run.end,
        (true, false) => run.start..after,
    }
}

/// Gives the places of runs to runs: place number i gets the run with the number `order[i]`. What lies between the places stays.
pub(crate) fn permute(text: &Text, runs: &[Run], order: &[usize]) -> Vec<Splice> {
    let changed = runs.iter().zip(order).enumerate().filter(|&(place, (_, &from))| place != from);
    changed.map(|(_, (run, &from))| Splice::replace(run.extent(text), &text.text[runs[from].extent(text)])).collect()
}

/// Where the empty lines begin that `text` ends with; it ends with the end of a line.
fn blank_start(text: &str) -> usize {
    let solid = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    text[solid..].find('\n').map_or(text.len(), |end| if solid == 0 { 0 } else { solid + end + 1 })
}

/// Where the empty lines end that begin at `at`, which is the beginning of a line.
fn blank_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    rest[..blank].rfind('\n').map_or(at, |end| at + end + 1)
}

fn starts_blank(rest: &str) -> bool {
    rest.is_empty() || blank_end(rest, 0) > 0
}
