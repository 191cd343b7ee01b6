//! Giving roles and ending them: what, where, from when to when, by which decision. Checked against
//! the separation of duties ([`crate::separation`]) and the reach of whoever gives.

use base::{AccountId, Grant, Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;

use crate::administration::{Act, may_give, subject};
use crate::grant::StoredScope;
use crate::separation::{clashes, is_for_staff};
use crate::store::GrantLine;
use crate::{Access, Happening, ManageError, NewGrant, Seat, grant, store};

/// A role to be given.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// What, where and for how long.
    pub grant: Grant,
    /// Number of the decision it rests on.
    pub decision_no: String,
    /// The officer settles procedures in one visit (Nghị định 118/2025/NĐ-CP Điều 17), so some roles
    /// go together that otherwise do not.
    pub settles_in_one_visit: bool,
}

/// A role that is held, or will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// Since when.
    pub valid_from: Timestamp,
}

impl Access {
    /// Gives a role.
    ///
    /// # Errors
    /// [`ManageError::Apart`] names every role held that stands against it.
    pub async fn appoint(&self, by: &Seat, staff: StaffId, new: Appointment) -> Result<(), ManageError> {
        let record = self.within_reach(by, staff)?;
        if !is_for_staff(new.grant.role) || !may_give(&self.organisation, &by.actor, new.grant.scope) {
            return Err(ManageError::Reach);
        }
        let (by, access) = (by.clone(), self.clone());
        self.db
            .write(move |tx| {
                let subject = subject(tx, &by, &record)?;
                let held = held(tx, subject.account, by.now)?;
                refuse_clash(&held, &new)?;
                let Appointment { grant: given, decision_no, .. } = &new;
                let granted_by = by.actor.account;
                let stored = NewGrant { account: subject.account, grant: given.clone(), granted_by, decision_no };
                if !grant::grant(tx, &stored)? {
                    return Err(ManageError::Held);
                }
                let act = Act { happening: Happening::RoleGiven, detail: &detail(&new) };
                access.note(tx, &by, act, &subject.login)
            })
            .await
    }

    /// Ends a role now; one that has not begun never begins.
    ///
    /// # Errors
    /// [`ManageError::Held`] when there is no such grant left to end.
    pub async fn dismiss(
        &self,
        by: &Seat,
        staff: StaffId,
        Held { role, scope, valid_from }: Held,
    ) -> Result<(), ManageError> {
        let record = self.within_reach(by, staff)?;
        if !may_give(&self.organisation, &by.actor, scope) {
            return Err(ManageError::Reach);
        }
        let (by, access) = (by.clone(), self.clone());
        self.db
            .write(move |tx| {
                let subject = subject(tx, &by, &record)?;
                let ended = store::end_grant_begun(tx, subject.account, role, StoredScope(scope), valid_from, by.now)?;
                if ended != 1 {
                    return Err(ManageError::Held);
                }
                // A role that rests on a delegation takes the delegation with it.
                store::end_delegation_of_grant(tx, record.id, valid_from, by.now)?;
                let detail = format!("{} {}", role.name(), StoredScope(scope).text());
                access.note(tx, &by, Act { happening: Happening::RoleEnded, detail: &detail }, &subject.login)
            })
            .await
    }
}

/// Grants that hold now or will.
pub(crate) fn held(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<Vec<Grant>, db::Error> {
    let lines = store::grant_lines(tx, account)?;
    let is_left = |line: &GrantLine| line.valid_to.is_none_or(|end| now < end);
    Ok(lines.iter().filter(|line| is_left(line)).map(GrantLine::grant).collect())
}

fn refuse_clash(held: &[Grant], new: &Appointment) -> Result<(), ManageError> {
    let Appointment { grant: wanted, settles_in_one_visit, .. } = new;
    let is_same = |grant: &Grant| grant.role == wanted.role && grant.scope == wanted.scope;
    let covers = |grant: &Grant| {
        let begins = grant.valid_from <= wanted.valid_from;
        begins && grant.valid_to.is_none_or(|end| wanted.valid_from < end)
    };
    if held.iter().any(|grant| is_same(grant) && covers(grant)) {
        return Err(ManageError::Held);
    }
    let mut found = clashes(held, wanted);
    found.retain(|clash| !(*settles_in_one_visit && clash.rule.spares_one_visit()));
    if found.is_empty() { Ok(()) } else { Err(ManageError::Apart(found)) }
}

/// What the log keeps of a grant, in identifiers.
fn detail(new: &Appointment) -> String {
    let Appointment { grant, decision_no, settles_in_one_visit } = new;
    let day = |at: Timestamp| calendar::local(at).date().to_string();
    let until = grant.valid_to.map(|end| format!(" until {}", day(end))).unwrap_or_default();
    let visit = if *settles_in_one_visit { " one-visit" } else { "" };
    let scope = StoredScope(grant.scope).text();
    format!("{} {scope} from {}{until} by {decision_no}{visit}", grant.role.name(), day(grant.valid_from))
}
