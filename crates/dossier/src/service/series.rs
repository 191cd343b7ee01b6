//! The numbers a command takes: the code at submission, the slip at acceptance, the result at the
//! decision. Each belongs to a series; where the next one comes from is the caller's business.

use base::{AgencyId, OfficeId};
use calendar::local;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::Organisation;

use crate::code::DossierCode;
use crate::command::Command;
use crate::decide::Numbers;
use crate::dossier::Dossier;
use crate::error::{Error, FilingError};

/// The series a command takes a number from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// One per office and day.
    Code { office: String, day: Date },
    /// One per office and year.
    Slip { office: OfficeId, year: i16 },
    /// The agency's book of a year.
    Result { agency: AgencyId, code: String, year: i16 },
}

impl Series {
    /// The series of a command, where it takes a number at all.
    pub(super) fn of(
        organisation: &Organisation,
        dossier: &Dossier,
        command: &Command,
        now: Timestamp,
    ) -> Result<Option<Self>, Error> {
        let day = local(now).date();
        let always = !dossier.instant || dossier.calendar.is_after_cut_off(now);
        Ok(match command {
            Command::Submit(_) => {
                let office = organisation.office(dossier.receiving_office).ok_or(FilingError::NoSuchOffice)?;
                Some(Self::Code { office: office.code.clone(), day })
            }
            Command::Accept(data) if always || data.slip_wanted => {
                Some(Self::Slip { office: dossier.receiving_office, year: day.year() })
            }
            Command::Approve(_) | Command::Refuse(_) => {
                let agency = organisation.agency(dossier.competent_agency);
                let code = agency.map(|agency| agency.code.clone()).unwrap_or_default();
                Some(Self::Result { agency: dossier.competent_agency, code, year: day.year() })
            }
            Command::Accept(_)
            | Command::Annotate(_)
            | Command::Assign(_)
            | Command::AskOpinion(_)
            | Command::GiveOpinion(_)
            | Command::Transfer(_)
            | Command::Decline(_)
            | Command::RequestSupplement(_)
            | Command::Supplement(_)
            | Command::CompleteStep(_)
            | Command::SendBack(_)
            | Command::Pause(_)
            | Command::Resume(_)
            | Command::Extend(_)
            | Command::Apologise(_)
            | Command::RequirePayment(_)
            | Command::ConfirmPayment(_)
            | Command::ProposeResult(_)
            | Command::Seal(_)
            | Command::Deliver(_)
            | Command::Return(_)
            | Command::Withdraw(_)
            | Command::Stop(_)
            | Command::CloseUnsupplemented(_) => None,
        })
    }

    /// Its name in the store.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Code { office, day } => DossierCode::series(office, *day),
            Self::Slip { office, year } => format!("slip:{office}:{year}"),
            Self::Result { agency, year, .. } => format!("result:{agency}:{year}"),
        }
    }

    /// What a running number of it becomes.
    pub(super) fn numbers(&self, next: i64) -> Numbers {
        let mut numbers = Numbers::default();
        match self {
            Self::Code { office, day } => numbers.code = Some(DossierCode::new(office, *day, next)),
            Self::Slip { .. } => numbers.slip = Some(next),
            Self::Result { code, year, .. } => numbers.result = Some(format!("{next:04}/{year}/KQ-{code}")),
        }
        numbers
    }
}
