//! What a device must have said and signed (W3C Web Authentication, Level 2, sections 7.1 and 7.2),
//! without a store: the right act, the challenge, this site, a person who was checked at the device,
//! a signature, and a counter that grows.
//!
//! Devices are not asked to prove of which make they are, so a new key arrives unsigned, as a page
//! reads it: the password that was typed before says whose it is.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};

use super::party::Party;
use super::public_key::PublicKey;

/// The person touched the device, the device checked who it is, and a new key is told.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const KEY_TOLD: u8 = 0x40;

/// The longest name of a key that the standard allows, as bytes.
const CREDENTIAL_MAX: usize = 1023;

/// Bytes, as browsers write them in text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Bytes as browsers write them.
pub(crate) fn as_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A new key, as the page read it from the device.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Created {
    pub(crate) credential: Bytes,
    pub(crate) client_data: Bytes,
    pub(crate) authenticator_data: Bytes,
    pub(crate) public_key: Bytes,
}

/// A signed challenge.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Signed {
    pub(crate) credential: Bytes,
    pub(crate) client_data: Bytes,
    pub(crate) authenticator_data: Bytes,
    pub(crate) signature: Bytes,
    /// Whom the key was made for, where the device keeps that.
    pub(crate) user_handle: Option<Bytes>,
}

/// What was said, once everything about it was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// What the device was asked to sign; whoever asked must know it.
    pub(crate) challenge: String,
    /// How often the device signed; zero from devices that do not count.
    pub(crate) counter: u32,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CeremonyFault {
    /// The answer is not what browsers send.
    #[error("the answer cannot be read")]
    Unreadable,
    /// It was given to another question or on another site.
    #[error("the answer belongs to something else")]
    Elsewhere,
    /// The device did not check who uses it.
    #[error("the device did not check the person")]
    NotVerified,
    /// The key is of a kind we cannot check.
    #[error("the key cannot be used")]
    Key,
    /// The signature does not fit.
    #[error("the signature does not fit")]
    Signature,
    /// The device counts backwards: there is a copy of it.
    #[error("the key seems to have been copied")]
    Copied,
}

/// What a browser adds to the challenge before it is signed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    act: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// Reads a new key.
pub(crate) fn created(party: &Party, new: &Created) -> Result<Said, CeremonyFault> {
    let challenge = challenge(party, &new.client_data, "webauthn.create")?;
    let data = AuthenticatorData::read(party, &new.authenticator_data)?;
    let credential = &new.credential.0;
    if credential.is_empty() || credential.len() > CREDENTIAL_MAX || data.credential != Some(&credential[..]) {
        return Err(CeremonyFault::Unreadable);
    }
    PublicKey::read(&new.public_key.0).ok_or(CeremonyFault::Key)?;
    Ok(Said { challenge, counter: data.counter })
}

/// Checks a signed challenge with the key it should be signed with, and the counter told last.
pub(crate) fn signed(party: &Party, signed: &Signed, key: &[u8], counter: i64) -> Result<Said, CeremonyFault> {
    let challenge = challenge(party, &signed.client_data, "webauthn.get")?;
    let data = AuthenticatorData::read(party, &signed.authenticator_data)?;
    let key = PublicKey::read(key).ok_or(CeremonyFault::Key)?;
    let message = [&signed.authenticator_data.0[..], &Sha256::digest(&signed.client_data.0)].concat();
    if !key.verifies(&message, &signed.signature.0) {
        return Err(CeremonyFault::Signature);
    }
    let counts = data.counter > 0 || counter > 0;
    if counts && i64::from(data.counter) <= counter {
        return Err(CeremonyFault::Copied);
    }
    Ok(Said { challenge, counter: data.counter })
}

fn challenge(party: &Party, client_data: &Bytes, act: &str) -> Result<String, CeremonyFault> {
    let said: ClientData = serde_json::from_slice(&client_data.0).map_err(|_| CeremonyFault::Unreadable)?;
    let is_ours = said.act == act && said.origin == party.origin && !said.cross_origin;
    if is_ours { Ok(said.challenge) } else { Err(CeremonyFault::Elsewhere) }
}

/// The part of what devices say that we look at.
struct AuthenticatorData<'a> {
    counter: u32,
    /// Of a new key.
    credential: Option<&'a [u8]>,
}

impl<'a> AuthenticatorData<'a> {
    fn read(party: &Party, bytes: &'a Bytes) -> Result<Self, CeremonyFault> {
        let (site, rest) = bytes.0.split_first_chunk::<32>().ok_or(CeremonyFault::Unreadable)?;
        let (flags, rest) = rest.split_first().ok_or(CeremonyFault::Unreadable)?;
        let (counter, rest) = rest.split_first_chunk::<4>().ok_or(CeremonyFault::Unreadable)?;
        if site[..] != Sha256::digest(party.id.as_bytes())[..] {
            return Err(CeremonyFault::Elsewhere);
        }
        if flags & PRESENT == 0 || flags & VERIFIED == 0 {
            return Err(CeremonyFault::NotVerified);
        }
        let credential = if flags & KEY_TOLD == 0 { None } else { Some(credential(rest)?) };
        Ok(Self { counter: u32::from_be_bytes(*counter), credential })
    }
}

/// The name of a new key: after the make of the device, with its length before it.
fn credential(told: &[u8]) -> Result<&[u8], CeremonyFault> {
    let (_make, rest) = told.split_first_chunk::<16>().ok_or(CeremonyFault::Unreadable)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(CeremonyFault::Unreadable)?;
    rest.get(..usize::from(u16::from_be_bytes(*length))).ok_or(CeremonyFault::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passkey::device::Device;

    fn party() -> Party {
        Party::at("https://mot-cua.example.vn").unwrap()
    }

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    fn judge(device: &mut Device, counter: i64) -> Result<u32, CeremonyFault> {
        let answer: Signed = read(&device.sign("Y2hhbGxlbmdl"));
        signed(&party(), &answer, &device.public_key(), counter).map(|said| said.counter)
    }

    #[test]
    fn a_key_that_was_made_here_signs_here_and_tells_what_it_was_asked() {
        let mut device = Device::of(&party());
        let new = created(&party(), &read(&device.create("YWJj"))).unwrap();
        assert_eq!(new, Said { challenge: "YWJj".to_owned(), counter: 0 });
        assert_eq!(judge(&mut device, 0), Ok(1));
    }

    #[test]
    fn another_site_opens_nothing_here_however_alike_it_looks() {
        let elsewhere = Party { id: "mot-cua.example.vn".to_owned(), origin: "https://mot-cua.example.com".to_owned() };
        assert_eq!(judge(&mut Device::of(&elsewhere), 0), Err(CeremonyFault::Elsewhere));
        let named = Party { id: "example.vn".to_owned(), origin: party().origin };
        assert_eq!(judge(&mut Device::of(&named), 0), Err(CeremonyFault::Elsewhere));
    }

    #[test]
    fn making_a_key_is_not_signing_in() {
        let mut device = Device::of(&party());
        device.act = Some("webauthn.create");
        assert_eq!(judge(&mut device, 0), Err(CeremonyFault::Elsewhere));
        device.act = Some("webauthn.get");
        assert_eq!(created(&party(), &read(&device.create("YWJj"))), Err(CeremonyFault::Elsewhere));
    }

    #[test]
    fn a_device_that_did_not_check_the_person_is_refused() {
        let mut device = Device::of(&party());
        device.flags = PRESENT;
        assert_eq!(judge(&mut device, 0), Err(CeremonyFault::NotVerified));
    }

    #[test]
    fn a_counter_that_does_not_grow_is_the_sign_of_a_copy() {
        let mut device = Device::of(&party());
        device.counter = 7;
        assert_eq!(judge(&mut device, 7), Ok(8));
        assert_eq!(judge(&mut device, 9), Err(CeremonyFault::Copied));
        device.counts = false;
        device.counter = 0;
        assert_eq!(judge(&mut device, 0), Ok(0), "devices that share their keys do not count");
        assert_eq!(judge(&mut device, 3), Err(CeremonyFault::Copied), "but none stops counting");
    }

    #[test]
    fn a_signature_holds_for_what_was_signed_and_for_its_key_only() {
        let mut device = Device::of(&party());
        let answer: Signed = read(&device.sign("YWJj"));
        let other = Device::another(&party()).public_key();
        assert_eq!(signed(&party(), &answer, &other, 0), Err(CeremonyFault::Signature));
        let mut changed = answer.clone();
        changed.client_data.0.push(b' ');
        assert_eq!(signed(&party(), &changed, &device.public_key(), 0), Err(CeremonyFault::Signature));
        let mut short = answer;
        short.authenticator_data.0.truncate(36);
        assert_eq!(signed(&party(), &short, &device.public_key(), 0), Err(CeremonyFault::Unreadable));
    }

    #[test]
    fn a_new_key_is_named_as_the_device_named_it() {
        let mut device = Device::of(&party());
        let mut new: Created = read(&device.create("YWJj"));
        new.credential.0.push(0);
        assert_eq!(created(&party(), &new), Err(CeremonyFault::Unreadable));
        let mut unknown: Created = read(&device.create("YWJj"));
        unknown.public_key.0 = vec![0; 40];
        assert_eq!(created(&party(), &unknown), Err(CeremonyFault::Key));
    }
}
