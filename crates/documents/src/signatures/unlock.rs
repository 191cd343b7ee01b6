//! The PIN: typed once for a sending, counted before it is tried, never kept.

use base::Actor;
use jiff::{SignedDuration, Timestamp};
use signing::{Certificate, KeyFileError, Untrusted};
use web::Sentence;

use super::certificate::note;
use super::key::Shut;
use super::{CertificateRow, OpenKey, Signing, store};

/// Wrong PINs in a row before a key is closed for a while.
const TRIES_MAX: i64 = 5;
const LOCK: SignedDuration = SignedDuration::from_mins(15);

/// Why a key was not opened.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// The PIN is wrong.
    #[error("the PIN is wrong, {left} tries are left")]
    WrongPin {
        /// Before it is closed.
        left: i64,
    },
    /// Closed after too many wrong ones.
    #[error("the key is closed until {0}")]
    Locked(Timestamp),
    /// The token closed itself; its maker's tool opens it.
    #[error("the token locked itself")]
    TokenLocked,
    /// The certificate does not count any more.
    #[error("the certificate does not count")]
    Untrusted(#[source] Untrusted),
    /// The key cannot be reached or used; try again, or ask the administrator.
    #[error("the key cannot be used: {0}")]
    Key(String),
    /// The store's.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl UnlockError {
    /// What the officer is told.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::WrongPin { left } => Sentence::new("documents-pin-wrong").with("left", *left),
            Self::Locked(until) => Sentence::new("documents-pin-locked").with("until", web::format::time(*until)),
            Self::TokenLocked => Sentence::new("documents-pin-token-locked"),
            Self::Untrusted(reason) => super::page::untrusted(reason),
            Self::Key(_) | Self::Store(_) => Sentence::new("documents-pin-no-key"),
        }
    }
}

impl Signing {
    /// Opens the key of a certificate.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub async fn unlock(
        &self,
        row: &CertificateRow,
        pin: &str,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<OpenKey, UnlockError> {
        let chain = Certificate::from_file(&row.chain).map_err(|flaw| UnlockError::Key(flaw.to_string()))?;
        let (own, issuers) = chain.split_first().ok_or_else(|| UnlockError::Key("no certificate".to_owned()))?;
        self.check(own, issuers, now).map_err(UnlockError::Untrusted)?;
        let (db, id) = (&self.parts.files.db, row.id);
        let lock_until = now.saturating_add(LOCK).unwrap_or(now);
        let begin = move |tx: &mut db::Tx<'_>| {
            let begun = store::begin_try(tx, id, now)? == 1;
            if begun {
                store::lock_if_last(tx, id, TRIES_MAX, lock_until)?;
            }
            Ok::<_, db::Error>((begun, store::tried(tx, id)?))
        };
        let (begun, tried) = db.write(begin).await?;
        let (tries, locked) = tried.unwrap_or((0, None));
        if !begun {
            return Err(UnlockError::Locked(locked.unwrap_or(lock_until)));
        }
        let (this, certificate, typed) = (self.clone(), row.clone(), pin.to_owned());
        let opened = tokio::task::spawn_blocking(move || this.open(&certificate, &typed)).await;
        match opened.map_err(|error| UnlockError::Key(error.to_string()))? {
            Ok(key) => {
                db.write(move |tx| store::forget_tries(tx, id)).await?;
                Ok(key)
            }
            Err(Shut::WrongPin) => {
                self.note_wrong_pin(row, actor, now).await?;
                match locked {
                    Some(until) => Err(UnlockError::Locked(until)),
                    None => Err(UnlockError::WrongPin { left: TRIES_MAX - tries }),
                }
            }
            Err(other) => {
                db.write(move |tx| store::give_try_back(tx, id)).await?;
                Err(told(&other))
            }
        }
    }

    async fn note_wrong_pin(&self, row: &CertificateRow, actor: &Actor, now: Timestamp) -> Result<(), db::Error> {
        let (actor, serial) = (actor.clone(), row.serial.clone());
        let write = move |tx: &mut db::Tx<'_>| note(tx, audit::Kind::PinRefused, &serial, (&actor, None, now));
        self.parts.files.db.write(write).await
    }
}

fn told(shut: &Shut) -> UnlockError {
    match shut {
        Shut::PinLocked => UnlockError::TokenLocked,
        Shut::File(KeyFileError::Outdated) => UnlockError::Key("locked in an outdated way".to_owned()),
        Shut::WrongPin | Shut::Missing | Shut::OtherKey | Shut::File(_) | Shut::Key(_) => {
            UnlockError::Key(shut.to_string())
        }
    }
}
