//! Reports as one self-contained HTML page: no scripts, nothing loaded from elsewhere, every word of the file escaped.

use std::fmt::Write as _;

use crate::document::{Align, Block, Item, Rich, Table, Tone};
use crate::graph::svg::{self, DASHES, style_of};
use crate::graph::{Graph, Head};
use crate::markup::escape;
use crate::report::{Part, Report, Section, Shape};

const STYLE: &str = include_str!("style.css");

/// The report as a page.
pub fn render(report: &Report) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // Whatever a browser makes of the page, it may load nothing and run nothing.
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
    let _ = write!(out, "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n", escape(&report.title));
    let page = Page { report };
    let _ =
        write!(out, "<header>\n<p class=\"kicker\">Analysis of a conflict</p>\n<h1>{}</h1>\n", escape(&report.title));
    out.push_str("<div class=\"summary\">\n");
    for text in &report.summary {
        let _ = writeln!(out, "<p>{}</p>", page.inline(text));
    }
    out.push_str("</div>\n</header>\n");
    contents(&mut out, &report.sections);
    out.push_str("<main>\n");
    let mut chapter = None;
    for section in &report.sections {
        if chapter.replace(section.chapter) != Some(section.chapter) {
            let _ = writeln!(out, "<p class=\"chapter\">{}</p>", escape(section.chapter.title()));
        }
        page.section(&mut out, section);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The sections with their links, by chapter.
fn contents(out: &mut String, sections: &[Section]) {
    out.push_str("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n");
    for of_chapter in sections.chunk_by(|a, b| a.chapter == b.chapter) {
        let _ = writeln!(out, "<li>{}\n<ul>", escape(of_chapter[0].chapter.title()));
        for section in of_chapter {
            let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", section.id, escape(&section.title));
        }
        out.push_str("</ul>\n</li>\n");
    }
    out.push_str("</ul>\n</nav>\n");
}

struct Page<'r> {
    report: &'r Report,
}

impl Page<'_> {
    fn section(&self, out: &mut String, section: &Section) {
        let id = &section.id;
        let _ = write!(
            out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{}</h2>\n",
            escape(&section.title)
        );
        self.parts(out, section, &section.parts, &section.title);
        out.push_str("</section>\n");
    }

    /// The parts of a section or of a fold in it. `title` is what tables without a caption are called.
    fn parts(&self, out: &mut String, section: &Section, parts: &[Part], title: &str) {
        for (place, part) in parts.iter().enumerate() {
            match part {
                Part::Block(block) => self.block(out, block, title),
                Part::Table { caption, shape, table } => self.table(out, caption, *shape, table, title),
                Part::Fold { title, parts } => {
                    let _ = writeln!(out, "<details>\n<summary>{}</summary>", escape(title));
                    self.parts(out, section, parts, title);
                    out.push_str("</details>\n");
                }
                Part::Picture { caption, description, graph } => {
                    let _ = writeln!(
                        out,
                        "<figure>\n<div class=\"scroll\" role=\"group\" aria-label=\"Picture\" tabindex=\"0\">"
                    );
                    out.push_str(&svg::render(graph, &format!("{}-{place}", section.id), &section.title, description));
                    out.push_str("</div>\n");
                    legend(out, graph);
                    let _ = writeln!(out, "<figcaption>{}</figcaption>\n</figure>", escape(caption));
                }
            }
        }
    }

    fn block(&self, out: &mut String, block: &Block, section: &str) {
        match block {
            Block::Title(title) => {
                let _ = writeln!(out, "<h3>{}</h3>", self.inline(title));
            }
            Block::Heading(title, beside) if beside.is_empty() => {
                let _ = writeln!(out, "<h3>{}</h3>", escape(title));
            }
            Block::Heading(title, beside) => {
                let _ =
                    writeln!(out, "<h3>{} <span class=\"beside\">{}</span></h3>", escape(title), self.inline(beside));
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "<p>{}</p>", self.inline(text));
            }
            Block::Items(items) => self.items(out, items),
            Block::Table(table) => self.table(out, "", Shape::Grid, table, section),
        }
    }

    /// A list whose points are set in by their depth. A depth is never more than one beyond that of the point before.
    fn items(&self, out: &mut String, items: &[Item]) {
        let mut open = 0;
        for item in items {
            let depth = (item.depth + 1).min(open + 1);
            if depth > open {
                out.push_str(if open == 0 { "<ul class=\"points\">\n" } else { "\n<ul>\n" });
                open += 1;
            } else {
                out.push_str("</li>\n");
                while open > depth {
                    out.push_str("</ul>\n</li>\n");
                    open -= 1;
                }
            }
            let mark = match item.mark.is_empty() {
                true => String::new(),
                false => format!("<span class=\"mark\">{}</span> ", self.inline(&item.mark)),
            };
            let _ = write!(out, "<li>{mark}{}", self.inline(&item.text));
        }
        for _ in 0..open {
            out.push_str("</li>\n</ul>\n");
        }
    }

    fn table(&self, out: &mut String, caption: &str, shape: Shape, table: &Table, section: &str) {
        let label = escape(if caption.is_empty() { section } else { caption });
        // Rows that become blocks are no table to a browser any more, so their roles are said.
        let stacked = shape == Shape::Stacked;
        let role = |role: &str| if stacked { format!(" role=\"{role}\"") } else { String::new() };
        let class = if stacked { "stacked" } else { "grid" };
        let _ = write!(
            out,
            "<div class=\"scroll\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">\n<table class=\"{class} {}\"{}>\n",
            table.name,
            role("table")
        );
        if !caption.is_empty() {
            let _ = writeln!(out, "<caption>{}</caption>", escape(caption));
        }
        let _ = write!(out, "<thead{}><tr{}>", role("rowgroup"), role("row"));
        for column in &table.columns {
            // A heading without words is no heading.
            if column.name.is_empty() {
                let _ = write!(out, "<td{}></td>", role("cell"));
                continue;
            }
            let _ = write!(
                out,
                "<th scope=\"col\"{}{}>{}</th>",
                role("columnheader"),
                align(column.align),
                escape(&column.name)
            );
        }
        let _ = writeln!(out, "</tr></thead>\n<tbody{}>", role("rowgroup"));
        for row in &table.rows {
            let anchor = ["claims", "propositions", "pivots"].contains(&table.name).then_some(()).and_then(|()| {
                row.first()?
                    .0
                    .iter()
                    .find_map(|(tone, text)| (*tone == Tone::Name).then(|| self.report.anchors.get(text))?)
            });
            let id = anchor.map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
            let _ = write!(out, "<tr{id}{}>", role("row"));
            for (place, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                let align = align(column.align);
                let name = if stacked && !column.name.is_empty() {
                    format!(" data-label=\"{}\"", escape(&column.name))
                } else {
                    String::new()
                };
                if place == 0 {
                    let cell = if anchor.is_some() { self.unlinked(cell) } else { self.inline(cell) };
                    let _ = write!(out, "<th scope=\"row\"{}{name}{align}>{cell}</th>", role("rowheader"));
                } else {
                    let _ = write!(out, "<td{}{name}{align}>{}</td>", role("cell"), self.inline(cell));
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
        for note in &table.notes {
            let _ = writeln!(out, "<p class=\"notes\">{}</p>", marked(note));
        }
    }

    fn inline(&self, text: &Rich) -> String {
        text.0
            .iter()
            .map(|(tone, text)| {
                let link = (*tone == Tone::Name).then(|| self.report.anchors.get(text)).flatten();
                match link {
                    Some(id) => format!("<a href=\"#{id}\">{}</a>", toned(*tone, text)),
                    None => toned(*tone, text),
                }
            })
            .collect()
    }

    fn unlinked(&self, text: &Rich) -> String {
        text.0.iter().map(|(tone, text)| toned(*tone, text)).collect()
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"right\"",
        Align::Centre => " class=\"centre\"",
    }
}

fn toned(tone: Tone, text: &str) -> String {
    let text = marked(text);
    match tone {
        Tone::Plain => text,
        Tone::Strong => format!("<strong>{text}</strong>"),
        Tone::Quiet => format!("<span class=\"quiet\">{text}</span>"),
        Tone::Good => format!("<span class=\"good\">{text}</span>"),
        Tone::Bad => format!("<span class=\"bad\">{text}</span>"),
        Tone::Warn => format!("<span class=\"warn\">{text}</span>"),
        Tone::Name => format!("<code>{text}</code>"),
    }
}

/// Escaped text in which commands between `backquotes` are set as such.
fn marked(text: &str) -> String {
    let parts: Vec<String> = escape(text).split('`').map(str::to_string).collect();
    if parts.len().is_multiple_of(2) {
        return parts.join("`");
    }
    parts
        .iter()
        .enumerate()
        .map(|(place, part)| if place % 2 == 1 { format!("<code>{part}</code>") } else { part.clone() })
        .collect()
}

/// What the lines and shapes of a picture mean.
fn legend(out: &mut String, graph: &Graph) {
    out.push_str("<ul class=\"legend\">\n");
    for (mover, name) in graph.movers.iter().enumerate() {
        if !graph.lines.iter().any(|line| line.mover == mover) {
            continue;
        }
        let (colour, dash) = style_of(mover);
        let dashes =
            if DASHES[dash].is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", DASHES[dash]) };
        let _ = writeln!(
            out,
            "<li><svg class=\"mover{colour}\" width=\"44\" height=\"12\" aria-hidden=\"true\"><path class=\"line\"{dashes} d=\"M1 6L43 6\"/></svg>{}</li>",
            escape(name)
        );
    }
    let heads = |head: Head| graph.lines.iter().any(|line| line.forth == head || line.back == Some(head));
    for (head, class, words) in [
        (Head::Improvement, "better", "filled arrow head: an improvement"),
        (Head::Move, "other", "open arrow head: a move that the mover does not prefer"),
    ] {
        if heads(head) {
            let _ = writeln!(
                out,
                "<li><svg width=\"24\" height=\"12\" aria-hidden=\"true\"><path class=\"line\" d=\"M1 6L14 6\"/><path class=\"{class}\" d=\"M22 6L13 2L13 10Z\"/></svg>{words}</li>"
            );
        }
    }
    if graph.nodes.iter().any(|node| node.double) {
        out.push_str("<li><svg width=\"30\" height=\"18\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" width=\"28\" height=\"16\" rx=\"2\"/><rect class=\"inner\" x=\"4\" y=\"4\" width=\"22\" height=\"10\" rx=\"1\"/></svg>double border: the status quo</li>\n");
    }
    if graph.nodes.iter().any(|node| node.round) {
        out.push_str("<li><svg class=\"rest\" width=\"30\" height=\"18\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" width=\"28\" height=\"16\" rx=\"8\"/></svg>round corners: a Nash equilibrium</li>\n");
    }
    out.push_str("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_between_backquotes_are_set_as_such() {
        assert_eq!(marked("use `detente states` & `x`"), "use <code>detente states</code> &amp; <code>x</code>");
        assert_eq!(marked("a ` alone"), "a ` alone");
    }
}
