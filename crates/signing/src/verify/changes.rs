//! What differs between a signed revision and the file as it is now.
//!
//! Allowed are further signatures, data to validate them, and the file's description. Everything
//! else is named, and nothing is trusted because it looks harmless: objects are compared one by
//! one, so content that was hidden before signing and shown afterwards (shadow attacks) is found.

use std::collections::BTreeSet;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::pages::{Page, pages};
use crate::paper::reader::Pdf;
use crate::paper::xref::Entry;
use crate::verify::appended;
use crate::verify::reach;
use crate::verify::report::Change;

mod additions;

use additions::Additions;

/// `signature` is the object of the signature that covers `before`.
pub(crate) fn between(before: &Pdf<'_>, after: &Pdf<'_>, signature: Option<Id>) -> Vec<Change> {
    if before.bytes.len() == after.bytes.len() {
        return Vec::new();
    }
    let mut comparison = Comparison { before, after, found: BTreeSet::new(), allowed: BTreeSet::new() };
    if signature.is_none() || comparison.compare().is_err() {
        // What cannot be compared counts as changed.
        comparison.found.insert(Change::Document);
    }
    comparison.found.into_iter().collect()
}

struct Comparison<'a> {
    before: &'a Pdf<'a>,
    after: &'a Pdf<'a>,
    found: BTreeSet<Change>,
    /// Numbers of objects that differ in an allowed way.
    allowed: BTreeSet<u32>,
}

impl Comparison<'_> {
    fn compare(&mut self) -> Result<(), Fault> {
        let cut = self.before.bytes.len();
        let old_tables: Vec<usize> = self.before.sections.iter().map(|section| section.at).collect();
        let kept: Vec<usize> = self.after.sections.iter().map(|section| section.at).filter(|at| *at < cut).collect();
        if old_tables != kept || !appended::is_accounted_for(self.after, cut) {
            self.found.insert(Change::Hidden);
        }
        let (old_pages, new_pages) = (pages(self.before)?, pages(self.after)?);
        self.count_pages(&old_pages, &new_pages);

        let mut additions = Additions::default();
        additions.find(self.before, self.after)?;
        self.found.extend(additions.changes);
        self.compare_pages(&old_pages, &new_pages, &additions.widgets)?;
        let shown = reach::shown_by(self.before, &old_pages)?;
        // Validation data and descriptions may change only while no page shows them.
        let quiet = additions.objects.into_iter().filter(|number| !shown.contains_key(number));
        self.allowed.extend(quiet);
        self.allowed.extend(additions.filled_fields);
        self.compare_objects(&shown)?;
        self.look_for_dangling()
    }

    fn count_pages(&mut self, old: &[Page], new: &[Page]) {
        let (before, now) = (old.len(), new.len());
        if now > before {
            self.found.insert(Change::PagesAdded(now - before));
        } else if now < before {
            self.found.insert(Change::PagesRemoved(before - now));
        } else if old.iter().zip(new).any(|(old, new)| old.id != new.id) {
            self.found.insert(Change::Document);
        }
    }

    /// A page may only gain the widgets of further signatures.
    fn compare_pages(&mut self, old: &[Page], new: &[Page], widgets: &BTreeSet<Id>) -> Result<(), Fault> {
        for (index, page) in old.iter().enumerate() {
            let Some(now) = new.iter().find(|now| now.id == page.id) else { continue };
            let without_annotations = |dict: &Dict| {
                let mut dict = dict.clone();
                dict.remove("Annots");
                dict
            };
            if now.dict.repeats_key || without_annotations(&page.dict) != without_annotations(&now.dict) {
                self.found.insert(Change::Page(index + 1));
                continue;
            }
            let (old_list, new_list) = (self.before.list(&page.dict, "Annots")?, self.after.list(&now.dict, "Annots")?);
            let mut old_left = old_list.iter().peekable();
            let is_allowed = new_list.iter().all(|one| {
                old_left.next_if_eq(&one).is_some() || one.reference().is_some_and(|id| widgets.contains(&id))
            });
            if !is_allowed || old_left.next().is_some() {
                self.found.insert(Change::Annotation { page: index + 1 });
            }
            self.allowed.insert(page.id.number);
            self.allowed.extend(page.dict.get("Annots").and_then(Object::reference).map(|id| id.number));
        }
        Ok(())
    }

    fn compare_objects(&mut self, shown: &std::collections::BTreeMap<u32, usize>) -> Result<(), Fault> {
        for number in self.before.numbers() {
            if self.is_untouched(number) || self.allowed.contains(&number) {
                continue;
            }
            if !self.is_equal(number)? {
                let change = shown.get(&number).map_or(Change::Document, |page| Change::Page(*page));
                self.found.insert(change);
            }
        }
        Ok(())
    }

    /// The tables still lead to the same place in the signed bytes.
    fn is_untouched(&self, number: u32) -> bool {
        let (old, new) = (self.before.entry(number), self.after.entry(number));
        old == new
            && match old {
                Some(Entry::Within { stream, .. }) => self.before.entry(stream) == self.after.entry(stream),
                Some(Entry::At { .. } | Entry::Free) | None => true,
            }
    }

    fn is_equal(&self, number: u32) -> Result<bool, Fault> {
        let (old, new) = (self.before.by_number(number)?, self.after.by_number(number)?);
        Ok(match (&old, &new) {
            (Object::Stream(one), Object::Stream(other)) => {
                one.dict == other.dict && self.before.raw(one) == self.after.raw(other)
            }
            _ => old == new,
        })
    }

    /// A reference to nothing that later leads somewhere shows what was not there to be signed.
    fn look_for_dangling(&mut self) -> Result<(), Fault> {
        let mut dangling = false;
        for number in self.before.numbers() {
            let object = self.before.by_number(number)?;
            object.each_reference(&mut |id| {
                dangling |= self.before.entry(id.number).is_none() && self.after.entry(id.number).is_some();
            });
        }
        if dangling {
            self.found.insert(Change::Hidden);
        }
        Ok(())
    }
}
