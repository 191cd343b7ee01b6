//! `/quan-tri/nguoi-dung/{id}`: one officer's account, as an administrator sees it: roles with their
//! terms and decisions, devices, and what can be done.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Grant, OfficeId, Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;
use organisation::Staff;
use web::{Chip, Context, Error, Fields, Form, Nav, Note, Page, Path, Tone};

use super::account::{Device, device, place, role_name};
use super::officers::{self, ADDRESS, standing};
use super::sign_in::seat;
use crate::administration::may_give;
use crate::grant::StoredScope;
use crate::separation::{is_for_staff, rule_between};
use crate::store::{AccountState, GrantLine, OpenSession};
use crate::{Access, ManageError, Seat, attempt, factor, store};

#[derive(Template)]
#[template(path = "officer.html")]
pub(crate) struct OfficerPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

pub(crate) struct View {
    pub(crate) here: String,
    pub(crate) name: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) standing: Chip,
    pub(crate) account: Option<Account>,
    /// The administrator looks at the own account.
    pub(crate) is_own: bool,
    pub(crate) warnings: Vec<Note>,
}

/// An account that exists.
pub(crate) struct Account {
    pub(crate) is_closed: bool,
    pub(crate) is_waiting: bool,
    pub(crate) factor: Option<String>,
    pub(crate) grants: Vec<Line>,
    pub(crate) roles: Vec<(String, String)>,
    pub(crate) scopes: Vec<(String, String)>,
    pub(crate) devices: Vec<Device>,
}

/// One grant in words.
pub(crate) struct Line {
    pub(crate) role: String,
    pub(crate) place: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) decision: String,
    pub(crate) chip: Chip,
    /// What to send to end it; absent when it has ended.
    pub(crate) key: Option<String>,
}

/// What is stored of one account.
#[derive(Clone, Debug)]
struct Known {
    state: AccountState,
    lines: Vec<GrantLine>,
    sessions: Vec<OpenSession>,
    factor_since: Option<Timestamp>,
    is_waiting: bool,
}

pub(crate) async fn show(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Path<StaffId>,
) -> Result<Response, Error> {
    let page = page(&ctx);
    let form = Fields::blank(&page);
    draw(&access, &ctx, staff, page, form).await
}

/// The page again, with what was wrong with the form.
pub(crate) async fn again(
    access: &Access,
    ctx: &Context,
    staff: StaffId,
    form: &Form,
    errors: web::FieldErrors,
) -> Result<Response, Error> {
    let page = page(ctx);
    let form = Fields::again(&page, form, errors);
    draw(access, ctx, staff, page.with_errors(true), form).await
}

fn page(ctx: &Context) -> Page {
    ctx.page(Nav::Officers).crumb(ctx.t("access-officers"), ADDRESS)
}

async fn draw(access: &Access, ctx: &Context, staff: StaffId, page: Page, form: Fields) -> Result<Response, Error> {
    let seat = seat(ctx)?;
    let Ok(record) = access.within_reach(&seat, staff) else { return Err(Error::NotFound) };
    let known = load(access, &record, ctx.now).await?;
    let form = form.with("from", web::format::date_in_digits(calendar::local(ctx.now).date()));
    let view = view(access, &page, &seat, &record, known);
    let has_errors = form.has_errors();
    let drawn = OfficerPage { page, form, view };
    if has_errors { web::html_invalid(drawn) } else { web::html(drawn) }
}

async fn load(access: &Access, record: &Staff, now: Timestamp) -> Result<Option<Known>, db::Error> {
    let (staff, login_key) = (record.id, attempt::login_key(&record.login));
    let find = move |tx: &mut Tx<'_>| {
        let Some(state) = store::account_state(tx, staff)? else { return Ok(None) };
        let mut is_waiting = false;
        for key in [&login_key, &attempt::code_key(state.id)] {
            let until = store::tries(tx, key)?.and_then(|(_, until, _)| until);
            is_waiting |= until.is_some_and(|until| now < until);
        }
        Ok(Some(Known {
            lines: store::grant_lines(tx, state.id)?,
            sessions: store::sessions(tx, state.id, now)?,
            factor_since: factor::since(tx, state.id)?,
            is_waiting,
            state,
        }))
    };
    access.db.read(find).await
}

fn view(access: &Access, page: &Page, seat: &Seat, record: &Staff, known: Option<Known>) -> View {
    let is_locked = known.as_ref().is_some_and(|known| known.is_waiting);
    let office = record.office.and_then(|office| access.organisation.office(office));
    let mut facts = vec![
        (page.t("access-officer-login"), record.login.clone()),
        (page.t("access-officer-post"), record.post.clone()),
        (page.t("access-officer-place"), officers::place(access, record)),
    ];
    facts.extend(office.map(|office| (page.t("access-officer-office"), office.name.clone())));
    View {
        here: format!("{ADDRESS}/{}", record.id),
        name: record.name.clone(),
        facts,
        standing: standing(page, record, known.as_ref().map(|known| &known.state), is_locked, seat.now),
        is_own: known.as_ref().is_some_and(|known| known.state.id == seat.actor.account),
        warnings: known.as_ref().map(|known| warnings(page, &known.lines, seat.now)).unwrap_or_default(),
        account: known.map(|known| account(access, page, seat, record, known)),
    }
}

fn account(access: &Access, page: &Page, seat: &Seat, record: &Staff, known: Known) -> Account {
    let roles = Role::ALL.iter().copied().filter(|role| is_for_staff(*role));
    let sessions = known.sessions.into_iter();
    Account {
        is_closed: known.state.closed_at.is_some(),
        is_waiting: known.is_waiting,
        factor: known.factor_since.map(|since| page.moment(since)),
        grants: known.lines.iter().map(|line| self::line(access, page, line, seat.now)).collect(),
        roles: roles.map(|role| (role.name().to_owned(), role_name(page, role))).collect(),
        scopes: scopes(access, page, seat, record),
        devices: sessions.map(|session| device(page, session, None)).collect(),
    }
}

/// Reaches that can be given: places of the officer's agency, and the province, as far as the
/// administrator's own reach goes.
fn scopes(access: &Access, page: &Page, seat: &Seat, record: &Staff) -> Vec<(String, String)> {
    let organisation = &access.organisation;
    let today = calendar::local(seat.now).date();
    let mut all = vec![Scope::Unit(record.unit), Scope::Agency(record.agency)];
    all.extend(record.office.map(Scope::Office));
    all.extend(organisation.units(record.agency, today).iter().map(|unit| Scope::Unit(unit.id)));
    let run_here = |office: OfficeId| organisation.office(office).is_some_and(|office| office.agency == record.agency);
    let offices = organisation.offices(today);
    all.extend(offices.iter().map(|office| office.id).filter(|office| run_here(*office)).map(Scope::Office));
    all.push(Scope::Province);
    let mut offered: Vec<(String, String)> = Vec::new();
    for scope in all.into_iter().filter(|scope| may_give(organisation, &seat.actor, *scope)) {
        let value = StoredScope(scope).text();
        if offered.iter().all(|(known, _)| *known != value) {
            offered.push((value, place(organisation, page, scope)));
        }
    }
    offered
}

fn line(access: &Access, page: &Page, line: &GrantLine, now: Timestamp) -> Line {
    let grant = line.grant();
    let is_over = grant.valid_to.is_some_and(|end| end <= now);
    let (tone, key) = match (is_over, grant.valid_from > now) {
        (true, _) => (Tone::Pause, "access-grant-over"),
        (false, true) => (Tone::Info, "access-grant-to-come"),
        (false, false) => (Tone::Ok, "access-grant-holds"),
    };
    let origin = || page.t("access-grant-imported");
    let by = line.granted_by.as_ref().map_or_else(origin, |name| page.t1("access-grant-by", "name", name.clone()));
    Line {
        role: role_name(page, grant.role),
        place: place(&access.organisation, page, grant.scope),
        from: page.moment_short(grant.valid_from),
        to: grant.valid_to.map_or_else(|| page.t("access-grant-open"), |end| end_text(page, end)),
        decision: if line.decision_no.is_empty() { by } else { format!("{} · {by}", line.decision_no) },
        chip: Chip::new(tone, page.t(key)),
        key: (!is_over).then(|| grant_key(&grant)),
    }
}

/// The last day when a term ends with it, otherwise the moment.
fn end_text(page: &Page, end: Timestamp) -> String {
    let local = calendar::local(end);
    match local.date().yesterday() {
        Ok(last) if local.time() == jiff::civil::Time::midnight() => page.date(last),
        Ok(_) | Err(_) => page.moment_short(end),
    }
}

/// Roles held together that should not be: imports are not checked, and rules may become stricter.
fn warnings(page: &Page, lines: &[GrantLine], now: Timestamp) -> Vec<Note> {
    let held: Vec<Role> = lines.iter().map(GrantLine::grant).filter(|g| g.holds_at(now)).map(|g| g.role).collect();
    let mut notes = Vec::new();
    for (place, one) in held.iter().enumerate() {
        for other in &held[place..] {
            if let Some(rule) = rule_between(*one, *other) {
                let text = page
                    .say("access-officer-apart")
                    .with("one", role_name(page, *one))
                    .with("other", role_name(page, *other))
                    .with("why", page.t(&format!("access-rule-{}", rule.name())));
                notes.push(Note::new(Tone::Soon, text.to_string()));
            }
        }
    }
    notes
}

/// What a form sends to name one grant.
fn grant_key(grant: &Grant) -> String {
    let Grant { role, scope, valid_from, .. } = grant;
    format!("{} {} {}", role.name(), StoredScope(*scope).text(), valid_from.as_microsecond())
}

/// Reads [`grant_key`] back.
pub(crate) fn read_grant_key(text: &str) -> Option<crate::Held> {
    let mut parts = text.split(' ');
    let role = Role::from_name(parts.next()?)?;
    let scope = StoredScope::read(parts.next()?)?.0;
    let valid_from = Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
    Some(crate::Held { role, scope, valid_from })
}

/// What a refusal means for the page.
pub(crate) fn refused(error: ManageError) -> Error {
    match error {
        ManageError::Unknown => Error::NotFound,
        ManageError::Own => Error::Refused(web::Sentence::new("access-error-own-account")),
        ManageError::NoAccount => Error::Conflict(web::Sentence::new("access-error-no-account")),
        ManageError::Taken => Error::Conflict(web::Sentence::new("access-error-has-account")),
        ManageError::Held => Error::Conflict(web::Sentence::new("access-error-grant-changed")),
        ManageError::Apart(_) | ManageError::Reach => Error::forbidden(),
        ManageError::Hash(crate::HashError::Busy) => Error::Unavailable,
        ManageError::Hash(error @ crate::HashError::Hash(_)) => Error::internal(error),
        ManageError::Store(error) => error.into(),
    }
}
