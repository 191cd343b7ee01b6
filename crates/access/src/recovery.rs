//! Recovery codes: ten words of their own kind for the day the telephone is lost. Shown once, kept as
//! digests, each good for one sign-in.

use base::AccountId;
use base::text::fold;

/// Codes made at a time.
pub(crate) const CODES: usize = 10;

/// Groups of four characters: 18 bits each, so 72 in all.
const GROUPS: usize = 4;

/// Fresh codes, as people write them down.
pub(crate) fn new_codes() -> Vec<String> {
    (0..CODES).map(|_| readable_secret()).collect()
}

/// A secret a person can copy from a screen: letters that keyboards leave alone, in groups of four.
pub(crate) fn readable_secret() -> String {
    (0..GROUPS).map(|_| base::secret::lookup_code()).collect::<Vec<_>>().join("-")
}

/// What is stored of a code: bound to its account, whatever case and signs it is typed with.
pub(crate) fn digest(account: AccountId, code: &str) -> String {
    let code = fold(code).replace(' ', "").to_uppercase();
    base::secret::digest(&format!("{account} {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn a_code_is_known_however_it_is_typed_and_for_its_account_only() {
        let (account, other) = (AccountId::new(Timestamp::UNIX_EPOCH), AccountId::new(Timestamp::UNIX_EPOCH));
        let code = new_codes().remove(0);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(digest(account, &typed), digest(account, &code));
        assert_ne!(digest(other, &code), digest(account, &code));
    }

    #[test]
    fn ten_different_codes_are_made() {
        let mut codes = new_codes();
        assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), CODES);
    }
}
