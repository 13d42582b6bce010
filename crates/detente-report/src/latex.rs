//! Reports as a LaTeX document, with tables as in papers (booktabs). It compiles with pdfLaTeX, XeLaTeX and LuaLaTeX.

use std::fmt::Write as _;

use crate::document::{Align, Block, Item, Rich, Table, Tone};
use crate::graph::layout::Course;
use crate::graph::svg::{layout_of, style_of};
use crate::graph::{Graph, Head};
use crate::report::{Part, Report};

/// What a document needs. The glyphs that the text uses and that fonts of LaTeX lack are commands.
const PREAMBLE: &str = r"\documentclass[a4paper,10pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp,amssymb}
\usepackage[margin=22mm]{geometry}
\usepackage{array,booktabs,longtable}
\usepackage{tikz}
\usepackage{hyperref}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.5\baselineskip}
\newcommand{\name}[1]{\texttt{#1}}
";

/// The dashes of the lines in a picture, by mover, as in [`crate::graph::svg::DASHES`].
const DASHES: [&str; 6] =
    ["solid", "dash pattern=on 5pt off 3pt", "dotted", "dash dot", "dash pattern=on 9pt off 3pt", "dash dot dot"];

/// The report as a document.
pub fn render(report: &Report) -> String {
    let mut out = String::from(PREAMBLE);
    let _ = write!(out, "\\title{{{}}}\n\\date{{}}\n\\begin{{document}}\n\\maketitle\n", escape(&report.title));
    out.push_str("\\begin{abstract}\n");
    for text in &report.summary {
        let _ = writeln!(out, "{}\n", inline(text));
    }
    out.push_str("\\end{abstract}\n");
    for section in &report.sections {
        let _ = write!(out, "\n\\section{{{}}}\n", escape(&section.title));
        for part in &section.parts {
            out.push('\n');
            match part {
                Part::Block(Block::Title(title)) => {
                    let _ = writeln!(out, "\\subsection*{{{}}}", inline(title));
                }
                Part::Block(Block::Heading(title, beside)) => {
                    let _ = writeln!(out, "\\subsection*{{{}}}", escape(title));
                    if !beside.is_empty() {
                        let _ = writeln!(out, "{}\n", inline(beside));
                    }
                }
                Part::Block(Block::Paragraph(text)) => {
                    let _ = writeln!(out, "{}\n", inline(text));
                }
                Part::Block(Block::Items(items)) => push_items(&mut out, items),
                Part::Block(Block::Table(table)) => push_table(&mut out, "", table),
                Part::Table { caption, table, .. } => push_table(&mut out, caption, table),
                Part::Fold { title, items } => {
                    let _ = writeln!(out, "\\paragraph{{{}}}\n\\begin{{itemize}}", escape(title));
                    for item in items {
                        let _ = writeln!(out, "\\item {{{}}}", inline(item));
                    }
                    out.push_str("\\end{itemize}\n");
                }
                Part::Picture { caption, graph, .. } => push_picture(&mut out, caption, graph),
            }
        }
    }
    out.push_str("\n\\end{document}\n");
    out
}

/// Points as hanging paragraphs: LaTeX's own lists end at the fourth depth.
fn push_items(out: &mut String, items: &[Item]) {
    for item in items {
        let indent = item.depth as f32 * 1.2;
        let mark = if item.mark.is_empty() { String::new() } else { format!("{} ", inline(&item.mark)) };
        let _ = writeln!(
            out,
            "{{\\leftskip={:.1}em\\hangindent=1.2em\\hangafter=1 {mark}{}\\par}}",
            indent,
            inline(&item.text)
        );
    }
}

/// A table. Columns of long text share what room the others leave.
fn push_table(out: &mut String, caption: &str, table: &Table) {
    let longest = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.words().chars().count());
        cells.chain([table.columns[column].name.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(longest).collect();
    // About so many characters fit on a line in small type.
    const ROOM: usize = 96;
    let is_long = |column: usize| table.columns[column].align == Align::Left && widths[column] > 18;
    let long: usize = (0..widths.len()).filter(|&column| is_long(column)).map(|column| widths[column].min(90)).sum();
    let short: usize = (0..widths.len()).filter(|&column| !is_long(column)).map(|column| widths[column] + 3).sum();
    let room = ROOM.saturating_sub(short).max(30);
    let spec: String = (0..widths.len())
        .map(|column| match table.columns[column].align {
            Align::Left if is_long(column) => {
                // In thousandths of the line.
                let share = (room * widths[column].min(90) * 1000 / long.max(1) / ROOM).max(90);
                format!(">{{\\raggedright\\arraybackslash}}p{{0.{share:03}\\linewidth}}")
            }
            Align::Left => "l".to_string(),
            Align::Right => "r".to_string(),
            Align::Centre => "c".to_string(),
        })
        .collect();
    let _ =
        writeln!(out, "\\begingroup\\small\\setlength{{\\tabcolsep}}{{3pt}}\n\\begin{{longtable}}{{@{{}}{spec}@{{}}}}");
    if !caption.is_empty() {
        let _ = writeln!(out, "\\caption{{{}}}\\\\", escape(caption));
    }
    let names: Vec<String> = table.columns.iter().map(|column| escape(&column.name)).collect();
    let _ = writeln!(out, "\\toprule\n{} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot", names.join(" & "));
    for row in &table.rows {
        // A bracket at the beginning of a row would be taken for an argument of the row before.
        let cells: Vec<String> = row.iter().map(|cell| format!("{{{}}}", inline(cell))).collect();
        let _ = writeln!(out, "{} \\\\", cells.join(" & "));
    }
    out.push_str("\\end{longtable}\n");
    for note in &table.notes {
        let _ = writeln!(out, "{}\\par", escape(note));
    }
    out.push_str("\\endgroup\n");
}

/// The picture, with the places of the one on the page.
fn push_picture(out: &mut String, caption: &str, graph: &Graph) {
    let placed = layout_of(graph);
    // A unit of the layout in hundredths of a millimetre, so that the whole fits the page.
    let unit = (16_000 / placed.size.0.max(1)).min(22_000 / placed.size.1.max(1)).clamp(3, 26);
    let at = |x: i64, y: i64| {
        let (x, y) = (x * unit, (placed.size.1 - y) * unit);
        format!("({}.{:02}mm,{}.{:02}mm)", x / 100, x % 100, y / 100, y % 100)
    };
    let length = |n: i64| format!("{}.{:02}mm", n * unit / 100, n * unit % 100);
    out.push_str("\\begin{figure}[htbp]\\centering\n\\begin{tikzpicture}[font=\\sffamily\\tiny]\n");
    for (line, course) in graph.lines.iter().zip(&placed.lines) {
        let along = !matches!((line.forth, line.back), (Head::Move, Some(Head::Improvement)));
        let (right, left) =
            if along != course.turned { (Some(line.forth), line.back) } else { (line.back, Some(line.forth)) };
        let tip = |head: Option<Head>| match head {
            None => "",
            Some(Head::Improvement) => "latex",
            Some(Head::Move) => "o",
        };
        let (_, dash) = style_of(line.mover);
        let _ = writeln!(out, "\\draw[{{{}}}-{{{}}},{}] {};", tip(left), tip(right), DASHES[dash], path(course, &at));
    }
    for (node, place) in graph.nodes.iter().zip(&placed.boxes) {
        let mut style = format!(
            "draw,fill=white,align=center,inner sep=0pt,minimum width={},minimum height={}",
            length(place.width),
            length(place.height)
        );
        if node.round {
            style.push_str(",rounded corners=2mm");
        }
        if node.double {
            style.push_str(",double");
        }
        let heading: Vec<String> = std::iter::once(&node.name).chain(&node.roles).map(|word| escape(word)).collect();
        let text: Vec<String> = std::iter::once(format!("\\textbf{{{}}}", heading.join(", ")))
            .chain(node.text.iter().map(|line| escape(line)))
            .collect();
        let middle = at(place.x + place.width / 2, place.y + place.height / 2);
        let _ = writeln!(out, "\\node[{style}] at {middle} {{{}}};", text.join("\\\\"));
    }
    out.push_str("\\end{tikzpicture}\n");
    let movers: Vec<String> = graph
        .movers
        .iter()
        .enumerate()
        .filter(|(mover, _)| graph.lines.iter().any(|line| line.mover == *mover))
        .map(|(mover, name)| {
            format!("\\tikz[baseline=-0.5ex]\\draw[{}] (0,0)--(8mm,0); {}", DASHES[style_of(mover).1], escape(name))
        })
        .collect();
    let _ = writeln!(
        out,
        "\\caption{{{} Lines: {}. Arrow: an improvement; ring: a move that the mover does not prefer. Double border: the status quo; round corners: a Nash equilibrium.}}\n\\end{{figure}}",
        escape(caption),
        movers.join("; ")
    );
}

fn path(course: &Course, at: &impl Fn(i64, i64) -> String) -> String {
    let point = |place: usize| at(course.points[place].0, course.points[place].1);
    let mut out = point(0);
    for place in 1..course.points.len() {
        if place % 2 == 1 {
            let _ = write!(out, " -- {}", point(place));
        } else {
            let ((x, y), (to_x, to_y)) = (course.points[place - 1], course.points[place]);
            let half = (x + to_x) / 2;
            let _ = write!(out, " .. controls {} and {} .. {}", at(half, y), at(half, to_y), point(place));
        }
    }
    out
}

fn inline(text: &Rich) -> String {
    let part = |(tone, text): &(Tone, String)| match tone {
        Tone::Strong => format!("\\textbf{{{}}}", escape(text)),
        Tone::Name => format!("\\name{{{}}}", breakable(text)),
        _ => escape(text),
    };
    text.0.iter().map(part).collect()
}

/// A name that may be broken: digests are longer than a line.
fn breakable(text: &str) -> String {
    if text.chars().count() <= 32 {
        return escape(text);
    }
    text.chars().map(|c| escape(&c.to_string())).collect::<Vec<_>>().join("\\allowbreak{}")
}

/// Takes the special meaning from characters. What fonts may lack is set by a command or left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '“' => out.push_str("\\textquotedblleft{}"),
            '”' => out.push_str("\\textquotedblright{}"),
            '‘' => out.push_str("\\textquoteleft{}"),
            '’' => out.push_str("\\textquoteright{}"),
            '–' => out.push_str("\\textendash{}"),
            '—' => out.push_str("\\textemdash{}"),
            '…' => out.push_str("\\ldots{}"),
            '−' => out.push_str("$-$"),
            '·' => out.push_str("$\\cdot$"),
            '●' => out.push_str("$\\bullet$"),
            '○' => out.push_str("$\\circ$"),
            '◐' => out.push_str("$\\odot$"),
            '✓' => out.push_str("$\\checkmark$"),
            '✗' => out.push_str("$\\times$"),
            '→' => out.push_str("$\\rightarrow$"),
            '∀' => out.push_str("$\\forall$"),
            '∃' => out.push_str("$\\exists$"),
            '∈' => out.push_str("$\\in$"),
            '∅' => out.push_str("$\\emptyset$"),
            '≤' => out.push_str("$\\le$"),
            '⁺' => out.push_str("$^{+}$"),
            '\n' | '\t' => out.push(' '),
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_a_command() {
        assert_eq!(escape(r"50% of $x_1 & \end{document}"), r"50\% of \$x\_1 \& \textbackslash{}end\{document\}");
        assert_eq!(escape("a^b~c #1\u{202E}"), r"a\textasciicircum{}b\textasciitilde{}c \#1");
    }
}
