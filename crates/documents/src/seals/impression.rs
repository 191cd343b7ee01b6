//! The log of impressions, written in the transaction of the sealing.

use calendar::local;
use db::Tx;
use dossier::{Event, Happened};

use super::store;

/// Logs the impression of each sealing among the events of a command.
pub(crate) fn log_impressions(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
    let dossier = happened.dossier;
    let before = dossier.version - i64::try_from(happened.events.len()).unwrap_or_default();
    for (version, event) in (before + 1..).zip(happened.events) {
        let (Event::Sealed { seal, copies, .. }, Some(result)) = (event, &dossier.content.result) else { continue };
        let known = match store::by_code(tx, seal)? {
            Some(known) => Some(known),
            None => store::by_name(tx, dossier.competent_agency, seal)?,
        };
        let owner = known.as_ref().map_or(dossier.competent_agency, |known| known.owner);
        let day = local(happened.now).date();
        store::insert_impression(
            tx,
            dossier.id,
            version,
            known.map(|known| known.id),
            seal,
            owner,
            result.id,
            &dossier.label(),
            i64::from(*copies),
            month_of(day),
            &happened.actor.name,
            happened.now,
        )?;
    }
    Ok(())
}

/// `202611`: months in their order.
pub(crate) fn month_of(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 100 + i64::from(day.month())
}
