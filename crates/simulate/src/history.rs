//! A whole history: one thread tells it, the other writes what was told before.

use db::{Db, events, number};
use dossier::{Chapter, Dossiers};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::runtime::Handle;

use crate::Error;
use crate::act::day_of;
use crate::cast::Cast;
use crate::offer::offers;
use crate::world::{Making, World};

/// The name under which the log remembers how far a simulation wrote it.
const FOLLOWER: &str = "simulate";

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many dossiers.
    pub dossiers: u64,
    /// How many of them shall be left open besides those that are just being worked on.
    pub open: u64,
    /// First day.
    pub from: Date,
    /// Where the history ends: now.
    pub until: Timestamp,
    /// The same seed tells the same story.
    pub seed: u64,
    /// Go on although somebody else filed dossiers here.
    pub among_real: bool,
}

/// What was made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Dossiers filed.
    pub dossiers: u64,
    /// Of them not at their end.
    pub open: u64,
    /// Lines of the log.
    pub events: u64,
}

/// Makes a history; `told` hears of the progress after each transaction.
///
/// # Errors
/// See [`Error`]. What was written before an error is whole: log and rows agree.
pub async fn history(db: &Db, dossiers: &Dossiers, plan: Plan, mut told: impl FnMut(Made)) -> Result<Made, Error> {
    if plan.from >= day_of(plan.until) {
        return Err(Error::NoTime(plan.from));
    }
    if !plan.among_real && holds_real_dossiers(db).await? {
        return Err(Error::RealDossiers);
    }
    let mut cast = Cast::new(plan.seed);
    let opening = dossiers.calendar().opening_of(plan.from);
    let first = dossiers.calendar().after_working_minutes(opening, 60);
    let offers = offers(dossiers, &mut cast, first).await?;
    let making = Making {
        dossiers: dossiers.clone(),
        seed: plan.seed,
        count: plan.dossiers,
        open: plan.open,
        from: plan.from,
        until: plan.until,
    };
    let mut world = World::new(making, cast, offers);
    let mut made = Made::default();
    let mut writing: Option<tokio::task::JoinHandle<Result<(), db::Error>>> = None;
    loop {
        let (store, runtime) = (db.clone(), Handle::current());
        let telling = tokio::task::spawn_blocking(move || {
            let last = |series: &str| {
                let (store, series) = (store.clone(), series.to_owned());
                runtime.block_on(store.read(move |tx| number::last(tx, &series)))
            };
            let chapter = world.chapter(&last)?;
            Ok::<_, Error>((world, chapter))
        });
        let (back, chapter) = telling.await.map_err(|_| Error::CutOff)??;
        world = back;
        if let Some(before) = writing.take() {
            before.await.map_err(|_| Error::CutOff)??;
            told(made);
        }
        if chapter.said.is_empty() {
            return Ok(made);
        }
        made = Made { dossiers: world.filed(), open: world.open(), events: made.events + chapter.said.len() as u64 };
        writing = Some(tokio::spawn(write(db.clone(), dossiers.clone(), chapter)));
    }
}

async fn write(db: Db, dossiers: Dossiers, chapter: Chapter) -> Result<(), db::Error> {
    db.write(move |tx| {
        let seq = dossiers.write_chapter(tx, &chapter)?;
        let cursor = events::cursor_at(tx, seq)?;
        events::set_position(tx, FOLLOWER, cursor)
    })
    .await
}

/// Whether anybody but a simulation filed or moved a dossier here.
pub(crate) async fn holds_real_dossiers(db: &Db) -> Result<bool, db::Error> {
    db.read(|tx| {
        let mut cursor = events::position(tx, FOLLOWER)?;
        loop {
            let page = events::after(tx, cursor, 1000)?;
            // The worker tells of alerts and new dates on its own.
            let by_people = |event: &events::Event| {
                event.subject_kind == "dossier"
                    && !matches!(event.kind.as_str(), "dossier.alerted" | "dossier.rescheduled")
            };
            if page.iter().any(by_people) {
                return Ok(true);
            }
            match page.last() {
                Some(last) => cursor = last.cursor(),
                None => return Ok(false),
            }
        }
    })
    .await
}
