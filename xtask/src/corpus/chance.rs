//! Chance that is the same in every run.

/// How flat the law is at its beginning: no word is in every sentence.
const FLAT: f64 = 5.0;

/// Numbers that look random (splitmix64).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        scatter(self.0) % end
    }

    /// Whether it happens, with a probability in percent.
    pub(super) fn percent(&mut self, probability: u64) -> bool {
        self.below(100) < probability
    }

    /// One of a list that is not empty.
    pub(super) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A rank below `end` by the law of Zipf and Mandelbrot: as often as 1 in its number, counted from [`FLAT`].
    pub(super) fn rank(&mut self, end: usize) -> usize {
        let unit = self.below(1 << 53) as f64 / (1_u64 << 53) as f64;
        let rank = FLAT * ((end as f64 / FLAT + 1.0).ln() * unit).exp() - FLAT;
        (rank as usize).min(end - 1)
    }

    /// So many digits.
    pub(super) fn digits(&mut self, number: u32) -> String {
        let end = 10_u64.pow(number);
        format!("{:0width$}", self.below(end), width = number as usize)
    }
}

/// Spreads the bits of a number over all of another.
pub(super) fn scatter(number: u64) -> u64 {
    let mut mixed = number;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
