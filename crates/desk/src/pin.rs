//! The PIN at the desk: who is asked for it, and how a command runs with the keys it opens. One PIN for
//! one sending; it is never drawn again.

use base::{Actor, ActorKind};
use documents::signatures::{Act, CertificateRow, OpenKey, UnlockError};
use dossier::{Command, CommandName, Dossier, DossierCode, Error as Failed, Request, Which};
use web::{Context, Error, Field, Fields, Form, Page, Sentence};

use crate::Desk;

/// The name of the field.
pub(crate) const FIELD: &str = "pin";

/// What came of a command that may have been signed.
pub(crate) enum Done {
    Ran(Box<Dossier>),
    Refused(Failed),
    /// Not signed, and therefore not done.
    Unsigned(Sentence),
}

impl Desk {
    /// The certificates that a command of this officer is signed with.
    pub(crate) async fn certificates(&self, actor: &Actor, command: CommandName) -> Result<Vec<CertificateRow>, Error> {
        let ActorKind::Staff { staff, .. } = actor.kind else { return Ok(Vec::new()) };
        match &self.signing {
            Some(signing) if command == CommandName::Approve => Ok(signing.own(staff).await?.into_iter().collect()),
            Some(signing) if command == CommandName::Seal => Ok(signing.kept(staff).await?),
            Some(_) | None => Ok(Vec::new()),
        }
    }

    /// Opens the keys for a command; none where it is not signed. The sentence says why they stay shut.
    pub(crate) async fn open_keys(
        &self,
        ctx: &Context,
        command: CommandName,
        form: &Form,
    ) -> Result<Result<Vec<OpenKey>, Sentence>, Error> {
        let actor = ctx.staff()?;
        let rows = self.certificates(actor, command).await?;
        let (is_approval, pin) = (command == CommandName::Approve, form.raw(FIELD));
        let Some(signing) = &self.signing else { return Ok(Ok(Vec::new())) };
        if is_approval && rows.is_empty() && signing.is_required() {
            return Ok(Err(Sentence::new("desk-pin-no-certificate")));
        }
        if pin.is_empty() {
            let is_asked = is_approval && !rows.is_empty();
            return Ok(if is_asked { Err(Sentence::new("desk-pin-missing")) } else { Ok(Vec::new()) });
        }
        let mut keys = Vec::new();
        for row in &rows {
            match signing.unlock(row, pin, actor, ctx.now).await {
                Ok(key) => keys.push(key),
                Err(UnlockError::Store(error)) => return Err(error.into()),
                Err(shut) => return Ok(Err(shut.sentence())),
            }
        }
        Ok(Ok(keys))
    }

    /// Runs a command, signed where keys are open.
    #[expect(clippy::too_many_arguments, reason = "who, on what, what was seen, what is asked and signed how")]
    pub(crate) async fn run(
        &self,
        actor: &Actor,
        code: &DossierCode,
        seen: i64,
        command: Command,
        request: Request,
        keys: &[OpenKey],
    ) -> Result<Done, Error> {
        let Some(signing) = self.signing.as_ref().filter(|_| !keys.is_empty()) else {
            let which = Which::Code(code.clone());
            let done = self.dossiers.execute_all(actor, which, seen, vec![command], request).await;
            return Ok(done.map_or_else(Done::Refused, |dossier| Done::Ran(Box::new(dossier))));
        };
        match signing.act(keys, Act { actor, code, seen, command, request }).await {
            Ok(dossier) => Ok(Done::Ran(Box::new(dossier))),
            Err(failed) => match failed.into_sentence() {
                Ok(sentence) => Ok(Done::Unsigned(sentence)),
                Err(refused) => Ok(Done::Refused(refused)),
            },
        }
    }
}

/// The field; none where nothing is signed.
pub(crate) fn field(page: &Page, form: &Fields, command: CommandName, rows: &[CertificateRow]) -> Option<Field> {
    let first = rows.first()?;
    let name = page.t1("desk-pin-hint", "name", first.subject.clone());
    let field = form.password(FIELD, page.t("desk-pin")).hint(name).width("w20");
    Some(if command == CommandName::Seal {
        field.hint(page.t1("desk-pin-seal-hint", "name", first.subject.clone())).optional()
    } else {
        field
    })
}
