//! A later date: by a rule of the procedure (gia hạn), or with an apology (xin lỗi và hẹn lại).
//!
//! An apology is given once, at least one day before the date promised, and says why (NĐ 118/2025
//! Đ.19); the person gets the new date, lateness keeps the first.

use calendar::{EntryKind, ExtensionGround, LedgerError, Limit};
use jiff::Timestamp;

use super::{Deciding, Rule, required};
use crate::command::{Apologise, Extend, ExtensionUnit};
use crate::event::Event;
use crate::refusal::RefusalReason;

/// A typing error of two digits must not promise a date in another decade.
const DAYS_MAX: u32 = 366;

/// Any clock that runs may be lengthened by rule, also one that is late: the person still gets a date.
pub(super) fn extend(deciding: &mut Deciding<'_>, data: &Extend) -> Rule {
    deciding.step_at_work()?;
    let by = length(&data.value, data.unit)?;
    let legal_basis = required("legal_basis", &data.legal_basis)?;
    let reason = required("reason", &data.reason)?;
    let (due_before, due_after) = moved(deciding, by, ExtensionGround::Rule)?;
    deciding.happens(Event::Extended { by, legal_basis, reason, due_before, due_after })
}

pub(super) fn apologise(deciding: &mut Deciding<'_>, data: &Apologise) -> Rule {
    deciding.step_at_work()?;
    let by = length(&data.value, data.unit)?;
    let reason = required("reason", &data.reason)?;
    let (due_before, due_after) = moved(deciding, by, ExtensionGround::Apology)?;
    let signed = deciding.with.signed.cloned();
    deciding.happens(Event::Apologised { by, reason, due_before, due_after, signed })
}

fn length(value: &str, unit: ExtensionUnit) -> Result<Limit, RefusalReason> {
    let by = Limit::parse(value, unit.name()).map_err(|_| RefusalReason::ExtensionLength)?;
    let (count, most) = match by {
        Limit::WorkingDays { minutes } | Limit::WorkingHours { minutes } => {
            (minutes, DAYS_MAX * calendar::WORKING_DAY_MINUTES)
        }
        Limit::CalendarDays { days } => (days, DAYS_MAX),
        Limit::ClockHours { .. } | Limit::Months { .. } | Limit::Instant => (0, 0),
    };
    if count == 0 || count > most { Err(RefusalReason::ExtensionLength) } else { Ok(by) }
}

/// The date the person has and the one that would follow.
fn moved(deciding: &Deciding<'_>, by: Limit, ground: ExtensionGround) -> Result<(Timestamp, Timestamp), RefusalReason> {
    let record = &deciding.dossier.content.clock;
    let (calendar, terms) = (&deciding.dossier.calendar, record.terms());
    let mut ledger = record.ledger().map_err(RefusalReason::Clock)?.ok_or(RefusalReason::WrongState)?;
    let before = ledger.outcome(calendar, terms).due.ok_or(RefusalReason::WrongState)?;
    let entry = EntryKind::Extend { by, ground }.at(deciding.with.now);
    ledger.push(entry, calendar, terms).map_err(refused)?;
    let after = ledger.outcome(calendar, terms).due.ok_or(RefusalReason::WrongState)?;
    Ok((before, after))
}

fn refused(error: LedgerError) -> RefusalReason {
    match error {
        LedgerError::SecondApology => RefusalReason::SecondApology,
        LedgerError::LateApology { latest, .. } => RefusalReason::LateApology(latest),
        LedgerError::EmptyExtension => RefusalReason::ExtensionLength,
        LedgerError::OutOfOrder { .. } | LedgerError::NotAllowed { .. } => RefusalReason::Clock(error),
    }
}
