//! Complaints about a file, shown at their place.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use detente_model::{Diagnostic, Severity};

/// So many complaints are shown in full.
const SHOWN: usize = 50;

/// The complaints with the lines of the file that they are about, underlined, and what to do; with ANSI styles.
pub fn render(diagnostics: &[Diagnostic], path: &str, source: &str) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(SHOWN) {
        out.push_str(&one(&renderer, diagnostic, path, source));
        out.push_str("\n\n");
    }
    if diagnostics.len() > SHOWN {
        out.push_str(&format!("… and {} more\n\n", diagnostics.len() - SHOWN));
    }
    out
}

/// "2 errors and 1 warning".
pub fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let phrase = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, warnings) => phrase(warnings, "warning"),
        (errors, 0) => phrase(errors, "error"),
        (errors, warnings) => format!("{} and {}", phrase(errors, "error"), phrase(warnings, "warning")),
    }
}

fn one(renderer: &Renderer, diagnostic: &Diagnostic, path: &str, source: &str) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(help));
    // A complaint about the whole file has no line to show.
    let group = if diagnostic.span == (0..0) {
        title.elements(help)
    } else {
        let clamp = |span: &std::ops::Range<usize>| span.start.min(source.len())..span.end.min(source.len());
        let main = AnnotationKind::Primary.span(clamp(&diagnostic.span)).label(diagnostic.label.as_str());
        let related = diagnostic
            .related
            .iter()
            .map(|(span, label)| AnnotationKind::Context.span(clamp(span)).label(label.as_str()));
        let snippet = Snippet::source(source).path(path).annotation(main).annotations(related);
        title.element(snippet).elements(help)
    };
    let mut text = renderer.render(&[group]);
    if diagnostic.span == (0..0) {
        text.push_str(&format!("\n  in {path}"));
    }
    text
}
