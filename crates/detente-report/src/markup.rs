//! Text as it stands in HTML and SVG.

use std::fmt::Write as _;

/// Takes the special meaning from characters, for text and for attributes in double quotes.
///
/// Marks that set the direction of writing are kept as references, so that they can be seen in the source; those that would also turn what follows are shown
/// by their names instead, as are control characters.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            '\u{200E}' | '\u{200F}' | '\u{061C}' => {
                let _ = write!(out, "&#x{:04X};", u32::from(c));
            }
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_markup() {
        assert_eq!(escape("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assert_eq!(escape("a\u{202E}b\u{200F}c\u{0}"), "a[U+202E]b&#x200F;c\u{FFFD}");
    }
}
