//! Pseudo-random numbers from a seed: the same on every machine.

/// A small generator of pseudo-random numbers (SplitMix64: Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(super) struct Draw(u64);

impl Draw {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Draw(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, every one as likely as any other but for less than one in 2^32.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound as u64) as usize
    }

    /// A number below `bound`, which is not 0, every one as likely as any other.
    pub fn below_wide(&mut self, bound: u128) -> u128 {
        let spare = bound.leading_zeros();
        loop {
            let bits = (u128::from(self.bits()) << 64 | u128::from(self.bits())).checked_shr(spare).unwrap_or(0);
            if bits < bound {
                return bits;
            }
        }
    }
}
