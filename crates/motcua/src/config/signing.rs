//! Who signs with what: flags and environment variables that become [`documents::signatures::SigningSettings`].

use std::path::PathBuf;

use clap::Args;
use documents::signatures::SigningSettings;

/// What the centre sets for signing.
#[derive(Args, Clone, Debug)]
pub struct Signing {
    /// Folder with the key files (PKCS#12) of officers and agencies; each stays locked by its own PIN.
    #[arg(long, env = "MOTCUA_KEYS")]
    pub(crate) keys: Option<PathBuf>,
    /// PKCS#11 module of USB tokens or of a hardware module, such as `/usr/lib/softhsm/libsofthsm2.so`.
    #[arg(long, env = "MOTCUA_PKCS11")]
    pkcs11: Option<PathBuf>,
    /// Address of a time-stamp authority (RFC 3161). With it signatures are PAdES B-T, without it B-B.
    #[arg(long, env = "MOTCUA_TIME_STAMPS")]
    time_stamps: Option<String>,
    /// Nobody approves without signing.
    #[arg(long, env = "MOTCUA_SIGN_REQUIRED")]
    sign_required: bool,
}

impl Signing {
    /// The settings.
    #[must_use]
    pub fn settings(&self) -> SigningSettings {
        SigningSettings {
            keys: self.keys.clone(),
            module: self.pkcs11.clone(),
            time_stamps: self.time_stamps.clone(),
            required: self.sign_required,
        }
    }
}
