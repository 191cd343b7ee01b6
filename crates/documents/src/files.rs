//! The file store: bytes under their digest, rows beside them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{Actor, DossierId, FileId};
use db::Db;
use dossier::StoredFile;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt as _, PutPayload};
use web::UploadedFile;

use crate::kind::FileKind;
use crate::store::{self, FileRow};
use crate::FileError;

/// The files of an installation. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    db: Db,
    objects: Arc<LocalFileSystem>,
    folder: PathBuf,
    limit: u64,
}

impl Files {
    /// Opens the file store in a folder, which is made when missing.
    ///
    /// # Errors
    /// [`FileError::Disk`] when the folder cannot be used.
    pub fn open(db: Db, folder: &Path, limit: u64) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder).map_err(|e| FileError::Disk(e.into()))?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|e| FileError::Disk(e.into()))?;
        Ok(Self { db, objects: Arc::new(objects), folder: folder.to_path_buf(), limit })
    }

    /// Takes a file that arrived whole: checks it, stores its bytes, then records it.
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
        let (name, size) = (upload.name.clone(), upload.size_bytes);
        if size > self.limit {
            return Err(FileError::TooLarge { name, size, limit: self.limit });
        }
        if size == 0 {
            return Err(FileError::Empty { name });
        }
        let bytes = tokio::fs::read(&upload.path).await.map_err(|e| FileError::Disk(e.into()))?;
        let Some(kind) = FileKind::of(&bytes) else { return Err(FileError::Kind { name }) };
        let pages = kind.pages(&bytes);
        self.put(&upload.sha256, bytes).await?;
        let (id, uploaded_by, sha256) = (FileId::new(now), actor.account, upload.sha256.clone());
        let stored = StoredFile { id, name: name.clone(), media_type: kind.media_type().to_owned(), size, pages };
        let size_stored = i64::try_from(size).unwrap_or(i64::MAX);
        self.db
            .write(move |tx| {
                store::insert(
                    tx,
                    id,
                    &sha256,
                    &name,
                    kind.media_type(),
                    size_stored,
                    pages,
                    uploaded_by,
                    dossier,
                    now,
                )
            })
            .await?;
        Ok(stored)
    }

    /// Writes bytes under their digest and makes them durable before any row names them.
    async fn put(&self, sha256: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        let key = key(sha256);
        self.objects.put(&key, PutPayload::from(bytes)).await.map_err(|e| FileError::Disk(e.into()))?;
        let path = self.folder.join(key.as_ref());
        let synced = tokio::task::spawn_blocking(move || {
            std::fs::File::open(&path)?.sync_all()?;
            path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder)?.sync_all())
        });
        synced.await.map_err(|e| FileError::Disk(e.into()))?.map_err(|e| FileError::Disk(e.into()))
    }

    /// The row of a file.
    pub(crate) async fn find(&self, id: FileId) -> Result<Option<FileRow>, db::Error> {
        self.db.read(move |tx| store::by_id(tx, id)).await
    }

    /// The bytes of a file.
    pub(crate) async fn bytes(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        let found = self.objects.get(&key(sha256)).await.map_err(|e| FileError::Disk(e.into()))?;
        let bytes = found.bytes().await.map_err(|e| FileError::Disk(e.into()))?;
        Ok(bytes.to_vec())
    }

    /// Removes up to `limit` files that no dossier named before a moment, and their bytes when
    /// nobody else uses them. Says how many rows went.
    pub(crate) async fn forget_abandoned(&self, before: Timestamp, limit: i64) -> Result<usize, FileError> {
        let abandoned = self.db.read(move |tx| store::abandoned(tx, before, limit)).await?;
        for (id, sha256) in &abandoned {
            let (id, digest) = (*id, sha256.clone());
            let left = self.db.write(move |tx| {
                store::delete_abandoned(tx, id)?;
                store::sharing(tx, &digest)
            });
            if left.await? == 0 {
                self.objects.delete(&key(sha256)).await.map_err(|e| FileError::Disk(e.into()))?;
            }
        }
        Ok(abandoned.len())
    }
}

/// Two letters of the digest make a folder, so that no folder holds a million files.
fn key(sha256: &str) -> Key {
    Key::from(format!("{}/{sha256}", sha256.get(..2).unwrap_or("00")))
}
