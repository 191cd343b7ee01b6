//! `/quan-tri/chung-thu-so`: who signs with which certificate, until when, and whether it counts.

use access::{Action, allowed};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::CertificateId;
use calendar::local;
use jiff::Timestamp;
use organisation::Organisation;
use signing::{Certificate, Untrusted};
use web::{Chip, Context, Error, FieldErrors, Fields, Form, Gate, Nav, Page, Path, Routes, Sentence, Tone};

use super::{CertificateError, CertificateRow, KeptIn, NewCertificate, Signing, store};

const ADDRESS: &str = "/quan-tri/chung-thu-so";
/// A certificate with its chain has some kilobytes.
const FILE_MAX: u64 = 64 * 1024;
/// Longest name of a file, token or key, in characters.
const TEXT_MAX: usize = 100;

pub(crate) fn routes() -> Routes<Signing> {
    let manage = Gate::Roles(allowed(Action::ManageCertificates));
    Routes::new("documents")
        .get("documents.certificates", ADDRESS, Gate::Roles(allowed(Action::ReadCertificates)), list)
        .post("documents.register_certificate", ADDRESS, manage, add)
        .post("documents.end_certificate", "/quan-tri/chung-thu-so/{id}/ngung", manage, end)
}

#[derive(Template)]
#[template(path = "certificates.html")]
struct CertificatesPage {
    page: Page,
    form: Fields,
    note: String,
    rows: Vec<Line>,
    kinds: Vec<(String, String)>,
    owners: Vec<(String, String)>,
    may_manage: bool,
}

/// One certificate in words.
struct Line {
    subject: String,
    issuer: String,
    serial: String,
    signer: String,
    days: String,
    key: String,
    chip: Chip,
    /// Where it is taken out of use; none for one that is.
    end: Option<String>,
}

async fn list(State(signing): State<Signing>, ctx: Context) -> Result<Response, Error> {
    web::html(page(&signing, &ctx, FieldErrors::new(), &Form::default()).await?)
}

async fn page(signing: &Signing, ctx: &Context, errors: FieldErrors, form: &Form) -> Result<CertificatesPage, Error> {
    let organisation = signing.parts.dossiers.organisation();
    let rows = ctx.site.db.read::<_, _, db::Error>(store::all).await?;
    let page = ctx.page(Nav::Certificates).with_errors(!errors.is_empty());
    let actor = ctx.staff()?;
    let agencies = organisation.agencies(local(ctx.now).date());
    let own = (String::new(), page.t("documents-certificate-own"));
    let note = if signing.parts.trust.has_authorities() {
        "documents-certificates-trusting"
    } else {
        "documents-certificates-not-trusting"
    };
    let kind = |kept: &KeptIn| (kept.name().to_owned(), key_kind(&page, *kept));
    Ok(CertificatesPage {
        note: page.t(note),
        rows: rows.iter().map(|row| line(signing, &page, organisation, row, ctx.now)).collect(),
        kinds: KeptIn::ALL.iter().map(kind).collect(),
        owners: std::iter::once(own)
            .chain(agencies.iter().map(|agency| (agency.code.clone(), agency.name.clone())))
            .collect(),
        may_manage: allowed(Action::ManageCertificates).iter().any(|role| actor.has_role(*role)),
        form: Fields::again(&page, form, errors),
        page,
    })
}

fn key_kind(page: &Page, kept: KeptIn) -> String {
    page.t(&format!("documents-key-{}", kept.name()))
}

fn line(signing: &Signing, page: &Page, organisation: &Organisation, row: &CertificateRow, now: Timestamp) -> Line {
    let staff = organisation.staff(row.staff).map(|staff| staff.name.clone());
    let agency = row.agency.and_then(|agency| organisation.agency(agency)).map(|agency| agency.name.clone());
    let (tone, state) = state(signing, page, row, now);
    let day = |at: Timestamp| page.date(local(at).date());
    let place = [row.place.as_str(), row.key_label.as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>();
    Line {
        subject: row.subject.clone(),
        issuer: row.issuer.clone(),
        serial: row.serial.clone(),
        signer: [staff, agency].into_iter().flatten().collect::<Vec<_>>().join(", "),
        days: format!("{} – {}", day(row.valid_from), day(row.valid_to)),
        key: format!("{}: {}", key_kind(page, row.kept_in), place.join(" / ")),
        chip: Chip::new(tone, state),
        end: row.ended_at.is_none().then(|| format!("{ADDRESS}/{}/ngung", row.id)),
    }
}

fn state(signing: &Signing, page: &Page, row: &CertificateRow, now: Timestamp) -> (Tone, String) {
    if row.ended_at.is_some() {
        return (Tone::Info, page.t("documents-certificate-ended"));
    }
    let chain = Certificate::from_file(&row.chain).unwrap_or_default();
    let Some((own, issuers)) = chain.split_first() else {
        return (Tone::Late, page.t("documents-verify-flawed"));
    };
    match signing.check(own, issuers, now) {
        Err(reason) => (Tone::Late, page.said(&untrusted(&reason))),
        Ok(()) if row.locked_until.is_some_and(|until| now < until) => {
            (Tone::Late, page.t("documents-certificate-locked"))
        }
        Ok(()) if row.ends_soon(now) => (Tone::Soon, page.t("documents-certificate-ends-soon")),
        Ok(()) => (Tone::Ok, page.t("documents-certificate-in-use")),
    }
}

/// Why a certificate does not count, for whoever signs or registers.
pub(super) fn untrusted(reason: &Untrusted) -> Sentence {
    let holder = |key: &'static str, holder: &str| Sentence::new(key).with("holder", holder.to_owned());
    let at = |at: &Timestamp| web::format::moment(base::Locale::Vi, *at);
    match reason {
        Untrusted::UnknownIssuer => Sentence::new("documents-certificate-unknown-issuer"),
        Untrusted::Expired { holder: name, at: end } => holder("documents-verify-expired", name).with("at", at(end)),
        Untrusted::NotYetValid { holder: name, at: begin } => {
            holder("documents-verify-not-yet", name).with("at", at(begin))
        }
        Untrusted::Revoked { holder: name, at: since, .. } => {
            holder("documents-verify-revoked", name).with("at", at(since))
        }
        Untrusted::WrongUse { holder: name } => holder("documents-verify-wrong-use", name),
        Untrusted::Flawed(_) => Sentence::new("documents-verify-flawed"),
    }
}

async fn add(State(signing): State<Signing>, ctx: Context, mut form: Form) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let new = read(&signing, &ctx, &mut form, &mut errors)?;
    let Some(new) = new.filter(|_| errors.is_empty()) else {
        return web::html_invalid(page(&signing, &ctx, errors, &form).await?);
    };
    match signing.register(new, ctx.staff()?, ctx.client(), ctx.now).await {
        Ok(_) => Ok(ctx.redirect_noting(ADDRESS, "documents-certificate-registered")),
        Err(error) => {
            wrong(error, &mut errors)?;
            web::html_invalid(page(&signing, &ctx, errors, &form).await?)
        }
    }
}

fn read(
    signing: &Signing,
    ctx: &Context,
    form: &mut Form,
    errors: &mut FieldErrors,
) -> Result<Option<NewCertificate>, Error> {
    let organisation = signing.parts.dossiers.organisation();
    let today = local(ctx.now).date();
    let staff = organisation.staff_by_login(&form.text("can-bo")).filter(|staff| staff.term().holds_on(today));
    if staff.is_none() {
        errors.push("can-bo", "documents-seal-no-keeper");
    }
    let code = form.text("co-quan");
    let agency = organisation.agency_by_code(&code);
    if agency.is_none() && !code.is_empty() {
        errors.push("co-quan", "documents-seal-no-owner");
    }
    let kept_in = KeptIn::from_name(&form.text("noi-giu"));
    if kept_in.is_none() {
        errors.push("noi-giu", "documents-certificate-no-kind");
    }
    let place = form.required("vi-tri", errors);
    let key_label = form.text("nhan");
    if kept_in == Some(KeptIn::Token) && key_label.is_empty() {
        errors.push("nhan", "documents-certificate-no-label");
    }
    for (field, text) in [("vi-tri", &place), ("nhan", &key_label)] {
        if text.chars().count() > TEXT_MAX {
            errors.push(field, "documents-certificate-too-long");
        }
    }
    let file = form.file("tep")?.filter(|file| file.size_bytes <= FILE_MAX);
    let file = file.and_then(|file| std::fs::read(&file.path).ok());
    if file.is_none() {
        errors.push("tep", "documents-certificate-no-file");
    }
    let (Some(staff), Some(kept_in), Some(file)) = (staff, kept_in, file) else { return Ok(None) };
    let agency = agency.map(|agency| agency.id);
    Ok(Some(NewCertificate { staff: staff.id, agency, file, kept_in, place, key_label }))
}

/// Says what is wrong beside a field; a fault of the store stops the request.
fn wrong(error: CertificateError, errors: &mut FieldErrors) -> Result<(), Error> {
    match error {
        CertificateError::Unreadable(_) => errors.push("tep", "documents-certificate-no-file"),
        CertificateError::Untrusted(reason) => errors.push("tep", untrusted(&reason)),
        CertificateError::Known => errors.push("tep", "documents-certificate-known"),
        CertificateError::NoKeyFile => errors.push("vi-tri", "documents-certificate-no-key-file"),
        CertificateError::NoPlace => errors.push("noi-giu", "documents-certificate-no-place"),
        CertificateError::Store(error) => return Err(error.into()),
    }
    Ok(())
}

async fn end(
    State(signing): State<Signing>,
    ctx: Context,
    Path(id): Path<CertificateId>,
    _: Form,
) -> Result<Response, Error> {
    if signing.end(id, ctx.staff()?, ctx.client(), ctx.now).await? {
        Ok(ctx.redirect_noting(ADDRESS, "documents-certificate-taken-out"))
    } else {
        Err(Error::NotFound)
    }
}
