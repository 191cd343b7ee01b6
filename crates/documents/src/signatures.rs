//! Digital signatures on results: who signs with which certificate, and how a signature and the decision
//! it belongs to become one.
//!
//! Law served: Luật Giao dịch điện tử 20/2023/QH15 Đ.22–25 (digital signatures of persons, and of agencies
//! in place of a seal), Nghị định 30/2020/NĐ-CP Đ.13 and phụ lục I (who signs, what the visible part says).
//!
//! Invariants:
//! - no key and no PIN is ever stored, logged or put into an address;
//! - a file is signed before the transaction of its decision and becomes visible in it, together with
//!   the decision: whatever cuts the work off in between leaves neither;
//! - a number is never in two signed results: the transaction takes the numbers that were signed, or fails;
//! - what our own verifier does not accept is not kept.

mod certificate;
mod claim;
pub mod demo;
mod key;
mod make;
mod network;
mod page;
pub(crate) mod store;
mod unlock;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::StaffId;
use dossier::Dossiers;
use jiff::Timestamp;
use pdf::Press;
use signing::{KeyError, Network, TokenModule, Trust};
use web::Routes;

use crate::Files;
use crate::results::Printer;

pub use certificate::{CertificateError, NewCertificate};
pub use key::OpenKey;
pub use make::{Act, ActError};
pub use store::CertificateRow;
pub use unlock::UnlockError;

pub(crate) use claim::{claim, keep_sealed};

macro_rules! names {
    ($(#[$doc:meta])* $ty:ident: $($(#[$line:meta])* $variant:ident = $name:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $ty { $($(#[$line])* $variant),+ }

        impl $ty {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }

        db::text_enum!($ty);
    };
}

names! {
    /// What holds a key.
    KeptIn:
    /// A PKCS#12 file in the folder of keys, locked by its own password.
    File = "file",
    /// A token or hardware module (PKCS#11).
    Token = "token"
}

names! {
    /// What a signature is for.
    Purpose:
    /// The decision of a leader.
    Approval = "approval",
    /// The seal of the agency.
    Seal = "seal"
}

/// What an installation says about signing.
#[derive(Clone, Debug, Default)]
pub struct SigningSettings {
    /// Folder of PKCS#12 files.
    pub keys: Option<PathBuf>,
    /// The PKCS#11 module of tokens.
    pub module: Option<PathBuf>,
    /// Address of the time-stamp authority; signatures are PAdES B-B without one, B-T with it.
    pub time_stamps: Option<String>,
    /// Nobody approves a result from a template without signing it.
    pub required: bool,
}

/// The pages of the register.
#[must_use]
pub fn routes(signing: Signing) -> Routes {
    page::routes().with_state(signing)
}

/// Signing, ready for use. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Signing {
    parts: Arc<Parts>,
}

struct Parts {
    files: Files,
    dossiers: Dossiers,
    printer: Printer,
    trust: Trust,
    settings: SigningSettings,
    module: Option<TokenModule>,
    network: Box<dyn Network + Send + Sync>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Signing {
    /// Signing with the keys, authorities and addresses of an installation.
    ///
    /// # Errors
    /// The PKCS#11 module does not load.
    #[expect(clippy::too_many_arguments, reason = "files, dossiers, paper, trust and two kinds of settings")]
    pub fn new(
        files: Files,
        dossiers: Dossiers,
        press: Press,
        trust: Trust,
        settings: SigningSettings,
        site: &web::Settings,
    ) -> Result<Self, KeyError> {
        let module = settings.module.as_deref().map(TokenModule::load).transpose()?;
        let printer = Printer::new(dossiers.clone(), press, site);
        let network = Box::new(network::Http::new());
        let parts = Parts { files, dossiers, printer, trust, settings, module, network };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Whether every result from a template must be signed.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.parts.settings.required
    }

    /// The certificate an officer signs with as a person; one that ran out still counts as one, and
    /// signing with it is refused by its date.
    ///
    /// # Errors
    /// The store's.
    pub async fn own(&self, staff: StaffId) -> Result<Option<CertificateRow>, db::Error> {
        let rows = self.parts.files.db.read(move |tx| store::of_staff(tx, staff)).await?;
        Ok(rows.into_iter().find(|row| row.agency.is_none()))
    }

    /// The certificates of agencies whose seal an officer keeps.
    ///
    /// # Errors
    /// The store's.
    pub async fn kept(&self, staff: StaffId) -> Result<Vec<CertificateRow>, db::Error> {
        let rows = self.parts.files.db.read(move |tx| store::of_staff(tx, staff)).await?;
        Ok(rows.into_iter().filter(|row| row.agency.is_some()).collect())
    }

    fn keys(&self) -> Option<&Path> {
        self.parts.settings.keys.as_deref()
    }
}

/// Shown as running out this long before the last day.
pub(crate) const ENDS_SOON: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 30);

impl CertificateRow {
    /// Whether it runs out within thirty days.
    #[must_use]
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        now.saturating_add(ENDS_SOON).is_ok_and(|then| self.valid_to < then)
    }
}
