//! Signing in: from login and password to an open session.

use std::net::IpAddr;

use base::Actor;
use jiff::Timestamp;

use crate::attempt::{self, Locked, Tries};
use crate::password::HashError;
use crate::session::{Length, SESSIONS_MAX, USER_AGENT_MAX};
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
    /// Opens a session when login and password fit. A new token every time: a token planted in the
    /// browser before is worth nothing afterwards.
    ///
    /// # Errors
    /// [`SignInError`]; for an unknown login the same, after the same work.
    pub async fn sign_in(&self, visit: Visit, now: Timestamp) -> Result<Opened, SignInError> {
        let login = Login::parse(&visit.login).map_or_else(|| visit.login.clone(), |login| login.as_str().to_owned());
        let key = base::secret::digest(&login);
        self.count_try(&key, now).await?.map_err(|Locked { seconds }| SignInError::Locked { seconds })?;
        let candidate = self.db.read::<_, _, SignInError>(move |tx| Ok(store::candidate(tx, &login)?)).await?;
        let stored = candidate.as_ref().map(|candidate| candidate.password_hash.as_str());
        let fits = self.passwords.verify(&visit.password, stored).await.map_err(SignInError::Hash)?;
        let actor = match &candidate {
            Some(candidate) if fits => self.actor(candidate, now).await?,
            Some(_) | None => None,
        };
        match (candidate, actor) {
            (Some(Candidate { kind, .. }), Some(actor)) => {
                let token = base::secret::token();
                let session = NewSession { digest: base::secret::digest(&token), kind, key, visit };
                self.open(session, actor.clone(), now).await?;
                Ok(Opened { token, actor })
            }
            (candidate, _) => {
                self.note_refusal(candidate, visit.client, now).await?;
                Err(SignInError::Wrong)
            }
        }
    }

    /// Counts a try at a login, before anything is checked.
    pub(crate) async fn count_try(&self, key: &str, now: Timestamp) -> Result<Result<Tries, Locked>, db::Error> {
        let key = key.to_owned();
        self.db
            .write(move |tx| {
                let before = store::tries(tx, &key)?.map(|(count, window_ends_at)| Tries { count, window_ends_at });
                let counted = attempt::count(before, now);
                if let Ok(tries) = counted {
                    store::forget_old_tries(tx, now)?;
                    store::put_tries(tx, &key, tries.count, tries.window_ends_at)?;
                }
                Ok(counted)
            })
            .await
    }

    async fn open(&self, session: NewSession, actor: Actor, now: Timestamp) -> Result<(), db::Error> {
        let NewSession { digest, kind, key, visit } = session;
        let csrf = base::secret::token();
        let user_agent: String = base::text::clean(&visit.user_agent).chars().take(USER_AGENT_MAX).collect();
        let expires_at = Length::of(kind).end(now);
        let journal = self.journal.clone();
        self.db
            .write(move |tx| {
                store::forget_tries(tx, &key)?;
                store::end_old_sessions(tx, actor.account, now, SESSIONS_MAX - 1)?;
                store::insert_session(tx, &digest, actor.account, &csrf, now, expires_at, &user_agent)?;
                let (happening, client) = (Happening::SignedIn, visit.client);
                journal.enter(tx, &Entry { happening, actor: &actor, at: now, client, subject: "" })
            })
            .await
    }

    async fn note_refusal(
        &self,
        candidate: Option<Candidate>,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), db::Error> {
        let actor = match candidate {
            Some(candidate) => self.actor(&candidate, now).await?.unwrap_or_else(Actor::system),
            None => Actor::system(),
        };
        let (happening, journal) = (Happening::SignInRefused, self.journal.clone());
        self.db
            .write(move |tx| journal.enter(tx, &Entry { happening, actor: &actor, at: now, client, subject: "" }))
            .await
    }
}

/// A session about to be opened.
struct NewSession {
    digest: String,
    kind: AccountKind,
    /// The key of the tries to forget.
    key: String,
    visit: Visit,
}
