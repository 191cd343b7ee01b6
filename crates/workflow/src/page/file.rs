//! Files: a process to take away as YAML or BPMN, and one brought as YAML, which becomes the draft.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use web::{Context, Error, Form, Path, Sentence};

use super::show::choose;
use super::{Desk, Known, Subjected, frame, keep, refused};
use crate::process::Process;
use crate::yaml::{self, Carried, FILE_MAX};

pub(super) async fn yaml(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let (subject, process, valid_from) = asked(&desk, &ctx, &code, &query).await?;
    let procedure = subject.version.facts.key.clone();
    let text = yaml::write(vec![Carried { procedure, valid_from, process }]).map_err(Error::internal)?;
    Ok(download(text, "application/yaml", &code, "yaml"))
}

pub(super) async fn bpmn(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let (subject, process, _) = asked(&desk, &ctx, &code, &query).await?;
    let page = frame(&ctx, &subject);
    let text = crate::bpmn(&process, &subject.version.facts.name, &page).ok_or(Error::NotFound)?;
    Ok(download(text, "application/xml", &code, "bpmn"))
}

async fn asked(
    desk: &Desk,
    ctx: &Context,
    code: &str,
    query: &HashMap<String, String>,
) -> Result<(Subjected, Process, jiff::civil::Date), Error> {
    let subject = desk.find(ctx, code).await?;
    let known = Known::read(ctx, &subject.version).await?;
    let chosen = query.get("ban").map_or("", String::as_str);
    let (process, version) = choose(ctx, &subject, &known, chosen).ok_or(Error::NotFound)?;
    let from = version.and_then(|version| version.valid_from).unwrap_or(subject.version.valid_from);
    Ok((subject, process, from))
}

fn download(text: String, kind: &'static str, code: &str, ending: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // The code was found in the catalogue, so it is digits, points and a letter.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"quy-trinh-{code}.{ending}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A process brought along becomes the draft, sound or not; the page says what is wrong.
pub(super) async fn upload(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let text = match form.file("tep")? {
        Some(file) if file.size_bytes > FILE_MAX as u64 => {
            return Err(Error::TooLarge { limit_bytes: FILE_MAX as u64 });
        }
        Some(file) => tokio::fs::read_to_string(&file.path).await.map_err(|_| Error::Unreadable)?,
        None => form.raw("noi_dung").to_owned(),
    };
    let mut carried = yaml::read(&text)
        .map_err(|error| Error::Refused(Sentence::new("workflow-refused-file").with("reason", error.to_string())))?;
    let wanted = |one: &Carried| one.procedure == subject.version.facts.key;
    let found = carried.iter().position(wanted).ok_or_else(|| {
        Error::Refused(Sentence::new("workflow-refused-other").with("code", subject.version.facts.key.to_string()))
    })?;
    let seen = form.text("ban").parse().unwrap_or_default();
    let page = frame(&ctx, &subject);
    let process = carried.swap_remove(found).process;
    keep(&ctx, &subject, process, seen).await.map_err(|error| refused(error, None, &page))?;
    Ok(ctx.redirect_noting(&format!("{}?ban=nhap", subject.address), "workflow-draft-begun"))
}
