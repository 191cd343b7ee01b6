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
use jiff::Timestamp;

use crate::result_paper::ResultPaper;
use crate::signatures::{self, Purpose};

pub use print::Printing;
pub(crate) use print::{Printer, file_name};
pub(crate) use store::PaperRow;

/// Numbers the paper that a decision calls for.
pub(crate) fn number_result(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
    let is_decided =
        happened.events.iter().any(|event| matches!(event, Event::Approved { .. } | Event::Refused { .. }));
    let Some(result) = happened.dossier.content.result.as_ref().filter(|_| is_decided) else { return Ok(()) };
    let dossier = happened.dossier;
    let Some(paper) = ResultPaper::of(&dossier.procedure_code, result.outcome) else { return Ok(()) };
    let series = series(paper, dossier, happened.now);
    let signed = signatures::claim(tx, happened, Purpose::Approval)?;
    let (first, last) = match &signed {
        // These numbers stand in the signed file: they are taken, or the decision is undone.
        Some(signed) => {
            number::advance(tx, &series, signed.first_no - 1, signed.last_no)?;
            (signed.first_no, signed.last_no)
        }
        None => take(tx, &series, numbers_wanted(paper, dossier))?,
    };
    let file = signed.map(|signed| signed.file);
    store::insert(tx, result.id, dossier.id, paper, &book(paper, happened.now), first, last, happened.now, file)
}

fn take(tx: &mut Tx<'_>, series: &str, wanted: i64) -> Result<(i64, i64), db::Error> {
    let first = number::next(tx, series)?;
    let mut last = first;
    for _ in 1..wanted {
        last = number::next(tx, series)?;
    }
    Ok((first, last))
}

/// The numbers of one kind, agency and year.
pub(crate) fn series(paper: ResultPaper, dossier: &Dossier, now: Timestamp) -> String {
    format!("result-paper:{}:{}:{}", paper.name(), dossier.competent_agency, local(now).year())
}

/// `SCT/BS, 2026`.
pub(crate) fn book(paper: ResultPaper, now: Timestamp) -> String {
    format!("{}, {}", paper.sign(), local(now).year())
}

pub(crate) fn numbers_wanted(paper: ResultPaper, dossier: &Dossier) -> i64 {
    match paper {
        ResultPaper::Certification => i64::try_from(dossier.content.papers.len().max(1)).unwrap_or(1),
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
