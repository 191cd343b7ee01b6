//! The tables of certificates and of the signatures made with them.

use base::{AccountId, AgencyId, CertificateId, DossierId, FileId, ResultId, StaffId};
use jiff::Timestamp;

use super::{KeptIn, Purpose};

db::row! {
    /// One certificate and where its key lies.
    pub struct CertificateRow {
        /// Identifier.
        pub id: CertificateId,
        /// Who signs with it: the officer it names, or the keeper of an agency's seal.
        pub staff: StaffId,
        /// The agency it names; none for an officer's own.
        pub agency: Option<AgencyId>,
        /// Whom it names.
        pub subject: String,
        /// Who issued it.
        pub issuer: String,
        /// Serial number.
        pub serial: String,
        /// First moment.
        pub valid_from: Timestamp,
        /// Last moment.
        pub valid_to: Timestamp,
        pub(crate) chain: Vec<u8>,
        /// What holds the key.
        pub kept_in: KeptIn,
        pub(crate) place: String,
        pub(crate) key_label: String,
        pub(crate) registered_by: String,
        pub(crate) ended_at: Option<Timestamp>,
        pub(crate) tries: i64,
        /// Until when no PIN is taken.
        pub locked_until: Option<Timestamp>,
    }
}

db::row! {
    /// A signed file that waits for its decision or sealing.
    pub(crate) struct SignatureRow {
        pub(crate) version: i64,
        pub(crate) account: AccountId,
        pub(crate) certificate: CertificateId,
        pub(crate) file: FileId,
        pub(crate) base_file: Option<FileId>,
        pub(crate) first_no: i64,
        pub(crate) last_no: i64,
        pub(crate) signed_at: Timestamp,
        pub(crate) claim_at: i64,
        pub(crate) seal_place: String,
    }
}

db::query! {
    pub(crate) fn insert(
        id: CertificateId, staff: StaffId, agency: Option<AgencyId>, subject: &str, issuer: &str, serial: &str,
        valid_from: Timestamp, valid_to: Timestamp, chain: &[u8], kept_in: KeptIn, place: &str, key_label: &str,
        registered_by: &str, registered_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_certificate
           (id, staff_id, agency_id, subject, issuer, serial, valid_from, valid_to, chain, kept_in, place, key_label,
            registered_by, registered_at, ended_at, tries, locked_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, 0, NULL)"
}

db::query! {
    /// The whole register, those in use first: an installation has some hundreds.
    pub(crate) fn all() -> many CertificateRow =
        "SELECT id, staff_id, agency_id, subject, issuer, serial, valid_from, valid_to, chain, kept_in, place, key_label,
                registered_by, ended_at, tries, locked_until
         FROM documents_certificate
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, valid_to, id LIMIT 5000"
}

db::query! {
    /// Those somebody signs with, the newest first.
    pub(crate) fn of_staff(staff: StaffId) -> many CertificateRow =
        "SELECT id, staff_id, agency_id, subject, issuer, serial, valid_from, valid_to, chain, kept_in, place, key_label,
                registered_by, ended_at, tries, locked_until
         FROM documents_certificate WHERE staff_id = $1 AND ended_at IS NULL
         ORDER BY registered_at DESC, id DESC LIMIT 100"
}

db::query! {
    /// Who uses a certificate of that issuer and number.
    pub(crate) fn in_use(issuer: &str, serial: &str) -> maybe CertificateId =
        "SELECT id FROM documents_certificate WHERE issuer = $1 AND serial = $2 AND ended_at IS NULL
         ORDER BY id LIMIT 1"
}

db::query! {
    pub(crate) fn serial(id: CertificateId) -> maybe String = "SELECT serial FROM documents_certificate WHERE id = $1"
}

db::query! {
    pub(crate) fn end(id: CertificateId, now: Timestamp) -> exec =
        "UPDATE documents_certificate SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL"
}

db::query! {
    /// Counts a try before it is made, so that many at once are no more tries than one after the other.
    pub(crate) fn begin_try(id: CertificateId, now: Timestamp) -> exec =
        "UPDATE documents_certificate
         SET tries = CASE WHEN locked_until IS NULL THEN tries + 1 ELSE 1 END, locked_until = NULL
         WHERE id = $1 AND ended_at IS NULL AND (locked_until IS NULL OR locked_until <= $2)"
}

db::query! {
    /// Closes a key whose last try was just counted.
    pub(crate) fn lock_if_last(id: CertificateId, tries_max: i64, until: Timestamp) -> exec =
        "UPDATE documents_certificate SET locked_until = $3 WHERE id = $1 AND tries >= $2 AND locked_until IS NULL"
}

db::query! {
    /// Tries so far, and until when no more are taken.
    pub(crate) fn tried(id: CertificateId) -> maybe (i64, Option<Timestamp>) =
        "SELECT tries, locked_until FROM documents_certificate WHERE id = $1"
}

db::query! {
    /// The PIN was right.
    pub(crate) fn forget_tries(id: CertificateId) -> exec =
        "UPDATE documents_certificate SET tries = 0, locked_until = NULL WHERE id = $1"
}

db::query! {
    /// The try failed for another reason than its PIN, and does not count.
    pub(crate) fn give_try_back(id: CertificateId) -> exec =
        "UPDATE documents_certificate SET tries = tries - 1, locked_until = NULL WHERE id = $1 AND tries > 0"
}

db::query! {
    /// Puts a signed file where its decision will find it; takes the place of one that was never claimed.
    pub(crate) fn prepare(
        result: ResultId, purpose: Purpose, dossier: DossierId, version: i64, account: AccountId,
        certificate: CertificateId, file: FileId, base_file: Option<FileId>, first_no: i64, last_no: i64,
        signed_at: Timestamp, claim_at: i64, seal_place: &str,
    ) -> exec =
        "INSERT INTO documents_signature
           (result_id, purpose, dossier_id, version, account_id, certificate_id, file_id, base_file_id, first_no,
            last_no, signed_at, claim_at, seal_place, kept_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL)
         ON CONFLICT (result_id, purpose) DO UPDATE SET
           version = excluded.version, account_id = excluded.account_id, certificate_id = excluded.certificate_id,
           file_id = excluded.file_id, base_file_id = excluded.base_file_id, first_no = excluded.first_no,
           last_no = excluded.last_no, signed_at = excluded.signed_at, claim_at = excluded.claim_at,
           seal_place = excluded.seal_place
         WHERE documents_signature.kept_at IS NULL"
}

db::query! {
    /// A file that was signed and not claimed yet.
    pub(crate) fn prepared(result: ResultId, purpose: Purpose) -> maybe SignatureRow =
        "SELECT version, account_id, certificate_id, file_id, base_file_id, first_no, last_no, signed_at, claim_at,
                seal_place
         FROM documents_signature WHERE result_id = $1 AND purpose = $2 AND kept_at IS NULL"
}

db::query! {
    /// The same file for another try.
    pub(crate) fn prepare_again(result: ResultId, purpose: Purpose, file: FileId, claim_at: i64) -> exec =
        "UPDATE documents_signature SET claim_at = $4
         WHERE result_id = $1 AND purpose = $2 AND file_id = $3 AND kept_at IS NULL"
}

db::query! {
    pub(crate) fn kept(result: ResultId, purpose: Purpose, now: Timestamp) -> exec_one =
        "UPDATE documents_signature SET kept_at = $3 WHERE result_id = $1 AND purpose = $2 AND kept_at IS NULL"
}

db::query! {
    /// Where the seal goes on a result that was signed.
    pub(crate) fn seal_place(result: ResultId, purpose: Purpose) -> maybe String =
        "SELECT seal_place FROM documents_signature WHERE result_id = $1 AND purpose = $2 AND kept_at IS NOT NULL"
}
