//! Signing in through an identity provider: the way there and back, and which account it leads to.
//!
//! A subject that is linked leads to its account, with every step that the account still needs. An
//! officer whom the provider names by the login of an account is linked at once, because the province
//! runs that provider. A citizen chooses: a new account, or one that is proved by signing in to it;
//! the same number in another account proves nothing, because anybody could have typed it.

use std::net::IpAddr;

use base::{AccountId, PersonalId};
use db::{Json, Tx};
use jiff::{SignedDuration, Timestamp};

use crate::session::USER_AGENT_MAX;
use crate::sign_in::{At, NewSession};
use crate::step::{self, Standing};
use crate::store::{self, Candidate};
use crate::{Access, AccountKind, Arrival, Happening, Identity, Known, Login, Passage, ProviderError, Seat, account};

/// How long somebody may take at the provider, and over the choice of an account.
const WAY_MAX: SignedDuration = SignedDuration::from_mins(15);

/// What a browser brings back from a provider.
#[derive(Clone, Debug)]
pub(crate) struct ComeBack {
    /// From its cookie.
    pub(crate) digest: String,
    /// From the address.
    pub(crate) state: String,
    /// From the address.
    pub(crate) code: String,
}

/// The device somebody sits at.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) client: Option<IpAddr>,
    pub(crate) user_agent: String,
}

/// Where a way led.
#[derive(Debug)]
pub(crate) struct Arrived {
    /// To a session or a further step; none when the person must choose an account.
    pub(crate) passage: Option<Passage>,
    /// The page the person wanted.
    pub(crate) next: String,
}

/// Why a way led nowhere.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentificationError {
    /// Nobody vouches for this kind of account here.
    #[error("no identity provider is set for these accounts")]
    NotOffered,
    /// Nothing was begun in this browser, it took too long, or it was finished before.
    #[error("this way was not begun here")]
    Lost,
    /// The provider.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The provider knows the officer and we do not.
    #[error("no officer's account has this name")]
    Unknown,
    /// The account is closed, or the post has ended.
    #[error("the account is closed")]
    Closed,
    /// The account is linked to somebody else's identity.
    #[error("the account is linked already")]
    LinkedElsewhere,
    /// The store refused.
    #[error("the identity could not be stored")]
    Store(#[source] db::Error),
}

impl From<db::Error> for IdentificationError {
    fn from(error: db::Error) -> Self {
        if matches!(error, db::Error::Duplicate { .. }) { Self::LinkedElsewhere } else { Self::Store(error) }
    }
}

impl Access {
    /// Begins a way: the secret for the browser, and where to send it.
    pub(crate) async fn depart(
        &self,
        kind: AccountKind,
        next: &str,
        now: Timestamp,
    ) -> Result<(String, String), IdentificationError> {
        let departure = self.known(kind)?.provider.begin().await?;
        let token = base::secret::token();
        let (digest, next) = (base::secret::digest(&token), next.to_owned());
        let address = departure.address.clone();
        let expires_at = now.saturating_add(WAY_MAX).unwrap_or(now);
        self.db
            .write::<_, _, db::Error>(move |tx| {
                store::forget_old_ways(tx, now)?;
                let (state, nonce, verifier) = (&departure.state, &departure.nonce, &departure.verifier);
                store::insert_way(tx, &digest, kind, state, nonce, verifier, &next, expires_at).map(|_| ())
            })
            .await?;
        Ok((token, address))
    }

    /// Takes a way back: asks the provider who that is and finds the account.
    pub(crate) async fn arrive(
        &self,
        back: ComeBack,
        device: Device,
        now: Timestamp,
    ) -> Result<Arrived, IdentificationError> {
        let (digest, state) = (back.digest.clone(), back.state.clone());
        let taken = move |tx: &mut Tx<'_>| match store::come_back(tx, &digest, &state, now)? {
            0 => Ok(None),
            _ => store::way(tx, &digest, now),
        };
        let way = self.db.write::<_, _, db::Error>(taken).await?.ok_or(IdentificationError::Lost)?;
        let arrival = Arrival { code: back.code, nonce: way.nonce, verifier: way.verifier };
        let identity = self.known(way.provider)?.provider.identify(arrival).await?;
        let passage = match self.account_of(way.provider, &identity, now).await? {
            Some(candidate) => Some(self.enter(candidate, &back.digest, device, now).await?),
            None => {
                let digest = back.digest;
                let keep = move |tx: &mut Tx<'_>| store::keep_identity(tx, &digest, &Json(identity.clone()));
                self.db.write::<_, _, db::Error>(keep).await?;
                None
            }
        };
        Ok(Arrived { passage, next: way.next })
    }

    /// Who came back and has not chosen an account yet.
    pub(crate) async fn undecided(&self, digest: &str, now: Timestamp) -> Result<Option<Identity>, db::Error> {
        let digest = digest.to_owned();
        let way = self.db.read(move |tx| store::way(tx, &digest, now)).await?;
        Ok(way.and_then(|way| way.identity).map(|Json(identity)| identity))
    }

    /// Makes a new account for whoever came back.
    pub(crate) async fn make_identified(
        &self,
        digest: &str,
        device: Device,
        now: Timestamp,
    ) -> Result<Arrived, IdentificationError> {
        // A password that nobody knows, and that has lapsed already.
        let hash = self.passwords.hash(&base::secret::token()).await;
        let hash = hash.map_err(|error| ProviderError::Silent(error.to_string()))?;
        let (access, asked, at) = (self.clone(), digest.to_owned(), At { client: device.client, now });
        let made = move |tx: &mut Tx<'_>| {
            let (identity, next) = undecided(tx, &asked, now)?;
            let id = AccountId::new(now);
            let (number, phone, email) = (identity.personal_id.as_ref(), &identity.phone, &identity.email);
            let number = number.map(PersonalId::as_str);
            store::insert_identified(tx, id, &identity.name, number, phone.as_deref(), email.as_deref(), &hash, now)?;
            store::insert_identity(tx, AccountKind::Citizen, &identity.subject, id, now)?;
            let actor = account::citizen(id, identity.name, now);
            access.journal.enter(tx, &at.entry(Happening::Registered, &actor))?;
            access.journal.enter(tx, &at.entry(Happening::IdentityLinked, &actor))?;
            Ok((store::candidate_by_id(tx, id)?, next))
        };
        let (candidate, next) = self.db.write::<_, _, IdentificationError>(made).await?;
        let candidate = candidate.ok_or(IdentificationError::Closed)?;
        Ok(Arrived { passage: Some(self.enter(candidate, digest, device, now).await?), next })
    }

    /// Links whoever came back to the account that somebody is signed in to, and says where to go on.
    pub(crate) async fn link_identity(&self, digest: &str, seat: &Seat) -> Result<String, IdentificationError> {
        let (access, digest, seat) = (self.clone(), digest.to_owned(), seat.clone());
        self.db
            .write(move |tx| {
                let (identity, next) = undecided(tx, &digest, seat.now)?;
                let account = seat.actor.account;
                store::insert_identity(tx, AccountKind::Citizen, &identity.subject, account, seat.now)?;
                store::take_over(tx, account, &identity.name, identity.personal_id.as_ref().map(PersonalId::as_str))?;
                store::end_way(tx, &digest)?;
                access.journal.enter(tx, &seat.entry(Happening::IdentityLinked))?;
                Ok(next)
            })
            .await
    }

    /// Unlinks the own account; `false` where it would leave no way in.
    pub(crate) async fn unlink_identity(&self, seat: &Seat) -> Result<bool, db::Error> {
        let (access, seat) = (self.clone(), seat.clone());
        self.db
            .write(move |tx| {
                let account = seat.actor.account;
                let candidate = store::candidate_by_id(tx, account)?;
                if !candidate.is_some_and(|candidate| candidate.password_holds_at(seat.now)) {
                    return Ok(false);
                }
                if store::delete_identity(tx, account)? > 0 {
                    access.journal.enter(tx, &seat.entry(Happening::IdentityUnlinked))?;
                }
                Ok(true)
            })
            .await
    }

    /// Since when an account is linked, and whether it has a password besides.
    pub(crate) async fn ways_in(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<(Option<Timestamp>, bool), db::Error> {
        self.db
            .read(move |tx| {
                let candidate = store::candidate_by_id(tx, account)?;
                let has_password = candidate.is_some_and(|candidate| candidate.password_holds_at(now));
                Ok((store::linked_since(tx, account)?, has_password))
            })
            .await
    }

    fn known(&self, kind: AccountKind) -> Result<&Known, IdentificationError> {
        self.providers.of(kind).ok_or(IdentificationError::NotOffered)
    }

    /// The account an identity leads to; none for a citizen who was never here.
    async fn account_of(
        &self,
        kind: AccountKind,
        identity: &Identity,
        now: Timestamp,
    ) -> Result<Option<Candidate>, IdentificationError> {
        let identity = identity.clone();
        let find = move |tx: &mut Tx<'_>| {
            if let Some(account) = store::account_of_subject(tx, kind, &identity.subject)? {
                return store::candidate_by_id(tx, account)?.map(Some).ok_or(IdentificationError::Closed);
            }
            if kind == AccountKind::Citizen {
                return Ok(None);
            }
            let login = identity.login.as_deref().and_then(Login::parse).ok_or(IdentificationError::Unknown)?;
            let candidate = store::candidate(tx, login.as_str())?.filter(|candidate| candidate.kind == kind);
            let candidate = candidate.ok_or(IdentificationError::Unknown)?;
            store::insert_identity(tx, kind, &identity.subject, candidate.id, now)?;
            Ok(Some(candidate))
        };
        self.db.write(find).await
    }

    /// To an open session, or to the step the account needs first.
    async fn enter(
        &self,
        candidate: Candidate,
        digest: &str,
        device: Device,
        now: Timestamp,
    ) -> Result<Passage, IdentificationError> {
        let actor = self.actor(&candidate, now).await?.ok_or(IdentificationError::Closed)?;
        let user_agent: String = base::text::clean(&device.user_agent).chars().take(USER_AGENT_MAX).collect();
        let (access, digest, kind, client) = (self.clone(), digest.to_owned(), candidate.kind, device.client);
        let new = NewSession { actor, kind, client, user_agent, second_factor: false };
        self.db
            .write(move |tx| {
                store::end_way(tx, &digest)?;
                let standing = Standing::load(tx, &access.policy, &new.actor)?;
                Ok(match standing.next(false) {
                    Some(step) => step::begin(tx, &new, step, now)?,
                    None => Passage::Open(access.open(tx, &new, now)?),
                })
            })
            .await
    }
}

/// Whoever came back and has not chosen yet, with the page they wanted.
fn undecided(tx: &mut Tx<'_>, digest: &str, now: Timestamp) -> Result<(Identity, String), IdentificationError> {
    let way = store::way(tx, digest, now)?.ok_or(IdentificationError::Lost)?;
    let Json(identity) = way.identity.ok_or(IdentificationError::Lost)?;
    Ok((identity, way.next))
}
