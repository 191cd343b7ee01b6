//! Signing in: from login and password to an open session, or to the further step that stands
//! between them ([`crate::step`]).

use std::net::IpAddr;

use base::Actor;
use db::Tx;
use jiff::Timestamp;

use crate::attempt::{self, Locked, Tries};
use crate::password::HashError;
use crate::session::{SESSIONS_MAX, USER_AGENT_MAX};
use crate::step::{self, Standing, Step};
use crate::store::Candidate;
use crate::{Access, AccountKind, Entry, Happening, Login, store};

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
    /// Whether an identity a provider vouches for waits to be linked to this account.
    pub is_linking: bool,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// The secret for the browser; only its digest is kept here.
    pub token: String,
    /// Who it is.
    pub actor: Actor,
}

/// How far a right password led.
#[derive(Debug)]
pub enum Passage {
    /// To an open session.
    Open(Opened),
    /// To one step more.
    Further {
        /// Which.
        step: Step,
        /// The secret that lets the browser go on; absent when the browser has it already.
        token: Option<String>,
    },
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nobody of that name has that password; which of the two is wrong is not told.
    #[error("login and password do not fit")]
    Wrong,
    /// Citizens sign in through their identity provider here; the password was right.
    #[error("citizens sign in through their identity provider")]
    ByProvider,
    /// The login or the address was tried too often, whether the login exists or not.
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

/// From where somebody acts, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) client: Option<IpAddr>,
    pub(crate) now: Timestamp,
}

impl At {
    /// What the log is told of an act that has no other subject than the actor.
    pub(crate) const fn entry<'a>(&self, happening: Happening, actor: &'a Actor) -> Entry<'a> {
        Entry { happening, actor, at: self.now, client: self.client, subject: "", detail: "" }
    }
}

/// A session about to be opened.
pub(crate) struct NewSession {
    pub(crate) actor: Actor,
    pub(crate) kind: AccountKind,
    pub(crate) client: Option<IpAddr>,
    pub(crate) user_agent: String,
    pub(crate) second_factor: bool,
}

impl Access {
    /// Opens a session when login and password fit, or begins the step that the account needs first.
    /// A new token every time: a token planted in the browser before is worth nothing afterwards.
    ///
    /// # Errors
    /// [`SignInError`]; for an unknown login the same, after the same work.
    pub async fn sign_in(&self, visit: Visit, now: Timestamp) -> Result<Passage, SignInError> {
        let login = Login::parse(&visit.login).map_or_else(|| visit.login.clone(), |login| login.as_str().to_owned());
        let key = attempt::login_key(&login);
        let at = At { client: visit.client, now };
        let counted = self.count_try(&key, at).await?;
        let tries = counted.map_err(|Locked { seconds }| SignInError::Locked { seconds })?;
        let candidate = self.db.read::<_, _, SignInError>(move |tx| Ok(store::candidate(tx, &login)?)).await?;
        let stored = candidate.as_ref().map(|candidate| candidate.password_hash.as_str());
        let fits = self.passwords.verify(&visit.password, stored).await.map_err(SignInError::Hash)?;
        let actor = match &candidate {
            Some(candidate) if fits && candidate.password_holds_at(now) => self.actor(candidate, now).await?,
            Some(_) | None => None,
        };
        match (candidate, actor) {
            (Some(Candidate { kind: AccountKind::Citizen, .. }), Some(_))
                if self.policy.citizens_by_provider && !visit.is_linking =>
            {
                Err(SignInError::ByProvider)
            }
            (Some(Candidate { kind, .. }), Some(actor)) => {
                let user_agent: String = base::text::clean(&visit.user_agent).chars().take(USER_AGENT_MAX).collect();
                let new = NewSession { actor, kind, client: at.client, user_agent, second_factor: false };
                Ok(self.pass_password(new, &key, now).await?)
            }
            (candidate, _) => {
                self.note_refusal(candidate, tries, at).await?;
                Err(SignInError::Wrong)
            }
        }
    }

    async fn pass_password(&self, new: NewSession, key: &str, now: Timestamp) -> Result<Passage, db::Error> {
        let (key, access) = (key.to_owned(), self.clone());
        self.db
            .write(move |tx| {
                forgive(tx, &key, new.client)?;
                store::forget_old_tries(tx, now)?;
                let standing = Standing::load(tx, &access.policy, &new.actor)?;
                match standing.next(false) {
                    Some(step) => step::begin(tx, &new, step, now),
                    None => access.open(tx, &new, now).map(Passage::Open),
                }
            })
            .await
    }

    /// Counts a try at a login, before anything is checked.
    pub(crate) async fn count_try(
        &self,
        key: &str,
        At { client, now }: At,
    ) -> Result<Result<Tries, Locked>, db::Error> {
        let (key, lockout) = (key.to_owned(), self.policy.lockout);
        self.db
            .write(move |tx| {
                let address = attempt::address_key(client);
                let of_address = match &address {
                    Some(address) => Some(lockout.count_address(held(tx, address, now)?, now)),
                    None => None,
                };
                if let Some(Err(locked)) = of_address {
                    return Ok(Err(locked));
                }
                let counted = lockout.count(held(tx, &key, now)?, now);
                if let Ok(tries) = counted {
                    put(tx, &key, tries)?;
                    if let (Some(address), Some(Ok(of_address))) = (&address, of_address) {
                        put(tx, address, of_address)?;
                    }
                }
                Ok(counted)
            })
            .await
    }

    /// Opens a session, in the transaction that decided so.
    pub(crate) fn open(&self, tx: &mut Tx<'_>, new: &NewSession, now: Timestamp) -> Result<Opened, db::Error> {
        let (token, csrf) = (base::secret::token(), base::secret::token());
        let digest = base::secret::digest(&token);
        let expires_at = self.policy.sessions.of(new.kind).end(now);
        let account = new.actor.account;
        store::end_old_sessions(tx, account, now, SESSIONS_MAX - 1)?;
        let address = new.client.map(|client| client.to_string()).unwrap_or_default();
        store::insert_session(
            tx,
            &digest,
            account,
            &csrf,
            now,
            expires_at,
            &new.user_agent,
            &address,
            new.second_factor,
        )?;
        let at = At { client: new.client, now };
        self.journal.enter(tx, &at.entry(Happening::SignedIn, &new.actor))?;
        Ok(Opened { token, actor: new.actor.clone() })
    }

    /// Writes down that somebody was refused, and the lock when this try brought it about.
    async fn note_refusal(&self, candidate: Option<Candidate>, tries: Tries, at: At) -> Result<(), db::Error> {
        let known = match candidate {
            Some(candidate) => self.actor(&candidate, at.now).await?,
            None => None,
        };
        let (access, is_known) = (self.clone(), known.is_some());
        let actor = known.unwrap_or_else(Actor::system);
        self.db
            .write(move |tx| {
                access.journal.enter(tx, &at.entry(Happening::SignInRefused, &actor))?;
                if is_known && access.policy.lockout.locks(tries) {
                    access.journal.enter(tx, &at.entry(Happening::Locked, &actor))?;
                }
                Ok(())
            })
            .await
    }
}

/// Forgets the tries at a login that was right after all, and gives its address one back.
pub(crate) fn forgive(tx: &mut Tx<'_>, key: &str, client: Option<IpAddr>) -> Result<(), db::Error> {
    if let Some(address) = attempt::address_key(client)
        && let Some(tries) = store::tries(tx, &address)?
    {
        put(tx, &address, attempt::give_back(as_tries(tries)))?;
    }
    store::forget_tries(tx, key)?;
    Ok(())
}

fn held(tx: &mut Tx<'_>, key: &str, now: Timestamp) -> Result<Option<Tries>, db::Error> {
    store::hold_tries(tx, key, now).map(|row| Some(as_tries(row)))
}

fn put(tx: &mut Tx<'_>, key: &str, tries: Tries) -> Result<(), db::Error> {
    store::put_tries(tx, key, tries.count, tries.blocked_until, tries.forgotten_at)
}

const fn as_tries((count, blocked_until, forgotten_at): (i64, Option<Timestamp>, Timestamp)) -> Tries {
    Tries { count, blocked_until, forgotten_at }
}
