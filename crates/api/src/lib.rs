//! The same life over JSON, under `/api/v1`, for other systems: the national portal, the software
//! of a ministry, a statistics office.
//!
//! A system brings a bearer token, which is one role with one reach; the same table of permissions
//! and the same rules decide as at the desk. Everything that changes something is a command of
//! [`dossier`]; nothing here decides anything.
//!
//! Invariants:
//! - what cannot be read is refused with the name of the field, never guessed or ignored;
//! - every refusal is a problem document (RFC 9457) with a code that does not change;
//! - a dossier out of reach answers like one that does not exist;
//! - a dossier is read only after the look is written into the audit log;
//! - every route stands in the description at `/api/openapi.json`, and nothing else does.
//!
//! Emits no events of its own.

mod body;
mod caller;
mod dossiers;
mod error;
mod moment;
mod openapi;
mod paging;
mod problem;
mod procedures;

use dossier::Dossiers;
use web::{Gate, Routes};

/// The sentences of problem documents.
pub const LOCALE: web::LocaleFiles = web::locale_files!("api");

/// What the handlers work with.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) dossiers: Dossiers,
}

/// The routes of the programming interface.
#[must_use]
pub fn routes(dossiers: Dossiers) -> Routes {
    Routes::new("api")
        .get("api.description", "/api/openapi.json", Gate::Public, openapi::show)
        .get("api.procedures", "/api/v1/procedures", Gate::Public, procedures::list)
        .get("api.procedure", "/api/v1/procedures/{code}", Gate::Public, procedures::show)
        .get("api.dossiers", "/api/v1/dossiers", Gate::Token, dossiers::list)
        .post("api.file", "/api/v1/dossiers", Gate::Token, dossiers::file)
        .get("api.dossier", "/api/v1/dossiers/{code}", Gate::Token, dossiers::show)
        .post("api.command", "/api/v1/dossiers/{code}/commands/{command}", Gate::Token, dossiers::command)
        .with_state(Api { dossiers })
}
