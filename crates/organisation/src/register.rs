//! What is known of an agency, a unit, an office and an officer.

use base::{AgencyId, OfficeId, StaffId, UnitId};
use jiff::civil::Date;

use crate::{AgencyKind, CountingStyle, OfficeKind, UnitKind};

/// The days on which something exists: from the first, to the last inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub from: Date,
    /// Last day; open when absent.
    pub to: Option<Date>,
}

impl Term {
    /// Whether it exists on a day.
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

db::row! {
    /// An agency (cơ quan).
    #[derive(PartialEq, Eq)]
    pub struct Agency {
        /// Identifier, for ever.
        pub id: AgencyId,
        /// Mã định danh, such as `H49.05`.
        pub code: String,
        /// Full official name.
        pub name: String,
        /// What it is.
        pub kind: AgencyKind,
        /// The agency above it.
        pub parent: Option<AgencyId>,
        /// First day.
        pub valid_from: Date,
        /// Last day.
        pub valid_to: Option<Date>,
    }
}

db::row! {
    /// A unit of an agency (phòng, bộ phận).
    #[derive(PartialEq, Eq)]
    pub struct Unit {
        /// Identifier, for ever.
        pub id: UnitId,
        /// Code inside the agency.
        pub code: String,
        /// The agency it belongs to.
        pub agency: AgencyId,
        /// Full name.
        pub name: String,
        /// What it does.
        pub kind: UnitKind,
        /// First day.
        pub valid_from: Date,
        /// Last day.
        pub valid_to: Option<Date>,
    }
}

db::row! {
    /// A one-stop office, with what the public may know to find it.
    #[derive(PartialEq, Eq)]
    pub struct Office {
        /// Identifier, for ever.
        pub id: OfficeId,
        /// Code.
        pub code: String,
        /// The agency that runs it.
        pub agency: AgencyId,
        /// Full name.
        pub name: String,
        /// What it is.
        pub kind: OfficeKind,
        /// Where people go.
        pub address: String,
        /// The number people call; empty when it has none.
        pub phone: String,
        /// How working days are counted for dossiers received here.
        pub counting: CountingStyle,
        /// First day.
        pub valid_from: Date,
        /// Last day.
        pub valid_to: Option<Date>,
    }
}

db::row! {
    /// An officer with the post held now.
    #[derive(PartialEq, Eq)]
    pub struct Staff {
        /// Identifier, for ever.
        pub id: StaffId,
        /// The name typed to sign in; also the officer's code in files.
        pub login: String,
        /// Full name.
        pub name: String,
        /// Home agency.
        pub agency: AgencyId,
        /// Unit where the officer works.
        pub unit: UnitId,
        /// The one-stop office, for posts at a counter.
        pub office: Option<OfficeId>,
        /// Title of the post, as printed on papers.
        pub post: String,
        /// The number of the post that the portal publishes; empty when it publishes none.
        pub public_phone: String,
        /// First day.
        pub valid_from: Date,
        /// Last day.
        pub valid_to: Option<Date>,
    }
}

macro_rules! terms {
    ($($ty:ident),+) => {$(
        impl $ty {
            /// The days on which it exists.
            #[must_use]
            pub const fn term(&self) -> Term {
                Term { from: self.valid_from, to: self.valid_to }
            }
        }
    )+};
}

terms!(Agency, Unit, Office, Staff);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_holds_on_its_first_and_its_last_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let term = Term { from: day("2025-07-01"), to: Some(day("2026-12-31")) };
        let holds = ["2025-06-30", "2025-07-01", "2026-12-31", "2027-01-01"].map(|text| term.holds_on(day(text)));
        assert_eq!(holds, [false, true, true, false]);
    }
}
