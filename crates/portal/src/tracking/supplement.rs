//! `/tra-cuu/{ma}/bo-sung`: every fault of the one request as a checklist, answered once. Whoever
//! proved the dossier reads it; only the account that filed can answer here.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dossier::command::{Supplement, SupplementItem};
use dossier::{
    Command, Dossier, DossierCode, Error, PaperIn, Request, State as DossierState, StoredFile, SupplementRecord, Which,
};
use web::{Context, FieldErrors, Fields, Form, Page, Path, Sentence};

use super::basket::Held;
use super::proof::Viewer;
use super::show::{Found, tracking_page};
use crate::Portal;
use crate::filing::{Stop, conflict};
use crate::office::OfficeView;
use crate::upload::{self, FileView};

/// Longest name of a paper made from an officer's words.
const NAME_MAX: usize = 120;

#[derive(Template)]
#[template(path = "supplement.html")]
pub(crate) struct SupplementPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) version: i64,
    pub(crate) asked: String,
    pub(crate) closes: String,
    pub(crate) reason: String,
    pub(crate) items: Vec<ItemView>,
    pub(crate) limit: String,
    /// Whether what is sent starts the time limit afresh, or goes to intake first.
    pub(crate) is_before_receipt: bool,
    pub(crate) may_answer: bool,
    pub(crate) office: Option<OfficeView>,
    pub(crate) sign_in: String,
}

/// One fault.
pub(crate) struct ItemView {
    pub(crate) name: String,
    /// The paper's name, where the fault is with one of the checklist.
    pub(crate) paper: String,
    pub(crate) what: String,
    pub(crate) legal_basis: String,
    /// Files that arrived with an earlier try.
    pub(crate) files: Vec<FileView>,
}

impl ItemView {
    /// All faults of a request, with what is held for each.
    pub(crate) fn all(page: &Page, dossier: &Dossier, record: &SupplementRecord, held: &[Held]) -> Vec<Self> {
        let name_of = |no: u16| dossier.content.papers.iter().find(|paper| paper.no == Some(no));
        let view = |(index, item): (usize, &SupplementItem)| Self {
            name: field_name(index),
            paper: item.paper.and_then(name_of).map(|paper| paper.name.clone()).unwrap_or_default(),
            what: item.what.clone(),
            legal_basis: item.legal_basis.clone(),
            files: held.iter().filter(|(of, _)| *of == index).map(|(_, file)| FileView::new(page, file)).collect(),
        };
        record.items.iter().enumerate().map(view).collect()
    }
}

fn field_name(index: usize) -> String {
    format!("muc-{}", index + 1)
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    headers: HeaderMap,
    Path(typed): Path<String>,
) -> Result<Response, Stop> {
    let (code, dossier) = match portal.look_up(&ctx, &typed).await? {
        Found::Dossier(code, dossier) => (code, dossier),
        Found::Nothing(response) => return Ok(response),
    };
    let viewer = portal.viewer(&ctx, &headers, &dossier);
    let page = tracking_page(&ctx, code.as_str()).crumb(ctx.t("portal-supplement-title"), "");
    let form = Fields::blank(&page);
    match portal.supplement_page(page, &dossier, viewer, form) {
        Some(view) => Ok(web::html(view)?),
        // Nothing waits for an answer, or nobody may read it: the tracking page says which.
        None => Ok(ctx.redirect(&format!("/tra-cuu/{code}"))),
    }
}

pub(crate) async fn send(
    State(portal): State<Portal>,
    ctx: Context,
    Path(typed): Path<String>,
    mut form: Form,
) -> Result<Response, Stop> {
    let code = DossierCode::parse(&typed).ok_or(web::Error::NotFound)?;
    let actor = ctx.citizen()?;
    let dossier = portal.dossiers.read(actor, Which::Code(code.clone())).await?;
    let back = format!("/tra-cuu/{code}");
    let Some(record) = dossier.open_supplement() else {
        return Ok(ctx.redirect_noting(&back, "portal-supplement-sent"));
    };
    let mut errors = form.upload_errors(ctx.locale);
    portal.take_answers(&ctx, &dossier, &mut form, &mut errors).await?;
    let whose = (dossier.id, actor.account);
    let held = portal.baskets.look(whose, ctx.now);
    let note = form.lines("ghi-chu");
    if note.is_empty() {
        tell_missing(record, &held, &mut errors);
    }
    if !errors.is_empty() {
        return portal.supplement_again(&ctx, &dossier, &form, errors);
    }
    let seen = form.text("ban").parse().unwrap_or_default();
    let command = Command::Supplement(Supplement { papers: papers(&dossier, record, &held), note });
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match portal.dossiers.execute(actor, &code, seen, command, request).await {
        Ok(_) => {
            portal.baskets.empty(whose);
            Ok(ctx.redirect_noting(&back, "portal-supplement-sent"))
        }
        Err(Error::Stale { .. } | Error::KeyReused | Error::Refused(_)) => {
            let now = portal.dossiers.read(actor, Which::Code(code.clone())).await?;
            if !matches!(now.state, DossierState::AwaitingSupplement { .. }) {
                return Ok(ctx.redirect_noting(&back, "portal-supplement-sent"));
            }
            let mut errors = FieldErrors::new();
            errors.push("ghi-chu", "portal-supplement-changed");
            Ok(conflict(portal.supplement_again(&ctx, &now, &form, errors)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Every fault wants a file, unless a word explains it.
fn tell_missing(record: &SupplementRecord, held: &[Held], errors: &mut FieldErrors) {
    for (index, item) in record.items.iter().enumerate() {
        let name = field_name(index);
        let is_answered = held.iter().any(|(of, _)| *of == index);
        if !is_answered && !errors.has(&name) {
            errors.push(name, Sentence::new("portal-supplement-missing").with("n", index + 1).with("what", &item.what));
        }
    }
}

/// One paper for each fault that has files.
fn papers(dossier: &Dossier, record: &SupplementRecord, held: &[Held]) -> Vec<PaperIn> {
    let paper = |(index, item): (usize, &SupplementItem)| {
        let files: Vec<_> = held.iter().filter(|(of, _)| *of == index).map(|(_, file)| file.clone()).collect();
        let named = dossier.content.papers.iter().find(|paper| paper.no.is_some() && paper.no == item.paper);
        let name = named.map_or_else(|| item.what.chars().take(NAME_MAX).collect(), |paper| paper.name.clone());
        let form = upload::ELECTRONIC_COPY.to_owned();
        (!files.is_empty()).then_some(PaperIn { no: item.paper, name, form, quantity: 1, files })
    };
    record.items.iter().enumerate().filter_map(paper).collect()
}

impl Portal {
    /// Stores what arrived, fault by fault, and puts it into the basket.
    async fn take_answers(
        &self,
        ctx: &Context,
        dossier: &Dossier,
        form: &mut Form,
        errors: &mut FieldErrors,
    ) -> Result<(), web::Error> {
        let whose = (dossier.id, ctx.citizen()?.account);
        let held = self.baskets.look(whose, ctx.now);
        let mut fresh = Vec::new();
        for index in 0..dossier.open_supplement().map_or(0, |record| record.items.len()) {
            let name = field_name(index);
            for file in form.kept_files(&name) {
                // A second press of the button brings the same file again.
                let same = |held: &StoredFile| held.name == file.name && held.size == file.size_bytes;
                if held.iter().any(|(of, held)| *of == index && same(held)) {
                    continue;
                }
                match upload::keep(&self.files, ctx, dossier.id, file).await? {
                    Ok(stored) => fresh.push((index, stored)),
                    Err(sentence) => errors.push(name.clone(), sentence),
                }
            }
        }
        self.baskets.put(whose, fresh, ctx.now);
        Ok(())
    }

    fn supplement_again(
        &self,
        ctx: &Context,
        dossier: &Dossier,
        form: &Form,
        errors: FieldErrors,
    ) -> Result<Response, Stop> {
        let page = tracking_page(ctx, &dossier.label()).crumb(ctx.t("portal-supplement-title"), "").with_errors(true);
        let form = Fields::again(&page, form, errors);
        match self.supplement_page(page, dossier, Viewer::Owner, form) {
            Some(view) => Ok(web::html_invalid(view)?),
            None => Ok(ctx.redirect(&format!("/tra-cuu/{}", dossier.label()))),
        }
    }

    fn supplement_page(&self, page: Page, dossier: &Dossier, viewer: Viewer, form: Fields) -> Option<SupplementPage> {
        let record = dossier.open_supplement().filter(|_| viewer.is_known())?;
        let account = page.actor().map(|actor| actor.account).filter(|_| viewer == Viewer::Owner);
        let held = account.map(|account| self.baskets.look((dossier.id, account), page.now)).unwrap_or_default();
        let code = dossier.label();
        let closes = self.dossiers.calendar().supplement_closes_at(record.asked_at);
        let office = self.dossiers.organisation().office(dossier.receiving_office);
        Some(SupplementPage {
            procedure: dossier.procedure_name.clone(),
            version: dossier.version,
            asked: page.moment(record.asked_at),
            closes: page.date(calendar::local(closes).date()),
            reason: record.reason.clone(),
            items: ItemView::all(&page, dossier, record, &held),
            limit: page.size(page.settings().upload_limit_bytes),
            is_before_receipt: record.before_receipt,
            may_answer: viewer == Viewer::Owner,
            office: office.map(|office| OfficeView::of(&office)),
            sign_in: web::address_with("/dang-nhap", &[("tiep", &format!("/tra-cuu/{code}/bo-sung"))]),
            code,
            form,
            page,
        })
    }
}
