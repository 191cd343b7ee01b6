//! How a refusal is told: a problem document (RFC 9457) with a stable code, in the language asked
//! for. What `web` itself refuses (no token, too often, a fault of ours) it tells in the same form.

use access::permit::Denied;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dossier::{FilingError, Refusal, RefusalReason, present};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Context, Sentence};

use crate::Api;
use crate::body::BODY_MAX;
use crate::caller::KEY_MAX;
use crate::dossiers::HistoryView;
use crate::error::{Error, Fault};

/// The media type of a problem document.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the code tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What happened, in a few words.
    title: String,
    /// The HTTP status again.
    status: u16,
    /// What happened, for machines; the list stands in the manual and does not change.
    #[schema(example = "stale")]
    code: String,
    /// What to do about it.
    detail: String,
    /// Names the request in the log of the centre.
    request_id: String,
    /// The fields to mend; empty when no field is at fault.
    errors: Vec<FieldProblem>,
    /// Roles that may do it, when the token's role may not.
    #[serde(skip_serializing_if = "Option::is_none")]
    needed_roles: Option<Vec<&'static str>>,
    /// The command that finishes the step, when another one was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_command: Option<&'static str>,
    /// The version of the dossier now, when another one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
    /// What happened since the version that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Vec<HistoryView>>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Where it stands: `owner.born_on`, `data.items[0].what`.
    field: String,
    /// What is wrong, for machines.
    code: String,
    /// What is wrong, for people.
    detail: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response
    }
}

/// The answer of a handler, or why there is none.
pub(crate) fn answer(api: &Api, ctx: &Context, outcome: Result<Response, Error>) -> Response {
    let teller = Teller { api, ctx };
    match outcome {
        Ok(response) => response,
        Err(Error::Web(error)) => error.into_response(),
        Err(Error::Dossier(error)) => teller.refused(error).into_response(),
        Err(Error::Faults(faults)) => teller.faulty(faults).into_response(),
        Err(Error::Malformed { line, column }) => {
            let sentence = Sentence::new("api-malformed-json-text").with("line", line).with("column", column);
            teller.problem(StatusCode::BAD_REQUEST, "malformed-json", &sentence).into_response()
        }
        Err(Error::NotJson) => {
            teller.plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type").into_response()
        }
        Err(Error::TooLarge) => {
            let sentence =
                Sentence::new("api-too-large-text").with("limit", web::format::size(ctx.locale, BODY_MAX as u64));
            teller.problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &sentence).into_response()
        }
        Err(Error::Key) => {
            let sentence = Sentence::new("api-idempotency-key-invalid-text").with("max", KEY_MAX);
            teller.problem(StatusCode::BAD_REQUEST, "idempotency-key-invalid", &sentence).into_response()
        }
        Err(Error::PaperMissing { no, name }) => {
            let sentence = Sentence::new("api-paper-missing").with("no", no).with("name", name);
            teller.unfit(&FilingError::PaperMissing(no), &sentence).into_response()
        }
        Err(Error::UnknownCommand) => teller.plain(StatusCode::NOT_FOUND, "unknown-command").into_response(),
    }
}

struct Teller<'a> {
    api: &'a Api,
    ctx: &'a Context,
}

impl Teller<'_> {
    fn plain(&self, status: StatusCode, code: &str) -> Problem {
        self.problem(status, code, &Sentence::new(format!("api-{code}-text")))
    }

    fn problem(&self, status: StatusCode, code: &str, detail: &Sentence) -> Problem {
        self.titled(status, code, Sentence::new(format!("api-{code}-title")), detail)
    }

    fn titled(&self, status: StatusCode, code: &str, title: Sentence, detail: &Sentence) -> Problem {
        Problem {
            kind: "about:blank",
            title: self.ctx.say(&title),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: self.ctx.say(detail),
            request_id: self.ctx.request_id.clone(),
            errors: Vec::new(),
            needed_roles: None,
            expected_command: None,
            current_version: None,
            since: None,
        }
    }

    fn faulty(&self, faults: Vec<Fault>) -> Problem {
        let errors = faults.into_iter().map(|fault| FieldProblem {
            field: fault.field,
            code: fault.code.to_owned(),
            detail: self.ctx.say(&fault.sentence),
        });
        Problem { errors: errors.collect(), ..self.plain(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
    }

    fn refused(&self, error: dossier::Error) -> Problem {
        match error {
            dossier::Error::NotFound => self.plain(StatusCode::NOT_FOUND, "not-found"),
            dossier::Error::Denied(denied) => self.denied(&denied),
            dossier::Error::Stale { current, since, .. } => Problem {
                current_version: Some(current),
                since: Some(since.iter().map(|line| HistoryView::of(line, self.api.dossiers.organisation())).collect()),
                ..self.plain(StatusCode::CONFLICT, "stale")
            },
            dossier::Error::Refused(refusal) => self.ruled_out(&refusal),
            dossier::Error::Filing(error) => self.unfit(&error, &present::filing_error(&error)),
            dossier::Error::KeyReused => self.plain(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused"),
            // Stores are told by `web`; see `From<dossier::Error>`.
            dossier::Error::Store(_) => self.titled(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "web-error-internal-title".into(),
                &"web-error-internal-text".into(),
            ),
        }
    }

    fn denied(&self, denied: &Denied) -> Problem {
        match denied {
            Denied::Role { needed, .. } => Problem {
                needed_roles: Some(needed.iter().map(|role| role.name()).collect()),
                ..self.plain(StatusCode::FORBIDDEN, "role-needed")
            },
            Denied::Scope { .. } => self.plain(StatusCode::FORBIDDEN, "out-of-reach"),
            Denied::Assigned { .. } => self.plain(StatusCode::FORBIDDEN, "assigned"),
            Denied::OwnDraft => self.plain(StatusCode::FORBIDDEN, "own-draft"),
        }
    }

    fn ruled_out(&self, refusal: &Refusal) -> Problem {
        let (code, sentence) = (bare(refusal.reason.key()), present::refusal(refusal));
        let expected_command = if let RefusalReason::OtherCommand(name) = refusal.reason { Some(name) } else { None };
        let field = refusal.reason.field().map(|field| format!("data.{field}"));
        let title = "web-error-refused-title".into();
        let problem = self.titled(StatusCode::UNPROCESSABLE_ENTITY, code, title, &sentence);
        Problem { errors: self.at(field, code, &sentence), expected_command, ..problem }
    }

    fn unfit(&self, error: &FilingError, sentence: &Sentence) -> Problem {
        let (code, title) = (bare(error.key()), "web-error-refused-title".into());
        let problem = self.titled(StatusCode::UNPROCESSABLE_ENTITY, code, title, sentence);
        Problem { errors: self.at(Some(error.field().to_owned()), code, sentence), ..problem }
    }

    fn at(&self, field: Option<String>, code: &str, sentence: &Sentence) -> Vec<FieldProblem> {
        let problem = |field| FieldProblem { field, code: code.to_owned(), detail: self.ctx.say(sentence) };
        field.map(problem).into_iter().collect()
    }
}

/// `dossier-refusal-wrong-state` is the code `refusal-wrong-state`.
fn bare(key: &'static str) -> &'static str {
    key.strip_prefix("dossier-").unwrap_or(key)
}
