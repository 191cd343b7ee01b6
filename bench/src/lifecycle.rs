//! Whole lives: filed, received, every step, approved, sealed, delivered, returned, each act a durable
//! transaction of its own. Beside it the same rows and lines written by hand, as many acts in one commit
//! as there are clients.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use base::{Actor, PersonalId};
use calendar::{Clock as _, SystemClock, local};
use dossier::command::{Accept, Deliver, Note, ProposeResult, Return, Seal};
use dossier::{Command, Dossier, Outcome, Request, ReturnChannel, State, Which};
use workflow::{Definition, StepAction};

use crate::load::Centre;
use crate::{Failure, raw};

const CLIENTS: usize = 64;
/// More acts than any life has.
const ACTS_MAX: usize = 40;
/// A full life a second that a province needs at a million dossiers, and how much may be lost on the way.
const BUDGET: f64 = 150.0;
const KEPT: f64 = 0.85;

/// Rates at the sizes measured, in order.
#[derive(Default)]
pub(crate) struct Table(Vec<Line>);

struct Line {
    size: usize,
    lives: f64,
    acts: f64,
    raw: Option<f64>,
}

impl Table {
    /// Measures at the size the store has now.
    pub(crate) async fn measure(&mut self, centre: &Centre, folder: &Path, count: usize) -> Result<(), Failure> {
        let size = centre.count().await?;
        let (lives, acts) = run(centre, count).await?;
        let by_hand = centre.app.db.engine() == db::Engine::Sqlite;
        let raw = by_hand.then(|| raw::live_many(folder, centre, count, CLIENTS, acts.round() as usize)).transpose()?;
        self.0.push(Line { size, lives, acts, raw });
        Ok(())
    }

    /// Prints what was measured; false where a budget is missed.
    pub(crate) fn print(&self) -> bool {
        println!("\nWhole lives a second, {CLIENTS} clients, every act a transaction; raw: the same rows by hand\n");
        println!("| dossiers | lives a second | acts in a life | raw loop | ratio | of the first | |");
        println!("|---|---|---|---|---|---|---|");
        let first = self.0.first().map_or(1.0, |line| line.lives);
        let mut all = true;
        for line in &self.0 {
            let kept = line.lives / first;
            let passed = line.lives >= BUDGET && kept >= KEPT;
            all &= passed;
            let raw = line.raw.map_or_else(|| "–".to_owned(), |raw| format!("{raw:.0}"));
            let ratio = line.raw.map_or_else(|| "–".to_owned(), |raw| format!("{:.0}%", 100.0 * line.lives / raw));
            let verdict = if passed { "pass" } else { "FAIL" };
            println!(
                "| {} | {:.0} | {:.0} | {raw} | {ratio} | {:.0}% | {verdict} |",
                line.size,
                line.lives,
                line.acts,
                100.0 * kept
            );
        }
        all
    }
}

async fn run(centre: &Centre, count: usize) -> Result<(f64, f64), Failure> {
    let (begun, left, acts) = (Instant::now(), Arc::new(AtomicUsize::new(count)), Arc::new(AtomicUsize::new(0)));
    let dossiers = &centre.app.dossiers;
    let version = dossiers.catalogue().version(centre.filing.procedure).await?;
    let version = version.ok_or("the building permit is not published")?;
    let definition = dossiers.workflows().in_force(&version, local(SystemClock.now()).date()).await?;
    let definition = definition.ok_or("the building permit has no process")?;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let (dossiers, filing, definition) =
            (centre.app.dossiers.clone(), centre.filing.clone(), Arc::clone(&definition));
        let (left, acts) = (Arc::clone(&left), Arc::clone(&acts));
        tasks.spawn(async move {
            let actor = Actor::system();
            while let Ok(number) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)) {
                let mut filing = filing.clone();
                filing.owner.personal_id = PersonalId::parse(&format!("{number:012}")).ok();
                let mut dossier = dossiers.file(&actor, filing, Vec::new(), Request::at(SystemClock.now())).await?;
                acts.fetch_add(1, Ordering::Relaxed);
                for _ in 0..ACTS_MAX {
                    let Some(command) = next(&dossier, &definition) else { break };
                    let (which, request) = (Which::Id(dossier.id), Request::at(SystemClock.now()));
                    dossier = dossiers.execute_all(&actor, which, dossier.version, vec![command], request).await?;
                    acts.fetch_add(1, Ordering::Relaxed);
                }
                if !dossier.state.is_closed() {
                    return Err(Failure::from(format!("a life stopped in {:?}", dossier.state.name())));
                }
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    Ok((count as f64 / seconds, acts.load(Ordering::Relaxed) as f64 / count.max(1) as f64))
}

/// What finishes the step, straight to the end.
fn next(dossier: &Dossier, definition: &Definition) -> Option<Command> {
    let step = match dossier.state {
        State::Submitted => return Some(Command::Accept(Accept::default())),
        State::Received { step } | State::InProgress { step } => step,
        State::Resolved { .. } => return Some(hand_over(dossier)),
        State::Draft
        | State::Declined { .. }
        | State::AwaitingSupplement { .. }
        | State::AwaitingPayment { .. }
        | State::Paused { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => return None,
    };
    let unsealed = dossier.content.result.as_ref().is_some_and(|result| result.sealed_at.is_none());
    match definition.finishing_action(step)? {
        StepAction::Complete => Some(Command::CompleteStep(Note::default())),
        StepAction::ProposeResult => Some(Command::ProposeResult(ProposeResult {
            outcome: Outcome::Granted,
            title: "Giấy phép xây dựng".to_owned(),
            summary: String::new(),
            files: Vec::new(),
        })),
        StepAction::Decide => Some(Command::Approve(Note::default())),
        StepAction::Return if !(unsealed && definition.sealing_step() == Some(step)) => {
            Some(Command::Deliver(Deliver::default()))
        }
        StepAction::Seal | StepAction::Return => Some(Command::Seal(Seal::default())),
        StepAction::RequirePayment | StepAction::Pause(_) => None,
    }
}

fn hand_over(dossier: &Dossier) -> Command {
    Command::Return(Return {
        receiver: dossier.content.owner.name.clone(),
        via: ReturnChannel::Counter,
        identity_checked: true,
        note: String::new(),
    })
}
