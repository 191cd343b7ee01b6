//! Files of a form on their way into the store, and stored files as a page lists them.

use base::DossierId;
use documents::{FileError, Files};
use dossier::StoredFile;
use web::{Context, Icon, Page, Sentence, UploadedFile};

/// Kind of copy of what was uploaded.
pub(crate) const ELECTRONIC_COPY: &str = "bản điện tử";

/// A stored file as a page lists it.
pub(crate) struct FileView {
    pub(crate) id: String,
    pub(crate) icon: Icon,
    pub(crate) name: String,
    /// `860 KB · 2 trang`.
    pub(crate) detail: String,
    pub(crate) href: String,
}

impl FileView {
    pub(crate) fn new(page: &Page, file: &StoredFile) -> Self {
        let size = page.size(file.size);
        let detail = match file.pages {
            Some(pages) => format!("{size} · {}", page.t1("portal-pages", "n", pages)),
            None => size,
        };
        let is_picture = file.media_type.starts_with("image/");
        Self {
            id: file.id.to_string(),
            icon: if is_picture { Icon::Picture } else { Icon::File },
            name: file.name.clone(),
            detail,
            href: format!("/tep/{}", file.id),
        }
    }
}

/// Stores one file for a dossier. A file that cannot be used is a sentence for its field; only a
/// failure of the store stops the request.
pub(crate) async fn keep(
    files: &Files,
    ctx: &Context,
    dossier: DossierId,
    file: UploadedFile,
) -> Result<Result<StoredFile, Sentence>, web::Error> {
    match files.accept(file, ctx.citizen()?, dossier, ctx.now).await {
        Ok(stored) => Ok(Ok(stored)),
        Err(
            error @ (FileError::TooLarge { .. }
            | FileError::Empty { .. }
            | FileError::Kind { .. }
            | FileError::CutOff { .. }),
        ) => Ok(Err(error.sentence())),
        Err(error @ FileError::Disk(_)) => {
            tracing::error!(%error, "an upload could not be stored");
            Ok(Err(error.sentence()))
        }
        Err(error @ FileError::Store(_)) => Err(error.into()),
    }
}
