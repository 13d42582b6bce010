//! Conditions on many option vectors at once: a bit a vector, 64 vectors a word.

use detente_model::Expr;

/// Words that are evaluated together, so that walking a condition's tree is paid once for all of them.
pub(crate) const LANES: usize = 4;

/// The vectors of one block: bit `b` of word `l` is for vector `64 l + b` of the block.
pub(crate) const BLOCK: usize = 64 * LANES;

/// A bit for each vector of a block.
pub(crate) type Lanes = [u64; LANES];

/// The bits of the numbers 0 to 63: what the first six options are in 64 vectors that follow each other.
pub(crate) const COUNTING: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

/// The vectors for which `expr` holds, where `option` tells in which of them an option is on.
pub(crate) fn holds<const L: usize>(expr: &Expr, option: &impl Fn(usize) -> [u64; L]) -> [u64; L] {
    let both = |a: [u64; L], b: [u64; L], f: fn(u64, u64) -> u64| std::array::from_fn(|l| f(a[l], b[l]));
    match expr {
        Expr::Constant(value) => [if *value { u64::MAX } else { 0 }; L],
        Expr::Option(o) => option(o.index()),
        Expr::Not(a) => holds(a, option).map(|word| !word),
        Expr::And(parts) => parts.iter().fold([u64::MAX; L], |all, a| both(all, holds(a, option), |a, b| a & b)),
        Expr::Or(parts) => parts.iter().fold([0; L], |any, a| both(any, holds(a, option), |a, b| a | b)),
        Expr::Implies(a, b) => both(holds(a, option), holds(b, option), |a, b| !a | b),
        Expr::Iff(a, b) => both(holds(a, option), holds(b, option), |a, b| !(a ^ b)),
    }
}

/// Turns a square of bits over its diagonal: bit `j` of row `i` becomes bit `i` of row `j`.
///
/// Halves of halves are swapped, after H. S. Warren (2012), *Hacker's Delight*, 2nd ed., section 7-3.
pub(crate) fn transpose(rows: &mut [u64; 64]) {
    let mut size = 32;
    let mut mask = 0x0000_0000_FFFF_FFFFu64;
    while size > 0 {
        for pair in rows.chunks_exact_mut(2 * size) {
            let (low, high) = pair.split_at_mut(size);
            for (a, b) in low.iter_mut().zip(high) {
                let swapped = (*a >> size ^ *b) & mask;
                *b ^= swapped;
                *a ^= swapped << size;
            }
        }
        size /= 2;
        mask ^= mask << size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_testkit::Rng;

    #[test]
    fn transposing_moves_every_bit_to_its_mirror_place() {
        let mut rng = Rng::new(1);
        let before: [u64; 64] = std::array::from_fn(|_| rng.bits());
        let mut after = before;
        transpose(&mut after);
        for (i, row) in before.iter().enumerate() {
            for (j, mirrored) in after.iter().enumerate() {
                assert_eq!(row >> j & 1, mirrored >> i & 1);
            }
        }
    }
}
