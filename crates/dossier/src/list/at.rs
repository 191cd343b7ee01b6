//! Statements of the trays at one kind of place, each answered by an index alone; a test holds the
//! engines to it.

macro_rules! lines {
    ($held:literal, $whose:literal) => {
        select!(
            "WHERE ",
            $held,
            " = $1 AND holder_role = $2 AND tray = $3 AND (sort_at, id) > ($4, $5) AND sort_at < $6",
            $whose,
            " ORDER BY sort_at, id LIMIT $7"
        )
    };
}

macro_rules! legs {
    ($held:literal, $whose:literal) => {
        select_leg!(
            "WHERE l.",
            $held,
            " = $1 AND l.holder_role = $2 AND l.tray = $3 AND (l.sort_at, l.dossier_id) > ($4, $5) AND l.sort_at < $6",
            $whose,
            " ORDER BY l.sort_at, l.dossier_id LIMIT $7"
        )
    };
}

macro_rules! counted {
    ($held:literal, $whose:literal) => {
        concat!(
            "SELECT count(*) FROM (SELECT 1 FROM dossier WHERE ",
            $held,
            " = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5",
            $whose,
            " UNION ALL SELECT 1 FROM dossier_leg WHERE ",
            $held,
            " = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5",
            $whose,
            " LIMIT $6) AS counted"
        )
    };
}

/// Lines of one part of a tray, each with its statement; the last values are those of the part.
macro_rules! lines_of {
    ($($name:ident($place:ty $(, $officer:ident)?) = $statement:ident;)+) => {
        $(db::query! {
            pub(in crate::list) fn $name(
                place: $place, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp,
                limit: i64 $(, $officer: StaffId)?
            ) -> many Line = $statement
        })+
    };
}

macro_rules! place {
    ($name:ident, $place:ty, $held:literal) => {
        /// Trays of what is held at one kind of place.
        pub(crate) mod $name {
            use base::{DossierId, Role, StaffId};
            use jiff::Timestamp;

            use crate::list::Line;
            use crate::state::Tray;

            pub(crate) const LINES: &str = lines!($held, "");
            pub(crate) const FREE_LINES: &str = lines!($held, " AND assignee_id IS NULL");
            pub(crate) const OFFICERS_LINES: &str = lines!($held, " AND assignee_id = $8");
            pub(crate) const LEGS: &str = legs!($held, "");
            pub(crate) const FREE_LEGS: &str = legs!($held, " AND l.assignee_id IS NULL");
            pub(crate) const OFFICERS_LEGS: &str = legs!($held, " AND l.assignee_id = $8");
            pub(crate) const COUNT: &str = counted!($held, "");
            pub(crate) const COUNT_FREE: &str = counted!($held, " AND assignee_id IS NULL");
            pub(crate) const COUNT_OFFICERS: &str = counted!($held, " AND assignee_id = $7");

            lines_of! {
                lines($place) = LINES;
                free_lines($place) = FREE_LINES;
                officers_lines($place, officer) = OFFICERS_LINES;
                legs($place) = LEGS;
                free_legs($place) = FREE_LEGS;
                officers_legs($place, officer) = OFFICERS_LEGS;
            }

            db::query! {
                pub(in crate::list) fn count(
                    place: $place, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64,
                ) -> one i64 = COUNT
            }

            db::query! {
                pub(in crate::list) fn count_free(
                    place: $place, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64,
                ) -> one i64 = COUNT_FREE
            }

            db::query! {
                pub(in crate::list) fn count_officers(
                    place: $place, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64, officer: StaffId,
                ) -> one i64 = COUNT_OFFICERS
            }
        }
    };
}

place!(unit, base::UnitId, "holder_unit_id");
place!(agency, base::AgencyId, "holder_agency_id");
place!(office, base::OfficeId, "holder_office_id");
// The role alone is the place, and is given twice.
place!(anywhere, base::Role, "holder_role");
