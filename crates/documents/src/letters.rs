//! From an event of a dossier to its letter: every field the circular asks for, in Vietnamese whatever
//! language the page has. A letter printed again says what was said then.

use base::Locale;
use calendar::local;
use dossier::{Dossier, Dossiers, Event, HistoryLine, present};
use web::{Context, Nav, Page};

use crate::form::{Circular, Form};
use crate::letter::{Apology, Letter, Missing, Moved, Said};
use crate::letter_book;
use crate::receipt::{agency_block, applicant, lookup, office_block};
use crate::slip::{Procedure, Signature};
use crate::written::Written;

/// The letter of a line of the history; none where it called for none.
pub(crate) async fn letter(
    ctx: &Context,
    dossiers: &Dossiers,
    dossier: &Dossier,
    line: &HistoryLine,
) -> Result<Option<Letter>, web::Error> {
    let Some(written) = Written::of(dossier, line.version, &line.event, line.at) else { return Ok(None) };
    let mut page = ctx.page(Nav::None);
    page.locale = Locale::Vi;
    let (id, version) = (dossier.id, line.version);
    let number = ctx.site.db.read(move |tx| letter_book::number_of(tx, id, version)).await?;
    let said = said(&page, dossiers, dossier, written, line);
    let by_agency = matches!(written.form, Form::Apology | Form::Stop);
    let organisation = dossiers.organisation();
    let place = &ctx.site.settings.province_name;
    let office = organisation.office(dossier.receiving_office);
    let contact = office.map(|office| {
        page.say("documents-letter-contact").with("office", &office.name).with("phone", &office.phone).to_string()
    });
    Ok(Some(Letter {
        circular: written.circular,
        office: if by_agency {
            agency_block(organisation, dossier, place)
        } else {
            office_block(organisation, dossier, place)
        },
        number: number.unwrap_or_else(|| format!("……/{}", written.form.sign())),
        dossier_code: dossier.label(),
        lookup: lookup(ctx, dossier),
        issued_at: line.at,
        person: applicant(dossier),
        procedure: Procedure { code: dossier.procedure_code.clone(), name: dossier.procedure_name.clone() },
        field: dossier.field.clone(),
        received_at: dossier.received_at,
        slip_number: dossier.content.slip_no.map(|no| format!("{no:04}/TNHS")).unwrap_or_default(),
        said,
        contact: contact.unwrap_or_default(),
        authority: authority(&line.event),
        signer: Signature { name: signer(line), remark: page.t("documents-slip-sign") },
    }))
}

/// Who answers for the letter; the notice after a withdrawal waits for the head of the agency.
fn signer(line: &HistoryLine) -> String {
    if matches!(line.event, Event::Withdrawn { .. }) { String::new() } else { line.actor.clone() }
}

/// The lines of authority of a letter that a leader signs.
fn authority(event: &Event) -> Vec<String> {
    if let Event::Apologised { signed, .. } | Event::Stopped { signed, .. } = event {
        signed.as_ref().map(dossier::SignedAs::lines).unwrap_or_default()
    } else {
        Vec::new()
    }
}

fn said(page: &Page, dossiers: &Dossiers, dossier: &Dossier, written: Written, line: &HistoryLine) -> Said {
    let office = dossiers.organisation().office(dossier.receiving_office).map(|office| office.name.clone());
    let office = office.unwrap_or_default();
    if let Event::SupplementRequested { items, reason, .. } = &line.event {
        let is_2025 = written.circular == Circular::Of2025;
        return Said::Supplement {
            items: items.iter().map(|item| missing(page, dossier, item)).collect(),
            reason: reason.clone(),
            until: if is_2025 { page.t("documents-letter-until") } else { String::new() },
        };
    }
    if let Event::Declined { reason } = &line.event {
        let rules = format!("{}/thu-tuc/{}", page.settings().base_url, dossier.procedure_code);
        return Said::Refusal { department: office, reason: reason.clone(), rules };
    }
    if let Event::Apologised { by, reason, due_before, due_after, .. } = &line.event {
        return Said::Apology(Apology {
            received_by: office,
            cause: reason.clone(),
            by: page.said(&present::limit(*by)),
            moments: Moved { before: local(*due_before), after: local(*due_after) },
        });
    }
    stop(page, dossier, &line.event, &office)
}

fn missing(page: &Page, dossier: &Dossier, item: &dossier::command::SupplementItem) -> Missing {
    let listed = dossier.content.papers.iter().find(|paper| paper.no.is_some() && paper.no == item.paper);
    let paper = listed.map_or_else(|| page.t("documents-letter-other"), |paper| paper.name.clone());
    let basis = if item.legal_basis.is_empty() { String::new() } else { format!(" ({})", item.legal_basis) };
    Missing { paper, what: format!("{}{basis}", item.what) }
}

fn stop(page: &Page, dossier: &Dossier, event: &Event, office: &str) -> Said {
    let (asked_by, legal_basis) = if let Event::Stopped { legal_basis, .. } = event {
        ("documents-letter-stop-agency", legal_basis.clone())
    } else if let Event::Withdrawn { .. } = event {
        ("documents-letter-stop-person", page.t("documents-letter-stop-basis-person"))
    } else {
        ("documents-letter-stop-unsupplemented", page.t("documents-letter-stop-basis-unsupplemented"))
    };
    let told = if let Event::Withdrawn { reason } = event { Some(reason.clone()) } else { None };
    let reason = told.unwrap_or_else(|| present::event_text(page, event));
    let is_paid = dossier.content.fee.as_ref().is_some_and(|fee| fee.paid && fee.amount.0 > 0);
    Said::Stop {
        asked_by: page.t(asked_by),
        reason: if reason.is_empty() { page.t("documents-letter-no-reason") } else { reason },
        legal_basis,
        papers: page.t1("documents-letter-papers", "office", office),
        fees: if is_paid { page.t("documents-letter-fees") } else { String::new() },
    }
}
