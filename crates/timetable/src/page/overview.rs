//! The year: its months, its special days, hours, sessions, closures, and what was changed.

mod history;
mod rows;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::{Calendar, DayKind, local};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use organisation::{CountingStyle, Office};
use web::{Context, Error, Fields, Link, Nav, Note, Page, Query, Tone, format};

use self::history::{EditionLine, Past, ProgressView};
use self::rows::{DayRow, RuleRow};
use super::month::{Month, Year, kind_words, look};
use super::task::{Subject, Task};
use super::{ADDRESS, Editor, admit};
use crate::Edition;
use crate::change::YEARS;

#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    #[serde(rename = "nam", default)]
    year: String,
    #[serde(rename = "noi", default)]
    office: String,
    #[serde(rename = "truoc", default)]
    before: String,
}

#[derive(Template)]
#[template(path = "overview.html")]
pub(crate) struct OverviewPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) year: i16,
    pub(crate) edition: String,
    pub(crate) progress: Option<ProgressView>,
    pub(crate) unannounced: Option<Note>,
    pub(crate) offices: Vec<(String, String)>,
    pub(crate) previous: Option<Link>,
    pub(crate) next: Option<Link>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) weekdays: Vec<(&'static str, &'static str)>,
    pub(crate) months: Vec<Month>,
    pub(crate) legend: Vec<(&'static str, &'static str, String)>,
    pub(crate) tasks: Vec<Link>,
    pub(crate) days: Vec<DayRow>,
    pub(crate) hours: Vec<RuleRow>,
    pub(crate) intake: Vec<RuleRow>,
    pub(crate) closures: Vec<RuleRow>,
    pub(crate) countings: Vec<(String, String)>,
    pub(crate) history: Vec<EditionLine>,
    pub(crate) older: Option<Link>,
}

/// What is looked at.
struct Shown {
    edition: Arc<Edition>,
    year: i16,
    /// Whose hours; the common ones when absent.
    office: Option<Arc<Office>>,
    past: Past,
}

pub(crate) async fn show(
    State(editor): State<Editor>,
    ctx: Context,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    admit(&ctx)?;
    let edition = editor.timetable.current();
    let through = asked.before.parse().unwrap_or(i64::MAX);
    let past = ctx.site.db.read::<_, _, db::Error>(move |tx| history::past(tx, through)).await?;
    let today = local(ctx.now).date();
    let year = asked.year.parse().ok().filter(|year| YEARS.contains(year)).unwrap_or_else(|| today.year());
    let office = asked.office.parse().ok().and_then(|id| editor.organisation.office(id));
    let page = ctx.page(Nav::Timetable);
    web::html(OverviewPage::new(page, &editor, Shown { edition, year, office, past }))
}

impl OverviewPage {
    fn new(page: Page, editor: &Editor, shown: Shown) -> Self {
        let Shown { edition, year, office, past } = shown;
        let today = local(page.now).date();
        let rules = edition.rules();
        let calendar = office.as_ref().map_or_else(|| edition.centre(), |office| edition.plain(office.id));
        let here = |of: Option<base::OfficeId>| of.is_none() || of == office.as_ref().map(|office| office.id);
        let drawn = Year {
            page: &page,
            calendar,
            closures: rules.closures.iter().filter(|closure| here(closure.office)).collect(),
            intake: rules.intake.iter().filter(|intake| here(intake.office)).collect(),
            today,
        };
        let chosen = office.as_ref().map(|office| office.id.to_string()).unwrap_or_default();
        let turn = |to: i16, key: &str| {
            let href = web::address_with(ADDRESS, &[("nam", &to.to_string()), ("noi", &chosen)]);
            YEARS.contains(&to).then(|| Link { label: page.t1(key, "year", to.to_string()), href })
        };
        let months = drawn.months(year);
        Self {
            form: Fields::blank(&page).with("nam", year.to_string()).with("noi", chosen.clone()),
            year,
            edition: stamp(&page, &edition),
            progress: past.progress(&page),
            unannounced: unannounced(&page, &edition, calendar, year),
            offices: editor.office_choices(&page, "timetable-hours-of-all", today),
            previous: turn(year - 1, "timetable-previous"),
            next: turn(year + 1, "timetable-next"),
            facts: facts(&page, calendar, year, office.as_deref()),
            weekdays: (1..=7).map(|day| weekday(&page, day)).collect(),
            months,
            legend: legend(&page),
            tasks: tasks(&page),
            days: rows::days(&page, &edition, calendar, year),
            hours: rows::hours(&page, editor, &edition),
            intake: rows::intake(&page, editor, &edition),
            closures: rows::closures(&page, editor, &edition),
            countings: countings(&page, editor, today),
            history: past.lines(&page, editor),
            older: past.older(&page),
            page,
        }
    }
}

fn stamp(page: &Page, edition: &Edition) -> String {
    if edition.number() == 1 {
        return page.t("timetable-edition-shipped");
    }
    let said = page.say("timetable-edition").with("number", edition.number().to_string());
    said.with("at", page.moment(edition.stamp().at)).with("by", &edition.stamp().by_name).to_string()
}

/// A year whose days off are not all announced says so, and can be confirmed when they are.
fn unannounced(page: &Page, edition: &Edition, calendar: &Calendar, year: i16) -> Option<Note> {
    let note = || {
        let text = page.t1("timetable-unannounced", "year", year.to_string());
        Note::new(Tone::Soon, text).titled(page.t("timetable-unannounced-title"))
    };
    let listed = edition.rules().days_of(year).any(|day| day.kind == calendar::HolidayKind::Projected);
    let href = task_address(Task::Confirm, Subject::Year(year));
    if listed {
        return Some(note().linked(page.t("timetable-confirm-year"), href));
    }
    calendar.provisional(date(year, 1, 1)).then(note)
}

fn facts(page: &Page, calendar: &Calendar, year: i16, office: Option<&Office>) -> Vec<(String, String)> {
    let last = date(year, 12, 31);
    let working = calendar.working_days_between(date(year - 1, 12, 31), last);
    let off = dates(year).filter(|day| is_off(calendar.day_kind(*day)) && !is_weekend(*day)).count();
    let style = office.map(|office| (page.t("timetable-counting"), counting(page, office.counting)));
    let counted = [
        (page.t1("timetable-working-days", "year", year.to_string()), working.to_string()),
        (page.t("timetable-days-off"), off.to_string()),
    ];
    counted.into_iter().chain(style).collect()
}

fn dates(year: i16) -> impl Iterator<Item = Date> {
    let first = date(year, 1, 1);
    (0..i64::from(first.days_in_year())).map(move |n| first.saturating_add(n.days()))
}

const fn is_off(kind: DayKind) -> bool {
    match kind {
        DayKind::Public | DayKind::Compensatory | DayKind::SwapOff | DayKind::Projected => true,
        DayKind::Working | DayKind::WorkingSaturday | DayKind::Weekend => false,
    }
}

fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

fn weekday(page: &Page, monday_one: i8) -> (&'static str, &'static str) {
    // The first of January 2024 is a Monday.
    let day = date(2024, 1, monday_one);
    (format::weekday_short(page.locale, day), format::weekday(page.locale, day))
}

fn legend(page: &Page) -> Vec<(&'static str, &'static str, String)> {
    let kinds =
        [DayKind::Public, DayKind::Compensatory, DayKind::SwapOff, DayKind::WorkingSaturday, DayKind::Projected];
    let entry = |kind| {
        let (class, mark) = look(kind);
        (class, mark, kind_words(page, kind))
    };
    let rest = [
        ("weekend", "", page.t("timetable-day-weekend")),
        ("intake", "+", page.t("timetable-day-intake")),
        ("closed", "‖", page.t("timetable-day-closed")),
        ("today", "", page.t("timetable-today")),
    ];
    kinds.into_iter().map(entry).chain(rest).collect()
}

fn tasks(page: &Page) -> Vec<Link> {
    let begun = Task::ALL.iter().filter(|task| task.stands_alone());
    let link = |task: &Task| Link {
        label: page.t(&format!("timetable-task-{}", task.name())),
        href: format!("{ADDRESS}/{}", task.slug()),
    };
    begun.map(link).collect()
}

fn task_address(task: Task, subject: Subject) -> String {
    web::address_with(&format!("{ADDRESS}/{}", task.slug()), &[("muc", &subject.to_string())])
}

fn countings(page: &Page, editor: &Editor, today: Date) -> Vec<(String, String)> {
    let offices = editor.organisation.offices(today);
    offices.iter().map(|office| (office.name.clone(), counting(page, office.counting))).collect()
}

fn counting(page: &Page, style: CountingStyle) -> String {
    page.t(match style {
        CountingStyle::WholeDays => "timetable-counting-whole-days",
        CountingStyle::Hours => "timetable-counting-hours",
    })
}
