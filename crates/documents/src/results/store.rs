//! The table of results on paper.

use base::{DossierId, FileId, ResultId};
use jiff::Timestamp;

use crate::result_paper::ResultPaper;
use crate::store::FileRow;

db::row! {
    /// One paper and its numbers.
    pub(crate) struct PaperRow {
        pub(crate) result: ResultId,
        pub(crate) dossier: DossierId,
        pub(crate) paper: ResultPaper,
        pub(crate) book: String,
        pub(crate) first_no: i64,
        pub(crate) last_no: i64,
        pub(crate) decided_at: Timestamp,
    }
}

db::query! {
    /// A result that was decided; it waits to be printed, unless it was signed.
    pub(crate) fn insert(
        result: ResultId, dossier: DossierId, paper: ResultPaper, book: &str, first_no: i64, last_no: i64,
        decided_at: Timestamp, file: Option<FileId>,
    ) -> exec_one =
        "INSERT INTO documents_result
           (result_id, dossier_id, paper, book, first_no, last_no, decided_at, look_at, file_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)"
}

db::query! {
    /// Results that wait to be printed.
    pub(crate) fn waiting(now: Timestamp, limit: i64) -> many PaperRow =
        "SELECT result_id, dossier_id, paper, book, first_no, last_no, decided_at FROM documents_result
         WHERE file_id IS NULL AND look_at <= $1 ORDER BY look_at, result_id LIMIT $2"
}

db::query! {
    /// The file of a result. Of two workers that print the same one, one succeeds.
    pub(crate) fn printed(result: ResultId, file: FileId) -> exec =
        "UPDATE documents_result SET file_id = $2 WHERE result_id = $1 AND file_id IS NULL"
}

db::query! {
    /// Looks at a result again later.
    pub(crate) fn postpone(result: ResultId, look_at: Timestamp) -> exec =
        "UPDATE documents_result SET look_at = $2 WHERE result_id = $1 AND file_id IS NULL"
}

db::query! {
    /// Files made of a dossier's decisions.
    pub(crate) fn files_of(dossier: DossierId) -> many FileRow =
        "SELECT f.id, f.sha256, f.name, f.media_type, f.size, f.pages, f.uploaded_by, f.dossier_id, f.kept, f.created_at
         FROM documents_result r JOIN documents_file f ON f.id = r.file_id
         WHERE r.dossier_id = $1 ORDER BY r.decided_at, f.id LIMIT 100"
}

db::query! {
    /// The paper of a result.
    pub(crate) fn by_result(result: ResultId) -> maybe PaperRow =
        "SELECT result_id, dossier_id, paper, book, first_no, last_no, decided_at FROM documents_result
         WHERE result_id = $1"
}

db::query! {
    /// Its file; none until it is printed.
    pub(crate) fn file_of(result: ResultId) -> maybe Option<FileId> =
        "SELECT file_id FROM documents_result WHERE result_id = $1"
}

db::query! {
    /// A file with one more signature in place of the one before.
    pub(crate) fn replace(result: ResultId, before: FileId, file: FileId) -> exec_one =
        "UPDATE documents_result SET file_id = $3 WHERE result_id = $1 AND file_id = $2"
}
