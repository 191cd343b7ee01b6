//! The slow clock: what it knows about one dossier, and how it walks to a due minute.

use calendar::{Limit, Style, Terms};

use crate::office::{DAY, Office, date_of, day_of};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Pause { from: i64, to: i64 },
    Extend { by: Limit },
}

/// A due date as "so much after a base, plus what pauses took since".
pub(crate) struct Count {
    base: i64,
    limit: Limit,
    paused: i64,
}

impl Count {
    pub(crate) fn due(&self, office: &Office, style: Style) -> i64 {
        let day = self.base.div_euclid(DAY);
        let close = |day: i64| office.close(day);
        let rolled = |mut day: i64| {
            while !office.works(day) {
                day += 1;
            }
            close(day)
        };
        match self.limit {
            Limit::WorkingDays { minutes } if style == Style::WholeDays => {
                let days = (i64::from(minutes) + 479) / 480;
                close(office.nth_working_day(day, days + self.paused))
            }
            Limit::WorkingDays { minutes } | Limit::WorkingHours { minutes } => {
                office.walk(self.base, i64::from(minutes) + self.paused)
            }
            Limit::ClockHours { hours } => self.base + i64::from(hours) * 60 + self.paused,
            Limit::CalendarDays { days } => rolled(day + i64::from(days) + self.paused),
            Limit::Months { months } => {
                let mut end = date_of(day).first_of_month();
                for _ in 0..months {
                    end = end.last_of_month().tomorrow().unwrap();
                }
                let number = date_of(day).day().min(end.days_in_month());
                rolled(day_of(end.with().day(number).build().unwrap()) + self.paused)
            }
            Limit::Instant => {
                let today = office.works(day) && self.base.rem_euclid(DAY) <= 900;
                let first = if today { day } else { office.nth_working_day(day, 1) };
                close(office.nth_working_day(first, self.paused))
            }
        }
    }

    /// What a pause takes out, in the unit of the count. One that goes on from another begins with
    /// the date on which that one ended.
    pub(crate) fn take(&mut self, office: &Office, style: Style, (from, to): (i64, i64), goes_on: bool) {
        let began = if goes_on { office.resume_day(from) } else { from.div_euclid(DAY) };
        let dates = began + 1..=office.resume_day(to);
        let worked = dates.clone().filter(|day| office.works(*day)).count() as i64;
        self.paused += match self.limit {
            Limit::WorkingDays { .. } if style == Style::WholeDays => worked,
            Limit::Instant => worked,
            Limit::WorkingDays { .. } | Limit::WorkingHours { .. } => office.minutes_between(from, to),
            Limit::ClockHours { .. } => to - from,
            Limit::CalendarDays { .. } | Limit::Months { .. } => dates.count() as i64,
        };
    }
}

/// The due minute after all steps.
pub(crate) fn due_after(office: &Office, start: i64, terms: Terms, steps: &[Step]) -> i64 {
    let mut count = Count { base: start, limit: terms.limit, paused: 0 };
    // The end of the last pause, and whether it began in time.
    let mut last = None;
    for step in steps {
        let due = count.due(office, terms.style);
        match *step {
            Step::Pause { from, to } => {
                let goes_on = last.filter(|(ended, _)| *ended == from);
                let in_time = goes_on.map_or(from <= due, |(_, in_time)| in_time);
                if in_time {
                    count.take(office, terms.style, (from, to), goes_on.is_some());
                }
                last = Some((to, in_time));
            }
            Step::Extend { by } => count = Count { base: due, limit: by, paused: 0 },
        }
    }
    count.due(office, terms.style)
}

/// One dossier: what the slow clock knows about it.
#[derive(Clone)]
pub(crate) struct Slow {
    pub(crate) terms: Terms,
    pub(crate) start: i64,
    pub(crate) steps: Vec<Step>,
    /// Steps as lateness sees them once an apology has been given.
    pub(crate) kept: Option<Vec<Step>>,
    pub(crate) late_for_good: bool,
    /// Up to here the times in which the office was closed are among the steps.
    pub(crate) known_to: i64,
    /// When the clock stood still since the start.
    pub(crate) stood: Vec<(i64, i64)>,
}

impl Slow {
    pub(crate) fn starting(terms: Terms, start: i64) -> Self {
        let (steps, stood) = (Vec::new(), Vec::new());
        Self { terms, start, steps, kept: None, late_for_good: false, known_to: start, stood }
    }

    /// The clock has run until here, except where the office was closed.
    pub(crate) fn ran_to(&mut self, office: &Office, now: i64) {
        for (from, to) in office.closed_between(self.known_to, now) {
            self.pause(from, to);
        }
        self.known_to = now;
    }

    /// The dossier as it looks when the clock runs on for ever. A closure at hand is taken whole first:
    /// half of it may leave a due moment that has passed.
    pub(crate) fn running_on(&self, office: &Office) -> Self {
        let mut on = self.clone();
        if let Some(to) = office.closed_at(on.known_to) {
            on.ran_to(office, to);
        }
        while on.due(office).max(on.late_after(office)) >= on.known_to && !office.closed.is_empty() {
            let ahead = on.known_to + 30 * DAY;
            on.ran_to(office, office.closed_at(ahead).unwrap_or(ahead));
        }
        on
    }

    pub(crate) fn due(&self, office: &Office) -> i64 {
        due_after(office, self.start, self.terms, &self.steps)
    }

    pub(crate) fn late_after(&self, office: &Office) -> i64 {
        due_after(office, self.start, self.terms, self.kept.as_ref().unwrap_or(&self.steps))
    }

    pub(crate) fn used(&self, office: &Office, now: i64) -> i64 {
        let stood = |minute: i64| self.stood.iter().any(|(from, to)| (*from..*to).contains(&minute));
        (self.start..now).filter(|minute| office.runs(*minute) && !stood(*minute)).count() as i64
    }

    /// Since when a clock paused now has stood still, and the dossier as it was then: a pause that
    /// ended at this very moment goes on.
    pub(crate) fn stopped_at(&self, mut from: i64) -> (i64, Self) {
        let mut before = self.clone();
        while let Some(Step::Pause { from: earlier, to }) = before.steps.last().copied()
            && to == from
        {
            from = earlier;
            before.steps.pop();
            if let Some(kept) = &mut before.kept {
                kept.pop();
            }
        }
        (from, before)
    }

    pub(crate) fn pause(&mut self, from: i64, to: i64) {
        self.stood.push((from, to));
        self.add(Step::Pause { from, to });
    }

    pub(crate) fn add(&mut self, step: Step) {
        self.steps.push(step);
        if let Some(kept) = &mut self.kept {
            kept.push(step);
        }
    }
}
