//! Identity providers: somebody else who says who a person is. For citizens that is VNeID through the
//! national sign-in, for officers what their province runs; both speak OpenID Connect.
//!
//! What a person is called comes from the provider itself, over a connection of our own with the
//! token that the browser brought a code for; nothing is believed because a browser says it.

mod claims;
mod openid;

use std::sync::Arc;

use base::PersonalId;
use futures_util::future::BoxFuture;

use crate::AccountKind;

pub use openid::{OpenId, OpenIdSettings};

/// Who can be asked.
#[derive(Clone, Debug, Default)]
pub struct Providers {
    /// For citizens and businesses.
    pub citizen: Option<Known>,
    /// For officers.
    pub staff: Option<Known>,
}

/// One provider under the name people know.
#[derive(Clone)]
pub struct Known {
    /// The name on the button.
    pub name: String,
    /// How it is reached.
    pub provider: Arc<dyn IdentityProvider>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Providers {
    /// Whoever vouches for a kind of account.
    #[must_use]
    pub const fn of(&self, kind: AccountKind) -> Option<&Known> {
        match kind {
            AccountKind::Citizen => self.citizen.as_ref(),
            AccountKind::Staff => self.staff.as_ref(),
        }
    }
}

/// Somebody who says who a person is.
pub trait IdentityProvider: Send + Sync {
    /// Where to send a browser, and what to remember until it comes back.
    fn begin(&self) -> BoxFuture<'_, Result<Departure, ProviderError>>;

    /// Who the person is whose browser came back with a code.
    fn identify(&self, arrival: Arrival) -> BoxFuture<'_, Result<Identity, ProviderError>>;
}

/// A browser about to leave.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Where to.
    pub address: String,
    /// What it must bring back.
    pub state: String,
    /// What the answer must name, so that an answer to somebody else is worth nothing.
    pub nonce: String,
    /// The secret that goes with the code (RFC 7636).
    pub verifier: String,
}

/// A browser that came back.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What the provider gave it.
    pub code: String,
    /// From the [`Departure`].
    pub nonce: String,
    /// From the [`Departure`].
    pub verifier: String,
}

/// Who somebody is, as the provider says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Identity {
    /// Names the person at this provider, for ever.
    pub subject: String,
    /// Full name of the person, or of the business.
    pub name: String,
    /// Personal identification number, where it is told and well formed.
    pub personal_id: Option<PersonalId>,
    /// Telephone number, as told.
    pub phone: Option<String>,
    /// E-mail address, as told.
    pub email: Option<String>,
    /// What an officer signs in as.
    pub login: Option<String>,
}

/// Why nobody was identified.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// The provider did not answer, or with nonsense.
    #[error("the identity provider does not answer: {0}")]
    Silent(String),
    /// The provider did not accept the code, or its answer is not for this sign-in.
    #[error("the identity provider's answer was refused: {0}")]
    Refused(String),
    /// The provider told no name.
    #[error("the identity provider told no name")]
    Nameless,
}
