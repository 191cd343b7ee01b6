//! The due date in words: the limit, the sentence that promises it, the sentences that explain it,
//! the day strip, the tables of pauses and of later dates. Page, slip, message and API say these.

use calendar::{
    DayReason, Explanation, ExtensionGround, ExtensionLine, Limit, LimitUnit, Outcome, PauseReason, ProgressUnit,
    Status,
};
use jiff::Timestamp;
use web::{DayMark, DayStrip, Page, Sentence, StripDay, format};

use super::{Voice, hyphens};
use crate::dossier::Dossier;

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
/// is counted, what was left out, what moved it.
#[must_use]
pub fn explanation(voice: &impl Voice, why: &Explanation) -> Vec<String> {
    let mut said = promise(voice, why);
    said.splice(1..1, restarted(voice, why).into_iter().chain(counted(voice, why)));
    said
}

/// The same without what changes from day to day, as it was promised on paper.
#[must_use]
pub fn promise(voice: &impl Voice, why: &Explanation) -> Vec<String> {
    let mut said = vec![begins(voice, why)];
    said.extend(days_off(voice, why));
    said.extend(moved(voice, why));
    said.extend(why.extensions.iter().map(|line| later(voice, line)));
    if why.provisional {
        said.push(voice.said(&Sentence::new("dossier-why-provisional")));
    }
    said
}

fn restarted(voice: &impl Voice, why: &Explanation) -> Option<String> {
    let restart = why.restart.as_ref()?;
    let sentence = Sentence::new("dossier-why-restart")
        .with("requested", short(voice, restart.requested_at))
        .with("received", short(voice, restart.received_at));
    Some(voice.said(&sentence))
}

fn short(voice: &impl Voice, at: Timestamp) -> String {
    format::date_short(voice.locale(), calendar::local(at).date())
}

fn begins(voice: &impl Voice, why: &Explanation) -> String {
    let key = match why.terms.limit.unit() {
        LimitUnit::Instant => "dossier-why-instant",
        LimitUnit::ClockHour => "dossier-why-hours",
        LimitUnit::WorkingHour => "dossier-why-working-hours",
        LimitUnit::CalendarDay | LimitUnit::Month => "dossier-why-calendar",
        LimitUnit::WorkingDay if why.terms.style == calendar::Style::Hours => "dossier-why-working-hours",
        LimitUnit::WorkingDay => "dossier-why-working-days",
    };
    let sentence = Sentence::new(key)
        .with("limit", voice.said(&limit(why.terms.limit)))
        .with("start", format::moment(voice.locale(), why.outcome.start));
    voice.said(&sentence)
}

fn counted(voice: &impl Voice, why: &Explanation) -> Option<String> {
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
        voice.said(&sentence)
    })
}

fn days_off(voice: &impl Voice, why: &Explanation) -> Option<String> {
    let off: Vec<String> = why
        .days
        .iter()
        .filter_map(|day| {
            let name = day.holiday_name.as_ref().filter(|_| !day.counted)?;
            Some(format!("{} ({name})", format::date_short(voice.locale(), day.date)))
        })
        .collect();
    (!off.is_empty()).then(|| voice.said(&Sentence::new("dossier-why-days-off").with("days", off.join(", "))))
}

fn moved(voice: &impl Voice, why: &Explanation) -> Option<String> {
    let moving = || why.pauses.iter().filter(|pause| pause.moves_due && (pause.days > 0 || pause.minutes > 0));
    let days: u32 = moving().map(|pause| pause.days).sum();
    let sentence = Sentence::new("dossier-why-moved")
        .with("first", short(voice, why.outcome.first_due))
        .with("pauses", moving().count())
        .with("days", days);
    (moving().count() > 0).then(|| voice.said(&sentence))
}

/// What a later date did: `Gia hạn …`, `Xin lỗi và hẹn lại …`.
fn later(voice: &impl Voice, line: &ExtensionLine) -> String {
    let key = match line.ground {
        ExtensionGround::Rule => "dossier-why-extended",
        ExtensionGround::Apology => "dossier-why-apologised",
    };
    let day = |at| format::date(voice.locale(), calendar::local(at).date());
    let sentence = Sentence::new(key)
        .with("on", short(voice, line.at))
        .with("by", voice.said(&limit(line.by)))
        .with("before", day(line.due_before))
        .with("after", day(line.due_after));
    voice.said(&sentence)
}

/// One sentence about when the result comes: the date promised, with the one it replaces, or what it
/// waits for.
#[must_use]
pub fn due_sentence(voice: &impl Voice, why: &Explanation) -> String {
    let moment = |at| format::moment(voice.locale(), at);
    let date = |at| format::date(voice.locale(), calendar::local(at).date());
    let sentence = match (why.outcome.due, why.expected_due, why.outcome.status) {
        (Some(due), _, Status::Running) => running(voice, why, due),
        (_, Some(expected), Status::Paused { .. }) => {
            Sentence::new("dossier-due-if-resumed").with("due", date(expected))
        }
        (_, Some(expected), Status::AwaitingSupplement { .. }) => {
            Sentence::new("dossier-due-if-supplemented").with("due", date(expected))
        }
        (_, _, Status::Finished { at }) => Sentence::new("dossier-due-finished").with("at", moment(at)),
        _ => Sentence::new("dossier-due-ended"),
    };
    voice.said(&sentence)
}

/// Both dates stand beside each other where the person was given a later one.
fn running(voice: &impl Voice, why: &Explanation, due: Timestamp) -> Sentence {
    let moment = |at| format::moment(voice.locale(), at);
    let by = |ground: ExtensionGround| why.extensions.iter().rev().find(|line| line.ground == ground);
    if by(ExtensionGround::Apology).is_some() {
        return Sentence::new("dossier-due-again")
            .with("due", moment(due))
            .with("first", moment(why.outcome.late_after));
    }
    match by(ExtensionGround::Rule) {
        Some(line) => {
            Sentence::new("dossier-due-extended").with("due", moment(due)).with("before", moment(line.due_before))
        }
        None => Sentence::new("dossier-due-on").with("due", moment(due)),
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

/// One of two limits and the date it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRow {
    /// Whose: `Cam kết`, `Quy định`.
    pub name: String,
    /// The limit.
    pub limit: String,
    /// The date it gives now.
    pub due: String,
}

/// The promised limit and the one set by rule, side by side; empty where there is only one, and before
/// receipt.
#[must_use]
pub fn limits(voice: &impl Voice, dossier: &Dossier) -> Vec<LimitRow> {
    let Some(two) = dossier.two_limits() else { return Vec::new() };
    let row = |key: &'static str, (length, outcome): (Limit, Outcome)| LimitRow {
        name: voice.said(&Sentence::new(key)),
        limit: voice.said(&limit(length)),
        due: outcome.due.map_or_else(
            || voice.said(&Sentence::new("dossier-limit-stands")),
            |due| format::moment(voice.locale(), due),
        ),
    };
    vec![row("dossier-limit-committed", two.committed), row("dossier-limit-statutory", two.statutory)]
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
    let short = |at: Timestamp| short(page, at);
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
