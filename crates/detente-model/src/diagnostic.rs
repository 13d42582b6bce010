//! What is wrong with a file: where, what, and what to do about it.

use std::ops::Range;

/// A complaint about a file, as data. Programs decide how to show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A short stable name of the kind of complaint, such as `unknown-name`.
    pub code: &'static str,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where: bytes of the file. Empty at 0 where the whole file is meant.
    pub span: Range<usize>,
    /// A few words beneath the underlined place; may be empty.
    pub label: String,
    /// Other places that matter, with a few words each.
    pub related: Vec<(Range<usize>, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// How bad a complaint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but somebody should look at this.
    Warning,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// The same, with words beneath the underlined place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same, with another place that matters.
    pub fn related(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// The same, with what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The line and column of the complaint in `text`, both counted from 1, the column in characters.
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let before = &text.as_bytes()[..self.span.start.min(text.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let on_line = String::from_utf8_lossy(&before[line_start..]);
        // Some editors begin UTF-8 files with a byte order mark, which nobody sees.
        let seen = if line_start == 0 { on_line.trim_start_matches('\u{feff}') } else { &on_line };
        (line, seen.chars().count() + 1)
    }
}

/// A name longer than this is not a slip of anything.
const MAX_MEANT_LENGTH: usize = 80;
/// Among more candidates than this the search would take longer than it helps.
const MAX_CANDIDATES: usize = 5000;

/// The one of `candidates`, names that people have made up, that somebody who wrote `name` may have meant.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // K15 is not a slip of K16: names that are told apart by their numbers are different names.
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let differs_in_number = |candidate: &str| {
        let (own, other) = (stem(name), stem(candidate));
        name[..own] == candidate[..other] && own < name.len() && other < candidate.len()
    };
    closest(name, candidates.into_iter().take(MAX_CANDIDATES).filter(|candidate| !differs_in_number(candidate)))
}

/// The one of `candidates` that differs least from `name`, if it may be a slip of the pen.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().take(MAX_MEANT_LENGTH + 1).count();
    if length > MAX_MEANT_LENGTH {
        return None;
    }
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let candidate_length = candidate.chars().count();
            // Of one or two letters, one wrong letter leaves too little.
            let allowed = match length.max(candidate_length) {
                0..=2 => 0,
                3..=5 => 1,
                longest => longest / 3,
            };
            if length.abs_diff(candidate_length) > allowed {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "`a`, `b` and `c`", cut after `most` names.
pub(crate) fn listed<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| format!("`{}`", shorten(name.as_ref()))).collect();
    match (names.len() > most, shown.as_slice()) {
        (true, shown) => format!("{} and {} more", shown.join(", "), names.len() - most),
        (false, []) => "none".into(),
        (false, [one]) => one.clone(),
        (false, [first @ .., last]) => format!("{} and {last}", first.join(", ")),
    }
}

/// `text`, cut where it is too long to be shown in a sentence.
pub(crate) fn shorten(text: &str) -> String {
    let mut shown: String = text.chars().take(40).map(|c| if c.is_control() { '�' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_name_that_was_meant() {
        assert_eq!(did_you_mean("tlak", ["ban", "talk"]), Some("talk"));
        assert_eq!(did_you_mean("Talk", ["talk"]), Some("talk"));
        assert_eq!(did_you_mean("decision_maker", ["decision_makers", "description"]), Some("decision_makers"));
    }

    #[test]
    fn short_and_numbered_names_are_not_slips_of_each_other() {
        assert_eq!(did_you_mean("a", ["b"]), None);
        assert_eq!(did_you_mean("K99", ["K09", "K19"]), None);
        assert_eq!(did_you_mean("s10", ["s1", "s9"]), None);
        assert_eq!(closest("sha265", ["sha256"]), Some("sha256"));
        assert_eq!(did_you_mean(&"x".repeat(1 << 20), ["x"]), None);
    }

    #[test]
    fn columns_count_characters_and_leave_a_byte_order_mark_out() {
        let at = |text: &str, word: &str| {
            let start = text.find(word).expect("the word is there");
            Diagnostic::error("test", start..start + word.len(), "").line_and_column(text)
        };
        assert_eq!(at("\u{feff}here", "here"), (1, 1));
        assert_eq!(at("\u{feff}x\r\n\u{e9}\u{1f980} here", "here"), (2, 4));
    }
}
