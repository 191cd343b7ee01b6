//! The site as devices know it: a key is made for a name and answers on that site only, which is why
//! a passkey cannot be given away on a page that looks like ours.

use openidconnect::url::Url;

/// The name keys are made for, and where they are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// The host.
    pub(crate) id: String,
    /// Scheme, host and port as browsers write them.
    pub(crate) origin: String,
}

impl Party {
    /// The party at an address; `None` where browsers offer no passkeys: without HTTPS, except on the
    /// own machine, and under a number instead of a name.
    pub(crate) fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let id = url.domain()?.to_owned();
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && id == "localhost");
        is_safe.then(|| Self { id, origin: url.origin().ascii_serialization() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_for_a_name_reached_safely() {
        let known = |address: &str| Party::at(address).map(|party| (party.id, party.origin));
        let pair = |id: &str, origin: &str| Some((id.to_owned(), origin.to_owned()));
        assert_eq!(known("https://mot-cua.example.vn"), pair("mot-cua.example.vn", "https://mot-cua.example.vn"));
        assert_eq!(
            known("https://Mot-Cua.example.vn:8443"),
            pair("mot-cua.example.vn", "https://mot-cua.example.vn:8443")
        );
        assert_eq!(known("http://localhost:8080"), pair("localhost", "http://localhost:8080"));
        for unsafe_or_nameless in ["http://mot-cua.example.vn", "https://10.0.0.7", "http://127.0.0.1:8080", "x", ""] {
            assert_eq!(known(unsafe_or_nameless), None, "{unsafe_or_nameless}");
        }
    }
}
