//! Small checkers of what reports are written in.

pub mod asked;

use std::collections::BTreeSet;

/// Elements without an end tag.
const VOID: [&str; 5] = ["meta", "br", "hr", "img", "link"];
/// All elements that a report may have.
const KNOWN: [&str; 46] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "footer",
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "span",
    "code",
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "details",
    "summary",
    "svg",
    "g",
    "path",
    "rect",
    "text",
    "desc",
    "em",
    "small",
    "dl",
    "dt",
    "dd",
    "abbr",
];

/// Whether a page is well formed and self-contained: tags balanced, attributes quoted, references written out, ids unique, links within the page, nothing loaded, nothing run.
pub fn check_html(page: &str) -> Result<(), String> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>\n").ok_or("no doctype")?;
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    while let Some(at) = rest.find('<') {
        let before = &rest[..at];
        let is_style = open.last().is_some_and(|name| name == "style");
        if !is_style {
            check_references(before)?;
            if before.contains('>') {
                return Err(format!("a bare > in {before:?}"));
            }
        } else if before.contains("url(") || before.contains("@import") {
            return Err("the style sheet loads something".into());
        }
        rest = &rest[at + 1..];
        let end = tag_end(rest).ok_or_else(|| format!("a tag without an end: {:.60}", rest))?;
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(last) if last == name => {}
                other => return Err(format!("</{name}> ends {other:?}")),
            }
            continue;
        }
        let closed = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !KNOWN.contains(&name) {
            return Err(format!("an element <{name}>"));
        }
        for (key, value) in split_attributes(attributes)? {
            check_references(&value)?;
            if value.contains('<') {
                return Err(format!("a bare < in {key}"));
            }
            match key.as_str() {
                "id" if !ids.insert(value.clone()) => return Err(format!("the id {value} twice")),
                "href" => links.push(
                    value.strip_prefix('#').ok_or_else(|| format!("a link out of the page: {value}"))?.to_string(),
                ),
                "src" | "srcset" | "action" | "data" | "xlink:href" | "formaction" => {
                    return Err(format!("{key} loads something"));
                }
                key if key.starts_with("on") => return Err(format!("{key} runs something")),
                _ => {}
            }
        }
        if !closed && !VOID.contains(&name) {
            open.push(name.to_string());
        }
    }
    if !open.is_empty() {
        return Err(format!("not ended: {open:?}"));
    }
    links.iter().find(|link| !ids.contains(*link)).map_or(Ok(()), |link| Err(format!("#{link} leads nowhere")))
}

/// Where a tag ends; a > within quotes does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices()
        .find(|&(_, c)| {
            quoted ^= c == '"';
            c == '>' && !quoted
        })
        .map(|(at, _)| at)
}

fn split_attributes(mut text: &str) -> Result<Vec<(String, String)>, String> {
    let mut out = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(out);
        }
        let (key, after) = text.split_once("=\"").ok_or_else(|| format!("attributes {text:?}"))?;
        if !key.chars().all(|c| c.is_ascii_alphabetic() || "-:".contains(c)) {
            return Err(format!("an attribute {key:?}"));
        }
        let (value, after) = after.split_once('"').ok_or("a value without an end")?;
        out.push((key.to_string(), value.to_string()));
        text = after;
    }
}

fn check_references(text: &str) -> Result<(), String> {
    for part in text.split('&').skip(1) {
        let name = part.split_once(';').map(|(name, _)| name).unwrap_or("");
        let known = ["amp", "lt", "gt", "quot", "#39"].contains(&name) || name.starts_with("#x") && name.len() == 6;
        if !known {
            return Err(format!("a bare & in {text:.80?}"));
        }
    }
    Ok(())
}

/// Whether a document is well formed: braces and environments balanced, special characters escaped, and in tables as many cells in a row as there are columns.
pub fn check_latex(paper: &str) -> Result<(), String> {
    let body = &paper[paper.find("\\begin{document}").ok_or("no document")?..];
    let mut depth = 0i32;
    let mut environments: Vec<String> = Vec::new();
    let mut columns: Option<usize> = None;
    let mut cells = 1;
    let mut math = false;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                let rest = &body[at + 1..];
                if let Some(name) = rest.strip_prefix("begin{") {
                    let name = name.split('}').next().unwrap_or("");
                    environments.push(name.into());
                    if name == "longtable" {
                        columns = Some(count_columns(rest.lines().next().unwrap_or("")));
                        cells = 1;
                    }
                } else if let Some(name) = rest.strip_prefix("end{") {
                    let name = name.split('}').next().unwrap_or("");
                    match environments.pop() {
                        Some(last) if last == name => {}
                        other => return Err(format!("\\end{{{name}}} ends {other:?}")),
                    }
                    if name == "longtable" {
                        columns = None;
                    }
                } else if rest.starts_with('\\')
                    && depth == 0
                    && environments.last().is_some_and(|name| name == "longtable")
                {
                    // The end of a row. That of the caption stands alone.
                    let is_caption = body[..at].rsplit('\n').next().is_some_and(|line| line.starts_with("\\caption"));
                    if !is_caption && Some(cells) != columns {
                        return Err(format!("a row of {cells} cells in a table of {columns:?} columns"));
                    }
                    cells = 1;
                }
                // A command's name, or the character that it takes the meaning from.
                chars.next();
            }
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth < 0 {
                    return Err("a } too many".into());
                }
            }
            '&' if depth == 0 && columns.is_some() => cells += 1,
            '$' => math = !math,
            '&' | '%' | '#' | '~' => return Err(format!("a bare {c}: {:.60}", &body[at..])),
            '_' | '^' if !math => return Err(format!("a bare {c}: {:.60}", &body[at..])),
            _ => {}
        }
    }
    if depth != 0 || math || !environments.is_empty() {
        return Err(format!("not ended: depth {depth}, {environments:?}"));
    }
    Ok(())
}

/// The columns of `begin{longtable}{@{}lp{0.3\linewidth}r@{}}`.
fn count_columns(line: &str) -> usize {
    let spec = &line["begin{longtable}{".len().min(line.len())..];
    let mut depth = 0;
    let mut columns = 0;
    for c in spec.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            'l' | 'r' | 'c' | 'p' if depth == 0 => columns += 1,
            _ => {}
        }
    }
    columns
}
