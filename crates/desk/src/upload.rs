//! Files of a form on their way into the store, and stored files as a page lists them.
//!
//! A form that comes back with an error must not lose the scans that were sent with it, and a second
//! press must not bring them twice: what arrived is remembered under the form's basket for a few
//! hours. A basket lives in memory; after a restart the file is chosen again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base::{AccountId, DossierId};
use documents::FileError;
use dossier::StoredFile;
use jiff::{SignedDuration, Timestamp};
use web::{Context, Error, FieldErrors, Form, Icon, Page};

use crate::Desk;

/// Kind of copy of a paper handed over at the counter.
pub(crate) const ORIGINAL: &str = "bản chính";
/// Kind of copy of what was scanned or uploaded.
pub(crate) const ELECTRONIC_COPY: &str = "bản điện tử";

/// How long an unfinished form keeps its files.
const KEPT: SignedDuration = SignedDuration::from_hours(4);

/// Files of forms that are not finished, by officer and basket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Baskets(Arc<Mutex<HashMap<(AccountId, String), Basket>>>);

#[derive(Clone, Debug)]
struct Basket {
    touched_at: Timestamp,
    held: Vec<Held>,
}

/// A file with the field it was chosen in.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) field: String,
    pub(crate) file: StoredFile,
}

impl Baskets {
    fn look(&self, whose: &(AccountId, String)) -> Vec<Held> {
        let baskets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        baskets.get(whose).map(|basket| basket.held.clone()).unwrap_or_default()
    }

    fn put(&self, whose: (AccountId, String), held: Held, now: Timestamp) {
        let mut baskets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        baskets.retain(|_, basket| now.duration_since(basket.touched_at) < KEPT);
        let basket = baskets.entry(whose).or_insert_with(|| Basket { touched_at: now, held: Vec::new() });
        basket.touched_at = now;
        basket.held.push(held);
    }

    fn drop_named(&self, whose: &(AccountId, String), ids: &[String]) {
        let mut baskets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(basket) = baskets.get_mut(whose) {
            basket.held.retain(|held| !ids.contains(&held.file.id.to_string()));
        }
    }
}

impl Desk {
    /// Stores the files of a field and returns all the form holds for it. A file that cannot be used
    /// is a sentence at its field; only a failure of the store stops the request.
    pub(crate) async fn keep_all(
        &self,
        ctx: &Context,
        form: &mut Form,
        field: &str,
        errors: &mut FieldErrors,
    ) -> Result<Vec<StoredFile>, Error> {
        let actor = ctx.staff()?;
        let whose = (actor.account, form.text("gio"));
        self.baskets.drop_named(&whose, &form.all("bo"));
        let held = self.baskets.look(&whose);
        for upload in form.kept_files(field) {
            let same = |held: &Held| {
                held.field == field && held.file.name == upload.name && held.file.size == upload.size_bytes
            };
            if held.iter().any(same) {
                continue;
            }
            match self.files.accept(upload, actor, DossierId::new(ctx.now), ctx.now).await {
                Ok(file) => self.baskets.put(whose.clone(), Held { field: field.to_owned(), file }, ctx.now),
                Err(error @ FileError::Store(_)) => return Err(error.into()),
                Err(error) => errors.push(field, error.sentence()),
            }
        }
        let held = self.baskets.look(&whose).into_iter();
        Ok(held.filter(|held| held.field == field).map(|held| held.file).collect())
    }

    /// Every file a form holds, to be shown with it.
    pub(crate) fn held(&self, ctx: &Context, basket: &str) -> Result<Vec<Held>, Error> {
        Ok(self.baskets.look(&(ctx.staff()?.account, basket.to_owned())))
    }
}

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
            Some(pages) => format!("{size} · {}", page.t1("desk-pages", "n", pages)),
            None => size,
        };
        let icon = if file.media_type.starts_with("image/") { Icon::Picture } else { Icon::File };
        let id = file.id.to_string();
        Self { href: format!("/tep/{id}"), id, icon, name: file.name.clone(), detail }
    }

    pub(crate) fn all(page: &Page, files: &[StoredFile]) -> Vec<Self> {
        files.iter().map(|file| Self::new(page, file)).collect()
    }
}
