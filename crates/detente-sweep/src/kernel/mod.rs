//! Five concepts at once on words of bits, for conflicts of up to 4,096 states.
//!
//! States, moves and who can be answered from where are worked out once for a structure; what follows from one ranking once for each ranking; and only SEQ and SSEQ once for each
//! combination of rankings. All sets are arrays of words whose length is known when the program is built, so that a set of 64 states is one register.

mod bits;
mod credible;
mod ranking;
mod structure;
mod view;

pub(crate) use bits::Bits;
pub(crate) use credible::{Answers, Credible};
pub(crate) use ranking::{Ranking, levels, levels_of};
pub(crate) use structure::Structure;
pub(crate) use view::{Kind, Variant, solve};

/// The kernel takes conflicts of so many states; larger ones go through the engine, one by one.
pub const MAX_STATES: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use detente_analysis::world::World;
    use detente_engine::{Control, Settings, analyse};
    use detente_model::{CONCEPTS, Conflict};
    use detente_testkit::{Shape, random_conflict};

    /// Compares all verdicts of the kernel with those of the engine.
    fn agrees<const W: usize>(conflict: &Conflict, what: &str) {
        let world = World::new(conflict, MAX_STATES).expect("a small conflict");
        let structure = Structure::<W>::new(conflict, &world);
        let numbers = |dm| (0..world.states()).map(|state| world.word(dm, state as u32)).collect::<Vec<_>>();
        let rankings: Vec<Ranking<W>> =
            conflict.dm_ids().map(|dm| Ranking::new(&structure, dm.index(), &levels_of(&numbers(dm)))).collect();
        let rankings: Vec<&Ranking<W>> = rankings.iter().collect();
        let (mut answers, mut found) = (Answers::new(structure.dms), Vec::new());
        solve(&structure, &rankings, &Bits::first(structure.states), true, &mut answers, &mut found);
        let variant = Variant::new(&rankings, &found);
        let settings = Settings { threads: Some(1), ..Settings::default() };
        let solution = analyse(conflict, &settings, &Control::none()).expect("a small conflict");
        for concept in CONCEPTS {
            let kind = Kind::of(concept);
            for dm in conflict.dm_ids() {
                for state in 0..structure.states {
                    assert_eq!(
                        variant.stable(kind, dm.index()).contains(state),
                        solution.stable(concept, dm).contains(state),
                        "{what}: state {state} under {} for {}",
                        concept.name,
                        conflict.dm(dm).id
                    );
                }
            }
            assert_eq!(variant.equilibria(kind).count() as usize, solution.equilibria(concept).count(), "{what}");
        }
        // Where only equilibria are asked for, fewer states are looked at, and the equilibria are the same.
        solve(&structure, &rankings, &Bits::EMPTY, true, &mut answers, &mut found);
        let fewer = Variant::new(&rankings, &found);
        for concept in CONCEPTS {
            let equilibria: Vec<usize> = solution.equilibria(concept).iter().collect();
            let mut kernel = Vec::new();
            fewer.equilibria(Kind::of(concept)).for_each(|state| kernel.push(state));
            assert_eq!(kernel, equilibria, "{what}: {}", concept.name);
        }
    }

    #[test]
    fn the_kernel_agrees_with_the_engine_on_thousands_of_random_conflicts_of_every_shape() {
        let mut unchained = 0;
        for seed in 0..1500 {
            for (shape, name) in [(Shape::Options, "options"), (Shape::Coalesced, "coalesced"), (Shape::Graph, "graph")]
            {
                let conflict = random_conflict(seed, shape);
                let world = World::new(&conflict, MAX_STATES).expect("a small conflict");
                unchained += usize::from(!Structure::<2>::new(&conflict, &world).chains);
                agrees::<2>(&conflict, &format!("{name} {seed}"));
            }
        }
        assert!(unchained > 1000, "moves that do not chain were tried only {unchained} times");
    }

    #[test]
    fn the_width_of_words_changes_nothing() {
        for seed in 5000..5100 {
            let conflict = random_conflict(seed, Shape::Options);
            agrees::<4>(&conflict, &format!("four words {seed}"));
            agrees::<16>(&conflict, &format!("sixteen words {seed}"));
            let world = World::new(&conflict, MAX_STATES).expect("a small conflict");
            if world.states() <= 64 {
                agrees::<1>(&conflict, &format!("one word {seed}"));
            }
        }
    }
}
