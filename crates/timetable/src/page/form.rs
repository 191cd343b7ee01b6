//! The form of one task, empty or sent.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::local;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page, Path, Query};

use super::task::{Subject, Task};
use super::{ADDRESS, Editor, admit, exchange, preview, read, words};
use crate::Edition;
use crate::change::{Change, Fault, INTERVALS_MAX, reason};

#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) task: Task,
    pub(crate) title: String,
    pub(crate) lead: String,
    /// What it is done to, in words and as its hidden input; empty when it stands alone.
    pub(crate) subject: String,
    pub(crate) subject_name: String,
    /// Whether the subject may end at an hour.
    pub(crate) ends_at_hour: bool,
    pub(crate) seen: i64,
    pub(crate) offices: Vec<(String, String)>,
    /// Input and name of each weekday.
    pub(crate) weekdays: Vec<(String, String)>,
    pub(crate) kinds: Vec<(String, String)>,
    pub(crate) countings: Vec<(String, String)>,
    /// The inputs of each interval, with its number.
    pub(crate) intervals: Vec<(usize, String, String)>,
}

/// What somebody is about to do, and to what.
#[derive(Clone, Copy)]
struct Work<'a> {
    editor: &'a Editor,
    task: Task,
    subject: Option<Subject>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct About {
    #[serde(rename = "muc", default)]
    subject: String,
}

pub(crate) async fn show(
    State(editor): State<Editor>,
    ctx: Context,
    Path(slug): Path<String>,
    Query(about): Query<About>,
) -> Result<Response, Error> {
    admit(&ctx)?;
    let task = Task::from_slug(&slug).ok_or(Error::NotFound)?;
    let page = ctx.page(Nav::Timetable);
    let form = Fields::blank(&page);
    let work = Work { editor: &editor, task, subject: about.subject.parse().ok() };
    web::html(FormPage::new(page, form, work).ok_or(Error::NotFound)?)
}

pub(crate) async fn send(
    State(editor): State<Editor>,
    ctx: Context,
    Path(slug): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    admit(&ctx)?;
    let task = Task::from_slug(&slug).ok_or(Error::NotFound)?;
    let subject = form.text("muc").parse().ok();
    if subject.is_none() && !task.stands_alone() {
        return Err(Error::NotFound);
    }
    let work = Work { editor: &editor, task, subject };
    let mut errors = form.upload_errors(ctx.locale);
    let change = match task {
        Task::Import => exchange::read(&ctx, &mut form, &mut errors),
        Task::AddDay
        | Task::Swap
        | Task::Hours
        | Task::Intake
        | Task::Suspend
        | Task::Outage
        | Task::Remove
        | Task::End
        | Task::Confirm => change_of(work, &form, &mut errors),
    };
    let why = why(&form, &mut errors, task);
    let asked = match change {
        Some(change) if errors.is_empty() => {
            let seen = form.text("ban").parse().map_err(|_| Error::Unreadable)?;
            preview::Asked { change, reason: why, seen }
        }
        Some(_) | None => return again(&ctx, &form, errors, work),
    };
    let judged = preview::judge(&ctx, &editor, asked).await?;
    if let Err(refused) = &judged.outcome {
        errors.push(task.input(refused.field), words::fault(&refused.fault));
        return again(&ctx, &form, errors, work);
    }
    preview::page(&ctx, &editor, &judged)
}

fn change_of(work: Work<'_>, form: &Form, errors: &mut FieldErrors) -> Option<Change> {
    let knows = |office| work.editor.organisation.office(office).is_some();
    read::Reader { form, errors, knows: &knows }.change(work.task, work.subject)
}

/// The reason of the change; a closure is made by its decision, which is the reason too.
fn why(form: &Form, errors: &mut FieldErrors, task: Task) -> String {
    let field = task.input("reason");
    let why = form.text(field);
    match reason(&why).map_err(|refused| refused.fault) {
        Ok(()) => {}
        Err(Fault::Missing) => errors.push(field, "timetable-reason-missing"),
        Err(fault) => errors.push(field, words::fault(&fault)),
    }
    why
}

fn again(ctx: &Context, form: &Form, errors: FieldErrors, work: Work<'_>) -> Result<Response, Error> {
    let page = ctx.page(Nav::Timetable).with_errors(true);
    let fields = Fields::again(&page, form, errors);
    // What is to be taken away may be gone in the meantime.
    web::html_invalid(FormPage::new(page, fields, work).ok_or(Error::NotFound)?)
}

impl FormPage {
    /// `None` when the task needs a subject that is not there.
    fn new(page: Page, form: Fields, work: Work<'_>) -> Option<Self> {
        let Work { editor, task, subject } = work;
        let edition = editor.timetable.current();
        let named = match subject {
            Some(subject) if !task.stands_alone() => Some((subject, name_of(&page, editor, &edition, subject)?)),
            Some(_) | None => None,
        };
        if named.is_none() && !task.stands_alone() {
            return None;
        }
        let title = page.t(&format!("timetable-task-{}", task.name()));
        let home = page.t("timetable-title");
        let page = page.crumb(home, ADDRESS).crumb(title.clone(), "");
        let today = local(page.now).date();
        let choice = |(value, key): (&str, &str)| (value.to_owned(), page.t(key));
        let countings =
            [("excluded", "timetable-counting-excluded-choice"), ("counted", "timetable-counting-counted-choice")];
        Some(Self {
            task,
            title,
            lead: page.t(&format!("timetable-lead-{}", task.name())),
            subject: named.as_ref().map(|(subject, _)| subject.to_string()).unwrap_or_default(),
            ends_at_hour: matches!(subject, Some(Subject::Closure(_))),
            subject_name: named.map(|(_, name)| name).unwrap_or_default(),
            seen: edition.number(),
            offices: editor.office_choices(&page, "timetable-every-office", today),
            weekdays: read::WEEKDAYS
                .iter()
                .map(|(day, name)| ((*name).to_owned(), words::weekday(&page, *day)))
                .collect(),
            kinds: read::DAY_KINDS.iter().map(|kind| (kind.name().to_owned(), words::kind(&page, *kind))).collect(),
            countings: countings.into_iter().map(choice).collect(),
            intervals: (1..=INTERVALS_MAX).map(|n| (n, format!("opens{n}"), format!("closes{n}"))).collect(),
            form,
            page,
        })
    }
}

/// What a subject is, in words; `None` when it is not there.
fn name_of(page: &Page, editor: &Editor, edition: &Edition, subject: Subject) -> Option<String> {
    let rules = edition.rules();
    match subject {
        Subject::Day(date) => {
            let day = rules.day(date)?;
            let both = std::iter::once(day).chain(rules.other_half(day));
            Some(both.map(|day| words::day(page, day)).collect::<Vec<_>>().join("; "))
        }
        Subject::Hours(id) => {
            rules.hours.iter().find(|hours| hours.id == id).map(|hours| words::office_hours(page, editor, hours))
        }
        Subject::Intake(id) => {
            rules.intake.iter().find(|intake| intake.id == id).map(|intake| words::office_intake(page, editor, intake))
        }
        Subject::Closure(id) => {
            rules.closures.iter().find(|closure| closure.id == id).map(|closure| words::closure(page, editor, closure))
        }
        Subject::Year(year) => Some(year.to_string()),
    }
}
