//! Filing: a whole dossier in one request, submitted and, if asked, accepted at once.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base::text;
use catalogue::{Key, ProcedureVersion};
use dossier::command::Accept;
use dossier::{Answer, Channel, Command, Fee, Filing, FilingError, ReturnChannel};
use serde::Deserialize;
use utoipa::ToSchema;

use super::paper::{self, NewPaper};
use super::person::NewPerson;
use super::view::{ChannelCode, DossierView, ReturnChannelCode};
use crate::Api;
use crate::body;
use crate::caller::Caller;
use crate::error::{Error, Fault};
use crate::openapi::Refusals;
use crate::problem::answer;

/// Most answers of a form.
const ANSWERS_MAX: usize = 300;
/// Longest answer, in characters.
const ANSWER_MAX: usize = 4_000;
/// Longest address, in characters.
const ADDRESS_MAX: usize = 500;

/// A dossier to be filed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDossier {
    /// Code of the procedure; `2.000815/2` for the second case under one code.
    #[schema(example = "1.013225")]
    procedure: String,
    /// Code of the one-stop office that receives it.
    #[schema(example = "H49.101")]
    office: String,
    /// Code of the agency that decides; the office's own, or the only one there is, when left out.
    agency: Option<String>,
    /// How it was filed; at the counter when left out.
    #[schema(value_type = Option<ChannelCode>)]
    channel: Option<Channel>,
    /// Whose case it is; a personal number or a tax code is needed.
    owner: NewPerson,
    /// Who files it for the owner.
    proxy: Option<NewPerson>,
    /// Papers handed in; every paper that is always asked for must be among them.
    #[serde(default)]
    papers: Vec<NewPaper>,
    /// Answers of the form.
    #[serde(default)]
    declared: Vec<NewAnswer>,
    /// How the result shall come back; at the counter when left out.
    #[schema(value_type = Option<ReturnChannelCode>)]
    return_channel: Option<ReturnChannel>,
    /// Where the post brings it.
    return_address: Option<String>,
    /// Number of sets; 1 when left out.
    #[schema(minimum = 1)]
    sets: Option<u16>,
    /// Whether the published fee was paid.
    #[serde(default)]
    fee_paid: bool,
    /// Whether to accept it at once; the token's role must allow that too.
    #[serde(default)]
    accept: bool,
}

/// One answer of the form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAnswer {
    /// Key of the question.
    key: String,
    /// The question as asked.
    label: String,
    /// The answer.
    value: String,
}

/// Files a dossier: it gets its code and waits for acceptance, or is accepted at once.
///
/// Resent with the same `Idempotency-Key` it files nothing more and answers the same dossier.
#[utoipa::path(
    post,
    path = "/api/v1/dossiers",
    operation_id = "fileDossier",
    tag = "dossiers",
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "Visible ASCII, at most 200 characters; makes a resent request have one effect."
    )),
    request_body = NewDossier,
    responses(
        (status = 201, description = "The dossier.", body = DossierView,
         headers(("Location" = String, description = "Where it can be read."))),
        Refusals
    )
)]
pub(crate) async fn file(State(api): State<Api>, caller: Caller, request: Request) -> Response {
    answer(&api, &caller.ctx, filed(&api, &caller, request).await)
}

async fn filed(api: &Api, caller: &Caller, request: Request) -> Result<Response, Error> {
    let asked = caller.request(request.headers())?;
    let sent: NewDossier = body::read(body::object(request).await?, "")?;
    let published = api.dossiers.catalogue().current(caller.ctx.now).await?;
    let key: Option<Key> = sent.procedure.parse().ok();
    let version = key.and_then(|key| published.by_key(&key)).ok_or(unfit(FilingError::NoSuchProcedure))?;
    let then = if sent.accept { vec![Command::Accept(Accept::default())] } else { Vec::new() };
    let filing = sent.filing(api, version)?;
    let filed = api.dossiers.file(&caller.actor, filing, then, asked).await;
    let dossier = filed.map_err(|error| naming_the_paper(error, version))?;
    let view = DossierView::of(&api.dossiers, &dossier, &caller.actor, &caller.ctx).await?;
    let location = format!("/api/v1/dossiers/{}", dossier.label());
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], axum::Json(view)).into_response())
}

const fn unfit(error: FilingError) -> dossier::Error {
    dossier::Error::Filing(error)
}

/// The rules know the number of a missing paper; people know its name.
fn naming_the_paper(error: dossier::Error, version: &ProcedureVersion) -> Error {
    let dossier::Error::Filing(FilingError::PaperMissing(no)) = error else { return error.into() };
    let name = version.facts.papers.iter().find(|paper| paper.no == no).map(|paper| paper.name.clone());
    Error::PaperMissing { no, name: name.unwrap_or_default() }
}

impl NewDossier {
    fn filing(self, api: &Api, version: &ProcedureVersion) -> Result<Filing, Error> {
        let organisation = api.dossiers.organisation();
        let office = organisation.office_by_code(&self.office).ok_or(unfit(FilingError::NoSuchOffice))?;
        let named = |code: String| organisation.agency_by_code(&code).ok_or(unfit(FilingError::NoCompetentAgency));
        let agency = self.agency.map(named).transpose()?;
        let mut faults = Vec::new();
        let filing = Filing {
            procedure: version.id,
            office: office.id,
            competent_agency: agency.map(|agency| agency.id),
            channel: self.channel.unwrap_or(Channel::Counter),
            account: None,
            owner: self.owner.read("owner", &mut faults),
            proxy: self.proxy.map(|proxy| proxy.read("proxy", &mut faults)),
            declared: answers(self.declared, &mut faults),
            sets: self.sets.unwrap_or(1),
            papers: paper::read_all(self.papers, "papers", version, &mut faults),
            return_channel: self.return_channel.unwrap_or(ReturnChannel::Counter),
            return_address: address(self.return_address, &mut faults),
            fee: fee(version, self.fee_paid),
        };
        if filing.sets == 0 {
            faults.push(Fault::new("sets", "out-of-range"));
        }
        if faults.is_empty() { Ok(filing) } else { Err(Error::Faults(faults)) }
    }
}

fn answers(sent: Vec<NewAnswer>, faults: &mut Vec<Fault>) -> Vec<Answer> {
    if sent.len() > ANSWERS_MAX {
        faults.push(Fault::new("declared", "too-many"));
        return Vec::new();
    }
    let mut answers = Vec::with_capacity(sent.len());
    for (index, NewAnswer { key, label, value }) in sent.into_iter().enumerate() {
        let answer = Answer { key: text::clean(&key), label: text::clean(&label), value: text::clean_lines(&value) };
        if answer.key.is_empty() {
            faults.push(Fault::new(format!("declared[{index}].key"), "required"));
        }
        let longest = [&answer.key, &answer.label, &answer.value].map(|text| text.chars().count()).into_iter().max();
        if longest.is_some_and(|longest| longest > ANSWER_MAX) {
            faults.push(Fault::new(format!("declared[{index}]"), "too-long"));
        }
        answers.push(answer);
    }
    answers
}

fn address(sent: Option<String>, faults: &mut Vec<Fault>) -> String {
    let address = text::clean(&sent.unwrap_or_default());
    if address.chars().count() > ADDRESS_MAX {
        faults.push(Fault::new("return_address", "too-long"));
    }
    address
}

/// The fee as published for the usual case; free procedures have none.
fn fee(version: &ProcedureVersion, paid: bool) -> Option<Fee> {
    let amount = version.facts.fee.filter(|fee| fee.0 > 0)?;
    Some(Fee { amount, paid, note: version.facts.fee_note.clone() })
}
