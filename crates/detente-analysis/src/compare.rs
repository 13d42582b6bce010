//! Variants side by side: what each makes of the equilibria, of the status quo and of the propositions, and what changes against the conflict
//! as it is.
//!
//! States are the same across variants when they have the same options on, or the same name.

use std::fmt;

use detente_engine::{Control, Settings};
use detente_model::{ChangeError, Concept, Conflict, DmId, Proposition, State, Variant, View};

use crate::ask::{AskError, Bounds, Verdict, ask, question_in};
use crate::views::{Hypergame, ViewsError};
use crate::{Answer, AnswerError};

/// A conflict and its variants, compared.
#[derive(Debug)]
pub struct Compared {
    /// The conflict as it is.
    pub base: Side,
    /// Each variant, in order.
    pub variants: Vec<Varied>,
}

/// A variant beside the conflict as it is.
#[derive(Debug)]
pub struct Varied {
    /// Its id.
    pub id: String,
    /// What it is, in words.
    pub text: Option<String>,
    /// What there is to compare, and what it changes; or why it could not be analysed.
    pub outcome: Result<(Side, Difference), CompareError>,
}

/// What there is to compare of a conflict.
#[derive(Clone, Debug)]
pub struct Side {
    /// How many states are feasible.
    pub states: usize,
    /// For each concept asked for, how many equilibria there are.
    pub equilibria: Vec<(&'static Concept, usize)>,
    /// The status quo, in the conflict's own states.
    pub status_quo: Option<State>,
    /// For each concept and each decision maker in order, whether the status quo is stable; empty without a status quo.
    pub fate: Vec<(&'static Concept, Vec<bool>)>,
    /// The verdict on each proposition in order; `None` where it is not asked of this variant.
    pub propositions: Vec<Option<Result<Verdict, AskError>>>,
    /// What comes of it where everybody acts on its own picture; `None` where neither the file nor any variant has a view.
    pub seen: Option<Result<Seen, ViewsError>>,
}

/// What comes of a conflict where everybody acts on its own picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who has a view of its own.
    pub misled: Vec<DmId>,
    /// The same for each concept asked for.
    pub under: Vec<SeenUnder>,
}

/// The same under a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenUnder {
    /// The concept.
    pub concept: &'static Concept,
    /// How many hypergame equilibria there are.
    pub equilibria: usize,
    /// Whether the status quo is one; `None` without a status quo.
    pub lasts: Option<bool>,
    /// Who expects whom to leave the status quo; those who expect nobody to, or do not see it, are left out.
    pub expects: Vec<(DmId, Vec<DmId>)>,
}

/// What a variant changes against the conflict as it is. All states are those of the conflict as it is, except in `new`.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// For each concept, the equilibria that are lost or won; concepts under which nothing changes are left out.
    pub equilibria: Vec<EquilibriaChanged>,
    /// For whom, and under which concept, the status quo (each one's own) is stable now and was not, or the other way round.
    pub fate: Vec<(&'static Concept, DmId, Turn)>,
    /// Whether the status quo is another state.
    pub status_quo_moved: bool,
    /// Under which concept the status quo (each one's own) is a hypergame equilibrium now and was not, or the other way round.
    pub seen: Vec<(&'static Concept, Turn)>,
    /// Under which concept who expects somebody to leave the status quo now and did not, or the other way round.
    pub expects: Vec<(&'static Concept, DmId, Turn)>,
    /// Under which concept the number of hypergame equilibria changes: from how many, to how many.
    pub hypergame: Vec<(&'static Concept, usize, usize)>,
    /// Which propositions, by their places, turn.
    pub propositions: Vec<(usize, Turn)>,
    /// How many states are feasible only in the conflict as it is, and only in the variant.
    pub states: (usize, usize),
}

/// How the equilibria under a concept change.
#[derive(Clone, Debug, PartialEq)]
pub struct EquilibriaChanged {
    /// The concept.
    pub concept: &'static Concept,
    /// States that are in both, and an equilibrium only in the conflict as it is.
    pub lost: Vec<State>,
    /// States that are in both, and an equilibrium only in the variant.
    pub won: Vec<State>,
    /// Equilibria of the conflict as it is that are no states of the variant.
    pub gone: Vec<State>,
    /// Equilibria of the variant that are no states of the conflict as it is; states of the variant.
    pub new: Vec<State>,
}

/// Which way a verdict turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It did not hold, and does in the variant.
    ToYes,
    /// It held, and does not in the variant.
    ToNo,
}

/// Why a variant could not be analysed.
#[derive(Clone, Debug)]
pub enum CompareError {
    /// Its changes cannot be made.
    Change(ChangeError),
    /// It is too large, or the work was cancelled.
    Answer(AnswerError),
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompareError::Change(error) => error.fmt(f),
            CompareError::Answer(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CompareError {}

impl Difference {
    /// Whether no verdict changes.
    pub fn is_none(&self) -> bool {
        let as_it_is = self.equilibria.is_empty() && self.fate.is_empty() && self.propositions.is_empty();
        as_it_is && self.seen.is_empty() && self.expects.is_empty() && self.hypergame.is_empty()
    }
}

impl Turn {
    fn between(before: bool, after: bool) -> Option<Turn> {
        match (before, after) {
            (false, true) => Some(Turn::ToYes),
            (true, false) => Some(Turn::ToNo),
            _ => None,
        }
    }
}

/// Compares `conflict` with its variants, under the concepts of `settings`. A proposition is asked of the conflict as it is and of the variants
/// it names.
///
/// # Errors
/// When the conflict as it is cannot be analysed. What is wrong with a variant stands in its place.
pub fn compare(
    conflict: &Conflict, variants: &[Variant], propositions: &[Proposition], settings: &Settings, control: &Control,
) -> Result<Compared, AnswerError> {
    let base = Answer::new(conflict, settings, control)?;
    let file_views = &conflict.study.views;
    let any_views = !file_views.is_empty() || variants.iter().any(|variant| !variant.views.is_empty());
    let with = |answer: &Answer, asked: &dyn Fn(&Proposition) -> bool, views: &[View]| Side {
        seen: any_views.then(|| seen(answer, views, settings, control)),
        ..side(answer, conflict, propositions, settings, control, asked)
    };
    let base_side = with(&base, &|_| true, file_views);
    let compared = variants
        .iter()
        .map(|variant| {
            let one = || {
                let changed = conflict.changed(&variant.changes).map_err(CompareError::Change)?;
                let answer = Answer::new(&changed, settings, control).map_err(CompareError::Answer)?;
                let asked = |proposition: &Proposition| proposition.variants.contains(&variant.id);
                let side = with(&answer, &asked, &variant.views_among(file_views));
                let difference = difference(&base, &base_side, &answer, &side);
                Ok((side, difference))
            };
            Varied { id: variant.id.clone(), text: variant.text.clone(), outcome: one() }
        })
        .collect();
    Ok(Compared { base: base_side, variants: compared })
}

fn side(
    answer: &Answer, base: &Conflict, propositions: &[Proposition], settings: &Settings, control: &Control,
    asked: &dyn Fn(&Proposition) -> bool,
) -> Side {
    let solution = &answer.solution;
    let bounds = Bounds { memory: settings.memory, ..Bounds::default() };
    let verdict = |proposition: &Proposition| {
        let question = question_in(base, answer.conflict, &proposition.question)?;
        ask(answer.conflict, &question, &bounds, control.cancelled)
    };
    Side {
        states: solution.states(),
        equilibria: solution.concepts().iter().map(|c| (*c, solution.equilibria(c).count())).collect(),
        status_quo: answer.conflict.status_quo.clone(),
        fate: answer.status_quo().map_or_else(Vec::new, |place| {
            let of = |concept: &'static Concept| {
                answer.conflict.dm_ids().map(|dm| solution.stable(concept, dm).contains(place)).collect()
            };
            solution.concepts().iter().map(|concept| (*concept, of(concept))).collect()
        }),
        propositions: propositions.iter().map(|p| asked(p).then(|| verdict(p))).collect(),
        seen: None,
    }
}

fn seen(answer: &Answer, views: &[View], settings: &Settings, control: &Control) -> Result<Seen, ViewsError> {
    let game = Hypergame::new(answer.conflict, views, settings, control)?;
    let place = answer.status_quo();
    let under = |concept: &'static Concept| SeenUnder {
        concept,
        equilibria: game.equilibria(concept).len(),
        lasts: place.map(|place| game.is_equilibrium(concept, place)),
        expects: place.map_or_else(Vec::new, |place| {
            let whom = |dm| game.expects_to_leave(dm, concept, place).filter(|leavers| !leavers.is_empty());
            answer.conflict.dm_ids().filter_map(|dm| Some((dm, whom(dm)?))).collect()
        }),
    };
    Ok(Seen { misled: game.misled(), under: settings.concepts.iter().map(|concept| under(concept)).collect() })
}

fn difference(base: &Answer, before: &Side, variant: &Answer, after: &Side) -> Difference {
    // Where each state of the one is in the other.
    let there: Vec<Option<usize>> = (0..base.solution.states())
        .map(|place| variant.solution.place(&base.conflict.state_in(variant.conflict, &base.solution.state(place))?))
        .collect();
    let mut known = vec![false; variant.solution.states()];
    there.iter().flatten().for_each(|&place| known[place] = true);
    let mut equilibria = Vec::new();
    for concept in base.solution.concepts() {
        let (was, is) = (base.solution.equilibria(concept), variant.solution.equilibria(concept));
        let mut changed =
            EquilibriaChanged { concept, lost: Vec::new(), won: Vec::new(), gone: Vec::new(), new: Vec::new() };
        for (place, other) in there.iter().enumerate() {
            let list = match (was.contains(place), other.map(|other| is.contains(other))) {
                (true, None) => &mut changed.gone,
                (true, Some(false)) => &mut changed.lost,
                (false, Some(true)) => &mut changed.won,
                _ => continue,
            };
            list.push(base.solution.state(place));
        }
        changed.new = is.iter().filter(|&place| !known[place]).map(|place| variant.solution.state(place)).collect();
        let lists = [&changed.lost, &changed.won, &changed.gone, &changed.new];
        if lists.iter().any(|list| !list.is_empty()) {
            equilibria.push(changed);
        }
    }
    let fate = before.fate.iter().zip(&after.fate).flat_map(|((concept, was), (_, is))| {
        let turns = was.iter().zip(is).map(|(&was, &is)| Turn::between(was, is));
        turns.enumerate().filter_map(|(dm, turn)| Some((*concept, DmId::from(dm), turn?)))
    });
    let under: Vec<(&SeenUnder, &SeenUnder)> = match (&before.seen, &after.seen) {
        (Some(Ok(was)), Some(Ok(is))) => was.under.iter().zip(&is.under).collect(),
        _ => Vec::new(),
    };
    let seen = under.iter().filter_map(|(was, is)| Some((was.concept, Turn::between(was.lasts?, is.lasts?)?)));
    let expects = under.iter().flat_map(|(was, is)| {
        let of = |seen: &SeenUnder, dm| seen.expects.iter().any(|(by, _)| *by == dm);
        let dms = base.conflict.dm_ids();
        dms.filter_map(move |dm| Some((was.concept, dm, Turn::between(of(was, dm), of(is, dm))?)))
    });
    let hypergame = under.iter().filter(|(was, is)| was.equilibria != is.equilibria);
    let hypergame = hypergame.map(|(was, is)| (was.concept, was.equilibria, is.equilibria));
    let propositions = before.propositions.iter().zip(&after.propositions).enumerate();
    let moved =
        |state: &Option<State>| state.as_ref().and_then(|state| base.conflict.state_in(variant.conflict, state));
    Difference {
        equilibria,
        fate: fate.collect(),
        seen: seen.collect(),
        expects: expects.collect(),
        hypergame: hypergame.collect(),
        status_quo_moved: moved(&before.status_quo) != after.status_quo,
        propositions: propositions
            .filter_map(|(place, verdicts)| match verdicts {
                (Some(Ok(was)), Some(Ok(is))) => Some((place, Turn::between(was.holds, is.holds)?)),
                _ => None,
            })
            .collect(),
        states: (there.iter().filter(|other| other.is_none()).count(), known.iter().filter(|known| !**known).count()),
    }
}
