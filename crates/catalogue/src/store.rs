//! SQL of the catalogue. A version is inserted and closed, never edited and never deleted.

use base::ProcedureId;
use base::text::fold;
use db::{Json, Tx};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::code::Key;
use crate::event::LifeEvent;
use crate::procedure::{OwnerKind, Procedure, ProcedureVersion};
use crate::synonym::Synonym;

db::text_enum!(OwnerKind);

db::row! {
    struct VersionRow {
        id: ProcedureId,
        valid_from: Date,
        valid_to: Option<Date>,
        body: Json<Procedure>,
    }
}

impl From<VersionRow> for ProcedureVersion {
    fn from(row: VersionRow) -> Self {
        Self { id: row.id, valid_from: row.valid_from, valid_to: row.valid_to, facts: row.body.0 }
    }
}

db::query! {
    /// Counts the imports.
    pub(crate) fn edition() -> one i64 = "SELECT number FROM catalogue_edition WHERE singleton = 1"
}

db::query! {
    /// Marks that something changed.
    pub(crate) fn next_edition() -> one i64 =
        "UPDATE catalogue_edition SET number = number + 1 WHERE singleton = 1 RETURNING number"
}

/// The published versions in force on a day.
pub(crate) fn in_force(tx: &mut Tx<'_>, day: Date) -> Result<Vec<ProcedureVersion>, db::Error> {
    Ok(select_in_force(tx, day)?.into_iter().map(ProcedureVersion::from).collect())
}

db::query! {
    fn select_in_force(day: Date) -> many VersionRow =
        "SELECT id, valid_from, valid_to, body
         FROM catalogue_procedure
         WHERE published = TRUE AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)
         ORDER BY code, variant
         LIMIT 100000"
}

/// The newest version of every procedure, also one that begins later.
pub(crate) fn newest(tx: &mut Tx<'_>) -> Result<Vec<ProcedureVersion>, db::Error> {
    Ok(select_newest(tx)?.into_iter().map(ProcedureVersion::from).collect())
}

db::query! {
    fn select_newest() -> many VersionRow =
        "SELECT id, valid_from, valid_to, body
         FROM catalogue_procedure WHERE valid_to IS NULL ORDER BY code, variant LIMIT 100000"
}

/// One version, whether in force or not.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<ProcedureVersion>, db::Error> {
    Ok(select_by_id(tx, id)?.map(ProcedureVersion::from))
}

db::query! {
    fn select_by_id(id: ProcedureId) -> maybe VersionRow =
        "SELECT id, valid_from, valid_to, body FROM catalogue_procedure WHERE id = $1 ORDER BY id LIMIT 1"
}

/// The published version of a procedure on a day.
pub(crate) fn by_key(tx: &mut Tx<'_>, key: &Key, day: Date) -> Result<Option<ProcedureVersion>, db::Error> {
    Ok(select_by_key(tx, key.code.as_str(), i64::from(key.variant), day)?.map(ProcedureVersion::from))
}

db::query! {
    fn select_by_key(code: &str, variant: i64, day: Date) -> maybe VersionRow =
        "SELECT id, valid_from, valid_to, body
         FROM catalogue_procedure
         WHERE code = $1 AND variant = $2 AND published = TRUE
           AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
         ORDER BY valid_from DESC
         LIMIT 1"
}

/// Opens a version.
pub(crate) fn insert(tx: &mut Tx<'_>, facts: &Procedure, valid_from: Date, now: Timestamp) -> Result<(), db::Error> {
    let row = NewRow { facts, id: ProcedureId::new(now), valid_from, now };
    row.insert(tx)
}

struct NewRow<'f> {
    facts: &'f Procedure,
    id: ProcedureId,
    valid_from: Date,
    now: Timestamp,
}

impl NewRow<'_> {
    fn insert(&self, tx: &mut Tx<'_>) -> Result<(), db::Error> {
        let facts = self.facts;
        let (code, variant) = (facts.key.code.as_str(), i64::from(facts.key.variant));
        let name = fold(&facts.name);
        insert_version(
            tx,
            self.id,
            code,
            variant,
            &name,
            &facts.field,
            facts.owner,
            self.valid_from,
            Json(facts),
            self.now,
        )
    }
}

db::query! {
    fn insert_version(
        id: ProcedureId, code: &str, variant: i64, name_folded: &str, field: &str, owner: OwnerKind, valid_from: Date,
        body: Json<&Procedure>, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO catalogue_procedure
           (id, code, variant, name_folded, field, owner_kind, published, valid_from, valid_to, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7, NULL, $8, $9)"
}

db::query! {
    /// Closes a version: from this day on the next one holds.
    pub(crate) fn close(id: ProcedureId, valid_to: Date) -> exec_one =
        "UPDATE catalogue_procedure SET valid_to = $2 WHERE id = $1 AND valid_to IS NULL"
}

/// The everyday words, in the order of their file.
pub(crate) fn synonyms(tx: &mut Tx<'_>) -> Result<Vec<Synonym>, db::Error> {
    let rows = select_synonyms(tx)?;
    Ok(rows.into_iter().map(|(phrase, means, keys)| Synonym { phrase, means, keys: keys.0 }).collect())
}

db::query! {
    fn select_synonyms() -> many (String, String, Json<Vec<Key>>) =
        "SELECT phrase, means, keys FROM catalogue_synonym ORDER BY place LIMIT 100000"
}

/// Puts new everyday words in the place of the old ones.
pub(crate) fn replace_synonyms(tx: &mut Tx<'_>, synonyms: &[Synonym]) -> Result<(), db::Error> {
    delete_synonyms(tx)?;
    for (place, synonym) in (0_i64..).zip(synonyms) {
        insert_synonym(tx, place, &synonym.phrase, &synonym.means, Json(&synonym.keys))?;
    }
    Ok(())
}

db::query! {
    fn delete_synonyms() -> exec = "DELETE FROM catalogue_synonym"
}

/// The life events, in the order of their file.
pub(crate) fn events(tx: &mut Tx<'_>) -> Result<Vec<LifeEvent>, db::Error> {
    Ok(select_events(tx)?.into_iter().map(|body| body.0).collect())
}

db::query! {
    fn select_events() -> many Json<LifeEvent> = "SELECT body FROM catalogue_event ORDER BY place LIMIT 1000"
}

/// Puts new life events in the place of the old ones.
pub(crate) fn replace_events(tx: &mut Tx<'_>, events: &[LifeEvent]) -> Result<(), db::Error> {
    delete_events(tx)?;
    for (place, event) in (0_i64..).zip(events) {
        insert_event(tx, place, Json(event))?;
    }
    Ok(())
}

db::query! {
    fn delete_events() -> exec = "DELETE FROM catalogue_event"
}

db::query! {
    fn insert_event(place: i64, body: Json<&LifeEvent>) -> exec_one =
        "INSERT INTO catalogue_event (place, body) VALUES ($1, $2)"
}

db::query! {
    fn insert_synonym(place: i64, phrase: &str, means: &str, keys: Json<&Vec<Key>>) -> exec_one =
        "INSERT INTO catalogue_synonym (place, phrase, means, keys) VALUES ($1, $2, $3, $4)"
}
