//! The editions in memory: the current one whole, some old ones for explanations.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use base::{Actor, OfficeId};
use db::idempotency::{self, Claim};
use db::{Db, Json, Tx};
use jiff::Timestamp;
use jobs::Wake;

use crate::edition::Stamp;
use crate::rules::Rules;
use crate::{Change, ChangeError, Edition, change, store};

/// Old editions kept built; an edition is some hundred kilobytes.
const KEPT_MAX: usize = 8;

/// The calendars of the installation. Cheap to clone; all clones see a refresh.
#[derive(Clone, Debug)]
pub struct Timetable {
    db: Db,
    current: Arc<RwLock<Arc<Edition>>>,
    kept: Arc<Mutex<Vec<Arc<Edition>>>>,
    wake: Wake,
}

/// A change on its way into the store.
#[derive(Clone, Debug)]
pub struct Save {
    /// The edition its author saw.
    pub seen: i64,
    /// What to change.
    pub change: Change,
    /// The decision or the reason.
    pub reason: String,
    /// Who changes it.
    pub actor: Actor,
    /// From which network address.
    pub client: Option<std::net::IpAddr>,
    /// Makes sending the same form twice harmless.
    pub key: String,
    /// When.
    pub now: Timestamp,
}

/// Why a change was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody else saved in the meantime.
    #[error("edition {seen} was seen, {current} is current")]
    Stale {
        /// The edition the author saw.
        seen: i64,
        /// The one that is current.
        current: i64,
    },
    /// The change cannot be made.
    #[error("the change was refused")]
    Refused(#[from] ChangeError),
    /// The store failed.
    #[error("the edition could not be stored")]
    Store(#[from] db::Error),
}

impl Timetable {
    /// Loads the current edition; the shipped calendar becomes the first where there is none.
    ///
    /// # Errors
    /// Whatever the store refuses; rules in it that make no calendar.
    pub async fn load(db: Db, now: Timestamp) -> Result<Self, db::Error> {
        let current = match db.read(newest).await? {
            Some(current) => current,
            None => db.write(move |tx| first(tx, now)).await?,
        };
        let current = Arc::new(RwLock::new(Arc::new(current)));
        Ok(Self { db, current, kept: Arc::default(), wake: Wake::new() })
    }

    /// The edition that holds now, as this process knows it.
    #[must_use]
    pub fn current(&self) -> Arc<Edition> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The edition that a transaction sees, whatever this process knew before: two processes that
    /// compute in one order of transactions agree.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub fn current_in(&self, tx: &mut Tx<'_>) -> Result<Arc<Edition>, db::Error> {
        let number = store::newest(tx)?.unwrap_or(0);
        self.edition_in(tx, number)
    }

    /// An edition by its number, old ones built when they are asked for.
    ///
    /// # Errors
    /// [`db::Error::RowCount`] when there is none of that number; whatever the store refuses.
    pub fn edition_in(&self, tx: &mut Tx<'_>, number: i64) -> Result<Arc<Edition>, db::Error> {
        let current = self.current();
        if current.number() == number {
            return Ok(current);
        }
        if let Some(kept) = self.kept().iter().find(|edition| edition.number() == number) {
            return Ok(Arc::clone(kept));
        }
        let edition = Arc::new(load(tx, number)?);
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push(Arc::clone(&edition));
        Ok(edition)
    }

    /// Looks whether another process saved; otherwise reads one number. `true` when it had.
    ///
    /// # Errors
    /// Whatever the store refuses; the last edition stays.
    pub async fn refresh(&self) -> Result<bool, db::Error> {
        let held = self.current().number();
        let newer = move |tx: &mut Tx<'_>| match store::newest(tx)? {
            Some(number) if number != held => load(tx, number).map(Some),
            Some(_) | None => Ok(None),
        };
        let Some(newer) = self.db.read(newer).await? else { return Ok(false) };
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        // A slower refresh must not put an older edition back.
        if newer.number() > current.number() {
            *current = Arc::new(newer);
        }
        Ok(true)
    }

    /// Saves a change as a new edition with its audit entry, shows it at once and wakes whoever
    /// recomputes the open dossiers.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing has changed.
    pub async fn save<K>(&self, save: Save, knows: K) -> Result<i64, SaveError>
    where
        K: Fn(OfficeId) -> bool + Send + Sync + 'static,
    {
        let number = self.db.write(move |tx| write(tx, &save, &knows)).await?;
        self.refresh().await?;
        self.wake.now();
        Ok(number)
    }

    /// Ends the rest of the job that recomputes, when there is something to do.
    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Edition>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn newest(tx: &mut Tx<'_>) -> Result<Option<Edition>, db::Error> {
    store::newest(tx)?.map(|number| load(tx, number)).transpose()
}

fn first(tx: &mut Tx<'_>, now: Timestamp) -> Result<Edition, db::Error> {
    let (rules, system) = (Rules::shipped(), Actor::system());
    store::insert(tx, 1, now, system.account, &system.name, "", Json(&rules), Some(now))?;
    load(tx, 1)
}

fn load(tx: &mut Tx<'_>, number: i64) -> Result<Edition, db::Error> {
    let row = store::edition(tx, number)?;
    let row = row.ok_or(db::Error::RowCount { query: "timetable::store::edition", found: 0 })?;
    let stamp = Stamp { at: row.made_at, by: row.made_by, by_name: row.made_by_name, reason: row.reason };
    Edition::new(number, stamp, row.content.0)
        .map_err(|error| db::Error::Decode { column: 5, reason: error.to_string() })
}

/// Writes once, however often the same form is sent.
fn write(tx: &mut Tx<'_>, save: &Save, knows: &impl Fn(OfficeId) -> bool) -> Result<i64, SaveError> {
    let (account, fingerprint) =
        (save.actor.account, format!("timetable {} {:?} {}", save.seen, save.change, save.reason));
    if let Claim::Seen(answer) = idempotency::claim(tx, account, &save.key, &fingerprint, save.now)?
        && let Some(number) = answer.get("edition").and_then(serde_json::Value::as_i64)
    {
        return Ok(number);
    }
    let number = write_edition(tx, save, knows)?;
    idempotency::finish(tx, account, &save.key, &serde_json::json!({ "edition": number }))?;
    Ok(number)
}

fn write_edition(tx: &mut Tx<'_>, save: &Save, knows: &impl Fn(OfficeId) -> bool) -> Result<i64, SaveError> {
    change::reason(&save.reason)?;
    let current = store::newest(tx)?.unwrap_or(0);
    if current != save.seen {
        return Err(SaveError::Stale { seen: save.seen, current });
    }
    let before = load(tx, current)?;
    let rules = before.rules().with(&save.change, knows)?;
    let (number, actor) = (current + 1, &save.actor);
    let written = store::insert(tx, number, save.now, actor.account, &actor.name, &save.reason, Json(&rules), None)?;
    if written == 0 {
        return Err(SaveError::Stale { seen: save.seen, current: number });
    }
    let subject = number.to_string();
    let entry = audit::Entry {
        kind: audit::Kind::TimetableChanged,
        actor,
        subject: audit::Subject::Named(&subject),
        detail: save.change.name(),
        client: save.client,
        at: save.now,
    };
    audit::record(tx, &entry)?;
    Ok(number)
}

#[cfg(test)]
mod tests;
