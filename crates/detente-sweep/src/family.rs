//! The family: factors, how many rows they make, and what each row has of them.

use detente_model::OptionId;

/// One thing that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The name of its column.
    pub name: String,
    /// What is varied.
    pub kind: Kind,
    /// How many values it has.
    pub values: u64,
}

/// What is varied.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The variant of the file; `None` is the conflict as it is written, otherwise by its place in the study.
    Variant(Vec<Option<usize>>),
    /// An unknown, by its id: value n is its alternative n.
    Unknown(String),
    /// An option, how it is held: `None` where it is free.
    Option {
        /// Which.
        option: OptionId,
        /// The values.
        held: Vec<Option<bool>>,
    },
    /// A rule, by its id: kept (0) or dropped (1).
    Rule(String),
    /// A statement, by its id: kept (0) or dropped (1).
    Statement(String),
    /// The order of some statements of one decision maker, by their ids as they are written. Value n is the nth permutation, in lexicographic order: 0 is as written. They change places among
    /// themselves.
    Order {
        /// Whose, by its place.
        dm: usize,
        /// Which.
        statements: Vec<String>,
    },
    /// Random changes: value n is the nth sample.
    Sample(Sample),
}

/// How a sample is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The seed.
    pub seed: u64,
    /// Whose statements, by place.
    pub dms: Vec<usize>,
    /// How they are put into another order.
    pub mixing: Mixing,
    /// Of a hundred statements, so many are dropped.
    pub drop_percent: u8,
}

/// How statements are put into another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixing {
    /// Any order is as likely as any other.
    Shuffle,
    /// So many times two statements that follow each other change places.
    Swaps(u32),
}

impl Kind {
    /// Whether it decides which states and moves there are or what statements say, rather than which statements there are and in what order.
    pub fn makes_forms(&self) -> bool {
        matches!(self, Kind::Variant(_) | Kind::Unknown(_) | Kind::Option { .. } | Kind::Rule(_))
    }
}

/// The family of a sweep: all combinations of its factors' values, numbered from 0. The first factor varies slowest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// The factors: first those that make forms, then those that change lists of statements.
    pub factors: Vec<Factor>,
}

/// A family has more rows than can be numbered.
pub const MAX_ROWS: u128 = i64::MAX as u128;

impl Family {
    /// How many rows there are; `None` where not even that can be counted.
    pub fn rows(&self) -> Option<u128> {
        self.factors.iter().try_fold(1u128, |rows, factor| rows.checked_mul(u128::from(factor.values)))
    }

    /// The number of factors that make forms; they come first.
    pub fn outer(&self) -> usize {
        self.factors.iter().take_while(|factor| factor.kind.makes_forms()).count()
    }

    /// How many rows each form has.
    pub fn rows_of_a_form(&self) -> u64 {
        self.factors[self.outer()..].iter().map(|factor| factor.values).product()
    }

    /// The values of the factors in a row.
    pub fn values(&self, row: u64) -> Vec<u64> {
        let mut left = row;
        let mut values: Vec<u64> = self
            .factors
            .iter()
            .rev()
            .map(|factor| {
                let value = left % factor.values;
                left /= factor.values;
                value
            })
            .collect();
        values.reverse();
        values
    }

    /// Goes on to the values of the next row; the first factor, by its place, that changed.
    pub fn advance(&self, values: &mut [u64]) -> usize {
        for place in (0..values.len()).rev() {
            values[place] += 1;
            if values[place] < self.factors[place].values {
                return place;
            }
            values[place] = 0;
        }
        0
    }
}

/// The permutation of `0..count` with this number, in lexicographic order.
pub fn permutation(count: usize, number: u64) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    let mut digits = vec![0; count];
    let mut rest = number;
    for (radix, digit) in (1..=count as u64).zip(digits.iter_mut().rev()) {
        *digit = (rest % radix) as usize;
        rest /= radix;
    }
    digits.into_iter().map(|digit| left.remove(digit)).collect()
}

/// How many permutations of `count` things there are; `None` where there are more than can be numbered.
pub fn permutations(count: usize) -> Option<u64> {
    (1..=count as u64).try_fold(1u64, |product, factor| product.checked_mul(factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(values: &[u64]) -> Family {
        let factor = |&values: &u64| Factor { name: String::new(), kind: Kind::Rule(String::new()), values };
        Family { factors: values.iter().map(factor).collect() }
    }

    #[test]
    fn rows_count_through_all_combinations_the_last_factor_fastest() {
        let family = family(&[2, 3, 4]);
        assert_eq!(family.rows(), Some(24));
        let mut values = family.values(0);
        for row in 0..24 {
            assert_eq!(values, family.values(row));
            assert_eq!(values, [row / 12, row / 4 % 3, row % 4]);
            family.advance(&mut values);
        }
        assert_eq!(values, [0, 0, 0]);
        assert_eq!(self::family(&[1 << 63, 1 << 63, 4]).rows(), None);
    }

    #[test]
    fn permutations_come_in_the_order_of_a_dictionary_and_each_once() {
        let all: Vec<Vec<usize>> = (0..120).map(|number| permutation(5, number)).collect();
        assert_eq!(all[0], [0, 1, 2, 3, 4]);
        assert_eq!(all[119], [4, 3, 2, 1, 0]);
        assert!(all.is_sorted());
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(permutation(0, 0), [0; 0]);
        assert_eq!(permutations(20), Some(2_432_902_008_176_640_000));
        assert_eq!(permutations(21), None);
    }
}
