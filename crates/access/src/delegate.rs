//! Recording delegations of the power to sign and ending them. The delegate gets the role of a leader
//! of the agency for that time, as a grant like any other; what it covers is asked at the signature.

use base::{AccountId, AgencyId, DelegationId, Grant, Role, Scope, StaffId};
use db::Tx;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use organisation::Organisation;

use crate::administration::may_give;
use crate::appoint::held;
use crate::grant::{NewGrant, StoredScope, grant};
use crate::separation::{Clash, clashes};
use crate::store::DelegationRow;
use crate::{Access, Capacity, Cover, Delegation, Entry, Happening, Seat, Standing, store};

/// A delegation to be recorded.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// Whose power it is; the agency is the home agency of this leader.
    pub delegator: StaffId,
    /// Who signs.
    pub delegate: StaffId,
    /// How the signature is announced.
    pub capacity: Capacity,
    /// For which procedures.
    pub cover: Cover,
    /// Number of the paper.
    pub document_no: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
}

/// Why a delegation was not recorded or ended.
#[derive(Debug, thiserror::Error)]
pub enum DelegateError {
    /// There is no such officer or delegation within the administrator's reach.
    #[error("nothing of that kind here")]
    Unknown,
    /// Nobody delegates to themselves.
    #[error("delegator and delegate are one person")]
    SamePerson,
    /// The delegator has no leader's role of their own at the agency for all of that time.
    #[error("the delegator does not lead the agency in that time")]
    NotLeader,
    /// Who signs in a leader's place (KT.) belongs to the same agency.
    #[error("the delegate is not of the delegator's agency")]
    OtherAgency,
    /// The delegate signs for the agency anyway.
    #[error("the delegate leads the agency")]
    LeadsAlready,
    /// The delegate has no open account.
    #[error("the delegate has no account")]
    NoAccount,
    /// The last day is missing or lies before the first, or all of it lies in the past.
    #[error("the days of the delegation cannot be")]
    Days,
    /// Another paper delegates the same in that time.
    #[error("{document_no} delegates the same")]
    Overlaps {
        /// The other paper.
        document_no: String,
    },
    /// It is over already.
    #[error("the delegation is over")]
    Over,
    /// The separation of duties stands against it.
    #[error("the separation of duties stands against it")]
    Apart(Vec<Clash>),
    /// The store refused.
    #[error("the delegation could not be stored")]
    Store(#[from] db::Error),
}

/// Delegations to an officer, past ones too, the latest first.
///
/// # Errors
/// The store's.
pub fn delegations_to(tx: &mut Tx<'_>, delegate: StaffId) -> Result<Vec<Delegation>, db::Error> {
    let rows = store::delegations_to(tx, delegate)?;
    rows.into_iter().map(|row| whole(tx, row)).collect()
}

/// Whether an officer leads an agency now in the own right: by a role that rests on no delegation.
///
/// # Errors
/// The store's.
pub fn leads_now(tx: &mut Tx<'_>, leader: StaffId, agency: AgencyId, now: Timestamp) -> Result<bool, db::Error> {
    let Some(account) = store::account_of_staff(tx, leader)? else { return Ok(false) };
    Ok(own_leads(tx, (account, leader), agency, now)?.iter().any(|grant| grant.holds_at(now)))
}

/// Grants by which somebody leads an agency in the own right, now or later.
fn own_leads(
    tx: &mut Tx<'_>,
    (account, staff): (AccountId, StaffId),
    agency: AgencyId,
    now: Timestamp,
) -> Result<Vec<Grant>, db::Error> {
    let delegated: Vec<Timestamp> = store::delegations_to(tx, staff)?.iter().map(|row| row.granted_from).collect();
    let mut grants = held(tx, account, now)?;
    grants.retain(|grant| {
        let reaches = matches!(grant.scope, Scope::Province) || grant.scope == Scope::Agency(agency);
        grant.role == Role::Leader && reaches && !delegated.contains(&grant.valid_from)
    });
    Ok(grants)
}

fn whole(tx: &mut Tx<'_>, row: DelegationRow) -> Result<Delegation, db::Error> {
    let cover = match row.cover.as_str() {
        "all" => Cover::All,
        "field" => Cover::Field(row.field),
        _ => Cover::Listed(store::delegated_procedures(tx, row.id)?),
    };
    let DelegationRow { id, delegator, delegate, agency, capacity, document_no, from, to, .. } = row;
    let DelegationRow { granted_from, ended_at, end_reason, recorded_by, .. } = row;
    Ok(Delegation {
        id,
        delegator,
        delegate,
        agency,
        capacity,
        cover,
        document_no,
        from,
        to,
        granted_from,
        ended_at,
        end_reason,
        recorded_by,
    })
}

impl Access {
    /// Every delegation there is and was, the latest first.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn delegations(&self) -> Result<Vec<Delegation>, db::Error> {
        let read = |tx: &mut Tx<'_>| store::all_delegations(tx)?.into_iter().map(|row| whole(tx, row)).collect();
        self.db.read(read).await
    }

    /// One delegation.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn delegation(&self, id: DelegationId) -> Result<Option<Delegation>, db::Error> {
        self.db.read(move |tx| store::delegation(tx, id)?.map(|row| whole(tx, row)).transpose()).await
    }

    /// Records a delegation and gives the role that rests on it.
    ///
    /// # Errors
    /// [`DelegateError`]; nothing is stored then.
    pub async fn delegate(&self, by: &Seat, new: NewDelegation) -> Result<DelegationId, DelegateError> {
        let agency = self.agency_of(by, &new)?;
        let (by, access) = (by.clone(), self.clone());
        self.db
            .write(move |tx| {
                let mut given = Grant {
                    role: Role::Leader,
                    scope: Scope::Agency(agency),
                    valid_from: morning(new.from).max(by.now),
                    valid_to: new.to.map(|last| last.tomorrow().map_or(Timestamp::MAX, morning)),
                };
                let account = check(tx, agency, &new, &given, by.now)?;
                let stored = |grant: &Grant| NewGrant {
                    account,
                    grant: grant.clone(),
                    granted_by: by.actor.account,
                    decision_no: &new.document_no,
                };
                // Two delegations from the same day are two grants, so each begins at a moment of its own.
                while !grant(tx, &stored(&given))? {
                    given.valid_from += SignedDuration::from_micros(1);
                }
                let id = record(tx, agency, &new, given.valid_from, &by)?;
                access.note_delegation(tx, &by, new.delegate, (Happening::DelegationMade, &detail(agency, &new)))?;
                Ok(id)
            })
            .await
    }

    /// Ends a delegation now, with the reason; the role ends with it.
    ///
    /// # Errors
    /// [`DelegateError::Over`] when there is nothing left to end.
    pub async fn end_delegation(&self, by: &Seat, id: DelegationId, reason: &str) -> Result<(), DelegateError> {
        let (by, access, reason) = (by.clone(), self.clone(), reason.to_owned());
        self.db
            .write(move |tx| {
                let row = store::delegation(tx, id)?.ok_or(DelegateError::Unknown)?;
                let one = whole(tx, row)?;
                if !may_give(&access.organisation, &by.actor, Scope::Agency(one.agency)) {
                    return Err(DelegateError::Unknown);
                }
                let is_over = matches!(one.standing(by.now), Standing::Ended(_));
                if is_over || store::end_delegation(tx, id, by.now, &reason)? != 1 {
                    return Err(DelegateError::Over);
                }
                if let Some(account) = store::account_of_staff(tx, one.delegate)? {
                    let scope = StoredScope(Scope::Agency(one.agency));
                    store::end_grant_begun(tx, account, Role::Leader, scope, one.granted_from, by.now)?;
                }
                let detail = format!("{}: {reason}", one.document_no);
                access.note_delegation(tx, &by, one.delegate, (Happening::DelegationEnded, &detail))
            })
            .await
    }

    /// The agency of a delegation, when the administrator may give roles there.
    fn agency_of(&self, by: &Seat, new: &NewDelegation) -> Result<AgencyId, DelegateError> {
        if new.delegator == new.delegate {
            return Err(DelegateError::SamePerson);
        }
        let known = |staff| self.organisation.staff(staff).ok_or(DelegateError::Unknown);
        let (delegator, delegate) = (known(new.delegator)?, known(new.delegate)?);
        if !may_give(&self.organisation, &by.actor, Scope::Agency(delegator.agency)) {
            return Err(DelegateError::Unknown);
        }
        if new.capacity == Capacity::ForHead && delegate.agency != delegator.agency {
            return Err(DelegateError::OtherAgency);
        }
        let today = calendar::local(by.now).date();
        let is_missing = new.to.is_none() && new.capacity.is_limited();
        if is_missing || new.to.is_some_and(|last| last < new.from || last < today) {
            return Err(DelegateError::Days);
        }
        Ok(delegator.agency)
    }

    fn note_delegation(
        &self,
        tx: &mut Tx<'_>,
        by: &Seat,
        delegate: StaffId,
        (happening, detail): (Happening, &str),
    ) -> Result<(), DelegateError> {
        let login = self.organisation.staff(delegate).map(|staff| staff.login.clone()).unwrap_or_default();
        let Seat { actor, client, now, .. } = by;
        let entry = Entry { happening, actor, at: *now, client: *client, subject: &login, detail };
        Ok(self.journal.enter(tx, &entry)?)
    }
}

/// Whether it can be recorded; the account of the delegate.
fn check(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    new: &NewDelegation,
    given: &Grant,
    now: Timestamp,
) -> Result<AccountId, DelegateError> {
    let lasts = |grant: &Grant| {
        grant.valid_from <= given.valid_from
            && grant.valid_to.is_none_or(|end| given.valid_to.is_some_and(|last| last <= end))
    };
    let delegator = store::account_of_staff(tx, new.delegator)?.ok_or(DelegateError::NotLeader)?;
    if !own_leads(tx, (delegator, new.delegator), agency, now)?.iter().any(lasts) {
        return Err(DelegateError::NotLeader);
    }
    let delegate = store::account_of_staff(tx, new.delegate)?.ok_or(DelegateError::NoAccount)?;
    if !own_leads(tx, (delegate, new.delegate), agency, now)?.is_empty() {
        return Err(DelegateError::LeadsAlready);
    }
    let wanted = (agency, new.from, new.to);
    let stands = |one: &Delegation| !matches!(one.standing(now), Standing::Ended(_));
    let others = delegations_to(tx, new.delegate)?;
    if let Some(other) = others.iter().find(|one| stands(one) && one.overlaps(wanted, &new.cover)) {
        return Err(DelegateError::Overlaps { document_no: other.document_no.clone() });
    }
    let apart = clashes(&held(tx, delegate, now)?, given);
    if apart.is_empty() { Ok(delegate) } else { Err(DelegateError::Apart(apart)) }
}

fn record(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    new: &NewDelegation,
    granted_from: Timestamp,
    by: &Seat,
) -> Result<DelegationId, db::Error> {
    let id = DelegationId::new(by.now);
    let (cover, field) = match &new.cover {
        Cover::All => ("all", ""),
        Cover::Field(field) => ("field", field.as_str()),
        Cover::Listed(_) => ("listed", ""),
    };
    let NewDelegation { delegator, delegate, capacity, document_no, from, to, .. } = new;
    store::insert_delegation(
        tx,
        id,
        *delegator,
        *delegate,
        agency,
        *capacity,
        cover,
        field,
        document_no,
        *from,
        *to,
        granted_from,
        &by.actor.name,
        by.now,
    )?;
    if let Cover::Listed(list) = &new.cover {
        list.iter().try_for_each(|(code, field)| store::insert_delegated_procedure(tx, id, code, field))?;
    }
    Ok(id)
}

/// What the log keeps, in identifiers.
fn detail(agency: AgencyId, new: &NewDelegation) -> String {
    let until = new.to.map(|last| format!(" until {last}")).unwrap_or_default();
    format!("{} agency:{agency} from {}{until} by {}", new.capacity.name(), new.from, new.document_no)
}

/// Whether an officer works at a one-stop centre.
pub(crate) fn is_at_centre(organisation: &Organisation, staff: StaffId) -> bool {
    organisation.staff(staff).is_some_and(|staff| {
        let kind = organisation.agency(staff.agency).map(|agency| agency.kind);
        staff.office.is_some() || kind == Some(organisation::AgencyKind::Centre)
    })
}

/// The first moment of a day in Viet Nam.
pub(crate) fn morning(day: Date) -> Timestamp {
    calendar::instant(day.at(0, 0, 0, 0))
}

#[cfg(test)]
mod tests;
