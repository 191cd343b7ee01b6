//! The bundles of birth and death under Nghị định 301/2026/NĐ-CP, in force since 1 September 2026.
//!
//! Civil status is registered first, the other agencies start when they receive its result. The
//! birth bundle has a limit for the whole, which no branch may outlast; the identity card is a
//! result of its own beside it. In the death bundle each agency has its own clock.
//!
//! Waiting for consent in VNeID and a system out of order are not counted: they are pauses in the
//! ledger of the branch concerned. What is kept here is how long they may take.

use jiff::{SignedDuration, Timestamp};

use super::{BundleDue, LegDue, due_of};
use crate::calendar::Calendar;
use crate::limit::{Limit, Style, Terms};

/// What one agency does in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Đăng ký khai sinh.
    BirthRegistration,
    /// Đăng ký thường trú.
    PermanentResidence,
    /// Cấp thẻ bảo hiểm y tế.
    HealthInsuranceCard,
    /// Cấp thẻ căn cước cho trẻ dưới 6 tuổi, on request.
    IdentityCard,
    /// Đăng ký khai tử.
    DeathRegistration,
    /// Xóa đăng ký thường trú.
    ResidenceRemoval,
    /// Mai táng, tử tuất của bảo hiểm xã hội.
    FuneralAndSurvivorBenefit,
    /// Cơ quan y tế.
    Health,
    /// Người có công.
    Meritorious,
    /// Thôi hưởng tuất.
    EndOfSurvivorBenefit,
}

/// A limit, and the one that holds where something has to be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    pub plain: Limit,
    pub verified: Limit,
}

/// One kind of bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VitalBundle {
    pub registration: (Part, Within),
    pub branches: &'static [Branch],
    /// The limit of the whole, where there is one.
    pub whole: Option<Within>,
    pub counts_from: CountsFrom,
}

/// What follows the registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    pub part: Part,
    /// None where only the whole limits it.
    pub within: Option<Within>,
    pub place: Place,
    /// Part of every dossier of its kind, or only of those that ask for it.
    pub on_request: bool,
}

/// Where a branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Starts with the result of the registration.
    AfterRegistration,
    /// Starts with the bundle and is promised apart from it.
    Beside,
}

/// From when a bundle counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountsFrom {
    Submission,
    /// After 15:00, or on a day not worked, the next working day.
    SubmissionByCutOff,
}

/// One dossier.
#[derive(Debug, Clone, Copy)]
pub struct Filing<'a> {
    pub submitted: Timestamp,
    pub verification: Verification,
    /// Parts asked for of those that are on request.
    pub requested: &'a [Part],
    /// When the result of the registration reached the other agencies, once it has.
    pub registered: Option<Timestamp>,
}

/// Whether something has to be verified (xác minh).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verification {
    NotNeeded,
    Needed,
}

/// Khai sinh – thường trú – thẻ bảo hiểm y tế, with a căn cước on request.
pub const BIRTH: VitalBundle = VitalBundle {
    registration: (Part::BirthRegistration, Within::always(Limit::clock_hours(24))),
    branches: &[
        Branch::after(Part::PermanentResidence, Some(Within::days(2, 5))),
        Branch::after(Part::HealthInsuranceCard, None),
        Branch { place: Place::Beside, ..Branch::requested(Part::IdentityCard, 5) },
    ],
    whole: Some(Within::days(3, 5)),
    counts_from: CountsFrom::SubmissionByCutOff,
};

/// Khai tử and what follows from it.
pub const DEATH: VitalBundle = VitalBundle {
    registration: (Part::DeathRegistration, Within { plain: Limit::clock_hours(24), verified: Limit::working_days(3) }),
    branches: &[
        Branch::after(Part::ResidenceRemoval, Some(Within::days(1, 1))),
        Branch::requested(Part::FuneralAndSurvivorBenefit, 8),
        Branch::requested(Part::Health, 3),
        Branch::requested(Part::Meritorious, 18),
        Branch::requested(Part::EndOfSurvivorBenefit, 2),
    ],
    whole: None,
    counts_from: CountsFrom::Submission,
};

/// Notice of a supplement: hours of day and night for civil status, else working days.
const NOTICE_CIVIL_STATUS: Limit = Limit::clock_hours(24);
const NOTICE_OTHERS: Limit = Limit::working_days(1);
const SUPPLEMENT: Limit = Limit::working_days(7);
const CONSENT: Limit = Limit::working_days(5);
const ACKNOWLEDGEMENT: Limit = Limit::working_hours(2);
const INCIDENT: Limit = Limit::clock_hours(24);
const SYNC: SignedDuration = SignedDuration::from_mins(10);

impl VitalBundle {
    /// When each part and the whole is due. Without a limit of the whole, it is due with its last
    /// part; a part beside the bundle is not waited for.
    pub fn due(&self, calendar: &Calendar, style: Style, filing: &Filing<'_>) -> BundleDue<Part> {
        let due = |limit, from| due_of(calendar, Terms { limit, style }, from);
        let starts = self.counts_from.moment(calendar, filing.submitted);
        let whole = self.whole.map(|whole| due(whole.limit(filing.verification), starts));
        let capped = |due: Timestamp| whole.map_or(due, |whole| due.min(whole));
        let (part, within) = self.registration;
        let registration = capped(due(within.limit(filing.verification), starts));
        let mut legs = vec![LegDue { name: part, starts, due: registration }];
        let mut last = registration;
        for branch in self.branches.iter().filter(|branch| branch.belongs_to(filing)) {
            let own = branch.within.map(|within| within.limit(filing.verification));
            let leg = match branch.place {
                Place::Beside => LegDue { name: branch.part, starts, due: own.map_or(starts, |own| due(own, starts)) },
                Place::AfterRegistration => {
                    let starts = filing.registered.unwrap_or(registration);
                    let due = own.map(|own| due(own, starts)).or(whole).unwrap_or(starts);
                    last = last.max(capped(due));
                    LegDue { name: branch.part, starts, due: capped(due) }
                }
            };
            legs.push(leg);
        }
        BundleDue { legs, due: whole.unwrap_or(last) }
    }
}

impl CountsFrom {
    fn moment(self, calendar: &Calendar, submitted: Timestamp) -> Timestamp {
        match self {
            Self::Submission => submitted,
            Self::SubmissionByCutOff => calendar.transfer_not_before(submitted),
        }
    }
}

impl Branch {
    const fn after(part: Part, within: Option<Within>) -> Self {
        Self { part, within, place: Place::AfterRegistration, on_request: false }
    }

    const fn requested(part: Part, days: u32) -> Self {
        Self { part, within: Some(Within::days(days, days)), place: Place::AfterRegistration, on_request: true }
    }

    fn belongs_to(&self, filing: &Filing<'_>) -> bool {
        !self.on_request || filing.requested.contains(&self.part)
    }
}

impl Within {
    const fn always(limit: Limit) -> Self {
        Self { plain: limit, verified: limit }
    }

    const fn days(plain: u32, verified: u32) -> Self {
        Self { plain: Limit::working_days(plain), verified: Limit::working_days(verified) }
    }

    pub const fn limit(self, verification: Verification) -> Limit {
        match verification {
            Verification::NotNeeded => self.plain,
            Verification::Needed => self.verified,
        }
    }
}

impl Part {
    /// The code used in translation keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BirthRegistration => "birth_registration",
            Self::PermanentResidence => "permanent_residence",
            Self::HealthInsuranceCard => "health_insurance_card",
            Self::IdentityCard => "identity_card",
            Self::DeathRegistration => "death_registration",
            Self::ResidenceRemoval => "residence_removal",
            Self::FuneralAndSurvivorBenefit => "funeral_and_survivor_benefit",
            Self::Health => "health",
            Self::Meritorious => "meritorious",
            Self::EndOfSurvivorBenefit => "end_of_survivor_benefit",
        }
    }

    /// By when the agency says what is missing: 24 hours for civil status, else one working day.
    pub fn supplement_notice_by(self, calendar: &Calendar, received: Timestamp) -> Timestamp {
        let limit = match self {
            Self::BirthRegistration | Self::DeathRegistration => NOTICE_CIVIL_STATUS,
            Self::PermanentResidence
            | Self::HealthInsuranceCard
            | Self::IdentityCard
            | Self::ResidenceRemoval
            | Self::FuneralAndSurvivorBenefit
            | Self::Health
            | Self::Meritorious
            | Self::EndOfSurvivorBenefit => NOTICE_OTHERS,
        };
        fixed(calendar, limit, received)
    }
}

/// By when the person supplements, 7 working days; afterwards the dossier is stopped.
pub fn supplement_by(calendar: &Calendar, noticed: Timestamp) -> Timestamp {
    fixed(calendar, SUPPLEMENT, noticed)
}

/// By when somebody consents in VNeID, 5 working days that are not counted.
pub fn consent_by(calendar: &Calendar, asked: Timestamp) -> Timestamp {
    fixed(calendar, CONSENT, asked)
}

/// By when the next agency acknowledges what it was sent: 2 working hours.
pub fn acknowledgement_by(calendar: &Calendar, sent: Timestamp) -> Timestamp {
    fixed(calendar, ACKNOWLEDGEMENT, sent)
}

/// By when a system that is out of order runs again: 24 hours.
pub fn incident_mended_by(calendar: &Calendar, began: Timestamp) -> Timestamp {
    fixed(calendar, INCIDENT, began)
}

/// By when the systems of two agencies hold the same: 10 minutes of day and night.
pub fn synchronised_by(changed: Timestamp) -> Timestamp {
    changed.saturating_add(SYNC).unwrap_or(changed)
}

fn fixed(calendar: &Calendar, limit: Limit, from: Timestamp) -> Timestamp {
    due_of(calendar, Terms { limit, style: Style::WholeDays }, from)
}
