//! Files on their way in: written to the spool folder as they arrive, weighed and digested, and
//! gone by themselves unless somebody keeps them.

use std::path::Path;

use base::secret::hex;
use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::Error;

const PREFIX: &str = "upload-";

/// A file that arrived whole.
#[derive(Debug)]
pub struct UploadedFile {
    /// The field it was chosen in.
    pub field: String,
    /// The name it has on the sender's machine, cleaned; never used as a path.
    pub name: String,
    /// The content type the browser declared; not to be believed.
    pub declared_type: String,
    /// Where it lies until it is stored; the file goes when this is dropped.
    pub path: TempPath,
    /// Its size.
    pub size_bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Removes what a stopped process left in the spool folder, and makes the folder when missing.
/// Called once at start-up, before anything is received.
///
/// # Errors
/// When the folder cannot be read or made.
pub fn clear_spool(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A file that is arriving.
pub(super) struct Arriving {
    file: File,
    path: TempPath,
    digest: Sha256,
    size_bytes: u64,
}

impl Arriving {
    pub(super) fn begin(spool: &Path) -> Result<Self, Error> {
        let fresh = || tempfile::Builder::new().prefix(PREFIX).tempfile_in(spool);
        let made =
            fresh().or_else(|_| std::fs::create_dir_all(spool).and_then(|()| fresh())).map_err(Error::internal)?;
        let (file, path) = made.into_parts();
        Ok(Self { file: File::from_std(file), path, digest: Sha256::new(), size_bytes: 0 })
    }

    pub(super) async fn write(&mut self, chunk: &[u8]) -> Result<(), Error> {
        self.digest.update(chunk);
        self.size_bytes += chunk.len() as u64;
        self.file.write_all(chunk).await.map_err(Error::internal)
    }

    pub(super) async fn finish(
        mut self,
        field: String,
        name: String,
        declared_type: String,
    ) -> Result<UploadedFile, Error> {
        self.file.flush().await.map_err(Error::internal)?;
        let sha256 = hex(&self.digest.finalize());
        Ok(UploadedFile { field, name, declared_type, path: self.path, size_bytes: self.size_bytes, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cleared_spool_holds_nothing_of_a_stopped_process() {
        let folder = tempfile::tempdir().unwrap();
        let spool = folder.path().join("spool");
        clear_spool(&spool).unwrap();
        std::fs::write(spool.join("upload-left"), "x").unwrap();
        std::fs::write(spool.join("note.txt"), "kept").unwrap();
        clear_spool(&spool).unwrap();
        let left: Vec<_> = std::fs::read_dir(&spool).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["note.txt"]);
    }
}
