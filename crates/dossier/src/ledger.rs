//! The clock ledger of one dossier as a table: every entry with who made it, on which ground, with
//! which evidence, and the dates that follow from it.
//!
//! Nothing here is stored: the entries are replayed one after the other, and the facts beside each come
//! from the log. Office-visible: names and reasons do not leave for the public page.

use calendar::{EntryKind, Ledger, Limit, Outcome, Terms};
use jiff::Timestamp;

use crate::dossier::Dossier;
use crate::event::Event;
use crate::history::HistoryLine;

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    /// When.
    pub at: Timestamp,
    /// What happened to the clock; none for its start.
    pub entry: Option<EntryKind>,
    /// The provision named by whoever wrote it.
    pub legal_basis: String,
    /// Why.
    pub reason: String,
    /// Notice, receipt, slip or explanation.
    pub evidence: Evidence,
    /// By whom.
    pub by: String,
    /// Due moment in force after it; none while the clock stands and after it ended without a result.
    pub due: Option<Timestamp>,
    /// Moment after which the dossier is late, after it.
    pub late_after: Timestamp,
}

/// What an entry rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing was named.
    #[default]
    None,
    /// The receipt slip by its number.
    Slip(i64),
    /// As it was written.
    Text(String),
    /// So many faults named.
    Faults(usize),
    /// So many papers handed in.
    Papers(usize),
}

/// The limit that binds and, where a shorter one is promised, the one set by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoLimits {
    /// What was promised, and where the clock stands against it.
    pub committed: (Limit, Outcome),
    /// What the rule allows, and where the same clock stands against that.
    pub statutory: (Limit, Outcome),
}

impl Dossier {
    /// The ledger with the dates after each entry; empty before receipt.
    #[must_use]
    pub fn ledger(&self, history: &[HistoryLine]) -> Vec<LedgerLine> {
        let record = &self.content.clock;
        let Some(start) = record.start else { return Vec::new() };
        let kinds =
            std::iter::once((start, None)).chain(record.entries.iter().map(|entry| (entry.at, Some(entry.kind))));
        let mut told = history.iter();
        let line = |(count, (at, entry)): (usize, (Timestamp, Option<EntryKind>))| {
            let fact = told.find(|line| writes(&line.event, entry));
            let ledger = Ledger::replay(start, record.entries.iter().take(count).copied()).ok()?;
            let outcome = ledger.outcome(&self.calendar, record.terms());
            let (legal_basis, reason, evidence) = fact.map(|line| grounds(&line.event)).unwrap_or_default();
            Some(LedgerLine {
                at,
                entry,
                legal_basis,
                reason,
                evidence,
                by: fact.map(|line| line.actor.clone()).unwrap_or_default(),
                due: outcome.due,
                late_after: outcome.late_after,
            })
        };
        kinds.enumerate().filter_map(line).collect()
    }

    /// Both limits, where the rule's and the promised one differ; none before receipt.
    #[must_use]
    pub fn two_limits(&self) -> Option<TwoLimits> {
        let record = &self.content.clock;
        let statutory = record.statutory.filter(|limit| *limit != record.limit)?;
        let ledger = record.ledger().ok().flatten()?;
        let against = |limit| (limit, ledger.outcome(&self.calendar, Terms { limit, style: record.style }));
        Some(TwoLimits { committed: against(record.limit), statutory: against(statutory) })
    }
}

/// Whether an event is what wrote an entry.
fn writes(event: &Event, entry: Option<EntryKind>) -> bool {
    let written = match event {
        Event::Accepted { .. } => "start",
        Event::Paused { .. } | Event::PaymentRequired { .. } => "pause",
        Event::Resumed { .. } | Event::PaymentConfirmed { .. } => "resume",
        Event::SupplementRequested { before_receipt: false, .. } => "supplement_requested",
        Event::Supplemented { .. } => "supplemented",
        Event::Extended { .. } => "rule",
        Event::Apologised { .. } => "apology",
        Event::Delivered { .. } => "finish",
        Event::Withdrawn { .. } => "withdraw",
        Event::Stopped { .. } | Event::ClosedUnsupplemented { .. } => "stop",
        Event::SupplementRequested { before_receipt: true, .. }
        | Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Submitted { .. }
        | Event::Declined { .. }
        | Event::Rescheduled { .. }
        | Event::StepCompleted { .. }
        | Event::SentBack { .. }
        | Event::FeePaid { .. }
        | Event::ResultProposed { .. }
        | Event::Approved { .. }
        | Event::Refused { .. }
        | Event::Sealed { .. }
        | Event::Returned { .. }
        | Event::Annotated { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Transferred { .. }
        | Event::Alerted { .. } => return false,
    };
    let wanted = match entry {
        None => "start",
        Some(EntryKind::Extend { ground, .. }) => ground.name(),
        Some(kind) => kind.name(),
    };
    written == wanted
}

fn grounds(event: &Event) -> (String, String, Evidence) {
    let text = |text: &str| if text.is_empty() { Evidence::None } else { Evidence::Text(text.to_owned()) };
    let none = String::new;
    match event {
        Event::Accepted { slip_no, note, .. } => (none(), note.clone(), slip_no.map_or(Evidence::None, Evidence::Slip)),
        Event::Paused { legal_basis, note, .. } => (legal_basis.clone(), none(), text(note)),
        Event::PaymentRequired { notice, .. } => (none(), none(), text(notice)),
        Event::Resumed { note, .. } => (none(), note.clone(), Evidence::None),
        Event::PaymentConfirmed { proof, .. } => (none(), none(), text(proof)),
        Event::SupplementRequested { items, reason, .. } => (none(), reason.clone(), Evidence::Faults(items.len())),
        Event::Supplemented { papers, .. } => (none(), none(), Evidence::Papers(*papers)),
        Event::Extended { legal_basis, reason, .. } | Event::Stopped { legal_basis, reason, .. } => {
            (legal_basis.clone(), reason.clone(), Evidence::None)
        }
        Event::Apologised { reason, .. } | Event::Withdrawn { reason } | Event::ClosedUnsupplemented { reason, .. } => {
            (none(), reason.clone(), Evidence::None)
        }
        Event::Delivered { place, .. } => (none(), none(), text(place)),
        Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Submitted { .. }
        | Event::Declined { .. }
        | Event::Rescheduled { .. }
        | Event::StepCompleted { .. }
        | Event::SentBack { .. }
        | Event::FeePaid { .. }
        | Event::ResultProposed { .. }
        | Event::Approved { .. }
        | Event::Refused { .. }
        | Event::Sealed { .. }
        | Event::Returned { .. }
        | Event::Annotated { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Transferred { .. }
        | Event::Alerted { .. } => (none(), none(), Evidence::None),
    }
}
