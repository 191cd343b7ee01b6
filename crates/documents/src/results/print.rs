//! Prints decided results and keeps them: a job, so that no decision waits for paper and none is lost.

use std::sync::Arc;
use std::time::Duration;

use base::{Actor, ResultId};
use dossier::{Dossier, Dossiers, ResultRecord, Which};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobError, Progress};
use pdf::Press;

use super::store::{self, PaperRow};
use crate::Files;
use crate::receipt::{agency_block, applicant};
use crate::result_paper::{self, Certified, Decided, Declared, Named, ResultPaper, Verify};
use crate::slip::Procedure;

const AT_ONCE: i64 = 5;
/// A form that an administrator broke is tried again after this long.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The job.
#[derive(Clone, Debug)]
pub struct Printing {
    files: Files,
    printer: Printer,
}

/// Sets the papers of an installation. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Printer {
    dossiers: Dossiers,
    press: Arc<Press>,
    base_url: String,
    province: String,
}

impl Printing {
    /// The job that prints results with the addresses and names of an installation.
    #[must_use]
    pub fn new(files: Files, dossiers: Dossiers, press: Press, settings: &web::Settings) -> Self {
        Self { files, printer: Printer::new(dossiers, press, settings) }
    }

    async fn turn(&self, now: Timestamp) -> Result<Progress, JobError> {
        let found = self.files.db.read::<_, _, db::Error>(move |tx| store::waiting(tx, now, AT_ONCE)).await?;
        let more = i64::try_from(found.len()).unwrap_or(0) == AT_ONCE;
        for row in found {
            let (id, later) = (row.result, now.saturating_add(AGAIN_AFTER)?);
            // Put off first: what makes printing fail or be cut off must not hold up the others.
            self.files.db.write::<_, _, db::Error>(move |tx| store::postpone(tx, id, later)).await?;
            self.print(row, now).await?;
        }
        Ok(if more { Progress::More } else { Progress::Rest })
    }

    async fn print(&self, row: PaperRow, now: Timestamp) -> Result<(), JobError> {
        let dossier = self.printer.dossiers.read(&Actor::system(), Which::Id(row.dossier)).await?;
        let Some(decided) = self.printer.decided(&dossier, &row) else { return Ok(()) };
        let press = Arc::clone(&self.printer.press);
        let rendered = tokio::task::spawn_blocking(move || result_paper::render(&press, &decided)).await??;
        let name = file_name(row.paper, &dossier);
        let id: ResultId = row.result;
        let keep = move |tx: &mut db::Tx<'_>, file| Ok(store::printed(tx, id, file)? == 1);
        self.files.keep_made(rendered.pdf, &name, dossier.id, now, keep).await?;
        Ok(())
    }
}

/// `giay-phep-xay-dung-H49.101-261125-0001.pdf`.
pub(crate) fn file_name(paper: ResultPaper, dossier: &Dossier) -> String {
    format!("{}-{}.pdf", paper.name(), dossier.label())
}

impl Printer {
    pub(crate) fn new(dossiers: Dossiers, press: Press, settings: &web::Settings) -> Self {
        Self {
            dossiers,
            press: Arc::new(press),
            base_url: settings.base_url.clone(),
            province: settings.province_name.clone(),
        }
    }

    pub(crate) fn press(&self) -> &Press {
        &self.press
    }

    /// What the paper says; none when the draft was replaced since.
    pub(crate) fn decided(&self, dossier: &Dossier, row: &PaperRow) -> Option<Decided> {
        let result = dossier.content.result.as_ref().filter(|result| result.id == row.result)?;
        let person = applicant(dossier);
        let address = self.base_url.trim_start_matches("https://").trim_start_matches("http://");
        Some(Decided {
            paper: row.paper,
            office: agency_block(self.dossiers.organisation(), dossier, &self.province),
            number: number(row),
            book: row.book.clone(),
            dossier_code: dossier.label(),
            verify: Verify {
                url: format!("{}/xac-minh?ma={}", self.base_url, dossier.label()),
                address: format!("{address}/xac-minh"),
            },
            decided_at: row.decided_at,
            decider: result.decider.clone().unwrap_or_default(),
            authority: result.signed.as_ref().map(dossier::SignedAs::lines).unwrap_or_default(),
            person: Named {
                name: person.name,
                born: dossier.content.owner.born_on.map(web::format::date_in_digits).unwrap_or_default(),
                identity_kind: person.identity_kind,
                identity: person.identity,
                address: person.address,
            },
            procedure: Procedure { code: dossier.procedure_code.clone(), name: dossier.procedure_name.clone() },
            summary: summary(result),
            declared: declared(dossier),
            papers: certified(dossier, row),
        })
    }
}

/// `0012/GPXD`, `0003–0005/SCT/BS`.
fn number(row: &PaperRow) -> String {
    let numbers = if row.first_no == row.last_no {
        format!("{:04}", row.first_no)
    } else {
        format!("{:04}–{:04}", row.first_no, row.last_no)
    };
    format!("{numbers}/{}", row.paper.sign())
}

fn summary(result: &ResultRecord) -> String {
    if result.summary.is_empty() { result.title.clone() } else { result.summary.clone() }
}

fn declared(dossier: &Dossier) -> Vec<Declared> {
    let answers = dossier.content.declared.iter().filter(|answer| !answer.value.is_empty());
    answers.map(|answer| Declared { label: answer.label.clone(), value: answer.value.clone() }).collect()
}

/// Papers with the numbers they were certified under; of other results none.
fn certified(dossier: &Dossier, row: &PaperRow) -> Vec<Certified> {
    if row.paper != ResultPaper::Certification {
        return Vec::new();
    }
    let numbered = (row.first_no..=row.last_no).zip(&dossier.content.papers);
    numbered
        .map(|(no, paper)| Certified { name: paper.name.clone(), number: format!("{no:04}"), copies: paper.quantity })
        .collect()
}

impl Job for Printing {
    fn name(&self) -> &'static str {
        "documents.results"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(self.turn(now))
    }
}
