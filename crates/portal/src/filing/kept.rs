//! Saving a step. The form says which version of the draft it was drawn from: a second press of the
//! same button finds its own work and goes on, another window is told about.

use axum::http::StatusCode;
use axum::response::Response;
use dossier::{Error, Filing, Request};
use web::{Context, Form, Note, Page, Tone};

use super::draft::Draft;
use super::stop::Stop;
use crate::Portal;

/// How often a change that cannot conflict is tried again over a newer version.
const TRIES: usize = 3;

/// What became of a step.
#[derive(Debug)]
pub(crate) enum Kept {
    /// Saved, or saved by the same form before.
    Saved,
    /// Another window saved something else; the draft as it is now.
    Stale(Box<Draft>),
}

impl Portal {
    /// Saves what one form says, unless the draft changed since the form was drawn.
    pub(crate) async fn keep(
        &self,
        ctx: &Context,
        draft: &Draft,
        form: &Form,
        change: impl Fn(&mut Filing),
    ) -> Result<Kept, Stop> {
        let before = draft.filing();
        let mut filing = before.clone();
        change(&mut filing);
        let seen = form.text("ban").parse().unwrap_or_default();
        if draft.dossier.version != seen {
            let same = filing == before;
            return Ok(if same { Kept::Saved } else { Kept::Stale(Box::new(draft.clone())) });
        }
        let id = draft.dossier.id;
        match self.dossiers.save_draft(ctx.citizen()?, id, seen, filing, Request::at(ctx.now)).await {
            Ok(_) => Ok(Kept::Saved),
            Err(Error::Stale { .. }) => {
                let now = self.draft_by_id(ctx, id).await?;
                let mut again = now.filing();
                change(&mut again);
                let same = again == now.filing();
                Ok(if same { Kept::Saved } else { Kept::Stale(Box::new(now)) })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Saves a change that loses nothing whatever else was saved: adding or removing one file.
    pub(crate) async fn keep_over(
        &self,
        ctx: &Context,
        mut draft: Draft,
        change: impl Fn(&mut Filing),
    ) -> Result<Draft, Stop> {
        for _ in 0..TRIES {
            let mut filing = draft.filing();
            change(&mut filing);
            let (id, seen) = (draft.dossier.id, draft.dossier.version);
            match self.dossiers.save_draft(ctx.citizen()?, id, seen, filing, Request::at(ctx.now)).await {
                Ok(dossier) => return Ok(Draft { dossier, saved_at: ctx.now, ..draft }),
                Err(Error::Stale { .. }) => draft = self.draft_by_id(ctx, id).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(web::Error::Unavailable.into())
    }
}

/// Says that another window was faster, and that what was typed is still there.
pub(crate) fn stale_note(page: &Page, draft: &Draft) -> Note {
    let text = page.t1("portal-stale-text", "time", page.time(draft.saved_at));
    Note::new(Tone::Late, text).titled(page.t("portal-stale-title"))
}

/// An answer that nothing was saved because of another window (409).
pub(crate) fn conflict(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

/// Whether the person leaves for later: then what is still empty is no error.
pub(crate) fn is_for_later(form: &Form) -> bool {
    form.text("lam") == "sau"
}
