//! The papers of decided results: numbered in the transaction of the decision, printed by a worker a
//! moment later, kept for good among the dossier's files.
//!
//! Numbers come from one book for each kind of paper, agency and year. A certification takes one for
//! every paper certified (Nghị định 23/2015/NĐ-CP, Điều 13).

mod print;
pub(crate) mod store;

use base::{DossierId, FileId};
use calendar::local;
use db::{Tx, number};
use dossier::{Dossier, Event, Happened, StoredFile};

use crate::result_paper::ResultPaper;

pub use print::Printing;

/// Numbers the paper that a decision calls for.
pub(crate) fn number_result(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
    let is_decided =
        happened.events.iter().any(|event| matches!(event, Event::Approved { .. } | Event::Refused { .. }));
    let Some(result) = happened.dossier.content.result.as_ref().filter(|_| is_decided) else { return Ok(()) };
    let dossier = happened.dossier;
    let Some(paper) = ResultPaper::of(&dossier.procedure_code, result.outcome) else { return Ok(()) };
    let year = local(happened.now).year();
    let series = format!("result-paper:{}:{}:{year}", paper.name(), dossier.competent_agency);
    let first = number::next(tx, &series)?;
    let mut last = first;
    for _ in 1..numbers_wanted(paper, dossier) {
        last = number::next(tx, &series)?;
    }
    let book = format!("{}, {year}", paper.sign());
    store::insert(tx, result.id, dossier.id, paper, &book, first, last, happened.now)
}

fn numbers_wanted(paper: ResultPaper, dossier: &Dossier) -> usize {
    match paper {
        ResultPaper::Certification => dossier.content.papers.len().max(1),
        ResultPaper::CivilExtract | ResultPaper::BuildingPermit | ResultPaper::Confirmation | ResultPaper::Refusal => 1,
    }
}

/// The files made of a dossier's decisions, the oldest first.
///
/// # Errors
/// The store's.
pub(crate) fn result_files(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<StoredFile>, db::Error> {
    let rows = store::files_of(tx, dossier)?;
    Ok(rows.into_iter().map(StoredFile::from).collect())
}

/// Whether a file was made of a decision on a dossier.
pub(crate) fn is_result_file(tx: &mut Tx<'_>, dossier: DossierId, file: FileId) -> Result<bool, db::Error> {
    Ok(result_files(tx, dossier)?.iter().any(|made| made.id == file))
}
