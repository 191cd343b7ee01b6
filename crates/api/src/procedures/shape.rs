//! What [`catalogue::ProcedureView`] looks like as JSON, for the description of the interface. Never
//! built; the tests hold every answer against it.
#![expect(dead_code, reason = "described, not built: the answers are made of catalogue's own views")]

use utoipa::ToSchema;

/// One page of procedures.
#[derive(ToSchema)]
pub(crate) struct ProcedurePage {
    /// The procedures.
    items: Vec<ProcedureLine>,
    /// What to send as `after` for the next page; null at the end.
    next: Option<String>,
}

/// One line of a list.
#[derive(ToSchema)]
pub(crate) struct ProcedureLine {
    /// National or local code.
    #[schema(example = "1.013225")]
    code: String,
    /// 1 for the first case under the code.
    variant: u16,
    /// Whether the code was given here, because no national one is published.
    local_code: bool,
    /// Official name.
    name: String,
    /// Subject area.
    field: String,
    /// Who decides, as published.
    agency: String,
    /// `commune`, `department`, `vertical` or `utility`.
    owner_kind: String,
    /// `province`, `commune`.
    levels: Vec<String>,
    /// The limit that binds; null where none is published.
    limit: Option<TimeLimit>,
    /// The usual fee in đồng; null where none is published.
    fee_vnd: Option<i64>,
    /// `full`, `partial` or `information`.
    online_level: String,
    /// Its page on the portal.
    path: String,
}

/// A time limit.
#[derive(ToSchema)]
pub(crate) struct TimeLimit {
    /// `wd` working days, `wh` working hours, `day`, `hour`, `month` or `instant`.
    unit: String,
    /// A decimal number; 0 for `instant`.
    value: String,
}

/// One procedure in full.
#[derive(ToSchema)]
pub(crate) struct Procedure {
    /// The version.
    id: String,
    #[serde(flatten)]
    summary: ProcedureLine,
    /// First day in force.
    #[schema(format = Date)]
    valid_from: String,
    /// First day no longer in force.
    #[schema(format = Date)]
    valid_to: Option<String>,
    /// What people call it.
    everyday_names: Vec<String>,
    /// The limit set by rule, where a shorter one is promised.
    statutory_limit: Option<TimeLimit>,
    /// What the published limit adds.
    limit_note: String,
    /// What the published fee adds.
    fee_note: String,
    /// Fees by case.
    fees: Vec<FeeLine>,
    /// Who may apply.
    applicants: Vec<String>,
    /// What the person receives.
    result: String,
    /// Conditions and special rules.
    rules: Vec<String>,
    /// Legal documents.
    legal_basis: Vec<String>,
    /// Papers asked.
    papers: Vec<RequiredPaper>,
    /// Published steps.
    steps: Vec<ProcedureStep>,
    /// How sure the published facts are.
    source: SourceNote,
}

/// One fee with the case it is for.
#[derive(ToSchema)]
pub(crate) struct FeeLine {
    /// When it is asked.
    case: String,
    /// The amount as published.
    amount: String,
    /// The exact amount in đồng, where the text is one.
    exact: Option<i64>,
}

/// One paper of the checklist.
#[derive(ToSchema)]
pub(crate) struct RequiredPaper {
    /// Place in the list; what a filing names as `no`.
    no: u16,
    /// Name.
    name: String,
    /// Accepted forms.
    forms: Vec<String>,
    /// How many; null when it depends on what is asked.
    quantity: Option<u16>,
    /// When it is asked; null when always.
    condition: Option<String>,
    /// The database the officer uses instead of asking for the paper.
    replaced_by_database: Option<String>,
}

/// One published step.
#[derive(ToSchema)]
pub(crate) struct ProcedureStep {
    /// Place in the process.
    no: u16,
    /// What is done.
    name: String,
    /// Who does it, or that the clock stands.
    work: StepWork,
    /// Share of the limit, in working minutes.
    minutes: u32,
    /// Steps of one group run side by side.
    parallel_group: Option<String>,
}

/// Who does a step.
#[derive(ToSchema)]
pub(crate) struct StepWork {
    /// `by` an officer, or `pause`.
    kind: String,
    /// The role, of an officer's step.
    #[schema(required = false, nullable = false)]
    role: Option<String>,
    /// The unit as published, of an officer's step.
    #[schema(required = false, nullable = false)]
    unit: Option<String>,
    /// The legal ground, of a pause.
    #[schema(required = false, nullable = false)]
    reason: Option<String>,
    /// Who is waited for, in a pause.
    #[schema(required = false, nullable = false)]
    waits_for: Option<String>,
}

/// How sure three facts are: `found`, `found_code_only`, `remembered`, `remembered_weak`, `none`.
#[derive(ToSchema)]
pub(crate) struct SourceNote {
    /// Of the code.
    code: String,
    /// Of the limit.
    limit: String,
    /// Of the online level.
    online: String,
}
