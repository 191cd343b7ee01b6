//! The clock of a dossier as its entries move it, one after another.
//!
//! The ledger has already refused what is not allowed, so nothing can fail here. Two due moments
//! are followed after an apology: the one promised to the person, and the one lateness keeps.

use jiff::Timestamp;

use crate::due::{Due, Gap};
use crate::entry::{Entry, EntryKind, ExtensionGround};
use crate::limit::{Limit, Terms};
use crate::local::Moment;
use crate::outcome::{Ending, Status};
use crate::table::Table;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    table: &'a Table,
    terms: Terms,
    pub(crate) start: Timestamp,
    pub(crate) status: Status,
    /// By the limit alone, before pauses and extensions.
    pub(crate) first: Due,
    pub(crate) dues: Dues,
    /// The moment lateness began that nothing washes away.
    pub(crate) late_since: Option<Timestamp>,
    open: Option<OpenPause>,
    closed: Option<ClosedPause>,
}

/// The date promised to the person and, after an apology, the one lateness keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dues {
    pub(crate) promised: Due,
    pub(crate) kept: Option<Due>,
}

#[derive(Debug, Clone, Copy)]
struct OpenPause {
    since: Timestamp,
    moves_promised: bool,
    moves_kept: bool,
    before: Dues,
    /// What of it has already moved the dates, where an extension came while it was interrupted.
    moved_to: Option<Timestamp>,
}

impl OpenPause {
    const fn moves(&self) -> bool {
        self.moves_promised || self.moves_kept
    }
}

/// A pause that has ended, remembered so that one beginning at that very moment continues it.
#[derive(Debug, Clone, Copy)]
struct ClosedPause {
    pause: OpenPause,
    resumed_at: Timestamp,
    extended: bool,
}

impl<'a> Run<'a> {
    pub(crate) fn begin(table: &'a Table, terms: Terms, start: Timestamp) -> Self {
        let first = Due::from_start(table, terms, Moment::of(start));
        Self {
            table,
            terms,
            start,
            status: Status::Running,
            first,
            dues: Dues { promised: first, kept: None },
            late_since: None,
            open: None,
            closed: None,
        }
    }

    pub(crate) fn apply(&mut self, entry: &Entry) {
        let at = entry.at;
        match entry.kind {
            EntryKind::Pause { reason } => {
                let since = self.pause(at);
                self.status = Status::Paused { since, reason };
            }
            EntryKind::Resume => {
                self.resume(at);
                self.status = Status::Running;
            }
            EntryKind::SupplementRequested => {
                self.keep_lateness(at);
                self.status = Status::AwaitingSupplement { since: at };
            }
            EntryKind::Supplemented => {
                *self = Self { late_since: self.late_since, ..Self::begin(self.table, self.terms, at) };
            }
            EntryKind::Extend { by, ground } => self.extend(at, by, ground),
            EntryKind::Finish => self.status = Status::Finished { at },
            EntryKind::Withdraw => self.status = Status::Ended { at, by: Ending::Withdrawn },
            EntryKind::Stop => self.status = Status::Ended { at, by: Ending::Stopped },
        }
    }

    pub(crate) fn promised_at(&self) -> Timestamp {
        self.dues.promised.moment(self.table).instant()
    }

    pub(crate) fn first_at(&self) -> Timestamp {
        self.first.moment(self.table).instant()
    }

    /// The moment after which the dossier is late.
    pub(crate) fn late_after(&self) -> Timestamp {
        self.dues.kept.unwrap_or(self.dues.promised).moment(self.table).instant()
    }

    /// Whether a pause that begins then moves the promised date or the one lateness keeps: because
    /// it begins in time, or goes on from one that did.
    pub(crate) fn may_move(&self, at: Timestamp) -> bool {
        let goes_on = |closed: ClosedPause| closed.resumed_at == at && closed.pause.moves();
        self.closed.is_some_and(goes_on) || at <= self.promised_at().max(self.late_after())
    }

    /// Whether the open pause began in time to move the promised date.
    pub(crate) fn open_pause_moves_due(&self) -> bool {
        self.open.is_some_and(|pause| pause.moves_promised)
    }

    /// Stops the clock and says since when it has stood still.
    fn pause(&mut self, at: Timestamp) -> Timestamp {
        // Two pauses that touch are one: take up the earlier where it was before it ended.
        if let Some(closed) = self.closed.take()
            && closed.resumed_at == at
        {
            let mut pause = closed.pause;
            if closed.extended {
                (pause.since, pause.moved_to, pause.before) = (at, Some(at), self.dues);
            } else {
                self.dues = pause.before;
            }
            self.open = Some(pause);
            return pause.since;
        }
        // A late dossier cannot be paused back into time.
        let in_time = |due: Due| at <= due.moment(self.table).instant();
        self.open = Some(OpenPause {
            since: at,
            moves_promised: in_time(self.dues.promised),
            moves_kept: self.dues.kept.is_some_and(in_time),
            before: self.dues,
            moved_to: None,
        });
        at
    }

    fn resume(&mut self, at: Timestamp) {
        let Some(pause) = self.open.take() else { return };
        self.closed = Some(ClosedPause { pause, resumed_at: at, extended: false });
        let resumed_on = |at: Moment| self.table.next_opening(at).day();
        let (since, to) = (Moment::of(pause.since), Moment::of(at));
        let (from, after) = pause.moved_to.map(Moment::of).map_or((since, since.day()), |to| (to, resumed_on(to)));
        let gap = Gap { from, to, after, through: resumed_on(to) };
        if pause.moves_promised {
            self.dues.promised = self.dues.promised.moved_by(self.table, &gap);
        }
        if pause.moves_kept {
            self.dues.kept = self.dues.kept.map(|due| due.moved_by(self.table, &gap));
        }
    }

    fn extend(&mut self, at: Timestamp, by: Limit, ground: ExtensionGround) {
        if let Some(closed) = &mut self.closed {
            closed.extended = true;
            closed.pause.moves_kept |= ground == ExtensionGround::Apology && closed.pause.moves_promised;
        }
        self.keep_lateness(at);
        let longer = |due: Due| due.extended(self.table, by, self.terms.style);
        let kept = match ground {
            ExtensionGround::Rule => self.dues.kept.map(longer),
            ExtensionGround::Apology => Some(self.dues.kept.unwrap_or(self.dues.promised)),
        };
        self.dues = Dues { promised: longer(self.dues.promised), kept };
    }

    /// Lateness is not washed away by what gives the person a new date.
    fn keep_lateness(&mut self, at: Timestamp) {
        let late_after = self.late_after();
        if at > late_after {
            self.late_since.get_or_insert(late_after);
        }
    }
}
