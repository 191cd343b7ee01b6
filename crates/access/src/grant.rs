//! Roles given to accounts: what, where, from when to when, by whose decision.

use base::{AccountId, Grant, Role, Scope, StaffId};
use db::{Column, FromColumn, Param, ToParam, Tx};
use jiff::Timestamp;
use organisation::Organisation;

use crate::store;

/// A grant to be made.
#[derive(Clone, Debug)]
pub struct NewGrant<'a> {
    /// To whom.
    pub account: AccountId,
    /// What, where and for how long.
    pub grant: Grant,
    /// Who gave it.
    pub granted_by: AccountId,
    /// Number of the decision it rests on; empty for an import.
    pub decision_no: &'a str,
}

/// Gives a role; `false` when it is given from the same moment already.
///
/// # Errors
/// Whatever the store refuses.
pub fn grant(tx: &mut Tx<'_>, new: &NewGrant<'_>) -> Result<bool, db::Error> {
    let Grant { role, scope, valid_from, valid_to } = new.grant;
    let scope = StoredScope(scope);
    let made =
        store::insert_grant(tx, new.account, role, scope, valid_from, valid_to, new.granted_by, new.decision_no)?;
    Ok(made == 1)
}

/// Ends a role; `false` when the account does not hold it.
///
/// # Errors
/// Whatever the store refuses.
pub fn end_grant(
    tx: &mut Tx<'_>,
    account: AccountId,
    role: Role,
    scope: Scope,
    now: Timestamp,
) -> Result<bool, db::Error> {
    store::end_grant(tx, account, role, StoredScope(scope), now).map(|ended| ended > 0)
}

/// The officers who hold a role with exactly this reach now: who a dossier can be assigned to.
///
/// # Errors
/// Whatever the store refuses.
pub fn holders(tx: &mut Tx<'_>, role: Role, scope: Scope, now: Timestamp) -> Result<Vec<StaffId>, db::Error> {
    store::holders(tx, role, StoredScope(scope), now)
}

/// Reads a reach as the command line writes it: `province`, `agency:H49.12`, `office:BC`,
/// `unit:H49.12/MC`. `None` when it names nothing that exists on the day.
#[must_use]
pub fn read_scope(organisation: &Organisation, text: &str, today: jiff::civil::Date) -> Option<Scope> {
    if text == "province" {
        return Some(Scope::Province);
    }
    let (kind, code) = text.split_once(':')?;
    match kind {
        "agency" => organisation.agency_by_code(code).map(|agency| Scope::Agency(agency.id)),
        "office" => organisation.office_by_code(code).map(|office| Scope::Office(office.id)),
        "unit" => {
            let (agency, unit) = code.split_once('/')?;
            let agency = organisation.agency_by_code(agency)?;
            let units = organisation.units(agency.id, today);
            units.iter().find(|known| known.code == unit).map(|unit| Scope::Unit(unit.id))
        }
        _ => None,
    }
}

/// A reach in one column: `province`, `own`, `agency:<id>`, `unit:<id>`, `office:<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredScope(pub(crate) Scope);

impl StoredScope {
    /// The text of the column.
    pub(crate) fn text(self) -> String {
        match self.0 {
            Scope::Own => "own".to_owned(),
            Scope::Province => "province".to_owned(),
            Scope::Unit(id) => format!("unit:{id}"),
            Scope::Agency(id) => format!("agency:{id}"),
            Scope::Office(id) => format!("office:{id}"),
        }
    }

    /// Reads the text of the column.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Some(Self(match text.split_once(':') {
            None if text == "own" => Scope::Own,
            None if text == "province" => Scope::Province,
            Some(("unit", id)) => Scope::Unit(id.parse().ok()?),
            Some(("agency", id)) => Scope::Agency(id.parse().ok()?),
            Some(("office", id)) => Scope::Office(id.parse().ok()?),
            Some(_) | None => return None,
        }))
    }
}

impl ToParam for StoredScope {
    fn param(&self) -> Param<'_> {
        Param::Text(self.text().into())
    }
}

impl FromColumn for StoredScope {
    fn from_column(column: Column<'_>) -> Result<Self, String> {
        let text = String::from_column(column)?;
        Self::read(&text).ok_or_else(|| format!("{text:?} is not a scope"))
    }
}
