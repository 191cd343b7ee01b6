//! Longer limits of land procedures in difficult areas: mountains, borders, islands and communes
//! whose conditions are difficult or especially difficult.
//!
//! Nghị định 101/2024/NĐ-CP and those that follow it add ten working days to the limit of each
//! procedure. Which commune is such an area, and which procedure has the addition, is said by the
//! organisation and the catalogue.

use crate::limit::{Limit, WORKING_DAY_MINUTES};

/// Working days added.
const ADDITION_DAYS: u32 = 10;

impl Limit {
    /// The same limit in a difficult area. None where it is not stated in working days: the rule
    /// has no such addition, and ten working days cannot be added to months.
    pub const fn in_difficult_area(self) -> Option<Self> {
        match self {
            Self::WorkingDays { minutes } => {
                Some(Self::WorkingDays { minutes: minutes.saturating_add(ADDITION_DAYS * WORKING_DAY_MINUTES) })
            }
            Self::WorkingHours { .. }
            | Self::CalendarDays { .. }
            | Self::ClockHours { .. }
            | Self::Months { .. }
            | Self::Instant => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nd_101_2024_adds_ten_working_days_in_a_difficult_area() {
        for (procedure, days, longer) in [
            ("cấp đổi Giấy chứng nhận", 10, 20),
            ("giao đất, cho thuê đất", 15, 25),
            ("điều chỉnh quyết định giao đất", 7, 17),
        ] {
            let limit = Limit::working_days(days).in_difficult_area();
            assert_eq!(limit, Some(Limit::working_days(longer)), "{procedure}");
        }
    }

    #[test]
    fn only_working_days_have_the_addition() {
        for limit in [
            Limit::Instant,
            Limit::working_hours(8),
            Limit::calendar_days(15),
            Limit::clock_hours(24),
            Limit::months(1),
        ] {
            assert_eq!(limit.in_difficult_area(), None);
        }
        let endless = Limit::WorkingDays { minutes: u32::MAX };
        assert_eq!(endless.in_difficult_area(), Some(endless));
    }
}
