//! Signing in and out, changing a password, ending sessions.

use std::net::IpAddr;
use std::sync::Arc;

use base::{AccountId, Actor, ActorKind, Grant};
use db::{Db, Tx};
use jiff::Timestamp;
use organisation::Organisation;

use crate::attempt::{self, Locked, Tries};
use crate::password::HashError;
use crate::session::{Length, SESSIONS_MAX, USER_AGENT_MAX};
use crate::store::{Candidate, GrantRow, OpenSession};
use crate::{AccountKind, CreateAccountError, Entry, Happening, Journal, Login, Passwords, account, store};

/// Accounts and sessions. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    pub(crate) db: Db,
    pub(crate) organisation: Organisation,
    pub(crate) passwords: Passwords,
    pub(crate) journal: Arc<dyn Journal>,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("db", &self.db).finish_non_exhaustive()
    }
}

/// Somebody at the sign-in page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// What was typed as login.
    pub login: String,
    /// The password as typed.
    pub password: String,
    /// The network address.
    pub client: Option<IpAddr>,
    /// What the browser says it is.
    pub user_agent: String,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// The secret for the browser; only its digest is kept here.
    pub token: String,
    /// Who it is.
    pub actor: Actor,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nobody of that name has that password; which of the two is wrong is not told.
    #[error("login and password do not fit")]
    Wrong,
    /// The login was tried too often, whether it exists or not.
    #[error("too many tries")]
    Locked {
        /// How long to wait.
        seconds: u32,
    },
    /// The password could not be checked.
    #[error("the password could not be checked")]
    Hash(#[source] HashError),
    /// The store refused.
    #[error("the session could not be stored")]
    Store(#[source] db::Error),
}

impl From<db::Error> for SignInError {
    fn from(error: db::Error) -> Self {
        Self::Store(error)
    }
}

impl Access {
    /// Accounts of a store, with whoever keeps the audit log.
    #[must_use]
    pub fn new(db: Db, organisation: Organisation, passwords: Passwords, journal: Arc<dyn Journal>) -> Self {
        Self { db, organisation, passwords, journal }
    }

    /// The text to store for a password, for imports that set one for many officers.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash_password(&self, password: &str) -> Result<String, HashError> {
        self.passwords.hash(password).await
    }

    /// Opens a session when login and password fit. A new token every time: a token planted in the
    /// browser before is worth nothing afterwards.
    ///
    /// # Errors
    /// [`SignInError`]; for an unknown login the same, after the same work.
    pub async fn sign_in(&self, visit: Visit, now: Timestamp) -> Result<Opened, SignInError> {
        let login = Login::parse(&visit.login).map_or_else(|| visit.login.clone(), |login| login.as_str().to_owned());
        let key = base::secret::digest(&login);
        self.count_try(&key, now).await?;
        let candidate = self.db.read::<_, _, SignInError>(move |tx| Ok(store::candidate(tx, &login)?)).await?;
        let stored = candidate.as_ref().map(|candidate| candidate.password_hash.as_str());
        let fits = self.passwords.verify(&visit.password, stored).await.map_err(SignInError::Hash)?;
        let actor = match &candidate {
            Some(candidate) if fits => self.actor(candidate, now).await?,
            Some(_) | None => None,
        };
        match (candidate, actor) {
            (Some(candidate), Some(actor)) => self.open(candidate.kind, actor, key, visit, now).await,
            (candidate, _) => {
                self.note_refusal(candidate, visit.client, now).await?;
                Err(SignInError::Wrong)
            }
        }
    }

    /// Counts a try at a login, before anything is checked.
    async fn count_try(&self, key: &str, now: Timestamp) -> Result<(), SignInError> {
        let key = key.to_owned();
        let counted: Result<Tries, Locked> = self
            .db
            .write::<_, _, SignInError>(move |tx| {
                let before = store::tries(tx, &key)?.map(|(count, window_ends_at)| Tries { count, window_ends_at });
                let counted = attempt::count(before, now);
                if let Ok(tries) = counted {
                    store::forget_old_tries(tx, now)?;
                    store::put_tries(tx, &key, tries.count, tries.window_ends_at)?;
                }
                Ok(counted)
            })
            .await?;
        counted.map(|_| ()).map_err(|locked| SignInError::Locked { seconds: locked.seconds })
    }

    async fn open(
        &self,
        kind: AccountKind,
        actor: Actor,
        key: String,
        visit: Visit,
        now: Timestamp,
    ) -> Result<Opened, SignInError> {
        let (token, csrf) = (base::secret::token(), base::secret::token());
        let digest = base::secret::digest(&token);
        let user_agent: String = base::text::clean(&visit.user_agent).chars().take(USER_AGENT_MAX).collect();
        let expires_at = Length::of(kind).end(now);
        let (journal, for_log) = (self.journal.clone(), actor.clone());
        self.db
            .write::<_, _, SignInError>(move |tx| {
                store::forget_tries(tx, &key)?;
                store::end_old_sessions(tx, for_log.account, now, SESSIONS_MAX - 1)?;
                store::insert_session(tx, &digest, for_log.account, &csrf, now, expires_at, &user_agent)?;
                let (happening, client) = (Happening::SignedIn, visit.client);
                journal.enter(tx, &Entry { happening, actor: &for_log, at: now, client, subject: "" })?;
                Ok(())
            })
            .await?;
        Ok(Opened { token, actor })
    }

    async fn note_refusal(
        &self,
        candidate: Option<Candidate>,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), SignInError> {
        let actor = match candidate {
            Some(candidate) => self.actor(&candidate, now).await?.unwrap_or_else(Actor::system),
            None => Actor::system(),
        };
        let happening = Happening::SignInRefused;
        self.enter(happening, actor, client, now).await.map_err(SignInError::Store)
    }

    /// Ends the session of the device somebody sits at.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn sign_out(
        &self,
        actor: &Actor,
        session: &str,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), db::Error> {
        let (actor, session, journal) = (actor.clone(), session.to_owned(), self.journal.clone());
        self.db
            .write(move |tx| {
                store::end_session(tx, actor.account, &session)?;
                let happening = Happening::SignedOut;
                journal.enter(tx, &Entry { happening, actor: &actor, at: now, client, subject: "" })
            })
            .await
    }

    /// Ends one session of the account, on whatever device; `false` when it has no such session.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn end_session(
        &self,
        actor: &Actor,
        session: &str,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<bool, db::Error> {
        let session = session.to_owned();
        self.end_sessions(actor, client, now, move |tx, account| store::end_session(tx, account, &session)).await
    }

    /// Ends every session of the account but one; `false` when there was no other.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn end_other_sessions(
        &self,
        actor: &Actor,
        kept: &str,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<bool, db::Error> {
        let kept = kept.to_owned();
        self.end_sessions(actor, client, now, move |tx, account| store::end_other_sessions(tx, account, &kept)).await
    }

    async fn end_sessions(
        &self,
        actor: &Actor,
        client: Option<IpAddr>,
        now: Timestamp,
        end: impl Fn(&mut Tx<'_>, AccountId) -> Result<u64, db::Error> + Send + 'static,
    ) -> Result<bool, db::Error> {
        let (actor, journal) = (actor.clone(), self.journal.clone());
        self.db
            .write(move |tx| {
                if end(tx, actor.account)? == 0 {
                    return Ok(false);
                }
                let happening = Happening::SessionsEnded;
                journal.enter(tx, &Entry { happening, actor: &actor, at: now, client, subject: "" })?;
                Ok(true)
            })
            .await
    }

    /// Changes the own password, and signs out every other device: whoever knew the old one is out.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when the current one does not fit, inside `Ok` the fault of the new one.
    pub async fn change_password(
        &self,
        actor: &Actor,
        session: &str,
        current: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<Result<(), CreateAccountError>, SignInError> {
        let account = actor.account;
        let found = self
            .db
            .read::<_, _, SignInError>(move |tx| {
                Ok((store::candidate_by_id(tx, account)?, store::login_of(tx, account)?))
            })
            .await?;
        let (Some(candidate), Some(login)) = found else { return Err(SignInError::Wrong) };
        let key = base::secret::digest(&login);
        self.count_try(&key, now).await?;
        if !self.passwords.verify(current, Some(&candidate.password_hash)).await.map_err(SignInError::Hash)? {
            return Err(SignInError::Wrong);
        }
        let Some(login) = Login::parse(&login) else { return Err(SignInError::Wrong) };
        let hash = match self.hash_new(new, &login, candidate.kind).await {
            Ok(hash) => hash,
            Err(refused) => return Ok(Err(refused)),
        };
        let (actor, session, journal) = (actor.clone(), session.to_owned(), self.journal.clone());
        self.db
            .write::<_, _, SignInError>(move |tx| {
                store::set_password(tx, account, &hash)?;
                store::end_other_sessions(tx, account, &session)?;
                store::forget_tries(tx, &key)?;
                let happening = Happening::PasswordChanged;
                journal.enter(tx, &Entry { happening, actor: &actor, at: now, client: None, subject: "" })?;
                Ok(())
            })
            .await?;
        Ok(Ok(()))
    }

    /// The open sessions of an account, the last used first.
    pub(crate) async fn sessions(&self, account: AccountId, now: Timestamp) -> Result<Vec<OpenSession>, db::Error> {
        self.db.read(move |tx| store::sessions(tx, account, now)).await
    }

    /// The account as an actor with the roles that hold now; `None` for an officer who has left.
    async fn actor(&self, candidate: &Candidate, now: Timestamp) -> Result<Option<Actor>, db::Error> {
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
        staff: base::StaffId,
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

    async fn enter(
        &self,
        happening: Happening,
        actor: Actor,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), db::Error> {
        let journal = self.journal.clone();
        self.db
            .write(move |tx| journal.enter(tx, &Entry { happening, actor: &actor, at: now, client, subject: "" }))
            .await
    }
}

fn as_grant(row: GrantRow) -> Grant {
    Grant { role: row.role, scope: row.scope.0, valid_from: row.valid_from, valid_to: row.valid_to }
}

#[cfg(test)]
mod tests;
