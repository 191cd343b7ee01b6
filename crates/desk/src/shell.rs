//! The frame around every page of the desk: the counts beside the side navigation, and where the
//! officer sits.

use std::sync::Arc;

use base::{Actor, ActorKind, Role};
use calendar::local;
use jiff::Timestamp;
use organisation::Office;
use web::{Context, Error, Nav, Page, Sentence};

use crate::Desk;

impl Desk {
    /// A page of the desk with its counts.
    pub(crate) async fn page(&self, ctx: &Context, nav: Nav) -> Result<Page, Error> {
        let actor = ctx.staff()?;
        let counts = self.dossiers.counts(actor).await?;
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        let mut shown = vec![
            (Nav::Inbox, count(counts.work)),
            (Nav::AwaitingIntake, count(counts.intake)),
            (Nav::Alerts, count(counts.alerts)),
            (Nav::Opinions, count(counts.opinions)),
            (Nav::Paused, count(counts.waiting)),
            (Nav::AwaitingReturn, count(counts.returning)),
        ];
        // Who only signs or only seals finds the whole inbox in that queue.
        let only = |roles: &[Role]| actor.grants.iter().all(|grant| roles.contains(&grant.role));
        if only(&[Role::Leader, Role::Supervisor]) {
            shown.push((Nav::Signing, count(counts.work)));
        }
        if only(&[Role::StampKeeper, Role::Clerk]) {
            shown.push((Nav::Sealing, count(counts.work)));
        }
        Ok(ctx.page(nav).counts(shown))
    }

    /// The one-stop office the officer works at: what is received here is received there.
    pub(crate) fn office_of(&self, actor: &Actor, now: Timestamp) -> Result<Arc<Office>, Error> {
        let organisation = self.dossiers.organisation();
        let own = match actor.kind {
            ActorKind::Staff { office: Some(office), .. } => organisation.office(office),
            ActorKind::Staff { agency, .. } => organisation.office_of_agency(agency, local(now).date()),
            ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
        };
        own.ok_or_else(|| Error::Refused(Sentence::new("desk-no-office")))
    }
}

/// Whether an officer may still open a dossier after it moved on.
pub(crate) fn still_reaches(actor: &Actor, dossier: &dossier::Dossier) -> bool {
    dossier.may_be_read_by(actor)
}
