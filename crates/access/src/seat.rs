//! What somebody who is signed in does with the own account: sign out here or elsewhere, change the
//! password.

use std::net::IpAddr;

use base::{AccountId, Actor};
use db::Tx;
use jiff::Timestamp;

use crate::attempt::{self, Locked};
use crate::password::HashError;
use crate::sign_in::{At, forgive};
use crate::store::OpenSession;
use crate::{Access, Entry, Happening, Login, PasswordFault, password_rule, store};

/// Somebody signed in, at one device, now.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Who.
    pub actor: Actor,
    /// The session of this device.
    pub session: String,
    /// The network address.
    pub client: Option<IpAddr>,
    /// When.
    pub now: Timestamp,
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The current password does not fit.
    #[error("the current password does not fit")]
    Current,
    /// The current password was tried too often.
    #[error("too many tries")]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The new password is not good enough.
    #[error("the new password was refused")]
    New(#[source] PasswordFault),
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] HashError),
    /// The store refused.
    #[error("the password could not be stored")]
    Store(#[source] db::Error),
}

impl From<db::Error> for ChangePasswordError {
    fn from(error: db::Error) -> Self {
        Self::Store(error)
    }
}

impl Access {
    /// Ends the session of the device somebody sits at.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn sign_out(&self, seat: &Seat) -> Result<(), db::Error> {
        let here = seat.session.clone();
        let end = move |tx: &mut Tx<'_>, account| store::end_session(tx, account, &here);
        self.end_sessions(seat, Happening::SignedOut, end).await.map(|_| ())
    }

    /// Ends one session of the account, on whatever device; `false` when it has no such session.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn end_session(&self, seat: &Seat, session: &str) -> Result<bool, db::Error> {
        let session = session.to_owned();
        let end = move |tx: &mut Tx<'_>, account| store::end_session(tx, account, &session);
        self.end_sessions(seat, Happening::SessionsEnded, end).await
    }

    /// Ends every session of the account but this one; `false` when there was no other.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn end_other_sessions(&self, seat: &Seat) -> Result<bool, db::Error> {
        let here = seat.session.clone();
        let end = move |tx: &mut Tx<'_>, account| store::end_other_sessions(tx, account, &here);
        self.end_sessions(seat, Happening::SessionsEnded, end).await
    }

    async fn end_sessions(
        &self,
        seat: &Seat,
        happening: Happening,
        end: impl Fn(&mut Tx<'_>, AccountId) -> Result<u64, db::Error> + Send + 'static,
    ) -> Result<bool, db::Error> {
        let (seat, journal) = (seat.clone(), self.journal.clone());
        self.db
            .write(move |tx| {
                if end(tx, seat.actor.account)? == 0 {
                    return Ok(false);
                }
                journal.enter(tx, &seat.entry(happening))?;
                Ok(true)
            })
            .await
    }

    /// Changes the own password, and signs out every other device: whoever knew the old one is out.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; nothing is changed then.
    pub async fn change_password(&self, seat: &Seat, current: &str, new: &str) -> Result<(), ChangePasswordError> {
        let account = seat.actor.account;
        let find = move |tx: &mut Tx<'_>| Ok((store::candidate_by_id(tx, account)?, store::login_of(tx, account)?));
        let found = self.db.read::<_, _, db::Error>(find).await?;
        let (Some(candidate), Some(login)) = found else { return Err(ChangePasswordError::Current) };
        let login = Login::parse(&login).ok_or(ChangePasswordError::Current)?;
        let key = attempt::login_key(login.as_str());
        let counted = self.count_try(&key, seat.at()).await?;
        counted.map_err(|Locked { seconds }| ChangePasswordError::Locked { seconds })?;
        let fits = self.passwords.verify(current, Some(&candidate.password_hash)).await;
        if !fits.map_err(ChangePasswordError::Hash)? {
            return Err(ChangePasswordError::Current);
        }
        password_rule::check(new, login.as_str(), candidate.kind).map_err(ChangePasswordError::New)?;
        if new == current {
            return Err(ChangePasswordError::New(PasswordFault::Unchanged));
        }
        let hash = self.passwords.hash(new).await.map_err(ChangePasswordError::Hash)?;
        let (seat, journal) = (seat.clone(), self.journal.clone());
        self.db
            .write::<_, _, ChangePasswordError>(move |tx| {
                store::set_password(tx, account, &hash)?;
                store::end_other_sessions(tx, account, &seat.session)?;
                forgive(tx, &key, seat.client)?;
                journal.enter(tx, &seat.entry(Happening::PasswordChanged))?;
                Ok(())
            })
            .await
    }

    /// The open sessions of an account, the last used first.
    pub(crate) async fn sessions(&self, account: AccountId, now: Timestamp) -> Result<Vec<OpenSession>, db::Error> {
        self.db.read(move |tx| store::sessions(tx, account, now)).await
    }
}

impl Seat {
    /// From where and when.
    pub(crate) const fn at(&self) -> At {
        At { client: self.client, now: self.now }
    }

    pub(crate) const fn entry(&self, happening: Happening) -> Entry<'_> {
        self.at().entry(happening, &self.actor)
    }
}
