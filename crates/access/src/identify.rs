//! Answers `web`: whose session is this, whose token.

use base::AccountId;
use db::Tx;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use web::{Identify, SignedIn};

use crate::session::SEEN_EVERY;
use crate::store::{GrantRow, SessionRow};
use crate::{Access, AccountKind, Policy, account, store, token};

impl Identify for Access {
    fn session<'a>(
        &'a self,
        token_digest: &'a str,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Option<SignedIn>, web::Error>> {
        Box::pin(async move { Ok(self.signed_in(token_digest, now).await?) })
    }

    fn glance<'a>(
        &'a self,
        token_digest: &'a str,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Option<SignedIn>, web::Error>> {
        Box::pin(async move { Ok(self.found(token_digest, now).await?.map(|(signed_in, _)| signed_in)) })
    }

    fn bearer<'a>(
        &'a self,
        token_digest: &'a str,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Option<base::Actor>, web::Error>> {
        Box::pin(async move {
            let digest = token_digest.to_owned();
            let found = self.db.read::<_, _, db::Error>(move |tx| store::token(tx, &digest, now)).await?;
            Ok(found.map(token::actor))
        })
    }
}

impl Access {
    async fn signed_in(&self, digest: &str, now: Timestamp) -> Result<Option<SignedIn>, db::Error> {
        let Some((signed_in, seen_at)) = self.found(digest, now).await? else { return Ok(None) };
        if now.duration_since(seen_at) >= SEEN_EVERY {
            let seen = digest.to_owned();
            self.db.write::<_, _, db::Error>(move |tx| store::see_session(tx, &seen, now)).await?;
        }
        Ok(Some(signed_in))
    }

    /// An open session, and when it was used last.
    async fn found(&self, digest: &str, now: Timestamp) -> Result<Option<(SignedIn, Timestamp)>, db::Error> {
        let asked = digest.to_owned();
        let policy = self.policy.clone();
        let found = self.db.read(move |tx| load(tx, &policy, &asked, now)).await?;
        let Some((session, grants)) = found else { return Ok(None) };
        let actor = match (session.kind, session.staff) {
            (AccountKind::Citizen, _) => {
                Some(account::citizen(session.account, session.name.clone(), session.account_created_at))
            }
            (AccountKind::Staff, Some(staff)) => self.officer(session.account, staff, grants, now).await?,
            (AccountKind::Staff, None) => None,
        };
        // A role that demands a second factor may have been given since: then one signs in again.
        let is_enough = |actor: &base::Actor| session.second_factor || !self.policy.needs_second_factor(actor);
        let Some(actor) = actor.filter(is_enough) else { return Ok(None) };
        Ok(Some((SignedIn { actor, csrf: session.csrf, session: digest.to_owned() }, session.seen_at)))
    }
}

/// An open session, with the roles its account holds now: a role that ends, ends at the next click.
fn load(
    tx: &mut Tx<'_>,
    policy: &Policy,
    digest: &str,
    now: Timestamp,
) -> Result<Option<(SessionRow, Vec<GrantRow>)>, db::Error> {
    let Some(session) = store::session(tx, digest)? else { return Ok(None) };
    if !policy.sessions.of(session.kind).is_open(session.seen_at, session.expires_at, now) {
        return Ok(None);
    }
    let grants = match session.kind {
        AccountKind::Citizen => Vec::new(),
        AccountKind::Staff => grants_of(tx, session.account, now)?,
    };
    Ok(Some((session, grants)))
}

fn grants_of(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<Vec<GrantRow>, db::Error> {
    store::grants(tx, account, now)
}
