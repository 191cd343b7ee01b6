//! Passkeys of officers: a second factor beside the password, and a way to sign in without one. A
//! device that checked who uses it has asked for two factors itself: having it, and a finger, a face
//! or its code. It signs a challenge that is asked for once, for one purpose, and soon forgotten.

pub(crate) mod ceremony;
#[cfg(test)]
pub(crate) mod device;
pub(crate) mod party;
pub(crate) mod public_key;

use base::{AccountId, Actor};
use db::Tx;
use jiff::{SignedDuration, Timestamp};

use ceremony::{CeremonyFault, Created, Said, Signed, as_text};
use party::Party;

use crate::identification::Device;
use crate::sign_in::{At, NewSession, forgive};
use crate::step::{self, Standing, StepError, Waiting};
use crate::store::{PasskeyRow, StoredKey};
use crate::{Access, Happening, Passage, Seat, attempt, factor, store};

/// How long a device may take over an answer.
pub(crate) const ANSWER_TIME_MAX: SignedDuration = SignedDuration::from_mins(5);

/// Passkeys of one account at most.
const PASSKEYS_MAX: usize = 20;

/// For what a device is asked to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To make a key for whoever is signed in.
    Make,
    /// To pass the step of the second factor.
    Step,
    /// To sign in without a password.
    SignIn,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Step => "step",
            Self::SignIn => "sign-in",
        }
    }
}

/// What a device is asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) party: Party,
    pub(crate) challenge: String,
    /// The keys it is about: those that may answer, or those that exist already.
    pub(crate) credentials: Vec<String>,
}

/// Why an answer of a device led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PasskeyFault {
    /// The address of this site is not one that browsers offer passkeys for.
    #[error("passkeys are not offered here")]
    NotOffered,
    /// What was said does not count.
    #[error(transparent)]
    Ceremony(#[from] CeremonyFault),
    /// Nothing was asked, it took too long, or it was answered before.
    #[error("the challenge is not waiting for an answer")]
    Lost,
    /// The key belongs to nobody here, or to somebody else.
    #[error("the key is not known here")]
    Unknown,
    /// The key is registered already.
    #[error("the key is registered already")]
    Taken,
    /// There are as many as one account may have.
    #[error("no more passkeys")]
    TooMany,
    /// A role demands a second factor, and this is the only one.
    #[error("the last second factor stays")]
    Last,
}

impl Access {
    /// Asks a device for something; `asked_of` names who may answer.
    pub(crate) async fn ask_device(
        &self,
        purpose: Purpose,
        asked_of: &str,
        account: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Asked, StepError> {
        let party = self.party.clone().ok_or(PasskeyFault::NotOffered)?;
        let (asked_of, challenge) = (asked_of.to_owned(), as_text(&rand::random::<[u8; 32]>()));
        let digest = base::secret::digest(&challenge);
        let expires_at = now.saturating_add(ANSWER_TIME_MAX).unwrap_or(now);
        let ask = move |tx: &mut Tx<'_>| {
            store::forget_old_challenges(tx, now)?;
            store::insert_challenge(tx, &digest, purpose.name(), &asked_of, expires_at)?;
            account.map_or_else(|| Ok(Vec::new()), |account| store::passkeys(tx, account))
        };
        let known = self.db.write::<_, _, db::Error>(ask).await?;
        Ok(Asked { party, challenge, credentials: known.into_iter().map(|known| known.credential).collect() })
    }

    /// Begins a new passkey; the password is asked for again, because the seat may be somebody else's
    /// for a moment. `None` when it does not fit.
    pub(crate) async fn begin_passkey(&self, seat: &Seat, password: &str) -> Result<Option<Asked>, StepError> {
        if !self.is_own_password(seat, password).await? {
            return Ok(None);
        }
        self.ask_device(Purpose::Make, &seat.session, Some(seat.actor.account), seat.now).await.map(Some)
    }

    /// Keeps the passkey a device made. The recovery codes to show when it is the first second factor.
    pub(crate) async fn add_passkey(&self, seat: &Seat, name: &str, new: Created) -> Result<Vec<String>, StepError> {
        let party = self.party.as_ref().ok_or(PasskeyFault::NotOffered)?;
        let said = ceremony::created(party, &new).map_err(PasskeyFault::Ceremony)?;
        let (access, seat, name) = (self.clone(), seat.clone(), name.to_owned());
        self.db
            .write(move |tx| {
                let account = seat.actor.account;
                take(tx, &said, Purpose::Make, &seat.session, seat.now)?;
                store::hold_factors(tx, account)?;
                if store::passkeys(tx, account)?.len() >= PASSKEYS_MAX {
                    return Err(PasskeyFault::TooMany.into());
                }
                let is_first = !factor::is_set_up(tx, account)?;
                let (credential, counter) = (as_text(&new.credential.0), i64::from(said.counter));
                if store::insert_passkey(tx, &credential, account, &name, &new.public_key.0, counter, seat.now)? != 1 {
                    return Err(PasskeyFault::Taken.into());
                }
                access.journal.enter(tx, &seat.entry(Happening::PasskeyAdded))?;
                store::mark_second_factor(tx, &seat.session)?;
                if !is_first {
                    return Ok(Vec::new());
                }
                store::end_other_sessions(tx, account, &seat.session)?;
                Ok(factor::store_codes(tx, account)?)
            })
            .await
    }

    /// Removes a passkey; `false` when the password does not fit.
    pub(crate) async fn remove_passkey(
        &self,
        seat: &Seat,
        credential: &str,
        password: &str,
    ) -> Result<bool, StepError> {
        if !self.is_own_password(seat, password).await? {
            return Ok(false);
        }
        let is_demanded = self.policy.needs_second_factor(&seat.actor);
        let (access, seat, credential) = (self.clone(), seat.clone(), credential.to_owned());
        self.db
            .write(move |tx| {
                let account = seat.actor.account;
                store::hold_factors(tx, account)?;
                if store::delete_passkey(tx, account, &credential)? != 1 {
                    return Err(PasskeyFault::Unknown.into());
                }
                if !factor::is_set_up(tx, account)? {
                    if is_demanded {
                        return Err(PasskeyFault::Last.into());
                    }
                    store::delete_recovery_codes(tx, account)?;
                }
                access.journal.enter(tx, &seat.entry(Happening::PasskeyRemoved))?;
                Ok(true)
            })
            .await
    }

    /// The passkeys of an account, the oldest first.
    pub(crate) async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyRow>, db::Error> {
        self.db.read(move |tx| store::passkeys(tx, account)).await
    }

    /// Passes the step of the second factor with a passkey of the account that stands there.
    pub(crate) async fn pass_passkey(&self, waiting: Waiting, answer: Signed, at: At) -> Result<Passage, StepError> {
        self.count_code(&waiting.actor, at).await?;
        let known = self.known_key(&answer).await?;
        if known.account != waiting.actor.account {
            return Err(PasskeyFault::Unknown.into());
        }
        let said = self.judge(&answer, &known, &waiting.actor, at).await?;
        let access = self.clone();
        self.db
            .write(move |tx| {
                take(tx, &said, Purpose::Step, &waiting.digest, at.now)?;
                count(tx, &answer, &said, at.now)?;
                forgive(tx, &attempt::code_key(known.account), at.client)?;
                store::pass_factor(tx, &waiting.digest)?;
                access.go_on(tx, &waiting.clone().passed(), at)
            })
            .await
    }

    /// Signs an officer in whose device keeps for whom it made the key.
    pub(crate) async fn sign_in_by_passkey(&self, answer: Signed, from: Device, at: At) -> Result<Passage, StepError> {
        let known = self.known_key(&answer).await?;
        let account = known.account;
        let is_its_own = answer.user_handle.as_ref().is_some_and(|handle| handle.0 == account.uuid().as_bytes());
        let find = move |tx: &mut Tx<'_>| store::candidate_by_id(tx, account);
        let candidate = self.db.read::<_, _, db::Error>(find).await?.filter(|_| is_its_own);
        let candidate = candidate.ok_or(PasskeyFault::Unknown)?;
        let actor = self.actor(&candidate, at.now).await?.ok_or(PasskeyFault::Unknown)?;
        let said = self.judge(&answer, &known, &actor, at).await?;
        let access = self.clone();
        let kind = candidate.kind;
        let new = NewSession { actor, kind, client: at.client, user_agent: from.user_agent, second_factor: true };
        self.db
            .write(move |tx| {
                take(tx, &said, Purpose::SignIn, "", at.now)?;
                count(tx, &answer, &said, at.now)?;
                let standing = Standing::load(tx, &access.policy, &new.actor)?;
                Ok(match standing.next(true) {
                    Some(step) => step::begin(tx, &new, step, at.now)?,
                    None => Passage::Open(access.open(tx, &new, at.now)?),
                })
            })
            .await
    }

    async fn known_key(&self, answer: &Signed) -> Result<StoredKey, StepError> {
        let credential = as_text(&answer.credential.0);
        let found = self.db.read::<_, _, db::Error>(move |tx| store::passkey(tx, &credential)).await?;
        Ok(found.ok_or(PasskeyFault::Unknown)?)
    }

    /// Checks what a device said; the sign of a copy is written down.
    async fn judge(&self, answer: &Signed, known: &StoredKey, actor: &Actor, at: At) -> Result<Said, StepError> {
        let party = self.party.as_ref().ok_or(PasskeyFault::NotOffered)?;
        let judged = ceremony::signed(party, answer, &known.public_key, known.counter);
        if judged == Err(CeremonyFault::Copied) {
            let (journal, actor) = (self.journal.clone(), actor.clone());
            let note = move |tx: &mut Tx<'_>| journal.enter(tx, &at.entry(Happening::PasskeyCopied, &actor));
            self.db.write::<_, _, db::Error>(note).await?;
        }
        Ok(judged.map_err(PasskeyFault::Ceremony)?)
    }
}

/// Takes back what was asked; whoever was not asked, or answers a second time, is refused.
fn take(tx: &mut Tx<'_>, said: &Said, purpose: Purpose, asked_of: &str, now: Timestamp) -> Result<(), StepError> {
    let digest = base::secret::digest(&said.challenge);
    match store::take_challenge(tx, &digest, purpose.name(), asked_of, now)? {
        1 => Ok(()),
        _ => Err(PasskeyFault::Lost.into()),
    }
}

/// Keeps the counter, unless another answer told as much in the meantime.
fn count(tx: &mut Tx<'_>, answer: &Signed, said: &Said, now: Timestamp) -> Result<(), StepError> {
    match store::use_passkey(tx, &as_text(&answer.credential.0), i64::from(said.counter), now)? {
        1 => Ok(()),
        _ => Err(PasskeyFault::Ceremony(CeremonyFault::Copied).into()),
    }
}
