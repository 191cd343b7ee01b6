//! From cells to rows that name each other by code; every reference is checked here.

use std::collections::BTreeMap;

use base::Role;
use jiff::civil::Date;

use super::table::{Cells, Table};
use super::{AGENCIES, ImportError, OFFICES, Reach, Reason, Register, STAFF, Sources, UNITS, grants};
use crate::{AgencyKind, CountingStyle, OfficeKind, Term, UnitKind};

#[derive(Clone, Debug)]
pub(crate) struct AgencyRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: AgencyKind,
    pub(crate) parent: Option<String>,
    pub(crate) term: Term,
}

#[derive(Clone, Debug)]
pub(crate) struct UnitRow {
    pub(crate) code: String,
    pub(crate) agency: String,
    pub(crate) name: String,
    pub(crate) kind: UnitKind,
    pub(crate) term: Term,
}

#[derive(Clone, Debug)]
pub(crate) struct OfficeRow {
    pub(crate) code: String,
    pub(crate) agency: String,
    pub(crate) name: String,
    pub(crate) kind: OfficeKind,
    pub(crate) address: String,
    pub(crate) phone: String,
    pub(crate) counting: CountingStyle,
    pub(crate) term: Term,
}

#[derive(Clone, Debug)]
pub(crate) struct StaffRow {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) agency: String,
    pub(crate) unit: String,
    pub(crate) office: Option<String>,
    pub(crate) post: String,
    pub(crate) public_phone: String,
    pub(crate) grants: Vec<(Role, Reach)>,
    pub(crate) term: Term,
}

/// Codes met so far, with the line and the days of each.
type Known = BTreeMap<String, (u64, Term)>;

pub(crate) fn read(sources: &Sources, errors: &mut Vec<ImportError>) -> Register {
    let (agencies, known_agencies) = agencies(&sources.agencies, errors);
    let (units, known_units) = units(&sources.units, &known_agencies, errors);
    let (offices, known_offices) = offices(&sources.offices, &known_agencies, errors);
    let known = Bodies { agencies: &known_agencies, units: &known_units, offices: &known_offices };
    let staff = staff(&sources.staff, &known, errors);
    Register { agencies, units, offices, staff }
}

fn agencies(content: &[u8], errors: &mut Vec<ImportError>) -> (Vec<AgencyRow>, Known) {
    let table = Table::read(AGENCIES, content, &["code", "name", "kind", "parent_code", "valid_from"], errors);
    let mut known = Known::new();
    let rows = table.rows(errors, |cells| {
        let code = cells.code("code");
        let name = cells.required("name");
        let kind = cells.word("kind", AgencyKind::ALL, AgencyKind::name);
        // A parent stands before its children, so there are no circles.
        let parent = reference(cells, "parent_code", &known, AGENCIES);
        let first = cells.required("valid_from").and_then(|_| cells.day("valid_from")).flatten();
        let term = first.and_then(|first| term(cells, first));
        let code = unique(cells, "code", code?, term?, &mut known)?;
        Some(AgencyRow { code, name: name?, kind: kind?, parent: parent?, term: term? })
    });
    (rows, known)
}

fn units(content: &[u8], agencies: &Known, errors: &mut Vec<ImportError>) -> (Vec<UnitRow>, Known) {
    let table = Table::read(UNITS, content, &["code", "agency_code", "name", "kind"], errors);
    let mut known = Known::new();
    let rows = table.rows(errors, |cells| {
        let code = cells.code("code");
        let name = cells.required("name");
        let kind = cells.word("kind", UnitKind::ALL, UnitKind::name);
        let (agency, term) = home(cells, agencies)?;
        let code = code?;
        unique(cells, "code", in_agency(&agency, &code), term, &mut known)?;
        Some(UnitRow { code, agency, name: name?, kind: kind?, term })
    });
    (rows, known)
}

fn offices(content: &[u8], agencies: &Known, errors: &mut Vec<ImportError>) -> (Vec<OfficeRow>, Known) {
    let table = Table::read(OFFICES, content, &["code", "agency_code", "name", "kind", "address", "phone"], errors);
    let mut known = Known::new();
    let rows = table.rows(errors, |cells| {
        let code = cells.code("code");
        let name = cells.required("name");
        let kind = cells.word("kind", OfficeKind::ALL, OfficeKind::name);
        let (address, phone) = (cells.required("address"), cells.short("phone"));
        let counting = match cells.text("counting") {
            "" => Some(CountingStyle::WholeDays),
            _ => cells.word("counting", CountingStyle::ALL, CountingStyle::name),
        };
        let (agency, term) = home(cells, agencies)?;
        let code = unique(cells, "code", code?, term, &mut known)?;
        let (name, kind, address, phone, counting) = (name?, kind?, address?, phone?, counting?);
        Some(OfficeRow { code, agency, name, kind, address, phone, counting, term })
    });
    (rows, known)
}

struct Bodies<'k> {
    agencies: &'k Known,
    units: &'k Known,
    offices: &'k Known,
}

fn staff(content: &[u8], bodies: &Bodies<'_>, errors: &mut Vec<ImportError>) -> Vec<StaffRow> {
    let required = ["login", "name", "agency_code", "unit_code", "office_code", "post", "roles"];
    let table = Table::read(STAFF, content, &required, errors);
    let mut known = Known::new();
    table.rows(errors, |cells| {
        let login = cells.code("login").map(|login| login.to_lowercase());
        let name = person(cells);
        let post = cells.required("post");
        let public_phone = cells.short("public_phone");
        let grants = grants::read(cells, "roles");
        let office = reference(cells, "office_code", bodies.offices, OFFICES);
        let home = home(cells, bodies.agencies);
        let unit = cells.code("unit_code");
        let (agency, term) = home?;
        let unit = unit?;
        if !bodies.units.contains_key(&in_agency(&agency, &unit)) {
            return cells.refuse("unit_code", Reason::Unknown(unit, UNITS));
        }
        let login = unique(cells, "login", login?, term, &mut known)?;
        let (name, office, post, public_phone, grants) = (name?, office?, post?, public_phone?, grants?);
        Some(StaffRow { login, name, agency, unit, office, post, public_phone, grants, term })
    })
}

/// Codes of units are counted inside their agency.
fn in_agency(agency: &str, unit: &str) -> String {
    format!("{agency}/{unit}")
}

fn person(cells: &mut Cells<'_>) -> Option<String> {
    let name = cells.required("name")?;
    if base::person::is_name(&name) { Some(name) } else { cells.refuse("name", Reason::NotAName(name)) }
}

/// The agency of a row, and the row's days: those of the agency unless it says others.
fn home(cells: &mut Cells<'_>, agencies: &Known) -> Option<(String, Term)> {
    let code = cells.code("agency_code")?;
    let Some((_, of_agency)) = agencies.get(&code) else {
        return cells.refuse("agency_code", Reason::Unknown(code, AGENCIES));
    };
    let first = cells.day("valid_from")?.unwrap_or(of_agency.from);
    let term = term(cells, first)?;
    Some((code, Term { to: term.to.or(of_agency.to), ..term }))
}

fn term(cells: &mut Cells<'_>, from: Date) -> Option<Term> {
    let to = cells.day("valid_to")?;
    if to.is_some_and(|last| last < from) {
        return cells.refuse("valid_to", Reason::EndsBeforeItBegins);
    }
    Some(Term { from, to })
}

/// A code that may be empty and otherwise must be known; the outer `None` is an error.
fn reference(cells: &mut Cells<'_>, column: &str, known: &Known, file: &'static str) -> Option<Option<String>> {
    match cells.text(column) {
        "" => Some(None),
        code if known.contains_key(code) => Some(Some(code.to_owned())),
        code => cells.refuse(column, Reason::Unknown(code.to_owned(), file)),
    }
}

fn unique(cells: &mut Cells<'_>, column: &str, code: String, term: Term, known: &mut Known) -> Option<String> {
    if let Some((line, _)) = known.get(&code) {
        return cells.refuse(column, Reason::Repeated { line: *line });
    }
    known.insert(code.clone(), (cells.line(), term));
    Some(code)
}
