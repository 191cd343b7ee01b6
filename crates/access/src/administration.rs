//! What an administrator does to the accounts of officers within the own reach: makes them, gives
//! first passwords, ends locks and sessions, resets second factors, closes and opens accounts. Roles
//! are given in [`crate::appoint`].
//!
//! Nobody does any of this to the own account: what an administrator may is given by another one.

use base::{AccountId, Actor, Role, Scope, StaffId};
use db::Tx;
use jiff::{SignedDuration, Timestamp};
use organisation::{Organisation, Staff};

use crate::attempt;
use crate::password::HashError;
use crate::separation::Clash;
use crate::{Access, Entry, Happening, Login, Seat, factor, recovery, store};

/// How long a first password may be used.
const FIRST_PASSWORD_TIME: SignedDuration = SignedDuration::from_hours(72);

/// Why something was not done to an account.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// No such officer within the administrator's reach.
    #[error("no such officer here")]
    Unknown,
    /// The officer has no account, or a closed one.
    #[error("the officer has no open account")]
    NoAccount,
    /// The officer has an account already, or somebody has that login.
    #[error("there is an account already")]
    Taken,
    /// It is the administrator's own account.
    #[error("nobody manages the own account")]
    Own,
    /// The separation of duties stands against a grant.
    #[error("the separation of duties stands against it")]
    Apart(Vec<Clash>),
    /// The same role with the same reach is held in that time.
    #[error("the role is held already")]
    Held,
    /// The reach is outside the administrator's own.
    #[error("the reach is not the administrator's to give")]
    Reach,
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] HashError),
    /// The store refused.
    #[error("the account could not be changed")]
    Store(#[source] db::Error),
}

impl From<db::Error> for ManageError {
    fn from(error: db::Error) -> Self {
        if matches!(error, db::Error::Duplicate { .. }) { Self::Taken } else { Self::Store(error) }
    }
}

/// Whether an officer is within an administrator's reach.
pub(crate) fn manages(actor: &Actor, staff: &Staff) -> bool {
    actor.scopes_of(Role::Administrator).any(|scope| match scope {
        Scope::Own => false,
        Scope::Unit(unit) => staff.unit == unit,
        Scope::Agency(agency) => staff.agency == agency,
        Scope::Office(office) => staff.office == Some(office),
        Scope::Province => true,
    })
}

/// Whether a reach lies inside an administrator's own, so that nobody gives away more than that.
pub(crate) fn may_give(organisation: &Organisation, actor: &Actor, given: Scope) -> bool {
    actor.scopes_of(Role::Administrator).any(|own| match (own, given) {
        (Scope::Province, _) => given != Scope::Own,
        (Scope::Agency(agency), Scope::Unit(unit)) => organisation.unit(unit).is_some_and(|unit| unit.agency == agency),
        (Scope::Agency(agency), Scope::Office(office)) => {
            organisation.office(office).is_some_and(|office| office.agency == agency)
        }
        (own, given) => own == given,
    })
}

/// What an administrator does, as the log keeps it.
#[derive(Clone, Copy)]
pub(crate) struct Act<'a> {
    pub(crate) happening: Happening,
    pub(crate) detail: &'a str,
}

/// An account that an act is about.
pub(crate) struct Subject {
    pub(crate) account: AccountId,
    pub(crate) login: String,
}

impl Access {
    /// Makes the account of an officer who has none; the first password, shown once.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn make_account(&self, by: &Seat, staff: StaffId) -> Result<String, ManageError> {
        let record = self.within_reach(by, staff)?;
        let login = Login::parse_staff(&record.login).ok_or(ManageError::Unknown)?;
        let (password, hash) = self.first_password().await?;
        let (by, access) = (by.clone(), self.clone());
        self.db
            .write(move |tx| {
                let (account, now) = (AccountId::new(by.now), by.now);
                store::insert_staff_account(tx, account, &record.name, staff, &hash, now)?;
                store::insert_login(tx, login.as_str(), account)?;
                store::set_first_password(tx, account, &hash, lapses(now))?;
                access.note(tx, &by, Act { happening: Happening::StaffAccountMade, detail: "" }, login.as_str())
            })
            .await?;
        Ok(password)
    }

    /// Makes a first password, which must be replaced at sign-in and lapses after three days. Ends
    /// every session: whoever had the old password is out.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn make_first_password(&self, by: &Seat, staff: StaffId) -> Result<String, ManageError> {
        let (password, hash) = self.first_password().await?;
        self.manage(by, staff, Act { happening: Happening::FirstPasswordMade, detail: "" }, move |tx, subject, now| {
            store::set_first_password(tx, subject.account, &hash, lapses(now))?;
            forget_tries(tx, subject.account)?;
            end_everything(tx, subject.account)
        })
        .await?;
        Ok(password)
    }

    /// Ends a lock and every wait.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn unlock(&self, by: &Seat, staff: StaffId) -> Result<(), ManageError> {
        let forget = |tx: &mut Tx<'_>, subject: &Subject, _| forget_tries(tx, subject.account);
        self.manage(by, staff, Act { happening: Happening::Unlocked, detail: "" }, forget).await
    }

    /// Signs an officer out on every device.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn end_sessions_of(&self, by: &Seat, staff: StaffId) -> Result<(), ManageError> {
        let end = |tx: &mut Tx<'_>, subject: &Subject, _| end_everything(tx, subject.account);
        self.manage(by, staff, Act { happening: Happening::SessionsEndedByAdministrator, detail: "" }, end).await
    }

    /// Removes a second factor that was lost, with the reason. It is another administrator who does
    /// this, and whoever lost it is signed out everywhere.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn reset_factor(&self, by: &Seat, staff: StaffId, reason: &str) -> Result<(), ManageError> {
        let reset = |tx: &mut Tx<'_>, subject: &Subject, _| {
            factor::remove(tx, subject.account)?;
            end_everything(tx, subject.account)
        };
        self.manage(by, staff, Act { happening: Happening::SecondFactorReset, detail: reason }, reset).await
    }

    /// Closes an account, with the reason; its sessions end at once.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn close_account(&self, by: &Seat, staff: StaffId, reason: &str) -> Result<(), ManageError> {
        let close = |tx: &mut Tx<'_>, subject: &Subject, now| {
            store::close_account(tx, subject.account, now)?;
            end_everything(tx, subject.account)
        };
        self.manage(by, staff, Act { happening: Happening::AccountClosed, detail: reason }, close).await
    }

    /// Opens a closed account again, with the reason.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn reopen_account(&self, by: &Seat, staff: StaffId, reason: &str) -> Result<(), ManageError> {
        let reopen = |tx: &mut Tx<'_>, subject: &Subject, _| store::reopen_account(tx, subject.account).map(|_| ());
        self.manage(by, staff, Act { happening: Happening::AccountReopened, detail: reason }, reopen).await
    }

    /// Does something to the account of an officer within reach, and writes it down.
    pub(crate) async fn manage(
        &self,
        by: &Seat,
        staff: StaffId,
        Act { happening, detail }: Act<'_>,
        act: impl Fn(&mut Tx<'_>, &Subject, Timestamp) -> Result<(), db::Error> + Send + 'static,
    ) -> Result<(), ManageError> {
        let record = self.within_reach(by, staff)?;
        let (by, access, detail) = (by.clone(), self.clone(), detail.to_owned());
        self.db
            .write(move |tx| {
                let subject = subject(tx, &by, &record)?;
                act(tx, &subject, by.now)?;
                access.note(tx, &by, Act { happening, detail: &detail }, &subject.login)
            })
            .await
    }

    /// Writes an act of an administrator down.
    pub(crate) fn note(
        &self,
        tx: &mut Tx<'_>,
        by: &Seat,
        Act { happening, detail }: Act<'_>,
        subject: &str,
    ) -> Result<(), ManageError> {
        let Seat { actor, client, now, .. } = by;
        let entry = Entry { happening, actor, at: *now, client: *client, subject, detail };
        Ok(self.journal.enter(tx, &entry)?)
    }

    /// The officer, when an administrator reaches as far and it is not the administrator.
    pub(crate) fn within_reach(&self, by: &Seat, staff: StaffId) -> Result<Staff, ManageError> {
        let record = self.organisation.staff(staff).filter(|record| manages(&by.actor, record));
        record.map(|record| (*record).clone()).ok_or(ManageError::Unknown)
    }

    async fn first_password(&self) -> Result<(String, String), ManageError> {
        let password = recovery::readable_secret();
        let hash = self.passwords.hash(&password).await.map_err(ManageError::Hash)?;
        Ok((password, hash))
    }
}

/// The account of an officer, unless it is the administrator's own.
pub(crate) fn subject(tx: &mut Tx<'_>, by: &Seat, record: &Staff) -> Result<Subject, ManageError> {
    let account = store::account_of_staff(tx, record.id)?.ok_or(ManageError::NoAccount)?;
    if account == by.actor.account {
        return Err(ManageError::Own);
    }
    Ok(Subject { account, login: record.login.clone() })
}

fn lapses(now: Timestamp) -> Timestamp {
    now.saturating_add(FIRST_PASSWORD_TIME).unwrap_or(now)
}

fn forget_tries(tx: &mut Tx<'_>, account: AccountId) -> Result<(), db::Error> {
    for login in store::logins_of(tx, account)? {
        store::forget_tries(tx, &attempt::login_key(&login))?;
    }
    store::forget_tries(tx, &attempt::code_key(account))?;
    Ok(())
}

fn end_everything(tx: &mut Tx<'_>, account: AccountId) -> Result<(), db::Error> {
    store::end_all_sessions(tx, account)?;
    store::end_sign_ins(tx, account)?;
    Ok(())
}

#[cfg(test)]
mod tests;
