//! Stabilise: what would have to change for a wanted state to be an equilibrium, least first.

use detente_analysis::Answer;
use detente_analysis::stabilise::{
    Commitment, Commitments, Condition, Edit, Ending, Kind, RankingPlan, Rankings, Reranked, Statements,
};
use detente_model::{Change, Concept, Conflict, Direction, DmId, OptionId};
use serde_json::{Value, json};

use super::overview::ordinal;
use crate::document::{Document, Item, Rich, Tone};
use crate::words::{and_list, count, number, options_on, quoted};

/// The `format` of [`Stabilise::json`].
pub const STABILISE_FORMAT: &str = "detente-stabilise/1";

/// So many states are told with what is on in them; of more, the names.
const TOLD: usize = 6;
/// So many names follow.
const NAMED: usize = 12;

/// What the page is made of. What was not asked for is `None`.
#[derive(Clone, Copy, Debug)]
pub struct Stabilise<'a, 'c> {
    /// The conflict with its analysis.
    pub answer: &'a Answer<'c>,
    /// Under which concept.
    pub concept: &'static Concept,
    /// What was wanted, in the asker's words, where it was not one state; and how many states would do.
    pub outcome: Option<(&'a str, usize)>,
    /// The state that the condition and the commitments are about, by place.
    pub target: usize,
    /// The fewest changes to rankings.
    pub rankings: Option<&'a Rankings>,
    /// The fewest edits to statements.
    pub statements: Option<&'a Statements>,
    /// The single commitments.
    pub commitments: Option<&'a Commitments>,
    /// The complete condition.
    pub condition: Option<&'a Condition>,
    /// At most so many plans of a kind are told.
    pub limit: usize,
}

impl Stabilise<'_, '_> {
    /// The page.
    pub fn page(&self) -> Document {
        let conflict = self.answer.conflict;
        let mut page = Document::titled(conflict.title.as_str());
        let concept = self.concept.name;
        let wanted = match self.outcome {
            Some((text, states)) => Rich::from("Wanted: ")
                .then(Tone::Strong, text)
                .plain(format!(" ({}). Looked at most closely: ", count(states, "state", "states"))),
            None => Rich::from("Wanted: "),
        };
        page.paragraph(wanted.join(self.state(self.target)).plain("."));
        let solution = &self.answer.solution;
        let restless: Vec<String> = conflict
            .dm_ids()
            .filter(|&dm| !solution.stable(self.concept, dm).contains(self.target))
            .map(|dm| conflict.dm(dm).name.clone())
            .collect();
        page.paragraph(match restless.is_empty() {
            true => Rich::from("It is ").then(Tone::Good, "an equilibrium already").plain(format!(" under {concept}.")),
            false => Rich::from(format!("Under {concept} it is "))
                .then(Tone::Bad, "no equilibrium")
                .plain(format!(" as things are: {} would leave it.", and_list(&restless))),
        });
        if let Some(rankings) = self.rankings {
            self.rankings_section(&mut page, rankings);
        }
        if let Some(statements) = self.statements {
            self.statements_section(&mut page, statements);
        }
        if let Some(commitments) = self.commitments {
            self.commitments_section(&mut page, commitments);
        }
        if let Some(condition) = self.condition {
            self.condition_section(&mut page, condition);
        }
        page
    }

    fn rankings_section(&self, page: &mut Document, found: &Rankings) {
        page.heading("If they ranked the states otherwise", Rich::toned(Tone::Quiet, self.of(&found.vary)));
        if found.target != self.target {
            page.paragraph(
                Rich::from("The cheapest of the wanted states is ").join(self.state(found.target)).plain("."),
            );
        }
        match (&found.plan, found.ending) {
            (None, Ending::Interval) => page.paragraph(format!(
                "The search ended before it found a way. Whatever there is changes at least {}.",
                count(found.lower as usize, "pair of states", "pairs of states")
            )),
            (None, _) => page.paragraph("No rankings of theirs would do, while the others keep theirs."),
            (Some(plan), _) if plan.cost == 0 => page.paragraph("Nothing has to change."),
            (Some(plan), ending) => self.ranking_plan(page, found, plan, ending),
        }
    }

    fn ranking_plan(&self, page: &mut Document, found: &Rankings, plan: &RankingPlan, ending: Ending) {
        let conflict = self.answer.conflict;
        let pairs = count(plan.cost as usize, "pair of states", "pairs of states");
        let known = match ending {
            Ending::Interval => format!(
                "at most {pairs} would have to be compared otherwise, and at least {} (the search ended before it knew which)",
                number(found.lower)
            ),
            _ => format!("{pairs} would have to be compared otherwise, and no fewer would do"),
        };
        page.paragraph(Rich::from(format!("In all, {known}:")));
        let mut items = Vec::new();
        for one in &plan.reranked {
            let who = &conflict.dm(one.dm).name;
            let raise = one.pairs.iter().all(|&(_, above)| above == found.target);
            let head = Rich::toned(Tone::Strong, who.as_str());
            if raise {
                let text = format!(
                    " would have to rank {} no lower than {} that it ranks above it now or as high ({} → {}):",
                    self.answer.name(found.target),
                    count(one.pairs.len(), "state", "states"),
                    self.place_before(one.dm, found.target),
                    place_after(one, found.target)
                );
                items.push(Item::new("●", head.plain(text)));
                let mut losers: Vec<usize> = one.pairs.iter().map(|pair| pair.0).collect();
                losers.sort_by_key(|&x| (std::cmp::Reverse(self.answer.solution.rank(one.dm, x)), x));
                items.extend(self.states(&losers));
            } else {
                items.push(Item::new("●", head.plain(" would have to put the first below the second in:")));
                for &(loser, winner) in one.pairs.iter().take(NAMED) {
                    let text = Rich::toned(Tone::Name, self.answer.name(loser))
                        .plain(" (")
                        .join(options_on(self.answer, loser))
                        .plain("), ")
                        .then(Tone::Name, self.answer.name(winner))
                        .plain(" (")
                        .join(options_on(self.answer, winner))
                        .plain(")");
                    items.push(Item::new("–", text).at(1));
                }
                if one.pairs.len() > NAMED {
                    items.push(Item::new("…", format!("and {} more pairs.", one.pairs.len() - NAMED)).at(1));
                }
            }
        }
        page.items(items);
    }

    fn statements_section(&self, page: &mut Document, found: &Statements) {
        page.heading("If their priorities were otherwise", Rich::toned(Tone::Quiet, self.of(&found.vary)));
        if found.vary.is_empty() {
            page.paragraph("None of them has a list of statements to edit.");
            return;
        }
        if found.target != self.target && !found.plans.is_empty() {
            page.paragraph(
                Rich::from("The wanted state that needs the fewest is ").join(self.state(found.target)).plain("."),
            );
        }
        let kinds = self.kinds(found);
        match found.plans.first() {
            None if found.complete_to == 0 => {
                page.paragraph(format!("The search ended before every single edit ({kinds}) had been tried."));
            }
            None => page.paragraph(format!(
                "No {} would do ({kinds}); all were tried. {}",
                match found.complete_to {
                    1 => "single edit".to_string(),
                    n => format!("combination of up to {n} edits"),
                },
                if found.cut { "The search ended there." } else { "More together might." }
            )),
            Some(plan) if plan.edits.is_empty() => page.paragraph("Nothing has to change."),
            Some(plan) => {
                let edits = plan.edits.len();
                page.paragraph(format!(
                    "{} ({kinds}), and no fewer; {} to do it{}:",
                    match edits {
                        1 => "One edit would do".to_string(),
                        n => format!("{n} edits together would do"),
                    },
                    match found.total {
                        1 => "there is one way".to_string(),
                        n => format!("there are {} ways", number(n)),
                    },
                    if found.total as usize > self.limit {
                        format!(", of which {} are shown", self.limit)
                    } else {
                        String::new()
                    }
                ));
                let mut items = Vec::new();
                for plan in found.plans.iter().take(self.limit) {
                    let parts: Vec<String> = plan.edits.iter().map(|edit| self.edit(edit)).collect();
                    items.push(Item::new("●", parts.join("; and ")));
                }
                page.items(items);
            }
        }
    }

    fn kinds(&self, found: &Statements) -> String {
        let mut kinds = Vec::new();
        for (tried, word) in [
            (found.kinds.drop, "dropped"),
            (found.kinds.negate, "turned into its opposite"),
            (found.kinds.shift, "moved to any place"),
            (found.kinds.add, "added (one option on, or off)"),
        ] {
            if tried {
                kinds.push(word.to_string());
            }
        }
        format!("a statement {}", or_list(&kinds))
    }

    fn edit(&self, edit: &Edit) -> String {
        let conflict = self.answer.conflict;
        let who = &conflict.dm(edit.dm).name;
        let text = edit.statement.that.text(conflict);
        let id = &edit.statement.id;
        let place = |at: usize| ordinal(at as u32 + 1);
        match &edit.change {
            Change::Drop { .. } => format!("{who} no longer cares for {id} ({text})"),
            Change::Negate { .. } => format!("{who} wants the opposite of {id} ({text})"),
            Change::Move { to, .. } => {
                let way = if *to < edit.from { "up" } else { "down" };
                format!("{who} moves {id} ({text}) {way} from {} to {} place", place(edit.from), place(*to))
            }
            _ => format!("{who} also wants {text}, in {} place", place(edit.from)),
        }
    }

    fn commitments_section(&self, page: &mut Document, found: &Commitments) {
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
        page.paragraph(format!("{} alone would do ({scope}):", count(found.found.len(), "commitment", "commitments")));
        let mut items: Vec<Item> =
            found.found.iter().take(self.limit).map(|one| Item::new("●", self.commitment(one))).collect();
        if found.found.len() > self.limit {
            items.push(Item::new("…", format!("and {} more.", found.found.len() - self.limit)));
        }
        page.items(items);
    }

    fn commitment(&self, one: &Commitment) -> Rich {
        let conflict = self.answer.conflict;
        let named = |option: OptionId| {
            let owner = &conflict.dm(conflict.option(option).owner).name;
            format!("{owner}: {}", quoted(&conflict.option(option).text))
        };
        let closes = |text: String| {
            Rich::from(text).then(Tone::Quiet, format!(" (closes {})", count(one.closes, "state", "states")))
        };
        match &one.kind {
            Kind::OneWay(option, Direction::On) => format!("{} can never be taken back", named(*option)).into(),
            Kind::OneWay(option, _) => format!("{}, once dropped, can never be taken up again", named(*option)).into(),
            Kind::Removed(option) => closes(format!("{} is given up for good", named(*option))),
            Kind::Closed(pair) => {
                let literal = |&(option, on): &(OptionId, bool)| {
                    format!("{}{}", if on { "" } else { "not " }, conflict.option_name(option))
                };
                closes(format!("nobody may bring about “{} and {}”", literal(&pair[0]), literal(&pair[1])))
            }
        }
    }

    fn condition_section(&self, page: &mut Document, condition: &Condition) {
        let conflict = self.answer.conflict;
        page.heading("The whole condition", Rich::toned(Tone::Quiet, "necessary and sufficient"));
        let name = self.answer.name(condition.target);
        if condition.requirements.is_empty() {
            page.paragraph(format!("{name} is an equilibrium whatever anybody wants."));
            return;
        }
        let fixed = if condition.opponents_fixed { ", the rankings of its opponents staying as they are" } else { "" };
        page.paragraph(format!(
            "{name} is an equilibrium exactly when all of these hold; each is for one decision maker{fixed}. To tie is enough."
        ));
        let mut items = Vec::new();
        for dm in conflict.dm_ids() {
            let own: Vec<_> = condition.requirements.iter().filter(|one| one.dm == dm).collect();
            let unmet = own.iter().filter(|one| !one.met).count();
            if own.is_empty() {
                continue;
            }
            let state = if unmet == 0 {
                Rich::toned(Tone::Good, "met")
            } else {
                Rich::toned(Tone::Bad, format!("{unmet} of {} not met", own.len()))
            };
            items
                .push(Item::new("●", Rich::toned(Tone::Strong, conflict.dm(dm).name.as_str()).plain(": ").join(state)));
            // Single alternatives of one state are one sentence; what is not met comes first.
            for met in [false, true] {
                let simple: Vec<usize> = own
                    .iter()
                    .filter(|one| one.met == met && one.alternatives.len() == 1)
                    .flat_map(|one| one.alternatives[0].iter().copied())
                    .collect();
                let mark = if met { "✓" } else { "✗" };
                if !simple.is_empty() {
                    let mut simple = simple;
                    simple.sort_unstable();
                    simple.dedup();
                    items.push(
                        Item::new(
                            mark,
                            format!("must rank {name} at least as high as {}", self.names(&simple, " and ")),
                        )
                        .at(1),
                    );
                }
                let mut told = 0;
                let complex: Vec<_> = own.iter().filter(|one| one.met == met && one.alternatives.len() > 1).collect();
                for one in complex.iter().take(TOLD) {
                    let singles: Vec<usize> =
                        one.alternatives.iter().filter(|all| all.len() == 1).map(|all| all[0]).collect();
                    let mut parts: Vec<String> = Vec::new();
                    if !singles.is_empty() {
                        let any = if singles.len() > 1 { "one of " } else { "" };
                        parts.push(format!("{any}{}", self.names(&singles, " or ")));
                    }
                    let several = one.alternatives.iter().filter(|all| all.len() > 1);
                    let more = several.clone().count();
                    parts.extend(several.take(3).map(|all| format!("all of {}", self.names(all, " and "))));
                    if more > 3 {
                        parts.push(format!("one of {} more such lists (JSON has all)", more - 3));
                    }
                    items.push(
                        Item::new(mark, format!("must rank {name} at least as high as {}", or_list(&parts))).at(1),
                    );
                    told += 1;
                }
                if complex.len() > told {
                    items.push(
                        Item::new("…", format!("and {} more of this kind (JSON has all).", complex.len() - told)).at(1),
                    );
                }
            }
        }
        page.items(items);
    }

    /// A state with what is on in it.
    fn state(&self, place: usize) -> Rich {
        let name = Rich::toned(Tone::Name, self.answer.name(place));
        let on = options_on(self.answer, place);
        let now = if self.answer.status_quo() == Some(place) { " (the status quo)" } else { "" };
        if on.is_empty() { name.plain(now) } else { name.plain(format!("{now}, ")).join(on) }
    }

    fn states(&self, places: &[usize]) -> Vec<Item> {
        let mut items: Vec<Item> =
            places.iter().take(TOLD).map(|&place| Item::new("–", self.state(place)).at(1)).collect();
        if places.len() > TOLD {
            items.push(Item::new("–", format!("and {}", self.names(&places[TOLD..], " and "))).at(1));
        }
        items
    }

    fn names(&self, places: &[usize], joint: &str) -> String {
        let mut names: Vec<String> = places.iter().take(NAMED).map(|&place| self.answer.name(place)).collect();
        if places.len() > NAMED + 1 {
            names.push(format!("{} more", places.len() - NAMED));
        } else if places.len() == NAMED + 1 {
            names.push(self.answer.name(places[NAMED]));
        }
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{joint}{last}", first.join(", ")),
        }
    }

    fn of(&self, vary: &[DmId]) -> String {
        let conflict = self.answer.conflict;
        if vary.is_empty() || vary.len() == conflict.decision_makers.len() {
            return String::new();
        }
        let names: Vec<String> = vary.iter().map(|&dm| conflict.dm(dm).name.clone()).collect();
        format!("{} only", and_list(&names))
    }

    fn place_before(&self, dm: DmId, place: usize) -> String {
        let solution = &self.answer.solution;
        ordinal(solution.places_in_ranking(dm) - solution.rank(dm, place))
    }

    /// The answer as JSON.
    pub fn json(&self, digest: &str) -> Value {
        let conflict = self.answer.conflict;
        let name = |place: usize| self.answer.name(place);
        let names = |places: &[usize]| places.iter().map(|&place| name(place)).collect::<Vec<_>>();
        let ids = |dms: &[DmId]| dms.iter().map(|&dm| conflict.dm(dm).id.clone()).collect::<Vec<_>>();
        let mut value = json!({
            "format": STABILISE_FORMAT,
            "conflict": { "title": conflict.title, "digest": digest },
            "concept": self.concept.id,
            "wanted": self.outcome.map(|(text, states)| json!({ "condition": text, "states": states })),
            "target": name(self.target),
            "equilibrium": self.answer.solution.equilibria(self.concept).contains(self.target),
        });
        if let Some(found) = self.rankings {
            let plan = found.plan.as_ref().map(|plan| {
                let each = plan.reranked.iter().map(|one| {
                    json!({
                        "decision_maker": conflict.dm(one.dm).id,
                        "cost": one.cost,
                        "pairs": one.pairs.iter().map(|&(a, b)| [name(a), name(b)]).collect::<Vec<_>>(),
                        "ranking": one.groups.iter().map(|group| names(group)).collect::<Vec<_>>(),
                    })
                });
                json!({ "cost": plan.cost, "rankings": each.collect::<Vec<_>>() })
            });
            value["rankings"] = json!({
                "target": name(found.target),
                "metric": "pairs of states compared otherwise",
                "vary": ids(&found.vary),
                "scope": match found.ending {
                    Ending::Exact => "exact",
                    Ending::Impossible => "impossible",
                    Ending::Interval => "interval",
                },
                "at_least": (found.ending != Ending::Impossible).then_some(found.lower),
                "plan": plan,
            });
        }
        if let Some(found) = self.statements {
            let plan = |plan: &detente_analysis::stabilise::StatementPlan| {
                plan.edits.iter().map(|edit| edit_json(conflict, edit)).collect::<Vec<_>>()
            };
            value["statements"] = json!({
                "target": name(found.target),
                "vary": ids(&found.vary),
                "scope": {
                    "complete_to_edits": found.complete_to,
                    "ended_early": found.cut,
                    "drop": found.kinds.drop,
                    "negate": found.kinds.negate,
                    "move": found.kinds.shift,
                    "add": found.kinds.add,
                },
                "fewest": found.plans.first().map(|plan| plan.edits.len()),
                "total": found.total,
                "plans": found.plans.iter().map(plan).collect::<Vec<_>>(),
            });
        }
        if let Some(found) = self.commitments {
            value["commitments"] = json!({
                "target": name(found.target),
                "scope": { "tried": found.tried, "all": found.all, "rules": found.rules, "already": found.already },
                "found": found.found.iter().map(|one| commitment_json(conflict, one)).collect::<Vec<_>>(),
            });
        }
        if let Some(condition) = self.condition {
            let one = |one: &detente_analysis::stabilise::Requirement| {
                json!({
                    "decision_maker": conflict.dm(one.dm).id,
                    "moves": names(&one.moves),
                    "at_least_as_high_as": one.alternatives.iter().map(|all| names(all)).collect::<Vec<_>>(),
                    "met": one.met,
                })
            };
            value["condition"] = json!({
                "target": name(condition.target),
                "opponents_fixed": condition.opponents_fixed,
                "all_of": condition.requirements.iter().map(one).collect::<Vec<_>>(),
            });
        }
        value
    }
}

fn place_after(one: &Reranked, target: usize) -> String {
    let place = one.groups.iter().position(|group| group.contains(&target)).unwrap_or(0);
    format!("{} of {}", ordinal(place as u32 + 1), number(one.groups.len() as u64))
}

fn edit_json(conflict: &Conflict, edit: &Edit) -> Value {
    let (kind, to) = match &edit.change {
        Change::Drop { .. } => ("drop", None),
        Change::Negate { .. } => ("negate", None),
        Change::Move { to, .. } => ("move", Some(to + 1)),
        _ => ("add", Some(edit.from + 1)),
    };
    json!({
        "edit": kind,
        "decision_maker": conflict.dm(edit.dm).id,
        "statement": edit.statement.id,
        "that": edit.statement.that.text(conflict),
        "from": (kind != "add").then_some(edit.from + 1),
        "to": to,
    })
}

fn commitment_json(conflict: &Conflict, one: &Commitment) -> Value {
    let (kind, choices) = match &one.kind {
        Kind::OneWay(option, direction) => {
            let name = conflict.option_name(*option);
            return json!({ "commitment": "one_way", "option": name, "direction": direction.word(), "closes": one.closes });
        }
        Kind::Removed(option) => ("removed", vec![(*option, true)]),
        Kind::Closed(pair) => ("closed", pair.to_vec()),
    };
    let choices: Vec<Value> =
        choices.iter().map(|&(option, on)| json!({ "option": conflict.option_name(option), "on": on })).collect();
    json!({ "commitment": kind, "never": choices, "closes": one.closes })
}

/// "a", "a or b", "a, b or c".
fn or_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
