//! The catalogue as other rooms see it: what is published now, one version by its id, and loading
//! a list.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::{Actor, ProcedureId};
use db::events::{self, NewEvent};
use db::{Db, Tx};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::code::Key;
use crate::import::Parsed;
use crate::procedure::ProcedureVersion;
use crate::published::{Made, Published};
use crate::store;

/// How long the picture in memory is believed before the store is asked whether it changed.
const BELIEVED: SignedDuration = SignedDuration::from_secs(1);
/// The catalogue itself as the subject of events.
const SUBJECT: Uuid = Uuid::from_u128(0x0000_0000_6361_7461_6c6f_6775_6500_0001);

/// The catalogue. Cheap to clone; all clones see the same picture.
#[derive(Clone, Debug)]
pub struct Catalogue {
    db: Db,
    held: Arc<RwLock<Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    published: Arc<Published>,
    made: Made,
    checked_at: Timestamp,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Procedures that were not there before.
    pub added: usize,
    /// Procedures with a new version.
    pub changed: usize,
    /// Procedures that are as they were.
    pub unchanged: usize,
    /// Whether the everyday words changed.
    pub words_changed: bool,
    /// Whether the life events changed.
    pub events_changed: bool,
}

/// Why a list without errors could not be stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// A newer version stands already.
    #[error("{key} already has a version from {stands}: give that day or a later one, not {given}")]
    EarlierThanStored {
        /// The procedure.
        key: Key,
        /// First day of the stored version.
        stands: Date,
        /// First day asked for.
        given: Date,
    },
    /// The store.
    #[error("the list could not be stored")]
    Store(#[from] db::Error),
}

impl Catalogue {
    /// Loads what is published.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn load(db: Db, now: Timestamp) -> Result<Self, db::Error> {
        let held = read(&db, now).await?;
        Ok(Self { db, held: Arc::new(RwLock::new(held)) })
    }

    /// What is published now. Asks the store for one number when the last look is a second old, so
    /// that an import by another process is seen.
    ///
    /// # Errors
    /// Whatever the store refuses; the last picture stays.
    pub async fn current(&self, now: Timestamp) -> Result<Arc<Published>, db::Error> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        let same_day = held.made.on == day_of(now);
        if same_day && now.duration_since(held.checked_at).abs() < BELIEVED {
            return Ok(held.published);
        }
        let edition = self.db.read(store::edition).await?;
        if same_day && edition == held.made.edition {
            self.held.write().unwrap_or_else(PoisonError::into_inner).checked_at = now;
            return Ok(held.published);
        }
        self.reload(now).await
    }

    async fn reload(&self, now: Timestamp) -> Result<Arc<Published>, db::Error> {
        let held = read(&self.db, now).await?;
        let published = Arc::clone(&held.published);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        Ok(published)
    }

    /// One version, whether in force or not: the one a dossier keeps.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn version(&self, id: ProcedureId) -> Result<Option<Arc<ProcedureVersion>>, db::Error> {
        let held = Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).published);
        if let Some(version) = held.by_id(id) {
            return Ok(Some(Arc::clone(version)));
        }
        self.db.read(move |tx| Ok(store::by_id(tx, id)?.map(Arc::new))).await
    }

    /// One version inside a transaction: from memory where it is in force, else from the store.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub fn version_in(&self, tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<Arc<ProcedureVersion>>, db::Error> {
        let held = Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).published);
        if let Some(version) = held.by_id(id) {
            return Ok(Some(Arc::clone(version)));
        }
        Ok(store::by_id(tx, id)?.map(Arc::new))
    }

    /// Stores a list in one transaction and shows it at once.
    ///
    /// # Errors
    /// [`ImportFailure`]; then nothing has changed.
    pub async fn import(
        &self,
        parsed: Parsed,
        valid_from: Date,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Report, ImportFailure> {
        let report = self.db.write(move |tx| import(tx, &parsed, valid_from, &actor, now)).await?;
        self.reload(now).await?;
        Ok(report)
    }
}

/// Stores a list as part of the caller's transaction: a procedure whose facts differ from its
/// newest version gets a new one from the given day; what the list does not name stays.
///
/// # Errors
/// [`ImportFailure`]; the caller's transaction must not be kept.
pub fn import(
    tx: &mut Tx<'_>,
    parsed: &Parsed,
    valid_from: Date,
    actor: &Actor,
    now: Timestamp,
) -> Result<Report, ImportFailure> {
    let newest: BTreeMap<Key, ProcedureVersion> =
        store::newest(tx)?.into_iter().map(|version| (version.facts.key.clone(), version)).collect();
    let mut report = Report::default();
    for facts in &parsed.procedures {
        match newest.get(&facts.key) {
            Some(version) if version.facts == *facts => {
                report.unchanged += 1;
                continue;
            }
            Some(version) if version.valid_from > valid_from => {
                let (key, stands) = (facts.key.clone(), version.valid_from);
                return Err(ImportFailure::EarlierThanStored { key, stands, given: valid_from });
            }
            Some(version) => {
                store::close(tx, version.id, valid_from)?;
                report.changed += 1;
            }
            None => report.added += 1,
        }
        store::insert(tx, facts, valid_from, now)?;
    }
    if let Some(synonyms) = &parsed.synonyms
        && store::synonyms(tx)? != *synonyms
    {
        store::replace_synonyms(tx, synonyms)?;
        report.words_changed = true;
    }
    if let Some(events) = &parsed.events
        && store::events(tx)? != *events
    {
        store::replace_events(tx, events)?;
        report.events_changed = true;
    }
    if report.added + report.changed > 0 || report.words_changed || report.events_changed {
        record(tx, &report, actor, now)?;
    }
    Ok(report)
}

/// The published version of a procedure on a day, inside a transaction.
///
/// # Errors
/// Whatever the store refuses.
pub fn version_on(tx: &mut Tx<'_>, key: &Key, day: Date) -> Result<Option<ProcedureVersion>, db::Error> {
    store::by_key(tx, key, day)
}

/// One version by its id, inside a transaction.
///
/// # Errors
/// Whatever the store refuses.
pub fn version(tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<ProcedureVersion>, db::Error> {
    store::by_id(tx, id)
}

/// Counts the change and writes the event `catalogue.imported`.
fn record(tx: &mut Tx<'_>, report: &Report, actor: &Actor, now: Timestamp) -> Result<(), db::Error> {
    let version = store::next_edition(tx)?;
    let body = serde_json::json!(report);
    let event = NewEvent {
        subject_kind: "catalogue",
        subject: SUBJECT,
        version,
        kind: "catalogue.imported",
        at: now,
        actor: actor.account,
        actor_name: &actor.name,
        body: &body,
    };
    events::append(tx, &event).map(|_| ())
}

async fn read(db: &Db, now: Timestamp) -> Result<Held, db::Error> {
    let on = day_of(now);
    let (edition, published) = db
        .read(move |tx| {
            let published = Published::new(store::in_force(tx, on)?, &store::synonyms(tx)?);
            Ok::<_, db::Error>((store::edition(tx)?, published.with_events(store::events(tx)?)))
        })
        .await?;
    Ok(Held { published: Arc::new(published), made: Made { edition, on }, checked_at: now })
}

fn day_of(now: Timestamp) -> Date {
    calendar::local(now).date()
}

#[cfg(test)]
mod tests;
