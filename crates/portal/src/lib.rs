//! What a citizen sees: the home page, filing online step by step, following a dossier, the own
//! dossiers, checking a signed file, help and contacts.
//!
//! Nothing is decided here: drafts, commands, deadlines and their words belong to `dossier`,
//! procedures to `catalogue`, files to `documents`. This crate asks them and draws pages that work
//! without a script.
//!
//! Invariants:
//! - no personal data in an address: the last digits that prove an owner travel in a form's body;
//! - a code that is unknown, a draft and somebody else's draft look alike;
//! - without proof no name is shown unmasked and no free text of an officer at all;
//! - what was typed is never lost to an error, a second window or a second press.
//!
//! Emits no events.

mod filing;
mod guide;
mod home;
mod mine;
mod office;
#[cfg(test)]
mod tests;
mod tracking;
mod upload;
mod verification;

use std::sync::Arc;

use access::Access;
use documents::Files;
use dossier::Dossiers;
use signing::Trust;
use web::{Gate, Routes};

use tracking::{Baskets, Proofs};

/// The sentences of the portal.
pub const LOCALE: web::LocaleFiles = web::locale_files!("portal");

/// What the pages are made from. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Portal {
    dossiers: Dossiers,
    access: Access,
    files: Files,
    proofs: Arc<Proofs>,
    baskets: Arc<Baskets>,
    trust: Arc<Trust>,
}

impl Portal {
    /// The portal of an installation.
    #[must_use]
    pub fn new(dossiers: Dossiers, access: Access, files: Files) -> Self {
        Self { dossiers, access, files, proofs: Arc::default(), baskets: Arc::default(), trust: Arc::default() }
    }

    /// Believes these authorities when somebody has a signed file checked.
    #[must_use]
    pub fn trusting(mut self, trust: Trust) -> Self {
        self.trust = Arc::new(trust);
        self
    }
}

/// The public pages and those of a signed-in citizen.
#[must_use]
pub fn routes(portal: Portal) -> Routes {
    Routes::new("portal")
        .get("portal.home", "/", Gate::Public, home::show)
        .get("portal.mine", "/ho-so-cua-toi", Gate::Citizen, mine::show)
        .get("portal.help", "/tro-giup", Gate::Public, guide::help)
        .get("portal.accessibility", "/kha-nang-tiep-can", Gate::Public, guide::accessibility)
        .get("portal.privacy", "/quyen-rieng-tu", Gate::Public, guide::privacy)
        .get("portal.contact", "/lien-he", Gate::Public, guide::contact)
        .get("portal.verification", "/xac-minh", Gate::Public, verification::show)
        .post("portal.verify", "/xac-minh", Gate::Public, verification::verify)
        .merge(filing::routes())
        .merge(tracking::routes())
        .with_state(portal)
}
