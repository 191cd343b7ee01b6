//! Whatever is done to a dossier, in whatever order and with a worker coming by now and then: what is
//! planned is what would be planned from nothing.

use base::{Role, Vnd};
use calendar::PauseReason;
use dossier::command::{
    Accept, Annotate, Apologise, AskOpinion, Assign, ConfirmPayment, Deliver, Extend, GiveOpinion, Note, Pause,
    ProposeResult, Reason, RequestSupplement, RequirePayment, Return, Seal, Stop, Supplement, SupplementItem, Transfer,
};
use dossier::{Channel, Command, CommandName, Dossier, ExtensionUnit, Outcome, ReturnChannel, State};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, LAND_TRANSFER, World};

/// A command with harmless data, as the dossier stands.
fn any(name: CommandName, dossier: &Dossier) -> Option<Command> {
    let text = || "Lý do".to_owned();
    let reason = || Reason { reason: text() };
    Some(match name {
        CommandName::Submit => return None,
        CommandName::Accept => Command::Accept(Accept::default()),
        CommandName::Decline => Command::Decline(reason()),
        CommandName::RequestSupplement => {
            let item = SupplementItem { paper: Some(1), what: text(), legal_basis: String::new() };
            Command::RequestSupplement(RequestSupplement { items: vec![item], reason: text() })
        }
        CommandName::Supplement => Command::Supplement(Supplement { papers: Vec::new(), note: text() }),
        CommandName::CompleteStep => Command::CompleteStep(Note::default()),
        CommandName::SendBack => Command::SendBack(reason()),
        CommandName::Pause => {
            Command::Pause(Pause { reason: PauseReason::Fieldwork, legal_basis: text(), note: String::new() })
        }
        CommandName::Resume => Command::Resume(Note::default()),
        CommandName::Extend => {
            let (value, unit) = ("2".to_owned(), ExtensionUnit::WorkingDay);
            Command::Extend(Extend { value, unit, legal_basis: text(), reason: text() })
        }
        CommandName::Apologise => {
            Command::Apologise(Apologise { value: "9".to_owned(), unit: ExtensionUnit::CalendarDay, reason: text() })
        }
        CommandName::RequirePayment => {
            Command::RequirePayment(RequirePayment { amount_vnd: Vnd(7), notice: String::new() })
        }
        CommandName::ConfirmPayment => Command::ConfirmPayment(ConfirmPayment { amount_vnd: Vnd(7), proof: text() }),
        CommandName::ProposeResult => {
            let (title, summary) = (text(), String::new());
            Command::ProposeResult(ProposeResult { outcome: Outcome::Granted, title, summary, files: Vec::new() })
        }
        CommandName::Approve => Command::Approve(Note::default()),
        CommandName::Refuse => Command::Refuse(reason()),
        CommandName::Seal => Command::Seal(Seal::default()),
        CommandName::Deliver => Command::Deliver(Deliver::default()),
        CommandName::Return => {
            let receiver = dossier.content.owner.name.clone();
            let (via, note) = (ReturnChannel::Counter, String::new());
            Command::Return(Return { receiver, via, identity_checked: true, note })
        }
        CommandName::Withdraw => Command::Withdraw(reason()),
        CommandName::Stop => Command::Stop(Stop { reason: text(), legal_basis: text() }),
        CommandName::Annotate => Command::Annotate(Annotate { note: text() }),
        CommandName::Assign => Command::Assign(Assign { officer: None, note: text() }),
        CommandName::AskOpinion => {
            let (agency, unit) = (dossier.office_agency, None);
            Command::AskOpinion(AskOpinion { agency, unit, question: text(), days: None })
        }
        CommandName::GiveOpinion => {
            let no = dossier.open_opinions().next().map_or(1, |opinion| opinion.no);
            Command::GiveOpinion(GiveOpinion { no, agrees: true, text: text() })
        }
        CommandName::Transfer => Command::Transfer(Transfer { agency: dossier.office_agency, reason: text() }),
        CommandName::CloseUnsupplemented => Command::CloseUnsupplemented(reason()),
    })
}

/// What goes on with a dossier, so that a story does not end at once.
fn goes_on(dossier: &Dossier) -> CommandName {
    match &dossier.state {
        State::Submitted => CommandName::Accept,
        State::AwaitingSupplement { .. } => CommandName::Supplement,
        State::AwaitingPayment { .. } => CommandName::ConfirmPayment,
        State::Paused { .. } => CommandName::Resume,
        State::Draft
        | State::Declined { .. }
        | State::Received { .. }
        | State::InProgress { .. }
        | State::Resolved { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => match dossier.holder.map(|holder| holder.role) {
            Some(Role::StampKeeper) => CommandName::Seal,
            Some(Role::ReturnOfficer) => CommandName::Deliver,
            Some(_) | None => CommandName::CompleteStep,
        },
    }
}

/// One act: a command by number (or whatever goes on), after some hours; a worker comes by or not.
type Act = (Option<usize>, i64, bool);

async fn tell(world: &World, channel: Channel, procedure: &str, acts: &[Act]) -> Result<(), TestCaseError> {
    let mut dossier = world.file(procedure, channel, Vec::new()).await;
    for (choice, hours, worker_comes) in acts {
        world.clock.advance(SignedDuration::from_hours(*hours));
        if *worker_comes {
            world.worker().await;
            dossier = world.read(&dossier).await;
        }
        let name = choice.map_or_else(|| goes_on(&dossier), |choice| CommandName::ALL[choice]);
        let Some(command) = any(name, &dossier) else { continue };
        if let Ok(after) = world.tries(&dossier, command).await {
            dossier = after;
        }
        let (kept, fresh) = (world.planned(&dossier).await, world.made_afresh(&dossier).await);
        prop_assert_eq!(kept, fresh, "after {} in {:?}", name.name(), dossier.state);
    }
    world.clock.advance(SignedDuration::from_hours(24 * 90));
    world.worker().await;
    prop_assert_eq!(world.planned(&dossier).await, Vec::new(), "everything that was due has been told");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_any_commands_the_plan_is_the_one_made_from_nothing() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let start = world.now();
        let act = (prop::option::weighted(0.4, 0..CommandName::ALL.len()), 0_i64..60, prop::bool::weighted(0.3));
        let story = (any_channel(), prop::bool::ANY, prop::collection::vec(act, 1..25));
        let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
        let runner = tokio::task::spawn_blocking(move || {
            let runtime = tokio::runtime::Handle::current();
            TestRunner::new(config).run(&story, |(channel, is_land, acts)| {
                world.clock.set(start);
                let procedure = if is_land { LAND_TRANSFER } else { BUILDING_PERMIT };
                runtime.block_on(tell(&world, channel, procedure, &acts))
            })
        });
        runner.await.unwrap().unwrap();
    })
    .await;
}

fn any_channel() -> impl Strategy<Value = Channel> {
    prop_oneof![Just(Channel::Online), Just(Channel::Counter)]
}
