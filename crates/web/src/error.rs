//! What a handler may answer instead of a page. One variant per thing the visitor does next; the
//! sentence is said by `failure`, in the visitor's language, and the cause goes to the log only.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::{FieldErrors, Sentence};

/// A refusal or a failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such page, or no such thing that the visitor may know of.
    #[error("nothing here")]
    NotFound,
    /// The page exists, but is not asked for like this.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// Nobody is signed in, or the session has ended.
    #[error("sign-in needed")]
    SignInNeeded,
    /// The visitor is known and may not.
    #[error("forbidden")]
    Forbidden {
        /// Who could open it, when there is somebody to ask.
        holder: Option<String>,
    },
    /// The form does not come from a page of this session.
    #[error("the form does not belong to this session")]
    Forged,
    /// Somebody else changed the same thing in the meantime.
    #[error("conflict: {}", .0.key())]
    Conflict(Sentence),
    /// A rule says no; the sentence says which and what to do.
    #[error("refused: {}", .0.key())]
    Refused(Sentence),
    /// What was typed cannot be used.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// The request was cut off or is not what it says it is.
    #[error("the request cannot be read")]
    Unreadable,
    /// A file or the whole form is too large.
    #[error("too large")]
    TooLarge {
        /// What one file may weigh.
        limit_bytes: u64,
    },
    /// Too many tries.
    #[error("rate limited")]
    RateLimited {
        /// How long to wait.
        retry_after_seconds: u32,
    },
    /// Busy or not reachable; trying again shortly may succeed.
    #[error("unavailable")]
    Unavailable,
    /// A fault of ours.
    #[error("internal failure")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps a fault of ours.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Refused without anybody to ask.
    #[must_use]
    pub const fn forbidden() -> Self {
        Self::Forbidden { holder: None }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden { .. } | Self::Forged => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Refused(_) | Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code of the API, and the middle of the sentence keys `web-error-…`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::SignInNeeded => "sign-in-needed",
            Self::Forbidden { holder: None } => "forbidden",
            Self::Forbidden { holder: Some(_) } => "held-by-another",
            Self::Forged => "forged",
            Self::Conflict(_) => "conflict",
            Self::Refused(_) => "refused",
            Self::Invalid(_) => "invalid",
            Self::Unreadable => "unreadable",
            Self::TooLarge { .. } => "too-large",
            Self::RateLimited { .. } => "rate-limited",
            Self::Unavailable => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// The whole chain of causes on one line, for the log.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(next) = cause {
            text.push_str(": ");
            text.push_str(&next.to_string());
            cause = next.source();
        }
        text
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        if error.is_passing() { Self::Unavailable } else { Self::internal(error) }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

/// The error on its way to the middleware that knows the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(crate) Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_of_causes_is_told_once() {
        let error = Error::internal(std::io::Error::other("disk full"));
        assert_eq!(error.chain(), "internal failure: disk full");
    }

    #[test]
    fn a_busy_store_is_not_a_fault_of_ours() {
        assert!(matches!(Error::from(db::Error::Saturated), Error::Unavailable));
        assert!(matches!(Error::from(db::Error::Panicked), Error::Internal(_)));
    }
}
