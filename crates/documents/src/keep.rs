//! Keeps the files a dossier names and numbers its letters and its result, logs seals, in the transaction in which it does.

use db::Tx;
use dossier::{Event, Happened, Listener};

use crate::files::{papers, results};
use crate::{letter_book, results, seals, signatures, store};

/// Listens to dossiers.
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Listener for Keeper {
    fn happened(&self, tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
        letter_book::number_letters(tx, happened)?;
        results::number_result(tx, happened)?;
        seals::log_impressions(tx, happened)?;
        signatures::keep_sealed(tx, happened)?;
        if !happened.events.iter().any(brings_files) {
            return Ok(());
        }
        let content = &happened.dossier.content;
        for file in papers(content).chain(results(content)) {
            store::keep(tx, file.id, happened.dossier.id, happened.actor.account)?;
        }
        Ok(())
    }
}

const fn brings_files(event: &Event) -> bool {
    matches!(event, Event::Submitted { .. } | Event::Supplemented { .. } | Event::ResultProposed { .. })
}
