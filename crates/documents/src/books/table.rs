//! A book as a table (CSV, UTF-8 with a mark so that spreadsheets read it), sent batch by batch.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use dossier::BookOf;
use futures_util::stream;
use jiff::civil::DateTime;
use web::Context;

use super::Wanted;
use super::collect::Collector;
use crate::control_sheet::HandOver;
use crate::download::Papers;
use crate::name;
use crate::register_book::Registered;

/// Tells spreadsheets that the letters are Unicode.
const MARK: &str = "\u{feff}";

/// Titles of the columns, by the end of their keys.
const REGISTER: [&str; 13] = [
    "no",
    "code",
    "procedure",
    "sets",
    "person",
    "contact",
    "agency",
    "received",
    "due",
    "returned",
    "channel",
    "receiver",
    "note",
];
const SHEET: [&str; 8] = ["code", "from", "to", "at", "giver", "taker", "result", "note"];

/// Sends the table; the rows are read while they are sent.
pub(crate) fn send(papers: &Papers, ctx: &Context, wanted: Wanted, file: &str) -> Result<Response, web::Error> {
    let collector = Collector::new(papers, ctx, wanted);
    let keys: &[&str] = match collector.book() {
        BookOf::Received => &REGISTER,
        BookOf::Open => &SHEET,
    };
    let titles = keys.iter().map(|key| collector.page().t(&format!("documents-column-{key}"))).collect();
    let head = format!("{MARK}{}", lines(vec![titles])?);
    let rows = stream::try_unfold((Some(head), collector), |(head, mut collector)| async move {
        if let Some(head) = head {
            return Ok::<_, web::Error>(Some((head, (None, collector))));
        }
        let batch = match collector.book() {
            BookOf::Received => collector.registered().await?.map(|rows| rows.into_iter().map(of_register).collect()),
            BookOf::Open => collector.hand_overs().await?.map(|rows| rows.into_iter().map(of_sheet).collect()),
        };
        let Some(batch) = batch else { return Ok(None) };
        Ok(Some((lines(batch)?, (None, collector))))
    });
    let mut response = Body::from_stream(rows).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let disposition = name::disposition(file).replacen("inline", "attachment", 1);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn of_register(row: Registered) -> Vec<String> {
    let day = |at: Option<DateTime>| at.map(|at| web::format::date_in_digits(at.date())).unwrap_or_default();
    vec![
        row.no.to_string(),
        row.dossier_code,
        row.procedure,
        row.sets.to_string(),
        row.person,
        row.contact,
        row.agency,
        day(Some(row.received)),
        day(row.due),
        day(row.returned),
        row.return_channel,
        row.receiver,
        row.note,
    ]
}

fn of_sheet(row: HandOver) -> Vec<String> {
    let at = format!("{} {}", web::format::date_in_digits(row.at.date()), row.at.strftime("%H:%M"));
    vec![row.dossier_code, row.from, row.to, at, row.giver, row.receiver, row.result, row.note]
}

/// Rows as text.
fn lines(rows: Vec<Vec<String>>) -> Result<String, web::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(harmless)).map_err(web::Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| web::Error::internal(error.into_error()))?;
    String::from_utf8(bytes).map_err(web::Error::internal)
}

/// A spreadsheet runs a cell that begins like a formula: what people typed is kept from it.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        let typed = ["=HYPERLINK(\"http://a\")", "+84", "An, Bình"].map(str::to_owned).to_vec();
        assert_eq!(lines(vec![typed]).unwrap(), "\"'=HYPERLINK(\"\"http://a\"\")\",'+84,\"An, Bình\"\n");
    }
}
