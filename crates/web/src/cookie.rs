//! Cookies, read and written. Names take the `__Host-` prefix when cookies are secure, so that no
//! neighbour under the same domain can plant one.

use axum::http::{HeaderMap, HeaderValue, header};

/// One cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session token. Lasts as long as the browser; the server ends it earlier.
    Session,
    /// The token of a sign-in that needs a further step. It opens nothing by itself.
    SignIn,
    /// The token of a way to an identity provider and back. It opens nothing by itself.
    Identification,
    /// The token that anonymous forms are checked against.
    Forgery,
    /// The chosen language, for a year.
    Language,
    /// One sentence to show after a redirect.
    Note,
}

impl Cookie {
    const fn base(self) -> &'static str {
        match self {
            Self::Session => "motcua_session",
            Self::SignIn => "motcua_sign_in",
            Self::Identification => "motcua_identification",
            Self::Forgery => "motcua_csrf",
            Self::Language => "motcua_lang",
            Self::Note => "motcua_note",
        }
    }

    const fn seconds_max(self) -> Option<u32> {
        match self {
            Self::Session | Self::Forgery => None,
            Self::SignIn | Self::Identification => Some(15 * 60),
            Self::Language => Some(365 * 24 * 3600),
            Self::Note => Some(60),
        }
    }

    fn name(self, secure: bool) -> String {
        format!("{}{}", if secure { "__Host-" } else { "" }, self.base())
    }

    /// The value a request carries, if any.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.name(secure);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    }

    /// A `Set-Cookie` line. `None` when the value holds characters a cookie may not.
    pub(crate) fn write(self, value: &str, secure: bool) -> Option<HeaderValue> {
        if !value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~')) {
            return None;
        }
        let age = self.seconds_max().map(|age| format!("; Max-Age={age}")).unwrap_or_default();
        self.line(value, &age, secure)
    }

    /// A `Set-Cookie` line that removes the cookie.
    pub(crate) fn erase(self, secure: bool) -> Option<HeaderValue> {
        self.line("", "; Max-Age=0", secure)
    }

    fn line(self, value: &str, age: &str, secure: bool) -> Option<HeaderValue> {
        let name = self.name(secure);
        let secure = if secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(line: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(line).unwrap())])
    }

    #[test]
    fn secure_cookies_carry_the_host_prefix() {
        let line = Cookie::Session.write("abc", true).unwrap();
        assert_eq!(line, "__Host-motcua_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(Cookie::Session.read(&headers("a=1; __Host-motcua_session=abc"), true).unwrap(), "abc");
        assert_eq!(Cookie::Session.read(&headers("motcua_session=abc"), true), None);
    }

    #[test]
    fn a_value_that_could_add_attributes_is_refused() {
        assert_eq!(Cookie::Note.write("x; Domain=evil", false), None);
    }

    #[test]
    fn the_language_is_kept_for_a_year() {
        let line = Cookie::Language.write("en", false).unwrap();
        assert_eq!(line, "motcua_lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
    }
}
