//! Small conflicts in the notation of game theory: payoff lists, the higher the better.

use std::collections::BTreeMap;

use detente_model::{
    Conflict, DecisionMaker, Direction, DmId, DmOption, Extent, NamedState, OptionVector, Preference, Provenance, State,
};

/// A 2×2 game: the payoffs of row and column at CC, CD, DC, DD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Game {
    /// The first decision maker's payoffs.
    pub row: [u32; 4],
    /// The second one's.
    pub column: [u32; 4],
}

/// The conflict of a 2×2 game in option form: each player has the option to defect, and the states are CC, CD, DC, DD by place.
pub fn two_by_two(game: Game) -> Conflict {
    // As binary numbers with row's option first, CC CD DC DD are 0, 2, 1, 3.
    let state = |place: usize| State::Vector(OptionVector::from_bits(2, [0, 2, 1, 3][place]));
    let dm = |index: u32, id: &str, payoffs: &[u32]| DecisionMaker {
        id: id.into(),
        name: id.into(),
        options: index..index + 1,
        preference: ranked(payoffs, state),
        provenance: Provenance::default(),
    };
    let option = |owner: u32| DmOption {
        id: "defect".into(),
        owner: DmId(owner),
        text: "Defect".into(),
        direction: Direction::Both,
        provenance: Provenance::default(),
    };
    Conflict {
        decision_makers: vec![dm(0, "row", &game.row), dm(1, "column", &game.column)],
        options: vec![option(0), option(1)],
        ..empty("A 2×2 game")
    }
}

/// A decision maker of a graph model: its arcs between states counted from 0, and its payoffs.
pub type ArcsAndPayoffs<'a> = (&'a [(usize, usize)], &'a [u32]);

/// A conflict in graph form.
pub fn graph_model(states: usize, dms: &[ArcsAndPayoffs]) -> Conflict {
    let mut move_tables = BTreeMap::new();
    for (dm, (arcs, _)) in dms.iter().enumerate() {
        let mut table = vec![Vec::new(); states];
        for &(from, to) in *arcs {
            table[from].push(to);
        }
        table.iter_mut().for_each(|ends| ends.sort_unstable());
        move_tables.insert(DmId::from(dm), table);
    }
    Conflict {
        decision_makers: dms
            .iter()
            .enumerate()
            .map(|(dm, (_, payoffs))| DecisionMaker {
                id: format!("dm{dm}"),
                name: format!("DM {dm}"),
                options: 0..0,
                preference: ranked(payoffs, State::Named),
                provenance: Provenance::default(),
            })
            .collect(),
        named_states: Some(
            (0..states).map(|s| NamedState { id: format!("s{s}"), text: None, extent: Extent::Bare }).collect(),
        ),
        move_tables,
        ..empty("A graph model")
    }
}

/// A conflict with nothing in it.
pub(crate) fn empty(title: &str) -> Conflict {
    Conflict {
        title: title.into(),
        description: None,
        reference: None,
        sources: Vec::new(),
        claims: Vec::new(),
        decision_makers: Vec::new(),
        options: Vec::new(),
        rules: Vec::new(),
        named_states: None,
        move_tables: BTreeMap::new(),
        status_quo: None,
        outcomes: Vec::new(),
        published: Vec::new(),
        study: Default::default(),
    }
}

/// The direct ranking that payoffs give, best first, equal payoffs tied.
pub(crate) fn ranked(payoffs: &[u32], state: impl Fn(usize) -> State) -> Preference {
    let mut groups: BTreeMap<std::cmp::Reverse<u32>, Vec<State>> = BTreeMap::new();
    for (place, &payoff) in payoffs.iter().enumerate() {
        groups.entry(std::cmp::Reverse(payoff)).or_default().push(state(place));
    }
    Preference::Ranked(groups.into_values().collect())
}
