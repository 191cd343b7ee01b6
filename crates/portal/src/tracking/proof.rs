//! Proof that somebody without an account knows whose dossier it is: the last four digits of the
//! owner's number or telephone, or the code printed on the slip. It lasts a quarter of an hour, for
//! one dossier, in the memory of this process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue, header};
use base::secret::{digest, token};
use base::{ActorKind, DossierId};
use dossier::{Dossier, DossierCode};
use jiff::{SignedDuration, Timestamp};
use web::{Context, Limit};

use crate::Portal;

const COOKIE: &str = "motcua_xem";
const LASTS: SignedDuration = SignedDuration::from_mins(15);
/// Proofs held at most; the oldest go first.
const HELD_MAX: usize = 20_000;

/// Guesses at one dossier, from anywhere: two of ten thousand endings are right.
pub(crate) const GUESSES_AT_ONE: Limit = Limit { name: "portal.proof", times: 5, seconds: 3 * 3600 };
/// Guesses of one client, at any dossier.
pub(crate) const GUESSES_OF_ONE: Limit = Limit { name: "portal.proof.client", times: 20, seconds: 3600 };

/// Who looks at a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// Anybody who has the code.
    Stranger,
    /// Somebody who proved to know the owner's numbers; may read, not act.
    Proved,
    /// The account that filed it.
    Owner,
}

impl Viewer {
    /// Whether names and officers' words may be shown.
    pub(crate) const fn is_known(self) -> bool {
        !matches!(self, Self::Stranger)
    }
}

/// Proofs given and not yet over.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    held: Mutex<HashMap<String, (DossierId, Timestamp)>>,
}

impl Proofs {
    fn give(&self, dossier: DossierId, now: Timestamp) -> String {
        let token = token();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= HELD_MAX {
            held.retain(|_, (_, until)| *until > now);
        }
        if held.len() >= HELD_MAX
            && let Some(oldest) = held.iter().min_by_key(|(_, (_, until))| *until).map(|(key, _)| key.clone())
        {
            held.remove(&oldest);
        }
        held.insert(digest(&token), (dossier, now.saturating_add(LASTS).unwrap_or(now)));
        token
    }

    fn holds(&self, token: &str, dossier: DossierId, now: Timestamp) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(&digest(token)).is_some_and(|(of, until)| *of == dossier && now < *until)
    }
}

impl Portal {
    /// Who looks.
    pub(crate) fn viewer(&self, ctx: &Context, headers: &HeaderMap, dossier: &Dossier) -> Viewer {
        let citizen = ctx.actor.as_ref().filter(|actor| matches!(actor.kind, ActorKind::Citizen));
        if citizen.is_some_and(|actor| dossier.account == Some(actor.account)) {
            return Viewer::Owner;
        }
        let proved = cookie(headers).is_some_and(|token| self.proofs.holds(token, dossier.id, ctx.now));
        if proved { Viewer::Proved } else { Viewer::Stranger }
    }

    /// The cookie of a fresh proof; the browser sends it back to pages of this dossier only.
    pub(crate) fn proof_cookie(&self, ctx: &Context, dossier: &Dossier, code: &DossierCode) -> Option<HeaderValue> {
        let token = self.proofs.give(dossier.id, ctx.now);
        let secure = if ctx.site.settings.secure_cookies { "; Secure" } else { "" };
        let age = LASTS.as_secs();
        let line = format!("{COOKIE}={token}; Path=/tra-cuu/{code}; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
        HeaderValue::from_str(&line).ok()
    }
}

/// Whether what was typed proves the owner, the one who files for them, or the slip in hand.
pub(crate) fn is_proof(dossier: &Dossier, typed: &str) -> bool {
    let content = &dossier.content;
    let by_proxy = content.proxy.as_ref().is_some_and(|proxy| proxy.is_proved_by(typed));
    content.owner.is_proved_by(typed) || by_proxy || typed.trim().eq_ignore_ascii_case(&content.lookup_code)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_for_one_dossier_and_a_quarter_of_an_hour() {
        let (proofs, now) = (Proofs::default(), Timestamp::from_second(1_795_000_000).unwrap());
        let (mine, other) = (DossierId::new(now), DossierId::new(now));
        let token = proofs.give(mine, now);
        assert!(proofs.holds(&token, mine, now));
        assert!(!proofs.holds(&token, other, now));
        assert!(!proofs.holds("x", mine, now));
        assert!(!proofs.holds(&token, mine, now + LASTS));
    }
}
