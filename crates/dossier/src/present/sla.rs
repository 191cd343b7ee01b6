//! The short sign beside a dossier: days left, due today, days over, how it ended.

use calendar::{Calendar, Sla};
use jiff::Timestamp;
use web::{Chip, Page, Sentence, Tone};

use super::hyphens;
use crate::list::Line;
use crate::state::StateName;

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
        StateName::AwaitingSupplement => Some(Sla::awaiting_supplement(line.sort_at, now)),
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
