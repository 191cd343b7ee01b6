//! The pages of a document, in order.

use std::collections::BTreeSet;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::reader::Pdf;

const PAGES_MAX: usize = 20_000;

/// A page with what it inherits from the tree above it.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) id: Id,
    pub(crate) dict: Dict,
    pub(crate) media_box: Option<Object>,
    pub(crate) resources: Option<Object>,
}

pub(crate) fn pages(pdf: &Pdf<'_>) -> Result<Vec<Page>, Fault> {
    let (_, root) = pdf.root()?;
    let wrong = Fault::Malformed { at: 0, what: "a tree of pages" };
    let top = root.get("Pages").and_then(Object::reference).ok_or(wrong.clone())?;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(top, None, None)];
    while let Some((id, media_box, resources)) = waiting.pop() {
        if !seen.insert(id) || seen.len() > PAGES_MAX {
            return Err(wrong);
        }
        let Object::Dict(dict) = pdf.get(id)? else { return Err(wrong) };
        let media_box = dict.get("MediaBox").cloned().or(media_box);
        let resources = dict.get("Resources").cloned().or(resources);
        let Object::Array(kids) = pdf.value(&dict, "Kids")? else {
            pages.push(Page { id, dict, media_box, resources });
            continue;
        };
        let kids: Option<Vec<Id>> = kids.iter().rev().map(Object::reference).collect();
        let kids = kids.ok_or(wrong.clone())?;
        waiting.extend(kids.into_iter().map(|kid| (kid, media_box.clone(), resources.clone())));
    }
    Ok(pages)
}
