//! Reading JSON: at most one megabyte, and every fault named by its field.
//!
//! A body that is no JSON is refused as a whole (400). One that is JSON but not what is asked for is
//! refused field by field (422): missing, unknown, of another type, of an impossible value.

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use web::Sentence;

use crate::error::{Error, Fault};

/// The largest body.
pub(crate) const BODY_MAX: usize = 1024 * 1024;

/// The body of a request as a JSON object.
///
/// # Errors
/// What is wrong with the body as a whole.
pub(crate) async fn object(request: Request) -> Result<Value, Error> {
    let (parts, body) = request.into_parts();
    if !says_json(&parts.headers) {
        return Err(Error::NotJson);
    }
    let bytes = axum::body::to_bytes(body, BODY_MAX).await.map_err(|error| {
        let too_large = std::error::Error::source(&error)
            .is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>);
        if too_large { Error::TooLarge } else { web::Error::Unreadable.into() }
    })?;
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Error::Malformed { line: error.line(), column: error.column() })?;
    if value.is_object() { Ok(value) } else { Err(wrong_type(".", "", "expected an object").into()) }
}

fn says_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Reads a value as a type of ours; `within` is the field it stands in, empty for the body itself.
///
/// # Errors
/// The first fault, with its field.
pub(crate) fn read<T: DeserializeOwned>(value: Value, within: &str) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        fault(&path, within, &error.into_inner().to_string()).into()
    })
}

/// The reader says what is wrong in words only; its first words tell the kinds apart.
fn fault(path: &str, within: &str, said: &str) -> Fault {
    let named = said.split('`').nth(1).unwrap_or_default();
    if said.starts_with("missing field") {
        return Fault::new(field(within, &[path, named]), "required");
    }
    if said.starts_with("unknown field") {
        return Fault::new(field(within, &[path]), "unknown-field");
    }
    if said.starts_with("invalid type") {
        return wrong_type(path, within, said);
    }
    let sentence = Sentence::new("api-fault-invalid-value").with("reason", said);
    Fault::saying(field(within, &[path]), "invalid-value", sentence)
}

fn wrong_type(path: &str, within: &str, said: &str) -> Fault {
    let sentence = Sentence::new("api-fault-wrong-type").with("reason", said);
    Fault::saying(field(within, &[path]), "wrong-type", sentence)
}

/// `data` and `items[0]` and `what` as `data.items[0].what`.
fn field(within: &str, parts: &[&str]) -> String {
    let parts = std::iter::once(within).chain(parts.iter().copied());
    parts.filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only its reading is tested")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its reading is tested")]
        no: u16,
    }

    fn refused(value: Value, within: &str) -> (String, &'static str) {
        match read::<Outer>(value, within) {
            Err(Error::Faults(mut faults)) => {
                let fault = faults.remove(0);
                (fault.field, fault.code)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_fault_names_its_field_and_its_kind() {
        let cases = [
            (json!({}), "inner", "required"),
            (json!({ "inner": [{ "no": 1 }, {}] }), "inner[1].no", "required"),
            (json!({ "inner": [], "force": true }), "force", "unknown-field"),
            (json!({ "inner": [{ "no": 1, "x": 2 }] }), "inner[0].x", "unknown-field"),
            (json!({ "inner": [{ "no": "1" }] }), "inner[0].no", "wrong-type"),
            (json!({ "inner": [{ "no": 70_000 }] }), "inner[0].no", "invalid-value"),
            (json!({ "inner": 5 }), "inner", "wrong-type"),
        ];
        for (value, field, code) in cases {
            assert_eq!(refused(value.clone(), ""), (field.to_owned(), code), "{value}");
            assert_eq!(refused(value, "data").0, format!("data.{field}"));
        }
    }
}
