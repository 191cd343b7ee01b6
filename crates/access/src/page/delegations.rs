//! `/quan-tri/uy-quyen`: who signs for whom, for which procedures, from when to when; the share of
//! procedures that are decided at the centre by delegation; recording a delegation.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::StaffId;
use jiff::civil::Date;
use organisation::Organisation;
use web::{Chip, Context, Error, FieldErrors, Fields, Form, Nav, Page, Sentence, Tone};

use super::officer_act::why;
use super::sign_in::seat;
use crate::delegate::is_at_centre;
use crate::delegation::Share;
use crate::{
    Access, Action, Capacity, Cover, Delegable, DelegateError, Delegation, NewDelegation, Procedures, Standing, allowed,
};

pub(crate) const ADDRESS: &str = "/quan-tri/uy-quyen";

/// The longest number of a paper, in characters.
const DOCUMENT_MAX: usize = 60;

/// What these pages work on.
#[derive(Clone)]
pub(crate) struct Register {
    pub(crate) access: Access,
    pub(crate) procedures: Arc<dyn Procedures>,
}

#[derive(Template)]
#[template(path = "delegations.html")]
pub(crate) struct DelegationsPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) told: String,
    pub(crate) rows: Vec<Line>,
    pub(crate) choices: Option<Choices>,
}

/// One delegation in words.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) document: String,
    pub(crate) delegator: String,
    pub(crate) delegate: String,
    pub(crate) capacity: String,
    pub(crate) cover: String,
    pub(crate) term: String,
    pub(crate) chip: Chip,
}

/// What the form offers to whoever may record a delegation.
pub(crate) struct Choices {
    pub(crate) capacities: Vec<(String, String)>,
    pub(crate) covers: Vec<(String, String)>,
    pub(crate) fields: Vec<(String, String)>,
}

pub(crate) async fn show(State(register): State<Register>, ctx: Context) -> Result<Response, Error> {
    web::html(draw(&register, &ctx, &Form::default(), FieldErrors::new()).await?)
}

pub(crate) async fn add(State(register): State<Register>, ctx: Context, form: Form) -> Result<Response, Error> {
    let procedures = register.procedures.delegable(ctx.now).await?;
    let mut errors = FieldErrors::new();
    let organisation = &register.access.organisation;
    if let Some(new) = read(organisation, &procedures, &ctx, &form, &mut errors) {
        match register.access.delegate(&seat(&ctx)?, new).await {
            Ok(id) => return Ok(ctx.redirect_noting(&format!("{ADDRESS}/{id}"), "access-delegation-made")),
            Err(error) => wrong(&ctx, error, &mut errors)?,
        }
    }
    web::html_invalid(draw(&register, &ctx, &form, errors).await?)
}

pub(crate) fn may_manage(ctx: &Context) -> Result<bool, Error> {
    let actor = ctx.staff()?;
    Ok(allowed(Action::ManageDelegations).iter().any(|role| actor.has_role(*role)))
}

async fn draw(register: &Register, ctx: &Context, form: &Form, errors: FieldErrors) -> Result<DelegationsPage, Error> {
    let organisation = &register.access.organisation;
    let procedures = register.procedures.delegable(ctx.now).await?;
    let delegations = register.access.delegations().await?;
    let page = ctx.page(Nav::Delegations).with_errors(!errors.is_empty());
    let at_centre = |one: &&Delegation| one.holds_at(ctx.now) && is_at_centre(organisation, one.delegate);
    let in_force: Vec<&Delegation> = delegations.iter().filter(at_centre).collect();
    let choices = may_manage(ctx)?.then(|| choices(&page, &procedures));
    Ok(DelegationsPage {
        told: told(&page, Share::count(&procedures, &in_force)),
        rows: delegations.iter().map(|one| line(organisation, &page, one, ctx)).collect(),
        choices,
        form: Fields::again(&page, form, errors),
        page,
    })
}

fn told(page: &Page, share: Share) -> String {
    let thousandths = share.thousandths();
    let per_cent = format!("{},{}", thousandths / 10, thousandths % 10);
    let said = page.say("access-delegations-told").with("delegated", share.delegated).with("all", share.all);
    said.with("share", per_cent).to_string()
}

fn choices(page: &Page, procedures: &[Delegable]) -> Choices {
    let mut fields: Vec<&str> = procedures.iter().map(|procedure| procedure.field.as_str()).collect();
    fields.sort_by_cached_key(|field| base::text::fold(field));
    fields.dedup();
    let covers = ["all", "field", "listed"];
    let capacity = |one: &Capacity| (one.name().to_owned(), capacity_text(page, *one));
    Choices {
        capacities: Capacity::ALL.iter().map(capacity).collect(),
        covers: covers.map(|cover| (cover.to_owned(), page.t(&format!("access-cover-{cover}")))).to_vec(),
        fields: fields.into_iter().map(|field| (field.to_owned(), field.to_owned())).collect(),
    }
}

pub(crate) fn line(organisation: &Organisation, page: &Page, one: &Delegation, ctx: &Context) -> Line {
    let (tone, standing) = match one.standing(ctx.now) {
        Standing::ToCome => (Tone::Info, page.t("access-delegation-to-come")),
        Standing::InForce => (Tone::Ok, page.t("access-delegation-in-force")),
        Standing::EndsSoon => (Tone::Soon, page.t("access-delegation-ends-soon")),
        Standing::Ended(on) => (Tone::Pause, page.t1("access-delegation-over", "on", page.date_short(on))),
    };
    let open = || page.t("access-grant-open");
    let to = one.to.map_or_else(open, |to| page.date_short(to));
    Line {
        href: format!("{ADDRESS}/{}", one.id),
        document: one.document_no.clone(),
        delegator: person(organisation, one.delegator),
        delegate: person(organisation, one.delegate),
        capacity: capacity_text(page, one.capacity),
        cover: match &one.cover {
            Cover::All => page.t("access-cover-all"),
            Cover::Field(field) => page.t1("access-cover-of-field", "field", field.clone()),
            Cover::Listed(list) => page.t1("access-cover-of-list", "n", list.len()),
        },
        term: format!("{} – {to}", page.date_short(one.from)),
        chip: Chip::new(tone, standing),
    }
}

fn capacity_text(page: &Page, capacity: Capacity) -> String {
    page.t(&format!("access-capacity-{}", capacity.name()))
}

/// `Nguyễn Thành Trung, Chủ tịch UBND phường`.
fn person(organisation: &Organisation, staff: StaffId) -> String {
    organisation.staff(staff).map(|staff| format!("{}, {}", staff.name, staff.post)).unwrap_or_default()
}

/// Reads the form; everything wrong is said at once.
fn read(
    organisation: &Organisation,
    procedures: &[Delegable],
    ctx: &Context,
    form: &Form,
    errors: &mut FieldErrors,
) -> Option<NewDelegation> {
    let today = calendar::local(ctx.now).date();
    let delegator = officer(organisation, form, "nguoi-uy-quyen", today, errors);
    let delegate = officer(organisation, form, "nguoi-duoc-uy-quyen", today, errors);
    let capacity = Capacity::from_name(form.raw("hinh-thuc"));
    if capacity.is_none() {
        errors.push("hinh-thuc", "access-error-capacity");
    }
    let cover = cover(procedures, form, errors);
    let document_no = form.required_or("so-van-ban", "access-error-document", errors);
    if document_no.chars().count() > DOCUMENT_MAX {
        errors.push("so-van-ban", Sentence::new("access-error-decision-long").with("n", DOCUMENT_MAX));
    }
    let from = form.date("tu-ngay", "access-error-from", errors);
    let to = if form.text("den-ngay").is_empty() { None } else { form.date("den-ngay", "access-error-to", errors) };
    let (delegator, delegate, capacity, cover) = (delegator?, delegate?, capacity?, cover?);
    let from = from.filter(|_| errors.is_empty())?;
    Some(NewDelegation { delegator, delegate, capacity, cover, document_no, from, to })
}

/// One officer in post, by login or full name.
fn officer(
    organisation: &Organisation,
    form: &Form,
    field: &str,
    today: Date,
    errors: &mut FieldErrors,
) -> Option<StaffId> {
    let mut called = organisation.staff_called(&form.text(field));
    called.retain(|staff| staff.term().holds_on(today));
    match &called[..] {
        [one] => return Some(one.id),
        [] => errors.push(field, "access-error-officer"),
        [_, ..] => errors.push(field, "access-error-officers"),
    }
    None
}

fn cover(procedures: &[Delegable], form: &Form, errors: &mut FieldErrors) -> Option<Cover> {
    match form.raw("pham-vi") {
        "all" => Some(Cover::All),
        "field" => {
            let field = form.text("linh-vuc");
            let is_known = procedures.iter().any(|procedure| procedure.field == field);
            if !is_known {
                errors.push("linh-vuc", "access-error-field");
            }
            is_known.then_some(Cover::Field(field))
        }
        "listed" => listed(procedures, &form.lines("ma-thu-tuc"), errors).map(Cover::Listed),
        _ => {
            errors.push("pham-vi", "access-error-cover");
            None
        }
    }
}

/// Codes between spaces, commas and lines; every unknown one is named.
fn listed(procedures: &[Delegable], text: &str, errors: &mut FieldErrors) -> Option<Vec<(String, String)>> {
    let mut codes: Vec<&str> = text.split([' ', ',', ';', '\n']).map(str::trim).filter(|c| !c.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for code in codes {
        match procedures.iter().find(|procedure| procedure.code == code) {
            Some(procedure) => found.push((procedure.code.clone(), procedure.field.clone())),
            None => unknown.push(code),
        }
    }
    if !unknown.is_empty() {
        errors.push("ma-thu-tuc", Sentence::new("access-error-codes").with("codes", unknown.join(", ")));
        return None;
    }
    if found.is_empty() {
        errors.push("ma-thu-tuc", "access-error-no-codes");
        return None;
    }
    Some(found)
}

/// Says what is wrong beside a field; anything else stops the request.
fn wrong(ctx: &Context, error: DelegateError, errors: &mut FieldErrors) -> Result<(), Error> {
    let (field, key) = match error {
        DelegateError::Unknown => ("nguoi-uy-quyen", "access-error-delegator-reach"),
        DelegateError::SamePerson => ("nguoi-duoc-uy-quyen", "access-error-same-person"),
        DelegateError::NotLeader => ("nguoi-uy-quyen", "access-error-not-leader"),
        DelegateError::OtherAgency => ("nguoi-duoc-uy-quyen", "access-error-other-agency"),
        DelegateError::LeadsAlready => ("nguoi-duoc-uy-quyen", "access-error-leads-already"),
        DelegateError::NoAccount => ("nguoi-duoc-uy-quyen", "access-error-no-account"),
        DelegateError::Days => ("den-ngay", "access-error-delegation-days"),
        DelegateError::Over => return Err(Error::Conflict(Sentence::new("access-error-delegation-over"))),
        DelegateError::Overlaps { document_no } => {
            errors.push("pham-vi", Sentence::new("access-error-overlaps").with("document", document_no));
            return Ok(());
        }
        DelegateError::Apart(clashes) => {
            clashes.iter().for_each(|clash| errors.push("nguoi-duoc-uy-quyen", why(ctx, *clash)));
            return Ok(());
        }
        DelegateError::Store(error) => return Err(error.into()),
    };
    errors.push(field, key);
    Ok(())
}
