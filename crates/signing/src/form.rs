//! The signature field: the place of a signature in the form and on a page (ISO 32000-1 §12.7.4.5).

use std::collections::BTreeSet;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::pages::{Page, pages};
use crate::paper::picture;
use crate::paper::reader::{Limits, Pdf};
use crate::paper::update::Update;
use crate::sign::{SignError, Visible};

/// Printed and not to be moved, as archived files ask for.
const PRINT_AND_LOCKED: i64 = 4 | 128;
/// Signatures exist, and the file must only be appended to.
const SIGNED_AND_APPEND_ONLY: i64 = 3;

pub(crate) struct Field<'a> {
    pub(crate) value: Id,
    pub(crate) visible: Option<&'a Visible<'a>>,
}

/// Adds the field to the form and to its page.
pub(crate) fn add(update: &mut Update<'_>, pdf: &Pdf<'_>, field: &Field<'_>) -> Result<(), SignError> {
    let (root_id, mut root) = pdf.root().map_err(SignError::Document)?;
    if forbids_signatures(pdf, &root).map_err(SignError::Document)? {
        return Err(SignError::Locked);
    }
    let number = field.visible.map_or(0, |visible| visible.page);
    let page = pages(pdf).map_err(SignError::Document)?.into_iter().nth(number).ok_or(SignError::NoSuchPage(number))?;
    let id = update.new_id();
    let form = form(pdf, &root).map_err(SignError::Document)?;
    let widget = widget(update, field, &page, &free_name(pdf, &form).map_err(SignError::Document)?)?;
    update.put(id, &Object::Dict(widget));
    attach_to_page(update, pdf, page, id).map_err(SignError::Document)?;

    let form = with_field(pdf, form, id).map_err(SignError::Document)?;
    match root.get("AcroForm").and_then(Object::reference) {
        Some(form_id) => update.put(form_id, &Object::Dict(form)),
        None => {
            root.set("AcroForm", Object::Dict(form));
            update.put(root_id, &Object::Dict(root));
        }
    }
    Ok(())
}

/// Whether a certifying signature allows no change at all (`/P 1`).
pub(crate) fn forbids_signatures(pdf: &Pdf<'_>, root: &Dict) -> Result<bool, Fault> {
    let Object::Dict(permissions) = pdf.value(root, "Perms")? else { return Ok(false) };
    let Object::Dict(signature) = pdf.value(&permissions, "DocMDP")? else { return Ok(false) };
    let Object::Array(references) = pdf.value(&signature, "Reference")? else { return Ok(false) };
    for reference in &references {
        let Object::Dict(reference) = pdf.resolve(reference)? else { continue };
        let Object::Dict(parameters) = pdf.value(&reference, "TransformParams")? else { continue };
        if pdf.value(&parameters, "P")?.integer() == Some(1) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn form(pdf: &Pdf<'_>, root: &Dict) -> Result<Dict, Fault> {
    let value = pdf.value(root, "AcroForm")?;
    if let Object::Dict(form) = value {
        return Ok(form);
    }
    if value == Object::Null { Ok(Dict::default()) } else { Err(Fault::Malformed { at: 0, what: "a form" }) }
}

fn with_field(pdf: &Pdf<'_>, mut form: Dict, id: Id) -> Result<Dict, Fault> {
    let mut fields = pdf.list(&form, "Fields")?;
    fields.push(Object::Reference(id));
    form.set("Fields", Object::Array(fields));
    form.set("SigFlags", Object::Integer(SIGNED_AND_APPEND_ONLY));
    Ok(form)
}

fn free_name(pdf: &Pdf<'_>, form: &Dict) -> Result<String, Fault> {
    let mut names = BTreeSet::new();
    for field in pdf.list(form, "Fields")? {
        if let Object::Dict(field) = pdf.resolve(&field)? {
            names.extend(pdf.value(&field, "T")?.text().map(<[u8]>::to_vec));
        }
    }
    // One more than there are names: one of them is free.
    let free =
        (1..=names.len() + 1).map(|number| format!("Signature{number}")).find(|name| !names.contains(name.as_bytes()));
    Ok(free.unwrap_or_default())
}

fn widget(update: &mut Update<'_>, field: &Field<'_>, page: &Page, name: &str) -> Result<Dict, SignError> {
    let mut widget = Dict::default()
        .with("Type", Object::name("Annot"))
        .with("Subtype", Object::name("Widget"))
        .with("FT", Object::name("Sig"))
        .with("T", Object::Text(name.as_bytes().to_vec()))
        .with("V", Object::Reference(field.value))
        .with("F", Object::Integer(PRINT_AND_LOCKED))
        .with("P", Object::Reference(page.id));
    let place = field.visible.map_or([0; 4], |visible| visible.place);
    widget.set("Rect", Object::Array(place.map(|edge| Object::Integer(i64::from(edge))).to_vec()));
    if let Some(visible) = field.visible {
        let drawing = Pdf::read(visible.drawing, Limits::default()).map_err(SignError::Drawing)?;
        let form = picture::import(update, &drawing).map_err(SignError::Drawing)?;
        widget.set("AP", Object::Dict(Dict::default().with("N", Object::Reference(form))));
    }
    Ok(widget)
}

fn attach_to_page(update: &mut Update<'_>, pdf: &Pdf<'_>, mut page: Page, widget: Id) -> Result<(), Fault> {
    let mut annotations = pdf.list(&page.dict, "Annots")?;
    annotations.push(Object::Reference(widget));
    match page.dict.get("Annots").and_then(Object::reference) {
        Some(list) => update.put(list, &Object::Array(annotations)),
        None => {
            page.dict.set("Annots", Object::Array(annotations));
            update.put(page.id, &Object::Dict(page.dict));
        }
    }
    Ok(())
}
