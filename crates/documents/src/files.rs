//! The file store: bytes under their digest, rows beside them.
//!
//! The row is written before the bytes, so that equal bytes are never removed in between; if the
//! bytes then cannot be written the row is taken back, and if the process dies the sweep takes it.

use std::path::Path;
use std::time::Duration;

use base::{Actor, DossierId, FileId};
use db::{Db, Tx};
use dossier::{Content, StoredFile};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use tokio::time::sleep;
use web::UploadedFile;

use crate::kind::FileKind;
use crate::shelf::Shelf;
use crate::store::{self, FileRow};
use crate::{FileError, name};

/// How long a file may wait for a dossier that names it.
pub(crate) const WAITING_MAX: SignedDuration = SignedDuration::from_hours(24);

/// How often, and after which pause, equal bytes that are being removed are waited for.
const LEAVING_TRIES: u32 = 100;
const LEAVING_PAUSE: Duration = Duration::from_millis(50);

/// The files of an installation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    pub(crate) db: Db,
    pub(crate) shelf: Shelf,
    limit: u64,
}

impl Files {
    /// Opens the file store in a folder, which is made when missing.
    ///
    /// # Errors
    /// [`FileError::Disk`] when the folder cannot be used.
    pub fn open(db: Db, folder: &Path, limit: u64) -> Result<Self, FileError> {
        Ok(Self { db, shelf: Shelf::in_folder(folder)?, limit })
    }

    /// Takes a file that arrived: checks it, records it, stores its bytes. It goes again by itself
    /// when neither a filed dossier nor the draft `dossier` names it a day later.
    ///
    /// # Errors
    /// [`FileError`]; neither file nor row is left.
    pub async fn accept(
        &self,
        upload: UploadedFile,
        actor: &Actor,
        dossier: DossierId,
        now: Timestamp,
    ) -> Result<StoredFile, FileError> {
        let (bytes, kind) = self.check(&upload).await?;
        let row = FileRow {
            id: FileId::new(now),
            name: name::kept(&upload.name, kind),
            sha256: upload.sha256,
            media_type: kind.media_type().to_owned(),
            size: i64::try_from(upload.size_bytes).unwrap_or(i64::MAX),
            pages: kind.pages(&bytes).map(i64::from),
            uploaded_by: actor.account,
            dossier,
            kept: false,
            created_at: now,
        };
        self.record(&row).await?;
        if let Err(error) = self.shelf.put(&row.sha256, bytes).await {
            // The first failure is the one to tell; a second leaves the row to the sweep.
            let _ = self.db.write::<_, _, db::Error>(move |tx| store::delete(tx, row.id)).await;
            return Err(error);
        }
        Ok(row.into())
    }

    async fn check(&self, upload: &UploadedFile) -> Result<(Vec<u8>, FileKind), FileError> {
        let (name, size) = (|| upload.name.clone(), upload.size_bytes);
        if size > self.limit {
            return Err(FileError::TooLarge { name: name(), size, limit: self.limit });
        }
        if size == 0 {
            return Err(FileError::Empty { name: name() });
        }
        let bytes = tokio::fs::read(&upload.path).await.map_err(|e| FileError::Disk(e.into()))?;
        let kind = FileKind::of(&bytes).ok_or_else(|| FileError::Kind { name: name() })?;
        if bytes.len() as u64 != size || !kind.is_whole(&bytes) {
            return Err(FileError::CutOff { name: name() });
        }
        Ok((bytes, kind))
    }

    /// Writes the row; waits while equal bytes are being removed.
    async fn record(&self, row: &FileRow) -> Result<(), FileError> {
        let look_at = row.created_at.saturating_add(WAITING_MAX).unwrap_or(row.created_at);
        for _ in 0..LEAVING_TRIES {
            let row = row.clone();
            if self.db.write::<_, _, db::Error>(move |tx| store::insert(tx, &row, look_at)).await? {
                return Ok(());
            }
            sleep(LEAVING_PAUSE).await;
        }
        Err(FileError::Store(db::Error::Unavailable))
    }

    /// Keeps a file that was made here for a dossier. `claim` runs in the transaction that keeps it: when
    /// it says no, such as to the second of two workers, the file goes again by itself.
    ///
    /// # Errors
    /// [`FileError`]; nothing is kept.
    #[expect(clippy::too_many_arguments, reason = "which bytes, whose, since when and on which condition")]
    pub(crate) async fn keep_made(
        &self,
        bytes: Vec<u8>,
        name: &str,
        dossier: DossierId,
        now: Timestamp,
        claim: impl Fn(&mut Tx<'_>, FileId) -> Result<bool, db::Error> + Send + Sync + 'static,
    ) -> Result<Option<StoredFile>, FileError> {
        let row = self.set_aside(bytes, name, dossier, now).await?;
        let id = row.id;
        let keep = move |tx: &mut Tx<'_>| {
            let is_ours = claim(tx, id)?;
            if is_ours {
                store::keep(tx, id, dossier, Actor::system().account)?;
            }
            Ok(is_ours)
        };
        let is_ours = self.db.write::<_, _, db::Error>(keep).await?;
        Ok(is_ours.then(|| row.into()))
    }

    /// Stores a file that was made here, for somebody to keep within a day.
    ///
    /// # Errors
    /// [`FileError`]; the sweep takes what was begun.
    pub(crate) async fn set_aside(
        &self,
        bytes: Vec<u8>,
        name: &str,
        dossier: DossierId,
        now: Timestamp,
    ) -> Result<FileRow, FileError> {
        let row = FileRow {
            id: FileId::new(now),
            sha256: base::secret::hex(&Sha256::digest(&bytes)),
            name: name::kept(name, FileKind::Pdf),
            media_type: FileKind::Pdf.media_type().to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            pages: FileKind::Pdf.pages(&bytes).map(i64::from),
            uploaded_by: Actor::system().account,
            dossier,
            kept: false,
            created_at: now,
        };
        self.record(&row).await?;
        self.shelf.put(&row.sha256, bytes).await?;
        Ok(row)
    }

    /// The files made of a dossier's decisions, the oldest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn made_for(&self, dossier: DossierId) -> Result<Vec<StoredFile>, db::Error> {
        self.db.read(move |tx| crate::results::result_files(tx, dossier)).await
    }

    /// The row of a file.
    pub(crate) async fn find(&self, id: FileId) -> Result<Option<FileRow>, db::Error> {
        self.db.read(move |tx| store::by_id(tx, id)).await
    }

    /// Removes a file that no dossier keeps, and its bytes when nobody else uses them.
    pub(crate) async fn remove(&self, row: &FileRow, now: Timestamp) -> Result<(), FileError> {
        let (id, sha256) = (row.id, row.sha256.clone());
        let is_last = self.db.write::<_, _, db::Error>(move |tx| store::remove(tx, id, &sha256, now)).await?;
        if is_last { self.clear(row.sha256.clone()).await } else { Ok(()) }
    }

    /// Takes bytes off the shelf that the caller marked as leaving.
    pub(crate) async fn clear(&self, sha256: String) -> Result<(), FileError> {
        self.shelf.remove(&sha256).await?;
        self.db.write::<_, _, db::Error>(move |tx| store::forget_bytes(tx, &sha256)).await?;
        Ok(())
    }
}

impl From<FileRow> for StoredFile {
    fn from(row: FileRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            media_type: row.media_type,
            size: u64::try_from(row.size).unwrap_or(0),
            pages: row.pages.and_then(|pages| u32::try_from(pages).ok()),
        }
    }
}

/// The papers a dossier names.
pub(crate) fn papers(content: &Content) -> impl Iterator<Item = &StoredFile> {
    content.papers.iter().flat_map(|paper| &paper.files)
}

/// The files of its result.
pub(crate) fn results(content: &Content) -> impl Iterator<Item = &StoredFile> {
    content.result.iter().flat_map(|result| &result.files)
}
