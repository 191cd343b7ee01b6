//! The procedures in force on one day, held in memory with their search index.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use base::ProcedureId;
use jiff::civil::Date;

use crate::code::{Code, Key};
use crate::event::LifeEvent;
use crate::procedure::{ProcedureVersion, slug};
use crate::search::{Hit, Search};
use crate::synonym::Synonym;

/// An immutable picture; a change makes a new one.
#[derive(Debug, Default)]
pub struct Published {
    versions: Vec<Arc<ProcedureVersion>>,
    by_key: BTreeMap<Key, usize>,
    by_id: HashMap<ProcedureId, usize>,
    everyday: HashMap<Key, Vec<String>>,
    fields: BTreeMap<String, Field>,
    search: Search,
    events: Vec<LifeEvent>,
}

/// A subject area with its procedures counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// How many procedures it has.
    pub count: usize,
}

impl Published {
    /// Builds the picture of a day.
    #[must_use]
    pub fn new(versions: Vec<ProcedureVersion>, synonyms: &[Synonym]) -> Self {
        let versions: Vec<_> = versions.into_iter().map(Arc::new).collect();
        let by_key = versions.iter().enumerate().map(|(place, version)| (version.facts.key.clone(), place)).collect();
        let by_id = versions.iter().enumerate().map(|(place, version)| (version.id, place)).collect();
        let mut everyday: HashMap<Key, Vec<String>> = HashMap::new();
        for synonym in synonyms {
            // The first named is what people mean; the others are only near.
            if let Some(key) = synonym.keys.first() {
                everyday.entry(key.clone()).or_default().push(synonym.phrase.clone());
            }
        }
        let fields = fields_of(&versions);
        let search = Search::new(versions.clone(), synonyms);
        Self { versions, by_key, by_id, everyday, fields, search, events: Vec::new() }
    }

    /// The same picture with the life events; what they name and is not published is left out.
    #[must_use]
    pub fn with_events(mut self, mut events: Vec<LifeEvent>) -> Self {
        for event in &mut events {
            event.steps.retain(|step| self.by_key.contains_key(&step.key));
        }
        events.retain(|event| !event.steps.is_empty());
        self.events = events;
        self
    }

    /// The life events, in their order.
    #[must_use]
    pub fn events(&self) -> &[LifeEvent] {
        &self.events
    }

    /// The event of an address.
    #[must_use]
    pub fn event(&self, slug: &str) -> Option<&LifeEvent> {
        self.events.iter().find(|event| event.slug == slug)
    }

    /// The events a procedure belongs to.
    #[must_use]
    pub fn events_of(&self, key: &Key) -> Vec<&LifeEvent> {
        self.events.iter().filter(|event| event.steps.iter().any(|step| step.key == *key)).collect()
    }

    /// All procedures, by code.
    #[must_use]
    pub fn all(&self) -> &[Arc<ProcedureVersion>] {
        &self.versions
    }

    /// One variant of a code.
    #[must_use]
    pub fn by_key(&self, key: &Key) -> Option<&Arc<ProcedureVersion>> {
        self.by_key.get(key).and_then(|place| self.versions.get(*place))
    }

    /// One version, while it is in force.
    #[must_use]
    pub fn by_id(&self, id: ProcedureId) -> Option<&Arc<ProcedureVersion>> {
        self.by_id.get(&id).and_then(|place| self.versions.get(*place))
    }

    /// The variants of a code, the first one first.
    #[must_use]
    pub fn variants(&self, code: &Code) -> Vec<&Arc<ProcedureVersion>> {
        self.versions.iter().filter(|version| version.facts.key.code == *code).collect()
    }

    /// What people call a procedure.
    #[must_use]
    pub fn everyday_names(&self, key: &Key) -> &[String] {
        self.everyday.get(key).map_or(&[], Vec::as_slice)
    }

    /// The fields, by their slug.
    #[must_use]
    pub const fn fields(&self) -> &BTreeMap<String, Field> {
        &self.fields
    }

    /// The procedures that answer a question, best first; see [`Search::search`].
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search.search(query, limit)
    }

    /// The procedures nearest to a question without an answer; see [`Search::nearest`].
    #[must_use]
    pub fn nearest(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search.nearest(query, limit)
    }

    /// What a question was read as; see [`Search::mended`].
    #[must_use]
    pub fn mended(&self, query: &str) -> Option<String> {
        self.search.mended(query)
    }

    /// The procedure whose code is the whole question.
    #[must_use]
    pub fn exact(&self, query: &str) -> Option<&Arc<ProcedureVersion>> {
        self.search.exact(query)
    }
}

fn fields_of(versions: &[Arc<ProcedureVersion>]) -> BTreeMap<String, Field> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for version in versions {
        *counts.entry(version.facts.field.as_str()).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (slug(name), Field { name: name.to_owned(), count })).collect()
}

/// What a picture was made from; it is old when either differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) edition: i64,
    pub(crate) on: Date,
}
