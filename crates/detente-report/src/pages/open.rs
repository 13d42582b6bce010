//! What is not known of a conflict, in a sentence, for the pages that take it as it is written.

use detente_analysis::unknowns::state_name;
use detente_model::{Conflict, DmId, PartialRanking};

use crate::advice::{Advice, Surface};
use crate::document::{Rich, Tone};
use crate::words::{and_list, count, number};

/// Among so many states it is looked for what is known.
const MAX_STATES: usize = 256;
/// So many ids are told.
const MAX_IDS: usize = 8;

/// "24 of 28 pairs of states".
pub(crate) fn known_pairs(order: &PartialRanking) -> String {
    let states = order.states.len() as u128;
    let pairs = states * states.saturating_sub(1) / 2;
    format!("{} of {} pairs of states", number(order.order.open_pairs() as u128), number(pairs))
}

/// What is known of a ranking, as few pairs as say all: `s3 > s7, s1 ~ s2`. `None` where there are too many states to find them.
pub(crate) fn known(conflict: &Conflict, ranking: &PartialRanking, most: usize) -> Option<String> {
    let order = &ranking.order;
    if order.items() > MAX_STATES {
        return None;
    }
    let states = 0..order.items();
    let first = |item: usize| (0..item).find(|&other| order.is_tied(other, item));
    let firsts: Vec<usize> = states.clone().filter(|&item| first(item).is_none()).collect();
    let name = |item: usize| state_name(conflict, item);
    let mut found: Vec<String> = Vec::new();
    for &a in &firsts {
        let next = firsts.iter().filter(|&&b| order.is_above(a, b));
        let next = next.filter(|&&b| !firsts.iter().any(|&c| order.is_above(a, c) && order.is_above(c, b)));
        found.extend(next.map(|&b| format!("{} > {}", name(a), name(b))));
    }
    found.extend(states.filter_map(|item| Some(format!("{} ~ {}", name(first(item)?), name(item)))));
    if found.len() > most {
        let more = found.len() - most;
        found.truncate(most);
        found.push(format!("and {} more", number(more as u128)));
    }
    Some(if found.is_empty() { "nothing".into() } else { found.join(", ") })
}

/// What an answer takes for known of rankings, though it is not: a sentence for each that is partly known.
pub(crate) fn open_rankings(conflict: &Conflict, surface: Surface) -> Vec<Rich> {
    conflict.dm_ids().filter_map(|dm| open_ranking(conflict, dm, surface)).collect()
}

/// The same of one decision maker; `None` where all is known, as far as its ranking goes.
pub(crate) fn open_ranking(conflict: &Conflict, dm: DmId, surface: Surface) -> Option<Rich> {
    let one = |order: &PartialRanking| {
        let who = &conflict.dm(order.dm).name;
        Rich::toned(Tone::Warn, "Not known").plain(format!(
            " is how {who} orders {}. Here it ranks them by levels, each state as high as what is known allows, and ties within a level; {} what holds whatever the \
             order is.",
            known_pairs(order),
            Advice::Unknowns.words(surface)
        ))
    };
    conflict.study.orders.iter().find(|order| order.dm == dm).map(one)
}

/// The same of unknowns with alternatives, in one sentence; `None` where there are none.
pub(crate) fn open_unknowns(conflict: &Conflict, surface: Surface) -> Option<Rich> {
    let unknowns = &conflict.study.unknowns;
    if unknowns.is_empty() {
        return None;
    }
    let mut ids: Vec<String> = unknowns.iter().take(MAX_IDS).map(|unknown| unknown.id.clone()).collect();
    if unknowns.len() > MAX_IDS {
        ids.push(format!("{} more", unknowns.len() - MAX_IDS));
    }
    Some(Rich::toned(Tone::Warn, "As written").plain(format!(
        ": {} not known ({}), and {} what holds whatever the case is.",
        match unknowns.len() {
            1 => "one thing is".into(),
            many => format!("{} are", count(many, "thing", "things")),
        },
        and_list(&ids),
        Advice::Unknowns.words(surface)
    )))
}
