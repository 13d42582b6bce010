//! Making edits.

use serde_json::Value;

use crate::error::{EditError, Reason};
use crate::file::{File, Stop, beyond, dead_end, read};
use crate::limits::{self, MAX_FILE_BYTES};
use crate::set::{self, Set, keys_of, lead_of_section, unit_numbers};
use crate::splice::{Splice, splice};
use crate::syntax::has_comment;
use crate::tree::{Piece, PieceOf};
use crate::{Edit, Step, What, body, list, write};

/// Makes one edit to a text, and gives the new text.
///
/// What the edit does not touch stays byte for byte. A text without the end of a line at its end has none afterwards.
///
/// # Errors
/// The text is not TOML, the place is not there, or the value cannot stand there; see [`Reason`].
pub fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    apply_all(text, std::slice::from_ref(edit))
}

/// Makes edits to a text, each to what the one before left, and gives the last text: all of them or, after an error, none.
///
/// # Errors
/// As for [`apply`]; the place is that of the edit that could not be made.
pub fn apply_all(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let mut inner = text[mark.len()..].to_string();
    let too_long = |at: &[Step], bytes: usize| {
        let what = format!("the file has {bytes} bytes; a conflict file has at most {MAX_FILE_BYTES}");
        let help = "documents are not put into a conflict file: a source names its file";
        EditError::new(Reason::TooLong, at, what, help)
    };
    if text.len() > MAX_FILE_BYTES {
        return Err(too_long(&[], text.len()));
    }
    if inner.starts_with('\u{feff}') {
        // One mark is no part of the text, a second is.
        read(text)?;
    }
    // So that every line has an end while edits are made.
    let added_end = match inner.is_empty() || inner.ends_with('\n') {
        true => "",
        false => {
            // Read as it is first: the end of a line could mend what is not TOML.
            read(&inner)?;
            if inner.contains("\r\n") { "\r\n" } else { "\n" }
        }
    };
    inner.push_str(added_end);
    let mut made: Option<&Edit> = None;
    for edit in edits {
        limits::check(edit)?;
        inner = once(&inner, edit).map_err(|error| if made.is_some() { spoiled(error, made) } else { error })?;
        if inner.len() > MAX_FILE_BYTES {
            return Err(too_long(&edit.at, inner.len()));
        }
        made = Some(edit);
    }
    // Nothing leaves here that cannot be read again.
    read(&inner).map_err(|error| spoiled(error, made))?;
    if !added_end.is_empty() && inner.ends_with('\n') {
        inner.truncate(inner.len() - if inner.ends_with("\r\n") { 2 } else { 1 });
    }
    Ok(format!("{mark}{inner}"))
}

/// What an edit left is not TOML: that is the edit's fault, not the text's.
fn spoiled(error: EditError, made: Option<&Edit>) -> EditError {
    match (error.reason, made) {
        (Reason::NotToml, Some(edit)) => {
            let what = format!("the edit would leave a text that is not TOML ({})", error.what);
            EditError::new(Reason::Spoiled, &edit.at, what, "make the change in the text by hand")
        }
        _ => error,
    }
}

/// Makes an edit to a text whose last line has an end.
fn once(text: &str, edit: &Edit) -> Result<String, EditError> {
    let file = File::new(text)?;
    let at = &edit.at[..];
    let splices = match &edit.what {
        What::Set { value } => match set::set(&file, at, value)? {
            Set::Splices(splices) => splices,
            Set::Anew => {
                let without = once(text, &Edit { at: edit.at.clone(), what: What::Remove })?;
                return once(&without, edit);
            }
        },
        What::Remove => remove(&file, at)?,
        What::Insert { value } => return insert(&file, at, value),
        What::Move { to } => move_to(&file, at, *to)?,
        What::Rename { key } => rename(&file, at, key)?,
    };
    made(text, at, splices)
}

fn made(text: &str, at: &[Step], splices: Vec<Splice>) -> Result<String, EditError> {
    splice(text, splices).ok_or_else(|| {
        let what = "the edit would change the same words twice";
        EditError::new(Reason::Spoiled, at, what, "make the change in the text by hand")
    })
}

/// The stop that the last step of a whole way leaves, and the step.
fn parent<'a>(file: &File, at: &'a [Step]) -> Result<(Stop, &'a Step), EditError> {
    let trail = file.walk(at);
    if !trail.is_whole(at) {
        return Err(dead_end(file, &trail, at));
    }
    match at.split_last() {
        Some((last, before)) => Ok((trail.stops[before.len()].clone(), last)),
        None => {
            let what = "this is the whole file";
            Err(EditError::new(Reason::CannotStandThere, at, what, "name a place in it"))
        }
    }
}

fn remove(file: &File, at: &[Step]) -> Result<Vec<Splice>, EditError> {
    let (stop, step) = parent(file, at)?;
    let pieces = file.pieces(&stop, step);
    Ok(match &stop {
        Stop::Array(bracket) | Stop::Inline(bracket, _) => list::remove(&file.text, bracket, &unit_numbers(&pieces)),
        _ => body::remove(&file.text, &pieces),
    })
}

fn insert(file: &File, at: &[Step], value: &Value) -> Result<String, EditError> {
    let text = file.text.text;
    let trail = file.walk(at);
    let new_list = |list: &[Step]| {
        let value = Value::Array(vec![value.clone()]);
        once(text, &Edit { at: list.to_vec(), what: What::Set { value } })
    };
    let (list_at, number) = match at.split_last() {
        // Before an item, if there is a list that it is in.
        Some((Step::Item(number), list_at)) => (list_at, Some(*number)),
        _ => (at, None),
    };
    let trail = if number.is_some() { file.walk(list_at) } else { trail };
    if !trail.is_whole(list_at) {
        return match number {
            Some(number) if number > 0 => Err(beyond(at, 0, number, "item")),
            _ => new_list(list_at),
        };
    }
    let Some(length) = file.length(trail.last()) else {
        let what = "this is not a list, so nothing can be put into it";
        return Err(EditError::new(Reason::NotAList, list_at, what, "set it to a list first"));
    };
    let number = number.unwrap_or(length);
    if number > length {
        return Err(beyond(at, length, number, "item"));
    }
    let splices = match trail.last() {
        Stop::Array(bracket) => {
            let core = write::value(value, None, "");
            let may_break = file.on_line(&trail, list_at).is_some();
            list::insert(&file.text, bracket, number, &core, may_break, value.is_object())
        }
        _ => insert_item(file, trail.last(), list_at, number, value)?,
    };
    made(text, at, splices)
}

/// Puts a table into a list of tables with headers.
fn insert_item(
    file: &File, stop: &Stop, list_at: &[Step], number: usize, value: &Value,
) -> Result<Vec<Splice>, EditError> {
    if !value.is_object() {
        let what = "the items of this list have headers, so each is a table";
        return Err(EditError::new(Reason::CannotStandThere, list_at, what, "give an object"));
    }
    let text = &file.text;
    let written = write::section(&keys_of(list_at), value, true, text.newline);
    let items = file.children(stop);
    let section = |piece: Option<&Piece>| match piece.map(|piece| piece.of) {
        Some(PieceOf::Section(section)) => section,
        _ => text.sections.len() - 1,
    };
    if let Some(next) = items.get(number) {
        let next = section(next.first());
        let start = text.sections[next].extent.start;
        let before = text.sections[next.saturating_sub(1)].extent.end.min(start);
        let lead = &text.text[before..start];
        let gap = if has_comment(lead) || before == 0 { text.newline } else { lead };
        return Ok(vec![Splice::insert(start, format!("{written}{gap}"))]);
    }
    let last = section(items.last().and_then(|pieces| pieces.last()));
    let end = text.sections[last].extent.end;
    Ok(vec![Splice::insert(end, format!("{}{written}", lead_of_section(file, last, end)))])
}

fn move_to(file: &File, at: &[Step], to: usize) -> Result<Vec<Splice>, EditError> {
    let (stop, step) = parent(file, at)?;
    let children = file.children(&stop);
    let from = file.place(&stop, step).unwrap_or(0);
    if to >= children.len() {
        let what = if matches!(step, Step::Item(_)) { "item" } else { "key" };
        return Err(beyond(&at[..at.len() - 1], children.len(), to, what));
    }
    let anchors = file.anchors(&stop);
    if let Stop::Array(bracket) | Stop::Inline(bracket, _) = &stop {
        let owned: Vec<Vec<usize>> = children.iter().map(|pieces| unit_numbers(pieces)).collect();
        let (places, order) = rearranged(&owned, &anchors, |unit| *unit, from, to);
        return Ok(list::permute(&file.text, bracket, &places, &order));
    }
    let owned: Vec<Vec<body::Run>> = children.iter().map(|pieces| body::runs(pieces)).collect();
    let (runs, order) = rearranged(&owned, &anchors, |run| run.extent(&file.text).start, from, to);
    // Lines cannot change places with headers.
    let is_mixed = order
        .iter()
        .enumerate()
        .any(|(place, &from)| matches!(runs[place], body::Run::Lines(_)) != matches!(runs[from], body::Run::Lines(_)));
    if is_mixed {
        let what =
            "in TOML the keys that stand on lines come before those with headers, and cannot change places with them";
        return Err(EditError::new(Reason::CannotStandThere, at, what, "move it among its like"));
    }
    Ok(body::permute(&file.text, &runs, &order))
}

/// All parts of children in the order of the text, and the order that they come in once child `from` stands where the number `to` is,
/// counted without it. Each child has its place among the others at its anchor.
fn rearranged<P: Clone>(
    children: &[Vec<P>], anchors: &[usize], start: impl Fn(&P) -> usize, from: usize, to: usize,
) -> (Vec<P>, Vec<usize>) {
    let mut places: Vec<(usize, &P)> = Vec::new();
    for (child, parts) in children.iter().enumerate() {
        places.extend(parts.iter().map(|part| (child, part)));
    }
    places.sort_by_key(|(_, part)| start(part));
    let parts = places.iter().map(|(_, part)| (*part).clone()).collect();
    let mut in_order: Vec<usize> = (0..children.len()).collect();
    in_order.sort_by_key(|&child| anchors[child]);
    if in_order.get(to) == Some(&from) {
        return (parts, (0..places.len()).collect());
    }
    let (moved, mut order): (Vec<usize>, Vec<usize>) = (0..places.len()).partition(|&place| places[place].0 == from);
    // Before the child that has the number then, or at the end.
    let next = in_order.into_iter().filter(|&child| child != from).nth(to);
    let is_anchor = |place: &usize| {
        let (child, part) = places[*place];
        Some(child) == next && start(part) <= anchors[child]
    };
    let at = order.iter().rposition(is_anchor).unwrap_or(order.len());
    order.splice(at..at, moved);
    (parts, order)
}

fn rename(file: &File, at: &[Step], key: &str) -> Result<Vec<Splice>, EditError> {
    let (stop, step) = parent(file, at)?;
    let Step::Key(name) = step else {
        let what = "an item of a list has a number and no key";
        return Err(EditError::new(Reason::NotATable, at, what, "name a key of a table"));
    };
    if name == key {
        return Ok(Vec::new());
    }
    if file.place(&stop, &Step::Key(key.to_string())).is_some() {
        let what = format!("`{key}` is there already");
        return Err(EditError::new(Reason::KeyTaken, at, what, "choose another name, or remove that one first"));
    }
    let keys = |piece: &Piece| match (&stop, piece.of) {
        (_, PieceOf::Line(line)) => file.text.lines[line].keys.get(piece.key),
        (_, PieceOf::Section(section)) => file.text.sections[section].header.as_ref()?.keys.get(piece.key),
        (Stop::Array(bracket) | Stop::Inline(bracket, _), PieceOf::Unit(unit)) => {
            bracket.units[unit].keys.get(piece.key)
        }
        _ => None,
    };
    let pieces = file.pieces(&stop, step);
    let written = write::key(key);
    Ok(pieces.iter().filter_map(keys).map(|key| Splice::replace(key.span.clone(), written.clone())).collect())
}
