//! The second factor of an account: a secret shared with an application on a telephone, and recovery
//! codes beside it. A secret counts only after a code of it was typed once; a code opens once.
//!
//! Unlike passwords the secret is kept as it is, because codes are computed from it: whoever can
//! read the database has it, but still needs the password, of which only a hash is kept.

use base::{AccountId, Actor};
use db::Tx;
use jiff::Timestamp;

use crate::attempt;
use crate::password::HashError;
use crate::sign_in::{At, forgive};
use crate::step::StepError;
use crate::store::StoredFactor;
use crate::{Access, Happening, Seat, recovery, store, totp};

/// The second factor as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    /// Since when it counts.
    pub(crate) since: Timestamp,
    /// Recovery codes left.
    pub(crate) codes_left: i64,
}

/// Makes a secret that does not count yet, unless one waits already.
pub(crate) fn propose(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), db::Error> {
    store::propose_factor(tx, account, &totp::new_secret(), now).map(|_| ())
}

/// Whether the account has a second factor: an application on a telephone, or a passkey.
pub(crate) fn is_set_up(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, db::Error> {
    Ok(since(tx, account)?.is_some())
}

/// Since when the account has a second factor of any kind.
pub(crate) fn since(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Timestamp>, db::Error> {
    let of_passkeys = store::passkey_since(tx, account)?;
    Ok(store::factor_since(tx, account)?.into_iter().chain(of_passkeys).min())
}

/// Removes every second factor and the recovery codes.
pub(crate) fn remove(tx: &mut Tx<'_>, account: AccountId) -> Result<(), db::Error> {
    store::delete_passkeys(tx, account)?;
    store::delete_recovery_codes(tx, account)?;
    store::delete_factor(tx, account).map(|_| ())
}

/// Removes the application on the telephone. Recovery codes stay as long as there is a passkey, and
/// the application itself where a role demands a second factor and there is none.
fn remove_application(tx: &mut Tx<'_>, account: AccountId, is_demanded: bool) -> Result<bool, db::Error> {
    store::hold_factors(tx, account)?;
    let has_passkey = store::passkey_since(tx, account)?.is_some();
    if is_demanded && !has_passkey {
        return Ok(false);
    }
    if !has_passkey {
        store::delete_recovery_codes(tx, account)?;
    }
    store::delete_factor(tx, account).map(|_| true)
}

impl Access {
    /// The second factor of an account, once it counts.
    pub(crate) async fn factor(&self, account: AccountId) -> Result<Option<Factor>, db::Error> {
        self.db
            .read(move |tx| {
                let Some(since) = store::factor_since(tx, account)? else { return Ok(None) };
                Ok(Some(Factor { since, codes_left: store::recovery_codes_left(tx, account)? }))
            })
            .await
    }

    /// The secret that waits to be confirmed.
    pub(crate) async fn proposed_secret(&self, account: AccountId) -> Result<Option<Vec<u8>>, db::Error> {
        self.db.read(move |tx| store::proposed_secret(tx, account)).await
    }

    /// Begins setting a second factor up; the password is asked for again, because the seat may be
    /// somebody else's for a moment.
    pub(crate) async fn begin_factor(&self, seat: &Seat, password: &str) -> Result<bool, StepError> {
        if !self.is_own_password(seat, password).await? {
            return Ok(false);
        }
        let (account, now) = (seat.actor.account, seat.now);
        self.db
            .write(move |tx| {
                // A secret that was shown before and never confirmed is not shown again.
                store::delete_proposed_factor(tx, account)?;
                propose(tx, account, now)?;
                Ok::<_, StepError>(true)
            })
            .await
    }

    /// Makes the waiting secret count, from the seat of its owner; the codes are shown once.
    pub(crate) async fn finish_factor(&self, seat: &Seat, code: &str) -> Result<Vec<String>, StepError> {
        self.count_code(&seat.actor, seat.at()).await?;
        let (access, seat, code) = (self.clone(), seat.clone(), code.to_owned());
        self.db
            .write(move |tx| {
                let Some(codes) = access.confirm_factor(tx, &seat.actor, &code, seat.at())? else {
                    return Ok(None);
                };
                forgive(tx, &attempt::code_key(seat.actor.account), seat.client)?;
                store::mark_second_factor(tx, &seat.session)?;
                store::end_other_sessions(tx, seat.actor.account, &seat.session)?;
                Ok::<_, db::Error>(Some(codes))
            })
            .await?
            .ok_or(StepError::Code)
    }

    /// New recovery codes instead of the old ones; a code of the second factor is asked for.
    pub(crate) async fn renew_recovery_codes(&self, seat: &Seat, code: &str) -> Result<Vec<String>, StepError> {
        let access = self.clone();
        self.with_code(seat, code, move |tx, seat| {
            let codes = store_codes(tx, seat.actor.account)?;
            access.journal.enter(tx, &seat.entry(Happening::RecoveryCodesMade))?;
            Ok(codes)
        })
        .await
    }

    /// Removes the application on the telephone; a code is asked for. `false` when it has to stay.
    pub(crate) async fn remove_factor(&self, seat: &Seat, code: &str) -> Result<bool, StepError> {
        let (access, is_demanded) = (self.clone(), self.policy.needs_second_factor(&seat.actor));
        self.with_code(seat, code, move |tx, seat| {
            if !remove_application(tx, seat.actor.account, is_demanded)? {
                return Ok(false);
            }
            access.journal.enter(tx, &seat.entry(Happening::SecondFactorRemoved))?;
            Ok(true)
        })
        .await
    }

    async fn with_code<T: Send + 'static>(
        &self,
        seat: &Seat,
        code: &str,
        then: impl Fn(&mut Tx<'_>, &Seat) -> Result<T, db::Error> + Send + 'static,
    ) -> Result<T, StepError> {
        self.count_code(&seat.actor, seat.at()).await?;
        let (access, seat, code) = (self.clone(), seat.clone(), code.to_owned());
        self.db
            .write(move |tx| {
                if !access.accept_code(tx, &seat.actor, &code, seat.at())? {
                    return Ok(None);
                }
                forgive(tx, &attempt::code_key(seat.actor.account), seat.client)?;
                then(tx, &seat).map(Some)
            })
            .await
            .map_err(StepError::Store)?
            .ok_or(StepError::Code)
    }

    /// Confirms the waiting secret with a code; the recovery codes to show, or `None`.
    pub(crate) fn confirm_factor(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        code: &str,
        at: At,
    ) -> Result<Option<Vec<String>>, db::Error> {
        let Some(secret) = store::proposed_secret(tx, actor.account)? else { return Ok(None) };
        let Some(step) = totp::fitting_step(&secret, &digits(code), 0, at.now) else { return Ok(None) };
        store::confirm_factor(tx, actor.account, at.now, step)?;
        let codes = store_codes(tx, actor.account)?;
        let happening = Happening::SecondFactorSetUp;
        self.journal.enter(tx, &at.entry(happening, actor))?;
        Ok(Some(codes))
    }

    /// Whether a code opens: of the application, later than the last one used, or a recovery code
    /// that was not used before. What opened does not open again.
    pub(crate) fn accept_code(&self, tx: &mut Tx<'_>, actor: &Actor, code: &str, at: At) -> Result<bool, db::Error> {
        let account = actor.account;
        // Whoever has passkeys only still has recovery codes.
        if let Some(StoredFactor { secret, last_step }) = store::factor(tx, account)?
            && let Some(step) = totp::fitting_step(&secret, &digits(code), last_step, at.now)
        {
            return store::use_step(tx, account, step).map(|used| used == 1);
        }
        if store::use_recovery_code(tx, account, &recovery::digest(account, code), at.now)? != 1 {
            return Ok(false);
        }
        let happening = Happening::RecoveryCodeUsed;
        self.journal.enter(tx, &at.entry(happening, actor))?;
        Ok(true)
    }

    /// Whether the password is that of whoever sits here; tries are counted.
    pub(crate) async fn is_own_password(&self, seat: &Seat, password: &str) -> Result<bool, StepError> {
        self.count_code(&seat.actor, seat.at()).await?;
        let account = seat.actor.account;
        let find = move |tx: &mut Tx<'_>| store::candidate_by_id(tx, account);
        let stored = self.db.read::<_, _, db::Error>(find).await?.map(|candidate| candidate.password_hash);
        let fits = self.passwords.verify(password, stored.as_deref()).await;
        if !fits.map_err(|error: HashError| StepError::Hash(error))? {
            return Ok(false);
        }
        let client = seat.client;
        self.db.write::<_, _, db::Error>(move |tx| forgive(tx, &attempt::code_key(account), client)).await?;
        Ok(true)
    }
}

/// Makes recovery codes instead of those there were.
pub(crate) fn store_codes(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<String>, db::Error> {
    let codes = recovery::new_codes();
    store::delete_recovery_codes(tx, account)?;
    for code in &codes {
        store::insert_recovery_code(tx, account, &recovery::digest(account, code))?;
    }
    Ok(codes)
}

/// Digits of a code; people and applications write it in two groups.
fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}
