//! Data of the commands that concern other agencies and units.

use base::{AgencyId, UnitId};

/// A question to another agency or unit.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskOpinion {
    /// Who is asked.
    pub agency: AgencyId,
    /// Which unit there; the agency as a whole when left out.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// What.
    pub question: String,
    /// Working days for the answer; five when left out.
    #[serde(default)]
    pub days: Option<u16>,
}

/// An opinion.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveOpinion {
    /// Number of the opinion in the dossier.
    pub no: u16,
    /// Whether it agrees.
    pub agrees: bool,
    /// In words.
    pub text: String,
}

/// A transfer.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The agency that is competent.
    pub agency: AgencyId,
    /// Why, shown to the person.
    pub reason: String,
}
