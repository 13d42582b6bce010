//! Where a place within a decoded string stands in the file.

use std::ops::Range;

/// The place in `source` of bytes `inner` of the decoded value of the TOML string at `string` (quotation marks included).
///
/// In literal strings the value stands there as it is; in basic strings escapes are longer than what they stand for, so raw text and
/// value are walked side by side, an escape or a stretch without escapes at a time.
pub(crate) fn within_string(source: &str, string: &Range<usize>, inner: Range<usize>) -> Range<usize> {
    let Some(raw) = source.get(string.clone()) else { return string.clone() };
    let marks = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    if raw.len() < 2 * marks {
        return string.clone();
    }
    let body_at = marks + if marks == 3 { line_break_length(&raw[marks..]) } else { 0 };
    let Some(body) = raw.get(body_at..raw.len() - marks) else { return string.clone() };
    let basic = raw.starts_with('"');
    let base = string.start + body_at;
    let start = place_of(body, basic, inner.start);
    let end = if inner.is_empty() { start } else { end_of(body, basic, inner.end) };
    base + start..base + end.max(start)
}

/// Where the piece that holds byte `at` of the value begins in a string's body.
fn place_of(body: &str, basic: bool, at: usize) -> usize {
    let (mut raw_at, mut value_at) = (0, 0);
    while raw_at < body.len() {
        let (raw_length, value_length) = next_piece(&body[raw_at..], basic, at - value_at);
        // Pieces that stand for nothing are passed over: what is looked for comes after them.
        if value_at + value_length > at {
            break;
        }
        raw_at += raw_length;
        value_at += value_length;
    }
    raw_at
}

/// Where the piece that holds the byte of the value before `at` ends.
fn end_of(body: &str, basic: bool, at: usize) -> usize {
    let (mut raw_at, mut value_at) = (0, 0);
    while raw_at < body.len() && value_at < at {
        let (raw_length, value_length) = next_piece(&body[raw_at..], basic, at - value_at);
        raw_at += raw_length;
        value_at += value_length;
    }
    raw_at
}

/// The lengths of the next piece of a string's body: in the file, and in the value. A piece is an escape, or
/// at most `wanted` bytes of text without escapes, but a whole character at least.
fn next_piece(body: &str, basic: bool, wanted: usize) -> (usize, usize) {
    if !basic || !body.starts_with('\\') {
        let plain = if basic { body.find('\\').unwrap_or(body.len()) } else { body.len() };
        let first = body.chars().next().map_or(0, char::len_utf8);
        let length = body.floor_char_boundary(wanted.min(plain)).max(first);
        return (length, length);
    }
    match body[1..].chars().next() {
        Some('u') => escaped(body, 4),
        Some('U') => escaped(body, 8),
        Some('x') => escaped(body, 2),
        // A backslash at the end of a line takes the line break and all white space after it away.
        Some(c) if c.is_whitespace() => {
            let rest = &body[1..];
            (1 + rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()), 0)
        }
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 1),
    }
}

fn escaped(body: &str, digits: usize) -> (usize, usize) {
    let code = body.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    ((2 + digits).min(body.len()), code.and_then(char::from_u32).map_or(1, char::len_utf8))
}

fn line_break_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with('\n')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds `word` in the decoded value of a string and says what stands at the mapped place.
    fn mapped<'s>(source: &'s str, value: &str, word: &str) -> &'s str {
        let start = value.find(word).expect("the word is in the value");
        &source[within_string(source, &(0..source.len()), start..start + word.len())]
    }

    #[test]
    fn a_literal_string_maps_by_a_constant_shift() {
        assert_eq!(mapped("'not acept'", "not acept", "acept"), "acept");
        assert_eq!(mapped("'''\nnot acept'''", "not acept", "acept"), "acept");
    }

    #[test]
    fn escapes_and_wide_characters_do_not_shift_what_follows() {
        assert_eq!(mapped(r#""a\tb acept""#, "a\tb acept", "acept"), "acept");
        assert_eq!(mapped(r#""\u00e9 or acept""#, "é or acept", "acept"), "acept");
        assert_eq!(mapped("\"é or acept\"", "é or acept", "acept"), "acept");
        assert_eq!(mapped("\"\"\"a and \\\n    acept\"\"\"", "a and acept", "acept"), "acept");
    }

    #[test]
    fn a_place_at_the_end_of_the_value_is_the_end_of_the_string() {
        assert_eq!(within_string("'ab'", &(0..4), 2..2), 3..3);
        assert_eq!(within_string("'ab'", &(0..4), 7..9), 3..3);
        assert_eq!(within_string(r#""a\tb""#, &(0..6), 3..3), 5..5);
    }
}
