//! Resolving the tables of a study: variants, views, unknowns, propositions, events.
//!
//! Changes are made one after the other to a copy of the conflict as they are read. So each is checked where it stands, and places such
//! as `before c5` count in the list as it then is.

use super::ledger::Grounds;
use super::names::{Names, Scope};
use super::states::{StateNames, Vectors};
use super::table::{Desk, is_there, shorten};
use crate::diagnostic::listed;
use crate::file::{
    AddedTable, AlternativeTable, ConflictFile, Entries, EventTable, PropositionTable, QuestionTable, RuleTable,
    SeenTable, Spanned, StateValue, StatementValue, UnknownTable, VariantTable, ViewTable,
};
use crate::{
    Alternative, Change, ChangeError, ClaimId, Conflict, Diagnostic, Direction, DmId, Event, Meaning, Motion, OptionId,
    OutcomeWhen, Place, Preference, Proposition, Provenance, Question, Rule, State, Statement, Study, Unknown, Variant,
    View,
};

/// What the tables of a study are resolved against.
pub(crate) struct Resolver<'a> {
    pub desk: &'a Desk<'a>,
    pub grounds: &'a Grounds<'a>,
    pub names: &'a Names<'a>,
    pub states: &'a StateNames<'a>,
    pub conflict: &'a Conflict,
}

/// The keys that make changes, from whichever table.
struct Changes<'t> {
    negate: &'t Option<Vec<Spanned<String>>>,
    drop: &'t Option<Vec<Spanned<String>>>,
    replace: &'t Option<Entries<Spanned<String>>>,
    place: &'t Option<Entries<Spanned<String>>>,
    add: &'t Option<Vec<AddedTable>>,
    infeasible: &'t Option<Vec<RuleTable>>,
    hold: &'t Option<Entries<Spanned<bool>>>,
    direction: &'t Option<Entries<Spanned<Direction>>>,
    prefers: &'t Option<Entries<Spanned<Vec<StatementValue>>>>,
    ranking: &'t Option<Entries<Spanned<String>>>,
    status_quo: &'t Option<Spanned<StateValue>>,
}

macro_rules! changes_of {
    ($table:expr) => {
        Changes {
            negate: &$table.negate,
            drop: &$table.drop,
            replace: &$table.replace,
            place: &$table.place,
            add: &$table.add,
            infeasible: &$table.infeasible,
            hold: &$table.hold,
            direction: &$table.direction,
            prefers: &$table.prefers,
            ranking: &$table.ranking,
            status_quo: &$table.status_quo,
        }
    };
}

/// A list of changes that is being made, on a copy of the conflict.
struct Draft {
    conflict: Conflict,
    changes: Vec<Change>,
}

/// The changes that a table makes to a conflict that has been read, or `None` after complaints.
pub(crate) fn changes(desk: &Desk, conflict: &Conflict, table: &VariantTable) -> Option<Vec<Change>> {
    let Ok(meaning) = Meaning::new(conflict) else {
        let message = ChangeError::TooMany.to_string();
        desk.complain(Diagnostic::error("bad-change", 0..0, message).help("name fewer states"));
        return None;
    };
    let claims = conflict.claims.iter().enumerate().map(|(place, claim)| (claim.id.as_str(), ClaimId::from(place)));
    let ids = conflict.claims.iter().map(|claim| claim.id.as_str()).collect();
    let grounds = Grounds { desk, claims: claims.collect(), ids };
    let names = Names::of_conflict(desk, conflict);
    let vectors: Vectors = meaning.all_extents();
    let states = StateNames::new(desk, &names, conflict, &vectors);
    let resolver = Resolver { desk, grounds: &grounds, names: &names, states: &states, conflict };
    resolver.changes(&Spanned { value: "changes".into(), span: 0..0 }, &changes_of!(table))
}

impl Resolver<'_> {
    /// The study of the file. What cannot be resolved is left out after a complaint.
    pub(crate) fn study(&self, file: &ConflictFile) -> Study {
        let views = self.views(&file.views);
        let variants: Vec<Variant> =
            all(&file.variants).filter_map(|(key, table)| self.variant(key, table, &views)).collect();
        let mut unknowns = self.marks(file);
        unknowns.extend(all(&file.unknowns).filter_map(|(key, table)| self.unknown(key, table)));
        Study {
            views,
            unknowns,
            orders: Vec::new(),
            propositions: all(&file.propositions)
                .filter_map(|(key, table)| self.proposition(file, key, table))
                .collect(),
            events: file.events.iter().flatten().filter_map(|table| self.event(table)).collect(),
            variants,
        }
    }

    fn variant(&self, key: &Spanned<String>, table: &VariantTable, views: &[View]) -> Option<Variant> {
        if key.value == "base" {
            self.complain(
                key,
                "bad-id",
                "`base` is the name of the conflict as it is",
                "give the variant another name",
            );
        }
        let changes = self.changes(key, &changes_of!(table))?;
        let variant = Variant {
            id: key.value.clone(),
            text: table.text.as_ref().map(|text| text.value.clone()),
            other_reading: table.other_reading.iter().flatten().filter_map(|name| self.other_reading(name)).collect(),
            views: self.views_within(&table.views, &changes)?,
            clarified: self.clarified(&table.clarified, &table.views, views),
            changes,
            provenance: self.grounds.resolve(&table.cites, &table.basis, &table.because),
        };
        self.check_views(key, &variant, views);
        Some(variant)
    }

    /// The views that a variant has. Names of states in them mean those of the variant.
    fn views_within(&self, written: &Option<Entries<ViewTable>>, changes: &[Change]) -> Option<Vec<View>> {
        if written.is_none() {
            return Some(Vec::new());
        }
        let changed = self.conflict.changed(changes).ok()?;
        let vectors: Vectors = Meaning::new(&changed).ok()?.all_extents();
        let states = StateNames::new(self.desk, self.names, &changed, &vectors);
        Some(Resolver { states: &states, conflict: &changed, ..*self }.views(written))
    }

    /// Those who see a variant as it is. They have to have a view to lose, and none in the variant.
    fn clarified(
        &self, names: &Option<Vec<Spanned<String>>>, own: &Option<Entries<ViewTable>>, views: &[View],
    ) -> Vec<DmId> {
        let mut clarified = Vec::new();
        for name in names.iter().flatten() {
            let Some(dm) = self.decision_maker(name) else { continue };
            if all(own).any(|(by, _)| by.value == name.value) {
                let message = format!("`{}` has a view in this variant and cannot see it as it is as well", name.value);
                self.complain(name, "two-views", &message, "leave out one of the two");
            } else if !views.iter().any(|view| view.of == dm) {
                let message =
                    format!("`{}` has no view that could be left out: it sees the conflict as it is", name.value);
                let help = format!("add [views.{}] to the file, or leave the name out here", name.value);
                self.complain(name, "no-view", &message, &help);
            }
            clarified.push(dm);
        }
        clarified
    }

    /// Warns of a view of the file that makes no conflict of a variant.
    fn check_views(&self, key: &Spanned<String>, variant: &Variant, views: &[View]) {
        let Ok(changed) = self.conflict.changed(&variant.changes) else { return };
        for view in variant.views_among(views).iter().filter(|view| !variant.views.contains(view)) {
            if let Err(error) = changed.changed(&view.changes) {
                let by = &self.conflict.dm(view.of).id;
                let message = format!("the view of `{by}` does not go with this variant: {error}");
                let help = format!("give the variant a view of its own, views.{by}, or list `{by}` under clarified");
                self.desk.complain(Diagnostic::warning("bad-change", key.span.clone(), message).help(help));
            }
        }
    }

    /// A claim that has another reading to be taken.
    fn other_reading(&self, name: &Spanned<String>) -> Option<ClaimId> {
        let claim = self.grounds.claim(name)?;
        if self.conflict.claims[claim.index()].other_reading.is_none() {
            let message = format!("the claim `{}` has only one reading", name.value);
            self.complain(name, "one-reading", &message, "give it an `other_reading`, or leave it out here");
        }
        Some(claim)
    }

    fn unknown(&self, key: &Spanned<String>, table: &UnknownTable) -> Option<Unknown> {
        let written = table.written.as_ref().map_or("as it is written", |words| words.value.as_str());
        let mut alternatives = vec![Alternative { words: written.into(), changes: Vec::new() }];
        for other in &table.or {
            alternatives.push(self.alternative(key, other)?);
        }
        if alternatives.len() < 2 {
            let message = format!("the unknown `{}` has no alternative", shorten(&key.value));
            self.complain(key, "no-alternative", &message, "say how else it may be: or = [{ words = \"…\", … }]");
            return None;
        }
        Some(Unknown {
            id: key.value.clone(),
            text: table.text.as_ref().map(|text| text.value.clone()),
            alternatives,
            provenance: self.grounds.resolve(&table.cites, &table.basis, &table.because),
        })
    }

    fn alternative(&self, key: &Spanned<String>, table: &AlternativeTable) -> Option<Alternative> {
        let at = if is_there(&table.words) { &table.words } else { key };
        let changes = self.changes(at, &changes_of!(table))?;
        if changes.is_empty() {
            self.complain(
                at,
                "no-change",
                "this alternative changes nothing",
                "say what is otherwise: negate, drop, place, …",
            );
        }
        Some(Alternative { words: table.words.value.clone(), changes })
    }

    /// The changes of a table, checked by making them. `at` is where the table is named.
    fn changes(&self, at: &Spanned<String>, written: &Changes) -> Option<Vec<Change>> {
        let errors = self.desk.errors();
        let mut draft = Draft { conflict: self.conflict.clone(), changes: Vec::new() };
        for (name, list) in all(written.prefers) {
            let Some(dm) = self.decision_maker(name) else { continue };
            let statements = self.statements(dm, &format!("{}.{}", at.value, name.value), &list.value);
            self.make(&mut draft, name, Change::Prefer { dm, statements });
        }
        for name in written.drop.iter().flatten() {
            // Rules among them count for what is feasible, which is settled at the end.
            let is_rule = self.conflict.rules.iter().any(|rule| rule.id == name.value);
            let change = Change::Drop { id: name.value.clone() };
            if is_rule { draft.changes.push(change) } else { self.make(&mut draft, name, change) }
        }
        for (name, condition) in all(written.replace) {
            let rule = self.conflict.rules.iter().any(|rule| rule.id == name.value);
            let scope = match draft.conflict.statement_place(&name.value) {
                Ok((dm, _)) => Scope::Of(dm),
                Err(_) => Scope::Everywhere,
            };
            let Some(that) = self.names.condition(scope, condition) else { continue };
            let change = Change::Replace { id: name.value.clone(), that };
            if rule { draft.changes.push(change) } else { self.make(&mut draft, name, change) }
        }
        for name in written.negate.iter().flatten() {
            self.make(&mut draft, name, Change::Negate { id: name.value.clone() });
        }
        for (place, added) in written.add.iter().flatten().enumerate() {
            self.add(&mut draft, &format!("{}.added{}", at.value, place + 1), added);
        }
        for (name, place) in all(written.place) {
            self.place(&mut draft, name, place);
        }
        let settled = self.feasibility(&mut draft, at, written);
        (settled && self.desk.errors() == errors).then_some(draft.changes)
    }

    /// The changes that decide what is feasible, made together: one alone might leave the status quo nowhere.
    fn feasibility(&self, draft: &mut Draft, at: &Spanned<String>, written: &Changes) -> bool {
        for (place, rule) in written.infeasible.iter().flatten().enumerate() {
            let Some(when) = self.names.condition(Scope::Everywhere, &rule.when) else { return false };
            let id = rule.id.as_ref().map_or_else(|| format!("{}.rule{}", at.value, place + 1), |id| id.value.clone());
            let provenance = self.grounds.resolve(&rule.cites, &rule.basis, &rule.because);
            draft.changes.push(Change::AddRule(Rule { id, when, provenance }));
        }
        for (name, on) in all(written.hold) {
            let Some(option) = self.option(name) else { return false };
            draft.changes.push(Change::Fix { option, on: on.value });
        }
        for (name, direction) in all(written.direction) {
            let Some(option) = self.option(name) else { return false };
            draft.changes.push(Change::Direct { option, direction: direction.value });
        }
        if all(written.ranking).next().is_none() && written.status_quo.is_none() {
            return self.settle(draft, at);
        }
        // Names of states mean those of the changed conflict. Its rankings are not in line yet, and neither is its status quo.
        let mut changed = self.conflict.clone();
        changed.status_quo = None;
        for dm in &mut changed.decision_makers {
            if matches!(dm.preference, Preference::Ranked(_)) {
                dm.preference = Preference::Prioritised(Vec::new());
            }
        }
        let feasibility: Vec<Change> = draft
            .changes
            .iter()
            .filter(|change| match change {
                Change::AddRule(_) | Change::Fix { .. } => true,
                Change::Drop { id } | Change::Replace { id, .. } => {
                    self.conflict.rules.iter().any(|rule| rule.id == *id)
                }
                _ => false,
            })
            .cloned()
            .collect();
        let changed = match changed.with(&feasibility) {
            Ok((changed, _)) => changed,
            Err(error) => {
                self.refuse(at, &error);
                return false;
            }
        };
        let Ok(meaning) = Meaning::new(&changed) else {
            self.refuse(at, &ChangeError::TooMany);
            return false;
        };
        let vectors: Vectors = meaning.all_extents();
        let states = StateNames::new(self.desk, self.names, &changed, &vectors);
        // A list of changes counts named states as they are before it.
        let counted = |state: State| match &state {
            State::Named(_) => changed.state_in(self.conflict, &state).unwrap_or(state),
            State::Vector(_) => state,
        };
        for (name, ranking) in all(written.ranking) {
            let Some((dm, groups)) = self.decision_maker(name).zip(states.ranking(ranking)) else { return false };
            let groups = groups.into_iter().map(|group| group.into_iter().map(counted).collect()).collect();
            let change = Change::Rank { dm, groups };
            // Rankings and the status quo of the changed conflict go behind what changes its states.
            draft.changes.push(change);
        }
        if let Some(value) = written.status_quo {
            let Some(state) = states.value(value) else { return false };
            draft.changes.push(Change::StatusQuo(counted(state)));
        }
        self.settle(draft, at)
    }

    /// Makes all the changes at once, as everybody will who uses them.
    fn settle(&self, draft: &mut Draft, at: &Spanned<String>) -> bool {
        match self.conflict.changed(&draft.changes) {
            Ok(_) => true,
            Err(error) => {
                self.refuse(at, &error);
                false
            }
        }
    }

    fn make(&self, draft: &mut Draft, at: &Spanned<String>, change: Change) {
        match draft.conflict.with(std::slice::from_ref(&change)) {
            Ok((changed, _)) => {
                draft.conflict = changed;
                draft.changes.push(change);
            }
            Err(error) => self.refuse(at, &error),
        }
    }

    fn refuse(&self, at: &Spanned<String>, error: &ChangeError) {
        let help = match error {
            ChangeError::Unknown(id) => self.known_elements(id),
            ChangeError::Taken(_) => "give it another id".into(),
            ChangeError::BeyondTheEnd { .. } => "name a place within the list".into(),
            ChangeError::NoStatements(_) => "give it a new `ranking` instead".into(),
            ChangeError::NothingLeft => "hold fewer options, or say less in the rules".into(),
            ChangeError::StatusQuoLost => "add status_quo = […] beside the other changes".into(),
            ChangeError::Unranked(_) => "give it a `ranking` of all states beside the other changes".into(),
            ChangeError::Mixed { .. } => "give the decision maker a `ranking` instead".into(),
            ChangeError::TooMany => "name the states, or add rules".into(),
        };
        self.complain(at, "bad-change", &error.to_string(), &help);
    }

    fn known_elements(&self, id: &str) -> String {
        let mut ids: Vec<&str> = Vec::new();
        for dm in self.conflict.dm_ids() {
            ids.extend(self.conflict.statements(dm).unwrap_or_default().iter().map(|statement| statement.id.as_str()));
        }
        ids.extend(self.conflict.rules.iter().map(|rule| rule.id.as_str()));
        match self.desk.meant(id, ids.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("to choose from: {}", listed(&ids, 12)),
        }
    }

    fn add(&self, draft: &mut Draft, own_id: &str, added: &AddedTable) {
        let Some(dm) = self.decision_maker(&added.to) else { return };
        let Some(that) = self.names.condition(Scope::Of(dm), &added.that) else { return };
        let id = added.id.as_ref().map_or_else(|| own_id.to_string(), |id| id.value.clone());
        let provenance = self.grounds.resolve(&added.cites, &added.basis, &added.because);
        let statement = Statement { id: id.clone(), that, provenance };
        let at = added.id.as_ref().unwrap_or(&added.to);
        self.make(draft, at, Change::Add { dm, at: Change::AT_THE_END, statement });
        if let Some(place) = &added.place {
            self.put(draft, dm, at, id, place);
        }
    }

    fn place(&self, draft: &mut Draft, name: &Spanned<String>, place: &Spanned<String>) {
        match draft.conflict.statement_place(&name.value) {
            Ok((dm, _)) => self.put(draft, dm, name, name.value.clone(), place),
            Err(error) => self.refuse(name, &error),
        }
    }

    /// Puts a statement of `dm` at a place such as `before c5`. The place stays in words: other changes may come before this one.
    fn put(&self, draft: &mut Draft, dm: DmId, at: &Spanned<String>, id: String, place: &Spanned<String>) {
        let place_of = match place.value.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["first"] => Place::First,
            ["last"] => Place::Last,
            ["before", other] => Place::Before((*other).to_string()),
            ["after", other] => Place::After((*other).to_string()),
            _ => {
                let message = format!("`{}` is not a place", shorten(&place.value));
                let help = "write \"first\", \"last\", \"before ID\" or \"after ID\"";
                return self.complain(place, "bad-place", &message, help);
            }
        };
        if let Place::Before(other) | Place::After(other) = &place_of {
            let list = draft.conflict.statements(dm).unwrap_or_default();
            let ids: Vec<&str> = list.iter().map(|statement| statement.id.as_str()).filter(|own| *own != id).collect();
            if !ids.contains(&other.as_str()) {
                let message =
                    format!("`{}` has no statement `{}` to stand beside", self.conflict.dm(dm).id, shorten(other));
                let help = format!("to choose from: {}", listed(&ids, 12));
                return self.complain(place, "unknown-statement", &message, &help);
            }
        }
        self.make(draft, at, Change::Place { id, place: place_of });
    }

    fn views(&self, written: &Option<Entries<ViewTable>>) -> Vec<View> {
        let mut views = Vec::new();
        for (by, table) in all(written) {
            let Some(of) = self.decision_maker(by) else { continue };
            let provenance = self.grounds.resolve(&table.cites, &table.basis, &table.because);
            let changes = self.view(by, &table.decision_makers);
            views.extend(changes.map(|changes| View { of, changes, provenance }));
        }
        views
    }

    fn view(&self, by: &Spanned<String>, seen: &Entries<SeenTable>) -> Option<Vec<Change>> {
        let mut held = Vec::new();
        let mut prefers = Vec::new();
        let mut ranking = Vec::new();
        for (name, table) in &seen.0 {
            let dm = self.decision_maker(name)?;
            for option in table.unaware.iter().flatten() {
                let option = self.names.option(Scope::Of(dm), &option.value, || option.span.clone())?;
                held.push(Change::Fix { option, on: false });
            }
            if let Some(list) = &table.prefers {
                let statements = self.statements(dm, &format!("{} as {} sees it", name.value, by.value), &list.value);
                prefers.push(Change::Prefer { dm, statements });
            }
            if let Some(text) = &table.ranking {
                ranking.push(Change::Rank { dm, groups: self.states.ranking(text)? });
            }
        }
        let changes: Vec<Change> = prefers.into_iter().chain(ranking).chain(held).collect();
        match self.conflict.changed(&changes) {
            Ok(_) => Some(changes),
            Err(error) => {
                self.refuse(by, &error);
                None
            }
        }
    }

    /// A list of statements; those without an id are named after `stem`, by place.
    fn statements(&self, dm: DmId, stem: &str, written: &[StatementValue]) -> Vec<Statement> {
        let one = |(place, value): (usize, &StatementValue)| {
            let (id, that, provenance) = match value {
                StatementValue::Condition(that) => (None, that, Provenance::default()),
                StatementValue::Table(table) => {
                    self.refuse_marks(table);
                    let provenance = self.grounds.resolve(&table.cites, &table.basis, &table.because);
                    (table.id.as_ref(), &table.that, provenance)
                }
            };
            let id = id.map_or_else(|| format!("{stem}.{}", place + 1), |id| id.value.clone());
            Some(Statement { id, that: self.names.condition(Scope::Of(dm), that)?, provenance })
        };
        written.iter().enumerate().filter_map(one).collect()
    }

    fn proposition(&self, file: &ConflictFile, key: &Spanned<String>, table: &PropositionTable) -> Option<Proposition> {
        let known: Vec<&str> = all(&file.variants).map(|(key, _)| key.value.as_str()).collect();
        for name in table.variants.iter().flatten().filter(|name| !known.contains(&name.value.as_str())) {
            let message = format!("there is no variant `{}`", shorten(&name.value));
            let help = match (self.desk.meant(&name.value, known.iter().copied()), known.as_slice()) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, []) => "the file has no variants: add [variants.ID]".into(),
                (None, known) => format!("to choose from: {}", listed(known, 8)),
            };
            self.complain(name, "unknown-variant", &message, &help);
        }
        Some(Proposition {
            id: key.value.clone(),
            says: table.says.value.clone(),
            provenance: self.grounds.resolve(&table.cites, &table.basis, &table.because),
            question: self.question(&table.ask)?,
            variants: table.variants.iter().flatten().map(|name| name.value.clone()).collect(),
        })
    }

    fn question(&self, ask: &Spanned<QuestionTable>) -> Option<Question> {
        let table = &ask.value;
        let kinds: [(&str, bool, &[&str]); 8] = [
            ("equilibrium", table.equilibrium.is_some(), &["at"]),
            ("stable", table.stable.is_some(), &["decision_maker", "at"]),
            ("reaches", table.reaches.is_some(), &["from", "by"]),
            ("avoids", table.avoids.is_some(), &["from", "by"]),
            ("joint_improvement", table.joint_improvement.is_some(), &["from", "to"]),
            ("prefers", table.prefers.is_some(), &["better", "worse"]),
            ("some_equilibrium", table.some_equilibrium.is_some(), &["holds"]),
            ("every_equilibrium", table.every_equilibrium.is_some(), &["holds"]),
        ];
        let given: Vec<&(&str, bool, &[&str])> = kinds.iter().filter(|(_, given, _)| *given).collect();
        let [(kind, _, companions)] = given.as_slice() else {
            let names: Vec<&str> = kinds.iter().map(|(name, ..)| *name).collect();
            self.wrong(ask, "a question asks for exactly one thing", &format!("it has one of {}", listed(&names, 8)));
            return None;
        };
        let beside = [
            ("at", table.at.is_some()),
            ("decision_maker", table.decision_maker.is_some()),
            ("from", table.from.is_some()),
            ("by", table.by.is_some()),
            ("to", table.to.is_some()),
            ("better", table.better.is_some()),
            ("worse", table.worse.is_some()),
            ("holds", table.holds.is_some()),
        ];
        for (key, _) in beside.iter().filter(|(key, given)| *given && !companions.contains(key)) {
            self.wrong(
                ask,
                &format!("`{key}` does not go with `{kind}`"),
                &format!("`{kind}` goes with {}", listed(companions, 4)),
            );
        }
        let at = |value: &Option<Spanned<StateValue>>| match value {
            None => Some(None),
            Some(value) => self.states.value(value).map(Some),
        };
        let goal = |text: &Spanned<String>| self.goal(text);
        let holds = || match &table.holds {
            Some(text) => self.goal(text),
            None => {
                self.wrong(ask, &format!("`{kind}` needs a condition"), "add holds = \"…\"");
                None
            }
        };
        let by = table.by.as_ref().map_or(Motion::default(), |by| by.value);
        Some(match *kind {
            "equilibrium" => Question::Equilibrium { concept: table.equilibrium.as_ref()?.value.0, at: at(&table.at)? },
            "stable" => {
                let Some(dm) = &table.decision_maker else {
                    self.wrong(ask, "`stable` needs a decision maker", "add decision_maker = \"…\"");
                    return None;
                };
                let dm = self.decision_maker(dm)?;
                Question::Stable { concept: table.stable.as_ref()?.value.0, dm, at: at(&table.at)? }
            }
            "reaches" => Question::Reaches { from: at(&table.from)?, by, goal: goal(table.reaches.as_ref()?)? },
            "avoids" => Question::Avoids { from: at(&table.from)?, by, goal: goal(table.avoids.as_ref()?)? },
            "joint_improvement" => {
                let names = table.joint_improvement.iter().flatten();
                let coalition = names.map(|name| self.decision_maker(name)).collect::<Option<Vec<DmId>>>()?;
                if coalition.is_empty() {
                    self.wrong(ask, "a coalition has members", "name the decision makers: [\"…\", \"…\"]");
                    return None;
                }
                let goal = match &table.to {
                    None => None,
                    Some(text) => Some(self.goal(text)?),
                };
                Question::JointImprovement { coalition, from: at(&table.from)?, goal }
            }
            "prefers" => {
                let dm = self.decision_maker(table.prefers.as_ref()?)?;
                Question::Prefers { dm, better: at(&table.better)?, worse: at(&table.worse)? }
            }
            "some_equilibrium" => {
                Question::SomeEquilibrium { concept: table.some_equilibrium.as_ref()?.value.0, goal: holds()? }
            }
            _ => Question::EveryEquilibrium { concept: table.every_equilibrium.as_ref()?.value.0, goal: holds()? },
        })
    }

    /// A condition on states; in graph form the name of an outcome.
    fn goal(&self, text: &Spanned<String>) -> Option<OutcomeWhen> {
        let named = self.conflict.outcomes.iter().find(|outcome| outcome.id == text.value.trim());
        match named {
            Some(outcome) => Some(outcome.when.clone()),
            None => self.names.condition(Scope::Everywhere, text).map(OutcomeWhen::Holds),
        }
    }

    fn event(&self, table: &EventTable) -> Option<Event> {
        let by = self.decision_maker(&table.by)?;
        let mut switches = Vec::new();
        for (list, on) in [(&table.on, true), (&table.off, false)] {
            for name in list.iter().flatten() {
                let option = self.names.option(Scope::Of(by), &name.value, || name.span.clone())?;
                if self.conflict.option(option).owner != by {
                    let owner = &self.conflict.dm(self.conflict.option(option).owner).id;
                    let message = format!("`{}` is an option of `{owner}`, not of `{}`", name.value, table.by.value);
                    self.complain(name, "not-its-option", &message, "give each decision maker its own event");
                    return None;
                }
                switches.push((option, on));
            }
        }
        if switches.is_empty() {
            self.complain(
                &table.by,
                "no-switch",
                "this event switches no option",
                "say what changed: on = [\"…\"] or off = [\"…\"]",
            );
            return None;
        }
        Some(Event {
            date: table.date.value.clone(),
            by,
            switches,
            text: table.text.as_ref().map(|text| text.value.clone()),
            provenance: self.grounds.resolve(&table.cites, &table.basis, &table.because),
        })
    }

    fn decision_maker(&self, name: &Spanned<String>) -> Option<DmId> {
        let found = self.conflict.dm_by_id(&name.value);
        if found.is_none() && is_there(name) {
            let ids: Vec<&str> = self.conflict.decision_makers.iter().map(|dm| dm.id.as_str()).collect();
            let help = match self.desk.meant(&name.value, ids.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("to choose from: {}", listed(&ids, 8)),
            };
            let message = format!("there is no decision maker `{}`", shorten(&name.value));
            self.complain(name, "unknown-name", &message, &help);
        }
        found
    }

    fn option(&self, name: &Spanned<String>) -> Option<OptionId> {
        self.names.option(Scope::Everywhere, &name.value, || name.span.clone())
    }

    pub(super) fn complain(&self, at: &Spanned<String>, code: &'static str, message: &str, help: &str) {
        self.desk.complain(Diagnostic::error(code, at.span.clone(), message).help(help));
    }

    fn wrong(&self, ask: &Spanned<QuestionTable>, message: &str, help: &str) {
        self.desk.complain(Diagnostic::error("bad-question", ask.span.clone(), message).help(help));
    }
}

/// The entries of a table that may not be there.
fn all<T>(entries: &Option<Entries<T>>) -> impl Iterator<Item = &(Spanned<String>, T)> {
    entries.iter().flat_map(|entries| &entries.0)
}
