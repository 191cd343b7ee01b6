//! A page of another file as a drawing in this one.
//!
//! The visible part of a signature is set by whoever has fonts and handed over as a page; here it
//! becomes a form with everything it needs (ISO 32000-1 §8.10).

use std::collections::BTreeMap;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::pages::pages;
use crate::paper::reader::Pdf;
use crate::paper::update::Update;

/// Objects one drawing may need: fonts, their tables, colours.
const PARTS_MAX: usize = 500;

/// Copies the first page of `from`; gives the id of the form.
pub(crate) fn import(update: &mut Update<'_>, from: &Pdf<'_>) -> Result<Id, Fault> {
    let wrong = Fault::Malformed { at: 0, what: "the drawing of the signature" };
    let page = pages(from)?.into_iter().next().ok_or(wrong.clone())?;
    let content = content(from, &page.dict)?;
    let mut copies = Copies { ids: BTreeMap::new(), waiting: Vec::new() };
    let mut form = Dict::default()
        .with("Type", Object::name("XObject"))
        .with("Subtype", Object::name("Form"))
        .with("BBox", from.resolve(&page.media_box.ok_or(wrong.clone())?)?);
    if let Some(resources) = page.resources {
        form.set("Resources", resources.with_references(&mut |id| copies.id(id, update)));
    }
    if let Some(group) = page.dict.get("Group") {
        form.set("Group", group.with_references(&mut |id| copies.id(id, update)));
    }
    let id = update.new_id();
    update.put_stream(id, form, &content);
    copies.bring(update, from)?;
    Ok(id)
}

fn content(from: &Pdf<'_>, page: &Dict) -> Result<Vec<u8>, Fault> {
    let content = from.value(page, "Contents")?;
    let parts = if let Object::Array(parts) = content { parts } else { vec![content] };
    let mut bytes = Vec::new();
    for part in &parts {
        if let Object::Stream(stream) = from.resolve(part)? {
            bytes.extend_from_slice(&from.decoded(&stream)?);
            bytes.push(b'\n');
        }
    }
    Ok(bytes)
}

struct Copies {
    ids: BTreeMap<Id, Id>,
    waiting: Vec<(Id, Id)>,
}

impl Copies {
    /// The id that an object of the other file gets here.
    fn id(&mut self, theirs: Id, update: &mut Update<'_>) -> Id {
        *self.ids.entry(theirs).or_insert_with(|| {
            let ours = update.new_id();
            self.waiting.push((theirs, ours));
            ours
        })
    }

    fn bring(&mut self, update: &mut Update<'_>, from: &Pdf<'_>) -> Result<(), Fault> {
        while let Some((theirs, ours)) = self.waiting.pop() {
            if self.ids.len() > PARTS_MAX {
                return Err(Fault::TooLarge);
            }
            let object = from.get(theirs)?;
            let copy = object.with_references(&mut |id| self.id(id, update));
            match (&object, copy) {
                (Object::Stream(stream), Object::Dict(dict)) => update.put_stream(ours, dict, from.raw(stream)),
                (_, copy) => update.put(ours, &copy),
            }
        }
        Ok(())
    }
}
