//! The register of certificates: what is taken in, and what is not.

use std::net::IpAddr;

use audit::{Entry, Kind, Subject, record};
use base::{Actor, AgencyId, CertificateId, StaffId};
use jiff::Timestamp;
use signing::{Certificate, Flaw, Untrusted, Verifier};

use super::{KeptIn, Signing, store};

/// A certificate that comes into the register.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// Who signs with it.
    pub staff: StaffId,
    /// The agency it names, for a seal.
    pub agency: Option<AgencyId>,
    /// The certificate, then those of its issuers; PEM, or one in DER.
    pub file: Vec<u8>,
    /// What holds the key.
    pub kept_in: KeptIn,
    /// Name of the file in the folder of keys, or label of the token.
    pub place: String,
    /// Label of the key in the token; empty for a file.
    pub key_label: String,
}

/// Why a certificate was not registered.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// Not a certificate.
    #[error("the file is no certificate")]
    Unreadable(#[source] Flaw),
    /// Its days are over or not here yet, its issuer is unknown, it was taken back.
    #[error("the certificate does not count")]
    Untrusted(#[source] Untrusted),
    /// It is in the register.
    #[error("the certificate is registered already")]
    Known,
    /// There is no such key file.
    #[error("there is no file of that name in the folder of keys")]
    NoKeyFile,
    /// The installation names no folder or no module.
    #[error("the installation names no place for such keys")]
    NoPlace,
    /// The store's.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Signing {
    /// Takes a certificate into the register.
    ///
    /// # Errors
    /// [`CertificateError`]; nothing is stored.
    pub async fn register(
        &self,
        new: NewCertificate,
        actor: &Actor,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<CertificateId, CertificateError> {
        let chain = Certificate::from_file(&new.file).map_err(CertificateError::Unreadable)?;
        let (own, issuers) =
            chain.split_first().ok_or(CertificateError::Unreadable(Flaw::Missing("the certificate")))?;
        self.check(own, issuers, now).map_err(CertificateError::Untrusted)?;
        self.find_key(&new)?;
        let id = CertificateId::new(now);
        let (subject, issuer, serial) = (own.holder().name, own.issuer().name, own.serial_hex());
        let from = own.valid_from().map_err(CertificateError::Unreadable)?;
        let to = own.valid_to().map_err(CertificateError::Unreadable)?;
        let actor = actor.clone();
        let write = move |tx: &mut db::Tx<'_>| {
            if store::in_use(tx, &issuer, &serial)?.is_some() {
                return Err(CertificateError::Known);
            }
            let NewCertificate { staff, agency, kept_in, .. } = new;
            let (file, place, label) = (&new.file, &new.place, &new.key_label);
            let by = &actor.name;
            store::insert(
                tx, id, staff, agency, &subject, &issuer, &serial, from, to, file, kept_in, place, label, by, now,
            )?;
            note(tx, Kind::CertificateRegistered, &serial, (&actor, client, now))?;
            Ok(())
        };
        self.parts.files.db.write(write).await?;
        Ok(id)
    }

    /// Takes a certificate out of use for good. `false` when there is none in use.
    ///
    /// # Errors
    /// The store's.
    pub async fn end(
        &self,
        id: CertificateId,
        actor: &Actor,
        client: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<bool, db::Error> {
        let actor = actor.clone();
        let write = move |tx: &mut db::Tx<'_>| {
            let Some(serial) = store::serial(tx, id)? else { return Ok(false) };
            let is_ended = store::end(tx, id, now)? == 1;
            if is_ended {
                note(tx, Kind::CertificateEnded, &serial, (&actor, client, now))?;
            }
            Ok::<_, db::Error>(is_ended)
        };
        self.parts.files.db.write(write).await
    }

    /// Whether a certificate counts now. Where no authority is trusted, only its days are looked at.
    pub(super) fn check(&self, own: &Certificate, issuers: &[Certificate], now: Timestamp) -> Result<(), Untrusted> {
        let trust = &self.parts.trust;
        if trust.has_authorities() {
            let verifier = Verifier { trust, now, limits: signing::Limits::default(), network: None };
            return verifier.vouch(own, issuers).map(|_| ());
        }
        let holder = || own.holder().name;
        let (from, to) = (own.valid_from()?, own.valid_to()?);
        match now {
            _ if now < from => Err(Untrusted::NotYetValid { holder: holder(), at: from }),
            _ if to < now => Err(Untrusted::Expired { holder: holder(), at: to }),
            _ => Ok(()),
        }
    }

    fn find_key(&self, new: &NewCertificate) -> Result<(), CertificateError> {
        match new.kept_in {
            KeptIn::File => {
                let folder = self.keys().ok_or(CertificateError::NoPlace)?;
                let path = super::key::inside(folder, &new.place).ok_or(CertificateError::NoKeyFile)?;
                if path.is_file() { Ok(()) } else { Err(CertificateError::NoKeyFile) }
            }
            KeptIn::Token if self.parts.module.is_some() => Ok(()),
            KeptIn::Token => Err(CertificateError::NoPlace),
        }
    }
}

/// Notes what happened to a certificate, known by its serial number.
pub(super) fn note(
    tx: &mut db::Tx<'_>,
    kind: Kind,
    serial: &str,
    (actor, client, at): (&Actor, Option<IpAddr>, Timestamp),
) -> Result<(), db::Error> {
    record(tx, &Entry { kind, actor, subject: Subject::Named(serial), detail: "", client, at })
}
