//! Bearer tokens of outside systems: one role with one reach each, shown once when made.

use base::{AccountId, Actor, ActorKind, ApiTokenId, Grant, Role, Scope};
use jiff::Timestamp;

use crate::grant::StoredScope;
use crate::store::StoredToken;
use crate::{Access, Entry, Happening, store};

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for, as the log shows it.
    pub name: String,
    /// What its holder may do.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// When it ends by itself; open when absent.
    pub valid_to: Option<Timestamp>,
}

/// A token as a list shows it; the secret is not kept.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Identifier, to withdraw it.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// What its holder may do, where and for how long.
    pub grant: Grant,
}

/// Why a token could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateTokenError {
    /// Nobody could tell it from another in the log.
    #[error("a token needs a name")]
    Nameless,
    /// A token never stands for a citizen, whose dossiers it would not own.
    #[error("a token cannot be a citizen")]
    Citizen,
    /// The store refused.
    #[error("the token could not be stored")]
    Store(#[source] db::Error),
}

impl From<db::Error> for CreateTokenError {
    fn from(error: db::Error) -> Self {
        Self::Store(error)
    }
}

impl Access {
    /// Makes a token and gives its secret, which can never be read again.
    ///
    /// # Errors
    /// [`CreateTokenError`].
    pub async fn create_token(&self, new: NewToken, by: Actor, now: Timestamp) -> Result<String, CreateTokenError> {
        let name = base::text::clean(&new.name);
        if name.is_empty() {
            return Err(CreateTokenError::Nameless);
        }
        if new.role == Role::Citizen || new.scope == Scope::Own {
            return Err(CreateTokenError::Citizen);
        }
        let secret = base::secret::token();
        let digest = base::secret::digest(&secret);
        let journal = self.journal.clone();
        let NewToken { role, scope, valid_to, .. } = new;
        self.db
            .write::<_, _, CreateTokenError>(move |tx| {
                let scope = StoredScope(scope);
                store::insert_token(tx, ApiTokenId::new(now), &digest, &name, role, scope, now, valid_to)?;
                let happening = Happening::TokenMade;
                journal
                    .enter(tx, &Entry { happening, actor: &by, at: now, client: None, subject: &name, detail: "" })?;
                Ok(())
            })
            .await?;
        Ok(secret)
    }

    /// The tokens that open something now.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn tokens(&self, now: Timestamp) -> Result<Vec<TokenRow>, db::Error> {
        let rows = self.db.read::<_, _, db::Error>(move |tx| store::tokens(tx, now)).await?;
        Ok(rows.into_iter().map(|row| TokenRow { id: row.id, grant: grant_of(&row), name: row.name }).collect())
    }

    /// Withdraws a token at once; `false` when there is none.
    ///
    /// # Errors
    /// Whatever the store refuses.
    pub async fn revoke_token(&self, id: ApiTokenId, by: Actor, now: Timestamp) -> Result<bool, db::Error> {
        let journal = self.journal.clone();
        self.db
            .write(move |tx| {
                let Some(name) = store::revoke_token(tx, id, now)? else { return Ok(false) };
                let happening = Happening::TokenRevoked;
                journal
                    .enter(tx, &Entry { happening, actor: &by, at: now, client: None, subject: &name, detail: "" })?;
                Ok(true)
            })
            .await
    }
}

/// The outside system behind a token. It has no account: the token's identifier stands for one.
pub(crate) fn actor(token: StoredToken) -> Actor {
    Actor {
        account: AccountId::from_uuid(token.id.uuid()),
        kind: ActorKind::Integration { token: token.id },
        grants: vec![grant_of(&token)],
        name: token.name,
    }
}

fn grant_of(token: &StoredToken) -> Grant {
    Grant { role: token.role, scope: token.scope.0, valid_from: token.created_at, valid_to: token.valid_to }
}
