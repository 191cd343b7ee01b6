//! The due date in words: the limit, the sentence that explains it, the day strip, the pauses, the
//! sign of a list.

use calendar::{Calendar, DayReason, Explanation, Limit, LimitUnit, PauseReason, ProgressUnit, Sla, Status};
use jiff::Timestamp;
use web::{Chip, DayMark, DayStrip, Page, Sentence, StripDay, Tone, format};

use super::hyphens;
use crate::list::Line;
use crate::state::StateName;

/// `10 ngày làm việc`, `24 giờ`, `trong ngày`.
#[must_use]
pub fn limit(limit: Limit) -> Sentence {
    let key = match limit.unit() {
        LimitUnit::WorkingDay => "dossier-limit-wd",
        LimitUnit::WorkingHour => "dossier-limit-wh",
        LimitUnit::CalendarDay => "dossier-limit-day",
        LimitUnit::ClockHour => "dossier-limit-hour",
        LimitUnit::Month => "dossier-limit-month",
        LimitUnit::Instant => "dossier-limit-instant",
    };
    Sentence::new(key).with("value", limit.value().replace('.', ","))
}

/// The ground of a pause.
#[must_use]
pub fn pause_reason(reason: PauseReason) -> Sentence {
    Sentence::new(format!("dossier-pause-{}", hyphens(reason.name())))
}

/// The sentences that explain a due date, in order: the limit and where counting begins, how much
/// is counted, what was left out, what moved it. Page, slip, message and API say these.
#[must_use]
pub fn explanation(page: &Page, why: &Explanation) -> Vec<String> {
    let mut said = vec![begins(page, why)];
    if let Some(restart) = &why.restart {
        let sentence = Sentence::new("dossier-why-restart")
            .with("requested", format::date_short(page.locale, calendar::local(restart.requested_at).date()))
            .with("received", format::date_short(page.locale, calendar::local(restart.received_at).date()));
        said.push(page.said(&sentence));
    }
    said.extend(counted(page, why));
    said.extend(days_off(page, why));
    said.extend(moved(page, why));
    if why.provisional {
        said.push(page.t("dossier-why-provisional"));
    }
    said
}

fn begins(page: &Page, why: &Explanation) -> String {
    let key = match why.terms.limit.unit() {
        LimitUnit::Instant => "dossier-why-instant",
        LimitUnit::ClockHour => "dossier-why-hours",
        LimitUnit::WorkingHour => "dossier-why-working-hours",
        LimitUnit::CalendarDay | LimitUnit::Month => "dossier-why-calendar",
        LimitUnit::WorkingDay if why.terms.style == calendar::Style::Hours => "dossier-why-working-hours",
        LimitUnit::WorkingDay => "dossier-why-working-days",
    };
    let sentence = Sentence::new(key)
        .with("limit", page.said(&limit(why.terms.limit)))
        .with("start", format::moment(page.locale, why.outcome.start));
    page.said(&sentence)
}

fn counted(page: &Page, why: &Explanation) -> Option<String> {
    if why.terms.limit.unit() == LimitUnit::Instant {
        return None;
    }
    let (key, part) = match why.progress.unit {
        ProgressUnit::WorkingDays | ProgressUnit::CalendarDays => ("dossier-why-counted-days", 1),
        ProgressUnit::WorkingMinutes | ProgressUnit::ClockMinutes => ("dossier-why-counted-hours", 60),
    };
    let running = matches!(why.outcome.status, Status::Running | Status::Paused { .. });
    running.then(|| {
        let sentence = Sentence::new(key)
            .with("counted", why.progress.counted / part)
            .with("remaining", why.progress.remaining.div_ceil(part));
        page.said(&sentence)
    })
}

fn days_off(page: &Page, why: &Explanation) -> Option<String> {
    let off: Vec<String> = why
        .days
        .iter()
        .filter_map(|day| {
            let name = day.holiday_name.as_ref().filter(|_| !day.counted)?;
            Some(format!("{} ({name})", format::date_short(page.locale, day.date)))
        })
        .collect();
    (!off.is_empty()).then(|| page.t1("dossier-why-days-off", "days", off.join(", ")))
}

fn moved(page: &Page, why: &Explanation) -> Option<String> {
    let days: u32 = why.pauses.iter().filter(|pause| pause.moves_due).map(|pause| pause.days).sum();
    let sentence = Sentence::new("dossier-why-moved")
        .with("first", format::date_short(page.locale, calendar::local(why.outcome.first_due).date()))
        .with("pauses", why.pauses.len())
        .with("days", days);
    (!why.pauses.is_empty()).then(|| page.said(&sentence))
}

/// One sentence about when the result comes: the date promised, or what it waits for.
#[must_use]
pub fn due_sentence(page: &Page, why: &Explanation) -> String {
    match (why.outcome.due, why.expected_due, why.outcome.status) {
        (Some(due), _, Status::Running) => page.t1("dossier-due-on", "due", page.moment(due)),
        (_, Some(expected), Status::Paused { .. }) => {
            page.t1("dossier-due-if-resumed", "due", page.date(calendar::local(expected).date()))
        }
        (_, Some(expected), Status::AwaitingSupplement { .. }) => {
            page.t1("dossier-due-if-supplemented", "due", page.date(calendar::local(expected).date()))
        }
        (_, _, Status::Finished { at }) => page.t1("dossier-due-finished", "at", page.moment(at)),
        _ => page.t("dossier-due-ended"),
    }
}

/// The strip of days.
#[must_use]
pub fn strip(page: &Page, why: &Explanation) -> DayStrip {
    let mut last = 0;
    let days = why
        .days
        .iter()
        .map(|day| {
            let number = day.ordinal.unwrap_or_else(|| if day.counted { last + 1 } else { last });
            let mark = match (day.reason, day.counted) {
                (DayReason::Paused, _) => DayMark::Paused,
                (_, true) if day.is_future => DayMark::Expected(number),
                (_, true) => DayMark::Counted(number),
                (_, false) => DayMark::Off,
            };
            if day.counted {
                last = number;
            }
            StripDay { date: day.date, mark, today: day.is_today }
        })
        .collect();
    DayStrip::new(page, days)
}

/// One line of the table of pauses.
#[derive(Clone, Debug)]
pub struct PauseRow {
    /// From when until when.
    pub span: String,
    /// The ground.
    pub reason: String,
    /// Days it took out of the count.
    pub days: u32,
}

/// The table of pauses.
#[must_use]
pub fn pauses(page: &Page, why: &Explanation) -> Vec<PauseRow> {
    let short = |at: Timestamp| format::date_short(page.locale, calendar::local(at).date());
    why.pauses
        .iter()
        .map(|pause| {
            let to = pause.to.map_or_else(|| page.t("dossier-pause-until-now"), short);
            PauseRow {
                span: format!("{} – {to}", short(pause.from)),
                reason: page.said(&pause_reason(pause.reason)),
                days: pause.days,
            }
        })
        .collect()
}

/// The sign of a list: `Còn 4 ngày`, `Quá hạn 2 ngày`, `Dừng 3 ngày`.
#[must_use]
pub fn sla_chip(page: &Page, sla: Sla) -> Chip {
    match sla {
        Sla::DaysLeft(days) => {
            let tone = if days <= 2 { Tone::Soon } else { Tone::Ok };
            Chip::new(tone, page.t1("dossier-sla-left", "days", days))
        }
        Sla::Today(time) => {
            Chip::new(Tone::Soon, page.t1("dossier-sla-today", "time", time.strftime("%H:%M").to_string()))
        }
        Sla::OverdueDays(days) => Chip::new(Tone::Late, page.t1("dossier-sla-overdue", "days", days)),
        Sla::PausedDays(days) => Chip::new(Tone::Pause, page.t1("dossier-sla-paused", "days", days)),
        Sla::AwaitingSupplementDays(days) => Chip::new(Tone::Pause, page.t1("dossier-sla-supplement", "days", days)),
        Sla::Done(class) => {
            let tone = if class.is_late() { Tone::Late } else { Tone::Ok };
            Chip::new(tone, page.said(&Sentence::new(format!("dossier-class-{}", hyphens(class.name())))))
        }
        Sla::Ended => Chip::new(Tone::Info, page.t("dossier-sla-ended")),
    }
}

/// The sign of a line that holds only moments.
#[must_use]
pub fn line_sla(line: &Line, calendar: &Calendar, now: Timestamp) -> Option<Sla> {
    let since = |at: Timestamp| calendar.working_days_between(calendar::local(at).date(), calendar::local(now).date());
    match line.state {
        StateName::Submitted => Some(Sla::until(line.sort_at, calendar, now)),
        StateName::Received | StateName::InProgress => line.late_after.map(|late| Sla::until(late, calendar, now)),
        StateName::AwaitingPayment | StateName::Paused => Some(Sla::PausedDays(since(line.sort_at))),
        StateName::AwaitingSupplement => Some(Sla::AwaitingSupplementDays(since(line.sort_at))),
        StateName::Resolved | StateName::Returned => {
            let (ended, late) = (line.resolved_at?, line.late_after?);
            let class = if ended > late {
                calendar::Class::Late
            } else if calendar::local(ended).date() < calendar::local(late).date() {
                calendar::Class::Early
            } else {
                calendar::Class::OnTime
            };
            Some(Sla::Done(class))
        }
        StateName::Draft | StateName::Declined | StateName::Withdrawn | StateName::Stopped => None,
    }
}
