//! `/tai-khoan`: who one is here, on which devices one is signed in, the password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Actor, Grant, Role, Scope};
use organisation::Organisation;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page};

use super::identification;
use super::sign_in::{left, seat};
use super::{fault_sentence, wait_sentence};
use crate::password::HashError;
use crate::store::OpenSession;
use crate::{Access, AccountKind, ChangePasswordError, device, password_rule};

#[derive(Template)]
#[template(path = "account_desk.html")]
pub(crate) struct DeskPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

#[derive(Template)]
#[template(path = "account_portal.html")]
pub(crate) struct PortalPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

pub(crate) struct View {
    pub(crate) name: String,
    /// What the officer is, and where.
    pub(crate) roles: Vec<(String, String)>,
    /// What the citizen told: label and value, numbers masked.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) devices: Vec<Device>,
    pub(crate) password_min: usize,
    /// Since when a second factor counts.
    pub(crate) factor: Option<String>,
    /// How many passkeys an officer has.
    pub(crate) passkeys: Option<usize>,
    /// Where a provider vouches for citizens.
    pub(crate) identity: Option<IdentityView>,
    pub(crate) has_password: bool,
}

pub(crate) struct IdentityView {
    /// The provider, as people know it.
    pub(crate) provider: String,
    /// Since when the account is linked.
    pub(crate) since: Option<String>,
    /// Where to link it.
    pub(crate) address: String,
}

pub(crate) struct Device {
    pub(crate) session: String,
    pub(crate) name: String,
    pub(crate) opened: String,
    pub(crate) seen: String,
    pub(crate) address: String,
    pub(crate) is_here: bool,
}

pub(crate) async fn show(State(access): State<Access>, ctx: Context) -> Result<Response, Error> {
    let page = ctx.page(Nav::Account);
    let form = Fields::blank(&page);
    draw(&access, &ctx, page, form).await
}

pub(crate) async fn end_session(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let (seat, session) = (seat(&ctx)?, form.text("session"));
    if !access.end_session(&seat, &session).await? {
        return Err(Error::NotFound);
    }
    if seat.session == session {
        return Ok(left(&ctx, "/", "access-signed-out"));
    }
    Ok(ctx.redirect_noting("/tai-khoan", "access-session-ended"))
}

pub(crate) async fn end_others(State(access): State<Access>, ctx: Context, _form: Form) -> Result<Response, Error> {
    access.end_other_sessions(&seat(&ctx)?).await?;
    Ok(ctx.redirect_noting("/tai-khoan", "access-sessions-ended"))
}

pub(crate) async fn change_password(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let Some((current, new)) = read_passwords(&form, &mut errors) else {
        return change_again(&access, &ctx, &form, errors).await;
    };
    match access.change_password(&seat(&ctx)?, current, new).await {
        Ok(()) => return Ok(ctx.redirect_noting("/tai-khoan", "access-password-changed")),
        Err(ChangePasswordError::New(fault)) => errors.push("new", fault_sentence(fault)),
        Err(ChangePasswordError::Current) => errors.push("current", "access-error-password-current"),
        Err(ChangePasswordError::Locked { seconds }) => {
            errors.push("current", wait_sentence(seconds));
        }
        Err(ChangePasswordError::Hash(HashError::Busy)) => return Err(Error::Unavailable),
        Err(ChangePasswordError::Store(error)) => return Err(error.into()),
        Err(error @ ChangePasswordError::Hash(HashError::Hash(_))) => return Err(Error::internal(error)),
    }
    change_again(&access, &ctx, &form, errors).await
}

/// The current and the new password; everything wrong is said at once.
fn read_passwords<'f>(form: &'f Form, errors: &mut FieldErrors) -> Option<(&'f str, &'f str)> {
    let (current, new) = (form.raw("current"), form.raw("new"));
    if current.is_empty() {
        errors.push("current", "access-error-password-missing");
    }
    if new.is_empty() {
        errors.push("new", "access-error-password-new");
    } else if new != form.raw("again") {
        errors.push("again", "access-error-password-differs");
    }
    errors.is_empty().then_some((current, new))
}

async fn change_again(access: &Access, ctx: &Context, form: &Form, errors: FieldErrors) -> Result<Response, Error> {
    let page = ctx.page(Nav::Account);
    let form = Fields::again(&page, form, errors);
    draw(access, ctx, page.with_errors(true), form).await
}

async fn draw(access: &Access, ctx: &Context, page: Page, form: Fields) -> Result<Response, Error> {
    let actor = ctx.signed_in()?;
    let sessions = access.sessions(actor.account, ctx.now).await?;
    let (linked, has_password) = access.ways_in(actor.account, ctx.now).await?;
    let provider = access.providers.citizen.as_ref().filter(|_| !actor.is_staff());
    let view = View {
        identity: provider.map(|known| IdentityView {
            provider: known.name.clone(),
            since: linked.map(|at| page.moment(at)),
            address: identification::address(AccountKind::Citizen, "/tai-khoan"),
        }),
        has_password,
        name: actor.name.clone(),
        roles: if actor.is_staff() { roles(access, &page, actor) } else { Vec::new() },
        facts: if actor.is_staff() { Vec::new() } else { facts(access, &page, actor).await? },
        devices: sessions.into_iter().map(|session| device(&page, session, ctx.session())).collect(),
        password_min: password_rule::length_min(kind_of(actor)),
        passkeys: if actor.is_staff() { Some(access.passkeys(actor.account).await?.len()) } else { None },
        factor: access.factor(actor.account).await?.map(|factor| page.moment(factor.since)),
    };
    let invalid = form.has_errors();
    match (actor.is_staff(), invalid) {
        (true, false) => web::html(DeskPage { page, form, view }),
        (true, true) => web::html_invalid(DeskPage { page, form, view }),
        (false, false) => web::html(PortalPage { page, form, view }),
        (false, true) => web::html_invalid(PortalPage { page, form, view }),
    }
}

pub(crate) const fn kind_of(actor: &Actor) -> AccountKind {
    if actor.is_staff() { AccountKind::Staff } else { AccountKind::Citizen }
}

fn roles(access: &Access, page: &Page, actor: &Actor) -> Vec<(String, String)> {
    let row = |grant: &Grant| (role_name(page, grant.role), place(&access.organisation, page, grant.scope));
    actor.grants.iter().map(row).collect()
}

/// A role as people know it.
pub(crate) fn role_name(page: &Page, role: Role) -> String {
    page.t(&format!("access-role-{}", role.name().replace('_', "-")))
}

/// A reach as people know it.
pub(crate) fn place(organisation: &Organisation, page: &Page, scope: Scope) -> String {
    let named = match scope {
        Scope::Own => return page.t("access-scope-own"),
        Scope::Province => return page.t("access-scope-province"),
        Scope::Unit(id) => organisation.unit(id).map(|unit| unit.name.clone()),
        Scope::Agency(id) => organisation.agency(id).map(|agency| agency.name.clone()),
        Scope::Office(id) => organisation.office(id).map(|office| office.name.clone()),
    };
    named.unwrap_or_default()
}

async fn facts(access: &Access, page: &Page, actor: &Actor) -> Result<Vec<(String, String)>, Error> {
    let Some(profile) = access.profile(actor.account).await? else { return Ok(Vec::new()) };
    let known = [
        ("access-phone", profile.phone.map(|phone| base::mask::phone(&phone))),
        ("access-email", profile.email.map(|email| base::mask::email(&email))),
        ("access-personal-id", profile.personal_id.map(|number| base::mask::personal_id(&number))),
    ];
    Ok(known.into_iter().filter_map(|(key, value)| Some((page.t(key), value?))).collect())
}

pub(crate) fn device(page: &Page, session: OpenSession, here: Option<&str>) -> Device {
    Device {
        name: device::short_name(&session.user_agent).unwrap_or_else(|| page.t("access-device-unknown")),
        opened: page.moment(session.created_at),
        seen: page.moment(session.seen_at),
        address: session.address,
        is_here: here == Some(session.digest.as_str()),
        session: session.digest,
    }
}
