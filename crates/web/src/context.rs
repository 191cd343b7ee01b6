//! Who asks, when, in which language: what every handler takes beside its own state.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base::{Actor, ActorKind, Locale};
use jiff::Timestamp;

use crate::cookie::Cookie;
use crate::nav::Nav;
use crate::page::Page;
use crate::{Error, Sentence, SignedIn, Site, Value, local_address};

/// The request as handlers see it.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who asks, when signed in or bearing a token.
    pub actor: Option<Actor>,
    /// The language of the answer.
    pub locale: Locale,
    /// When the request came.
    pub now: Timestamp,
    /// Names the request in the log and in problem documents.
    pub request_id: String,
    /// What all requests share.
    pub site: Site,
    pub(crate) request: Arc<RequestFacts>,
}

/// What the middleware noted of the request, and what the page asks it to do with the answer.
#[derive(Debug, Default)]
pub(crate) struct RequestFacts {
    pub(crate) method: Method,
    pub(crate) path_and_query: String,
    pub(crate) session: Option<String>,
    /// The digest of a sign-in that is not finished yet.
    sign_in: Option<String>,
    identification: Option<String>,
    pub(crate) csrf: String,
    /// Set when a page wrote the secret of an anonymous form, which then needs its cookie.
    pub(crate) csrf_written: AtomicBool,
    pub(crate) csrf_is_new: bool,
    pub(crate) note: Option<String>,
    pub(crate) note_shown: AtomicBool,
    /// The page the visitor came from, when it is one of ours.
    pub(crate) came_from: Option<String>,
    client: Option<IpAddr>,
}

impl RequestFacts {
    pub(crate) fn read(site: &Site, request: &Request, signed_in: Option<&SignedIn>) -> Self {
        let (headers, secure) = (request.headers(), site.settings.secure_cookies);
        let cookie = Cookie::Forgery.read(headers, secure).filter(|value| value.len() == 64);
        let csrf_is_new = signed_in.is_none() && cookie.is_none();
        let csrf = match signed_in {
            Some(signed_in) => signed_in.csrf.clone(),
            None => cookie.unwrap_or_else(base::secret::token),
        };
        Self {
            method: request.method().clone(),
            path_and_query: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            session: signed_in.map(|signed_in| signed_in.session.clone()),
            csrf,
            csrf_is_new,
            sign_in: Cookie::SignIn.read(headers, secure).map(|token| base::secret::digest(&token)),
            identification: Cookie::Identification.read(headers, secure).map(|token| base::secret::digest(&token)),
            note: Cookie::Note.read(headers, secure).filter(|key| site.locales.has(key)),
            came_from: came_from(headers),
            client: client(site, request),
            ..Self::default()
        }
    }
}

impl Context {
    /// A sentence without variables.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.say(&Sentence::new(key.to_owned()))
    }

    /// A sentence with variables: `ctx.t_with("desk-moved", &[("name", name.into())])`.
    #[must_use]
    pub fn t_with(&self, key: &str, args: &[(&'static str, Value)]) -> String {
        let sentence = Sentence::new(key.to_owned());
        self.say(&args.iter().fold(sentence, |sentence, (name, value)| sentence.with_value(name, value.clone())))
    }

    /// A sentence in the visitor's language.
    #[must_use]
    pub fn say(&self, sentence: &Sentence) -> String {
        self.site.locales.say(self.locale, sentence)
    }

    /// The officer who asks.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`] when nobody is signed in, [`Error::Forbidden`] for anybody else.
    pub fn staff(&self) -> Result<&Actor, Error> {
        self.signed_in().and_then(|actor| if actor.is_staff() { Ok(actor) } else { Err(Error::forbidden()) })
    }

    /// The citizen who asks.
    ///
    /// # Errors
    /// As [`Context::staff`].
    pub fn citizen(&self) -> Result<&Actor, Error> {
        let actor = self.signed_in()?;
        if matches!(actor.kind, ActorKind::Citizen) { Ok(actor) } else { Err(Error::forbidden()) }
    }

    /// Whoever asks, as long as somebody is signed in.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`].
    pub fn signed_in(&self) -> Result<&Actor, Error> {
        self.actor.as_ref().ok_or(Error::SignInNeeded)
    }

    /// The identifier of the open session.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.request.session.as_deref()
    }

    /// What a template needs of the request; `nav` is the entry shown as current.
    #[must_use]
    pub fn page(&self, nav: Nav) -> Page {
        Page::new(self, nav)
    }

    /// Names the client for rate limits, see [`network_of`].
    #[must_use]
    pub fn client_key(&self) -> String {
        self.request.client.map_or_else(|| "unknown".to_owned(), network_of)
    }

    /// The network address of the client, for the audit log.
    #[must_use]
    pub fn client(&self) -> Option<IpAddr> {
        self.request.client
    }

    /// Redirects after a change, as browsers expect it (303). Leads home when `to` is not local.
    #[must_use]
    pub fn redirect(&self, to: &str) -> Response {
        let to = local_address(to).and_then(|to| HeaderValue::from_str(to).ok());
        let to = to.unwrap_or_else(|| HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
    }

    /// Redirects and shows one sentence (a key without variables) on the next page.
    #[must_use]
    pub fn redirect_noting(&self, to: &str, key: &str) -> Response {
        let mut response = self.redirect(to);
        if let Some(line) = Cookie::Note.write(key, self.site.settings.secure_cookies) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
        response
    }

    /// The header that opens a session in the browser; to be added to the answer of a sign-in.
    #[must_use]
    pub fn session_cookie(&self, token: &str) -> Option<(HeaderName, HeaderValue)> {
        Cookie::Session.write(token, self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// The header that removes the session from the browser.
    #[must_use]
    pub fn session_cookie_erased(&self) -> Option<(HeaderName, HeaderValue)> {
        Cookie::Session.erase(self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// The digest of the sign-in that this browser has begun and not finished.
    #[must_use]
    pub fn sign_in_begun(&self) -> Option<&str> {
        self.request.sign_in.as_deref()
    }

    /// The header that lets the browser go on with a sign-in that needs a further step.
    #[must_use]
    pub fn sign_in_cookie(&self, token: &str) -> Option<(HeaderName, HeaderValue)> {
        Cookie::SignIn.write(token, self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// The header that forgets an unfinished sign-in.
    #[must_use]
    pub fn sign_in_cookie_erased(&self) -> Option<(HeaderName, HeaderValue)> {
        Cookie::SignIn.erase(self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// The digest of the way to an identity provider that this browser has begun.
    #[must_use]
    pub fn identification(&self) -> Option<&str> {
        self.request.identification.as_deref()
    }

    /// The header by which the browser is known again when it comes back from an identity provider.
    #[must_use]
    pub fn identification_cookie(&self, token: &str) -> Option<(HeaderName, HeaderValue)> {
        Cookie::Identification.write(token, self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// The header that forgets it.
    #[must_use]
    pub fn identification_cookie_erased(&self) -> Option<(HeaderName, HeaderValue)> {
        Cookie::Identification.erase(self.site.settings.secure_cookies).map(|line| (header::SET_COOKIE, line))
    }

    /// Leads out of the site, to an address that no visitor wrote.
    ///
    /// # Errors
    /// [`Error`] where the address cannot stand in a header.
    pub fn redirect_out(&self, to: &str) -> Result<Response, Error> {
        let to = HeaderValue::from_str(to).map_err(Error::internal)?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
    }

    pub(crate) fn is_api(&self) -> bool {
        is_api(&self.request.path_and_query)
    }

    /// The page a person should see again after signing in: this one, or for a sent form the page
    /// that held it.
    pub(crate) fn form_address(&self) -> String {
        if self.request.method.is_safe() {
            return self.request.path_and_query.clone();
        }
        self.request.came_from.clone().unwrap_or_else(|| "/".to_owned())
    }

    pub(crate) fn back_address(&self) -> Option<String> {
        self.request
            .came_from
            .clone()
            .filter(|address| *address != self.request.path_and_query || !self.request.method.is_safe())
    }

    /// What to tell the hotline: the request, short enough to read out.
    pub(crate) fn fault_code(&self) -> String {
        format!("E-{}", self.request_id.chars().take(8).collect::<String>().to_uppercase())
    }

    pub(crate) fn wants_csrf_cookie(&self) -> bool {
        self.request.csrf_is_new && self.request.csrf_written.load(Ordering::Relaxed)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::internal("the route stands outside web::Routes"))
    }
}

pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Names a client for counting: its network address, or for IPv6 its network, since one household
/// holds more addresses than can be counted.
#[must_use]
pub fn network_of(client: IpAddr) -> String {
    match client {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
    }
}

fn came_from(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    local_address(rest.strip_prefix(host)?).map(ToOwned::to_owned)
}

fn client(site: &Site, request: &Request) -> Option<IpAddr> {
    let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if !site.settings.behind_proxy {
        return direct;
    }
    // The proxy appends the address it saw; what stands before it is what the client claims.
    let named = request.headers().get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    named.rsplit(',').next()?.trim().parse().ok().or(direct)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(referer: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([
            (header::HOST, HeaderValue::from_static("mot-cua.example")),
            (header::REFERER, HeaderValue::from_str(referer).unwrap()),
        ]);
        came_from(&headers)
    }

    #[test]
    fn only_pages_of_this_site_are_gone_back_to() {
        assert_eq!(from("https://mot-cua.example/quay?x=1"), Some("/quay?x=1".to_owned()));
        assert_eq!(from("https://evil.example/quay"), None);
        assert_eq!(from("https://mot-cua.example.evil/quay"), None);
        assert_eq!(from("https://mot-cua.example//evil"), None);
    }

    #[test]
    fn the_api_is_told_by_its_path() {
        assert!(is_api("/api/v1/dossiers") && is_api("/api"));
        assert!(!is_api("/apiary") && !is_api("/"));
    }
}
