//! Every byte behind a signed revision must belong to something that the tables name.
//!
//! A reader that repairs files finds objects that no table lists; so would an attacker's victim.

use std::collections::BTreeSet;

use crate::paper::object::Object;
use crate::paper::parse::Parser;
use crate::paper::reader::Pdf;
use crate::paper::xref::Entry;

/// Whether the bytes from `start` on are objects, tables and ends of file that belong together.
pub(crate) fn is_accounted_for(pdf: &Pdf<'_>, start: usize) -> bool {
    let later = || pdf.sections.iter().filter(|section| section.at >= start);
    let tables: BTreeSet<usize> = later().map(|section| section.at).collect();
    let objects: BTreeSet<(u32, usize)> = later()
        .flat_map(|section| &section.entries)
        .filter_map(|(number, entry)| match entry {
            Entry::At { offset, .. } => Some((*number, *offset)),
            Entry::Free | Entry::Within { .. } => None,
        })
        .collect();
    // A new table that points back into signed bytes brings to light what lay hidden there.
    if objects.iter().any(|(_, offset)| *offset < start) {
        return false;
    }
    let mut parser = Parser::new(pdf.bytes, start);
    loop {
        parser.skip_space();
        if parser.is_at_end() {
            return true;
        }
        if !steps_over(&mut parser, pdf, &tables, &objects) {
            return false;
        }
    }
}

fn steps_over(
    parser: &mut Parser<'_>,
    pdf: &Pdf<'_>,
    tables: &BTreeSet<usize>,
    objects: &BTreeSet<(u32, usize)>,
) -> bool {
    let at = parser.at;
    if parser.takes("startxref") {
        parser.skip_space();
        let place = parser.number().and_then(|place| usize::try_from(place).ok());
        return place.is_some_and(|place| tables.contains(&place));
    }
    if parser.takes("xref") {
        return tables.contains(&at) && passes_table(parser);
    }
    match parser.indirect(&|id| pdf.length(id)) {
        Ok((id, _)) => objects.contains(&(id.number, at)),
        Err(_) => false,
    }
}

/// The table was read before; here only its end is looked for.
fn passes_table(parser: &mut Parser<'_>) -> bool {
    loop {
        parser.skip_space();
        if parser.takes("trailer") {
            return parser.dict().is_ok();
        }
        if parser.takes("n") || parser.takes("f") {
            continue;
        }
        match parser.object() {
            Ok(Object::Integer(_)) => {}
            Ok(_) | Err(_) => return false,
        }
    }
}
