//! The clock ledger in words: what happened, on which ground, on which evidence.

use calendar::{EntryKind, ExtensionGround};
use web::Sentence;

use super::{Voice, limit, pause_reason};
use crate::ledger::{Evidence, LedgerLine};

/// The words of one line; the moments stay with the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerWords {
    /// What happened.
    pub title: String,
    /// The provision: the one named, else the one that always holds.
    pub basis: String,
    /// Notice, receipt, slip or explanation.
    pub evidence: String,
}

/// The words of a line of the ledger.
#[must_use]
pub fn ledger_words(voice: &impl Voice, line: &LedgerLine) -> LedgerWords {
    let t = |key: &'static str| voice.said(&Sentence::new(key));
    let title = match line.entry {
        None => t("dossier-ledger-start"),
        Some(EntryKind::Pause { reason }) => {
            voice.said(&Sentence::new("dossier-ledger-pause").with("reason", voice.said(&pause_reason(reason))))
        }
        Some(EntryKind::Resume) => t("dossier-ledger-resume"),
        Some(EntryKind::SupplementRequested) => t("dossier-ledger-supplement-requested"),
        Some(EntryKind::Supplemented) => t("dossier-ledger-supplemented"),
        Some(EntryKind::Extend { by, ground }) => {
            let key = match ground {
                ExtensionGround::Rule => "dossier-ledger-extension",
                ExtensionGround::Apology => "dossier-ledger-apology",
            };
            voice.said(&Sentence::new(key).with("by", voice.said(&limit(by))))
        }
        Some(EntryKind::Finish) => t("dossier-ledger-finish"),
        Some(EntryKind::Withdraw) => t("dossier-ledger-withdraw"),
        Some(EntryKind::Stop) => t("dossier-ledger-stop"),
    };
    let basis = if line.legal_basis.is_empty() {
        standing_basis(line.entry).map(t).unwrap_or_default()
    } else {
        line.legal_basis.clone()
    };
    LedgerWords { title, basis, evidence: evidence(voice, &line.evidence) }
}

/// The provision an entry rests on whatever the procedure.
const fn standing_basis(entry: Option<EntryKind>) -> Option<&'static str> {
    match entry {
        None => Some("dossier-ledger-basis-receipt"),
        Some(
            EntryKind::SupplementRequested
            | EntryKind::Supplemented
            | EntryKind::Extend { ground: ExtensionGround::Apology, .. }
            | EntryKind::Stop,
        ) => Some("dossier-ledger-basis-settlement"),
        Some(EntryKind::Withdraw) => Some("dossier-ledger-basis-withdrawal"),
        Some(
            EntryKind::Pause { .. }
            | EntryKind::Resume
            | EntryKind::Extend { ground: ExtensionGround::Rule, .. }
            | EntryKind::Finish,
        ) => None,
    }
}

fn evidence(voice: &impl Voice, evidence: &Evidence) -> String {
    match evidence {
        Evidence::None => String::new(),
        Evidence::Slip(no) => voice.said(&Sentence::new("dossier-ledger-slip").with("no", format!("{no:04}"))),
        Evidence::Text(text) => text.clone(),
        Evidence::Faults(n) => voice.said(&Sentence::new("dossier-ledger-faults").with("n", *n)),
        Evidence::Papers(n) => voice.said(&Sentence::new("dossier-ledger-papers").with("n", *n)),
    }
}
