//! How decision makers see a conflict, and what they take its states for.

use crate::{Change, Conflict, DmId, Meaning, OptionId, State, View};

/// What somebody takes a state for, as a state of its own picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// It sees it as it is.
    Itself(State),
    /// It does not know of some options that are on (or off) there, and takes it for the state without them.
    Another(State),
    /// It is not in its picture at all.
    None,
}

impl Image {
    /// The state in the picture.
    pub fn state(self) -> Option<State> {
        match self {
            Image::Itself(state) | Image::Another(state) => Some(state),
            Image::None => None,
        }
    }
}

impl View {
    /// What `of` sees otherwise than it is: the changes of all its views, in order. None where it sees the conflict as it is.
    pub fn changes_of(views: &[View], of: DmId) -> Vec<Change> {
        views.iter().filter(|view| view.of == of).flat_map(|view| &view.changes).cloned().collect()
    }
}

impl Meaning<'_> {
    /// What somebody who sees this conflict with `changes` (its `picture`) takes `state` for. Options that it does not know of are those that the changes hold.
    /// A state that stands for several combinations must be taken for the same in all of them.
    pub fn image_in(&self, picture: &Meaning, changes: &[Change], state: &State) -> Image {
        let truth: &Conflict = self.conflict();
        if let Some(state) = truth.state_in(picture.conflict(), state) {
            return Image::Itself(state);
        }
        let held: Vec<(OptionId, bool)> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Fix { option, on } => Some((*option, *on)),
                _ => None,
            })
            .collect();
        let mut taken = self.vectors(state).iter().map(|vector| {
            let mut vector = vector.clone();
            held.iter().for_each(|&(option, on)| vector.set(option, on));
            picture.state_of(&vector)
        });
        match taken.next().flatten() {
            Some(first) if !held.is_empty() && taken.all(|other| other.as_ref() == Some(&first)) => {
                Image::Another(first)
            }
            _ => Image::None,
        }
    }
}
