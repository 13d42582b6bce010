//! A text taken apart: which bytes of it are headers, keys, values, comments and empty lines. Nothing is lost, so that an edit can
//! replace some bytes and leave all others as they are.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// A part of the text, in bytes.
pub(crate) type Span = Range<usize>;

/// One key where it stands, such as each of the two in `options.talk`.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub span: Span,
    pub name: String,
}

/// A value where it stands.
#[derive(Clone, Debug)]
pub(crate) struct ValueSpan {
    pub span: Span,
    /// What it is made of: a part of [`Text::events`].
    pub events: Span,
}

/// `key = value` on lines of its own.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// With the comment lines directly above it, the comment behind it and the line's end.
    pub extent: Span,
    /// The first byte of the line with the key, before its indentation.
    pub start: usize,
    pub keys: Vec<Key>,
    pub value: ValueSpan,
}

/// `[header]` or `[[header]]`.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub keys: Vec<Key>,
    pub is_item: bool,
    /// The end of its line, with the line's end.
    pub end: usize,
}

/// A header and the lines below it; the first has no header and is the top of the file.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub header: Option<Header>,
    /// Its lines: a part of [`Text::lines`].
    pub lines: Span,
    /// With the comment lines directly above the header, to the end of the last line that belongs to it. Empty lines and comments that
    /// stand by themselves after that belong to nobody.
    pub extent: Span,
}

/// A text taken apart.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    pub text: &'t str,
    /// How lines end.
    pub newline: &'static str,
    pub events: Vec<Event>,
    pub lines: Vec<Line>,
    pub sections: Vec<Section>,
}

impl<'t> Text<'t> {
    /// Takes a text apart that is valid TOML and ends with the end of a line, if there is anything in it.
    ///
    /// `None` if it is not so.
    pub fn new(text: &'t str) -> Option<Self> {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let (mut events, mut error) = (Vec::with_capacity(tokens.len()), None);
        parse_document(&tokens, &mut events, &mut error);
        drop(tokens);
        let first_end = text.find('\n').unwrap_or(0);
        let newline = if text[..first_end].ends_with('\r') { "\r\n" } else { "\n" };
        let mut scan = Scan { text, events: &events, at: 0, line_start: 0, comments: None };
        let (lines, sections) = if error.is_none() { scan.document()? } else { return None };
        Some(Text { text, newline, events, lines, sections })
    }

    /// How many characters stand before `at` on its line.
    pub fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// Where the line begins that `at` is on.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |before| before + 1)
    }

    /// The blanks at the beginning of the line that `at` is on.
    pub fn indentation(&self, at: usize) -> &'t str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }
}

/// The name that a key stands for.
fn name_of(text: &str, event: &Event) -> String {
    let mut name = String::new();
    if let Some(raw) = Source::new(text).get(event) {
        raw.decode_key(&mut name, &mut ());
    }
    name
}

/// Where the value ends that begins with the event number `at`: the number after its last event.
pub(crate) fn value_end(events: &[Event], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (place, event) in events.iter().enumerate().skip(at) {
        match event.kind() {
            EventKind::ArrayOpen | EventKind::InlineTableOpen => depth += 1,
            EventKind::ArrayClose | EventKind::InlineTableClose => depth = depth.checked_sub(1)?,
            EventKind::Scalar => {}
            _ if depth > 0 => {}
            _ => return None,
        }
        if depth == 0 {
            return Some(place + 1);
        }
    }
    None
}

/// Reads keys up to the event of a kind, and gives the keys; stands after that event then.
pub(crate) fn keys_until(text: &str, events: &[Event], at: &mut usize, last: EventKind) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    loop {
        let event = events.get(*at)?;
        *at += 1;
        match event.kind() {
            EventKind::SimpleKey => {
                let span = event.span().start()..event.span().end();
                keys.push(Key { span, name: name_of(text, event) });
            }
            kind if kind == last => return Some(keys),
            EventKind::Whitespace | EventKind::KeySep | EventKind::Comment | EventKind::Newline => {}
            _ => return None,
        }
    }
}

struct Scan<'s> {
    text: &'s str,
    events: &'s [Event],
    at: usize,
    /// Where the line begins that `at` is on.
    line_start: usize,
    /// Where the comment lines begin that stand directly above this line.
    comments: Option<usize>,
}

impl Scan<'_> {
    fn document(&mut self) -> Option<(Vec<Line>, Vec<Section>)> {
        let mut lines: Vec<Line> = Vec::new();
        let mut sections = vec![Section { header: None, lines: 0..0, extent: 0..0 }];
        // The last section goes to here; `joined` while no empty line came since.
        let (mut end, mut joined) = (0, false);
        let mut is_blank = true;
        while let Some(event) = self.events.get(self.at) {
            match event.kind() {
                EventKind::Whitespace => self.at += 1,
                EventKind::Comment => {
                    self.comments.get_or_insert(self.line_start);
                    is_blank = false;
                    self.at += 1;
                }
                EventKind::Newline => {
                    self.at += 1;
                    self.line_start = event.span().end();
                    if is_blank {
                        self.comments = None;
                        joined = false;
                    } else if joined {
                        end = self.line_start;
                    }
                    is_blank = true;
                }
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    let is_item = event.kind() == EventKind::ArrayTableOpen;
                    let close = if is_item { EventKind::ArrayTableClose } else { EventKind::StdTableClose };
                    self.at += 1;
                    let keys = keys_until(self.text, self.events, &mut self.at, close)?;
                    let start = self.comments.unwrap_or(self.line_start);
                    let before = sections.last_mut()?;
                    before.lines.end = lines.len();
                    before.extent.end = end.min(start);
                    self.rest_of_line()?;
                    let header = Header { keys, is_item, end: self.line_start };
                    let lines = lines.len()..lines.len();
                    sections.push(Section { header: Some(header), lines, extent: start..self.line_start });
                    (end, joined) = (self.line_start, true);
                }
                EventKind::SimpleKey => {
                    let start = self.line_start;
                    let keys = keys_until(self.text, self.events, &mut self.at, EventKind::KeyValSep)?;
                    while self.events.get(self.at)?.kind() == EventKind::Whitespace {
                        self.at += 1;
                    }
                    let value_at = self.at;
                    self.at = value_end(self.events, value_at)?;
                    let (first, last) = (self.events[value_at].span(), self.events[self.at - 1].span());
                    let value = ValueSpan { span: first.start()..last.end(), events: value_at..self.at };
                    let extent_start = self.comments.unwrap_or(start);
                    self.rest_of_line()?;
                    lines.push(Line { extent: extent_start..self.line_start, start, keys, value });
                    (end, joined) = (self.line_start, true);
                }
                _ => return None,
            }
        }
        let last = sections.last_mut()?;
        last.lines.end = lines.len();
        last.extent.end = end;
        Some((lines, sections))
    }

    /// Goes to the next line; what is left of this one is blanks and a comment.
    fn rest_of_line(&mut self) -> Option<()> {
        self.comments = None;
        loop {
            let event = self.events.get(self.at)?;
            self.at += 1;
            match event.kind() {
                EventKind::Whitespace | EventKind::Comment => {}
                EventKind::Newline => {
                    self.line_start = event.span().end();
                    return Some(());
                }
                _ => return None,
            }
        }
    }
}

/// Whether there is a comment in `text`, which is made of blanks, line ends and comments.
pub(crate) fn has_comment(text: &str) -> bool {
    text.contains('#')
}
