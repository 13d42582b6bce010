//! Reports as a LaTeX document, with tables as in papers (booktabs). It compiles with pdfLaTeX, LuaLaTeX and XeLaTeX, and needs nothing beyond Debian's
//! `texlive-latex-recommended` and `texlive-pictures`.

mod escape;
mod picture;
mod tables;

use std::fmt::Write as _;

use crate::document::{Block, Item, Rich, Tone};
use crate::report::{Part, Report};

use escape::{breakable, escape, running};

/// What a document needs.
const PREAMBLE: &str = include_str!("preamble.tex");

/// The report as a document.
pub fn render(report: &Report) -> String {
    let mut out = String::from(PREAMBLE);
    let _ = write!(
        out,
        "\\title{{{}}}\n\\author{{}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle\n",
        escape(&report.title)
    );
    out.push_str("\\begin{quote}\n");
    for text in &report.summary {
        let _ = writeln!(out, "{}\n", inline(text));
    }
    out.push_str("\\end{quote}\n");
    let mut chapter = None;
    for section in &report.sections {
        if chapter.replace(section.chapter) != Some(section.chapter) {
            let _ = write!(out, "\n\\chaptertitle{{{}}}\n", escape(section.chapter.title()));
        }
        let _ = write!(out, "\n\\section{{{}}}\n", escape(&section.title));
        push_parts(&mut out, &section.parts);
    }
    out.push_str("\n\\end{document}\n");
    out
}

fn push_parts(out: &mut String, parts: &[Part]) {
    for part in parts {
        out.push('\n');
        match part {
            Part::Block(Block::Title(title)) => {
                let _ = writeln!(out, "\\subsection*{{\\raggedright {}}}", inline(title));
            }
            Part::Block(Block::Heading(title, beside)) => {
                let beside = if beside.is_empty() {
                    String::new()
                } else {
                    format!(" {{\\normalfont\\normalsize {}}}", inline(beside))
                };
                let _ = writeln!(out, "\\subsection*{{\\raggedright {}{beside}}}", escape(title));
            }
            Part::Block(Block::Paragraph(text)) => {
                let _ = writeln!(out, "{}\n", inline(text));
            }
            Part::Block(Block::Items(items)) => push_items(out, items),
            Part::Block(Block::Table(table)) => tables::push(out, "", table),
            Part::Table { caption, table, .. } => tables::push(out, caption, table),
            Part::Fold { title, parts } => {
                let _ = writeln!(out, "\\room{{9\\baselineskip}}\\subsubsection*{{\\raggedright {}}}", escape(title));
                push_parts(out, parts);
            }
            Part::Picture { caption, graph, .. } => picture::push(out, caption, graph),
        }
    }
}

/// Points as hanging paragraphs: LaTeX's own lists end at the fourth depth.
fn push_items(out: &mut String, items: &[Item]) {
    for item in items {
        let mark = if item.mark.is_empty() { String::new() } else { format!("{} ", inline(&item.mark)) };
        let _ = writeln!(out, "\\point{{{}}}{{{mark}{}}}", item.depth, inline(&item.text));
    }
}

fn inline(text: &Rich) -> String {
    let part = |(tone, text): &(Tone, String)| match tone {
        Tone::Strong => format!("\\textbf{{{}}}", running(text)),
        Tone::Name => format!("\\name{{{}}}", breakable(text)),
        _ => running(text),
    };
    text.0.iter().map(part).collect()
}
