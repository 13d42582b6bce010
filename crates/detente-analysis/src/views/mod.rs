//! Misperception: what lasts where each decision maker acts on its own picture of the conflict.
//!
//! A [`View`] is how one decision maker sees the conflict; whoever has none sees it as it is. This is a *hypergame of the first level*: everybody has
//! a picture, and thinks that the others have the same (P. G. Bennett 1977, *Toward a theory of hypergames*, Omega 5, 749–751; M. Wang, K. W. Hipel and
//! N. M. Fraser 1988, *Modeling misperceptions in games*, Behavioral Science 33, 207–223). A state is a *hypergame equilibrium* when each decision maker finds it, or
//! what it takes it for, stable for itself in its own picture. Whether it also expects the others to stay is another matter, and gives the kinds: expected by
//! all, or a surprise to some.
//!
//! The literature goes on from here, and this module does not: hypergames of higher levels, in which pictures of pictures differ, and misperception of
//! oneself (Y. T. Aljefri, M. A. Bashar, L. Fang and K. W. Hipel 2018, *First-level hypergame for investigating misperception in conflicts*, IEEE
//! Transactions on Systems, Man, and Cybernetics: Systems 48, 2158–2175, sort the equilibria of the first level into eight sets by who knows of the state; their text
//! was not at hand, and the kinds here are our own); perceptual graph models with emotions (A. Obeidi, D. M. Kilgour and K. W. Hipel 2009).

use std::fmt;

use detente_engine::{Control, EngineError, Settings, Solution};
use detente_model::{Change, ChangeError, Concept, Conflict, DmId, Meaning, State, TooMany, Variant, View};

mod motion;

pub use motion::{Course, Taken};

/// A conflict and how each decision maker sees it.
#[derive(Debug)]
pub struct Hypergame<'c> {
    /// The conflict as it is.
    pub conflict: &'c Conflict,
    /// Its solution. Places of states are those of this solution wherever nothing else is said.
    pub solution: Solution,
    /// How each decision maker sees it, by decision maker.
    pub pictures: Vec<Picture>,
}

/// How one decision maker sees the conflict.
#[derive(Debug)]
pub struct Picture {
    /// Whether it has a view of its own.
    pub own: bool,
    /// The conflict as it sees it.
    pub conflict: Conflict,
    /// Its solution. Places of states in it are its own.
    pub solution: Solution,
    /// For each state of the conflict as it is, by place: what it is taken for.
    images: Vec<Image>,
}

/// What a decision maker takes a state for, by the place in its own picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Image {
    /// It sees it as it is.
    Itself(usize),
    /// It does not know of some options that are on (or off) there, and takes it for the state without them.
    Another(usize),
    /// It is not in its picture at all.
    None,
}

/// A hypergame equilibrium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HyperEquilibrium {
    /// Its place.
    pub place: usize,
    /// Those in whose picture it is no equilibrium, each with those whom it expects to leave; empty where everybody expects it to last.
    pub surprises: Vec<(DmId, Vec<DmId>)>,
    /// Those who take it for another state.
    pub mistaken: Vec<DmId>,
    /// Whether it is an equilibrium of the conflict as it is.
    pub truly: bool,
}

/// What clarification would change: the hypergame equilibria with and without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clarified {
    /// Whose views are replaced by the conflict as it is.
    pub who: Vec<DmId>,
    /// The places of states that become hypergame equilibria, ascending.
    pub appear: Vec<usize>,
    /// The places of states that cease to be, ascending.
    pub disappear: Vec<usize>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewsError {
    /// A view is no conflict.
    Change {
        /// The id of the decision maker whose view it is.
        of: String,
        /// What is wrong.
        error: ChangeError,
    },
    /// The conflict, or a view, could not be analysed.
    Engine(EngineError),
    /// The named states stand for too many combinations of options.
    TooMany(TooMany),
}

impl fmt::Display for ViewsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ViewsError::Change { of, error } => write!(f, "the view of `{of}` leaves no conflict: {error}"),
            ViewsError::Engine(error) => error.fmt(f),
            ViewsError::TooMany(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ViewsError {}

impl<'c> Hypergame<'c> {
    /// Analyses `conflict` as it is and as each decision maker sees it. Several views of one decision maker are taken together, in order.
    ///
    /// # Errors
    /// When a view leaves no meaningful conflict, or one of the conflicts cannot be analysed (cancelled work among the reasons).
    pub fn new(
        conflict: &'c Conflict, views: &[View], settings: &Settings, control: &Control,
    ) -> Result<Self, ViewsError> {
        let solution = detente_engine::analyse(conflict, settings, control).map_err(ViewsError::Engine)?;
        let picture = |dm| {
            let changes = View::changes_of(views, dm);
            Picture::new(conflict, &solution, dm, &changes, settings, control)
        };
        let pictures = conflict.dm_ids().map(picture).collect::<Result<Vec<_>, _>>()?;
        Ok(Hypergame { conflict, solution, pictures })
    }

    /// The decision makers that have a view of their own.
    pub fn misled(&self) -> Vec<DmId> {
        self.conflict.dm_ids().filter(|&dm| self.picture(dm).own).collect()
    }

    /// How `dm` sees the conflict.
    pub fn picture(&self, dm: DmId) -> &Picture {
        &self.pictures[dm.index()]
    }

    /// What `dm` takes the state at `place` for.
    pub fn image(&self, dm: DmId, place: usize) -> Image {
        self.picture(dm).images[place]
    }

    /// Whether `of` finds the state at `place` stable for `dm`, in its own picture; `None` where the state is not in it.
    pub fn finds_stable(&self, of: DmId, concept: &Concept, dm: DmId, place: usize) -> Option<bool> {
        let picture = self.picture(of);
        picture.images[place].place().map(|image| picture.solution.stable(concept, dm).contains(image))
    }

    /// Whether the state at `place` is an equilibrium in the picture of `of`; `None` where it is not in it.
    pub fn finds_equilibrium(&self, of: DmId, concept: &Concept, place: usize) -> Option<bool> {
        let picture = self.picture(of);
        picture.images[place].place().map(|image| picture.solution.equilibria(concept).contains(image))
    }

    /// Whom `of` expects to leave the state at `place`: those for whom it is unstable in its picture. `None` where the state is not in it.
    pub fn expects_to_leave(&self, of: DmId, concept: &Concept, place: usize) -> Option<Vec<DmId>> {
        let leaves = |&dm: &DmId| self.finds_stable(of, concept, dm, place) == Some(false);
        self.image(of, place).place().map(|_| self.conflict.dm_ids().filter(leaves).collect())
    }

    /// Whether each decision maker finds the state at `place` stable for itself in its own picture.
    pub fn is_equilibrium(&self, concept: &Concept, place: usize) -> bool {
        self.would_be_equilibrium(concept, place, &[])
    }

    /// The same where the views of `clarified` are replaced by the conflict as it is.
    fn would_be_equilibrium(&self, concept: &Concept, place: usize, clarified: &[DmId]) -> bool {
        self.conflict.dm_ids().all(|dm| match clarified.contains(&dm) {
            true => self.solution.stable(concept, dm).contains(place),
            false => self.finds_stable(dm, concept, dm, place) == Some(true),
        })
    }

    /// All hypergame equilibria, in the order of states, with their kinds.
    pub fn equilibria(&self, concept: &Concept) -> Vec<HyperEquilibrium> {
        let places = (0..self.solution.states()).filter(|&place| self.is_equilibrium(concept, place));
        places.map(|place| self.kind(concept, place)).collect()
    }

    fn kind(&self, concept: &Concept, place: usize) -> HyperEquilibrium {
        let leavers = |dm| Some((dm, self.expects_to_leave(dm, concept, place)?));
        HyperEquilibrium {
            place,
            surprises: self.conflict.dm_ids().filter_map(leavers).filter(|(_, leavers)| !leavers.is_empty()).collect(),
            mistaken: self.conflict.dm_ids().filter(|&dm| matches!(self.image(dm, place), Image::Another(_))).collect(),
            truly: self.solution.equilibria(concept).contains(place),
        }
    }

    /// The states that are no hypergame equilibria only because some do not have them in their pictures: all others find them stable for themselves.
    /// Each with those who do not see it, in the order of states.
    pub fn unseen(&self, concept: &Concept) -> Vec<(usize, Vec<DmId>)> {
        let blind = |place| self.conflict.dm_ids().filter(move |&dm| self.image(dm, place) == Image::None);
        (0..self.solution.states())
            .map(|place| (place, blind(place).collect::<Vec<DmId>>()))
            .filter(|(place, blind)| {
                let stays = |dm| self.finds_stable(dm, concept, dm, *place) != Some(false);
                !blind.is_empty() && self.conflict.dm_ids().all(stays)
            })
            .collect()
    }

    /// What is expected to last by somebody and does not: the states that are equilibria in the picture of `of` and no hypergame equilibria, in
    /// the order of states.
    pub fn vain_hopes(&self, of: DmId, concept: &Concept) -> Vec<usize> {
        (0..self.solution.states())
            .filter(|&place| {
                self.finds_equilibrium(of, concept, place) == Some(true) && !self.is_equilibrium(concept, place)
            })
            .collect()
    }

    /// What would change if the views of `who` were replaced by the conflict as it is.
    pub fn clarified(&self, concept: &Concept, who: &[DmId]) -> Clarified {
        let mut clarified = Clarified { who: who.to_vec(), appear: Vec::new(), disappear: Vec::new() };
        for place in 0..self.solution.states() {
            match (self.is_equilibrium(concept, place), self.would_be_equilibrium(concept, place, who)) {
                (false, true) => clarified.appear.push(place),
                (true, false) => clarified.disappear.push(place),
                _ => {}
            }
        }
        clarified
    }
}

/// Whom a variant does not reach: pairs of a decision maker with a view of the file and of one whose wishes that view has in full and the variant changes. Of these changes
/// the first sees nothing. `views` are those that hold in the variant ([`Variant::views_among`]), `changed` is the conflict with the variant made.
pub fn unnoticed(base: &Conflict, changed: &Conflict, variant: &Variant, views: &[View]) -> Vec<(DmId, DmId)> {
    let mut pairs = Vec::new();
    for view in views.iter().filter(|view| !variant.views.contains(view)) {
        for change in &view.changes {
            if let Change::Prefer { dm, .. } | Change::Rank { dm, .. } = change
                && base.dm(*dm).preference != changed.dm(*dm).preference
            {
                pairs.push((view.of, *dm));
            }
        }
    }
    pairs
}

impl Picture {
    fn new(
        truth: &Conflict, solution: &Solution, of: DmId, changes: &[Change], settings: &Settings, control: &Control,
    ) -> Result<Self, ViewsError> {
        let own = !changes.is_empty();
        let conflict =
            truth.changed(changes).map_err(|error| ViewsError::Change { of: truth.dm(of).id.clone(), error })?;
        let seen = match own {
            true => detente_engine::analyse(&conflict, settings, control).map_err(ViewsError::Engine)?,
            false => solution.clone(),
        };
        let images = match own {
            true => images(truth, solution, &conflict, &seen, changes)?,
            false => (0..solution.states()).map(Image::Itself).collect(),
        };
        Ok(Picture { own, conflict, solution: seen, images })
    }
}

impl Image {
    /// The place in the picture.
    pub fn place(self) -> Option<usize> {
        match self {
            Image::Itself(place) | Image::Another(place) => Some(place),
            Image::None => None,
        }
    }
}

/// What each state of the truth is taken for.
fn images(
    truth: &Conflict, solution: &Solution, conflict: &Conflict, seen: &Solution, changes: &[Change],
) -> Result<Vec<Image>, ViewsError> {
    let of_truth = Meaning::new(truth).map_err(ViewsError::TooMany)?;
    let of_picture = Meaning::new(conflict).map_err(ViewsError::TooMany)?;
    let place = |state: State| seen.place(&state);
    let image = |at: usize| match of_truth.image_in(&of_picture, changes, &solution.state(at)) {
        detente_model::Image::Itself(state) => place(state).map_or(Image::None, Image::Itself),
        detente_model::Image::Another(state) => place(state).map_or(Image::None, Image::Another),
        detente_model::Image::None => Image::None,
    };
    Ok((0..solution.states()).map(image).collect())
}
