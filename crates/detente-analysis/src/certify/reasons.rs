//! A verdict with its reasons as typed values, for whoever explains it.

use std::collections::HashMap;

use detente_model::{DmId, State};

use super::search::{Found, Place, Prover};
use super::{CertifyError, Request};

pub use crate::motion::Step;

/// Whether a state is stable for a decision maker under a concept, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// It is: each improvement, in the order of states, has a sanction. Where there are none, there is no improvement.
    Stable(Vec<Sanctioned>),
    /// It is not.
    Unstable(Unanswered),
}

/// An improvement and a shortest sanction of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanctioned {
    /// The improvement.
    pub improvement: State,
    /// The opponents' legal sequence from there, at least one step. The last state is the sanction.
    pub sequence: Vec<Step>,
}

/// An improvement that has no sanction: of those that have none, the one that leaves the opponents the least to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The improvement.
    pub improvement: State,
    /// All that the opponents can do about it, nearest first, by steps of the kind that the concept asks for; `None`
    /// where the concept lets no answer count. Empty where they can do nothing.
    pub replies: Option<Vec<Reply>>,
}

/// A state that the opponents can reach from an improvement, and why it is no sanction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The state.
    pub state: State,
    /// The opponents who may be the last to move on the way there, in order.
    pub last_movers: Vec<DmId>,
    /// What remains of the gain.
    pub remains: Remains,
}

/// Why a state is no sanction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remains {
    /// The decision maker prefers it to the state that it started from.
    Preferred,
    /// It does not, but from there it can move to this state, which it prefers to the one that it started from. (Only
    /// where the concept asks for sanctions that cannot be escaped. Of several such moves, the best for it.)
    Escape(State),
}

impl Prover<'_, '_> {
    /// The verdict on a request, with its reasons.
    ///
    /// # Errors
    /// When the request is about nothing in the conflict, or the search grows too large.
    pub fn reasons(&mut self, request: &Request) -> Result<Reasons, CertifyError> {
        Ok(match self.decide(request)? {
            Found::Stable(sanctions) => Reasons::Stable(
                sanctions
                    .into_iter()
                    .map(|(y, sequence)| Sanctioned {
                        improvement: self.state(y).clone(),
                        sequence: sequence
                            .into_iter()
                            .map(|(by, to)| Step { by, to: self.state(to).clone() })
                            .collect(),
                    })
                    .collect(),
            ),
            Found::Unstable(y) => {
                let s = self.place(&request.state);
                let reached = request
                    .concept
                    .sanction
                    .map(|kind| by_state(self.replies(kind.steps, y).iter().map(|pair| (pair.state, pair.by))));
                let told = |reached: Vec<(Place, Vec<DmId>)>| {
                    reached.into_iter().map(|(z, last_movers)| self.reply(request.dm, s, z, last_movers)).collect()
                };
                let replies = reached.map(told).transpose()?;
                Reasons::Unstable(Unanswered { improvement: self.state(y).clone(), replies })
            }
        })
    }

    fn reply(&mut self, dm: DmId, s: Place, z: Place, last_movers: Vec<DmId>) -> Result<Reply, CertifyError> {
        let remains = if self.prefers(dm, z, s) {
            Remains::Preferred
        } else {
            let escape =
                self.escape(dm, z, s)?.expect("a reply that is neither preferred nor escaped from is a sanction");
            Remains::Escape(self.state(escape).clone())
        };
        Ok(Reply { state: self.state(z).clone(), last_movers, remains })
    }
}

/// The states in the order in which they come first, each with its last movers.
fn by_state(pairs: impl Iterator<Item = (Place, DmId)>) -> Vec<(Place, Vec<DmId>)> {
    let mut at = HashMap::new();
    let mut reached: Vec<(Place, Vec<DmId>)> = Vec::new();
    for (state, by) in pairs {
        let place = *at.entry(state).or_insert_with(|| {
            reached.push((state, Vec::new()));
            reached.len() - 1
        });
        reached[place].1.push(by);
    }
    reached.iter_mut().for_each(|(_, last_movers)| last_movers.sort_unstable());
    reached
}
