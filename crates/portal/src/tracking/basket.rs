//! Files already stored for a supplement that could not be sent yet: one wrong file must not cost
//! the others. Kept in the memory of this process for a day; after a restart they are chosen again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base::{AccountId, DossierId};
use dossier::StoredFile;
use jiff::{SignedDuration, Timestamp};

const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// A file with the place of its fault in the request.
pub(crate) type Held = (usize, StoredFile);

/// What waits to be sent, by dossier and account.
#[derive(Debug, Default)]
pub(crate) struct Baskets {
    held: Mutex<HashMap<(DossierId, AccountId), (Timestamp, Vec<Held>)>>,
}

impl Baskets {
    /// Adds files.
    pub(crate) fn put(&self, whose: (DossierId, AccountId), files: Vec<Held>, now: Timestamp) {
        if files.is_empty() {
            return;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, (since, _)| now.duration_since(*since) < LASTS);
        held.entry(whose).or_insert((now, Vec::new())).1.extend(files);
    }

    /// What is held.
    pub(crate) fn look(&self, whose: (DossierId, AccountId)) -> Vec<Held> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&whose).map(|(_, files)| files.clone()).unwrap_or_default()
    }

    /// Forgets what was sent.
    pub(crate) fn empty(&self, whose: (DossierId, AccountId)) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&whose);
    }
}
