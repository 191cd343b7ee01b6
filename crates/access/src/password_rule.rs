//! Which passwords are good enough. Length first: a sentence is easier to remember and harder to
//! guess than a short word with a sign in it, so no kinds of characters are asked for, and nobody
//! must change a password because time has passed.
//!
//! What guessers try first is refused: the shipped list, also with digits around it or with the
//! usual signs for letters, runs of the alphabet or the keyboard, repetitions, numbers, the login.

use std::collections::HashSet;
use std::sync::LazyLock;

use base::text::fold;

use crate::AccountKind;

/// Longer ones are refused before they are hashed.
pub(crate) const CHARACTERS_MAX: usize = 200;

/// Characters that must be left of a password when the login is taken out of it.
const BESIDES_LOGIN: usize = 8;

/// The longest part that, said again and again, is still too easy.
const REPEATED_MAX: usize = 4;

/// The shipped list, as compared.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../common-passwords.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Rows that fingers run along.
const ROWS: &[&str] = &["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];

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
    /// Little more than the login.
    #[error("the password is the login")]
    IsLogin,
    /// Among the first that are guessed.
    #[error("the password is among the first that are guessed")]
    Common,
    /// The same as the one it should replace.
    #[error("the password is the old one")]
    Unchanged,
}

/// Characters a password needs.
pub(crate) const fn length_min(kind: AccountKind) -> usize {
    match kind {
        AccountKind::Staff => 12,
        AccountKind::Citizen => 8,
    }
}

/// Whether a password is good enough for an account with this login.
///
/// # Errors
/// [`PasswordFault`] says what to change.
pub(crate) fn check(password: &str, login: &str, kind: AccountKind) -> Result<(), PasswordFault> {
    let (min, length) = (length_min(kind), password.chars().count());
    if length < min {
        return Err(PasswordFault::TooShort { min });
    }
    if length > CHARACTERS_MAX {
        return Err(PasswordFault::TooLong);
    }
    let bare = bare(password);
    if is_mostly(&bare, &self::bare(login)) {
        return Err(PasswordFault::IsLogin);
    }
    if is_common(&bare) || is_common(&self::bare(&signs_as_letters(password))) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// Letters and digits only, lower case, without marks.
fn bare(text: &str) -> String {
    fold(text).replace(' ', "")
}

fn is_mostly(bare: &str, login: &str) -> bool {
    !login.is_empty() && bare.contains(login) && bare.len() - login.len() < BESIDES_LOGIN
}

fn is_common(bare: &str) -> bool {
    let core = bare.trim_matches(|c: char| c.is_ascii_digit());
    core.is_empty() || COMMON.contains(core) || COMMON.contains(bare) || is_repeated(bare) || is_run(core)
}

/// `@dm1n` as its reader says it. Digits at the end stay: they are a year, not letters.
fn signs_as_letters(password: &str) -> String {
    let word = password.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let letter = |c| match c {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// `abcabcabc`, `aaaaaaaa`.
fn is_repeated(bare: &str) -> bool {
    let characters: Vec<char> = bare.chars().collect();
    (1..=REPEATED_MAX).any(|part| characters.iter().zip(characters.iter().skip(part)).all(|(one, next)| one == next))
}

/// Forwards or backwards along a row, or along several one after the other: `qwertyuiopasdfghjkl`.
fn is_run(core: &str) -> bool {
    let characters: Vec<char> = core.chars().collect();
    let neighbours = characters.windows(2).filter(|pair| ROWS.iter().any(|row| are_neighbours(row, pair))).count();
    characters.len() > 3 && neighbours * 4 >= (characters.len() - 1) * 3
}

fn are_neighbours(row: &str, pair: &[char]) -> bool {
    let place = |c: char| row.find(c);
    let [first, second] = pair else { return false };
    matches!((place(*first), place(*second)), (Some(a), Some(b)) if a.abs_diff(b) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citizen(password: &str) -> Result<(), PasswordFault> {
        check(password, "0900000117", AccountKind::Citizen)
    }

    fn officer(password: &str) -> Result<(), PasswordFault> {
        check(password, "binh.tt", AccountKind::Staff)
    }

    #[test]
    fn length_comes_first_and_officers_need_twelve_characters() {
        assert_eq!(citizen("bảy ký"), Err(PasswordFault::TooShort { min: 8 }));
        assert_eq!(citizen(&"x1".repeat(101)), Err(PasswordFault::TooLong));
        assert_eq!(citizen("hoasua7x1"), Ok(()));
        assert_eq!(officer("hoasua7x1"), Err(PasswordFault::TooShort { min: 12 }));
        assert_eq!(officer("hoa sữa tháng mười"), Ok(()));
    }

    #[test]
    fn what_everybody_chooses_is_refused_also_with_a_year_or_signs_around_it() {
        for common in [
            "MatKhau123",
            "Mật khẩu@2026",
            "matkhau123456",
            "P@ssw0rd2026!",
            "anhyeuemnhieu",
            "Tôi yêu Việt Nam 1975",
            "Motcua@123456",
            "dichvucong2026",
            "Administrator1",
            "QuangNinh@2026",
            "iloveyou1234",
        ] {
            assert_eq!(citizen(common), Err(PasswordFault::Common), "{common}");
        }
    }

    #[test]
    fn runs_repetitions_and_bare_numbers_are_refused() {
        for easy in ["aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "qwertyuiopasdf", "lkjhgfdsapoi", "19900101199001"]
        {
            assert_eq!(citizen(easy), Err(PasswordFault::Common), "{easy}");
        }
    }

    #[test]
    fn a_password_is_more_than_the_login() {
        assert_eq!(citizen("0900000117"), Err(PasswordFault::IsLogin));
        assert_eq!(officer("Binh.TT@2026"), Err(PasswordFault::IsLogin));
        assert_eq!(officer("binh.tt đi chợ sớm mai"), Ok(()));
    }

    #[test]
    fn a_sentence_of_words_that_are_each_common_is_good() {
        for good in ["hoa cúc tháng ba", "mèo con uống trà sen", "mot-cua-demo-2026", "cong-dan-demo"] {
            assert_eq!(officer(good), Ok(()), "{good}");
        }
    }
}
