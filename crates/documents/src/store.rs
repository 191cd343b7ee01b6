//! The tables of files and of the bytes they share.

use base::{AccountId, DossierId, FileId};
use db::Tx;
use jiff::Timestamp;

db::row! {
    /// One file.
    pub(crate) struct FileRow {
        pub(crate) id: FileId,
        pub(crate) sha256: String,
        pub(crate) name: String,
        pub(crate) media_type: String,
        pub(crate) size: i64,
        pub(crate) pages: Option<i64>,
        pub(crate) uploaded_by: AccountId,
        pub(crate) dossier: DossierId,
        pub(crate) kept: bool,
        pub(crate) created_at: Timestamp,
    }
}

/// Adds a file, to be looked at again at a moment. `false`, and nothing is written, while equal bytes
/// are being removed.
pub(crate) fn insert(tx: &mut Tx<'_>, file: &FileRow, look_at: Timestamp) -> Result<bool, db::Error> {
    if share(tx, &file.sha256)?.is_some() {
        return Ok(false);
    }
    insert_file(
        tx,
        file.id,
        &file.sha256,
        &file.name,
        &file.media_type,
        file.size,
        file.pages,
        file.uploaded_by,
        file.dossier,
        file.kept,
        file.created_at,
        look_at,
    )?;
    Ok(true)
}

/// Removes a file that no dossier keeps. `true` when its bytes are now nobody's and marked as
/// leaving: the caller takes them off the shelf and then calls [`forget_bytes`].
pub(crate) fn remove(tx: &mut Tx<'_>, id: FileId, sha256: &str, now: Timestamp) -> Result<bool, db::Error> {
    // Marking first holds the row: a file with equal bytes is added either before, and then counted
    // below, or after, and then sees the mark.
    mark(tx, sha256, Some(now))?;
    delete(tx, id)?;
    let is_last = sharing(tx, sha256)? == 0;
    if !is_last {
        mark(tx, sha256, None)?;
    }
    Ok(is_last)
}

db::query! {
    /// Since when the bytes are leaving; their row is made when it is missing.
    fn share(sha256: &str) -> one Option<Timestamp> =
        "INSERT INTO documents_object (sha256) VALUES ($1)
         ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256 RETURNING leaving_at"
}

db::query! {
    fn mark(sha256: &str, leaving_at: Option<Timestamp>) -> exec_one =
        "UPDATE documents_object SET leaving_at = $2 WHERE sha256 = $1"
}

db::query! {
    /// Bytes that somebody began to remove before a moment and did not finish.
    pub(crate) fn half_removed(before: Timestamp, limit: i64) -> many (String, Timestamp) =
        "SELECT sha256, leaving_at FROM documents_object WHERE leaving_at <= $1 ORDER BY leaving_at, sha256 LIMIT $2"
}

db::query! {
    /// Takes the removal over from whoever began it: of two who try, one succeeds.
    pub(crate) fn take_over(sha256: &str, began_at: Timestamp, now: Timestamp) -> exec =
        "UPDATE documents_object SET leaving_at = $3 WHERE sha256 = $1 AND leaving_at = $2"
}

db::query! {
    /// The bytes are off the shelf.
    pub(crate) fn forget_bytes(sha256: &str) -> exec =
        "DELETE FROM documents_object WHERE sha256 = $1 AND leaving_at IS NOT NULL"
}

db::query! {
    fn insert_file(
        id: FileId, sha256: &str, name: &str, media_type: &str, size: i64, pages: Option<i64>, uploaded_by: AccountId,
        dossier: DossierId, kept: bool, created_at: Timestamp, look_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_file
           (id, sha256, name, media_type, size, pages, uploaded_by, dossier_id, kept, created_at, look_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
}

db::query! {
    pub(crate) fn by_id(id: FileId) -> maybe FileRow =
        "SELECT id, sha256, name, media_type, size, pages, uploaded_by, dossier_id, kept, created_at
         FROM documents_file WHERE id = $1"
}

db::query! {
    /// The file belongs to a dossier for good. Only who sent it, or a file sent for that dossier: a
    /// guessed identifier does not bring another person's paper into a dossier.
    pub(crate) fn keep(id: FileId, dossier: DossierId, account: AccountId) -> exec =
        "UPDATE documents_file SET kept = TRUE, dossier_id = $2
         WHERE id = $1 AND kept IS FALSE AND (dossier_id = $2 OR uploaded_by = $3)"
}

db::query! {
    /// Files that no filed dossier names and whose time to be looked at has come.
    pub(crate) fn to_look_at(now: Timestamp, limit: i64) -> many FileRow =
        "SELECT id, sha256, name, media_type, size, pages, uploaded_by, dossier_id, kept, created_at
         FROM documents_file WHERE kept IS FALSE AND (look_at IS NULL OR look_at <= $1)
         ORDER BY created_at, id LIMIT $2"
}

db::query! {
    /// Looks at a file again later.
    pub(crate) fn postpone(id: FileId, look_at: Timestamp) -> exec =
        "UPDATE documents_file SET look_at = $2 WHERE id = $1 AND kept IS FALSE"
}

db::query! {
    /// Forgets a file that no dossier keeps; says nothing of its bytes.
    pub(crate) fn delete(id: FileId) -> exec =
        "DELETE FROM documents_file WHERE id = $1 AND kept IS FALSE"
}

db::query! {
    /// How many files share the bytes.
    pub(crate) fn sharing(sha256: &str) -> one i64 =
        "SELECT count(*) FROM documents_file WHERE sha256 = $1"
}
