//! How passwords are kept: Argon2id, on a blocking thread, a few at a time, because each one takes
//! memory and most of a core on purpose. Which are good enough stands in [`crate::password_rule`].

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::password_rule::CHARACTERS_MAX;

/// How long somebody waits for a free thread before being told to come back.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many people sign in at once.
    #[error("too many passwords are waiting to be checked")]
    Busy,
    /// A stored hash cannot be read, or the machine refused memory.
    #[error("the password could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
}

/// Hashes and checks passwords, at most as many at a time as the machine has cores.
#[derive(Clone, Debug)]
pub struct Passwords {
    threads: Arc<Semaphore>,
    /// Checked when a login is unknown, so that the answer takes as long as for a known one.
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready to hash.
    ///
    /// # Errors
    /// [`HashError::Hash`] when the machine cannot hash at all.
    pub fn new() -> Result<Self, HashError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let nobody = hash(&base::secret::token())?;
        Ok(Self { threads: Arc::new(Semaphore::new(cores)), nobody: nobody.into() })
    }

    /// The text to store instead of a password.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash(&self, password: &str) -> Result<String, HashError> {
        let password = password.to_owned();
        self.on_a_thread(move || hash(&password)).await
    }

    /// Whether a password is the one behind a stored hash. Without a hash the same work is done and
    /// the answer is no.
    ///
    /// # Errors
    /// [`HashError`].
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, HashError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        // What is longer than any password is not worth hashing, and equally so for every login.
        let password: String = password.chars().take(CHARACTERS_MAX + 1).collect();
        let fits = self.on_a_thread(move || verify(&password, &stored)).await?;
        Ok(known && fits)
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let waiting = Arc::clone(&self.threads).acquire_owned();
        let permit = tokio::time::timeout(WAIT_MAX, waiting).await.map_err(|_| HashError::Busy)?;
        let permit = permit.map_err(|_| HashError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(|_| HashError::Busy)?
    }
}

/// 19 MiB, two passes, one lane: what OWASP's guidance on storing passwords asks for at least.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

fn hash(password: &str) -> Result<String, HashError> {
    let salt: [u8; 16] = rand::random();
    let salt = SaltString::encode_b64(&salt).map_err(HashError::Hash)?;
    let hash = argon2().hash_password(password.as_bytes(), &salt).map_err(HashError::Hash)?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool, HashError> {
    let stored = PasswordHash::new(stored).map_err(HashError::Hash)?;
    match argon2().verify_password(password.as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::Password) => Ok(false),
        Err(error) => Err(HashError::Hash(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_password_only_and_nobody_has_one() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("hoa sữa tháng mười").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"));
        assert!(passwords.verify("hoa sữa tháng mười", Some(&stored)).await.unwrap());
        assert!(!passwords.verify("hoa sữa tháng chín", Some(&stored)).await.unwrap());
        assert!(!passwords.verify("hoa sữa tháng mười", None).await.unwrap());
    }
}
