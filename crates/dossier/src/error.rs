//! What can go wrong with a dossier, as the caller would act on it.

use access::permit::Denied;

use crate::history::HistoryLine;
use crate::refusal::Refusal;

/// A failed operation: nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such dossier, or the actor may not know that there is.
    #[error("no such dossier")]
    NotFound,
    /// The actor may not do this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody acted since the actor looked.
    #[error("version {seen} was seen, the dossier is at {current}")]
    Stale {
        /// The version the actor saw.
        seen: i64,
        /// The version now.
        current: i64,
        /// What happened in between.
        since: Vec<HistoryLine>,
    },
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The filing itself is wrong.
    #[error("the filing cannot be taken: {0}")]
    Filing(#[from] FilingError),
    /// The idempotency key was used for another request.
    #[error("the idempotency key belongs to another request")]
    KeyReused,
    /// The store failed.
    #[error("the dossier could not be stored")]
    Store(#[from] db::Error),
}

/// Why a filing was refused before it became a dossier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilingError {
    /// The procedure version is unknown or no longer in force.
    #[error("the procedure is not in force")]
    NoSuchProcedure,
    /// The procedure has no process on the system (S2-16).
    #[error("the procedure is not open for filing")]
    NotOpen,
    /// The office is unknown.
    #[error("there is no such office")]
    NoSuchOffice,
    /// No agency here decides on it.
    #[error("no agency of this installation decides on the procedure")]
    NoCompetentAgency,
    /// The procedure cannot be filed online.
    #[error("the procedure cannot be filed online")]
    NotOnline,
    /// The owner's name is missing or no name.
    #[error("the owner's name is missing or is not a name")]
    OwnerName,
    /// The owner has neither a number nor a telephone.
    #[error("the owner needs a personal number or tax code")]
    OwnerNumber,
    /// A paper that everyone has to hand in is missing, by its number.
    #[error("paper {0} is missing")]
    PaperMissing(u16),
}

impl FilingError {
    /// Key of the sentence in the locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NoSuchProcedure => "dossier-filing-no-such-procedure",
            Self::NotOpen => "dossier-filing-not-open",
            Self::NoSuchOffice => "dossier-filing-no-such-office",
            Self::NoCompetentAgency => "dossier-filing-no-competent-agency",
            Self::NotOnline => "dossier-filing-not-online",
            Self::OwnerName => "dossier-filing-owner-name",
            Self::OwnerNumber => "dossier-filing-owner-number",
            Self::PaperMissing(_) => "dossier-filing-paper-missing",
        }
    }

    /// The field to mend.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoSuchProcedure | Self::NotOpen | Self::NotOnline => "procedure",
            Self::NoSuchOffice => "office",
            Self::NoCompetentAgency => "agency",
            Self::OwnerName => "owner.name",
            Self::OwnerNumber => "owner.personal_id",
            Self::PaperMissing(_) => "papers",
        }
    }
}
