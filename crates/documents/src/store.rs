//! The table of files.

use base::{AccountId, DossierId, FileId};
use jiff::Timestamp;

db::row! {
    /// One file.
    pub(crate) struct FileRow {
        pub(crate) id: FileId,
        pub(crate) sha256: String,
        pub(crate) name: String,
        pub(crate) media_type: String,
        pub(crate) uploaded_by: AccountId,
        pub(crate) dossier: DossierId,
        pub(crate) kept: bool,
    }
}

db::query! {
    pub(crate) fn insert(
        id: FileId, sha256: &str, name: &str, media_type: &str, size: i64, pages: Option<u32>, uploaded_by: AccountId,
        dossier: DossierId, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_file
           (id, sha256, name, media_type, size, pages, uploaded_by, dossier_id, kept, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9)"
}

db::query! {
    pub(crate) fn by_id(id: FileId) -> maybe FileRow =
        "SELECT id, sha256, name, media_type, uploaded_by, dossier_id, kept FROM documents_file WHERE id = $1"
}

db::query! {
    /// The file belongs to a dossier for good.
    pub(crate) fn keep(id: FileId, dossier: DossierId) -> exec =
        "UPDATE documents_file SET kept = TRUE, dossier_id = $2 WHERE id = $1 AND kept IS FALSE"
}

db::query! {
    /// Files that no dossier named before a moment.
    pub(crate) fn abandoned(before: Timestamp, limit: i64) -> many (FileId, String) =
        "SELECT id, sha256 FROM documents_file WHERE kept IS FALSE AND created_at < $1 ORDER BY created_at, id LIMIT $2"
}

db::query! {
    pub(crate) fn delete_abandoned(id: FileId) -> exec =
        "DELETE FROM documents_file WHERE id = $1 AND kept IS FALSE"
}

db::query! {
    /// How many rows share the bytes.
    pub(crate) fn sharing(sha256: &str) -> one i64 =
        "SELECT count(*) FROM documents_file WHERE sha256 = $1"
}
