//! Who may pass to a route at all. What somebody may do with one dossier is decided later, by the
//! capability; a gate only keeps whole kinds of visitors out.

use base::{ActorKind, Role};

use crate::Error;
use crate::context::Context;

/// Who may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Everybody.
    Public,
    /// A citizen or a business, signed in.
    Citizen,
    /// Anybody signed in.
    SignedIn,
    /// Any officer.
    Staff,
    /// Whoever holds one of these roles.
    Roles(&'static [Role]),
    /// An outside system with a bearer token.
    Token,
}

impl Gate {
    /// # Errors
    /// [`Error::SignInNeeded`] for strangers, [`Error::Forbidden`] for the wrong kind of visitor.
    pub(crate) fn admit(self, context: &Context) -> Result<(), Error> {
        if self == Self::Public {
            return Ok(());
        }
        let actor = context.signed_in()?;
        let passes = match self {
            Self::Public => true,
            Self::Citizen => matches!(actor.kind, ActorKind::Citizen),
            // A token opens the API only, a session pages only.
            Self::SignedIn => !context.is_api(),
            Self::Staff => actor.is_staff(),
            Self::Roles(roles) => !context.is_api() && roles.iter().any(|role| actor.has_role(*role)),
            Self::Token => context.is_api(),
        };
        if passes { Ok(()) } else { Err(Error::forbidden()) }
    }
}
