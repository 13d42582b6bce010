//! Numbers drawn by counting: what is drawn for a row follows from the seed and the row, whatever was drawn before it.

/// The draws of one stream: 64 bits at a time, from SplitMix64 (Steele, Lea and Flood 2014) begun at a point that is mixed from the keys.
#[derive(Clone, Debug)]
pub struct Draws(u64);

/// The odd constant by which SplitMix64 counts, 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's output function: every bit of the answer hangs on every bit of the number, and no two numbers have the same answer.
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Draws {
    /// The draws for a sample and one of the things that are drawn for it, such as a decision maker.
    pub fn new(seed: u64, sample: u64, thing: u64) -> Self {
        [sample, thing].into_iter().fold(Draws(mixed(seed.wrapping_add(STEP))), |draws, key| {
            Draws(mixed(draws.0 ^ mixed(key.wrapping_add(STEP))))
        })
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// A number below `bound`, each as likely as the others (Lemire 2019). 0 where the bound is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= unfair {
                return (product >> 64) as u64;
            }
        }
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: u8) -> bool {
        self.below(100) < u64::from(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_keys_draw_the_same_and_others_draw_otherwise() {
        let of = |seed, sample, thing| {
            let mut draws = Draws::new(seed, sample, thing);
            [draws.bits(), draws.bits(), draws.bits()]
        };
        assert_eq!(of(1, 2, 3), of(1, 2, 3));
        let all =
            [of(1, 2, 3), of(2, 2, 3), of(1, 3, 3), of(1, 3, 2), of(1, 2, 4), of(0, 0, 0), of(0, 0, 1), of(0, 1, 0)];
        for (place, one) in all.iter().enumerate() {
            assert!(all[place + 1..].iter().all(|other| one.iter().all(|bits| !other.contains(bits))));
        }
    }

    #[test]
    fn what_is_drawn_does_not_change_from_one_version_to_the_next() {
        let mut draws = Draws::new(2023, 7, 1);
        assert_eq!((draws.bits(), draws.below(120), draws.below(6)), (EXPECTED.0, EXPECTED.1, EXPECTED.2));
    }

    /// Written down when sweeps were new: rows that were published must be made again.
    const EXPECTED: (u64, u64, u64) = (11_844_059_617_164_394_405, 57, 3);

    #[test]
    fn all_numbers_below_a_bound_are_as_likely() {
        // Samples that follow each other, one draw each: what a sweep takes.
        let mut counts = [0u32; 6];
        (0..60_000).for_each(|sample| counts[Draws::new(5, sample, 0).below(6) as usize] += 1);
        // Five standard deviations of a fair die.
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 457), "{counts:?}");
        let hits = (0..10_000).filter(|&sample| Draws::new(5, sample, 1).chance(30)).count();
        assert!(hits.abs_diff(3000) < 230, "{hits}");
    }
}
