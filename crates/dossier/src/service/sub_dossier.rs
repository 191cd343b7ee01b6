//! Dossiers that a drawn process opens at other agencies: opened when the step is entered, their result
//! taken back when it is there, ended with the dossier they were opened for (S0-6 *một cửa liên thông*).
//!
//! A dossier and those opened for it are written in one transaction. Whoever writes either keeps the
//! upper one first, so that two who act at once wait for each other and never in a circle.

use std::sync::{Arc, LazyLock};

use base::Actor;
use calendar::local;
use db::Tx;
use workflow::Definition;

use super::Request;
use super::act::Run;
use super::chronicle::Terms;
use crate::command::{Command, Note, Reason, Return, Submit};
use crate::content::{ClockRecord, PaperIn};
use crate::decide::Decided;
use crate::dossier::{Dossier, ReturnChannel};
use crate::error::{Error, FilingError};
use crate::event::{Event, SubDossierEnded, SubDossierOpened};
use crate::filing::Filing;
use crate::places::OnDay;
use crate::record::{Parent, SubDossierRecord};
use crate::refusal::{Refusal, RefusalReason};
use crate::state::{Outcome, State};
use crate::store;

static SYSTEM: LazyLock<Actor> = LazyLock::new(Actor::system);

/// Dossiers that may stand one above the other; more is a process that asks for itself.
const DEPTH_MAX: u8 = 3;

/// Keeps the dossiers that a command on this one may write, the upper one first.
///
/// # Errors
/// The store's.
pub(super) fn keep(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<(), db::Error> {
    if let Some(parent) = &dossier.content.parent {
        store::lock(tx, parent.dossier)?;
    }
    if !dossier.content.sub_dossiers.is_empty() {
        store::lock(tx, dossier.id)?;
    }
    Ok(())
}

impl Run<'_> {
    /// Does what a change of a dossier means for the ones above and below it.
    pub(super) fn settle(&self, tx: &mut Tx<'_>, dossier: Dossier) -> Result<Dossier, Error> {
        if dossier.state.is_closed() {
            self.end_below(tx, &dossier)?;
        }
        let dossier = self.tell_above(tx, dossier)?;
        let Some(step) = self.waiting_step(&dossier) else { return Ok(dossier) };
        let known = dossier.content.sub_dossiers.iter().rfind(|sub| sub.step == step && !sub.is_taken);
        match known {
            Some(sub) if sub.ended.is_some() => {
                let take = Command::CompleteStep(Note::default());
                self.by_system(self.definition).one(tx, &dossier, (&take, Some(step)))
            }
            Some(_) => Ok(dossier),
            None => {
                let opened = self.open_below(tx, dossier, step)?;
                self.settle(tx, opened)
            }
        }
    }

    /// An open step that asks for a dossier and has none yet, or has its result.
    fn waiting_step(&self, dossier: &Dossier) -> Option<u16> {
        let open: Vec<u16> = match (dossier.legs(), &dossier.state) {
            (Some(legs), _) => legs.open.iter().map(|leg| leg.step).collect(),
            (None, State::Received { step } | State::InProgress { step }) => vec![*step],
            (None, _) => Vec::new(),
        };
        let untaken = |step: u16| {
            let mut subs = dossier.content.sub_dossiers.iter();
            subs.rfind(|sub| sub.step == step && !sub.is_taken)
        };
        let asks = |step: &u16| self.definition.sub_dossier(*step).is_some();
        let waits = |step: &u16| untaken(*step).is_none_or(|sub| sub.ended.is_some());
        open.into_iter().find(|step| asks(step) && waits(step))
    }

    /// Opens the dossier that a step asks for, with the papers and answers of this one.
    fn open_below(&self, tx: &mut Tx<'_>, dossier: Dossier, step: u16) -> Result<Dossier, Error> {
        let Some(sub) = self.definition.sub_dossier(step) else { return Ok(dossier) };
        let procedure = sub.procedure.to_string();
        let refused = || {
            let reason = RefusalReason::NoSubDossier(procedure.clone());
            let command = crate::command::CommandName::CompleteStep;
            Error::from(Refusal { command, state: dossier.state.name(), reason })
        };
        let depth = dossier.content.parent.as_ref().map_or(1, |parent| parent.depth.saturating_add(1));
        let (day, workflows) = (local(self.now).date(), &self.this.parts.workflows);
        let version = catalogue::version_on(tx, &sub.procedure, day)?.filter(|_| depth <= DEPTH_MAX);
        let version = Arc::new(version.ok_or_else(refused)?);
        let definition = workflows.in_force_in(tx, &version, day)?.ok_or_else(refused)?;
        let edition = self.this.parts.timetable.current_in(tx)?;
        let terms = Terms { version, definition: Arc::clone(&definition), edition };
        let code = dossier.code.clone().ok_or_else(refused)?;
        let parent = Parent { dossier: dossier.id, code, depth };
        let draft = self.draft_below(&dossier, sub, &terms, parent)?;

        let mut below = self.by_system(&definition);
        let filed = below.all(tx, draft, &[Command::Submit(Submit {})])?;
        store::insert(tx, &filed, &self.this.listing(&filed, &definition))?;
        self.this.plan_alerts(tx, &filed, &definition, self.now)?;
        let opened = Event::SubDossierOpened(SubDossierOpened {
            step,
            dossier: filed.id,
            code: filed.code.clone().ok_or_else(refused)?,
            procedure: filed.procedure_code.clone(),
            agency: filed.competent_agency,
        });
        self.notes(tx, dossier, opened)
    }

    /// The draft of a dossier below: what the person handed in goes with it, so that nobody is asked
    /// twice.
    fn draft_below(
        &self,
        above: &Dossier,
        sub: &workflow::SubDossier,
        terms: &Terms,
        parent: Parent,
    ) -> Result<Dossier, Error> {
        let (day, organisation) = (local(self.now).date(), &self.this.parts.organisation);
        let placing = workflow::Placing {
            office: above.receiving_office,
            office_agency: above.office_agency,
            competent: above.competent_agency,
        };
        let holder = sub.at.holder(&placing, &OnDay { organisation, day }).map_err(|error| Refusal {
            command: crate::command::CommandName::CompleteStep,
            state: above.state.name(),
            reason: RefusalReason::NoPerformer(error),
        })?;
        let office = organisation.office_of_agency(holder.agency, day);
        let office = office.or_else(|| organisation.office(above.receiving_office));
        let office = office.ok_or(FilingError::NoSuchOffice)?;
        let facts = &terms.version.facts;
        let limit = facts.binding_limit().ok_or(FilingError::NotOpen)?;
        let clock = ClockRecord {
            limit,
            statutory: facts.limit.filter(|statutory| *statutory != limit),
            style: office.counting.into(),
            start: None,
            start_edition: None,
            entries: Vec::new(),
        };
        let given = above.content.papers.iter().map(|paper| PaperIn { no: None, ..paper.clone() });
        let filing = Filing {
            procedure: terms.version.id,
            office: office.id,
            competent_agency: Some(holder.agency),
            channel: above.channel,
            account: above.account,
            owner: above.content.owner.clone(),
            proxy: above.content.proxy.clone(),
            declared: above.content.declared.clone(),
            sets: 1,
            papers: given.collect(),
            return_channel: ReturnChannel::Electronic,
            return_address: String::new(),
            fee: None,
        };
        let mut draft = super::file::draft(&filing, terms, &office, holder.agency, clock, &Request::at(self.now));
        draft.content.parent = Some(parent);
        Ok(draft)
    }

    /// Tells the dossier above that this one ended, and lets it go on.
    fn tell_above(&self, tx: &mut Tx<'_>, dossier: Dossier) -> Result<Dossier, Error> {
        let Some(parent) = dossier.content.parent.as_ref().filter(|_| self.tells_above) else { return Ok(dossier) };
        let Some(outcome) = ended(&dossier.state) else { return Ok(dossier) };
        let above = store::by_id(tx, &self.this.parts.timetable, parent.dossier)?;
        let waits = |above: &Dossier| {
            let mut subs = above.content.sub_dossiers.iter();
            !above.state.is_closed() && subs.any(|sub| sub.dossier == dossier.id && sub.ended.is_none())
        };
        let Some(above) = above.filter(waits) else { return Ok(dossier) };
        let definition = self.this.parts.workflows.get_in(tx, above.workflow)?;
        let (stored, run) = (above.version, self.by_system(&definition));
        let number = dossier.content.result.as_ref().and_then(|result| result.number.clone());
        let code = dossier.code.clone().ok_or(Error::NotFound)?;
        let mut told = run.notes(
            tx,
            above,
            Event::SubDossierEnded(SubDossierEnded { dossier: dossier.id, code, outcome, number }),
        )?;
        told.content.papers.extend(result_of(&dossier));
        let told = run.settle(tx, told)?;
        if !store::update(tx, stored, &told, &self.this.listing(&told, &definition))? {
            return Err(db::Error::RowCount { query: "dossier::store::update", found: 0 }.into());
        }
        self.this.plan_alerts(tx, &told, &definition, self.now)?;
        self.hand_up(tx, dossier, &told)
    }

    /// What is ready at the return desk goes to the agency that asked, as a file.
    fn hand_up(&self, tx: &mut Tx<'_>, dossier: Dossier, above: &Dossier) -> Result<Dossier, Error> {
        if !matches!(dossier.state, State::Resolved { .. }) {
            return Ok(dossier);
        }
        let agency = self.this.parts.organisation.agency(above.competent_agency);
        let command = Command::Return(Return {
            receiver: agency.map_or_else(|| above.label(), |agency| agency.name.clone()),
            via: ReturnChannel::Electronic,
            identity_checked: false,
            note: above.label(),
        });
        self.by_system(self.definition).one(tx, &dossier, (&command, None))
    }

    /// Ends the dossiers that were opened for one that is closed; what is decided stays.
    fn end_below(&self, tx: &mut Tx<'_>, above: &Dossier) -> Result<(), Error> {
        let open = |sub: &&SubDossierRecord| sub.ended.is_none();
        for sub in above.content.sub_dossiers.iter().filter(open) {
            store::lock(tx, sub.dossier)?;
            let Some(below) = store::by_id(tx, &self.this.parts.timetable, sub.dossier)? else { continue };
            let is_decided = below.content.result.as_ref().is_some_and(|result| result.decided_at.is_some());
            if below.state.is_closed() || is_decided || matches!(below.state, State::Resolved { .. }) {
                continue;
            }
            let definition = self.this.parts.workflows.get_in(tx, below.workflow)?;
            let command = Command::Withdraw(Reason { reason: above.label() });
            let ended = self.by_system(&definition).one(tx, &below, (&command, None))?;
            if !store::update(tx, below.version, &ended, &self.this.listing(&ended, &definition))? {
                return Err(db::Error::RowCount { query: "dossier::store::update", found: 0 }.into());
            }
            self.this.plan_alerts(tx, &ended, &definition, self.now)?;
        }
        Ok(())
    }

    /// Acts as the system, without a word to the dossier above.
    fn by_system<'b>(&'b self, definition: &'b Definition) -> Run<'b> {
        Run { this: self.this, actor: &SYSTEM, now: self.now, definition, step: None, tells_above: false }
    }

    /// Writes one event of the system.
    fn notes(&self, tx: &mut Tx<'_>, before: Dossier, event: Event) -> Result<Dossier, Error> {
        let dossier = before.clone().noting(&event, self.now);
        let decided = Decided { events: vec![event], dossier };
        self.by_system(self.definition).record(tx, &before, &decided)?;
        Ok(decided.dossier)
    }
}

/// Whether a dossier ended, and with which decision.
const fn ended(state: &State) -> Option<Option<Outcome>> {
    match state {
        State::Resolved { outcome } | State::Returned { outcome } => Some(Some(*outcome)),
        State::Declined { .. } | State::Withdrawn { .. } | State::Stopped { .. } => Some(None),
        State::Draft
        | State::Submitted
        | State::Received { .. }
        | State::InProgress { .. }
        | State::AwaitingSupplement { .. }
        | State::AwaitingPayment { .. }
        | State::Paused { .. } => None,
    }
}

/// The result as a paper of the dossier above.
fn result_of(dossier: &Dossier) -> Option<PaperIn> {
    let result = dossier.content.result.as_ref().filter(|result| !result.files.is_empty())?;
    Some(PaperIn {
        no: None,
        name: format!("{} ({})", result.title, dossier.label()),
        form: String::new(),
        quantity: 1,
        files: result.files.clone(),
    })
}
