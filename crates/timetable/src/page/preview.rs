//! Before saving: what would change, which dossiers would move, and what somebody else changed in
//! the meantime. Then saving.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::local;
use db::Tx;
use web::{Context, Error, Form, Nav, Note, Page, Tone, format};

use super::{ADDRESS, Editor, admit, words};
use crate::affected::Preview;
use crate::change::{Change, ChangeError};
use crate::difference::{Difference, differences};
use crate::{Edition, Rules, Save, SaveError, Stamp};

/// The most differences told one by one.
const LINES_MAX: usize = 40;

/// A change somebody asks for, with the edition that was seen.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) change: Change,
    pub(crate) reason: String,
    pub(crate) seen: i64,
}

/// A change judged against the current edition.
pub(crate) struct Judged {
    asked: Asked,
    current: Arc<Edition>,
    /// What was seen, when that is not current any more.
    stale: Option<Arc<Edition>>,
    pub(crate) outcome: Result<(Rules, Preview), ChangeError>,
}

#[derive(Template)]
#[template(path = "preview.html")]
pub(crate) struct PreviewPage {
    pub(crate) page: Page,
    /// What others changed since the form was opened.
    pub(crate) conflict: Vec<String>,
    /// Why the change cannot be made any more.
    pub(crate) refused: Option<Note>,
    pub(crate) lines: Vec<String>,
    pub(crate) more: usize,
    pub(crate) reason: String,
    pub(crate) effect: Option<Note>,
    pub(crate) examples: Vec<ExampleRow>,
    /// The change as the page carries it; empty when it cannot be made.
    pub(crate) change: String,
    pub(crate) seen: i64,
    pub(crate) moved: i64,
    pub(crate) back: String,
}

/// One dossier that would move.
pub(crate) struct ExampleRow {
    pub(crate) code: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) direction: String,
}

/// Judges a change in one snapshot.
pub(crate) async fn judge(ctx: &Context, editor: &Editor, asked: Asked) -> Result<Judged, Error> {
    let (editor, now) = (editor.clone(), ctx.now);
    let (by, by_name) = ctx.staff().map(|actor| (actor.account, actor.name.clone()))?;
    let judging = move |tx: &mut Tx<'_>| {
        let asked = asked.clone();
        let current = editor.timetable.current_in(tx)?;
        let stale = match asked.seen == current.number() {
            true => None,
            false => Some(editor.timetable.edition_in(tx, asked.seen)?),
        };
        let knows = |office| editor.organisation.office(office).is_some();
        let outcome = match current.rules().with(&asked.change, knows) {
            Err(refused) => Err(refused),
            Ok(rules) => {
                let stamp = Stamp { at: now, by, by_name: by_name.clone(), reason: asked.reason.clone() };
                let after = Edition::new(current.number() + 1, stamp, rules)
                    .map_err(|error| db::Error::Decode { column: 0, reason: error.to_string() })?;
                let preview = editor.affected.preview(tx, &current, &after)?;
                Ok((after.rules().clone(), preview))
            }
        };
        Ok(Judged { asked, current, stale, outcome })
    };
    let judged = ctx.site.db.read::<_, _, db::Error>(judging).await;
    // An edition that was never saved was not seen on a page of ours.
    let is_unseen = matches!(judged, Err(db::Error::RowCount { .. }));
    if is_unseen { Err(Error::Unreadable) } else { Ok(judged?) }
}

/// The page before saving; 409 when somebody else was faster.
pub(crate) fn page(ctx: &Context, editor: &Editor, judged: &Judged) -> Result<Response, Error> {
    let view = PreviewPage::new(ctx.page(Nav::Timetable), editor, judged)?;
    let status = match (&judged.stale, &judged.outcome) {
        (Some(_), Ok(_) | Err(_)) => StatusCode::CONFLICT,
        (None, Err(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, Ok(_)) => StatusCode::OK,
    };
    let mut response = web::html(view)?;
    *response.status_mut() = status;
    Ok(response)
}

pub(crate) async fn save(State(editor): State<Editor>, ctx: Context, form: Form) -> Result<Response, Error> {
    admit(&ctx)?;
    let change: Change = serde_json::from_str(form.raw("thay-doi")).map_err(|_| Error::Unreadable)?;
    let seen = form.text("ban").parse().map_err(|_| Error::Unreadable)?;
    let asked = Asked { change, reason: form.text("reason"), seen };
    let save = Save {
        seen,
        change: asked.change.clone(),
        reason: asked.reason.clone(),
        actor: ctx.staff()?.clone(),
        client: ctx.client(),
        key: form.idempotency_key().to_owned(),
        now: ctx.now,
    };
    let organisation = editor.organisation.clone();
    let saved = editor.timetable.save(save, move |office| organisation.office(office).is_some()).await;
    match saved {
        Ok(_) => Ok(ctx.redirect_noting(&back(&asked.change, ctx.now), "timetable-saved")),
        Err(SaveError::Stale { .. } | SaveError::Refused(_)) => {
            let judged = judge(&ctx, &editor, asked).await?;
            page(&ctx, &editor, &judged)
        }
        Err(SaveError::Store(error)) => Err(error.into()),
    }
}

impl PreviewPage {
    pub(crate) fn new(page: Page, editor: &Editor, judged: &Judged) -> Result<Self, Error> {
        let (home, here) = (page.t("timetable-title"), page.t("timetable-preview"));
        let page = page.crumb(home, ADDRESS).crumb(here, "");
        let told = |found: Vec<Difference>| -> Vec<String> {
            found.iter().take(LINES_MAX).map(|one| words::difference(&page, editor, one)).collect()
        };
        let conflict = judged.stale.as_ref().map(|seen| differences(seen.rules(), judged.current.rules()));
        let mut view = Self {
            conflict: conflict.map(told).unwrap_or_default(),
            refused: None,
            lines: Vec::new(),
            more: 0,
            reason: judged.asked.reason.clone(),
            effect: None,
            examples: Vec::new(),
            change: String::new(),
            seen: judged.current.number(),
            moved: 0,
            back: back(&judged.asked.change, page.now),
            page: page.clone(),
        };
        match &judged.outcome {
            Err(refused) => view.refused = Some(Note::new(Tone::Late, page.said(&words::fault(&refused.fault)))),
            Ok((rules, preview)) => {
                let found = differences(judged.current.rules(), rules);
                view.more = found.len().saturating_sub(LINES_MAX);
                view.lines = told(found);
                view.change = serde_json::to_string(&judged.asked.change).map_err(Error::internal)?;
                view.moved = preview.moved();
                view.effect = Some(effect(&page, preview));
                view.examples = preview.examples.iter().map(|example| row(&page, example)).collect();
            }
        }
        Ok(view)
    }
}

fn effect(page: &Page, preview: &Preview) -> Note {
    let count = |n: i64| format::count(page.locale, n);
    if preview.moved() == 0 {
        return Note::new(Tone::Ok, page.t1("timetable-affects-none", "open", count(preview.open)));
    }
    let title = page.t1("timetable-affects", "n", count(preview.moved()));
    let said = page.say("timetable-affects-how").with("open", count(preview.open));
    let said = said.with("later", count(preview.later)).with("earlier", count(preview.earlier));
    Note::new(Tone::Soon, said.to_string()).titled(title)
}

fn row(page: &Page, example: &crate::Example) -> ExampleRow {
    let later = example.due_after > example.due_before;
    ExampleRow {
        code: example.code.clone(),
        before: page.moment(example.due_before),
        after: page.moment(example.due_after),
        direction: page.t(if later { "timetable-later" } else { "timetable-earlier" }),
    }
}

/// The year of the calendar that shows the change.
fn back(change: &Change, now: jiff::Timestamp) -> String {
    let year = match change {
        Change::AddDay { day } => day.date.year(),
        Change::RemoveDay { date } => date.year(),
        Change::Swap { off, .. } => off.year(),
        Change::ReplaceYears { days } => days.first().map_or_else(|| local(now).year(), |day| day.date.year()),
        Change::ConfirmYear { year } => *year,
        Change::AddClosure(closure) => closure.from.year(),
        Change::EndClosure { to, .. } => to.year(),
        Change::SetHours(_)
        | Change::EndHours { .. }
        | Change::RemoveHours { .. }
        | Change::AddIntake { .. }
        | Change::RemoveIntake { .. }
        | Change::RemoveClosure { .. } => local(now).year(),
    };
    format!("{ADDRESS}?nam={year}")
}
