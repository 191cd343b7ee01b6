//! A device of the tests: makes a key, signs with it, counts, and lies when told to.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::ceremony::as_text;
use super::party::Party;

const TOUCHED_AND_CHECKED: u8 = 0x05;

#[derive(Clone)]
pub(crate) struct Device {
    party: Party,
    key: SigningKey,
    credential: Vec<u8>,
    pub(crate) user_handle: Option<Vec<u8>>,
    pub(crate) flags: u8,
    pub(crate) counter: u32,
    pub(crate) counts: bool,
    /// Said instead of what was asked.
    pub(crate) act: Option<&'static str>,
}

impl Device {
    pub(crate) fn of(party: &Party) -> Self {
        Self::with(party, 7)
    }

    pub(crate) fn another(party: &Party) -> Self {
        Self::with(party, 9)
    }

    fn with(party: &Party, seed: u8) -> Self {
        Self {
            party: party.clone(),
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            credential: vec![seed; 20],
            user_handle: None,
            flags: TOUCHED_AND_CHECKED,
            counter: 0,
            counts: true,
            act: None,
        }
    }

    pub(crate) fn public_key(&self) -> Vec<u8> {
        self.key.verifying_key().to_public_key_der().unwrap().into_vec()
    }

    pub(crate) fn credential(&self) -> String {
        as_text(&self.credential)
    }

    /// The answer of the page to "make a key".
    pub(crate) fn create(&mut self, challenge: &str) -> String {
        let mut data = self.data(self.flags | 0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(&self.credential);
        json!({
            "credential": self.credential(),
            "client_data": as_text(&self.client_data("webauthn.create", challenge)),
            "authenticator_data": as_text(&data),
            "public_key": as_text(&self.public_key()),
        })
        .to_string()
    }

    /// The answer of the page to "sign this".
    pub(crate) fn sign(&mut self, challenge: &str) -> String {
        if self.counts {
            self.counter += 1;
        }
        let (data, client_data) = (self.data(self.flags), self.client_data("webauthn.get", challenge));
        let message = [&data[..], &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&message);
        json!({
            "credential": self.credential(),
            "client_data": as_text(&client_data),
            "authenticator_data": as_text(&data),
            "signature": as_text(signature.to_der().as_bytes()),
            "user_handle": self.user_handle.as_deref().map(as_text),
        })
        .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.party.id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, act: &str, challenge: &str) -> Vec<u8> {
        let act = self.act.unwrap_or(act);
        json!({"type": act, "challenge": challenge, "origin": self.party.origin, "crossOrigin": false})
            .to_string()
            .into_bytes()
    }
}
