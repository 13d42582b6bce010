//! Bits of numbers, taken out and put elsewhere.

/// The bits of `word` that stand where `mask` has a 1, moved to the low end (H. S. Warren (2012), *Hacker's Delight*, 2nd ed., section 7-4).
pub(super) fn compress(word: u64, mut mask: u64) -> u64 {
    if mask == u64::MAX {
        return word;
    }
    let mut word = word & mask;
    let mut zeros_below = !mask << 1;
    for step in 0..6 {
        // Where the number of zeros below a bit, counted mod 2, is odd: those bits move by 2^step.
        let mut odd = zeros_below;
        for shift in 0..6 {
            odd ^= odd << (1 << shift);
        }
        let moving = odd & mask;
        mask = mask ^ moving | moving >> (1 << step);
        let bits = word & moving;
        word = word ^ bits | bits >> (1 << step);
        zeros_below &= !odd;
    }
    word
}

/// The bits of `words` that stand where `masks` have a 1, one after the other.
pub(crate) fn gather(masks: &[u64], words: &[u64]) -> Vec<u64> {
    let mut gathered = Vec::new();
    let (mut word, mut filled) = (0u64, 0);
    for (&mask, &bits) in masks.iter().zip(words) {
        let (bits, count) = (compress(bits, mask), mask.count_ones());
        word |= bits.checked_shl(filled).unwrap_or(0);
        if filled + count >= 64 {
            gathered.push(word);
            word = bits.checked_shr(64 - filled).unwrap_or(0);
        }
        filled = (filled + count) % 64;
    }
    gathered.push(word);
    gathered
}

/// A map of numbers in which each bit adds something of its own: some bits moved to other places, say, and the rest dropped.
pub(super) struct BitMap {
    /// What each byte of a number adds.
    bytes: Vec<[u32; 256]>,
}

impl BitMap {
    /// The map of numbers of so many `bits` in which each bit adds what `adds` tells.
    pub fn new(bits: usize, adds: impl Fn(usize) -> u32) -> Self {
        let byte = |at: usize| {
            let mut sums = [0; 256];
            for bit in 8 * at..bits.min(8 * at + 8) {
                // The numbers with this bit as the highest are those without it, and it.
                let (without, with) = sums.split_at_mut(1 << (bit - 8 * at));
                let more = adds(bit);
                with.iter_mut().zip(without).for_each(|(with, without)| *with = *without + more);
            }
            sums
        };
        BitMap { bytes: (0..bits.div_ceil(8)).map(byte).collect() }
    }

    /// The map that takes the bits of `mask` out of numbers of so many `bits` and moves them to the low end.
    pub fn compressing(bits: usize, mask: u64) -> Self {
        BitMap::new(bits, |bit| match mask >> bit & 1 {
            1 => 1 << (mask & ((1 << bit) - 1)).count_ones(),
            _ => 0,
        })
    }

    /// The map that puts the low bits of a number where `mask` has a 1.
    pub fn expanding(mask: u64) -> Self {
        let places: Vec<usize> = crate::set::ones(mask).collect();
        BitMap::new(places.len(), |bit| 1 << places[bit])
    }

    /// What a number is mapped to.
    pub fn of(&self, number: usize) -> usize {
        self.bytes.iter().enumerate().map(|(at, byte)| byte[number >> (8 * at) & 255] as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_testkit::Rng;

    #[test]
    fn gathering_bits_keeps_their_order() {
        let mut rng = Rng::new(3);
        for _ in 0..200 {
            let masks: Vec<u64> =
                (0..5).map(|_| if rng.chance(30) { u64::MAX } else { rng.bits() & rng.bits() }).collect();
            let words: Vec<u64> = masks.iter().map(|_| rng.bits()).collect();
            let bit = |words: &[u64], at: usize| words[at / 64] >> (at % 64) & 1 == 1;
            let expected: Vec<bool> = (0..320).filter(|&at| bit(&masks, at)).map(|at| bit(&words, at)).collect();
            let gathered = gather(&masks, &words);
            assert!(expected.iter().enumerate().all(|(at, &value)| bit(&gathered, at) == value));
        }
    }

    #[test]
    fn what_is_taken_out_can_be_put_back() {
        let mut rng = Rng::new(4);
        for _ in 0..100 {
            let (mask, number) = (rng.bits() & 0x3FFF_FFFF, rng.bits() & 0x3FFF_FFFF);
            let taken = BitMap::compressing(30, mask).of(number as usize);
            assert!(taken < 1 << mask.count_ones());
            assert_eq!(BitMap::expanding(mask).of(taken) as u64, number & mask);
        }
    }
}
