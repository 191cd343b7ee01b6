//! A decision with its signature. The file is signed first, with the numbers that come next in its book,
//! and set aside; the transaction of the decision takes those numbers and the file, or fails as a whole
//! and is tried again with the next ones.

mod sheet;

use base::Actor;
use calendar::local;
use db::{Tx, number};
use dossier::{Command, Dossier, DossierCode, Error as Refused, Event, Request, ResultRecord, SignedAs, Which};
use jiff::Timestamp;
use signing::SignError;
use web::Sentence;

use super::store::{self, SignatureRow};
use super::{OpenKey, Purpose, Signing};
use crate::FileError;
use crate::result_paper::ResultPaper;
use crate::results::{self, PaperRow};
use sheet::{Sheet, Signed};

/// Two officers who decide from one book at once find the other's number taken; each further try of one
/// follows a success of another.
const TRIES: usize = 8;

/// A command that is signed: an approval, or a sealing.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// Of which dossier.
    pub code: &'a DossierCode,
    /// The version that was seen.
    pub seen: i64,
    /// What.
    pub command: Command,
    /// When, and under which key.
    pub request: Request,
}

/// Why nothing was decided; nothing is signed then that anybody could see.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The command itself was refused.
    #[error(transparent)]
    Refused(Refused),
    /// The key, the time-stamp authority or the file failed.
    #[error("the result was not signed")]
    Sign(#[source] SignError),
    /// Our own verifier does not accept what was signed.
    #[error("the signature that was made does not hold")]
    NotAccepted,
    /// The file that is to be sealed is not there yet.
    #[error("the result is not on paper yet")]
    NotPrinted,
    /// Others took every number that was signed for.
    #[error("the book is busy")]
    Busy,
    /// The paper could not be set or stored.
    #[error("the paper was not made")]
    Paper(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store's.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<FileError> for ActError {
    fn from(error: FileError) -> Self {
        Self::Paper(error.into())
    }
}

impl ActError {
    /// What the officer is told.
    ///
    /// # Errors
    /// The refusal of the command, which has its own sentence.
    pub fn into_sentence(self) -> Result<Sentence, Refused> {
        let key = match self {
            Self::Refused(refused) => return Err(refused),
            Self::Sign(SignError::NoTimeStamp(_) | SignError::TimeStamp(_)) => "documents-sign-no-time-stamp",
            Self::Sign(SignError::Key(_)) => "documents-sign-key-lost",
            Self::NotAccepted => "documents-sign-not-accepted",
            Self::NotPrinted => "documents-sign-not-printed",
            Self::Busy => "documents-sign-busy",
            Self::Sign(_) | Self::Paper(_) | Self::Store(_) => "documents-sign-failed",
        };
        Ok(Sentence::new(key))
    }
}

impl Signing {
    /// Signs with the key that fits and runs the command. A second sending of the same request signs nothing: the first is found.
    ///
    /// # Errors
    /// [`ActError`]; nothing is changed.
    pub async fn act(&self, keys: &[OpenKey], act: Act<'_>) -> Result<Dossier, ActError> {
        for _ in 0..TRIES {
            self.prepare(keys, &act).await?;
            let (command, request) = (act.command.clone(), act.request.clone());
            match self.parts.dossiers.execute(act.actor, act.code, act.seen, command, request).await {
                // A number or a file went to somebody else in between.
                Err(Refused::Store(db::Error::RowCount { .. })) => {}
                other => return other.map_err(ActError::Refused),
            }
        }
        Err(ActError::Busy)
    }

    /// Everything that is done before the transaction of the decision.
    #[cfg(test)]
    pub(crate) async fn prepare_only(&self, keys: &[OpenKey], act: &Act<'_>) -> Result<(), ActError> {
        self.prepare(keys, act).await
    }

    /// Signs what the command is about to decide, where it is still to be decided.
    async fn prepare(&self, keys: &[OpenKey], act: &Act<'_>) -> Result<(), ActError> {
        let dossier = match self.parts.dossiers.read(act.actor, Which::Code(act.code.clone())).await {
            Ok(dossier) => dossier,
            // The command says so itself, or finds that it was done before.
            Err(Refused::NotFound) => return Ok(()),
            Err(other) => return Err(ActError::Refused(other)),
        };
        let Some(result) = dossier.content.result.clone() else { return Ok(()) };
        if !self.is_as_seen(&dossier, act.seen).await? {
            return Ok(());
        }
        let is_sealing = matches!(act.command, Command::Seal(_));
        let agency = is_sealing.then_some(dossier.competent_agency);
        // A seal of another agency is put on paper only, as one without a certificate.
        let Some(key) = keys.iter().find(|key| key.certificate.agency == agency) else { return Ok(()) };
        if matches!(act.command, Command::Approve(_)) && result.decided_at.is_none() {
            self.prepare_approval(key, act, &dossier, &result).await
        } else if is_sealing && result.decided_at.is_some() && result.sealed_at.is_none() {
            self.prepare_seal(key, act, &dossier, &result).await
        } else {
            Ok(())
        }
    }

    /// Alerts, which nobody makes, do not count.
    async fn is_as_seen(&self, dossier: &Dossier, seen: i64) -> Result<bool, ActError> {
        if dossier.version == seen {
            return Ok(true);
        }
        let history = self.parts.dossiers.history(dossier.id).await.map_err(ActError::Refused)?;
        let mut since = history.iter().filter(|line| line.version > seen);
        Ok(dossier.version > seen && since.all(|line| matches!(line.event, Event::Alerted { .. })))
    }

    async fn prepare_approval(
        &self,
        key: &OpenKey,
        act: &Act<'_>,
        dossier: &Dossier,
        result: &ResultRecord,
    ) -> Result<(), ActError> {
        let Some(paper) = ResultPaper::of(&dossier.procedure_code, result.outcome) else { return Ok(()) };
        let now = act.request.now;
        let (series, wanted) = (results::series(paper, dossier, now), results::numbers_wanted(paper, dossier));
        let id = result.id;
        let (last, before) = self
            .parts
            .files
            .db
            .read::<_, _, db::Error>(move |tx| {
                Ok((number::last(tx, &series)?, store::prepared(tx, id, Purpose::Approval)?))
            })
            .await?;
        let is_same = |row: &SignatureRow| {
            row.account == act.actor.account
                && row.certificate == key.certificate.id
                && row.version == dossier.version
                && row.first_no == last + 1
                && local(row.signed_at).date() == local(now).date()
        };
        if let Some(row) = before.filter(is_same)
            && self.use_again(&row, (id, Purpose::Approval), now).await?
        {
            return Ok(());
        }
        let row = PaperRow {
            result: id,
            dossier: dossier.id,
            paper,
            book: results::book(paper, now),
            first_no: last + 1,
            last_no: last + wanted,
            decided_at: now,
        };
        let power = self.parts.dossiers.power_to_approve(act.actor, dossier, now).await.map_err(ActError::Refused)?;
        let authority = power.as_ref().map(SignedAs::lines).unwrap_or_default();
        let sheet = self.approval_sheet(dossier, &row, (act.actor, authority)).ok_or(ActError::NotPrinted)?;
        let signed = self.signed(sheet, key, now).await?;
        let name = crate::results::file_name(paper, dossier);
        self.set_aside(signed, &name, key, act, (dossier, &row, Purpose::Approval, None)).await
    }

    async fn prepare_seal(
        &self,
        key: &OpenKey,
        act: &Act<'_>,
        dossier: &Dossier,
        result: &ResultRecord,
    ) -> Result<(), ActError> {
        let (id, now) = (result.id, act.request.now);
        let found = self.parts.files.db.read::<_, _, db::Error>(move |tx| {
            let place = store::seal_place(tx, id, Purpose::Approval)?;
            Ok((results::store::by_result(tx, id)?, results::store::file_of(tx, id)?.flatten(), place))
        });
        // A result without a template has no file of ours.
        let (Some(row), base, place) = found.await? else { return Ok(()) };
        let base = base.ok_or(ActError::NotPrinted)?;
        let file = self.parts.files.find(base).await?.ok_or(ActError::NotPrinted)?;
        let before = self.parts.files.db.read(move |tx| store::prepared(tx, id, Purpose::Seal)).await?;
        let is_same = |row: &SignatureRow| {
            row.account == act.actor.account
                && row.certificate == key.certificate.id
                && row.base_file == Some(base)
                && local(row.signed_at).date() == local(now).date()
        };
        if let Some(row) = before.filter(is_same)
            && self.use_again(&row, (id, Purpose::Seal), now).await?
        {
            return Ok(());
        }
        let bytes = self.parts.files.shelf.get(&file.sha256).await?;
        let sheet = self.seal_sheet(bytes, place.as_deref().unwrap_or_default(), key, now);
        let signed = self.signed(sheet, key, now).await?;
        self.set_aside(signed, &file.name, key, act, (dossier, &row, Purpose::Seal, Some(base))).await
    }

    /// The file of a try that was cut off before its decision. `false` when it is gone.
    async fn use_again(
        &self,
        row: &SignatureRow,
        (result, purpose): (base::ResultId, Purpose),
        now: Timestamp,
    ) -> Result<bool, ActError> {
        let (file, claim_at) = (row.file, now.as_microsecond());
        let write = move |tx: &mut Tx<'_>| {
            let is_there = crate::store::by_id(tx, file)?.is_some();
            Ok::<_, db::Error>(is_there && store::prepare_again(tx, result, purpose, file, claim_at)? == 1)
        };
        Ok(self.parts.files.db.write(write).await?)
    }

    async fn signed(&self, sheet: Sheet, key: &OpenKey, now: Timestamp) -> Result<Signed, ActError> {
        let (this, key) = (self.clone(), key.clone());
        let done = tokio::task::spawn_blocking(move || this.sign_sheet(sheet, &key, now)).await;
        done.map_err(|error| ActError::Paper(error.into()))?
    }

    #[expect(clippy::too_many_arguments, reason = "which file, under which name, by whom and for what")]
    async fn set_aside(
        &self,
        signed: Signed,
        name: &str,
        key: &OpenKey,
        act: &Act<'_>,
        (dossier, row, purpose, base): (&Dossier, &PaperRow, Purpose, Option<base::FileId>),
    ) -> Result<(), ActError> {
        let (now, version, id) = (act.request.now, dossier.version, dossier.id);
        let file = self.parts.files.set_aside(signed.pdf, name, id, now).await?.id;
        let (account, certificate) = (act.actor.account, key.certificate.id);
        let (result, first, last, place) = (row.result, row.first_no, row.last_no, signed.seal_place);
        let claim_at = now.as_microsecond();
        let write = move |tx: &mut Tx<'_>| {
            store::prepare(
                tx,
                result,
                purpose,
                id,
                version,
                account,
                certificate,
                file,
                base,
                first,
                last,
                now,
                claim_at,
                &place,
            )
        };
        // Nothing is put where a signature was kept already: the command will be refused.
        self.parts.files.db.write(write).await?;
        Ok(())
    }
}
