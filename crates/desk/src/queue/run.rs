//! Acting on several dossiers of a queue. Each has a transaction and a key of its own: one that moved
//! on meanwhile does not hold up the others, and a second press changes nothing.

use access::Denied;
use documents::seals::SealRow;
use documents::signatures::OpenKey;
use dossier::command::{Assign, Note, Seal};
use dossier::{Command, Dossier, DossierCode, Error as Failed, Request, present};
use web::{Chip, Context, Error, Form, Nav, Page, Sentence, Tone, format};

use crate::Desk;
use crate::head::href;
use crate::pin::Done;

/// Dossiers of one form; a page shows no more.
const CHOSEN_MAX: usize = 50;

/// What became of one dossier.
pub(crate) struct Outcome {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) chip: Chip,
    pub(crate) text: String,
}

/// What became of all that were chosen.
#[derive(Default)]
pub(crate) struct Ran {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) done: usize,
}

/// A command read from the form for one code, or the sentence that says why it cannot be.
pub(crate) type Reading = Result<Command, Sentence>;

pub(super) fn approval(_: &Form, _: &str) -> Reading {
    Ok(Command::Approve(Note::default()))
}

pub(crate) fn assignment(form: &Form, _: &str) -> Reading {
    let officer = form.text("officer").parse().map_err(|_| Sentence::new("desk-officer-missing"))?;
    Ok(Command::Assign(Assign { officer: Some(officer), note: String::new() }))
}

/// A seal is put on paper by whoever keeps it; an officer without registered seals names one in words.
pub(super) fn sealing(form: &Form, code: &str, kept: &[SealRow]) -> Reading {
    let seal = form.text(&format!("seal.{code}"));
    if !kept.is_empty() && !kept.iter().any(|known| known.code == seal || known.name == seal) {
        return Err(Sentence::new("desk-seal-not-kept"));
    }
    match form.text(&format!("copies.{code}")).parse::<u16>() {
        Ok(copies) if copies > 0 => Ok(Command::Seal(Seal { seal, copies: Some(copies) })),
        Ok(_) | Err(_) => Err(Sentence::new("desk-copies-unreadable")),
    }
}

/// Whether anything was chosen at all.
pub(super) fn is_any_chosen(form: &Form) -> bool {
    !chosen(form).is_empty()
}

/// Runs the command on the one whose button was pressed, or on all that are ticked.
pub(crate) async fn run(
    desk: &Desk,
    ctx: &Context,
    form: &Form,
    keys: &[OpenKey],
    read: impl Fn(&Form, &str) -> Reading,
) -> Result<Ran, Error> {
    let page = ctx.page(Nav::None);
    let mut ran = Ran::default();
    for (code, seen) in chosen(form) {
        let outcome = one(desk, ctx, form, (&code, seen), (keys, read(form, code.as_str()))).await?;
        let (tone, title, text) = match outcome {
            Ok(dossier) => {
                ran.done += 1;
                (Tone::Ok, "desk-outcome-done", number(&page, &dossier))
            }
            Err(sentence) => (Tone::Late, "desk-outcome-failed", page.said(&sentence)),
        };
        let chip = Chip::new(tone, page.t(title));
        ran.outcomes.push(Outcome { href: href(code.as_str()), code: code.to_string(), chip, text });
    }
    Ok(ran)
}

/// `CODE:VERSION` of each, as the page showed them.
fn chosen(form: &Form) -> Vec<(DossierCode, i64)> {
    let pressed = form.text("mot");
    let texts = if pressed.is_empty() { form.all("chon") } else { vec![pressed] };
    texts.iter().filter_map(|text| read_choice(text)).take(CHOSEN_MAX).collect()
}

fn read_choice(text: &str) -> Option<(DossierCode, i64)> {
    let (code, version) = text.rsplit_once(':')?;
    Some((DossierCode::parse(code)?, version.parse().ok()?))
}

async fn one(
    desk: &Desk,
    ctx: &Context,
    form: &Form,
    (code, seen): (&DossierCode, i64),
    (keys, read): (&[OpenKey], Reading),
) -> Result<Result<Dossier, Sentence>, Error> {
    let command = match read {
        Ok(command) => command,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let request = Request::at(ctx.now).keyed(format!("{}:{code}", form.idempotency_key()));
    match desk.run(ctx.staff()?, code, seen, command, request, keys).await? {
        Done::Ran(dossier) => Ok(Ok(*dossier)),
        Done::Unsigned(sentence) => Ok(Err(sentence)),
        Done::Refused(failed) => why(failed).map(Err),
    }
}

fn number(page: &Page, dossier: &Dossier) -> String {
    let number = dossier.content.result.as_ref().and_then(|result| result.number.clone());
    number.map(|number| page.t1("desk-outcome-number", "number", number)).unwrap_or_default()
}

/// Why one of several failed; a fault of the store stops them all, and sending the form again goes on
/// where it stopped.
fn why(failed: Failed) -> Result<Sentence, Error> {
    match failed {
        Failed::Denied(Denied::OwnDraft) => Ok(Sentence::new("dossier-denied-own-draft")),
        Failed::Denied(Denied::Assigned { .. }) => Ok(Sentence::new("dossier-denied-assigned")),
        Failed::NotFound | Failed::Denied(_) | Failed::Filing(_) => Ok(Sentence::new("desk-queue-not-yours")),
        Failed::Stale { since, .. } => Ok(Sentence::new("desk-queue-moved")
            .with("actor", since.last().map(|last| last.actor.clone()).unwrap_or_default())
            .with("at", since.last().map(|last| format::time(last.at)).unwrap_or_default())),
        Failed::Refused(refusal) => Ok(present::refusal(&refusal)),
        Failed::KeyReused => Ok(Sentence::new("dossier-key-reused")),
        Failed::Store(_) => Err(failed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_names_a_code_and_the_version_seen() {
        let (code, seen) = read_choice("H49.101-261125-0001:7").unwrap();
        assert_eq!((code.as_str(), seen), ("H49.101-261125-0001", 7));
        for wrong in ["H49.101-261125-0001", "H49.101-261125-0001:", ":7", "x:7", ""] {
            assert_eq!(read_choice(wrong), None, "{wrong}");
        }
    }
}
