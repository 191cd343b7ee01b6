//! Which passwords are good enough, and how they are kept: Argon2id, on a blocking thread, a few at
//! a time, because each one takes memory and most of a core on purpose.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base::text::fold;
use tokio::sync::Semaphore;

use crate::AccountKind;

/// Longer ones are refused before they are hashed.
const CHARACTERS_MAX: usize = 200;

/// How long somebody waits for a free thread before being told to come back.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// Passwords that every guesser tries first, folded. Long enough to pass the length rule.
const COMMON: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "0987654321",
    "87654321",
    "11223344",
    "1122334455",
    "123123123",
    "1231231234",
    "147258369",
    "123456789a",
    "a123456789",
    "abc123456",
    "abcd1234",
    "abcdef123456",
    "qwertyuiop",
    "qwerty123",
    "qwerty1234",
    "1q2w3e4r5t",
    "asdfghjkl",
    "password",
    "password1",
    "password123",
    "matkhau123",
    "matkhau1234",
    "matkhau12345",
    "matkhau123456",
    "anhyeuem",
    "iloveyou",
    "iloveyou1",
    "toiyeuvietnam",
    "vietnam123",
    "vietnam1234",
    "hanoi12345",
    "administrator",
    "admin12345",
    "admin123456",
    "welcome123",
    "motcua123",
    "motcua1234",
    "motcua2026",
    "dichvucong",
    "dichvucong1",
];

/// Why a password was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too few characters.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// Characters needed.
        min: usize,
    },
    /// More than anybody types.
    #[error("the password has more than {CHARACTERS_MAX} characters")]
    TooLong,
    /// The same as the login.
    #[error("the password is the login")]
    IsLogin,
    /// Among the first that are guessed.
    #[error("the password is among the first that are guessed")]
    Common,
}

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

/// Whether a password is good enough for an account with these logins.
///
/// # Errors
/// [`PasswordFault`] says what to change.
pub(crate) fn check(password: &str, login: &str, kind: AccountKind) -> Result<(), PasswordFault> {
    let min = match kind {
        AccountKind::Staff => 10,
        AccountKind::Citizen => 8,
    };
    let length = password.chars().count();
    if length < min {
        return Err(PasswordFault::TooShort { min });
    }
    if length > CHARACTERS_MAX {
        return Err(PasswordFault::TooLong);
    }
    let folded = fold(password);
    if folded == fold(login) {
        return Err(PasswordFault::IsLogin);
    }
    let bare = folded.replace(' ', "");
    if COMMON.contains(&bare.as_str()) || is_one_character(password) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

fn is_one_character(password: &str) -> bool {
    password.chars().next().is_some_and(|first| password.chars().all(|c| c == first))
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

    #[test]
    fn short_common_and_borrowed_passwords_are_refused() {
        let citizen = |password: &str| check(password, "0900000117", AccountKind::Citizen);
        assert_eq!(citizen("bảy ký"), Err(PasswordFault::TooShort { min: 8 }));
        assert_eq!(citizen("0900000117"), Err(PasswordFault::IsLogin));
        assert_eq!(citizen("MatKhau123"), Err(PasswordFault::Common));
        assert_eq!(citizen("aaaaaaaaaa"), Err(PasswordFault::Common));
        assert_eq!(citizen(&"x1".repeat(101)), Err(PasswordFault::TooLong));
        assert_eq!(citizen("hoa sữa tháng mười"), Ok(()));
    }

    #[test]
    fn officers_need_two_characters_more_than_citizens() {
        assert_eq!(check("hoasua7x1", "an.nv", AccountKind::Citizen), Ok(()));
        let refused = check("hoasua7x1", "an.nv", AccountKind::Staff);
        assert_eq!(refused, Err(PasswordFault::TooShort { min: 10 }));
    }

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
