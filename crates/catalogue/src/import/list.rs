//! The list of procedures: one row each, with its code or the local one made from its content.

use base::Vnd;
use base::text::fold;
use calendar::Limit;

use super::table::{Cells, Table};
use super::{ImportError, Reason, SourceFile};
use crate::code::{Code, Key};
use crate::procedure::{Confidence, Level, OnlineLevel, OwnerKind, Procedure, SourceNote};

const COLUMNS: [&str; 17] = [
    "code",
    "name_vi",
    "field",
    "level",
    "level_before_2025",
    "agency",
    "owner_kind",
    "time_limit",
    "time_unit",
    "time_note",
    "fee_vnd",
    "fee_note",
    "online_level",
    "result",
    "conf_code",
    "conf_limit",
    "conf_online",
];

/// Reads the list. Rows with an error are left out; the errors stop the import later.
pub(crate) fn read(file: &SourceFile, errors: &mut Vec<ImportError>) -> Vec<Procedure> {
    let before = errors.len();
    let table = Table::read(file, &COLUMNS, errors);
    let mut rows: Vec<(u64, Procedure)> = Vec::new();
    // Written variants are taken first, so that a row without a number never pushes them aside.
    table.each(errors, |cells| {
        if cells.text("code").contains('/') {
            take_row(cells, &mut rows);
        }
    });
    table.each(errors, |cells| {
        if !cells.text("code").contains('/') {
            take_row(cells, &mut rows);
        }
    });
    errors[before..].sort_by_key(|error| error.line);
    rows.sort_by_key(|(line, _)| *line);
    rows.into_iter().map(|(_, procedure)| procedure).collect()
}

fn take_row(cells: &mut Cells<'_>, rows: &mut Vec<(u64, Procedure)>) {
    let Some(mut procedure) = read_row(cells) else { return };
    if let Some(key) = place(cells, &procedure, rows) {
        procedure.key = key;
        rows.push((cells.line(), procedure));
    }
}

/// Finds the variant number of a row among the rows with the same code.
fn place(cells: &mut Cells<'_>, procedure: &Procedure, rows: &[(u64, Procedure)]) -> Option<Key> {
    let same: Vec<&(u64, Procedure)> = rows.iter().filter(|(_, other)| other.key.code == procedure.key.code).collect();
    let name = fold(&procedure.name);
    if let Some((line, _)) =
        same.iter().find(|(_, other)| fold(&other.name) == name && other.agency == procedure.agency)
    {
        return cells.refuse("name_vi", Reason::Repeated { line: *line });
    }
    if cells.text("code").contains('/') {
        return match same.iter().find(|(_, other)| other.key == procedure.key) {
            Some((line, _)) => cells.refuse("code", Reason::VariantTaken { key: procedure.key.clone(), line: *line }),
            None => Some(procedure.key.clone()),
        };
    }
    if let (true, Some((line, other))) = (cells.text("code").is_empty(), same.first()) {
        return cells.refuse("code", Reason::LocalCodeTaken { code: other.key.code.clone(), line: *line });
    }
    let variant = (1..=u16::MAX).find(|number| same.iter().all(|(_, other)| other.key.variant != *number))?;
    Some(Key { code: procedure.key.code.clone(), variant })
}

fn read_row(cells: &mut Cells<'_>) -> Option<Procedure> {
    // Every cell is read before the row is given up, so that all its errors are told at once.
    let name = cells.required("name_vi");
    let field = cells.required("field");
    let agency = cells.required("agency");
    let key = read_key(cells);
    let owner = cells.word("owner_kind", OwnerKind::ALL, OwnerKind::name);
    let levels = read_levels(cells);
    let limit = read_limit(cells, "time_limit", "time_unit");
    let committed = read_limit(cells, "committed_limit", "committed_unit");
    let fee = read_fee(cells);
    let online = cells.word("online_level", OnlineLevel::ALL, OnlineLevel::name);
    let code_source = cells.word("conf_code", Confidence::ALL, Confidence::name);
    let limit_source = cells.word("conf_limit", Confidence::ALL, Confidence::name);
    let online_source = cells.word("conf_online", Confidence::ALL, Confidence::name);
    Some(Procedure {
        key: key?,
        name: name?,
        field: field?,
        agency: agency?,
        owner: owner?,
        levels: levels?,
        level_before_2025: cells.text("level_before_2025").to_owned(),
        limit: limit?,
        limit_note: limit_note(cells.text("time_note")),
        committed: committed?,
        fee: fee?,
        fee_note: cells.text("fee_note").to_owned(),
        fees: Vec::new(),
        online: online?,
        applicants: Vec::new(),
        result: cells.text("result").to_owned(),
        rules: Vec::new(),
        legal_basis: Vec::new(),
        papers: Vec::new(),
        steps: Vec::new(),
        source: SourceNote { code: code_source?, limit: limit_source?, online: online_source? },
    })
}

fn read_key(cells: &mut Cells<'_>) -> Option<Key> {
    let text = cells.text("code");
    if text.is_empty() {
        let code = Code::local(cells.text("name_vi"), cells.text("agency"), cells.text("level"));
        return Some(Key { code, variant: 1 });
    }
    match text.parse() {
        Ok(key) => Some(key),
        Err(_) => cells.refuse("code", Reason::NotACode(text.to_owned())),
    }
}

fn read_levels(cells: &mut Cells<'_>) -> Option<Vec<Level>> {
    let text = cells.text("level");
    let levels: Option<Vec<Level>> = text.split(',').map(|word| Level::from_name(word.trim())).collect();
    if levels.is_some() {
        return levels;
    }
    let allowed = Level::ALL.iter().map(|level| level.name()).collect::<Vec<_>>().join(", ");
    cells.refuse("level", Reason::UnknownWord { found: text.to_owned(), allowed })
}

/// An empty amount means that no limit is published. The outer `None` is an error.
#[expect(
    clippy::option_option,
    reason = "the outer one is an error already noted, the inner one a limit not published"
)]
fn read_limit(cells: &mut Cells<'_>, amount_column: &str, unit_column: &str) -> Option<Option<Limit>> {
    let (amount, unit) = (cells.text(amount_column), cells.text(unit_column));
    if amount.is_empty() && unit.is_empty() {
        return Some(None);
    }
    match Limit::parse(amount, unit) {
        Ok(limit) => Some(Some(limit)),
        Err(_) => cells.refuse(amount_column, Reason::NotALimit { amount: amount.to_owned(), unit: unit.to_owned() }),
    }
}

/// The note of a limit in calendar days begins with the bare word "ngày", which the unit says.
fn limit_note(text: &str) -> String {
    let rest = if text == "ngày" { "" } else { text.strip_prefix("ngày; ").unwrap_or(text) };
    rest.to_owned()
}

#[expect(clippy::option_option, reason = "the outer one is an error already noted, the inner one a fee not published")]
fn read_fee(cells: &mut Cells<'_>) -> Option<Option<Vnd>> {
    let text = cells.text("fee_vnd");
    match (text, Vnd::parse(text)) {
        ("", _) => Some(None),
        (_, Some(fee)) => Some(Some(fee)),
        (_, None) => cells.refuse("fee_vnd", Reason::NotAnAmount(text.to_owned())),
    }
}
