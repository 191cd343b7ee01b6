//! Writing the log.

use base::ActorKind;
use db::Tx;

use crate::entry::{Named, names_of};
use crate::{Entry, Kind, PersonalField, Subject, store};

/// Writes one entry, in the transaction of what it tells about.
///
/// # Errors
/// Whatever the store refuses.
pub fn record(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), db::Error> {
    let Named { who, name, staff, agency, unit, office, client } = Named::of(entry);
    let (account, subject) = (entry.actor.account, entry.subject);
    store::insert(
        tx,
        entry.at,
        entry.kind,
        account,
        who,
        &name,
        staff,
        agency,
        unit,
        office,
        subject.kind(),
        subject.dossier(),
        subject.code(),
        entry.detail,
        &client,
    )
}

/// Notes that whoever asks has seen personal data of somebody else, before the page is shown: what
/// cannot be noted is not shown. Citizens read their own data; that is not noted.
///
/// # Errors
/// [`web::Error::SignInNeeded`] without an actor; whatever the store refuses.
pub async fn record_read(ctx: &web::Context, subject: Subject<'_>, fields: &[PersonalField]) -> Result<(), web::Error> {
    note(ctx, Kind::Read, subject, fields).await
}

/// Notes that a hidden number was made visible (`Hiện`).
///
/// # Errors
/// As [`record_read`].
pub async fn record_reveal(
    ctx: &web::Context,
    subject: Subject<'_>,
    fields: &[PersonalField],
) -> Result<(), web::Error> {
    note(ctx, Kind::Revealed, subject, fields).await
}

async fn note(
    ctx: &web::Context,
    kind: Kind,
    subject: Subject<'_>,
    fields: &[PersonalField],
) -> Result<(), web::Error> {
    let actor = ctx.signed_in()?;
    if matches!(actor.kind, ActorKind::Citizen) {
        return Ok(());
    }
    let (actor, client, at) = (actor.clone(), ctx.client(), ctx.now);
    let (detail, code, dossier) = (names_of(fields), subject.code().to_owned(), subject.dossier());
    let is_nothing = subject == Subject::Nothing;
    let write = move |tx: &mut Tx<'_>| {
        let subject = match dossier {
            Some(id) => Subject::Dossier { id, code: &code },
            None if is_nothing => Subject::Nothing,
            None => Subject::Named(&code),
        };
        record(tx, &Entry { kind, actor: &actor, subject, detail: &detail, client, at })
    };
    ctx.site.db.write::<_, _, db::Error>(write).await.map_err(web::Error::from)
}

/// The log as `access` writes to it.
#[derive(Clone, Copy, Debug)]
pub struct Log;

impl access::Journal for Log {
    fn enter(&self, tx: &mut Tx<'_>, entry: &access::Entry<'_>) -> Result<(), db::Error> {
        let subject = if entry.subject.is_empty() { Subject::Nothing } else { Subject::Named(entry.subject) };
        let (kind, actor) = (Kind::from(entry.happening), entry.actor);
        record(tx, &Entry { kind, actor, subject, detail: entry.detail, client: entry.client, at: entry.at })
    }
}
