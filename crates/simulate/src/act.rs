//! The next act on a dossier: what, by whom, and when.

use std::sync::Arc;

use base::{Actor, Role, Vnd};
use calendar::{Calendar, instant, local};
use dossier::command::{
    Accept, ConfirmPayment, Deliver, Note, Pause, ProposeResult, Reason, RequestSupplement, RequirePayment, Return,
    Seal, Supplement, SupplementItem,
};
use dossier::{Command, Dossier, Outcome, ReturnChannel, State, Terms};
use jiff::Timestamp;
use workflow::{Step, StepAction};

use crate::cast::Cast;
use crate::fate::Fate;
use crate::random::Random;

/// One act to come.
pub(crate) struct Act {
    pub(crate) at: Timestamp,
    pub(crate) actor: Arc<Actor>,
    pub(crate) command: Command,
}

/// What an act is chosen by.
pub(crate) struct Scene<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) terms: &'a Terms,
    pub(crate) fate: &'a Fate,
    /// How many acts there were.
    pub(crate) acts: u32,
    /// When the last one was.
    pub(crate) last_at: Timestamp,
}

/// The next act; none when the story is over, or rests.
pub(crate) fn next(scene: &Scene<'_>, cast: &mut Cast, chance: &mut Random) -> Option<Act> {
    let Scene { dossier, fate, acts, .. } = *scene;
    if fate.rests_after.is_some_and(|after| acts >= after) {
        return None;
    }
    let is_undecided = dossier.content.result.as_ref().is_none_or(|result| result.decided_at.is_none());
    if fate.withdrawn_after == Some(acts) && is_undecided && dossier.state != State::Draft {
        let reason = "Người nộp chưa thống nhất với bên liên quan".to_owned();
        let at = scene.after(chance.between(30.0, 900.0));
        return Some(Act { at, actor: cast.at_desk(dossier, chance), command: Command::Withdraw(Reason { reason }) });
    }
    match &dossier.state {
        State::Submitted => Some(answer(scene, cast, chance)),
        State::Received { step } | State::InProgress { step } => {
            work(scene, scene.terms.definition.step(*step)?, cast, chance)
        }
        State::AwaitingSupplement { .. } => Some(supplement(scene, cast, chance)),
        State::AwaitingPayment { amount, .. } => {
            let proof = format!("GNT {:06}", chance.below(1_000_000));
            let command = Command::ConfirmPayment(ConfirmPayment { amount_vnd: *amount, proof });
            Some(Act { at: scene.after(chance.between(120.0, 3200.0)), actor: cast.at_desk(dossier, chance), command })
        }
        State::Paused { .. } => {
            let actor = cast.of_agency(Role::Specialist, dossier, chance);
            let command = Command::Resume(Note::default());
            Some(Act { at: scene.after(chance.between(480.0, 7200.0)), actor, command })
        }
        State::Resolved { .. } => Some(hand_over(scene, scene.after(chance.between(60.0, 1900.0)), cast, chance)),
        State::Draft
        | State::Declined { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => None,
    }
}

impl Scene<'_> {
    const fn calendar(&self) -> &Calendar {
        &self.dossier.calendar
    }

    /// So many working minutes after the last act, at least one.
    fn after(&self, minutes: f64) -> Timestamp {
        let minutes = minutes.clamp(1.0, 60_000.0) as u32;
        self.calendar().after_working_minutes(self.last_at, minutes)
    }
}

fn answer(scene: &Scene<'_>, cast: &mut Cast, chance: &mut Random) -> Act {
    let (dossier, fate) = (scene.dossier, scene.fate);
    let is_back = !dossier.content.supplements.is_empty();
    let minutes = if dossier.account.is_some() { chance.between(15.0, 420.0) } else { chance.between(1.0, 9.0) };
    let command = if fate.declined && !is_back {
        Command::Decline(Reason {
            reason: "Không thuộc thẩm quyền giải quyết của cơ quan này".to_owned()
        })
    } else if fate.asked_before && !is_back {
        request(scene)
    } else {
        Command::Accept(Accept::default())
    };
    Act { at: scene.after(minutes), actor: cast.at_desk(dossier, chance), command }
}

fn request(scene: &Scene<'_>) -> Command {
    let paper = scene.terms.version.facts.papers.first().map(|paper| paper.no);
    let legal_basis = if paper.is_none() { "Quy định của thủ tục".to_owned() } else { String::new() };
    let what = "Nộp lại bản có đủ chữ ký và ngày tháng".to_owned();
    let items = vec![SupplementItem { paper, what, legal_basis }];
    Command::RequestSupplement(RequestSupplement { items, reason: String::new() })
}

fn supplement(scene: &Scene<'_>, cast: &mut Cast, chance: &mut Random) -> Act {
    let actor = cast.at_desk(scene.dossier, chance);
    match scene.dossier.closable_from().filter(|_| scene.fate.unanswered) {
        Some(day) => {
            let reason = "Quá 15 ngày không bổ sung hồ sơ".to_owned();
            let opening = scene.calendar().next_opening(instant(day.at(0, 0, 0, 0)));
            let at = scene.calendar().after_working_minutes(opening, 5 + chance.below(600) as u32);
            Act { at: at.max(scene.after(1.0)), actor, command: Command::CloseUnsupplemented(Reason { reason }) }
        }
        None => {
            let note = "Đã nộp đủ theo yêu cầu".to_owned();
            let command = Command::Supplement(Supplement { papers: Vec::new(), note });
            Act { at: scene.after(chance.between(200.0, 3600.0)), actor, command }
        }
    }
}

/// Finishes the step in its share of the limit, or more.
fn work(scene: &Scene<'_>, step: &Step, cast: &mut Cast, chance: &mut Random) -> Option<Act> {
    let Scene { dossier, fate, .. } = *scene;
    let action = scene.terms.definition.finishing_action(step.no)?;
    let pace = fate.pace * chance.between(0.6, 1.3);
    let at = scene.after(f64::from(step.budget_minutes) * pace);
    let asks = fate.asked_during && dossier.content.supplements.is_empty() && step.role() == Some(Role::Specialist);
    let command = match action {
        StepAction::Complete | StepAction::ProposeResult if asks && scene.acts > 2 => request(scene),
        StepAction::Complete => Command::CompleteStep(Note::default()),
        StepAction::RequirePayment => {
            let amount_vnd = Vnd(50_000 * i64::try_from(1 + chance.below(200)).unwrap_or(1));
            let notice = format!("Thông báo nộp thuế {}/TB", 100 + chance.below(9000));
            Command::RequirePayment(RequirePayment { amount_vnd, notice })
        }
        StepAction::Pause(reason) => {
            let legal_basis = "Thời gian không tính vào thời hạn theo quy định của thủ tục".to_owned();
            Command::Pause(Pause { reason, legal_basis, note: String::new() })
        }
        StepAction::ProposeResult => propose(scene),
        StepAction::Decide if fate.refused => Command::Refuse(Reason {
            reason: "Không đủ điều kiện theo quy định của pháp luật".to_owned(),
        }),
        StepAction::Decide => Command::Approve(Note::default()),
        StepAction::Seal => seal(),
        StepAction::Return => return Some(last_step(scene, step.no, at, cast, chance)),
    };
    Some(Act { at, actor: cast.holder(dossier, chance), command })
}

fn propose(scene: &Scene<'_>) -> Command {
    let result = &scene.terms.version.facts.result;
    let title = if result.is_empty() { "Kết quả giải quyết".to_owned() } else { result.clone() };
    let outcome = if scene.fate.refused { Outcome::Refused } else { Outcome::Granted };
    let summary = if scene.fate.refused { "Văn bản trả lời, nêu rõ lý do".to_owned() } else { String::new() };
    Command::ProposeResult(ProposeResult { outcome, title, summary, files: Vec::new() })
}

fn seal() -> Command {
    Command::Seal(Seal { seal: "Con dấu thứ nhất".to_owned(), copies: Some(1) })
}

/// The last step: sealed where that is part of it, put on the shelf, or handed over at once.
fn last_step(scene: &Scene<'_>, no: u16, at: Timestamp, cast: &mut Cast, chance: &mut Random) -> Act {
    let dossier = scene.dossier;
    let unsealed = dossier.content.result.as_ref().is_some_and(|result| result.sealed_at.is_none());
    if unsealed && scene.terms.definition.sealing_step() == Some(no) {
        return Act { at, actor: cast.holder(dossier, chance), command: seal() };
    }
    if dossier.instant {
        return hand_over(scene, scene.after(chance.between(2.0, 40.0)), cast, chance);
    }
    let command = Command::Deliver(Deliver { place: format!("Kệ {}", 1 + chance.below(12)) });
    Act { at, actor: cast.at_desk(dossier, chance), command }
}

fn hand_over(scene: &Scene<'_>, at: Timestamp, cast: &mut Cast, chance: &mut Random) -> Act {
    let command = Command::Return(Return {
        receiver: scene.dossier.content.owner.name.clone(),
        via: ReturnChannel::Counter,
        identity_checked: true,
        note: String::new(),
    });
    Act { at, actor: cast.at_desk(scene.dossier, chance), command }
}

/// Midnight of the day of a moment.
pub(crate) fn day_of(moment: Timestamp) -> jiff::civil::Date {
    local(moment).date()
}
