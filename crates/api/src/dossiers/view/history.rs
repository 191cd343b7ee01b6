//! What happened to a dossier, as JSON. The facts are those of the event log; places are named by
//! their codes.

use access::permit::Holder;
use base::OfficeId;
use calendar::Limit;
use catalogue::LimitView;
use dossier::HistoryLine;
use jiff::Timestamp;
use organisation::Organisation;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::moment::Moment;

/// One event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryView {
    /// Version of the dossier after it.
    version: i64,
    /// What happened.
    #[schema(example = "dossier.accepted")]
    kind: &'static str,
    /// When.
    at: Moment,
    /// By whom, by name.
    actor: String,
    /// The facts; which ones depends on the kind.
    #[schema(value_type = Object)]
    data: Value,
}

/// Who must act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HolderView {
    /// The role.
    #[schema(example = "specialist")]
    role: &'static str,
    /// Code of the agency.
    agency: Option<String>,
    /// Code of the unit, where the process names one.
    unit: Option<String>,
    /// Code of the one-stop office, for steps at a counter.
    office: Option<String>,
}

impl HistoryView {
    /// A line of the log.
    pub(crate) fn of(line: &HistoryLine, organisation: &Organisation) -> Self {
        Self {
            version: line.version,
            kind: line.event.kind(),
            at: line.at.into(),
            actor: line.actor.clone(),
            data: facts(serde_json::to_value(&line.event).unwrap_or_default(), organisation),
        }
    }
}

impl HolderView {
    /// A holder with the codes of its places.
    pub(crate) fn of(holder: &Holder, organisation: &Organisation) -> Self {
        Self {
            role: holder.role.name(),
            agency: organisation.agency(holder.agency).map(|agency| agency.code.clone()),
            unit: holder.unit.and_then(|id| organisation.unit(id)).map(|unit| unit.code.clone()),
            office: holder.office.and_then(|id| office(id, organisation)),
        }
    }
}

/// The log keeps identifiers, instants and bare amounts; other systems know codes, the wall clock
/// and units.
fn facts(written: Value, organisation: &Organisation) -> Value {
    let Value::Object(written) = written else { return json!({}) };
    let told = written.into_iter().filter(|(name, _)| name != "event").map(|(name, fact)| match name.as_str() {
        "holder" => (name, retold(fact, |holder: Holder| json!(HolderView::of(&holder, organisation)))),
        "office" => (name, retold(fact, |id: OfficeId| json!(office(id, organisation)))),
        "clock_start" | "due_before" | "due_after" | "asked_at" | "about_at" | "raise_at" => {
            (name, retold(fact, |at: Timestamp| json!(Moment(at))))
        }
        "by" => (name, retold(fact, |by: Limit| json!(LimitView::from(by)))),
        "amount" => ("amount_vnd".to_owned(), fact),
        _ => (name, fact),
    });
    Value::Object(told.collect::<Map<_, _>>())
}

fn retold<T: serde::de::DeserializeOwned>(fact: Value, tell: impl FnOnce(T) -> Value) -> Value {
    match serde_json::from_value(fact.clone()) {
        Ok(read) => tell(read),
        Err(_) => fact,
    }
}

fn office(id: OfficeId, organisation: &Organisation) -> Option<String> {
    organisation.office(id).map(|office| office.code.clone())
}
