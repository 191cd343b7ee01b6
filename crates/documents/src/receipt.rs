//! From a dossier to its slip (Mẫu 01): every field the circular asks for, in Vietnamese whatever
//! language the page has, because the slip is an official paper.
//!
//! The slip is what was promised at the counter. Printed again it says the same, whatever happened to
//! the clock since: the date in force now stands on the tracking page.

use base::{Locale, OfficeId};
use calendar::{Calendar, Explanation, Ledger};
use dossier::{Dossier, Dossiers, present};
use organisation::Organisation;
use web::{Context, Nav};

use crate::form::{Circular, Form};
use crate::slip::{Applicant, Due, Fee, Lookup, Office, Paper, Procedure, Register, Signature, Slip, standard_notes};

/// The slip of a received dossier.
pub(crate) async fn slip(ctx: &Context, dossiers: &Dossiers, dossier: &Dossier) -> Result<Slip, web::Error> {
    let mut page = ctx.page(Nav::None);
    page.locale = Locale::Vi;
    let history = dossiers.history(dossier.id).await?;
    let receiver = history.iter().find(|line| matches!(line.event, dossier::Event::Accepted { .. }));
    let organisation = dossiers.organisation();
    let office = organisation.office(dossier.receiving_office);
    let issued_at = dossier.received_at.unwrap_or(dossier.created_at);
    let calendar = dossiers.calendar_at_start(dossier).await?;
    let why = promised(dossier, &calendar);
    let due = why.as_ref().and_then(|why| why.outcome.due);
    let content = &dossier.content;
    let year = calendar::local(issued_at).year();
    let submitter = content.proxy.as_ref().unwrap_or(&content.owner);
    let online = dossier.channel == dossier::Channel::Online;
    let remark = if online { "documents-slip-filed-online" } else { "documents-slip-sign" };
    Ok(Slip {
        office: office_block(organisation, dossier, &ctx.site.settings.province_name),
        number: content.slip_no.map(|no| format!("{no:04}/TNHS")).unwrap_or_default(),
        dossier_code: dossier.label(),
        lookup: lookup(ctx, dossier),
        issued_at,
        department: office.map(|office| office.name.clone()).unwrap_or_default(),
        applicant: applicant(dossier),
        procedure: Procedure { code: dossier.procedure_code.clone(), name: dossier.procedure_name.clone() },
        request: String::new(),
        land: None,
        papers: papers(dossier),
        sets: u32::from(content.sets),
        time_limit: page.said(&present::limit(content.clock.limit)),
        received_at: issued_at,
        due: due.map_or_else(|| Due::Later(page.t("documents-slip-due-later")), Due::At),
        due_explained: why.map(|why| present::promise(&page, &why).join(" ")).unwrap_or_default(),
        return_channel: page.said(&present::return_channel(content.return_channel)),
        fees: fees(&page, dossier),
        register: content.slip_no.map(|no| Register { book: format!("01/{year}"), number: no.to_string() }),
        submitter: Signature { name: submitter.name.clone(), remark: page.t(remark) },
        receiver: Signature {
            name: receiver.map(|line| line.actor.clone()).unwrap_or_default(),
            remark: page.t("documents-slip-sign"),
        },
        notes: standard_notes(&ctx.site.settings.hotline),
        template_version: Form::Slip.line(Circular::on(calendar::local(issued_at).date())),
    })
}

/// The heading of papers of the one-stop office that received a dossier.
pub(crate) fn office_block(organisation: &Organisation, dossier: &Dossier, province: &str) -> Office {
    heading_of(organisation, dossier.receiving_office, province)
}

/// The heading of papers of an office: the agency above it, its name, the place.
pub(crate) fn heading_of(organisation: &Organisation, office: OfficeId, province: &str) -> Office {
    let office = organisation.office(office);
    let agency = office.as_ref().and_then(|office| organisation.agency(office.agency));
    let parent = agency.as_ref().and_then(|agency| agency.parent).and_then(|id| organisation.agency(id));
    Office {
        parent: parent.or(agency).map(|agency| agency.name.clone()).unwrap_or_default(),
        name: office.map(|office| office.name.clone()).unwrap_or_default(),
        place: place(province),
    }
}

/// The heading of papers of the agency that decides.
pub(crate) fn agency_block(organisation: &Organisation, dossier: &Dossier, province: &str) -> Office {
    let agency = organisation.agency(dossier.competent_agency);
    let parent = agency.as_ref().and_then(|agency| agency.parent).and_then(|id| organisation.agency(id));
    Office {
        parent: parent.map(|parent| parent.name.clone()).unwrap_or_default(),
        name: agency.map(|agency| agency.name.clone()).unwrap_or_default(),
        place: place(province),
    }
}

/// How the person finds the dossier again.
pub(crate) fn lookup(ctx: &Context, dossier: &Dossier) -> Lookup {
    let base_url = &ctx.site.settings.base_url;
    Lookup {
        url: format!("{base_url}/tra-cuu/{}", dossier.label()),
        address: base_url.trim_start_matches("https://").trim_start_matches("http://").to_owned() + "/tra-cuu",
        code: Some(dossier.content.lookup_code.clone()),
    }
}

/// `tỉnh Quảng Ninh` → `Quảng Ninh`.
fn place(province: &str) -> String {
    let bare = province.strip_prefix("tỉnh ").or_else(|| province.strip_prefix("thành phố "));
    bare.unwrap_or(province).to_owned()
}

/// The clock as it stood when it started.
fn promised(dossier: &Dossier, calendar: &Calendar) -> Option<Explanation> {
    let clock = &dossier.content.clock;
    let start = clock.start?;
    Some(Ledger::starting_at(start).explain(calendar, clock.terms(), start))
}

/// The owner with address and numbers.
pub(crate) fn applicant(dossier: &Dossier) -> Applicant {
    let owner = &dossier.content.owner;
    let identity_kind = if owner.personal_id.is_some() { "Số định danh cá nhân" } else { "Mã số thuế" };
    Applicant {
        name: owner.name.clone(),
        identity_kind: identity_kind.to_owned(),
        identity: owner.identity_number().unwrap_or_default().to_owned(),
        address: owner.address.clone(),
        phone: owner.phone.as_ref().map(ToString::to_string),
        email: owner.email.as_ref().map(ToString::to_string),
    }
}

fn papers(dossier: &Dossier) -> Vec<Paper> {
    let papers = dossier.content.papers.iter();
    papers
        .map(|paper| Paper { name: paper.name.clone(), kind: paper.form.clone(), copies: u32::from(paper.quantity) })
        .collect()
}

fn fees(page: &web::Page, dossier: &Dossier) -> Vec<Fee> {
    let fee = dossier.content.fee.iter().filter(|fee| fee.amount.0 > 0);
    fee.map(|fee| Fee { name: page.t("documents-slip-fee"), amount: fee.amount, is_paid: fee.paid }).collect()
}
