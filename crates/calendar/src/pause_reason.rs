//! Reasons for which time is not counted, by the code stored with each pause.
//!
//! A pause is only lawful where the procedure's own rules exclude the time; which reasons a
//! procedure allows is said in the catalogue, not here. Waiting for a supplement is no pause: it
//! restarts the clock (Nghị định 118/2025/NĐ-CP Điều 19).

use serde::{Deserialize, Serialize};

/// Why the clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Chờ thực hiện nghĩa vụ tài chính.
    FinancialObligation,
    /// Chờ ý kiến cơ quan khác, where the special law excludes that time.
    ExternalConsultation,
    /// Niêm yết công khai.
    PublicPosting,
    /// Đo đạc, kiểm tra thực địa.
    Fieldwork,
    /// Tranh chấp, khiếu nại, tòa án thụ lý.
    ComplaintOrLawsuit,
    /// Chờ đồng ý trên VNeID (Nghị định 301/2026/NĐ-CP).
    CitizenConsentVneid,
    /// Sự cố hệ thống (Nghị định 301/2026/NĐ-CP).
    SystemIncident,
    /// Tạm dừng hoạt động cơ sở.
    OfficeSuspension,
    /// Chờ xử lý vi phạm hành chính.
    TreatmentOfViolation,
}

impl PauseReason {
    pub const ALL: [Self; 9] = [
        Self::FinancialObligation,
        Self::ExternalConsultation,
        Self::PublicPosting,
        Self::Fieldwork,
        Self::ComplaintOrLawsuit,
        Self::CitizenConsentVneid,
        Self::SystemIncident,
        Self::OfficeSuspension,
        Self::TreatmentOfViolation,
    ];

    /// The code stored in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FinancialObligation => "financial_obligation",
            Self::ExternalConsultation => "external_consultation",
            Self::PublicPosting => "public_posting",
            Self::Fieldwork => "fieldwork",
            Self::ComplaintOrLawsuit => "complaint_or_lawsuit",
            Self::CitizenConsentVneid => "citizen_consent_vneid",
            Self::SystemIncident => "system_incident",
            Self::OfficeSuspension => "office_suspension",
            Self::TreatmentOfViolation => "treatment_of_violation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// Translation key of the sentence that names the legal ground.
    pub const fn legal_note_key(self) -> &'static str {
        match self {
            Self::FinancialObligation => "calendar-pause-financial-obligation-ground",
            Self::ExternalConsultation => "calendar-pause-external-consultation-ground",
            Self::PublicPosting => "calendar-pause-public-posting-ground",
            Self::Fieldwork => "calendar-pause-fieldwork-ground",
            Self::ComplaintOrLawsuit => "calendar-pause-complaint-or-lawsuit-ground",
            Self::CitizenConsentVneid => "calendar-pause-citizen-consent-vneid-ground",
            Self::SystemIncident => "calendar-pause-system-incident-ground",
            Self::OfficeSuspension => "calendar-pause-office-suspension-ground",
            Self::TreatmentOfViolation => "calendar-pause-treatment-of-violation-ground",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_again_by_its_code_and_has_its_own_note() {
        let mut notes = Vec::new();
        for reason in PauseReason::ALL {
            assert_eq!(PauseReason::from_name(reason.name()), Some(reason));
            notes.push(reason.legal_note_key());
        }
        notes.sort_unstable();
        notes.dedup();
        assert_eq!(notes.len(), PauseReason::ALL.len());
        assert_eq!(PauseReason::from_name("supplement"), None);
    }
}
