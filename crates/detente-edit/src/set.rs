//! Setting a place to a value: in the place of another, or as a new key.

use serde_json::{Map, Value};

use crate::bracket::Bracket;
use crate::error::{EditError, Reason};
use crate::file::{File, Stop, Trail, dead_end};
use crate::limits::{MAX_DEPTH, check_value};
use crate::short::{Short, key_of};
use crate::splice::Splice;
use crate::tree::{NodeId, Piece, PieceOf};
use crate::write;
use crate::{Step, body, form, list, same};

/// What setting a place comes to.
pub(crate) enum Set {
    /// Changes to the text.
    Splices(Vec<Splice>),
    /// The form that the place has now cannot hold the value: it is to be taken out first, and set anew then.
    Anew,
}

/// Sets a place to a value.
pub(crate) fn set(file: &File, at: &[Step], value: &Value) -> Result<Set, EditError> {
    if at.is_empty() {
        let what = "the whole file cannot be set";
        return Err(EditError::new(Reason::CannotStandThere, at, what, "name the key of the file to set"));
    }
    let trail = file.walk(at);
    if !trail.is_whole(at) {
        return add(file, &trail, at, value).map(Set::Splices);
    }
    if same::says(file.data.get_ref(), at, value) {
        return Ok(Set::Splices(Vec::new()));
    }
    if let Some(span) = trail.last().value_span() {
        let line = file.on_line(&trail, at);
        let old = &file.text.text[span.clone()];
        return Ok(Set::Splices(vec![Splice::replace(span, write::value(value, line.as_ref(), old))]));
    }
    replace_table(file, &trail, at, value)
}

/// Sets a table that has headers or dotted keys, or a list that has headers.
fn replace_table(file: &File, trail: &Trail, at: &[Step], value: &Value) -> Result<Set, EditError> {
    let parent = &trail.stops[at.len() - 1];
    let pieces = file.pieces(parent, &at[at.len() - 1]);
    if let Stop::Inline(bracket, _) = parent {
        return Ok(Set::Splices(replace_dotted_units(file, bracket, &pieces, value)));
    }
    if pieces.iter().all(|piece| matches!(piece.of, PieceOf::Line(_))) {
        return Ok(Set::Splices(replace_dotted_lines(file, &pieces, value)));
    }
    let path = keys_of(at);
    let is_item = matches!(parent, Stop::Items(_));
    let stays = match (trail.last(), value) {
        (Stop::Body(_), Value::Object(_)) => is_item || form::has_header(&path, value),
        (Stop::Items(_), value) => form::has_header(&path, value),
        _ => false,
    };
    if is_item && !stays {
        let what = "the items of this list have headers, so each is a table";
        return Err(EditError::new(Reason::CannotStandThere, at, what, "give an object"));
    }
    if !stays || pieces.iter().any(|piece| !matches!(piece.of, PieceOf::Section(_))) {
        return Ok(Set::Anew);
    }
    Ok(Set::Splices(replace_sections(file, trail, &path, &pieces, value, is_item)))
}

/// The header of the table stays, with the comments above and behind it; what is below it is written anew.
fn replace_sections(
    file: &File, trail: &Trail, path: &[&str], pieces: &[Piece], value: &Value, is_item: bool,
) -> Vec<Splice> {
    let newline = file.text.newline;
    let own = match trail.last() {
        Stop::Body(node) => file.table(*node).own,
        _ => None,
    };
    let first = Piece { of: PieceOf::Section(own.unwrap_or(first_section(pieces))), key: 0 };
    let rest: Vec<Piece> = pieces.iter().copied().filter(|piece| piece.of != first.of).collect();
    let mut splices = body::remove(&file.text, &rest);
    let PieceOf::Section(number) = first.of else { return splices };
    let section = &file.text.sections[number];
    let (kept, written) = match &section.header {
        Some(header) if own.is_some() => {
            let written = write::section(path, value, is_item, newline);
            let own_header = format!("{}{newline}", write::header(path, is_item));
            // Without a key on a line of its own there would be no header, but there is one.
            let below = written.strip_prefix(&own_header).map(str::to_string);
            (section.extent.start..header.end, below.unwrap_or_else(|| format!("{newline}{written}")))
        }
        _ => (section.extent.start..section.extent.start, write::sections(path, value, newline)),
    };
    splices.push(Splice::replace(kept.end..section.extent.end, written));
    splices
}

fn first_section(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .find_map(|piece| if let PieceOf::Section(number) = piece.of { Some(number) } else { None })
        .unwrap_or(0)
}

/// `options.talk = …`, `options.ban = …` get another value for `options`.
fn replace_dotted_lines(file: &File, pieces: &[Piece], value: &Value) -> Vec<Splice> {
    let Some((&Piece { of: PieceOf::Line(first), key }, rest)) = pieces.split_first() else { return Vec::new() };
    let line = &file.text.lines[first];
    let prefix = &file.text.text[line.start..line.keys[key].span.start];
    let name = &line.keys[key].name;
    let written = match value {
        Value::Object(keys) if !keys.is_empty() => {
            let prefix = format!("{prefix}{}.", &file.text.text[line.keys[key].span.clone()]);
            keys.iter().map(|(name, value)| write::line(&prefix, name, value, file.text.newline)).collect()
        }
        value => write::line(prefix, name, value, file.text.newline),
    };
    // The comments above the first line stay.
    let mut splices = vec![Splice::replace(line.start..line.extent.end, written)];
    splices.extend(body::remove(&file.text, rest));
    splices
}

fn replace_dotted_units(file: &File, bracket: &Bracket, pieces: &[Piece], value: &Value) -> Vec<Splice> {
    let units = unit_numbers(pieces);
    let Some((&first, rest)) = units.split_first() else { return Vec::new() };
    let unit = &bracket.units[first];
    let key = &unit.keys[pieces[0].key];
    let mut splices =
        vec![Splice::replace(key.span.end..unit.core.end, format!(" = {}", write::value(value, None, "")))];
    splices.extend(list::remove(&file.text, bracket, rest));
    splices
}

/// The numbers of units among pieces.
pub(crate) fn unit_numbers(pieces: &[Piece]) -> Vec<usize> {
    pieces.iter().filter_map(|piece| if let PieceOf::Unit(unit) = piece.of { Some(unit) } else { None }).collect()
}

/// The keys of a place, without the numbers of list items.
pub(crate) fn keys_of(at: &[Step]) -> Vec<&str> {
    at.iter().filter_map(|step| if let Step::Key(name) = step { Some(name.as_str()) } else { None }).collect()
}

/// Adds a key that is not there, with the tables on the way to it.
fn add(file: &File, trail: &Trail, at: &[Step], value: &Value) -> Result<Vec<Splice>, EditError> {
    let reached = trail.stops.len() - 1;
    let (here, rest) = at.split_at(reached);
    let [Step::Key(name), below @ ..] = rest else { return Err(dead_end(file, trail, at)) };
    if let Some(splices) = lengthen(file, trail, here, rest, value)? {
        return Ok(splices);
    }
    if !matches!(trail.last(), Stop::Body(_) | Stop::Inline(..)) {
        return Err(dead_end(file, trail, at));
    }
    let value = nest(at, below, value.clone())?;
    match trail.last() {
        Stop::Inline(bracket, node) => Ok(add_unit(file, bracket, *node, trail, here, name, &value)),
        Stop::Body(node) => Ok(add_below(file, trail, *node, here, name, &value)),
        _ => Err(dead_end(file, trail, at)),
    }
}

/// `value`, within a table for each of the keys.
fn nest(at: &[Step], keys: &[Step], value: Value) -> Result<Value, EditError> {
    let too_deep = |what: String, help: &str| EditError::new(Reason::BadValue, at, what, help);
    if keys.len() >= MAX_DEPTH {
        let what = format!("the place is deeper than {MAX_DEPTH} levels below what is there");
        return Err(too_deep(what, "no conflict needs that: flatten it"));
    }
    let mut nested = value;
    for step in keys.iter().rev() {
        let Step::Key(name) = step else {
            let help = "set the list itself first";
            return Err(EditError::new(Reason::NoSuchPlace, at, "there is no list at this place", help));
        };
        nested = Value::Object(Map::from_iter([(name.clone(), nested)]));
    }
    check_value(&nested, 1).map_err(|(what, help)| too_deep(what, help))?;
    Ok(nested)
}

/// A value in short form gets another key: it becomes a table. `None` if the value has no short form.
fn lengthen(
    file: &File, trail: &Trail, here: &[Step], rest: &[Step], value: &Value,
) -> Result<Option<Vec<Splice>>, EditError> {
    let Some(span) = trail.last().value_span() else { return Ok(None) };
    let written = &file.text.text[span.clone()];
    let short = match trail.last() {
        Stop::Array(_) => key_of(here, Short::List),
        Stop::Scalar(_) => same::text_at(file.data.get_ref(), here).and_then(|text| key_of(here, Short::Text(text))),
        _ => None,
    };
    let (Some(short), [Step::Key(name), below @ ..]) = (short, rest) else { return Ok(None) };
    if name == short {
        if below.is_empty() {
            let line = file.on_line(trail, here);
            let same = same::says(file.data.get_ref(), here, value);
            let with = write::value(value, line.as_ref(), written);
            return Ok(Some(if same { Vec::new() } else { vec![Splice::replace(span, with)] }));
        }
        return Ok(None);
    }
    let value = nest(&[here, rest].concat(), below, value.clone())?;
    let with = format!("{{ {short} = {written}, {} }}", write::pair(name, &value));
    Ok(Some(vec![Splice::replace(span, with)]))
}

/// A key at the end of an inline table.
fn add_unit(
    file: &File, bracket: &Bracket, node: NodeId, trail: &Trail, here: &[Step], name: &str, value: &Value,
) -> Vec<Splice> {
    let pair = write::pair(name, value);
    if node == 0 {
        return list::insert(&file.text, bracket, bracket.units.len(), &pair, false, false);
    }
    // Beside its siblings, with the keys and dots that they have.
    let parent = &trail.stops[here.len() - 1];
    let Some(&Piece { of: PieceOf::Unit(last), key }) = file.pieces(parent, &here[here.len() - 1]).last() else {
        return Vec::new();
    };
    let unit = &bracket.units[last];
    let prefix = &file.text.text[unit.core.start..unit.keys[key].span.end];
    list::insert(&file.text, bracket, last + 1, &format!("{prefix}.{pair}"), false, false)
}

/// A key at the end of a table that has headers, or lines.
fn add_below(file: &File, trail: &Trail, node: NodeId, here: &[Step], name: &str, value: &Value) -> Vec<Splice> {
    let text = &file.text;
    let newline = text.newline;
    let above = keys_of(here);
    let path = [&above[..], &[name]].concat();
    let pieces = match here.split_last() {
        Some((last, _)) => file.pieces(&trail.stops[here.len() - 1], last),
        None => Vec::new(),
    };
    // A table of dotted keys: a line with the same beginning, below the last of them.
    let last_line = pieces.iter().rev().find_map(|piece| match piece.of {
        PieceOf::Line(line) => Some((line, piece.key)),
        _ => None,
    });
    let own = file.table(node).own;
    if let (Some((line, key)), None) = (last_line, own) {
        let line = &text.lines[line];
        let prefix = format!("{}.", &text.text[line.start..line.keys[key].span.end]);
        let written = write::lines_of_key(&prefix, &above, name, value, newline);
        return vec![Splice::insert(line.extent.end, written)];
    }
    // A table whose tables stand on lines, one each, gets another such line.
    let is_on_lines = own.is_some_and(|own| !text.sections[own].lines.is_empty());
    let has_sections = file.children(&Stop::Body(node)).concat().iter().any(|p| matches!(p.of, PieceOf::Section(_)));
    let keeps_lines = here.len() == 1 && is_on_lines && !has_sections;
    if form::has_header(&path, value) && !keeps_lines {
        let written = write::sections(&path, value, newline);
        return vec![new_section(file, &pieces, &written)];
    }
    match own {
        Some(own) => vec![new_line(file, own, &above, name, value)],
        None => {
            let lines = write::lines_of_key("", &above, name, value, newline);
            let written = format!("{}{newline}{lines}", write::header(&above, false));
            vec![new_section(file, &pieces, &written)]
        }
    }
}

/// A section below the last one that belongs to the pieces, or to the file.
fn new_section(file: &File, pieces: &[Piece], written: &str) -> Splice {
    let text = &file.text;
    let of_pieces = pieces.iter().rev().find_map(|piece| match piece.of {
        PieceOf::Section(section) => Some(section),
        _ => None,
    });
    let last = of_pieces.unwrap_or(text.sections.len() - 1);
    let is_bare = last == 0 && text.sections[0].extent.is_empty();
    let end = if is_bare { text.text.len() } else { text.sections[last].extent.end };
    Splice::insert(end, format!("{}{written}", lead_of_section(file, last, end)))
}

/// What stands between a section and one that is put at its end: an empty line, unless the file does without.
pub(crate) fn lead_of_section(file: &File, last: usize, end: usize) -> &'static str {
    let text = &file.text;
    let rest = &text.text[end..];
    let is_tight =
        |section: usize| section > 0 && text.sections[section].extent.start == text.sections[section - 1].extent.end;
    let follows = !rest.is_empty() && !rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
    match end == 0 || last > 0 && follows && is_tight(last) {
        true => "",
        false => text.newline,
    }
}

/// A line at the end of the lines of a section.
fn new_line(file: &File, own: usize, above: &[&str], name: &str, value: &Value) -> Splice {
    let text = &file.text;
    let newline = text.newline;
    let section = &text.sections[own];
    if let Some(last) = section.lines.clone().last() {
        let line = &text.lines[last];
        let prefix = text.indentation(line.start);
        let written = write::lines_of_key(prefix, above, name, value, newline);
        return Splice::insert(line.extent.end, written);
    }
    let written = write::lines_of_key("", above, name, value, newline);
    match (&section.header, text.sections.get(1)) {
        (Some(header), _) => Splice::insert(header.end, written),
        // A file without lines at its top: above its first header, with an empty line between.
        (None, Some(first)) => Splice::insert(first.extent.start, format!("{written}{newline}")),
        (None, None) if text.text.trim().is_empty() => Splice::insert(text.text.len(), written),
        (None, None) => Splice::insert(text.text.len(), format!("{newline}{written}")),
    }
}
