//! Versions of processes that an office draws itself: a draft, checked, tried out, and published
//! from a day on by somebody else than its editors. Published versions are never edited; a dossier
//! keeps the version of the day it was filed.

#[cfg(test)]
mod tests;

use base::{AccountId, Actor, ProcedureId, WorkflowId};
use catalogue::ProcedureVersion;
use db::{Json, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::process::Process;
use crate::sound::{ProcessError, Sound, Staffing, Terms, unfollowed};
use crate::{Definition, definition_of};

db::row! {
    /// A stored version.
    pub struct Version {
        /// What a dossier keeps.
        pub id: WorkflowId,
        /// The procedure.
        pub procedure_key: String,
        /// The version of the procedure it was checked against.
        pub procedure_id: ProcedureId,
        /// The limit its budgets sum to.
        pub limit_minutes: i64,
        /// Whether it is published; else it is the draft.
        pub published: bool,
        /// First day in force.
        pub valid_from: Option<Date>,
        /// The process.
        pub body: Json<Process>,
        /// Changes so far.
        pub edition: i64,
        /// Accounts that changed it.
        pub editors: Json<Vec<AccountId>>,
        /// Who changed it last.
        pub edited_by_name: String,
        /// When.
        pub edited_at: Timestamp,
        /// Who published it; empty for a draft.
        pub published_by_name: String,
        /// When.
        pub published_at: Option<Timestamp>,
    }
}

/// Why a draft was not saved or published.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    /// Somebody else changed the draft meanwhile.
    #[error("the draft was changed by somebody else meanwhile")]
    Changed,
    /// There is no draft.
    #[error("there is no draft")]
    NoDraft,
    /// Whoever edits does not publish.
    #[error("whoever changed the draft may not publish it")]
    OwnDraft,
    /// The procedure has no published limit.
    #[error("the procedure has no published time limit")]
    NoLimit,
    /// It cannot be followed.
    #[error("the process is not sound")]
    Unsound(Vec<ProcessError>),
    /// The day lies in the past.
    #[error("a version takes effect today or later")]
    Past,
    /// The store.
    #[error("the process could not be stored")]
    Store(#[from] db::Error),
}

/// The limit that the budgets of a procedure's process sum to.
///
/// # Errors
/// [`VersionError::NoLimit`].
pub fn limit_minutes(version: &ProcedureVersion) -> Result<u32, VersionError> {
    version.facts.binding_limit().map(catalogue::budget_minutes).ok_or(VersionError::NoLimit)
}

/// The draft of a procedure.
///
/// # Errors
/// The store's.
pub fn draft(tx: &mut Tx<'_>, key: &catalogue::Key) -> Result<Option<Version>, db::Error> {
    select_draft(tx, &key.to_string())
}

/// The published versions of a procedure, latest first.
///
/// # Errors
/// The store's.
pub fn published(tx: &mut Tx<'_>, key: &catalogue::Key) -> Result<Vec<Version>, db::Error> {
    select_published(tx, &key.to_string())
}

/// Every draft and published version, by procedure.
///
/// # Errors
/// The store's.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Version>, db::Error> {
    select_all(tx)
}

/// The process in force for a procedure version on a day: the latest that an office published and
/// whose budgets sum to the limit of this version, else the one made from the published steps.
///
/// # Errors
/// The store's.
pub fn definition_on(tx: &mut Tx<'_>, version: &ProcedureVersion, day: Date) -> Result<Option<Definition>, db::Error> {
    let Ok(limit) = limit_minutes(version) else { return Ok(None) };
    let own = select_in_force(tx, &version.facts.key.to_string(), i64::from(limit), day)?;
    match own.and_then(Version::definition) {
        Some(definition) => Ok(Some(definition)),
        None => definition_of(tx, version.id),
    }
}

/// Keeps a draft. `seen` is the edition the editor saw; 0 begins one.
///
/// # Errors
/// [`VersionError::Changed`] when it is another by now.
pub fn save_draft(
    tx: &mut Tx<'_>,
    version: &ProcedureVersion,
    process: &Process,
    seen: i64,
    (by, now): (&Actor, Timestamp),
) -> Result<(), VersionError> {
    let limit = i64::from(limit_minutes(version)?);
    let key = version.facts.key.to_string();
    let known = select_draft(tx, &key)?;
    if known.as_ref().map_or(0, |known| known.edition) != seen {
        return Err(VersionError::Changed);
    }
    let Some(known) = known else {
        let id = WorkflowId::new(now);
        let editors = Json(vec![by.account]);
        let kept = insert_draft(tx, id, &key, version.id, limit, Json(process), editors, &by.name, now)?;
        return if kept == 1 { Ok(()) } else { Err(VersionError::Changed) };
    };
    let mut editors = known.editors.0;
    if !editors.contains(&by.account) {
        editors.push(by.account);
    }
    let kept = update_draft(tx, known.id, seen, version.id, limit, Json(process), Json(editors), &by.name, now)?;
    if kept == 1 { Ok(()) } else { Err(VersionError::Changed) }
}

/// Throws a draft away.
///
/// # Errors
/// [`VersionError::Changed`] when it is another by now.
pub fn discard_draft(tx: &mut Tx<'_>, key: &catalogue::Key, seen: i64) -> Result<(), VersionError> {
    let gone = delete_draft(tx, &key.to_string(), seen)?;
    if gone == 1 { Ok(()) } else { Err(VersionError::Changed) }
}

/// Publishes a draft from a day on. Whoever changed it leaves that to somebody else.
///
/// # Errors
/// [`VersionError`]; then the draft stays as it is.
pub fn publish(
    tx: &mut Tx<'_>,
    version: &ProcedureVersion,
    (seen, valid_from): (i64, Date),
    staffing: &dyn Staffing,
    (by, now): (&Actor, Timestamp),
) -> Result<(), VersionError> {
    let draft = draft(tx, &version.facts.key)?.ok_or(VersionError::NoDraft)?;
    if draft.edition != seen {
        return Err(VersionError::Changed);
    }
    if draft.editors.0.contains(&by.account) {
        return Err(VersionError::OwnDraft);
    }
    if valid_from < calendar::local(now).date() {
        return Err(VersionError::Past);
    }
    let limit = followed(draft.body.0, version, staffing)?;
    let kept = update_to_published(tx, draft.id, seen, version.id, limit, valid_from, &by.name, now)?;
    if kept == 1 { Ok(()) } else { Err(VersionError::Changed) }
}

/// Publishes a process that came from another site; `false` when it is there already.
///
/// # Errors
/// As [`publish`], but for the second pair of eyes: the other site had it.
pub fn import(
    tx: &mut Tx<'_>,
    version: &ProcedureVersion,
    (process, valid_from): (Process, Date),
    staffing: &dyn Staffing,
    (by, now): (&Actor, Timestamp),
) -> Result<bool, VersionError> {
    let key = version.facts.key.to_string();
    let from_that_day = select_from_day(tx, &key, valid_from)?;
    if from_that_day.is_some_and(|known| known.body.0 == process) {
        return Ok(false);
    }
    let limit = followed(process.clone(), version, staffing)?;
    let id = WorkflowId::new(now);
    insert_published(
        tx,
        id,
        &key,
        version.id,
        limit,
        valid_from,
        Json(&process),
        Json(vec![by.account]),
        &by.name,
        now,
    )?;
    Ok(true)
}

/// The limit of a process that dossiers can follow.
fn followed(process: Process, version: &ProcedureVersion, staffing: &dyn Staffing) -> Result<i64, VersionError> {
    let limit_minutes = limit_minutes(version)?;
    check(process, Terms { limit_minutes, staffing }).map_err(VersionError::Unsound)?;
    Ok(i64::from(limit_minutes))
}

/// Checks that a process is sound, holds its terms, and can be followed by dossiers.
///
/// # Errors
/// Everything wrong, each naming its step.
pub(crate) fn check(process: Process, terms: Terms<'_>) -> Result<(), Vec<ProcessError>> {
    let sound = Sound::check(process, terms)?;
    let wrong = unfollowed(&sound);
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

impl Version {
    /// What dossiers follow; none where the version was never sound.
    pub(crate) fn definition(self) -> Option<Definition> {
        let sound = Sound::new(self.body.0).ok()?;
        Some(Definition::drawn(self.id, self.procedure_id, sound))
    }
}

db::query! {
    fn select_draft(key: &str) -> maybe Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         WHERE procedure_key = $1 AND NOT published"
}

db::query! {
    fn select_published(key: &str) -> many Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         WHERE procedure_key = $1 AND published
         ORDER BY valid_from DESC, published_at DESC, id DESC
         LIMIT 200"
}

db::query! {
    fn select_all() -> many Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         ORDER BY procedure_key, valid_from DESC, published_at DESC, id DESC
         LIMIT 10000"
}

db::query! {
    fn select_in_force(key: &str, limit_minutes: i64, day: Date) -> maybe Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         WHERE procedure_key = $1 AND limit_minutes = $2 AND published AND valid_from <= $3
         ORDER BY valid_from DESC, published_at DESC, id DESC
         LIMIT 1"
}

db::query! {
    fn select_from_day(key: &str, day: Date) -> maybe Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         WHERE procedure_key = $1 AND published AND valid_from = $2
         ORDER BY published_at DESC, id DESC
         LIMIT 1"
}

db::query! {
    fn insert_draft(
        id: WorkflowId, key: &str, procedure: ProcedureId, limit_minutes: i64, body: Json<&Process>,
        editors: Json<Vec<AccountId>>, by: &str, now: Timestamp,
    ) -> exec =
        "INSERT INTO workflow_version (id, procedure_key, procedure_id, limit_minutes, published, valid_from, body,
           edition, editors, edited_by_name, edited_at, published_by_name, published_at)
         VALUES ($1, $2, $3, $4, false, NULL, $5, 1, $6, $7, $8, '', NULL)
         ON CONFLICT DO NOTHING"
}

db::query! {
    fn update_draft(
        id: WorkflowId, seen: i64, procedure: ProcedureId, limit_minutes: i64, body: Json<&Process>,
        editors: Json<Vec<AccountId>>, by: &str, now: Timestamp,
    ) -> exec =
        "UPDATE workflow_version
         SET edition = edition + 1, procedure_id = $3, limit_minutes = $4, body = $5, editors = $6,
           edited_by_name = $7, edited_at = $8
         WHERE id = $1 AND edition = $2 AND NOT published"
}

db::query! {
    fn delete_draft(key: &str, seen: i64) -> exec =
        "DELETE FROM workflow_version WHERE procedure_key = $1 AND edition = $2 AND NOT published"
}

db::query! {
    fn update_to_published(
        id: WorkflowId, seen: i64, procedure: ProcedureId, limit_minutes: i64, valid_from: Date, by: &str,
        now: Timestamp,
    ) -> exec =
        "UPDATE workflow_version
         SET published = true, procedure_id = $3, limit_minutes = $4, valid_from = $5, published_by_name = $6,
           published_at = $7
         WHERE id = $1 AND edition = $2 AND NOT published"
}

db::query! {
    fn insert_published(
        id: WorkflowId, key: &str, procedure: ProcedureId, limit_minutes: i64, valid_from: Date,
        body: Json<&Process>, editors: Json<Vec<AccountId>>, by: &str, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO workflow_version (id, procedure_key, procedure_id, limit_minutes, published, valid_from, body,
           edition, editors, edited_by_name, edited_at, published_by_name, published_at)
         VALUES ($1, $2, $3, $4, true, $5, $6, 1, $7, $8, $9, $8, $9)"
}

db::query! {
    /// A published version by its id, for the dossiers that keep it.
    pub(crate) fn select_version(id: WorkflowId) -> maybe Version =
        "SELECT id, procedure_key, procedure_id, limit_minutes, published, valid_from, body, edition, editors,
           edited_by_name, edited_at, published_by_name, published_at
         FROM workflow_version
         WHERE id = $1 AND published"
}
