//! `/tra-cuu/{ma}/lich.ics`: the promised day for the person's own calendar (RFC 5545), with a
//! reminder one day before.
//!
//! It holds what a stranger with the code may know: the code and the place, neither name nor
//! procedure. A date that moved is downloaded again: the entry keeps its name, and its number of
//! revision is the version of the dossier.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use calendar::Status;
use dossier::Dossier;
use jiff::Timestamp;
use web::{Context, Page, Path};

use super::show::{Found, tracking_page};
use crate::Portal;

/// Octets of one line; a longer one goes on behind a blank.
const LINE_MAX: usize = 75;

/// The day that can be put down: when, and whether the clock still runs towards it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Appointment {
    at: Timestamp,
    is_promised: bool,
}

impl Appointment {
    /// None before receipt and after the end.
    pub(crate) fn of(dossier: &Dossier, now: Timestamp) -> Option<Self> {
        let why = dossier.explain(now)?;
        match why.outcome.status {
            Status::Running => Some(Self { at: why.outcome.due?, is_promised: true }),
            Status::Paused { .. } | Status::AwaitingSupplement { .. } => {
                Some(Self { at: why.expected_due?, is_promised: false })
            }
            Status::Finished { .. } | Status::Ended { .. } => None,
        }
    }
}

pub(crate) async fn download(
    State(portal): State<Portal>,
    ctx: Context,
    Path(typed): Path<String>,
) -> Result<Response, web::Error> {
    let (code, dossier) = match portal.look_up(&ctx, &typed).await? {
        Found::Dossier(code, dossier) => (code, dossier),
        Found::Nothing(response) => return Ok(response),
    };
    let page = tracking_page(&ctx, code.as_str());
    let appointment = Appointment::of(&dossier, ctx.now).ok_or(web::Error::NotFound)?;
    let office = portal.dossiers.organisation().office(dossier.receiving_office);
    let place = office.map(|office| format!("{}, {}", office.name, office.address)).unwrap_or_default();
    let entry = Entry { code: code.as_str(), version: dossier.version, place: &place, appointment };
    let mut response = entry.written(&page).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{code}.ics\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// What the file says.
struct Entry<'a> {
    code: &'a str,
    version: i64,
    place: &'a str,
    appointment: Appointment,
}

impl Entry<'_> {
    fn written(&self, page: &Page) -> String {
        let Appointment { at, is_promised } = self.appointment;
        let title = page.t1(if is_promised { "portal-ics-title" } else { "portal-ics-expected" }, "code", self.code);
        let base = &page.settings().base_url;
        let host = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
        let address = format!("{base}/tra-cuu/{}", self.code);
        let status = if is_promised { "CONFIRMED" } else { "TENTATIVE" };
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//motcua//tra-cuu//VI".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@{host}", self.code),
            format!("SEQUENCE:{}", self.version),
            format!("DTSTAMP:{}", moment(page.now)),
            format!("DTSTART:{}", moment(at)),
            format!("SUMMARY:{}", escaped(&title)),
            format!("DESCRIPTION:{}", escaped(&page.t1("portal-ics-text", "address", address.as_str()))),
            format!("LOCATION:{}", escaped(self.place)),
            format!("URL:{address}"),
            format!("STATUS:{status}"),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            "TRIGGER:-P1D".to_owned(),
            format!("DESCRIPTION:{}", escaped(&title)),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().map(|line| folded(line)).collect()
    }
}

/// `20261126T100000Z`.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text with the signs of the format made harmless (RFC 5545 section 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// The line with its end, cut where it is too long, never inside a letter (RFC 5545 section 3.1).
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > LINE_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_between_letters() {
        let line =
            format!("LOCATION:{}", "Trung tâm Phục vụ hành chính công phường Hạ Long, tỉnh Quảng Ninh ".repeat(3));
        let file = folded(&line);
        assert!(file.ends_with("\r\n") && file.matches("\r\n ").count() >= 3);
        assert!(file.split("\r\n").all(|part| part.len() <= LINE_MAX), "{file}");
        assert_eq!(file.replace("\r\n ", "").trim_end(), line.trim_end());
    }

    #[test]
    fn signs_of_the_format_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
        assert_eq!(moment("2026-11-26T10:00:00Z".parse().unwrap()), "20261126T100000Z");
    }
}
