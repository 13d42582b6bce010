//! What lasts where each decision maker acts on its own picture.

use detente_analysis::views::{Clarified, Course, HyperEquilibrium, Hypergame, Image};
use detente_model::{Change, Concept, DmId, Mark, Meaning, View, digest, numbered_name};
use serde_json::{Map, Value, json};

use crate::document::{Align, Document, Item, Rich, Table, Tone};
use crate::words::{and_list, count, number, vectors_on};

/// The `format` of [`Views::json`].
pub const VIEWS_FORMAT: &str = "detente-views/1";

/// What the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Views<'a, 'c> {
    /// The conflict as it is and as everybody sees it.
    pub game: &'a Hypergame<'c>,
    /// Its plain meaning.
    pub meaning: &'a Meaning<'c>,
    /// The views.
    pub views: &'a [View],
    /// Who has in full what somebody wants, where a variant changes just that: pairs of the two.
    pub unnoticed: &'a [(DmId, DmId)],
    /// The place of the state that is looked at closely: the status quo unless another was asked for.
    pub at: Option<usize>,
    /// Where it goes from there while everybody acts on its own picture.
    pub course: Option<&'a Course>,
    /// The joint improvements on it that there are, and that each decision maker sees: how many; `None` where they were not counted.
    pub gains: Option<&'a (usize, Vec<usize>)>,
    /// At most so many states are listed.
    pub limit: usize,
}

impl Views<'_, '_> {
    /// The page.
    pub fn page(&self) -> Document {
        let conflict = self.game.conflict;
        let mut page = Document::titled(conflict.title.as_str());
        let states = count(self.game.solution.states(), "feasible state", "feasible states");
        let misled = count(
            self.game.misled().len(),
            "decision maker with a view of its own",
            "decision makers with views of their own",
        );
        page.paragraph(Rich::toned(Tone::Quiet, format!("{misled} · {states}")));
        self.who_sees_what(&mut page);
        self.counts(&mut page);
        self.status_quo(&mut page);
        self.list(&mut page);
        self.clarification(&mut page);
        self.motion(&mut page);
        page
    }

    pub(crate) fn who_sees_what(&self, page: &mut Document) {
        let conflict = self.game.conflict;
        page.heading("Who sees it otherwise", Rich::empty());
        if self.game.misled().is_empty() {
            page.paragraph("Nobody: each sees the conflict as it is, and expects what the others will do.");
            return;
        }
        let mut items = Vec::new();
        for dm in self.game.misled() {
            items.push(Item::new(Rich::empty(), Rich::toned(Tone::Strong, conflict.dm(dm).name.as_str())));
            for change in self.views.iter().filter(|view| view.of == dm).flat_map(|view| &view.changes) {
                items.push(Item::new("–", self.words(change)).at(1));
            }
            for (_, of) in self.unnoticed.iter().filter(|(by, _)| *by == dm) {
                let whose = &conflict.dm(*of).name;
                let text = format!("so it does not notice that this variant changes what {whose} wants");
                items.push(Item::new("–", text).at(1));
            }
            let another = (0..self.game.solution.states())
                .filter(|&place| matches!(self.game.image(dm, place), Image::Another(_)))
                .count();
            let none =
                (0..self.game.solution.states()).filter(|&place| self.game.image(dm, place) == Image::None).count();
            if another > 0 {
                let text = format!("it takes {} for another", count(another, "state", "states"));
                items.push(Item::new("–", text).at(1));
            }
            if none > 0 {
                items.push(Item::new("–", format!("{} it does not see at all", count(none, "state", "states"))).at(1));
            }
        }
        page.items(items);
    }

    fn words(&self, change: &Change) -> String {
        let conflict = self.game.conflict;
        let of = |id: &String| match conflict.statement_place(id) {
            Ok((dm, _)) => format!("what {} wants ({id})", conflict.dm(dm).name),
            Err(_) => format!("what cannot be ({id})"),
        };
        match change {
            Change::Prefer { dm, statements } => format!(
                "it thinks that {} wants: {}",
                conflict.dm(*dm).name,
                statements.iter().map(|s| s.that.text(conflict)).collect::<Vec<_>>().join("; ")
            ),
            Change::Rank { dm, .. } => format!("it thinks that {} ranks the states otherwise", conflict.dm(*dm).name),
            Change::Fix { option, on: false } => format!("it does not know of {}", conflict.option_name(*option)),
            Change::Fix { option, on: true } => format!("it takes {} for settled", conflict.option_name(*option)),
            Change::Add { dm, statement, .. } => {
                format!("it thinks that {} wants also: {}", conflict.dm(*dm).name, statement.that.text(conflict))
            }
            Change::Replace { id, that } => format!("it is wrong about {}: {}", of(id), that.text(conflict)),
            Change::Negate { id } | Change::Mark { id, mark: Mark::Opposite } => {
                format!("it takes {} for the opposite", of(id))
            }
            Change::Drop { id } | Change::Mark { id, mark: Mark::Absent } => format!("it does not know {}", of(id)),
            Change::Places { dm, .. } => format!("it is wrong about the order of what {} wants", conflict.dm(*dm).name),
            Change::Move { id, .. } | Change::Place { id, .. } => format!("it is wrong about the weight of {}", of(id)),
            Change::AddRule(rule) => format!("it thinks that this cannot be: {}", rule.when.text(conflict)),
            Change::Direct { option, .. } => {
                format!("it is wrong about how {} can be changed", conflict.option_name(*option))
            }
            Change::StatusQuo(_) => "it takes another state for the status quo".into(),
        }
    }

    pub(crate) fn counts(&self, page: &mut Document) {
        let conflict = self.game.conflict;
        page.heading(
            "Where it could rest",
            Rich::toned(Tone::Quiet, "equilibria in truth, in each picture, and in all"),
        );
        let mut columns = vec![("concept".into(), Align::Left), ("in truth".into(), Align::Right)];
        columns
            .extend(self.game.misled().iter().map(|&dm| (format!("as {} sees it", conflict.dm(dm).id), Align::Right)));
        columns.extend(["hypergame", "expected by all", "a surprise"].map(|name| (name.to_string(), Align::Right)));
        let mut table = Table::new("views", columns);
        for concept in self.game.solution.concepts() {
            let found = self.game.equilibria(concept);
            let expected = found.iter().filter(|found| found.surprises.is_empty()).count();
            let mut row: Vec<Rich> = vec![concept.name.into()];
            let mut counts = vec![self.game.solution.equilibria(concept).count()];
            counts.extend(
                self.game.misled().iter().map(|&dm| self.game.picture(dm).solution.equilibria(concept).count()),
            );
            counts.extend([found.len(), expected, found.len() - expected]);
            row.extend(counts.into_iter().map(|n| Rich::from(number(n as u128))));
            table.rows.push(row);
        }
        table.notes.push("A hypergame equilibrium is a state that each decision maker finds stable for itself in its own picture. It is a surprise where somebody expects another to leave.".into());
        page.table(table);
    }

    pub(crate) fn status_quo(&self, page: &mut Document) {
        let Some(place) = self.at else { return };
        let title = if self.is_status_quo() { "The status quo" } else { "This state" };
        let on = vectors_on(self.meaning, &self.game.solution.state(place));
        page.heading(title, Rich::toned(Tone::Name, self.name(place)).plain(" ").join(on));
        let mut columns =
            vec![("concept".into(), Align::Left), ("lasts".into(), Align::Left), ("in truth".into(), Align::Left)];
        let eyes: Vec<DmId> = self.game.conflict.dm_ids().collect();
        columns.extend(eyes.iter().map(|&dm| (format!("{} expects", self.id(dm)), Align::Left)));
        let mut table = Table::new("status_quo", columns);
        for concept in self.game.solution.concepts() {
            let truly = self.game.solution.equilibria(concept).contains(place);
            let mut row = vec![concept.name.into(), yes(self.game.is_equilibrium(concept, place)), yes(truly)];
            row.extend(eyes.iter().map(|&dm| match self.game.expects_to_leave(dm, concept, place) {
                None => Rich::toned(Tone::Quiet, "does not see it"),
                Some(leavers) if leavers.is_empty() => Rich::from("all to stay"),
                Some(leavers) => Rich::toned(Tone::Warn, format!("{} to leave", self.ids(&leavers))),
            }));
            table.rows.push(row);
        }
        page.table(table);
    }

    pub(crate) fn list(&self, page: &mut Document) {
        for concept in self.game.solution.concepts() {
            let found = self.game.equilibria(concept);
            let unseen = self.game.unseen(concept);
            if found.is_empty() && unseen.is_empty() {
                continue;
            }
            page.heading(
                &format!("Hypergame equilibria, {}", concept.name),
                Rich::toned(Tone::Quiet, number(found.len() as u128)),
            );
            let mut items: Vec<Item> = found
                .iter()
                .take(self.limit)
                .map(|found| {
                    let state = vectors_on(self.meaning, &self.game.solution.state(found.place));
                    let mark = Rich::toned(Tone::Name, self.name(found.place));
                    Item::new(mark, state.plain(": ").join(self.kind(found)))
                })
                .collect();
            if found.len() > self.limit {
                items.push(Item::new("…", format!("and {} more", number((found.len() - self.limit) as u128))));
            }
            for (place, blind) in unseen.iter().take(self.limit) {
                let text = format!("would be one, but {} not see it", self.do_not(blind));
                items.push(Item::new(Rich::toned(Tone::Name, self.name(*place)), text));
            }
            page.items(items);
        }
    }

    fn do_not(&self, dms: &[DmId]) -> String {
        format!("{} {}", self.ids(dms), if dms.len() == 1 { "does" } else { "do" })
    }

    fn kind(&self, found: &HyperEquilibrium) -> Rich {
        let mut rich = match found.surprises.is_empty() {
            true => Rich::toned(Tone::Good, "expected by all"),
            false => {
                let each: Vec<String> = found
                    .surprises
                    .iter()
                    .map(|(dm, leavers)| {
                        format!("a surprise to {}, who expects {} to leave", self.id(*dm), self.ids(leavers))
                    })
                    .collect();
                Rich::toned(Tone::Warn, each.join("; "))
            }
        };
        if !found.mistaken.is_empty() {
            rich = rich.plain(format!("; taken for another state by {}", self.ids(&found.mistaken)));
        }
        if found.truly { rich } else { rich.plain("; rests on misperception alone") }
    }

    /// One misled decision maker at a time, and all together.
    fn clarifications(&self, concept: &Concept) -> Vec<Clarified> {
        let misled = self.game.misled();
        let mut who: Vec<Vec<DmId>> = misled.iter().map(|&dm| vec![dm]).collect();
        if misled.len() > 1 {
            who.push(misled);
        }
        who.iter().map(|who| self.game.clarified(concept, who)).collect()
    }

    pub(crate) fn clarification(&self, page: &mut Document) {
        if self.game.misled().is_empty() {
            return;
        }
        page.heading("What clarification would change", Rich::toned(Tone::Quiet, "if somebody saw it as it is"));
        let columns = [
            ("concept", Align::Left),
            ("who sees it as it is", Align::Left),
            ("appear", Align::Left),
            ("disappear", Align::Left),
        ];
        let mut table = Table::new("clarification", columns.map(|(name, align)| (name.to_string(), align)));
        for concept in self.game.solution.concepts() {
            for clarified in self.clarifications(concept) {
                table.rows.push(vec![
                    concept.name.into(),
                    self.ids(&clarified.who).into(),
                    self.names_in_short(&clarified.appear),
                    self.names_in_short(&clarified.disappear),
                ]);
            }
        }
        page.table(table);
    }

    fn names_in_short(&self, places: &[usize]) -> Rich {
        if places.is_empty() {
            return Rich::toned(Tone::Quiet, "none");
        }
        let mut names: Vec<String> = places.iter().take(self.limit).map(|&place| self.name(place)).collect();
        if places.len() > self.limit {
            names.push(format!("… ({})", number(places.len() as u128)));
        }
        Rich::toned(Tone::Name, names.join(" "))
    }

    pub(crate) fn motion(&self, page: &mut Document) {
        if let Some((truly, seen)) = self.gains {
            page.heading(
                "What there is to be gained together",
                Rich::toned(Tone::Quiet, format!("states that all prefer to {}", self.which())),
            );
            let each: Vec<String> = self
                .game
                .conflict
                .dm_ids()
                .zip(seen)
                .map(|(dm, n)| format!("{} sees {}", self.game.conflict.dm(dm).name, number(*n as u128)))
                .collect();
            page.paragraph(format!("There are {}; {}.", number(*truly as u128), and_list(&each)));
        }
        let Some(course) = self.course else { return };
        page.heading(
            &format!("Where it goes from {}", self.which()),
            Rich::toned(Tone::Quiet, "best improvements, as each mover sees them"),
        );
        if course.steps.is_empty() {
            page.paragraph("Nobody sees an improvement for itself: it stays.");
            return;
        }
        let mut items: Vec<Item> = course
            .steps
            .iter()
            .take(self.limit)
            .map(|step| {
                let mover = Rich::toned(Tone::Strong, self.game.conflict.dm(step.by).name.as_str());
                let text = mover
                    .plain(" moves from ")
                    .then(Tone::Name, self.name(step.from))
                    .plain(" to ")
                    .then(Tone::Name, self.name(step.to))
                    .plain(" (")
                    .join(vectors_on(self.meaning, &self.game.solution.state(step.to)))
                    .plain(")");
                let surprise = match step.surprises.is_empty() {
                    true => Rich::empty(),
                    false => Rich::toned(Tone::Warn, format!("; a surprise to {}", self.ids(&step.surprises))),
                };
                Item::new("–", text.join(surprise))
            })
            .collect();
        if course.steps.len() > self.limit || !course.complete {
            items.push(Item::new("…", "and further steps"));
        }
        page.items(items);
        let rests: Vec<String> = course.rests.iter().map(|&place| self.name(place)).collect();
        page.paragraph(match (rests.is_empty(), course.complete) {
            (true, true) => "It comes to no rest.".to_string(),
            (true, false) => "No place of rest was found as far as it was followed.".to_string(),
            (false, true) => format!("It comes to rest at {}.", and_list(&rests)),
            (false, false) => format!(
                "It comes to rest at {}, and perhaps elsewhere: it was not followed to the end.",
                and_list(&rests)
            ),
        });
    }

    /// The answer as JSON.
    pub fn json(&self) -> Value {
        let conflict = self.game.conflict;
        let names = |places: &[usize]| -> Vec<String> { places.iter().map(|&place| self.name(place)).collect() };
        let ids = |dms: &[DmId]| -> Vec<&str> { dms.iter().map(|&dm| self.id(dm)).collect() };
        let (mut equilibria, mut clarified, mut unseen) = (Map::new(), Map::new(), Map::new());
        for concept in self.game.solution.concepts() {
            let list: Vec<Value> = self
                .game
                .equilibria(concept)
                .iter()
                .map(|found| {
                    let surprises: Map<String, Value> = found
                        .surprises
                        .iter()
                        .map(|(dm, leavers)| (self.id(*dm).into(), ids(leavers).into()))
                        .collect();
                    json!({
                        "state": self.name(found.place),
                        "expected_by_all": found.surprises.is_empty(),
                        "surprises": surprises,
                        "mistaken": ids(&found.mistaken),
                        "equilibrium_in_truth": found.truly,
                    })
                })
                .collect();
            equilibria.insert(concept.id.into(), list.into());
            let list = self.clarifications(concept);
            let list = list.iter().map(
                |it| json!({ "who": ids(&it.who), "appear": names(&it.appear), "disappear": names(&it.disappear) }),
            );
            clarified.insert(concept.id.into(), list.collect::<Vec<_>>().into());
            let list = self.game.unseen(concept);
            let list = list.iter().map(|(place, blind)| json!({ "state": self.name(*place), "by": ids(blind) }));
            unseen.insert(concept.id.into(), list.collect::<Vec<_>>().into());
        }
        let course = self.course.map(|course| {
            let steps = course.steps.iter().map(|step| json!({
                "by": self.id(step.by), "from": self.name(step.from), "to": self.name(step.to), "surprises": ids(&step.surprises),
            }));
            json!({ "steps": steps.collect::<Vec<_>>(), "rests": names(&course.rests), "complete": course.complete })
        });
        json!({
            "format": VIEWS_FORMAT,
            "conflict": { "title": conflict.title, "digest": digest(conflict) },
            "scope": { "complete": true, "level": 1 },
            "views_of": ids(&self.game.misled()),
            "status_quo": self.place_of_status_quo().map(|place| self.name(place)),
            "at": self.at.map(|place| {
                let concepts = self.game.solution.concepts().iter();
                let under = concepts.map(|concept| (concept.id.to_string(), self.fate(concept, place)));
                json!({ "state": self.name(place), "under": under.collect::<Map<String, Value>>() })
            }),
            "does_not_notice": self.unnoticed.iter().map(|(by, of)| json!({ "who": self.id(*by), "of": self.id(*of) })).collect::<Vec<_>>(),
            "equilibria": equilibria,
            "unseen": unseen,
            "clarified": clarified,
            "joint_improvements": self.gains.map(|(truly, seen)| {
                let seen: Map<String, Value> = conflict.dm_ids().zip(seen).map(|(dm, &n)| (self.id(dm).into(), n.into())).collect();
                json!({ "in_truth": truly, "seen": seen })
            }),
            "course": course,
        })
    }

    /// Whether a state lasts, and whom each expects to leave it; null for those who do not see it.
    fn fate(&self, concept: &Concept, place: usize) -> Value {
        let expects = self.game.conflict.dm_ids().map(|dm| {
            let leavers = self.game.expects_to_leave(dm, concept, place);
            let leavers = leavers.map(|dms| dms.iter().map(|&dm| self.id(dm).to_string()).collect::<Vec<_>>());
            (self.id(dm).to_string(), json!(leavers))
        });
        json!({
            "lasts": self.game.is_equilibrium(concept, place),
            "equilibrium_in_truth": self.game.solution.equilibria(concept).contains(place),
            "expects_to_leave": expects.collect::<Map<String, Value>>(),
        })
    }

    fn is_status_quo(&self) -> bool {
        self.at.is_some() && self.at == self.place_of_status_quo()
    }

    fn place_of_status_quo(&self) -> Option<usize> {
        self.game.conflict.status_quo.as_ref().and_then(|state| self.game.solution.place(state))
    }

    fn which(&self) -> String {
        match self.at {
            Some(place) if !self.is_status_quo() => self.name(place),
            _ => "the status quo".into(),
        }
    }

    fn id(&self, dm: DmId) -> &str {
        &self.game.conflict.dm(dm).id
    }

    fn ids(&self, dms: &[DmId]) -> String {
        and_list(&dms.iter().map(|&dm| self.id(dm).to_string()).collect::<Vec<_>>())
    }

    fn name(&self, place: usize) -> String {
        match &self.game.conflict.named_states {
            Some(named) => named[place].id.clone(),
            None => numbered_name(place),
        }
    }
}

fn yes(holds: bool) -> Rich {
    if holds { Rich::toned(Tone::Good, "yes") } else { Rich::toned(Tone::Bad, "no") }
}
