//! If somebody were bound: single commitments.

use detente_analysis::stabilise::{Commitment, Commitments, Kind};
use detente_model::{Direction, OptionId};

use super::Stabilise;
use crate::advice::Advice;
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{count, number, quoted};

impl Stabilise<'_, '_> {
    pub(super) fn commitments_section(&self, page: &mut Document, found: &Commitments) {
        page.heading("If somebody were bound", Rich::toned(Tone::Quiet, "single commitments"));
        if found.already {
            page.paragraph("Nobody has to be.");
            return;
        }
        if found.all == 0 {
            page.paragraph("The conflict has no options to commit.");
            return;
        }
        let rules = if found.rules { ", or a pair of choices ruled out" } else { "" };
        let scope = if found.tried < found.all {
            format!("{} of {} were tried", number(found.tried as u64), number(found.all as u64))
        } else {
            format!("all {} were tried: an option one-way, or removed{rules}", number(found.all as u64))
        };
        if found.found.is_empty() {
            page.paragraph(format!("No single commitment would do ({scope})."));
            return;
        }
        page.paragraph(match found.found.len() {
            1 => format!("One commitment would do ({scope}):"),
            n => format!("Any one of {n} commitments would do ({scope}):"),
        });
        let mut items: Vec<Item> =
            found.found.iter().take(self.limit).map(|one| Item::new("●", self.commitment_words(one))).collect();
        if found.found.len() > self.limit {
            let more = found.found.len() - self.limit;
            items.push(Item::new("…", format!("and {more} more{}.", Advice::MorePlans.words(self.surface))));
        }
        page.items(items);
    }

    /// A commitment in words.
    pub fn commitment_words(&self, one: &Commitment) -> Rich {
        let conflict = self.answer.conflict;
        let named = |option: OptionId| {
            let owner = &conflict.dm(conflict.option(option).owner).name;
            format!("{owner}: {}", quoted(&conflict.option(option).text))
        };
        let closes = |text: String| {
            let closes = match one.closes {
                // So where a state stands for several combinations.
                0 => " (closes no state, only some of the combinations that one stands for)".into(),
                n => format!(" (closes {})", count(n, "state", "states")),
            };
            Rich::from(text).then(Tone::Quiet, closes)
        };
        match &one.kind {
            Kind::OneWay(option, Direction::On) => {
                format!("{}, once taken up, can never be dropped", named(*option)).into()
            }
            Kind::OneWay(option, _) => format!("{}, once dropped, can never be taken up again", named(*option)).into(),
            Kind::Removed(option) => closes(format!("{} is given up for good", named(*option))),
            Kind::Closed(pair) => {
                let literal = |&(option, on): &(OptionId, bool)| {
                    format!("{}{}", if on { "" } else { "not " }, conflict.option_name(option))
                };
                closes(format!("“{} and {}” is ruled out for everybody", literal(&pair[0]), literal(&pair[1])))
            }
        }
    }
}
