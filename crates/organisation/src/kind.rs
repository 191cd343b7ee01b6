//! The kinds of bodies, as rules name them. A workflow asks for "the counter of the commune", never
//! for a name.

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier used in files and columns.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        db::text_enum!($name);
    };
}

kinds! {
    /// What an agency is in the order of the state.
    AgencyKind {
        /// Ủy ban nhân dân tỉnh.
        ProvinceCommittee = "province_committee",
        /// Văn phòng UBND tỉnh, parent of the provincial centre.
        ProvincialOffice = "provincial_office",
        /// Sở, ban, ngành.
        Department = "department",
        /// Ủy ban nhân dân cấp xã.
        CommuneCommittee = "commune_committee",
        /// Trung tâm Phục vụ hành chính công, which has its own seal and account.
        Centre = "centre",
        /// Chi nhánh Văn phòng đăng ký đất đai: numbered in the province, not by commune.
        LandBranch = "land_branch",
        /// Cơ quan ngành dọc: police, tax, social insurance.
        Vertical = "vertical",
        /// Electricity, water.
        Utility = "utility",
    }
}

kinds! {
    /// What a unit does inside its agency. The performer of a workflow step is a role at one of these.
    UnitKind {
        /// Lãnh đạo: those who approve and sign.
        Leadership = "leadership",
        /// Bộ phận Một cửa of an agency, the counters.
        OneStop = "one_stop",
        /// Văn thư: numbers and seals.
        Clerical = "clerical",
        /// Tư pháp – hộ tịch of a commune.
        CivilStatus = "civil_status",
        /// Phòng Kinh tế; Phòng Kinh tế, Hạ tầng và Đô thị.
        Economy = "economy",
        /// Phòng Văn hóa – Xã hội.
        CultureSociety = "culture_society",
        /// Any other specialised division (phòng chuyên môn).
        Division = "division",
        /// Chi nhánh, đội: a part with its own area.
        Branch = "branch",
        /// Kiểm soát thủ tục hành chính.
        ProcedureControl = "procedure_control",
        /// Giám sát, tổng hợp of a centre.
        Supervision = "supervision",
        /// Information technology: runs the installation.
        Technical = "technical",
    }
}

kinds! {
    /// What a one-stop office is.
    OfficeKind {
        /// Trung tâm PVHCC cấp tỉnh.
        ProvincialCentre = "provincial_centre",
        /// Trung tâm PVHCC cấp xã.
        CommuneCentre = "commune_centre",
        /// Điểm tiếp nhận: an outlying counter.
        IntakePoint = "intake_point",
    }
}

kinds! {
    /// How an office counts working days; `calendar` computes with it.
    CountingStyle {
        /// To the end of office hours on the n-th working day.
        WholeDays = "whole_days",
        /// To the minute, inside office hours.
        Hours = "hours",
    }
}

impl From<CountingStyle> for calendar::Style {
    fn from(style: CountingStyle) -> Self {
        match style {
            CountingStyle::WholeDays => Self::WholeDays,
            CountingStyle::Hours => Self::Hours,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_name() {
        assert!(AgencyKind::ALL.iter().all(|kind| AgencyKind::from_name(kind.name()) == Some(*kind)));
        assert!(UnitKind::ALL.iter().all(|kind| UnitKind::from_name(kind.name()) == Some(*kind)));
        assert!(OfficeKind::ALL.iter().all(|kind| OfficeKind::from_name(kind.name()) == Some(*kind)));
        assert_eq!(UnitKind::from_name("kingdom"), None);
    }
}
