//! Where a place within a decoded string stands in the file.

use std::ops::Range;

/// The place in `source` of bytes `inner` of the decoded value of the TOML string at `string` (quotation marks included).
///
/// In literal strings the value stands there as it is; in basic strings escapes are longer than what they stand for, so raw text and
/// value are walked side by side.
pub(crate) fn within_string(source: &str, string: &Range<usize>, inner: Range<usize>) -> Range<usize> {
    let Some(raw) = source.get(string.clone()) else { return string.clone() };
    let marks = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    if raw.len() < 2 * marks {
        return string.clone();
    }
    let body_at = marks + if marks == 3 { line_break_length(&raw[marks..]) } else { 0 };
    let body = &raw[body_at..raw.len() - marks];
    let basic = raw.starts_with('"');
    let (mut raw_at, mut value_at) = (0, 0);
    let (mut start, mut end) = (None, None);
    loop {
        if value_at >= inner.start && start.is_none() {
            start = Some(raw_at);
        }
        if value_at >= inner.end && end.is_none() {
            end = Some(raw_at);
        }
        if raw_at >= body.len() || end.is_some() {
            break;
        }
        let (raw_length, value_length) = next_piece(&body[raw_at..], basic);
        raw_at += raw_length;
        value_at += value_length;
    }
    let base = string.start + body_at;
    let start = start.unwrap_or(body.len());
    base + start..base + end.unwrap_or(body.len()).max(start)
}

/// The lengths of the next piece of a string's body: in the file, and in the value.
fn next_piece(body: &str, basic: bool) -> (usize, usize) {
    let mut chars = body.chars();
    let first = chars.next().expect("the body goes on");
    if !basic || first != '\\' {
        return (first.len_utf8(), first.len_utf8());
    }
    match chars.next() {
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
    (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
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
    }
}
