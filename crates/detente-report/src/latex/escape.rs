//! Text as it stands in LaTeX.

use std::fmt::Write as _;

/// A word that is longer than this may be broken behind signs: addresses and the like.
const LONG_WORD: usize = 24;

/// Running text: escaped, and what stands between backquotes set as a command.
pub(super) fn running(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return words(text);
    }
    let set = |(place, part): (usize, &&str)| match place % 2 {
        1 => format!("\\name{{{}}}", breakable(part)),
        _ => words(part),
    };
    parts.iter().enumerate().map(set).collect()
}

fn words(text: &str) -> String {
    let word = |word: &str| if word.chars().count() > LONG_WORD { breakable(word) } else { escape(word) };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

/// A name, which may be broken behind a dot or a low line; one that is longer than a line could be, such as a digest, anywhere.
pub(super) fn breakable(text: &str) -> String {
    let anywhere = text.split_whitespace().any(|word| word.chars().count() > 40);
    let mut out = String::new();
    for c in text.chars() {
        out.push_str(&escape(&c.to_string()));
        if anywhere || matches!(c, '.' | '_' | '/' | ',' | '-' | '(' | ')' | ':') {
            out.push_str("\\allowbreak{}");
        }
    }
    out
}

/// Takes the special meaning from characters. What has a command is set by it; what pdfLaTeX does not know is given with its number.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if let Some((_, command)) = COMMANDS.iter().find(|(known, _)| *known == c) {
            out.push_str(command);
            continue;
        }
        match c {
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            // Marks that set the direction of writing would also turn what follows.
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            '₀'..='₉' => {
                let _ = write!(out, "$_{{{}}}$", u32::from(c) - u32::from('₀'));
            }
            c if c.is_ascii() || is_known(c) => out.push(c),
            c => {
                let _ = write!(out, "\\glyph{{{:04X}}}{{{c}}}", u32::from(c));
            }
        }
    }
    out
}

/// Letters that pdfLaTeX has in its T1 fonts.
fn is_known(c: char) -> bool {
    let in_latin = matches!(c, '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{17E}' | '\u{218}'..='\u{21B}' | '€');
    in_latin
        && !matches!(
            c,
            '\u{B8}'
                | '\u{126}'
                | '\u{127}'
                | '\u{138}'
                | '\u{13F}'
                | '\u{140}'
                | '\u{149}'
                | '\u{166}'
                | '\u{167}'
                | '\u{17F}'
        )
}

/// What is set by a command.
const COMMANDS: [(char, &str); 74] = [
    ('\\', "\\textbackslash{}"),
    ('~', "\\textasciitilde{}"),
    ('^', "\\textasciicircum{}"),
    ('<', "\\textless{}"),
    ('>', "\\textgreater{}"),
    ('|', "\\textbar{}"),
    ('"', "\\textquotedbl{}"),
    ('\'', "\\textquotesingle{}"),
    ('`', "\\textasciigrave{}"),
    ('“', "\\textquotedblleft{}"),
    ('”', "\\textquotedblright{}"),
    ('„', "\\quotedblbase{}"),
    ('‘', "\\textquoteleft{}"),
    ('’', "\\textquoteright{}"),
    ('‚', "\\quotesinglbase{}"),
    ('‹', "\\guilsinglleft{}"),
    ('›', "\\guilsinglright{}"),
    ('–', "\\textendash{}"),
    ('—', "\\textemdash{}"),
    ('‐', "-"),
    ('‑', "-"),
    ('…', "\\ldots{}"),
    ('•', "\\textbullet{}"),
    ('†', "\\dag{}"),
    ('‡', "\\ddag{}"),
    ('‰', "\\textperthousand{}"),
    ('№', "\\textnumero{}"),
    ('™', "\\texttrademark{}"),
    ('\n', " "),
    ('\t', " "),
    ('\u{A0}', "~"),
    ('\u{2009}', "\\,"),
    ('\u{202F}', "\\,"),
    ('\u{AD}', "\\-"),
    ('\u{200B}', "\\allowbreak{}"),
    ('\u{FEFF}', ""),
    ('−', "$-$"),
    ('·', "$\\cdot$"),
    ('●', "$\\bullet$"),
    ('○', "$\\circ$"),
    ('◐', "$\\odot$"),
    ('✓', "$\\checkmark$"),
    ('✗', "$\\times$"),
    ('→', "$\\rightarrow$"),
    ('←', "$\\leftarrow$"),
    ('↔', "$\\leftrightarrow$"),
    ('⇒', "$\\Rightarrow$"),
    ('⇔', "$\\Leftrightarrow$"),
    ('∀', "$\\forall$"),
    ('∃', "$\\exists$"),
    ('∈', "$\\in$"),
    ('∉', "$\\notin$"),
    ('∅', "$\\emptyset$"),
    ('∪', "$\\cup$"),
    ('∩', "$\\cap$"),
    ('⊂', "$\\subset$"),
    ('⊆', "$\\subseteq$"),
    ('∧', "$\\wedge$"),
    ('∨', "$\\vee$"),
    ('≤', "$\\le$"),
    ('≥', "$\\ge$"),
    ('≠', "$\\ne$"),
    ('≈', "$\\approx$"),
    ('≡', "$\\equiv$"),
    ('∼', "$\\sim$"),
    ('≻', "$\\succ$"),
    ('≺', "$\\prec$"),
    ('≽', "$\\succeq$"),
    ('≼', "$\\preceq$"),
    ('∞', "$\\infty$"),
    ('′', "$'$"),
    ('⁺', "$^{+}$"),
    ('⁻', "$^{-}$"),
    ('Ω', "$\\Omega$"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_a_command() {
        assert_eq!(escape(r"50% of $x_1 & \end{document}"), r"50\% of \$x\_1 \& \textbackslash{}end\{document\}");
        assert_eq!(escape("a^b~c #1\u{202E}"), r"a\textasciicircum{}b\textasciitilde{}c \#1");
    }

    #[test]
    fn letters_that_pdflatex_does_not_know_are_given_with_their_numbers() {
        assert_eq!(escape("Žižek, São, Łódź"), "Žižek, São, Łódź");
        assert_eq!(escape("张 б"), r"\glyph{5F20}{张} \glyph{0431}{б}");
    }

    #[test]
    fn commands_between_backquotes_and_names_may_be_broken() {
        assert_eq!(running("use `a_b` now"), r"use \name{a\_\allowbreak{}b} now");
        assert_eq!(running("a ` alone"), r"a \textasciigrave{} alone");
    }
}
