//! Files of a form on their way into the store, and stored files as a page lists them.

use base::Actor;
use dossier::StoredFile;
use web::{Context, Error, FieldErrors, Form, Icon, Page};

use crate::Desk;

/// A stored file as a page lists it.
pub(crate) struct FileView {
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
            Some(pages) => format!("{size} · {}", page.t1("desk-pages", "n", pages)),
            None => size,
        };
        let icon = if file.media_type.starts_with("image/") { Icon::Picture } else { Icon::File };
        Self { icon, name: file.name.clone(), detail, href: format!("/tep/{}", file.id) }
    }

    pub(crate) fn all(page: &Page, files: &[StoredFile]) -> Vec<Self> {
        files.iter().map(|file| Self::new(page, file)).collect()
    }
}
