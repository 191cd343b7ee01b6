//! The tables under the year: special days, hours, sessions of intake, closures.

use calendar::{Calendar, DayKind, OfficeHours};
use jiff::civil::Date;
use web::Page;

use super::{dates, task_address};
use crate::Edition;
use crate::page::month::{kind_words, look};
use crate::page::task::{Subject, Task};
use crate::page::{Editor, words};
use crate::rules::{ClosureRule, OfficeHoursRule, OfficeIntake};

/// One special day.
pub(crate) struct DayRow {
    pub(crate) date: String,
    pub(crate) class: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Empty for a day that is not listed: computed, nothing to take away.
    pub(crate) remove: String,
}

/// One rule of hours, session or closure.
pub(crate) struct RuleRow {
    pub(crate) office: String,
    pub(crate) what: String,
    pub(crate) when: String,
    pub(crate) detail: String,
    /// Empty where there is nothing to end.
    pub(crate) end: String,
    /// Empty where there is nothing to take away.
    pub(crate) remove: String,
}

pub(super) fn days(page: &Page, edition: &Edition, calendar: &Calendar, year: i16) -> Vec<DayRow> {
    let special = dates(year).filter(|day| !matches!(calendar.day_kind(*day), DayKind::Working | DayKind::Weekend));
    let row = |day: Date| {
        let kind = calendar.day_kind(day);
        let (class, mark) = look(kind);
        let listed = edition.rules().day(day).is_some();
        DayRow {
            date: page.date(day),
            class,
            mark,
            kind: kind_words(page, kind),
            name: words::day_name(calendar.holiday_name(day).unwrap_or_default()),
            remove: if listed { task_address(Task::Remove, Subject::Day(day)) } else { String::new() },
        }
    };
    special.map(row).collect()
}

pub(super) fn hours(page: &Page, editor: &Editor, edition: &Edition) -> Vec<RuleRow> {
    let row = |hours: &OfficeHoursRule| RuleRow {
        office: editor.office_name(page, hours.office),
        what: words::hours(&hours.rule.hours),
        when: words::hours_days(page, &hours.rule),
        detail: String::new(),
        end: task_address(Task::End, Subject::Hours(hours.id)),
        remove: task_address(Task::Remove, Subject::Hours(hours.id)),
    };
    // What holds where no rule speaks.
    let standard = RuleRow {
        office: page.t("timetable-every-office"),
        what: words::hours(&OfficeHours::standard()),
        when: page.t("timetable-otherwise"),
        detail: String::new(),
        end: String::new(),
        remove: String::new(),
    };
    edition.rules().hours.iter().map(row).chain(std::iter::once(standard)).collect()
}

pub(super) fn intake(page: &Page, editor: &Editor, edition: &Edition) -> Vec<RuleRow> {
    let row = |intake: &OfficeIntake| RuleRow {
        office: editor.office_name(page, intake.office),
        what: words::session(page, &intake.session),
        when: String::new(),
        detail: String::new(),
        end: String::new(),
        remove: task_address(Task::Remove, Subject::Intake(intake.id)),
    };
    edition.rules().intake.iter().map(row).collect()
}

/// Newest first.
pub(super) fn closures(page: &Page, editor: &Editor, edition: &Edition) -> Vec<RuleRow> {
    let row = |closure: &ClosureRule| {
        let urgent = closure.urgent.join(", ");
        let urgent = (!urgent.is_empty()).then(|| page.t1("timetable-urgent-words", "codes", urgent));
        let note = (!closure.note.is_empty()).then(|| closure.note.clone());
        let detail = std::iter::once(closure.decision.clone()).chain(urgent).chain(note);
        RuleRow {
            office: editor.office_name(page, closure.office),
            what: words::closure_reason(page, closure),
            when: format!("{}; {}", words::closure_time(page, closure), words::closure_counting(page, closure)),
            detail: detail.collect::<Vec<_>>().join(". "),
            end: task_address(Task::End, Subject::Closure(closure.id)),
            remove: task_address(Task::Remove, Subject::Closure(closure.id)),
        }
    };
    edition.rules().closures.iter().rev().map(row).collect()
}
