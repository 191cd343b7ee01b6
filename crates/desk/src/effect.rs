//! What a command would do, said before it is done: who gets the dossier, which step, which date.
//! The facts come from a rehearsal by the rules themselves, so that the sentence cannot be wrong.

use base::{Actor, StaffId, Vnd};
use calendar::PauseReason;
use dossier::command::{
    Accept, Annotate, Apologise, AskOpinion, Assign, ConfirmPayment, Deliver, Extend, GiveOpinion, Note, Pause,
    ProposeResult, Reason, RequestSupplement, RequirePayment, Return, Seal, Stop, Submit, Supplement, SupplementItem,
    Transfer,
};
use dossier::{Command, CommandName, Dossier, ExtensionUnit, Outcome, ReturnChannel, State, present};
use jiff::Timestamp;
use web::Page;

use crate::Desk;
use crate::head::Case;

impl Desk {
    /// The effect of a command in one or two sentences.
    pub(crate) fn effect(&self, page: &Page, actor: &Actor, case: &Case, command: CommandName) -> String {
        let Case { dossier, definition, version } = case;
        let sample = sample(command, dossier);
        let after = self.dossiers.rehearse(actor, dossier, &sample, (definition, version), page.now).ok();
        let key = match (command, &dossier.state) {
            (CommandName::RequestSupplement | CommandName::Supplement, State::Submitted)
            | (CommandName::Supplement, State::AwaitingSupplement { resume_at: None, .. }) => {
                format!("desk-effect-{}-before-receipt", command.name())
            }
            (CommandName::ConfirmPayment, State::AwaitingPayment { .. }) => "desk-effect-confirm-obligation".to_owned(),
            _ => format!("desk-effect-{}", command.name()),
        };
        let step = after.as_ref().and_then(|after| definition.step(after.state.step()?));
        let holder = after.as_ref().and_then(|after| after.holder).map(|holder| self.holder(page, &holder));
        let said = page
            .say(&key)
            .with("step", step.map(|step| step.name.clone()).unwrap_or_default())
            .with("holder", holder.unwrap_or_default())
            .with("due", self.due_text(page, after.as_ref()))
            .with("before", self.due_text(page, Some(dossier)))
            .with("limit", page.said(&present::limit(dossier.content.clock.limit)))
            .to_string();
        let waited = dossier.open_opinions().count();
        if waited > 0 && goes_on(command) {
            return format!("{said} {}", page.t1("desk-opinions-waited", "n", waited));
        }
        said
    }

    /// Why the rules say no now, found by a rehearsal.
    pub(crate) fn ruled_out(&self, page: &Page, actor: &Actor, case: &Case, command: CommandName) -> String {
        let Case { dossier, definition, version } = case;
        let sample = sample(command, dossier);
        match self.dossiers.rehearse(actor, dossier, &sample, (definition, version), page.now) {
            Err(dossier::Error::Refused(refusal)) => page.said(&present::refusal(&refusal)),
            Ok(_) | Err(_) => page.t("dossier-refusal-wrong-state"),
        }
    }

    /// The date of the result, or that it is open.
    fn due_text(&self, page: &Page, dossier: Option<&Dossier>) -> String {
        let due = dossier.and_then(|dossier| dossier.clock()?.due);
        due.map_or_else(|| page.t("desk-due-open"), |due| page.moment(due))
    }
}

/// Whether a command takes the dossier on although opinions are waited for.
const fn goes_on(command: CommandName) -> bool {
    matches!(
        command,
        CommandName::CompleteStep | CommandName::ProposeResult | CommandName::Approve | CommandName::Refuse
    )
}

/// The command with plausible data, to be rehearsed.
fn sample(command: CommandName, dossier: &Dossier) -> Command {
    let text = || "…".to_owned();
    let reason = || Reason { reason: text() };
    match command {
        CommandName::Submit => Command::Submit(Submit {}),
        CommandName::Accept => Command::Accept(Accept::default()),
        CommandName::Decline => Command::Decline(reason()),
        CommandName::RequestSupplement => {
            let item = SupplementItem { paper: None, what: text(), legal_basis: text() };
            Command::RequestSupplement(RequestSupplement { items: vec![item], reason: text() })
        }
        CommandName::Supplement => Command::Supplement(Supplement { papers: Vec::new(), note: text() }),
        CommandName::CompleteStep => Command::CompleteStep(Note::default()),
        CommandName::SendBack => Command::SendBack(reason()),
        CommandName::Pause => {
            let reason = PauseReason::ExternalConsultation;
            Command::Pause(Pause { reason, legal_basis: text(), note: String::new() })
        }
        CommandName::Resume => Command::Resume(Note::default()),
        CommandName::Extend => {
            let (value, unit) = ("1".to_owned(), ExtensionUnit::WorkingDay);
            Command::Extend(Extend { value, unit, legal_basis: text(), reason: text() })
        }
        CommandName::Apologise => {
            Command::Apologise(Apologise { value: "1".to_owned(), unit: ExtensionUnit::WorkingDay, reason: text() })
        }
        CommandName::Annotate => Command::Annotate(Annotate { note: text() }),
        CommandName::Assign => {
            let officer = Some(StaffId::new(Timestamp::UNIX_EPOCH));
            Command::Assign(Assign { officer, note: String::new() })
        }
        CommandName::AskOpinion => {
            let (agency, unit, days) = (dossier.office_agency, None, None);
            Command::AskOpinion(AskOpinion { agency, unit, question: text(), days })
        }
        CommandName::GiveOpinion => {
            let no = dossier.open_opinions().next().map_or(1, |opinion| opinion.no);
            Command::GiveOpinion(GiveOpinion { no, agrees: true, text: text() })
        }
        CommandName::Transfer => Command::Transfer(Transfer { agency: dossier.office_agency, reason: text() }),
        CommandName::CloseUnsupplemented => Command::CloseUnsupplemented(reason()),
        CommandName::RequirePayment => {
            Command::RequirePayment(RequirePayment { amount_vnd: Vnd(1), notice: String::new() })
        }
        CommandName::ConfirmPayment => {
            Command::ConfirmPayment(ConfirmPayment { amount_vnd: owed(dossier).unwrap_or_default(), proof: text() })
        }
        CommandName::ProposeResult => Command::ProposeResult(ProposeResult {
            outcome: Outcome::Granted,
            title: text(),
            summary: String::new(),
            files: Vec::new(),
        }),
        CommandName::Approve => Command::Approve(Note::default()),
        CommandName::Refuse => Command::Refuse(reason()),
        CommandName::Seal => Command::Seal(Seal::default()),
        CommandName::Deliver => Command::Deliver(Deliver::default()),
        CommandName::Return => Command::Return(Return {
            receiver: text(),
            via: ReturnChannel::Counter,
            identity_checked: true,
            note: String::new(),
        }),
        CommandName::Withdraw => Command::Withdraw(reason()),
        CommandName::Stop => Command::Stop(Stop { reason: text(), legal_basis: text() }),
    }
}

/// What has to be paid now: the obligation that is open, else the fee of intake.
pub(crate) fn owed(dossier: &Dossier) -> Option<Vnd> {
    if let State::AwaitingPayment { amount, .. } = dossier.state {
        return Some(amount);
    }
    dossier.content.fee.as_ref().filter(|fee| !fee.paid && fee.amount.0 > 0).map(|fee| fee.amount)
}
