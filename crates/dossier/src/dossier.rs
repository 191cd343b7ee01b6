//! The dossier itself: what is known of one filed case now.

use access::permit::{Action, Holder, Target, permit};
use base::{AccountId, Actor, AgencyId, DossierId, OfficeId, ProcedureId, StaffId, WorkflowId};
use calendar::{Calendar, EntryKind, ExtensionGround, Limit};
use jiff::Timestamp;
use jiff::civil::Date;
use timetable::Edition;

use crate::apply::{Happening, apply};
use crate::code::DossierCode;
use crate::content::Content;
use crate::event::Event;
use crate::record::SupplementRecord;
use crate::state::State;

/// How a dossier came in, or a result goes out; the two are chosen independently (S2-29).
macro_rules! channel {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every channel.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|channel| channel.name() == name)
            }
        }

        db::text_enum!($name);
    };
}

channel! {
    /// How a dossier is filed.
    Channel {
        /// At a one-stop office.
        Counter = "counter",
        /// At the portal.
        Online = "online",
        /// By public post.
        Post = "post"
    }
}
channel! {
    /// How a result is returned.
    ReturnChannel {
        /// At the return desk.
        Counter = "counter",
        /// By public post.
        Post = "post",
        /// As a file.
        Electronic = "electronic"
    }
}

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Identifier.
    pub id: DossierId,
    /// Number of events so far; each command names the version it saw.
    pub version: i64,
    /// Code, from submission on.
    pub code: Option<DossierCode>,
    /// The procedure version of the receipt day.
    pub procedure: ProcedureId,
    /// Code of the procedure, for lists.
    pub procedure_code: String,
    /// Name of the procedure, for lists.
    pub procedure_name: String,
    /// Subject area, for lists.
    pub field: String,
    /// Whether the procedure is settled in one visit.
    pub instant: bool,
    /// The process it follows.
    pub workflow: WorkflowId,
    /// How it was filed.
    pub channel: Channel,
    /// The citizen's account, where one filed.
    pub account: Option<AccountId>,
    /// The one-stop office.
    pub receiving_office: OfficeId,
    /// The agency of that office.
    pub office_agency: AgencyId,
    /// The agency that decides.
    pub competent_agency: AgencyId,
    /// Where it stands.
    pub state: State,
    /// Who must act now.
    pub holder: Option<Holder>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was filed.
    pub submitted_at: Option<Timestamp>,
    /// When it was accepted.
    pub received_at: Option<Timestamp>,
    /// When the clock ended.
    pub resolved_at: Option<Timestamp>,
    /// When the result was handed over.
    pub returned_at: Option<Timestamp>,
    /// When it was closed, however.
    pub closed_at: Option<Timestamp>,
    /// The edition of the calendars it is computed with: the current one while its clock may still
    /// run, afterwards the one in force when it ended.
    pub edition: i64,
    /// Working time of its office for its procedure, as that edition has it.
    pub calendar: Calendar,
    /// Everything else.
    pub content: Content,
}

impl Dossier {
    /// What a permission depends on.
    #[must_use]
    pub fn target(&self) -> Target {
        Target {
            owner: Some(self.account.unwrap_or_else(|| AccountId::from_uuid(self.id.uuid()))),
            receiving_office: Some(self.receiving_office),
            competent_agency: Some(self.competent_agency),
            holder: self.holder,
            drafted_by: self.content.result.as_ref().map(|result| result.drafted_by),
            instant: self.instant,
        }
    }

    /// Whether an actor may read it: through the dossier's own places, as the holder of any
    /// leg, or as somebody whose opinion is waited for.
    #[must_use]
    pub fn may_be_read_by(&self, actor: &Actor) -> bool {
        let legs = self.legs().into_iter().flat_map(|legs| &legs.open).map(|leg| Some(leg.holder));
        let asked = self.open_opinions().map(|opinion| Some(opinion.asked));
        std::iter::once(self.holder).chain(legs).chain(asked).any(|holder| {
            let target = Target { holder, ..self.target() };
            permit(actor, Action::ReadDossier, &target).is_ok()
        })
    }

    /// The officer named for the step that is due.
    #[must_use]
    pub fn assignee(&self) -> Option<StaffId> {
        self.assignee_at(self.holder?)
    }

    /// The officer named for a place.
    pub(crate) fn assignee_at(&self, holder: Holder) -> Option<StaffId> {
        let named = self.content.assignments.iter().find(|assignment| assignment.holder == holder);
        named.map(|assignment| assignment.officer)
    }

    /// The code as text, or the identifier of a draft.
    #[must_use]
    pub fn label(&self) -> String {
        self.code.as_ref().map_or_else(|| self.id.to_string(), ToString::to_string)
    }

    /// Where the clock stands; none before receipt.
    #[must_use]
    pub fn clock(&self) -> Option<calendar::Outcome> {
        let ledger = self.content.clock.ledger().ok().flatten()?;
        Some(ledger.outcome(&self.calendar, self.content.clock.terms()))
    }

    /// Why the due date is what it is; none before receipt.
    #[must_use]
    pub fn explain(&self, now: Timestamp) -> Option<calendar::Explanation> {
        let ledger = self.content.clock.ledger().ok().flatten()?;
        Some(ledger.explain(&self.calendar, self.content.clock.terms(), now))
    }

    /// The dossier computed with an edition of the calendars, and the event where a date moved with it.
    /// One whose clock has ended stays as it is, and none goes back to an older edition.
    pub(crate) fn following(mut self, edition: &Edition, by: &str, now: Timestamp) -> (Self, Option<Event>) {
        let has_ended = self.resolved_at.is_some() || self.closed_at.is_some();
        if has_ended || edition.number() <= self.edition {
            return (self, None);
        }
        let before = self.clock();
        self.calendar = edition.calendar(self.receiving_office, &self.procedure_code);
        self.edition = edition.number();
        let after = self.clock();
        let dates = |clock: Option<calendar::Outcome>| clock.map(|clock| (clock.due, clock.late_after));
        if dates(before) == dates(after) {
            return (self, None);
        }
        let event = Event::Rescheduled {
            edition: edition.number(),
            reason: edition.stamp().reason.clone(),
            due_before: before.and_then(|clock| clock.due),
            due_after: after.and_then(|clock| clock.due),
        };
        // It moves no entry of the ledger, so the clock cannot refuse it.
        let _ = apply(&mut self, &event, &Happening { at: now, by });
        (self, Some(event))
    }

    /// The dossier after an event of the system that moves neither it nor its clock.
    pub(crate) fn noting(mut self, event: &Event, now: Timestamp) -> Self {
        // It moves no entry of the ledger, so the clock cannot refuse it.
        let _ = apply(&mut self, event, &Happening { at: now, by: "" });
        self
    }

    /// Whether an apology with a new date is still possible: the clock runs, none was given, and the
    /// date promised is a day away at least (NĐ 118/2025 Đ.19).
    #[must_use]
    pub fn may_apologise(&self, now: Timestamp) -> bool {
        let Some(mut ledger) = self.content.clock.ledger().ok().flatten() else { return false };
        let by = Limit::working_days(1);
        let apology = EntryKind::Extend { by, ground: ExtensionGround::Apology };
        ledger.push(apology.at(now), &self.calendar, self.content.clock.terms()).is_ok()
    }

    /// The first date on which a dossier that waits for a supplement may be closed.
    #[must_use]
    pub fn closable_from(&self) -> Option<Date> {
        match self.state {
            State::AwaitingSupplement { since, .. } => Some(crate::decide::closable_from(&self.calendar, since)),
            State::Draft
            | State::Submitted
            | State::Declined { .. }
            | State::Received { .. }
            | State::InProgress { .. }
            | State::AwaitingPayment { .. }
            | State::Paused { .. }
            | State::Resolved { .. }
            | State::Returned { .. }
            | State::Withdrawn { .. }
            | State::Stopped { .. } => None,
        }
    }

    /// Since when the office owes an answer to what was filed: the filing, or the supplement that
    /// brought it back to intake. None once it was answered.
    #[must_use]
    pub fn answer_owed_since(&self) -> Option<Timestamp> {
        let back = self.content.supplements.last().and_then(|record| record.answered_at);
        self.submitted_at.filter(|_| self.state == State::Submitted).map(|filed| back.map_or(filed, |at| at.max(filed)))
    }

    /// The supplement request that waits for an answer.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&SupplementRecord> {
        self.content.supplements.last().filter(|record| record.answered_at.is_none())
    }
}
