//! Definitions in the store. One per procedure version, immutable, kept in memory once read.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use base::{ProcedureId, WorkflowId};
use catalogue::ProcedureVersion;
use db::{Db, Json, Tx};
use jiff::civil::Date;

use crate::Definition;
use crate::version::{definition_on, select_version};

/// The definitions, with a memory of those already read.
#[derive(Clone, Debug)]
pub struct Workflows {
    db: Db,
    known: Arc<RwLock<HashMap<WorkflowId, Arc<Definition>>>>,
}

impl Workflows {
    /// Definitions of a store.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self { db, known: Arc::default() }
    }

    /// A definition by its id.
    ///
    /// # Errors
    /// The store's; an id that a dossier keeps is always there.
    pub async fn get(&self, id: WorkflowId) -> Result<Arc<Definition>, db::Error> {
        if let Some(known) = self.remembered(id) {
            return Ok(known);
        }
        let definition = self.db.read(move |tx| find(tx, id)).await?;
        Ok(self.remember(definition))
    }

    /// A definition by its id, inside a transaction.
    ///
    /// # Errors
    /// The store's.
    pub fn get_in(&self, tx: &mut Tx<'_>, id: WorkflowId) -> Result<Arc<Definition>, db::Error> {
        if let Some(known) = self.remembered(id) {
            return Ok(known);
        }
        let definition = find(tx, id)?;
        Ok(self.remember(definition))
    }

    /// The definition that dossiers filed on a day follow; none when the procedure is not open for
    /// filing.
    ///
    /// # Errors
    /// The store's.
    pub async fn in_force(&self, version: &ProcedureVersion, day: Date) -> Result<Option<Arc<Definition>>, db::Error> {
        let (this, version) = (self.clone(), version.clone());
        self.db.read(move |tx| this.in_force_in(tx, &version, day)).await
    }

    /// The same, inside a transaction.
    ///
    /// # Errors
    /// The store's.
    pub fn in_force_in(
        &self,
        tx: &mut Tx<'_>,
        version: &ProcedureVersion,
        day: Date,
    ) -> Result<Option<Arc<Definition>>, db::Error> {
        Ok(definition_on(tx, version, day)?.map(|definition| self.remember(definition)))
    }

    /// Keeps the definition of a procedure version; a version has one for ever.
    ///
    /// # Errors
    /// The store's.
    pub fn save(tx: &mut Tx<'_>, definition: &Definition) -> Result<(), db::Error> {
        insert(tx, definition.id, definition.procedure, Json(definition))?;
        Ok(())
    }

    fn remembered(&self, id: WorkflowId) -> Option<Arc<Definition>> {
        self.known.read().ok()?.get(&id).cloned()
    }

    fn remember(&self, definition: Definition) -> Arc<Definition> {
        let shared = Arc::new(definition);
        if let Ok(mut known) = self.known.write() {
            known.insert(shared.id, Arc::clone(&shared));
        }
        shared
    }
}

/// A definition by its id: made from the published steps, or drawn by an office.
fn find(tx: &mut Tx<'_>, id: WorkflowId) -> Result<Definition, db::Error> {
    if let Some(own) = select_version(tx, id)?
        && let Some(definition) = own.definition()
    {
        return Ok(definition);
    }
    select(tx, id).map(|Json(definition)| definition)
}

/// The definition of a procedure version, inside a transaction.
///
/// # Errors
/// The store's.
pub fn definition_of(tx: &mut Tx<'_>, procedure: ProcedureId) -> Result<Option<Definition>, db::Error> {
    Ok(select_of(tx, procedure)?.map(|Json(definition)| definition))
}

db::query! {
    fn select(id: WorkflowId) -> one Json<Definition> =
        "SELECT body FROM workflow_definition WHERE id = $1"
}

db::query! {
    fn select_of(procedure: ProcedureId) -> maybe Json<Definition> =
        "SELECT body FROM workflow_definition WHERE procedure_id = $1"
}

db::query! {
    fn insert(id: WorkflowId, procedure: ProcedureId, body: Json<&Definition>) -> exec =
        "INSERT INTO workflow_definition (id, procedure_id, body) VALUES ($1, $2, $3)
         ON CONFLICT (procedure_id) DO NOTHING"
}
