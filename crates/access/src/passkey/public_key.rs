//! Public keys of passkeys and the signatures made with them: ECDSA on P-256 (ES256), which every
//! device offers, and RSA (RS256), which Windows makes in its security chip.

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey as _;
use rsa::sha2::{Digest as _, Sha256};
use rsa::traits::PublicKeyParts as _;

/// Algorithms that devices are asked for, by their COSE numbers, the preferred first.
pub(crate) const ALGORITHMS: [i32; 2] = [-7, -257];

/// Bits below which an RSA key may be broken by those who can afford it.
const RSA_BITS_MIN: usize = 2048;

#[derive(Debug)]
pub(crate) enum PublicKey {
    P256(VerifyingKey),
    Rsa(rsa::PublicKey),
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo`; `None` for a key of another kind or too short a one.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        if let Ok(key) = VerifyingKey::from_public_key_der(der) {
            return Some(Self::P256(key));
        }
        let key = rsa::PublicKey::from_public_key_der(der).ok()?;
        (key.size() * 8 >= RSA_BITS_MIN).then_some(Self::Rsa(key))
    }

    /// Whether `signature` was made over `message` with the key's other half.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(key) => Signature::from_der(signature).is_ok_and(|found| key.verify(message, &found).is_ok()),
            Self::Rsa(key) => key.pkcs1v15_verify_prehash::<Sha256>(&Sha256::digest(message), signature).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const RSA: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtQzoODoOCyejhHUyvzJ8VqNG6yNgAZg2rUCN-csQpdkpxHonMzZJx3hEygaVRdjTUSQFOpkyaGiXUByzqoDhPcmPqjLgWX0cwPPu2wMzV6eGECRoGgcBs0ZYHjYniZUHzYszQzpvZNIZcbtMErMbI7oKKgqO9Pz-luyrejgGZ19jGq1QrTcSyae0pre5N9VLF9bc5JlXjlwF--zQVSBW-OE5eCDtxtCDhbe6zIVNqEg_MZw4_RLumEz6lCow3aMc80jhxdGo2r8r6G8iTxDU2-NnJeCr5AZ7j1PQhl4H9eDOADccFmslaQTxU4msNaTeBlvh_3FRdvrnQKLbd9r3BwIDAQAB";
    const SIGNED: &str = "mFVSLzengDl1UpstoC4xVIIu2Z5bdWq_z3DBVjW2yUiPthznBbgJUdznbwuDM87G5AW4SLnP9leYo2N1veP8Uc6MbmbQqwlxcg1tpuyGHro7EcMrC7WfgQlYz8S1YS1y0BbllhtnKmdOWvFxWbhdzdRW_OEL_cRwEHbfUZDcWXAbDm5H2goK2sHQSLNYEvdINCd3BDRfp1gUqZPGCloxmPPPSpuzaEB1zmUha5fxveFXEoFpmysFvB6jGaYHQh4mfZMZZOPJp1MmwSJdm_-Dxa-hm_aYftoF3eivSaR5To1QkcvEei4xBoRMU0W4OkVjD8p5NguhjsuuZhlocaGhig";
    const SHORT: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDa2M4pUTl2EDiMKMsoapSd_l7Z24RngAEF2SwbBUoHwd7GI0sdJAS4w0XkIGY8nkJL7or_bakd4X6ACysTGORt03-02Z42oZ89Z2bHxzBHb7XfY6PiWpQ20grCCR4GT678mYa9lOOwTzsqbMdO-IMXUBzyq5M6Wvmgzn-S4UZCvQIDAQAB";

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    #[test]
    fn a_signature_of_windows_holds_for_its_message_only_and_short_keys_are_refused() {
        let key = PublicKey::read(&bytes(RSA)).unwrap();
        assert!(key.verifies(b"signed by a device", &bytes(SIGNED)));
        assert!(!key.verifies(b"signed by a devicf", &bytes(SIGNED)));
        assert!(!key.verifies(b"signed by a device", b""));
        assert!(PublicKey::read(&bytes(SHORT)).is_none());
        assert!(PublicKey::read(b"no key").is_none());
    }
}
