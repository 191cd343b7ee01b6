//! Step 1: whose case it is, and who files it for somebody else. Filled in from the account.

use access::Profile;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Email, IdentityError, PersonalId, Phone, TaxCode};
use dossier::{Person, PersonKind};
use web::{Context, FieldErrors, Fields, Form, Page, Path, Query, Sentence, format};

use super::draft::{Draft, today, value};
use super::kept::{Kept, is_for_later, stale_note};
use super::step::{Frame, Step};
use super::stop::Stop;
use crate::Portal;

const OWNER: &str = "owner";
const PROXY: &str = "proxy";

#[derive(Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    pub(crate) page: Page,
    pub(crate) frame: Frame,
    pub(crate) form: Fields,
    pub(crate) is_by_proxy: bool,
    pub(crate) kinds: Vec<(String, String)>,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let page = draft.page(&ctx, Step::Person);
    let content = &draft.dossier.content;
    let mut form = with_person(Fields::blank(&page), OWNER, &content.owner);
    if let Some(proxy) = &content.proxy {
        form = with_person(form, PROXY, proxy);
    }
    Ok(web::html(PersonPage::new(page, &draft, &query, form))?)
}

pub(crate) async fn save(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    form: Form,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    if form.text("lam") == "doi" {
        return turn(&portal, &ctx, draft).await;
    }
    let mut errors = FieldErrors::new();
    let reading = Reading { is_strict: !is_for_later(&form), today: today(ctx.now) };
    let is_by_proxy = draft.dossier.content.proxy.is_some();
    let owner = reading.owner(&form, is_by_proxy, &mut errors);
    let proxy = is_by_proxy.then(|| reading.proxy(&form, &mut errors));
    if !errors.is_empty() {
        return again(&ctx, &draft, &query, &form, errors);
    }
    let kept = portal
        .keep(&ctx, &draft, &form, |filing| {
            filing.owner = owner.clone();
            filing.proxy.clone_from(&proxy);
            if filing.return_address.is_empty() {
                filing.return_address.clone_from(&owner.address);
            }
        })
        .await?;
    match kept {
        Kept::Saved => Ok(draft.on_from(&ctx, Step::Person, &form, &query)),
        Kept::Stale(now) => stale(&ctx, &now, &query, &form),
    }
}

/// From filing for oneself to filing for another, and back. The account's person is filled in on
/// the side where it belongs.
async fn turn(portal: &Portal, ctx: &Context, draft: Draft) -> Result<Response, Stop> {
    let account = portal.person_of_account(ctx).await?;
    let draft = portal
        .keep_over(ctx, draft, |filing| {
            (filing.owner, filing.proxy) = match filing.proxy {
                Some(_) => (account.clone(), None),
                None => (nobody(), Some(account.clone())),
            };
        })
        .await?;
    Ok(ctx.redirect(&draft.path(Step::Person)))
}

fn again(
    ctx: &Context,
    draft: &Draft,
    query: &[(String, String)],
    form: &Form,
    errors: FieldErrors,
) -> Result<Response, Stop> {
    let page = draft.page(ctx, Step::Person).with_errors(true);
    let form = Fields::again(&page, form, errors);
    Ok(web::html_invalid(PersonPage::new(page, draft, query, form))?)
}

fn stale(ctx: &Context, now: &Draft, query: &[(String, String)], form: &Form) -> Result<Response, Stop> {
    let page = now.page(ctx, Step::Person).with_errors(true);
    let form = Fields::again(&page, form, FieldErrors::new());
    let mut view = PersonPage::new(page, now, query, form);
    view.frame.stale = Some(stale_note(&view.page, now));
    Ok(super::kept::conflict(web::html(view)?))
}

impl PersonPage {
    fn new(page: Page, draft: &Draft, query: &[(String, String)], form: Fields) -> Self {
        let kind = |name: &str| (name.to_owned(), page.t(&format!("portal-kind-{name}")));
        Self {
            frame: Frame::new(&page, draft, Step::Person, value(query, "ve")),
            is_by_proxy: draft.dossier.content.proxy.is_some(),
            kinds: ["citizen", "business", "organisation"].map(kind).to_vec(),
            form,
            page,
        }
    }
}

impl Portal {
    /// The person of the account, as far as the account tells.
    pub(crate) async fn person_of_account(&self, ctx: &Context) -> Result<Person, web::Error> {
        let actor = ctx.citizen()?;
        let profile = self.access.profile(actor.account).await?;
        Ok(profile.map_or_else(|| Person { name: actor.name.clone(), ..nobody() }, of_profile))
    }
}

fn of_profile(profile: Profile) -> Person {
    Person {
        name: profile.name,
        personal_id: profile.personal_id.and_then(|number| PersonalId::parse(&number).ok()),
        born_on: profile.born_on,
        phone: profile.phone.and_then(|phone| Phone::parse(&phone).ok()),
        email: profile.email.and_then(|email| Email::parse(&email).ok()),
        address: profile.address.unwrap_or_default(),
        ..nobody()
    }
}

/// A person nothing is known of yet.
pub(crate) fn nobody() -> Person {
    Person {
        kind: PersonKind::Citizen,
        name: String::new(),
        personal_id: None,
        tax_code: None,
        born_on: None,
        phone: None,
        email: None,
        address: String::new(),
    }
}

fn with_person(form: Fields, prefix: &str, person: &Person) -> Fields {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    form.with(&field(prefix, "kind"), kind_name(person.kind))
        .with(&field(prefix, "name"), person.name.clone())
        .with(&field(prefix, "number"), text(person.identity_number()))
        .with(&field(prefix, "born_on"), person.born_on.map(format::date_in_digits).unwrap_or_default())
        .with(&field(prefix, "phone"), text(person.phone.as_ref().map(Phone::as_str)))
        .with(&field(prefix, "email"), text(person.email.as_ref().map(Email::as_str)))
        .with(&field(prefix, "address"), person.address.clone())
}

fn field(prefix: &str, name: &str) -> String {
    format!("{prefix}.{name}")
}

const fn kind_name(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Citizen => "citizen",
        PersonKind::Business => "business",
        PersonKind::Organisation => "organisation",
    }
}

/// How a person is read from a form.
struct Reading {
    /// Whether what is empty is an error.
    is_strict: bool,
    today: jiff::civil::Date,
}

impl Reading {
    fn owner(&self, form: &Form, is_by_proxy: bool, errors: &mut FieldErrors) -> Person {
        let kind = match form.text("owner.kind").as_str() {
            "business" if is_by_proxy => PersonKind::Business,
            "organisation" if is_by_proxy => PersonKind::Organisation,
            _ => PersonKind::Citizen,
        };
        let mut person = self.person(form, OWNER, kind, errors);
        person.address = form.text("owner.address");
        if person.address.is_empty() && self.is_strict {
            errors.push("owner.address", "portal-address-missing");
        }
        person.born_on = self.born_on(form, errors);
        // Whoever files for somebody else is told instead.
        if !is_by_proxy {
            self.reachable(&person, OWNER, errors);
        }
        person
    }

    fn proxy(&self, form: &Form, errors: &mut FieldErrors) -> Person {
        let mut person = self.person(form, PROXY, PersonKind::Citizen, errors);
        person.address = form.text("proxy.address");
        self.reachable(&person, PROXY, errors);
        person
    }

    fn person(&self, form: &Form, prefix: &str, kind: PersonKind, errors: &mut FieldErrors) -> Person {
        let name = form.text(&field(prefix, "name"));
        if name.is_empty() {
            if self.is_strict {
                errors.push(field(prefix, "name"), "portal-name-missing");
            }
        } else if !base::person::is_name(&name) {
            errors.push(field(prefix, "name"), "portal-answer-name");
        }
        let (personal_id, tax_code) = self.number(form, &field(prefix, "number"), kind, errors);
        let phone =
            optional(form, &field(prefix, "phone"), errors, |typed| Phone::parse(typed).map_err(phone_sentence));
        let email = optional(form, &field(prefix, "email"), errors, |typed| {
            Email::parse(typed).map_err(|_| "portal-email-wrong".into())
        });
        Person { kind, name, personal_id, tax_code, phone, email, ..nobody() }
    }

    /// A citizen has a personal number, a firm a tax code.
    fn number(
        &self,
        form: &Form,
        name: &str,
        kind: PersonKind,
        errors: &mut FieldErrors,
    ) -> (Option<PersonalId>, Option<TaxCode>) {
        let is_citizen = kind == PersonKind::Citizen;
        if form.text(name).is_empty() && self.is_strict {
            errors.push(name, if is_citizen { "portal-number-missing" } else { "portal-tax-code-missing" });
        }
        if is_citizen {
            (optional(form, name, errors, |typed| PersonalId::parse(typed).map_err(number_sentence)), None)
        } else {
            (
                None,
                optional(form, name, errors, |typed| TaxCode::parse(typed).map_err(|_| "portal-tax-code-wrong".into())),
            )
        }
    }

    fn born_on(&self, form: &Form, errors: &mut FieldErrors) -> Option<jiff::civil::Date> {
        let typed = form.text("owner.born_on");
        if typed.is_empty() {
            return None;
        }
        let date = format::read_date(&typed);
        match date {
            Some(day) if day <= self.today => {}
            Some(_) => errors.push("owner.born_on", "portal-answer-future"),
            None => errors.push("owner.born_on", "portal-answer-date"),
        }
        date
    }

    fn reachable(&self, person: &Person, prefix: &str, errors: &mut FieldErrors) {
        let phone = field(prefix, "phone");
        if self.is_strict && person.phone.is_none() && person.email.is_none() && !errors.has(&phone) {
            errors.push(phone, "portal-phone-missing");
        }
    }
}

/// A number or address that may be missing, but not wrong.
fn optional<T>(
    form: &Form,
    name: &str,
    errors: &mut FieldErrors,
    parse: impl Fn(&str) -> Result<T, Sentence>,
) -> Option<T> {
    let typed = form.text(name);
    if typed.is_empty() {
        return None;
    }
    parse(&typed).map_err(|sentence| errors.push(name, sentence)).ok()
}

/// What is wrong with a personal number.
pub(crate) fn number_sentence(error: IdentityError) -> Sentence {
    match error {
        IdentityError::Length { found } => Sentence::new("portal-number-length").with("n", found),
        IdentityError::Empty | IdentityError::NotDigits | IdentityError::Impossible => {
            Sentence::new("portal-number-wrong")
        }
    }
}

fn phone_sentence(error: IdentityError) -> Sentence {
    match error {
        IdentityError::Length { found } => Sentence::new("portal-phone-length").with("n", found),
        IdentityError::Empty | IdentityError::NotDigits | IdentityError::Impossible => {
            Sentence::new("portal-phone-wrong")
        }
    }
}
