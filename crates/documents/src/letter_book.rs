//! The numbers of letters: one series for each form, office and year, taken in the transaction of the
//! event, so that the book has no gap and no number twice.

use base::DossierId;
use calendar::local;
use db::{Tx, number};
use dossier::Happened;
use jiff::Timestamp;

use crate::form::Form;
use crate::written::Written;

/// Numbers the letters that the events of a command call for.
pub(crate) fn number_letters(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
    let dossier = happened.dossier;
    let before = dossier.version - i64::try_from(happened.events.len()).unwrap_or_default();
    for (version, event) in (before + 1..).zip(happened.events) {
        let Some(letter) = Written::of(dossier, version, event, happened.now) else { continue };
        let writer = match letter.form {
            Form::Apology | Form::Stop => dossier.competent_agency.uuid(),
            Form::Slip | Form::Supplement | Form::Refusal | Form::ControlSheet | Form::RegisterBook => {
                dossier.receiving_office.uuid()
            }
        };
        let year = local(happened.now).year();
        let next = number::next(tx, &format!("letter:{}:{writer}:{year}", letter.form.name()))?;
        let text = format!("{next:04}/{}", letter.form.sign());
        insert(tx, dossier.id, version, letter.form.name(), &text, happened.now)?;
    }
    Ok(())
}

db::query! {
    fn insert(dossier: DossierId, version: i64, form: &str, number: &str, issued_at: Timestamp) -> exec_one =
        "INSERT INTO documents_letter (dossier_id, version, form, number, issued_at) VALUES ($1, $2, $3, $4, $5)"
}

db::query! {
    /// The number of a letter; none for one that was written before letters had numbers.
    pub(crate) fn number_of(dossier: DossierId, version: i64) -> maybe String =
        "SELECT number FROM documents_letter WHERE dossier_id = $1 AND version = $2"
}
