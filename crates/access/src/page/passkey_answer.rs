//! What pages and devices say to each other: the questions as browsers take them, the answers as the
//! module `passkey.mjs` brings them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use web::{Context, Error, FieldErrors, Form};

use super::sign_in::told_to_wait;
use super::step::kept_nowhere;
use crate::passkey::ceremony::CeremonyFault;
use crate::passkey::{ANSWER_TIME_MAX, Asked, PasskeyFault};

/// A question for the device.
pub(crate) fn asked(question: &Value) -> Response {
    kept_nowhere(Json(json!({"publicKey": question})).into_response())
}

/// The question to sign a challenge; without keys named, the device finds one for this site.
pub(crate) fn signature(question: &Asked) -> Value {
    json!({
        "challenge": question.challenge,
        "rpId": question.party.id,
        "allowCredentials": credential_list(&question.credentials),
        "userVerification": "required",
        "timeout": time_max(),
    })
}

pub(crate) fn credential_list(credentials: &[String]) -> Vec<Value> {
    credentials.iter().map(|id| json!({"type": "public-key", "id": id})).collect()
}

/// How long the device may take, in milliseconds.
pub(crate) fn time_max() -> i128 {
    ANSWER_TIME_MAX.as_millis()
}

/// Nothing is asked of the device; the page says why.
pub(crate) fn said_no(ctx: &Context, errors: &FieldErrors, wait: Option<u32>) -> Result<Response, Error> {
    let said: Vec<_> = errors.iter().map(|(_, sentence)| ctx.say(sentence)).collect();
    let response = (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": said.join(". ")}))).into_response();
    Ok(kept_nowhere(told_to_wait(response, wait)))
}

/// What the device said.
pub(crate) fn read_answer<T: DeserializeOwned>(form: &Form, field: &str, errors: &mut FieldErrors) -> Option<T> {
    let answer = serde_json::from_str(form.raw("answer")).ok();
    if answer.is_none() {
        errors.push(field, "access-error-passkey");
    }
    answer.filter(|_| errors.is_empty())
}

/// What to say about an answer that leads nowhere.
pub(crate) const fn fault_key(fault: PasskeyFault) -> &'static str {
    match fault {
        PasskeyFault::NotOffered => "access-error-passkey-not-offered",
        PasskeyFault::Lost => "access-error-passkey-lost",
        PasskeyFault::Unknown => "access-error-passkey-unknown",
        PasskeyFault::Taken => "access-error-passkey-taken",
        PasskeyFault::TooMany => "access-error-passkey-many",
        PasskeyFault::Last => "access-error-passkey-last",
        PasskeyFault::Ceremony(CeremonyFault::NotVerified) => "access-error-passkey-verify",
        PasskeyFault::Ceremony(CeremonyFault::Copied) => "access-error-passkey-copied",
        PasskeyFault::Ceremony(
            CeremonyFault::Unreadable | CeremonyFault::Elsewhere | CeremonyFault::Key | CeremonyFault::Signature,
        ) => "access-error-passkey",
    }
}
