//! Files already stored for a supplement that could not be sent yet: one wrong file must not cost
//! the others. Kept in the memory of this process for half a day; after a restart they are chosen again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base::{AccountId, DossierId};
use dossier::StoredFile;
use jiff::{SignedDuration, Timestamp};

const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// A file with the place of its fault in the request.
pub(crate) type Held = (usize, StoredFile);

/// The dossier, and the account that answers.
pub(crate) type Whose = (DossierId, AccountId);

/// What waits to be sent.
#[derive(Debug, Default)]
pub(crate) struct Baskets {
    held: Mutex<HashMap<Whose, Basket>>,
}

#[derive(Debug)]
struct Basket {
    since: Timestamp,
    files: Vec<Held>,
}

impl Baskets {
    /// Adds files.
    pub(crate) fn put(&self, whose: Whose, files: Vec<Held>, now: Timestamp) {
        if files.is_empty() {
            return;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, basket| now.duration_since(basket.since) < LASTS);
        held.entry(whose).or_insert(Basket { since: now, files: Vec::new() }).files.extend(files);
    }

    /// What is held.
    pub(crate) fn look(&self, whose: Whose, now: Timestamp) -> Vec<Held> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = held.get(&whose).filter(|basket| now.duration_since(basket.since) < LASTS);
        fresh.map(|basket| basket.files.clone()).unwrap_or_default()
    }

    /// Forgets what was sent.
    pub(crate) fn empty(&self, whose: Whose) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&whose);
    }
}
