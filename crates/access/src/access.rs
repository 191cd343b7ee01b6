//! The accounts of an installation, and what an account is allowed to be right now.

use std::sync::Arc;

use base::{AccountId, Actor, ActorKind, Grant, StaffId};
use db::Db;
use jiff::Timestamp;
use organisation::Organisation;

use crate::passkey::party::Party;
use crate::password::HashError;
use crate::store::{Candidate, GrantRow};
use crate::{AccountKind, Journal, Passwords, Policy, Providers, account, store};

/// Accounts and sessions. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    pub(crate) db: Db,
    pub(crate) organisation: Organisation,
    pub(crate) passwords: Passwords,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) providers: Arc<Providers>,
    /// For whom devices make passkeys; none where browsers offer no passkeys.
    pub(crate) party: Option<Party>,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("db", &self.db).finish_non_exhaustive()
    }
}

impl Access {
    /// Accounts of a store, with whoever keeps the audit log, under the default policy.
    #[must_use]
    pub fn new(db: Db, organisation: Organisation, passwords: Passwords, journal: Arc<dyn Journal>) -> Self {
        let (policy, providers) = (Arc::default(), Arc::default());
        Self { db, organisation, passwords, journal, policy, providers, party: None }
    }

    /// The same accounts under what the centre has set.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy: Arc::new(policy), ..self }
    }

    /// The same accounts with those who vouch for people.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers: Arc::new(providers), ..self }
    }

    /// The same accounts at the address under which people reach the site: passkeys are made for it.
    #[must_use]
    pub fn with_address(self, base_url: &str) -> Self {
        Self { party: Party::at(base_url), ..self }
    }

    /// The text to store for a password, for imports that set one for many officers.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash_password(&self, password: &str) -> Result<String, HashError> {
        self.passwords.hash(password).await
    }

    /// The account as an actor with the roles that hold now; `None` for an officer who has left.
    pub(crate) async fn actor(&self, candidate: &Candidate, now: Timestamp) -> Result<Option<Actor>, db::Error> {
        let Candidate { id, kind, staff, created_at, .. } = *candidate;
        match (kind, staff) {
            (AccountKind::Citizen, _) => Ok(Some(account::citizen(id, candidate.name.clone(), created_at))),
            (AccountKind::Staff, None) => Ok(None),
            (AccountKind::Staff, Some(staff)) => {
                let grants = self.db.read::<_, _, db::Error>(move |tx| store::grants(tx, id, now)).await?;
                self.officer(id, staff, grants, now).await
            }
        }
    }

    /// An officer as an actor; `None` when the post has ended.
    pub(crate) async fn officer(
        &self,
        account: AccountId,
        staff: StaffId,
        grants: Vec<GrantRow>,
        now: Timestamp,
    ) -> Result<Option<Actor>, db::Error> {
        let mut record = self.organisation.staff(staff);
        if record.is_none() {
            // Another process may have imported this officer a moment ago.
            self.organisation.refresh().await?;
            record = self.organisation.staff(staff);
        }
        let today = calendar::local(now).date();
        let Some(record) = record.filter(|record| record.term().holds_on(today)) else { return Ok(None) };
        let kind = ActorKind::Staff { staff, agency: record.agency, unit: record.unit, office: record.office };
        let grants = grants.into_iter().map(as_grant).collect();
        Ok(Some(Actor { account, kind, name: record.name.clone(), grants }))
    }
}

fn as_grant(row: GrantRow) -> Grant {
    Grant { role: row.role, scope: row.scope.0, valid_from: row.valid_from, valid_to: row.valid_to }
}

#[cfg(test)]
mod tests;
