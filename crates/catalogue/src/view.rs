//! Procedures as the programming interface shows them.

use base::{ProcedureId, Vnd};
use calendar::Limit;
use jiff::civil::Date;
use serde::Serialize;

use crate::procedure::{FeeLine, Level, OnlineLevel, OwnerKind, Paper, Procedure, ProcedureVersion, SourceNote, Step};

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcedureSummary {
    /// National or local code.
    pub code: String,
    /// 1 for the first variant of the code.
    pub variant: u16,
    /// Whether the code was given here, because no national one is published.
    pub local_code: bool,
    /// Official name.
    pub name: String,
    /// Subject area.
    pub field: String,
    /// Who decides.
    pub agency: String,
    /// Kind of the deciding agency.
    pub owner_kind: OwnerKind,
    /// Levels at which it is settled: `province`, `commune`.
    pub levels: Vec<Level>,
    /// The limit that binds; absent where none is published.
    pub limit: Option<LimitView>,
    /// The usual fee in đồng; absent where none is published.
    pub fee_vnd: Option<Vnd>,
    /// `full`, `partial` or `information`.
    pub online_level: OnlineLevel,
    /// Its page.
    pub path: String,
}

/// A limit: `{"unit": "wd", "value": "10"}`; instant is `{"unit": "instant", "value": "0"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitView {
    /// `wd`, `wh`, `day`, `hour`, `month` or `instant`.
    pub unit: &'static str,
    /// A decimal number.
    pub value: String,
}

/// One procedure in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcedureView {
    /// The version.
    pub id: ProcedureId,
    /// What a list shows.
    #[serde(flatten)]
    pub summary: ProcedureSummary,
    /// First day in force.
    pub valid_from: Date,
    /// First day no longer in force.
    pub valid_to: Option<Date>,
    /// What people call it.
    pub everyday_names: Vec<String>,
    /// The limit set by rule, where a shorter one is promised.
    pub statutory_limit: Option<LimitView>,
    /// What the published limit adds.
    pub limit_note: String,
    /// What the published fee adds.
    pub fee_note: String,
    /// Fees by case.
    pub fees: Vec<FeeLine>,
    /// Who may apply.
    pub applicants: Vec<String>,
    /// What the person receives.
    pub result: String,
    /// Conditions and special rules.
    pub rules: Vec<String>,
    /// Legal documents.
    pub legal_basis: Vec<String>,
    /// Papers asked.
    pub papers: Vec<Paper>,
    /// Published steps.
    pub steps: Vec<Step>,
    /// How sure the published facts are.
    pub source: SourceNote,
}

impl From<Limit> for LimitView {
    fn from(limit: Limit) -> Self {
        Self { unit: limit.unit().name(), value: limit.value() }
    }
}

impl From<&Procedure> for ProcedureSummary {
    fn from(facts: &Procedure) -> Self {
        Self {
            code: facts.key.code.to_string(),
            variant: facts.key.variant,
            local_code: facts.key.code.is_local(),
            name: facts.name.clone(),
            field: facts.field.clone(),
            agency: facts.agency.clone(),
            owner_kind: facts.owner,
            levels: facts.levels.clone(),
            limit: facts.binding_limit().map(LimitView::from),
            fee_vnd: facts.fee,
            online_level: facts.online,
            path: facts.key.path(),
        }
    }
}

impl ProcedureView {
    /// The view of a version with the names people call it.
    #[must_use]
    pub fn new(version: &ProcedureVersion, everyday_names: &[String]) -> Self {
        let facts = &version.facts;
        Self {
            id: version.id,
            summary: facts.into(),
            valid_from: version.valid_from,
            valid_to: version.valid_to,
            everyday_names: everyday_names.to_vec(),
            statutory_limit: facts.committed.and(facts.limit).map(LimitView::from),
            limit_note: facts.limit_note.clone(),
            fee_note: facts.fee_note.clone(),
            fees: facts.fees.clone(),
            applicants: facts.applicants.clone(),
            result: facts.result.clone(),
            rules: facts.rules.clone(),
            legal_basis: facts.legal_basis.clone(),
            papers: facts.papers.clone(),
            steps: facts.steps.clone(),
            source: facts.source,
        }
    }
}
