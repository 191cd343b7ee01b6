//! Hours of offices and sessions of intake.

use base::OfficeId;
use calendar::{HoursError, HoursRule, IntakeSession, OfficeHours, Season};
use jiff::civil::{Date, Time};

use super::{ChangeError, Fault, INTERVALS_MAX, NewHours, covered, fault, period};
use crate::rules::{OfficeHoursRule, OfficeIntake, Rules};

/// A leap year: the days a season may name.
const LEAP_YEAR: i16 = 2024;

impl Rules {
    pub(super) fn set_hours(&mut self, new: &NewHours) -> Result<(), ChangeError> {
        period(new.since, new.until)?;
        if let Some(season) = new.season {
            is_season(season)?;
        }
        let NewHours { office, since, until, season, weekdays, .. } = new.clone();
        let rule = HoursRule { since, until, season, weekdays, hours: hours(&new.intervals)? };
        let id = self.next_id();
        self.hours.insert(0, OfficeHoursRule { id, office, rule });
        Ok(())
    }

    pub(super) fn end_hours(&mut self, id: u32, last: Date) -> Result<(), ChangeError> {
        covered("until", last)?;
        let hours = self.hours.iter_mut().find(|hours| hours.id == id);
        let hours = hours.ok_or(fault("id", Fault::UnknownRule(id)))?;
        period(hours.rule.since, Some(last))?;
        hours.rule.until = Some(last);
        Ok(())
    }

    pub(super) fn add_intake(&mut self, office: Option<OfficeId>, session: &IntakeSession) -> Result<(), ChangeError> {
        period(session.since, session.until)?;
        in_order(session.opens, session.closes)?;
        let id = self.next_id();
        self.intake.push(OfficeIntake { id, office, session: *session });
        Ok(())
    }
}

fn hours(intervals: &[(Time, Time)]) -> Result<OfficeHours, ChangeError> {
    if intervals.len() > INTERVALS_MAX {
        return Err(fault("hours", Fault::TooMany(INTERVALS_MAX)));
    }
    OfficeHours::new(intervals).map_err(|error| match error {
        HoursError::Empty => fault("hours", Fault::Missing),
        HoursError::Reversed { opens, closes } => fault("hours", Fault::Reversed { opens, closes }),
        HoursError::Overlapping { closes, opens } => fault("hours", Fault::Overlapping { closes, opens }),
    })
}

fn in_order(opens: Time, closes: Time) -> Result<(), ChangeError> {
    if opens < closes { Ok(()) } else { Err(fault("hours", Fault::Reversed { opens, closes })) }
}

fn is_season(season: Season) -> Result<(), ChangeError> {
    for (field, (month, day)) in [("season_from", season.from), ("season_through", season.through)] {
        if Date::new(LEAP_YEAR, month, day).is_err() {
            return Err(fault(field, Fault::NoSuchDay(day, month)));
        }
    }
    Ok(())
}
