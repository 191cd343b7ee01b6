//! A key in a token or a hardware module, reached by PKCS#11 (OASIS PKCS #11 v2.40).
//!
//! The key never leaves the token. A module is loaded once in the life of a process: closing it
//! closes every token behind it.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::RvError;
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;

use crate::cms::certificate::Certificate;
use crate::keys::{Algorithm, KeyError, Signer};

/// A loaded module, such as `libsofthsm2.so` or the one that came with a USB token.
#[derive(Clone)]
pub struct TokenModule {
    library: Pkcs11,
}

impl fmt::Debug for TokenModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenModule").finish_non_exhaustive()
    }
}

/// Where a key lies in a token.
#[derive(Clone, Copy)]
pub struct TokenPlace<'a> {
    /// Label of the token.
    pub token: &'a str,
    /// Label of the key.
    pub key: &'a str,
    pub pin: &'a str,
}

impl fmt::Debug for TokenPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPlace").field("token", &self.token).field("key", &self.key).finish_non_exhaustive()
    }
}

/// A key that stays in its token.
pub struct TokenKey {
    session: Mutex<Session>,
    key: ObjectHandle,
    algorithm: Algorithm,
    chain: Vec<Certificate>,
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey").field("chain", &self.chain).finish_non_exhaustive()
    }
}

impl TokenModule {
    /// Loads a module. Only load one that you would run as a program.
    pub fn load(module: &Path) -> Result<Self, KeyError> {
        let library = Pkcs11::new(module).map_err(refused("the module cannot be loaded"))?;
        let arguments = CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK);
        library.initialize(arguments).map_err(refused("the module does not start"))?;
        Ok(Self { library })
    }

    /// Opens a key. Its certificate lies beside it in the token; `issuers` are put into signatures
    /// with it.
    pub fn key(&self, place: TokenPlace<'_>, issuers: &[Certificate]) -> Result<TokenKey, KeyError> {
        let session = self.session(place)?;
        let key = one(&session, place.key, ObjectClass::PRIVATE_KEY)?;
        let certificate = one(&session, place.key, ObjectClass::CERTIFICATE)?;
        let value = session.get_attributes(certificate, &[AttributeType::Value]);
        let value = value.map_err(refused("the certificate cannot be read"))?;
        let [Attribute::Value(der)] = value.as_slice() else {
            return Err(KeyError::new("the token holds no certificate beside the key"));
        };
        let own = Certificate::from_der(der).map_err(|flaw| KeyError::new(flaw.to_string()))?;
        let algorithm = Algorithm::of(&own).map_err(|flaw| KeyError::new(flaw.to_string()))?;
        let chain = std::iter::once(own).chain(issuers.iter().cloned()).collect();
        Ok(TokenKey { session: Mutex::new(session), key, algorithm, chain })
    }

    fn session(&self, place: TokenPlace<'_>) -> Result<Session, KeyError> {
        let slots = self.library.get_slots_with_token().map_err(refused("the tokens cannot be listed"))?;
        let named = |slot: &cryptoki::slot::Slot| {
            self.library.get_token_info(*slot).is_ok_and(|token| token.label().trim_end() == place.token)
        };
        let slot = slots.into_iter().find(named).ok_or_else(|| KeyError::new("the token is not plugged in"))?;
        let session = self.library.open_ro_session(slot).map_err(refused("the token does not open"))?;
        let pin = AuthPin::new(place.pin.into());
        session.login(UserType::User, Some(&pin)).map_err(locked_out)?;
        Ok(session)
    }
}

fn locked_out(error: cryptoki::error::Error) -> KeyError {
    use cryptoki::error::Error::Pkcs11 as Said;
    if matches!(error, Said(RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid, _)) {
        KeyError::WrongPin
    } else if matches!(error, Said(RvError::PinLocked, _)) {
        KeyError::PinLocked
    } else if matches!(error, Said(RvError::UserAlreadyLoggedIn, _)) {
        // Every session of a process shares one sign-in of the token.
        KeyError::new("the token is signing something else; try again in a moment")
    } else {
        refused("the token does not open")(error)
    }
}

fn refused(what: &'static str) -> impl Fn(cryptoki::error::Error) -> KeyError {
    move |error| KeyError::new(format!("{what}: {error}"))
}

/// The one object with a label; two would leave to chance which one signs.
fn one(session: &Session, label: &str, class: ObjectClass) -> Result<ObjectHandle, KeyError> {
    let wanted = [Attribute::Class(class), Attribute::Label(label.as_bytes().to_vec())];
    let found = session.find_objects(&wanted).map_err(refused("the token cannot be searched"))?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(KeyError::new(format!("the token holds no key with a certificate named {label}"))),
        [_, ..] => Err(KeyError::new(format!("the token holds several keys named {label}"))),
    }
}

impl Signer for TokenKey {
    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, KeyError> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = refused("the token did not sign");
        match self.algorithm {
            Algorithm::RsaSha256 => {
                let framed = [&SHA256_FRAME, digest].concat();
                session.sign(&Mechanism::RsaPkcs, self.key, &framed).map_err(failed)
            }
            Algorithm::EcdsaP256Sha256 => {
                let pair = session.sign(&Mechanism::Ecdsa, self.key, digest).map_err(failed)?;
                let signature = p256::ecdsa::Signature::from_slice(&pair);
                let signature = signature.map_err(|_| KeyError::new("the token gave no signature on P-256"))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }
}

/// `DigestInfo` before a SHA-256 digest (RFC 8017 §9.2); tokens add the padding only.
const SHA256_FRAME: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
