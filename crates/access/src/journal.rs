//! What happens to accounts and sessions, told to whoever keeps the audit log. The question is
//! asked here and answered further right, so that this crate need not know the log.

use std::net::IpAddr;

use base::Actor;
use db::Tx;
use jiff::Timestamp;

macro_rules! happenings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Happening { $($(#[$doc])* $variant),+ }

        impl Happening {
            /// Everything that can happen.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier stored in the log.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

happenings! {
    /// Somebody signed in.
    SignedIn = "access.signed_in",
    /// A sign-in was refused: wrong password or nobody of that name.
    SignInRefused = "access.sign_in_refused",
    /// Somebody signed out.
    SignedOut = "access.signed_out",
    /// Somebody ended own sessions on other devices.
    SessionsEnded = "access.sessions_ended",
    /// Somebody changed the own password; other sessions ended with it.
    PasswordChanged = "access.password_changed",
    /// A citizen made an account.
    Registered = "access.registered",
    /// An account was linked to the identity a provider vouches for.
    IdentityLinked = "access.identity_linked",
    /// Somebody ended that link.
    IdentityUnlinked = "access.identity_unlinked",
    /// An account was made for an officer.
    StaffAccountMade = "access.staff_account_made",
    /// Wrong tries locked a login or a second factor.
    Locked = "access.locked",
    /// An administrator ended a lock.
    Unlocked = "access.unlocked",
    /// An administrator made a first password.
    FirstPasswordMade = "access.first_password_made",
    /// Somebody set a second factor up.
    SecondFactorSetUp = "access.second_factor_set_up",
    /// Somebody removed the own second factor.
    SecondFactorRemoved = "access.second_factor_removed",
    /// Somebody made new recovery codes.
    RecoveryCodesMade = "access.recovery_codes_made",
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed = "access.recovery_code_used",
    /// Somebody added a passkey.
    PasskeyAdded = "access.passkey_added",
    /// Somebody removed an own passkey.
    PasskeyRemoved = "access.passkey_removed",
    /// A passkey counted backwards, as a copy does; it was refused.
    PasskeyCopied = "access.passkey_copied",
    /// An administrator removed a second factor that was lost.
    SecondFactorReset = "access.second_factor_reset",
    /// An administrator ended the sessions of an officer.
    SessionsEndedByAdministrator = "access.sessions_ended_by_administrator",
    /// An administrator closed an account.
    AccountClosed = "access.account_closed",
    /// An administrator opened a closed account again.
    AccountReopened = "access.account_reopened",
    /// A role was given.
    RoleGiven = "access.role_given",
    /// A role was ended.
    RoleEnded = "access.role_ended",
    /// The power to sign was delegated.
    DelegationMade = "access.delegation_made",
    /// A delegation was ended before its last day.
    DelegationEnded = "access.delegation_ended",
    /// A bearer token was made.
    TokenMade = "access.token_made",
    /// A bearer token was withdrawn.
    TokenRevoked = "access.token_revoked",
}

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What.
    pub happening: Happening,
    /// Who did it; for a refused sign-in the account that was tried, when there is one.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// From which network address.
    pub client: Option<IpAddr>,
    /// The name of a token or of an officer's account it was done to; empty otherwise.
    pub subject: &'a str,
    /// More about it, without personal data: a reason, a role with its reach and decision.
    pub detail: &'a str,
}

/// Keeps what happened, in the transaction in which it happened.
pub trait Journal: Send + Sync {
    /// Writes one entry.
    ///
    /// # Errors
    /// Whatever the store refuses; then it did not happen either.
    fn enter(&self, tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), db::Error>;
}
