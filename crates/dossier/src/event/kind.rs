//! The names of events in the log, and which of them move a drawn process.

use super::Event;
use crate::way::Way;

impl Event {
    /// The way a drawn process took; none of events that move nothing.
    #[must_use]
    pub const fn way(&self) -> Option<&Way> {
        match self {
            Self::StepCompleted { way, .. }
            | Self::SentBack { way, .. }
            | Self::Paused { way, .. }
            | Self::Resumed { way, .. }
            | Self::PaymentRequired { way, .. }
            | Self::PaymentConfirmed { way, .. }
            | Self::ResultProposed { way, .. }
            | Self::Approved { way, .. }
            | Self::Refused { way, .. }
            | Self::Transferred { way, .. }
            | Self::Sealed { way, .. } => Some(way),
            Self::Annotated { .. }
            | Self::Assigned { .. }
            | Self::SubDossierOpened { .. }
            | Self::SubDossierEnded { .. }
            | Self::OpinionAsked { .. }
            | Self::OpinionGiven { .. }
            | Self::OpinionLapsed { .. }
            | Self::Drafted { .. }
            | Self::DraftSaved { .. }
            | Self::Submitted { .. }
            | Self::Accepted { .. }
            | Self::Declined { .. }
            | Self::Rescheduled { .. }
            | Self::SupplementRequested { .. }
            | Self::Supplemented { .. }
            | Self::Extended { .. }
            | Self::Apologised { .. }
            | Self::FeePaid { .. }
            | Self::Delivered { .. }
            | Self::Returned { .. }
            | Self::Withdrawn { .. }
            | Self::Stopped { .. }
            | Self::ClosedUnsupplemented { .. }
            | Self::Alerted { .. } => None,
        }
    }

    /// The kind in the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "dossier.drafted",
            Self::DraftSaved { .. } => "dossier.draft_saved",
            Self::Submitted { .. } => "dossier.submitted",
            Self::Accepted { .. } => "dossier.accepted",
            Self::Declined { .. } => "dossier.declined",
            Self::Rescheduled { .. } => "dossier.rescheduled",
            Self::SupplementRequested { .. } => "dossier.supplement_requested",
            Self::Supplemented { .. } => "dossier.supplemented",
            Self::StepCompleted { .. } => "dossier.step_completed",
            Self::SentBack { .. } => "dossier.sent_back",
            Self::Paused { .. } => "dossier.paused",
            Self::Resumed { .. } => "dossier.resumed",
            Self::Extended { .. } => "dossier.extended",
            Self::Apologised { .. } => "dossier.apologised",
            Self::PaymentRequired { .. } => "dossier.payment_required",
            Self::PaymentConfirmed { .. } => "dossier.payment_confirmed",
            Self::FeePaid { .. } => "dossier.fee_paid",
            Self::ResultProposed { .. } => "dossier.result_proposed",
            Self::Approved { .. } => "dossier.approved",
            Self::Refused { .. } => "dossier.refused",
            Self::Sealed { .. } => "dossier.sealed",
            Self::Delivered { .. } => "dossier.delivered",
            Self::Returned { .. } => "dossier.returned",
            Self::Withdrawn { .. } => "dossier.withdrawn",
            Self::Stopped { .. } => "dossier.stopped",
            Self::ClosedUnsupplemented { .. } => "dossier.closed_unsupplemented",
            Self::Annotated { .. } => "dossier.annotated",
            Self::Assigned { .. } => "dossier.assigned",
            Self::SubDossierOpened { .. } => "dossier.sub_dossier_opened",
            Self::SubDossierEnded { .. } => "dossier.sub_dossier_ended",
            Self::OpinionAsked { .. } => "dossier.opinion_asked",
            Self::OpinionGiven { .. } => "dossier.opinion_given",
            Self::OpinionLapsed { .. } => "dossier.opinion_lapsed",
            Self::Transferred { .. } => "dossier.transferred",
            Self::Alerted { .. } => "dossier.alerted",
        }
    }
}
