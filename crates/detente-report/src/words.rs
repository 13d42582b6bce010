//! Small phrases that several pages use.

use detente_analysis::{Answer, Choice, choices};
use detente_engine::{BigUint, Margin};
use detente_model::{Conflict, DmId, Meaning, OptionId, State};

use crate::document::{Rich, Tone};

/// A number with its thousands set apart: `16 777 216`, as `16,777,216`.
pub fn number(n: impl Into<u128>) -> String {
    let digits = n.into().to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of any size: whole up to so many digits as can be taken in, and beyond them its first three: `2.71 × 10^83`.
pub fn large_number(n: &BigUint) -> String {
    let digits = n.to_string();
    match u128::try_from(n) {
        Ok(n) if digits.len() <= 15 => number(n),
        _ => format!("{}.{} × 10^{}", &digits[..1], &digits[1..3], digits.len() - 1),
    }
}

/// The same where there is little room: whole up to nine digits, and beyond them `2.71e83`.
pub(crate) fn short_number(n: &BigUint) -> String {
    let digits = n.to_string();
    match u32::try_from(n) {
        Ok(n) if digits.len() <= 9 => number(n),
        _ => format!("{}.{}e{}", &digits[..1], &digits[1..3], digits.len() - 1),
    }
}

/// `1 state`, `120 states`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n as u128), if n == 1 { one } else { many })
}

/// Small numbers as words.
pub(crate) fn spelt(n: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| number(n as u128), |word| (*word).into())
}

/// The same text at the beginning of a sentence.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "one document", "three documents".
pub(crate) fn some(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", spelt(n), if n == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub(crate) fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The options that are on at the state at `place`, by decision maker: `us engage, prohibit; china build`.
pub(crate) fn options_on(answer: &Answer, place: usize) -> Rich {
    vectors_on(&answer.meaning, &answer.solution.state(place))
}

/// The options that are on at a state, by decision maker; in graph form the text of the state.
pub(crate) fn vectors_on(meaning: &Meaning, state: &State) -> Rich {
    let conflict = meaning.conflict();
    let choices = choices(meaning, state);
    if let (true, State::Named(place)) = (choices.is_empty(), state) {
        let text = conflict.named_states.as_ref().and_then(|named| named[*place].text.clone());
        return text.unwrap_or_default().into();
    }
    let mut rich = Rich::empty();
    for dm in conflict.dm_ids() {
        let own: Vec<String> = conflict
            .options_of(dm)
            .filter(|option| choices[option.index()] != Choice::Off)
            .map(|option| match choices[option.index()] {
                Choice::Either => format!("({})", conflict.option(option).id),
                _ => conflict.option(option).id.clone(),
            })
            .collect();
        if own.is_empty() {
            continue;
        }
        let gap = if rich.is_empty() { "" } else { "; " };
        rich = rich.plain(gap).then(Tone::Quiet, format!("{} ", conflict.dm(dm).id)).plain(own.join(", "));
    }
    if rich.is_empty() { Rich::toned(Tone::Quiet, "nothing is on") } else { rich }
}

/// What `dm` changes in moving between two option vectors, in words: "takes up *Use force* and drops *Talk*".
pub(crate) fn change(conflict: &Conflict, dm: DmId, before: &[Choice], after: &[Choice]) -> Rich {
    let changed = |from: Choice, to: Choice| -> Vec<OptionId> {
        // In graph form there are no options, and a move is just a move.
        let at = |side: &[Choice], option: OptionId| side.get(option.index()).copied();
        conflict.options_of(dm).filter(|&o| at(before, o) == Some(from) && at(after, o) == Some(to)).collect()
    };
    let mut parts = Vec::new();
    for (verb, options) in [("takes up", changed(Choice::Off, Choice::On)), ("drops", changed(Choice::On, Choice::Off))]
    {
        if !options.is_empty() {
            let texts: Vec<String> = options.iter().map(|&o| quoted(&conflict.option(o).text)).collect();
            parts.push(format!("{verb} {}", and_list(&texts)));
        }
    }
    if parts.is_empty() { "moves".into() } else { parts.join(" and ").into() }
}

/// The text of an option or state as it stands within a sentence.
pub(crate) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// A margin as it stands in a table: `+5`, `−3`, `any`.
pub(crate) fn margin(margin: Option<Margin>) -> String {
    match margin {
        None => String::new(),
        Some(Margin::Anywhere) => "any".into(),
        Some(Margin::Falls(places)) => format!("+{}", number(u128::from(places))),
        Some(Margin::Rises(places)) => format!("−{}", number(u128::from(places))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beyond_what_can_be_taken_in_have_their_first_digits() {
        let large = |digits: &str| large_number(&digits.parse().expect("a number"));
        assert_eq!(
            [large("0"), large("16777216"), large("999999999999999")],
            ["0", "16,777,216", "999,999,999,999,999"]
        );
        assert_eq!([large("1000000000000000"), large("27182818284590452353602874")], ["1.00 × 10^15", "2.71 × 10^25"]);
        let short = |digits: &str| short_number(&digits.parse().expect("a number"));
        assert_eq!([short("0"), short("999999999"), short("1000000000")], ["0", "999,999,999", "1.00e9"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [number(7u8), number(999u32), number(1920u32), number(16_777_216u64)],
            ["7", "999", "1,920", "16,777,216"]
        );
    }
}
