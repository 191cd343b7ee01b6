//! Who asks: an outside system behind its token, counted so that one cannot starve the others.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use base::Actor;
use web::{Context, Limit};

use crate::error::Error;

/// What one token may ask for: far above what a portal of a province sends.
const PER_TOKEN: Limit = Limit { name: "api.token", times: 6_000, seconds: 10 };
/// What one address may ask for without a token.
const PER_ADDRESS: Limit = Limit { name: "api.address", times: 600, seconds: 60 };
/// Longest idempotency key.
pub(crate) const KEY_MAX: usize = 200;

/// An outside system behind its token.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) ctx: Context,
    pub(crate) actor: Actor,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, web::Error> {
        let ctx = Context::from_request_parts(parts, state).await?;
        let actor = ctx.signed_in()?.clone();
        ctx.site.limiter.take(PER_TOKEN, &actor.account.to_string(), ctx.now)?;
        Ok(Self { ctx, actor })
    }
}

impl Caller {
    /// When and under which key something is asked.
    ///
    /// # Errors
    /// [`Error::Key`].
    pub(crate) fn request(&self, headers: &HeaderMap) -> Result<dossier::Request, Error> {
        let request = dossier::Request::at(self.ctx.now);
        Ok(match idempotency_key(headers)? {
            Some(key) => request.keyed(key),
            None => request,
        })
    }
}

/// Somebody without a token.
#[derive(Debug)]
pub(crate) struct Anybody(pub(crate) Context);

impl<S: Send + Sync> FromRequestParts<S> for Anybody {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, web::Error> {
        let ctx = Context::from_request_parts(parts, state).await?;
        ctx.site.limiter.take(PER_ADDRESS, &ctx.client_key(), ctx.now)?;
        Ok(Self(ctx))
    }
}

/// The key that makes a resent request have one effect: visible ASCII.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().map_err(|_| Error::Key)?;
    let is_key = (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_key { Ok(Some(key.to_owned())) } else { Err(Error::Key) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(key: &str) -> Result<Option<String>, Error> {
        let value = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        idempotency_key(&HeaderMap::from_iter([(axum::http::HeaderName::from_static("idempotency-key"), value)]))
    }

    #[test]
    fn a_key_is_visible_ascii_and_not_too_long() {
        assert_eq!(read("nop-2026-0001").unwrap().as_deref(), Some("nop-2026-0001"));
        assert!(idempotency_key(&HeaderMap::new()).unwrap().is_none());
        for wrong in ["", "có dấu", "two words", &"x".repeat(KEY_MAX + 1)] {
            assert!(matches!(read(wrong), Err(Error::Key)), "{wrong}");
        }
    }
}
