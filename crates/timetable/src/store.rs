//! The tables of editions and of recomputations.

use base::AccountId;
use db::Json;
use jiff::Timestamp;

use crate::Rules;

db::row! {
    /// An edition as stored.
    pub(crate) struct EditionRow {
        pub(crate) number: i64,
        pub(crate) made_at: Timestamp,
        pub(crate) made_by: AccountId,
        pub(crate) made_by_name: String,
        pub(crate) reason: String,
        pub(crate) content: Json<Rules>,
    }
}

db::row! {
    /// How far a recomputation is.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Recompute {
        /// For which edition.
        pub edition: i64,
        /// Open dossiers to look at.
        pub total: i64,
        /// Those looked at.
        pub done: i64,
        /// Those whose date moved.
        pub moved: i64,
        /// When it began.
        pub started_at: Timestamp,
        /// When it was done.
        pub finished_at: Option<Timestamp>,
    }
}

db::query! {
    /// The newest edition's number; none before the first start.
    pub(crate) fn newest() -> maybe i64 =
        "SELECT number FROM timetable_edition ORDER BY number DESC LIMIT 1"
}

db::query! {
    pub(crate) fn edition(number: i64) -> maybe EditionRow =
        "SELECT number, made_at, made_by, made_by_name, reason, content FROM timetable_edition WHERE number = $1"
}

db::query! {
    /// Editions up to one, newest first.
    pub(crate) fn history(through: i64, limit: i64) -> many EditionRow =
        "SELECT number, made_at, made_by, made_by_name, reason, content
         FROM timetable_edition
         WHERE number <= $1
         ORDER BY number DESC
         LIMIT $2"
}

db::query! {
    /// Writes an edition; nothing when somebody else has taken the number.
    pub(crate) fn insert(
        number: i64, at: Timestamp, by: AccountId, by_name: &str, reason: &str, content: Json<&Rules>,
        recomputed_at: Option<Timestamp>,
    ) -> exec =
        "INSERT INTO timetable_edition (number, made_at, made_by, made_by_name, reason, content, recomputed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (number) DO NOTHING"
}

db::query! {
    /// Editions that the open dossiers do not follow yet, oldest first.
    pub(crate) fn outstanding(limit: i64) -> many i64 =
        "SELECT number FROM timetable_edition WHERE recomputed_at IS NULL ORDER BY number LIMIT $1"
}

db::query! {
    pub(crate) fn set_recomputed(number: i64, at: Timestamp) -> exec_one =
        "UPDATE timetable_edition SET recomputed_at = $2 WHERE number = $1 AND recomputed_at IS NULL"
}

db::query! {
    pub(crate) fn recompute(edition: i64) -> maybe Recompute =
        "SELECT edition, total, done, moved, started_at, finished_at FROM timetable_recompute WHERE edition = $1"
}

db::query! {
    pub(crate) fn start_recompute(edition: i64, total: i64, at: Timestamp) -> exec =
        "INSERT INTO timetable_recompute (edition, total, done, moved, started_at)
         VALUES ($1, $2, 0, 0, $3)
         ON CONFLICT (edition) DO NOTHING"
}

db::query! {
    pub(crate) fn advance_recompute(edition: i64, done: i64, moved: i64) -> exec_one =
        "UPDATE timetable_recompute SET done = done + $2, moved = moved + $3
         WHERE edition = $1 AND finished_at IS NULL"
}

db::query! {
    pub(crate) fn finish_recompute(edition: i64, at: Timestamp) -> exec_one =
        "UPDATE timetable_recompute SET finished_at = $2 WHERE edition = $1 AND finished_at IS NULL"
}
