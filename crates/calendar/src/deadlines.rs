//! Fixed moments around a dossier that are not its own limit: when it is received, handed on,
//! answered, closed.
//!
//! The start of the clock by channel: at the counter the moment the slip is issued, online the
//! acceptance, by post the moment the one-stop unit opens and accepts the envelope, for another
//! territory the receipt by the competent agency, after a supplement the receipt of the full
//! dossier. The caller knows that moment; [`crate::Ledger::starting_at`] takes it as it is.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::due::Due;
use crate::limit::{Limit, Style, Terms};
use crate::local::{Day, Moment, local};

/// Officer's answer to an online dossier.
const ANSWER_MINUTES: u32 = 8 * 60;
/// The system tells the officer.
const ALERT: SignedDuration = SignedDuration::from_hours(2);
/// Money passed to the budget account.
const MONEY_MINUTES: u32 = 8 * 60;
/// Waiting for a supplement, in calendar days.
const SUPPLEMENT_DAYS: u32 = 15;
/// Notice after appraisal has begun; correction of the agency's own mistake.
const NOTICE_DAYS: u32 = 3;
const CORRECTION_DAYS: u32 = 3;
/// Announcement of a planned outage.
const OUTAGE_DAYS: u32 = 7;

impl Calendar {
    /// Paper complete at the counter: the clock starts when the slip is issued, also after 15:00
    /// and on a Saturday (Nghị định 118/2025/NĐ-CP Điều 17).
    pub fn start_at_counter(&self, slip_issued: Timestamp) -> Timestamp {
        slip_issued
    }

    /// A dossier filed online outside office hours is received at the next opening.
    pub fn online_receipt_moment(&self, submitted: Timestamp) -> Timestamp {
        self.next_opening(submitted)
    }

    /// By when an officer accepts, asks to correct or refuses: 8 working hours
    /// (Nghị định 118/2025/NĐ-CP Điều 17).
    pub fn acceptance_deadline(&self, submitted: Timestamp) -> Timestamp {
        self.after_working_minutes(submitted, ANSWER_MINUTES)
    }

    /// By when the system has told the officer: 2 hours (Nghị định 118/2025/NĐ-CP Điều 17).
    pub fn acceptance_alert(&self, submitted: Timestamp) -> Timestamp {
        submitted.saturating_add(ALERT).unwrap_or(submitted)
    }

    /// Whether what is received now may wait for the next working day: after 15:00, or on a day
    /// not worked (Nghị định 118/2025/NĐ-CP Điều 18).
    pub fn is_after_cut_off(&self, received: Timestamp) -> bool {
        self.same_day_date(received) != local(received).date()
    }

    /// The working day on which an instant procedure received now is due.
    pub fn same_day_date(&self, received: Timestamp) -> Date {
        self.table().same_day(Moment::of(received)).date()
    }

    /// By when the one-stop unit hands the dossier to the competent agency: the end of the same
    /// working day, or the start of the next when received after 15:00 (Điều 18).
    pub fn transfer_by(&self, received: Timestamp) -> Timestamp {
        let day = self.table().same_day(Moment::of(received));
        if day == Moment::of(received).day() {
            self.table().closing(day).instant()
        } else {
            self.table().opening(day).instant()
        }
    }

    /// The earliest moment at which the hand-over is expected: at once, or the start of the next
    /// working day when received after 15:00 (Điều 18).
    pub fn transfer_not_before(&self, received: Timestamp) -> Timestamp {
        if self.is_after_cut_off(received) { self.opening_of(self.same_day_date(received)) } else { received }
    }

    /// Last moment for a request or return notice once appraisal has begun: 3 working days from
    /// receipt (Điều 19).
    pub fn return_notice_due(&self, received: Timestamp) -> Timestamp {
        self.due_of(Limit::working_days(NOTICE_DAYS), received)
    }

    /// After this moment a dossier that still waits for its supplement may be closed: 15 days
    /// (Điều 19).
    pub fn supplement_closes_at(&self, requested: Timestamp) -> Timestamp {
        self.due_of(Limit::calendar_days(SUPPLEMENT_DAYS), requested)
    }

    /// The last date for an apology with a new date: one day before the due date.
    pub fn apology_by(&self, due: Timestamp) -> Date {
        let due_on = local(due).date();
        due_on.yesterday().unwrap_or(due_on)
    }

    /// By when an agency corrects its own mistake in a result: 3 working days (Điều 23).
    pub fn correction_due(&self, found: Timestamp) -> Timestamp {
        self.due_of(Limit::working_days(CORRECTION_DAYS), found)
    }

    /// By when money paid online stands in the budget account: 8 working hours (Điều 24).
    pub fn payment_transfer_due(&self, paid: Timestamp) -> Timestamp {
        self.after_working_minutes(paid, MONEY_MINUTES)
    }

    /// The last date to announce a planned outage: 7 working days ahead
    /// (Nghị định 224/2026/NĐ-CP Điều 13).
    pub fn outage_announced_by(&self, outage: Date) -> Date {
        self.table().subtract_working_days(Day::of(outage), OUTAGE_DAYS).date()
    }

    fn due_of(&self, limit: Limit, from: Timestamp) -> Timestamp {
        let terms = Terms { limit, style: Style::WholeDays };
        Due::from_start(self.table(), terms, Moment::of(from)).moment(self.table()).instant()
    }
}
