//! `/quan-tri/con-dau`: every seal and where it is now; one seal with its minutes and impressions; the
//! report by agency and month.

mod report;

use access::{Action, allowed};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::SealId;
use calendar::local;
use organisation::Organisation;
use web::{Context, Error, FieldErrors, Fields, Form, Gate, Nav, Page, Path, Routes};

use super::store::{self, SealRow};
use super::{Custody, NewSeal, SealError, SealKind, hand_over, register};
use crate::download::Papers;

pub(crate) const ADDRESS: &str = "/quan-tri/con-dau";
/// Impressions shown of one seal.
const IMPRESSIONS: i64 = 100;
/// Longest code, name or number of minutes, in characters.
const TEXT_MAX: usize = 200;

pub(crate) fn routes() -> Routes<Papers> {
    let (see, manage) = (Gate::Roles(allowed(Action::ReadSeals)), Gate::Roles(allowed(Action::ManageSeals)));
    Routes::new("documents")
        .get("documents.seals", ADDRESS, see, list)
        .post("documents.register_seal", ADDRESS, manage, add)
        .get("documents.seal_report", "/quan-tri/con-dau/bao-cao", see, report::show)
        .get("documents.seal", "/quan-tri/con-dau/{id}", see, one)
        .post("documents.hand_seal_over", "/quan-tri/con-dau/{id}/ban-giao", manage, hand)
}

#[derive(Template)]
#[template(path = "seals.html")]
pub(crate) struct SealsPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) told: String,
    pub(crate) rows: Vec<SealLine>,
    pub(crate) kinds: Vec<(String, String)>,
    pub(crate) owners: Vec<(String, String)>,
    pub(crate) may_manage: bool,
}

#[derive(Template)]
#[template(path = "seal.html")]
pub(crate) struct SealPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) seal: SealLine,
    pub(crate) hand_overs: Vec<[String; 5]>,
    pub(crate) impressions: Vec<[String; 4]>,
    pub(crate) may_manage: bool,
}

/// One seal in words.
pub(crate) struct SealLine {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) owner: String,
    pub(crate) keeper: String,
    pub(crate) since: String,
}

impl SealLine {
    fn new(page: &Page, organisation: &Organisation, seal: &SealRow) -> Self {
        Self {
            href: format!("{ADDRESS}/{}", seal.id),
            code: seal.code.clone(),
            name: seal.name.clone(),
            kind: kind_text(page, seal.kind),
            owner: organisation.agency(seal.owner).map(|agency| agency.name.clone()).unwrap_or_default(),
            keeper: keeper_text(organisation, seal.keeper),
            since: page.date(seal.kept_since),
        }
    }
}

fn kind_text(page: &Page, kind: SealKind) -> String {
    page.t(&format!("documents-seal-kind-{}", kind.name()))
}

/// `Cao Thị Tâm, UBND phường Hạ Long`.
fn keeper_text(organisation: &Organisation, keeper: base::StaffId) -> String {
    let Some(staff) = organisation.staff(keeper) else { return String::new() };
    let agency = organisation.agency(staff.agency).map(|agency| agency.name.clone());
    [Some(staff.name.clone()), agency].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn may_manage(ctx: &Context) -> Result<bool, Error> {
    let actor = ctx.staff()?;
    Ok(allowed(Action::ManageSeals).iter().any(|role| actor.has_role(*role)))
}

async fn list(State(papers): State<Papers>, ctx: Context) -> Result<Response, Error> {
    web::html(seals_page(&papers, &ctx, FieldErrors::new(), &Form::default()).await?)
}

async fn seals_page(papers: &Papers, ctx: &Context, errors: FieldErrors, form: &Form) -> Result<SealsPage, Error> {
    let organisation = papers.dossiers.organisation();
    let seals = ctx.site.db.read::<_, _, db::Error>(store::all).await?;
    let page = ctx.page(Nav::Seals).with_errors(!errors.is_empty());
    let second: Vec<&SealRow> = seals.iter().filter(|seal| seal.kind == SealKind::Second).collect();
    let mut owners: Vec<_> = second.iter().map(|seal| seal.owner).collect();
    owners.sort_unstable();
    owners.dedup();
    let told = page
        .say("documents-seals-told")
        .with("all", seals.len())
        .with("second", second.len())
        .with("owners", owners.len());
    let agencies = organisation.agencies(local(ctx.now).date());
    Ok(SealsPage {
        told: told.to_string(),
        rows: seals.iter().map(|seal| SealLine::new(&page, organisation, seal)).collect(),
        kinds: SealKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind_text(&page, *kind))).collect(),
        owners: agencies.iter().map(|agency| (agency.code.clone(), agency.name.clone())).collect(),
        may_manage: may_manage(ctx)?,
        form: Fields::again(&page, form, errors),
        page,
    })
}

async fn add(State(papers): State<Papers>, ctx: Context, form: Form) -> Result<Response, Error> {
    let organisation = papers.dossiers.organisation().clone();
    let mut errors = FieldErrors::new();
    let code = short(&form, "ma", &mut errors);
    let name = short(&form, "ten", &mut errors);
    let kind = SealKind::from_name(&form.text("loai"));
    let owner = organisation.agency_by_code(&form.text("chu-dau"));
    for (is_there, field, key) in
        [(kind.is_some(), "loai", "documents-seal-no-kind"), (owner.is_some(), "chu-dau", "documents-seal-no-owner")]
    {
        if !is_there {
            errors.push(field, key);
        }
    }
    let custody = custody(&organisation, &form, &ctx, &mut errors);
    let (Some(kind), Some(owner), Some(custody), true) = (kind, owner, custody, errors.is_empty()) else {
        return web::html_invalid(seals_page(&papers, &ctx, errors, &form).await?);
    };
    let seal = NewSeal { code, name, kind, owner: owner.id, custody };
    let (actor, now) = (ctx.staff()?.clone(), ctx.now);
    let added = ctx.site.db.write(move |tx| register(tx, &organisation, &seal, &actor, now)).await;
    match added {
        Ok(id) => Ok(ctx.redirect(&format!("{ADDRESS}/{id}"))),
        Err(error) => {
            wrong(error, "ma", &mut errors)?;
            web::html_invalid(seals_page(&papers, &ctx, errors, &form).await?)
        }
    }
}

async fn one(State(papers): State<Papers>, ctx: Context, Path(id): Path<SealId>) -> Result<Response, Error> {
    web::html(seal_page(&papers, &ctx, id, FieldErrors::new(), &Form::default()).await?)
}

async fn seal_page(
    papers: &Papers,
    ctx: &Context,
    id: SealId,
    errors: FieldErrors,
    form: &Form,
) -> Result<SealPage, Error> {
    let organisation = papers.dossiers.organisation();
    let found = ctx.site.db.read::<_, _, db::Error>(move |tx| {
        Ok((store::by_id(tx, id)?, store::hand_overs(tx, id)?, store::impressions(tx, id, IMPRESSIONS)?))
    });
    let (seal, minutes, impressions) = found.await?;
    let seal = seal.ok_or(Error::NotFound)?;
    let page = ctx.page(Nav::Seals).with_errors(!errors.is_empty());
    let page = page.crumb(ctx.t("documents-seals"), ADDRESS).crumb(seal.code.clone(), "");
    let hand_overs = minutes.into_iter().map(|row| {
        [page.date(row.handed_on), row.giver, keeper_text(organisation, row.keeper), row.minutes_no, row.recorded_by]
    });
    let impressions = impressions
        .into_iter()
        .map(|row| [page.moment(row.sealed_at), row.dossier_code, row.copies.to_string(), row.sealed_by]);
    Ok(SealPage {
        seal: SealLine::new(&page, organisation, &seal),
        hand_overs: hand_overs.collect(),
        impressions: impressions.collect(),
        may_manage: may_manage(ctx)?,
        form: Fields::again(&page, form, errors),
        page,
    })
}

async fn hand(
    State(papers): State<Papers>,
    ctx: Context,
    Path(id): Path<SealId>,
    form: Form,
) -> Result<Response, Error> {
    let organisation = papers.dossiers.organisation().clone();
    let mut errors = FieldErrors::new();
    let custody = custody(&organisation, &form, &ctx, &mut errors);
    let Some(custody) = custody.filter(|_| errors.is_empty()) else {
        return web::html_invalid(seal_page(&papers, &ctx, id, errors, &form).await?);
    };
    let (actor, now) = (ctx.staff()?.clone(), ctx.now);
    let handed = ctx.site.db.write(move |tx| hand_over(tx, &organisation, id, &custody, (&actor, now))).await;
    match handed {
        Ok(()) => Ok(ctx.redirect(&format!("{ADDRESS}/{id}"))),
        Err(error) => {
            wrong(error, "nguoi-giu", &mut errors)?;
            web::html_invalid(seal_page(&papers, &ctx, id, errors, &form).await?)
        }
    }
}

/// Keeper, minutes and date, as both forms ask for them.
fn custody(organisation: &Organisation, form: &Form, ctx: &Context, errors: &mut FieldErrors) -> Option<Custody> {
    let today = local(ctx.now).date();
    let keeper = organisation.staff_by_login(&form.text("nguoi-giu"));
    let keeper = keeper.filter(|staff| staff.term().holds_on(today));
    if keeper.is_none() {
        errors.push("nguoi-giu", "documents-seal-no-keeper");
    }
    let minutes_no = short(form, "bien-ban", errors);
    let since = form.date("tu-ngay", "documents-books-no-date", errors);
    if since.is_some_and(|since| since > today) {
        errors.push("tu-ngay", "documents-seal-in-future");
    }
    Some(Custody { keeper: keeper?.id, minutes_no, since: since.filter(|since| *since <= today)? })
}

fn short(form: &Form, field: &str, errors: &mut FieldErrors) -> String {
    let text = form.required(field, errors);
    if text.chars().count() > TEXT_MAX {
        errors.push(field, "documents-seal-too-long");
    }
    text
}

/// Says what is wrong beside a field; anything else stops the request.
fn wrong(error: SealError, field: &str, errors: &mut FieldErrors) -> Result<(), Error> {
    let key = match error {
        SealError::CodeTaken => "documents-seal-code-taken",
        SealError::SameKeeper => "documents-seal-same-keeper",
        SealError::OlderThanLast(_) => {
            errors.push("tu-ngay", "documents-seal-older");
            return Ok(());
        }
        SealError::NotFound => return Err(Error::NotFound),
        SealError::Store(error) => return Err(error.into()),
    };
    errors.push(field, key);
    Ok(())
}
