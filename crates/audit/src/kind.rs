//! What an entry is about. A closed list: each kind has its sentence in both languages.

use access::Happening;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What was read or done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $variant),+ }

        impl Kind {
            /// Every kind, in the order of the list on the page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier stored, also the end of the sentence's key.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }
    };
}

kinds! {
    /// A dossier or a person's record was opened.
    Read = "read",
    /// Hidden personal data was made visible.
    Revealed = "revealed",
    /// Somebody signed in.
    SignedIn = "signed-in",
    /// A sign-in was refused.
    SignInRefused = "sign-in-refused",
    /// Somebody signed out.
    SignedOut = "signed-out",
    /// Somebody ended own sessions elsewhere.
    SessionsEnded = "sessions-ended",
    /// Somebody changed the own password.
    PasswordChanged = "password-changed",
    /// A citizen made an account.
    Registered = "registered",
    /// An account was linked to the identity a provider vouches for.
    IdentityLinked = "identity-linked",
    /// Somebody ended that link.
    IdentityUnlinked = "identity-unlinked",
    /// An account was made for an officer.
    StaffAccountMade = "staff-account-made",
    /// Wrong tries locked a login or a second factor.
    Locked = "locked",
    /// An administrator ended a lock.
    Unlocked = "unlocked",
    /// An administrator made a first password.
    FirstPasswordMade = "first-password-made",
    /// Somebody set a second factor up.
    SecondFactorSetUp = "second-factor-set-up",
    /// Somebody removed the own second factor.
    SecondFactorRemoved = "second-factor-removed",
    /// Somebody made new recovery codes.
    RecoveryCodesMade = "recovery-codes-made",
    /// Somebody signed in with a recovery code.
    RecoveryCodeUsed = "recovery-code-used",
    /// Somebody added a passkey.
    PasskeyAdded = "passkey-added",
    /// Somebody removed an own passkey.
    PasskeyRemoved = "passkey-removed",
    /// A passkey that seems to have been copied was refused.
    PasskeyCopied = "passkey-copied",
    /// An administrator removed a second factor that was lost.
    SecondFactorReset = "second-factor-reset",
    /// An administrator ended the sessions of an officer.
    SessionsEndedByAdministrator = "sessions-ended-by-administrator",
    /// An administrator closed an account.
    AccountClosed = "account-closed",
    /// An administrator opened a closed account again.
    AccountReopened = "account-reopened",
    /// A role was given.
    RoleGiven = "role-given",
    /// A role was ended.
    RoleEnded = "role-ended",
    /// The power to sign was delegated.
    DelegationMade = "delegation-made",
    /// A delegation was ended before its last day.
    DelegationEnded = "delegation-ended",
    /// A bearer token was made.
    TokenMade = "token-made",
    /// A bearer token was withdrawn.
    TokenRevoked = "token-revoked",
    /// Procedures, agencies or accounts were loaded from files.
    Imported = "imported",
    /// The working calendar was changed.
    TimetableChanged = "timetable-changed",
    /// The draft of a process was changed.
    ProcessDrafted = "process-drafted",
    /// A process was published.
    ProcessPublished = "process-published",
    /// A certificate to sign with was registered.
    CertificateRegistered = "certificate-registered",
    /// A certificate to sign with was taken out of use.
    CertificateEnded = "certificate-ended",
    /// A wrong PIN was typed for a key.
    PinRefused = "pin-refused",
}

db::text_enum!(Kind);

impl From<Happening> for Kind {
    fn from(happening: Happening) -> Self {
        match happening {
            Happening::SignedIn => Self::SignedIn,
            Happening::SignInRefused => Self::SignInRefused,
            Happening::SignedOut => Self::SignedOut,
            Happening::SessionsEnded => Self::SessionsEnded,
            Happening::PasswordChanged => Self::PasswordChanged,
            Happening::Registered => Self::Registered,
            Happening::IdentityLinked => Self::IdentityLinked,
            Happening::IdentityUnlinked => Self::IdentityUnlinked,
            Happening::StaffAccountMade => Self::StaffAccountMade,
            Happening::Locked => Self::Locked,
            Happening::Unlocked => Self::Unlocked,
            Happening::FirstPasswordMade => Self::FirstPasswordMade,
            Happening::SecondFactorSetUp => Self::SecondFactorSetUp,
            Happening::SecondFactorRemoved => Self::SecondFactorRemoved,
            Happening::RecoveryCodesMade => Self::RecoveryCodesMade,
            Happening::RecoveryCodeUsed => Self::RecoveryCodeUsed,
            Happening::PasskeyAdded => Self::PasskeyAdded,
            Happening::PasskeyRemoved => Self::PasskeyRemoved,
            Happening::PasskeyCopied => Self::PasskeyCopied,
            Happening::SecondFactorReset => Self::SecondFactorReset,
            Happening::SessionsEndedByAdministrator => Self::SessionsEndedByAdministrator,
            Happening::AccountClosed => Self::AccountClosed,
            Happening::AccountReopened => Self::AccountReopened,
            Happening::RoleGiven => Self::RoleGiven,
            Happening::RoleEnded => Self::RoleEnded,
            Happening::DelegationMade => Self::DelegationMade,
            Happening::DelegationEnded => Self::DelegationEnded,
            Happening::TokenMade => Self::TokenMade,
            Happening::TokenRevoked => Self::TokenRevoked,
        }
    }
}
