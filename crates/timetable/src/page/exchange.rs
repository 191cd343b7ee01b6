//! Days in and out as files: CSV as the shipped list is written, iCalendar for calendars of people.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use calendar::ics::{self, IcsError, IcsFault};
use calendar::{Holiday, HolidaysError, HolidaysFault};
use web::{Context, Error, FieldErrors, Form, Path, Sentence, format};

use super::{Editor, admit};
use crate::change::Change;

/// The days of a file as a change; `None` with what is wrong noted.
pub(crate) fn read(ctx: &Context, form: &mut Form, errors: &mut FieldErrors) -> Option<Change> {
    let file = match form.file("file") {
        Ok(Some(file)) => file,
        Ok(None) => {
            errors.push("file", "timetable-file-missing");
            return None;
        }
        // Told by the errors of the upload.
        Err(_) => return None,
    };
    if usize::try_from(file.size_bytes).is_ok_and(|size| size > ics::BYTES_MAX) {
        errors.push("file", "timetable-file-too-large");
        return None;
    }
    let Ok(bytes) = std::fs::read(&file.path) else {
        errors.push("file", "timetable-file-missing");
        return None;
    };
    let days = days(&bytes).map_err(|(line, why)| {
        errors.push(
            "file",
            Sentence::new("timetable-file-line").with("line", line.to_string()).with("why", ctx.say(&why)),
        );
    });
    days.ok().map(|days| Change::ReplaceYears { days })
}

/// Which of the two it is, a file says by its first line, whatever it is called.
fn days(bytes: &[u8]) -> Result<Vec<Holiday>, (u64, Sentence)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let begins = bytes.trim_ascii_start();
    if begins.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:")) {
        ics::read(bytes).map_err(|error| (error.line, ics_fault(&error)))
    } else {
        Holiday::read_csv(bytes).map_err(|error| (error.line, csv_fault(&error)))
    }
}

fn csv_fault(error: &HolidaysError) -> Sentence {
    match &error.fault {
        HolidaysFault::MissingColumn(column) => Sentence::new("timetable-row-column").with("column", *column),
        HolidaysFault::NotADate(text) => Sentence::new("timetable-row-date").with("text", text),
        HolidaysFault::UnknownKind(text) => Sentence::new("timetable-row-kind").with("text", text),
        HolidaysFault::NotARow(_) => Sentence::new("timetable-row-broken"),
    }
}

fn ics_fault(error: &IcsError) -> Sentence {
    match &error.fault {
        IcsFault::FileTooLarge | IcsFault::TooManyDays => Sentence::new("timetable-row-too-many"),
        IcsFault::NotACalendar
        | IcsFault::NotText
        | IcsFault::NotAProperty
        | IcsFault::Unbegun(_)
        | IcsFault::Unended(_) => Sentence::new("timetable-row-cut-off"),
        IcsFault::Twice(name) => Sentence::new("timetable-row-twice").with("name", *name),
        IcsFault::Missing(name) => Sentence::new("timetable-row-missing").with("name", *name),
        IcsFault::NotADate(text) => Sentence::new("timetable-row-ics-date").with("text", text),
        IcsFault::NotALength(text) => Sentence::new("timetable-row-length").with("text", text),
        IcsFault::Timed => Sentence::new("timetable-row-timed"),
        IcsFault::Repeats => Sentence::new("timetable-row-repeats"),
        IcsFault::Reversed { starts, ends } => Sentence::new("timetable-row-reversed")
            .with("starts", format::date_in_digits(*starts))
            .with("ends", format::date_in_digits(*ends)),
    }
}

/// Every listed day as a file.
pub(crate) async fn export(
    State(editor): State<Editor>,
    ctx: Context,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    admit(&ctx)?;
    let edition = editor.timetable.current();
    let days = &edition.rules().holidays;
    match name.as_str() {
        "lich.csv" => {
            let mut bytes = Vec::new();
            Holiday::write_csv(days, &mut bytes).map_err(Error::internal)?;
            Ok(file("text/csv; charset=utf-8", &name, bytes))
        }
        "lich.ics" => Ok(file("text/calendar; charset=utf-8", &name, ics::write(days, ctx.now).into_bytes())),
        _ => Err(Error::NotFound),
    }
}

fn file(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
