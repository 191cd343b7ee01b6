//! `/nop-ho-so/{code}`: what is needed, how long it takes, how much it costs; signing in is asked
//! for only now. Opens a draft, or says where else to file.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::DossierId;
use catalogue::{Key, ProcedureVersion, fee_words, limit_words, online_words};
use dossier::{Channel, Fee, Filing, Request, ReturnChannel};
use web::{Context, FieldErrors, Fields, Form, Nav, OnlineFiling, Page, Path, Query, address_with};

use super::draft::{filing_path, step_path, today, value};
use super::index::{DraftView, drafts_of, national};
use super::papers::Asked;
use super::person::nobody;
use super::place::{Place, places};
use super::set::set_of;
use super::step::Step;
use super::stop::Stop;
use crate::Portal;
use crate::office::{OfficeView, offices};

const BY_PROXY: &str = "nguoi-khac";
const WHOM: [(&str, &str); 2] = [("toi", "portal-whom-me"), (BY_PROXY, "portal-whom-other")];

#[derive(Template)]
#[template(path = "start.html")]
pub(crate) struct StartPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) procedure: String,
    pub(crate) procedure_path: String,
    pub(crate) address: String,
    pub(crate) variant: String,
    pub(crate) limit: String,
    pub(crate) fee: String,
    pub(crate) agency: String,
    pub(crate) papers: Vec<PaperLine>,
    pub(crate) steps: Vec<String>,
    pub(crate) whom: Vec<(String, String)>,
    pub(crate) places: Vec<(String, String)>,
    pub(crate) online: String,
    pub(crate) drafts: Vec<DraftView>,
    pub(crate) way: Way,
    pub(crate) sign_in: String,
}

/// A paper to have at hand.
pub(crate) struct PaperLine {
    pub(crate) name: String,
    pub(crate) when: String,
}

/// What this page leads to.
pub(crate) enum Way {
    /// A draft.
    Here,
    /// Another site.
    National(String),
    /// The counter: not open online.
    Counter(Vec<OfficeView>),
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    // A draft named here goes on where something is open.
    if value(&query, "nhap").is_some() && ctx.site.settings.online_filing == OnlineFiling::Here {
        ctx.citizen()?;
        let draft = portal.draft(&ctx, &code, &query).await?;
        return Ok(ctx.redirect(&draft.path(draft.first_open())));
    }
    let version = portal.procedure(&ctx, &code, value(&query, "truong-hop")).await?;
    let page = ctx.page(Nav::Filing);
    let form = Fields::blank(&page).with("cho", "toi");
    Ok(web::html(portal.start_page(&ctx, page, &version, form).await?)?)
}

pub(crate) async fn open(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Stop> {
    let version = portal.procedure(&ctx, &code, Some(&form.text("truong-hop"))).await?;
    if portal.way(&ctx, &ctx.page(Nav::Filing), &version).await?.is_elsewhere() {
        return Ok(ctx.redirect(&filing_path(&version.facts.key.to_string())));
    }
    let mut errors = FieldErrors::new();
    let whom = form.text("cho");
    if !WHOM.iter().any(|(value, _)| *value == whom) {
        errors.push("cho", "portal-whom-missing");
    }
    let choices = places(&portal.dossiers, &version, today(ctx.now));
    let place = choices.iter().find(|place| place.value == form.text("noi"));
    if place.is_none() {
        errors.push("noi", "portal-place-missing");
    }
    let Some(place) = place.filter(|_| errors.is_empty()) else {
        let page = ctx.page(Nav::Filing).with_errors(true);
        let form = Fields::again(&page, &form, errors);
        return Ok(web::html_invalid(portal.start_page(&ctx, page, &version, form).await?)?);
    };
    let filing = portal.first_filing(&ctx, &version, place, whom == BY_PROXY).await?;
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    let draft = portal.dossiers.open_draft(ctx.citizen()?, filing, request).await?;
    Ok(ctx.redirect(&step_path(&draft.procedure_code, Step::Person.slug(), draft.id)))
}

pub(crate) async fn discard(
    State(portal): State<Portal>,
    ctx: Context,
    Path(_): Path<String>,
    form: Form,
) -> Result<Response, Stop> {
    let id: DossierId = form.text("nhap").parse().map_err(|_| web::Error::NotFound)?;
    portal.dossiers.discard_draft(ctx.citizen()?, id).await?;
    Ok(ctx.redirect_noting("/ho-so-cua-toi", "portal-draft-gone"))
}

impl Portal {
    /// The procedure in force under a code of an address.
    async fn procedure(
        &self,
        ctx: &Context,
        code: &str,
        variant: Option<&str>,
    ) -> Result<Arc<ProcedureVersion>, web::Error> {
        let published = self.dossiers.catalogue().current(ctx.now).await?;
        let variant = variant.filter(|text| !text.is_empty()).map_or(Ok(1), str::parse);
        let (Ok(code), Ok(variant)) = (code.parse(), variant) else { return Err(web::Error::NotFound) };
        published.by_key(&Key { code, variant }).cloned().ok_or(web::Error::NotFound)
    }

    /// Where a procedure is filed online, if it can be.
    async fn way(&self, ctx: &Context, page: &Page, version: &ProcedureVersion) -> Result<Way, web::Error> {
        if let Some(url) = national(page) {
            return Ok(Way::National(url));
        }
        let has_process = self.dossiers.workflows().in_force(version, today(ctx.now)).await?.is_some();
        let has_place = !places(&self.dossiers, version, today(ctx.now)).is_empty();
        let is_open = has_process && has_place && version.facts.is_filed_online();
        Ok(if is_open { Way::Here } else { Way::Counter(offices(self.dossiers.organisation(), ctx.now)) })
    }

    async fn start_page(
        &self,
        ctx: &Context,
        page: Page,
        version: &ProcedureVersion,
        form: Fields,
    ) -> Result<StartPage, web::Error> {
        let facts = &version.facts;
        let key = facts.key.to_string();
        let page = page.crumb(ctx.t("web-nav-filing"), "/nop-ho-so").crumb(facts.name.clone(), "");
        let mut drafts = if page.is_citizen() { drafts_of(&self.dossiers, ctx, &page).await? } else { Vec::new() };
        drafts.retain(|draft| draft.procedure == facts.name);
        let choices = places(&self.dossiers, version, today(ctx.now));
        let mut places: Vec<_> = choices.into_iter().map(|place| (place.value, place.label)).collect();
        // Where there is a choice it must be made: a place nobody chose would be a wrong one.
        if places.len() > 1 {
            places.insert(0, (String::new(), page.t("portal-place-choose")));
        }
        Ok(StartPage {
            way: self.way(ctx, &page, version).await?,
            procedure: facts.name.clone(),
            procedure_path: facts.key.path(),
            address: format!("/nop-ho-so/{}", facts.key.code),
            variant: facts.key.variant.to_string(),
            limit: limit_words(&page, facts.binding_limit()),
            fee: fee_words(&page, facts),
            agency: facts.agency.clone(),
            papers: papers_to_prepare(&page, version),
            steps: Step::ALL.iter().map(|step| page.t(step.label())).collect(),
            whom: WHOM.map(|(value, label)| (value.to_owned(), page.t(label))).to_vec(),
            places,
            online: online_words(&page, facts.online),
            sign_in: address_with("/dang-nhap", &[("tiep", &filing_path(&key))]),
            drafts,
            form,
            page,
        })
    }

    /// A draft with what is known already: the person of the account, the place chosen, the fee.
    async fn first_filing(
        &self,
        ctx: &Context,
        version: &ProcedureVersion,
        place: &Place,
        by_proxy: bool,
    ) -> Result<Filing, web::Error> {
        let account = self.person_of_account(ctx).await?;
        let (owner, proxy) = if by_proxy { (nobody(), Some(account)) } else { (account, None) };
        Ok(Filing {
            procedure: version.id,
            office: place.office,
            competent_agency: Some(place.agency),
            channel: Channel::Online,
            account: Some(ctx.citizen()?.account),
            return_address: owner.address.clone(),
            owner,
            proxy,
            declared: Vec::new(),
            sets: 1,
            papers: Vec::new(),
            return_channel: ReturnChannel::Counter,
            fee: usual_fee(version),
        })
    }
}

impl Way {
    const fn is_elsewhere(&self) -> bool {
        !matches!(self, Self::Here)
    }
}

/// What a person has to have at hand; what a database holds or this site asks is left out.
fn papers_to_prepare(page: &Page, version: &ProcedureVersion) -> Vec<PaperLine> {
    let declared = set_of(&version.facts.key).declares;
    let line = |paper: &catalogue::Paper| {
        let when = match Asked::of(paper, declared) {
            Asked::Always => String::new(),
            Asked::ByProxy => page.t("portal-paper-by-proxy"),
            Asked::When(condition) => condition,
            Asked::Declared | Asked::Known | Asked::Replaced(_) | Asked::InPerson => return None,
        };
        Some(PaperLine { name: paper.name.clone(), when })
    };
    version.facts.papers.iter().filter_map(line).collect()
}

/// The published fee, where it is one amount.
fn usual_fee(version: &ProcedureVersion) -> Option<Fee> {
    let amount = version.facts.fee.filter(|amount| amount.0 > 0 && !version.facts.is_free())?;
    Some(Fee { amount, paid: false, note: String::new() })
}
