//! Where the bytes lie: one object per content, found by its digest, written aside, flushed to the
//! disk and then renamed into place. The name is the content, so a written object never changes.

use std::path::Path;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};

use crate::FileError;

/// The bytes of stored files. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    objects: Arc<dyn ObjectStore>,
}

impl Shelf {
    /// A shelf in a folder, which is made when missing.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self { objects: Arc::new(local.with_fsync(true)) })
    }

    /// Puts bytes on the shelf, unless they lie there whole.
    pub(crate) async fn put(&self, sha256: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        let key = key(sha256);
        match self.objects.head(&key).await {
            Ok(found) if found.size == bytes.len() as u64 => return Ok(()),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        self.objects.put(&key, PutPayload::from(bytes)).await.map_err(failed)?;
        Ok(())
    }

    /// The bytes.
    pub(crate) async fn get(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        let found = self.objects.get(&key(sha256)).await.map_err(failed)?;
        Ok(found.bytes().await.map_err(failed)?.to_vec())
    }

    /// Takes bytes off the shelf; nothing happens when they are not there.
    pub(crate) async fn remove(&self, sha256: &str) -> Result<(), FileError> {
        match self.objects.delete(&key(sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> FileError {
    FileError::Disk(cause.into())
}

/// Two letters of the digest make a folder, so that no folder holds a million files.
fn key(sha256: &str) -> Key {
    Key::from(format!("{}/{sha256}", sha256.get(..2).unwrap_or("00")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_lie_under_their_digest_and_are_mended_when_they_were_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::in_folder(&folder.path().join("files")).unwrap();
        let digest = base::secret::digest("abc");
        assert!(shelf.get(&digest).await.is_err());
        shelf.put(&digest, b"abc".to_vec()).await.unwrap();
        let path = folder.path().join("files/ba").join(&digest);
        assert_eq!(std::fs::read(&path).unwrap(), b"abc");

        std::fs::write(&path, "a").unwrap();
        shelf.put(&digest, b"abc".to_vec()).await.unwrap();
        assert_eq!(shelf.get(&digest).await.unwrap(), b"abc");

        shelf.remove(&digest).await.unwrap();
        shelf.remove(&digest).await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path().join("files/ba")).unwrap().count(), 0, "nothing is left aside");
    }
}
