//! Random dossiers that a seed gives again.

use calendar::Limit;

pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    pub(crate) fn gap(&mut self) -> i64 {
        let most = [1, 30, 300, 1500, 6000][self.roll(5) as usize];
        self.roll(most) as i64
    }

    pub(crate) fn limit(&mut self) -> Limit {
        let small = |dice: &mut Self, most: u64| 1 + u32::try_from(dice.roll(most)).unwrap();
        match self.roll(8) {
            0 | 1 => Limit::working_days(small(self, 12)),
            2 => Limit::WorkingDays { minutes: 120 * small(self, 30) },
            3 => Limit::WorkingHours { minutes: 15 * small(self, 200) },
            4 => Limit::calendar_days(small(self, 20)),
            5 => Limit::clock_hours(small(self, 72)),
            6 => Limit::months(small(self, 2)),
            _ => Limit::Instant,
        }
    }
}
