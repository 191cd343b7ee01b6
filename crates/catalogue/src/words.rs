//! Facts of a procedure in the words of a page.

use base::Locale;
use calendar::{Limit, PauseReason, WORKING_DAY_MINUTES};
use web::Page;

use crate::procedure::{Level, OnlineLevel, OwnerKind, Procedure};

/// `10 ngày làm việc`, `Trong ngày`; says so where no limit is published.
#[must_use]
pub fn limit_words(page: &Page, limit: Option<Limit>) -> String {
    match limit {
        None => page.t("catalogue-limit-unknown"),
        Some(Limit::Instant) => page.t("catalogue-limit-instant"),
        Some(limit) => counted(page, limit.unit().name(), &limit.value()),
    }
}

/// `16 giờ làm việc`, `2 ngày làm việc`: the share of one step.
#[must_use]
pub fn minutes_words(page: &Page, minutes: u32) -> String {
    let limit = if minutes.is_multiple_of(WORKING_DAY_MINUTES) && minutes > WORKING_DAY_MINUTES {
        Limit::WorkingDays { minutes }
    } else {
        Limit::WorkingHours { minutes }
    };
    counted(page, limit.unit().name(), &limit.value())
}

fn counted(page: &Page, unit: &str, value: &str) -> String {
    let value = match page.locale {
        Locale::Vi => value.replace('.', ","),
        Locale::En => value.to_owned(),
    };
    page.t1(&format!("catalogue-limit-{unit}"), "n", value)
}

/// `8.000 đ`, `Không thu`; an amount that a notice or a rate sets is not zero.
#[must_use]
pub fn fee_words(page: &Page, facts: &Procedure) -> String {
    match facts.fee {
        None => page.t("catalogue-fee-unknown"),
        Some(_) if facts.is_free() => page.t("catalogue-fee-none"),
        Some(fee) if fee.0 == 0 => page.t("catalogue-fee-by-rule"),
        Some(fee) => page.money(fee),
    }
}

/// `Trực tuyến toàn trình`.
#[must_use]
pub fn online_words(page: &Page, level: OnlineLevel) -> String {
    page.t(match level {
        OnlineLevel::Full => "catalogue-online-full",
        OnlineLevel::Partial => "catalogue-online-partial",
        OnlineLevel::Information => "catalogue-online-information",
    })
}

pub(crate) fn owner_words(page: &Page, owner: OwnerKind) -> String {
    page.t(match owner {
        OwnerKind::Commune => "catalogue-owner-commune",
        OwnerKind::Department => "catalogue-owner-department",
        OwnerKind::Vertical => "catalogue-owner-vertical",
        OwnerKind::Utility => "catalogue-owner-utility",
    })
}

pub(crate) fn level_words(page: &Page, level: Level) -> String {
    page.t(match level {
        Level::Province => "catalogue-level-province",
        Level::Commune => "catalogue-level-commune",
    })
}

/// Why the clock stands, as a reason a person understands.
pub(crate) fn pause_words(page: &Page, reason: PauseReason) -> String {
    page.t(match reason {
        PauseReason::FinancialObligation => "catalogue-pause-financial-obligation",
        PauseReason::ExternalConsultation => "catalogue-pause-external-consultation",
        PauseReason::PublicPosting => "catalogue-pause-public-posting",
        PauseReason::Fieldwork => "catalogue-pause-fieldwork",
        PauseReason::ComplaintOrLawsuit => "catalogue-pause-complaint-or-lawsuit",
        PauseReason::CitizenConsentVneid => "catalogue-pause-citizen-consent-vneid",
        PauseReason::SystemIncident => "catalogue-pause-system-incident",
        PauseReason::OfficeSuspension => "catalogue-pause-office-suspension",
        PauseReason::TreatmentOfViolation => "catalogue-pause-treatment-of-violation",
    })
}
