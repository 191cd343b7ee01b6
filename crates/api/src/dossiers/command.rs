//! Commands: the buttons of the desk, one path each.

use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use dossier::command::{ProposeResult, Supplement};
use dossier::{Command, CommandName, DossierCode, Outcome, Which};
use serde::Deserialize;
use serde_json::Value;
use web::Path;

use super::paper::{self, NewPaper};
use super::view::{CommandCode, DossierView};
use crate::Api;
use crate::body;
use crate::caller::Caller;
use crate::error::Error;
use crate::openapi::Refusals;
use crate::problem::answer;

/// Where the data of a command stand, as faults name it.
const DATA_FIELD: &str = "data";

/// A command. Described together with the data of each in [`crate::openapi`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandRequest {
    version: i64,
    #[serde(default)]
    step: Option<u16>,
    #[serde(default)]
    data: Value,
}

/// An answer to a supplement request. Papers as in a filing, see [`NewPaper`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Supplementing {
    #[serde(default)]
    papers: Vec<NewPaper>,
    #[serde(default)]
    note: String,
}

/// A drafted result. Without files, for the reason given in [`paper`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proposing {
    #[serde(default = "granted")]
    outcome: Outcome,
    title: String,
    #[serde(default)]
    summary: String,
}

const fn granted() -> Outcome {
    Outcome::Granted
}

/// Runs a command on the version that was seen.
///
/// Permission, state and rules are those of the desk. If something happened since that version, nothing
/// is changed and the answer is 409 with what happened.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers/{code}/commands/{command}",
    operation_id = "runCommand",
    tag = "dossiers",
    params(
        ("code" = String, Path, description = "Code of the dossier.", example = "H49.101-261124-0007"),
        ("command" = CommandCode, Path, description = "The command."),
        (
            "Idempotency-Key" = Option<String>, Header,
            description = "Visible ASCII, at most 200 characters; makes a resent request have one effect."
        ),
    ),
    request_body(content = ref("#/components/schemas/CommandRequest")),
    responses((status = 200, description = "The dossier afterwards.", body = DossierView), Refusals)
)]
pub(crate) async fn command(
    State(api): State<Api>,
    caller: Caller,
    Path((code, command)): Path<(String, String)>,
    request: Request,
) -> Response {
    answer(&api, &caller.ctx, executed(&api, &caller, (&code, &command), request).await)
}

async fn executed(
    api: &Api,
    caller: &Caller,
    (code, command): (&str, &str),
    request: Request,
) -> Result<Response, Error> {
    let name = CommandName::from_name(command).ok_or(Error::UnknownCommand)?;
    let code = DossierCode::parse(code).ok_or(dossier::Error::NotFound)?;
    let asked = caller.request(request.headers())?;
    let CommandRequest { version, step, data } = body::read(body::object(request).await?, "")?;
    let asked = asked.for_step(step);
    let data = if data.is_null() { serde_json::json!({}) } else { data };
    let command =
        if name == CommandName::Supplement { supplement(api, caller, &code, data).await? } else { read(name, data)? };
    let run = || api.dossiers.execute(&caller.actor, &code, version, command.clone(), asked.clone());
    let outcome = match run().await {
        // Two at the same moment: the later one finds its event number taken. Asked again, it learns
        // what the other one did.
        Err(dossier::Error::Store(db::Error::Duplicate { .. })) => run().await,
        outcome => outcome,
    };
    let dossier = outcome?;
    let view = DossierView::of(&api.dossiers, &dossier, &caller.actor, &caller.ctx).await?;
    Ok(axum::Json(view).into_response())
}

pub(super) fn read(name: CommandName, data: Value) -> Result<Command, Error> {
    Ok(match name {
        CommandName::Submit => Command::Submit(body::read(data, DATA_FIELD)?),
        CommandName::Accept => Command::Accept(body::read(data, DATA_FIELD)?),
        CommandName::Decline => Command::Decline(body::read(data, DATA_FIELD)?),
        CommandName::RequestSupplement => Command::RequestSupplement(body::read(data, DATA_FIELD)?),
        CommandName::Supplement => Command::Supplement(body::read(data, DATA_FIELD)?),
        CommandName::CompleteStep => Command::CompleteStep(body::read(data, DATA_FIELD)?),
        CommandName::SendBack => Command::SendBack(body::read(data, DATA_FIELD)?),
        CommandName::Pause => Command::Pause(body::read(data, DATA_FIELD)?),
        CommandName::Resume => Command::Resume(body::read(data, DATA_FIELD)?),
        CommandName::Extend => Command::Extend(body::read(data, DATA_FIELD)?),
        CommandName::Apologise => Command::Apologise(body::read(data, DATA_FIELD)?),
        CommandName::RequirePayment => Command::RequirePayment(body::read(data, DATA_FIELD)?),
        CommandName::ConfirmPayment => Command::ConfirmPayment(body::read(data, DATA_FIELD)?),
        CommandName::ProposeResult => {
            let Proposing { outcome, title, summary } = body::read(data, DATA_FIELD)?;
            Command::ProposeResult(ProposeResult { outcome, title, summary, files: Vec::new() })
        }
        CommandName::Approve => Command::Approve(body::read(data, DATA_FIELD)?),
        CommandName::Refuse => Command::Refuse(body::read(data, DATA_FIELD)?),
        CommandName::Seal => Command::Seal(body::read(data, DATA_FIELD)?),
        CommandName::Deliver => Command::Deliver(body::read(data, DATA_FIELD)?),
        CommandName::Return => Command::Return(body::read(data, DATA_FIELD)?),
        CommandName::Withdraw => Command::Withdraw(body::read(data, DATA_FIELD)?),
        CommandName::Stop => Command::Stop(body::read(data, DATA_FIELD)?),
        CommandName::CloseUnsupplemented => Command::CloseUnsupplemented(body::read(data, DATA_FIELD)?),
        CommandName::Assign => Command::Assign(body::read(data, DATA_FIELD)?),
        CommandName::AskOpinion => Command::AskOpinion(body::read(data, DATA_FIELD)?),
        CommandName::GiveOpinion => Command::GiveOpinion(body::read(data, DATA_FIELD)?),
        CommandName::Transfer => Command::Transfer(body::read(data, DATA_FIELD)?),
        CommandName::Annotate => Command::Annotate(body::read(data, DATA_FIELD)?),
    })
}

/// Papers are named by the checklist of the dossier's own procedure version.
async fn supplement(api: &Api, caller: &Caller, code: &DossierCode, data: Value) -> Result<Command, Error> {
    let sent: Supplementing = body::read(data, DATA_FIELD)?;
    let dossier = api.dossiers.read(&caller.actor, Which::Code(code.clone())).await?;
    let version = api.dossiers.catalogue().version(dossier.procedure).await?.ok_or(dossier::Error::NotFound)?;
    let mut faults = Vec::new();
    let papers = paper::read_all(sent.papers, "data.papers", &version, &mut faults);
    if faults.is_empty() {
        Ok(Command::Supplement(Supplement { papers, note: sent.note }))
    } else {
        Err(Error::Faults(faults))
    }
}
