//! What the TOML parser complains of, in words for people who have never heard of TOML.

use std::ops::Range;

use super::table::{Desk, shorten};
use crate::Diagnostic;

/// So many complaints about the syntax are worth reading; each is on a line of its own.
const MAX_COMPLAINTS: usize = 20;

/// Complains of what the parser found. A break in the syntax makes it complain of what follows, too: the first complaint on a line
/// is the one to mend, and nothing after a bracket that is not closed can be relied on.
pub(crate) fn complain_of_syntax(desk: &Desk, errors: &[toml::de::Error]) {
    let text = desk.source;
    if !errors.is_empty() && text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        desk.complain(
            Diagnostic::error("syntax", 0..0, "this is JSON, not TOML")
                .help("a conflict file is TOML: see docs/file-format.md"),
        );
        return;
    }
    let mut found: Vec<Found> = errors
        .iter()
        .map(|error| {
            let span = whole_characters(text, error.span().unwrap_or(0..0));
            Found { span, line: 1, message: error.message() }
        })
        .collect();
    found.sort_by_key(|found| found.span.start);
    let (mut line, mut counted) = (1, 0);
    for found in &mut found {
        line += text.as_bytes()[counted..found.span.start].iter().filter(|&&byte| byte == b'\n').count();
        counted = found.span.start;
        found.line = line;
    }
    let open = open_bracket(text, &found);
    let (mut last_line, mut complaints, mut in_second_table) = (0, 0, false);
    for found in found {
        if let Some((what, mark, _)) = open.filter(|(_, _, line)| found.line >= *line) {
            let message = format!("a {what} that begins before this has no `{mark}` at its end");
            let help = format!("put `{mark}` after its last item");
            desk.complain(Diagnostic::error("syntax", next_word(text, found.span), message).help(help));
            return;
        }
        if found.line == last_line || complaints == MAX_COMPLAINTS {
            continue;
        }
        last_line = found.line;
        // All keys of a table that is there twice may be there twice.
        let is_header = line_of(text, found.span.start).trim_start().starts_with('[');
        let is_duplicate = found.message.starts_with("duplicate key");
        if in_second_table && is_duplicate && !is_header {
            continue;
        }
        in_second_table = is_duplicate && is_header || in_second_table && !is_header;
        complaints += 1;
        let (span, message, help) = explain(text, found.span, found.message);
        desk.complain(Diagnostic::error("syntax", span, message).help(help));
    }
}

/// A complaint of the parser.
struct Found<'e> {
    span: Range<usize>,
    line: usize,
    message: &'e str,
}

/// What kind of bracket is not closed, what would close it, and the line on which that shows: every complaint from there on comes
/// of it.
fn open_bracket(text: &str, found: &[Found]) -> Option<(&'static str, &'static str, usize)> {
    let any = |beginning: &str| found.iter().any(|found| found.message.starts_with(beginning));
    let kinds = [
        // A key within a list tells as well, for another list may close the one that is open.
        ("list", "]", any("unclosed array,") || any("unexpected `=` in array"), "array"),
        ("table", "}", any("unclosed inline table"), "key-value pairs"),
        ("table", "}", any("unclosed inline table"), "inline table"),
    ];
    kinds
        .into_iter()
        .filter(|(_, _, is_open, _)| *is_open)
        .filter_map(|(what, mark, _, word)| {
            let tells = |found: &&Found| {
                let is_header = what == "list" && line_of(text, found.span.start).trim_start().starts_with('[');
                found.message.contains(word) && !found.message.contains("array table") || is_header
            };
            found.iter().find(tells).map(|found| (what, mark, found.line))
        })
        .min_by_key(|(_, _, line)| *line)
}

/// The place, the complaint and the remedy.
fn explain(text: &str, span: Range<usize>, message: &str) -> (Range<usize>, String, String) {
    let word = shorten(&text[span.clone()]);
    let line = line_of(text, span.start);
    let begins = |beginning: &str| message.starts_with(beginning);
    // Of a line that ends with two characters, the parser finds the first within the text.
    let is_cut =
        (begins("invalid basic string") || begins("invalid literal string")) && text[span.start..].starts_with('\r');
    let (message, help) = if begins("string values must be quoted") && word.is_empty() {
        ("there is no value after `=`".to_string(), "write one, such as a text in quotation marks: \"…\"".to_string())
    } else if begins("string values must be quoted") && word.starts_with(['“', '”', '„', '«', '»', '‘', '’'])
    {
        ("these quotation marks are for print".into(), "use the straight ones of the keyboard: \"…\"".into())
    } else if begins("string values must be quoted") && word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        (format!("`{word}` is neither a number nor a text"), format!("put texts in quotation marks: \"{word}\""))
    } else if begins("string values must be quoted") {
        (format!("`{word}` has no quotation marks"), format!("put texts in quotation marks: \"{word}\""))
    } else if begins("invalid boolean") || begins("invalid float") || begins("invalid integer") {
        let help = format!("put texts in quotation marks: \"{word}\"; write `true`, `false` and numbers plainly");
        (format!("`{word}` is no value"), help)
    } else if begins("invalid multi-line") && span.start >= text.len() {
        let marks = if message.contains("literal") { "'''" } else { "\"\"\"" };
        let start = text.rfind(marks).unwrap_or(span.start);
        let message = format!("the text that begins with {marks} here, or one before it, has no end");
        return (start..text.len().min(start + 3), message, format!("put {marks} after its last line"));
    } else if begins("invalid basic string, expected `\"`") || begins("invalid literal string, expected `'`") || is_cut
    {
        let mark = if message.contains("literal") { "'" } else { "\"" };
        let help = format!("put `{mark}` at its end, on the same line; a text of several lines stands between three");
        (format!("the text has no closing quotation mark, `{mark}`"), help)
    } else if begins("invalid") && (message.contains("characters") || begins("invalid comment character")) {
        ("there is a character here that cannot be seen".into(), "leave it out, or copy the line anew".into())
    } else if begins("duplicate key") || begins("cannot extend") {
        let help = "everything of one name goes into one place: join the two, or give the second another name";
        (format!("`{word}` is here a second time"), help.into())
    } else if begins("missing escaped value") || begins("too few unicode") || begins("invalid value") {
        let help = "write \\\\ for a backslash, or put the text in single quotation marks: '…'";
        ("the backslash begins no special character".into(), help.into())
    } else if begins("extra comma") {
        ("there is a comma too many".into(), "leave it out".into())
    } else if message.contains("array elements") {
        ("a comma is missing between two items of a list".into(), "put a comma between the items".into())
    } else if message.contains("key-value pairs") || begins("missing key for inline") {
        ("a comma is missing between two keys in { }".into(), "write { key = value, key = value }".into())
    } else if (begins("key with no value") || begins("missing value for key")) && line.contains(':') || word == ":" {
        ("`=` should stand here".into(), "write key = value, with `=` and not `:`".into())
    } else if begins("key with no value") || begins("missing value for key") {
        let help = "a line is key = value, or a header in square brackets; a remark begins with `#`";
        ("`=` should stand here".into(), help.into())
    } else if begins("unquoted keys cannot be empty") {
        ("a name is missing here".into(), "write key = value, or a header such as [states]".into())
    } else if begins("invalid unquoted key") {
        let help = "names of letters other than a to z, digits and `_` stand in quotation marks here: \"…\"";
        (format!("`{word}` cannot stand in a name"), help.into())
    } else if begins("unclosed table") {
        ("the header has no `]` at its end".into(), "write it as [name]".into())
    } else if begins("unclosed array table") {
        ("the header has no `]]` at its end".into(), "write it as [[name]], with two brackets on each side".into())
    } else if begins("unexpected key or value") && line.contains('\'') {
        let help = "a text in single quotation marks ends at the next `'`: if there is one in it, use double ones";
        ("the value has ended, and something follows".into(), help.into())
    } else if begins("unexpected key or value") {
        let help =
            "begin a new line for the next key; within a text in quotation marks, write \\\" for a quotation mark";
        ("the value has ended, and something follows".into(), help.into())
    } else if begins("missing table open") || begins("missing array opening") || begins("missing inline table open") {
        ("this bracket closes nothing".into(), "leave it out, or add the one that opens".into())
    } else if begins("cannot recurse") || begins("recursion limit") {
        ("brackets are nested too deep".into(), "a conflict file needs no more than three within each other".into())
    } else if begins("carriage return") {
        ("a line ends in an unusual way".into(), "save the file with the usual line ends".into())
    } else if begins("invalid date") || begins("invalid time") || begins("invalid datetime") {
        (format!("`{word}` is not a date"), format!("put it in quotation marks: \"{word}\""))
    } else if begins("unexpected leading zero") || begins("`_` may only") || message.contains("numeric sign") {
        ("this is not a number".into(), "write numbers plainly, such as 354 or -3".into())
    } else {
        let line = message.lines().next().unwrap_or_default().trim();
        let help = "texts stand in quotation marks, lists in [ ], inline tables in { }; each key has one line";
        (format!("this is not TOML: {line}"), help.into())
    };
    (span, message, help)
}

/// `span`, widened to whole characters within `text`.
fn whole_characters(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end.max(start))
}

/// The first word at or after `span`, so that a complaint stands where somebody reads on.
fn next_word(text: &str, span: Range<usize>) -> Range<usize> {
    let rest = &text[span.start..];
    let Some(start) = rest.find(|c: char| !c.is_whitespace()) else { return span };
    let length = rest[start..].find(char::is_whitespace).unwrap_or(rest.len() - start);
    span.start + start..span.start + start + length
}

fn line_of(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    &text[start..end]
}
