//! A draft as the step pages use it: found for its owner only, saved over the version that was
//! seen, filled in piece by piece.

use std::sync::Arc;

use axum::response::Response;
use base::DossierId;
use catalogue::ProcedureVersion;
use dossier::{Dossier, Filing, Person, State, Which, unasked};
use jiff::Timestamp;
use jiff::civil::Date;
use web::{Context, Form, Nav, OnlineFiling, Page, address_with};
use workflow::FormField;

use super::kept::is_for_later;
use super::papers::needs;
use super::question::unanswered;
use super::set::{QuestionSet, set_of};
use super::step::Step;
use super::stop::Stop;
use crate::Portal;

/// Somebody's unfinished filing.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) dossier: Dossier,
    pub(crate) version: Arc<ProcedureVersion>,
    pub(crate) saved_at: Timestamp,
    /// What the process in force asks beside the procedure's own form.
    pub(crate) asked: Vec<FormField>,
}

/// The address of the start page of a procedure, by what lists call it (`2.000815/2`).
pub(crate) fn filing_path(procedure_code: &str) -> String {
    match procedure_code.split_once('/') {
        Some((code, variant)) => format!("/nop-ho-so/{code}?truong-hop={variant}"),
        None => format!("/nop-ho-so/{procedure_code}"),
    }
}

/// The address of a step of a draft.
pub(crate) fn step_path(procedure_code: &str, slug: &str, id: DossierId) -> String {
    let code = procedure_code.split('/').next().unwrap_or_default();
    address_with(&format!("/nop-ho-so/{code}/{slug}"), &[("nhap", &id.to_string())])
}

impl Portal {
    /// The draft a step page is about. Leads to the confirmation when it was filed meanwhile, and
    /// to the start page when none is named.
    pub(crate) async fn draft(&self, ctx: &Context, code: &str, query: &[(String, String)]) -> Result<Draft, Stop> {
        let start = format!("/nop-ho-so/{code}");
        if ctx.site.settings.online_filing != OnlineFiling::Here {
            return Err(Stop::leads(ctx.redirect(&start)));
        }
        let Some(named) = value(query, "nhap") else { return Err(Stop::leads(ctx.redirect(&start))) };
        let id: DossierId = named.parse().map_err(|_| web::Error::NotFound)?;
        let draft = self.draft_by_id(ctx, id).await?;
        if draft.dossier.procedure_code.split('/').next() != Some(code) {
            return Err(web::Error::NotFound.into());
        }
        if draft.dossier.state != State::Draft {
            return Err(Stop::leads(ctx.redirect(&draft.filed_path())));
        }
        Ok(draft)
    }

    /// The same by its identifier, filed or not.
    pub(crate) async fn draft_by_id(&self, ctx: &Context, id: DossierId) -> Result<Draft, web::Error> {
        let dossier = self.dossiers.read(ctx.citizen()?, Which::Id(id)).await?;
        let version = self.dossiers.catalogue().version(dossier.procedure).await?.ok_or(web::Error::NotFound)?;
        let history = self.dossiers.history(id).await?;
        let saved_at = history.last().map_or(dossier.created_at, |line| line.at);
        let process = self.dossiers.workflows().in_force(&version, today(ctx.now)).await?;
        let asked = process.map(|process| process.fields().to_vec()).unwrap_or_default();
        let own = set_of(&version.facts.key);
        let is_new = |field: &FormField| own.questions().all(|question| question.key != field.name);
        let asked = asked.into_iter().filter(is_new).collect();
        Ok(Draft { dossier, version, saved_at, asked })
    }
}

impl Draft {
    pub(crate) fn path(&self, step: Step) -> String {
        step_path(&self.dossier.procedure_code, step.slug(), self.dossier.id)
    }

    pub(crate) fn filed_path(&self) -> String {
        step_path(&self.dossier.procedure_code, "da-nop", self.dossier.id)
    }

    /// After saving: out to the own dossiers, back to the review that asked for a correction, or on.
    pub(crate) fn on_from(&self, ctx: &Context, step: Step, form: &Form, query: &[(String, String)]) -> Response {
        if is_for_later(form) {
            return ctx.redirect_noting("/ho-so-cua-toi", "portal-draft-kept");
        }
        let back_to_review = value(query, "ve") == Some(Step::Check.slug());
        ctx.redirect(&self.path(if back_to_review { Step::Check } else { step.next() }))
    }

    /// The page of a step, with the way that led to it.
    pub(crate) fn page(&self, ctx: &Context, step: Step) -> Page {
        let start = filing_path(&self.dossier.procedure_code);
        ctx.page(Nav::Filing)
            .crumb(ctx.t("web-nav-filing"), "/nop-ho-so")
            .crumb(self.dossier.procedure_name.clone(), start)
            .crumb(ctx.t(step.label()), self.path(step))
    }

    /// The questions of the procedure.
    pub(crate) fn questions(&self) -> &'static QuestionSet {
        set_of(&self.version.facts.key)
    }

    /// Whether a step leaves nothing open; the last never does before the filing.
    pub(crate) fn is_done(&self, step: Step) -> bool {
        let content = &self.dossier.content;
        match step {
            Step::Person => is_complete(&content.owner) && content.proxy.as_ref().is_none_or(is_complete),
            Step::Answers => {
                unanswered(self.questions(), &content.declared).next().is_none()
                    && unasked(&self.asked, &content.declared).next().is_none()
            }
            Step::Papers => needs(self).all(|no| content.papers.iter().any(|held| held.no == Some(no))),
            Step::Delivery => {
                let by_post = content.return_channel == dossier::ReturnChannel::Post;
                !(by_post && content.return_address.is_empty())
            }
            Step::Check => false,
        }
    }

    /// Where to go on: the first step with something open. How the result comes back has a default,
    /// so that page is always passed.
    pub(crate) fn first_open(&self) -> Step {
        [Step::Person, Step::Answers, Step::Papers]
            .into_iter()
            .find(|step| !self.is_done(*step))
            .unwrap_or(Step::Delivery)
    }

    /// What is filed so far, to be changed and saved.
    pub(crate) fn filing(&self) -> Filing {
        let content = self.dossier.content.clone();
        Filing {
            procedure: self.dossier.procedure,
            office: self.dossier.receiving_office,
            competent_agency: Some(self.dossier.competent_agency),
            channel: self.dossier.channel,
            account: self.dossier.account,
            owner: content.owner,
            proxy: content.proxy,
            declared: content.declared,
            sets: content.sets,
            papers: content.papers,
            return_channel: content.return_channel,
            return_address: content.return_address,
            fee: content.fee,
        }
    }
}

/// Whether a person can be written on a dossier and told about it.
fn is_complete(person: &Person) -> bool {
    base::person::is_name(&person.name)
        && person.identity_number().is_some()
        && (person.phone.is_some() || person.email.is_some())
}

/// A parameter of an address by its name.
pub(crate) fn value<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// The day at the office.
pub(crate) fn today(now: Timestamp) -> Date {
    calendar::local(now).date()
}
