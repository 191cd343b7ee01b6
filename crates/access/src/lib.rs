//! Accounts, sign-in, sessions, bearer tokens, and the table of who may do what
//! (Nghị định 118/2025/NĐ-CP for the posts of a one-stop office).
//!
//! Citizens sign in with a telephone number or an e-mail address, officers with the name their
//! agency gave them, both with a password, and with a second factor where they have one or a role
//! demands it ([`Policy`]). What somebody may do with one dossier is asked of [`permit`].
//!
//! Invariants:
//! - only digests of session and bearer tokens are stored, and passwords only as Argon2id;
//! - no session is open before every step of signing in is done, nor without the second factor that
//!   a role held now demands;
//! - sign-in answers and takes the same time whether or not the login exists;
//! - a grant is ended, never deleted, and counts only inside its term;
//! - whoever signs for a leader does so by a grant that rests on a delegation, and delegates no further;
//! - what happens to accounts and sessions is handed to a [`Journal`] in the same transaction.

pub mod permit;

mod access;
mod account;
mod administration;
mod appoint;
mod attempt;
mod delegate;
mod delegation;
mod device;
mod factor;
#[cfg(test)]
mod fixture;
mod grant;
mod identification;
mod identify;
mod journal;
mod login;
mod page;
mod passkey;
mod password;
mod password_rule;
mod policy;
mod provider;
mod recovery;
mod seat;
mod separation;
mod session;
mod sign_in;
mod step;
mod store;
mod token;
mod totp;

pub use access::Access;
pub use account::{
    AccountKind, CreateAccountError, NewCitizen, NewStaff, Profile, demand_new_password, import_staff_accounts,
};
pub use administration::ManageError;
pub use appoint::{Appointment, Held};
pub use delegate::{DelegateError, NewDelegation, delegations_to, leads_now};
pub use delegation::{Capacity, Cover, Delegable, Delegation, Procedures, Standing};
pub use grant::{NewGrant, end_grant, grant, holders, read_scope};
pub use journal::{Entry, Happening, Journal};
pub use login::Login;
pub use page::{delegation_routes, routes};
pub use password::{HashError, Passwords};
pub use password_rule::PasswordFault;
pub use permit::{Action, Denied, Holder, Target, allowed, permit};
pub use policy::{Lockout, Policy, SessionLength, SessionLengths};
pub use provider::{
    Arrival, Departure, Identity, IdentityProvider, Known, OpenId, OpenIdSettings, ProviderError, Providers,
};
pub use seat::{ChangePasswordError, Seat};
pub use separation::{Clash, Rule, rule_between};
pub use sign_in::{Opened, Passage, SignInError, Visit};
pub use step::Step;
pub use token::{CreateTokenError, NewToken, TokenRow};

/// Sentences of the pages.
pub const LOCALE: web::LocaleFiles = web::locale_files!("access");
