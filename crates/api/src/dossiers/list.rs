//! Lists of dossiers for machines: in the order they came in, a page at a time, as far as the token
//! reaches. They hold nothing personal; who needs a person's data reads the dossier.
//!
//! | Reach of the token | What is listed |
//! |---|---|
//! | the province | everything, or the agency asked for |
//! | an agency | the dossiers it decides on; another agency is refused |
//! | an office or a unit | what it reaches at this moment, picked out of the whole list |
//!
//! The third kind looks at each dossier. A page that has looked at [`LOOKED_AT_MAX`] ends early with
//! the place it came to, so it may be short or empty although `next` goes on.

use access::permit::{Action, Denied, allowed};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use base::{Actor, AgencyId, DossierId, Scope};
use dossier::{Line, PageFilter, StateName, Which};
use organisation::Organisation;
use serde::Serialize;
use utoipa::ToSchema;
use web::Query;

use super::view::{ChannelCode, Named, StateCode};
use crate::Api;
use crate::caller::Caller;
use crate::error::{Error, Fault};
use crate::moment::Moment;
use crate::openapi::Refusals;
use crate::paging::{Page, Parameters};
use crate::problem::answer;

/// Dossiers one page looks at where each has to be asked for permission.
const LOOKED_AT_MAX: usize = 1_000;
/// Dossiers fetched at once meanwhile.
const BATCH: usize = 100;

/// One line of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DossierLine {
    /// Identifier.
    id: String,
    /// Code.
    #[schema(example = "H49.101-261124-0007")]
    code: Option<String>,
    /// Number of events so far.
    version: i64,
    /// Where it stands.
    #[schema(value_type = StateCode)]
    state: &'static str,
    /// The same in the national list of states, 1 to 10.
    national_state: Option<u8>,
    /// What is asked for.
    procedure: Named,
    /// How it was filed.
    #[schema(value_type = ChannelCode)]
    channel: &'static str,
    /// The agency that decides.
    competent_agency: Named,
    /// Name of the step that is due.
    step_name: String,
    /// The role that must act.
    holder_role: Option<&'static str>,
    /// When it was filed.
    submitted_at: Option<Moment>,
    /// The due moment in force; null while the clock stands and before acceptance.
    due_at: Option<Moment>,
    /// After this moment it is late.
    late_after: Option<Moment>,
    /// When the clock ended.
    resolved_at: Option<Moment>,
}

/// Dossiers within the token's reach, in the order they came in.
///
/// An agency's token sees the dossiers that agency decides on. A page may be shorter than `limit` and
/// still have a `next`; follow it until it is null.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers",
    operation_id = "listDossiers",
    tag = "dossiers",
    params(
        ("agency" = Option<String>, Query, description = "Code of the agency that decides.", example = "H49.101"),
        ("state" = Option<StateCode>, Query, description = "A state."),
        ("after" = Option<String>, Query, description = "The `next` of the page before."),
        ("limit" = Option<u16>, Query, description = "Lines of a page: 1 to 200, else 50.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "One page of dossiers.", body = Page<DossierLine>), Refusals)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Query(sent): Query<Vec<(String, String)>>,
) -> Response {
    answer(&api, &caller.ctx, listed(&api, &caller.actor, sent).await)
}

async fn listed(api: &Api, actor: &Actor, sent: Vec<(String, String)>) -> Result<Response, Error> {
    let asked = Parameters::among(sent, &["agency", "state", "after", "limit"])?;
    let (limit, after) = (asked.limit()?, place(&asked)?);
    let mut filter = filter(&asked, api.dossiers.organisation())?;
    let (lines, next) = match Reach::of(actor)? {
        Reach::Everything => straight(api, filter, after, limit).await?,
        Reach::Agency(own) => {
            if filter.agency.is_some_and(|agency| agency != own) {
                return Err(Denied::Scope { action: Action::ReadDossier }.into());
            }
            filter.agency = Some(own);
            straight(api, filter, after, limit).await?
        }
        Reach::OneByOne => one_by_one(api, actor, filter, after, limit).await?,
    };
    let organisation = api.dossiers.organisation();
    let items = lines.iter().map(|line| DossierLine::of(line, organisation)).collect();
    Ok(axum::Json(Page::<DossierLine> { items, next: next.map(|id| id.to_string()) }).into_response())
}

fn place(asked: &Parameters) -> Result<DossierId, Error> {
    let start = Ok(dossier::Place::start().id);
    asked.get("after").map_or(start, |text| text.parse().map_err(|_| Fault::new("after", "not-a-place").into()))
}

fn filter(asked: &Parameters, organisation: &Organisation) -> Result<PageFilter, Error> {
    let mut faults = Vec::new();
    let agency = asked.get("agency").and_then(|code| {
        let known = organisation.agency_by_code(code);
        if known.is_none() {
            faults.push(Fault::new("agency", "unknown-agency"));
        }
        known.map(|agency| agency.id)
    });
    let state = asked.get("state").and_then(|name| {
        let known = StateName::from_name(name).filter(|state| *state != StateName::Draft);
        if known.is_none() {
            faults.push(Fault::new("state", "unknown-state"));
        }
        known
    });
    if faults.is_empty() { Ok(PageFilter { agency, state }) } else { Err(Error::Faults(faults)) }
}

/// How a token's list is made.
enum Reach {
    Everything,
    Agency(AgencyId),
    OneByOne,
}

impl Reach {
    fn of(actor: &Actor) -> Result<Self, Denied> {
        let action = Action::ReadDossier;
        let needed = allowed(action);
        let scopes: Vec<Scope> =
            actor.grants.iter().filter(|grant| needed.contains(&grant.role)).map(|grant| grant.scope).collect();
        match scopes.as_slice() {
            [] => Err(Denied::Role { action, needed: needed.to_vec() }),
            scopes if scopes.contains(&Scope::Province) => Ok(Self::Everything),
            [Scope::Agency(agency)] => Ok(Self::Agency(*agency)),
            _ => Ok(Self::OneByOne),
        }
    }
}

type Listed = (Vec<Line>, Option<DossierId>);

/// The filter alone says what is in reach. One line more than asked for tells whether there is more.
async fn straight(api: &Api, filter: PageFilter, after: DossierId, limit: usize) -> Result<Listed, Error> {
    let mut lines = api.dossiers.page(filter, after, rows(limit + 1)).await?;
    let is_more = lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().filter(|_| is_more).map(|line| line.id);
    Ok((lines, next))
}

/// Each dossier is asked for permission.
async fn one_by_one(
    api: &Api,
    actor: &Actor,
    filter: PageFilter,
    mut after: DossierId,
    limit: usize,
) -> Result<Listed, Error> {
    let mut reached = Vec::new();
    let mut looked_at = 0;
    loop {
        let batch = api.dossiers.page(filter, after, rows(BATCH)).await?;
        let is_last = batch.len() < BATCH;
        for line in batch {
            (after, looked_at) = (line.id, looked_at + 1);
            match api.dossiers.read(actor, Which::Id(line.id)).await {
                Ok(_) => reached.push(line),
                Err(dossier::Error::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
            if reached.len() == limit {
                return Ok((reached, Some(after)));
            }
        }
        if is_last {
            return Ok((reached, None));
        }
        if looked_at >= LOOKED_AT_MAX {
            return Ok((reached, Some(after)));
        }
    }
}

fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl DossierLine {
    fn of(line: &Line, organisation: &Organisation) -> Self {
        Self {
            id: line.id.to_string(),
            code: line.code.as_ref().map(ToString::to_string),
            version: line.version,
            state: line.state.name(),
            national_state: line.state.national_code(),
            procedure: Named::new(&line.procedure_code, &line.procedure_name),
            channel: line.channel.name(),
            competent_agency: Named::agency(organisation, line.competent_agency),
            step_name: line.step_name.clone(),
            holder_role: line.holder_role.map(base::Role::name),
            submitted_at: line.submitted_at.map(Moment),
            due_at: line.due_at.map(Moment),
            late_after: line.late_after.map(Moment),
            resolved_at: line.resolved_at.map(Moment),
        }
    }
}
