//! Looks at the event log for all streams of a process, as long as there is one.
//!
//! The log is asked every two seconds for what came after the last position; that costs one read of
//! an index, whoever listens, and works alike on both engines and with several processes. Rejected:
//! LISTEN on PostgreSQL, which would keep a connection of its own and needs the same look after every
//! break, while two seconds are soon enough for people.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base::{Actor, DossierId};
use db::events::{self, Cursor};
use db::{Db, Tx};
use dossier::{Dossier, Dossiers, Which};
use tokio::sync::{Mutex as Turn, broadcast, watch};

/// Between two looks at the log.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Events read at one look; more are read at the next.
const EVENTS_MAX: i64 = 500;

/// Looks a slow stream may fall behind; then it is only told that much moved.
const LOOKS_KEPT: usize = 64;

/// Streams of one session: a few windows.
const OF_SESSION_MAX: usize = 4;

/// Streams of one process.
const STREAMS_MAX: usize = 5_000;

/// A dossier that moved, as it is now.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) dossier: Dossier,
    /// Who acted last.
    pub(crate) by: String,
}

/// What one look found.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) moved: Vec<Moved>,
    pub(crate) cursor: Cursor,
}

/// Streams of this process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dossiers: Dossiers,
    news: broadcast::Sender<Arc<News>>,
    closed: watch::Sender<bool>,
    seats: Mutex<Seats>,
    /// Up to where the log was read; held while it is read.
    position: Turn<Option<Cursor>>,
}

#[derive(Debug, Default)]
struct Seats {
    of_session: HashMap<String, usize>,
    count: usize,
    is_looking: bool,
}

/// The place of a stream; given back when the stream ends.
#[derive(Debug)]
pub(crate) struct Seat {
    live: Live,
    session: String,
}

impl Live {
    pub(crate) fn new(dossiers: Dossiers) -> Self {
        let (news, _) = broadcast::channel(LOOKS_KEPT);
        let (closed, _) = watch::channel(false);
        Self(Arc::new(Inner { dossiers, news, closed, seats: Mutex::default(), position: Turn::default() }))
    }

    /// Ends every stream and opens no more: the process is about to stop.
    pub fn close(&self) {
        self.0.closed.send_replace(true);
    }

    pub(crate) fn closed(&self) -> watch::Receiver<bool> {
        self.0.closed.subscribe()
    }

    /// A place for one more stream; `None` when the session, or the process, has enough.
    pub(crate) fn take_seat(&self, session: &str) -> Option<Seat> {
        let mut seats = self.seats();
        let of_session = seats.of_session.get(session).copied().unwrap_or_default();
        if of_session >= OF_SESSION_MAX || seats.count >= STREAMS_MAX || *self.0.closed.borrow() {
            return None;
        }
        seats.of_session.insert(session.to_owned(), of_session + 1);
        seats.count += 1;
        Some(Seat { live: self.clone(), session: session.to_owned() })
    }

    /// Joins those who are told. What happens from now on is told to them.
    pub(crate) async fn join(&self, db: &Db) -> Result<broadcast::Receiver<Arc<News>>, db::Error> {
        let mut position = self.0.position.lock().await;
        if position.is_none() {
            *position = Some(db.read(events::head).await?);
        }
        let receiver = self.0.news.subscribe();
        drop(position);
        let begins = !std::mem::replace(&mut self.seats().is_looking, true);
        if begins {
            tokio::spawn(look_again(self.clone(), db.clone()));
        }
        Ok(receiver)
    }

    /// Looks at the log once and tells everybody what came.
    pub(crate) async fn look(&self, db: &Db) -> Result<(), dossier::Error> {
        let mut position = self.0.position.lock().await;
        let Some(before) = *position else { return Ok(()) };
        let Some(news) = self.since(db, before).await? else { return Ok(()) };
        *position = Some(news.cursor);
        // Nobody listening is no fault.
        let _ = self.0.news.send(Arc::new(news));
        Ok(())
    }

    /// What came after a position, each dossier once and as it is now.
    pub(crate) async fn since(&self, db: &Db, before: Cursor) -> Result<Option<News>, dossier::Error> {
        let read = move |tx: &mut Tx<'_>| events::after(tx, before, EVENTS_MAX);
        let written = db.read::<_, _, db::Error>(read).await?;
        let Some(cursor) = written.last().map(events::Event::cursor) else { return Ok(None) };
        let of_dossiers = written.into_iter().filter(|event| event.subject_kind == "dossier");
        let last: HashMap<_, _> = of_dossiers.map(|event| (event.subject, event.actor_name)).collect();
        let mut moved = Vec::with_capacity(last.len());
        for (subject, by) in last {
            let which = Which::Id(DossierId::from_uuid(subject));
            match self.0.dossiers.read(&Actor::system(), which).await {
                Ok(dossier) => moved.push(Moved { dossier, by }),
                Err(dossier::Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        moved.sort_by_key(|moved| moved.dossier.id);
        Ok(Some(News { moved, cursor }))
    }

    /// Stops looking when nobody listens; whoever comes next begins anew.
    async fn rests(&self) -> bool {
        let mut position = self.0.position.lock().await;
        let mut seats = self.seats();
        if seats.count > 0 {
            return false;
        }
        seats.is_looking = false;
        *position = None;
        true
    }

    fn seats(&self) -> std::sync::MutexGuard<'_, Seats> {
        self.0.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.live.seats();
        seats.count = seats.count.saturating_sub(1);
        if let Some(of_session) = seats.of_session.get_mut(&self.session) {
            *of_session -= 1;
            if *of_session == 0 {
                seats.of_session.remove(&self.session);
            }
        }
    }
}

async fn look_again(live: Live, db: Db) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if live.rests().await {
            return;
        }
        if let Err(error) = live.look(&db).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the log could not be looked at for open pages");
        }
    }
}

/// A position as streams write it.
pub(crate) fn write_position(cursor: Cursor) -> String {
    format!("{}-{}", cursor.txid, cursor.seq)
}

pub(crate) fn read_position(text: &str) -> Option<Cursor> {
    let (txid, seq) = text.split_once('-')?;
    Some(Cursor { txid: txid.parse().ok()?, seq: seq.parse().ok()? })
}
