//! Why a step of filing is not drawn: the visitor belongs on another page, or something failed.

use axum::response::{IntoResponse, Response};

/// An answer instead of the page asked for.
#[derive(Debug)]
pub(crate) enum Stop {
    /// On to another page.
    Leads(Box<Response>),
    /// A refusal or a failure.
    Fails(web::Error),
}

impl Stop {
    pub(crate) fn leads(response: Response) -> Self {
        Self::Leads(Box::new(response))
    }
}

impl From<web::Error> for Stop {
    fn from(error: web::Error) -> Self {
        Self::Fails(error)
    }
}

impl From<dossier::Error> for Stop {
    fn from(error: dossier::Error) -> Self {
        Self::Fails(error.into())
    }
}

impl From<db::Error> for Stop {
    fn from(error: db::Error) -> Self {
        Self::Fails(error.into())
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Leads(response) => *response,
            Self::Fails(error) => error.into_response(),
        }
    }
}
