//! Keys where they lie: opened with a PIN for one sending of a form, closed with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use signing::{Certificate, KeyError, KeyFileError, Signer, SoftwareKey, TokenPlace};

use super::{CertificateRow, KeptIn, Signing};

/// A key that was opened with its PIN.
#[derive(Clone, Debug)]
pub struct OpenKey {
    pub(super) certificate: CertificateRow,
    pub(super) signer: Arc<dyn Signer + Send + Sync>,
}

/// Why a key does not open.
#[derive(Debug, thiserror::Error)]
pub(super) enum Shut {
    #[error("the PIN is wrong")]
    WrongPin,
    #[error("the token locked itself")]
    PinLocked,
    #[error("the key is not at its place")]
    Missing,
    #[error("the key is not the one of the certificate")]
    OtherKey,
    #[error("the key file cannot be used")]
    File(#[source] KeyFileError),
    #[error(transparent)]
    Key(KeyError),
}

impl From<KeyError> for Shut {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::WrongPin => Self::WrongPin,
            KeyError::PinLocked => Self::PinLocked,
            KeyError::Failed(_) => Self::Key(error),
        }
    }
}

impl From<KeyFileError> for Shut {
    fn from(error: KeyFileError) -> Self {
        match error {
            KeyFileError::WrongPassword => Self::WrongPin,
            KeyFileError::Outdated | KeyFileError::Incomplete | KeyFileError::Damaged(_) => Self::File(error),
        }
    }
}

/// A file of the folder; no name leads out of it.
pub(super) fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_plain = Path::new(name).file_name().is_some_and(|plain| plain == name) && !name.starts_with('.');
    is_plain.then(|| folder.join(name))
}

impl Signing {
    /// Opens a key. Takes a moment: a password is stretched, a token asked.
    pub(super) fn open(&self, row: &CertificateRow, pin: &str) -> Result<OpenKey, Shut> {
        let registered = Certificate::from_file(&row.chain).map_err(KeyFileError::from)?;
        let issuers = registered.get(1..).unwrap_or_default();
        let signer: Arc<dyn Signer + Send + Sync> = match row.kept_in {
            KeptIn::File => {
                let path = self.keys().and_then(|folder| inside(folder, &row.place)).ok_or(Shut::Missing)?;
                let file = std::fs::read(path).map_err(|_| Shut::Missing)?;
                Arc::new(SoftwareKey::from_pkcs12(&file, pin)?)
            }
            KeptIn::Token => {
                let module = self.parts.module.as_ref().ok_or(Shut::Missing)?;
                let place = TokenPlace { token: &row.place, key: &row.key_label, pin };
                Arc::new(module.key(place, issuers)?)
            }
        };
        let is_registered = signer.chain().first().is_some_and(|own| registered.first() == Some(own));
        if is_registered { Ok(OpenKey { certificate: row.clone(), signer }) } else { Err(Shut::OtherKey) }
    }
}
