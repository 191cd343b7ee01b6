//! `/tra-cuu/{ma}`: what happens and when. Strangers see no name and no officer's word; the last
//! digits of a number, sent as a form, open them for a while.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base::DossierId;
use dossier::{Dossier, DossierCode, HistoryLine, State as DossierState, StoredFile, present};
use web::{Context, FieldErrors, Fields, Form, Link, Nav, Page, Path, Timeline};

use super::calendar_file::Appointment;
use super::look_up::{LOOK_UPS, LookUpPage};
use super::need::{Facts, Need, is_out, need, open_request};
use super::proof::{GUESSES_AT_ONE, GUESSES_OF_ONE, Viewer, is_proof};
use super::supplement::ItemView;
use super::view::{PaperView, Why, holder, papers, progress};
use crate::Portal;
use crate::office::OfficeView;
use crate::upload::FileView;

/// The newest messages are enough here.
const MESSAGES_SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "dossier.html")]
pub(crate) struct DossierPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) viewer: Viewer,
    pub(crate) need: Need,
    pub(crate) items: Vec<ItemView>,
    pub(crate) why: Option<Why>,
    pub(crate) progress: Timeline,
    pub(crate) owner: String,
    pub(crate) holder: String,
    pub(crate) channel: String,
    pub(crate) return_channel: String,
    pub(crate) submitted: String,
    pub(crate) office: Option<OfficeView>,
    pub(crate) papers: Vec<PaperView>,
    pub(crate) result: Option<ResultView>,
    pub(crate) slip: Option<String>,
    /// Letters written to the person.
    pub(crate) letters: Vec<Link>,
    /// Whether there is a day to put into a calendar.
    pub(crate) has_day: bool,
    pub(crate) may_withdraw: bool,
    pub(crate) messages: Vec<MessageView>,
}

/// A message that was written to the owner.
pub(crate) struct MessageView {
    pub(crate) at: String,
    pub(crate) text: String,
}

/// A result to download.
pub(crate) struct ResultView {
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) files: Vec<FileView>,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    headers: HeaderMap,
    Path(typed): Path<String>,
) -> Result<Response, web::Error> {
    let (code, dossier) = match portal.look_up(&ctx, &typed).await? {
        Found::Dossier(code, dossier) => (code, dossier),
        Found::Nothing(response) => return Ok(response),
    };
    if typed != code.as_str() {
        return Ok(ctx.redirect(&format!("/tra-cuu/{code}")));
    }
    let viewer = portal.viewer(&ctx, &headers, &dossier);
    let page = tracking_page(&ctx, code.as_str());
    let form = Fields::blank(&page);
    let mut view = portal.dossier_page(page, &dossier, viewer, form).await?;
    if viewer == Viewer::Owner {
        view.messages = messages(&ctx, &view.page, dossier.id).await?;
    }
    Ok(unkept(web::html(view)?))
}

pub(crate) async fn prove(
    State(portal): State<Portal>,
    ctx: Context,
    Path(typed): Path<String>,
    form: Form,
) -> Result<Response, web::Error> {
    let (code, dossier) = match portal.look_up(&ctx, &typed).await? {
        Found::Dossier(code, dossier) => (code, dossier),
        Found::Nothing(response) => return Ok(response),
    };
    ctx.site.limiter.take(GUESSES_OF_ONE, &ctx.client_key(), ctx.now)?;
    ctx.site.limiter.take(GUESSES_AT_ONE, code.as_str(), ctx.now)?;
    if !is_proof(&dossier, &form.text("so-cuoi")) {
        let mut errors = FieldErrors::new();
        errors.push("so-cuoi", "portal-proof-wrong");
        let page = tracking_page(&ctx, code.as_str()).with_errors(true);
        // What was typed is part of a number: it is not drawn again.
        let form = Fields::again(&page, &Form::default(), errors);
        return web::html_invalid(portal.dossier_page(page, &dossier, Viewer::Stranger, form).await?);
    }
    ctx.site.limiter.forget(GUESSES_AT_ONE, code.as_str());
    let mut response = ctx.redirect(&format!("/tra-cuu/{code}"));
    if let Some(line) = portal.proof_cookie(&ctx, &dossier, &code) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// A page about one dossier, with the way that led to it.
pub(crate) fn tracking_page(ctx: &Context, code: &str) -> Page {
    let path = format!("/tra-cuu/{code}");
    ctx.page(Nav::Tracking).crumb(ctx.t("web-nav-tracking"), "/tra-cuu").crumb(code, path)
}

/// What a look-up gave.
pub(crate) enum Found {
    Dossier(DossierCode, Box<Dossier>),
    Nothing(Response),
}

impl Portal {
    /// Looks a code up, counting the client's tries.
    pub(crate) async fn look_up(&self, ctx: &Context, typed: &str) -> Result<Found, web::Error> {
        ctx.site.limiter.take(LOOK_UPS, &ctx.client_key(), ctx.now)?;
        let code = DossierCode::parse(typed);
        let found = match &code {
            Some(code) => self.dossiers.track(code).await?,
            None => None,
        };
        if let Some((code, dossier)) = code.clone().zip(found) {
            return Ok(Found::Dossier(code, Box::new(dossier)));
        }
        let shown = code.map_or_else(|| typed.chars().take(40).collect(), |code| code.to_string());
        let mut response = web::html(LookUpPage::not_found(ctx.page(Nav::Tracking), shown))?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        Ok(Found::Nothing(response))
    }

    pub(crate) async fn dossier_page(
        &self,
        page: Page,
        dossier: &Dossier,
        viewer: Viewer,
        form: Fields,
    ) -> Result<DossierPage, web::Error> {
        let code = dossier.label();
        let calendar = &dossier.calendar;
        let organisation = self.dossiers.organisation();
        let definition = self.dossiers.workflows().get(dossier.workflow).await?;
        let history = self.dossiers.history(dossier.id).await?;
        let made = self.files.made_for(dossier.id).await?;
        let why = dossier.explain(page.now);
        let office = organisation.office(dossier.receiving_office);
        let facts = Facts {
            page: &page,
            dossier,
            calendar,
            why: why.as_ref(),
            viewer,
            apology: history.iter().find_map(|line| {
                if let dossier::Event::Apologised { reason, .. } = &line.event { Some(reason.as_str()) } else { None }
            }),
            office: office.as_ref().map_or("", |office| office.name.as_str()),
            code: &code,
            made: !made.is_empty(),
        };
        let known = viewer.is_known();
        let owner = &dossier.content.owner;
        Ok(DossierPage {
            need: need(&facts),
            items: open_request(dossier, viewer)
                .map(|record| ItemView::all(&page, dossier, record, &[]))
                .unwrap_or_default(),
            why: why.as_ref().and_then(|why| Why::new(&page, dossier, why)),
            progress: progress(&page, dossier, &definition, &history, viewer),
            owner: if known { owner.name.clone() } else { owner.masked_name() },
            holder: holder(organisation, dossier),
            channel: page.said(&present::channel(dossier.channel)),
            return_channel: page.said(&present::return_channel(dossier.content.return_channel)),
            submitted: dossier.submitted_at.map(|at| page.moment(at)).unwrap_or_default(),
            office: office.as_ref().map(|office| OfficeView::of(office)),
            papers: papers(&page, dossier, viewer),
            result: result(&page, dossier, viewer, &made),
            slip: slip(&code, dossier, viewer),
            letters: letters(&page, &code, dossier, &history, viewer),
            has_day: Appointment::of(dossier, page.now).is_some(),
            may_withdraw: viewer == Viewer::Owner && may_withdraw(dossier),
            messages: Vec::new(),
            code,
            procedure: dossier.procedure_name.clone(),
            viewer,
            form,
            page,
        })
    }
}

/// What was written to the owner about the dossier, newest first.
async fn messages(ctx: &Context, page: &Page, id: DossierId) -> Result<Vec<MessageView>, web::Error> {
    let written = ctx.site.db.read(move |tx| messages::of_dossier(tx, id)).await?;
    let view = |message: messages::Message| MessageView { at: page.moment(message.created_at), text: message.text };
    Ok(written.into_iter().take(MESSAGES_SHOWN).map(view).collect())
}

/// The files of the result and those made of the decision, for the owner.
fn result(page: &Page, dossier: &Dossier, viewer: Viewer, made: &[StoredFile]) -> Option<ResultView> {
    let record = dossier.content.result.as_ref().filter(|_| viewer == Viewer::Owner && is_out(dossier))?;
    if record.files.is_empty() && made.is_empty() {
        return None;
    }
    Some(ResultView {
        title: record.title.clone(),
        number: record.number.clone().unwrap_or_default(),
        files: record.files.iter().chain(made).map(|file| FileView::new(page, file)).collect(),
    })
}

/// The address of the receipt slip, for whoever may hold it.
fn slip(code: &str, dossier: &Dossier, viewer: Viewer) -> Option<String> {
    dossier.content.slip_no.filter(|_| viewer.is_known())?;
    let path = format!("/tra-cuu/{code}/giay-tiep-nhan.pdf");
    Some(web::address_with(&path, &[("ma-tra-cuu", &dossier.content.lookup_code)]))
}

/// The letters written to the person, for whoever may hold them.
fn letters(page: &Page, code: &str, dossier: &Dossier, history: &[HistoryLine], viewer: Viewer) -> Vec<Link> {
    if !viewer.is_known() {
        return Vec::new();
    }
    let link = |letter: documents::Written| Link {
        label: format!(
            "{}, {}",
            page.t(&format!("documents-form-{}", letter.form.name())),
            page.date(calendar::local(letter.at).date())
        ),
        href: web::address_with(
            &format!("/tra-cuu/{code}/phieu/{}", letter.version),
            &[("ma-tra-cuu", &dossier.content.lookup_code)],
        ),
    };
    documents::written(dossier, history).into_iter().map(link).collect()
}

/// A dossier can be taken back until it is decided (NĐ 118/2025/NĐ-CP Đ.21).
pub(crate) fn may_withdraw(dossier: &Dossier) -> bool {
    let is_decided = dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some());
    match dossier.state {
        DossierState::Submitted
        | DossierState::Received { .. }
        | DossierState::InProgress { .. }
        | DossierState::AwaitingSupplement { .. }
        | DossierState::AwaitingPayment { .. }
        | DossierState::Paused { .. } => !is_decided,
        DossierState::Draft
        | DossierState::Declined { .. }
        | DossierState::Resolved { .. }
        | DossierState::Returned { .. }
        | DossierState::Withdrawn { .. }
        | DossierState::Stopped { .. } => false,
    }
}

/// The next person at this machine must not find the page by the Back button.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
