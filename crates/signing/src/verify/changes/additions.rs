//! What may be added to a signed document: signatures, validation data, a description.

use std::collections::BTreeSet;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::reader::Pdf;
use crate::verify::report::Change;

#[derive(Default)]
pub(crate) struct Additions {
    pub(crate) changes: BTreeSet<Change>,
    /// New signature fields, which pages may show.
    pub(crate) widgets: BTreeSet<Id>,
    /// Empty signature fields that were signed.
    pub(crate) filled_fields: BTreeSet<u32>,
    /// Objects that may differ as long as no page shows them.
    pub(crate) objects: BTreeSet<u32>,
}

impl Additions {
    pub(crate) fn find(&mut self, before: &Pdf<'_>, after: &Pdf<'_>) -> Result<(), Fault> {
        let ((old_id, old), (new_id, new)) = (before.root()?, after.root()?);
        if old_id != new_id || new.repeats_key {
            self.changes.insert(Change::Document);
            return Ok(());
        }
        self.objects.insert(old_id.number);
        let keys: BTreeSet<Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key.to_vec()).collect();
        for key in keys {
            match key.as_slice() {
                b"AcroForm" => self.form(before, after, &old, &new)?,
                b"DSS" => self.validation_data(before, after, &old, &new)?,
                b"Metadata" => self.metadata(before, after, &old, &new)?,
                b"Extensions" => {}
                other => {
                    let name = String::from_utf8_lossy(other);
                    if old.get(&name) != new.get(&name) {
                        self.changes.insert(Change::Document);
                    }
                }
            }
        }
        self.information(before, after);
        Ok(())
    }

    fn form(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, old: &Dict, new: &Dict) -> Result<(), Fault> {
        let old_form = before.value(old, "AcroForm")?;
        let (old_form, new_form) = match (old_form, after.value(new, "AcroForm")?) {
            (Object::Null, Object::Dict(new)) => (Dict::default(), new),
            (Object::Dict(old), Object::Dict(new)) => (old, new),
            (Object::Null, Object::Null) => return Ok(()),
            _ => {
                self.changes.insert(Change::Form);
                return Ok(());
            }
        };
        let lists = [old.get("AcroForm"), old_form.get("Fields")];
        self.objects.extend(lists.into_iter().flatten().filter_map(Object::reference).map(|id| id.number));
        for (key, value) in new_form.iter() {
            let name = String::from_utf8_lossy(key);
            let earlier = old_form.get(&name);
            let is_fine = match key {
                b"Fields" | b"SigFlags" => true,
                b"DR" | b"DA" => earlier.is_none_or(|earlier| earlier == value),
                _ => earlier == Some(value),
            };
            if !is_fine {
                self.changes.insert(Change::Form);
            }
        }
        let is_cut = old_form.iter().any(|(key, _)| new_form.get(&String::from_utf8_lossy(key)).is_none());
        if is_cut || new_form.repeats_key {
            self.changes.insert(Change::Form);
        }
        self.fields(before, after, &old_form, &new_form)
    }

    fn fields(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, old: &Dict, new: &Dict) -> Result<(), Fault> {
        let list = |pdf: &Pdf<'_>, form: &Dict| -> Result<Vec<Object>, Fault> {
            Ok(pdf.value(form, "Fields")?.array().unwrap_or_default().to_vec())
        };
        let (old, new) = (list(before, old)?, list(after, new)?);
        let Some(added) = new.strip_prefix(old.as_slice()) else {
            self.changes.insert(Change::Form);
            return Ok(());
        };
        for field in &old {
            if let Some(id) = field.reference() {
                self.perhaps_filled(before, after, id)?;
            }
        }
        for field in added {
            self.new_field(before, after, field)?;
        }
        Ok(())
    }

    fn new_field(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, field: &Object) -> Result<(), Fault> {
        let Object::Dict(dict) = after.resolve(field)? else {
            self.changes.insert(Change::Form);
            return Ok(());
        };
        let id = field.reference().filter(|id| before.entry(id.number).is_none());
        let value = dict.get("V").and_then(Object::reference).filter(|id| before.entry(id.number).is_none());
        let acts = ["A", "AA", "Kids"].iter().any(|key| dict.get(key).is_some());
        let is_signature = dict.get("FT").is_some_and(|kind| kind.is_name("Sig"));
        match id {
            Some(id) if is_signature && value.is_some() && !acts && !dict.repeats_key => {
                self.widgets.insert(id);
                self.changes.insert(Change::FurtherSignature { field: name(&dict) });
            }
            Some(_) | None => {
                self.changes.insert(Change::Form);
            }
        }
        Ok(())
    }

    /// An empty signature field of the signed form that has been signed since.
    fn perhaps_filled(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, id: Id) -> Result<(), Fault> {
        let (Object::Dict(old), Object::Dict(new)) = (before.get(id)?, after.get(id)?) else { return Ok(()) };
        let is_empty = old.get("FT").is_some_and(|kind| kind.is_name("Sig")) && old.get("V").is_none();
        let value = new.get("V").and_then(Object::reference).filter(|id| before.entry(id.number).is_none());
        if !is_empty || value.is_none() || new.repeats_key {
            return Ok(());
        }
        let rest = |dict: &Dict| {
            let mut dict = dict.clone();
            ["V", "AP", "M"].iter().for_each(|key| dict.remove(key));
            dict
        };
        if rest(&old) == rest(&new) {
            self.filled_fields.insert(id.number);
            self.changes.insert(Change::FurtherSignature { field: name(&new) });
        }
        Ok(())
    }

    fn validation_data(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, old: &Dict, new: &Dict) -> Result<(), Fault> {
        let (now, earlier) = (after.value(new, "DSS")?, before.value(old, "DSS")?);
        if now != earlier || new.get("DSS") != old.get("DSS") {
            self.changes.insert(Change::ValidationData);
        }
        self.objects.extend(old.get("DSS").and_then(Object::reference).map(|id| id.number));
        if let Object::Dict(store) = earlier {
            for key in ["Certs", "OCSPs", "CRLs", "VRI"] {
                self.objects.extend(store.get(key).and_then(Object::reference).map(|id| id.number));
            }
        }
        Ok(())
    }

    fn metadata(&mut self, before: &Pdf<'_>, after: &Pdf<'_>, old: &Dict, new: &Dict) -> Result<(), Fault> {
        let is_description = |object: &Object| object.dict().is_some_and(|dict| dict.is_type("Metadata"));
        let (earlier, now) = (before.value(old, "Metadata")?, after.value(new, "Metadata")?);
        if !is_description(&now) || (earlier != Object::Null && !is_description(&earlier)) {
            self.changes.insert(Change::Document);
            return Ok(());
        }
        if earlier != now {
            self.changes.insert(Change::Metadata);
        }
        self.objects.extend(old.get("Metadata").and_then(Object::reference).map(|id| id.number));
        Ok(())
    }

    /// Title, author and dates beside the document.
    fn information(&mut self, before: &Pdf<'_>, after: &Pdf<'_>) {
        let id = before.trailer().get("Info").and_then(Object::reference);
        if let Some(id) = id.filter(|id| before.get(*id).ok() != after.get(*id).ok()) {
            self.changes.insert(Change::Metadata);
            self.objects.insert(id.number);
        }
    }
}

fn name(field: &Dict) -> String {
    let bytes = field.get("T").and_then(Object::text).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}
