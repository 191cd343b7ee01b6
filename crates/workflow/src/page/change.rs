//! The life of a draft: begun, thrown away, published.

use std::sync::Arc;

use audit::Kind;
use axum::extract::State;
use axum::response::Response;
use db::Tx;
use web::{Context, Error, FieldErrors, Form, Path};

use super::{Desk, Known, frame, keep, note, refused};
use crate::House;
use crate::process::{Template, from_template};
use crate::version::{self, VersionError};

/// Begins a draft from the process in force or from a template.
pub(super) async fn begin(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let known = Known::read(&ctx, &subject.version).await?;
    let limit = subject.limit_minutes;
    let process = match Template::from_name(&form.text("mau")) {
        Some(template) => from_template(template, &subject.version.facts.agency, limit),
        None => known.current(&ctx, limit).ok_or(Error::NotFound)?,
    };
    let page = frame(&ctx, &subject);
    keep(&ctx, &subject, process, 0).await.map_err(|error| refused(error, None, &page))?;
    Ok(ctx.redirect_noting(&format!("{}?ban=nhap", subject.address), "workflow-draft-begun"))
}

/// Throws the draft away.
pub(super) async fn discard(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let seen = edition(&form)?;
    let (key, again) = (subject.version.facts.key.clone(), ctx.clone());
    let write = move |tx: &mut Tx<'_>| {
        version::discard_draft(tx, &key, seen)?;
        note(tx, &again, Kind::ProcessDrafted, &key)?;
        Ok::<_, VersionError>(())
    };
    let page = frame(&ctx, &subject);
    ctx.site.db.write(write).await.map_err(|error| refused(error, None, &page))?;
    Ok(ctx.redirect_noting(&subject.address, "workflow-draft-gone"))
}

/// Publishes the draft from a day on.
pub(super) async fn publish(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let seen = edition(&form)?;
    let mut errors = FieldErrors::new();
    let from = form.date("tu_ngay", "workflow-wrong-day", &mut errors);
    errors.into_result()?;
    let from = from.ok_or(Error::Unreadable)?;
    let known = Known::read(&ctx, &subject.version).await?;
    let draft = known.draft.map(|draft| draft.body.0);
    let (version, actor) = (Arc::clone(&subject.version), ctx.signed_in()?.clone());
    let (organisation, again, asked) = (desk.organisation.clone(), ctx.clone(), draft.clone());
    let write = move |tx: &mut Tx<'_>| {
        let asked: Vec<_> = asked.iter().collect();
        let house = House::read(tx, &organisation, &asked, again.now)?;
        version::publish(tx, &version, (seen, from), &house, (&actor, again.now))?;
        note(tx, &again, Kind::ProcessPublished, &version.facts.key)?;
        Ok::<_, VersionError>(())
    };
    let page = frame(&ctx, &subject);
    ctx.site.db.write(write).await.map_err(|error| refused(error, draft.as_ref(), &page))?;
    Ok(ctx.redirect_noting(&subject.address, "workflow-now-published"))
}

/// The edition of the draft the visitor saw.
pub(super) fn edition(form: &Form) -> Result<i64, Error> {
    form.text("ban").parse().map_err(|_| Error::Unreadable)
}
