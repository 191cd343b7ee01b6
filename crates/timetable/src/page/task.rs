//! What can be done to the calendars, each with an address of its own, and what it is done to.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

macro_rules! tasks {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal, $name:literal;)+) => {
        /// One form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Task { $($(#[$doc])* $variant),+ }

        impl Task {
            /// Every form, in the order of the page.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The end of its address.
            pub(crate) const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// The middle of its sentences' keys.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

tasks! {
    /// List a day off.
    AddDay = "ngay-nghi", "day";
    /// Swap a working day for a day of rest.
    Swap = "hoan-doi", "swap";
    /// Set hours.
    Hours = "gio-lam-viec", "hours";
    /// Receive outside working time.
    Intake = "tiep-nhan-them", "intake";
    /// Suspend an office.
    Suspend = "tam-dung", "suspend";
    /// Note a system that was down.
    Outage = "su-co", "outage";
    /// Load days from a file.
    Import = "nhap", "import";
    /// Take something away.
    Remove = "bo", "remove";
    /// Give something its end.
    End = "ket-thuc", "end";
    /// Say that a year is announced.
    Confirm = "cong-bo", "confirm";
}

impl Task {
    pub(crate) fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|task| task.slug() == slug)
    }

    /// Whether it begins without naming something that is there.
    pub(crate) const fn stands_alone(self) -> bool {
        match self {
            Self::AddDay | Self::Swap | Self::Hours | Self::Intake | Self::Suspend | Self::Outage | Self::Import => {
                true
            }
            Self::Remove | Self::End | Self::Confirm => false,
        }
    }

    /// The input that shows an error of a field of a change.
    pub(crate) fn input(self, field: &'static str) -> &'static str {
        match (self, field) {
            (Self::Hours, "hours") => "opens1",
            (Self::Intake, "hours") => "opens",
            (Self::Import, "days") => "file",
            (Self::Suspend, "from") => "first",
            (Self::Suspend, "to") => "last",
            (Self::Outage, "from") => "from_date",
            (Self::Outage, "to") => "to_date",
            (Self::End, "until" | "to") => "last",
            (Self::Suspend | Self::Outage, "reason") => "decision",
            (Self::Remove | Self::End | Self::Confirm, "date" | "id" | "year") => "reason",
            (
                Self::AddDay
                | Self::Swap
                | Self::Hours
                | Self::Intake
                | Self::Suspend
                | Self::Outage
                | Self::Import
                | Self::Remove
                | Self::End
                | Self::Confirm,
                other,
            ) => other,
        }
    }
}

/// Something that is there, as addresses and hidden inputs name it: `ngay.2026-01-02`, `gio.3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Day(Date),
    Hours(u32),
    Intake(u32),
    Closure(u32),
    Year(i16),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "ngay.{date}"),
            Self::Hours(id) => write!(f, "gio.{id}"),
            Self::Intake(id) => write!(f, "buoi.{id}"),
            Self::Closure(id) => write!(f, "dung.{id}"),
            Self::Year(year) => write!(f, "nam.{year}"),
        }
    }
}

impl FromStr for Subject {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, rest) = text.split_once('.').ok_or(())?;
        match kind {
            "ngay" => rest.parse().map(Self::Day).map_err(|_| ()),
            "gio" => rest.parse().map(Self::Hours).map_err(|_| ()),
            "buoi" => rest.parse().map(Self::Intake).map_err(|_| ()),
            "dung" => rest.parse().map(Self::Closure).map_err(|_| ()),
            "nam" => rest.parse().map(Self::Year).map_err(|_| ()),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_and_a_task_are_found_again_by_their_addresses() {
        let day = jiff::civil::date(2026, 1, 2);
        let subjects =
            [Subject::Day(day), Subject::Hours(3), Subject::Intake(4), Subject::Closure(5), Subject::Year(2027)];
        for subject in subjects {
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        for wrong in ["", "ngay.x", "gio.-1", "x.1", "ngay"] {
            assert_eq!(wrong.parse::<Subject>(), Err(()), "{wrong}");
        }
        for task in Task::ALL {
            assert_eq!(Task::from_slug(task.slug()), Some(*task));
        }
    }
}
