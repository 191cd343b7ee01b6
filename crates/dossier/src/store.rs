//! The dossier's table: row ↔ type. Only this crate reads or writes it.

mod beside;
mod book;
mod following;
mod opinion;

pub(crate) use beside::{LegListing, beside};
pub(crate) use book::{open_in, received};
#[cfg(test)]
pub(crate) use following::OPEN_BY_WORKFLOW;
pub(crate) use following::{Running, behind, count_behind, count_following, follow, is_behind, running};

use access::permit::Holder;
use base::{AccountId, AgencyId, DossierId, OfficeId, ProcedureId, WorkflowId};
use db::{Json, Tx};
use jiff::Timestamp;
use timetable::Timetable;

use crate::code::DossierCode;
use crate::content::Content;
use crate::dossier::{Channel, Dossier};
use crate::state::{State, StateName, Tray};

/// State and content travel in one document; the columns beside it are for lists.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Body {
    state: State,
    #[serde(flatten)]
    content: Content,
}

/// What lists show besides the dossier's own facts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listing {
    pub(crate) step_name: String,
    pub(crate) due_at: Option<Timestamp>,
    pub(crate) late_after: Option<Timestamp>,
    pub(crate) sort_at: Timestamp,
    /// Legs beside the one that the row shows.
    pub(crate) legs: Vec<LegListing>,
}

db::row! {
    struct Row {
        id: DossierId,
        version: i64,
        code: Option<DossierCode>,
        procedure_id: ProcedureId,
        procedure_code: String,
        procedure_name: String,
        field: String,
        instant: bool,
        workflow_id: WorkflowId,
        channel: Channel,
        account_id: Option<AccountId>,
        receiving_office_id: OfficeId,
        office_agency_id: AgencyId,
        competent_agency_id: AgencyId,
        holder: Option<Json<Holder>>,
        created_at: Timestamp,
        submitted_at: Option<Timestamp>,
        received_at: Option<Timestamp>,
        resolved_at: Option<Timestamp>,
        returned_at: Option<Timestamp>,
        closed_at: Option<Timestamp>,
        edition: i64,
        body: Json<Body>,
    }
}

impl Row {
    /// The dossier, with the calendar of its edition.
    fn dossier(self, tx: &mut Tx<'_>, timetable: &Timetable) -> Result<Dossier, db::Error> {
        let row = self;
        let edition = timetable.edition_in(tx, row.edition)?;
        let calendar = edition.calendar(row.receiving_office_id, &row.procedure_code);
        let Json(Body { state, content }) = row.body;
        Ok(Dossier {
            id: row.id,
            version: row.version,
            code: row.code,
            procedure: row.procedure_id,
            procedure_code: row.procedure_code,
            procedure_name: row.procedure_name,
            field: row.field,
            instant: row.instant,
            workflow: row.workflow_id,
            channel: row.channel,
            account: row.account_id,
            receiving_office: row.receiving_office_id,
            office_agency: row.office_agency_id,
            competent_agency: row.competent_agency_id,
            state,
            holder: row.holder.map(|Json(holder)| holder),
            created_at: row.created_at,
            submitted_at: row.submitted_at,
            received_at: row.received_at,
            resolved_at: row.resolved_at,
            returned_at: row.returned_at,
            closed_at: row.closed_at,
            edition: row.edition,
            calendar,
            content,
        })
    }
}

/// The dossier with a code.
///
/// # Errors
/// The store's.
pub(crate) fn by_code(
    tx: &mut Tx<'_>,
    timetable: &Timetable,
    code: &DossierCode,
) -> Result<Option<Dossier>, db::Error> {
    select_by_code(tx, code)?.map(|row| row.dossier(tx, timetable)).transpose()
}

/// The dossier with an identifier.
///
/// # Errors
/// The store's.
pub(crate) fn by_id(tx: &mut Tx<'_>, timetable: &Timetable, id: DossierId) -> Result<Option<Dossier>, db::Error> {
    select_by_id(tx, id)?.map(|row| row.dossier(tx, timetable)).transpose()
}

db::query! {
    fn select_by_code(code: &DossierCode) -> maybe Row =
        "SELECT id, version, code, procedure_id, procedure_code, procedure_name, field, instant, workflow_id, channel,
                account_id, receiving_office_id, office_agency_id, competent_agency_id, holder, created_at,
                submitted_at, received_at, resolved_at, returned_at, closed_at, calendar_edition, content
         FROM dossier WHERE code = $1"
}

db::query! {
    fn select_by_id(id: DossierId) -> maybe Row =
        "SELECT id, version, code, procedure_id, procedure_code, procedure_name, field, instant, workflow_id, channel,
                account_id, receiving_office_id, office_agency_id, competent_agency_id, holder, created_at,
                submitted_at, received_at, resolved_at, returned_at, closed_at, calendar_edition, content
         FROM dossier WHERE id = $1"
}

/// Writes a new dossier.
///
/// # Errors
/// The store's.
pub(crate) fn insert(tx: &mut Tx<'_>, dossier: &Dossier, listing: &Listing) -> Result<(), db::Error> {
    let columns = Columns::of(dossier, listing);
    insert_row(
        tx,
        dossier.id,
        dossier.version,
        dossier.code.as_ref(),
        columns.state,
        columns.tray,
        dossier.procedure,
        &dossier.procedure_code,
        &dossier.procedure_name,
        &dossier.field,
        dossier.instant,
        dossier.workflow,
        dossier.channel,
        dossier.account,
        dossier.receiving_office,
        dossier.office_agency,
        dossier.competent_agency,
        dossier.holder.map(Json),
        columns.role,
        columns.agency,
        columns.unit,
        columns.office,
        columns.step,
        &listing.step_name,
        columns.owner_name,
        &columns.owner_folded,
        columns.owner_number,
        columns.owner_phone,
        dossier.created_at,
        dossier.submitted_at,
        dossier.received_at,
        listing.due_at,
        listing.late_after,
        dossier.resolved_at,
        dossier.returned_at,
        dossier.closed_at,
        listing.sort_at,
        dossier.edition,
        dossier.assignee(),
        Json(columns.body),
    )?;
    beside::write_legs(tx, dossier.id, &listing.legs)
}

/// Writes a dossier over the version that was read. `false` when somebody else was faster.
///
/// # Errors
/// The store's.
pub(crate) fn update(tx: &mut Tx<'_>, seen: i64, dossier: &Dossier, listing: &Listing) -> Result<bool, db::Error> {
    let columns = Columns::of(dossier, listing);
    let changed = update_row(
        tx,
        dossier.id,
        seen,
        dossier.version,
        dossier.code.as_ref(),
        columns.state,
        columns.tray,
        dossier.holder.map(Json),
        columns.role,
        columns.agency,
        columns.unit,
        columns.office,
        columns.step,
        &listing.step_name,
        columns.owner_name,
        &columns.owner_folded,
        columns.owner_number,
        columns.owner_phone,
        dossier.submitted_at,
        dossier.received_at,
        listing.due_at,
        listing.late_after,
        dossier.resolved_at,
        dossier.returned_at,
        dossier.closed_at,
        listing.sort_at,
        Json(columns.body),
        dossier.receiving_office,
        dossier.office_agency,
        dossier.competent_agency,
        dossier.edition,
        dossier.workflow,
        dossier.assignee(),
    )?;
    if changed == 1 {
        beside::write_legs(tx, dossier.id, &listing.legs)?;
        opinion::write(tx, dossier)?;
    }
    Ok(changed == 1)
}

/// The columns that are derived from a dossier.
struct Columns<'a> {
    state: StateName,
    tray: Tray,
    role: Option<base::Role>,
    agency: Option<AgencyId>,
    unit: Option<base::UnitId>,
    office: Option<OfficeId>,
    step: Option<i64>,
    owner_name: &'a str,
    owner_folded: String,
    owner_number: Option<&'a str>,
    owner_phone: Option<&'a str>,
    body: Body,
}

impl<'a> Columns<'a> {
    fn of(dossier: &'a Dossier, _listing: &Listing) -> Self {
        let owner = &dossier.content.owner;
        let holder = dossier.holder;
        Self {
            state: dossier.state.name(),
            tray: dossier.state.tray(),
            role: holder.map(|h| h.role),
            agency: holder.map(|h| h.agency),
            unit: holder.and_then(|h| h.unit),
            office: holder.and_then(|h| h.office),
            step: dossier.state.step().map(i64::from),
            owner_name: &owner.name,
            owner_folded: base::text::fold(&owner.name),
            owner_number: owner.identity_number(),
            owner_phone: owner.phone.as_ref().map(base::Phone::as_str),
            body: Body { state: dossier.state.clone(), content: dossier.content.clone() },
        }
    }
}

db::query! {
    fn insert_row(
        id: DossierId, version: i64, code: Option<&DossierCode>, state: StateName, tray: Tray,
        procedure: ProcedureId, procedure_code: &str, procedure_name: &str, field: &str, instant: bool,
        workflow: WorkflowId, channel: Channel, account: Option<AccountId>, receiving_office: OfficeId,
        office_agency: AgencyId, competent_agency: AgencyId, holder: Option<Json<Holder>>,
        holder_role: Option<base::Role>, holder_agency: Option<AgencyId>, holder_unit: Option<base::UnitId>,
        holder_office: Option<OfficeId>, step: Option<i64>, step_name: &str, owner_name: &str, owner_folded: &str,
        owner_number: Option<&str>, owner_phone: Option<&str>, created_at: Timestamp,
        submitted_at: Option<Timestamp>, received_at: Option<Timestamp>, due_at: Option<Timestamp>,
        late_after: Option<Timestamp>, resolved_at: Option<Timestamp>, returned_at: Option<Timestamp>,
        closed_at: Option<Timestamp>, sort_at: Timestamp, edition: i64,
        assignee: Option<base::StaffId>, content: Json<Body>,
    ) -> exec_one =
        "INSERT INTO dossier (id, version, code, state, tray, procedure_id, procedure_code, procedure_name, field,
           instant, workflow_id, channel, account_id, receiving_office_id, office_agency_id, competent_agency_id,
           holder, holder_role, holder_agency_id, holder_unit_id, holder_office_id, step, step_name, owner_name,
           owner_folded, owner_number, owner_phone, created_at, submitted_at, received_at, due_at, late_after,
           resolved_at, returned_at, closed_at, sort_at, calendar_edition, assignee_id, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
           $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39)"
}

db::query! {
    fn update_row(
        id: DossierId, seen: i64, version: i64, code: Option<&DossierCode>, state: StateName, tray: Tray,
        holder: Option<Json<Holder>>, holder_role: Option<base::Role>, holder_agency: Option<AgencyId>,
        holder_unit: Option<base::UnitId>, holder_office: Option<OfficeId>, step: Option<i64>, step_name: &str,
        owner_name: &str, owner_folded: &str, owner_number: Option<&str>, owner_phone: Option<&str>,
        submitted_at: Option<Timestamp>, received_at: Option<Timestamp>, due_at: Option<Timestamp>,
        late_after: Option<Timestamp>, resolved_at: Option<Timestamp>, returned_at: Option<Timestamp>,
        closed_at: Option<Timestamp>, sort_at: Timestamp, content: Json<Body>, receiving_office: OfficeId,
        office_agency: AgencyId, competent_agency: AgencyId, edition: i64, workflow: WorkflowId,
        assignee: Option<base::StaffId>,
    ) -> exec =
        "UPDATE dossier SET version = $3, code = $4, state = $5, tray = $6, holder = $7, holder_role = $8,
           holder_agency_id = $9, holder_unit_id = $10, holder_office_id = $11, step = $12, step_name = $13,
           owner_name = $14, owner_folded = $15, owner_number = $16, owner_phone = $17, submitted_at = $18,
           received_at = $19, due_at = $20, late_after = $21, resolved_at = $22, returned_at = $23, closed_at = $24,
           sort_at = $25, content = $26, receiving_office_id = $27, office_agency_id = $28, competent_agency_id = $29,
           calendar_edition = $30, workflow_id = $31, assignee_id = $32
         WHERE id = $1 AND version = $2"
}

db::query! {
    /// Forgets a draft that was never filed; its log stays.
    pub(crate) fn delete_draft(id: DossierId, account: AccountId) -> exec =
        "DELETE FROM dossier WHERE id = $1 AND account_id = $2 AND state = 'draft'"
}

db::query! {
    /// The log went on without a change of the dossier.
    pub(crate) fn pass_version(id: DossierId, seen: i64, version: i64) -> exec_one =
        "UPDATE dossier SET version = $3 WHERE id = $1 AND version = $2"
}

db::query! {
    /// Keeps others from writing a dossier until this transaction ends; SQLite has one writer anyway.
    pub(crate) fn lock(id: DossierId) -> maybe DossierId =
        sqlite "SELECT id FROM dossier WHERE id = $1",
        postgres "SELECT id FROM dossier WHERE id = $1 FOR UPDATE"
}

db::query! {
    /// Keeps a dossier as it was read for this transaction; nothing when somebody else has it in hand.
    pub(crate) fn lock_unchanged(id: DossierId, version: i64) -> maybe DossierId =
        sqlite "SELECT id FROM dossier WHERE id = $1 AND version = $2",
        postgres "SELECT id FROM dossier WHERE id = $1 AND version = $2 FOR UPDATE SKIP LOCKED"
}

db::query! {
    /// Open dossiers in the order of their identifiers.
    pub(crate) fn open_after(after: DossierId, limit: i64) -> many DossierId =
        "SELECT id FROM dossier
         WHERE id > $1 AND tray IN ('intake', 'work', 'waiting', 'return') ORDER BY id LIMIT $2"
}

/// Writes the dates of lists again where calendar or rules now give others; a dossier that moved on
/// meanwhile has the new ones already.
///
/// # Errors
/// The store's.
pub(crate) fn relist(tx: &mut Tx<'_>, dossier: &Dossier, listing: &Listing) -> Result<(), db::Error> {
    let changed = relist_row(tx, dossier.id, dossier.version, listing.due_at, listing.late_after, listing.sort_at)?;
    if changed == 1 {
        beside::write_legs(tx, dossier.id, &listing.legs)?;
    }
    Ok(())
}

db::query! {
    fn relist_row(
        id: DossierId, version: i64, due_at: Option<Timestamp>, late_after: Option<Timestamp>, sort_at: Timestamp,
    ) -> exec =
        "UPDATE dossier SET due_at = $3, late_after = $4, sort_at = $5
         WHERE id = $1 AND version = $2
           AND (due_at IS DISTINCT FROM $3 OR late_after IS DISTINCT FROM $4 OR sort_at <> $5)"
}
