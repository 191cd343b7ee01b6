//! What may stand between a right password and an open session: a code, a password of one's own, a
//! second factor to be set up. Until the last step is done there is no session, so no gate opens.

use base::{AccountId, Actor};
use db::Tx;
use jiff::{SignedDuration, Timestamp};

use crate::attempt::{self, Locked};
use crate::passkey::PasskeyFault;
use crate::password::HashError;
use crate::sign_in::{At, NewSession, forgive};
use crate::store::Begun;
use crate::{Access, AccountKind, Happening, Passage, PasswordFault, Policy, factor, password_rule, store};

/// How long somebody may take over all steps.
const STEPS_TIME_MAX: SignedDuration = SignedDuration::from_mins(15);

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Type a code of the second factor.
    Code,
    /// Replace the password that somebody else made.
    NewPassword,
    /// Set a second factor up, because a role demands one.
    SetUpFactor,
}

/// What an account has and must have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) must_change_password: bool,
    pub(crate) has_factor: bool,
    pub(crate) needs_factor: bool,
}

impl Standing {
    pub(crate) fn load(tx: &mut Tx<'_>, policy: &Policy, actor: &Actor) -> Result<Self, db::Error> {
        Ok(Self {
            must_change_password: store::must_change_password(tx, actor.account)?,
            has_factor: factor::is_set_up(tx, actor.account)?,
            needs_factor: policy.needs_second_factor(actor),
        })
    }

    /// The next step; none when the session may open. The code comes first: whoever only has the
    /// password changes nothing.
    pub(crate) const fn next(self, factor_passed: bool) -> Option<Step> {
        if self.has_factor && !factor_passed {
            Some(Step::Code)
        } else if self.must_change_password {
            Some(Step::NewPassword)
        } else if self.needs_factor && !self.has_factor {
            Some(Step::SetUpFactor)
        } else {
            None
        }
    }
}

/// A sign-in that stands at a step.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) digest: String,
    pub(crate) actor: Actor,
    pub(crate) kind: AccountKind,
    pub(crate) login: String,
    pub(crate) step: Step,
    factor_passed: bool,
    user_agent: String,
}

impl Waiting {
    /// The same sign-in once the second factor was shown.
    pub(crate) fn passed(self) -> Self {
        Self { factor_passed: true, ..self }
    }
}

/// Why a step was not passed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    /// The code is wrong, old, or was used before.
    #[error("the code does not fit")]
    Code,
    /// Too many wrong codes.
    #[error("too many tries")]
    Locked { seconds: u32 },
    /// The answer of a device leads nowhere.
    #[error("the passkey was refused")]
    Passkey(#[source] PasskeyFault),
    /// The new password is not good enough.
    #[error("the new password was refused")]
    Password(#[source] PasswordFault),
    /// The new password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] HashError),
    /// The store refused.
    #[error("the step could not be stored")]
    Store(#[source] db::Error),
}

impl From<PasskeyFault> for StepError {
    fn from(fault: PasskeyFault) -> Self {
        Self::Passkey(fault)
    }
}

impl From<db::Error> for StepError {
    fn from(error: db::Error) -> Self {
        Self::Store(error)
    }
}

/// Begins a sign-in that needs a step more.
pub(crate) fn begin(tx: &mut Tx<'_>, new: &NewSession, step: Step, now: Timestamp) -> Result<Passage, db::Error> {
    let token = base::secret::token();
    let expires_at = now.saturating_add(STEPS_TIME_MAX).unwrap_or(now);
    store::forget_old_sign_ins(tx, now)?;
    store::insert_sign_in(
        tx,
        &base::secret::digest(&token),
        new.actor.account,
        now,
        expires_at,
        new.second_factor,
        &new.user_agent,
    )?;
    prepare(tx, step, new.actor.account, now)?;
    Ok(Passage::Further { step, token: Some(token) })
}

/// What a step needs before its page is shown.
fn prepare(tx: &mut Tx<'_>, step: Step, account: AccountId, now: Timestamp) -> Result<(), db::Error> {
    match step {
        Step::Code | Step::NewPassword => Ok(()),
        Step::SetUpFactor => factor::propose(tx, account, now),
    }
}

impl Access {
    /// The sign-in a browser has begun; `None` when it is unknown, over, or its account is closed.
    pub(crate) async fn waiting(&self, digest: &str, now: Timestamp) -> Result<Option<Waiting>, db::Error> {
        let asked = digest.to_owned();
        let find = move |tx: &mut Tx<'_>| {
            let Some(begun) = store::sign_in(tx, &asked, now)? else { return Ok(None) };
            let Some(candidate) = store::candidate_by_id(tx, begun.account)? else { return Ok(None) };
            let login = store::login_of(tx, begun.account)?.unwrap_or_default();
            Ok::<_, db::Error>(Some((begun, candidate, login)))
        };
        let Some((begun, candidate, login)) = self.db.read(find).await? else { return Ok(None) };
        let Some(actor) = self.actor(&candidate, now).await? else { return Ok(None) };
        let Begun { factor_passed, user_agent, .. } = begun;
        let (policy, asker) = (self.policy.clone(), actor.clone());
        let standing = self.db.read(move |tx| Standing::load(tx, &policy, &asker)).await?;
        let step = standing.next(factor_passed);
        let waiting = |step| Waiting {
            digest: digest.to_owned(),
            actor,
            kind: candidate.kind,
            login,
            step,
            factor_passed,
            user_agent,
        };
        // Without a step left the sign-in was finished elsewhere; it is begun again.
        Ok(step.map(waiting))
    }

    /// Replaces the password somebody else made by one's own.
    pub(crate) async fn pass_new_password(&self, waiting: Waiting, new: &str, at: At) -> Result<Passage, StepError> {
        password_rule::check(new, &waiting.login, waiting.kind).map_err(StepError::Password)?;
        let account = waiting.actor.account;
        let find = move |tx: &mut Tx<'_>| store::candidate_by_id(tx, account);
        let stored = self.db.read::<_, _, db::Error>(find).await?.map(|candidate| candidate.password_hash);
        if self.passwords.verify(new, stored.as_deref()).await.map_err(StepError::Hash)? {
            return Err(StepError::Password(PasswordFault::Unchanged));
        }
        let hash = self.passwords.hash(new).await.map_err(StepError::Hash)?;
        let access = self.clone();
        self.db
            .write(move |tx| {
                store::set_password(tx, account, &hash)?;
                let (happening, actor) = (Happening::PasswordChanged, &waiting.actor);
                access.journal.enter(tx, &at.entry(happening, actor))?;
                access.go_on(tx, &waiting, at)
            })
            .await
    }

    /// Checks a code of the second factor, or a recovery code.
    pub(crate) async fn pass_code(&self, waiting: Waiting, code: &str, at: At) -> Result<Passage, StepError> {
        self.count_code(&waiting.actor, at).await?;
        let (access, code) = (self.clone(), code.to_owned());
        self.db
            .write(move |tx| {
                let account = waiting.actor.account;
                if !access.accept_code(tx, &waiting.actor, &code, at)? {
                    return Ok(None);
                }
                forgive(tx, &attempt::code_key(account), at.client)?;
                store::pass_factor(tx, &waiting.digest)?;
                access.go_on(tx, &waiting.clone().passed(), at).map(Some)
            })
            .await?
            .ok_or(StepError::Code)
    }

    /// Confirms the second factor that was just set up, and shows the recovery codes.
    pub(crate) async fn pass_set_up(
        &self,
        waiting: Waiting,
        code: &str,
        at: At,
    ) -> Result<(Passage, Vec<String>), StepError> {
        self.count_code(&waiting.actor, at).await?;
        let (access, code) = (self.clone(), code.to_owned());
        self.db
            .write(move |tx| {
                let Some(codes) = access.confirm_factor(tx, &waiting.actor, &code, at)? else {
                    return Ok(None);
                };
                forgive(tx, &attempt::code_key(waiting.actor.account), at.client)?;
                store::pass_factor(tx, &waiting.digest)?;
                access.go_on(tx, &waiting.clone().passed(), at).map(|passage| Some((passage, codes)))
            })
            .await?
            .ok_or(StepError::Code)
    }

    /// Counts a try at the second factor of an account; the try that locks it is written down.
    pub(crate) async fn count_code(&self, actor: &Actor, at: At) -> Result<(), StepError> {
        let counted = self.count_try(&attempt::code_key(actor.account), at).await?;
        let tries = counted.map_err(|Locked { seconds }| StepError::Locked { seconds })?;
        if !self.policy.lockout.locks(tries) {
            return Ok(());
        }
        let (journal, actor) = (self.journal.clone(), actor.clone());
        self.db
            .write(move |tx| {
                let happening = Happening::Locked;
                let entry = at.entry(happening, &actor);
                journal.enter(tx, &entry).map_err(StepError::Store)
            })
            .await
    }

    /// To the next step, or to the session.
    pub(crate) fn go_on(&self, tx: &mut Tx<'_>, waiting: &Waiting, at: At) -> Result<Passage, StepError> {
        let Waiting { digest, actor, kind, factor_passed, user_agent, .. } = waiting;
        let standing = Standing::load(tx, &self.policy, actor)?;
        if let Some(step) = standing.next(*factor_passed) {
            prepare(tx, step, actor.account, at.now)?;
            return Ok(Passage::Further { step, token: None });
        }
        store::end_sign_in(tx, digest)?;
        let (actor, user_agent) = (actor.clone(), user_agent.clone());
        let new = NewSession { actor, kind: *kind, client: at.client, user_agent, second_factor: *factor_passed };
        Ok(Passage::Open(self.open(tx, &new, at.now)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(must_change_password: bool, has_factor: bool, needs_factor: bool) -> Vec<Step> {
        let mut standing = Standing { must_change_password, has_factor, needs_factor };
        let (mut passed, mut steps) = (false, Vec::new());
        while let Some(step) = standing.next(passed) {
            steps.push(step);
            match step {
                Step::Code => passed = true,
                Step::NewPassword => standing.must_change_password = false,
                Step::SetUpFactor => (passed, standing.has_factor) = (true, true),
            }
        }
        steps
    }

    #[test]
    fn whoever_knows_only_the_password_changes_nothing() {
        assert_eq!(steps(true, true, true), [Step::Code, Step::NewPassword]);
        assert_eq!(steps(false, true, false), [Step::Code]);
    }

    #[test]
    fn a_role_that_demands_a_second_factor_gets_it_set_up_after_the_own_password() {
        assert_eq!(steps(true, false, true), [Step::NewPassword, Step::SetUpFactor]);
        assert_eq!(steps(false, false, false), []);
    }
}
