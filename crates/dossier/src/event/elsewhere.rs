//! Events of what is done elsewhere for a dossier, whose facts are many.

use access::permit::Holder;
use base::{AgencyId, DossierId};
use jiff::Timestamp;

use crate::code::DossierCode;
use crate::state::Outcome;

/// A dossier that another agency got for a step of this one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubDossierOpened {
    /// The step that waits for it.
    pub step: u16,
    /// Which.
    pub dossier: DossierId,
    /// Its code.
    pub code: DossierCode,
    /// What is asked for.
    pub procedure: String,
    /// The agency that settles it.
    pub agency: AgencyId,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubDossierEnded {
    /// Which.
    pub dossier: DossierId,
    /// Its code.
    pub code: DossierCode,
    /// What was decided; nothing when it ended without a decision.
    pub outcome: Option<Outcome>,
    /// Number of the result.
    pub number: Option<String>,
}

/// An opinion that was asked outside the process.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpinionAsked {
    /// Its number in the dossier.
    pub no: u16,
    /// Who was asked.
    pub asked: Holder,
    /// In which step.
    pub step: u16,
    /// What.
    pub question: String,
    /// Until when.
    pub due_at: Timestamp,
}
