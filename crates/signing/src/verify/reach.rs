//! Which objects each page shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::paper::error::Fault;
use crate::paper::object::Id;
use crate::paper::pages::Page;
use crate::paper::reader::Pdf;

/// Number of each object that a page leads to, with the first such page (counted from 1).
pub(crate) fn shown_by(pdf: &Pdf<'_>, pages: &[Page]) -> Result<BTreeMap<u32, usize>, Fault> {
    let page_ids: BTreeSet<Id> = pages.iter().map(|page| page.id).collect();
    let mut shown = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let mut waiting = Vec::new();
        let own = page.dict.iter().filter(|(key, _)| *key != b"Parent").map(|(_, value)| value);
        own.chain(&page.resources).for_each(|value| value.each_reference(&mut |id| waiting.push(id)));
        while let Some(id) = waiting.pop() {
            if page_ids.contains(&id) || shown.contains_key(&id.number) {
                continue;
            }
            shown.insert(id.number, index + 1);
            let object = pdf.get(id)?;
            object.each_reference(&mut |id| waiting.push(id));
        }
    }
    Ok(shown)
}
