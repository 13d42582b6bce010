//! Conditions as lists of cubes: combinations of options that are on or off, each of which makes the condition true, and one of which must.

use detente_model::Expr;

/// A condition that takes more cubes is left as it is: looking at each would cost more than looking at it.
const MOST: usize = 64;

/// All option vectors in which the options of `mask` are as in `want`, whose other bits are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cube {
    pub mask: u64,
    pub want: u64,
}

impl Cube {
    /// What is in both; `None` where nothing is.
    fn and(self, other: Cube) -> Option<Cube> {
        let agree = (self.want ^ other.want) & self.mask & other.mask == 0;
        agree.then_some(Cube { mask: self.mask | other.mask, want: self.want | other.want })
    }

    /// Whether all of `other` is in it.
    fn covers(self, other: Cube) -> bool {
        self.mask & !other.mask == 0 && (self.want ^ other.want) & self.mask == 0
    }
}

/// The cubes of a condition on options below 64, none of which lies in another; `None` where they are too many.
pub(super) fn cubes(expr: &Expr) -> Option<Vec<Cube>> {
    of(expr, true)
}

/// The cubes in which the condition has the value `is`.
fn of(expr: &Expr, is: bool) -> Option<Vec<Cube>> {
    match expr {
        Expr::Constant(value) => Some(if *value == is { vec![Cube { mask: 0, want: 0 }] } else { Vec::new() }),
        Expr::Option(o) => Some(vec![Cube { mask: 1 << o.index(), want: u64::from(is) << o.index() }]),
        Expr::Not(a) => of(a, !is),
        Expr::And(parts) if is => all(parts.iter().map(|part| of(part, true))),
        Expr::And(parts) => any(parts.iter().map(|part| of(part, false))),
        Expr::Or(parts) if is => any(parts.iter().map(|part| of(part, true))),
        Expr::Or(parts) => all(parts.iter().map(|part| of(part, false))),
        Expr::Implies(a, b) if is => any([of(a, false), of(b, true)].into_iter()),
        Expr::Implies(a, b) => all([of(a, true), of(b, false)].into_iter()),
        Expr::Iff(a, b) => {
            let both = |a_is, b_is| all([of(a, a_is), of(b, b_is)].into_iter());
            any([both(true, is), both(false, !is)].into_iter())
        }
    }
}

/// What is in some cube of any of the lists.
fn any(mut lists: impl Iterator<Item = Option<Vec<Cube>>>) -> Option<Vec<Cube>> {
    lists.try_fold(Vec::new(), |mut found, list| {
        list?.into_iter().for_each(|cube| add(&mut found, cube));
        (found.len() <= MOST).then_some(found)
    })
}

/// What is in some cube of each of the lists.
fn all(mut lists: impl Iterator<Item = Option<Vec<Cube>>>) -> Option<Vec<Cube>> {
    lists.try_fold(vec![Cube { mask: 0, want: 0 }], |so_far, list| {
        let list = list?;
        let mut found = Vec::new();
        for one in &so_far {
            list.iter().filter_map(|&other| one.and(other)).for_each(|cube| add(&mut found, cube));
            if found.len() > MOST {
                return None;
            }
        }
        Some(found)
    })
}

/// Adds a cube unless it lies in one that is there; those that lie in it go.
fn add(found: &mut Vec<Cube>, cube: Cube) {
    if !found.iter().any(|one| one.covers(cube)) {
        found.retain(|one| !cube.covers(*one));
        found.push(cube);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_model::OptionId;

    fn option(at: u32) -> Expr {
        Expr::Option(OptionId(at))
    }

    fn not(a: Expr) -> Expr {
        Expr::Not(a.into())
    }

    #[test]
    fn cubes_hold_where_the_condition_does() {
        let conditions = [
            Expr::And(vec![option(0), not(Expr::Or(vec![option(1), option(3)]))]),
            Expr::Iff(option(2).into(), Expr::And(vec![option(0), option(1)]).into()),
            Expr::Implies(Expr::Or(vec![option(0), option(2)]).into(), not(option(3)).into()),
            not(Expr::Iff(option(0).into(), Expr::Implies(option(1).into(), option(2).into()).into())),
            Expr::Or(vec![option(0), not(option(0))]),
            Expr::And(vec![option(0), not(option(0))]),
            Expr::Constant(true),
            Expr::Or(Vec::new()),
        ];
        for condition in conditions {
            let cubes = cubes(&condition).expect("they are few");
            for vector in 0u64..16 {
                let holds = condition.holds_partly(&|o| Some(vector >> o.index() & 1 == 1)).expect("all is known");
                assert_eq!(
                    cubes.iter().any(|cube| (vector ^ cube.want) & cube.mask == 0),
                    holds,
                    "{condition:?} at {vector:b}"
                );
            }
        }
    }

    #[test]
    fn a_cube_that_lies_in_another_is_left_out() {
        let some = Expr::Or((0..40).map(option).collect());
        assert_eq!(cubes(&Expr::And(vec![option(3), option(9), some])).map(|cubes| cubes.len()), Some(1));
    }

    #[test]
    fn a_condition_of_too_many_cubes_is_left_as_it_is() {
        let pairs = |n: u32| Expr::And((0..n).map(|at| Expr::Or(vec![option(2 * at), option(2 * at + 1)])).collect());
        assert_eq!(cubes(&pairs(6)).map(|cubes| cubes.len()), Some(64));
        assert_eq!(cubes(&pairs(7)), None);
    }
}
