//! Lists and inline tables taken apart: what belongs to an item, and what lies between the items.

use toml_parser::parser::EventKind;

use crate::syntax::{Key, Span, Text, ValueSpan, has_comment, keys_until, value_end};
use crate::tree::Tree;

/// A list or an inline table.
#[derive(Debug)]
pub(crate) struct Bracket {
    pub is_table: bool,
    /// With the brackets.
    pub span: Span,
    pub units: Vec<Unit>,
    /// From the end of the last unit to the closing bracket.
    pub tail: Span,
    /// For an inline table, its keys.
    pub tree: Option<Tree>,
}

/// An item of a list, or a key with its value in an inline table. Its parts follow each other without a gap, but for the comma.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Layout before it, and comments that stand by themselves. It stays where it is when the unit moves.
    pub lead: Span,
    /// Comment lines directly above it, and the blanks between them and it.
    pub above: Span,
    /// The item, or the key with its value.
    pub core: Span,
    /// Between the item and its comma.
    pub middle: Span,
    pub has_comma: bool,
    /// The comment behind it on its line, with the blanks before that.
    pub behind: Span,
    pub keys: Vec<Key>,
    pub value: ValueSpan,
}

impl Unit {
    /// The unit with its own comments.
    pub fn extent(&self) -> Span {
        self.above.start..self.behind.end
    }
}

impl Bracket {
    /// Takes a value apart. `None` for one that has no brackets.
    pub fn new(text: &Text, value: &ValueSpan) -> Option<Bracket> {
        let events = &text.events[value.events.clone()];
        let is_table = match events.first()?.kind() {
            EventKind::ArrayOpen => false,
            EventKind::InlineTableOpen => true,
            _ => return None,
        };
        let mut bracket = Bracket { is_table, span: value.span.clone(), units: Vec::new(), tail: 0..0, tree: None };
        let close = events.len() - 1;
        let mut at = 1;
        let mut end = events[0].span().end();
        loop {
            let gap = end;
            while at < close && is_gap(events[at].kind()) {
                at += 1;
            }
            if at >= close {
                bracket.tail = gap..events[close].span().start();
                break;
            }
            let start = events[at].span().start();
            let keys = match is_table {
                true => keys_until(text.text, events, &mut at, EventKind::KeyValSep)?,
                false => Vec::new(),
            };
            while at < close && is_gap(events[at].kind()) {
                at += 1;
            }
            let value_at = at;
            at = value_end(events, at)?;
            let span = events[value_at].span().start()..events[at - 1].span().end();
            let core = start..span.end;
            let events_of = value.events.start + value_at..value.events.start + at;
            let value = ValueSpan { span, events: events_of };
            // The comma may come after line ends and comments.
            let mut comma = at;
            while comma < close && is_gap(events[comma].kind()) {
                comma += 1;
            }
            let has_comma = comma < close && events[comma].kind() == EventKind::ValueSep;
            let mut middle = core.end..core.end;
            end = core.end;
            if has_comma {
                middle.end = events[comma].span().start();
                end = events[comma].span().end();
                at = comma + 1;
            }
            let behind = end..behind_end(&text.text[end..events[close].span().start()], end);
            end = behind.end;
            while at < close && events[at].span().start() < end {
                at += 1;
            }
            let above = above_start(&text.text[gap..core.start], gap)..core.start;
            bracket.units.push(Unit { lead: gap..above.start, above, core, middle, has_comma, behind, keys, value });
        }
        if is_table {
            bracket.tree = Some(Tree::of_units(bracket.units.iter().map(|unit| (&unit.keys[..], &unit.value)))?);
        }
        Some(bracket)
    }
}

fn is_gap(kind: EventKind) -> bool {
    matches!(kind, EventKind::Whitespace | EventKind::Comment | EventKind::Newline)
}

/// Where the comment ends that `rest` begins with, before any line end; `start` if it does not begin with one.
fn behind_end(rest: &str, start: usize) -> usize {
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if !rest[blanks..].starts_with('#') {
        return start;
    }
    let line = rest.find('\n').unwrap_or(rest.len());
    start + rest[..line].trim_end_matches('\r').len()
}

/// Where in `gap` the comment lines begin that stand directly above what follows it, after their indentation; the end of `gap` if
/// there are none. What stands on the first line is not above anything, but behind what came before.
fn above_start(gap: &str, start: usize) -> usize {
    let mut end = gap.len();
    let Some(mut line_end) = gap.rfind('\n') else { return start + end };
    while let Some(before) = gap[..line_end].rfind('\n') {
        let line = &gap[before + 1..line_end];
        if !has_comment(line) {
            break;
        }
        end = before + 1 + line.len() - line.trim_start_matches([' ', '\t']).len();
        line_end = before;
    }
    start + end
}
