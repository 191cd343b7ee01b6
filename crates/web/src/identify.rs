//! Who stands behind a session cookie or a bearer token. The question is asked here; `access`
//! answers it.

use base::Actor;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::Error;

/// A person with an open session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who it is, with the roles that hold now.
    pub actor: Actor,
    /// The secret that forms of this session carry.
    pub csrf: String,
    /// The session's identifier, for the list of open sessions.
    pub session: String,
}

/// Turns tokens into people. Tokens arrive as their digests ([`base::secret::digest`]), so that an
/// implementation can neither store nor log the token itself.
pub trait Identify: Send + Sync {
    /// Whose session this is; `None` when it is unknown, ended or expired.
    fn session<'a>(&'a self, token_digest: &'a str, now: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, Error>>;

    /// The same for what a page asks by itself, without anybody acting: it keeps no session open.
    fn glance<'a>(&'a self, token_digest: &'a str, now: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, Error>> {
        self.session(token_digest, now)
    }

    /// Which outside system this token belongs to; `None` when it is unknown, revoked or expired.
    fn bearer<'a>(&'a self, token_digest: &'a str, now: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, Error>>;
}
